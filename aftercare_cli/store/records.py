"""Writing records: one file at a time, validated before a byte of it changes."""

import contextlib
import datetime as dt
import difflib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.finding import Finding
from aftercare_cli.model.ids import CROCKFORD, ID_LETTERS, dated_id
from aftercare_cli.model.kinds import BY_NAME, KindName, path_of
from aftercare_cli.model.text import say
from aftercare_cli.store import edit, emit, git, write
from aftercare_cli.store.decode import decode
from aftercare_cli.store.encoding import plain_text
from aftercare_cli.store.events import plain, plain_value
from aftercare_cli.store.files import RECORD_LIMIT, TABLE_LIMIT, UnreadableError, read_bytes
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
        self._is_locked = False

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the workspace's write lock, so that what is read inside is what is changed; a trial needs no lock.

        A writer that holds it already goes on holding it.
        """
        if self.is_trial or self._is_locked:
            yield
            return
        with writing(self.root, self.now.astimezone(self.timezone).isoformat(timespec="seconds")):
            self._is_locked = True
            try:
                yield
            finally:
                self._is_locked = False

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
        added = plain(item, self.timezone)
        return self.revise(name, record_id, lambda record: [edit.Insert(key, position(record), added)])

    def revise(self, name: KindName, record_id: str, edits: Callable[[msgspec.Struct], Sequence[edit.Edit]]) -> Change:
        """Make the edits that `edits` gives for a record as it stands; only the lines that must change do.

        Raises InvalidRecordsError where the record is wrong, edit.EditError where its layout resists, and
        RefusedValueError where the result would be no valid record: nothing is written then.
        """
        path = path_of(name, record_id)
        before = self._read(path)
        try:
            record = decode(BY_NAME[name].type, read_mapping(plain_text(before, path), path))
        except UnreadableError as error:
            raise InvalidRecordsError(error.findings, self.root) from None
        if isinstance(record, list):
            wrong = [Finding(found.code, "error", path, found.field, found.text, found.hint) for found in record]
            raise InvalidRecordsError(wrong, self.root)
        change = Change(path, before, edit.edited(before, edits(record)))
        self._validate(name, change)
        self.put(change)
        return change

    def change(self, name: KindName, record_id: str, alter: Callable[[Any], msgspec.Struct]) -> Change:
        """Write what differs in the record that `alter` gives from the one it is given: the keys, the items of lists.

        A key that was set stays set: `alter` gives values, it takes none away. Raises as `revise` does.
        """
        return self.revise(name, record_id, lambda record: self._differences(record, alter(record)))

    def _differences(self, before: msgspec.Struct, after: msgspec.Struct) -> list[edit.Edit]:
        old, new = plain(before, self.timezone), plain(after, self.timezone)
        fields = msgspec.structs.fields(type(after))
        keys = [field.encode_name for field in fields]
        edits: list[edit.Edit] = []
        for place, (key, field) in enumerate(zip(keys, fields, strict=True)):
            if key not in new and key in old and getattr(after, field.name) is not None:
                # What is like its default is not written; here something else stands in its place.
                new[key] = plain_value(after, field.name, self.timezone)
            if key in new and new[key] != old.get(key):
                edits += _item_edits(key, old.get(key), new[key]) or [edit.Put(key, new[key], tuple(keys[place + 1 :]))]
        return edits

    def append_rows(self, name: KindName, record_id: str, rows: Sequence[msgspec.Struct]) -> Change:
        """Write rows at the end of a table, which begins with them where it is not there yet; no other row changes.

        Raises InvalidRecordsError where the table is wrong, RefusedValueError where it cannot hold the rows.
        """
        from aftercare_cli.store import ledger  # noqa: PLC0415 - few writes are of tables

        path = path_of(name, record_id)
        added = [{key: str(value) for key, value in plain(row, self.timezone).items()} for row in rows]
        before = self._read(path, TABLE_LIMIT) if (self.root / path).exists() else None
        known = [] if before is None else self._rows(name, path, before)
        after = ledger.new_table(ledger.HEADERS[name], added) if before is None else ledger.extended(before, added)
        change = Change(path, before, after)
        self._refuse_lossy(name, change, [*known, *rows])
        self.put(change)
        return change

    def _rows(self, name: KindName, path: str, data: bytes) -> Sequence[msgspec.Struct]:
        from aftercare_cli.store.tables import read_rows  # noqa: PLC0415 - as above

        try:
            rows, findings = read_rows(BY_NAME[name].type, plain_text(data, path), path)
        except UnreadableError as error:
            raise InvalidRecordsError(error.findings, self.root) from None
        if findings:
            raise InvalidRecordsError(findings, self.root)
        return rows

    def _refuse_lossy(self, name: KindName, change: Change, rows: Sequence[msgspec.Struct]) -> None:
        """Raise RefusedValueError where a table would not hold exactly these rows."""
        if len(change.after) > TABLE_LIMIT:
            text = say("{path} would grow past the {limit} bytes a table may have", path=change.path, limit=TABLE_LIMIT)
            raise RefusedValueError(text)
        try:
            found = self._rows(name, change.path, change.after)
        except InvalidRecordsError as error:
            raise RefusedValueError(error.findings[0].text, error.findings[0].hint) from None
        if list(found) != list(rows):
            raise RefusedValueError(say("{path} cannot hold these values", path=change.path))

    def put(self, change: Change) -> None:
        """Put a change on disk, unless this is a trial; a new file never takes the place of another."""
        if self.is_trial:
            if change.before is None and (self.root / change.path).exists():
                raise write.ExistsError(say("{path} exists already", path=change.path), say("nothing was written"))
        elif change.before is None:
            write.create(self.root, change.path, change.after)
        else:
            write.replace(self.root, change.path, change.before, change.after)

    def commit(self, changes: Sequence[Change], message: str) -> None:
        """Make one Git commit of the changed files, which are written already; raises GitError."""
        self.commit_files([change.path for change in changes], message)

    def commit_files(self, paths: Sequence[str], message: str) -> None:
        """Make one Git commit of files that are written already; raises GitError.

        The lock is held meanwhile: two commits at once would meet on Git's index.
        """
        if self.is_trial or not paths:
            return
        try:
            with self.locked():
                git.commit(self.root, list(paths), message)
        except git.GitError as error:
            raise git.GitError(error.text, say("the record is written; commit it yourself")) from None

    def _read(self, path: str, limit: int = RECORD_LIMIT) -> bytes:
        try:
            return read_bytes(str(self.root), path, limit)
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


def _item_edits(key: str, old: emit.Plain | None, new: emit.Plain) -> list[edit.Edit]:
    """Give the edits that make one list of mappings the other, item by item; none where it is rather written anew."""
    if isinstance(old, str | Mapping | None) or isinstance(new, str | Mapping):
        return []
    if not old or not all(isinstance(item, Mapping) for item in (*old, *new)):
        return []
    edits: list[edit.Edit] = []
    was, told = ([emit.flow(item) for item in items] for items in (old, new))
    for kind, begin, end, first, last in difflib.SequenceMatcher(None, was, told, autojunk=False).get_opcodes():
        if kind != "equal":
            if last - first < end - begin:
                return []
            edits += [edit.Replace(key, position, new[position]) for position in range(first, first + end - begin)]
            edits += [edit.Insert(key, position, new[position]) for position in range(first + end - begin, last)]
    return edits


class RefusedValueError(AftercareError):
    """A value given on the command line that a record cannot hold."""
