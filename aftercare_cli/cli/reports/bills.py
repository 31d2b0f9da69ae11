"""Bills as reports: one that was worked out, and one that was issued."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

import msgspec

from aftercare_cli.cli import display
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _, ngettext, spoken
from aftercare_cli.cli.options import Format
from aftercare_cli.cli.report import Column, Report, Row, Section, columns
from aftercare_cli.cli.reports.issued_bills import bill_document, money, state_words
from aftercare_cli.cli.translate import translate
from aftercare_cli.cli.words import bill_bearer_word, bill_flag_words, bill_reason_word
from aftercare_cli.model.contract import Contract
from aftercare_cli.model.kinds import path_of
from aftercare_cli.model.service import Bill, BillLine
from aftercare_cli.model.vocabulary import Language
from aftercare_cli.rules import issued
from aftercare_cli.rules.amount_words import in_words
from aftercare_cli.rules.billing import Draft
from aftercare_cli.rules.charges import Line

_SCHEMA: Final = "aftercare/bill/1"
_SEVERAL: Final = 2


class _Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line of either kind of bill, in words."""

    kind: str
    ticket: str
    day: dt.date
    description: str
    model: str | None
    quantity: int
    quoted: Decimal | None
    unit_price: Decimal | None
    amount: Decimal | None
    covered_by: str | None
    reason: str | None
    flags: tuple[str, ...]


def draft_report(session: Session, draft: Draft, contract: Contract, now: dt.datetime, form: Format) -> Report:
    """Give a bill that was worked out as of a moment, with what is missing before it is final."""
    language = _language(session, form)
    lines = [_drafted(line, session.timezone, language) for line in draft.lines]
    state = _("a computation as of {time}, not issued").format(time=display.moment(now, session.timezone))
    words = in_words(draft.total, language, draft.currency)
    missing = [
        {"ticket": lack.ticket, "what": lack.what, "message": translate(lack.text), "hint": translate(lack.hint)}
        for lack in draft.missing
    ]
    document = {
        "schema": _SCHEMA,
        "as_of": display.iso(now, session.timezone),
        "contract": draft.contract,
        "tickets": draft.tickets,
        "currency": draft.currency,
        "lines": [_document(line) for line in lines],
        "total": money(draft.total),
        "total_in_words": words,
        "is_final": draft.is_final,
        "missing": missing,
        "terms": draft.terms,
    }
    sections = (*_sections(lines), *([_missing_section(missing)] if missing else []))
    notes = _total_notes(draft.total, draft.currency, words)
    if missing:
        notes = (*notes, _("This is not final: see what is missing."))
    lead = (_party(contract), state)
    return Report(_title(draft.tickets), sections, document, lead, notes, _lines_table(lines))


def bill_report(session: Session, bill: Bill, bills: Sequence[Bill], form: Format, change: str = "") -> Report:
    """Give a bill as it was issued; `change` says what was just done."""
    language = _language(session, form)
    lines = [_snapshot(line) for line in bill.lines]
    currency = bill.currency or session.workspace.settings.currency
    words = _signed_words(bill.total, language, currency)
    document = {
        "schema": _SCHEMA,
        **bill_document(bill, bills),
        "lines": [_document(line) for line in lines],
        "total_in_words": words,
        "is_final": True,
        "missing": [],
        "terms": bill.terms,
        "hash": bill.hash,
    }
    contract = session.workspace.contracts.get(bill.contract or "")
    path = path_of("bill", bill.id)
    lead = [_state(bill, bills)] if contract is None else [_party(contract), _state(bill, bills)]
    lead += [] if bill.note is None else [bill.note]
    notes = (*_total_notes(bill.total, currency, words), f"{change} → {path}" if change else path)
    title = _("bill {number}").format(number=issued.name_of(bill))
    return Report(title, _sections(lines), document, tuple(lead), notes, _lines_table(lines))


def document_language(session: Session) -> Language:
    """Give the language of documents: `--lang`, else the workspace's."""
    named = session.language_named
    if named is None:
        return session.workspace.settings.language
    return "zh-CN" if named.lower().startswith("zh") else "en"


def _language(session: Session, form: Format) -> Language:
    """Give the language of words: what programs read is as in documents, else it is that which is spoken."""
    if form is Format.json:
        return document_language(session)
    return "zh-CN" if spoken() == "zh" else "en"


