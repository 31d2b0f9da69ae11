"""Tickets about which time alone can change nothing any more, and what all of them come to.

A ticket is settled when it has ended and every promise about it is decided, the visit after it too. From the last thing
recorded about it on, what is concluded about it is the same at every moment, as long as the records it rests on are:
its own file, the visits that name it, and the terms (settings, contracts, sites, equipment, prices). So these
conclusions may be kept, and most of a fleet's tickets need not be looked at again.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from aftercare_cli.model.service import Visit
from aftercare_cli.model.ticket import AnyEvent, Cancelled, Closed, Event, Reopened, Ticket
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.calendars import Calendars
from aftercare_cli.rules.days import Days
from aftercare_cli.rules.lifecycle import contradictions
from aftercare_cli.rules.promise import Promise, worst_first
from aftercare_cli.rules.promises.follow_ups import AfterTickets
from aftercare_cli.rules.promises.tickets import Terms, promises_of
from aftercare_cli.rules.sla import Summary, added, subtracted, summarize
from aftercare_cli.rules.visits import dated

WORST_SHOWN: Final = 50
"""How many decided promises that were not kept a report for people names: of those to the customer, and of aims."""
_ENDS: Final[tuple[type[Event], ...]] = (Closed, Cancelled, Reopened)
_WORST_KEPT: Final = 4 * WORST_SHOWN
"""How many of them are kept, so that enough are left when some tickets are taken up again."""


class Settled(msgspec.Struct, frozen=True):
    """What is concluded about a settled ticket: its promises, and the moment from which on that holds."""

    promises: tuple[Promise, ...]
    since: dt.datetime


class Settler:
    """Tells which tickets are settled at a moment; of the workspace, only the terms are asked."""

    def __init__(self, workspace: Workspace, calendars: Calendars, now: dt.datetime) -> None:
        """Keep what is asked."""
        self._workspace = workspace
        self._calendars = calendars
        self._now = now
        self._days = Days(calendars.timezone, now)
        self._terms = Terms(workspace, calendars)
        self._after = AfterTickets(workspace, calendars, now, now)

    def settled(self, ticket: Ticket, visits: Sequence[Visit]) -> Settled | None:
        """Give the conclusions about a ticket with the visits that name it; None where they may still change."""
        now = self._now
        events = ticket.ordered()
        since = events[-1].at if events else ticket.reported_at
        if since > now or not _has_ended(events) or self._is_doubtful(ticket, visits):
            return None
        for visit in visits:
            if visit.visited_on is None:
                return None
            # One that was made early may yet be told of from the day on that it was planned for.
            told = visit.visited_on if visit.due_on is None else max(visit.visited_on, min(visit.due_on, dated(visit)))
            if told > self._days.today:
                return None
            since = max(since, self._days.begin(told))
        promises = tuple(promises_of(ticket, self._terms, self._calendars, now))
        if visits or self._after.are_promised:
            promises = (*promises, *(found.promise for found in self._after.of(ticket, visits)))
        return None if any(promise.is_open for promise in promises) else Settled(promises, since)

    def _is_doubtful(self, ticket: Ticket, visits: Sequence[Visit]) -> bool:
        """Say whether there is something to tell of the ticket: what is told each time is looked at each time."""
        sites = self._workspace.sites
        return (
            self._terms.of(ticket) is None
            or (bool(visits) and any(visit.site not in sites for visit in visits))
            or next(contradictions(ticket), None) is not None
        )


def _has_ended(events: Sequence[AnyEvent]) -> bool:
    """Say whether the last report is closed or withdrawn, by events in order of time."""
    for event in reversed(events):
        if type(event) in _ENDS:
            return type(event) is not Reopened
    return False


class Tally(msgspec.Struct, frozen=True, array_like=True):
    """Promises of settled tickets summed up.

    `worst` are those that were not kept, the worst first: of the promises to the customer, then of our own aims; as
    many as are worth keeping, of `unkept` in all. `provisional` counts those that rest on an unpublished calendar.
    """

    summaries: list[Summary]
    worst: tuple[list[Promise], list[Promise]]
    unkept: tuple[int, int]
    provisional: int

    @classmethod
    def of(cls, promises: Sequence[Promise]) -> "Tally":
        """Sum up promises."""
        unkept = [found for found in promises if found.state in {"breached", "excused"}]
        sides = [found for found in unkept if not found.policy], [found for found in unkept if found.policy]
        return cls(
            summarize(promises),
            (_worst(sides[0]), _worst(sides[1])),
            (len(sides[0]), len(sides[1])),
            sum("provisional" in found.flags for found in promises),
        )

    @classmethod
    def total(cls, tallies: Sequence["Tally"]) -> "Tally":
        """Give the sum of all."""
        return cls(
            added(*(tally.summaries for tally in tallies)),
            (
                _worst(found for tally in tallies for found in tally.worst[0]),
                _worst(found for tally in tallies for found in tally.worst[1]),
            ),
            (sum(tally.unkept[0] for tally in tallies), sum(tally.unkept[1] for tally in tallies)),
            sum(tally.provisional for tally in tallies),
        )

    def without(self, promises: Sequence[Promise]) -> "Tally | None":
        """Give the sum without some of its promises; None where too few of the worst are kept to tell the others."""
        part = Tally.of(promises)
        gone = {(found.subject, found.cycle, found.name) for found in promises}
        worst = tuple(
            [found for found in side if (found.subject, found.cycle, found.name) not in gone] for side in self.worst
        )
        unkept = (self.unkept[0] - part.unkept[0], self.unkept[1] - part.unkept[1])
        if any(len(side) < min(count, WORST_SHOWN) for side, count in zip(worst, unkept, strict=True)):
            return None
        return Tally(
            subtracted(self.summaries, part.summaries),
            (worst[0], worst[1]),
            unkept,
            self.provisional - part.provisional,
        )


def _worst(promises: Iterable[Promise]) -> list[Promise]:
    return worst_first(promises)[:_WORST_KEPT]
