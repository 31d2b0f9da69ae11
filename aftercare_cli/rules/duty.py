"""Whom to ring (S2, M4, M6): who is on duty at a moment, who comes next, and what else can be rung."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from aftercare_cli.model.vocabulary import StaffRole
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.calendars import NoWorkingTimeError, Stretch, WorkingHours
from aftercare_cli.rules.roster import NEEDS, lasts, standing

ENGINEER: Final[StaffRole] = "service_engineer"
MANAGER: Final[StaffRole] = "service_manager"
_LONGEST: Final = dt.timedelta(days=7)
"""How far ahead the end of working time is looked for: a calendar may have no closing hour at all."""


class OnDuty(msgspec.Struct, frozen=True):
    """Somebody who is on duty, and until when."""

    id: str
    name: str
    role: StaffRole
    phone: str | None
    until: dt.datetime


class Telephone(msgspec.Struct, frozen=True):
    """What can be rung while no engineer can be: a manager, or the company, which has no role."""

    name: str
    role: StaffRole | None
    phone: str


class Next(msgspec.Struct, frozen=True):
    """Who comes on duty next, and when."""

    id: str
    name: str
    begin: dt.datetime


class Ring(msgspec.Struct, frozen=True):
    """Whom to ring: people in the order in which they are rung, and, where no engineer has a telephone, what else."""

    people: tuple[OnDuty, ...]
    next_engineer: Next | None
    fallback: tuple[Telephone, ...]

    @property
    def engineers(self) -> tuple[OnDuty, ...]:
        """The engineers on duty, in the order of the roster's rows."""
        return tuple(person for person in self.people if person.role == ENGINEER)


def whom_to_ring(workspace: Workspace, hours: WorkingHours | None, at: dt.datetime) -> Ring:
    """Give whom to ring at a moment; `hours` is working time, None where nothing is known of it."""
    open_until = None if hours is None else _open_until(hours, at)
    people = tuple(person for need in NEEDS for person in _on_duty(workspace, need.role, open_until, at))
    engineers = [person for person in people if person.role == ENGINEER]
    return Ring(
        people,
        None if engineers else _next(workspace, hours, at),
        () if any(engineer.phone for engineer in engineers) else tuple(_fallback(workspace, people)),
    )


def _on_duty(
    workspace: Workspace, role: StaffRole, open_until: dt.datetime | None, at: dt.datetime
) -> Iterator[OnDuty]:
    """Yield who is on duty in a role: those of the roster in its order, then those in working time."""
    ends: dict[str, dt.datetime] = {}
    for duty in workspace.roster:
        if duty.role == role and duty.start <= at < duty.until:
            ends[duty.person] = max(ends.get(duty.person, duty.until), duty.until)
    if open_until is not None:
        for person in standing(workspace.people, role):
            ends[person] = max(ends.get(person, open_until), open_until)
    for person, until in ends.items():
        yield OnDuty(person, _name(workspace, person), role, _phone(workspace, person), until)


def _next(workspace: Workspace, hours: WorkingHours | None, at: dt.datetime) -> Next | None:
    begins = [(duty.start, duty.person) for duty in workspace.roster if duty.role == ENGINEER and lasts(duty)]
    keepers = standing(workspace.people, ENGINEER)
    if hours is not None and keepers:
        begins += [(opens, keepers[0]) for opens, _ in _stretches(hours, at, 1)]
    later = [(begin, person) for begin, person in begins if begin > at]
    if not later:
        return None
    begin, person = min(later, key=lambda found: found[0])
    return Next(person, _name(workspace, person), begin)


def _fallback(workspace: Workspace, people: Iterable[OnDuty]) -> Iterator[Telephone]:
    """Yield the managers' telephones, of those on duty first, then the company's."""
    staff = [person.id for person in workspace.people if person.role == MANAGER]
    managers = dict.fromkeys([*(person.id for person in people if person.role == MANAGER), *staff])
    for manager in managers:
        phone = _phone(workspace, manager)
        if phone:
            yield Telephone(_name(workspace, manager), MANAGER, phone)
    company = workspace.settings.company
    if company.phone:
        yield Telephone(company.name, None, company.phone)


def _open_until(hours: WorkingHours, at: dt.datetime) -> dt.datetime | None:
    """Give when the working time that runs at a moment ends; None where none does."""
    until = None
    for opens, closes in _stretches(hours, at, 20):
        if opens > (until or at) or closes - at > _LONGEST:
            break
        until = closes
    return until


def _stretches(hours: WorkingHours, at: dt.datetime, count: int) -> Iterator[Stretch]:
    """Yield up to `count` stretches of working time from a moment on; none where the calendar has no more."""
    try:
        for _, stretch in zip(range(count), hours.forward(at), strict=False):
            yield stretch
    except NoWorkingTimeError:
        return


def _name(workspace: Workspace, person: str) -> str:
    known = (workspace.staff or {}).get(person)
    return person if known is None else known.name


def _phone(workspace: Workspace, person: str) -> str | None:
    known = (workspace.staff or {}).get(person)
    return None if known is None else known.phone
