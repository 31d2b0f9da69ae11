"""Two consoles: stdout is the answer, stderr is talk. Machine formats never pass through Rich."""

import datetime as dt
import io
import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Final

import msgspec

from aftercare_cli.cli import context, display
from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.options import Format
from aftercare_cli.cli.report import Cell, Report, Section, Tone

_STYLES: Final[dict[Tone, str]] = {"bad": "bold red", "warn": "yellow", "good": "green", "quiet": "dim", "": ""}
_GAP: Final = 2
_LEAST_WRAPPED: Final = 12
"""The width that a wrapping column keeps."""
_ITEMS_AT_ONCE: Final = 1_000
_LONG_LIST: Final = 200
"""Rows from which a table is written by the plain formatter also on a terminal: Rich takes half a second for 1,000."""
SPREADSHEET_FORMULA: Final = tuple("=+-@\t\r＝＋－＠")


def show(report: Report, form: Format, timezone: dt.tzinfo) -> None:
    """Write a report to stdout in the form that was asked for."""
    match form:
        case Format.json:
            if report.items is None:
                publish(json_text(report.document))
            else:
                _publish_items(report.document, report.items())
        case Format.csv:
            table = report.table() if callable(report.table) else report.table
            publish(_csv(table or report.sections[0], timezone))
        case Format.md:
            publish(_markdown(report, timezone))
        case Format.html:
            publish(_html(report, timezone))
        case Format.table:
            _table(report, timezone)


def write(text: str) -> None:
    """Write to stdout what people read."""
    sys.stdout.write(text)


