"""Promises about tickets: every line of "How a target is judged", by tickets written out and judged by hand.

How terms, pauses and reopenings bear on them is in the modules beside this one.
"""

import datetime as dt

import pytest

from aftercare_cli.rules.calendars import Calendars
from aftercare_cli.rules.promise import Promise
from aftercare_cli.rules.promises import all_promises, tickets
from tests.rules.written import ARRIVAL, PLAN, SPARES, STANDBY, judged, moment, told, workspace


def test_a_promise_says_all_of_this() -> None:
    records = workspace(
        PLAN,
        """
        fault_at: 10T08:30
        spares_needed: false
        events:
          - {at: 10T09:30, type: paused, reason: owner_access}
          - {at: 10T10:00, type: resumed}
          - {at: 10T12:15, type: arrived}
        """,
    )
    arrival, *_ = all_promises(records, Calendars(records.settings), moment("11T09:00"))
    hour = dt.timedelta(hours=1)
    assert arrival == Promise(
        name="arrival",
        subject="T-20260310-7F3K",
        cycle=1,
        site="hq",
        contract="hq-cctv",
        start=moment("10T09:00"),
        due=moment("10T12:30"),
        stop=moment("10T12:15"),
        until=moment("10T12:15"),
        state="met",
        is_open=False,
        within=3 * hour,
        elapsed=2.75 * hour,
        paused=hour / 2,
        remaining=hour / 4,
        overdue=0 * hour,
        acknowledged=False,
        policy=False,
        flags=(),
        calendar="24x7",
        pauses=arrival.pauses,
    )
    assert [(held.begin, held.end, held.reason) for held in arrival.pauses] == [
        (moment("10T09:30"), moment("10T10:00"), "owner_access")
    ]


def test_every_target_of_every_ticket_is_a_promise() -> None:
    second = "id: T-20260310-0002\nfault_at: 10T09:10\nreported_at: 10T09:30\nspares_needed: true"
    records = workspace(PLAN, "id: T-20260310-0001\nfault_at: 10T08:00", second)
    found = list(tickets.promises(records, Calendars(records.settings), moment("10T10:00"), moment("10T10:00")))
    assert [f"{promise.subject} {told(promise)}" for promise in found] == [
        "T-20260310-0001 arrival pending: 10 09:00 to 10 12:00, until 10 10:00, ran 1h, left 2h, open",
        "T-20260310-0001 standby pending: 10 08:00 to 10 16:00, until 10 10:00, ran 2h, left 6h, open",
        "T-20260310-0001 spares pending: 10 09:00 to 10 17:00, until 10 10:00, ran 1h, left 7h, open",
        "T-20260310-0002 arrival pending: 10 09:30 to 10 12:30, until 10 10:00, ran 30m, left 2h30m, open",
        "T-20260310-0002 standby pending: 10 09:10 to 10 17:10, until 10 10:00, ran 50m, left 7h10m, open",
        "T-20260310-0002 spares pending: 10 09:30 to 10 17:30, until 10 10:00, ran 30m, left 7h30m, open",
    ]


@pytest.mark.parametrize(
    ("now", "stands"),
    [
        ("10T08:59:59", None),
        ("10T09:00", "pending: 10 09:00 to 10 12:00, until 10 09:00, ran 0, left 3h, open"),
        ("10T11:23:59", "pending: 10 09:00 to 10 12:00, until 10 11:23:59, ran 2h23m59s, left 36m1s, open"),
        ("10T11:24", "at_risk: 10 09:00 to 10 12:00, until 10 11:24, ran 2h24m, left 36m, open"),
        ("10T12:00", "at_risk: 10 09:00 to 10 12:00, until 10 12:00, ran 3h, open"),
        ("10T12:00:01", "breached: 10 09:00 to 10 12:00, until 10 12:00:01, ran 3h1s, over 1s, open"),
        ("10T12:29:59", "breached: 10 09:00 to 10 12:00, until 10 12:29:59, ran 3h29m59s, over 29m59s, open"),
        ("10T12:30", "breached: 10 09:00 to 10 12:00, stopped 10 12:30, ran 3h30m, over 30m"),
        ("20T09:00", "breached: 10 09:00 to 10 12:00, stopped 10 12:30, ran 3h30m, over 30m"),
    ],
)
def test_a_ticket_is_judged_as_of_a_moment(now: str, stands: str | None) -> None:
    """What happens later is not known yet, though the record holds it."""
    history = "events: [{at: 10T12:30, type: arrived}, {at: 10T12:40, type: restored}]"
    assert judged(ARRIVAL, history, now) == ([] if stands is None else [f"arrival {stands}"])


