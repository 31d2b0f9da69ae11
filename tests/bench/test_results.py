from pathlib import Path

from bench import cases, results
from bench.cases import Case, Group
from bench.results import Measured
from bench.timing import Command, Run, Sample

HERE = Command(("true",), Path())


def measured(kept: float, missed: float) -> Measured:
    bars = {"kept": Case(HERE, 1.25), "missed": Case(HERE, 1.25), "watched": Case(HERE, None)}
    samples = {
        name: Sample([Run(seconds, seconds, 20)])
        for name, seconds in {"T": 2.0, "kept": kept, "missed": missed, "watched": 9.0}.items()
    }
    return Measured(Group("T", "`a yardstick`", HERE, bars, 1), samples)


def test_a_bar_that_is_just_reached_is_kept() -> None:
    found = results.compare(measured(kept=2.5, missed=2.6))
    assert [(result.name, result.ratio, result.is_missed) for result in found] == [
        ("kept", 1.25, False),
        ("missed", 1.3, True),
        ("watched", 4.5, False),
    ]


def test_the_page_holds_ratios_bars_and_memory() -> None:
    page = results.document({10_000: [measured(kept=2.0, missed=3.0)], 1_000: []})
    assert "### T: `a yardstick`\n" in page
    headings = [line for line in page.splitlines() if line.startswith("## ")]
    assert headings == ["## A workspace of 10,000 tickets", "## A workspace of 1,000 tickets"]
    assert "| `kept` | 1.00 | 1.00 | 1.25 | 20 MiB |\n" in page
    assert "| `missed` | 1.50 | 1.50 | 1.25, missed | 20 MiB |\n" in page
    assert "| `watched` | 4.50 | 4.50 |  | 20 MiB |\n" in page


def test_the_table_says_which_bar_is_missed() -> None:
    lines = results.table(measured(kept=2.0, missed=3.0)).splitlines()
    assert lines[0] == "T = a yardstick"
    assert [line.split()[0] for line in lines if line.endswith(" missed")] == ["missed"]


def test_every_command_is_compared_in_one_workspace(tmp_path: Path) -> None:
    groups = cases.groups(tmp_path, 60, 25)
    assert [(group.symbol, group.rounds) for group in groups] == [("T", 25), ("C", 5), ("G", 5)]
    commands = [group.base for group in groups]
    commands += [case.command for group in groups for case in group.cases.values()]
    assert {command.folder for command in commands} == {tmp_path}
