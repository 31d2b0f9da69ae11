"""The shape every dated promise has, wherever it comes from."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

import msgspec

from aftercare_cli.model.vocabulary import PromiseState
from aftercare_cli.rules.clock import ZERO, Pause

RUNNING: Final[frozenset[PromiseState]] = frozenset({"pending", "at_risk", "paused"})


class Promise(msgspec.Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """Something the contract binds the company to by a time, and how it stands.

    `name` is the promise (`arrival`), `subject` what it is about: a record's id, or where it stands for a period or a
    document, the site or contract and that (`hq/2026-03`). It stays the same whatever is recorded later. `site` is
    empty where the promise concerns a contract of several sites. `due` is None while a pause holds the clock; where
    `is_daily` it is the last second of a day, and so is `stop`.
    `stop` is what kept it, if anything did. `until` is the moment up to which it is counted: the stop, what made it
    needless, else now. `is_open` says that it can still be kept or is still owed. Times of the sum are running time in
    the promise's own calendar: `elapsed`, `paused`, `remaining`, `overdue`; `pauses` are those that held its clock.

    Packed, it is a list of its fields: tens of thousands are kept (rules/settled.py).
    """

    name: str
    subject: str
    cycle: int
    site: str
    contract: str
    start: dt.datetime
    due: dt.datetime | None
    stop: dt.datetime | None
    until: dt.datetime
    state: PromiseState
    is_open: bool
    within: dt.timedelta
    elapsed: dt.timedelta
    paused: dt.timedelta = ZERO
    remaining: dt.timedelta = ZERO
    overdue: dt.timedelta = ZERO
    acknowledged: bool = False
    policy: bool = False
    flags: tuple[str, ...] = ()
    calendar: str
    pauses: tuple[Pause, ...] = ()
    is_daily: bool = False


_WORST_FIRST: Final[dict[PromiseState, int]] = {
    "breached": 1,
    "at_risk": 2,
    "paused": 4,
    "pending": 3,
    "excused": 5,
    "met": 6,
    "not_required": 7,
}


def worst_first(promises: Iterable[Promise]) -> list[Promise]:
    """Order promises by how much they ask for attention, those to the customer before our own aims.

    Breaches that are still open come first, then breaches, each by how late they are; then what runs out soonest; then
    what is decided. Ties go by start, subject, cycle and name, so that the order is the same in every run.
    """
    return sorted(promises, key=_attention)


def _attention(promise: Promise) -> tuple[object, ...]:
    state = promise.state
    rank = 0 if state == "breached" and promise.is_open else _WORST_FIRST[state]
    urgency = -promise.overdue if state == "breached" else promise.remaining if state in RUNNING else ZERO
    return promise.policy, rank, urgency, promise.start, promise.subject, promise.cycle, promise.name
