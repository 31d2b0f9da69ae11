"""What README.md, its Chinese sister and the guides show is what the program says."""

from pathlib import Path

import pytest

from tests.docs.console import commands_of, rerun
from tests.docs.golden import ROOT, compare

READMES = ("README.md", "README.zh-CN.md")
GUIDES = tuple(sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs/guides").glob("*.md")))
TOUR = ("init --example", "ticket open", "ticket answer", "ticket arrive", "ticket resolve", "ticket close")
TOUR_QUESTIONS = ("sla report", "sla show", "due", "check", "clock")


@pytest.mark.golden
@pytest.mark.parametrize("name", [*READMES, *GUIDES])
def test_console_blocks_are_what_the_program_says(name: str, tmp_path: Path) -> None:
    page = ROOT / name
    text = page.read_text(encoding="utf-8")
    compare(page, rerun(text, tmp_path))


@pytest.mark.parametrize("name", READMES)
def test_the_tour_goes_through_a_ticket_and_every_question(name: str) -> None:
    typed = commands_of((ROOT / name).read_text(encoding="utf-8"))
    for command in (*TOUR, *TOUR_QUESTIONS):
        assert [line for line in typed if line.startswith(f"aftercare {command}")], command


@pytest.mark.parametrize("name", [*READMES, *GUIDES])
def test_the_clock_of_a_page_is_frozen_before_anything_is_typed(name: str) -> None:
    typed = commands_of((ROOT / name).read_text(encoding="utf-8"))
    assert not typed or typed[0].startswith("export AFTERCARE_NOW=")
