import os
import platform
from pathlib import Path

from bench import results
from bench.cases import Case, Group
from bench.results import Measured
from bench.timing import Command, Run, Sample

HERE = Command(("true",), Path())
HEAD = "| command | must take | tickets | reached | |\n| --- | --- | ---: | ---: | --- |\n"


def sample(seconds: float, peak_mb: float = 20) -> Sample:
    return Sample([Run(seconds, seconds, peak_mb)])


def measured(kept: float, missed: float, size: int = 10_000) -> Measured:
    cases = {"kept": Case(HERE, 1.25), "missed": Case(HERE, 1.25), "watched": Case(HERE)}
    samples = {"T": sample(2), "kept": sample(kept), "missed": sample(missed), "watched": sample(9)}
    return Measured(Group(f"{size:,} tickets", size, "T", "`a yardstick`", HERE, cases, 1), samples)


def fleet(peak_mb: float) -> Measured:
    cases = {"report": Case(HERE, 60.0, 600), "gone": Case(None, 2.0, 300)}
    samples = {"G": sample(1), "report": sample(48, peak_mb)}
    return Measured(Group("100,000 tickets", 100_000, "G", "`git status`", HERE, cases, 1), samples)


def peer(seconds: float | None) -> Measured:
    samples = {} if seconds is None else {"A": sample(2), "other 1.0": sample(seconds)}
    cases = {"other 1.0": Case(HERE, least=15)}
    return Measured(Group("Beside other tools", 5_000, "A", "`check`", HERE, cases, 1, is_peer=True), samples)


def missed(found: Measured) -> list[tuple[str, str, str]]:
    return [(bar.name, bar.wanted, bar.figure) for bar in results.bars(found) if bar.is_missed]


def test_a_bar_that_is_just_reached_is_kept() -> None:
    found = measured(kept=2.5, missed=2.6)
    assert [(result.name, result.ratio) for result in results.compare(found)] == [
        ("kept", 1.25),
        ("missed", 1.3),
        ("watched", 4.5),
    ]
    assert missed(found) == [("missed", "at most 1.25 T", "1.30")]


def test_memory_has_bars_of_its_own() -> None:
    assert missed(fleet(peak_mb=600)) == []
    assert missed(fleet(peak_mb=601)) == [("report", "at most 600 MB", "601")]


def test_another_tool_must_take_long_enough() -> None:
    assert missed(peer(30)) == []
    assert missed(peer(29)) == [("other 1.0", "at least 15.00 A", "14.50")]


def test_a_bar_that_was_not_measured_is_not_missed() -> None:
    assert missed(peer(None)) == []
    assert [bar.figure for bar in results.bars(peer(None))] == ["not measured"]


def test_the_page_begins_with_every_bar_and_what_was_reached_at_every_size() -> None:
    small = measured(kept=2.0, missed=2.0, size=1_000)
    page = results.document([small, measured(kept=2.1, missed=3.0), fleet(peak_mb=126), peer(48.0), peer(None)])
    version = ".".join(platform.python_version_tuple()[:2])
    assert f"\nPython {version}, {os.cpu_count()} cores, one ticket a file.\n" in page
    (table, _) = page.partition(HEAD)[2].split("\n\n", maxsplit=1)
    assert table.splitlines() == [
        "| `kept` | at most 1.25 T | 1,000 / 10,000 | 1.00 / 1.05 | kept |",
        "| `missed` | at most 1.25 T | 1,000 / 10,000 | 1.00 / 1.50 | **missed** |",
        "| `report` | at most 60.00 G | 100,000 | 48.00 | kept |",
        "| `report` | at most 600 MB | 100,000 | 126 | kept |",
        "| `gone` | at most 2.00 G | 100,000 | not measured |  |",
        "| `gone` | at most 300 MB | 100,000 | not measured |  |",
        "| `other 1.0` | at least 15.00 A | 5,000 / 5,000 | 24.00 / not measured |  |",
    ]


def test_the_page_has_a_table_for_every_yardstick_below_its_workspace() -> None:
    page = results.document([measured(kept=2.0, missed=3.0), fleet(peak_mb=126), peer(None)])
    sections = page.partition("\n## 10,000 tickets\n")[2]
    assert (
        sections
        == """
### T: `a yardstick`

| command | ratio | CPU | memory | bars |
| --- | ---: | ---: | ---: | --- |
| T | 1.00 | 1.00 | 20 MB | |
| `kept` | 1.00 | 1.00 | 20 MB | at most 1.25 T |
| `missed` | 1.50 | 1.50 | 20 MB | at most 1.25 T, missed |
| `watched` | 4.50 | 4.50 | 20 MB |  |

## 100,000 tickets

### G: `git status`

| command | ratio | CPU | memory | bars |
| --- | ---: | ---: | ---: | --- |
| G | 1.00 | 1.00 | 20 MB | |
| `report` | 48.00 | 48.00 | 126 MB | at most 60.00 G; at most 600 MB |
| `gone` | not measured | | | |

## Beside other tools

### A: `check`

| command | ratio | CPU | memory | bars |
| --- | ---: | ---: | ---: | --- |
| `other 1.0` | not measured | | | |
"""
    )


def test_the_table_says_which_bar_is_missed_and_what_was_not_measured() -> None:
    lines = results.table(measured(kept=2.0, missed=3.0)).splitlines()
    assert lines[0] == "10,000 tickets: T = a yardstick"
    assert [line.split()[0] for line in lines if line.endswith("missed")] == ["missed"]
    assert results.table(fleet(peak_mb=126)).splitlines()[-1].split() == ["gone", "not", "measured"]
    assert results.table(peer(None)).splitlines()[-1].split() == ["other", "1.0", "not", "measured"]
