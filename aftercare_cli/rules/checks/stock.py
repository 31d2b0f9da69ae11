"""Spares and standby units (M5, S5).

Passing: a model in service of which the company holds one. Failing: a model installed twice and none held; a standby
unit that was to come back yesterday. A workspace without a spares ledger is not checked.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from aftercare_cli.model.finding import Finding
from aftercare_cli.model.kinds import path_of
from aftercare_cli.model.text import say, say_many
from aftercare_cli.model.ticket import Replaced, StandbyInService, StandbyReturned, Ticket
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.calendars import local_day

ID = "stock"


def findings(workspace: Workspace, now: dt.datetime) -> Iterator[Finding]:
    """Yield models in service without a spare, and loans that are past their day."""
    for ticket in workspace.tickets:
        yield from _overdue_loans(ticket, now, local_day(workspace.settings, now))
    if workspace.spares:
        yield from _without_spare(workspace, now)


def _overdue_loans(ticket: Ticket, now: dt.datetime, today: dt.date) -> Iterator[Finding]:
    lent: list[tuple[int, StandbyInService]] = []
    for position, event in enumerate(ticket.events):
        if event.at > now:
            continue
        if isinstance(event, StandbyInService):
            lent.append((position, event))
        elif isinstance(event, StandbyReturned) and lent:
            same = next((loan for loan in lent if loan[1].unit == event.unit), lent[0])
            lent.remove(same)
    for position, loan in lent:
        if loan.due_on is not None and loan.due_on < today:
            text = say(
                "the standby unit {unit} was to come back on {day}",
                unit=loan.unit or loan.model or "?",
                day=loan.due_on,
            )
            hint = say("fetch it, then: aftercare ticket return-standby {id}", id=ticket.id)
            yield Finding("loan-overdue", "warning", path_of("ticket", ticket.id), ("events", position), text, hint)


def _without_spare(workspace: Workspace, now: dt.datetime) -> Iterator[Finding]:
    held = _held(workspace, now)
    installed: dict[str, list[tuple[str, int]]] = {}
    for site, equipment in workspace.equipment.items():
        for position, item in enumerate(equipment.items):
            if not item.software:
                installed.setdefault(item.model, []).append((site, position))
    hint = say("the plan has a backup of every model: receive one")
    for model, places in installed.items():
        if held[model] <= 0:
            text = say_many(
                "{model} is installed at {count} place and has no spare",
                "{model} is installed at {count} places and has no spare",
                len(places),
                model=model,
            )
            site, position = places[0]
            yield Finding("no-spare", "warning", path_of("equipment", site), ("items", position, "model"), text, hint)


def _held(workspace: Workspace, now: dt.datetime) -> Counter[str]:
    """Give what the company holds of each model. A unit on loan is the backup at work: it still counts."""
    today = local_day(workspace.settings, now)
    held: Counter[str] = Counter()
    for row in (row for ledger in workspace.spares.values() for row in ledger):
        if row.type != "count" and row.at <= today:
            held[row.model] += row.quantity if row.type in {"receive", "return"} else -row.quantity
    for event in (event for ticket in workspace.tickets for event in ticket.events):
        if isinstance(event, Replaced) and event.at <= now:
            held[event.model] -= event.quantity
    return held
