"""The records of a workspace on disk, read kind by kind when they are first asked for."""

import contextlib
import gc
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple, TypeVar

import msgspec

from aftercare_cli.model.contract import Contract
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.finding import Finding
from aftercare_cli.model.ids import ID_LETTERS, is_dated_id
from aftercare_cli.model.kinds import BY_NAME, KINDS, Kind, KindName, is_safe_id, path_of
from aftercare_cli.model.secrets import may_hold
from aftercare_cli.model.service import (
    Bill,
    Handover,
    Inspection,
    Question,
    SpareMovement,
    TrainingSession,
    Unsafe,
    Visit,
)
from aftercare_cli.model.settings import Settings
from aftercare_cli.model.sites import Checklist, Duty, EquipmentList, Item, Person, Price, Site, Staff
from aftercare_cli.model.text import say
from aftercare_cli.model.ticket import Ticket
from aftercare_cli.store.decode import decode
from aftercare_cli.store.encoding import encoding_findings, plain_text
from aftercare_cli.store.files import RECORD_LIMIT, TABLE_LIMIT, UnreadableError, read_bytes
from aftercare_cli.store.line_reader import Tree
from aftercare_cli.store.placing import check_place, decoded, strays
from aftercare_cli.store.resources import CHECKLISTS
from aftercare_cli.store.yaml_reader import read_mapping

if TYPE_CHECKING:
    from aftercare_cli.store.cache import Cache

AnyRecord = TypeVar("AnyRecord", bound=msgspec.Struct)

MANY: Final = 1_000
"""Of how many files on reading them is looked after: by two processes, and said to whoever waits."""


class InvalidRecordsError(AftercareError):
    """Records that a command cannot do without are wrong."""

    exit_code: ClassVar[int] = 1

    def __init__(self, findings: Sequence[Finding], root: Path) -> None:
        """Keep the findings, and the workspace they are in."""
        super().__init__(say("records this command needs are wrong"))
        self.findings = tuple(findings)
        self.root = root


def _tell_nobody(_done: int, _total: int) -> None:
    """Say nothing: nobody waits."""


def _no_cache(_root: Path) -> None:
    """Give no cache: every file is read."""


