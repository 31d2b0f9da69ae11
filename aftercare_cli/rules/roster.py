"""Who is on duty when, and where the roster leaves a gap (S2).

Rows of the roster are half-open: who is on duty until 08:00 is not at 08:00. Whoever keeps working hours (`hours:
working_hours` in staff.yaml) is on duty in working time without a row. All sums are of real time, in UTC.
"""

import datetime as dt
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Final, Literal, TypeVar

import msgspec

from aftercare_cli.model.sites import Duty, Person
from aftercare_cli.model.vocabulary import StaffRole
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.calendars import UTC, Stretch, WorkingHours
from aftercare_cli.rules.clock import ZERO


class Need(msgspec.Struct, frozen=True):
    """How many different people a role needs: at every instant, or in working time."""

    role: StaffRole
    count: int
    is_always: bool


NEEDS: Final = (
    Need("service_engineer", 2, is_always=True),
    Need("service_manager", 1, is_always=False),
    Need("records_clerk", 1, is_always=False),
)
"""The plan's service organisation (S2): two service engineers for 24 hours, one service manager and one records clerk
in working hours. In this order they are listed and rung."""

ENDS_SOON: Final = dt.timedelta(days=7)
"""How long before the end of a roster this is worth saying."""

_SECOND: Final = dt.timedelta(seconds=1)

Trouble = Literal["backwards", "unknown", "other_role"]
Item = TypeVar("Item")
Piece = tuple[dt.datetime, dt.datetime, Item]


class Watch(msgspec.Struct, frozen=True):
    """A time in which the same people are on duty in a role, the first to be rung first, and how many are needed."""

    role: StaffRole
    begin: dt.datetime
    end: dt.datetime
    people: tuple[str, ...]
    needed: int

    @property
    def missing(self) -> int:
        """How many are missing."""
        return max(self.needed - len(self.people), 0)


class DoubleBooking(msgspec.Struct, frozen=True):
    """A time in which one person stands in more than one row, and in which roles."""

    person: str
    begin: dt.datetime
    end: dt.datetime
    roles: tuple[StaffRole, ...]


class Misfit(msgspec.Struct, frozen=True):
    """A row that looks wrong: it ends no later than it begins, nobody knows its person, or theirs is another role."""

    duty: Duty
    trouble: Trouble
    own_role: StaffRole | None = None


def lasts(duty: Duty) -> bool:
    """Say whether a row ends later than it begins: any other puts nobody on duty."""
    return duty.start < duty.until


def extent(roster: Iterable[Duty]) -> Stretch | None:
    """Give the time from the first row's begin to the last row's end; None for a roster without rows."""
    rows = [duty for duty in roster if lasts(duty)]
    if not rows:
        return None
    return min(duty.start for duty in rows).astimezone(UTC), max(duty.until for duty in rows).astimezone(UTC)


def standing(people: Iterable[Person], role: StaffRole) -> list[str]:
    """Give who is on duty in a role in working time without a row."""
    return [person.id for person in people if person.role == role and person.hours == "working_hours"]


def watches(workspace: Workspace, hours: WorkingHours, since: dt.datetime, until: dt.datetime) -> list[Watch]:
    """Give who is on duty in a window, wherever somebody is or is needed; by begin, then in the order of the roles."""
    window = since.astimezone(UTC), until.astimezone(UTC)
    working = list(hours.between(*window))
    found = [watch for need in NEEDS for watch in _watches(workspace, need, working, window)]
    return sorted(found, key=lambda watch: watch.begin)


def shifts(found: Iterable[Watch]) -> list[Watch]:
    """Join neighbours of a role in which the same people are on duty, whether they are needed all the time or not."""
    joined: list[Watch] = []
    latest: dict[StaffRole, int] = {}
    for watch in found:
        at = latest.get(watch.role)
        before = None if at is None else joined[at]
        if at is not None and before is not None and before.end == watch.begin and _says(before) == _says(watch):
            joined[at] = msgspec.structs.replace(before, end=watch.end, needed=max(before.needed, watch.needed))
        else:
            latest[watch.role] = len(joined)
            joined.append(watch)
    return joined


def _says(watch: Watch) -> tuple[tuple[str, ...], int]:
    return watch.people, watch.missing


