"""Weekly calendars: when a clock runs."""

import datetime as dt
from collections.abc import Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

import msgspec

from aftercare_cli.model.errors import InvalidValueError
from aftercare_cli.model.text import say
from aftercare_cli.model.values import Stands, read_date, read_slot, shown

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ALWAYS: Final = "24x7"
"""The built-in calendar that never stops."""

Slots = tuple[tuple[int, int], ...]
"""Hours of a day: begin and end in minutes from its midnight; an end past 24 h runs into the next day."""


class Calendar(msgspec.Struct, frozen=True):
    """Working hours: seven weekdays from Monday, single dates that win over everything, and where they are read.

    `timezone` and `holidays` are None where the workspace's own hold. `holidays` is a country code, `none`, or days.
    """

    week: tuple[Slots, ...]
    timezone: str | None = None
    holidays: str | tuple[dt.date, ...] | None = None
    dates: Mapping[dt.date, Slots] = {}


def day_keys() -> dict[str, tuple[int, ...]]:
    """Give every key that names weekdays, `mon` and `mon-fri` alike, with the weekdays (0 is Monday) it stands for."""
    keys: dict[str, tuple[int, ...]] = {name: (day,) for day, name in enumerate(WEEKDAYS)}
    for first, name in enumerate(WEEKDAYS):
        for last, end in enumerate(WEEKDAYS):
            if first != last:
                keys[f"{name}-{end}"] = tuple((first + i) % 7 for i in range((last - first) % 7 + 1))
    return keys


def read_calendar(value: object) -> Calendar:
    """Read the mapping of a calendar; the error names the key that is wrong."""
    if not isinstance(value, dict):
        raise InvalidValueError(
            say("{value} is not a calendar", value=shown(value)), say('write it like {{mon-fri: ["09:00-12:00"]}}')
        )
    keys = day_keys()
    week: dict[int, Slots] = dict.fromkeys(range(7), ())
    # A single day wins over a range that holds it, wherever it stands: the shorter key is the more particular one.
    for key in sorted(value, key=lambda name: -len(keys.get(name, ()))):
        if key in keys:
            slots = read_slots(value[key], key)
            week.update(dict.fromkeys(keys[key], slots))
        elif key not in {"timezone", "holidays", "except"}:
            known = [*keys, "timezone", "holidays", "except"]
            near = get_close_matches(key, known, 1, 0.5)
            hint = (
                say("did you mean {name}?", name=near[0])
                if near
                else say("weekdays are {names}", names=", ".join(WEEKDAYS))
            )
            raise InvalidValueError(say("unknown key {key}", key=shown(key)), hint, (key,))
    timezone = value.get("timezone")
    if timezone is not None and not isinstance(timezone, str):
        raise InvalidValueError(say("{value} is not a timezone", value=shown(timezone)), None, ("timezone",))
    return Calendar(tuple(week[day] for day in range(7)), timezone, _holidays(value), _dates(value))


def read_slots(value: object, *field: str | int) -> Slots:
    """Read a list of slots such as `["09:00-12:00", "13:30-18:00"]`; an empty list is a day off."""
    if not isinstance(value, list):
        raise InvalidValueError(
            say("{value} is not a list of slots", value=shown(value)), say('write it like ["09:00-12:00"]'), field
        )
    slots = []
    for position, slot in enumerate(value):
        try:
            slots.append(read_slot(slot))
        except InvalidValueError as error:
            raise InvalidValueError(error.text, error.hint, (*field, position)) from None
    return tuple(sorted(slots))


def read_holidays(value: object) -> str | tuple[dt.date, ...]:
    """Read a country code, `none`, or a list of days off."""
    if isinstance(value, str) and (value == "none" or (value.isascii() and value.isalpha() and value.isupper())):
        return value
    if isinstance(value, list):
        days = []
        for position, day in enumerate(value):
            try:
                days.append(read_date(day))
            except InvalidValueError as error:
                raise InvalidValueError(error.text, error.hint, (position,)) from None
        return tuple(sorted(set(days)))
    raise InvalidValueError(
        say("{value} names no holidays", value=shown(value)),
        say("write a country code like CN, none, or a list of dates"),
    )


def _holidays(value: dict[str, object]) -> str | tuple[dt.date, ...] | None:
    if value.get("holidays") is None:
        return None
    try:
        return read_holidays(value["holidays"])
    except InvalidValueError as error:
        raise InvalidValueError(error.text, error.hint, ("holidays", *error.field)) from None


def _dates(value: dict[str, object]) -> dict[dt.date, Slots]:
    exceptions = value.get("except")
    if exceptions is None:
        return {}
    if not isinstance(exceptions, dict):
        raise InvalidValueError(
            say("{value} is not a mapping of dates to slots", value=shown(exceptions)),
            say("write it like {{2026-12-25: []}}"),
            ("except",),
        )
    dates = {}
    for key, slots in exceptions.items():
        try:
            day = read_date(key)
        except InvalidValueError as error:
            raise InvalidValueError(error.text, error.hint, ("except", key)) from None
        dates[day] = read_slots(slots, "except", key)
    return dates


if TYPE_CHECKING:
    CalendarSpec = Calendar
    Holidays = str | tuple[dt.date, ...]
else:

    class CalendarSpec(metaclass=Stands):
        """The mapping of a calendar, read by `read_calendar`: Calendar."""

        plain = Calendar

    class Holidays(metaclass=Stands):
        """A country code, `none`, or days off: str or tuple of dates."""

        plain = (str, tuple)
