"""The clock against a walk from minute to minute, which knows nothing but what the record says."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal

from hypothesis import given, settings
from hypothesis import strategies as st

from aftercare_cli.rules import clock
from aftercare_cli.rules.calendars import WorkingHours
from aftercare_cli.rules.clock import Pause, Step
from tests.rules.minutes import MINUTE, walk
from tests.rules.situations import QUARTER, Situation, pauses_in, situations

often = settings(max_examples=2 * settings().max_examples)
budgets = st.integers(0, 3 * 24 * 60 // QUARTER).map(lambda quarters: quarters * QUARTER * MINUTE)

Kind = tuple[Literal["runs", "closed", "paused"], str]


def calendars(situation: Situation) -> st.SearchStrategy[WorkingHours | None]:
    """Draw the situation's calendar, or now and then the one that never stops."""
    return st.sampled_from([situation.calendar, situation.calendar, None])


def kind_of(minute: dt.datetime, situation: Situation, calendar: WorkingHours | None, pauses: Sequence[Pause]) -> Kind:
    """Say what the clock does in a minute, and the pause's reason; outside working time a pause changes nothing."""
    if calendar is not None and not situation.hours.is_open(minute):
        return "closed", ""
    for held in pauses:
        if held.begin <= minute and (held.end is None or minute < held.end):
            return "paused", held.reason
    return "runs", ""


def steps_of(situation: Situation, calendar: WorkingHours | None, pauses: Sequence[Pause]) -> Iterator[Step]:
    """Put the minutes of a kind together."""
    minutes = walk(situation.start, situation.minutes)
    total = dt.timedelta()
    for (kind, reason), alike in groupby(minutes, lambda minute: kind_of(minute, situation, calendar, pauses)):
        first, *others = alike
        end = (others or [first])[-1] + MINUTE
        counted = end - first if kind == "runs" else dt.timedelta()
        total += counted
        yield Step(first, end, kind, reason, counted, total)


@often
@given(st.data(), situations(), budgets)
def test_due_is_when_the_minute_ends_that_uses_up_the_budget(
    data: st.DataObject, situation: Situation, budget: dt.timedelta
) -> None:
    calendar = data.draw(calendars(situation))
    pauses = data.draw(pauses_in(situation))
    found = clock.due(situation.start, budget, calendar, pauses)
    ran, due = dt.timedelta(), situation.start
    for minute in walk(situation.start, situation.minutes):
        if ran == budget:
            break
        kind, _ = kind_of(minute, situation, calendar, pauses)
        if kind == "runs":
            ran += MINUTE
            due = minute + MINUTE
    if ran == budget:
        assert found == due
    elif found is None:
        assert pauses[-1].end is None
    else:
        assert found > situation.end


@often
@given(st.data(), situations(), budgets)
def test_due_before_is_the_latest_start_that_leaves_the_budget(
    data: st.DataObject, situation: Situation, budget: dt.timedelta
) -> None:
    calendar = data.draw(calendars(situation))
    found = clock.due_before(situation.end, budget, calendar)
    left, latest = budget, situation.end
    for minute in reversed(list(walk(situation.start, situation.minutes))):
        if not left:
            break
        if kind_of(minute, situation, calendar, ())[0] == "runs":
            left -= MINUTE
            latest = minute
    if left:
        assert found < situation.start
    else:
        assert found == latest


@often
@given(st.data(), situations())
def test_explain_tells_every_minute(data: st.DataObject, situation: Situation) -> None:
    calendar = data.draw(calendars(situation))
    pauses = data.draw(pauses_in(situation))
    steps = list(steps_of(situation, calendar, pauses))
    assert clock.explain(situation.start, situation.end, calendar, pauses) == steps
    ran = sum((step.counted for step in steps), dt.timedelta())
    assert clock.elapsed(situation.start, situation.end, calendar, pauses) == ran
    assert clock.elapsed(situation.end, situation.start, calendar, pauses) == -ran
    stood = sum((step.end - step.begin for step in steps if step.kind == "paused"), dt.timedelta())
    assert clock.standing(situation.start, situation.end, calendar, pauses) == stood
