"""Follow-up visits after tickets, per period, and planned ones: each row worked out by hand.

A row is the subject and its cycle, the state, the day it is due, the day of the visit that kept it.
"""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest

from aftercare_cli.model.service import Visit
from aftercare_cli.rules.calendars import Calendars
from aftercare_cli.rules.promises import follow_ups
from aftercare_cli.store.workspace import Workspace
from tests.rules.written import WORKSPACE, Records, moment, workspace

AFTER = "follow_up: {every: 3 months, after_ticket: 7d}"
BINDING = "follow_up: {every: 3 months, after_ticket: 7d, policy: false}"
ON_SITE = "{at: 10T10:00, type: arrived}, {at: 10T15:00, type: resolved}"
REMOTE = "events: [{at: 10T10:00, type: answered}, {at: 10T15:00, type: resolved}]"
SERVED = "acceptance: 2025-12-20\nwarranty: {months: 36}\nhandover: "
TICKET = "T-20260310-7F3K"


def visit(days: str, ticket: str | None = TICKET, site: str = "hq") -> Visit:
    """Read `12>14@09`: due on 12 March, made on the 14th, and planned on the 9th; each of them may be missing."""
    planned, _, rest = days.partition(">")
    made, _, written = rest.partition("@")
    day = int(written or made or planned)
    return Visit(
        id=f"V-202603{day:02}-{planned or '00':0>2}{made or '00':0>2}",
        site=site,
        ticket=ticket,
        due_on=dt.date(2026, 3, int(planned)) if planned else None,
        visited_on=dt.date(2026, 3, int(made)) if made else None,
    )


def rows(records: Records, now: str, until: str | None = None) -> list[str]:
    """Judge every follow-up visit as of a moment."""
    calendars = Calendars(records.settings)
    found = []
    for promise in follow_ups.promises(records, calendars, moment(now), moment(until or now)):
        assert promise.due is not None
        assert promise.is_daily
        due, stop = (
            "-----" if at is None else f"{at.astimezone(calendars.timezone):%m-%d}"
            for at in (promise.due, promise.stop)
        )
        name = promise.subject if promise.cycle == 1 else f"{promise.subject}/{promise.cycle}"
        found.append(" ".join([name, promise.state, due, stop, *promise.flags]))
    return found


def after(history: str, visits: Sequence[Visit], now: str, terms: str = AFTER) -> list[str]:
    """Judge the visits after one ticket; no handover, so that no period asks for any."""
    records = msgspec.structs.replace(workspace(terms, history), visits=visits)
    return [row.removeprefix(f"{TICKET} ").removeprefix(TICKET) for row in rows(records, now)]


@pytest.mark.parametrize(
    ("visits", "now", "expected"),
    [
        ([], "10T14:59:59", []),
        ([], "10T15:00", ["pending 03-17 -----"]),
        # Of 177 hours four fifths are gone at 12:36 on the 16th.
        ([], "16T12:35:59", ["pending 03-17 -----"]),
        ([], "16T12:36", ["at_risk 03-17 -----"]),
        ([], "17T23:59:59", ["at_risk 03-17 -----"]),
        ([], "18T00:00", ["breached 03-17 -----"]),
        (["12"], "16T09:00", ["breached 03-12 -----"]),
        ([">10"], "11T09:00", ["met 03-17 03-10"]),
        ([">17"], "18T09:00", ["met 03-17 03-17"]),
        ([">18"], "19T09:00", ["breached 03-17 03-18"]),
        # Before the visit is made nobody knows of it.
        ([">17"], "16T09:00", ["pending 03-17 -----"]),
        ([">18"], "17T23:00", ["at_risk 03-17 -----"]),
        # Before the ticket was resolved there was nothing to follow up.
        ([">09"], "11T09:00", ["pending 03-17 -----"]),
        # The first visit keeps it.
        ([">20", ">16"], "21T09:00", ["met 03-17 03-16"]),
    ],
)
def test_seven_days_after_the_resolution(visits: list[str], now: str, expected: list[str]) -> None:
    assert after(f"events: [{ON_SITE}]", [visit(days) for days in visits], now) == expected


