"""Whoever waits on a terminal is told how far reading is, after a second, and nothing of it stays there."""

import itertools

import pytest

from aftercare_cli.cli.context import Progress


def test_progress_is_told_after_a_second_and_taken_away(capsys: pytest.CaptureFixture[str]) -> None:
    seconds = itertools.count(0, 0.6)
    progress = Progress(lambda: next(seconds))
    for done in (0, 1_000, 2_000, 10_000, 10_000):
        progress.tell(done, 10_000)
    told = capsys.readouterr()
    assert told.out == ""
    clear = "\r\x1b[2K"
    assert told.err == f"{clear}reading records: 1,000 of 10,000{clear}reading records: 2,000 of 10,000{clear}"


def test_what_is_soon_read_is_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(lambda: 0.0)
    progress.tell(0, 10_000)
    progress.tell(10_000, 10_000)
    assert capsys.readouterr().err == ""