def publish(text: str) -> None:
    """Write to stdout what other programs read: in UTF-8, whatever the locale."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.stdout.write(text)


def talk(*lines: str) -> None:
    """Write lines to stderr."""
    sys.stderr.write("".join(f"{line}\n" for line in lines))


def json_text(document: object) -> str:
    """Give a JSON document, indented."""
    try:
        compact = msgspec.json.encode(document, enc_hook=str)
    except UnicodeEncodeError:
        # A path may hold what is no text in UTF-8: rare enough that nothing else waits for this module.
        import json

        compact = json.dumps(document, ensure_ascii=False, default=str).encode(errors="surrogatepass")
    return msgspec.json.format(compact, indent=2).decode(errors="surrogatepass") + "\n"


def _publish_items(document: Mapping[str, object], items: Iterable[Mapping[str, object]]) -> None:
    """Write a JSON document that ends with `items`, some at a time: all of them as one text may not fit in memory."""
    # The layout is that of the whole document: what stands around the items is cut from one without any.
    around = json_text({**document, "items": []})
    begin, end = around[: -len("]\n}\n")], around[-len("]\n}\n") :]
    publish(begin)
    parts = iter(items)
    is_first = True
    while part := list(islice(parts, _ITEMS_AT_ONCE)):
        text = json_text({"items": part})
        # What is left lies between `{ "items": [` and the end of its last item.
        inner = text[text.index("[") + 1 : text.rindex("]")].rstrip()
        publish(inner if is_first else f",{inner}")
        is_first = False
    publish(end if is_first else f"\n  {end}")


def _person(cell: Cell, timezone: dt.tzinfo) -> str:
    match cell:
        case str():
            return display.visible(cell)
        case None:
            return "—"
        case bool():
            return _("yes") if cell else _("no")
        case dt.datetime():
            return display.moment(cell, timezone)
        case dt.timedelta():
            return display.length(cell)
        case _:
            return display.visible(str(cell))


def _machine(cell: Cell, timezone: dt.tzinfo, *, is_code: bool) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case dt.datetime():
            return display.iso(cell, timezone)
        case dt.timedelta():
            return str(int(cell.total_seconds()))
        case str() if cell.startswith(SPREADSHEET_FORMULA) and not is_code:
            # A spreadsheet would run such a cell as a formula.
            return f"'{cell}"
        case _:
            return str(cell)


def _csv(section: Section, timezone: dt.tzinfo) -> str:
    import csv

    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.key for column in section.columns])
    for row in section.rows:
        cells = zip(row.cells, section.columns, strict=True)
        texts = [_machine(cell, timezone, is_code=column.is_code) for cell, column in cells]
        # A lone carriage return would end the row: older versions of the csv module do not quote it.
        writer.writerow([text.replace("\r\n", "\n").replace("\r", "\n") for text in texts])
    return out.getvalue()


def _markdown(report: Report, timezone: dt.tzinfo) -> str:
    blocks = [f"## {_marked(report.title)}", *(_marked(line) for line in report.lead)]
    for section in report.sections:
        if section.title:
            blocks.append(f"### {_marked(section.title)}")
        if section.lead:
            blocks.append(_marked(section.lead))
        if not section.rows:
            blocks.append(_marked(section.empty or _("Nothing to list.")))
            continue
        lines = [[_marked(column.title) for column in section.columns], ["---"] * len(section.columns)]
        lines += [[_toned(_marked(_person(cell, timezone)), row.tone) for cell in row.cells] for row in section.rows]
        blocks.append("\n".join(f"| {' | '.join(line)} |" for line in lines))
    blocks += [_marked(note) for note in report.notes]
    return "\n\n".join(blocks) + "\n"


def _toned(text: str, tone: Tone) -> str:
    return f"**{text}**" if tone == "bad" and text != "—" else text


def _marked(text: str) -> str:
    escaped = display.visible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for sign in "\\`*_[]|#":
        escaped = escaped.replace(sign, f"\\{sign}")
    return escaped


def _html(report: Report, timezone: dt.tzinfo) -> str:
    from aftercare_cli.cli.i18n import spoken
    from aftercare_cli.documents.pages import page
    from aftercare_cli.store.resources import TEMPLATES

    sections = [
        {
            "title": display.visible(section.title),
            "lead": display.visible(section.lead),
            "columns": [column.title for column in section.columns],
            "rows": [
                {"cells": [_person(cell, timezone) for cell in row.cells], "tone": row.tone} for row in section.rows
            ],
            "empty": section.empty or _("Nothing to list."),
        }
        for section in report.sections
    ]
    lines = {
        "lead": [display.visible(line) for line in report.lead],
        "notes": [display.visible(line) for line in report.notes],
    }
    language = "zh-CN" if spoken() == "zh" else "en"
    return page(
        TEMPLATES,
        "report",
        {"title": display.visible(report.title), "language": language, "sections": sections, **lines},
    )


def _table(report: Report, timezone: dt.tzinfo) -> None:
    is_drawn = context.is_terminal()
    blocks: list[str] = []
    if report.title:
        blocks.append(display.visible(report.title))
    if report.lead:
        blocks.append("\n".join(display.visible(line) for line in report.lead))
    for section in report.sections:
        heading = "".join(f"{display.visible(line)}\n" for line in (section.title, section.lead) if line)
        if not section.rows:
            blocks.append(heading + (section.empty or _("Nothing to list.")))
        elif is_drawn and len(section.rows) <= _LONG_LIST:
            blocks.append(heading + _drawn(section, timezone))
        else:
            blocks.append(heading + _plain(section, timezone, context.columns() if is_drawn else None))
    if report.notes:
        blocks.append("\n".join(display.visible(note) for note in report.notes))
    write("\n\n".join(block.rstrip("\n") for block in blocks) + "\n")


def _plain(section: Section, timezone: dt.tzinfo, limit: int | None) -> str:
    """Give a table as aligned columns, for pipes and for long lists; `limit` cuts lines to a terminal's width."""
    lines = [[column.title for column in section.columns]]
    lines += [[_person(cell, timezone) for cell in row.cells] for row in section.rows]
    widths = [[display.width(cell) for cell in line] for line in lines]
    sizes = [max(column) + _GAP for column in zip(*widths, strict=True)]
    written = []
    for line, taken in zip(lines, widths, strict=True):
        padded = [cell + " " * (size - width) for cell, size, width in zip(line, sizes, taken, strict=True)]
        text = "".join(padded).rstrip()
        written.append(text if limit is None else _cut(text, limit))
    return "\n".join(written)


