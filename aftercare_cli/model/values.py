"""The values a record is made of, and how each is written.

YAML gives strings only; here is what those strings may look like. Each class stands in type annotations for a value of
the standard library (an aware datetime, a timedelta, a Decimal …), and `READERS` turns the string into that value.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Final, TypeVar

import msgspec

from aftercare_cli.model.errors import InvalidValueError
from aftercare_cli.model.text import say

INSTANT_PATTERN: Final = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$"
NAIVE_PATTERN: Final = r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?$"
DATE_PATTERN: Final = r"^\d{4}-\d{2}-\d{2}$"
MONTH_PATTERN: Final = r"^\d{4}-(0[1-9]|1[0-2])$"
DURATION_PATTERN: Final = r"^(\d+d)?(\d+h)?(\d+m)?(\d+s)?$"
MONTHS_PATTERN: Final = r"^\d{1,4} ?months?$"
MONEY_PATTERN: Final = r"^\d{1,9}\.\d{2}$"
AMOUNT_PATTERN: Final = r"^-?\d{1,9}\.\d{2}$"
PERCENT_PATTERN: Final = r"^\d{1,3}%$"
WHOLE_PATTERN: Final = r"^\d{1,9}$"
POSITIVE_PATTERN: Final = r"^[1-9]\d{0,5}$"
SLOT_PATTERN: Final = r"^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$"

# ASCII: full-width digits are no digits here, as in the published schemas.
_instant = re.compile(INSTANT_PATTERN, re.ASCII).fullmatch


class _Pattern:
    """Says whether a text has a pattern, which is compiled when it is first asked for: few records have every value."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._match: Callable[[str], re.Match[str] | None] | None = None

    def __call__(self, text: str) -> re.Match[str] | None:
        if self._match is None:
            self._match = re.compile(self._pattern, re.ASCII).fullmatch
        return self._match(text)


_naive = _Pattern(NAIVE_PATTERN)
_date = _Pattern(DATE_PATTERN)
_month = _Pattern(MONTH_PATTERN)
_duration = _Pattern(DURATION_PATTERN)
_months = _Pattern(MONTHS_PATTERN)
_money = _Pattern(MONEY_PATTERN)
_percent = _Pattern(PERCENT_PATTERN)
_whole = _Pattern(WHOLE_PATTERN)
_positive = _Pattern(POSITIVE_PATTERN)
_slot = _Pattern(SLOT_PATTERN)

MAXIMUM_DAYS: Final = 100_000
"""The longest duration in days, far beyond any promise: keeps sums inside what a date can hold."""


FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2199
"""The years of records: far from the ends of what a date can hold, so that no sum leaves them."""


class Stands(type):
    """Makes classes that stand in annotations for plain values: whatever is `plain` is an instance of them.

    A virtual base class would say the same, and take three times as long.
    """

    plain: type | tuple[type, ...]

    def __instancecheck__(cls, value: object) -> bool:
        """Say whether a value is a plain one."""
        return isinstance(value, cls.plain)


_MINUTE_ENDS: Final = len("2026-11-22T09:12")

AnyDate = TypeVar("AnyDate", bound=dt.date)


def _in_reach(moment: AnyDate) -> AnyDate:
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        text = say("the year {year} is no year of a record", year=moment.year)
        raise InvalidValueError(text, say("years run from {first} to {last}", first=FIRST_YEAR, last=LAST_YEAR))
    return moment


def read_instant(value: object) -> dt.datetime:
    """Read `YYYY-MM-DDTHH:MM[:SS]±HH:MM` (or `Z`); anything else, a missing offset too, raises InvalidValueError."""
    if isinstance(value, str) and _instant(value):
        try:
            moment = known_instant(value)
        except msgspec.ValidationError:
            raise InvalidValueError(say("{value} is no moment of the calendar", value=value)) from None
        return moment if FIRST_YEAR <= moment.year <= LAST_YEAR else _in_reach(moment)
    if isinstance(value, str) and _naive(value):
        raise InvalidValueError(
            say("{value} has no offset from UTC", value=value),
            say("write the offset too, like {example}", example=value.replace(" ", "T")[:16] + ":00+08:00"),
        )
    raise InvalidValueError(
        say("{value} is not a time", value=shown(value)),
        say("write a time like {example}", example="2026-11-22T09:12:00+08:00"),
    )


