"""Where a ticket stands, and how its history is cut."""

import pytest

from aftercare_cli.rules.cycles import cycles, state_of
from tests.rules.written import moment, ticket

HISTORY = """
events:
  - {at: 10T09:05, type: answered}
  - {at: 10T09:10, type: noted}
  - {at: 10T09:20, type: dispatched}
  - {at: 10T09:30, type: paused, reason: owner_access}
  - {at: 10T10:00, type: resumed}
  - {at: 10T10:30, type: arrived}
  - {at: 10T10:40, type: diagnosed, spares_needed: true}
  - {at: 10T11:00, type: paused, reason: owner_request}
  - {at: 10T11:10, type: standby_in_service}
  - {at: 10T11:20, type: restored}
  - {at: 10T12:00, type: resolved}
  - {at: 10T13:00, type: closed}
  - {at: 11T09:00, type: reopened}
  - {at: 11T09:30, type: paused, reason: owner_access}
  - {at: 11T10:00, type: cancelled}
  - {at: 11T11:00, type: closed}
"""


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("10T09:00", "reported"),
        ("10T09:04:59", "reported"),
        ("10T09:05", "answered"),
        ("10T09:10", "answered"),
        ("10T09:20", "dispatched"),
        ("10T09:30", "paused"),
        ("10T10:00", "dispatched"),
        ("10T10:30", "arrived"),
        ("10T10:40", "arrived"),
        ("10T11:00", "paused"),
        ("10T11:20", "paused"),
        ("10T12:00", "resolved"),
        ("10T13:00", "closed"),
        ("11T09:00", "reopened"),
        ("11T09:30", "paused"),
        ("11T10:00", "cancelled"),
        ("20T00:00", "closed"),
    ],
)
def test_a_ticket_stands_where_its_latest_milestone_puts_it(now: str, state: str) -> None:
    assert state_of(ticket(HISTORY), moment(now)) == state


VISITS = """
events:
  - {at: 10T09:05, type: resolved}
  - {at: 10T09:10, type: dispatched}
  - {at: 10T09:30, type: arrived}
  - {at: 10T10:00, type: reopened}
  - {at: 10T10:10, type: restored}
  - {at: 10T10:20, type: arrived}
  - {at: 10T10:30, type: dispatched}
  - {at: 10T10:40, type: answered}
  - {at: 10T11:00, type: resolved}
"""


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("10T09:05", "resolved"),
        ("10T09:10", "resolved"),
        ("10T09:30", "resolved"),
        ("10T10:00", "reopened"),
        ("10T10:10", "restored"),
        ("10T10:20", "restored"),
        ("10T10:30", "restored"),
        ("10T10:40", "restored"),
        ("10T11:00", "resolved"),
    ],
)
def test_who_comes_after_the_repair_does_not_undo_it(now: str, state: str) -> None:
    assert state_of(ticket(VISITS), moment(now)) == state


@pytest.mark.parametrize(
    ("now", "lengths"),
    [("10T08:59:59", []), ("10T09:00", [0]), ("10T12:00", [11]), ("11T08:59", [12]), ("11T09:00", [12, 1])],
)
def test_a_history_is_cut_at_reopenings_as_far_as_it_is_known(now: str, lengths: list[int]) -> None:
    assert [len(cycle.events) for cycle in cycles(ticket(HISTORY), moment(now))] == lengths


@pytest.mark.parametrize("ends", ["resumed", "resolved", "closed", "cancelled"])
def test_a_pause_ends_once_and_for_every_reader(ends: str) -> None:
    record = ticket(
        f"""
        events:
          - {{at: 10T10:00, type: paused, reason: owner_access}}
          - {{at: 10T11:00, type: {ends}{", reason: x" if ends == "cancelled" else ""}}}
          - {{at: 10T12:00, type: noted}}
        """
    )
    (cycle,) = cycles(record, moment("10T12:00"))
    assert [(pause.begin, pause.end) for pause in cycle.pauses] == [(moment("10T10:00"), moment("10T11:00"))]
    assert state_of(record, moment("10T10:59:59")) == "paused"
    assert state_of(record, moment("10T12:00")) == ("reported" if ends == "resumed" else ends)


def test_a_pause_is_not_ended_by_other_work() -> None:
    record = ticket("events: [{at: 10T10:00, type: paused, reason: x}, {at: 10T11:00, type: restored}]")
    (cycle,) = cycles(record, moment("10T12:00"))
    assert [pause.end for pause in cycle.pauses] == [None]
    assert state_of(record, moment("10T12:00")) == "paused"
