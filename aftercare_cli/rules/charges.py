"""The lines that a cycle of a ticket puts on a bill, and what keeps them from being charged (F1–F4, S11, M7)."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Final, Literal

import msgspec

from aftercare_cli.model.contract import Fees
from aftercare_cli.model.sites import Item, Price
from aftercare_cli.model.text import Text, say
from aftercare_cli.model.ticket import Answered, Arrived, ChargeAgreed, Diagnosed, Replaced, Resolved, Ticket
from aftercare_cli.model.vocabulary import BillHead, Cause
from aftercare_cli.rules.cycles import Cycle
from aftercare_cli.rules.pricing import Agreements, amount_of, unit_price
from aftercare_cli.rules.treatment import COVERED_BY, Treatment, reason, treatment

_NOTHING: Final = Decimal("0.00")

What = Literal[
    "history", "resolution", "equipment", "callout_fee", "price", "consent", "quotation", "receipt", "agreement"
]
Coverage = Callable[[Sequence[Item], dt.date], bool]
"""Says whether one of some items, or the contract where there are none, is under warranty on a day."""


class Missing(msgspec.Struct, frozen=True):
    """Something without which a bill is not final: of which ticket, what kind of thing, and what to do about it."""

    ticket: str
    what: What
    text: Text
    hint: Text


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line: what, how many at which price, who bears it and why.

    `name` is what the price list or the record calls it, `quoted` the unit price it was offered at. `unit_price` is
    None where nobody knows it, `amount` where something is `missing`.
    """

    kind: BillHead
    ticket: str
    at: dt.datetime
    name: str | None = None
    model: str | None = None
    quantity: int = 1
    quoted: Decimal | None = None
    unit_price: Decimal | None
    amount: Decimal | None
    covered_by: Literal["warranty", "free_of_charge"] | None
    reason: str
    flags: tuple[str, ...] = ()
    missing: Missing | None = None


class Basis(msgspec.Struct, frozen=True, kw_only=True):
    """What a ticket's lines rest on: fees in force, what stands at its site, the bid prices, who is under warranty."""

    fees: Fees
    items: Sequence[Item]
    prices: Sequence[Price]
    timezone: dt.tzinfo
    is_covered: Coverage

    @property
    def models(self) -> set[str]:
        """The models of the price list, and of what stands at the site."""
        return {price.model for price in self.prices} | {item.model for item in self.items}

    def bid(self, model: str) -> Price | None:
        """Give the bid price of a model: the lowest, should the list name it twice."""
        return min(
            (price for price in self.prices if price.model == model), key=lambda row: row.unit_price, default=None
        )


def cause_of(cycle: Cycle) -> Cause:
    """Give the cause a cycle was put down to: by its resolution, else by its latest diagnosis."""
    told = [event.cause for event in cycle.events if isinstance(event, Diagnosed) and event.cause is not None]
    told += [event.cause for event in cycle.events if isinstance(event, Resolved) and event.cause is not None]
    return told[-1] if told else "unknown"


def lines(ticket: Ticket, cycle: Cycle, basis: Basis) -> Iterator[Line]:
    """Yield the lines of a cycle in order of time."""
    charges = _Charges(ticket, cycle, basis)
    for event in cycle.events:
        match event:
            case Answered():
                yield charges.line("phone", event.at, _NOTHING)
            case Arrived() if not _is_inspection(ticket, event):
                yield charges.visit(event)
            case Replaced():
                yield charges.replacement(event)
            case ChargeAgreed(head="travel" | "machinery"):
                yield charges.expense(event)
            case _:
                pass


def _is_inspection(ticket: Ticket, event: Arrived) -> bool:
    """Say whether somebody was there already: an inspection found the fault."""
    return ticket.source is not None and event.at == ticket.reported_at


