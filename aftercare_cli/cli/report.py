"""What is listed or reported, apart from how it is given: sections of tables for people, one document for programs."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

import msgspec

Cell = str | int | dt.datetime | dt.date | dt.timedelta | bool | None
Tone = Literal["bad", "warn", "good", "quiet", ""]


class Column(msgspec.Struct, frozen=True):
    """A column: its key for programs, its title for people.

    Text of a column that `is_code` (a telephone number) is no formula to a spreadsheet. Where a terminal is narrow, one
    that `may_wrap` gives way, and one that `is_detail` is left out.
    """

    key: str
    title: str
    is_code: bool = False
    may_wrap: bool = False
    is_detail: bool = False


class Row(msgspec.Struct, frozen=True):
    """A row: a cell for each column, and how much it asks for attention."""

    cells: tuple[Cell, ...]
    tone: Tone = ""


class Section(msgspec.Struct, frozen=True):
    """A titled table; `lead` is a line below the title, `empty` is what is said where there are no rows."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    empty: str = ""
    lead: str = ""


class Report(msgspec.Struct, frozen=True):
    """A list or a report: a title, lines before it, its sections, lines after, and the same as a JSON document.

    `table` is the section whose rows a CSV file holds, `items` are the document's. Where they may be tens of thousands
    they are functions, called only when that form is asked for.
    """

    title: str
    sections: tuple[Section, ...]
    document: Mapping[str, object]
    lead: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    table: Section | Callable[[], Section] | None = None
    items: Callable[[], Iterable[Mapping[str, object]]] | None = None


def columns(*pairs: tuple[str, str]) -> tuple[Column, ...]:
    """Give columns from pairs of key and title; the last one gives way where a terminal is narrow."""
    return tuple(Column(key, title, may_wrap=(key, title) == pairs[-1]) for key, title in pairs)


def rows(cells: Sequence[tuple[Cell, ...]]) -> tuple[Row, ...]:
    """Give rows that ask for no attention."""
    return tuple(Row(row) for row in cells)