@pytest.mark.parametrize(
    ("history", "stands"),
    [
        # the stop
        ("[{at: 10T12:00, type: arrived}]", "met: 10 09:00 to 10 12:00, stopped 10 12:00, ran 3h"),
        (
            "[{at: 10T12:00:01, type: arrived}]",
            "breached: 10 09:00 to 10 12:00, stopped 10 12:00:01, ran 3h1s, over 1s",
        ),
        ("[{at: 10T09:00, type: arrived}]", "met: 10 09:00 to 10 12:00, stopped 10 09:00, ran 0, left 3h"),
        (
            "[{at: 10T11:00, type: arrived}, {at: 10T12:30, type: arrived}]",  # the first counts
            "met: 10 09:00 to 10 12:00, stopped 10 11:00, ran 2h, left 1h",
        ),
        (
            "[{at: 10T13:00, type: restored}, {at: 10T11:00, type: arrived}]",  # in the order of time, not of the file
            "met: 10 09:00 to 10 12:00, stopped 10 11:00, ran 2h, left 1h",
        ),
        (
            "[{at: 2026-03-10T04:30:00+01:00, type: arrived}]",  # whatever the offset
            "met: 10 09:00 to 10 12:00, stopped 10 11:30, ran 2h30m, left 30m",
        ),
        # solved before anybody had to come
        (
            "[{at: 10T11:00, type: restored}]",
            "not_required: 10 09:00 to 10 12:00, until 10 11:00, ran 2h, left 1h, remote",
        ),
        (
            "[{at: 10T11:00, type: resolved}]",  # is also the restoration
            "not_required: 10 09:00 to 10 12:00, until 10 11:00, ran 2h, left 1h, remote",
        ),
        ("[{at: 10T12:00, type: restored}]", "not_required: 10 09:00 to 10 12:00, until 10 12:00, ran 3h, remote"),
        (
            "[{at: 10T11:00, type: restored}, {at: 10T11:30, type: arrived}]",
            "not_required: 10 09:00 to 10 12:00, until 10 11:00, ran 2h, left 1h, remote",
        ),
        (
            "[{at: 10T11:00, type: arrived}, {at: 10T11:00, type: restored}]",  # at the same moment: it was kept
            "met: 10 09:00 to 10 12:00, stopped 10 11:00, ran 2h, left 1h",
        ),
        (
            "[{at: 10T11:00, type: restored}, {at: 10T11:00, type: arrived}]",
            "met: 10 09:00 to 10 12:00, stopped 10 11:00, ran 2h, left 1h",
        ),
        # solved too late to make a visit needless: the clock ends, the breach stays
        (
            "[{at: 10T12:00:01, type: restored}]",
            "breached: 10 09:00 to 10 12:00, until 10 12:00:01, ran 3h1s, over 1s, remote",
        ),
        (
            "[{at: 10T12:30, type: resolved}]",
            "breached: 10 09:00 to 10 12:00, until 10 12:30, ran 3h30m, over 30m, remote",
        ),
        (
            "[{at: 10T12:30, type: restored}, {at: 10T13:00, type: arrived}]",
            "breached: 10 09:00 to 10 12:00, stopped 10 13:00, ran 4h, over 1h, remote",
        ),
        # withdrawn
        ("[{at: 10T10:00, type: cancelled}]", "not_required: 10 09:00 to 10 12:00, until 10 10:00, ran 1h, left 2h"),
        ("[{at: 10T12:00, type: cancelled}]", "not_required: 10 09:00 to 10 12:00, until 10 12:00, ran 3h"),
        ("[{at: 10T14:00, type: cancelled}]", "breached: 10 09:00 to 10 12:00, until 10 14:00, ran 5h, over 2h"),
        (
            "[{at: 10T10:00, type: arrived}, {at: 10T11:00, type: cancelled}]",
            "met: 10 09:00 to 10 12:00, stopped 10 10:00, ran 1h, left 2h",
        ),
        # none of these is an arrival
        (
            "[{at: 10T09:01, type: answered}, {at: 10T09:05, type: dispatched}, {at: 10T10:00, type: noted}]",
            "breached: 10 09:00 to 10 12:00, until 11 09:00, ran 24h, over 21h, open",
        ),
    ],
)
def test_arrival_within_three_hours(history: str, stands: str) -> None:
    """Reported at nine; judged a day later."""
    assert judged(ARRIVAL, f"events: {history}", "11T09:00") == [f"arrival {stands}"]