@pytest.mark.parametrize(
    ("visits", "now", "terms", "expected"),
    [
        # Planned on the 12th for the 20th: our own aim moves, a promise does not.
        (["20>@12"], "18T09:00", AFTER, ["pending 03-20 -----"]),
        (["20>@12"], "18T09:00", BINDING, ["breached 03-17 -----"]),
        (["20>19@12"], "21T09:00", AFTER, ["met 03-20 03-19"]),
        (["20>19@12"], "21T09:00", BINDING, ["breached 03-17 03-19"]),
        # An earlier plan is kept in either case.
        (["14>15@12"], "21T09:00", AFTER, ["breached 03-14 03-15"]),
        (["14>15@12"], "21T09:00", BINDING, ["breached 03-14 03-15"]),
        # What was overdue when it was planned stays so.
        (["25>@18"], "19T09:00", AFTER, ["breached 03-17 -----"]),
        (["25>24@18"], "26T09:00", AFTER, ["breached 03-17 03-24"]),
        # As of a moment before the visit the plan is what there is.
        (["14>13@12"], "12T12:00", AFTER, ["pending 03-14 -----"]),
        # A second plan does not put off the first.
        (["14>@11", "17>16@15"], "20T09:00", AFTER, ["breached 03-14 03-16"]),
    ],
)
def test_a_plan_says_when(visits: list[str], now: str, terms: str, expected: list[str]) -> None:
    assert after(f"events: [{ON_SITE}]", [visit(days) for days in visits], now, terms) == expected


@pytest.mark.parametrize(
    "history",
    [
        REMOTE,
        "events: [{at: 10T10:00, type: arrived}]",
        "events: [{at: 10T10:00, type: arrived}, {at: 10T11:00, type: restored}]",
        "events: [{at: 10T10:00, type: arrived}, {at: 10T11:00, type: cancelled, reason: r}]",
        "site: elsewhere\nevents: [{at: 10T10:00, type: arrived}, {at: 10T15:00, type: resolved}]",
    ],
)
def test_only_a_solution_on_site_is_followed_up(history: str) -> None:
    assert after(history, [], "20T09:00") == []


def test_no_time_after_a_ticket_means_no_promise() -> None:
    assert after(f"events: [{ON_SITE}]", [], "30T09:00", "follow_up: {every: 3 months}") == []
    assert after(f"events: [{ON_SITE}]", [], "30T09:00", "targets: {}") == []


def test_the_terms_are_those_of_the_day_of_the_report() -> None:
    amended = f"{AFTER}\namendments: [{{from: 2026-03-10, follow_up: {{every: 3 months, after_ticket: 2d}}}}]"
    assert after(f"events: [{ON_SITE}]", [], "11T09:00", amended) == ["pending 03-12 -----"]
    later = amended.replace("from: 2026-03-10", "from: 2026-03-11")
    assert after(f"events: [{ON_SITE}]", [], "11T09:00", later) == ["pending 03-17 -----"]


def test_a_cancellation_after_the_resolution_ends_it() -> None:
    cancelled = f"events: [{ON_SITE}, {{at: 12T09:00, type: cancelled, reason: entered twice}}]"
    assert after(cancelled, [], "30T09:00") == ["not_required 03-17 -----"]
    assert after(cancelled, [], "11T09:00") == ["pending 03-17 -----"]
    assert after(cancelled, [visit(">11")], "30T09:00") == ["met 03-17 03-11"]
    late = cancelled.replace("12T09:00", "18T09:00")
    assert after(late, [], "30T09:00") == ["breached 03-17 -----"]


