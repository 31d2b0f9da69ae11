"""Promises about tickets that were reopened: each cycle is judged by its own report."""

import pytest

from tests.rules.written import ARRIVAL, PLAN, SPARES, STANDBY, judged

TWICE = """
fault_at: 10T08:00
spares_needed: false
events:
  - {at: 10T11:00, type: arrived}
  - {at: 10T12:00, type: restored}
  - {at: 10T12:30, type: resolved}
  - {at: 10T17:00, type: closed}
  - {at: 11T09:00, type: reopened, fault_at: 11T08:30}
  - {at: 11T12:30, type: arrived}
  - {at: 11T14:00, type: restored}
  - {at: 11T14:10, type: resolved}
"""
FIRST = [
    "arrival met: 10 09:00 to 10 12:00, stopped 10 11:00, ran 2h, left 1h",
    "standby not_required: 10 08:00 to 10 16:00, until 10 12:00, ran 4h, left 4h",
    "spares not_required: 10 09:00 to 10 17:00, until 10 09:00, ran 0, left 8h",
]


def test_a_reopening_starts_every_target_again() -> None:
    assert judged(PLAN, TWICE, "12T09:00") == [
        *FIRST,
        "arrival 2 breached: 11 09:00 to 11 12:00, stopped 11 12:30, ran 3h30m, over 30m, reopened",
        "standby 2 met: 11 08:30 to 11 16:30, stopped 11 14:00, ran 5h30m, left 2h30m, reopened",
        "spares 2 not_required: 11 09:00 to 11 17:00, until 11 09:00, ran 0, left 8h, reopened",
    ]


def test_before_a_reopening_nobody_knows_of_it() -> None:
    assert judged(PLAN, TWICE, "11T08:59:59") == FIRST
    assert judged(PLAN, TWICE, "11T09:00") == [
        *FIRST,
        "arrival 2 pending: 11 09:00 to 11 12:00, until 11 09:00, ran 0, left 3h, open, reopened",
        "standby 2 pending: 11 08:30 to 11 16:30, until 11 09:00, ran 30m, left 7h30m, open, reopened",
        "spares 2 not_required: 11 09:00 to 11 17:00, until 11 09:00, ran 0, left 8h, reopened",
    ]


def test_a_breach_of_an_earlier_cycle_stays() -> None:
    history = """
    events:
      - {at: 10T12:20, type: restored}
      - {at: 10T12:30, type: resolved}
      - {at: 11T09:00, type: reopened}
      - {at: 11T10:00, type: resolved}
      - {at: 12T09:00, type: reopened}
      - {at: 12T09:30, type: arrived}
    """
    assert judged(ARRIVAL, history, "12T10:00") == [
        "arrival breached: 10 09:00 to 10 12:00, until 10 12:20, ran 3h20m, over 20m, remote",
        "arrival 2 not_required: 11 09:00 to 11 12:00, until 11 10:00, ran 1h, left 2h, reopened, remote",
        "arrival 3 met: 12 09:00 to 12 12:00, stopped 12 09:30, ran 30m, left 2h30m, reopened",
    ]


@pytest.mark.parametrize(
    ("reopened", "stands"),
    [
        ("", "pending: 11 09:00 to 11 17:00, until 11 10:00, ran 1h, left 7h, open, fault_time_assumed, reopened"),
        (", fault_at: 11T08:00", "pending: 11 08:00 to 11 16:00, until 11 10:00, ran 2h, left 6h, open, reopened"),
        (
            ", fault_at: 11T03:00",
            "at_risk: 11 03:00 to 11 11:00, until 11 10:00, ran 7h, left 1h, open, late_notice, reopened",
        ),
    ],
)
def test_a_later_fault_begins_when_the_reopening_says(reopened: str, stands: str) -> None:
    """The ticket's own `fault_at` is the first fault's."""
    history = f"""
    fault_at: 10T08:00
    events:
      - {{at: 10T09:30, type: arrived}}
      - {{at: 10T10:00, type: resolved}}
      - {{at: 11T09:00, type: reopened{reopened}}}
    """
    assert judged(STANDBY, history, "11T10:00") == [
        "standby not_required: 10 08:00 to 10 16:00, until 10 10:00, ran 2h, left 6h",
        f"standby 2 {stands}",
    ]


