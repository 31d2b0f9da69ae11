"""Spares as a report: whether what is there is what was promised."""

import datetime as dt
from collections.abc import Sequence

from aftercare_cli.cli import display
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _, ngettext, pgettext
from aftercare_cli.cli.report import Cell, Column, Report, Row, Section, columns
from aftercare_cli.cli.reports.spares import loan_document
from aftercare_cli.rules.backups import Backup, Deposit, Level, Review
from aftercare_cli.rules.calendars import local_day
from aftercare_cli.rules.stock import Loan


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