@pytest.mark.parametrize(
    ("reopened", "visits", "now", "expected"),
    [
        # Reopened before it fell due, on that very day too: the second solution alone is followed up.
        ("14T09:00", [], "16T09:00", ["not_required 03-17 -----", "/2 pending 03-22 -----"]),
        ("17T09:00", [], "30T09:00", ["not_required 03-17 -----", "/2 breached 03-25 -----"]),
        ("14T09:00", [">20"], "30T09:00", ["not_required 03-17 -----", "/2 met 03-22 03-20"]),
        # Visited before that, and again after the second solution.
        ("14T09:00", [">12"], "30T09:00", ["met 03-17 03-12", "/2 breached 03-22 -----"]),
        ("14T09:00", [">12", ">16"], "30T09:00", ["met 03-17 03-12", "/2 met 03-22 03-16"]),
        # Reopened when it was overdue: a breach stays one, and one visit ends both.
        ("18T09:00", [], "30T09:00", ["breached 03-17 -----", "/2 breached 03-26 -----"]),
        ("18T09:00", [">24"], "30T09:00", ["breached 03-17 03-24", "/2 met 03-26 03-24"]),
        # A plan for the first solution does not hold once that is undone; one that lies after the second does.
        ("14T09:00", ["15>@11"], "30T09:00", ["not_required 03-15 -----", "/2 breached 03-15 -----"]),
        ("14T09:00", ["14>@11"], "30T09:00", ["not_required 03-14 -----", "/2 breached 03-22 -----"]),
        # Before it was reopened.
        ("18T09:00", [], "17T09:00", ["at_risk 03-17 -----"]),
    ],
)
def test_each_cycle_is_followed_up(reopened: str, visits: list[str], now: str, expected: list[str]) -> None:
    """It is resolved again on the day after the reopening."""
    day = int(reopened[:2])
    again = f"{{at: {day}T11:00, type: arrived}}, {{at: {day + 1:02}T15:00, type: resolved}}"
    history = f"events: [{ON_SITE}, {{at: {reopened}, type: reopened, reason: again}}, {again}]"
    assert after(history, [visit(days) for days in visits], now) == expected


def test_days_are_counted_on_the_wall_clock() -> None:
    """In New York the clocks went forward on 8 March 2026: 168 hours from 23:30 on the 5th end on the 13th."""
    about = WORKSPACE.replace("Asia/Shanghai", "America/New_York")
    history = (
        "reported_at: 2026-03-05T20:00:00-05:00\nevents: [{at: 2026-03-05T21:00:00-05:00, type: arrived},"
        " {at: 2026-03-05T23:30:00-05:00, type: resolved}]"
    )
    records = workspace(AFTER, history, about=about)
    assert rows(records, "2026-03-06T12:00:00-05:00") == [f"{TICKET} pending 03-12 -----"]


def test_half_a_day_ends_on_the_day_it_runs_into() -> None:
    terms = "follow_up: {every: 3 months, after_ticket: 12h}"
    assert after(f"events: [{ON_SITE}]", [], "10T16:00", terms) == ["pending 03-11 -----"]


def test_a_visit_to_another_site_does_not_count() -> None:
    assert after(f"events: [{ON_SITE}]", [visit(">12", site="annex")], "18T09:00") == ["breached 03-17 -----"]


def test_what_was_promised_before_the_records_begin_is_on_paper() -> None:
    about = f"{WORKSPACE}records_from: 2026-03-11\n"
    records = workspace(AFTER, f"events: [{ON_SITE}]", about=about)
    assert rows(records, "30T09:00") == []
    visited = msgspec.structs.replace(records, visits=[visit(">12")])
    assert rows(visited, "30T09:00") == [f"{TICKET} met 03-17 03-12"]
    same_day = workspace(AFTER, f"events: [{ON_SITE}]", about=about.replace("03-11", "03-10"))
    assert rows(same_day, "30T09:00") == [f"{TICKET} breached 03-17 -----"]


