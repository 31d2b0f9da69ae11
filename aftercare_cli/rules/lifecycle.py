"""Which sequences of events can have happened."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

import msgspec

from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.finding import Field
from aftercare_cli.model.text import Text, say
from aftercare_cli.model.ticket import (
    Acknowledged,
    AnyEvent,
    Cancelled,
    ChargeAgreed,
    Closed,
    Event,
    Excused,
    Noted,
    Paused,
    Reopened,
    Resolved,
    Restored,
    Resumed,
    StandbyInService,
    StandbyReturned,
    Ticket,
)

_AFTER_CLOSE: Final = frozenset({Reopened, Acknowledged, Excused, Noted, StandbyReturned, ChargeAgreed})
_AFTER_CANCEL: Final = _AFTER_CLOSE | {Closed}


class Contradiction(msgspec.Struct, frozen=True):
    """Two facts of a ticket that cannot both be true: where each stands, and the sentence that names them."""

    field: Field
    against: Field
    text: Text


class ImpossibleEventError(AftercareError):
    """An event that cannot have happened, given what the ticket says already."""


def contradictions(ticket: Ticket) -> Iterator[Contradiction]:
    """Yield every pair of facts that contradict each other, in order of time."""
    if ticket.fault_at is not None and ticket.fault_at > ticket.reported_at:
        text = say(
            "the fault began at {fault}, after it was reported at {reported}",
            fault=ticket.fault_at,
            reported=ticket.reported_at,
        )
        yield Contradiction(("fault_at",), ("reported_at",), text)
    history = _History(ticket)
    positions = sorted(range(len(ticket.events)), key=lambda position: ticket.events[position].at)
    for position in positions:
        yield from history.add(position, ticket.events[position])


def refuse_impossible(ticket: Ticket, event: AnyEvent) -> None:
    """Raise ImpossibleEventError where `event` would contradict the ticket's facts."""
    known = {str(found.text) for found in contradictions(ticket)}
    widened = msgspec.structs.replace(ticket, events=(*ticket.events, event))
    for found in contradictions(widened):
        if str(found.text) not in known:
            raise ImpossibleEventError(found.text, say("aftercare ticket show {id} lists what is recorded", id=ticket.id))


class _History:
    """What has been so far, while events are added in order of time."""

    def __init__(self, ticket: Ticket) -> None:
        self.ticket = ticket
        self.last: dict[type[Event], tuple[int, dt.datetime]] = {}
        self.cycle: dict[type[Event], tuple[int, dt.datetime]] = {}
        self.paused: tuple[int, dt.datetime] | None = None
        self.lent = 0

    def add(self, position: int, event: AnyEvent) -> Iterator[Contradiction]:
        kind = type(event)
        yield from self._against_report(position, event)
        ended = self._ended()
        if ended is not None and kind not in (_AFTER_CLOSE if ended is Closed else _AFTER_CANCEL):
            yield self._contrary(position, event, ended, say("{event} at {at} comes after {other} at {other_at}"))
        elif kind is Closed and not (Resolved in self.cycle or Cancelled in self.cycle):
            yield self._lone(position, event, say("{event} at {at} without a resolution or a cancellation before it"))
        elif kind is Resolved and Resolved in self.cycle:
            yield self._contrary(position, event, Resolved, say("{event} at {at} comes after {other} at {other_at}: it was solved already"))
        elif kind is Restored and Resolved in self.cycle and event.at > self.cycle[Resolved][1]:
            yield self._contrary(position, event, Resolved, say("{event} at {at} comes after {other} at {other_at}: service was back by then"))
        elif kind is Reopened and ended is None and Resolved not in self.cycle:
            yield self._lone(position, event, say("{event} at {at}, but the ticket was still open"))
        elif kind is Paused and self.paused is not None:
            yield self._contrary(position, event, Paused, say("{event} at {at} during the pause that began at {other_at}"))
        elif kind is Resumed and self.paused is None:
            yield self._lone(position, event, say("{event} at {at} without a pause before it"))
        elif kind is StandbyReturned and self.lent == 0:
            yield self._lone(position, event, say("{event} at {at}, but no standby unit was in service"))
        self._remember(position, event)

    def _against_report(self, position: int, event: AnyEvent) -> Iterator[Contradiction]:
        if event.at < self.ticket.reported_at:
            text = say("{event} at {at} comes before the report at {other_at}")
            yield Contradiction(("events", position), ("reported_at",), _filled(text, event, "", self.ticket.reported_at))
        if isinstance(event, Reopened) and event.fault_at is not None and event.fault_at > event.at:
            text = say("the fault began again at {other_at}, after the ticket was reopened at {at}")
            yield Contradiction(("events", position, "fault_at"), ("events", position), _filled(text, event, "", event.fault_at))

    def _ended(self) -> type[Event] | None:
        return Closed if Closed in self.cycle else Cancelled if Cancelled in self.cycle else None

    def _contrary(self, position: int, event: AnyEvent, other: type[Event], text: Text) -> Contradiction:
        other_position, other_at = self.cycle.get(other) or self.last[other]
        word = str(other.__struct_config__.tag)
        return Contradiction(("events", position), ("events", other_position), _filled(text, event, word, other_at))

    def _lone(self, position: int, event: AnyEvent, text: Text) -> Contradiction:
        latest = max(self.last.values(), key=lambda seen: (seen[1], seen[0]), default=None)
        against: Field = ("reported_at",) if latest is None else ("events", latest[0])
        return Contradiction(("events", position), against, _filled(text, event, "", event.at))

    def _remember(self, position: int, event: AnyEvent) -> None:
        kind = type(event)
        if kind is Reopened:
            self.cycle = {}
        seen = position, event.at
        self.last[kind] = seen
        self.cycle.setdefault(kind, seen)
        if kind is Paused:
            self.paused = self.paused or seen
        elif kind in {Resumed, Reopened, Closed, Cancelled}:
            self.paused = None
        elif kind is StandbyInService:
            self.lent += 1
        elif kind is StandbyReturned:
            self.lent = max(self.lent - 1, 0)


def _filled(text: Text, event: AnyEvent, other: str, other_at: dt.datetime) -> Text:
    return say(text.template, event=event.type, at=event.at, other=other, other_at=other_at)
