"""Promises about tickets: what the contract's terms make of them, and what was said of them."""

import pytest

from aftercare_cli.rules.calendars import Calendars
from aftercare_cli.rules.checks.terms import uncounted
from aftercare_cli.rules.promises import tickets
from tests.rules.written import ARRIVAL, STANDBY, WORKSPACE, judged, moment, workspace


@pytest.mark.parametrize(
    ("keys", "within", "stands"),
    [
        ("", "3h", "pending: 10 09:00 to 10 12:00, until 10 10:00, ran 1h, left 2h, open"),
        ("priority: normal", "3h", "pending: 10 09:00 to 10 12:00, until 10 10:00, ran 1h, left 2h, open"),
        ("priority: urgent", "3h", "at_risk: 10 09:00 to 10 10:00, until 10 10:00, ran 1h, open"),
        ("priority: low", "3h", "pending: 10 09:00 to 11 09:00, until 10 10:00, ran 1h, left 23h, open"),
        ("", "45m", "breached: 10 09:00 to 10 09:45, until 10 10:00, ran 1h, over 15m, open"),
        ("", "1h30m", "pending: 10 09:00 to 10 10:30, until 10 10:00, ran 1h, left 30m, open"),
        ("", "2d", "pending: 10 09:00 to 12 09:00, until 10 10:00, ran 1h, left 47h, open"),
    ],
)
def test_within_and_what_a_priority_makes_of_it(keys: str, within: str, stands: str) -> None:
    terms = (
        f"targets: {{arrival: {{start: reported, within: {within}, stop: arrived, priority: {{urgent: 1h, low: 1d}}}}}}"
    )
    assert judged(terms, keys or "{}", "10T10:00") == [f"arrival {stands}"]


@pytest.mark.parametrize(
    ("warn_at", "now", "state"),
    [
        ("50%", "10T10:29:59", "pending"),
        ("50%", "10T10:30", "at_risk"),
        ("100%", "10T11:59:59", "pending"),
        ("100%", "10T12:00", "at_risk"),
        ("0%", "10T09:00", "at_risk"),
    ],
)
def test_at_risk_from_the_share_of_time_that_the_target_names(warn_at: str, now: str, state: str) -> None:
    terms = f"targets: {{arrival: {{start: reported, within: 3h, stop: arrived, warn_at: {warn_at}}}}}"
    (line,) = judged(terms, "{}", now)
    assert line.startswith(f"arrival {state}: 10 09:00 to 10 12:00, ")


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("fault", ["arrival", "first-aid"]),
        ("emergency", ["arrival", "any"]),
        ("consultation", ["reply", "any"]),
    ],
)
def test_targets_apply_to_kinds_of_ticket(kind: str, names: list[str]) -> None:
    terms = """
    targets:
      arrival: {start: reported, within: 3h, stop: arrived}
      reply: {start: reported, within: 1d, stop: answered, applies_to: [consultation]}
      first-aid: {start: reported, within: 1h, stop: answered, applies_to: [fault]}
      any: {start: reported, within: 1d, stop: closed, applies_to: [consultation, emergency]}
    """
    lines = judged(terms, f"kind: {kind}", "10T10:00")
    assert [line.partition(" ")[0] for line in lines] == names


@pytest.mark.parametrize(
    ("reported", "due"),
    [
        ("2026-03-09T23:59:59+08:00", "10 02:59:59"),
        ("2026-03-10T00:00:00+08:00", "10 02:00"),
        ("2026-03-09T15:59:59Z", "10 02:59:59"),  # the 9th in Shanghai too
        ("2026-03-09T16:00:00Z", "10 02:00"),  # the 10th in Shanghai
        ("2026-03-10T05:00:00+14:00", "10 02:00"),
        ("2026-03-11T23:59:59+08:00", "12 01:59:59"),
        ("2026-03-12T00:00:00+08:00", "12 01:00"),  # by the second amendment, written first
    ],
)
def test_terms_are_those_in_force_on_the_day_of_the_report(reported: str, due: str) -> None:
    """That day is the workspace's, whatever the offset of the report."""
    terms = f"""
    {ARRIVAL}
    amendments:
      - {{from: 2026-03-12, targets: {{arrival: {{start: reported, within: 1h, stop: arrived}}}}}}
      - {{from: 2026-03-10, targets: {{arrival: {{start: reported, within: 2h, stop: arrived}}}}}}
    """
    (line,) = judged(terms, f"reported_at: {reported}", "20T00:00")
    assert line.partition(",")[0].rpartition(" to ")[2] == due


