"""Where a finding is in its file: line, column, and the line itself."""

import csv
import io
import re
from functools import lru_cache
from pathlib import Path

import msgspec

from aftercare_cli.model.finding import Field, Finding
from aftercare_cli.model.kinds import KINDS
from aftercare_cli.model.secrets import masked
from aftercare_cli.store.encoding import plain_text
from aftercare_cli.store.files import RECORD_LIMIT, TABLE_LIMIT, UnreadableError, read_bytes
from aftercare_cli.store.tables import read_rows

_LINE_LIMIT = 160
_break = re.compile("\r\n|\r|\n")


class Place(msgspec.Struct, frozen=True):
    """A line and column (from 1), the line's text, and the line of the fact that is contradicted, if there is one."""

    line: int
    column: int
    text: str = ""
    against_line: int = 0


def place(root: Path, finding: Finding) -> Place:
    """Find where a finding is; the file is read again, which only files with a finding pay for."""
    try:
        data = read_bytes(str(root), finding.path, TABLE_LIMIT) if finding.path else b""
    except UnreadableError:
        return Place(finding.line or 1, finding.column or 1)
    line, column = finding.line, finding.column
    if not line:
        line, column = _locate(data, finding.field, finding.path)
    against_line = _locate(data, finding.against, finding.path)[0] if finding.against else 0
    told = data.decode(errors="replace").removeprefix("\ufeff")
    # Whatever is wrong with a line, a password on it is not shown.
    lines = _break.split(masked(told))
    text = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    return Place(line, column, text[:_LINE_LIMIT], against_line)


def _locate(data: bytes, field: Field, path: str) -> tuple[int, int]:
    if not path.endswith(".csv"):
        from aftercare_cli.store.positions import locate  # noqa: PLC0415 - PyYAML is slow to import

        return locate(data, field) if len(data) <= RECORD_LIMIT else (1, 1)
    if not field:
        return 1, 1
    header, begins = _rows(data, path)
    column = header.index(str(field[1])) + 1 if len(field) > 1 and str(field[1]) in header else 1
    row = field[0]
    return (begins[row], column) if isinstance(row, int) and row < len(begins) else (1, 1)


@lru_cache(maxsize=4)
def _rows(data: bytes, path: str) -> tuple[list[str], list[int]]:
    """Give a table's header, and the line on which each of its right rows begins."""
    left_out = _left_out(data, path)
    reader = csv.reader(io.StringIO(data.decode(errors="replace"), newline=""))
    header = next(reader, [])
    lines: list[int] = []
    following = reader.line_num + 1
    for cells in reader:
        if cells:
            lines.append(following)
        following = reader.line_num + 1
    return header, [line for position, line in enumerate(lines) if position not in left_out]


def _left_out(data: bytes, path: str) -> set[str | int]:
    """Give the rows of a table that are wrong: whoever finds something in the others has never seen them."""
    kind = next((kind for kind in KINDS if path.startswith(f"records/{kind.folder or kind.place}")), None)
    if kind is None or not kind.is_table:
        return set()
    try:
        return {found.field[0] for found in read_rows(kind.type, plain_text(data, path), path)[1]}
    except UnreadableError:
        return set()
