"""The only place that adds up time.

A clock starts, has a budget of running time, runs in a calendar (None: always) and stands still during pauses. The
moment at which the budget is used up is its due time: the earliest one, so a budget used up at closing time falls due
at that closing instant, not at the next opening ("How a target is judged", docs/records.md).
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, Literal

import msgspec

from aftercare_cli.rules.calendars import Stretch, WorkingHours

ZERO: Final = dt.timedelta()


class Pause(msgspec.Struct, frozen=True, array_like=True):
    """A time in which the clock stands still; `end` is None while it lasts. Pauses of one clock do not overlap."""

    begin: dt.datetime
    end: dt.datetime | None
    reason: str = ""


class Step(msgspec.Struct, frozen=True):
    """A line of the sum: from `begin` to `end` the clock runs, or why not; `total` is what has run since the start."""

    begin: dt.datetime
    end: dt.datetime
    kind: Literal["runs", "closed", "paused"]
    reason: str
    counted: dt.timedelta
    total: dt.timedelta


def due(
    start: dt.datetime, budget: dt.timedelta, calendar: WorkingHours | None = None, pauses: Sequence[Pause] = ()
) -> dt.datetime | None:
    """Give the moment at which `budget` of running time is used up; None where a pause without end comes first.

    Raises OverflowError beyond the year 9999, NoWorkingTimeError for a calendar without hours.
    """
    if calendar is None:
        moment = start + budget
        for pause in pauses:
            if pause.begin >= moment:
                break
            if pause.end is None:
                return None
            if pause.end > start:
                moment += pause.end - max(pause.begin, start)
        return moment
    left = budget
    if not left:
        return start
    for opens, closes in _unpaused(calendar.forward(start), pauses):
        if closes - opens >= left:
            return opens + left
        left -= closes - opens
    return None


def due_before(end: dt.datetime, budget: dt.timedelta, calendar: WorkingHours | None = None) -> dt.datetime:
    """Give the latest moment from which `budget` of running time leads to `end`: the clock read backwards."""
    if calendar is None:
        return end - budget
    left = budget
    if left:
        for opens, closes in calendar.backward(end):
            if closes - opens >= left:
                return closes - left
            left -= closes - opens
    return end


def elapsed(
    start: dt.datetime, end: dt.datetime, calendar: WorkingHours | None = None, pauses: Sequence[Pause] = ()
) -> dt.timedelta:
    """Give how much time ran from `start` to `end`; less than nothing where `end` is earlier."""
    if end < start:
        return -elapsed(end, start, calendar, pauses)
    if calendar is None:
        return end - start - sum((_overlap(pause, start, end) for pause in pauses), ZERO) if pauses else end - start
    stretches = _unpaused(calendar.between(start, end), pauses)
    return sum((closes - opens for opens, closes in stretches), ZERO)


def standing(
    start: dt.datetime, end: dt.datetime, calendar: WorkingHours | None, pauses: Sequence[Pause]
) -> dt.timedelta:
    """Give how much time of the calendar the pauses took from `start` to `end`."""
    if not pauses:
        return ZERO
    if calendar is None:
        return sum((_overlap(pause, start, end) for pause in pauses), ZERO)
    return elapsed(start, end, calendar) - elapsed(start, end, calendar, pauses)


def explain(
    start: dt.datetime, end: dt.datetime, calendar: WorkingHours | None = None, pauses: Sequence[Pause] = ()
) -> list[Step]:
    """Give the sum from `start` to `end` line by line, so that it can be checked by hand."""
    open_times = [(start, end)] if calendar is None else list(calendar.between(start, end))
    openings = [opens for opens, _closes in open_times]
    held = [(max(pause.begin, start), min(pause.end or end, end), pause.reason) for pause in pauses]
    held = [pause for pause in held if pause[0] < pause[1]]
    marks = sorted(
        {
            start,
            end,
            *(mark for stretch in open_times for mark in stretch),
            *(mark for pause in held for mark in pause[:2]),
        }
    )
    steps: list[Step] = []
    total = ZERO
    for begin, finish in pairwise(marks):
        reason = next((pause[2] for pause in held if pause[0] <= begin < pause[1]), None)
        latest = bisect_right(openings, begin) - 1
        is_open = latest >= 0 and begin < open_times[latest][1]
        kind: Literal["runs", "closed", "paused"] = "closed" if not is_open else "runs" if reason is None else "paused"
        counted = finish - begin if kind == "runs" else ZERO
        total += counted
        note = reason or "" if kind == "paused" else ""
        last = steps[-1] if steps else None
        if last is not None and (last.kind, last.reason) == (kind, note):
            steps[-1] = Step(last.begin, finish, kind, note, last.counted + counted, total)
        else:
            steps.append(Step(begin, finish, kind, note, counted, total))
    return steps


def _overlap(pause: Pause, start: dt.datetime, end: dt.datetime) -> dt.timedelta:
    closes = end if pause.end is None else min(pause.end, end)
    return max(closes - max(pause.begin, start), ZERO)


def _unpaused(stretches: Iterator[Stretch], pauses: Sequence[Pause]) -> Iterator[Stretch]:
    """Yield what is left of stretches outside the pauses, in order; it ends where a pause without end begins."""
    for opens, closes in stretches:
        begin = opens
        for pause in pauses:
            if pause.begin >= closes:
                break
            if pause.end is not None and pause.end <= begin:
                continue
            if begin < pause.begin:
                yield begin, pause.begin
            if pause.end is None:
                return
            begin = max(begin, pause.end)
            if begin >= closes:
                break
        if begin < closes:
            yield begin, closes