def test_an_amendment_changes_nothing_for_a_ticket_reported_before() -> None:
    terms = f"""
    {ARRIVAL}
    pauses: {{allowed: [owner_access]}}
    amendments: [{{from: 2026-03-11, targets: {{}}, pauses: {{}}}}]
    """
    history = """
    events:
      - {at: 10T10:00, type: paused, reason: owner_access}
      - {at: 11T10:00, type: resumed}
      - {at: 11T11:00, type: resolved}
      - {at: 12T09:00, type: reopened}
    """
    assert judged(terms, history, "12T10:00") == [
        "arrival not_required: 10 09:00 to 11 12:00, until 11 11:00, ran 2h, left 1h, paused 24h, remote",
        "arrival 2 pending: 12 09:00 to 12 12:00, until 12 10:00, ran 1h, left 2h, open, reopened",
    ]


@pytest.mark.parametrize(
    ("reported", "arrived", "stands"),
    [
        ("10T10:00", "10T11:30", "met: 10 10:00 to 10 14:30, stopped 10 11:30, ran 1h30m, left 1h30m"),
        ("10T15:00", "10T18:00", "met: 10 15:00 to 10 18:00, stopped 10 18:00, ran 3h"),  # due as the office closes
        (
            "10T15:00",
            "10T18:00:01",
            "breached: 10 15:00 to 10 18:00, stopped 10 18:00:01, ran 3h",
        ),  # not by working time
        ("10T15:00", "11T09:20", "breached: 10 15:00 to 10 18:00, stopped 11 09:20, ran 3h20m, over 20m"),
        ("10T16:00", "11T10:00", "met: 10 16:00 to 11 10:00, stopped 11 10:00, ran 3h"),
        ("13T17:00", "16T11:00", "met: 13 17:00 to 16 11:00, stopped 16 11:00, ran 3h"),  # over a weekend
        ("14T12:00", "15T12:00", "met: 14 12:00 to 16 12:00, stopped 15 12:00, ran 0, left 3h"),  # within one
    ],
)
def test_the_clock_runs_in_the_calendar_of_the_target(reported: str, arrived: str, stands: str) -> None:
    terms = "targets: {arrival: {start: reported, within: 3h, stop: arrived, calendar: work}}"
    history = f"reported_at: {reported}\nevents: [{{at: {arrived}, type: arrived}}]"
    assert judged(terms, history, "20T09:00") == [f"arrival {stands}"]


def test_the_time_that_decides_on_a_standby_unit_runs_in_the_calendar_too() -> None:
    terms = STANDBY.replace("}}", ", calendar: work}}")
    history = "fault_at: 10T16:00\nreported_at: 10T16:00\nevents: [{{at: {}, type: restored}}]"
    assert judged(terms, history.format("11T12:00"), "20T09:00") == [
        "standby not_required: 10 16:00 to 11 16:30, until 11 12:00, ran 5h, left 3h, remote"
    ]
    assert judged(terms, history.format("11T13:00"), "20T09:00") == [
        "standby met: 10 16:00 to 11 16:30, stopped 11 13:00, ran 5h, left 3h, remote"
    ]


def test_a_calendar_whose_days_off_are_not_published_makes_a_promise_provisional() -> None:
    about = WORKSPACE.replace("CN", "none").replace("]}", "]}\n  late: {holidays: CN, mon-sun: ['00:00-24:00']}")
    terms = """
    targets:
      work: {start: reported, within: 3h, stop: arrived, calendar: work}
      late: {start: reported, within: 7300d, stop: arrived, calendar: late}
      always: {start: reported, within: 7300d, stop: arrived}
    """
    records = workspace(terms, "{}", about=about)
    found = tickets.promises(records, Calendars(records.settings), moment("10T10:00"), moment("10T10:00"))
    assert {promise.name: promise.flags for promise in found} == {"work": (), "late": ("provisional",), "always": ()}


def test_an_internal_aim_is_told_apart() -> None:
    terms = "targets: {reply: {start: reported, within: 15m, stop: answered, policy: true}}"
    assert judged(terms, "{}", "10T09:20") == [
        "reply breached: 10 09:00 to 10 09:15, until 10 09:20, ran 20m, over 5m, policy, open"
    ]


@pytest.mark.parametrize(
    ("history", "flags"),
    [
        ("{}", "fault_time_assumed"),
        ("fault_at: 10T08:00", ""),
        ("fault_at: 10T09:00", ""),
        ("fault_at: 10T04:00", ""),  # five hours old when it was reported: not older
        ("fault_at: 10T03:59:59", "late_notice"),
        ("events: [{at: 10T10:00, type: restored}]", "fault_time_assumed, remote"),
        ("{fault_at: 10T08:00, events: [{at: 10T10:00, type: arrived}, {at: 10T10:00, type: restored}]}", ""),
        ("{fault_at: 10T08:00, events: [{at: 10T10:00, type: resolved}, {at: 10T10:01, type: arrived}]}", "remote"),
        ("{fault_at: 10T03:00, events: [{at: 10T10:00, type: restored}]}", "late_notice, remote"),
    ],
)
def test_flags_say_what_a_reader_should_know(history: str, flags: str) -> None:
    records = workspace(STANDBY, history)
    (standby,) = tickets.promises(records, Calendars(records.settings), moment("10T12:00"), moment("10T12:00"))
    assert ", ".join(standby.flags) == flags


