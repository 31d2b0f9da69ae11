"""Priorities and targets that a ticket names and the terms it is judged by do not.

Passing: `priority: urgent` where a target says `priority: {urgent: 1h}`; an exception from `arrival` where the contract
has that target. Failing: `priority: urgnet`, which leaves every target at its ordinary time; an exception from
`arival`.
"""

import datetime as dt
from collections.abc import Iterator

from aftercare_cli.model.contract import Contract
from aftercare_cli.model.finding import Finding
from aftercare_cli.model.kinds import path_of
from aftercare_cli.model.text import say
from aftercare_cli.model.ticket import Acknowledged, Excused, Ticket
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.calendars import Calendars
from aftercare_cli.rules.checks.references import nearest
from aftercare_cli.rules.promises.tickets import Terms

ID = "targets"


def findings(workspace: Workspace, now: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 - terms are those of the report
    """Yield names that have no effect, of tickets whose contract is known."""
    terms = Terms(workspace, Calendars(workspace.settings))
    for ticket in workspace.tickets:
        contract = terms.of(ticket)
        if contract is not None:
            yield from _priority(ticket, contract)
            yield from _said(ticket, contract)


def _priority(ticket: Ticket, contract: Contract) -> Iterator[Finding]:
    if ticket.priority is None:
        return
    known = sorted({priority for target in contract.targets.values() for priority in target.priority})
    if known and ticket.priority not in known:
        text = say(
            "no target of {contract} has the priority {priority}: every target keeps its ordinary time",
            contract=contract.id,
            priority=ticket.priority,
        )
        hint = nearest(ticket.priority, known, say("its priorities are: {names}", names=", ".join(known)))
        yield Finding("unknown-priority", "warning", path_of("ticket", ticket.id), ("priority",), text, hint)


def _said(ticket: Ticket, contract: Contract) -> Iterator[Finding]:
    known = sorted(contract.targets)
    for position, event in enumerate(ticket.events):
        if isinstance(event, Excused | Acknowledged) and event.target not in contract.targets:
            text = say(
                "{contract} has no target {target}: the event has no effect", contract=contract.id, target=event.target
            )
            otherwise = say("its targets are: {names}", names=", ".join(known)) if known else say("it has no targets")
            place = ("events", position, "target")
            hint = nearest(event.target, known, otherwise)
            yield Finding("unknown-target", "warning", path_of("ticket", ticket.id), place, text, hint)