@pytest.mark.parametrize(
    ("history", "stands"),
    [
        # restored in five hours: no standby unit is asked for
        (
            "[{at: 10T13:00, type: restored}]",
            "not_required: 10 08:00 to 10 16:00, until 10 13:00, ran 5h, left 3h, remote",
        ),
        (
            "[{at: 10T13:00, type: resolved}]",
            "not_required: 10 08:00 to 10 16:00, until 10 13:00, ran 5h, left 3h, remote",
        ),
        (
            "[{at: 10T10:00, type: standby_in_service}, {at: 10T12:00, type: restored}]",
            "not_required: 10 08:00 to 10 16:00, until 10 12:00, ran 4h, left 4h, remote",
        ),
        # later, by the unit or without it
        (
            "[{at: 10T13:00:01, type: restored}]",
            "met: 10 08:00 to 10 16:00, stopped 10 13:00:01, ran 5h1s, left 2h59m59s, remote",
        ),
        ("[{at: 10T16:00, type: restored}]", "met: 10 08:00 to 10 16:00, stopped 10 16:00, ran 8h, remote"),
        (
            "[{at: 10T15:00, type: standby_in_service}, {at: 10T15:30, type: restored}]",
            "met: 10 08:00 to 10 16:00, stopped 10 15:00, ran 7h, left 1h, remote",
        ),
        (
            "[{at: 10T14:00, type: restored}, {at: 10T15:00, type: standby_in_service}]",
            "met: 10 08:00 to 10 16:00, stopped 10 14:00, ran 6h, left 2h, remote",
        ),
        ("[{at: 10T16:00, type: standby_in_service}]", "met: 10 08:00 to 10 16:00, stopped 10 16:00, ran 8h"),
        # too late
        (
            "[{at: 10T16:00:01, type: restored}]",
            "breached: 10 08:00 to 10 16:00, stopped 10 16:00:01, ran 8h1s, over 1s, remote",
        ),
        (
            "[{at: 10T17:00, type: standby_in_service}, {at: 10T18:00, type: restored}]",
            "breached: 10 08:00 to 10 16:00, stopped 10 17:00, ran 9h, over 1h, remote",
        ),
        ("[]", "breached: 10 08:00 to 10 16:00, until 10 20:00, ran 12h, over 4h, open"),
        # withdrawn
        ("[{at: 10T15:00, type: cancelled}]", "not_required: 10 08:00 to 10 16:00, until 10 15:00, ran 7h, left 1h"),
        ("[{at: 10T17:00, type: cancelled}]", "breached: 10 08:00 to 10 16:00, until 10 17:00, ran 9h, over 1h"),
        (
            "[{at: 10T14:00, type: standby_in_service}, {at: 10T15:00, type: cancelled}]",
            "met: 10 08:00 to 10 16:00, stopped 10 14:00, ran 6h, left 2h",
        ),
    ],
)
def test_standby_unit_unless_restored(history: str, stands: str) -> None:
    """The fault began at eight; five hours decide, eight are promised; judged at 20:00."""
    assert judged(STANDBY, f"fault_at: 10T08:00\nevents: {history}", "10T20:00") == [f"standby {stands}"]


def test_until_service_is_restored_the_standby_unit_is_owed() -> None:
    history = "fault_at: 10T08:00\nevents: [{at: 10T10:00, type: standby_in_service}, {at: 10T12:00, type: restored}]"
    assert judged(STANDBY, history, "10T09:30") == [
        "standby pending: 10 08:00 to 10 16:00, until 10 09:30, ran 1h30m, left 6h30m, open"
    ]
    assert judged(STANDBY, history, "10T11:00") == [
        "standby met: 10 08:00 to 10 16:00, stopped 10 10:00, ran 2h, left 6h"
    ]


