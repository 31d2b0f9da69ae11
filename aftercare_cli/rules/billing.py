"""Bills (F1–F4): tickets of one contract as lines, each with who bears it and why."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial

import msgspec

from aftercare_cli.model.contract import Contract, Fees
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.sites import Item, Price, Site
from aftercare_cli.model.text import say
from aftercare_cli.model.ticket import Ticket
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules import charges
from aftercare_cli.rules.charges import Line, Missing
from aftercare_cli.rules.cycles import Cycle, cycles
from aftercare_cli.rules.days import month_of
from aftercare_cli.rules.lifecycle import contradictions
from aftercare_cli.rules.warranty import of_contract


class TwoContractsError(AftercareError):
    """Tickets that cannot be on one bill."""


Bears = Callable[[Contract, Sequence[Item], dt.date], bool]
"""Says whether the warranty bears a fault of some items that began on a day: Covers.is_borne, or by_contract."""


class Grounds(msgspec.Struct, frozen=True, kw_only=True):
    """What bills of one contract rest on: its terms, the items at each site, the bid prices, who is under warranty."""

    contract: Contract
    items: Mapping[str, Sequence[Item]]
    prices: Sequence[Price]
    timezone: dt.tzinfo
    currency: str = "CNY"
    is_borne: Bears


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A bill that was worked out, and what is missing before it is final. `terms` are the fees and bid prices used."""

    contract: str
    tickets: tuple[str, ...]
    currency: str
    lines: tuple[Line, ...]
    missing: tuple[Missing, ...]
    terms: Mapping[str, str]

    @property
    def total(self) -> Decimal:
        """The sum of the amounts that are known."""
        return sum((line.amount for line in self.lines if line.amount is not None), Decimal("0.00"))

    @property
    def is_final(self) -> bool:
        """Say whether nothing is missing."""
        return not self.missing


def bill(tickets: Sequence[Ticket], grounds: Grounds, now: dt.datetime) -> Draft:
    """Work out the bill for tickets of one contract by what was recorded up to `now`."""
    ordered = sorted(tickets, key=lambda ticket: (ticket.reported_at, ticket.id))
    lines: list[Line] = []
    missing: list[Missing] = []
    terms: dict[str, str] = {}
    for ticket in ordered:
        day = ticket.reported_at.astimezone(grounds.timezone).date()
        basis = _basis(ticket, grounds.contract.on(day), grounds)
        for cycle in cycles(ticket, now):
            found = list(charges.lines(ticket, cycle, basis))
            lines += found
            missing += [line.missing for line in found if line.missing is not None]
            missing += _unresolved(ticket, cycle)
        missing += _contradicted(ticket)
        missing += _unlisted(ticket, basis, lines)
        for name, value in terms_of(grounds.contract, basis.fees, day).items():
            if terms.setdefault(name, value) != value:
                terms[f"{ticket.id}.{name}"] = value
    models = {line.model for line in lines}
    terms |= {f"bid.{price.model}": str(price.unit_price) for price in grounds.prices if price.model in models}
    return Draft(
        contract=grounds.contract.id,
        tickets=tuple(ticket.id for ticket in ordered),
        currency=grounds.currency,
        lines=tuple(lines),
        missing=tuple(missing),
        terms=terms,
    )


def terms_of(contract: Contract, fees: Fees, day: dt.date) -> dict[str, str]:
    """Give the terms in force on a day, as a bill quotes them."""
    last = of_contract(contract, day).last
    found = {
        "callout": None if fees.callout is None else str(fees.callout),
        "callout_per": fees.callout_per,
        "discount": None if fees.discount is None else f"{fees.discount}%",
        "in_warranty_human_damage": fees.in_warranty_human_damage,
        "software": fees.software,
        "warranty_until": None if last is None else last.isoformat(),
    }
    return {name: value for name, value in found.items() if value is not None}


