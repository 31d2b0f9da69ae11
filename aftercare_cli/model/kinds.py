"""The kinds of record: what each is made of and where it lies."""

from typing import Final, Literal

import msgspec

from aftercare_cli.model import contract, service, settings, sites, ticket
from aftercare_cli.model.ids import is_dated_id, is_equipment_id, is_slug

KindName = Literal[
    "workspace",
    "contract",
    "site",
    "equipment",
    "checklist",
    "staff",
    "roster",
    "ticket",
    "inspection",
    "training",
    "visit",
    "question",
    "hazard",
    "handover",
    "price",
    "spare",
    "bill",
]


class Kind(msgspec.Struct, frozen=True):
    """A kind of record.

    `place` is the path below `records/`: `{id}` is the file's name without its ending, `{yyyy}` and `{mm}` the year and
    month of a dated id. `identity` is the key that has to repeat the file's name, where there is one.
    """

    name: KindName
    type: type[msgspec.Struct]
    place: str
    identity: str | None = None

    @property
    def is_table(self) -> bool:
        """Say whether the file is a CSV table whose rows are of `type`, rather than one YAML mapping of it."""
        return self.place.endswith(".csv")

    @property
    def folder(self) -> str:
        """Give the folder below `records/` in which files of this kind lie, empty for a single file at the top."""
        return self.place.partition("/")[0] if "/" in self.place else ""

    @property
    def ending(self) -> str:
        """Give how the names of its files end."""
        return self.place[self.place.rindex(".") :]

    @property
    def depth(self) -> int:
        """Give how many folders lie between `folder` and a file: year, or year and month."""
        return max(self.place.count("/") - 1, 0)


KINDS: Final[tuple[Kind, ...]] = (
    Kind("workspace", settings.Settings, "aftercare.yaml"),
    Kind("contract", contract.Contract, "contracts/{id}.yaml", "id"),
    Kind("site", sites.Site, "sites/{id}.yaml", "id"),
    Kind("equipment", sites.EquipmentList, "equipment/{id}.yaml", "site"),
    Kind("checklist", sites.Checklist, "checklists/{id}.yaml", "id"),
    Kind("staff", sites.Staff, "staff.yaml"),
    Kind("roster", sites.Duty, "roster.csv"),
    Kind("ticket", ticket.Ticket, "tickets/{yyyy}/{mm}/{id}.yaml", "id"),
    Kind("inspection", service.Inspection, "inspections/{yyyy}/{mm}/{id}.yaml", "id"),
    Kind("training", service.TrainingSession, "training/{yyyy}/{id}.yaml", "id"),
    Kind("visit", service.Visit, "visits/{yyyy}/{id}.yaml", "id"),
    Kind("question", service.Question, "questions/{yyyy}/{id}.yaml", "id"),
    Kind("hazard", service.Unsafe, "hazards/{yyyy}/{id}.yaml", "id"),
    Kind("handover", service.Handover, "handover/{id}.yaml", "contract"),
    Kind("price", sites.Price, "prices/{id}.csv"),
    Kind("spare", service.SpareMovement, "spares/{id}.csv"),
    Kind("bill", service.Bill, "bills/{yyyy}/{id}.yaml", "id"),
)
"""Every kind of record, in the order in which they are read and described."""

BY_NAME: Final[dict[str, Kind]] = {kind.name: kind for kind in KINDS}


def path_of(name: KindName, record_id: str = "") -> str:
    """Give the path of a record, relative to the workspace: it can be guessed from the id alone."""
    dated = record_id[2:] if is_dated_id(record_id) else "--------"
    place = BY_NAME[name].place.format(id=record_id, yyyy=dated[:4], mm=dated[4:6])
    return f"records/{place}"


def is_safe_id(record_id: str) -> bool:
    """Say whether `record_id` may become a file name."""
    return bool(is_slug(record_id) or is_dated_id(record_id) or is_equipment_id(record_id))
