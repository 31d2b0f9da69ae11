"""Ids that a record names and nobody has.

Passing: `site: hq` where records/sites/hq.yaml exists. Failing: `site: hg` where it does not.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Final

from aftercare_cli.model.finding import Field, Finding
from aftercare_cli.model.kinds import KindName, path_of
from aftercare_cli.model.sites import Site
from aftercare_cli.model.text import Text, say
from aftercare_cli.model.ticket import Ticket
from aftercare_cli.model.workspace import Workspace

ID = "references"


def findings(workspace: Workspace, now: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 - references hold at any time
    """Yield a finding for each id that names nothing."""
    yield from of_tickets(workspace)
    yield from of_services(workspace)
    for site, equipment in workspace.equipment.items():
        yield from unknown("unknown-site", path_of("equipment", site), ("site",), site, workspace.sites)
        for position, item in enumerate(equipment.items):
            if item.replaces is not None:
                field = ("items", position, "replaces")
                yield from unknown(
                    "unknown-equipment", path_of("equipment", site), field, item.replaces, workspace.items
                )
    for ticket in workspace.tickets:
        yield from _ticket(workspace, ticket)
    yield from _others(workspace)


def of_tickets(workspace: Workspace) -> Iterator[Finding]:
    """Yield what keeps a ticket from being judged at all: a site, or a contract, that is not there."""
    yield from of_sites(workspace)
    for ticket in workspace.tickets:
        yield from unknown("unknown-site", path_of("ticket", ticket.id), ("site",), ticket.site, workspace.sites)


def of_sites(workspace: Workspace) -> Iterator[Finding]:
    """Yield what keeps anything about a site from being judged: a contract that is not there."""
    for site in workspace.sites.values():
        yield from unknown(
            "unknown-contract", path_of("site", site.id), ("contract",), site.contract, workspace.contracts
        )


SERVICES: Final[tuple[KindName, ...]] = ("inspection", "hazard", "visit", "question", "training", "handover")
"""Kinds of records about a site or a contract, beside tickets."""


def of_services(workspace: Workspace, kinds: Sequence[KindName] = SERVICES) -> Iterator[Finding]:
    """Yield what keeps records of these kinds from being judged; those of no other kind are read."""
    for name in kinds:
        match name:
            case "training":
                yield from _unknown_contracts(
                    workspace, name, [(found.id, found.contract) for found in workspace.training]
                )
            case "handover":
                yield from _unknown_contracts(
                    workspace, name, [(contract, contract) for contract in workspace.handovers]
                )
            case "inspection":
                yield from _unknown_sites(workspace, name, [(found.id, found.site) for found in workspace.inspections])
            case "hazard":
                yield from _unknown_sites(workspace, name, [(found.id, found.site) for found in workspace.hazards])
            case "visit":
                yield from _unknown_sites(workspace, name, [(found.id, found.site) for found in workspace.visits])
            case _:
                yield from _unknown_sites(workspace, name, [(found.id, found.site) for found in workspace.questions])


def _unknown_sites(workspace: Workspace, name: KindName, named: Sequence[tuple[str, str]]) -> Iterator[Finding]:
    for record_id, site in named:
        yield from unknown("unknown-site", path_of(name, record_id), ("site",), site, workspace.sites)


def _unknown_contracts(workspace: Workspace, name: KindName, named: Sequence[tuple[str, str]]) -> Iterator[Finding]:
    for record_id, contract in named:
        yield from unknown("unknown-contract", path_of(name, record_id), ("contract",), contract, workspace.contracts)


def without_terms(
    ticket: Ticket, sites: Mapping[str, Site], site_ids: Collection[str], contract_ids: Collection[str]
) -> Iterator[Finding]:
    """Yield why one ticket cannot be judged, from the ids that there are: its site, or the contract of that site."""
    yield from unknown("unknown-site", path_of("ticket", ticket.id), ("site",), ticket.site, site_ids)
    for site in sites.values():
        yield from unknown("unknown-contract", path_of("site", site.id), ("contract",), site.contract, contract_ids)


def _ticket(workspace: Workspace, ticket: Ticket) -> Iterator[Finding]:
    path = path_of("ticket", ticket.id)
    if ticket.out_of_scope is None:
        for position, item in enumerate(ticket.equipment):
            yield from unknown("unknown-equipment", path, ("equipment", position), item, workspace.items)
    if workspace.staff is not None:
        for position, event in enumerate(ticket.events):
            if event.by is not None:
                yield from unknown("unknown-staff", path, ("events", position, "by"), event.by, workspace.staff)


def _others(workspace: Workspace) -> Iterator[Finding]:
    for contract in workspace.contracts.values():
        if contract.inspection is not None:
            wanted = contract.inspection.checklist
            path = path_of("contract", contract.id)
            field = ("inspection", "checklist")
            yield from unknown("unknown-checklist", path, field, wanted, workspace.checklists)
    for contract_id in workspace.prices:
        path = path_of("price", contract_id)
        yield from unknown("unknown-contract", path, ("contract",), contract_id, workspace.contracts)
    yield from _inspected(workspace)
    if workspace.staff is not None:
        for position, duty in enumerate(workspace.roster):
            yield from unknown("unknown-staff", path_of("roster"), (position, "person"), duty.person, workspace.staff)


def _inspected(workspace: Workspace) -> Iterator[Finding]:
    tickets = {ticket.id for ticket in workspace.tickets}
    for inspection in workspace.inspections:
        path = path_of("inspection", inspection.id)
        for position, result in enumerate(inspection.results):
            place = ("results", position)
            if result.equipment is not None:
                item = result.equipment
                yield from unknown("unknown-equipment", path, (*place, "equipment"), item, workspace.items)
            if result.ticket is not None:
                yield from unknown("unknown-ticket", path, (*place, "ticket"), result.ticket, tickets)


def unknown(code: str, path: str, field: Field, wanted: str, known: Collection[str]) -> Iterator[Finding]:
    """Yield that an id names nothing, unless it is one of the known ones."""
    if wanted not in known:
        yield Finding(
            code, "error", path, field, say("{wanted} does not exist", wanted=wanted), _nearest(wanted, known)
        )


def nearest(wanted: str, known: Collection[str], otherwise: Text) -> Text:
    """Ask whether the most similar of the known names is meant; where none is similar, give `otherwise`."""
    near = get_close_matches(wanted, known, 1, 0.5)
    return say("did you mean {name}?", name=near[0]) if near else otherwise


def _nearest(wanted: str, known: Collection[str]) -> Text:
    return nearest(wanted, known, say("add it, or correct the id"))
