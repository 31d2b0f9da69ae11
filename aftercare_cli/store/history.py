"""What Git remembers of records, read by three processes of Git however long the history is."""

import datetime as dt
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Final, Literal, NamedTuple

from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.history import Change, Commit, Version
from aftercare_cli.model.kinds import KINDS, KindName
from aftercare_cli.model.text import say
from aftercare_cli.store.encoding import plain_text
from aftercare_cli.store.files import RECORD_LIMIT, UnreadableError, read_bytes
from aftercare_cli.store.yaml_reader import read_mapping

AnyKind = KindName | Literal["attachment"]

# What a repository says about replaced objects is for other purposes: history is what was committed.
_GIT: Final = ("git", "--no-replace-objects", "--no-optional-locks")
_SETTINGS: Final = ("-c", "log.diffMerges=separate", "-c", "i18n.logOutputEncoding=UTF-8", "-c", "diff.relative=false")
"""What somebody may have configured, and would make Git tell it otherwise."""
_RAW: Final = ("--raw", "-z", "--no-abbrev", "-M", "--no-color", "--no-ext-diff", "--ignore-submodules")
_FORMAT: Final = "%x01%H%x00%P%x00%aN%x00%at"
_READ: Final = frozenset({"ticket", "inspection", "hazard", "question", "bill"})
"""Kinds whose versions are compared; of others it matters only whether they are there."""
_FILE_MODES: Final = frozenset({"100644", "100755"})
_NOWHERE: Final = "0" * 40
_THERE: Final[Version] = {}


class HistoryError(AftercareError):
    """There is no history to read."""


class History(NamedTuple):
    """The changes of records, parents before children, what is not committed last.

    `boundary` names the commits before which a shallow clone has nothing; empty where everything is there.
    """

    boundary: tuple[str, ...]
    changes: Iterator[Change]


class _Step(NamedTuple):
    """A path in a commit as Git tells it: the old path, blobs of each parent that differs, and the new blob."""

    commit: Commit
    kind: AnyKind
    path: str
    was: str | None
    olds: tuple[str, ...]
    new: str
    parents: int


def history(root: Path, now: dt.datetime) -> History:
    """Read the history of the current branch's records, and what is changed since; raises HistoryError."""
    prefix = _prefix(root)
    shallow = _shallow(root)
    steps = _steps(root, prefix, frozenset(shallow))
    uncommitted = _uncommitted(root, prefix, now)
    return History(tuple(commit[:8] for commit in shallow), _changes(root, [*steps, *uncommitted]))


