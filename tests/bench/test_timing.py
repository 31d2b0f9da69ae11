import os
import sys
from pathlib import Path

import pytest

from bench.timing import Command, FailedError, Run, Sample, alternate, busy_ratio, ratio, run_once


def sample(*seconds: float) -> Sample:
    return Sample([Run(taken, taken / 2, taken * 10) for taken in seconds])


def python(code: str, folder: Path) -> Command:
    return Command((sys.executable, "-c", code), folder)


def test_a_sample_gives_its_median_its_least_and_its_peak() -> None:
    found = sample(5, 1, 3)
    assert (found.median, found.least, found.busy, found.peak_mb) == (3, 1, 1.5, 50)
    assert sample(1, 2, 4, 9).median == 3


def test_ratios_are_of_medians() -> None:
    assert ratio(sample(3, 100, 1), sample(2, 2, 2)) == 1.5
    assert busy_ratio(sample(3, 100, 1), sample(2, 2, 2)) == 1.5


def test_commands_take_turns_and_the_first_round_is_thrown_away(tmp_path: Path) -> None:
    commands = {"a": Command(("a",), tmp_path), "b": Command(("b",), tmp_path)}
    turns = iter(range(1, 7))
    order: list[str] = []

    def run(command: Command) -> Run:
        order.append(command.words[0])
        return Run(next(turns), 0, 0)

    samples = alternate(commands, 2, run)
    assert order == ["a", "b", "a", "b", "a", "b"]
    assert [run.seconds for run in samples["a"].runs] == [3, 5]
    assert [run.seconds for run in samples["b"].runs] == [4, 6]


def test_what_is_slow_is_run_once(tmp_path: Path) -> None:
    seconds = {"fast": 60.0, "slow": 60.1}
    order: list[str] = []

    def run(command: Command) -> Run:
        order.append(command.words[0])
        return Run(seconds[command.words[0]], 0, 0)

    samples = alternate({name: Command((name,), tmp_path) for name in seconds}, 2, run, once_above=60)
    assert order == ["fast", "slow", "fast", "fast"]
    assert [run.seconds for run in samples["slow"].runs] == [60.1]
    assert [run.seconds for run in samples["fast"].runs] == [60, 60]


def test_what_runs_leave_behind_is_undone_at_the_end(tmp_path: Path) -> None:
    undone: list[str] = []
    commands = {name: Command((name,), tmp_path, {}, lambda: undone.append("undone")) for name in ("a", "b")}
    alternate(commands, 3, lambda _: Run(1, 1, 1))
    assert undone == ["undone"] * 2


def test_a_run_is_measured(tmp_path: Path) -> None:
    found = run_once(python("print('to nowhere')", tmp_path))
    assert found.seconds > 0
    assert found.peak_mb > 1


def test_a_run_is_prepared_and_sees_nothing_of_whoever_measures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("AFTERCARE_LANG", "zh")
    code = "import os; open('seen', 'w').write(' '.join(sorted(os.environ)))"
    prepared: list[str] = []
    run_once(Command((sys.executable, "-c", code), tmp_path, {"MORE": "1"}, lambda: prepared.append("yes")))
    seen = set((tmp_path / "seen").read_text(encoding="utf-8").split())
    assert prepared == ["yes"]
    assert "MORE" in seen
    assert not seen & {"PYTHONDONTWRITEBYTECODE", "AFTERCARE_LANG"}
    assert "PATH" in os.environ
    assert "PATH" in seen


def test_a_command_that_fails_is_not_measured(tmp_path: Path) -> None:
    with pytest.raises(FailedError, match="exit code 3"):
        run_once(python("raise SystemExit(3)", tmp_path))
