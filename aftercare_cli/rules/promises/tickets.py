"""Promises about tickets (S3–S6): arrival, standby units, spares, and whatever targets a contract names.

The meaning of every line is "How a target is judged" in docs/records.md.
"""

import datetime as dt
from collections.abc import Iterator

from aftercare_cli.model.contract import Contract, Target
from aftercare_cli.model.ticket import Acknowledged, Excused, Ticket
from aftercare_cli.model.vocabulary import PromiseState
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules import clock
from aftercare_cli.rules.calendars import Calendars, WorkingHours
from aftercare_cli.rules.clock import Pause
from aftercare_cli.rules.cycles import Cycle, cycles
from aftercare_cli.rules.promise import Promise


def promises(workspace: Workspace, calendars: Calendars, now: dt.datetime) -> Iterator[Promise]:
    """Yield the promises about every ticket whose site and contract are known."""
    terms = Terms(workspace, calendars)
    for ticket in workspace.tickets:
        yield from promises_of(ticket, terms, calendars, now)


class Terms:
    """Finds the terms a ticket is judged by: those of its site's contract, in force on the day it was reported."""

    def __init__(self, workspace: Workspace, calendars: Calendars) -> None:
        """Keep what is asked; terms are looked up when a ticket asks for them."""
        self._workspace = workspace
        self._timezone = calendars.timezone
        self._found: dict[tuple[str, dt.date], Contract] = {}

    def of(self, ticket: Ticket) -> Contract | None:
        """Give the terms; None where the site or its contract is not there."""
        site = self._workspace.sites.get(ticket.site)
        contract = self._workspace.contracts.get(site.contract) if site is not None else None
        if contract is None or not contract.amendments:
            return contract
        day = ticket.reported_at.astimezone(self._timezone).date()
        key = contract.id, day
        if key not in self._found:
            self._found[key] = contract.on(day)
        return self._found[key]


def promises_of(ticket: Ticket, terms: Terms, calendars: Calendars, now: dt.datetime) -> Iterator[Promise]:
    """Yield the promises about one ticket: every target that applies to its kind, in every cycle."""
    contract = terms.of(ticket)
    if contract is None:
        return
    targets = [(name, target) for name, target in contract.targets.items() if ticket.kind in target.applies_to]
    if targets:
        for cycle in cycles(ticket, now):
            for name, target in targets:
                yield judge(name, target, ticket, cycle, contract, calendars.get(target.calendar), now)


def judge(  # noqa: PLR0913 - what a judgement rests on
    name: str,
    target: Target,
    ticket: Ticket,
    cycle: Cycle,
    contract: Contract,
    calendar: WorkingHours | None,
    now: dt.datetime,
) -> Promise:
    """Judge one target in one cycle of a ticket, as of `now`."""
    start = cycle.reported if target.start == "reported" else cycle.fault
    within = target.priority.get(ticket.priority, target.within) if ticket.priority else target.within
    held = _holding(target, cycle, contract) if cycle.pauses else []
    stop, ended = cycle.first_of(target.stop), cycle.cancelled
    decision = needless = None
    if target.unless_restored_within is not None:
        restored = cycle.restored
        decision = clock.due(start, target.unless_restored_within, calendar, _up_to(held, restored))
        if restored is not None and (decision is None or restored <= decision):
            needless = restored
        elif restored is not None and (stop is None or restored < stop):
            stop = restored
    else:
        discharged = cycle.restored if target.discharged_by == "restored" else cycle.resolved
        ended = min((moment for moment in (discharged, ended) if moment is not None), default=None)
    if ended is not None and stop is not None and stop <= ended:
        ended = None
    pauses = _up_to(held, needless or min((moment for moment in (stop, ended) if moment is not None), default=None))
    due = clock.due(start, within, calendar, pauses)
    if ended is not None and (due is None or ended <= due):
        needless = ended if needless is None else min(needless, ended)
    if target.needs == "spares":
        known = cycle.spares_needless_since()
        if known is not None and (due is None or known <= due):
            needless = known if needless is None else min(needless, known)
    if needless is not None:
        stop = None
        until = needless
    else:
        until = stop or ended or now
    is_late = due is not None and until > due
    overdue = clock.elapsed(due, until, calendar) if is_late and due is not None else clock.ZERO
    elapsed = within + overdue if is_late else clock.elapsed(start, max(start, until), calendar, pauses)
    state = _state(
        target, due, elapsed, within, is_needless=needless is not None, is_stopped=stop is not None, is_late=is_late
    )
    is_excused, is_acknowledged = _spoken_of(name, ticket, cycle.number, now)
    if is_excused and state not in {"met", "not_required"}:
        state = "excused"
    horizon = until if due is None else max(due, until)
    flags = _flags(target, cycle, start, decision or due)
    if calendar is not None and calendar.is_provisional(start, horizon):
        flags = (*flags, "provisional")
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
        is_open=stop is None and needless is None and ended is None,
        within=within,
        elapsed=elapsed,
        paused=clock.standing(start, until if due is None else min(due, until), calendar, pauses),
        remaining=max(within - elapsed, clock.ZERO),
        overdue=overdue,
        acknowledged=is_acknowledged and state == "breached",
        policy=target.policy,
        flags=flags,
        calendar=target.calendar,
        pauses=tuple(pauses),
    )


def _state(  # noqa: PLR0913 - the facts a state follows from
    target: Target,
    due: dt.datetime | None,
    elapsed: dt.timedelta,
    within: dt.timedelta,
    *,
    is_needless: bool,
    is_stopped: bool,
    is_late: bool,
) -> PromiseState:
    if is_needless:
        return "not_required"
    if is_late:
        return "breached"
    if is_stopped:
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


def _spoken_of(name: str, ticket: Ticket, cycle: int, now: dt.datetime) -> tuple[bool, bool]:
    """Say whether the target was excused, and whether it was acknowledged, in a cycle; both may be said in a later one."""
    is_excused = is_acknowledged = False
    for spoken_in in cycles(ticket, now) if any(type(event) in _SPEECH for event in ticket.events) else ():
        for event in spoken_in.events:
            if isinstance(event, Excused | Acknowledged) and event.target == name:
                if (event.cycle or spoken_in.number) == cycle:
                    is_excused = is_excused or type(event) is Excused
                    is_acknowledged = is_acknowledged or type(event) is Acknowledged
    return is_excused, is_acknowledged


_SPEECH = frozenset({Excused, Acknowledged})


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
