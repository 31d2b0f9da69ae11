"""Working time counted the slow way, to judge the clock by.

Walks from minute to minute, reads each one's wall clock and asks the calendar as it is written in a record whether that
is working time. It follows records.md alone and shares nothing with rules/: slots are still the text of the record.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

MINUTE: Final = dt.timedelta(minutes=1)
DAY: Final = dt.timedelta(days=1)
WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Slots = Sequence[str]
Tree = Mapping[str, object]


def _days(month: int, first: int, last: int) -> list[dt.date]:
    return [dt.date(2026, month, day) for day in range(first, last + 1)]


# The State Council's notice for 2026, holiday by holiday; and the weekends worked to make up for it.
OFF_2026: Final = frozenset(
    _days(1, 1, 3)
    + _days(2, 15, 23)
    + _days(4, 4, 6)
    + _days(5, 1, 5)
    + _days(6, 19, 21)
    + _days(9, 25, 27)
    + _days(10, 1, 7)
)
MAKE_UP_2026: Final = frozenset(
    dt.date(2026, month, day) for month, day in [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)]
)


class Hours:
    """Working hours as a record writes them, weekday by weekday, with `timezone`, `holidays` and `except`."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.zone = ZoneInfo(str(tree["timezone"]))
        self.week = [_slots(tree.get(name, [])) for name in WEEKDAYS]
        self.holidays = tree["holidays"]
        exceptions = tree.get("except", {})
        assert isinstance(exceptions, dict)
        self.exceptions = {dt.date.fromisoformat(day): _slots(slots) for day, slots in exceptions.items()}
        self.slots = cache(self._slots)

    def __repr__(self) -> str:
        return f"Hours({self.tree})"

    def _slots(self, day: dt.date) -> list[tuple[int, int]]:
        """Give the slots that begin on a day."""
        if day in self.exceptions:
            return self.exceptions[day]
        if isinstance(self.holidays, list) and day.isoformat() in self.holidays:
            return []
        slots = self.week[day.weekday()]
        if self.holidays == "CN":
            if day in OFF_2026:
                return []
            if day in MAKE_UP_2026 and not slots:
                return next((usual for usual in self.week if usual), [])
        return slots

    def is_open(self, moment: dt.datetime) -> bool:
        """Say whether the minute that begins at `moment` is working time."""
        wall = moment.astimezone(self.zone)
        day, minute = wall.date(), wall.hour * 60 + wall.minute
        own = any(begin <= minute and (minute < end or end <= begin) for begin, end in self.slots(day))
        return own or any(end <= begin and minute < end for begin, end in self.slots(day - DAY))


def _slots(texts: object) -> list[tuple[int, int]]:
    """Read `HH:MM-HH:MM` as minutes of the day; an end at or before the begin is on the next day."""
    assert isinstance(texts, list)
    ends = [text.replace("-", ":").split(":") for text in texts]
    return [(int(a) * 60 + int(b), int(c) * 60 + int(d)) for a, b, c, d in ends]


def walk(start: dt.datetime, minutes: int) -> Iterator[dt.datetime]:
    """Yield the minutes from `start` on, in UTC."""
    moment = start.astimezone(dt.UTC)
    for _ in range(minutes):
        yield moment
        moment += MINUTE