def coverage(found: Iterable[Watch]) -> dict[StaffRole, Fraction | None]:
    """Give the share of the time that needs a role in which enough are there; None where no time does."""
    needed = {need.role: ZERO for need in NEEDS}
    covered = dict(needed)
    for watch in found:
        if watch.needed:
            needed[watch.role] += watch.end - watch.begin
        if watch.needed and not watch.missing:
            covered[watch.role] += watch.end - watch.begin
    return {
        role: Fraction(covered[role] // _SECOND, total // _SECOND) if total else None for role, total in needed.items()
    }


def double_bookings(roster: Iterable[Duty], since: dt.datetime, until: dt.datetime) -> list[DoubleBooking]:
    """Give when people stand in more than one row, whatever the roles; by begin, then by person."""
    window = since.astimezone(UTC), until.astimezone(UTC)
    rows: dict[str, list[Duty]] = {}
    for duty in roster:
        rows.setdefault(duty.person, []).append(duty)
    found = [booking for person, own in rows.items() for booking in _bookings(person, own, window)]
    return sorted(found, key=lambda booking: (booking.begin, booking.person))


def misfits(workspace: Workspace) -> Iterator[Misfit]:
    """Yield rows that look wrong, in the roster's order."""
    for duty in workspace.roster:
        if not lasts(duty):
            yield Misfit(duty, "backwards")
        if workspace.staff is None:
            continue
        person = workspace.staff.get(duty.person)
        if person is None:
            yield Misfit(duty, "unknown")
        elif person.role not in {None, duty.role}:
            yield Misfit(duty, "other_role", person.role)


def _watches(workspace: Workspace, need: Need, working: Sequence[Stretch], window: Stretch) -> Iterator[Watch]:
    """Yield the watches of one role, in order; neighbours that say the same are one."""
    needs: list[Piece[str | None]] = [(*stretch, None) for stretch in ([window] if need.is_always else working)]
    rows = [(duty.start, duty.until, duty.person) for duty in workspace.roster if duty.role == need.role]
    stand = [(*stretch, person) for person in standing(workspace.people, need.role) for stretch in working]
    last: Watch | None = None
    for begin, end, there in _segments([*needs, *rows, *stand], window):
        people = tuple(dict.fromkeys(person for person in there if person is not None))
        needed = need.count if None in there else 0
        if last is not None and (last.end, last.people, last.needed) == (begin, people, needed):
            last = msgspec.structs.replace(last, end=end)
            continue
        if last is not None:
            yield last
        last = Watch(need.role, begin, end, people, needed)
    if last is not None:
        yield last


def _bookings(person: str, rows: Iterable[Duty], window: Stretch) -> Iterator[DoubleBooking]:
    """Yield when a person stands in more than one row; times that meet are one."""
    last: DoubleBooking | None = None
    for begin, end, roles in _segments([(duty.start, duty.until, duty.role) for duty in rows], window):
        if len(roles) < 2:  # noqa: PLR2004 - double
            continue
        if last is not None and last.end == begin:
            last = DoubleBooking(person, last.begin, end, tuple(dict.fromkeys((*last.roles, *roles))))
            continue
        if last is not None:
            yield last
        last = DoubleBooking(person, begin, end, tuple(dict.fromkeys(roles)))
    if last is not None:
        yield last


def _segments(pieces: Iterable[Piece[Item]], window: Stretch) -> Iterator[Piece[list[Item]]]:
    """Yield what runs between each two moments of a window at which something begins or ends, in the pieces' order."""
    since, until = window
    inside = [(max(begin.astimezone(UTC), since), min(end.astimezone(UTC), until), item) for begin, end, item in pieces]
    marks = sorted(
        (moment, number) for number, (begin, end, _) in enumerate(inside) if begin < end for moment in (begin, end)
    )
    running: list[int] = []
    since_last = since
    for moment, changes in groupby(marks, key=lambda mark: mark[0]):
        if running:
            yield since_last, moment, [inside[number][2] for number in running]
        for _, number in changes:
            at = bisect_left(running, number)
            if at < len(running) and running[at] == number:
                del running[at]
            else:
                insort(running, number)
        since_last = moment
