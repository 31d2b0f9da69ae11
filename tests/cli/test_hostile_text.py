"""Names and remarks that try to act on a terminal, a page or a spreadsheet: they are shown, and nothing more."""

import csv
import io
import json
import re

import pytest

from tests.cli.golden import assert_golden
from tests.cli.pages import read_page
from tests.cli.program import Program

CLEAR, TITLE, LINK = "\x1b[2J", "\x1b]0;gone\x07", "\x1b]8;;https://example.org\x1b\\"
HOSTILE = f"=cmd|' /C calc'!A0 {CLEAR}{TITLE}{LINK}\x9b2J\b\r\u202eltr\u200f\ufeff<script>alert(1)</script>\n`*_[#\\|"
SHOWN = (
    r"=cmd|' /C calc'!A0 \x1b[2J\x1b]0;gone\x07\x1b]8;;https://example.org\x1b\\x9b2J\x08\x0d\u202eltr\u200f\ufeff"
    r"<script>alert(1)</script>⏎`*_[#\|"
)
TRICKS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\ufeff]")
TICKET = "records/tickets/2026/06/T-20260610-0001.yaml"


@pytest.fixture
def haunted(harbour: Program) -> Program:
    """Open a ticket with such a summary, whose site, contact and company are called so, too."""
    name = json.dumps(HOSTILE)
    harbour.write(
        "records/sites/gate-2.yaml", f"id: gate-2\ncontract: port-cctv\nname: {name}\ncontacts: [{{name: {name}}}]\n"
    )
    settings = "records/aftercare.yaml"
    harbour.write(settings, harbour.text(settings).replace("Harbour Systems Ltd.", name))
    harbour.answer("ticket open gate-2 --id T-20260610-0001 --reporter", HOSTILE, "--", HOSTILE)
    harbour.answer("ticket note 0001", HOSTILE)
    return harbour


def test_such_text_is_written_and_read_again_as_it_is(haunted: Program) -> None:
    assert re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\ufeff]", haunted.text(TICKET)) == []
    assert json.loads(haunted.answer("ticket show 0001 --format json"))["summary"] == HOSTILE
    events = json.loads(haunted.answer("ticket history 0001 --format json"))["events"]
    assert [event["note"] for event in events] == [HOSTILE]
    assert haunted.answer("check") == "20 files checked: 0 errors, 0 warnings\n"


LINES = (
    "ticket show 0001",
    "ticket list --since 12:00",
    "ticket history 0001",
    "site show gate-2",
    "site list",
    "sla report",
)


@pytest.mark.parametrize("line", LINES)
def test_people_see_it_spelled_out(haunted: Program, line: str) -> None:
    told = haunted.answer(line)
    assert SHOWN in told
    assert TRICKS.findall(told) == []
    marked = haunted.answer(f"{line} --format md")
    assert TRICKS.findall(marked) == []
    assert "<script" not in marked
    assert all(re.fullmatch(r"\|( (\\.|[^|\\])* \|)+", row) for row in marked.splitlines() if row.startswith("|"))
    page = haunted.answer(f"{line} --format html")
    assert TRICKS.findall(page) == []
    assert "<script" not in page
    said = read_page(page)
    assert SHOWN in "\n".join([*said.paragraphs, *(cell for table in said.tables for row in table for cell in row)])


@pytest.mark.parametrize("line", ["ticket list --since 12:00", "site list"])
def test_a_spreadsheet_gets_text_and_no_formula(haunted: Program, line: str) -> None:
    rows = list(csv.reader(io.StringIO(haunted.answer(f"{line} --format csv"), newline="")))
    cells = [cell for row in rows for cell in row if "cmd" in cell]
    assert cells
    # A carriage return would end the row in some readers.
    assert set(cells) == {"'" + HOSTILE.replace("\r", "\n")}


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_whatever_begins_a_formula_is_guarded_and_telephones_are_not(harbour: Program, sign: str) -> None:
    harbour("staff add eve --phone +86-1 --name", f"{sign}1+1")
    rows = list(csv.reader(io.StringIO(harbour.answer("staff list --format csv"), newline="")))
    assert rows[-1] == ["eve", f"'{sign}1+1".replace("\r", "\n"), "", "+86-1"]


@pytest.mark.golden
def test_errors_spell_it_out_too(haunted: Program) -> None:
    haunted.write(f"records/tickets/2026/06/{CLEAR}.yaml", f'id: "{CLEAR}"\n')
    haunted.write("records/sites/bad.yaml", f"id: bad\ncontract: {json.dumps(HOSTILE)}\nname: Bad\n")
    told = haunted("check")
    assert (told.code, TRICKS.findall(told.out)) == (1, [])
    assert_golden("hostile/check.txt", told.out)
    for form in ("github", "sarif", "junit", "json"):
        assert TRICKS.findall(haunted(f"check --format {form}").out) == [], form
    for line in (
        "ticket show",
        "ticket list --site",
        "clock 09:00",
        "sla report --promise",
        "site add x --name x --contract",
    ):
        said = haunted.refusal(line, f"nobody {CLEAR}")
        assert said.splitlines()[0].endswith(r"nobody \x1b[2J") or r"nobody \x1b[2J" in said
        assert TRICKS.findall(said) == []


def test_what_is_no_text_at_all_is_refused(harbour: Program) -> None:
    before = harbour.files()
    said = harbour.refusal("ticket open quay", "caf\udce9")
    assert TRICKS.findall(said) == []
    assert said.startswith("error: ")
    assert harbour.files() == before
