"""What is still owed, and until when it is looked ahead."""

import datetime as dt
import json

import pytest

from tests.cli.icalendar_file import Component, day, duration, moment, read_calendar
from tests.cli.program import SAMPLE_NOW, Program


@pytest.mark.parametrize(
    ("within", "count"), [("0m", 3), ("20m", 4), ("30m", 5), ("7h29m59s", 7), ("7h30m", 9), ("30d", 9)]
)
def test_what_falls_due_in_a_time_is_all_that_is_listed(harbour: Program, within: str, count: int) -> None:
    # What is overdue stays on the list, what is due at the very end belongs to it, what is held has no due time.
    items = json.loads(harbour.answer(f"due --within {within} --format json"))["items"]
    assert len(items) == count
    assert [item["due_at"] for item in items] == sorted(item["due_at"] for item in items)


def test_a_time_ahead_that_cannot_be_read_is_refused(harbour: Program) -> None:
    said = harbour.refusal("due --within soon")
    assert said == "error: soon is not a duration\nhint: write a duration like 30m, 3h, 2d or 1h30m\n"


def test_what_is_done_leaves_the_list(harbour: Program) -> None:
    owed = harbour.answer("due --site mill --format csv")
    assert "T-20260602-RPN8" in owed
    harbour.answer("ticket resolve RPN8 --cause software")
    assert harbour.answer("due --site mill") == "0 promises are still owed, as of 2026-06-10 12:00\n\nNothing is due.\n"


INSPECTED = """
handover: 2026-05-20
warranty: {months: 12}
inspection: {every: 1 month, checklist: cctv}
follow_up: {every: 3 months}
documents: [{id: manual, title: Manual}]
"""
"""Terms of the mill's contract: its months are June, July …; its quarters begin in July."""


def with_terms(program: Program, more: str = "") -> Program:
    """Give the mill's contract dated promises of every kind."""
    path = "records/contracts/mill-net.yaml"
    program.write(path, program.text(path) + INSPECTED.lstrip() + more)
    return program


def listed(program: Program, line: str) -> list[tuple[str, str, str]]:
    """Give what a list names: promise, subject, day."""
    items = json.loads(program(f"{line} --format json").out)["items"]
    return [(item["promise"], item["subject"], item["due_at"][:10]) for item in items]


JUNE, JULY = ("inspection", "mill/2026-06", "2026-06-30"), ("inspection", "mill/2026-07", "2026-07-31")
AUGUST = ("inspection", "mill/2026-08", "2026-08-31")
QUARTER = ("follow_up", "mill/2026-07..2026-09", "2026-09-30")
MANUAL = ("documents", "mill-net/manual", "2026-05-20")
REPAIR = ("repair", "T-20260602-RPN8", "2026-06-09")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        # What is running or late, and what begins within 31 days of 10 June, noon: July does, August does not.
        ("", [MANUAL, REPAIR, JUNE, JULY, QUARTER]),
        ("--as-of 2026-07-01T00:00", [MANUAL, REPAIR, JUNE, JULY, AUGUST, QUARTER]),
        ("--as-of 2026-06-30T23:59:59", [MANUAL, REPAIR, JUNE, JULY, QUARTER]),
        # With a time ahead, whatever falls due in it, begun or not.
        ("--within 20d", [MANUAL, REPAIR]),
        ("--within 21d", [MANUAL, REPAIR, JUNE]),
        ("--within 52d", [MANUAL, REPAIR, JUNE, JULY]),
        ("--within 113d", [MANUAL, REPAIR, JUNE, JULY, AUGUST, ("inspection", "mill/2026-09", "2026-09-30"), QUARTER]),
        ("--promise inspection", [JUNE, JULY]),
        ("--promise follow_up --promise documents", [MANUAL, QUARTER]),
    ],
)
def test_what_has_not_begun_is_looked_ahead_for(harbour: Program, line: str, names: list[tuple[str, str, str]]) -> None:
    found = listed(with_terms(harbour), f"due --site mill {line}")
    assert sorted(found) == sorted(names)
    assert [day for _name, _subject, day in found] == sorted(day for _name, _subject, day in names)


def test_what_is_ahead_leaves_the_list_once_it_is_done(harbour: Program) -> None:
    harbour.write(
        "records/inspections/2026/06/I-20260609-0001.yaml",
        "id: I-20260609-0001\nsite: mill\nperiod: 2026-06\ninspected_at: 2026-06-09T10:00:00+08:00\n",
    )
    assert listed(with_terms(harbour), "due --promise inspection") == [JULY]


def test_a_site_also_has_what_concerns_its_whole_contract(harbour: Program) -> None:
    harbour.write("records/sites/dam.yaml", "id: dam\ncontract: mill-net\nname: Dam\n")
    with_terms(harbour)
    (item,) = json.loads(harbour.answer("due --site mill --promise documents --format json"))["items"]
    assert (item["subject"], item["site"]) == ("mill-net/manual", None)
    assert listed(harbour, "due --site quay --promise documents") == []
    assert (
        harbour.answer("due --site dam --promise documents --format csv")
        .splitlines()[1]
        .startswith("documents,mill-net/manual,1,,mill-net,")
    )


def test_the_longest_time_ahead_is_looked_through(harbour: Program) -> None:
    # Twelve months of warranty from 20 May: the last period is May 2027.
    found = listed(with_terms(harbour, "acceptance: 2026-05-20\n"), "due --promise inspection --within 2000d")
    assert [subject for _name, subject, _day in found] == [
        f"mill/{year}-{month:02}" for year, months in ((2026, range(6, 13)), (2027, range(1, 6))) for month in months
    ]
    said = "error: 99999999d is longer than any promise\n"
    assert harbour.refusal("due --within 99999999d") == said


