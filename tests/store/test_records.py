"""A writer changes one file at a time, and validates before a byte of it changes."""

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest

from aftercare_cli.model.errors import AftercareError
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
    text = TICKET[: TICKET.index("events:")] + "events: [{at: 2026-11-22T09:20:00+08:00, type: answered}]\n"
    (root / PATH).write_text(text, encoding="utf-8")
    with pytest.raises(EditError):
        writer(root).insert("ticket", ID, "events", at_end, EVENT)
    assert (root / PATH).read_text(encoding="utf-8") == text


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
