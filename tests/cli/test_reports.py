"""Everything that lists or reports, whole: each line of the tables is an output kept in golden/."""

import pytest

from tests.cli.golden import assert_golden
from tests.cli.program import SAMPLE_NOW, Program

pytestmark = pytest.mark.golden

HARBOUR = {
    "sla-report.txt": "sla report",
    "sla-report.json": "sla report --format json",
    "sla-report.csv": "sla report --format csv",
    "sla-report.md": "sla report --format md",
    "sla-report-site.txt": "sla report --site gate-2",
    "sla-report-contract.txt": "sla report --contract mill-net",
    "sla-report-promises.txt": "sla report --promise arrival --promise repair",
    "sla-report-window.txt": "sla report --since 2026-06-03 --until 2026-06-05",
    "sla-report-empty.txt": "sla report --until 2026-05-31",
    "sla-report-earlier.txt": "sla report --as-of 2026-06-03T13:10",
    "sla-show.txt": "sla show RPN8",
    "sla-show.json": "sla show RPN8 --format json",
    "sla-show.csv": "sla show RPN8 --format csv",
    "sla-show.md": "sla show PSE5 --format md",
    "sla-show-none.txt": "sla show ASK7",
    "ticket-show.txt": "ticket show RPN8",
    "ticket-show.json": "ticket show PSE5 --format json",
    "ticket-show.csv": "ticket show SMK6 --format csv",
    "ticket-show.md": "ticket show EXC3 --format md",
    "ticket-show-earlier.txt": "ticket show MET1 --as-of 2026-06-01T13:00",
    "ticket-list.txt": "ticket list",
    "ticket-list.json": "ticket list --open --format json",
    "ticket-list.csv": "ticket list --format csv",
    "ticket-list.md": "ticket list --site quay --format md",
    "ticket-list-state.txt": "ticket list --state paused",
    "ticket-list-since.txt": "ticket list --since 2026-06-05 --as-of 2026-06-09T18:00",
    "ticket-list-none.txt": "ticket list --state dispatched",
    "ticket-history.txt": "ticket history MET1",
    "ticket-history.json": "ticket history MET1 --format json",
    "ticket-history.csv": "ticket history BRK2 --format csv",
    "due.txt": "due",
    "due.json": "due --format json",
    "due.csv": "due --format csv",
    "due-within.txt": "due --within 1h --site quay",
    "due-none.txt": "due --as-of 2026-06-02",
    "contract-list.txt": "contract list",
    "contract-list.json": "contract list --format json",
    "contract-show.txt": "contract show port-cctv",
    "contract-show.json": "contract show mill --format json",
    "contract-show.md": "contract show mill --format md",
    "site-list.txt": "site list",
    "site-list.csv": "site list --format csv",
    "site-show.txt": "site show quay",
    "site-show.json": "site show gate --format json",
    "equipment-list.txt": "equipment list",
    "equipment-list.csv": "equipment list --site quay --format csv",
    "equipment-list.json": "equipment list --category switch --format json",
    "equipment-show.txt": "equipment show NVR-1",
    "equipment-show.json": "equipment show Q-CAM --format json",
    "staff-list.txt": "staff list",
    "staff-list.json": "staff list --format json",
    "staff-show.txt": "staff show bo",
    "schema-kinds.txt": "schema",
}
SAMPLES = {
    "sla-report.txt": "sla report",
    "sla-report.json": "sla report --format json",
    "due.txt": "due",
    "check.txt": "check",
    "check.json": "check --format json",
    "check-github.txt": "check --format github",
    "check.sarif": "check --format sarif",
    "check-junit.xml": "check --format junit",
}


@pytest.mark.parametrize(("name", "line"), HARBOUR.items(), ids=HARBOUR)
def test_the_harbour_is_reported(harbour: Program, name: str, line: str) -> None:
    before = harbour.files()
    assert_golden(f"harbour/{name}", harbour.answer(line))
    assert harbour.files() == before


@pytest.mark.parametrize(("name", "line"), SAMPLES.items(), ids=SAMPLES)
def test_the_sample_project_is_reported(sample: Program, name: str, line: str) -> None:
    assert_golden(f"sample/{name}", sample.answer(f"{line} --as-of {SAMPLE_NOW}"))


@pytest.mark.parametrize("command", ["show", "history"])
def test_before_its_report_there_is_no_ticket(harbour: Program, command: str) -> None:
    assert harbour.refusal(f"ticket {command} MET1 --as-of 2026-06-01T08:59") == (
        "error: T-20260601-MET1 was not reported yet at 2026-06-01 08:59+08:00\n"
        "hint: it was reported at 2026-06-01 09:00+08:00\n"
    )


def test_a_history_ends_where_it_is_looked_at(harbour: Program) -> None:
    assert harbour.answer("ticket history MET1 --as-of 2026-06-01T10:00") == (
        "T-20260601-MET1\n\nNo recording since the morning\n\n"
        "History\nWhen              What      Who  Facts\n2026-06-01 09:05  answered  bo\n\n"
        "6 later events are left out\n"
    )