def of_month(
    workspace: Workspace, contract_id: str, month: str, timezone: dt.tzinfo, now: dt.datetime
) -> Iterator[Ticket]:
    """Yield the tickets of a contract whose last cycle was resolved in a month."""
    for ticket in workspace.tickets:
        site = workspace.sites.get(ticket.site)
        if site is None or site.contract != contract_id:
            continue
        day = _resolved_on(ticket, timezone, now)
        if day is not None and month_of(day) == month:
            yield ticket


def is_resolved_after(ticket: Ticket, day: dt.date, timezone: dt.tzinfo, now: dt.datetime) -> bool:
    """Say whether a ticket's last cycle was resolved later than a day: a bill of that day knows nothing of it."""
    resolved = _resolved_on(ticket, timezone, now)
    return resolved is not None and resolved > day


def _resolved_on(ticket: Ticket, timezone: dt.tzinfo, now: dt.datetime) -> dt.date | None:
    found = cycles(ticket, now)
    resolved = found[-1].resolved if found else None
    return None if resolved is None else resolved.astimezone(timezone).date()


def only_contract(tickets: Sequence[Ticket], sites: Mapping[str, Site]) -> str:
    """Give the one contract of some tickets, whose sites are known; raises TwoContractsError."""
    first, contract = tickets[0], sites[tickets[0].site].contract
    for ticket in tickets:
        other = sites[ticket.site].contract
        if other != contract:
            raise TwoContractsError(
                say(
                    "{first} is served under {contract}, {second} under {other}",
                    first=first.id,
                    contract=contract,
                    second=ticket.id,
                    other=other,
                ),
                say("make a bill for each contract"),
            )
    return contract


def by_contract(contract: Contract, items: Sequence[Item], day: dt.date) -> bool:  # noqa: ARG001 - as Covers.is_borne
    """Say whether a contract's warranty bears a fault that began on a day, where its items have none of their own."""
    return of_contract(contract, day).is_borne(day)


def is_by_contract(contract: Contract, items: Sequence[Item]) -> bool:
    """Say whether the contract alone decides: no item has a warranty of its own, nor took the place of another."""
    terms = [contract.warranty, *(amended.warranty for amended in contract.amendments)]
    return all(found is None or found.replacement == "inherits" for found in terms) and not any(
        item.warranty or item.replaces for item in items
    )


def _basis(ticket: Ticket, contract: Contract, grounds: Grounds) -> charges.Basis:
    return charges.Basis(
        fees=contract.fees or Fees(),
        items=grounds.items.get(ticket.site, ()),
        prices=grounds.prices,
        timezone=grounds.timezone,
        is_covered=partial(grounds.is_borne, grounds.contract),
    )


def _contradicted(ticket: Ticket) -> list[Missing]:
    """Give what cannot have happened: nobody should pay for it."""
    hint = say("correct the ticket: aftercare check names the lines")
    return [Missing(ticket.id, "history", found.text, hint) for found in contradictions(ticket)]


def _unlisted(ticket: Ticket, basis: charges.Basis, lines: Sequence[Line]) -> list[Missing]:
    """Give the equipment that nobody listed, where something is charged: it may have a warranty of its own."""
    if ticket.out_of_scope is not None or not any(line.amount for line in lines if line.ticket == ticket.id):
        return []
    listed = {item.id for item in basis.items}
    hint = say("add it: aftercare equipment add; or correct the ticket, or say in it why it is out_of_scope")
    return [
        Missing(ticket.id, "equipment", say("{item} is not listed at {site}", item=name, site=ticket.site), hint)
        for name in ticket.equipment
        if name not in listed
    ]


def _unresolved(ticket: Ticket, cycle: Cycle) -> list[Missing]:
    if cycle.resolved is not None or cycle.cancelled is not None:
        return []
    text = say("it is not resolved yet")
    hint = say("more may have to be charged: make the bill once it is resolved or cancelled")
    return [Missing(ticket.id, "resolution", text, hint)]
