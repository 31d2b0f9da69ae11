"""English or Chinese: by what it is chosen, whole outputs in Chinese, and what no language changes."""

import shutil
from pathlib import Path

import pytest

from hatch_build import compile_catalogues
from tests.cli.golden import assert_golden
from tests.cli.program import DATA, SAMPLE, SAMPLE_NOW, spawn

HARBOUR = DATA / "harbour"


@pytest.fixture(autouse=True)
def _catalogue() -> None:
    compile_catalogues(SAMPLE)


@pytest.mark.parametrize(
    ("line", "settings", "language"),
    [
        ("ticket show MET1", {}, "en"),
        ("ticket show MET1", {"LANG": ""}, "en"),
        ("ticket show MET1", {"LANG": "de_DE.UTF-8"}, "en"),
        ("ticket show MET1", {"LANG": "zh_CN.UTF-8"}, "zh"),
        ("ticket show MET1", {"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "C"}, "en"),
        ("ticket show MET1", {"LC_ALL": "zh_TW.UTF-8", "LC_MESSAGES": "C"}, "zh"),
        ("ticket show MET1", {"AFTERCARE_LANG": "zh"}, "zh"),
        ("ticket show MET1", {"AFTERCARE_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        ("ticket show MET1", {"LANGUAGE": "zh_CN"}, "en"),
        ("--lang zh ticket show MET1", {"AFTERCARE_LANG": "en"}, "zh"),
        ("ticket show MET1 --lang=zh", {}, "zh"),
        ("ticket --lang en show MET1", {"AFTERCARE_LANG": "zh", "LANG": "zh_CN.UTF-8"}, "en"),
    ],
)
def test_the_language_is_that_of_the_option_the_environment_or_the_locale(
    line: str, settings: dict[str, str], language: str
) -> None:
    outcome = spawn(HARBOUR, line, settings)
    assert (outcome.code, outcome.err) == (0, "")
    # Nothing in this ticket is Chinese by itself.
    assert outcome.out.isascii() == (language == "en")


SPOKEN = {
    "sla-report.txt": "sla report",
    "sla-show.md": "sla show PSE5 --format md",
    "ticket-show.txt": "ticket show RPN8",
    "ticket-list.txt": "ticket list",
    "due.txt": "due",
    "clock.txt": "clock 2026-12-31T16:00 5h --calendar work",
    "contract-show.txt": "contract show port-cctv",
    "ticket-pause-help.txt": "ticket pause --help",
}


@pytest.mark.golden
@pytest.mark.parametrize(("name", "line"), SPOKEN.items(), ids=SPOKEN)
def test_whole_outputs_are_chinese(name: str, line: str) -> None:
    outcome = spawn(HARBOUR, line, {"AFTERCARE_LANG": "zh", "COLUMNS": "80"})
    assert (outcome.code, outcome.err) == (0, "")
    assert_golden(f"chinese/{name}", outcome.out)


@pytest.mark.golden
def test_so_are_findings_errors_and_emergencies(tmp_path: Path) -> None:
    harbour = tmp_path / "harbour"
    shutil.copytree(HARBOUR, harbour)
    (harbour / "records/sites/mill.yaml").write_text("id: mill\nnam: Mill\n", encoding="utf-8")
    told = []
    for line in (
        "check",
        "ticket show 9999",
        "ticket arrive MET1",
        "ticket arrive RSK4 --at 13:00",
        "ticket open quay 冒烟 --hazard smoke --id T-20260610-0001",
        "ticket lst",
    ):
        outcome = spawn(harbour, line, {"AFTERCARE_LANG": "zh"})
        told.append(f"$ aftercare {line}\n{outcome.err}{outcome.out}= {outcome.code}\n")
    assert_golden("chinese/refusals.txt", "\n".join(told))


@pytest.mark.golden
def test_the_sample_project_is_checked_in_chinese() -> None:
    outcome = spawn(SAMPLE, f"check --as-of {SAMPLE_NOW} --lang zh")
    assert (outcome.code, outcome.err) == (0, "")
    assert_golden("chinese/sample-check.txt", outcome.out)


@pytest.mark.parametrize(
    "line",
    [
        "sla report --format json",
        "sla report --format csv",
        "ticket show RPN8 --format json",
        "due --format csv",
        "schema site",
    ],
)
def test_what_programs_read_is_the_same_in_every_language(line: str) -> None:
    assert spawn(HARBOUR, line, {"AFTERCARE_LANG": "zh"}) == spawn(HARBOUR, line, {"AFTERCARE_LANG": "en"})


def test_a_page_says_which_language_it_is_in() -> None:
    assert '<html lang="zh-CN">' in spawn(HARBOUR, "due --format html --lang zh").out
    assert '<html lang="en">' in spawn(HARBOUR, "due --format html --lang en").out


def test_times_may_be_typed_in_either_language(tmp_path: Path) -> None:
    harbour = tmp_path / "harbour"
    shutil.copytree(HARBOUR, harbour)
    for at, language in (("昨天 14:30", "en"), ("yesterday 14:30", "zh")):
        outcome = spawn(harbour, f"clock '{at}' 30m --lang {language} --format json")
        assert '"start": "2026-06-09T14:30:00+08:00"' in outcome.out


@pytest.mark.parametrize("line", ["--lang fr due", "due --lang fr", "due --lang ''"])
def test_a_language_that_is_not_spoken_is_refused(line: str) -> None:
    named = "fr" if "fr" in line else ""
    assert spawn(HARBOUR, line) == (
        2,
        "",
        (
            "Usage: aftercare [OPTIONS] COMMAND [ARGS]...\nTry 'aftercare --help' for help.\n\n"
            f"Error: Invalid value for '--lang': '{named}' is not one of 'en', 'zh'.\n"
        ),
    )


def test_tables_for_programs_hold_the_words_of_the_records() -> None:
    for line in ("ticket list", "ticket history BRK2", "ticket show BRK2", "staff list"):
        chinese, english = (spawn(HARBOUR, f"{line} --format csv --lang {language}") for language in ("zh", "en"))
        assert chinese == english
    assert "fault,closed," in spawn(HARBOUR, "ticket list --format csv").out
