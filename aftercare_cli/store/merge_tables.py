"""A merged table as text: the rows of ours as they stand, in them those of theirs."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from aftercare_cli.model.text import say
from aftercare_cli.store.files import unreadable
from aftercare_cli.store.ledger import line_of
from aftercare_cli.store.line_reader import Node
from aftercare_cli.store.merge_plan import SIDES, Chosen, Clash, Items, Side, Value, settled
from aftercare_cli.store.merge_text import Markers


class Table(NamedTuple):
    """A table: its columns, the line that names them, and each row's cells and lines (LF)."""

    columns: list[str]
    header: str
    rows: Sequence[Mapping[str, str]]
    texts: list[str]

    @property
    def tree(self) -> list[Node]:
        """What the rows say: empty cells say nothing."""
        return [{key: value for key, value in row.items() if value} for row in self.rows]


def read_table(text: str, path: str) -> Table:
    """Read a table whose lines end in LF; raises UnreadableError for one whose rows do not fit its header, or for none.

    An empty text is a table without columns.
    """
    lines = io.StringIO(text, newline="").readlines()
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    parsed = list(_parsed(lines, path))
    if not parsed:
        return Table([], "", [], [])
    (columns, header), *rest = parsed
    if not columns or len({*columns}) < len(columns) or any(len(cells) != len(columns) for cells, _ in rest):
        raise unreadable(path, "cell-count", say("has rows that do not fit its header"))
    rows = [dict(zip(columns, cells, strict=True)) for cells, _ in rest]
    return Table(columns, header, rows, [written for _, written in rest])


def _parsed(lines: Sequence[str], path: str) -> Iterator[tuple[list[str], str]]:
    """Yield the cells of each row with its lines, and the blank ones above it."""
    reader = csv.reader(iter(lines), strict=True)
    begin = 0
    try:
        for cells in reader:
            if cells:
                yield cells, "".join(lines[begin : reader.line_num])
                begin = reader.line_num
    except csv.Error as error:
        raise unreadable(path, "csv-syntax", say("is not valid CSV: {reason}", reason=str(error))) from None


def merged_table(plan: Items, ours: Table, theirs: Table, markers: Markers) -> str:
    """Give the text of a merged table: the columns of ours, and behind them those of theirs that a row needs."""
    used = {key for side in SIDES for row in _settled(plan, side) for key in row}
    columns = [*ours.columns, *(key for key in theirs.columns if key not in ours.columns and key in used)]
    lines = [ours.header if columns == ours.columns else f"{line_of(columns)}\n"]
    for part in plan.parts:
        mine, other = (
            [] if at is None else [table.texts[at] if table.columns == columns else _row(table.rows[at], columns)]
            for table, at in ((ours, part.slot.ours), (theirs, part.slot.theirs))
        )
        match part.plan:
            case Chosen(side=side):
                lines += mine if side == "ours" else other
            case Clash():
                lines += markers.around(mine, other)
            case _:
                # A row whose cells were changed on both sides.
                first, second = ([_row(_cells(settled(part.plan, side)), columns)] for side in SIDES)
                lines += first if first == second else markers.around(first, second)
    return "".join(lines)


def _settled(plan: Items, side: Side) -> list[Mapping[str, str]]:
    return [_cells(settled(part.plan, side)) for part in plan.parts]


def _cells(row: Value) -> Mapping[str, str]:
    return {key: str(value) for key, value in row.items()} if isinstance(row, dict) else {}


def _row(cells: Mapping[str, str], columns: Sequence[str]) -> str:
    return line_of([cells.get(column, "") for column in columns]) + "\n"
