"""Promises about tickets whose clocks stood still for a while."""

import pytest

from tests.rules.written import ARRIVAL, SPARES, STANDBY, judged

ALLOWED = "\npauses: {allowed: [owner_access, force_majeure]}"


@pytest.mark.parametrize(
    ("events", "stands"),
    [
        # an allowed pause moves the due time
        (
            """
            - {at: 10T10:00, type: paused, reason: owner_access}
            - {at: 10T11:00, type: resumed}
            - {at: 10T12:30, type: arrived}
            """,
            "met: 10 09:00 to 10 13:00, stopped 10 12:30, ran 2h30m, left 30m, paused 1h",
        ),
        (
            """
            - {at: 10T10:00, type: paused, reason: force_majeure}
            - {at: 10T11:00, type: resumed}
            - {at: 10T13:00, type: arrived}
            """,
            "met: 10 09:00 to 10 13:00, stopped 10 13:00, ran 3h, paused 1h",
        ),
        (
            """
            - {at: 10T10:00, type: paused, reason: owner_access}
            - {at: 10T11:00, type: resumed}
            - {at: 10T13:00:01, type: arrived}
            """,
            "breached: 10 09:00 to 10 13:00, stopped 10 13:00:01, ran 3h1s, over 1s, paused 1h",
        ),
        (
            """
            - {at: 10T09:00, type: paused, reason: owner_access}
            - {at: 10T09:40, type: resumed}
            """,
            "breached: 10 09:00 to 10 12:40, until 11 12:40, ran 27h, over 24h, paused 40m, open",
        ),
        (
            """
            - {at: 10T09:30, type: paused, reason: owner_access}
            - {at: 10T09:45, type: resumed}
            - {at: 10T11:00, type: paused, reason: force_majeure}
            - {at: 10T12:00, type: resumed}
            - {at: 10T13:00, type: arrived}
            """,
            "met: 10 09:00 to 10 13:15, stopped 10 13:00, ran 2h45m, left 15m, paused 1h15m",
        ),
        (
            """
            - {at: 10T11:59:59, type: paused, reason: owner_access}
            - {at: 11T11:59:59, type: resumed}
            - {at: 11T12:00, type: arrived}
            """,
            "met: 10 09:00 to 11 12:00, stopped 11 12:00, ran 3h, paused 24h",
        ),
        # any other does not
        (
            """
            - {at: 10T10:00, type: paused, reason: owner_request}
            - {at: 10T11:00, type: resumed}
            - {at: 10T12:30, type: arrived}
            """,
            "breached: 10 09:00 to 10 12:00, stopped 10 12:30, ran 3h30m, over 30m",
        ),
        (
            """
            - {at: 10T09:30, type: paused, reason: owner_access}
            - {at: 10T10:00, type: resumed}
            - {at: 10T10:30, type: paused, reason: owner_request}
            - {at: 10T11:30, type: resumed}
            - {at: 10T12:30, type: arrived}
            """,
            "met: 10 09:00 to 10 12:30, stopped 10 12:30, ran 3h, paused 30m",
        ),
        (
            "- {at: 10T10:00, type: paused, reason: owner_request}",
            "breached: 10 09:00 to 10 12:00, until 11 12:40, ran 27h40m, over 24h40m, open",
        ),
        # it counts as far as the stop, and no further
        (
            """
            - {at: 10T10:00, type: paused, reason: owner_access}
            - {at: 10T11:00, type: arrived}
            - {at: 10T12:00, type: resumed}
            """,
            "met: 10 09:00 to 10 13:00, stopped 10 11:00, ran 1h, left 2h, paused 1h",
        ),
        (
            """
            - {at: 10T10:00, type: paused, reason: owner_access}
            - {at: 10T11:00, type: arrived}
            """,
            "met: 10 09:00 to 10 13:00, stopped 10 11:00, ran 1h, left 2h, paused 1h",
        ),
        (
            """
            - {at: 10T11:00, type: arrived}
            - {at: 10T11:00, type: paused, reason: owner_access}
            - {at: 10T11:30, type: resumed}
            """,
            "met: 10 09:00 to 10 12:00, stopped 10 11:00, ran 2h, left 1h",
        ),
        (
            """
            - {at: 10T11:00, type: arrived}
            - {at: 10T11:20, type: paused, reason: owner_access}
            """,
            "met: 10 09:00 to 10 12:00, stopped 10 11:00, ran 2h, left 1h",
        ),
        # a breach stays a breach
        (
            """
            - {at: 10T12:30, type: paused, reason: owner_access}
            - {at: 10T13:30, type: resumed}
            - {at: 10T14:00, type: arrived}
            """,
            "breached: 10 09:00 to 10 12:00, stopped 10 14:00, ran 5h, over 2h",
        ),
        (
            "- {at: 10T12:00:01, type: paused, reason: owner_access}",
            "breached: 10 09:00 to 10 12:00, until 11 12:40, ran 27h40m, over 24h40m, open",
        ),
        (
            """
            - {at: 10T12:00, type: paused, reason: owner_access}
            - {at: 10T12:30, type: arrived}
            """,
            "breached: 10 09:00 to 10 12:00, stopped 10 12:30, ran 3h30m, over 30m",
        ),
        # solved or withdrawn while the clock stood still
        (
            """
            - {at: 10T10:00, type: paused, reason: owner_access}
            - {at: 10T20:00, type: restored}
            """,
            "not_required: 10 09:00 to 10 22:00, until 10 20:00, ran 1h, left 2h, paused 10h, remote",
        ),
        (
            """
            - {at: 10T10:00, type: paused, reason: owner_access}
            - {at: 10T20:00, type: cancelled}
            """,
            "not_required: 10 09:00 to 10 22:00, until 10 20:00, ran 1h, left 2h, paused 10h",
        ),
    ],
)
def test_arrival_within_three_hours(events: str, stands: str) -> None:
    """Reported at nine; judged at 12:40 of the next day."""
    assert judged(ARRIVAL + ALLOWED, f"events:\n{events}", "11T12:40") == [f"arrival {stands}"]


