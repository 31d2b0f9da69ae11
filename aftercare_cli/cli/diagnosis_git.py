"""What `doctor` says of Git: nothing needs it but history, merging and the hook."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from aftercare_cli.cli.diagnosis import Line
from aftercare_cli.cli.i18n import _
from aftercare_cli.store.setup import Git, git_setup, interpreter_of, runs_check

_INSTALL = "aftercare merge --install"


def git(root: Path | None) -> Iterator[Line]:
    """Yield what Git says of the workspace."""
    found = git_setup(root)
    if found is None:
        yield Line("git", "git", "missing", _("not installed"), _("install Git: audit, merge and --commit need it"))
        return
    yield Line("git", "git", "ok", found.version)
    if root is None:
        return
    if not found.folder:
        yield _no_repository(root, found)
        return
    yield Line("git", "repository", "ok", found.folder)
    if found.is_shallow:
        value, hint = _("a shallow clone: history is cut off"), "git fetch --unshallow"
        yield Line("git", "history", "warning", value, hint)
    if not found.author:
        hint = "git config user.email YOU@EXAMPLE.COM; git config user.name YOU"
        yield Line("git", "author", "warning", _("user.email is not set: Git refuses to commit"), hint)
    yield _driver(found)
    if found.merges_as != "aftercare" or found.line_ends != "lf":
        value = _("records lack merge=aftercare or eol=lf")
        yield Line("git", "gitattributes", "missing", value, _INSTALL)
    else:
        yield Line("git", "gitattributes", "ok", "merge=aftercare eol=lf")
    yield _hook(found)


def _no_repository(root: Path, found: Git) -> Line:
    if found.refusal:
        hint = _("if you trust it: git config --global --add safe.directory {folder}").format(folder=root)
        return Line("git", "repository", "missing", _("Git refuses it: it belongs to somebody else"), hint)
    hint = "git init; aftercare merge --install"
    return Line("git", "repository", "missing", _("the workspace is in none"), hint)


def _driver(found: Git) -> Line:
    name = "merge_driver"
    if not found.driver:
        return Line("git", name, "missing", _("not set up: records are merged as text"), _INSTALL)
    program = interpreter_of(found.driver)
    if not os.access(program, os.X_OK) and shutil.which(program) is None:
        value = _("{program} is gone: records are merged as text").format(program=program or "?")
        return Line("git", name, "warning", value, _INSTALL)
    return Line("git", name, "ok", program)


def _hook(found: Git) -> Line:
    hint = _("aftercare init writes one in a new workspace; have yours run: aftercare check")
    if found.hook is None:
        return Line("git", "hook", "missing", _("nothing checks records before a commit"), hint)
    if not runs_check(found.hook):
        return Line("git", "hook", "warning", _("pre-commit does not run aftercare check"), hint)
    return Line("git", "hook", "ok", _("pre-commit runs aftercare check"))
