"""Units that the ledger knows by their serial numbers: of which model each is, and whether it is there."""

import datetime as dt
from typing import Final, NamedTuple

import msgspec

from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.service import SpareMovement
from aftercare_cli.model.text import say
from aftercare_cli.model.ticket import Replaced, StandbyInService
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.calendars import local_day
from aftercare_cli.rules.stock import loans, models_of_units

_IN: Final = frozenset({"receive", "return"})


class Move(NamedTuple):
    """A unit that came to a holder, or left him, on a day."""

    day: dt.date
    is_in: bool


class UnitUnavailableError(AftercareError):
    """A unit that cannot be lent: unknown, gone, or lent already."""


class WrongUnitError(AftercareError):
    """A row of the ledger about a unit that is not where the row has it."""


def with_model(event: StandbyInService, named: dict[str, str]) -> StandbyInService:
    """Give a loan with the model of its unit; raises UnitUnavailableError where the ledger has another one."""
    known = None if event.unit is None else named.get(event.unit)
    if known is not None and event.model not in {None, known}:
        raise UnitUnavailableError(
            say("{unit} is a {known} in the ledger, not a {model}", unit=event.unit, known=known, model=event.model),
            say("correct the serial number or the model"),
        )
    return msgspec.structs.replace(event, model=event.model or known)


def refuse_gone(workspace: Workspace, event: StandbyInService) -> None:
    """Raise UnitUnavailableError for a unit that is not there yet, or that left for good."""
    if event.unit is None:
        return
    day = local_day(workspace.settings, event.at)
    moved = _moved(workspace, event.unit)
    before = [row for row in moved if row.at <= day]
    hint = say("lend another unit, or correct the serial number")
    if moved and not before:
        raise UnitUnavailableError(
            say("{unit} comes into the ledger only on {day}", unit=event.unit, day=moved[0].at), hint
        )
    if before and before[-1].type not in _IN:
        raise UnitUnavailableError(say("{unit} left the store on {day}", unit=event.unit, day=before[-1].at), hint)
    for ticket in workspace.tickets:
        for known in ticket.events:
            if isinstance(known, Replaced) and known.new == event.unit and known.at <= event.at:
                raise UnitUnavailableError(
                    say("{unit} was built in for {id} at {at}", unit=event.unit, id=ticket.id, at=known.at), hint
                )


def refuse_misplaced(workspace: Workspace, row: SpareMovement, now: dt.datetime) -> None:
    """Raise WrongUnitError for a row about a unit of another model, one that comes in or leaves twice, or is lent."""
    if row.serial is None or row.type == "count":
        return
    hint = say("correct the serial number or the day")
    known = models_of_units(workspace).get(row.serial, row.model)
    if known != row.model:
        raise WrongUnitError(
            say("{unit} is a {known} in the ledger, not a {model}", unit=row.serial, known=known, model=row.model),
            say("correct the serial number or the model"),
        )
    moves = _moves(workspace, row.serial, row.holder, now)
    beside = [move for move in moves if move.day <= row.at][-1:] + [move for move in moves if move.day > row.at][:1]
    for other in beside:
        if other.is_in == (row.type in _IN):
            text = (
                say("{unit} also came in on {day}, and did not leave between the two", unit=row.serial, day=other.day)
                if other.is_in
                else say(
                    "{unit} also left on {day}, and did not come back between the two", unit=row.serial, day=other.day
                )
            )
            raise WrongUnitError(text, hint)
    for loan in loans(workspace, now):
        if loan.lent.unit == row.serial and loan.back is None and row.holder is None and row.type not in _IN:
            raise WrongUnitError(
                say("{unit} is on loan for {id} from {at}", unit=row.serial, id=loan.ticket.id, at=loan.lent.at),
                say("if it is back, record that first: aftercare ticket return-standby {id}", id=loan.ticket.id),
            )


def _moved(workspace: Workspace, unit: str) -> list[SpareMovement]:
    """Give the rows that moved a unit, the oldest first."""
    rows = (row for ledger in workspace.spares.values() for row in ledger)
    return sorted((row for row in rows if row.serial == unit and row.type != "count"), key=lambda row: row.at)


def _moves(workspace: Workspace, unit: str, holder: str | None, now: dt.datetime) -> list[Move]:
    """Give how a unit came and went at one holder, the oldest first; what a ticket builds in leaves the store."""
    found = [Move(row.at, row.type in _IN) for row in _moved(workspace, unit) if row.holder == holder]
    if holder is None:
        found += [
            Move(local_day(workspace.settings, event.at), is_in=False)
            for ticket in workspace.tickets
            for event in ticket.events
            if isinstance(event, Replaced) and event.new == unit and event.at <= now
        ]
    return sorted(found, key=lambda move: move.day)
