"""The files of a workspace's records, listed and read kind by kind, and what is wrong with them."""

import gc
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Generic, TypeVar

import msgspec

from aftercare_cli.model.finding import Finding
from aftercare_cli.model.kinds import BY_NAME, Kind, KindName
from aftercare_cli.model.text import say
from aftercare_cli.store.decode import decoder
from aftercare_cli.store.files import RECORD_LIMIT, TABLE_LIMIT, UnreadableError, read_bytes

if TYPE_CHECKING:
    from aftercare_cli.store.line_reader import Tree

AnyRecord = TypeVar("AnyRecord", bound=msgspec.Struct)

TERMS: Final[tuple[KindName, ...]] = ("workspace", "contract", "site", "equipment", "price")
"""The kinds of record that say by which terms tickets are judged."""
MANY: Final = 1_000
"""Of how many files on reading them is looked after: by two processes, and said to whoever waits."""


def tell_nobody(_done: int, _total: int) -> None:
    """Say nothing: nobody waits."""


class Examined(msgspec.Struct, Generic[AnyRecord], frozen=True):
    """A record and its tree, None where it is wrong, the bytes of its file, and whether there is nothing to tell."""

    record: AnyRecord | None
    tree: "Tree | None"
    data: bytes
    is_quiet: bool


class Reader:
    """Reads files, and notes in `findings` what is wrong with them; a broken one is left out and hides no other.

    While many files are read, `tell` hears how many are, and of how many. `checked` counts the files that were read;
    `terms` holds the bytes of those that say by which terms others are judged, as they were when they were read;
    `known` are the packed trees of files that need not be read, since somebody has made sure of what is in them.
    """

    def __init__(
        self,
        root: Path,
        tell: Callable[[int, int], None] = tell_nobody,
    ) -> None:
        """Read nothing yet."""
        self.root = str(root)
        self.findings: list[Finding] = []
        self.checked = 0
        self.terms: dict[str, bytes] = {}
        self.known: Mapping[str, msgspec.Raw] = {}
        self.tell = tell
        self._only: dict[KindName, Sequence[str]] = {}
        self._is_searched = False
        self._suspected: list[str] = []

    def restrict(self, name: KindName, paths: Sequence[str]) -> None:
        """Read of a kind only these files from now on, as far as they are there."""
        self._only[name] = paths

    def search(self) -> None:
        """Look for secrets in whatever is read from now on."""
        self._is_searched = True

    def search_others(self, known: set[str]) -> None:
        """Find what lies among the records and is none of the `known` paths, and look for secrets in it."""
        from aftercare_cli.store.placing import strays  # noqa: PLC0415 - only who checks everything asks

        found = list(strays(self.root, known))
        self.findings.extend(found)
        for stray in found:
            try:
                self._look_for_secrets(stray.path, read_bytes(self.root, stray.path, RECORD_LIMIT))
            except UnreadableError:
                continue

    @property
    def suspects(self) -> Iterator[tuple[str, str]]:
        """Give the texts of files that may hold a secret, by their paths."""
        for path in self._suspected:
            try:
                data = read_bytes(self.root, path, TABLE_LIMIT)
            except UnreadableError:
                continue
            yield path, data.decode(errors="replace").removeprefix("\ufeff")

    def _look_for_secrets(self, path: str, data: bytes) -> None:
        if not self._is_searched:
            return
        from aftercare_cli.model.secrets import may_hold  # noqa: PLC0415 - only who checks everything looks

        if may_hold(data):
            self._suspected.append(path)

    def paths(self, kind: Kind) -> list[str]:
        """Give the paths of a kind's files relative to the workspace, sorted."""
        if kind.name in self._only:
            return sorted(path for path in self._only[kind.name] if os.path.lexists(f"{self.root}/{path}"))
        if not kind.folder:
            path = f"records/{kind.place}"
            return [path] if os.path.lexists(f"{self.root}/{path}") else []
        return sorted(self._below(f"records/{kind.folder}", kind.depth, kind.ending))

    def _below(self, folder: str, depth: int, ending: str) -> Iterator[str]:
        try:
            with os.scandir(f"{self.root}/{folder}") as entries:
                names = [entry.name for entry in entries if entry.name[0] != "." and (not depth or _is_folder(entry))]
        except FileNotFoundError:
            return
        except OSError as error:
            found = Finding(
                "unreadable-file", "error", folder, (), say("cannot be read: {reason}", reason=error.strerror)
            )
            if found not in self.findings:
                self.findings.append(found)
            return
        for name in names:
            if depth:
                yield from self._below(f"{folder}/{name}", depth - 1, ending)
            elif name.endswith(ending):
                yield f"{folder}/{name}"

    def load(self, name: KindName, record_type: type[AnyRecord]) -> list[tuple[str, AnyRecord]]:
        """Read every record of a kind: pairs of the file's name without its ending, and the record."""
        kind = BY_NAME[name]
        loaded: list[tuple[str, AnyRecord]] = []
        collecting = gc.isenabled()
        # The trees of ten thousand records hold no cycles; looking for some again and again costs a quarter more time.
        gc.disable()
        try:
            paths = self.paths(kind)
            self.checked += len(paths)
            for path, record in zip(paths, self._read_all(kind, paths, record_type), strict=True):
                if record is not None:
                    loaded.append((path[path.rindex("/") + 1 : path.rindex(".")], record))
        finally:
            if collecting:
                gc.enable()
        return loaded

    def _read_all(self, kind: Kind, paths: Sequence[str], record_type: type[AnyRecord]) -> Sequence[AnyRecord | None]:
        def read(path: str) -> "tuple[Tree | None, AnyRecord | None]":
            return self._read_file(kind, path, record_type, self.findings)

        if len(paths) < MANY or (self.known and sum(path not in self.known for path in paths) < MANY):
            return [read(path)[1] for path in paths]
        from aftercare_cli.store.many import Many  # noqa: PLC0415 - few commands read many records

        self.known = {}
        return Many(record_type, read, (self.findings, self._suspected), self.tell).records(paths)

    def record(
        self, name: KindName, path: str, record_type: type[AnyRecord], findings: list[Finding] | None = None
    ) -> AnyRecord | None:
        """Give one record; None where it is wrong, as `findings` (else the reader's own) then say."""
        self.checked += 1
        return self._read_file(BY_NAME[name], path, record_type, self.findings if findings is None else findings)[1]

    def examined(self, name: KindName, path: str, record_type: type[AnyRecord]) -> "Examined[AnyRecord]":
        """Give a record with its bytes, and whether there is nothing to tell of it; nothing is noted."""
        findings: list[Finding] = []
        try:
            data = read_bytes(self.root, path, RECORD_LIMIT)
        except UnreadableError:
            return Examined(None, None, b"", is_quiet=False)
        tree, record = self._parsed(BY_NAME[name], path, data, record_type, findings)
        return Examined(record, tree, data, is_quiet=not findings)

    def _read_file(
        self, kind: Kind, path: str, record_type: type[AnyRecord], findings: list[Finding]
    ) -> "tuple[Tree | None, AnyRecord | None]":
        """Give a record with the tree it was made of; neither where it is wrong, no tree where it was known."""
        known = self.known.get(path)
        if known is not None and not self._is_searched:
            return None, decoder(record_type).decode(known)
        try:
            data = read_bytes(self.root, path, RECORD_LIMIT)
        except UnreadableError as error:
            findings.extend(error.findings)
            return None, None
        self._look_for_secrets(path, data)
        if kind.name in TERMS:
            self.terms[path] = data
        return self._parsed(kind, path, data, record_type, findings)

    @staticmethod
    def _parsed(
        kind: Kind, path: str, data: bytes, record_type: type[AnyRecord], findings: list[Finding]
    ) -> "tuple[Tree | None, AnyRecord | None]":
        # Where every record is known, nothing is parsed.
        from aftercare_cli.store.parsing import parsed  # noqa: PLC0415 - as said

        return parsed(kind, path, data, record_type, findings)

    def load_tables(self, name: KindName, row_type: type[AnyRecord]) -> list[tuple[str, Sequence[AnyRecord]]]:
        """Read every table of a kind: pairs of the file's name without its ending, and its rows."""
        return self.tables(row_type, self.paths(BY_NAME[name]))

    def tables(self, row_type: type[AnyRecord], paths: Sequence[str]) -> list[tuple[str, Sequence[AnyRecord]]]:
        """Read tables; a row that is wrong is left out."""
        from aftercare_cli.store.encoding import encoding_findings, plain_text  # noqa: PLC0415 - as below
        from aftercare_cli.store.tables import read_rows  # noqa: PLC0415 - few commands read tables

        tables: list[tuple[str, Sequence[AnyRecord]]] = []
        for path in paths:
            self.checked += 1
            try:
                data = read_bytes(self.root, path, TABLE_LIMIT)
                self._look_for_secrets(path, data)
                self.terms[path] = data
                rows, findings = read_rows(row_type, plain_text(data, path), path)
            except UnreadableError as error:
                self.findings.extend(error.findings)
                continue
            self.findings.extend(encoding_findings(data, path))
            self.findings.extend(findings)
            tables.append((path[path.rindex("/") + 1 : path.rindex(".")], rows))
        return tables


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a symbolic link that leads to itself
        return False