def _prefix(root: Path) -> str:
    """Give the path of the workspace in its repository; raises HistoryError where Git gives no history."""
    try:
        found = _run(root, "rev-parse", "--show-prefix")
    except HistoryError as error:
        if "safe.directory" in str(error.text.values.get("said", "")):
            raise HistoryError(
                say("Git refuses to read the repository: it belongs to somebody else"),
                say("if you trust it: git config --global --add safe.directory {folder}", folder=str(root)),
            ) from None
        if not any((folder / ".git").exists() for folder in (root, *root.parents)):
            raise HistoryError(
                say("the workspace is in no Git repository: there is no history"),
                say("begin one: git init, git add records, git commit"),
            ) from None
        raise
    try:
        _run(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    except HistoryError:
        raise HistoryError(
            say("nothing is committed yet: there is no history"), say("begin it: git add records, git commit")
        ) from None
    return found.decode(errors="surrogateescape").removesuffix("\n")


def _shallow(root: Path) -> list[str]:
    path = _run(root, "rev-parse", "--git-path", "shallow").decode(errors="surrogateescape").removesuffix("\n")
    file = root / path
    return file.read_text(encoding="ascii").split() if file.exists() else []


def _run(root: Path, *arguments: str) -> bytes:
    """Run Git and give its output; raises HistoryError."""
    with _started(root, *arguments) as process:
        out, errors = process.communicate()
    if process.returncode != 0:
        said = errors.decode(errors="replace").strip()
        reason = next(iter(said.splitlines()), str(process.returncode))
        raise HistoryError(say("git {command} failed: {reason}", command=arguments[0], reason=reason, said=said))
    return out


def _started(root: Path, *arguments: str, stdin: IO[bytes] | None = None) -> "subprocess.Popen[bytes]":
    try:
        return subprocess.Popen(  # noqa: S603 - no shell, fixed words and paths behind --
            [*_GIT, *_SETTINGS, *arguments],
            cwd=root,
            stdin=stdin or subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
    except FileNotFoundError:
        raise HistoryError(
            say("git is not installed"), say("install Git: what was changed when is in its history")
        ) from None


def _steps(root: Path, prefix: str, boundary: frozenset[str]) -> list[_Step]:
    """Give what commits changed; a merge's parents that have a file as it is are not told apart from each other."""
    order = ("--full-history", "--topo-order", "--reverse", "-m", "--no-show-signature", "--no-notes")
    out = _run(root, "log", *order, *_RAW, f"--format={_FORMAT}", "HEAD", "--", "records")
    words = iter(out.decode(errors="surrogateescape").split("\0"))
    steps: list[_Step] = []
    commit: Commit | None = None
    parents = 1
    told: defaultdict[str, list[tuple[str, str, str | None]]] = defaultdict(list)

    def finish() -> None:
        # What came before the boundary of a shallow clone is not known: nothing is new there.
        if commit is not None and commit.id not in boundary:
            steps.extend(_of_commit(commit, prefix, told, parents))
        told.clear()

    for word in words:
        head = word.lstrip("\n")
        if head.startswith("\x01"):
            if commit is None or head[1:] != commit.id:
                finish()
                parents = max(len(next(words).split()), 1)
                commit = Commit(head[1:], next(words), _moment(next(words)))
            else:
                # The same merge seen from its next parent.
                for _ in range(3):
                    next(words)
        elif head.startswith(":"):
            told_path, pair = _told(head, words)
            told[told_path].append(pair)
    finish()
    return steps


def _told(head: str, words: Iterator[str]) -> tuple[str, tuple[str, str, str | None]]:
    """Read a line of raw differences: the path, the old blob, the new one, and the old path where it was renamed."""
    old_mode, new_mode, old, new, status = head[1:].split(" ")
    first = next(words)
    was, path = (first, next(words)) if status[0] in "RC" else (None, first)
    blobs = ((old, old_mode), (new, new_mode))
    old, new = (blob if mode in _FILE_MODES and blob.strip("0") else _NOWHERE for blob, mode in blobs)
    return path, (old, new, was if status[0] == "R" else None)


def _moment(seconds: str) -> dt.datetime:
    try:
        return dt.datetime.fromtimestamp(int(seconds), dt.UTC)
    except (ValueError, OverflowError, OSError):  # a date that no calendar has
        return dt.datetime.fromtimestamp(0, dt.UTC)


def _of_commit(
    commit: Commit, prefix: str, told: Mapping[str, Sequence[tuple[str, str, str | None]]], parents: int
) -> Iterator[_Step]:
    for path, pairs in told.items():
        below = path.removeprefix(prefix)
        kind = _kind(below)
        new = pairs[0][1]
        if kind is None or (kind not in _READ and new != _NOWHERE and not pairs[0][2]):
            continue
        was = next((was.removeprefix(prefix) for _old, _new, was in pairs if was), None)
        olds = tuple(old for old, _new, _was in pairs)
        yield _Step(commit, kind, below, was, olds, new, parents)


def _kind(path: str) -> AnyKind | None:
    """Give the kind of record that lies at a path of the workspace."""
    if path.startswith("records/attachments/"):
        return "attachment"
    for kind in KINDS:
        place = f"records/{kind.folder}/" if kind.folder else f"records/{kind.place}"
        if path == place or (kind.folder and path.startswith(place) and path.endswith(kind.place[-4:])):
            return kind.name
    return None


def _uncommitted(root: Path, prefix: str, now: dt.datetime) -> list[_Step]:
    """Give what is changed since the last commit, staged or not, new files too."""
    words = iter(_run(root, "diff", *_RAW, "HEAD", "--", "records").decode(errors="surrogateescape").split("\0"))
    commit = Commit(None, None, now)
    told: dict[str, list[tuple[str, str, str | None]]] = {}
    for word in words:
        if word.startswith(":"):
            path, (old, new, was) = _told(word, words)
            if (root / path.removeprefix(prefix)).is_file():
                new = ""
            told[path] = [(old, new, was)]
    others = _run(root, "ls-files", "--others", "--exclude-standard", "-z", "--", "records")
    for name in others.decode(errors="surrogateescape").split("\0"):
        if name:
            told.setdefault(f"{prefix}{name}", [(_NOWHERE, "", None)])
    return list(_of_commit(commit, prefix, told, 1))


def _changes(root: Path, steps: Sequence[_Step]) -> Iterator[Change]:
    """Give the steps with what their files held; one version of each path is kept in memory."""
    known: dict[str, tuple[str, Version | None]] = {}
    for step, blobs in zip(steps, _contents(root, _wanted(steps)), strict=True):
        befores: list[Version | None] = []
        for old in step.olds:
            path = step.was or step.path
            if old == _NOWHERE:
                befores.append(None)
                continue
            if known.get(path, ("", None))[0] != old:
                known[path] = old, _version(step.kind, blobs.get(old), _THERE)
            befores.append(known[path][1])
        after = None
        if step.new != _NOWHERE:
            data = blobs.get(step.new) if step.new else _on_disk(root, step.path)
            # A version that cannot be read stands for the last one that could: it hides no change.
            after = _version(step.kind, data, next((before for before in befores if before is not None), _THERE))
            known[step.path] = step.new, after
        else:
            known.pop(step.path, None)
        befores += [after] * (step.parents - len(befores))
        yield Change(step.commit, step.kind, step.path, tuple(befores), after, step.was)


def _wanted(steps: Iterable[_Step]) -> Iterator[list[str]]:
    """Give which blobs each step needs that are not known from the one before: as `_changes` goes through them."""
    known: dict[str, str] = {}
    for step in steps:
        needed = []
        if step.kind in _READ:
            for old in step.olds:
                if old != _NOWHERE and known.get(step.was or step.path) != old:
                    known[step.was or step.path] = old
                    needed.append(old)
            if step.new not in {_NOWHERE, ""}:
                needed.append(step.new)
        if step.new == _NOWHERE:
            known.pop(step.path, None)
        else:
            known[step.path] = step.new
        yield needed


def _contents(root: Path, wanted: Iterable[list[str]]) -> Iterator[Mapping[str, bytes | None]]:
    """Give for each list of blobs what they hold; None for one that is too large or missing."""
    lists = list(wanted)
    # Git answers while it is asked: from a file, neither can wait for the other.
    with tempfile.TemporaryFile() as questions:
        questions.write("".join(f"{blob}\n" for needed in lists for blob in needed).encode())
        questions.seek(0)
        with _started(root, "cat-file", "--batch", stdin=questions) as process:
            assert process.stdout is not None  # noqa: S101 - it is a pipe
            for needed in lists:
                yield {blob: _answer(process.stdout) for blob in needed}
            process.stdout.close()


def _answer(answers: IO[bytes]) -> bytes | None:
    head = answers.readline().split()
    if len(head) != 3:  # noqa: PLR2004 - "<blob> missing"
        return None
    size = int(head[2])
    if size > RECORD_LIMIT:
        while size > 0:
            size -= len(answers.read(min(size, RECORD_LIMIT)))
        data = None
    else:
        data = answers.read(size)
    answers.read(1)
    return data


def _on_disk(root: Path, path: str) -> bytes | None:
    try:
        return read_bytes(str(root), path, RECORD_LIMIT)
    except UnreadableError:
        return None


def _version(kind: AnyKind, data: bytes | None, instead: Version) -> Version:
    if kind not in _READ:
        return _THERE
    try:
        return instead if data is None else read_mapping(plain_text(data, ""), "")
    except UnreadableError:
        return instead
