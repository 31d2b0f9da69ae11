"""What tickets take from stock: standby units (S5) that are lent and come back, and parts that are built in."""

import datetime as dt
from collections.abc import Sequence

import msgspec

from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.service import SpareMovement
from aftercare_cli.model.text import Text, say
from aftercare_cli.model.ticket import AnyEvent, Replaced, StandbyInService, StandbyReturned, Ticket
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules import units
from aftercare_cli.rules.calendars import local_day
from aftercare_cli.rules.grades import Grades
from aftercare_cli.rules.stock import (
    COMPANY,
    Lending,
    Standing,
    has_ledger,
    lendings,
    lent_twice,
    loans,
    matching,
    models_of_units,
    shortage_after,
    steps,
    with_event,
)


class NotInStockError(AftercareError):
    """Parts that are not there at that moment, or would be missing later."""


class DueTooEarlyError(AftercareError):
    """A loan that was to end before it began."""


class LowerGradeError(AftercareError):
    """A standby unit that is not of the same grade or better, and nobody agreed to it."""


class UnitNotLentError(AftercareError):
    """A return of a unit that the ticket has not lent."""


def lent(workspace: Workspace, ticket: Ticket, event: StandbyInService, now: dt.datetime) -> StandbyInService:
    """Give a loan with its unit's model; raises where the unit is not there, is lent, or is not good enough.

    Where the workspace keeps no ledger there is no stock to look at.
    """
    day = local_day(workspace.settings, event.at)
    if event.due_on is not None and event.due_on < day:
        raise DueTooEarlyError(
            say("it cannot come back on {due}: it is lent on {day}", due=event.due_on, day=day),
            say("give the day on which it is to come back: --due-on"),
        )
    event = units.with_model(event, models_of_units(workspace))
    is_kept = has_ledger(workspace)
    if is_kept:
        if event.model is None:
            raise units.UnitUnavailableError(
                say("it is not known of which model the standby unit is"), say("say which: --model MODEL")
            )
        units.refuse_gone(workspace, event)
    _refuse_lent(workspace, ticket, event, now)
    refuse_unstocked(workspace, ticket, event, now)
    _refuse_lower(workspace, ticket, event, is_kept=is_kept)
    return event


def returned(ticket: Ticket, event: StandbyReturned) -> tuple[StandbyReturned, Lending | None]:
    """Give a return with its unit, and the loan that it ends; raises UnitNotLentError for a unit that is not lent.

    None stands for a ticket that has lent nothing: whether that can be is for others to say.
    """
    before = sorted(
        ((position, known) for position, known in enumerate(ticket.events) if known.at <= event.at),
        key=lambda found: found[1].at,
    )
    found = lendings(before)
    out = [lending for lending in found if lending.back is None]
    if not out:
        return event, None
    names = ", ".join(lending.lent.unit or lending.lent.model or "?" for lending in out)
    units = {lending.lent.unit for lending in out}
    if event.unit is None and len(units) > 1:
        raise UnitNotLentError(say("{id} has lent several units", id=ticket.id), _name_one(names))
    place = matching(found, event.unit)
    if place is None:
        raise UnitNotLentError(say("{unit} is not on loan for {id}", unit=event.unit, id=ticket.id), _name_one(names))
    return msgspec.structs.replace(event, unit=event.unit or found[place].lent.unit), found[place]


def refuse_unstocked(workspace: Workspace, ticket: Ticket, event: AnyEvent, now: dt.datetime) -> None:
    """Raise NotInStockError where an event takes what is not in stock, then or at any time after."""
    if not has_ledger(workspace) or not isinstance(event, Replaced | StandbyInService):
        return
    short = shortage_after(steps(with_event(workspace, ticket, event), now), [event])
    if short is not None:
        raise shortage(short, [event])


def shortage(short: Standing, added: Sequence[SpareMovement | AnyEvent]) -> NotInStockError:
    """Give the error for a moment at which less than nothing would be left, once `added` is recorded."""
    step = short.step
    values = {"model": step.model, "count": -short.after, "day": step.day, "holder": step.holder}
    hint = (
        say("record first what came in before: aftercare spare receive {model} {count} --at {day}", **values)
        if step.holder == COMPANY
        else say(
            "record first what came in before: aftercare spare receive {model} {count} --at {day} --holder {holder}",
            **values,
        )
    )
    if any(step.fact is fact for fact in added):
        return NotInStockError(
            _there(step.holder, count=short.before, model=step.model, day=step.day, wanted=-step.change), hint
        )
    text = say(
        "{model} would be {count} short on {day}, when {path} takes {wanted}",
        model=step.model,
        count=-short.after,
        day=step.day,
        path=step.path,
        wanted=-step.change,
    )
    return NotInStockError(text, hint)


def _there(holder: str, **values: object) -> Text:
    if holder == COMPANY:
        return say("the store has {count} of {model} on {day}, not {wanted}", **values)
    return say("{holder} has {count} of {model} on {day}, not {wanted}", holder=holder, **values)


def _name_one(names: str) -> Text:
    return say("say which: --unit; on loan for it: {names}", names=names)


def _refuse_lent(workspace: Workspace, ticket: Ticket, event: StandbyInService, now: dt.datetime) -> None:
    """Raise units.UnitUnavailableError for a unit that is on loan then, or is lent again before it comes back."""
    for later, earlier in lent_twice(loans(with_event(workspace, ticket, event), now)):
        if event is later.lent or event is earlier.lent:
            other = earlier if later.lent is event else later
            raise units.UnitUnavailableError(
                say("{unit} is on loan for {id} from {at}", unit=event.unit, id=other.ticket.id, at=other.lent.at),
                say("if it is back, record that first: aftercare ticket return-standby {id}", id=other.ticket.id),
            )


def _refuse_lower(workspace: Workspace, ticket: Ticket, event: StandbyInService, *, is_kept: bool) -> None:
    """Raise LowerGradeError where a unit is of a lower grade, or, where stock is kept, of one that nobody knows."""
    if event.consent is not None:
        return
    verdict = Grades(workspace.settings.models, workspace.items, workspace.prices).of_loan(ticket, event.model)
    if verdict == "equal" or (verdict == "unknown" and not is_kept):
        return
    names = ", ".join(ticket.equipment)
    if verdict == "lower":
        text = say("{model} is not of the same grade as {items}, or better", model=event.model, items=names)
    elif names:
        text = say("it is not known whether {model} is of the same grade as {items}", model=event.model, items=names)
    else:
        text = say("the ticket names no equipment that {model} could be compared with", model=event.model)
    raise LowerGradeError(
        text,
        say("lend an equal unit, write the grades into aftercare.yaml (models), or say who agreed: --consent NAME"),
    )
