"""CSV tables: what cannot be read is told with its line, and one wrong row never hides the others."""

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftercare_cli.model.service import SpareMovement
from aftercare_cli.model.sites import Duty, Price
from aftercare_cli.store.files import UnreadableError
from aftercare_cli.store.tables import read_rows
from tests.store.telling import Told, refused, told

HEADER = "model,name,unit,unit_price\n"
CAMERA = Price(model="CAM-200", name="球机", unit="台", unit_price=Decimal("1280.00"))
CAMERA_LINE = "CAM-200,球机,台,1280.00\n"


def prices(text: str) -> tuple[list[Price], list[Told]]:
    rows, findings = read_rows(Price, text.encode(), "records/prices/hq.csv")
    assert {(found.path, found.severity) for found in findings} <= {("records/prices/hq.csv", "error")}
    return rows, told(findings)


def unreadable(text: str) -> list[Told]:
    return refused(lambda: prices(text))


def test_rows_become_records() -> None:
    assert prices(HEADER + CAMERA_LINE) == ([CAMERA], [])
    assert prices(HEADER) == ([], [])
    assert prices(HEADER.rstrip()) == ([], [])
    assert prices(HEADER + CAMERA_LINE.rstrip()) == ([CAMERA], [])


def test_columns_come_in_any_order() -> None:
    assert prices("unit_price,category,unit,name,model\n1280.00,,台,球机,CAM-200\n") == ([CAMERA], [])


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_end_is_read(ending: str) -> None:
    text = HEADER + CAMERA_LINE + "\n" + "CAM-200,球机,台,x\n"
    rows, findings = prices(text.replace("\n", ending))
    assert rows == [CAMERA]
    assert [found.line for found in findings] == [4]


def test_ledger_and_roster_have_their_types() -> None:
    ledger = b"at,model,quantity,type,serial,by,note\n2026-04-01,CAM-200,2,receive,0012,eng-a,\n"
    assert read_rows(SpareMovement, ledger, "s.csv") == (
        [SpareMovement(at=dt.date(2026, 4, 1), model="CAM-200", quantity=2, type="receive", serial="0012", by="eng-a")],
        [],
    )
    roster = b"from,to,role,person\n2026-01-01T00:00:00+08:00,2026-02-01T00:00:00+08:00,records_clerk,clerk-a\n"
    (duty,) = read_rows(Duty, roster, "r.csv")[0]
    assert (duty.start.isoformat(), duty.person) == ("2026-01-01T00:00:00+08:00", "clerk-a")


def test_quoted_cells_hold_what_they_like() -> None:
    text = HEADER + '"CAM,200","he said ""yes""\nand\r\nleft","",  1280.00\n"a","b",c,"1.00"\n'
    rows, findings = prices(text.replace('"",  ', "台,"))
    assert [(row.model, row.name) for row in rows] == [("CAM,200", 'he said "yes"\nand\r\nleft'), ("a", "b")]
    assert findings == []


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "＝", "＋", "－", "\uff20", "'", " "])
def test_a_cell_that_a_spreadsheet_would_calculate_is_plain_text(start: str) -> None:
    rows, findings = prices(f"{HEADER}CAM-200,{start}1+1,台,1280.00\n")
    assert [row.name for row in rows] == [f"{start}1+1"]
    assert findings == []


def test_ragged_rows_are_told_and_left_out() -> None:
    text = HEADER + "a,b,c\n" + CAMERA_LINE + "a,b,c,1.00,\n" + CAMERA_LINE + "\n" + "a,b,c,1,280.00\n" + "a\n"
    hint = "put cells that hold a comma in double quotes"
    assert prices(text) == (
        [CAMERA, CAMERA],
        [
            Told("cell-count", 2, 1, "has 3 cells where the header has 4", hint),
            Told("cell-count", 4, 1, "has 5 cells where the header has 4", hint),
            Told("cell-count", 7, 1, "has 5 cells where the header has 4", hint),
            Told("cell-count", 8, 1, "has 1 cells where the header has 4", hint),
        ],
    )


def test_wrong_cells_are_told_with_line_and_column() -> None:
    text = 'unit_price,model,name,unit\n"1.00","a\nb",c,d\n300,,c,d\n1.00,a,b,c\n'
    rows, findings = prices(text)
    assert [row.model for row in rows] == ["a\nb", "a"]
    assert findings == [
        Told(
            "value",
            4,
            1,
            "unit_price: 300 is not an amount of money",
            'write it with two decimals and in quotes, like "300.00"',
        ),
        Told("missing-key", 4, 1, "the key model is missing", "add model"),
    ]


