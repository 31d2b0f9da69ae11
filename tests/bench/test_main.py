import sys
from pathlib import Path

import pytest

from bench.__main__ import measure
from bench.cases import Case, Group
from bench.timing import Command, FailedError


def group(tmp_path: Path, ours: int, theirs: int | None, *, is_peer: bool) -> Group:
    base = Command((sys.executable, "-c", f"raise SystemExit({ours})"), tmp_path)
    other = (
        None if theirs is None else Command((sys.executable, "-c", f"raise SystemExit({theirs}) # theirs"), tmp_path)
    )
    return Group("Beside", 10, "A", "`check`", base, {"other": Case(other, least=15)}, 1, is_peer=is_peer)


def test_a_tool_that_fails_is_left_out_and_that_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert measure(group(tmp_path, 0, 3, is_peer=True)).samples == {}
    assert capsys.readouterr().out.startswith(f"not measured: exit code 3: {sys.executable} -c raise")


def test_a_command_of_ours_that_fails_ends_the_run(tmp_path: Path) -> None:
    with pytest.raises(FailedError, match="exit code 4"):
        measure(group(tmp_path, 4, 0, is_peer=True))
    with pytest.raises(FailedError, match="exit code 3"):
        measure(group(tmp_path, 0, 3, is_peer=False))


def test_what_cannot_be_run_here_is_passed_over(tmp_path: Path) -> None:
    assert list(measure(group(tmp_path, 0, None, is_peer=True)).samples) == ["A"]
    assert list(measure(group(tmp_path, 0, 0, is_peer=True)).samples) == ["A", "other"]
