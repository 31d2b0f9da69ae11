"""Which sequences of events can have happened."""

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
    Replaced,
    Resolved,
    Restored,
    Resumed,
    StandbyInService,
    StandbyReturned,
    Ticket,
)
from aftercare_cli.model.words import EVENT_WORDS
from aftercare_cli.rules.cycles import PAUSE_ENDS

_AFTER_CLOSE: Final = frozenset({Reopened, Acknowledged, Excused, Noted, StandbyReturned, ChargeAgreed})
_AFTER_CANCEL: Final = _AFTER_CLOSE | {Closed}
_CONDITIONAL: Final = frozenset({Closed, Reopened, Resolved, Restored, StandbyReturned, Paused, Resumed, Replaced})
"""Events that cannot happen at just any time before the end."""


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
    events = enumerate(ticket.events)
    in_order = events if ticket.ordered() is ticket.events else sorted(events, key=lambda found: found[1].at)
    for position, event in in_order:
        if history.may_contradict(event):
            yield from history.against(position, event)
        history.remember(position, event)


def refuse_impossible(ticket: Ticket, event: AnyEvent) -> None:
    """Raise ImpossibleEventError where `event` would contradict the ticket's facts."""
    known = {str(found.text) for found in contradictions(ticket)}
    widened = msgspec.structs.replace(ticket, events=(*ticket.events, event))
    for found in contradictions(widened):
        if str(found.text) not in known:
            raise ImpossibleEventError(
                found.text, say("aftercare ticket show {id} lists what is recorded", id=ticket.id)
            )


class _History:
    """What has been so far, while events are added in order of time."""

    def __init__(self, ticket: Ticket) -> None:
        self.ticket = ticket
        self.last: tuple[int, AnyEvent] | None = None
        self.cycle: dict[type[Event], tuple[int, AnyEvent]] = {}
        self.paused: tuple[int, AnyEvent] | None = None
        self.is_resumable = False
        self.lent = 0
        self.taken_out: dict[str, tuple[int, AnyEvent]] = {}
        self.fitted: dict[str, tuple[int, AnyEvent]] = {}

    def may_contradict(self, event: AnyEvent) -> bool:
        """Say whether an event is worth a closer look: most can happen at any time before the end."""
        return (
            type(event) in _CONDITIONAL
            or Closed in self.cycle
            or Cancelled in self.cycle
            or event.at < self.ticket.reported_at
        )

    def against(self, position: int, event: AnyEvent) -> list[Contradiction]:
        """Give what the next event contradicts."""
        kind = type(event)
        contradicted: list[Contradiction] = []
        if kind is Reopened or event.at < self.ticket.reported_at:
            contradicted = self._against_report(position, event)
        if kind in _CONDITIONAL or Closed in self.cycle or Cancelled in self.cycle:
            found = self._against_end(event) or self._against_work(event) or self._against_pause(event)
            if found is not None:
                sentence, other = found
                against: Field = ("reported_at",) if other is None else ("events", other[0])
                contradicted.append(Contradiction(("events", position), against, self._told(sentence, event, other)))
        return contradicted

    def _against_report(self, position: int, event: AnyEvent) -> list[Contradiction]:
        contradicted: list[Contradiction] = []
        place = ("events", position)
        if event.at < self.ticket.reported_at:
            sentence = say("{event} at {at} comes before the report at {other_at}")
            contradicted.append(Contradiction(place, ("reported_at",), self._told(sentence, event, None)))
        if isinstance(event, Reopened) and event.fault_at is not None and event.fault_at > event.at:
            text = say(
                "the fault began again at {fault}, after the ticket was reopened at {at}",
                fault=event.fault_at,
                at=event.at,
            )
            contradicted.append(Contradiction((*place, "fault_at"), place, text))
        return contradicted

    def _against_end(self, event: AnyEvent) -> tuple[Text, tuple[int, AnyEvent] | None] | None:
        kind = type(event)
        ended = Closed if Closed in self.cycle else Cancelled if Cancelled in self.cycle else None
        if ended is not None and kind not in (_AFTER_CLOSE if ended is Closed else _AFTER_CANCEL):
            return say("{event} at {at} comes after {other} at {other_at}"), self.cycle[ended]
        if kind is Closed and ended is None and Resolved not in self.cycle:
            return say(
                "{event} at {at} needs a resolution or a cancellation before it; recorded last is {other} at {other_at}"
            ), self.last
        if kind is Reopened and ended is None and Resolved not in self.cycle:
            return say(
                "{event} at {at}, but the ticket was still open; recorded last is {other} at {other_at}"
            ), self.last
        return None

    def _against_work(self, event: AnyEvent) -> tuple[Text, tuple[int, AnyEvent] | None] | None:
        kind = type(event)
        resolved = self.cycle.get(Resolved)
        if resolved is not None and kind is Resolved:
            return say("{event} at {at}, but it was {other} already at {other_at}"), resolved
        if resolved is not None and kind is Restored and event.at > resolved[1].at:
            return say("{event} at {at} comes after {other} at {other_at}, when service was back already"), resolved
        if kind is StandbyReturned and self.lent == 0:
            return say("{event} at {at}, but none was in service; recorded last is {other} at {other_at}"), self.last
        if isinstance(event, Replaced):
            return self._against_units(event)
        return None

    def _against_units(self, event: Replaced) -> tuple[Text, tuple[int, AnyEvent] | None] | None:
        """Find the same unit taken out, or fitted, twice: a replacement that was typed in twice is billed twice."""
        if event.old is not None and event.old in self.taken_out:
            return say("{event} at {at}, but the same unit was taken out at {other_at}"), self.taken_out[event.old]
        if event.new is not None and event.new in self.fitted:
            return say("{event} at {at}, but the same unit was fitted at {other_at}"), self.fitted[event.new]
        return None

    def _against_pause(self, event: AnyEvent) -> tuple[Text, tuple[int, AnyEvent] | None] | None:
        kind = type(event)
        if kind is Paused and self.paused is not None:
            return say("{event} at {at} during the pause that began at {other_at}"), self.paused
        if kind is Resumed and not self.is_resumable:
            return say("{event} at {at} without a pause before it; recorded last is {other} at {other_at}"), self.last
        return None

    def remember(self, position: int, event: AnyEvent) -> None:
        """Add the event to what has been so far."""
        kind = type(event)
        if kind is Reopened:
            self.cycle = {}
        self.last = position, event
        self.cycle.setdefault(kind, self.last)
        if kind is Paused:
            self.paused = self.paused or self.last
            self.is_resumable = True
        elif kind in PAUSE_ENDS:
            self.paused = None
            # Who says that work went on after the fault was resolved adds nothing, and contradicts nothing.
            self.is_resumable = self.is_resumable and kind is Resolved
        elif kind is StandbyInService:
            self.lent += 1
        elif kind is StandbyReturned:
            self.lent = max(self.lent - 1, 0)
        elif isinstance(event, Replaced):
            for serial, gone, there in (
                (event.old, self.fitted, self.taken_out),
                (event.new, self.taken_out, self.fitted),
            ):
                if serial is not None:
                    gone.pop(serial, None)
                    there[serial] = self.last

    def _told(self, sentence: Text, event: AnyEvent, other: tuple[int, AnyEvent] | None) -> Text:
        """Fill a sentence with the event and the fact it contradicts; without one that is the report."""
        word, moment = (say("reported"), self.ticket.reported_at) if other is None else (_word(other[1]), other[1].at)
        return say(sentence.template, event=_word(event), at=event.at, other=word, other_at=moment)


def _word(event: AnyEvent) -> Text:
    return EVENT_WORDS[event.type]
