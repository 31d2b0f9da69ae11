"""A ticket's history as of a moment, cut into cycles: a reopening starts a new one, whose report it is."""

import datetime as dt
from functools import cached_property
from typing import Final

import msgspec

from aftercare_cli.model.ticket import (
    EVENTS,
    AnyEvent,
    Arrived,
    Cancelled,
    Closed,
    Diagnosed,
    Event,
    Paused,
    Reopened,
    Replaced,
    Resolved,
    Restored,
    Resumed,
    SparesOnSite,
    Ticket,
)
from aftercare_cli.model.vocabulary import EventType, TicketState
from aftercare_cli.rules.clock import Pause

EVENT_TYPES: Final[dict[str, type[Event]]] = {str(kind.__struct_config__.tag): kind for kind in EVENTS}

_MILESTONES: Final[dict[str, tuple[int, TicketState]]] = {
    "answered": (1, "answered"),
    "dispatched": (2, "dispatched"),
    "arrived": (3, "arrived"),
    "restored": (4, "restored"),
    "resolved": (5, "resolved"),
    "cancelled": (6, "cancelled"),
    "closed": (7, "closed"),
}
"""How far each milestone leads: somebody who comes again after the repair does not undo it."""

PAUSE_ENDS: Final = frozenset({Resumed, Resolved, Closed, Cancelled, Reopened})
"""What ends a pause: the work goes on, or there is none left."""


class Cycle:
    """One report of a fault and what followed it, up to a moment."""

    def __init__(self, ticket: Ticket, number: int, opening: Reopened | None) -> None:
        """Begin with the ticket's own report, or with the reopening."""
        self.number = number
        self.reported = ticket.reported_at if opening is None else opening.at
        fault_at = ticket.fault_at if opening is None else opening.fault_at
        self.fault = fault_at or self.reported
        self.is_fault_assumed = fault_at is None
        self.events: list[AnyEvent] = []
        self.first: dict[type[Event], dt.datetime] = {}
        self.pauses: list[Pause] = []
        self.stated_need = ticket.spares_needed
        if opening is not None and opening.spares_needed is not None:
            self.stated_need = opening.spares_needed

    def add(self, event: AnyEvent) -> None:
        """Append the next event."""
        kind = type(event)
        self.events.append(event)
        self.first.setdefault(kind, event.at)
        if kind is Paused:
            assert isinstance(event, Paused)  # noqa: S101 - just tested
            if not self.pauses or self.pauses[-1].end is not None:
                self.pauses.append(Pause(event.at, None, event.reason))
        elif kind in PAUSE_ENDS and self.pauses and self.pauses[-1].end is None:
            self.pauses[-1] = msgspec.structs.replace(self.pauses[-1], end=event.at)

    def first_of(self, event_type: EventType) -> dt.datetime | None:
        """Give the moment of the first event of a type."""
        return self.first.get(EVENT_TYPES[event_type])

    @property
    def restored(self) -> dt.datetime | None:
        """When service was back: a resolution without an earlier restoration is also the restoration."""
        return self.first.get(Restored) or self.first.get(Resolved)

    @property
    def resolved(self) -> dt.datetime | None:
        """When the cause was removed."""
        return self.first.get(Resolved)

    @property
    def cancelled(self) -> dt.datetime | None:
        """When the report was withdrawn."""
        return self.first.get(Cancelled)

    @cached_property
    def is_remote(self) -> bool:
        """Say whether service was back before anybody arrived; to be asked when all events are there."""
        restored, arrived = self.restored, self.first.get(Arrived)
        return restored is not None and (arrived is None or arrived > restored)

    def spares_needless_since(self) -> dt.datetime | None:
        """Give the moment from which the fault is known to need no spares; None where it does, or nobody knows."""
        if SparesOnSite in self.first or Replaced in self.first:
            return None
        since = self.reported if self.stated_need is False else None
        for event in self.events:
            if type(event) is Diagnosed and event.spares_needed is not None:
                since = None if event.spares_needed else since or event.at
        return since


def cycles(ticket: Ticket, now: dt.datetime) -> list[Cycle]:
    """Cut the history up to `now` into cycles; none where the ticket was reported later."""
    if ticket.reported_at > now:
        return []
    current = Cycle(ticket, 1, None)
    found = [current]
    for event in ticket.ordered():
        if event.at > now:
            break
        if type(event) is Reopened:
            current = Cycle(ticket, current.number + 1, event)
            found.append(current)
        current.add(event)
    return found


def state_of(ticket: Ticket, now: dt.datetime) -> TicketState:
    """Give where the ticket stands: the furthest milestone of its cycle, or `paused` while a pause lasts."""
    reached: tuple[int, TicketState] = (0, "reported")
    is_paused = False
    for event in ticket.ordered():
        if event.at > now:
            break
        reached = (0, "reopened") if type(event) is Reopened else max(reached, _MILESTONES.get(event.type, reached))
        is_paused = type(event) is Paused or (is_paused and type(event) not in PAUSE_ENDS)
    return "paused" if is_paused else reached[1]
