"""When a clock runs: weekly hours, days off and single dates, turned into stretches of real time.

A calendar runs whenever the wall clock of its timezone shows a time inside one of its slots. An hour that daylight
saving skips is not there to be counted; an hour that comes twice counts twice. A slot past midnight belongs to the day
it starts on.
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from aftercare_cli.model.calendars import ALWAYS, Calendar, Slots
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.settings import Settings
from aftercare_cli.model.text import say
from aftercare_cli.rules.holidays import Holidays, holidays_of

Stretch = tuple[dt.datetime, dt.datetime]
"""A half-open length of real time, both ends in UTC."""

UTC: Final = dt.UTC
_DAY: Final = dt.timedelta(days=1)
_MINUTE: Final = dt.timedelta(minutes=1)
SEARCH_DAYS: Final = 3660
"""How many days without working time are looked through before a calendar is said to have none."""


_WORK: Final = "work"
"""The calendar of working time, by the name that workspaces give it."""
_WEEKDAYS_NAME: Final = "mon–fri"
"""No calendar of a workspace can be called so: its dash is none of a name's signs."""
_WEEKDAYS: Final = Calendar(week=(((9 * 60, 17 * 60),),) * 5 + ((),) * 2)


class UnknownCalendarError(AftercareError):
    """A calendar or a timezone that nobody defined."""


class NoWorkingTimeError(AftercareError):
    """A clock that would never run out: its calendar has no more hours."""


class WorkingHours:
    """A calendar ready to count with. Not thread-safe: it keeps the days it has worked out."""

    def __init__(self, name: str, calendar: Calendar, timezone: ZoneInfo, holidays: Holidays) -> None:
        """Keep the rules; days are worked out when they are first asked for."""
        self.name = name
        self.timezone = timezone
        self._calendar = calendar
        self._holidays = holidays
        self._worked_out: dict[dt.date, tuple[Stretch, ...]] = {}
        # On a make-up working day, a weekday without hours of its own works those of the week's first working day.
        self._usual: Slots = next((slots for slots in calendar.week if slots), ())

    def slots(self, day: dt.date) -> Slots:
        """Give the hours of a day: single dates win, then days off and make-up days, then the weekday's."""
        dates = self._calendar.dates
        if day in dates:
            return dates[day]
        kind = self._holidays.kind(day)
        if kind == "off":
            return ()
        slots = self._calendar.week[day.weekday()]
        return slots or (self._usual if kind == "make_up" else ())

    def is_working(self, day: dt.date) -> bool:
        """Say whether a day has hours: a working day, be it a make-up one (T4)."""
        return bool(self.slots(day))

    def is_provisional(self, begin: dt.datetime, end: dt.datetime) -> bool:
        """Say whether counting from `begin` to `end` meets a year whose list of days off is not published."""
        return not self.is_official(begin.astimezone(self.timezone).date(), end.astimezone(self.timezone).date())

    def is_official(self, first: dt.date, last: dt.date) -> bool:
        """Say whether the lists of days off of every year from one day to another are published."""
        return all(self._holidays.is_official(year) for year in range(first.year, last.year + 1))

    def forward(self, begin: dt.datetime) -> Iterator[Stretch]:
        """Yield the stretches from `begin` on, without end; raises NoWorkingTimeError where ten years hold none."""
        day = begin.astimezone(self.timezone).date()
        idle = 0
        while idle < SEARCH_DAYS:
            idle += 1
            for opens, closes in self._stretches(day):
                if closes > begin:
                    idle = 0
                    yield max(opens, begin), closes
            day = _step(day, _DAY)
        raise NoWorkingTimeError(
            say("the calendar {name} has no working time after {day}", name=self.name, day=begin.date())
        )

    def backward(self, end: dt.datetime) -> Iterator[Stretch]:
        """Yield the stretches before `end`, the latest first; raises NoWorkingTimeError where ten years hold none."""
        day = end.astimezone(self.timezone).date()
        idle = 0
        while idle < SEARCH_DAYS:
            idle += 1
            for opens, closes in reversed(self._stretches(day)):
                if opens < end:
                    idle = 0
                    yield opens, min(closes, end)
            day = _step(day, -_DAY)
        raise NoWorkingTimeError(
            say("the calendar {name} has no working time before {day}", name=self.name, day=end.date())
        )

    def between(self, begin: dt.datetime, end: dt.datetime) -> Iterator[Stretch]:
        """Yield the stretches from `begin` to `end`."""
        day = begin.astimezone(self.timezone).date()
        last = end.astimezone(self.timezone).date()
        while day <= last:
            for opens, closes in self._stretches(day):
                if closes > begin and opens < end:
                    yield max(opens, begin), min(closes, end)
            day = _step(day, _DAY)

    def _stretches(self, day: dt.date) -> tuple[Stretch, ...]:
        """Give the stretches from a day's midnight to the next, in order and apart; the day before may reach in."""
        known = self._worked_out.get(day)
        if known is None:
            begin, end = self._midnight(day), self._midnight(_step(day, _DAY))
            stretches = [*self._real(_step(day, -_DAY)), *self._real(day)]
            known = tuple(_joined((max(opens, begin), min(closes, end)) for opens, closes in stretches))
            self._worked_out[day] = known
        return known

    def _midnight(self, day: dt.date) -> dt.datetime:
        return dt.datetime.combine(day, dt.time(), self.timezone).astimezone(UTC)

    def _real(self, day: dt.date) -> list[Stretch]:
        midnight = dt.datetime.combine(day, dt.time())
        return [
            stretch
            for begin, end in self.slots(day)
            for stretch in real_stretches(midnight + begin * _MINUTE, midnight + end * _MINUTE, self.timezone)
        ]