@pytest.mark.parametrize(
    ("history", "stands"),
    [
        # nobody knows: the clock runs
        ("{}", "breached: 10 09:00 to 10 17:00, until 10 18:00, ran 9h, over 1h, open"),
        (
            "{events: [{at: 10T10:00, type: diagnosed, cause: ageing}]}",
            "breached: 10 09:00 to 10 17:00, until 10 18:00, ran 9h, over 1h, open",
        ),
        # the ticket says
        ("{spares_needed: true}", "breached: 10 09:00 to 10 17:00, until 10 18:00, ran 9h, over 1h, open"),
        ("{spares_needed: false}", "not_required: 10 09:00 to 10 17:00, until 10 09:00, ran 0, left 8h"),
        # a diagnosis says
        (
            "{events: [{at: 10T10:00, type: diagnosed, spares_needed: false}]}",
            "not_required: 10 09:00 to 10 17:00, until 10 10:00, ran 1h, left 7h",
        ),
        (
            "{events: [{at: 10T17:00, type: diagnosed, spares_needed: false}]}",
            "not_required: 10 09:00 to 10 17:00, until 10 17:00, ran 8h",
        ),
        (
            "{events: [{at: 10T17:00:01, type: diagnosed, spares_needed: false}]}",  # too late to say so
            "breached: 10 09:00 to 10 17:00, until 10 18:00, ran 9h, over 1h, open",
        ),
        (
            "{events: [{at: 10T10:00, type: diagnosed, spares_needed: true}]}",
            "breached: 10 09:00 to 10 17:00, until 10 18:00, ran 9h, over 1h, open",
        ),
        # the latest word counts, from when it was first said
        (
            "{spares_needed: false, events: [{at: 10T10:00, type: diagnosed, spares_needed: true}]}",
            "breached: 10 09:00 to 10 17:00, until 10 18:00, ran 9h, over 1h, open",
        ),
        (
            "{spares_needed: true, events: [{at: 10T10:00, type: diagnosed, spares_needed: false}]}",
            "not_required: 10 09:00 to 10 17:00, until 10 10:00, ran 1h, left 7h",
        ),
        (
            "{spares_needed: false, events: [{at: 10T17:30, type: diagnosed, spares_needed: false}]}",
            "not_required: 10 09:00 to 10 17:00, until 10 09:00, ran 0, left 8h",
        ),
        (
            """
            events:
              - {at: 10T10:00, type: diagnosed, spares_needed: false}
              - {at: 10T17:30, type: diagnosed, spares_needed: false}
            """,
            "not_required: 10 09:00 to 10 17:00, until 10 10:00, ran 1h, left 7h",
        ),
        (
            "{events: [{at: 10T10:00, type: diagnosed, spares_needed: false}, {at: 10T17:30, type: diagnosed}]}",
            "not_required: 10 09:00 to 10 17:00, until 10 10:00, ran 1h, left 7h",
        ),
        (
            """
            events:
              - {at: 10T10:00, type: diagnosed, spares_needed: false}
              - {at: 10T11:00, type: diagnosed, spares_needed: true}
              - {at: 10T12:00, type: diagnosed, spares_needed: false}
            """,
            "not_required: 10 09:00 to 10 17:00, until 10 12:00, ran 3h, left 5h",
        ),
        (
            """
            events:
              - {at: 10T10:00, type: diagnosed, spares_needed: false}
              - {at: 10T11:00, type: diagnosed, spares_needed: true}
              - {at: 10T17:30, type: diagnosed, spares_needed: false}
            """,
            "breached: 10 09:00 to 10 17:00, until 10 18:00, ran 9h, over 1h, open",
        ),
        # what was brought or fitted was needed, whatever was said
        (
            "{spares_needed: false, events: [{at: 10T17:00, type: spares_on_site}]}",
            "met: 10 09:00 to 10 17:00, stopped 10 17:00, ran 8h",
        ),
        (
            "{events: [{at: 10T10:00, type: diagnosed, spares_needed: false}, {at: 10T17:20, type: spares_on_site}]}",
            "breached: 10 09:00 to 10 17:00, stopped 10 17:20, ran 8h20m, over 20m",
        ),
        (
            "{spares_needed: false, events: [{at: 10T10:00, type: replaced, model: PSU-12}]}",
            "breached: 10 09:00 to 10 17:00, until 10 18:00, ran 9h, over 1h, open",
        ),
        # only the removed cause makes them needless, not a bypass
        (
            "{spares_needed: true, events: [{at: 10T10:00, type: restored}]}",
            "breached: 10 09:00 to 10 17:00, until 10 18:00, ran 9h, over 1h, open, remote",
        ),
        (
            "{spares_needed: true, events: [{at: 10T10:00, type: restored}, {at: 10T17:00, type: resolved}]}",
            "not_required: 10 09:00 to 10 17:00, until 10 17:00, ran 8h, remote",
        ),
        (
            "{spares_needed: true, events: [{at: 10T17:00:01, type: resolved}]}",
            "breached: 10 09:00 to 10 17:00, until 10 17:00:01, ran 8h1s, over 1s, remote",
        ),
    ],
)
def test_spares_on_site_if_they_are_needed(history: str, stands: str) -> None:
    """Reported at nine, eight hours are promised; judged at 18:00."""
    assert judged(SPARES, history, "10T18:00") == [f"spares {stands}"]
