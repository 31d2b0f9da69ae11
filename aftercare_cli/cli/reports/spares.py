"""Spares as reports: what is in stock, what is on loan, and whether it is what was promised."""

import datetime as dt
from collections.abc import Mapping, Sequence

import msgspec

from aftercare_cli.cli import display
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _, ngettext, pgettext
from aftercare_cli.cli.report import Cell, Column, Report, Row, Section, Tone, columns
from aftercare_cli.rules.backups import Backup, Deposit, Level, Review
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


def check_report(session: Session, checked: Review, now: dt.datetime) -> Report:
    """Give what a check of the spares found."""
    today = local_day(session.workspace.settings, now)
    missing = sum(found.short for found in checked.backups)
    lead = (
        _("as of {time}").format(time=display.moment(now, session.timezone)),
        ngettext("{count} backup is missing", "{count} backups are missing", missing).format(count=missing)
        if missing
        else _("every model in service has its backups"),
    )
    sections = (
        _backups(checked.backups),
        _levels(checked.levels),
        _deposits(checked.deposits),
        _overdue(checked.overdue, today),
    )
    document = {
        "schema": "aftercare/spare-check/1",
        "as_of": display.iso(now, session.timezone),
        "missing": missing,
        "backups": [
            {
                "model": found.model,
                "installed": found.installed,
                "needed": found.needed,
                "held": found.held,
                "on_loan": found.on_loan,
                "served_by": dict(found.served_by),
                "short": found.short,
            }
            for found in checked.backups
        ],
        "minimum": [
            {"model": found.model, "minimum": found.minimum, "store": found.held, "short": found.short}
            for found in checked.levels
        ],
        "at_customers": [
            {
                "contract": found.contract,
                "model": found.model,
                "promised": found.promised,
                "held": found.held,
                "due": found.is_due,
                "short": found.short,
            }
            for found in checked.deposits
        ],
        "overdue_loans": [loan_document(loan, today, session.timezone) for loan in checked.overdue],
    }
    return Report(_("Spares"), sections, document, lead, table=_found(checked, today))


def _backups(found: Sequence[Backup]) -> Section:
    titles = (
        Column("model", _("Model")),
        Column("installed", _("In service")),
        Column("needed", pgettext("parts", "Needed")),
        Column("held", pgettext("parts", "Held")),
        Column("on_loan", _("Of these lent"), is_detail=True),
        Column("served_by", _("Served by"), may_wrap=True),
        Column("short", _("Missing")),
    )
    table_rows = tuple(
        Row(
            (
                backup.model,
                backup.installed,
                backup.needed,
                backup.held,
                backup.on_loan,
                _(", ").join(f"{model} × {count}" for model, count in sorted(backup.served_by.items())) or None,
                backup.short or None,
            ),
            "bad" if backup.short else "",
        )
        for backup in found
    )
    return Section(_("Backups of what is in service"), titles, table_rows, _("Nothing in service needs a backup."))


def _levels(found: Sequence[Level]) -> Section:
    titles = columns(("model", _("Model")), ("minimum", pgettext("parts", "Minimum")), ("store", _("In the store")))
    table_rows = tuple(Row((level.model, level.minimum, level.held), "bad") for level in found if level.short)
    return Section(_("Below the minimum"), titles, table_rows, _("The store holds every minimum."))


def _deposits(found: Sequence[Deposit]) -> Section:
    titles = (
        Column("contract", _("Contract")),
        Column("model", _("Model")),
        Column("promised", pgettext("parts", "Promised")),
        Column("held", pgettext("parts", "Held")),
        Column("short", _("Missing")),
    )
    table_rows = tuple(
        Row(
            (
                deposit.contract,
                deposit.model,
                deposit.promised,
                deposit.held,
                (deposit.short or None) if deposit.is_due else _("not due yet"),
            ),
            "bad" if deposit.short else "" if deposit.is_due else "quiet",
        )
        for deposit in found
    )
    return Section(_("At the customers"), titles, table_rows, _("No contract promises parts at the customer's."))


def _overdue(found: Sequence[Loan], today: dt.date) -> Section:
    titles = columns(
        ("unit", pgettext("standby", "Unit")),
        ("ticket", _("Ticket")),
        ("due_on", _("Due")),
        ("overdue_days", _("Days over")),
    )
    table_rows = tuple(
        Row((loan.name, loan.ticket.id, loan.lent.due_on, loan.days_over(today)), "bad") for loan in found
    )
    return Section(_("Loans past their day"), titles, table_rows, _("No loan is past its day."))


def _found(checked: Review, today: dt.date) -> Section:
    """Give everything that was looked at, a row each, as spreadsheets want it."""
    keys = ("finding", "contract", "model", "needed", "held", "short", "ticket")
    found: list[tuple[Cell, ...]] = [
        ("backup", None, one.model, one.needed, one.held, one.short, None) for one in checked.backups
    ]
    found += [("minimum", None, one.model, one.minimum, one.held, one.short, None) for one in checked.levels]
    found += [
        ("at_customer", one.contract, one.model, one.promised, one.held, one.short, None) for one in checked.deposits
    ]
    found += [
        ("overdue_loan", None, loan.name, None, None, loan.days_over(today), loan.ticket.id) for loan in checked.overdue
    ]
    return Section("", columns(*((key, key) for key in keys)), tuple(Row(row) for row in found))


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
