"""Promises about tickets (S3–S6): arrival, standby units, spares, and whatever targets a contract names.

The meaning of every line is "How a target is judged" in docs/records.md.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Protocol

import msgspec

from aftercare_cli.model.contract import Contract, Target
from aftercare_cli.model.sites import Item, Price, Site
from aftercare_cli.model.ticket import Acknowledged, Event, Excused, Restored, StandbyInService, Ticket
from aftercare_cli.model.vocabulary import PromiseState
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules import clock
from aftercare_cli.rules.calendars import Calendars, WorkingHours
from aftercare_cli.rules.clock import Pause
from aftercare_cli.rules.cycles import Cycle, cycles
from aftercare_cli.rules.promise import Promise

if TYPE_CHECKING:
    from aftercare_cli.rules.grades import Grades
    from aftercare_cli.rules.stock import Lending

_STANDBY: Final = "standby_in_service"


def promises(workspace: Workspace, calendars: Calendars, now: dt.datetime, _until: dt.datetime) -> Iterator[Promise]:
    """Yield the promises about every ticket whose site and contract are known, reported by `now`."""
    terms = Terms(workspace, calendars)
    for ticket in workspace.tickets:
        yield from promises_of(ticket, terms, calendars, now)


class Places(Protocol):
    """Where terms are looked up: sites and contracts by id, those of a workspace or those around one ticket."""

    @property
    def sites(self) -> Mapping[str, Site]:
        """Sites by id."""

    @property
    def contracts(self) -> Mapping[str, Contract]:
        """Contracts by id."""

    @property
    def items(self) -> Mapping[str, tuple[str, Item]]:
        """Equipment by id: the site it stands at, and the item."""

    @property
    def prices(self) -> Mapping[str, Sequence[Price]]:
        """Bid price lists by contract."""


class Terms:
    """Finds the terms a ticket is judged by: those of its site's contract, in force on the day it was reported."""

    def __init__(self, places: Places, calendars: Calendars) -> None:
        """Keep what is asked; terms are looked up when a ticket asks for them."""
        self._places = places
        self._timezone = calendars.timezone
        self._settings = calendars.settings
        self._grades: Grades | None = None
        self._found: dict[tuple[str, dt.date], Contract] = {}

    def of(self, ticket: Ticket) -> Contract | None:
        """Give the terms; None where the site or its contract is not there."""
        site = self._places.sites.get(ticket.site)
        contract = self._places.contracts.get(site.contract) if site is not None else None
        if contract is None or not contract.amendments:
            return contract
        day = ticket.reported_at.astimezone(self._timezone).date()
        key = contract.id, day
        if key not in self._found:
            self._found[key] = contract.on(day)
        return self._found[key]

    def is_lower(self, ticket: Ticket, event: StandbyInService) -> bool:
        """Say whether a standby unit is of a lower grade than what it stands in for."""
        if event.consent is None and not self._settings.models:
            return False
        if self._grades is None:
            from aftercare_cli.rules.grades import Grades  # noqa: PLC0415 - few tickets lend a unit

            self._grades = Grades(self._settings.models, self._places.items, self._places.prices)
        return self._grades.is_lower(ticket, event)


def promises_of(ticket: Ticket, terms: Terms, calendars: Calendars, now: dt.datetime) -> Iterator[Promise]:
    """Yield the promises about one ticket: every target that applies to its kind, in every cycle.

    A target in a calendar that cannot be had is left out; checks/terms.py finds it.
    """
    contract = terms.of(ticket)
    if contract is None:
        return
    targets = [
        (name, target)
        for name, target in contract.targets.items()
        if ticket.kind in target.applies_to and calendars.can_count(target.calendar)
    ]
    if not targets:
        return
    found = cycles(ticket, now)
    spoken = _spoken(found)
    lent = _lent(found) if _is_lending(found) else []
    lower = [lending for lending in lent if terms.is_lower(ticket, lending.lent)]
    for cycle in found:
        case = Case(ticket, cycle, contract, _lower_units(cycle, lower) if lower else None)
        for name, target in targets:
            promise = judge(name, target, case, calendars.get(target.calendar), now)
            said = spoken.get((name, cycle.number)) if spoken else None
            yield promise if said is None else _with_what_was_said(promise, said)