@pytest.mark.parametrize(
    ("now", "stands"),
    [
        ("10T09:59", "pending: 10 09:00 to 10 12:00, until 10 09:59, ran 59m, left 2h1m, open"),
        ("10T10:00", "paused: 10 09:00 to ?, until 10 10:00, ran 1h, left 2h, open"),
        ("10T13:00", "paused: 10 09:00 to ?, until 10 13:00, ran 1h, left 2h, paused 3h, open"),
        ("14T10:00", "paused: 10 09:00 to ?, until 14 10:00, ran 1h, left 2h, paused 96h, open"),
        ("15T10:00", "pending: 10 09:00 to 15 12:00, until 15 10:00, ran 1h, left 2h, paused 120h, open"),
        ("15T11:24", "at_risk: 10 09:00 to 15 12:00, until 15 11:24, ran 2h24m, left 36m, paused 120h, open"),
        ("15T12:00:01", "breached: 10 09:00 to 15 12:00, until 15 12:00:01, ran 3h1s, over 1s, paused 120h, open"),
    ],
)
def test_while_a_pause_lasts_a_target_has_no_due_time(now: str, stands: str) -> None:
    history = "events: [{at: 10T10:00, type: paused, reason: owner_access}, {at: 15T10:00, type: resumed}]"
    assert judged(ARRIVAL + ALLOWED, history, now) == [f"arrival {stands}"]


def test_a_pause_that_begins_when_the_time_is_used_up_finds_nothing_left_to_hold() -> None:
    history = "events: [{at: 10T12:00, type: paused, reason: owner_access}]"
    assert judged(ARRIVAL + ALLOWED, history, "10T12:00") == [
        "arrival at_risk: 10 09:00 to 10 12:00, until 10 12:00, ran 3h, open"
    ]


@pytest.mark.parametrize(
    ("pause_on", "allowed", "due"),
    [
        ("", "", "10 12:00"),  # the plan itself knows no pause
        ("", "pauses: {}", "10 12:00"),
        ("", "pauses: {allowed: []}", "10 12:00"),
        ("", "pauses: {allowed: [owner_access]}", "10 13:00"),
        ("", "pauses: {allowed: [owner_access, owner_request]}", "10 13:20"),
        (", pause_on: [owner_request]", "pauses: {allowed: [owner_access]}", "10 12:20"),
        (", pause_on: [owner_access, owner_request]", "", "10 13:20"),
        (", pause_on: []", "pauses: {allowed: [owner_access, owner_request]}", "10 12:00"),
    ],
)
def test_reasons_are_those_of_the_target_or_else_of_the_contract(pause_on: str, allowed: str, due: str) -> None:
    """The owner kept the doors closed for an hour, and asked for twenty minutes."""
    terms = f"{ARRIVAL.replace('}}', f'{pause_on}}}}}')}\n{allowed}"
    history = """
    events:
      - {at: 10T09:00, type: paused, reason: owner_access}
      - {at: 10T10:00, type: resumed}
      - {at: 10T10:00, type: paused, reason: owner_request}
      - {at: 10T10:20, type: resumed}
    """
    (line,) = judged(terms, history, "10T11:00")
    assert line.startswith(f"arrival pending: 10 09:00 to {due}, ")