def test_a_promise_that_is_not_known_is_refused(harbour: Program) -> None:
    said = harbour.refusal("due --promise inspektion")
    assert said == "error: no promise is called inspektion\nhint: did you mean inspection, question?\n"


SHANGHAI = dt.timezone(dt.timedelta(hours=8))
MINUTE = dt.timedelta(minutes=1)


def calendar_of(program: Program, line: str) -> tuple[Component, str]:
    """Give the calendar that a line writes, and what it says beside."""
    outcome = program(f"{line} --format ics")
    assert outcome.code == 0
    return read_calendar(outcome.out.encode()), outcome.err


def told(event: Component) -> tuple[object, ...]:
    """Give an entry: what, when (a day, or a time of 10 June in Shanghai), and how many minutes before it rings."""
    start = event.one("DTSTART")
    begin = str(day(start)) if start.parameters else f"{moment(start).astimezone(SHANGHAI):%H:%M}"
    return event.text("SUMMARY"), begin, *(duration(alarm.one("TRIGGER")) / MINUTE for alarm in event.components)


def test_a_calendar_holds_what_falls_due(harbour: Program) -> None:
    calendar, said = calendar_of(harbour, "due --site quay")
    assert said == ""
    assert calendar.text("X-WR-CALNAME") == "Harbour Systems Ltd.: what is still owed"
    assert [told(event) for event in calendar.components] == [
        ("arrival on site · T-20260610-RSK4 · quay", "12:20", -36, -15),
        ("arrival on site · T-20260610-SMK6 · quay", "12:30", -15, -12),
        ("standby unit · T-20260610-RSK4 · quay", "17:00", -96, -15),
        ("spare parts · T-20260610-RSK4 · quay", "17:20", -96, -15),
        ("spare parts · T-20260610-SMK6 · quay", "19:30", -96, -15),
        ("standby unit · T-20260610-SMK6 · quay", "19:30", -96, -15),
    ]
    assert calendar.components[0].text("DESCRIPTION") == (
        "Promise: arrival on site\nAbout: T-20260610-RSK4\nSite: Quay\nContract: Port video surveillance\n"
        "Due: 2026-06-10 12:20\nTime: at risk; 20 min left"
    )
    assert {str(moment(event.one("DTSTAMP"))) for event in calendar.components} == {"2026-06-10 04:00:00+00:00"}


def test_days_are_whole_days_that_ring_on_the_morning_before(harbour: Program) -> None:
    calendar, said = calendar_of(with_terms(harbour), "due --site mill --promise inspection --promise documents")
    assert said == ""
    assert [told(event) for event in calendar.components] == [
        ("Overdue: document · mill-net/manual · mill", "2026-05-20", -900),
        ("inspection · mill/2026-06 · mill", "2026-06-30", -900),
        ("inspection · mill/2026-07 · mill", "2026-07-31", -900),
    ]
    assert [event.text("UID") for event in calendar.components] == [
        "documents.mill-net.1.mill-net.manual@aftercare",
        "inspection.mill-net.1.mill.2026-06@aftercare",
        "inspection.mill-net.1.mill.2026-07@aftercare",
    ]


def test_what_is_held_is_left_out_and_counted(harbour: Program) -> None:
    calendar, said = calendar_of(harbour, "due --site gate-2")
    assert said == "2 promises are held by a pause, have no due time, and are left out\n"
    assert [event.text("SUMMARY") for event in calendar.components] == [
        "Overdue: telephone answer · T-20260610-PSE5 · gate-2",
        "Overdue: standby unit · T-20260610-PSE5 · gate-2",
    ]
    assert calendar.components[0].text("DESCRIPTION").endswith("\nan aim of our own, no promise to the customer")


def test_nothing_due_is_a_calendar_too(harbour: Program) -> None:
    calendar, said = calendar_of(harbour, "due --as-of 2026-06-01T08:00")
    assert (calendar.inside("VEVENT"), said) == ([], "")


def test_an_entry_stays_the_same_one_whatever_is_recorded(harbour: Program) -> None:
    def uids() -> list[str]:
        return sorted(event.text("UID") for event in calendar_of(harbour, "due")[0].components)

    before = uids()
    for line in ("ticket note RSK4 'Seen'", "ticket dispatch SMK6 --by bo", "ticket pause RSK4 --reason force_majeure"):
        assert harbour(line).code == 0
    assert harbour("ticket resume RSK4").code == 0
    assert uids() == before
    assert harbour("ticket arrive RSK4 --by bo").code == 0
    assert set(before) - set(uids()) == {"arrival.port-cctv.1.T-20260610-RSK4@aftercare"}


def test_the_sample_project_has_a_calendar(sample: Program) -> None:
    line = f"due --format ics --as-of {SAMPLE_NOW}"
    written = sample.answer(line)
    assert written == sample.answer(line, now="2027-01-01T00:00+08:00")
    events = read_calendar(written.encode()).components
    items = json.loads(sample.answer(f"due --format json --as-of {SAMPLE_NOW}"))["items"]
    assert len(events) == len(items) == 23
    # Every site's next inspection is on it.
    assert [event.text("SUMMARY") for event in events if "2026-05" in event.text("SUMMARY")] == [
        f"inspection · {site}/2026-05 · {site}" for site in ("s01", "s02", "s03")
    ]


@pytest.mark.parametrize("line", ["sla report", "ticket list", "site list"])
def test_only_what_has_days_is_a_calendar(harbour: Program, line: str) -> None:
    assert harbour(f"{line} --format ics").code == 2
