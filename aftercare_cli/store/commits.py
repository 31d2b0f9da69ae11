"""What Git knows of the records: which commit they come from, and which of them may differ from it.

Git compares every file with its index faster than a program of Python could list them, and looks at the content of
those that were changed so shortly before that their times prove nothing. Where it is told to look away (files assumed
to be unchanged, or left out of a sparse checkout), where it is missing or refuses, there is no answer.

Paths are those of records, relative to the workspace.
"""

import contextlib
import os
import select
import signal
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import msgspec

_QUIET: Final = ("--no-optional-locks", "--no-replace-objects", "-c", "core.quotePath=false")
_EXACT: Final = (
    *("-c", "core.fsmonitor=false", "-c", "core.trustctime=true", "-c", "core.checkStat=default"),
    *("-c", "core.untrackedCache=false", "-c", "core.preloadIndex=true", "-c", "core.ignoreCase=false"),
    *("-c", "core.autocrlf=false", "-c", f"core.attributesFile={os.devnull}"),
)
"""No user's settings make the comparison less exact, or ask another program."""
_STATUS: Final = (
    *("status", "--porcelain=v2", "--branch", "--no-ahead-behind", "-z", "--no-renames", "--ignore-submodules=none"),
    *("--untracked-files=all", "--ignored=traditional", "--", "records"),
)
_ATTRIBUTES: Final = ".gitattributes"
_CHANGING: Final = (b"filter", b"ident", b"working-tree-encoding")
"""Attributes by which Git takes a file for the same whose content is another.

`text` and `eol` are none of them: a record says the same with other line ends.
"""
_ENDINGS: Final = (b"yaml", b"csv")
_NO_SUBMODULE: Final = b"N..."
_SUBMODULE: Final = 2
"""Which word of a line of status says whether a repository is there."""
_FIELDS_BEFORE_PATH: Final = {b"1": 8, b"u": 10, b"?": 1, b"!": 1}
"""How many words of a line of status come before its path, by the kind of the line."""
_KEPT_VARIABLES: Final = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_EXEC_PATH")
_PLAIN_FILES: Final = ("100644", "100755")
_CHUNK: Final = 1 << 16
_SHA1_LENGTH: Final = 40
_SECOND_NS: Final = 1_000_000_000
_YOUNG_SECONDS: Final = 1
"""Git may remember only the second in which a file changed: another change in the same one may escape it."""
Stamp = tuple[int, int, int, int]


class State(msgspec.Struct, frozen=True):
    """The commit that is checked out, and the paths that may differ from it: changed, added, deleted, not tracked."""

    commit: str
    unsure: frozenset[str]


