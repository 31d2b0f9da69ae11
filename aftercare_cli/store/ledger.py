"""Adding rows to the end of a CSV table, so that no other row changes: its line ends, its columns, its quotes stay."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from aftercare_cli.model.kinds import KindName
from aftercare_cli.store.encoding import BOM

HEADERS: Final[Mapping[KindName, tuple[str, ...]]] = {
    "spare": ("at", "model", "quantity", "type", "serial", "by", "note"),
}
"""The columns of a new table, in order; others are added when a row needs them."""
_SIGN: Final = re.compile('[",]|\r\n|\r|\n')
_SPECIAL: Final = frozenset('",\r\n')


def new_table(header: Sequence[str], rows: Sequence[Mapping[str, str]]) -> bytes:
    """Give a new table with `rows` in it."""
    columns = [*header, *_missing(header, rows)]
    return "".join(f"{line}\n" for line in [line_of(columns), *_lines(columns, rows)]).encode()


def extended(table: bytes, rows: Sequence[Mapping[str, str]]) -> bytes:
    """Give a table that can be read with `rows` at its end.

    A column that it lacks is added to its header only where one of the rows has a value for it; every other row gets an
    empty cell then.
    """
    mark = BOM if table.startswith(BOM) else b""
    lines = list(_records(table[len(mark) :].decode()))
    header = next(csv.reader([lines[0][0]]))
    missing = _missing(header, rows)
    if missing:
        lines = [
            (f"{body},{line_of(missing) if not place else ',' * (len(missing) - 1)}" if body else body, end)
            for place, (body, end) in enumerate(lines)
        ]
    end = lines[0][1] or "\n"
    text = "".join(body + (ended or end) for body, ended in lines)
    text += "".join(line + end for line in _lines([*header, *missing], rows))
    return mark + text.encode()


def _missing(header: Sequence[str], rows: Sequence[Mapping[str, str]]) -> list[str]:
    return list(dict.fromkeys(key for row in rows for key in row if key not in header))


def _lines(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> list[str]:
    return [line_of([row.get(column, "") for column in columns]) for row in rows]


def line_of(cells: Sequence[str]) -> str:
    """Give a row without its line end."""
    # Older versions of the csv module do not quote a lone carriage return.
    return ",".join('"{}"'.format(cell.replace('"', '""')) if _SPECIAL & {*cell} else cell for cell in cells)


def _records(text: str) -> Iterator[tuple[str, str]]:
    """Yield the rows of a table as they stand, each with its line end; a line end inside quotes is none."""
    row = cell = place = 0
    while found := _SIGN.search(text, place):
        place = found.end()
        if found[0] == '"':
            # A quote within a cell that does not begin with one is a character like any other.
            if found.start() == cell:
                place = _behind_quotes(text, place)
            continue
        if found[0] != ",":
            yield text[row : found.start()], found[0]
            row = place
        cell = place
    if row < len(text):
        yield text[row:], ""


def _behind_quotes(text: str, place: int) -> int:
    """Give the place behind the quote that ends a cell; two of them are one that is part of it."""
    while text[place : place + 2] == '""' or text[place] != '"':
        place += 2 if text[place] == '"' else 1
    return place + 1