class Calendars:
    """The calendars of a workspace by name; None stands for the built-in one that never stops."""

    def __init__(self, settings: Settings) -> None:
        """Keep the settings; a calendar is prepared when it is first asked for."""
        self.settings = settings
        self._prepared: dict[str, WorkingHours] = {}
        self.timezone = zone(settings.timezone)

    def get(self, name: str) -> WorkingHours | None:
        """Give a calendar; raises UnknownCalendarError, or UnknownHolidaysError for its days off."""
        if name == ALWAYS:
            return None
        calendar = self.settings.calendars.get(name)
        if calendar is None:
            names = ", ".join([ALWAYS, *self.settings.calendars])
            raise UnknownCalendarError(
                say("no calendar is called {name}", name=name), say("calendars here are {names}", names=names)
            )
        return self._prepare(name, calendar)

    def can_count(self, name: str) -> bool:
        """Say whether `get` gives the calendar."""
        try:
            self.get(name)
        except AftercareError:
            return False
        return True

    def _prepare(self, name: str, calendar: Calendar) -> WorkingHours:
        known = self._prepared.get(name)
        if known is not None:
            return known
        source = self.settings.holidays if calendar.holidays is None else calendar.holidays
        timezone = self.timezone if calendar.timezone is None else zone(calendar.timezone)
        prepared = WorkingHours(name, calendar, timezone, holidays_of(source))
        self._prepared[name] = prepared
        return prepared

    def working_days(self) -> WorkingHours:
        """Give the calendar whose days are the working days: `work` where it is defined, else Monday to Friday."""
        if _WORK in self.settings.calendars:
            return self._prepare(_WORK, self.settings.calendars[_WORK])
        return self._prepare(_WEEKDAYS_NAME, _WEEKDAYS)


def zone(name: str) -> ZoneInfo:
    """Give a timezone by its name in the tz database; raises UnknownCalendarError."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UnknownCalendarError(
            say("no timezone is called {name}", name=name), say("write a name like Asia/Shanghai or UTC")
        ) from None


def local_day(settings: Settings, now: dt.datetime) -> dt.date:
    """Give the day it is in the workspace at `now`."""
    return now.astimezone(zone(settings.timezone)).date()


def real_stretches(begin: dt.datetime, end: dt.datetime, timezone: ZoneInfo) -> Iterator[Stretch]:
    """Yield when the wall clock of `timezone` shows a time from `begin` to before `end`, both without offset."""
    opens, closes = begin.replace(tzinfo=UTC), end.replace(tzinfo=UTC)
    # No offset is as long as a day: the clock shows these times between `low` and `high`.
    low, high = opens - _DAY, closes + _DAY
    first, last = _offset(low, timezone), _offset(high, timezone)
    if first == last:
        yield opens - first, closes - first
        return
    change = _change(low, high, timezone)
    if opens - first < min(closes - first, change):
        yield opens - first, min(closes - first, change)
    if max(opens - last, change) < closes - last:
        yield max(opens - last, change), closes - last


def _offset(moment: dt.datetime, timezone: ZoneInfo) -> dt.timedelta:
    return moment.astimezone(timezone).utcoffset() or dt.timedelta()


def _change(low: dt.datetime, high: dt.datetime, timezone: ZoneInfo) -> dt.datetime:
    """Give the moment between two at which the timezone's offset changes, to the second."""
    before = _offset(low, timezone)
    seconds = int((high - low).total_seconds())
    return low + dt.timedelta(
        seconds=bisect_right(
            range(seconds + 1), 0, key=lambda after: _offset(low + dt.timedelta(seconds=after), timezone) != before
        )
    )


def _joined(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Yield stretches in order, overlapping ones joined, without empty ones."""
    last: Stretch | None = None
    for opens, closes in sorted(stretches):
        if opens >= closes:
            continue
        if last is not None and opens <= last[1]:
            last = last[0], max(last[1], closes)
            continue
        if last is not None:
            yield last
        last = opens, closes
    if last is not None:
        yield last


def _step(day: dt.date, by: dt.timedelta) -> dt.date:
    try:
        return day + by
    except OverflowError:
        raise NoWorkingTimeError(say("the calendar ends at the year {year}", year=day.year)) from None