class _Process:
    """A Git command at work in a folder; it inherits no repository from the environment.

    `begun` is the second in which it was started, by the clock that files get their times from.
    """

    def __init__(self, root: Path, environment: Mapping[str, str], *words: str) -> None:
        """Start it; raises OSError where there is no Git."""
        reading, writing = os.pipe()
        complaints, complaining = os.pipe()
        self.begun = os.fstat(reading).st_ctime_ns // _SECOND_NS
        variables = {"GIT_ATTR_NOSYSTEM": "1", "GIT_NO_LAZY_FETCH": "1"} | {
            name: value for name, value in environment.items() if not name.startswith("GIT_") or name in _KEPT_VARIABLES
        }
        try:
            self._number: int | None = os.posix_spawnp(
                "git",
                ["git", "-C", str(root), *_QUIET, *words],
                variables,
                file_actions=[
                    (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                    (os.POSIX_SPAWN_DUP2, writing, 1),
                    (os.POSIX_SPAWN_DUP2, complaining, 2),
                ],
            )
        except OSError:
            os.close(reading)
            os.close(complaints)
            raise
        finally:
            os.close(writing)
            os.close(complaining)
        self._pipe = reading
        self._complaints = complaints

    def answer(self) -> bytes | None:
        """Wait for what it says; None where it failed, or complained: it goes on where it may not look at something."""
        said: dict[int, list[bytes]] = {self._pipe: [], self._complaints: []}
        open_ones = list(said)
        while open_ones:
            for pipe in select.select(open_ones, (), ())[0]:
                part = os.read(pipe, _CHUNK)
                if part:
                    said[pipe].append(part)
                else:
                    open_ones.remove(pipe)
        data, is_content = b"".join(said[self._pipe]), not said[self._complaints]
        return data if self.end() == 0 and is_content else None

    def stop(self) -> None:
        """Break it off; it holds no lock."""
        if self._number is not None:
            with contextlib.suppress(OSError):
                os.kill(self._number, signal.SIGTERM)
        self.end()

    def end(self) -> int:
        """Let nothing be left of it, and give its exit status."""
        if self._number is None:
            return -1
        os.close(self._pipe)
        os.close(self._complaints)
        number, self._number = self._number, None
        try:
            return os.waitpid(number, 0)[1]
        except ChildProcessError:
            return -1


class Look:
    """Git looking at the records of a workspace, while the program does something else."""

    def __init__(self, root: Path, top: Path, git: Path, environment: Mapping[str, str]) -> None:
        """Let Git begin; `top` is the folder it keeps, `git` where it keeps what it knows. Raises OSError."""
        self.root = root
        self._prefix = "" if root == top else f"{root.relative_to(top).as_posix()}/"
        self._folders = [each for each in (root, *root.parents) if each.is_relative_to(top)]
        # Its settings may name another folder to look at.
        self._place = f"--work-tree={top}"
        self._git = git
        self._environment = environment
        self._index = self._stamp()
        beside = (f":(top,literal){(each / _ATTRIBUTES).relative_to(top).as_posix()}" for each in self._folders)
        self._process = _Process(root, environment, self._place, *_EXACT, *_STATUS, *beside)

    def is_old(self, status: os.stat_result) -> bool:
        """Say whether a file that was read since Git began cannot change any more without Git noticing."""
        return status.st_ctime_ns // _SECOND_NS + _YOUNG_SECONDS <= self._process.begun

    def state(self) -> State | None:
        """Wait for Git; None where it does not say, or keeps something else than these records."""
        data = self._process.answer()
        if data is None or self._changes_content():
            return None
        commit = ""
        unsure = set()
        for line in data.split(b"\0")[:-1]:
            if line.startswith(b"# branch.oid "):
                commit = line.rpartition(b" ")[2].decode()
            elif not line.startswith(b"#"):
                path = self._unsure(line)
                if path is None:
                    return None
                unsure.add(path)
        return State(commit, frozenset(unsure - {""})) if commit.isalnum() else None

    def _unsure(self, line: bytes) -> str | None:
        """Give the path of a line, "" where it is no record's; None where Git does not look at what is there."""
        fields = _FIELDS_BEFORE_PATH.get(line[:1])
        if fields is None:
            return None
        words = line.split(b" ", fields)
        if fields > 1 and words[_SUBMODULE] != _NO_SUBMODULE:
            return None
        path = os.fsdecode(words[-1])
        if path.rpartition("/")[2] == _ATTRIBUTES:
            # One that is only in the index still holds.
            is_read = any((folder / _ATTRIBUTES).is_file() for folder in self._folders if self._named(folder) == path)
            return "" if is_read else None
        return self._below(path)

    def _named(self, folder: Path) -> str:
        """Give the path that Git has for the attributes of a folder."""
        return (folder / _ATTRIBUTES).relative_to(self._folders[-1]).as_posix()

    def _changes_content(self) -> bool:
        """Say whether Git may take a file for that of the commit that has another content."""
        common = self._git
        with contextlib.suppress(OSError, ValueError):
            common /= (self._git / "commondir").read_text(encoding="utf-8").strip()
        files = [common / "info/attributes", *(folder / _ATTRIBUTES for folder in self._folders)]
        return any(_may_change_records(line) for file in files for line in _content(file).splitlines())

    def moved(self, old: str, new: str) -> dict[str, str] | None:
        """Give the paths that differ between two commits, with their blobs in the new one, "" where they are gone."""
        data = self._asked("diff-tree", "-r", "-z", "--no-renames", "--no-abbrev", old, new, "--", "records")
        if data is None:
            return None
        fields = data.split(b"\0")[:-1]
        moved = {}
        for told, name in zip(fields[::2], fields[1::2], strict=True):
            _, mode, _, blob, _ = told.decode().split(" ")
            path = self._below(os.fsdecode(name))
            if path is None:
                return None
            moved[path] = blob if mode in _PLAIN_FILES else ""
        return moved

    def blobs(self, commit: str) -> dict[str, str] | None:
        """Give the blobs of all plain files of a commit by their paths; None where Git does not say."""
        data = self._asked("ls-tree", "-r", "-z", "--full-tree", commit, "--", f"{self._prefix}records")
        if data is None:
            return None
        blobs = {}
        for line in data.split(b"\0")[:-1]:
            told, _, name = line.partition(b"\t")
            mode, _, blob = told.decode().split(" ")
            if mode in _PLAIN_FILES:
                blobs[os.fsdecode(name)[len(self._prefix) :]] = blob
        return blobs

    def index(self) -> Stamp | None:
        """Give what tells Git's index from an older one; None where it changed while Git looked."""
        return self._index if self._index == self._stamp() else None

    def _stamp(self) -> Stamp | None:
        with contextlib.suppress(OSError):
            status = (self._git / "index").stat()
            return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino
        return None

    def looks_at_everything(self) -> bool:
        """Say whether Git compares every record, and was not told to take some as unchanged."""
        data = self._asked("ls-files", "-v", "-z", "--", "records")
        return data is not None and all(
            line[:1] == b"H" and not line.endswith(_ATTRIBUTES.encode()) for line in data.split(b"\0") if line
        )

    def close(self) -> None:
        """Wait for no answer."""
        self._process.stop()

    def _asked(self, *words: str) -> bytes | None:
        try:
            return _Process(self.root, self._environment, self._place, *words).answer()
        except OSError:
            return None

    def _below(self, path: str) -> str | None:
        return path[len(self._prefix) :] if path.startswith(f"{self._prefix}records") else None


def _content(file: Path) -> bytes:
    """Give what is in a file of attributes; none where there is no such file."""
    with contextlib.suppress(OSError):
        return file.read_bytes() if file.is_file() else b""
    # What cannot be read may say anything.
    return b"* filter"


def _may_change_records(line: bytes) -> bool:
    """Say whether a line of attributes may change the content of records, and not of photographs and scans only."""
    pattern, _, attributes = line.strip().replace(b"\t", b" ").partition(b" ")
    if not any(word in attributes for word in _CHANGING) or pattern.startswith(b"#"):
        return False
    if any(sign in pattern for sign in b'["\\'):
        return True
    _, dot, ending = pattern.rpartition(b".")
    is_other = bool(dot) and ending.isalnum() and ending not in _ENDINGS
    return not is_other and b"attachments/" not in pattern


def blob_of(data: bytes, like: str) -> str:
    """Give the name under which Git keeps a content, by the algorithm that made the name `like`."""
    import hashlib  # noqa: PLC0415 - only what is kept anew needs it, and it takes longer to load than a ticket to read

    new = hashlib.sha1 if len(like) == _SHA1_LENGTH else hashlib.sha256
    # Git's own name for the content, which guards against nothing.
    return new(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def repositories(root: Path) -> Iterator[tuple[Path, Path]]:
    """Give the folder that Git keeps around a workspace, and where it keeps what it knows; none where it is unknown."""
    for top in (root, *root.parents):
        git = top / ".git"
        if git.is_file():
            # A worktree, or a submodule.
            git = top / git.read_text(encoding="utf-8", errors="replace").removeprefix("gitdir:").strip()
        if git.is_dir():
            yield top, git
            return


def begin(root: Path, environment: Mapping[str, str]) -> Look | None:
    """Let Git begin to look at a workspace's records; None where it keeps none, or cannot be asked."""
    if not hasattr(os, "posix_spawnp"):
        return None
    with contextlib.suppress(OSError):
        root = root.resolve()
        for top, git in repositories(root):
            return Look(root, top, git, environment)
    return None
