"""What is in stock (M5): the ledger of spares, and what tickets used or lent. A fact is said once, where it happened.

A day is told in this order: what the ledger adds, what else it moves, what the tickets used and lent, and at the day's
end what was counted. A count says what is there; it changes nothing.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, Protocol

import msgspec

from aftercare_cli.model.finding import Field
from aftercare_cli.model.kinds import path_of
from aftercare_cli.model.service import SpareMovement
from aftercare_cli.model.settings import Settings
from aftercare_cli.model.sites import Item, Price
from aftercare_cli.model.ticket import AnyEvent, Replaced, StandbyInService, StandbyReturned, Ticket
from aftercare_cli.rules.calendars import zone

COMPANY: Final = ""
"""The holder of what is in the company's own store; every other holder is a site."""
SOFTWARE: Final = "software"
"""The category of what no shelf holds."""
_ADDITIONS: Final = frozenset({"receive", "return"})
_ADDED, _MOVED, _ON_TICKETS, _COUNTED = range(4)
_NO_MOMENT: Final = dt.datetime.min.replace(tzinfo=dt.UTC)


class Sources(Protocol):
    """What stock is computed from: a workspace, or one as it would be."""

    @property
    def settings(self) -> Settings:
        """The workspace's own record."""

    @property
    def spares(self) -> Mapping[str, Sequence[SpareMovement]]:
        """Spares ledgers by year."""

    @property
    def tickets(self) -> Sequence[Ticket]:
        """Tickets in the order of their paths."""

    @property
    def items(self) -> Mapping[str, tuple[str, Item]]:
        """Equipment by id: the site it stands at, and the item."""

    @property
    def prices(self) -> Mapping[str, Sequence[Price]]:
        """Bid price lists by contract."""


class AsItWouldBe(msgspec.Struct, frozen=True):
    """The sources of stock with something added that is not written yet."""

    settings: Settings
    spares: Mapping[str, Sequence[SpareMovement]]
    tickets: Sequence[Ticket]
    items: Mapping[str, tuple[str, Item]]
    prices: Mapping[str, Sequence[Price]]


class Lending(NamedTuple):
    """A unit that was lent, and its return; positions are those of the events in the ticket."""

    position: int
    lent: StandbyInService
    back_position: int | None = None
    back: StandbyReturned | None = None


class Loan(msgspec.Struct, frozen=True):
    """A standby unit that a ticket lent, its model as far as that is known, and how it came back."""

    ticket: Ticket
    model: str | None
    lending: Lending

    @property
    def lent(self) -> StandbyInService:
        """The event that lent it."""
        return self.lending.lent

    @property
    def back(self) -> StandbyReturned | None:
        """The event that brought it back."""
        return self.lending.back

    @property
    def name(self) -> str:
        """What the unit is called."""
        return self.lent.unit or self.model or "?"

    def days_over(self, today: dt.date) -> int:
        """Give by how many days the unit is late; 0 where it is not, or is back."""
        if self.back is not None or self.lent.due_on is None:
            return 0
        return max((today - self.lent.due_on).days, 0)


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """Something that changed what a holder has of a model, or counted it: a row of the ledger, or a ticket's event."""

    day: dt.date
    holder: str
    model: str
    change: int
    fact: SpareMovement | AnyEvent
    path: str
    field: Field
    order: tuple[dt.date, int, dt.datetime, bool, str, int]


class Standing(msgspec.Struct, frozen=True):
    """A step, and what the holder had of the model before and after it."""

    step: Step
    before: int
    after: int

    @property
    def is_short(self) -> bool:
        """Say whether there was less than what is taken."""
        return self.after < 0

    @property
    def is_miscounted(self) -> bool:
        """Say whether what was counted is not what should be there."""
        return self.counted is not None and self.counted != self.after

    @property
    def counted(self) -> int | None:
        """What was counted; None where nothing was."""
        fact = self.step.fact
        return fact.quantity if isinstance(fact, SpareMovement) and fact.type == "count" else None


def has_ledger(sources: Sources) -> bool:
    """Say whether the workspace keeps a ledger at all; where it keeps none, there is no stock to speak of."""
    return any(sources.spares.values())


