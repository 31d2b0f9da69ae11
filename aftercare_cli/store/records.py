"""Writing records: one file at a time, validated before a byte of it changes."""

import contextlib
import datetime as dt
import difflib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import msgspec

from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.finding import Finding
from aftercare_cli.model.ids import CROCKFORD, ID_LETTERS, dated_id
from aftercare_cli.model.kinds import BY_NAME, KindName, path_of
from aftercare_cli.model.text import say
from aftercare_cli.store import edit, emit, git, write
from aftercare_cli.store.decode import decode
from aftercare_cli.store.encoding import plain_text
from aftercare_cli.store.events import plain
from aftercare_cli.store.files import RECORD_LIMIT, UnreadableError, read_bytes
from aftercare_cli.store.lock import writing
from aftercare_cli.store.workspace import InvalidRecordsError
from aftercare_cli.store.yaml_reader import read_mapping

_ATTEMPTS: Final = 64


class Change(msgspec.Struct, frozen=True):
    """A file as it was (None: it was not there) and as it is now, or would be."""

    path: str
    before: bytes | None
    after: bytes

    @property
    def diff(self) -> str:
        """The change as a unified diff."""
        before = (self.before or b"").decode(errors="replace").splitlines(keepends=True)
        after = self.after.decode(errors="replace").splitlines(keepends=True)
        source = f"a/{self.path}" if self.before is not None else "/dev/null"
        lines = difflib.unified_diff(before, after, source, f"b/{self.path}")
        return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


class Writer:
    """Writes records of one workspace; with `is_trial` it only works out what would change."""

    def __init__(self, root: Path, timezone: dt.tzinfo, now: dt.datetime, *, is_trial: bool = False) -> None:
        """Keep what every write needs."""
        self.root = root
        self.timezone = timezone
        self.now = now
        self.is_trial = is_trial

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the workspace's write lock, so that what is read inside is what is changed; a trial needs no lock."""
        if self.is_trial:
            yield
        else:
            with writing(self.root, self.now.astimezone(self.timezone).isoformat(timespec="seconds")):
                yield

    def create(self, name: KindName, record_id: str, record: msgspec.Struct) -> Change:
        """Write a new record; raises write.ExistsError where its id is taken, InvalidRecordsError where it is wrong."""
        change = Change(path_of(name, record_id), None, emit.record(plain(record, self.timezone)).encode())
        self._validate(name, change)
        self.put(change)
        return change

    def create_dated(self, name: KindName, day: dt.date, make: Callable[[str], msgspec.Struct]) -> tuple[str, Change]:
        """Write a new record under a new id of `day`, and give both; `make` gives the record for an id.

        Ids end at random, so that people offline on two branches do not meet; one that is taken is tried again.
        """
        letter = ID_LETTERS[name]
        for _attempt in range(_ATTEMPTS):
            record_id = dated_id(letter, day, int.from_bytes(os.urandom(4), "big") % len(CROCKFORD) ** 4)
            with contextlib.suppress(write.ExistsError):
                return record_id, self.create(name, record_id, make(record_id))
        raise write.ExistsError(say("no id of {day} is free", day=day), say("give one yourself: --id"))

    def insert(
        self, name: KindName, record_id: str, key: str, position: Callable[[msgspec.Struct], int], item: msgspec.Struct
    ) -> Change:
        """Insert `item` into the list `key` of a record, where `position` says; only the lines that must change do."""
        path = path_of(name, record_id)
        before = self._read(path)
        try:
            record = decode(BY_NAME[name].type, read_mapping(plain_text(before, path), path))
        except UnreadableError as error:
            raise InvalidRecordsError(error.findings, self.root) from None
        if isinstance(record, list):
            wrong = [Finding(found.code, "error", path, found.field, found.text, found.hint) for found in record]
            raise InvalidRecordsError(wrong, self.root)
        after = edit.insert_item(before, key, position(record), plain(item, self.timezone))
        change = Change(path, before, after)
        self._validate(name, change)
        self.put(change)
        return change

    def put(self, change: Change) -> None:
        """Put a change on disk, unless this is a trial; a new file never takes the place of another."""
        if self.is_trial:
            if change.before is None and (self.root / change.path).exists():
                raise write.ExistsError(say("{path} exists already", path=change.path), say("nothing was written"))
        elif change.before is None:
            write.create(self.root, change.path, change.after)
        else:
            write.replace(self.root, change.path, change.before, change.after)

    def commit(self, changes: list[Change], message: str) -> None:
        """Make one Git commit of the changed files, which are written already; raises GitError."""
        if self.is_trial:
            return
        try:
            git.commit(self.root, [change.path for change in changes], message)
        except git.GitError as error:
            raise git.GitError(error.text, say("the record is written; commit it yourself")) from None

    def _read(self, path: str) -> bytes:
        try:
            return read_bytes(str(self.root), path, RECORD_LIMIT)
        except UnreadableError as error:
            raise InvalidRecordsError(error.findings, self.root) from None

    def _validate(self, name: KindName, change: Change) -> None:
        kind = BY_NAME[name]
        if len(change.after) > RECORD_LIMIT:
            text = say(
                "{path} would grow past the {limit} bytes a record may have", path=change.path, limit=RECORD_LIMIT
            )
            raise RefusedValueError(text, say("say it in fewer words, or keep it in records/attachments/"))
        try:
            problems = decode(kind.type, read_mapping(plain_text(change.after, change.path), change.path))
        except UnreadableError as error:
            raise RefusedValueError(error.findings[0].text, error.findings[0].hint) from None
        if isinstance(problems, list):
            problem = problems[0]
            where = ".".join(str(step) for step in problem.field)
            raise RefusedValueError(say("{where}: {text}", where=where, text=problem.text), problem.hint)


class RefusedValueError(AftercareError):
    """A value given on the command line that a record cannot hold."""
