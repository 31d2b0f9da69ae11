"""All records of a workspace, as rules see them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from aftercare_cli.model.contract import Contract
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
from aftercare_cli.model.sites import Checklist, Duty, EquipmentList, Item, Person, Price, Site
from aftercare_cli.model.ticket import Ticket


class Workspace(Protocol):
    """Typed, immutable records, indexed by id; whoever provides them may load each kind when it is first asked for."""

    @property
    def settings(self) -> Settings:
        """The workspace's own record."""

    @property
    def contracts(self) -> Mapping[str, Contract]:
        """Contracts by id."""

    @property
    def sites(self) -> Mapping[str, Site]:
        """Sites by id."""

    @property
    def equipment(self) -> Mapping[str, EquipmentList]:
        """Equipment lists by site."""

    @property
    def items(self) -> Mapping[str, tuple[str, Item]]:
        """Equipment by id: the site it stands at, and the item."""

    @property
    def checklists(self) -> Mapping[str, Checklist]:
        """Checklists by id, the built-in ones too."""

    @property
    def people(self) -> Sequence[Person]:
        """People in the order of their list, also two of one id."""

    @property
    def staff(self) -> Mapping[str, Person] | None:
        """People by id; None where the workspace keeps no list of them."""

    @property
    def roster(self) -> Sequence[Duty]:
        """Rows of the roster."""

    @property
    def tickets(self) -> Sequence[Ticket]:
        """Tickets in the order of their paths."""

    @property
    def inspections(self) -> Sequence[Inspection]:
        """Inspections in the order of their paths."""

    @property
    def training(self) -> Sequence[TrainingSession]:
        """Training sessions in the order of their paths."""

    @property
    def visits(self) -> Sequence[Visit]:
        """Follow-up visits in the order of their paths."""

    @property
    def questions(self) -> Sequence[Question]:
        """Questions in the order of their paths."""

    @property
    def hazards(self) -> Sequence[Unsafe]:
        """Unsafe conditions in the order of their paths."""

    @property
    def handovers(self) -> Mapping[str, Handover]:
        """Handed-over documents by contract."""

    @property
    def prices(self) -> Mapping[str, Sequence[Price]]:
        """Bid price lists by contract."""

    @property
    def spares(self) -> Mapping[str, Sequence[SpareMovement]]:
        """Spares ledgers by year."""

    @property
    def bills(self) -> Sequence[Bill]:
        """Issued bills in the order of their paths."""

    @property
    def suspects(self) -> Iterable[tuple[str, str]]:
        """The texts of files that may hold a secret, by their paths."""
