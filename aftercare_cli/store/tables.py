"""CSV tables: ledgers, price lists, the roster."""

import csv
import io
from difflib import get_close_matches
from typing import TypeVar

import msgspec
from msgspec import inspect

from aftercare_cli.model.finding import Finding
from aftercare_cli.model.text import say
from aftercare_cli.model.values import shown
from aftercare_cli.store.decode import Problem, decode
from aftercare_cli.store.files import UnreadableError, unreadable

Row = TypeVar("Row", bound=msgspec.Struct)


def read_rows(kind: type[Row], data: bytes, path: str) -> tuple[list[Row], list[Finding]]:
    """Read the rows of a table whose first line names the columns, in any order; a wrong row is a finding and left out.

    An empty cell is a value that is not there. Raises UnreadableError where the table as a whole cannot be read.
    """
    reader = csv.reader(io.StringIO(data.decode(), newline=""), strict=True)
    rows: list[Row] = []
    findings: list[Finding] = []
    line = 1
    try:
        header = next(reader, None)
        if not header:
            raise unreadable(path, "no-header", say("has no header line that names its columns"), None, (1, 1))
        columns = _columns(kind, header, path)
        line = reader.line_num + 1
        position = 0
        for cells in reader:
            if cells:
                row = _row(kind, columns, cells)
                if isinstance(row, list):
                    findings.extend(_finding(problem, columns, path, position, line) for problem in row)
                else:
                    rows.append(row)
                position += 1
            line = reader.line_num + 1
    except csv.Error as error:
        text = say("is not valid CSV: {reason}", reason=str(error))
        hint = say("close the quotes around a cell; a quote inside them is written twice")
        raise UnreadableError(*findings, Finding("csv-syntax", "error", path, (), text, hint, line, 1)) from None
    return rows, findings


def _row(kind: type[Row], columns: list[str], cells: list[str]) -> Row | list[Problem]:
    if len(cells) == len(columns):
        return decode(kind, {name: cell for name, cell in zip(columns, cells, strict=True) if cell != ""})
    text = say("has {count} cells where the header has {expected}", count=len(cells), expected=len(columns))
    return [Problem("cell-count", (), text, say("put cells that hold a comma in double quotes"))]


def _finding(problem: Problem, columns: list[str], path: str, position: int, line: int) -> Finding:
    text, column = problem.text, 1
    if problem.field:
        name = str(problem.field[0])
        text = say("{column}: {text}", column=name, text=problem.text)
        column = columns.index(name) + 1
    return Finding(problem.code, "error", path, (position, *problem.field), text, problem.hint, line, column)


def _columns(kind: type[msgspec.Struct], header: list[str], path: str) -> list[str]:
    info = inspect.type_info(kind)
    assert isinstance(info, inspect.StructType)  # noqa: S101 - every row type is a Struct
    fields = {field.encode_name: field for field in info.fields}
    findings = []
    for position, name in enumerate(header):
        if name not in fields:
            near = get_close_matches(name, fields, 1, 0.6)
            known = say("columns here are {names}", names=", ".join(fields))
            hint = say("did you mean {name}?", name=near[0]) if near else known
            text = say("unknown column {name}", name=shown(name))
            findings.append(Finding("unknown-column", "error", path, (), text, hint, 1, position + 1))
        elif name in header[:position]:
            text = say("the column {name} is given twice", name=name)
            findings.append(Finding("duplicate-column", "error", path, (), text, None, 1, position + 1))
    for name, field in fields.items():
        if field.required and name not in header:
            text = say("the column {name} is missing", name=name)
            findings.append(Finding("missing-column", "error", path, (), text, say("add it to the header"), 1, 1))
    if findings:
        raise UnreadableError(*findings)
    return header