@pytest.mark.parametrize(
    ("events", "stands"),
    [
        # two hours of pause before five have run: both times move
        (
            """
            - {at: 10T10:00, type: paused, reason: owner_access}
            - {at: 10T12:00, type: resumed}
            - {at: 10T15:00, type: restored}
            """,
            "not_required: 10 08:00 to 10 18:00, until 10 15:00, ran 5h, left 3h, paused 2h, remote",
        ),
        (
            """
            - {at: 10T10:00, type: paused, reason: owner_access}
            - {at: 10T12:00, type: resumed}
            - {at: 10T15:00:01, type: restored}
            """,
            "met: 10 08:00 to 10 18:00, stopped 10 15:00:01, ran 5h1s, left 2h59m59s, paused 2h, remote",
        ),
        (
            """
            - {at: 10T10:00, type: paused, reason: owner_access}
            - {at: 10T12:00, type: resumed}
            - {at: 10T18:00, type: standby_in_service}
            """,
            "met: 10 08:00 to 10 18:00, stopped 10 18:00, ran 8h, paused 2h",
        ),
        # one that counts for nothing moves neither
        (
            """
            - {at: 10T10:00, type: paused, reason: weather}
            - {at: 10T12:00, type: resumed}
            - {at: 10T15:00, type: restored}
            """,
            "met: 10 08:00 to 10 16:00, stopped 10 15:00, ran 7h, left 1h, remote",
        ),
        # after five hours only the due time moves
        (
            """
            - {at: 10T13:30, type: paused, reason: owner_access}
            - {at: 10T14:00, type: restored}
            """,
            "met: 10 08:00 to 10 16:30, stopped 10 14:00, ran 5h30m, left 2h30m, paused 30m, remote",
        ),
        # restored while the clock stands still
        (
            """
            - {at: 10T12:00, type: paused, reason: owner_access}
            - {at: 10T20:00, type: restored}
            """,
            "not_required: 10 08:00 to 11 00:00, until 10 20:00, ran 4h, left 4h, paused 8h, remote",
        ),
        (
            """
            - {at: 10T12:00, type: paused, reason: owner_access}
            """,
            "paused: 10 08:00 to ?, until 11 12:40, ran 4h, left 4h, paused 24h40m, open",
        ),
    ],
)
def test_standby_unit_unless_restored(events: str, stands: str) -> None:
    """The fault began at eight; the time that decides stands still with the clock."""
    history = f"fault_at: 10T08:00\nevents:\n{events}"
    assert judged(STANDBY + ALLOWED, history, "11T12:40") == [f"standby {stands}"]


def test_a_pause_changes_nothing_once_spares_are_known_to_be_needless() -> None:
    history = "spares_needed: false\nevents: [{at: 10T10:00, type: paused, reason: owner_access}]"
    assert judged(SPARES + ALLOWED, history, "10T12:00") == [
        "spares not_required: 10 09:00 to 10 17:00, until 10 09:00, ran 0, left 8h"
    ]


@pytest.mark.parametrize(
    ("events", "stands"),
    [
        # over a night: an hour of each working day
        (
            """
            - {at: 10T17:00, type: paused, reason: owner_access}
            - {at: 11T10:00, type: resumed}
            - {at: 11T11:00, type: arrived}
            """,
            "met: 10 16:00 to 11 12:00, stopped 11 11:00, ran 2h, left 1h, paused 2h",
        ),
        # in the night only
        (
            """
            - {at: 10T19:00, type: paused, reason: owner_access}
            - {at: 11T08:00, type: resumed}
            - {at: 11T10:00, type: arrived}
            """,
            "met: 10 16:00 to 11 10:00, stopped 11 10:00, ran 3h",
        ),
        # nobody knows when it ends
        (
            """
            - {at: 10T19:00, type: paused, reason: owner_access}
            """,
            "paused: 10 16:00 to ?, until 11 12:40, ran 2h, left 1h, paused 3h, open",
        ),
        # overdue time is working time, and no pause shortens it
        (
            """
            - {at: 11T10:30, type: paused, reason: owner_access}
            - {at: 11T11:30, type: resumed}
            """,
            "breached: 10 16:00 to 11 10:00, until 11 12:40, ran 5h, over 2h, open",
        ),
    ],
)
def test_pauses_count_in_the_calendar_of_the_target(events: str, stands: str) -> None:
    """Reported at four, two hours before the office closes; judged in the next day's noon break."""
    terms = ARRIVAL.replace("}}", ", calendar: work}}") + ALLOWED
    assert judged(terms, f"reported_at: 10T16:00\nevents:\n{events}", "11T12:40") == [f"arrival {stands}"]