@pytest.mark.parametrize(
    ("handover", "every", "until", "names"),
    [
        # Months that divide a year lie on its grid, from the first whole one after the handover.
        ("2025-12-29", "3 months", "2026-06-30", ["2026-01..2026-03", "2026-04..2026-06"]),
        ("2026-01-01", "3 months", "2026-03-31", ["2026-01..2026-03"]),
        ("2026-01-02", "3 months", "2026-04-01", ["2026-04..2026-06"]),
        ("2026-02-10", "6 months", "2026-12-31", ["2026-07..2026-12"]),
        ("2026-01-15", "1 month", "2026-03-01", ["2026-02", "2026-03"]),
        ("2026-02-15", "12 months", "2027-01-01", ["2027-01..2027-12"]),
        # Others go on from the first month served.
        ("2026-01-15", "5 months", "2026-12-01", ["2026-02..2026-06", "2026-07..2026-11", "2026-12..2027-04"]),
        ("2026-02-01", "5 months", "2026-02-01", ["2026-02..2026-06"]),
    ],
)
def test_periods(handover: str, every: str, until: str, names: list[str]) -> None:
    records = workspace(f"{SERVED}{handover}\nfollow_up: {{every: {every}}}")
    end = f"{until}T00:00:00+08:00"
    found = follow_ups.promises(records, Calendars(records.settings), moment("01T00:00"), moment(end))
    assert [promise.subject for promise in found] == [f"hq/{name}" for name in names]


QUARTERLY = f"{SERVED}2025-12-29\nfollow_up: {{every: 3 months}}"


@pytest.mark.parametrize(
    ("visits", "now", "expected"),
    [
        ([], "2026-03-31T23:59:59+08:00", ["at_risk 03-31 -----"]),
        ([], "2026-04-01T00:00:00+08:00", ["breached 03-31 -----", "pending 06-30 -----"]),
        ([("", "2026-03-27")], "2026-03-28T09:00:00+08:00", ["met 03-31 03-27"]),
        ([("", "2026-03-27")], "2026-03-26T09:00:00+08:00", ["at_risk 03-31 -----"]),
        # Made a day late, it counts for the quarter it was planned for, and not for the next one.
        (
            [("2026-03-31", "2026-04-01")],
            "2026-04-02T09:00:00+08:00",
            ["breached 03-31 04-01", "pending 06-30 -----"],
        ),
        ([("2026-03-31", "2026-04-01")], "2026-03-31T09:00:00+08:00", ["at_risk 03-31 -----"]),
        # Not planned, it counts for the quarter in which it was made.
        ([("", "2026-04-01")], "2026-04-02T09:00:00+08:00", ["breached 03-31 -----", "met 06-30 04-01"]),
        # Made ahead of its quarter.
        (
            [("2026-04-10", "2026-03-30")],
            "2026-04-02T09:00:00+08:00",
            ["breached 03-31 -----", "met 04-10 03-30 early"],
        ),
        ([("2026-02-15", "")], "2026-02-16T09:00:00+08:00", ["breached 02-15 -----"]),
        # The first visit of a quarter keeps it, on the day that was planned first.
        ([("2026-02-15", ""), ("", "2026-02-20")], "2026-03-01T09:00:00+08:00", ["breached 02-15 02-20"]),
    ],
)
def test_a_visit_a_quarter(visits: list[tuple[str, str]], now: str, expected: list[str]) -> None:
    made = [
        Visit(
            id=f"V-{(due or day).replace('-', '')}-000{position}",
            site="hq",
            due_on=dt.date.fromisoformat(due) if due else None,
            visited_on=dt.date.fromisoformat(day) if day else None,
        )
        for position, (due, day) in enumerate(visits)
    ]
    records = msgspec.structs.replace(workspace(QUARTERLY), visits=made)
    assert [row.partition(" ")[2] for row in rows(records, now)] == expected


def test_periods_before_the_records_begin_are_left_out() -> None:
    records = workspace(QUARTERLY, about=f"{WORKSPACE}records_from: 2026-01-02\n")
    assert rows(records, "2026-04-02T09:00:00+08:00") == ["hq/2026-04..2026-06 pending 06-30 -----"]


