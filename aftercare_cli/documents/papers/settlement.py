"""The settlement (F1–F4): an issued bill as it is signed, with what the warranty gave, and the total in words."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from aftercare_cli.documents.source import NoSubjectError, Source, Values
from aftercare_cli.model.service import Bill, BillLine
from aftercare_cli.model.text import say
from aftercare_cli.model.vocabulary import BillHead
from aftercare_cli.rules import issued
from aftercare_cli.rules.amount_words import in_words

_GROUPS: tuple[tuple[BillHead, ...], ...] = (
    ("equipment", "software"),
    ("callout", "phone"),
    ("travel",),
    ("machinery",),
)
"""The tables of the form, by the heads of their lines."""


def values(source: Source, subject: str) -> Values:
    """Give a bill as it was issued, group by group; raises NoSubjectError for none, and for who may not see money."""
    tongue = source.tongue
    _ = tongue.gettext
    bill = next((found for found in source.workspace.bills if found.id == subject), None)
    if bill is None or bill.issued > source.days.today:
        raise NoSubjectError(
            say("no bill is called {wanted}", wanted=subject), say("list those issued: aftercare bill --issued")
        )
    shown = source.view(bill)
    if "lines" not in shown:
        raise NoSubjectError(
            say("a settlement is not for a {audience}", audience=source.audience),
            say("render it for the owner: --audience owner"),
        )
    contract = source.workspace.contracts.get(bill.contract or "")
    party = None if contract is None else source.view(contract.customer)
    title = _("Settlement of charges")
    number = issued.name_of(bill)
    currency = bill.currency or source.workspace.settings.currency
    return {
        "title": f"{title} {number}",
        "head": source.head(title, number, "" if contract is None else source.name_of(contract)),
        "contract_name": None if contract is None else source.name_of(contract),
        "customer": None if party is None else tongue.either(party["name"], party["name_en"]),
        "phone": None if party is None else party.get("phone"),
        "issued": tongue.day(bill.issued),
        "tickets": tongue.listed(bill.tickets),
        "sites": tongue.listed(_sites(source, bill)),
        "warranty_until": _warranty(source, bill),
        "state": _state(source, bill),
        "groups": [_group(source, bill, heads, currency) for heads in _GROUPS],
        "total": money(source, bill.total, currency),
        "words": _words(source, bill.total, currency),
        "note": shown.get("note"),
        "is_of_several": len(bill.tickets) > 1,
        "hash": bill.hash,
    }


def money(source: Source, amount: Decimal | None, currency: str) -> str:
    """Give an amount: in yuan with their sign, in another currency with its code."""
    if amount is None or currency == "CNY":
        return source.tongue.money(amount)
    return f"{currency} {amount:,.2f}"


def _words(source: Source, total: Decimal, currency: str) -> str:
    """Give the total in words; in Chinese they follow on 人民币 without a gap, and one below nothing says so first."""
    words = in_words(abs(total), source.tongue.code, currency)
    if source.tongue.is_chinese:
        return f"{'人民币' if currency == 'CNY' else ''}{'负' if total < 0 else ''}{words}"
    return words if total >= 0 else f"Minus {words[0].lower()}{words[1:]}"


def _group(source: Source, bill: Bill, heads: Sequence[BillHead], currency: str) -> Values:
    _ = source.tongue.gettext
    titles = {
        "equipment": _("Equipment"),
        "callout": _("Call-outs and telephone"),
        "travel": _("Travel"),
        "machinery": _("Tools and machinery"),
    }
    lines = [line for line in bill.lines if line.kind in heads]
    total = sum((line.amount for line in lines), Decimal("0.00"))
    return {
        "title": titles[heads[0]],
        "is_equipment": heads[0] == "equipment",
        "rows": [_row(source, at, line, bill, currency) for at, line in enumerate(lines, 1)],
        "total": money(source, total, currency),
    }


def _row(source: Source, at: int, line: BillLine, bill: Bill, currency: str) -> tuple[str | None, ...]:
    """Give a line: which ticket where the bill has several, the bid price where it is equipment."""
    tongue = source.tongue
    _ = tongue.gettext
    told = [tongue.word("bill_bearer", line.covered_by) if line.covered_by is not None else _("customer")]
    if line.reason is not None:
        told.append(tongue.word("bill_reason", line.reason))
    flags = {
        "price_capped": _("offered at {price}, capped at the bid price").format(
            price=money(source, line.quoted, currency)
        ),
        "agreed_price": _("no bid price: as agreed"),
        "discounted": _("discounted"),
    }
    told += [flags.get(flag, flag) for flag in line.flags]
    bid = bill.terms.get(f"bid.{line.model}")
    return (
        str(at),
        *([line.ticket] if len(bill.tickets) > 1 else []),
        line.description,
        str(line.quantity),
        money(source, line.unit_price, currency),
        *([None if bid is None else money(source, Decimal(bid), currency)] if line.kind in _GROUPS[0] else []),
        money(source, line.amount, currency),
        _("; ").join(told),
    )


def _sites(source: Source, bill: Bill) -> list[str]:
    """Give the names of the sites of a bill's tickets, in the order of their ids."""
    ids = {ticket.site for ticket in source.workspace.tickets if ticket.id in bill.tickets}
    return [source.name_of(site) for site in source.workspace.sites.values() if site.id in ids]


def _warranty(source: Source, bill: Bill) -> str | None:
    until = bill.terms.get("warranty_until")
    return None if until is None else source.tongue.day(dt.date.fromisoformat(until))


def _state(source: Source, bill: Bill) -> str:
    """Say that a bill is void, or voids another one; empty for a valid one."""
    _ = source.tongue.gettext
    known = [found for found in source.workspace.bills if found.issued <= source.days.today]
    if bill.voids is not None:
        other = next((issued.name_of(found) for found in known if found.id == bill.voids), bill.voids)
        return _("Counter-entry: it takes back {bill}.").format(bill=other)
    entry = issued.voided(known).get(bill.id)
    return "" if entry is None else _("VOID: taken back by {bill}.").format(bill=issued.name_of(entry))