def _cut(text: str, limit: int) -> str:
    if display.width(text) <= limit:
        return text
    kept = text
    while display.width(kept) > limit - 1:
        kept = kept[:-1]
    return f"{kept}…"


def _drawn(section: Section, timezone: dt.tzinfo) -> str:
    """Give a table as Rich draws it for the terminal's width, or row below row where that is too narrow for columns."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    width = context.columns()
    cells = [[_person(cell, timezone) for cell in row.cells] for row in section.rows]
    if _least_width(section, cells) > width:
        section, cells = _without_details(section, cells)
    if _least_width(section, cells) > width:
        return _stacked(section, cells)
    cells = _broken(section, cells, width)
    is_coloured = context.is_coloured()
    console = Console(
        file=io.StringIO(),
        width=width,
        force_terminal=True,
        no_color=not is_coloured,
        color_system="standard" if is_coloured else None,
        highlight=False,
        legacy_windows=False,
    )
    table = Table(box=None, padding=(0, _GAP, 0, 0), pad_edge=False, header_style="bold" if is_coloured else "")
    for column in section.columns:
        table.add_column(Text(column.title), overflow="fold", no_wrap=not column.may_wrap)
    for row, texts in zip(section.rows, cells, strict=True):
        table.add_row(*(Text(text, style=_STYLES[row.tone] if is_coloured else "") for text in texts))
    console.print(table)
    drawn = console.file
    assert isinstance(drawn, io.StringIO)  # noqa: S101 - just made
    return "\n".join(line.rstrip() for line in drawn.getvalue().splitlines())


def _least_width(section: Section, cells: Sequence[Sequence[str]]) -> int:
    """Give the width below which columns that do not wrap would be cut."""
    return (
        sum(
            (min(size, _LEAST_WRAPPED) if column.may_wrap else size) + _GAP
            for column, size in zip(section.columns, _widths(section, cells), strict=True)
        )
        - _GAP
    )


def _without_details(section: Section, cells: list[list[str]]) -> tuple[Section, list[list[str]]]:
    """Give the table without the columns that a narrow terminal can do without."""
    kept = [position for position, column in enumerate(section.columns) if not column.is_detail]
    narrow = msgspec.structs.replace(section, columns=tuple(section.columns[position] for position in kept))
    return narrow, [[row[position] for position in kept] for row in cells]


def _widths(section: Section, cells: Sequence[Sequence[str]]) -> list[int]:
    return [
        max(display.width(column.title), *(display.width(row[position]) for row in cells))
        for position, column in enumerate(section.columns)
    ]


def _broken(section: Section, cells: list[list[str]], width: int) -> list[list[str]]:
    """Give the cells with line breaks in the column that wraps: Rich lets any punctuation begin a line."""
    wrapping = [position for position, column in enumerate(section.columns) if column.may_wrap]
    if len(wrapping) != 1:
        return cells
    others = sum(size + _GAP for position, size in enumerate(_widths(section, cells)) if position not in wrapping)
    return [
        [
            "\n".join(display.wrapped(cell, width - others)) if position in wrapping else cell
            for position, cell in enumerate(row)
        ]
        for row in cells
    ]


def _stacked(section: Section, cells: Sequence[Sequence[str]]) -> str:
    """Give each row as lines of title and value, wrapped by the terminal itself."""
    titles = [column.title for column in section.columns]
    line = _("{key}: {value}")
    return "\n\n".join(
        "\n".join(line.format(key=title, value=cell) for title, cell in zip(titles, row, strict=True)) for row in cells
    )
