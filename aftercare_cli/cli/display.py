"""How values look to people: times in the workspace's timezone, durations, text without tricks."""

import datetime as dt
import re
import unicodedata
from functools import lru_cache
from typing import Final

from aftercare_cli.cli.i18n import _

# Compiled when they are first used: classes this wide take milliseconds, for which few commands have a use.
_TRICKS: Final = "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"

_OPEN: Final = "（【《“‘"
_CLOSE: Final = "，。；：！？、）】》”’…"
_WIDE: Final = "\u2e80-\u9fff\uf900-\ufaff"
_PIECES: Final = rf"\s+|[{_OPEN}]*(?:[{_WIDE}]|[^\s{_WIDE}{_OPEN}{_CLOSE}]+)?[{_CLOSE}]*"
"""What a line may break before: a space, a word, a Chinese character; punctuation stays with what it belongs to."""


def visible(text: str) -> str:
    r"""Give a text with what a terminal would act on made visible: ESC as `\x1b`, a right-to-left mark as `\u200f`."""
    # Every one of them is a sign that is not printable.
    return text if text.isprintable() else re.sub(_TRICKS, lambda found: _escaped(found[0]), text)


def _escaped(character: str) -> str:
    if character == "\n":
        return "⏎"
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"  # noqa: PLR2004 - one byte


def moment(value: dt.datetime, timezone: dt.tzinfo) -> str:
    """Give a time in the workspace's timezone: minutes, and seconds only where there are some."""
    local = value.astimezone(timezone)
    return local.isoformat(" ", "seconds")[:19] if local.second else local.isoformat(" ", "minutes")[:16]


def iso(value: dt.datetime, timezone: dt.tzinfo) -> str:
    """Give a time for other programs: ISO 8601 to the second, with the workspace's offset."""
    return value.astimezone(timezone).isoformat(timespec="seconds")


def length(value: dt.timedelta) -> str:
    """Give a duration in days, hours, minutes and seconds, without those that are nought."""
    seconds = int(value.total_seconds())
    sign = "-" if seconds < 0 else ""
    days, seconds = divmod(abs(seconds), 86400)
    hours, seconds = divmod(seconds, 3600)
    minutes, seconds = divmod(seconds, 60)
    # The space behind a unit is part of its text: Chinese has none.
    parts = [
        _("{n} d ").format(n=days) if days else "",
        _("{n} h ").format(n=hours) if hours else "",
        _("{n} min ").format(n=minutes) if minutes else "",
        _("{n} s ").format(n=seconds) if seconds or not (days or hours or minutes) else "",
    ]
    return sign + "".join(parts).rstrip()


def width(text: str) -> int:
    """Give how many columns of a terminal a text takes: CJK characters take two, combining marks none."""
    return len(text) if text.isascii() else _wide(text)


@lru_cache(maxsize=4096)
def _wide(text: str) -> int:
    """Give the columns of a text with other than ASCII characters; tables repeat most of theirs."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )


def wrapped(text: str, limit: int) -> list[str]:
    """Break a text into lines of at most `limit` columns, between words and between Chinese characters."""
    lines: list[str] = []
    line = ""
    for piece in re.findall(_PIECES, text):
        if width(line + piece.rstrip()) > limit and line:
            lines.append(line.rstrip())
            line = ""
        line += piece if line or piece.strip() else ""
    return [*lines, line.rstrip()] if line.strip() else lines
