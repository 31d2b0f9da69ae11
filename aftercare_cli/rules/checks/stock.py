"""Spares and standby units (M5, S5).

Passing: a model in service of which the company holds one, or one that covers it; a count that agrees with the records.
Failing: a model installed twice and none held; a standby unit that was to come back yesterday, that is lent twice at
one time, that comes back though it was not lent, or that is of a lower grade though nobody agreed; parts used that
were never received; a count that differs.
A workspace without a spares ledger has no stock to check.
"""

import datetime as dt
from collections.abc import Iterator

from aftercare_cli.model.finding import Finding
from aftercare_cli.model.kinds import path_of
from aftercare_cli.model.text import say, say_many
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.backups import review, working
from aftercare_cli.rules.calendars import local_day
from aftercare_cli.rules.checks.references import unknown
from aftercare_cli.rules.grades import Grades
from aftercare_cli.rules.stock import (
    COMPANY,
    Loan,
    Standing,
    first_shortages,
    has_ledger,
    lent_twice,
    loans,
    miscounts,
    steps,
    unmatched_returns,
)

ID = "stock"


def findings(workspace: Workspace, now: dt.datetime) -> Iterator[Finding]:
    """Yield what is wrong with loans, and with the stock where there is a ledger of it."""
    found = loans(workspace, now)
    yield from _overdue(found, local_day(workspace.settings, now))
    yield from _lent_twice(found)
    yield from _lower(workspace, found)
    yield from _unmatched(workspace, now)
    if has_ledger(workspace):
        yield from _strangers(workspace)
        yield from _without_spare(workspace, now)
        moved = steps(workspace, now)
        yield from map(_below_zero, first_shortages(moved))
        yield from map(_miscounted, miscounts(moved))


def _overdue(found: list[Loan], today: dt.date) -> Iterator[Finding]:
    by_ticket = sorted(found, key=lambda loan: loan.ticket.id)
    for loan in by_ticket:
        if loan.days_over(today):
            text = say("the standby unit {unit} was to come back on {day}", unit=loan.name, day=loan.lent.due_on)
            hint = say("fetch it, then: aftercare ticket return-standby {id}", id=loan.ticket.id)
            yield Finding("loan-overdue", "warning", *_place(loan), text, hint)


def _lent_twice(found: list[Loan]) -> Iterator[Finding]:
    for loan, other in lent_twice(found):
        text = say(
            "{unit} is lent here, but it was on loan for {id} from {at}",
            unit=loan.lent.unit,
            id=other.ticket.id,
            at=other.lent.at,
        )
        hint = say("correct the serial number, or record its return on {id}", id=other.ticket.id)
        yield Finding("unit-lent-twice", "error", *_place(loan), text, hint)


def _unmatched(workspace: Workspace, now: dt.datetime) -> Iterator[Finding]:
    for ticket in workspace.tickets:
        for position, back in unmatched_returns(ticket, now):
            text = say("{unit} comes back, but the ticket had not lent it", unit=back.unit)
            hint = say("name the unit as the loan does: aftercare spare loan lists them")
            field = ("events", position, "unit")
            yield Finding("unit-not-lent", "error", path_of("ticket", ticket.id), field, text, hint)


def _strangers(workspace: Workspace) -> Iterator[Finding]:
    """Yield rows about people and sites that nobody knows."""
    for year, ledger in workspace.spares.items():
        for position, row in enumerate(ledger):
            path = path_of("spare", year)
            if row.holder is not None:
                yield from unknown("unknown-site", path, (position, "holder"), row.holder, workspace.sites)
            if row.by is not None and workspace.staff is not None:
                yield from unknown("unknown-staff", path, (position, "by"), row.by, workspace.staff)


def _lower(workspace: Workspace, found: list[Loan]) -> Iterator[Finding]:
    """Yield units that are known to be of a lower grade, lent without consent."""
    doubtful = [loan for loan in found if loan.lent.consent is None and loan.model is not None]
    if not doubtful or not workspace.settings.models:
        return
    grades = Grades(workspace.settings.models, workspace.items, workspace.prices)
    for loan in doubtful:
        if grades.of_loan(loan.ticket, loan.model) == "lower":
            items = ", ".join(loan.ticket.equipment)
            text = say("{model} is not of the same grade as {items}, or better", model=loan.model, items=items)
            hint = say("lend an equal unit; where the customer agreed to this one, write who did: consent")
            yield Finding("standby-grade", "error", *_place(loan), text, hint)


def _place(loan: Loan) -> tuple[str, tuple[str, int]]:
    return path_of("ticket", loan.ticket.id), ("events", loan.lending.position)


def _without_spare(workspace: Workspace, now: dt.datetime) -> Iterator[Finding]:
    today = local_day(workspace.settings, now)
    bare = {found.model for found in review(workspace, now).backups if found.needed and not found.served_by}
    installed: dict[str, list[tuple[str, int]]] = {}
    for site, equipment in workspace.equipment.items():
        for position, item in working(equipment, today):
            installed.setdefault(item.model, []).append((site, position))
    hint = say("the plan has a backup of every model: receive one")
    for model, places in installed.items():
        if model in bare:
            text = say_many(
                "{model} is installed at {count} place and has no spare",
                "{model} is installed at {count} places and has no spare",
                len(places),
                model=model,
            )
            site, position = places[0]
            yield Finding("no-spare", "warning", path_of("equipment", site), ("items", position, "model"), text, hint)


def _below_zero(short: Standing) -> Finding:
    step = short.step
    text = (
        say("{wanted} of {model} taken from the store, which has {count}", **_figures(short))
        if step.holder == COMPANY
        else say("{wanted} of {model} taken from {holder}, which has {count}", holder=step.holder, **_figures(short))
    )
    hint = say("record what came in before, or correct the number")
    return Finding("stock-below-zero", "error", step.path, step.field, text, hint)


def _figures(short: Standing) -> dict[str, object]:
    return {"wanted": -short.step.change, "model": short.step.model, "count": short.before}


def _miscounted(found: Standing) -> Finding:
    step, counted = found.step, found.counted or 0
    text = say(
        "{counted} of {model} counted, and the records make it {count}: a difference of {difference}",
        counted=counted,
        model=step.model,
        count=found.after,
        difference=f"{counted - found.after:+d}",
    )
    hint = say("record what happened before the count (receive, issue, scrap), or correct the number")
    return Finding("count-mismatch", "error", step.path, step.field, text, hint)
