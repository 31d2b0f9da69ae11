"""Days of the workspace as moments: where they begin and end on its clock."""

import datetime as dt
from collections.abc import Iterator
from typing import Final
from zoneinfo import ZoneInfo

_DAY: Final = dt.timedelta(days=1)
_SECOND: Final = dt.timedelta(seconds=1)


class Days:
    """The days of a timezone, as they stand at the moment `now`."""

    def __init__(self, timezone: ZoneInfo, now: dt.datetime) -> None:
        """Keep both."""
        self.timezone = timezone
        self.now = now

    @property
    def today(self) -> dt.date:
        """The day it is."""
        return self.of(self.now)

    def of(self, moment: dt.datetime) -> dt.date:
        """Give the day it is at a moment."""
        return moment.astimezone(self.timezone).date()

    def begin(self, day: dt.date) -> dt.datetime:
        """Give the first moment of a day."""
        # By way of UTC: a midnight that the clocks skip is the moment at which they do.
        midnight = dt.datetime.combine(day, dt.time(), self.timezone).astimezone(dt.UTC)
        return midnight.astimezone(self.timezone)

    def end(self, day: dt.date) -> dt.datetime:
        """Give the last second of a day: what is done then is done on that day."""
        return (self.begin(day + _DAY).astimezone(dt.UTC) - _SECOND).astimezone(self.timezone)


def month_of(day: dt.date) -> str:
    """Give the month of a day, `2026-03`."""
    return day.isoformat()[:7]


def first_day(month: str) -> dt.date:
    """Give the first day of a month `2026-03`."""
    return dt.date.fromisoformat(f"{month}-01")


def months_later(day: dt.date, count: int) -> dt.date:
    """Give the first day of the month that is `count` months after that of `day`."""
    months = day.year * 12 + day.month - 1 + count
    return dt.date(months // 12, months % 12 + 1, 1)


def last_day(month: str) -> dt.date:
    """Give the last day of a month."""
    return months_later(first_day(month), 1) - _DAY


def each(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Yield the days from `first` to `last`, both included."""
    for count in range((last - first).days + 1):
        yield first + count * _DAY