class _Charges:
    """One cycle, its cause, and how far the warranty covers it."""

    def __init__(self, ticket: Ticket, cycle: Cycle, basis: Basis) -> None:
        self.ticket = ticket
        self.cycle = cycle
        self.basis = basis
        self.cause = cause_of(cycle)
        self.day = cycle.fault.astimezone(basis.timezone).date()
        self.items = [item for item in basis.items if item.id in ticket.equipment]
        self.is_covered = self._covers(self.items)
        self.agreements = Agreements(cycle, basis.models - {item.model for item in self.items})

    def visit(self, event: Arrived) -> Line:
        """Give the line of a call-out."""
        fees = self.basis.fees
        count = event.persons if fees.callout_per == "person" else 1
        missing = None
        if fees.callout is None:
            missing = self._lacks(
                "callout_fee",
                say("the contract names no fee for a call-out"),
                say("write it into the contract: fees.callout"),
            )
        return self.line("callout", event.at, fees.callout, quantity=count, missing=missing)

    def expense(self, event: ChargeAgreed) -> Line:
        """Give the line of travel, or of tools and machinery."""
        head: BillHead = event.head
        treated = self._treated(head, in_warranty=self.is_covered)
        missing = None
        if treated == "agreed" or head == "machinery":
            missing = self._unsigned(event)
        if head == "travel" and missing is None and not event.evidence:
            missing = self._lacks(
                "receipt",
                say("travel of {amount} has no receipt", amount=event.amount),
                say("name it: --evidence when the charge is recorded"),
            )
        return self.line(head, event.at, event.amount, name=event.item, missing=missing)

    def replacement(self, event: Replaced) -> Line:
        """Give the line of a unit that was replaced."""
        items = [item for item in self.basis.items if event.old is not None and item.serial == event.old] or self.items
        in_warranty = self._covers(items)
        bid = self.basis.bid(event.model)
        head: BillHead = "software" if _is_software(event, items, bid) else "equipment"
        treated = self._treated(head, in_warranty=in_warranty)
        agreed = self.agreements.about(event, is_beforehand=treated == "consent")
        offered = event.quoted if event.quoted is not None or agreed is None else agreed.amount
        price, flags = unit_price(offered, agreed, None if bid is None else bid.unit_price)
        missing = self._unpriced(event, treated, agreed, bid)
        return self.line(
            head,
            event.at,
            price,
            name=None if bid is None else bid.name,
            model=event.model,
            quantity=event.quantity,
            quoted=offered,
            in_warranty=in_warranty,
            flags=flags,
            missing=missing,
        )

    def line(  # noqa: PLR0913 - what a line says
        self,
        head: BillHead,
        at: dt.datetime,
        price: Decimal | None,
        *,
        name: str | None = None,
        model: str | None = None,
        quantity: int = 1,
        quoted: Decimal | None = None,
        in_warranty: bool | None = None,
        flags: tuple[str, ...] = (),
        missing: Missing | None = None,
    ) -> Line:
        """Give a line by how its head is treated: free ones lack nothing and keep their price."""
        covered = self.is_covered if in_warranty is None else in_warranty
        treated = self._treated(head, in_warranty=covered)
        is_charged = COVERED_BY[treated] is None
        why = reason(head, treated, self.cause, in_warranty=covered)
        if treated == "consent" and missing is not None:
            why = reason(head, "charged", self.cause, in_warranty=covered)
        amount: Decimal | None = _NOTHING
        if is_charged:
            discount = self.basis.fees.discount or 0
            is_reduced = bool(discount) and head in {"equipment", "software"} and not covered
            flags = (*flags, "discounted") if is_reduced else flags
            amount = None if missing or price is None else amount_of(price, quantity, discount if is_reduced else 0)
        return Line(
            kind=head,
            ticket=self.ticket.id,
            at=at,
            name=name,
            model=model,
            quantity=quantity,
            quoted=quoted,
            unit_price=price,
            amount=amount,
            covered_by=COVERED_BY[treated],
            reason=why,
            flags=flags if is_charged else (),
            missing=missing if is_charged else None,
        )

    def _treated(self, head: BillHead, *, in_warranty: bool) -> Treatment:
        return treatment(head, self.cause, self.basis.fees, in_warranty=in_warranty)

    def _covers(self, items: Sequence[Item]) -> bool:
        # What the company did not supply has no warranty of its own.
        return self.ticket.out_of_scope is None and self.basis.is_covered(items, self.day)

    def _unpriced(
        self, event: Replaced, treated: Treatment, agreed: ChargeAgreed | None, bid: Price | None
    ) -> Missing | None:
        """Give what is missing before a replaced unit can be charged."""
        record = say("record what they agreed to: aftercare ticket charge {id} --head equipment", id=self.ticket.id)
        if treated == "consent" and agreed is None:
            text = say("{model} was damaged by people, and the customer did not agree to pay for it", model=event.model)
            return self._lacks("consent", text, record)
        if treated == "consent" and agreed is not None and agreed.at > event.at:
            text = say(
                "the customer agreed to pay for {model} at {agreed}, after it was replaced at {at}",
                model=event.model,
                agreed=self._told(agreed.at),
                at=self._told(event.at),
            )
            return self._lacks("consent", text, say("the plan asks for their consent beforehand: settle it with them"))
        if treated == "agreed" and agreed is None:
            return self._lacks(
                "quotation", say("{model} has no quotation that both agreed to", model=event.model), record
            )
        if bid is None and agreed is None:
            text = say("{model} has no bid price and no agreed one", model=event.model)
            return self._lacks("price", text, record)
        if bid is None and agreed is not None and event.quoted is None and self.agreements.is_shared(agreed):
            text = say(
                "{model} has no bid price, and the agreed {amount} does not say for which model it is",
                model=event.model,
                amount=agreed.amount,
            )
            return self._lacks("price", text, say("name it: item, or --item when the charge is recorded"))
        return None

    def _unsigned(self, event: ChargeAgreed) -> Missing | None:
        """Give what is missing of an agreement about travel or machinery: that there is one, and in time."""
        head = say(event.head)
        if not event.agreed_by:
            text = say("nobody agreed to {head} of {amount}", head=head, amount=event.amount)
            return self._lacks("agreement", text, say("record who did: --agreed-by NAME"))
        ended = self.cycle.resolved
        if event.head == "machinery" and ended is not None and event.at > ended:
            text = say(
                "{head} of {amount} was agreed at {at}, after the work had ended at {ended}",
                head=head,
                amount=event.amount,
                at=self._told(event.at),
                ended=self._told(ended),
            )
            return self._lacks("agreement", text, say("the plan asks for an agreement beforehand: settle it with them"))
        return None

    def _lacks(self, what: What, text: Text, hint: Text) -> Missing:
        return Missing(self.ticket.id, what, text, hint)

    def _told(self, at: dt.datetime) -> dt.datetime:
        return at.astimezone(self.basis.timezone)


def _is_software(event: Replaced, items: Sequence[Item], bid: Price | None) -> bool:
    """Say whether what was replaced is software: by the price list, or by the item of that model."""
    if bid is not None and bid.category == "software":
        return True
    replaced = [item for item in items if item.model == event.model or (event.old and item.serial == event.old)]
    return any(item.software for item in replaced)
