"""The sample workspace judged as of 29 April 2026, 17:30: every promise about its tickets, worked out by hand."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from aftercare_cli.model.ticket import Ticket
from aftercare_cli.rules.calendars import Calendars
from aftercare_cli.rules.lifecycle import contradictions
from aftercare_cli.rules.promise import Promise
from aftercare_cli.rules.promises import tickets
from aftercare_cli.rules.sla import summarize
from aftercare_cli.store.workspace import Workspace
from tests.rules.written import fraction

NOW = dt.datetime.fromisoformat("2026-04-29T17:30+08:00")
SHANGHAI = ZoneInfo("Asia/Shanghai")
NONE = "-----------"

# Ticket and cycle, promise, state, when it fell due, when it was kept, minutes early (-) or late (+), flags. Where the
# clock ended without a stop, the minutes are those of what ended it: a solution by telephone, or now.
EXPECTED = """
0002/1 arrival met          01-09 12:00 01-09 11:20  -40
0002/1 standby not_required 01-09 16:40 -----------    .
0002/1 spares  met          01-09 17:00 01-09 11:20 -340
0003/1 arrival breached     01-15 16:25 01-15 17:02  +37
0003/1 standby not_required 01-15 21:10 -----------    .
0003/1 spares  not_required 01-15 21:25 -----------    .
0004/1 arrival met          01-22 23:40 01-22 22:50  -50
0004/1 standby met          01-23 04:15 01-23 03:30  -45
0004/1 spares  met          01-23 04:40 01-23 03:20  -80
0005/1 arrival met          02-03 10:10 02-03 09:55  -15
0005/1 standby breached     02-03 14:30 02-03 15:48  +78
0005/1 spares  met          02-03 15:10 02-03 14:05  -65
0006/1 arrival met          02-11 12:20 02-11 11:05  -75
0006/1 standby not_required 02-11 17:00 -----------    .
0006/1 spares  breached     02-11 17:20 02-11 18:05  +45
0007/1 arrival met          02-18 06:15 02-18 05:40  -35
0007/1 standby not_required 02-18 11:12 -----------    .
0007/1 spares  met          02-18 11:15 02-18 05:40 -335
0008/1 arrival met          02-26 17:30 02-26 16:45  -45
0008/1 standby not_required 02-26 22:00 -----------    .
0008/1 spares  met          02-26 22:30 02-26 16:45 -345
0009/1 arrival met          03-05 11:50 03-05 11:35  -15
0009/1 standby not_required 03-05 16:50 -----------    . fault_time_assumed
0009/1 spares  met          03-05 16:50 03-05 11:35 -315
0010/1 arrival not_required 03-09 17:05 -----------    . remote
0010/1 standby not_required 03-09 21:55 -----------    . remote
0010/1 spares  not_required 03-09 22:05 -----------    . remote
0011/1 arrival met          03-11 16:00 03-11 15:10  -50
0011/1 standby not_required 03-11 20:40 -----------    .
0011/1 spares  not_required 03-11 21:00 -----------    .
0012/1 arrival met          03-16 12:30 03-16 11:10  -80
0012/1 standby not_required 03-16 17:10 -----------    .
0012/1 spares  not_required 03-16 17:30 -----------    .
0012/2 arrival breached     03-18 11:20 03-18 11:52  +32 reopened
0012/2 standby not_required 03-18 16:05 -----------    . reopened
0012/2 spares  not_required 03-18 16:20 -----------    . reopened
0013/1 arrival met          03-25 00:45 03-24 23:50  -55
0013/1 standby met          03-25 11:40 03-25 11:25  -15
0013/1 spares  met          03-25 05:45 03-24 23:50 -355
0014/1 arrival met          03-31 11:50 03-31 09:25 -145
0014/1 standby not_required 03-31 16:30 -----------    .
0014/1 spares  not_required 03-31 01:40 -----------    .
0015/1 arrival met          04-02 12:00 04-02 10:30  -90
0015/1 standby breached     04-02 10:10 04-02 11:20  +70 late_notice
0015/1 spares  met          04-02 17:00 04-02 10:30 -390
0016/1 arrival met          04-08 18:05 04-08 17:45  -20
0016/1 standby not_required 04-08 22:50 -----------    .
0016/1 spares  met          04-08 23:05 04-08 17:45 -320
0017/1 arrival met          04-14 12:00 04-14 12:00   +0
0017/1 standby met          04-14 16:30 04-14 16:30   +0
0017/1 spares  met          04-14 17:00 04-14 17:00   +0
0019/1 arrival breached     04-20 11:00 -----------  +45 remote
0019/1 standby not_required 04-20 15:55 -----------    . remote
0019/1 spares  not_required 04-20 16:00 -----------    . remote
0018/1 arrival breached     04-29 17:20 -----------  +10
0018/1 standby pending      04-29 22:00 ----------- -270
0018/1 spares  pending      04-29 22:20 ----------- -290
"""


@pytest.fixture(scope="module")
def sample() -> Workspace:
    return Workspace(Path(__file__).parents[2])


@pytest.fixture(scope="module")
def judged(sample: Workspace) -> Sequence[Promise]:
    return list(tickets.promises(sample, Calendars(sample.settings), NOW, NOW))


def row(promise: Promise) -> str:
    due, stop = (NONE if at is None else f"{at.astimezone(SHANGHAI):%m-%d %H:%M}" for at in (promise.due, promise.stop))
    margin = "."
    if promise.due is not None and promise.state != "not_required":
        margin = f"{(promise.until - promise.due) // dt.timedelta(minutes=1):+}"
    name = f"{promise.subject[-4:]}/{promise.cycle} {promise.name:7}"
    return " ".join([f"{name} {promise.state:12} {due} {stop} {margin:>4}", *promise.flags])


def test_every_ticket_promise(judged: Sequence[Promise]) -> None:
    """The consultation, 0001, promises nothing; 0013 and 0014 were paused, 0017 stops at the exact second."""
    assert [row(promise) for promise in judged] == EXPECTED.strip().splitlines()


def test_how_the_promises_were_kept(judged: Sequence[Promise]) -> None:
    told = [
        (
            summary.promise,
            fraction(summary.compliance),
            {state: number for state, number in summary.counts.items() if number},
        )
        for summary in summarize(judged)
    ]
    assert told == [
        ("standby", "3/5", {"met": 3, "breached": 2, "pending": 1, "not_required": 13}),
        ("arrival", "7/9", {"met": 14, "breached": 4, "not_required": 1}),
        ("spares", "10/11", {"met": 10, "breached": 1, "pending": 1, "not_required": 7}),
    ]


def test_pauses_of_the_sample_are_counted(judged: Sequence[Promise]) -> None:
    paused = {(promise.subject[-4:], promise.name): str(promise.paused) for promise in judged if promise.paused}
    assert paused == {
        ("0013", "standby"): "6:10:00",
        ("0014", "arrival"): "15:10:00",
        ("0014", "standby"): "15:10:00",
    }


def test_no_history_of_the_sample_contradicts_itself(sample: Workspace) -> None:
    def told(ticket: Ticket) -> list[str]:
        return [f"{ticket.id}: {found.text}" for found in contradictions(ticket)]

    assert [sentence for ticket in sample.tickets for sentence in told(ticket)] == []
    assert [str(finding.text) for finding in sample.findings] == []