def test_the_field_of_a_finding_is_its_row_and_column() -> None:
    text = HEADER + CAMERA_LINE + "\n" + "a,b,c,300\n" + "a,b\n"
    _, findings = read_rows(Price, text.encode(), "p.csv")
    assert [(found.field, found.line) for found in findings] == [((1, "unit_price"), 4), ((2,), 5)]


@pytest.mark.parametrize("money", ["300", "1,280.00", "-1.00", "1e3", "NaN", "￥1.00", " 1.00", "1.000"])
def test_money_in_a_table_is_as_strict_as_elsewhere(money: str) -> None:
    (found,) = prices(f'{HEADER}a,b,c,"{money}"\n')[1]
    assert found.sentence == f"unit_price: {money} is not an amount of money"


@pytest.mark.parametrize("text", ["", "\n", "\r\n", "\n\nmodel\n"])
def test_a_table_without_a_header_is_told(text: str) -> None:
    assert unreadable(text) == [Told("no-header", 1, 1, "has no header line that names its columns")]


def test_columns_that_are_unknown_missing_or_double_are_all_told() -> None:
    assert unreadable("modle,name,unit,name,colour\n" + "a,b,c,d,e\n") == [
        Told("unknown-column", 1, 1, "unknown column modle", "did you mean model?"),
        Told("duplicate-column", 1, 4, "the column name is given twice"),
        Told(
            "unknown-column", 1, 5, "unknown column colour", "columns here are model, name, unit, unit_price, category"
        ),
        Told("missing-column", 1, 1, "the column model is missing", "add it to the header"),
        Told("missing-column", 1, 1, "the column unit_price is missing", "add it to the header"),
    ]


def test_another_separator_is_told_as_unknown_columns() -> None:
    findings = unreadable("model;name;unit;unit_price\nCAM-200;球机;台;1280.00\n")
    assert [found.code for found in findings] == ["unknown-column", *["missing-column"] * 4]


QUOTES = "close the quotes around a cell; a quote inside them is written twice"


def test_quotes_that_do_not_fit_are_told_where_the_row_begins() -> None:
    assert unreadable(HEADER + CAMERA_LINE + 'a,"b,c,1.00\n' + CAMERA_LINE * 5) == [
        Told("csv-syntax", 3, 1, "is not valid CSV: unexpected end of data", QUOTES)
    ]
    assert unreadable(HEADER + '"a"b,c,d,1.00\n') == [
        Told("csv-syntax", 2, 1, "is not valid CSV: ',' expected after '\"'", QUOTES)
    ]
    assert unreadable('"model\n') == [Told("csv-syntax", 1, 1, "is not valid CSV: unexpected end of data", QUOTES)]


def test_what_was_wrong_before_the_quotes_is_told_too() -> None:
    findings = unreadable(HEADER + "a\n" + '"b\n')
    assert [(found.code, found.line) for found in findings] == [("cell-count", 2), ("csv-syntax", 3)]


def test_a_cell_that_is_longer_than_any_text_is_told() -> None:
    limit = csv.field_size_limit()
    assert limit == 131_072
    assert prices(f"{HEADER}{'x' * limit},b,c,1.00\n")[1] == []
    for cell in ("x" * (limit + 1), '"' + "x,\n" * limit + '"'):
        assert unreadable(f"{HEADER}{CAMERA_LINE}{cell},b,c,1.00\n") == [
            Told("csv-syntax", 3, 1, "is not valid CSV: field larger than field limit (131072)", QUOTES)
        ]


def test_a_long_column_name_is_cut() -> None:
    (found, *_) = unreadable("x" * 1000 + "\n")
    assert found.sentence == "unknown column " + "x" * 57 + "…"


@settings(deadline=None)
@given(
    st.lists(st.tuples(*[st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1)] * 3), max_size=5)
)
def test_what_the_standard_writer_writes_is_read_exactly(cells: list[tuple[str, str, str]]) -> None:
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["name", "unit", "unit_price", "model"])
    writer.writerows([name, unit, "1.00", model] for name, unit, model in cells)
    rows, findings = prices(table.getvalue())
    assert findings == []
    assert [(row.name, row.unit, row.model) for row in rows] == cells


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.sampled_from(
            ["model", "name", "unit", "unit_price", ",", "\n", "\r", '"', '""', "1.00", "x", "", "中", "\0"]
        )
    ).map("".join)
    | st.text()
)
def test_any_text_is_rows_and_findings_or_unreadable(text: str) -> None:
    try:
        _, findings = read_rows(Price, text.encode(errors="replace"), "p.csv")
    except UnreadableError as error:
        findings = list(error.findings)
    assert all(found.line > 0 and found.column > 0 for found in findings)
