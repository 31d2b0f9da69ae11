"""The records of a workspace on disk, read kind by kind when they are first asked for."""

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import ClassVar, TypeVar

import msgspec

from aftercare_cli.model.contract import Contract
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.finding import Finding
from aftercare_cli.model.ids import ID_LETTERS, is_dated_id
from aftercare_cli.model.kinds import BY_NAME, KINDS, Kind, KindName, is_safe_id, path_of
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
from aftercare_cli.store.reader import Reader, tell_nobody

AnyRecord = TypeVar("AnyRecord", bound=msgspec.Struct)


class InvalidRecordsError(AftercareError):
    """Records that a command cannot do without are wrong."""

    exit_code: ClassVar[int] = 1

    def __init__(self, findings: Sequence[Finding], root: Path) -> None:
        """Keep the findings, and the workspace they are in."""
        super().__init__(say("records this command needs are wrong"))
        self.findings = tuple(findings)
        self.root = root


class Workspace:
    """Typed, immutable records by kind (model.workspace.Workspace), and what was wrong with the rest.

    `findings` grows as kinds are loaded: a broken record is left out and never hides the others.
    """

    def __init__(self, root: Path, tell: Callable[[int, int], None] = tell_nobody) -> None:
        """Read nothing yet; `tell` is the reader's."""
        self.root = root
        self._root = str(root)
        self.reader = Reader(root, tell)

    @property
    def findings(self) -> list[Finding]:
        """What was wrong with the records that were read."""
        return self.reader.findings

    @property
    def checked(self) -> int:
        """How many files were read."""
        return self.reader.checked

    @property
    def settings(self) -> Settings:
        """The workspace's own record; raises InvalidRecordsError, since nothing can be judged without it."""
        if not self._settings:
            wrong = [found for found in self.findings if found.path == path_of("workspace")]
            raise InvalidRecordsError(wrong, self.root)
        return self._settings[0][1]

    @cached_property
    def _settings(self) -> list[tuple[str, Settings]]:
        return self.reader.load("workspace", Settings)

    @cached_property
    def contracts(self) -> Mapping[str, Contract]:
        """Contracts by id."""
        return dict(self.reader.load("contract", Contract))

    @cached_property
    def sites(self) -> Mapping[str, Site]:
        """Sites by id."""
        return dict(self.reader.load("site", Site))

    @cached_property
    def equipment(self) -> Mapping[str, EquipmentList]:
        """Equipment lists by site."""
        return dict(self.reader.load("equipment", EquipmentList))

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
        return dict(_built_in_checklists()) | dict(self.reader.load("checklist", Checklist))

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
        return self.reader.load("staff", Staff)

    @cached_property
    def roster(self) -> Sequence[Duty]:
        """Rows of the roster."""
        return [row for _, rows in self.reader.load_tables("roster", Duty) for row in rows]

    @cached_property
    def tickets(self) -> Sequence[Ticket]:
        """Tickets in the order of their paths."""
        return [ticket for _, ticket in self.reader.load("ticket", Ticket)]

    @cached_property
    def inspections(self) -> Sequence[Inspection]:
        """Inspections in the order of their paths."""
        return [inspection for _, inspection in self.reader.load("inspection", Inspection)]

    @cached_property
    def training(self) -> Sequence[TrainingSession]:
        """Training sessions in the order of their paths."""
        return [session for _, session in self.reader.load("training", TrainingSession)]

    @cached_property
    def visits(self) -> Sequence[Visit]:
        """Follow-up visits in the order of their paths."""
        return [visit for _, visit in self.reader.load("visit", Visit)]

    @cached_property
    def questions(self) -> Sequence[Question]:
        """Questions in the order of their paths."""
        return [question for _, question in self.reader.load("question", Question)]

    @cached_property
    def hazards(self) -> Sequence[Unsafe]:
        """Unsafe conditions in the order of their paths."""
        return [hazard for _, hazard in self.reader.load("hazard", Unsafe)]

    @cached_property
    def handovers(self) -> Mapping[str, Handover]:
        """Handed-over documents by contract."""
        return dict(self.reader.load("handover", Handover))

    @cached_property
    def prices(self) -> Mapping[str, Sequence[Price]]:
        """Bid price lists by contract."""
        return dict(self.reader.load_tables("price", Price))

    @cached_property
    def spares(self) -> Mapping[str, Sequence[SpareMovement]]:
        """Spares ledgers by year."""
        return dict(self.reader.load_tables("spare", SpareMovement))

    @cached_property
    def bills(self) -> Sequence[Bill]:
        """Issued bills in the order of their paths."""
        return [bill for _, bill in self.reader.load("bill", Bill)]

    def load_everything(self) -> None:
        """Read every record, so that `findings` is complete, and look at every file's bytes, so that `suspects` is."""
        self.reader.search()
        with contextlib.suppress(InvalidRecordsError):
            _ = self.settings
        _ = (self.contracts, self.sites, self.equipment, self.checklists, self.staff, self.roster, self.tickets)
        _ = (self.inspections, self.training, self.visits, self.questions, self.hazards, self.handovers)
        _ = (self.prices, self.spares, self.bills)
        self.reader.search_others({path for kind in KINDS for path in self.paths(kind)})

    @property
    def suspects(self) -> Iterator[tuple[str, str]]:
        """Give the texts of files that may hold a secret, by their paths; `load_everything` finds them."""
        return self.reader.suspects

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
        return next((rows for _, rows in self.reader.tables(Price, [path_of("price", contract_id)])), ())

    def read(self, name: KindName, record_id: str) -> msgspec.Struct:
        """Read one record; raises InvalidRecordsError where it is wrong."""
        path = path_of(name, record_id)
        findings: list[Finding] = []
        record = self.reader.record(name, path, BY_NAME[name].type, findings)
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
        return self.reader.paths(kind)

    def _one(self, name: KindName, record_id: str, record_type: type[AnyRecord]) -> AnyRecord | None:
        """Read one record; None where it is wrong, as `findings` then says, or not there."""
        if not self.exists_as(name, record_id):
            return None
        return self.reader.record(name, path_of(name, record_id), record_type)


class Surroundings(msgspec.Struct, frozen=True):
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


def _built_in_checklists() -> Iterator[tuple[str, Checklist]]:
    # Few commands ask for checklists, and where everything else is known nothing is parsed.
    from aftercare_cli.store.decode import decode  # noqa: PLC0415 - as said
    from aftercare_cli.store.resources import CHECKLISTS  # noqa: PLC0415
    from aftercare_cli.store.yaml_reader import read_mapping  # noqa: PLC0415

    for file in sorted(CHECKLISTS.glob("*.yaml")):
        record = decode(Checklist, read_mapping(file.read_bytes(), file.name))
        assert isinstance(record, Checklist)  # noqa: S101 - tests read every built-in checklist
        yield record.id, record
