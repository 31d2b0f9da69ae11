"""What is concluded about a settled ticket is the same at every later moment, and sums of sums are sums."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from aftercare_cli.model.service import Visit
from aftercare_cli.model.sites import Site
from aftercare_cli.rules import settled
from aftercare_cli.rules.calendars import Calendars
from aftercare_cli.rules.promise import Promise, worst_first
from aftercare_cli.rules.promises import all_promises
from aftercare_cli.rules.settled import Settled, Settler, Tally
from aftercare_cli.rules.sla import summarize
from tests.rules.histories import DAY, History, histories, time_of
from tests.rules.written import PLAN, WORKSPACE, Records, contract, moment, ticket, workspace
from tests.rules.written import settings as read_settings

if TYPE_CHECKING:
    from aftercare_cli.model.vocabulary import PromiseState

TERMS = (
    PLAN,
    PLAN + "follow_up: {every: 3 months, after_ticket: 2d, policy: false}\n",
    PLAN + "follow_up: {every: 3 months, after_ticket: 2d}\n",
    PLAN.replace("stop: arrived", "stop: arrived, calendar: work")
    + "fees: {}\namendments: [{from: 2026-03-10, follow_up: {every: 3 months, after_ticket: 1d}}]\n",
)
BEGIN = moment("09T00:00")


def minute(count: int) -> dt.datetime:
    """Give a moment from the beginning of March 2026."""
    return dt.datetime.fromisoformat("2026-03-01T00:00:00+08:00") + dt.timedelta(minutes=count)


@st.composite
def visits(draw: st.DrawFn) -> list[Visit]:
    """Draw visits after the ticket, made or only planned, some of them at another site."""
    found = []
    for number in range(draw(st.integers(0, 3))):
        planned = draw(st.none() | st.integers(9, 16))
        made = draw(st.integers(9, 16)) if planned is None else draw(st.none() | st.integers(9, 16))
        found.append(
            Visit(
                id=f"V-202603{draw(st.integers(9, 12)):02}-000{number}",
                site=draw(st.sampled_from(["hq", "hq", "hq", "annex"])),
                ticket="T-20260310-7F3K",
                due_on=None if planned is None else dt.date(2026, 3, planned),
                visited_on=None if made is None else dt.date(2026, 3, made),
            )
        )
    return found


def ended(history: History) -> tuple[str, int]:
    """Give the history as it would be if somebody resolved and closed the ticket next, and when that was."""
    stages = [each.type for each in history.events if each.type in {"closed", "cancelled", "resolved", "reopened"}]
    stage = stages[-1] if stages else "reopened"
    last = max((each.minute for each in history.events), default=history.reported)
    more = {"reopened": ["resolved", "closed"], "resolved": ["closed"]}.get(stage, [])
    lines = [f"- {{at: {time_of(last + 30 * (at + 1))}, type: {word}}}" for at, word in enumerate(more)]
    return "\n".join([history.text.replace("events: []", "events:"), *lines]), last + 30 * len(more)


def records(terms: str, history: str, made: Sequence[Visit]) -> Records:
    found = workspace(terms, history)
    annex = Site(id="annex", contract="hq-cctv", name="副楼")
    return msgspec.structs.replace(found, sites={**found.sites, "annex": annex}, visits=made)


def conclude(found: Records, now: dt.datetime) -> Settled | None:
    return Settler(found, Calendars(found.settings), now).settled(found.tickets[0], found.visits)


@given(st.sampled_from(TERMS), histories(), visits(), st.integers(0, 9 * DAY), st.integers(0, 400 * DAY))
def test_time_alone_changes_nothing_about_a_settled_ticket(
    terms: str, history: History, made: list[Visit], soon: int, later: int
) -> None:
    text, last = ended(history)
    now = minute(last + soon)
    found = records(terms, text, [visit for visit in made if visit.visited_on is not None])
    concluded = conclude(found, now)
    if concluded is None:
        event("not settled")
        return
    event(f"settled, with {len(concluded.promises)} promises")
    assert concluded.since <= now
    calendars = Calendars(found.settings)
    for at in (now, concluded.since, concluded.since + dt.timedelta(minutes=later)):
        assert list(all_promises(found, calendars, at)) == list(concluded.promises)
    packed = msgspec.msgpack.encode(concluded.promises)
    assert msgspec.msgpack.decode(packed, type=list[Promise]) == list(concluded.promises)


@given(st.sampled_from(TERMS), histories(), visits(), st.integers(9 * DAY, 18 * DAY))
def test_a_ticket_is_settled_when_it_has_ended_and_nothing_is_open(
    terms: str, history: History, made: list[Visit], now: int
) -> None:
    found = records(terms, history.text, made)
    happened = [each for each in history.events if each.minute <= now]
    ends = [each.type for each in happened if each.type in {"closed", "cancelled", "reopened"}]
    is_ended = bool(ends) and ends[-1] != "reopened" and len(happened) == len(history.events)
    today = minute(now).date()
    # A plan begins on the day it was made or is for, and is told of from then on, although it was kept before.
    is_visited = all(
        visit.visited_on is not None
        and visit.visited_on <= today
        and (visit.due_on is None or visit.due_on <= today or visit.id <= f"V-{today:%Y%m%d}-9999")
        for visit in made
    )
    is_open = any(promise.is_open for promise in all_promises(found, Calendars(found.settings), minute(now)))
    assert (conclude(found, minute(now)) is not None) == (is_ended and is_visited and not is_open)


@pytest.mark.parametrize(
    ("history", "site"),
    [
        (
            "events: [{at: 10T10:00, type: cancelled}, {at: 10T11:00, type: closed}, {at: 10T12:00, type: arrived}]",
            "hq",
        ),
        ("fault_at: 10T12:00\nevents: [{at: 10T10:00, type: cancelled}]", "hq"),
        ("site: nowhere\nevents: [{at: 10T10:00, type: cancelled}]", "hq"),
        ("events: [{at: 10T10:00, type: cancelled}]", "nowhere"),
    ],
    ids=["after the end", "before the fault", "no site", "no site of the visit"],
)
def test_a_ticket_of_which_there_is_something_to_tell_is_never_settled(history: str, site: str) -> None:
    made = [Visit(id="V-20260310-0001", site=site, ticket="T-20260310-7F3K", visited_on=dt.date(2026, 3, 10))]
    assert conclude(records(PLAN, history, made), moment("20T00:00")) is None
    right = records(PLAN, "events: [{at: 10T10:00, type: cancelled}]", [])
    assert conclude(right, moment("20T00:00")) is not None


def test_a_visit_made_before_the_day_it_was_planned_for_settles_the_ticket_from_that_day_on() -> None:
    early = Visit(
        id="V-20260312-0001",
        site="hq",
        ticket="T-20260310-7F3K",
        due_on=dt.date(2026, 3, 12),
        visited_on=dt.date(2026, 3, 10),
    )
    found = records(PLAN, "events: [{at: 10T10:00, type: cancelled}]", [early])
    assert conclude(found, moment("11T23:59")) is None
    concluded = conclude(found, moment("12T00:00"))
    assert concluded is not None
    assert concluded.since == moment("12T00:00")
    assert [promise.name for promise in concluded.promises] == ["arrival", "standby", "spares", "follow_up"]


def test_a_contract_that_is_not_there_settles_nothing() -> None:
    found = Records(
        settings=read_settings(WORKSPACE),
        contracts={"other": contract()},
        sites={"hq": Site(id="hq", contract="hq-cctv", name="总部大楼")},
        tickets=[ticket("events: [{at: 10T10:00, type: cancelled}]")],
    )
    assert conclude(found, moment("20T00:00")) is None


def decided(number: int, choice: int) -> Promise:
    """Give a decided promise; the higher the number, the later it was."""
    states: tuple[PromiseState, ...] = ("met", "breached", "breached", "excused", "not_required")
    state = states[choice % 5]
    start = BEGIN + dt.timedelta(minutes=number)
    late = dt.timedelta(minutes=number if state == "breached" else 0)
    return Promise(
        name=("arrival", "spares", "answer")[number % 3],
        subject=f"T-20260309-{number:04}",
        cycle=1,
        site="hq",
        contract="hq-cctv",
        start=start,
        due=start,
        stop=start + late,
        until=start + late,
        state=state,
        is_open=False,
        within=dt.timedelta(),
        elapsed=late,
        overdue=late,
        acknowledged=state == "breached" and choice % 7 == 0,
        policy=number % 3 == 2,
        flags=("provisional",) if choice % 11 == 0 else (),
        calendar="24x7",
    )


def told(tally: Tally) -> tuple[object, ...]:
    return tally.summaries, tally.unkept, tally.provisional


@given(st.lists(st.integers(0, 1_000), max_size=40), st.data())
def test_a_sum_of_parts_is_the_sum_of_all_and_can_be_taken_apart(choices: list[int], data: st.DataObject) -> None:
    promises = [decided(number, choice) for number, choice in enumerate(choices)]
    cuts = sorted(data.draw(st.lists(st.integers(0, len(promises)), max_size=4)))
    parts = [promises[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(promises)], strict=True)]
    kept = data.draw(st.integers(1, 12), label="kept")
    shown = data.draw(st.integers(1, kept), label="shown")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settled, "_WORST_KEPT", kept)
        patch.setattr(settled, "WORST_SHOWN", shown)
        total = Tally.total([Tally.of(part) for part in parts])
        assert total == Tally.of(promises)
        assert total.summaries == summarize(promises)
        for policy in (False, True):
            unkept = [each for each in promises if each.state in {"breached", "excused"} and each.policy is policy]
            assert total.worst[policy] == worst_first(unkept)[:kept]
            assert total.unkept[policy] == len(unkept)
        gone = data.draw(st.sets(st.sampled_from(range(len(promises))))) if promises else set()
        left = [promise for number, promise in enumerate(promises) if number not in gone]
        rest = total.without([promises[number] for number in gone])
        if rest is not None:
            assert told(rest) == told(Tally.of(left))
            for side, expected in zip(rest.worst, Tally.of(left).worst, strict=True):
                assert side[:shown] == expected[:shown]
        elif kept >= len(promises):
            pytest.fail("everything is kept, so everything can be told")
    packed = msgspec.msgpack.encode(total)
    assert msgspec.msgpack.decode(packed, type=Tally) == total
