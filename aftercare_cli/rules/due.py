"""What is still owed, when, and when to think of it."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from aftercare_cli.rules import clock
from aftercare_cli.rules.calendars import Calendars
from aftercare_cli.rules.promise import RUNNING, Promise

AHEAD: Final = dt.timedelta(days=31)
"""How far ahead a list looks for what has not begun yet: each site's next inspection is on it."""
_DAY_BEFORE: Final = dt.timedelta(hours=15)
"""From nine o'clock of the day before until the midnight at which a day begins."""
_SHORTLY: Final = dt.timedelta(minutes=15)
_WARN_AT: Final = 80
"""Per cent of the time after which to think of a promise."""


def still_due(promises: Iterable[Promise], horizon: dt.datetime | None) -> list[Promise]:
    """Give promises that can still be kept, or are late and still owed: soonest first, held ones last.

    With a `horizon`, only those that fall due no later; a held promise has no due time and is left out then.
    """
    owed = [
        promise
        for promise in promises
        if promise.state in RUNNING or (promise.state == "breached" and promise.is_open)
        if horizon is None or (promise.due is not None and promise.due <= horizon)
    ]
    return sorted(owed, key=_soonest)


def _soonest(promise: Promise) -> tuple[object, ...]:
    return promise.due is None, promise.due or promise.start, promise.subject, promise.cycle, promise.name


def reminders(promise: Promise, calendars: Calendars) -> tuple[dt.timedelta, ...]:
    """Give how long before it is due a promise is worth a reminder, the longest first.

    What is due on a day (counted from the midnight at which it begins) at nine o'clock of the day before; what is due
    at a moment when 80 % of its time is used up, and a quarter of an hour before; nothing that would come before the
    start. A promise without a due time has none.
    """
    if promise.due is None:
        return ()
    if promise.is_daily:
        return (_DAY_BEFORE,)
    budget = dt.timedelta(seconds=promise.within.total_seconds() * _WARN_AT // 100)
    warned = clock.due(promise.start, budget, calendars.get(promise.calendar), promise.pauses)
    leads = {_SHORTLY, promise.due - (warned or promise.due)}
    return tuple(sorted((lead for lead in leads if clock.ZERO < lead < promise.due - promise.start), reverse=True))