def with_event(sources: Sources, ticket: Ticket, event: AnyEvent) -> Sources:
    """Give the sources with one more event of a ticket."""
    widened = msgspec.structs.replace(ticket, events=(*ticket.events, event))
    tickets = [widened if known.id == ticket.id else known for known in sources.tickets]
    return AsItWouldBe(sources.settings, sources.spares, tickets, sources.items, sources.prices)


def with_rows(sources: Sources, year: str, rows: Sequence[SpareMovement]) -> Sources:
    """Give the sources with more rows at the end of a year's ledger."""
    spares = {**sources.spares, year: (*sources.spares.get(year, ()), *rows)}
    return AsItWouldBe(sources.settings, spares, sources.tickets, sources.items, sources.prices)


def steps(sources: Sources, now: dt.datetime) -> list[Step]:
    """Give everything that moved stock until `now`, in the order in which it did."""
    timezone = zone(sources.settings.timezone)
    today = now.astimezone(timezone).date()
    found = [
        _row_step(row, path_of("spare", year), position)
        for year, ledger in sources.spares.items()
        for position, row in enumerate(ledger)
        if row.at <= today
    ]
    named = models_of_units(sources)
    software = software_models(sources)
    for ticket in sources.tickets:
        for position, event, model, change in _taken(ticket, now, named):
            if model in software:
                continue
            day = event.at.astimezone(timezone).date()
            found.append(
                Step(
                    day=day,
                    holder=COMPANY,
                    model=model,
                    change=change,
                    fact=event,
                    path=path_of("ticket", ticket.id),
                    field=("events", position),
                    # What comes back at a moment is there for who takes it at that moment.
                    order=(day, _ON_TICKETS, event.at, change < 0, ticket.id, position),
                )
            )
    return sorted(found, key=lambda step: step.order)


def standings(found: Iterable[Step]) -> Iterator[Standing]:
    """Walk through the steps and yield what was there before and after each."""
    held: Counter[tuple[str, str]] = Counter()
    for step in found:
        key = step.holder, step.model
        before = held[key]
        held[key] += step.change
        yield Standing(step, before, held[key])


def balances(found: Iterable[Step]) -> dict[tuple[str, str], int]:
    """Give what each holder has of each model that was ever his, by holder and model."""
    return {(standing.step.holder, standing.step.model): standing.after for standing in standings(found)}


def first_shortages(found: Iterable[Step]) -> list[Standing]:
    """Give, for each holder and model, the first step that took more than there was."""
    first: dict[tuple[str, str], Standing] = {}
    for standing in standings(found):
        if standing.is_short and standing.step.change < 0:
            first.setdefault((standing.step.holder, standing.step.model), standing)
    return list(first.values())


def miscounts(found: Iterable[Step]) -> list[Standing]:
    """Give the counts that are not what the records make of it."""
    return [standing for standing in standings(found) if standing.is_miscounted]


def shortage_after(found: Iterable[Step], added: Sequence[SpareMovement | AnyEvent]) -> Standing | None:
    """Give the first moment with less than nothing from one of the `added` facts on, in what that one takes."""
    taken: set[tuple[str, str]] = set()
    for standing in standings(found):
        step = standing.step
        if step.change < 0 and any(step.fact is fact for fact in added):
            taken.add((step.holder, step.model))
        if standing.is_short and (step.holder, step.model) in taken:
            return standing
    return None


def loans(sources: Sources, now: dt.datetime) -> list[Loan]:
    """Give every loan until `now`, in the order of time."""
    named = models_of_units(sources)
    found = [loan for ticket in sources.tickets for loan in loans_of(ticket, now, named)]
    return sorted(found, key=lambda loan: (loan.lent.at, loan.ticket.id, loan.lending.position))


def loans_of(ticket: Ticket, now: dt.datetime, named: Mapping[str, str]) -> list[Loan]:
    """Give a ticket's loans until `now`; `named` gives the model of a unit that says none."""
    if not any(isinstance(event, StandbyInService) for event in ticket.events):
        return []
    known = ((position, event) for position, event in _in_time(ticket) if event.at <= now)
    return [
        Loan(ticket, lending.lent.model or named.get(lending.lent.unit or ""), lending) for lending in lendings(known)
    ]


