"""Days, months and service counted the slow way, to judge promises of days by.

It follows "How a target is judged" (docs/records.md) and the plan's wording alone, and shares nothing with rules/: the
ends of a day are searched for on the wall clock, months are stepped through day by day, terms are put together here.
"""

import datetime as dt
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

DAY: Final = dt.timedelta(days=1)
SECOND: Final = dt.timedelta(seconds=1)
FOREVER: Final = dt.date(2199, 12, 31)


class Change(NamedTuple):
    """What an amendment replaces from a day on; None where it leaves a key alone."""

    start: dt.date
    inspected_every: int | None
    visited_every: int | None
    warranty: int | None
    service_until: dt.date | None


class Terms(NamedTuple):
    """A contract as far as days matter; the first change is the contract itself."""

    handover: dt.date
    acceptance: dt.date | None
    changes: tuple[Change, ...]

    def latest(self, key: str, day: dt.date) -> int | dt.date | None:
        """Give a key's value on a day: that of the latest change that names it."""
        value = None
        for change in sorted(self.changes, key=lambda change: change.start):
            if change.start <= day and getattr(change, key) is not None:
                value = getattr(change, key)
        return value

    def every(self, key: str, day: dt.date) -> int | None:
        months = self.latest(key, day)
        assert months is None or isinstance(months, int)
        return months

    def ends(self, day: dt.date) -> dt.date | None:
        """Give the last day of service, by the terms of a day: of warranty and agreement the later one."""
        months, agreed = self.latest("warranty", day), self.latest("service_until", day)
        assert agreed is None or isinstance(agreed, dt.date)
        if not isinstance(months, int):
            return agreed
        if self.acceptance is None:
            return FOREVER
        last = self.warranty_ends(max(self.acceptance, self.handover), day)
        return last if agreed is None or (last is not None and last > agreed) else agreed

    def warranty_ends(self, begin: dt.date, day: dt.date) -> dt.date | None:
        """Give the last day of the warranty by what was agreed by a day, agreement after agreement.

        One that makes it longer after it has ended revives nothing; one that makes it shorter takes back no day that
        had passed already.
        """
        ends: dt.date | None = None
        for change in sorted(self.changes, key=lambda change: change.start):
            if change.start > day or change.warranty is None:
                continue
            agreed, last = max(change.start, begin), corresponding(begin, change.warranty)
            if ends is None or agreed == begin:
                ends = last
            elif agreed <= ends:
                ends = max(last, agreed - DAY)
        return ends

    def periods(self, key: str, until: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
        """Yield the first and last days of the periods that begin by a day, while the contract is served."""
        begin = next_first(self.handover)
        if key == "visited_every":
            length = self.every(key, begin)
            while length is not None and length in {1, 2, 3, 4, 6, 12} and (begin.month - 1) % length:
                begin = next_first(begin + DAY)
        while begin <= until:
            months = self.every(key, begin)
            after = begin
            for _ in range(months or 1):
                after = next_first(after + DAY)
            end = self.ends(begin)
            if months is not None and end is not None and end > begin:
                yield begin, after - DAY
            begin = after


def next_first(day: dt.date) -> dt.date:
    """Give the first of a month that comes next, `day` itself where it is one."""
    while day.day != 1:
        day += DAY
    return day


def corresponding(day: dt.date, months: int) -> dt.date:
    """Give the day of the same number so many months later, the month's last one where it has no such day."""
    first = day
    for _ in range(months):
        first = next_first(first + DAY)
    number = day.day
    while True:
        try:
            return dt.date(first.year, first.month, number)
        except ValueError:
            number -= 1


@cache
def first_second(zone: str, day: dt.date) -> dt.datetime:
    """Give the first second at which the wall clock shows a day or a later one: searched for, not computed."""
    low = dt.datetime.combine(day - 2 * DAY, dt.time(), dt.UTC)
    high = low + 4 * DAY
    while high - low > SECOND:
        middle = low + (high - low) // 2 // SECOND * SECOND
        if shown(zone, middle) >= day:
            high = middle
        else:
            low = middle
    return high


def last_second(zone: str, day: dt.date) -> dt.datetime:
    return first_second(zone, day + DAY) - SECOND


def shown(zone: str, moment: dt.datetime) -> dt.date:
    """Give the day that the wall clock shows."""
    return moment.astimezone(ZoneInfo(zone)).date()


def name_of(first: dt.date, last: dt.date) -> str:
    """Name a period."""
    months = [f"{day.year:04}-{day.month:02}" for day in (first, last)]
    return months[0] if months[0] == months[1] else "..".join(months)
