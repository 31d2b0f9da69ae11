"""The language a document is written in: how dates, amounts and the field's words look on paper.

Documents know no catalogue. Whoever renders hands one over, bound to the document's language.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from zoneinfo import ZoneInfo

import msgspec

from aftercare_cli.model.text import Text
from aftercare_cli.model.vocabulary import Language

BLANK = "/"
"""What stands on paper where there is nothing to say: an empty cell might be filled in later."""

Words = Callable[[str], str]


class Tongue(msgspec.Struct, frozen=True, eq=False):
    """A language, ready to write with; each is only itself, so that what is prepared for it can be kept.

    `gettext` and `ngettext` look texts up, `say` gives a sentence of the core. `words` turn identifiers into the
    field's words, by kind: promise, state, event, cause and so on. `timezone` is the workspace's.
    """

    code: Language
    timezone: ZoneInfo
    gettext: Callable[[str], str]
    ngettext: Callable[[str, str, int], str]
    say: Callable[[Text], str]
    words: Mapping[str, Words]

    @property
    def is_chinese(self) -> bool:
        """Say whether the document is in Chinese."""
        return self.code == "zh-CN"

    def word(self, kind: str, identifier: str | None) -> str:
        """Give the word for an identifier of a kind; `/` where there is none."""
        return BLANK if identifier is None else self.words[kind](identifier)

    def day(self, value: dt.date | None) -> str:
        """Give a day as it stands on paper: `2026年03月05日`, `5 March 2026`."""
        if value is None:
            return BLANK
        if self.is_chinese:
            return f"{value.year}年{value.month:02d}月{value.day:02d}日"
        return f"{value.day} {self.month_name(value.month)} {value.year}"

    def month(self, value: str) -> str:
        """Give a month `2026-03`: `2026年03月`, `March 2026`."""
        year, month = value.split("-")
        return f"{year}年{month}月" if self.is_chinese else f"{self.month_name(int(month))} {year}"

    def month_name(self, month: int) -> str:
        """Give the English name of a month from 1 to 12."""
        return _MONTHS[month - 1]

    def moment(self, value: dt.datetime | None) -> str:
        """Give a moment in the workspace's timezone, to the minute; seconds only where there are some."""
        if value is None:
            return BLANK
        local = value.astimezone(self.timezone)
        return (
            f"{self.day(local.date())} {local:%H:%M:%S}" if local.second else f"{self.day(local.date())} {local:%H:%M}"
        )

    def short(self, value: dt.datetime | None) -> str:
        """Give a moment for the cell of a table, `2026-03-05 09:30`."""
        if value is None:
            return BLANK
        local = value.astimezone(self.timezone)
        return f"{local:%Y-%m-%d %H:%M:%S}" if local.second else f"{local:%Y-%m-%d %H:%M}"

    def money(self, value: Decimal | None) -> str:
        """Give an amount with its sign and two decimals: `¥1,234.50`."""
        if value is None:
            return BLANK
        return f"-¥{-value:,.2f}" if value < 0 else f"¥{value:,.2f}"

    def length(self, value: dt.timedelta) -> str:
        """Give a length of time in days, hours and minutes: `3小时20分钟`, `3 h 20 min`."""
        minutes, seconds = divmod(int(abs(value).total_seconds()), 60)
        hours, minutes = divmod(minutes, 60)
        days, hours = divmod(hours, 24)
        units = ("天", "小时", "分钟", "秒") if self.is_chinese else (" d", " h", " min", " s")
        parts = [f"{count}{unit}" for count, unit in zip((days, hours, minutes, seconds), units, strict=True) if count]
        told = ("" if self.is_chinese else " ").join(parts) or f"0{units[2]}"
        return f"-{told}" if value < dt.timedelta() else told

    def either(self, chinese: str | None, english: str | None) -> str:
        """Give the text in the document's language, where a record has both; else the one there is."""
        first, second = (chinese, english) if self.is_chinese else (english, chinese)
        return first or second or BLANK

    def listed(self, parts: "list[str] | tuple[str, ...]") -> str:
        """Give several texts as one, with the language's own comma; `/` for none."""
        return ("、" if self.is_chinese else ", ").join(parts) or BLANK


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