@pytest.mark.parametrize(
    ("ticket", "diagnosis", "reopened", "state"),
    [
        ("", "", "", "pending"),
        ("spares_needed: false", "", "", "not_required"),
        ("spares_needed: true", "", "", "pending"),
        ("spares_needed: false", "", ", spares_needed: true", "pending"),
        ("spares_needed: true", "", ", spares_needed: false", "not_required"),
        ("", ", spares_needed: false", "", "pending"),  # that was the first fault's diagnosis
        ("spares_needed: false", ", spares_needed: true", "", "not_required"),
    ],
)
def test_whether_a_later_fault_needs_spares(ticket: str, diagnosis: str, reopened: str, state: str) -> None:
    history = f"""
    {ticket}
    events:
      - {{at: 10T09:30, type: diagnosed{diagnosis}}}
      - {{at: 10T10:00, type: resolved}}
      - {{at: 11T09:00, type: reopened{reopened}}}
    """
    _, line = judged(SPARES, history, "11T09:00")
    assert line.startswith(f"spares 2 {state}: 11 09:00 to 11 17:00, ")


def test_spares_of_the_first_fault_are_not_those_of_the_second() -> None:
    history = """
    events:
      - {at: 10T10:00, type: spares_on_site}
      - {at: 10T11:00, type: resolved}
      - {at: 11T09:00, type: reopened}
      - {at: 11T10:00, type: diagnosed, spares_needed: false}
    """
    assert judged(SPARES, history, "11T11:00") == [
        "spares met: 10 09:00 to 10 17:00, stopped 10 10:00, ran 1h, left 7h, remote",
        "spares 2 not_required: 11 09:00 to 11 17:00, until 11 10:00, ran 1h, left 7h, reopened",
    ]


def test_a_pause_ends_with_its_cycle() -> None:
    history = """
    events:
      - {at: 10T10:00, type: paused, reason: owner_access}
      - {at: 10T11:00, type: cancelled}
      - {at: 11T09:00, type: reopened}
    """
    assert judged(f"{ARRIVAL}\npauses: {{allowed: [owner_access]}}", history, "11T10:00") == [
        "arrival not_required: 10 09:00 to 10 13:00, until 10 11:00, ran 1h, left 2h, paused 1h",
        "arrival 2 pending: 11 09:00 to 11 12:00, until 11 10:00, ran 1h, left 2h, open, reopened",
    ]


def test_a_priority_holds_in_every_cycle() -> None:
    terms = ARRIVAL.replace("}}", ", priority: {urgent: 30m}}}")
    history = "priority: urgent\nevents: [{at: 10T09:20, type: resolved}, {at: 11T09:00, type: reopened}]"
    assert judged(terms, history, "11T09:10") == [
        "arrival not_required: 10 09:00 to 10 09:30, until 10 09:20, ran 20m, left 10m, remote",
        "arrival 2 pending: 11 09:00 to 11 09:30, until 11 09:10, ran 10m, left 20m, open, reopened",
    ]


@pytest.mark.parametrize(
    ("said", "states"),
    [
        ("excused, target: arrival", ["breached", "excused", "breached"]),
        ("excused, target: arrival, cycle: 1", ["excused", "breached", "breached"]),
        ("excused, target: arrival, cycle: 2", ["breached", "excused", "breached"]),
        ("acknowledged, target: arrival", ["breached", "acknowledged", "breached"]),
        ("acknowledged, target: arrival, cycle: 1", ["acknowledged", "breached", "breached"]),
    ],
)
def test_what_was_said_is_said_of_a_cycle(said: str, states: list[str]) -> None:
    """Said in the second cycle, of that one or of the first."""
    history = f"""
    events:
      - {{at: 10T13:00, type: resolved}}
      - {{at: 11T09:00, type: reopened}}
      - {{at: 11T13:00, type: resolved}}
      - {{at: 11T14:00, type: {said}}}
      - {{at: 12T09:00, type: reopened}}
      - {{at: 12T13:00, type: arrived}}
    """
    lines = judged(ARRIVAL, history, "13T09:00")
    assert [line.split(":")[0].split()[-1] for line in lines] == [
        state.replace("acknowledged", "breached") for state in states
    ]
    assert ["acknowledged" in line for line in lines] == [state == "acknowledged" for state in states]
