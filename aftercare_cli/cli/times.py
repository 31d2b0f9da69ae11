"""Times as people type them; files hold ISO 8601 only."""

import contextlib
import datetime as dt
import re
from typing import Final

from aftercare_cli.model.errors import AftercareError, InvalidValueError
from aftercare_cli.model.text import say
from aftercare_cli.model.values import read_duration

# Compiled when they are first used: few commands are told a time.
_ISO: Final = r"(\d{4}-\d{2}-\d{2})[T ](\d{1,2}:\d{2}(?::\d{2})?)\s*(Z|[+-]\d{2}:\d{2})?"
_DAY: Final = r"\d{4}-\d{2}-\d{2}"
_MONTH: Final = r"\d{4}-\d{2}"
_LOOSE_DAY: Final = r"(?:(\d{4})[-/])?(\d{1,2})[-/](\d{1,2})(?=[T ]|$)"
_CLOCK: Final = r"(?:([^\d\s]+)\s*)?(\d{1,2}:\d{2}(?::\d{2})?)"
_AGO: Final = r"(?:(\d+) ?d(?:ays?)?)? ?(?:(\d+) ?h(?:ours?)?)? ?(?:(\d+) ?m(?:in(?:ute)?s?)?)? ago"
_AGO_ZH: Final = r"(?:(\d+) ?天)? ?(?:(\d+) ?(?:个)?小时)? ?(?:(\d+) ?分钟?)?前"
_DAYS: Final = {
    None: 0, "today": 0, "yesterday": -1, "tomorrow": 1, "今天": 0, "昨天": -1, "前天": -2, "明天": 1,
}  # fmt: skip
_NOW: Final = frozenset({"now", "现在", "刚才"})


class TimeInputError(AftercareError):
    """A time that cannot be read, or that the timezone does not have, or has twice."""


class WrongDurationError(AftercareError):
    """A length of time that cannot be read."""


def read_time(text: str, now: dt.datetime, timezone: dt.tzinfo) -> dt.datetime:
    """Read a moment: ISO 8601, `14:30`, `yesterday 14:30`, `昨天 14:30`, `2h ago`, `2小时前`, a day, `now`.

    `2026/11/24 9:05` and `11-24 9:05`, of this year, are read too, and the full-width colon.

    A day stands for its midnight. Without an offset it is read in `timezone`; the result has the offset that `timezone`
    has then, as a fixed one, so that sums with it are sums of real time. Raises TimeInputError.
    """
    today = now.astimezone(timezone)
    try:
        read = _read(_regular(text, today.year), today, timezone)
        found = None if read is None else fixed(read, timezone)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise TimeInputError(
            say("{text} is not a time", text=text),
            say("write 2026-11-22T14:30, 14:30, yesterday 14:30 or 2h ago, with an offset where it matters"),
        )
    return found


def fixed(moment: dt.datetime, timezone: dt.tzinfo) -> dt.datetime:
    """Give a moment with the offset that `timezone` has then, and no rules for other times of the year."""
    offset = moment.astimezone(timezone).utcoffset()
    return moment.astimezone(dt.timezone(offset or dt.timedelta()))


def read_day_or_time(text: str, now: dt.datetime, timezone: dt.tzinfo, *, is_end: bool = False) -> dt.datetime:
    """Read an end of a window: a day or a month (`yesterday`, `2026-11`) stands for its first moment.

    As an end it stands for the first moment after it.
    """
    days = _days(text, now.astimezone(timezone).date())
    if days is not None:
        midnight = dt.datetime.combine(days[1] if is_end else days[0], dt.time(), timezone)
        # The first and the last days of the calendar may lie beyond it in UTC: they are no times then.
        with contextlib.suppress(OverflowError):
            # By way of UTC: where the clocks skip midnight, a day begins when they do.
            return fixed(midnight.astimezone(dt.UTC), timezone)
    found = read_time(text, now, timezone)
    return found + dt.timedelta(seconds=1) if is_end else found


def read_day(text: str, now: dt.datetime, timezone: dt.tzinfo) -> dt.date:
    """Read a day: `2026-11-22`, `11-22` of this year, `yesterday`, `昨天`; raises TimeInputError."""
    days = _days(text, now.astimezone(timezone).date())
    if days is None or days[1] - days[0] != dt.timedelta(days=1):
        raise TimeInputError(
            say("{text} is not a day", text=text), say("write a day like {example}, or yesterday", example="2026-11-22")
        )
    return days[0]


