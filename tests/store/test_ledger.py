"""Rows at the end of a table: what stood there before stays as it was, byte by byte."""

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercare_cli.model.service import SpareMovement
from aftercare_cli.store.ledger import extended, new_table
from aftercare_cli.store.records import RefusedValueError, Writer
from aftercare_cli.store.tables import read_rows
from aftercare_cli.store.workspace import InvalidRecordsError
from aftercare_cli.store.write import ChangedError

PATH = "records/spares/2026.csv"
HEADER = "at,model,quantity,type,serial,by,note\n"
ROW = "2026-04-01,CAM-200,2,receive,,eng-a,\n"
ADDED = "2026-04-10,UPS-3K,1,receive,0012,,\n"
NARROW = '''\
at,model,quantity,type,note{}
2026-04-01,A,2,receive,"two
lines, ""quoted"""{}

2026-04-02,"""B""",1,issue,"x"{}
2026-04-03,5" disk,1,issue,a "b" c{}
'''
NOW = dt.datetime(2026, 4, 10, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
RECEIVED = SpareMovement(at=dt.date(2026, 4, 10), model="UPS-3K", quantity=1, type="receive", serial="0012")
HANDED_OVER = SpareMovement(at=dt.date(2026, 4, 10), model="UPS-3K", quantity=1, type="receive", holder="hq")


def writer(root: Path, *, is_trial: bool = False) -> Writer:
    return Writer(root, ZoneInfo("Asia/Shanghai"), NOW, is_trial=is_trial)


def put(root: Path, text: str | bytes) -> None:
    path = root / PATH
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def appended(root: Path, text: str | bytes, *rows: SpareMovement) -> bytes:
    put(root, text)
    with (writing := writer(root)).locked():
        change = writing.append_rows("spare", "2026", rows)
    assert (root / PATH).read_bytes() == change.after
    return change.after


def test_the_first_row_of_a_year_begins_its_file(tmp_path: Path) -> None:
    change = writer(tmp_path).append_rows("spare", "2026", [RECEIVED])
    assert (tmp_path / PATH).read_text() == f"{HEADER}2026-04-10,UPS-3K,1,receive,0012,,\n" == change.after.decode()
    assert change.before is None


def test_a_new_file_has_the_column_that_its_first_row_needs(tmp_path: Path) -> None:
    writer(tmp_path).append_rows("spare", "2026", [HANDED_OVER])
    assert (tmp_path / PATH).read_text() == (
        "at,model,quantity,type,serial,by,note,holder\n2026-04-10,UPS-3K,1,receive,,,,hq\n"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (HEADER + ROW, f"{HEADER}{ROW}{ADDED}"),
        (HEADER, f"{HEADER}{ADDED}"),
        # No line end at the end.
        (HEADER + ROW.strip(), f"{HEADER}{ROW}{ADDED}"),
        # A quote that opens nothing.
        (HEADER + '2026-04-01,5" disk,2,issue,,,\n', HEADER + '2026-04-01,5" disk,2,issue,,,\n' + ADDED),
        # Columns in another order.
        (
            "note,serial,type,quantity,model,at\n,,receive,2,CAM-200,2026-04-01\n",
            "note,serial,type,quantity,model,at\n,,receive,2,CAM-200,2026-04-01\n,0012,receive,1,UPS-3K,2026-04-10\n",
        ),
        # A column that is missing: every row gets an empty cell, also the one whose note has two lines.
        (NARROW.format(*4 * [""]), NARROW.format(",serial", ",", ",", ",") + "2026-04-10,UPS-3K,1,receive,,0012\n"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_nothing_else_changes(tmp_path: Path, before: str, after: str, end: str, mark: str) -> None:
    found = appended(tmp_path, mark + before.replace("\n", end), RECEIVED)
    assert found.decode() == mark + after.replace("\n", end)


def test_a_header_alone_is_enough(tmp_path: Path) -> None:
    assert appended(tmp_path, HEADER.strip(), RECEIVED).decode() == HEADER + ADDED


def test_two_rows_are_one_write(tmp_path: Path) -> None:
    issued = SpareMovement(
        at=dt.date(2026, 4, 10), model="UPS-3K", quantity=1, type="issue", by="eng-a", note="交付，甲"
    )
    assert appended(tmp_path, HEADER + ROW, issued, HANDED_OVER).decode() == (
        "at,model,quantity,type,serial,by,note,holder\n2026-04-01,CAM-200,2,receive,,eng-a,,\n"
        "2026-04-10,UPS-3K,1,issue,,eng-a,交付，甲,\n2026-04-10,UPS-3K,1,receive,,,,hq\n"
    )


def test_a_trial_writes_nothing(tmp_path: Path) -> None:
    put(tmp_path, HEADER + ROW)
    change = writer(tmp_path, is_trial=True).append_rows("spare", "2026", [RECEIVED])
    assert (tmp_path / PATH).read_text() == HEADER + ROW
    assert change.diff == (
        f"--- a/{PATH}\n+++ b/{PATH}\n@@ -1,2 +1,3 @@\n {HEADER} {ROW}+2026-04-10,UPS-3K,1,receive,0012,,\n"
    )


@pytest.mark.parametrize(
    ("before", "code"),
    [
        ("", "no-header"),
        ("at,model,quantity,type,color\n", "unknown-column"),
        (HEADER + "2026-04-01,CAM-200,two,receive,,,\n", "value"),
        (HEADER + "2026-04-01,CAM-200,2\n", "cell-count"),
        (HEADER + '2026-04-01,"CAM-200,2,receive,,,\n', "csv-syntax"),
        (b"at,model\xff\n", "not-utf8"),
    ],
)
def test_a_ledger_that_is_wrong_is_left_alone(tmp_path: Path, before: str | bytes, code: str) -> None:
    with pytest.raises(InvalidRecordsError) as raised:
        appended(tmp_path, before, RECEIVED)
    assert [found.code for found in raised.value.findings] == [code]
    assert (tmp_path / PATH).read_bytes() == (before if isinstance(before, bytes) else before.encode())


def test_what_a_table_cannot_hold_is_refused(tmp_path: Path) -> None:
    wrong = SpareMovement(at=dt.date(2026, 4, 10), model="UPS\x07", quantity=1, type="receive")
    with pytest.raises(RefusedValueError):
        appended(tmp_path, HEADER + ROW, wrong)
    assert (tmp_path / PATH).read_text() == HEADER + ROW


def test_a_file_changed_in_between_is_not_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, HEADER + ROW)
    writing = writer(tmp_path)
    read = writing._read  # noqa: SLF001 - somebody else writes right after this reading

    def meanwhile(path: str, limit: int) -> bytes:
        data = read(path, limit)
        put(tmp_path, HEADER)
        return data

    monkeypatch.setattr(writing, "_read", meanwhile)
    with pytest.raises(ChangedError):
        writing.append_rows("spare", "2026", [RECEIVED])
    assert (tmp_path / PATH).read_text() == HEADER


cells = st.text(st.sampled_from('ab ,"\n\r甲'), max_size=6)
ledgers = st.lists(st.fixed_dictionaries({"model": cells.filter(bool), "note": cells}), max_size=4)


@given(ledgers, st.lists(st.fixed_dictionaries({"model": cells.filter(bool)}, optional={"serial": cells}), min_size=1))
def test_every_table_reads_back_with_the_rows_behind_it(old: list[dict[str, str]], new: list[dict[str, str]]) -> None:
    fixed = {"at": "2026-04-01", "quantity": "1", "type": "receive"}
    before = new_table(["at", "model", "quantity", "type", "note"], [{**fixed, **row} for row in old])
    after = extended(before, [{**fixed, **row} for row in new])
    rows, findings = read_rows(SpareMovement, after, PATH)
    assert findings == []
    assert [(row.model, row.note, row.serial) for row in rows] == [
        *((row["model"], row["note"] or None, None) for row in old),
        *((row["model"], None, row.get("serial") or None) for row in new),
    ]
