"""Times as people type them; files hold ISO 8601 only."""

import datetime as dt
import re
from typing import Final

from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.text import say

_ISO: Final = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{1,2}:\d{2}(?::\d{2})?)\s*(Z|[+-]\d{2}:\d{2})?")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_CLOCK: Final = re.compile(r"(?:([^\d\s]+)\s*)?(\d{1,2}:\d{2}(?::\d{2})?)")
_AGO: Final = re.compile(r"(?:(\d+) ?d)? ?(?:(\d+) ?h)? ?(?:(\d+) ?m(?:in)?)? ago")
_AGO_ZH: Final = re.compile(r"(?:(\d+) ?天)? ?(?:(\d+) ?(?:个)?小时)? ?(?:(\d+) ?分钟?)?前")
_DAYS: Final = {
    None: 0, "today": 0, "yesterday": -1, "tomorrow": 1, "今天": 0, "昨天": -1, "前天": -2, "明天": 1,
}  # fmt: skip
_NOW: Final = frozenset({"now", "现在", "刚才"})


class TimeInputError(AftercareError):
    """A time that cannot be read, or that the timezone does not have, or has twice."""


def read_time(text: str, now: dt.datetime, timezone: dt.tzinfo) -> dt.datetime:
    """Read a moment: ISO 8601, `14:30`, `yesterday 14:30`, `昨天 14:30`, `2h ago`, `2小时前`, a day, `now`.

    A day stands for its midnight. Without an offset it is read in `timezone`; the result has the offset that `timezone`
    has then, as a fixed one, so that sums with it are sums of real time. Raises TimeInputError.
    """
    words = text.strip()
    try:
        found = _read(words, now.astimezone(timezone), timezone)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise TimeInputError(
            say("{text} is not a time", text=text),
            say("write 2026-11-22T14:30, 14:30, yesterday 14:30 or 2h ago, with an offset where it matters"),
        )
    return fixed(found, timezone)


def fixed(moment: dt.datetime, timezone: dt.tzinfo) -> dt.datetime:
    """Give a moment with the offset that `timezone` has then, and no rules for other times of the year."""
    offset = moment.astimezone(timezone).utcoffset()
    return moment.astimezone(dt.timezone(offset or dt.timedelta()))


def read_day_or_time(text: str, now: dt.datetime, timezone: dt.tzinfo, *, is_end: bool = False) -> dt.datetime:
    """Read an end of a window: a day stands for its first moment, or, as an end, for the first moment after it."""
    found = read_time(text, now, timezone)
    if not is_end:
        return found
    if _DAY.fullmatch(text.strip()):
        return read_time(str(found.astimezone(timezone).date() + dt.timedelta(days=1)), now, timezone)
    return found + dt.timedelta(seconds=1)


def _read(words: str, now: dt.datetime, timezone: dt.tzinfo) -> dt.datetime | None:
    if words.lower() in _NOW:
        return now
    if (ago := _AGO.fullmatch(words.lower()) or _AGO_ZH.fullmatch(words)) and any(ago.groups()):
        days, hours, minutes = (int(part or 0) for part in ago.groups())
        return now.astimezone(dt.UTC) - dt.timedelta(days=days, hours=hours, minutes=minutes)
    if (iso := _ISO.fullmatch(words)) and iso[3]:
        return dt.datetime.fromisoformat(f"{iso[1]}T{iso[2]:0>5}{iso[3]}")
    wall = _wall(words, now.date())
    return None if wall is None else placed(wall, timezone)


def _wall(words: str, today: dt.date) -> dt.datetime | None:
    """Give what the wall clock shows at a time without an offset."""
    if iso := _ISO.fullmatch(words):
        return dt.datetime.fromisoformat(f"{iso[1]}T{iso[2]:0>5}")
    if _DAY.fullmatch(words):
        return dt.datetime.combine(dt.date.fromisoformat(words), dt.time())
    clock = _CLOCK.fullmatch(words)
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