def known_instant(value: str) -> dt.datetime:
    """Read what is known to have the pattern of an instant; raises ValidationError where the calendar has no such."""
    whole = value if value[_MINUTE_ENDS] == ":" else f"{value[:_MINUTE_ENDS]}:00{value[_MINUTE_ENDS:]}"
    # Moments of one offset share its object here, and then compare ten times as fast.
    return msgspec.convert(whole, dt.datetime)


def read_date(value: object) -> dt.date:
    """Read `YYYY-MM-DD`."""
    if isinstance(value, str) and _date(value):
        try:
            day = dt.date.fromisoformat(value)
        except ValueError:
            raise InvalidValueError(say("{value} is no day of the calendar", value=value)) from None
        return _in_reach(day)
    raise InvalidValueError(
        say("{value} is not a date", value=shown(value)), say("write a date like {example}", example="2026-11-22")
    )


def read_month(value: object) -> str:
    """Read a calendar month `YYYY-MM`, kept as it is written."""
    if isinstance(value, str) and _month(value) and FIRST_YEAR <= int(value[:4]) <= LAST_YEAR:
        return value
    raise InvalidValueError(
        say("{value} is not a month", value=shown(value)), say("write a month like {example}", example="2026-11")
    )


def read_duration(value: object) -> dt.timedelta:
    """Read `30m`, `3h`, `2d`, `1h30m`: a day is 24 hours of the clock that counts it."""
    if isinstance(value, str) and value and _duration(value):
        try:
            amounts = {part[-1]: int(part[:-1]) for part in re.findall(r"\d+[dhms]", value)}
            duration = dt.timedelta(
                days=amounts.get("d", 0),
                hours=amounts.get("h", 0),
                minutes=amounts.get("m", 0),
                seconds=amounts.get("s", 0),
            )
        except (OverflowError, ValueError):
            # Python refuses to read a number of thousands of digits.
            duration = dt.timedelta.max
        if duration.days <= MAXIMUM_DAYS:
            return duration
        raise InvalidValueError(say("{value} is longer than any promise", value=shown(value)))
    raise InvalidValueError(
        say("{value} is not a duration", value=shown(value)), say("write a duration like 30m, 3h, 2d or 1h30m")
    )


def read_target_time(value: object) -> dt.timedelta:
    """Read the duration of a promise: longer than nothing."""
    duration = read_duration(value)
    if not duration:
        raise InvalidValueError(say("{value} leaves no time at all", value=shown(value)))
    return duration


def read_months(value: object) -> int:
    """Read `36 months`, `1 month`: calendar months."""
    if isinstance(value, str) and _months(value) and int(value.split("m")[0]) > 0:
        return int(value.split("m")[0])
    raise InvalidValueError(
        say("{value} is not a number of months", value=shown(value)), say("write it like 1 month or 3 months")
    )


def read_money(value: object) -> Decimal:
    """Read an amount with exactly two decimals, `300.00`."""
    if isinstance(value, str) and _money(value):
        return Decimal(value)
    raise InvalidValueError(
        say("{value} is not an amount of money", value=shown(value)),
        say('write it with two decimals and in quotes, like "300.00"'),
    )


def read_amount(value: object) -> Decimal:
    """Read an amount with exactly two decimals that may be less than nothing, `-300.00`."""
    if isinstance(value, str) and value.startswith("-") and _money(value[1:]) and Decimal(value):
        return Decimal(value)
    return read_money(value)


def read_percent(value: object) -> int:
    """Read `80%`, from 0 to 100."""
    if isinstance(value, str) and _percent(value) and int(value[:-1]) <= 100:  # noqa: PLR2004 - per cent
        return int(value[:-1])
    raise InvalidValueError(say("{value} is not a percentage", value=shown(value)), say("write it like 80%"))


def read_whole(value: object) -> int:
    """Read a whole number from 0."""
    if isinstance(value, str) and _whole(value):
        return int(value)
    raise InvalidValueError(say("{value} is not a whole number", value=shown(value)))


