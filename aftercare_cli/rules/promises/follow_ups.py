"""Quality follow-up visits (S14): after an on-site ticket, and one per site and period.

The plan names no period: how often is the contract's, an aim of our own unless it says otherwise. The day that was
planned for a visit (`due_on`), where somebody wrote one, is the day it is due; but no plan puts off what was promised
to the customer, or what was overdue when it was planned. Of several plans for the same thing the first one counts, and
the first visit keeps it.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import msgspec

from aftercare_cli.model.contract import Contract, FollowUpTerms
from aftercare_cli.model.service import Visit
from aftercare_cli.model.sites import Site
from aftercare_cli.model.ticket import Arrived, Resolved, Ticket
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.calendars import Calendars
from aftercare_cli.rules.cycles import Cycle, cycles
from aftercare_cli.rules.days import Days
from aftercare_cli.rules.judging import About, daily, withdrawn
from aftercare_cli.rules.periods import Period, visit_periods
from aftercare_cli.rules.promise import Promise
from aftercare_cli.rules.visits import as_of, dated

NAME = "follow_up"


class FollowUp(msgspec.Struct, frozen=True):
    """The promise of a visit, the plan for it, and the visit that kept it, late or not, where there are such."""

    promise: Promise
    plan: Visit | None
    made: Visit | None


def promises(workspace: Workspace, calendars: Calendars, now: dt.datetime, until: dt.datetime) -> Iterator[Promise]:
    """Yield the promises of visits after tickets, of those per site and period, and of those only planned."""
    for found in follow_ups(workspace, calendars, now, until):
        yield found.promise


def follow_ups(workspace: Workspace, calendars: Calendars, now: dt.datetime, until: dt.datetime) -> Iterator[FollowUp]:
    """Yield the same promises with the visits that count for each."""
    visits: dict[str | None, list[Visit]] = {}
    for visit in workspace.visits:
        visits.setdefault(visit.ticket, []).append(visit)
    own = visits.pop(None, [])
    after = AfterTickets(workspace, calendars, now, until)
    if visits or after.are_promised:
        for ticket in workspace.tickets:
            yield from after.of(ticket, visits.pop(ticket.id, ()))
    yield from _per_site(workspace, own, Days(calendars.timezone, now), until)
    for stray in visits.values():
        yield from after.only_planned(stray)


class AfterTickets:
    """Finds the visits after tickets, one ticket at a time; `sites`, `contracts` and `settings` are what is asked."""

    def __init__(self, workspace: Workspace, calendars: Calendars, now: dt.datetime, until: dt.datetime) -> None:
        """Look for the contracts that ask for such visits."""
        self._workspace = workspace
        self._days = Days(calendars.timezone, now)
        self._until = until
        self._asking = {contract.id for contract in workspace.contracts.values() if _asks(contract)}
        self._terms: dict[tuple[str, dt.date], FollowUpTerms | None] = {}

    @property
    def are_promised(self) -> bool:
        """Say whether any contract asks for visits after tickets."""
        return bool(self._asking)

    def of(self, ticket: Ticket, visits: Sequence[Visit]) -> Iterator[FollowUp]:
        """Yield what is promised after a ticket, kept by some of its `visits`, and what else is planned of them."""
        days = self._days
        known = list(as_of(visits, days.today)) if visits else []
        counted: set[str] = set()
        aim = self._aim(ticket)
        if aim is not None and aim.after_ticket is not None:
            site = self._workspace.sites[ticket.site]
            own = [visit for visit in known if visit.site == ticket.site]
            for found in _of_ticket(ticket, site, aim, own, days):
                if found.made or found.plan or _is_recorded(self._workspace, days.of(found.promise.start)):
                    counted.update(visit.id for visit in (found.plan, found.made) if visit is not None)
                    yield found
        yield from _only_planned(
            self._workspace, [visit for visit in known if visit.id not in counted], days, self._until
        )

    def only_planned(self, visits: Sequence[Visit]) -> Iterator[FollowUp]:
        """Yield aims of our own for visits after a ticket that is not there."""
        yield from _only_planned(self._workspace, as_of(visits, self._days.today), self._days, self._until)

    def _aim(self, ticket: Ticket) -> FollowUpTerms | None:
        """Give the terms of visits after a ticket; None where there are none, or it is not resolved yet."""
        site = self._workspace.sites.get(ticket.site)
        if site is None or site.contract not in self._asking:
            return None
        if not any(type(event) is Resolved and event.at <= self._days.now for event in ticket.events):
            return None
        key = site.contract, self._days.of(ticket.reported_at)
        if key not in self._terms:
            self._terms[key] = self._workspace.contracts[site.contract].on(key[1]).follow_up
        return self._terms[key]


def _only_planned(workspace: Workspace, visits: Iterable[Visit], days: Days, until: dt.datetime) -> Iterator[FollowUp]:
    """Yield an aim of our own for visits that no contract asks for and that somebody planned all the same."""
    for visit in visits:
        site = workspace.sites.get(visit.site)
        if visit.due_on is None or site is None or site.contract not in workspace.contracts:
            continue
        start = days.begin(min(visit.due_on, dated(visit)))
        if start <= until:
            promise = daily(_about(visit.id, site, None), days, start, visit.due_on, visit.visited_on)
            yield FollowUp(promise, visit, None if visit.visited_on is None else visit)


def _asks(contract: Contract) -> bool:
    """Say whether a contract, or any amendment of it, asks for visits after tickets."""
    aims = (contract.follow_up, *(amendment.follow_up for amendment in contract.amendments))
    return any(aim is not None and aim.after_ticket is not None for aim in aims)


def _is_recorded(workspace: Workspace, day: dt.date) -> bool:
    """Say whether the workspace keeps records of a day; what was promised before is on paper elsewhere."""
    since = workspace.settings.records_from
    return since is None or day >= since


def _of_ticket(
    ticket: Ticket, site: Site, aim: FollowUpTerms, visits: Sequence[Visit], days: Days
) -> Iterator[FollowUp]:
    """Yield a promise for each cycle in which somebody was on site and the cause was removed."""
    for cycle, later in pairwise([*cycles(ticket, days.now), None]):
        if cycle is None or cycle.resolved is None or Arrived not in cycle.first:
            continue
        reopened = None if later is None else later.reported
        ends = [moment for moment in (cycle.cancelled, reopened) if moment is not None]
        about = _about(ticket.id, site, aim, cycle.number)
        yield _after_cycle(about, aim, cycle, min(ends, default=None), visits, days)


def _after_cycle(  # noqa: PLR0913, PLR0917 - what the visit after a cycle is judged by
    about: About, aim: FollowUpTerms, cycle: Cycle, end: dt.datetime | None, visits: Sequence[Visit], days: Days
) -> FollowUp:
    """Judge the visit after a cycle; one that was reopened, or cancelled, by the day it fell due needs none."""
    assert cycle.resolved is not None  # noqa: S101 - asked by the caller
    assert aim.after_ticket is not None  # noqa: S101 - the same
    day = days.of(cycle.resolved)
    # By the wall clock, so that seven days are seven days where the clocks change.
    due = (cycle.resolved.astimezone(days.timezone).replace(tzinfo=None) + aim.after_ticket).date()
    last = dt.date.max if end is None else days.of(end)
    plan = _first_plan([visit for visit in visits if (visit.due_on or day) >= day and dated(visit) <= last])
    if plan is not None and plan.due_on is not None:
        due = plan.due_on if aim.policy and dated(plan) <= due else min(plan.due_on, due)
    made = _first_made([visit for visit in visits if (visit.visited_on or day) >= day])
    kept = None if made is None else made.visited_on
    if end is None or due < last or (kept is not None and kept <= last):
        return FollowUp(daily(about, days, cycle.resolved, due, kept), plan, made)
    return FollowUp(withdrawn(daily(about, days, cycle.resolved, due, None), end), plan, None)


def _first_plan(visits: Sequence[Visit]) -> Visit | None:
    plans = [visit for visit in visits if visit.due_on is not None]
    return min(plans, key=lambda visit: (visit.due_on, visit.id), default=None)


def _first_made(visits: Sequence[Visit]) -> Visit | None:
    made = [visit for visit in visits if visit.visited_on is not None]
    return min(made, key=lambda visit: (visit.visited_on, visit.id), default=None)


def _per_site(workspace: Workspace, visits: Sequence[Visit], days: Days, until: dt.datetime) -> Iterator[FollowUp]:
    """Yield the visits per site and period, and those of `visits`, which follow no ticket, that are only planned."""
    known = list(as_of(visits, days.today))
    by_site: dict[str, list[Visit]] = {}
    for visit in known:
        by_site.setdefault(visit.site, []).append(visit)
    counted: set[str] = set()
    last = days.of(until)
    periods = {contract.id: tuple(visit_periods(contract, last)) for contract in workspace.contracts.values()}
    for site in workspace.sites.values():
        for period in periods.get(site.contract, ()):
            found = _in_period(site, period, by_site.get(site.id, ()), days)
            if found.made or found.plan or _is_recorded(workspace, period.first):
                counted.update(visit.id for visit in (found.plan, found.made) if visit is not None)
                yield found
    yield from _only_planned(workspace, [visit for visit in known if visit.id not in counted], days, until)


def _in_period(site: Site, period: Period, visits: Sequence[Visit], days: Days) -> FollowUp:
    """Judge the visit of a period: one counts by the day it is planned for, else by the day it was made."""
    held = [visit for visit in visits if (day := visit.due_on or visit.visited_on) is not None and period.holds(day)]
    plan, made = _first_plan(held), _first_made(held)
    kept = None if made is None else made.visited_on
    about = _about(f"{site.id}/{period.name}", site, period.terms.follow_up)
    if kept is not None and kept < period.first:
        about = msgspec.structs.replace(about, flags=("early",))
    due = period.last if plan is None or plan.due_on is None else plan.due_on
    return FollowUp(daily(about, days, days.begin(period.first), due, kept), plan, made)


def _about(subject: str, site: Site, aim: FollowUpTerms | None, cycle: int = 1) -> About:
    policy = aim is None or aim.policy
    return About(name=NAME, subject=subject, site=site.id, contract=site.contract, cycle=cycle, policy=policy)
