"""What is still owed, and when."""

import datetime as dt
from collections.abc import Iterable

from aftercare_cli.rules.promise import RUNNING, Promise


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
