"""A writer changes one file at a time, and validates before a byte of it changes."""

import datetime as dt
import tempfile
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from aftercare_cli.model.contract import Pauses
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.service import CheckResult, Inspection
from aftercare_cli.model.ticket import Noted, Ticket
from aftercare_cli.store import lock, write
from aftercare_cli.store.edit import EditError
from aftercare_cli.store.git import GitError
from aftercare_cli.store.records import Change, RefusedValueError, Writer
from aftercare_cli.store.workspace import InvalidRecordsError, Workspace
from tests.store.minimal import TICKET, WORKSPACE

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = dt.datetime(2026, 11, 22, 5, 0, tzinfo=dt.UTC)
ID = "T-20261122-7F3K"
PATH = f"records/tickets/2026/11/{ID}.yaml"
EVENT = Noted(at=NOW, by="eng-a", note="好: 的")
LINE = '  - {at: 2026-11-22T13:00:00+08:00, type: noted, by: eng-a, note: "好: 的"}\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / PATH).parent.mkdir(parents=True)
    (tmp_path / "records/aftercare.yaml").write_text(WORKSPACE, encoding="utf-8")
    (tmp_path / PATH).write_bytes(TICKET.encode())
    return tmp_path


def writer(root: Path, *, is_trial: bool = False) -> Writer:
    return Writer(root, SHANGHAI, NOW, is_trial=is_trial)


def ticket(record_id: str, summary: str = "x") -> Ticket:
    return Ticket(id=record_id, site="hq", summary=summary, reported_at=NOW)


def at_end(record: msgspec.Struct) -> int:
    assert isinstance(record, Ticket)
    return len(record.events)


def said(error: AftercareError) -> tuple[str, str]:
    return str(error), str(error.hint)


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_an_item_is_inserted_where_it_belongs(root: Path) -> None:
    change = writer(root).insert("ticket", ID, "events", at_end, EVENT)
    assert (root / PATH).read_text(encoding="utf-8") == TICKET + LINE
    assert change == Change(PATH, TICKET.encode(), (TICKET + LINE).encode())
    assert Workspace(root).ticket(ID).events[-1] == EVENT
    writer(root).insert("ticket", ID, "events", lambda _: 1, EVENT)
    assert [event.type for event in Workspace(root).ticket(ID).events][:3] == ["answered", "noted", "arrived"]


def test_a_change_is_shown_as_a_diff(root: Path) -> None:
    change = writer(root, is_trial=True).insert("ticket", ID, "events", lambda _: 0, EVENT)
    assert change.diff.splitlines()[:5] == [
        f"--- a/{PATH}",
        f"+++ b/{PATH}",
        "@@ -8,6 +8,7 @@",
        " reported_at: 2026-11-22T09:12:00+08:00",
        ' reporter: {name: 值班室, phone: "0000-1234567"}',
    ]
    assert f"+{LINE}" in change.diff
    new = Change("records/a.yaml", None, b"id: a")
    assert new.diff == "--- /dev/null\n+++ b/records/a.yaml\n@@ -0,0 +1 @@\n+id: a\n"


def test_a_trial_changes_nothing(root: Path) -> None:
    before = files(root)
    trial = writer(root, is_trial=True)
    with trial.locked():
        assert trial.insert("ticket", ID, "events", at_end, EVENT).after == (TICKET + LINE).encode()
        assert trial.create("ticket", "T-20261122-0000", ticket("T-20261122-0000")).before is None
        with pytest.raises(write.ExistsError) as caught:
            trial.create("ticket", ID, ticket(ID))
        trial.commit([Change(PATH, b"", b"")], "x")
    assert said(caught.value) == (f"{PATH} exists already", "nothing was written")
    assert files(root) == before


def test_a_new_record_lies_where_its_id_says(root: Path) -> None:
    change = writer(root).create("ticket", "T-20270105-0000", ticket("T-20270105-0000"))
    assert change.path == "records/tickets/2027/01/T-20270105-0000.yaml"
    assert (root / change.path).read_text(encoding="utf-8") == (
        "id: T-20270105-0000\nsite: hq\nsummary: x\nreported_at: 2026-11-22T13:00:00+08:00\n"
    )
    assert Workspace(root).ticket("T-20270105-0000") == ticket("T-20270105-0000")
    with pytest.raises(write.ExistsError):
        writer(root).create("ticket", ID, ticket(ID))
    assert (root / PATH).read_bytes() == TICKET.encode()


