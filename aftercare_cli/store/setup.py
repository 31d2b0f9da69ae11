"""How a workspace and its Git repository are set up: what `doctor` looks at. Nothing here writes."""

import json
import os
import shlex
import subprocess
from pathlib import Path
from typing import Final, NamedTuple

from aftercare_cli.model.kinds import KINDS
from aftercare_cli.store.files import RECORD_LIMIT, UnreadableError, read_bytes
from aftercare_cli.store.root import MARKER
from aftercare_cli.store.schemas import FOLDER, schema

_RECORD: Final = "records/tickets/2026/01/T-20260101-0000.yaml"
"""A path such as records have, to ask Git what it would do with it."""


class Git(NamedTuple):
    """What Git says of a workspace; texts are empty where it says nothing."""

    version: str
    folder: str = ""
    refusal: str = ""
    is_shallow: bool = False
    driver: str = ""
    merges_as: str = ""
    line_ends: str = ""
    hook: Path | None = None
    author: str = ""


def yaml_parser() -> tuple[str, bool]:
    """Give the version of the YAML library, and whether it has its C parser."""
    import yaml  # noqa: PLC0415 - slow to import, and of few commands' concern

    try:
        from yaml._yaml import get_version_string  # noqa: PLC0415 - as above
    except ImportError:
        return yaml.__version__, False
    return f"{yaml.__version__}, libyaml {get_version_string()}", True


def git_setup(root: Path | None) -> Git | None:
    """Ask Git about a workspace; None where Git is not installed."""
    version = _said(root, "version")
    if version is None:
        return None
    version = version.removeprefix("git version ")
    if root is None:
        return Git(version)
    folder = _said(root, "rev-parse", "--absolute-git-dir")
    if not folder:
        done = _run(root, "rev-parse", "--git-dir")
        # What Git refuses for its owner's sake it names the remedy for, in every language.
        is_refused = done is not None and b"safe.directory" in done.stderr
        return Git(version, refusal="safe.directory" if is_refused else "")
    attributes = (_said(root, "check-attr", "-z", "merge", "eol", "--", _RECORD) or "").split("\0")
    found = dict(zip(attributes[1::3], attributes[2::3], strict=False))
    hooks = _said(root, "rev-parse", "--git-path", "hooks") or ""
    hook = root / hooks / "pre-commit"
    return Git(
        version,
        folder,
        is_shallow=_said(root, "rev-parse", "--is-shallow-repository") == "true",
        driver=_said(root, "config", "--get", "merge.aftercare.driver") or "",
        merges_as=found.get("merge", ""),
        line_ends=found.get("eol", ""),
        hook=hook if hook.exists() else None,
        author=_said(root, "config", "--get", "user.email") or "",
    )


def _said(root: Path | None, *arguments: str) -> str | None:
    """Give what Git says, without the line's end; empty where it refuses, None where it is not installed."""
    done = _run(root, *arguments)
    if done is None:
        return None
    return done.stdout.decode(errors="replace").removesuffix("\n") if done.returncode == 0 else ""


def _run(root: Path | None, *arguments: str) -> "subprocess.CompletedProcess[bytes] | None":
    try:
        return subprocess.run(  # noqa: S603 - no shell, fixed words
            ["git", "--no-optional-locks", *arguments],  # noqa: S607 - the user's own Git
            cwd=root,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        return None


def interpreter_of(driver: str) -> str:
    """Give the program that a merge driver begins with; empty where it cannot be told."""
    try:
        words = shlex.split(driver)
    except ValueError:
        return ""
    return words[0] if words else ""


def runs_check(hook: Path) -> bool:
    """Say whether a hook runs our check, in whatever way."""
    try:
        return b"aftercare" in hook.read_bytes() and os.access(hook, os.X_OK)
    except OSError:
        return False


def outdated_schemas(root: Path) -> list[str]:
    """Give the kinds of record whose schema for editors is missing or from another version."""
    return [
        kind.name
        for kind in KINDS
        if not kind.is_table and not _is_current(root / FOLDER / f"{kind.name}.json", schema(kind))
    ]


def _is_current(path: Path, wanted: object) -> bool:
    try:
        return bool(json.loads(path.read_bytes()) == json.loads(json.dumps(wanted)))
    except (OSError, ValueError):
        return False


def has_modeline(root: Path) -> bool:
    """Say whether the workspace's own record leads editors to its schema."""
    try:
        return b"# yaml-language-server:" in read_bytes(str(root), MARKER, RECORD_LIMIT)[:400]
    except UnreadableError:
        return False
