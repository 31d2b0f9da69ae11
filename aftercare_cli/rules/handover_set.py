"""The handover of a contract (S7): whether everything is there that belongs to it, and which papers make up the set."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from typing import Final, Literal

import msgspec

from aftercare_cli.model.contract import Contract
from aftercare_cli.model.sites import Item, Site
from aftercare_cli.model.text import Text, say, say_many
from aftercare_cli.model.vocabulary import StaffRole
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.backups import review
from aftercare_cli.rules.calendars import Calendars
from aftercare_cli.rules.coverage import by_role
from aftercare_cli.rules.curriculum import in_force
from aftercare_cli.rules.days import Days
from aftercare_cli.rules.promises.documents import delivered
from aftercare_cli.rules.roster import NEEDS
from aftercare_cli.rules.sites import sites_of

ItemName = Literal[
    "acceptance",
    "handover",
    "documents",
    "training",
    "equipment",
    "spares",
    "warranty",
    "contacts",
    "certificate",
    "staff",
    "roster",
]
State = Literal["there", "missing", "not_promised"]

PAPERS: Final = (
    "service-plan",
    "equipment-handover",
    "document-handover",
    "spares-list",
    "training-plan",
    "training-record",
    "warranty-certificate",
    "post-warranty-scheme",
    "nda",
    "emergency-card",
    "emergency-plan",
    "duty-roster",
)
"""The papers of the handover set, in their order; one about a site or a training session is there for each."""
TITLES: Final[Mapping[ItemName, Text]] = {
    "acceptance": say("Acceptance"),
    "handover": say("Handover"),
    "documents": say("Documents"),
    "training": say("Training"),
    "equipment": say("Equipment list"),
    "spares": say("Spare parts at the customer"),
    "warranty": say("Warranty terms"),
    "contacts": say("Sites and contacts"),
    "certificate": say("Warranty certificate"),
    "staff": say("Service organisation"),
    "roster": say("Roster"),
}
"""What is looked at, in words."""
_ROLES: Final[Mapping[StaffRole, Text]] = {
    "service_manager": say("service manager"),
    "service_engineer": say("service engineer"),
    "records_clerk": say("records clerk"),
}
_PLAN: Final = "training-plan"
_SHOWN: Final = 5


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """Something the handover needs, how it stands, and what to do about it; `lacking` names what is missing."""

    name: ItemName
    state: State
    text: Text
    hint: Text | None = None
    lacking: tuple[str, ...] = ()

    @property
    def is_missing(self) -> bool:
        """Say whether the handover waits for it."""
        return self.state == "missing"


def check(workspace: Workspace, calendars: Calendars, contract: Contract, now: dt.datetime) -> list[Checked]:
    """Look at everything the handover of a contract needs, as of `now`."""
    days = Days(calendars.timezone, now)
    sites = [workspace.sites[site] for site in sites_of(workspace, contract.id)]
    return [
        _day(
            "acceptance",
            contract.acceptance,
            days.today,
            (say("accepted on {day}", day=contract.acceptance), say("not accepted yet")),
            contract,
        ),
        _day(
            "handover",
            contract.handover,
            days.today,
            (say("handed over on {day}", day=contract.handover), say("not handed over yet")),
            contract,
        ),
        _documents(workspace, contract, days.today),
        _training(workspace, contract, days.today),
        _equipment(workspace, sites),
        _spares(workspace, contract, now),
        _warranty(contract, days.today),
        _contacts(sites),
        _certificate(workspace, contract),
        _staff(workspace),
        _roster(workspace, now),
    ]


def subjects(workspace: Workspace, contract: Contract, name: str, kind: str, today: dt.date) -> list[str]:
    """Give what a paper of the set is made for: the contract, each of its sites, or each session held by `today`.

    Where no training is promised there is no plan of it.
    """
    if name == _PLAN and not _is_trained(contract):
        return []
    if kind == "site":
        return sites_of(workspace, contract.id)
    if kind == "training":
        held = [
            (session.start, session.id)
            for session in workspace.training
            if session.contract == contract.id and session.start is not None and session.start <= today
        ]
        return [session_id for _start, session_id in sorted(held)]
    return [""] if kind == "none" else [contract.id]


def _day(name: ItemName, day: dt.date | None, today: dt.date, texts: tuple[Text, Text], contract: Contract) -> Checked:
    """Say whether a day of the contract has come."""
    there, missing = texts
    if day is None:
        hint = say("write the day into records/contracts/{id}.yaml: {key}: DATE", id=contract.id, key=name)
        return Checked(name=name, state="missing", text=missing, hint=hint)
    if day > today:
        return Checked(
            name=name,
            state="missing",
            text=say("planned for {day}", day=day),
            hint=say("move the day in the contract if it is put off"),
        )
    return Checked(name=name, state="there", text=there)


def _documents(workspace: Workspace, contract: Contract, today: dt.date) -> Checked:
    handover = workspace.handovers.get(contract.id)
    given = delivered(contract, handover)
    if not given:
        return Checked(
            name="documents",
            state="missing",
            text=say("the contract names no documents"),
            hint=say("list them in the contract, documents: id, title, copies"),
        )
    late = tuple(document for document, day in given.items() if day is None or day > today)
    if late:
        text = say_many(
            "{count} of {total} documents is not handed over: {names}",
            "{count} of {total} documents are not handed over: {names}",
            len(late),
            total=len(given),
            names=_listed(late),
        )
        hint = say("hand them over, all copies, and record it in records/handover/{id}.yaml", id=contract.id)
        return Checked(name="documents", state="missing", text=text, hint=hint, lacking=late)
    return Checked(
        name="documents",
        state="there",
        text=say_many("{count} document is handed over", "{count} documents are handed over", len(given)),
    )


def _training(workspace: Workspace, contract: Contract, today: dt.date) -> Checked:
    judged = in_force(contract)
    if not _is_trained(contract):
        return Checked(name="training", state="not_promised", text=say("the contract promises no training"))
    lacking = dict.fromkeys(
        f"{held.topic} ({held.role})" if held.role else held.topic
        for held in by_role(judged, workspace.training, today)
        if held.on is None
    )
    if lacking:
        text = say_many(
            "{count} topic was not held for a role: {names}",
            "{count} topics were not held for a role: {names}",
            len(lacking),
            names=_listed(tuple(lacking)),
        )
        hint = say("hold them and log the sessions: aftercare train coverage {id}", id=contract.id)
        return Checked(name="training", state="missing", text=text, hint=hint, lacking=tuple(lacking))
    return Checked(name="training", state="there", text=say("the curriculum is complete"))


def _is_trained(contract: Contract) -> bool:
    terms = in_force(contract).training
    return terms is not None and bool(terms.topics)


def _equipment(workspace: Workspace, sites: Sequence[Site]) -> Checked:
    """Look for sites without equipment, and for single units without a serial number."""
    empty = tuple(site.id for site in sites if not _items(workspace, site.id))
    if not sites or empty:
        text = (
            say("no equipment is listed: {names}", names=_listed(empty)) if empty else say("the contract has no site")
        )
        hint = say("list what stands there: aftercare equipment add") if empty else say("add one: aftercare site add")
        return Checked(name="equipment", state="missing", text=text, hint=hint, lacking=empty)
    items = [item for site in sites for item in _items(workspace, site.id)]
    bare = tuple(item.id for item in items if item.serial is None and item.quantity == 1 and not item.software)
    if bare:
        text = say_many(
            "{count} item has no serial number: {names}",
            "{count} items have no serial number: {names}",
            len(bare),
            names=_listed(bare),
        )
        hint = say("write them into records/equipment: serial: …")
        return Checked(name="equipment", state="missing", text=text, hint=hint, lacking=bare)
    return Checked(
        name="equipment",
        state="there",
        text=say_many("{count} item is listed", "{count} items are listed", len(items)),
    )


def _items(workspace: Workspace, site: str) -> tuple[Item, ...]:
    equipment = workspace.equipment.get(site)
    return () if equipment is None else equipment.items


def _spares(workspace: Workspace, contract: Contract, now: dt.datetime) -> Checked:
    sites = sites_of(workspace, contract.id)
    deposits = [found for found in review(workspace, now, sites).deposits if found.contract == contract.id]
    if not deposits:
        return Checked(
            name="spares", state="not_promised", text=say("the contract names no parts that the customer is handed")
        )
    lacking = tuple(found.model for found in deposits if found.promised > found.held)
    if lacking:
        text = say("the customer lacks spare parts: {names}", names=_listed(lacking))
        hint = say("hand them over, and record it: aftercare spare issue MODEL N --to SITE")
        return Checked(name="spares", state="missing", text=text, hint=hint, lacking=lacking)
    return Checked(name="spares", state="there", text=say("the customer has all the spare parts that were promised"))


def _warranty(contract: Contract, today: dt.date) -> Checked:
    terms = contract.on(today).warranty
    if terms is None:
        return Checked(
            name="warranty",
            state="missing",
            text=say("the contract {id} names no warranty", id=contract.id),
            hint=say("write it into the contract, warranty: {{months: 36}}"),
        )
    return Checked(name="warranty", state="there", text=say_many("{count} month", "{count} months", terms.months))


def _contacts(sites: Sequence[Site]) -> Checked:
    lacking = tuple(site.id for site in sites if not site.contacts or not site.address)
    if lacking or not sites:
        return Checked(
            name="contacts",
            state="missing",
            text=say("sites without an address or a contact: {names}", names=_listed(lacking)),
            hint=say("write them into records/sites: address, contacts"),
            lacking=lacking,
        )
    return Checked(name="contacts", state="there", text=say("every site has an address and a contact"))


def _certificate(workspace: Workspace, contract: Contract) -> Checked:
    """Look for what the warranty certificate prints and nothing else can stand in for."""
    company = workspace.settings.company
    needed = (
        ("acceptance", contract.acceptance),
        ("handover", contract.handover),
        ("warranty", contract.warranty),
        ("company.phone", company.phone),
    )
    lacking = tuple(name for name, value in needed if not value)
    if lacking:
        return Checked(
            name="certificate",
            state="missing",
            text=say("the warranty certificate lacks: {names}", names=_listed(lacking)),
            hint=say("write them into the contract, or into records/aftercare.yaml"),
            lacking=lacking,
        )
    return Checked(name="certificate", state="there", text=say("the warranty certificate can be made"))


def _staff(workspace: Workspace) -> Checked:
    """Look for the service organisation: so many people of each role, each with a telephone (S2)."""
    lacking: list[StaffRole] = []
    for need in NEEDS:
        known = {person.id for person in workspace.people if person.role == need.role and person.phone}
        if len(known) < need.count:
            lacking.append(need.role)
    if lacking:
        return Checked(
            name="staff",
            state="missing",
            text=say("too few people with a telephone: {names}", names=_joined([_ROLES[role] for role in lacking])),
            hint=say("add them: aftercare staff add; the emergency card prints their numbers"),
            lacking=tuple(lacking),
        )
    return Checked(name="staff", state="there", text=say("the service organisation is complete"))


def _roster(workspace: Workspace, now: dt.datetime) -> Checked:
    """Look whether two engineers are on duty at the moment."""
    need = NEEDS[0]
    there = {duty.person for duty in workspace.roster if duty.role == need.role and duty.start <= now < duty.until}
    if len(there) < need.count:
        return Checked(
            name="roster",
            state="missing",
            text=say("{count} of {needed} engineers are on duty", count=len(there), needed=need.count),
            hint=say("fill in records/roster.csv: aftercare roster check"),
        )
    return Checked(name="roster", state="there", text=say("engineers are on duty"))


def _joined(texts: Sequence[Text]) -> Text:
    """Give several words as one, with the comma of whatever language they are read in."""
    return reduce(lambda first, second: say("{first}, {second}", first=first, second=second), texts)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")


def papers(kinds: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the papers of the set that there are, in its order, with what they are about; `kinds` are all there are."""
    known = dict(kinds)
    yield from ((name, known[name]) for name in PAPERS if name in known)