class Lower(msgspec.Struct, frozen=True):
    """Standby units of a lower grade in a cycle: they keep no promise, and restore no service that is promised.

    `first` is when one came; `equal` when one of the same grade or better did; `restored` when service was back without
    one of them.
    """

    first: dt.datetime
    equal: dt.datetime | None
    restored: dt.datetime | None


class Case(msgspec.Struct, frozen=True):
    """What a target is judged on: a ticket, one of its cycles, the terms in force, and units of a lower grade."""

    ticket: Ticket
    cycle: Cycle
    contract: Contract
    lower: Lower | None = None


class _End(msgspec.Struct, frozen=True):
    """How a target's clock ended: stopped, discharged or cancelled at `ended`, or spared by an early restoration.

    `decision` is the moment from which a conditional target is required.
    """

    stop: dt.datetime | None
    ended: dt.datetime | None
    spared: dt.datetime | None = None
    decision: dt.datetime | None = None

    @property
    def first(self) -> dt.datetime | None:
        """The moment after which nothing changes the clock."""
        return self.spared or _earliest(self.stop, self.ended)


def judge(name: str, target: Target, case: Case, calendar: WorkingHours | None, now: dt.datetime) -> Promise:
    """Judge one target as of `now`, before anything that was agreed about it."""
    ticket, cycle, contract = case.ticket, case.cycle, case.contract
    start = cycle.reported if target.start == "reported" else cycle.fault
    within = target.priority.get(ticket.priority, target.within) if ticket.priority else target.within
    held = _holding(target, cycle, contract) if cycle.pauses else []
    lower = case.lower if target.stop == _STANDBY else None
    end = _end(target, cycle, start, calendar, held, lower)
    known = cycle.spares_needless_since() if target.needs == "spares" else None
    pauses = _up_to(held, _earliest(end.first, known))
    due = clock.due(start, within, calendar, pauses)
    needless = _needless(end, known, due)
    stop = end.stop if needless is None else None
    until = needless or stop or end.ended or now
    overdue = clock.ZERO
    if due is not None and until > due:
        overdue = clock.elapsed(due, until, calendar)
        elapsed = within + overdue
    else:
        elapsed = clock.elapsed(start, max(start, until), calendar, pauses)
    flags = _flags(target, cycle, start, end.decision or due)
    if calendar is not None and calendar.is_provisional(start, until if due is None else max(due, until)):
        flags = (*flags, "provisional")
    is_open = needless is None and stop is None and end.ended is None
    state = "not_required" if needless is not None else _state(target, due, until, elapsed, within, is_open=is_open)
    if lower is not None and lower.first <= until and state not in {"not_required", "met"}:
        flags = (*flags, "lower_grade")
    return Promise(
        name=name,
        subject=ticket.id,
        cycle=cycle.number,
        site=ticket.site,
        contract=contract.id,
        start=start,
        due=due,
        stop=stop,
        until=until,
        state=state,
        is_open=is_open,
        within=within,
        elapsed=elapsed,
        paused=clock.standing(start, until if due is None else min(due, until), calendar, pauses),
        remaining=max(within - elapsed, clock.ZERO),
        overdue=overdue,
        policy=target.policy,
        flags=flags,
        calendar=target.calendar,
        pauses=tuple(pauses),
    )


def _is_lending(found: list[Cycle]) -> bool:
    return any(StandbyInService in cycle.first for cycle in found)


def _lent(found: list[Cycle]) -> "list[Lending]":
    from aftercare_cli.rules.stock import lendings  # noqa: PLC0415 - few tickets lend a unit

    return lendings(enumerate(event for cycle in found for event in cycle.events))


def _lower_units(cycle: Cycle, lower: "list[Lending]") -> Lower | None:
    """Give what units of a lower grade mean for a cycle; None where none of those that the ticket lent is its own."""
    own = [lending for lending in lower if any(lending.lent is event for event in cycle.events)]
    if not own:
        return None
    equal = (
        event.at
        for event in cycle.events
        if type(event) is StandbyInService and not any(event is lending.lent for lending in own)
    )
    # What is restored while such a unit works, is restored by it.
    spans = [(lending.lent.at, None if lending.back is None else lending.back.at) for lending in own]
    restorations = (
        event.at
        for event in cycle.events
        if type(event) is Restored
        and not any(begin <= event.at and (end is None or event.at < end) for begin, end in spans)
    )
    return Lower(own[0].lent.at, min(equal, default=None), _earliest(min(restorations, default=None), cycle.resolved))


