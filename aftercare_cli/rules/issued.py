"""Issued bills: snapshots that are numbered and never change; a wrong one is voided by a counter-entry."""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

import msgspec

from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.kinds import path_of
from aftercare_cli.model.service import Bill, BillLine
from aftercare_cli.model.text import say
from aftercare_cli.model.vocabulary import BillHead, Language
from aftercare_cli.rules.billing import Draft
from aftercare_cli.rules.charges import Line

_number = re.compile(r"JS-(\d{4})-(\d{4,})").fullmatch

_DESCRIPTIONS: Final[Mapping[Language, Mapping[BillHead, str]]] = {
    "zh-CN": {
        "phone": "电话支持",
        "callout": "上门服务费",
        "travel": "差旅费",
        "machinery": "工具、机械费用",
        "equipment": "设备",
        "software": "软件",
    },
    "en": {
        "phone": "Telephone support",
        "callout": "Call-out fee",
        "travel": "Travel expenses",
        "machinery": "Tools and machinery",
        "equipment": "Equipment",
        "software": "Software",
    },
}


class NotFinalError(AftercareError):
    """A bill that lacks something, or bills nothing."""


class BilledError(AftercareError):
    """A ticket that a valid bill holds already."""


class VoidedError(AftercareError):
    """A bill that cannot be voided."""


def description(line: Line, language: Language) -> str:
    """Say what a line is for, in a language: the price list's own name, else the head's."""
    name = (line.name or "").strip() or line.model
    head = _DESCRIPTIONS[language][line.kind]
    if name is None:
        return head
    if line.kind in {"equipment", "software"}:
        return name
    return f"{head}（{name}）" if language == "zh-CN" else f"{head} ({name})"


def refuse_unready(draft: Draft, bills: Sequence[Bill]) -> None:
    """Raise NotFinalError or BilledError where a draft may not be issued."""
    held = billed(bills)
    for ticket in draft.tickets:
        if ticket in held:
            raise BilledError(
                say("{ticket} was billed already, in {bill}", ticket=ticket, bill=name_of(held[ticket])),
                say("void that bill first: aftercare bill --void {bill}", bill=name_of(held[ticket])),
            )
    if not draft.tickets:
        raise NotFinalError(say("there is nothing to bill"), say("name the tickets, or another month"))
    if not draft.is_final:
        first = draft.missing[0]
        raise NotFinalError(
            say("the bill is not final, {ticket}: {text}", ticket=first.ticket, text=first.text), first.hint
        )


class Stamp(NamedTuple):
    """What an issued bill bears: its number, its day, a remark."""

    number: str
    day: dt.date
    note: str | None = None


def snapshot(draft: Draft, bill_id: str, stamp: Stamp, timezone: dt.tzinfo, language: Language) -> Bill:
    """Give a final draft as it is issued, in the language of the workspace's documents."""
    lines = tuple(_issued(line, timezone, language) for line in draft.lines)
    return sealed(
        Bill(
            id=bill_id,
            number=stamp.number,
            contract=draft.contract,
            tickets=draft.tickets,
            issued=stamp.day,
            currency=draft.currency,
            lines=lines,
            terms=draft.terms,
            total=draft.total,
            note=stamp.note,
        )
    )


def _issued(line: Line, timezone: dt.tzinfo, language: Language) -> BillLine:
    assert line.amount is not None  # noqa: S101 - a final draft has every amount
    return BillLine(
        kind=line.kind,
        ticket=line.ticket,
        day=line.at.astimezone(timezone).date(),
        description=description(line, language),
        model=line.model,
        quantity=line.quantity,
        quoted=line.quoted,
        unit_price=line.unit_price,
        amount=line.amount,
        covered_by=line.covered_by,
        reason=line.reason,
        flags=line.flags,
    )


def counter_entry(bill: Bill, bill_id: str, stamp: Stamp) -> Bill:
    """Give the entry that takes a bill back: the same lines, their amounts below nothing."""
    return sealed(
        msgspec.structs.replace(
            bill,
            id=bill_id,
            number=stamp.number,
            issued=stamp.day,
            lines=tuple(msgspec.structs.replace(line, amount=_negative(line.amount)) for line in bill.lines),
            total=_negative(bill.total),
            voids=bill.id,
            note=stamp.note,
        )
    )


def refuse_unvoidable(bill: Bill, bills: Sequence[Bill]) -> None:
    """Raise VoidedError for a counter-entry, for a bill that has one, and for one that was changed."""
    if bill.voids is not None:
        raise VoidedError(
            say("{bill} voids {other} and is no bill itself", bill=name_of(bill), other=bill.voids),
            say("make a new bill for its tickets"),
        )
    entry = voided(bills).get(bill.id)
    if entry is not None:
        raise VoidedError(
            say("{bill} was voided already, by {entry}", bill=name_of(bill), entry=name_of(entry)),
            say("make a new bill for its tickets"),
        )

    if is_altered(bill):
        raise VoidedError(
            say("{bill} was changed after it was issued: nobody owes what it says now", bill=name_of(bill)),
            say("restore {path} from Git first", path=path_of("bill", bill.id)),
        )


def is_altered(bill: Bill) -> bool:
    """Say whether a bill is no longer what its hash was made of."""
    return bill.hash is not None and bill.hash != hash_of(bill)


def voided(bills: Sequence[Bill]) -> dict[str, Bill]:
    """Give the counter-entries by the ids of the bills they void, the first where there are several."""
    found: dict[str, Bill] = {}
    for bill in bills:
        if bill.voids is not None:
            found.setdefault(bill.voids, bill)
    return found


def valid(bills: Sequence[Bill]) -> list[Bill]:
    """Give the bills that stand: no counter-entries, and none that has one."""
    taken_back = voided(bills)
    return [bill for bill in bills if bill.voids is None and bill.id not in taken_back]


def billed(bills: Sequence[Bill]) -> dict[str, Bill]:
    """Give the valid bill that holds each ticket."""
    return {ticket: bill for bill in reversed(valid(bills)) for ticket in bill.tickets}


def next_number(bills: Sequence[Bill], year: int) -> str:
    """Give the number behind the last one of a year."""
    taken = [int(found[2]) for bill in bills if (found := _number(bill.number or "")) and int(found[1]) == year]
    return f"JS-{year}-{max(taken, default=0) + 1:04d}"


def name_of(bill: Bill) -> str:
    """Give what people call a bill: its number, or its id where it has none."""
    return bill.number or bill.id


def sealed(bill: Bill) -> Bill:
    """Give a bill with the hash of everything else in it."""
    return msgspec.structs.replace(bill, hash=hash_of(bill))


def hash_of(bill: Bill) -> str:
    """Give the SHA-256 of a bill without its hash: of its JSON, keys sorted, without spaces and without what is empty.

    Money and days are written as in the record. Left out is what is like its default, so that a key that records learn
    later changes no old hash.
    """
    tree = _canonical(msgspec.structs.replace(bill, hash=None))
    text = json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def _canonical(value: object) -> object:
    if isinstance(value, msgspec.Struct):
        fields = msgspec.structs.fields(value)
        values = {field.encode_name: getattr(value, field.name) for field in fields}
        defaults = {field.encode_name: field.default for field in fields}
        return {
            name: _canonical(part)
            for name, part in values.items()
            if part is not None and part not in ((), {}) and part != defaults[name]
        }
    if isinstance(value, Mapping):
        return {str(key): _canonical(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [_canonical(part) for part in value]
    return f"{value:.2f}" if isinstance(value, Decimal) else value if isinstance(value, int) else str(value)


def _negative(amount: Decimal) -> Decimal:
    return -amount if amount else amount
