"""What is still owed, and until when it is looked ahead."""

import json

import pytest

from tests.cli.program import Program


@pytest.mark.parametrize(
    ("within", "count"), [("0m", 3), ("20m", 4), ("30m", 5), ("7h29m59s", 7), ("7h30m", 9), ("30d", 9)]
)
def test_what_falls_due_in_a_time_is_all_that_is_listed(harbour: Program, within: str, count: int) -> None:
    # What is overdue stays on the list, what is due at the very end belongs to it, what is held has no due time.
    items = json.loads(harbour.answer(f"due --within {within} --format json"))["items"]
    assert len(items) == count
    assert [item["due_at"] for item in items] == sorted(item["due_at"] for item in items)


def test_a_time_ahead_that_cannot_be_read_is_refused(harbour: Program) -> None:
    said = harbour.refusal("due --within soon")
    assert said == "error: soon is not a duration\nhint: write a duration like 30m, 3h, 2d or 1h30m\n"


def test_what_is_done_leaves_the_list(harbour: Program) -> None:
    owed = harbour.answer("due --site mill --format csv")
    assert "T-20260602-RPN8" in owed
    harbour.answer("ticket resolve RPN8 --cause software")
    assert harbour.answer("due --site mill") == "0 promises are still owed, as of 2026-06-10 12:00\n\nNothing is due.\n"
