"""Bills of tickets written in the record language, told in lines.

The contract's warranty ended on 2025-08-31 (`after`), or lasts until 2028-03-31 (`within`); tickets are of March 2026.
"""

from collections.abc import Sequence
from decimal import Decimal

from aftercare_cli.model.sites import EquipmentList, Item, Price, Site
from aftercare_cli.rules.billing import Draft, Grounds, bill
from aftercare_cli.rules.charges import Line
from aftercare_cli.rules.covers import Covers
from tests.rules.written import SHANGHAI, Records, contract, moment, settings, ticket

_FEES = 'fees: {{callout: "300.00"{more}}}'
_AFTER = "acceptance: 2022-08-30\nhandover: 2022-08-31\nwarranty: {months: 36}\n"
_WITHIN = "acceptance: 2025-03-20\nhandover: 2025-03-31\nwarranty: {months: 36}\n"

ITEMS = (
    Item(id="cam-1", category="camera", model="CAM", serial="0001"),
    Item(id="cam-2", category="camera", model="CAM", serial="0002"),
    Item(id="vms-1", category="software", model="VMS", serial="LIC-1", software=True),
)
PRICES = (
    Price(model="CAM", name="枪机", unit="台", unit_price=Decimal("600.00")),
    Price(model="PSU", name="电源", unit="只", unit_price=Decimal("95.50")),
    Price(model="VMS", name="管理软件", unit="套", unit_price=Decimal("38000.00"), category="software"),
    Price(model="PLUGIN", name="插件", unit="套", unit_price=Decimal("900.00"), category="software"),
)


def after(more: str = "") -> str:
    """Give a contract whose warranty is over; `more` are further fees."""
    return _AFTER + _FEES.format(more=more)


def within(more: str = "") -> str:
    """Give a contract under warranty."""
    return _WITHIN + _FEES.format(more=more)


def drafted(
    terms: str,
    *histories: str,
    items: Sequence[Item] = ITEMS,
    prices: Sequence[Price] = PRICES,
    now: str = "2026-04-30T18:00:00+08:00",
) -> Draft:
    """Work out the bill for tickets of one site."""
    tickets = [ticket(history) for history in histories]
    agreed = contract(terms)
    records = Records(
        settings=settings(),
        contracts={agreed.id: agreed},
        sites={"hq": Site(id="hq", contract=agreed.id, name="总部")},
        equipment={"hq": EquipmentList(site="hq", items=tuple(items))},
        items={item.id: ("hq", item) for item in items},
        tickets=tickets,
    )
    grounds = Grounds(
        contract=agreed,
        items={"hq": items},
        prices=prices,
        timezone=SHANGHAI,
        is_borne=Covers(records).is_borne,
    )
    return bill(tickets, grounds, moment(now))


def told(draft: Draft) -> list[str]:
    """Tell a bill: its lines, its total, and what is missing."""
    return [
        *(_line(line) for line in draft.lines),
        f"total {draft.total}",
        *(f"missing {lack.what}: {lack.text}" for lack in draft.missing),
    ]


def billed(terms: str, *histories: str, items: Sequence[Item] = ITEMS, prices: Sequence[Price] = PRICES) -> list[str]:
    """Work out the bill for tickets, and tell it."""
    return told(drafted(terms, *histories, items=items, prices=prices))


def _line(line: Line) -> str:
    words = [line.kind if line.model is None else f"{line.kind} {line.model}"]
    words += [f"{line.quantity} x {line.unit_price} = {'?' if line.amount is None else line.amount}"]
    words += [line.covered_by or "customer", line.reason, *line.flags]
    return " ".join(words)
