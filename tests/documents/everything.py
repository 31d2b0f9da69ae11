"""The records of the sample with every text of theirs changed, and more of what it has little of, for every document.

What a text becomes is told by a function of the record's type, its field, and the contract it belongs to: empty for
what belongs to none, such as the company's own people.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Final, TypeVar, get_type_hints

import msgspec
from msgspec.structs import replace

from aftercare_cli.documents.catalogue import DOCUMENTS
from aftercare_cli.model.contract import Amendment, Confidentiality, Contract, Fees, OwnerChoice, SpareTerms
from aftercare_cli.model.service import (
    Acknowledgement,
    Bill,
    BillLine,
    HandoverBreach,
    Question,
    SpareMovement,
    Waiver,
)
from aftercare_cli.model.settings import LabelSettings
from aftercare_cli.model.sites import Contact, Site
from aftercare_cli.model.ticket import Acknowledged, ChargeAgreed, Excused, Noted, Ticket
from aftercare_cli.store.workspace import Workspace
from tests.cli.program import SAMPLE
from tests.rules.written import Records

Change = Callable[[type[msgspec.Struct], str, str], str]
Record = TypeVar("Record")

KEYS: Final = frozenset(
    {
        *("Item.category", "Item.model", "Price.model", "Price.category", "Replaced.model", "SpareMovement.model"),
        *("StandbyInService.model", "BillLine.model", "BillLine.flags", "ModelInfo.category", "ModelInfo.covers"),
        *("TrainingTopic.number", "TrainingAudience.topics", "TrainingSession.topics", "Check.categories"),
        *("Target.calendar", "Target.pause_on", "QuestionTerms.calendar", "TrainingTerms.calendar", "Pauses.allowed"),
        *("Paused.reason", "Ticket.priority", "SpareSettings.location", "Settings.timezone", "Settings.currency"),
        *("Bill.currency", "Bill.hash", "BillLine.reason", "Calendar.timezone"),
    }
)
"""Texts that name something else, and so cannot be just anything."""


def texts(kind: type[msgspec.Struct]) -> dict[str, object]:
    """Give the fields of a type that hold free text, with their types."""
    hints = get_type_hints(kind, include_extras=True)
    return {
        name: hints[name]
        for name in kind.__struct_fields__
        if hints[name] in {str, str | None, tuple[str, ...]} and f"{kind.__name__}.{name}" not in KEYS
    }


def changed(record: Record, change: Change, owner: str) -> Record:
    """Give a record, or several, with every text in it changed; one that is left out is written too."""
    if isinstance(record, msgspec.Struct):
        kind = type(record)
        found: dict[str, object] = {}
        for name, hint in texts(kind).items():
            told = change(kind, name, owner)
            found[name] = (told,) if hint == tuple[str, ...] else told
        for name in kind.__struct_fields__:
            if name not in found and f"{kind.__name__}.{name}" not in KEYS:
                found[name] = changed(getattr(record, name), change, owner)
        return msgspec.structs.replace(record, **found)
    if isinstance(record, tuple | list):
        return type(record)(changed(part, change, owner) for part in record)
    if isinstance(record, Mapping):
        return {key: changed(part, change, owner) for key, part in record.items()}  # type: ignore[return-value]
    return record


def everything(change: Change) -> Records:
    """Give the sample, and more, with every text changed."""
    found = whole()
    of_site = {site.id: site.contract for site in found.sites.values()}

    def each(records: Mapping[str, Record], owner: Callable[[str], str]) -> dict[str, Record]:
        return {key: changed(record, change, owner(key)) for key, record in records.items()}

    equipment = each(found.equipment, of_site.__getitem__)
    people = tuple(changed(person, change, "") for person in found.people)
    return Records(
        settings=changed(found.settings, change, ""),
        contracts=each(found.contracts, str),
        sites=each(found.sites, of_site.__getitem__),
        equipment=equipment,
        items={item.id: (site, item) for site, listed in equipment.items() for item in listed.items},
        checklists=each(found.checklists, lambda _id: ""),
        people=people,
        staff={person.id: person for person in people},
        roster=changed(found.roster, change, ""),
        tickets=[changed(record, change, of_site[record.site]) for record in found.tickets],
        inspections=[changed(record, change, of_site[record.site]) for record in found.inspections],
        training=[changed(record, change, record.contract) for record in found.training],
        visits=[changed(record, change, of_site[record.site]) for record in found.visits],
        questions=[changed(record, change, of_site[record.site]) for record in found.questions],
        hazards=[changed(record, change, of_site[record.site]) for record in found.hazards],
        handovers=each(found.handovers, str),
        prices=each(found.prices, str),
        spares={
            year: [changed(row, change, of_site.get(row.holder or "", "")) for row in rows]
            for year, rows in found.spares.items()
        },
        bills=[changed(record, change, record.contract or "") for record in found.bills],
    )


@cache
def whole() -> Records:
    """Give the sample, with a bill, a question, charges, exceptions, breaches owned up to and amendments for each."""
    found = Workspace(SAMPLE)
    return Records(
        settings=replace(found.settings, labels=LabelSettings(address="")),
        contracts={key: _amended(record) for key, record in found.contracts.items()},
        sites={key: replace(record, contacts=(Contact(), Contact())) for key, record in found.sites.items()},
        equipment=found.equipment,
        checklists=found.checklists,
        people=found.people,
        roster=found.roster,
        tickets=[_charged(record) for record in found.tickets],
        inspections=[
            replace(record, acknowledged=Acknowledgement(at=_AT, reason="", corrective_action=""))
            if record.inspected_at
            else replace(record, excused=Waiver(at=_AT, agreed_by="", reason=""))
            for record in found.inspections
        ],
        training=found.training,
        visits=found.visits,
        questions=[
            Question(
                id=f"Q-20260401-{site.upper()}9",
                site=site,
                asked_at=_AT,
                question="",
                answered_at=_AT,
                answered_by="e01",
            )
            for site in found.sites
        ],
        hazards=[
            replace(record, acknowledged=Acknowledgement(at=_AT, reason="", corrective_action=""))
            for record in found.hazards
        ],
        handovers={
            key: replace(
                record,
                acknowledged=(HandoverBreach(target="documents", at=_AT, reason="", corrective_action=""),),
            )
            for key, record in found.handovers.items()
        },
        prices=found.prices,
        spares={
            **found.spares,
            "2025": [
                SpareMovement(at=_DAY, model="HDD-4T", quantity=1, type="receive", holder=site, serial="")
                for site in found.sites
            ],
        },
        bills=[_bill(record, found.tickets, found.sites) for record in found.contracts.values()],
    )


_AT: Final = dt.datetime.fromisoformat("2026-04-01T09:00:00+08:00")
_DAY: Final = dt.date(2025, 12, 1)
_PRICE: Final = Decimal("4321.09")


def _amended(record: Contract) -> Contract:
    assert record.training is not None
    secrecy = (Confidentiality(party="", signed=_DAY, until=_DAY),)
    terms = {"fees": Fees(callout=Decimal("300.00")), "spares": SpareTerms(at_customer={"HDD-4T": 1})}
    return replace(
        record,
        spares=terms["spares"],
        training=replace(record.training, owner_choice=OwnerChoice(until=_DAY, evidence="")),
        confidentiality=secrecy,
        amendments=(Amendment(start=dt.date(2026, 3, 1), confidentiality=secrecy, **terms),),  # type: ignore[arg-type]
    )


def _charged(record: Ticket) -> Ticket:
    at = max([record.reported_at, *(event.at for event in record.events)])
    return replace(
        record,
        reporter=Contact(),
        events=(
            *record.events,
            Noted(at=at),
            ChargeAgreed(at=at, head="machinery", amount=Decimal("60.00")),
            Excused(at=at, target="arrival"),
            Acknowledged(at=at, target="standby"),
        ),
    )


def _bill(record: Contract, tickets: Sequence[Ticket], sites: Mapping[str, Site]) -> Bill:
    billed = next(found for found in tickets if sites[found.site].contract == record.id)
    line = BillLine(
        kind="equipment",
        ticket=billed.id,
        day=_AT.date(),
        description="",
        model="HDD-4T",
        quoted=_PRICE,
        unit_price=_PRICE,
        amount=_PRICE,
        reason="after_warranty",
    )
    return Bill(
        id=f"B-20260401-{record.id.upper()}",
        contract=record.id,
        tickets=(billed.id,),
        issued=_AT.date(),
        lines=(line,),
        terms={"bid.HDD-4T": "4321.09"},
        total=_PRICE,
    )


def subjects(records: Records) -> list[tuple[str, str, str]]:
    """Give every document with everything it can be about, and the contract that is of; both empty for the whole."""
    of_site = {site.id: site.contract for site in records.sites.values()}
    known: dict[str, dict[str, str]] = {
        "contract": {contract: contract for contract in records.contracts},
        "site": of_site,
        "ticket": {record.id: of_site[record.site] for record in records.tickets},
        "inspection": {record.id: of_site[record.site] for record in records.inspections},
        "training": {record.id: record.contract for record in records.training},
        "hazard": {record.id: of_site[record.site] for record in records.hazards},
        "visit": {record.id: of_site[record.site] for record in records.visits},
        "bill": {record.id: record.contract or "" for record in records.bills},
        "none": {"": ""},
    }
    return [
        (found.name, subject, owner)
        for found in DOCUMENTS
        for subject, owner in {
            **known[found.subject],
            **(of_site if found.or_site else {}),
            **({"": ""} if found.may_lack else {}),
        }.items()
    ]