def test_a_second_plan_in_a_period_is_an_aim_of_its_own() -> None:
    visits = [visit("10>09", None), visit("20>@15", None)]
    records = msgspec.structs.replace(workspace(QUARTERLY), visits=visits)
    assert rows(records, "21T09:00") == ["hq/2026-01..2026-03 met 03-10 03-09", "V-20260315-2000 breached 03-20 -----"]


def test_a_planned_visit_is_an_aim_also_where_the_contract_asks_for_none() -> None:
    records = msgspec.structs.replace(workspace("targets: {}"), visits=[visit("20>@11", None), visit(">12", None)])
    found = list(follow_ups.promises(records, Calendars(records.settings), moment("12T12:00"), moment("12T12:00")))
    assert [(promise.subject, promise.state, promise.policy) for promise in found] == [
        ("V-20260311-2000", "pending", True)
    ]
    assert rows(records, "10T09:00") == []
    assert rows(records, "21T00:00") == ["V-20260311-2000 breached 03-20 -----"]
    unsited = msgspec.structs.replace(records, visits=[visit("20", None, "nowhere")])
    assert rows(unsited, "30T09:00") == []


@pytest.mark.parametrize(("terms", "is_aim"), [("", True), (", policy: true", True), (", policy: false", False)])
def test_it_is_an_aim_of_our_own_unless_the_contract_says_otherwise(terms: str, *, is_aim: bool) -> None:
    text = f"{SERVED}2025-12-29\nfollow_up: {{every: 3 months, after_ticket: 7d{terms}}}"
    records = workspace(text, f"events: [{ON_SITE}]")
    found = list(follow_ups.promises(records, Calendars(records.settings), moment("12T12:00"), moment("12T12:00")))
    assert [(promise.subject, promise.policy) for promise in found] == [
        (TICKET, is_aim),
        ("hq/2026-01..2026-03", is_aim),
    ]


# As of 29 April: visits within seven days of each solution on site, and one a quarter; those that are recorded were in
# time. The first solution of 0012 was undone before its visit fell due.
SAMPLE = """
T-20260109-0002 met 01-16 01-13
T-20260115-0003 met 01-22 01-20
T-20260122-0004 met 02-02 01-29
T-20260203-0005 met 02-13 02-12
T-20260211-0006 breached 02-18 -----
T-20260218-0007 breached 02-25 -----
T-20260226-0008 met 03-05 03-04
T-20260305-0009 breached 03-12 -----
T-20260311-0011 breached 03-18 -----
T-20260316-0012 not_required 03-23 -----
T-20260316-0012/2 breached 03-25 -----
T-20260324-0013 breached 04-04 -----
T-20260330-0014 breached 04-07 -----
T-20260402-0015 breached 04-09 -----
T-20260408-0016 breached 04-15 -----
T-20260414-0017 breached 04-27 -----
s01/2026-01..2026-03 met 03-31 03-27
s01/2026-04..2026-06 pending 06-30 -----
s02/2026-01..2026-03 met 03-31 03-30
s02/2026-04..2026-06 pending 06-30 -----
s03/2026-01..2026-03 breached 03-31 -----
s03/2026-04..2026-06 pending 06-30 -----
"""


def test_the_sample_project() -> None:
    found = Workspace(Path(__file__).parents[3])
    calendars = Calendars(found.settings)
    now = dt.datetime.fromisoformat("2026-04-29T17:30+08:00")
    told = []
    for promise in follow_ups.promises(found, calendars, now, now):
        due, stop = (
            "-----" if at is None else f"{at.astimezone(ZoneInfo('Asia/Shanghai')):%m-%d}"
            for at in (promise.due, promise.stop)
        )
        name = promise.subject if promise.cycle == 1 else f"{promise.subject}/{promise.cycle}"
        told.append(f"{name} {promise.state} {due} {stop}")
        assert promise.policy
    assert told == SAMPLE.strip().splitlines()