def test_a_dated_record_gets_an_id_that_is_free(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, change = writer(root).create_dated("ticket", dt.date(2026, 11, 22), ticket)
    assert first.startswith("T-20261122-")
    assert change.path == f"records/tickets/2026/11/{first}.yaml"
    ids = iter([ID, first, "T-20261122-0001"])
    monkeypatch.setattr("aftercare_cli.store.records.dated_id", lambda *_: next(ids))
    assert writer(root).create_dated("ticket", dt.date(2026, 11, 22), ticket)[0] == "T-20261122-0001"
    monkeypatch.setattr("aftercare_cli.store.records.dated_id", lambda *_: ID)
    with pytest.raises(write.ExistsError) as caught:
        writer(root).create_dated("ticket", dt.date(2026, 11, 22), ticket)
    assert said(caught.value) == ("no id of 2026-11-22 is free", "give one yourself: --id")


def test_what_a_record_cannot_hold_is_refused_before_anything_is_written(root: Path) -> None:
    before = files(root)
    with pytest.raises(RefusedValueError) as caught:
        writer(root).insert("ticket", ID, "events", at_end, Noted(at=NOW, by="Eng A"))
    assert said(caught.value) == (
        "events.5.by: Eng A cannot be an id here",
        "use lower-case letters, digits and hyphens, at most 63, and no name that Windows reserves",
    )
    with pytest.raises(RefusedValueError) as caught:
        writer(root).create("ticket", "T-1", ticket("T-1"))
    assert str(caught.value) == "id: T-1 cannot be an id here"
    with pytest.raises(RefusedValueError) as caught:  # what a shell passes that is not UTF-8
        writer(root).create("ticket", "T-20261122-0000", ticket("T-20261122-0000", "\udcff"))
    assert str(caught.value) == "is not valid YAML: found invalid Unicode character escape code"
    with pytest.raises((RefusedValueError, EditError)):
        writer(root).insert("ticket", ID, "events", at_end, Noted(at=NOW, note="\udcff"))
    assert files(root) == before


def test_a_record_that_is_not_there_is_told(root: Path) -> None:
    with pytest.raises(InvalidRecordsError) as caught:
        writer(root).insert("ticket", "T-20261122-0000", "events", at_end, EVENT)
    assert [str(found.text) for found in caught.value.findings] == ["cannot be read: No such file or directory"]


def test_a_layout_that_resists_is_told_and_kept(root: Path) -> None:
    text = TICKET[: TICKET.index("events:")] + "events: [\n]\n"
    (root / PATH).write_text(text, encoding="utf-8")
    with pytest.raises(EditError):
        writer(root).insert("ticket", ID, "events", at_end, EVENT)
    assert (root / PATH).read_text(encoding="utf-8") == text


SHEET = "I-20261105-8Q2M"
SHEET_PATH = f"records/inspections/2026/11/{SHEET}.yaml"
HEAD = """\
# the sheet of November
id: I-20261105-8Q2M
site: hq
period: 2026-11   # it counts for this month
by: [eng-a]
"""
RESULTS = """\
results:  # by room
  - {check: image-quality, result: pass}  # seen
  # the lobby
  - check: lens
    result: pass
"""


def changed(root: Path, text: str, alter: Callable[[Inspection], Inspection]) -> str:
    """Give the sheet as it stands after a change of what `text` says."""
    (root / SHEET_PATH).parent.mkdir(parents=True, exist_ok=True)
    (root / SHEET_PATH).write_bytes(text.encode())
    writer(root).change("inspection", SHEET, alter)
    after = Workspace(root).inspections
    (root / SHEET_PATH).write_bytes(text.encode())
    assert after == [alter(Workspace(root).inspections[0])]
    writer(root).change("inspection", SHEET, alter)
    return (root / SHEET_PATH).read_bytes().decode()


def results(*checks: str) -> tuple[CheckResult, ...]:
    return tuple(CheckResult(check=check, result="pass") for check in checks)


def test_a_change_writes_the_keys_that_differ(root: Path) -> None:
    told = changed(root, HEAD + RESULTS, lambda sheet: replace(sheet, witness="甲", inspected_at=NOW, period="2026-12"))
    head = HEAD.replace("period: 2026-11 ", "period: 2026-12 ")
    at = "inspected_at: 2026-11-22T13:00:00+08:00\n"
    assert told == head.replace("by:", f"{at}by:") + "witness: 甲\n" + RESULTS


def test_a_change_of_nothing_changes_nothing(root: Path) -> None:
    assert changed(root, HEAD + RESULTS, lambda sheet: sheet) == HEAD + RESULTS


@pytest.mark.parametrize(
    ("checks", "told"),
    [
        (("image-quality", "lens", "new"), f"{RESULTS}  - {{check: new, result: pass}}\n"),
        (("image-quality", "new", "lens"), RESULTS.replace("  # the", "  - {check: new, result: pass}\n  # the")),
        (
            ("new", "image-quality", "lens"),
            RESULTS.replace("  - {check: image", "  - {check: new, result: pass}\n  - {check: image"),
        ),
        (("new", "lens"), RESULTS.replace("image-quality", "new")),
        (
            ("image-quality", "new", "newer"),
            RESULTS.replace(
                "- check: lens\n    result: pass", "- {check: new, result: pass}\n  - {check: newer, result: pass}"
            ),
        ),
        (("lens",), "results:  # by room\n  - {check: lens, result: pass}\n"),
        ((), "results: []  # by room\n"),
    ],
)
def test_a_change_of_a_list_writes_its_items(root: Path, checks: tuple[str, ...], told: str) -> None:
    assert changed(root, HEAD + RESULTS, lambda sheet: replace(sheet, results=results(*checks))) == HEAD + told


def test_a_list_that_begins_gets_a_line_per_item(root: Path) -> None:
    lines = "results:\n  - {check: a, result: pass}\n  - {check: b, result: pass}\n"
    assert changed(root, HEAD, lambda sheet: replace(sheet, results=results("a", "b"))) == HEAD + lines
    told = changed(root, f"{HEAD}results: []\n# end\n", lambda sheet: replace(sheet, results=results("a", "b")))
    assert told == f"{HEAD}{lines}# end\n"


def test_a_list_in_flow_style_stays_in_it(root: Path) -> None:
    text = f"{HEAD}results: [{{check: a, result: pass}}]  # one\n"
    told = changed(root, text, lambda sheet: replace(sheet, results=results("a", "b"), by=("eng-a", "eng-b")))
    assert told == text.replace("pass}", "pass}, {check: b, result: pass}").replace("[eng-a]", "[eng-a, eng-b]")


def test_a_value_that_becomes_its_default_is_written(root: Path) -> None:
    (root / "records/handover").mkdir()
    path = root / "records/contracts/hq-cctv.yaml"
    path.parent.mkdir()
    path.write_text(
        "id: hq-cctv\nname: x\ncustomer: {name: y}\npauses: {allowed: [owner_access]}  # agreed\n", encoding="utf-8"
    )
    writer(root).change("contract", "hq-cctv", lambda terms: replace(terms, pauses=Pauses()))
    assert path.read_text(encoding="utf-8").endswith("pauses: {}  # agreed\n")


def test_a_change_that_a_record_cannot_hold_is_refused(root: Path) -> None:
    (root / SHEET_PATH).parent.mkdir(parents=True)
    (root / SHEET_PATH).write_text(HEAD, encoding="utf-8")
    with pytest.raises(RefusedValueError) as caught:
        writer(root).change("inspection", SHEET, lambda sheet: replace(sheet, by=("Eng A",)))
    assert str(caught.value) == "by.0: Eng A cannot be an id here"
    assert (root / SHEET_PATH).read_text(encoding="utf-8") == HEAD


@settings(deadline=None, max_examples=150)
@given(st.lists(st.sampled_from("abc"), max_size=5), st.lists(st.sampled_from("abcd"), max_size=6), st.booleans())
def test_any_list_becomes_any_other(old: list[str], new: list[str], is_flow: bool) -> None:  # noqa: FBT001 - drawn
    items = [f"{{check: {check}, result: pass}}" for check in old]
    block = "results:\n" + "".join(f"  - {item}  # {place}\n" for place, item in enumerate(items))
    text = HEAD + (block if items and not is_flow else f"results: [{', '.join(items)}]\n") + "# end\n"
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "records").mkdir()
        (root / "records/aftercare.yaml").write_text(WORKSPACE, encoding="utf-8")
        told = changed(root, text, lambda sheet: replace(sheet, results=results(*new)))
    assert told.startswith(HEAD)
    assert told.endswith("# end\n")
    if len(new) >= len(old) and items and not is_flow and new[: len(old)] == old:
        assert told.startswith(HEAD + block)


def test_writers_exclude_each_other(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "_PAUSE_SECONDS", 100)
    monkeypatch.setattr("time.sleep", lambda _: None)
    with writer(root).locked():
        assert (root / "records" / lock.LOCK_NAME).read_text().endswith(" 2026-11-22T13:00:00+08:00\n")
        with writer(root, is_trial=True).locked():
            pass


def test_a_commit_that_fails_says_that_the_record_is_written(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(root))
    with pytest.raises(GitError) as caught:
        writer(root).commit([Change(PATH, b"", b"")], "x")
    assert said(caught.value) == ("git is not installed", "the record is written; commit it yourself")
