"""The sheet as the engineer filled it in on the road: a CSV file."""

import csv
import io
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Final

from aftercare_cli.cli.context import Session
from aftercare_cli.cli.display import visible
from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.output import SPREADSHEET_FORMULA, talk
from aftercare_cli.cli.sheets import Entered, result_of
from aftercare_cli.cli.translate import translate
from aftercare_cli.cli.words import outcome_word, picture_fault_word
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.service import CheckResult
from aftercare_cli.model.text import say
from aftercare_cli.rules.outcomes import MARKS, OUTCOMES
from aftercare_cli.rules.sheet import Sheet
from aftercare_cli.store.encoding import plain_text
from aftercare_cli.store.files import TABLE_LIMIT, UnreadableError

COLUMNS: Final = ("check", "equipment", "title", "location", "result", "grade", "marks", "note")
"""The columns of the sheet that is filled in on the road."""
_IGNORED: Final = frozenset({"title", "location", "group", "standard", "category", "model", "serial", "ticket"})
"""Columns that are there for whoever fills it in."""
_STDIN: Final = "-"
_SEPARATORS: Final = str.maketrans(dict.fromkeys(";；,，、/|", " "))


class SheetFileError(AftercareError):
    """A file that is no sheet, or one with wrong rows."""


def results_in(session: Session, sheet: Sheet, file: str) -> list[CheckResult]:
    """Give the results in a file; rows without one are left out.

    Every wrong row is told on stderr with its line; raises SheetFileError then.
    """
    name = _("standard input") if file == _STDIN else file
    results: dict[tuple[str, str | None], tuple[int, CheckResult]] = {}
    wrong = 0
    for line, entered in _rows(given_text(session, file, name).decode(), name):
        if entered.result is None and entered.grade is None:
            if entered.note or entered.marks:
                talk(
                    _("{file}:{line}: note: there is no result, so the row is left out").format(
                        file=visible(name), line=line
                    )
                )
            continue
        try:
            found = result_of(sheet, entered)
            first, _found = results.setdefault((found.check, found.equipment), (line, found))
            if first != line:
                raise SheetFileError(say("the same line of the sheet stands in line {first} already", first=first))
        except AftercareError as error:
            wrong += 1
            talk(_("{file}:{line}: error: {text}").format(file=visible(name), line=line, text=translate(error.text)))
            if error.hint is not None:
                talk("    " + _("hint: {hint}").format(hint=translate(error.hint)))
    if wrong:
        raise SheetFileError(
            say("{file} was not taken: rows that are wrong: {count}", file=name, count=wrong),
            say("nothing was written; correct them, and give the file again"),
        )
    if not results:
        raise SheetFileError(
            say("no row of {file} has a result", file=name), say("fill in the column {name}", name="result")
        )
    return [found for _line, found in results.values()]


def given_text(session: Session, file: str, name: str) -> bytes:
    """Read a file that people may have saved anywhere, or a pipe; raises SheetFileError where it is not UTF-8 text."""
    try:
        if file == _STDIN:
            data = sys.stdin.buffer.read(TABLE_LIMIT + 1)
        else:
            with (session.folder / file).open("rb") as stream:
                data = stream.read(TABLE_LIMIT + 1)
    except OSError as error:
        raise SheetFileError(say("{file} cannot be read: {reason}", file=name, reason=error.strerror)) from None
    if len(data) > TABLE_LIMIT:
        raise SheetFileError(say("{file} is larger than any sheet", file=name))
    try:
        return plain_text(data, name)
    except UnreadableError as error:
        found = error.findings[0]
        hint = say("save it as CSV UTF-8") if found.code == "not-utf8" else found.hint
        raise SheetFileError(say("{file}: {text}", file=name, text=found.text), hint) from None


def _rows(text: str, name: str) -> Iterator[tuple[int, Entered]]:
    """Yield what each row says, with the line it begins on (from 1); raises SheetFileError for what is no table."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] | None = None
    line = 1
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                pass
            elif header is None:
                header = _header(cells, name)
            else:
                yield line, _entered(header, cells, name, line)
            line = reader.line_num + 1
    except csv.Error as error:
        raise SheetFileError(
            say("{file}, line {line}: is not valid CSV: {reason}", file=name, line=line, reason=str(error)),
            say("close the quotes around a cell; a quote inside them is written twice"),
        ) from None
    if header is None:
        raise SheetFileError(
            say("{file} is empty", file=name), say("the first line names the columns: {names}", names=",".join(COLUMNS))
        )


def refuse_other_separators(header: Sequence[str], name: str) -> None:
    """Raise SheetFileError where the columns of a file are separated by something else than commas."""
    signs = {";": say("semicolons"), "\t": say("tabs"), "，": say("full-width commas")}
    for sign, word in signs.items():
        if len(header) == 1 and sign in header[0]:
            raise SheetFileError(
                say("the cells of {file} are separated by {sign}", file=name, sign=word),
                say("save it as CSV separated by commas (CSV UTF-8)"),
            )


def _header(cells: list[str], name: str) -> list[str]:
    """Give the names of the columns; raises SheetFileError for one that is unknown, twice there, or missing."""
    refuse_other_separators(cells, name)
    header = [cell.strip().lower() for cell in cells]
    for column in header:
        if column and column not in COLUMNS and column not in _IGNORED:
            near = get_close_matches(column, COLUMNS, 1, 0.6)
            raise SheetFileError(
                say("{file} has an unknown column {name}", file=name, name=column),
                say("did you mean {name}?", name=near[0])
                if near
                else say("columns here are {names}", names=", ".join(COLUMNS)),
            )
        if column and header.count(column) > 1:
            raise SheetFileError(say("the column {name} is given twice", name=column))
    missing = [column for column in ("check", "result") if column not in header]
    if missing:
        raise SheetFileError(
            say("{file} has no column {name}", file=name, name=missing[0]),
            say("aftercare inspect show ID --format csv gives the sheet to fill in"),
        )
    return header


def _entered(header: list[str], cells: list[str], name: str, line: int) -> Entered:
    if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
        raise SheetFileError(
            say(
                "{file}, line {line}: has {count} cells where the header has {expected}",
                file=name,
                line=line,
                count=len(cells),
                expected=len(header),
            ),
            say("put cells that hold a comma in double quotes"),
        )
    if any(cell.strip() for column, cell in zip(header, cells, strict=False) if not column):
        raise SheetFileError(
            say("{file}, line {line}: something stands in a column without a name", file=name, line=line),
            say("put it into the column note, or delete it"),
        )
    told = {column: _cell(cell) for column, cell in zip(header, cells, strict=False)}
    result = told.get("result")
    marks = (told.get("marks") or "").translate(_SEPARATORS).split()
    return Entered(
        check=told.get("check") or "",
        equipment=told.get("equipment"),
        result=None if result is None else _code(result, OUTCOMES, outcome_word),
        grade=told.get("grade"),
        marks=tuple(_code(mark, MARKS, picture_fault_word) for mark in marks),
        note=told.get("note"),
    )


def _cell(text: str) -> str | None:
    """Give what a cell says, without the sign that keeps a spreadsheet from running it as a formula."""
    told = text.strip()
    if told.startswith("'") and told[1:].startswith(SPREADSHEET_FORMULA):
        told = told[1:]
    return told or None


def _code(word: str, known: Iterable[str], word_for: Callable[[str], str]) -> str:
    """Give the identifier for a word, which may be that of the reader's language."""
    folded = word.lower()
    return next((code for code in known if folded in {code, word_for(code).lower()}), word)
