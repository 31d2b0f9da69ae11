from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import cases, generator
from bench.cases import Case, Group
from bench.timing import run_once

SIZE = 60


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generator.workspace(tmp_path_factory.mktemp("cases"), SIZE, is_tracked=True)


def all_cases(groups: tuple[Group, ...]) -> Iterator[tuple[str, str, Case]]:
    return ((group.symbol, name, case) for group in groups for name, case in group.cases.items())


def bars(size: int) -> set[tuple[str, str, float | None, float | None]]:
    found = all_cases(cases.groups(Path("bench"), size, 25))
    return {(symbol, name, case.bar, case.memory_mb) for symbol, name, case in found if case.bar or case.memory_mb}


def records(root: Path) -> dict[str, bytes]:
    paths = (path for path in (root / "records").rglob("*") if path.is_file() and path.name != ".aftercare.lock")
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


SINGLE = {
    ("T", "aftercare --version", 1.25, None),
    ("T", "aftercare --help", 1.25, None),
    ("T", "aftercare ticket show ID", 1.6, None),
    ("T", "aftercare ticket show ID, on a terminal", 2.2, None),
    ("T", "aftercare ticket note ID", 1.9, None),
}


def test_what_touches_one_record_has_the_same_bars_at_any_size() -> None:
    assert bars(1_000) == SINGLE
    assert bars(10_000) == SINGLE | {
        ("C", "aftercare sla report, cold", 0.40, None),
        ("C", "aftercare sla report --format json, cold", 0.60, None),
        ("C", "aftercare sla report, cold, one processor", 0.55, None),
        ("T", "aftercare sla report, warm", 1.7, None),
    }


def test_a_fleet_has_bars_beside_git_and_of_memory() -> None:
    assert bars(100_000) == SINGLE | {
        ("G", "aftercare sla report, cold", 60.0, None),
        ("G", "aftercare sla report, warm", 2.0, None),
        ("C", "aftercare sla report, cold", None, 600),
        ("C", "aftercare sla report --format json, cold", None, 600),
        ("C", "aftercare sla report, cold, one processor", None, 600),
        ("C", "aftercare due, cold", None, 600),
        ("C", "aftercare check, cold", None, 600),
        ("T", "aftercare sla report, warm", None, 300),
        ("T", "aftercare due, warm", None, 300),
        ("T", "aftercare ticket list --open, warm", None, 300),
    }


@pytest.mark.parametrize(("size", "fewer"), [(1_000, 12), (10_000, 5), (100_000, 2)])
def test_the_more_records_the_fewer_rounds(size: int, fewer: int) -> None:
    groups = cases.groups(Path("bench"), size, 25)
    assert [(group.symbol, group.rounds) for group in groups] == [("T", 25), ("C", fewer), ("T", fewer), ("G", fewer)]
    assert {group.rounds for group in cases.groups(Path("bench"), size, 1)} == {1}


def test_every_command_does_what_is_measured_and_leaves_the_records_as_they_were(root: Path) -> None:
    before = records(root)
    groups = cases.groups(root, SIZE, 1)
    commands = [group.base for group in groups]
    commands += [case.command for _, _, case in all_cases(groups) if case.command is not None]
    assert {command.folder for command in commands} == {root}
    for command in commands:
        run_once(command)
        command.prepare()
        assert records(root) == before, command.words


def test_a_ticket_is_opened_and_noted_anew_in_every_run(root: Path) -> None:
    (single, *_) = cases.groups(root, SIZE, 1)
    before = records(root)
    for name, added in (("aftercare ticket open SITE", 1), ("aftercare ticket note ID", 0)):
        command = single.cases[name].command
        assert command is not None
        for _ in range(2):
            run_once(command)
            found = records(root)
            assert len(found) == len(before) + added
            changed = {path for path in before if found[path] != before[path]}
            assert len(changed) == 1 - added
        command.prepare()
    assert records(root) == before


def test_the_table_form_is_timed_as_a_terminal_shows_it() -> None:
    (single, *_) = cases.groups(Path("bench"), SIZE, 1)
    plain = single.cases["aftercare ticket show ID"].command
    drawn = single.cases["aftercare ticket show ID, on a terminal"].command
    assert plain is not None
    assert drawn is not None
    assert drawn.words == plain.words
    assert dict(drawn.environment) == {**plain.environment, "FORCE_COLOR": "1"}


def test_a_warm_command_is_run_a_minute_later_each_time() -> None:
    (_, _, warm, _) = cases.groups(Path("bench"), SIZE, 1)
    command = warm.cases["aftercare sla report, warm"].command
    assert command is not None
    moments = []
    for _ in range(3):
        command.prepare()
        moments.append(command.environment["AFTERCARE_NOW"])
    assert moments == ["2026-07-01T18:00:00+08:00", "2026-07-01T18:01:00+08:00", "2026-07-01T18:02:00+08:00"]


def test_without_a_way_to_one_processor_that_case_cannot_be_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    (_, cold, _, _) = cases.groups(Path("bench"), 10_000, 25)
    case = cold.cases["aftercare sla report, cold, one processor"]
    assert (case.command, case.bar) == (None, 0.55)
