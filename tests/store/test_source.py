"""A finding is shown with its line, whatever its file turned into."""

import os
from pathlib import Path

import pytest

from aftercare_cli.model.finding import Field, Finding
from aftercare_cli.model.text import say
from aftercare_cli.store.source import Place, place
from aftercare_cli.store.workspace import Workspace

RECORD = "# 注\nid: T\nevents:\n  - {at: a}\n\n  - {at: b}   \n"
TABLE = 'model,note\n\na,"two\nlines"\n\nb,x\n'


def finding(path: str, field: Field = (), line: int = 0, column: int = 0, against: Field = ()) -> Finding:
    return Finding("code", "error", path, field, say("why"), None, line, column, against)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_field_is_found_with_its_line(tmp_path: Path, ending: str, mark: str) -> None:
    (tmp_path / "a.yaml").write_bytes((mark + RECORD).replace("\n", ending).encode())
    for field, expected in (
        ((), Place(2, 1, "id: T")),
        (("id",), Place(2, 5, "id: T")),
        (("events", 1, "at"), Place(6, 10, "- {at: b}")),
    ):
        assert place(tmp_path, finding("a.yaml", field)) == expected
    assert place(tmp_path, finding("a.yaml", ("events", 1), against=("events", 0))) == Place(6, 5, "- {at: b}", 4)


def test_a_place_that_is_known_is_kept(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(RECORD, encoding="utf-8")
    assert place(tmp_path, finding("a.yaml", ("id",), 1, 3)) == Place(1, 3, "# 注")
    assert place(tmp_path, finding("a.yaml", ("id",), 99, 3)) == Place(99, 3)


def test_a_cell_is_found_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TABLE, encoding="utf-8")
    for field, expected in (
        ((), Place(1, 1, "model,note")),
        ((0,), Place(3, 1, 'a,"two')),
        ((1, "note"), Place(6, 2, "b,x")),
        ((1, "unknown"), Place(6, 1, "b,x")),
        ((2, "note"), Place(1, 1, "model,note")),
    ):
        assert place(tmp_path, finding("a.csv", field)) == expected
    assert place(tmp_path, finding("a.csv", (1,), against=(0, "note"))) == Place(6, 1, "b,x", 3)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_rows_that_are_wrong_are_not_counted(tmp_path: Path, mark: str) -> None:
    (tmp_path / "records").mkdir()
    duty = "2026-01-01T00:00:00+08:00,2026-02-01T00:00:00+08:00,records_clerk,{}\n"
    wrong = "2026-01-01,,records_clerk,c\n" + "short\n"
    table = mark + "from,to,role,person\n" + duty.format("a") + wrong + "\n" + duty.format("b")
    (tmp_path / "records/roster.csv").write_text(table, encoding="utf-8")
    assert [person.person for person in Workspace(tmp_path).roster] == ["a", "b"]
    for row, expected in ((0, 2), (1, 6)):
        found = place(tmp_path, finding("records/roster.csv", (row, "person")))
        assert (found.line, found.column) == (expected, 4)


def test_a_long_line_is_cut(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: " + "x" * 1000, encoding="utf-8")
    assert place(tmp_path, finding("a.yaml")).text == "a: " + "x" * 157


def test_without_a_file_the_first_line_is_as_good_as_any(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for path in ("", "missing.yaml", "folder"):
        assert place(tmp_path, finding(path)) == Place(1, 1)
    assert place(tmp_path, finding("missing.yaml", (), 4, 2)) == Place(4, 2)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "zero.yaml").symlink_to("/dev/zero")
    with (tmp_path / "huge.yaml").open("wb") as huge:
        huge.truncate(1 << 40)
    for path in ("pipe.yaml", "zero.yaml", "huge.yaml"):
        assert place(tmp_path, finding(path)) == Place(1, 1)


@pytest.mark.parametrize("path", ["a.yaml", "a.csv", "a.jpg"])
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 100,
        b"\xff\xfe",
        b"[" * 500_000,
        b"a: {b: " * 100_000,
        b'"' + b"x" * 200_000,
        b"a: &x [*x]\nb: *y\n",
    ],
    ids=range(7),
)
def test_a_file_of_any_content_has_a_first_line(tmp_path: Path, path: str, content: bytes) -> None:
    (tmp_path / path).write_bytes(content)
    found = place(tmp_path, finding(path))
    assert (found.line, found.column) == (1, 1)
    assert len(found.text) <= 160