def test_a_target_from_the_fault_without_decision_time_is_late_noticed_by_its_due_time() -> None:
    terms = "targets: {fix: {start: fault, within: 4h, stop: resolved, discharged_by: resolved}}"
    assert judged(terms, "fault_at: 10T05:00", "10T09:00") == [
        "fix at_risk: 10 05:00 to 10 09:00, until 10 09:00, ran 4h, open"
    ]
    assert judged(terms, "fault_at: 10T04:00", "10T09:00") == [
        "fix breached: 10 04:00 to 10 08:00, until 10 09:00, ran 5h, over 1h, open, late_notice"
    ]


@pytest.mark.parametrize(
    ("events", "stands"),
    [
        # still open, broken, kept, needless
        (
            "{at: 10T10:00, type: excused, target: arrival}",
            "excused: 10 09:00 to 10 12:00, until 10 14:00, ran 5h, over 2h, open",
        ),
        (
            "{at: 10T12:30, type: arrived}, {at: 10T13:00, type: excused, target: arrival}",
            "excused: 10 09:00 to 10 12:00, stopped 10 12:30, ran 3h30m, over 30m",
        ),
        (
            "{at: 10T11:00, type: arrived}, {at: 10T13:00, type: excused, target: arrival}",
            "met: 10 09:00 to 10 12:00, stopped 10 11:00, ran 2h, left 1h",
        ),
        (
            "{at: 10T11:00, type: restored}, {at: 10T13:00, type: excused, target: arrival}",
            "not_required: 10 09:00 to 10 12:00, until 10 11:00, ran 2h, left 1h, remote",
        ),
        # another target, and later than now
        (
            "{at: 10T10:00, type: excused, target: standby}",
            "breached: 10 09:00 to 10 12:00, until 10 14:00, ran 5h, over 2h, open",
        ),
        (
            "{at: 10T15:00, type: excused, target: arrival}",
            "breached: 10 09:00 to 10 12:00, until 10 14:00, ran 5h, over 2h, open",
        ),
        # a breach that was looked into stays one
        (
            "{at: 10T13:00, type: acknowledged, target: arrival}",
            "breached: 10 09:00 to 10 12:00, until 10 14:00, ran 5h, over 2h, acknowledged, open",
        ),
        (
            "{at: 10T13:00, type: acknowledged, target: spares}",
            "breached: 10 09:00 to 10 12:00, until 10 14:00, ran 5h, over 2h, open",
        ),
        (
            "{at: 10T11:00, type: arrived}, {at: 10T13:00, type: acknowledged, target: arrival}",
            "met: 10 09:00 to 10 12:00, stopped 10 11:00, ran 2h, left 1h",
        ),
        (
            "{at: 10T13:00, type: acknowledged, target: arrival}, {at: 10T13:30, type: excused, target: arrival}",
            "excused: 10 09:00 to 10 12:00, until 10 14:00, ran 5h, over 2h, open",
        ),
    ],
)
def test_what_was_said_of_a_target(events: str, stands: str) -> None:
    """Judged at 14:00, two hours after the arrival fell due."""
    assert judged(ARRIVAL, f"events: [{events}]", "10T14:00") == [f"arrival {stands}"]


def test_a_ticket_of_an_unknown_site_or_contract_is_judged_by_nothing() -> None:
    assert judged(ARRIVAL, "site: elsewhere", "10T10:00") == []


@pytest.mark.parametrize("calendar", ["nights", "abroad"])
def test_a_target_in_a_calendar_that_cannot_be_had_is_left_out_and_found(calendar: str) -> None:
    about = WORKSPACE + '  abroad: {mon: ["09:00-12:00"], holidays: QX}\n'
    visit = f"visit: {{start: reported, within: 1h, stop: arrived, calendar: {calendar}}}"
    terms = f"{ARRIVAL[:-1]}, {visit}}}\namendments: [{{from: 2027-01-01, targets: {{{visit}}}}}]"
    (told,) = judged(terms, "{}", "10T10:00", about)
    assert told.startswith("arrival pending: 10 09:00 to 10 12:00")
    found = list(uncounted(workspace(terms, "{}", about=about)))
    assert [(finding.code, finding.path, finding.field) for finding in found] == [
        ("unknown-calendar", "records/contracts/hq-cctv.yaml", ("targets", "visit", "calendar")),
        ("unknown-calendar", "records/contracts/hq-cctv.yaml", ("amendments", 0, "targets", "visit", "calendar")),
    ]
