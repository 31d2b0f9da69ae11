"""Spares as reports: what is in stock, and what is on loan."""

import datetime as dt
from collections.abc import Mapping, Sequence

import msgspec

from aftercare_cli.cli import display
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _, ngettext, pgettext
from aftercare_cli.cli.report import Column, Report, Row, Section, Tone
from aftercare_cli.rules.calendars import local_day
from aftercare_cli.rules.stock import COMPANY, Loan, Sources, balances, has_ledger, loans, steps


class Stock(msgspec.Struct, frozen=True, kw_only=True):
    """What there is of a model: in the company's store, at customers by site, and out on loan."""

    model: str
    store: int
    at_customers: Mapping[str, int]
    on_loan: int
    minimum: int | None

    def at(self, site: str) -> "Stock":
        """Give the same with what this site's customer holds and no other."""
        return msgspec.structs.replace(self, at_customers={site: self.at_customers[site]})

    @property
    def state(self) -> str:
        """How the store stands: below_zero, none, below_minimum or ok."""
        if self.store < 0:
            return "below_zero"
        if not self.store:
            return "none"
        return "below_minimum" if self.store < (self.minimum or 0) else "ok"


def stock_of(sources: Sources, now: dt.datetime) -> list[Stock]:
    """Give the stock of every model that the ledger, a ticket or a minimum names; none where no ledger is kept."""
    if not has_ledger(sources):
        return []
    held = balances(steps(sources, now))
    lent = [loan.model for loan in loans(sources, now) if loan.back is None]
    minimum = {} if sources.settings.spares is None else sources.settings.spares.minimum
    return [
        Stock(
            model=model,
            store=held.get((COMPANY, model), 0),
            at_customers={holder: count for (holder, its), count in sorted(held.items()) if holder and its == model},
            on_loan=lent.count(model),
            minimum=minimum.get(model),
        )
        for model in sorted({*(model for _holder, model in held), *minimum})
    ]


def list_report(session: Session, found: Sequence[Stock], now: dt.datetime, *, is_kept: bool) -> Report:
    """Give the stock of some models."""
    titles = (
        Column("model", _("Model"), may_wrap=True),
        Column("store", _("In the store")),
        Column("at_customers", _("At customers")),
        Column("on_loan", _("On loan")),
        Column("minimum", pgettext("parts", "Minimum")),
        Column("state", _("State")),
    )
    cells = [
        (stock.model, stock.store, sum(stock.at_customers.values()), stock.on_loan, stock.minimum) for stock in found
    ]
    empty = _("No spares here.") if is_kept else _("No spares ledger yet: aftercare spare receive MODEL N begins one.")
    words = tuple(Row((*row, _state_word(stock.state)), _tone(stock)) for row, stock in zip(cells, found, strict=True))
    codes = tuple(Row((*row, stock.state)) for row, stock in zip(cells, found, strict=True))
    document = {
        "schema": "aftercare/spare-list/1",
        "as_of": display.iso(now, session.timezone),
        "models": [
            {
                "model": stock.model,
                "store": stock.store,
                "at_customers": dict(stock.at_customers),
                "on_loan": stock.on_loan,
                "minimum": stock.minimum,
                "state": stock.state,
            }
            for stock in found
        ],
    }
    count = ngettext("{count} model", "{count} models", len(found)).format(count=len(found))
    return Report(count, (Section("", titles, words, empty),), document, table=Section("", titles, codes))


def loan_report(session: Session, found: Sequence[Loan], now: dt.datetime) -> Report:
    """Give loans of standby units."""
    today = local_day(session.workspace.settings, now)
    titles = (
        Column("unit", pgettext("standby", "Unit"), is_code=True),
        Column("model", _("Model"), is_detail=True),
        Column("ticket", _("Ticket")),
        Column("site", _("Site"), is_detail=True),
        Column("since", pgettext("standby", "Since"), is_detail=True),
        Column("due_on", _("Due")),
        Column("returned_on", pgettext("standby", "Back")),
        Column("overdue_days", _("Days over")),
        Column("condition", _("Condition"), may_wrap=True),
    )
    table_rows = tuple(
        Row(
            (
                loan.lent.unit,
                loan.model,
                loan.ticket.id,
                loan.ticket.site,
                loan.lent.at,
                loan.lent.due_on,
                None if loan.back is None else local_day(session.workspace.settings, loan.back.at),
                loan.days_over(today) or None,
                _condition(loan),
            ),
            "bad" if loan.days_over(today) else "quiet" if loan.back is not None else "",
        )
        for loan in found
    )
    count = ngettext("{count} loan", "{count} loans", len(found)).format(count=len(found))
    document = {
        "schema": "aftercare/spare-loans/1",
        "as_of": display.iso(now, session.timezone),
        "loans": [loan_document(loan, today, session.timezone) for loan in found],
    }
    return Report(count, (Section("", titles, table_rows, _("No standby unit is on loan.")),), document)


def loan_document(loan: Loan, today: dt.date, timezone: dt.tzinfo) -> dict[str, object]:
    """Give a loan for other programs."""
    back = loan.back
    return {
        "unit": loan.lent.unit,
        "model": loan.model,
        "ticket": loan.ticket.id,
        "site": loan.ticket.site,
        "since": display.iso(loan.lent.at, timezone),
        "due_on": None if loan.lent.due_on is None else loan.lent.due_on.isoformat(),
        "returned_at": None if back is None else display.iso(back.at, timezone),
        "overdue_days": loan.days_over(today),
        "condition": loan.lent.condition,
        "condition_back": None if back is None else back.condition,
        "consent": loan.lent.consent,
    }


def _condition(loan: Loan) -> str | None:
    """Say in which condition a unit went out, and in which it came back where that is another."""
    out, back = loan.lent.condition, None if loan.back is None else loan.back.condition
    if back is None or back == out:
        return out
    return _("{out} → {back}").format(out=out or "—", back=back)


def _state_word(state: str) -> str:
    return {
        "below_zero": _("below zero"),
        "none": _("none left"),
        "below_minimum": _("below the minimum"),
        "ok": _("in stock"),
    }[state]


def _tone(stock: Stock) -> Tone:
    if stock.state == "ok":
        return ""
    return "bad" if stock.state == "below_zero" or stock.minimum else "warn"