class Workspace:
    """Typed, immutable records by kind (model.workspace.Workspace), and what was wrong with the rest.

    `findings` grows as kinds are loaded: a broken record is left out and never hides the others.
    """

    def __init__(
        self,
        root: Path,
        tell: Callable[[int, int], None] = _tell_nobody,
        find_cache: Callable[[Path], "Cache | None"] = _no_cache,
    ) -> None:
        """Read nothing yet; while many files are read, `tell` hears how many are, and of how many."""
        self.root = root
        self.findings: list[Finding] = []
        self.checked = 0
        self._root = str(root)
        self._tell = tell
        self._find_cache = find_cache
        self._is_searched = False
        self._suspected: list[str] = []

    @property
    def settings(self) -> Settings:
        """The workspace's own record; raises InvalidRecordsError, since nothing can be judged without it."""
        if not self._settings:
            wrong = [found for found in self.findings if found.path == path_of("workspace")]
            raise InvalidRecordsError(wrong, self.root)
        return self._settings[0][1]

    @cached_property
    def _settings(self) -> list[tuple[str, Settings]]:
        return self._load("workspace", Settings)

    @cached_property
    def contracts(self) -> Mapping[str, Contract]:
        """Contracts by id."""
        return dict(self._load("contract", Contract))

    @cached_property
    def sites(self) -> Mapping[str, Site]:
        """Sites by id."""
        return dict(self._load("site", Site))

    @cached_property
    def equipment(self) -> Mapping[str, EquipmentList]:
        """Equipment lists by site."""
        return dict(self._load("equipment", EquipmentList))

    @cached_property
    def items(self) -> Mapping[str, tuple[str, Item]]:
        """Equipment by id: the site it stands at, and the item."""
        items: dict[str, tuple[str, Item]] = {}
        for site, equipment in self.equipment.items():
            for item in equipment.items:
                items.setdefault(item.id, (site, item))
        return items

    @cached_property
    def checklists(self) -> Mapping[str, Checklist]:
        """Checklists by id: the workspace's own, and the built-in ones it does not replace."""
        return dict(_built_in_checklists()) | dict(self._load("checklist", Checklist))

    @cached_property
    def staff(self) -> Mapping[str, Person] | None:
        """People by id; None where the workspace keeps no list of them."""
        return {person.id: person for person in self.people} if self._staff else None

    @cached_property
    def people(self) -> Sequence[Person]:
        """People in the order of their list, also two of one id."""
        return self._staff[0][1].staff if self._staff else ()

    @cached_property
    def _staff(self) -> list[tuple[str, Staff]]:
        return self._load("staff", Staff)

    @cached_property
    def roster(self) -> Sequence[Duty]:
        """Rows of the roster."""
        return [row for _, rows in self._load_tables("roster", Duty) for row in rows]

    @cached_property
    def tickets(self) -> Sequence[Ticket]:
        """Tickets in the order of their paths."""
        return [ticket for _, ticket in self._load("ticket", Ticket)]

    @cached_property
    def inspections(self) -> Sequence[Inspection]:
        """Inspections in the order of their paths."""
        return [inspection for _, inspection in self._load("inspection", Inspection)]

    @cached_property
    def training(self) -> Sequence[TrainingSession]:
        """Training sessions in the order of their paths."""
        return [session for _, session in self._load("training", TrainingSession)]

    @cached_property
    def visits(self) -> Sequence[Visit]:
        """Follow-up visits in the order of their paths."""
        return [visit for _, visit in self._load("visit", Visit)]

    @cached_property
    def questions(self) -> Sequence[Question]:
        """Questions in the order of their paths."""
        return [question for _, question in self._load("question", Question)]

    @cached_property
    def hazards(self) -> Sequence[Unsafe]:
        """Unsafe conditions in the order of their paths."""
        return [hazard for _, hazard in self._load("hazard", Unsafe)]

    @cached_property
    def handovers(self) -> Mapping[str, Handover]:
        """Handed-over documents by contract."""
        return dict(self._load("handover", Handover))

    @cached_property
    def prices(self) -> Mapping[str, Sequence[Price]]:
        """Bid price lists by contract."""
        return dict(self._load_tables("price", Price))

    @cached_property
    def spares(self) -> Mapping[str, Sequence[SpareMovement]]:
        """Spares ledgers by year."""
        return dict(self._load_tables("spare", SpareMovement))

    @cached_property
    def bills(self) -> Sequence[Bill]:
        """Issued bills in the order of their paths."""
        return [bill for _, bill in self._load("bill", Bill)]

    def load_everything(self) -> None:
        """Read every record, so that `findings` is complete, and look at every file's bytes, so that `suspects` is."""
        self._is_searched = True
        with contextlib.suppress(InvalidRecordsError):
            _ = self.settings
        _ = (self.contracts, self.sites, self.equipment, self.checklists, self.staff, self.roster, self.tickets)
        _ = (self.inspections, self.training, self.visits, self.questions, self.hazards, self.handovers)
        _ = (self.prices, self.spares, self.bills)
        found = list(strays(self._root, {path for kind in KINDS for path in self.paths(kind)}))
        self.findings.extend(found)
        for stray in found:
            with contextlib.suppress(UnreadableError):
                self._search(stray.path, read_bytes(self._root, stray.path, RECORD_LIMIT))

    @property
    def suspects(self) -> Iterator[tuple[str, str]]:
        """Give the texts of files that may hold a secret, by their paths; `load_everything` finds them."""
        for path in self._suspected:
            with contextlib.suppress(UnreadableError):
                data = read_bytes(self._root, path, TABLE_LIMIT)
                yield path, data.decode(errors="replace").removeprefix("\ufeff")

    def _search(self, path: str, data: bytes) -> None:
        if self._is_searched and may_hold(data):
            self._suspected.append(path)

    def around(self, site_id: str) -> "Surroundings":
        """Give a site and its contract without reading any other."""
        site = self._one("site", site_id, Site)
        contract = None if site is None else self._one("contract", site.contract, Contract)
        return Surroundings(
            {} if site is None else {site.id: site}, {} if contract is None else {contract.id: contract}, self
        )

    def items_at(self, site_id: str) -> Sequence[Item]:
        """Give what stands at a site without reading any other list."""
        found = self._one("equipment", site_id, EquipmentList)
        return () if found is None else found.items

    def prices_of(self, contract_id: str) -> Sequence[Price]:
        """Give the bid price list of a contract without reading any other."""
        if not self.exists_as("price", contract_id):
            return ()
        return next((rows for _, rows in self._read_tables(Price, [path_of("price", contract_id)])), ())

    def read(self, name: KindName, record_id: str) -> msgspec.Struct:
        """Read one record; raises InvalidRecordsError where it is wrong."""
        kind = BY_NAME[name]
        path = path_of(name, record_id)
        findings: list[Finding] = []
        record = self._read_record(kind, path, kind.type, findings)
        if record is None:
            raise InvalidRecordsError(findings, self.root)
        return record

    def ticket(self, ticket_id: str) -> Ticket:
        """Read one ticket; raises InvalidRecordsError where it is wrong."""
        record = self.read("ticket", ticket_id)
        assert isinstance(record, Ticket)  # noqa: S101 - its kind says so
        return record

    def ids(self, name: KindName) -> list[str]:
        """Give the ids of a kind from the names of its files alone, in order."""
        return [path.rpartition("/")[2].rpartition(".")[0] for path in self.paths(BY_NAME[name])]

    def exists_as(self, name: KindName, record_id: str) -> bool:
        """Say whether there is a record of exactly this id, by its path alone.

        One that nobody may look for counts as there: reading it says why it cannot be had.
        """
        if not is_safe_id(record_id):
            return False
        try:
            os.lstat(f"{self._root}/{path_of(name, record_id)}")
        except FileNotFoundError:
            return False
        except OSError:
            return name not in ID_LETTERS or is_dated_id(record_id) is not None
        return True

    def paths(self, kind: Kind) -> list[str]:
        """Give the paths of a kind's files relative to the workspace, sorted."""
        if not kind.folder:
            path = f"records/{kind.place}"
            return [path] if os.path.lexists(f"{self._root}/{path}") else []
        return sorted(self._below(f"records/{kind.folder}", kind.depth, kind.place[kind.place.rindex(".") :]))

    def _below(self, folder: str, depth: int, ending: str) -> Iterator[str]:
        try:
            with os.scandir(f"{self._root}/{folder}") as entries:
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

    def _load(self, name: KindName, record_type: type[AnyRecord]) -> list[tuple[str, AnyRecord]]:
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
        if len(paths) < MANY:
            return [self._read_file(kind, path, record_type, self.findings)[1] for path in paths]
        from aftercare_cli.store.many import Many  # noqa: PLC0415 - few commands read many records

        def read(path: str) -> tuple[Tree | None, AnyRecord | None]:
            return self._read_file(kind, path, record_type, self.findings)

        many = Many(record_type, read, (self.findings, self._suspected), self._tell)
        # Who looks for secrets has to see the bytes.
        cache = None if self._is_searched else self._find_cache(self.root)
        return many.records(paths) if cache is None else many.through(cache, kind.name, paths)

    def _read_record(
        self, kind: Kind, path: str, record_type: type[AnyRecord], findings: list[Finding]
    ) -> AnyRecord | None:
        self.checked += 1
        return self._read_file(kind, path, record_type, findings)[1]

    def _read_file(
        self, kind: Kind, path: str, record_type: type[AnyRecord], findings: list[Finding]
    ) -> tuple[Tree | None, AnyRecord | None]:
        """Give a record with the tree it was made of; neither where it is wrong."""
        try:
            data = read_bytes(self._root, path, RECORD_LIMIT)
            self._search(path, data)
            plain = plain_text(data, path)
            if b"\r" in data or len(plain) != len(data):
                findings.extend(encoding_findings(data, path))
            tree = read_mapping(plain, path)
            record = decoded(record_type, tree, plain, path)
            check_place(kind, path, record, plain)
        except UnreadableError as error:
            findings.extend(error.findings)
            return None, None
        return tree, record

    def _one(self, name: KindName, record_id: str, record_type: type[AnyRecord]) -> AnyRecord | None:
        """Read one record; None where it is wrong, as `findings` then says, or not there."""
        if not self.exists_as(name, record_id):
            return None
        return self._read_record(BY_NAME[name], path_of(name, record_id), record_type, self.findings)

    def _load_tables(self, name: KindName, row_type: type[AnyRecord]) -> list[tuple[str, Sequence[AnyRecord]]]:
        return self._read_tables(row_type, self.paths(BY_NAME[name]))

    def _read_tables(self, row_type: type[AnyRecord], paths: Sequence[str]) -> list[tuple[str, Sequence[AnyRecord]]]:
        from aftercare_cli.store.tables import read_rows  # noqa: PLC0415 - few commands read tables

        tables: list[tuple[str, Sequence[AnyRecord]]] = []
        for path in paths:
            self.checked += 1
            try:
                data = read_bytes(self._root, path, TABLE_LIMIT)
                self._search(path, data)
                rows, findings = read_rows(row_type, plain_text(data, path), path)
            except UnreadableError as error:
                self.findings.extend(error.findings)
                continue
            self.findings.extend(encoding_findings(data, path))
            self.findings.extend(findings)
            tables.append((path[path.rindex("/") + 1 : path.rindex(".")], rows))
        return tables


class Surroundings(NamedTuple):
    """A site and its contract by their ids, as far as they can be had; equipment and prices are read when asked for."""

    sites: Mapping[str, Site]
    contracts: Mapping[str, Contract]
    whole: Workspace

    @property
    def items(self) -> Mapping[str, tuple[str, Item]]:
        """Equipment by id, of every site: a ticket may name what stands elsewhere."""
        return self.whole.items

    @property
    def prices(self) -> Mapping[str, Sequence[Price]]:
        """Bid price lists by contract."""
        return self.whole.prices


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a symbolic link that leads to itself
        return False


def _built_in_checklists() -> Iterator[tuple[str, Checklist]]:
    for file in sorted(CHECKLISTS.glob("*.yaml")):
        record = decode(Checklist, read_mapping(file.read_bytes(), file.name))
        assert isinstance(record, Checklist)  # noqa: S101 - tests read every built-in checklist
        yield record.id, record