def lendings(events: Iterable[tuple[int, AnyEvent]]) -> list[Lending]:
    """Give the units lent in events that come in the order of time, each with its return.

    A return brings back the unit it names; one that names none, that which was lent first. Where a loan names no unit,
    any may be it.
    """
    found: list[Lending] = []
    for position, event in events:
        if isinstance(event, StandbyInService):
            found.append(Lending(position, event))
        elif isinstance(event, StandbyReturned):
            place = matching(found, event.unit)
            if place is not None:
                found[place] = found[place]._replace(back_position=position, back=event)
    return found


def matching(found: Sequence[Lending], unit: str | None) -> int | None:
    """Give which of the loans that are not back a return of `unit` ends."""
    out = [place for place, lending in enumerate(found) if lending.back is None]
    if unit is not None:
        named = [place for place in out if found[place].lent.unit == unit]
        out = named or [place for place in out if found[place].lent.unit is None]
    return out[0] if out else None


def lent_twice(found: Iterable[Loan]) -> Iterator[tuple[Loan, Loan]]:
    """Yield each loan of a unit that was on another loan still, and that other one; loans come in order of time."""
    last: dict[str, Loan] = {}
    for loan in found:
        unit = loan.lent.unit
        if unit is None:
            continue
        other = last.get(unit)
        if other is not None and (other.back is None or loan.lent.at < other.back.at):
            yield loan, other
        if other is None or _ends(loan) >= _ends(other):
            last[unit] = loan


def unmatched_returns(ticket: Ticket, now: dt.datetime) -> list[tuple[int, StandbyReturned]]:
    """Give the returns, with their positions, of a unit that the ticket had not lent, while it had lent others."""
    if not any(isinstance(event, StandbyReturned) for event in ticket.events):
        return []
    known = [(position, event) for position, event in _in_time(ticket) if event.at <= now]
    matched = {lending.back_position for lending in lendings(known)}
    found = []
    for place, (position, event) in enumerate(known):
        if isinstance(event, StandbyReturned) and position not in matched:
            before = lendings(known[:place])
            if any(lending.back is None for lending in before):
                found.append((position, event))
    return found


def software_models(sources: Sources) -> set[str]:
    """Give the models that are software: nobody keeps those on a shelf."""
    return {
        *(model for model, known in sources.settings.models.items() if known.category == SOFTWARE),
        *(item.model for _site, item in sources.items.values() if item.software or item.category == SOFTWARE),
        *(price.model for prices in sources.prices.values() for price in prices if price.category == SOFTWARE),
    }


def models_of_units(sources: Sources) -> dict[str, str]:
    """Give the models of units by the serial numbers that the ledger names."""
    rows = (row for ledger in sources.spares.values() for row in ledger)
    return {row.serial: row.model for row in rows if row.serial is not None}


def _row_step(row: SpareMovement, path: str, position: int) -> Step:
    if row.type == "count":
        phase, change = _COUNTED, 0
    elif row.type in _ADDITIONS:
        phase, change = _ADDED, row.quantity
    else:
        phase, change = _MOVED, -row.quantity
    return Step(
        day=row.at,
        holder=row.holder or COMPANY,
        model=row.model,
        change=change,
        fact=row,
        path=path,
        field=(position, "quantity"),
        order=(row.at, phase, _NO_MOMENT, False, path, position),
    )


def _taken(ticket: Ticket, now: dt.datetime, named: Mapping[str, str]) -> Iterator[tuple[int, AnyEvent, str, int]]:
    """Yield what a ticket took from the company's store or brought back: position, event, model and change."""
    for position, event in enumerate(ticket.events):
        if isinstance(event, Replaced) and event.at <= now:
            yield position, event, event.model, -event.quantity
    for loan in loans_of(ticket, now, named):
        if loan.model is not None:
            yield loan.lending.position, loan.lent, loan.model, -1
            if loan.back is not None and loan.lending.back_position is not None:
                yield loan.lending.back_position, loan.back, loan.model, 1


def _in_time(ticket: Ticket) -> list[tuple[int, AnyEvent]]:
    return sorted(enumerate(ticket.events), key=lambda found: found[1].at)


def _ends(loan: Loan) -> dt.datetime:
    return dt.datetime.max.replace(tzinfo=dt.UTC) if loan.back is None else loan.back.at
