"""Judging what has one start, one due time, and one moment that keeps it: every promise but a ticket's target.

The states are those of "How a target is judged" (docs/records.md).
"""

import datetime as dt
from typing import TYPE_CHECKING, Final

import msgspec

from aftercare_cli.model.calendars import ALWAYS
from aftercare_cli.model.service import Acknowledgement, HandoverBreach, Waiver
from aftercare_cli.rules import clock
from aftercare_cli.rules.calendars import WorkingHours
from aftercare_cli.rules.days import Days
from aftercare_cli.rules.promise import Promise

if TYPE_CHECKING:
    from aftercare_cli.model.vocabulary import PromiseState

_WARN_AT: Final = 80
"""Per cent of the time after which a promise is at risk, where no contract says otherwise."""


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What a promise is about, and what was said of it; `said` later than the moment of judging does not count yet."""

    name: str
    subject: str
    site: str
    contract: str
    cycle: int = 1
    policy: bool = False
    flags: tuple[str, ...] = ()
    acknowledged: Acknowledgement | HandoverBreach | None = None
    excused: Waiver | None = None


def daily(about: About, days: Days, start: dt.datetime, due: dt.date, kept: dt.date | dt.datetime | None) -> Promise:
    """Judge a promise that is due on a day and kept on a day, or at a moment; what is later than now has not come yet.

    A day without a time of day stands for its end, so that what is done on the day it is due is in time.
    """
    if isinstance(kept, dt.datetime):
        stop = None if kept > days.now else kept
    else:
        stop = None if kept is None or kept > days.today else days.end(kept)
    promise = _judged(about, start, days.end(due), stop, days.now, None)
    return msgspec.structs.replace(promise, is_daily=True)


def timed(  # noqa: PLR0913, PLR0917 - what a clock runs by
    about: About,
    start: dt.datetime,
    within: dt.timedelta,
    kept: dt.datetime | None,
    now: dt.datetime,
    calendar: WorkingHours | None = None,
) -> Promise:
    """Judge a promise that is due `within` running time of its start; a moment later than `now` has not come yet."""
    due = clock.due(start, within, calendar)
    assert due is not None  # noqa: S101 - nothing pauses this clock
    return _judged(about, start, due, None if kept is None or kept > now else kept, now, calendar)


def withdrawn(promise: Promise, at: dt.datetime) -> Promise:
    """Give a promise that is not needed from a moment on, where it was neither kept nor broken by then.

    Its calendar is the one that never stops.
    """
    if promise.due is None or at > promise.due or promise.stop is not None:
        return promise
    return msgspec.structs.replace(
        promise,
        state="not_required",
        until=at,
        is_open=False,
        elapsed=_ran(promise.start, at, None),
        remaining=_ran(at, promise.due, None),
        overdue=clock.ZERO,
        acknowledged=False,
    )


def _judged(  # noqa: PLR0913, PLR0917 - what a state follows from
    about: About,
    start: dt.datetime,
    due: dt.datetime,
    stop: dt.datetime | None,
    now: dt.datetime,
    calendar: WorkingHours | None,
) -> Promise:
    # What was owed before it began (papers of an acceptance after the handover) began when it fell due.
    start = min(start, due)
    until = now if stop is None else stop
    within = _ran(start, due, calendar)
    elapsed = _ran(start, until, calendar)
    overdue = _ran(due, until, calendar)
    flags = about.flags
    if calendar is not None and calendar.is_provisional(start, max(due, until)):
        flags = (*flags, "provisional")
    if until > due:
        state: PromiseState = "breached"
    elif stop is not None:
        state = "met"
    else:
        state = "at_risk" if elapsed and elapsed * 100 >= within * _WARN_AT else "pending"
    if about.excused is not None and about.excused.at <= now and state != "met":
        state = "excused"
    said = about.acknowledged
    return Promise(
        name=about.name,
        subject=about.subject,
        cycle=about.cycle,
        site=about.site,
        contract=about.contract,
        start=start,
        due=due,
        stop=stop,
        until=until,
        state=state,
        is_open=stop is None,
        within=within,
        elapsed=elapsed,
        remaining=_ran(until, due, calendar),
        overdue=overdue,
        acknowledged=state == "breached" and said is not None and due < said.at <= now,
        policy=about.policy,
        flags=flags,
        calendar=ALWAYS if calendar is None else calendar.name,
    )


def _ran(begin: dt.datetime, end: dt.datetime, calendar: WorkingHours | None) -> dt.timedelta:
    """Give how much time ran from `begin` to `end`; none where `end` is earlier."""
    # By way of UTC: moments of one timezone differ by what its wall clock shows, whatever the clocks did in between.
    return max(clock.elapsed(begin.astimezone(dt.UTC), end.astimezone(dt.UTC), calendar), clock.ZERO)