def _end(  # noqa: PLR0913, PLR0917 - what may end a clock
    target: Target,
    cycle: Cycle,
    start: dt.datetime,
    calendar: WorkingHours | None,
    held: list[Pause],
    lower: Lower | None,
) -> _End:
    """Find how the clock ended; a discharge at the moment of the stop, or after it, changes nothing."""
    stop, restored = cycle.first_of(target.stop), cycle.restored
    back = restored
    if lower is not None:
        stop, back = lower.equal, lower.restored
    if target.unless_restored_within is None:
        discharged = back if target.discharged_by == "restored" else cycle.resolved
        ended = _earliest(discharged, cycle.cancelled)
        return _End(stop, None if stop is not None and ended is not None and stop <= ended else ended)
    decision = clock.due(start, target.unless_restored_within, calendar, _up_to(held, restored))
    if restored is not None and (decision is None or restored <= decision):
        return _End(stop, None, restored, decision)
    stop, ended = _earliest(stop, back), cycle.cancelled
    return _End(stop, None if stop is not None and ended is not None and stop <= ended else ended, None, decision)


def _needless(end: _End, known: dt.datetime | None, due: dt.datetime | None) -> dt.datetime | None:
    """Give the moment since which the target is not required, `known` if for want of need; None where it is."""
    needless = end.spared
    for moment in (end.ended, known):
        if moment is not None and (due is None or moment <= due):
            needless = _earliest(needless, moment)
    return needless


def _earliest(one: dt.datetime | None, other: dt.datetime | None) -> dt.datetime | None:
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)


def _state(  # noqa: PLR0913 - the facts a state follows from
    target: Target,
    due: dt.datetime | None,
    until: dt.datetime,
    elapsed: dt.timedelta,
    within: dt.timedelta,
    *,
    is_open: bool,
) -> PromiseState:
    if due is not None and until > due:
        return "breached"
    if not is_open:
        return "met"
    if due is None:
        return "paused"
    return "at_risk" if elapsed * 100 >= within * target.warn_at else "pending"


def _holding(target: Target, cycle: Cycle, contract: Contract) -> list[Pause]:
    """Give the cycle's pauses whose reason stops this target's clock."""
    allowed = contract.pauses.allowed if target.pause_on is None else target.pause_on
    return [pause for pause in cycle.pauses if pause.reason in allowed]


def _up_to(pauses: list[Pause], moment: dt.datetime | None) -> list[Pause]:
    """Give the pauses as far as they go before `moment`: what comes after a clock stopped changes nothing."""
    if moment is None or not pauses:
        return pauses
    return [
        Pause(pause.begin, moment if pause.end is None else min(pause.end, moment), pause.reason)
        for pause in pauses
        if pause.begin < moment
    ]


def _spoken(found: list[Cycle]) -> dict[tuple[str, int], dict[type[Event], dt.datetime]]:
    """Give what was said last of targets, by target and cycle; a later cycle's event may speak of an earlier one."""
    spoken: dict[tuple[str, int], dict[type[Event], dt.datetime]] = {}
    for cycle in found:
        for event in cycle.events if Excused in cycle.first or Acknowledged in cycle.first else ():
            if isinstance(event, Excused | Acknowledged):
                spoken.setdefault((event.target, event.cycle or cycle.number), {})[type(event)] = event.at
    return spoken


def _with_what_was_said(promise: Promise, said: dict[type[Event], dt.datetime]) -> Promise:
    """Give the promise excused where it was not kept, or acknowledged where it was breached by then."""
    if Excused in said and promise.state not in {"met", "not_required"}:
        return msgspec.structs.replace(promise, state="excused")
    acknowledged = said.get(Acknowledged)
    if promise.state == "breached" and acknowledged and promise.due and acknowledged > promise.due:
        return msgspec.structs.replace(promise, acknowledged=True)
    return promise


def _flags(target: Target, cycle: Cycle, start: dt.datetime, decision: dt.datetime | None) -> tuple[str, ...]:
    flags: tuple[str, ...] = ()
    if target.start == "fault":
        if cycle.is_fault_assumed:
            flags = ("fault_time_assumed",)
        elif decision is not None and cycle.reported > decision and start < cycle.reported:
            flags = ("late_notice",)
    if cycle.number > 1:
        flags = (*flags, "reopened")
    if cycle.is_remote:
        flags = (*flags, "remote")
    return flags