def _drafted(line: Line, timezone: dt.tzinfo, language: Language) -> _Line:
    return _Line(
        kind=line.kind,
        ticket=line.ticket,
        day=line.at.astimezone(timezone).date(),
        description=issued.description(line, language),
        model=line.model,
        quantity=line.quantity,
        quoted=line.quoted,
        unit_price=line.unit_price,
        amount=line.amount,
        covered_by=line.covered_by,
        reason=line.reason,
        flags=line.flags,
    )


def _snapshot(line: BillLine) -> _Line:
    return _Line(**{key: getattr(line, key) for key in _Line.__struct_fields__})


def _document(line: _Line) -> Mapping[str, object]:
    return {
        "kind": line.kind,
        "description": line.description,
        "quantity": str(line.quantity),
        "unit_price": None if line.unit_price is None else money(line.unit_price),
        "amount": None if line.amount is None else money(line.amount),
        "covered_by": line.covered_by,
        "reason": line.reason,
        "ticket": line.ticket,
        "day": line.day,
        "model": line.model,
        "quoted": None if line.quoted is None else money(line.quoted),
        "flags": line.flags,
    }


def _title(tickets: Sequence[str]) -> str:
    if len(tickets) == 1:
        return _("bill for {ticket}").format(ticket=tickets[0])
    count = len(tickets)
    return ngettext("bill for {count} ticket", "bill for {count} tickets", count).format(count=count)


def _party(contract: Contract) -> str:
    return _("{contract}, {customer}").format(contract=contract.id, customer=contract.customer.name)


def _state(bill: Bill, bills: Sequence[Bill]) -> str:
    return _("issued {day}, {state}").format(day=bill.issued, state=state_words(bill, bills))


def _sections(lines: Sequence[_Line]) -> tuple[Section, ...]:
    """Give the lines as a table; where they are of several tickets, as one for each."""
    tickets = dict.fromkeys(line.ticket for line in lines)
    if len(tickets) < _SEVERAL:
        return (_section("", lines),)
    return tuple(_section(ticket, [line for line in lines if line.ticket == ticket]) for ticket in tickets)


def _section(title: str, lines: Sequence[_Line]) -> Section:
    titles = (
        Column("description", _("What")),
        Column("quantity", _("Quantity")),
        Column("unit_price", _("Unit price")),
        Column("amount", _("Amount")),
        Column("why", _("Borne by"), may_wrap=True),
    )
    table_rows = tuple(
        Row(
            (
                line.description,
                line.quantity,
                None if line.unit_price is None else money(line.unit_price),
                None if line.amount is None else money(line.amount),
                _why(line),
            ),
            "bad" if line.amount is None else "",
        )
        for line in lines
    )
    return Section(title, titles, table_rows, _("There is nothing to bill."))


def _lines_table(lines: Sequence[_Line]) -> Section:
    """Give the lines as they stand in a CSV file."""
    keys = tuple(_Line.__struct_fields__)
    table_rows = tuple(
        Row(
            tuple(
                money(value) if isinstance(value, Decimal) else " ".join(value) if isinstance(value, tuple) else value
                for value in (getattr(line, key) for key in keys)
            )
        )
        for line in lines
    )
    return Section("", tuple(Column(key, key, is_code=key == "amount") for key in keys), table_rows)


def _missing_section(missing: Sequence[Mapping[str, str]]) -> Section:
    titles = columns(("ticket", _("Ticket")), ("message", _("What is missing, and what to do")))
    line = _("{text}; {hint}")
    table_rows = tuple(
        Row((lack["ticket"], line.format(text=lack["message"], hint=lack["hint"])), "bad") for lack in missing
    )
    return Section(_("Missing"), titles, table_rows)


def _why(line: _Line) -> str:
    """Say who bears a line, why, and what else to know about it."""
    who = bill_bearer_word(line.covered_by)
    told = who if line.reason is None else _("{who}: {why}").format(who=who, why=bill_reason_word(line.reason))
    flags = bill_flag_words(line.flags, None if line.quoted is None else money(line.quoted))
    return _("; ").join([told, *([flags] if flags else [])])


def _total_notes(total: Decimal, currency: str, words: str) -> tuple[str, ...]:
    return (_("total {currency} {total}").format(currency=currency, total=money(total)), words)


def _signed_words(total: Decimal, language: Language, currency: str) -> str:
    """Give an amount in words; one below nothing, of a counter-entry, says so first."""
    words = in_words(abs(total), language, currency)
    if total >= 0:
        return words
    return f"负{words}" if language == "zh-CN" else f"Minus {words[0].lower()}{words[1:]}"
