"""Beginning a workspace: its first records, and what Git and editors need."""

import datetime as dt
import os
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.text import say
from aftercare_cli.model.vocabulary import Language
from aftercare_cli.store import git
from aftercare_cli.store.resources import TEMPLATES
from aftercare_cli.store.root import MARKER
from aftercare_cli.store.write import ExistsError, WriteError, create, replace

GITATTRIBUTES: Final = """\
records/** text eol=lf
records/attachments/** -text
records/**/*.yaml merge=aftercare
records/**/*.csv merge=aftercare
"""
GITIGNORE: Final = "records/.aftercare.lock\nrecords/**/.*.tmp\n"
_RECORDS_FROM: Final[Mapping[Language, str]] = {
    "en": "records_from: {day}    # the first day that is recorded here: what was promised before is on paper\n",
    "zh-CN": "records_from: {day}    # 从这一天起在此记录；此前应履行的承诺以纸质记录为准\n",
}
_HOOK: Final = """\
#!/bin/sh
# Refuses a commit that would make records wrong; aftercare init wrote it.
if ! command -v aftercare >/dev/null; then
  echo "aftercare is not on the PATH: activate its environment, or skip this check: git commit --no-verify" >&2
  exit 1
fi
exec aftercare --root {root} check
"""


class Prepared(NamedTuple):
    """What was done to a Git repository, and the hook that was left as it is, since it is somebody else's."""

    done: list[str]
    kept_hook: Path | None = None


class WorkspaceExistsError(AftercareError):
    """A workspace where a new one was to begin."""


def begin(folder: Path, language: Language, today: dt.date, *, is_example: bool) -> list[str]:
    """Write the first records into `folder` and give their paths; raises WorkspaceExistsError, WriteError.

    Without the example, whose contract begins with its records, what was promised before `today` is on paper.
    """
    if os.path.lexists(folder / MARKER):
        raise WorkspaceExistsError(
            say("{folder} is a workspace already", folder=str(folder)),
            say("nothing was written; in a fresh clone, aftercare merge --install sets up Git"),
        )
    source = TEMPLATES / "workspace" / language
    files = sorted(path for path in source.rglob("*") if path.is_file())
    chosen = [path for path in files if is_example or path.relative_to(source).as_posix() == MARKER]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError(
            say("{path} could not be written: {reason}", path=str(folder), reason=error.strerror),
            say("nothing was changed; make room or check permissions, then run the command again"),
        ) from None
    contents = {path.relative_to(source).as_posix(): path.read_bytes() for path in chosen}
    if not is_example:
        contents[MARKER] += _records_from(language, today)
    lists = ((".gitattributes", GITATTRIBUTES), (".gitignore", GITIGNORE))
    completed = [name for name, content in lists if _complete(folder, name, content)]
    # The settings come last, since they make it a workspace: what was interrupted before can be begun again.
    for place in sorted(contents, key=lambda place: place == MARKER):
        _put(folder, place, contents[place])
    return [*contents, *completed]


def _put(folder: Path, place: str, content: bytes) -> None:
    """Write a new file, unless it is there just like that; raises write.ExistsError for any other."""
    try:
        create(folder, place, content)
    except ExistsError:
        if (folder / place).read_bytes() != content:
            raise


def _records_from(language: Language, today: dt.date) -> bytes:
    return _RECORDS_FROM[language].format(day=today).encode()


def complete_attributes(folder: Path) -> bool:
    """Write what .gitattributes lacks; say whether that was anything."""
    return _complete(folder, ".gitattributes", GITATTRIBUTES)


def _complete(folder: Path, name: str, content: str) -> bool:
    """Write a file of lines, or append those that it lacks; say whether any was written."""
    path = folder / name
    if not path.exists():
        create(folder, name, content.encode())
        return True
    known = path.read_bytes()
    lines = {line.strip() for line in known.splitlines()}
    missing = [line for line in content.encode().splitlines() if line not in lines]
    end = b"\r\n" if b"\r\n" in known else b"\n"
    if missing:
        start = known if not known or known.endswith(b"\n") else known + end
        replace(folder, name, known, start + b"".join(line + end for line in missing))
    return bool(missing)


def prepare_git(folder: Path) -> Prepared:
    """Make the folder a Git repository where it is in none, and add the hook that checks.

    A hook that is there is kept, and so is a folder of hooks that the user chose for this or for every repository
    (core.hooksPath). Raises git.GitError where Git is missing or refuses.
    """
    done = []
    try:
        git.git(folder, "rev-parse", "--git-dir")
    except git.GitError:
        git.git(folder, "init", "--quiet")
        done.append(".git")
    hook = folder / git.git(folder, "rev-parse", "--git-path", "hooks").removesuffix("\n") / "pre-commit"
    content = _hook(folder)
    if hook.exists():
        is_ours = hook.read_bytes() == content
        return Prepared(done, None if is_ours else hook)
    if _is_elsewhere(folder):
        return Prepared(done, hook)
    hook.parent.mkdir(parents=True, exist_ok=True)
    create(hook.parent, hook.name, content)
    hook.chmod(0o755)
    return Prepared([*done, "pre-commit"])


def _hook(folder: Path) -> bytes:
    """Give the hook for a workspace: Git runs it at the top of the repository, wherever the workspace lies."""
    below = git.git(folder, "rev-parse", "--show-prefix").removesuffix("\n").removesuffix("/")
    return _HOOK.format(root=shlex.quote(f"./{below}" if below else ".")).encode()


def _is_elsewhere(folder: Path) -> bool:
    """Say whether the user chose another folder for hooks."""
    try:
        return bool(git.git(folder, "config", "--get", "core.hooksPath").strip())
    except git.GitError:  # not set
        return False