def read_horizon(within: str, now: dt.datetime) -> dt.datetime:
    """Give the end of the time that is looked ahead, such as `8h` or `7d`; raises WrongDurationError."""
    try:
        return now + read_duration(within)
    except InvalidValueError as error:
        raise WrongDurationError(error.text, error.hint) from None
    except OverflowError:
        raise WrongDurationError(say("{value} is longer than any promise", value=within)) from None


def _days(text: str, today: dt.date) -> tuple[dt.date, dt.date] | None:
    """Give the first day of a day or a month, and the first one after it; None for anything else."""
    words = _regular(text, today.year)
    try:
        if re.fullmatch(_MONTH, words):
            first = dt.date.fromisoformat(f"{words}-01")
            return first, (first + dt.timedelta(days=31)).replace(day=1)
        if words.lower() in _DAYS:
            first = today + dt.timedelta(days=_DAYS[words.lower()])
        elif re.fullmatch(_DAY, words):
            first = dt.date.fromisoformat(words)
        else:
            return None
        return first, first + dt.timedelta(days=1)
    except (ValueError, OverflowError):
        return None


def _regular(text: str, year: int) -> str:
    """Give a time with an ordinary colon, and a day that begins it as `2026-11-24`; without a year it is of `year`."""
    words = text.strip().replace("：", ":")
    if day := re.match(_LOOSE_DAY, words):
        return f"{day[1] or year:0>4}-{day[2]:0>2}-{day[3]:0>2}{words[day.end() :]}"
    return words


def _read(words: str, now: dt.datetime, timezone: dt.tzinfo) -> dt.datetime | None:
    if words.lower() in _NOW:
        return now
    if (ago := re.fullmatch(_AGO, words.lower()) or re.fullmatch(_AGO_ZH, words)) and any(ago.groups()):
        days, hours, minutes = (int(part or 0) for part in ago.groups())
        return now.astimezone(dt.UTC) - dt.timedelta(days=days, hours=hours, minutes=minutes)
    if (iso := re.fullmatch(_ISO, words)) and iso[3]:
        return dt.datetime.fromisoformat(f"{iso[1]}T{iso[2]:0>5}{iso[3]}")
    wall = _wall(words, now.date())
    return None if wall is None else placed(wall, timezone)


def _wall(words: str, today: dt.date) -> dt.datetime | None:
    """Give what the wall clock shows at a time without an offset."""
    if iso := re.fullmatch(_ISO, words):
        return dt.datetime.fromisoformat(f"{iso[1]}T{iso[2]:0>5}")
    if re.fullmatch(_DAY, words):
        return dt.datetime.combine(dt.date.fromisoformat(words), dt.time())
    clock = re.fullmatch(_CLOCK, words)
    named = clock[1].lower() if clock and clock[1] else None
    if clock is None or named not in _DAYS:
        return None
    return dt.datetime.combine(today + dt.timedelta(days=_DAYS[named]), dt.time.fromisoformat(f"{clock[2]:0>5}"))


def placed(wall: dt.datetime, timezone: dt.tzinfo) -> dt.datetime:
    """Give the moment at which the wall clock of `timezone` shows `wall`; raises TimeInputError for none, or two."""
    first, second = (wall.replace(tzinfo=timezone, fold=fold).astimezone(dt.UTC) for fold in (0, 1))
    if first == second:
        return first
    if first.astimezone(timezone).replace(tzinfo=None) == wall:
        raise TimeInputError(
            say("{wall} comes twice in {zone}: the clocks are set back", wall=wall, zone=str(timezone)),
            say(
                "write the offset too: {first} or {second}",
                first=_offset(first, timezone),
                second=_offset(second, timezone),
            ),
        )
    raise TimeInputError(
        say("{wall} does not exist in {zone}: the clocks are set forward", wall=wall, zone=str(timezone)),
        say("write the time that the clock showed"),
    )


def _offset(moment: dt.datetime, timezone: dt.tzinfo) -> str:
    return moment.astimezone(timezone).isoformat()