def read_positive(value: object) -> int:
    """Read a number of pieces: whole, from 1 to 999999."""
    if isinstance(value, str) and _positive(value):
        return int(value)
    raise InvalidValueError(say("{value} is not a whole number from 1 to 999999", value=shown(value)))


def read_flag(value: object) -> bool:
    """Read `true` or `false`; `yes`, `no` and `on` are words, not answers."""
    if value == "true":
        return True
    if value == "false":
        return False
    raise InvalidValueError(say("{value} is neither true nor false", value=shown(value)))


def read_slot(value: object) -> tuple[int, int]:
    """Read `09:00-12:00` as minutes from midnight; an end at or before the start is on the next day."""
    if not (isinstance(value, str) and _slot(value)):
        raise InvalidValueError(
            say("{value} is not a slot of hours", value=shown(value)),
            say("write it like {example}", example="09:00-12:00"),
        )
    begin, end = (int(clock[:2]) * 60 + int(clock[3:]) for clock in value.split("-"))
    return begin, end if end > begin else end + 24 * 60


def shown(value: object) -> str:
    """Give a value the way an error names it."""
    if value is None:
        return "(nothing)"
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, list):
        return "[…]"
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "…"  # noqa: PLR2004 - a line's worth


if TYPE_CHECKING:
    Instant = dt.datetime
    Day = dt.date
    Duration = dt.timedelta
    Money = Decimal
    Amount = Decimal
    Whole = int
    Positive = int
    Percent = int
    Months = int
    Flag = bool
    Month = str
else:
    # msgspec asks isinstance() of what a reader returns, and the value stays plain.

    class Instant(metaclass=Stands):
        """A moment with its offset: datetime.datetime."""

        plain = dt.datetime

    class Day(metaclass=Stands):
        """A day: datetime.date."""

        plain = dt.date

    class Duration(metaclass=Stands):
        """A length of running time: datetime.timedelta."""

        plain = dt.timedelta

    class Money(metaclass=Stands):
        """An amount in the workspace's currency: decimal.Decimal."""

        plain = Decimal

    class Amount(metaclass=Stands):
        """An amount of money that may be less than nothing: decimal.Decimal."""

        plain = Decimal

    class Whole(metaclass=Stands):
        """A whole number from 0: int."""

        plain = int

    class Positive(metaclass=Stands):
        """A number of pieces from 1: int."""

        plain = int

    class Percent(metaclass=Stands):
        """A percentage from 0 to 100: int."""

        plain = int

    class Months(metaclass=Stands):
        """A number of calendar months: int."""

        plain = int

    class Flag(metaclass=Stands):
        """True or false: bool."""

        plain = bool

    class Month(metaclass=Stands):
        """A calendar month `YYYY-MM`: str."""

        plain = str


READERS: Final[Mapping[object, Callable[[object], object]]] = {
    Instant: read_instant,
    Day: read_date,
    Duration: read_target_time,
    Money: read_money,
    Amount: read_amount,
    Whole: read_whole,
    Positive: read_positive,
    Percent: read_percent,
    Months: read_months,
    Flag: read_flag,
    Month: read_month,
}
"""How a string becomes a value, by the class that stands for it in annotations."""

PATTERNS: Final[Mapping[object, tuple[str, str]]] = {
    Instant: (INSTANT_PATTERN, "A time with its offset from UTC"),
    Day: (DATE_PATTERN, "A day"),
    Duration: (r"^(?=.)(\d+d)?(\d+h)?(\d+m)?(\d+s)?$", "A length of running time; d is 24 hours"),
    Money: (MONEY_PATTERN, "An amount with two decimals, in quotes"),
    Amount: (AMOUNT_PATTERN, "An amount with two decimals, in quotes; less than nothing on a counter-entry"),
    Whole: (WHOLE_PATTERN, "A whole number"),
    Positive: (POSITIVE_PATTERN, "A whole number from 1"),
    Percent: (PERCENT_PATTERN, "A percentage"),
    Months: (MONTHS_PATTERN, "Calendar months"),
    Flag: (r"^(true|false)$", "true or false"),
    Month: (MONTH_PATTERN, "A calendar month"),
}
"""What the published JSON Schemas say of each value."""
