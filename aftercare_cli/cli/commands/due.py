"""`aftercare due`: every promise that is still owed, soonest first."""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated

import typer

from aftercare_cli.cli import display
from aftercare_cli.cli.chosen import chosen
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _, ngettext
from aftercare_cli.cli.options import AsOf, CalendarFormat, CalendarFormatOption, Format, PromiseOption, Site
from aftercare_cli.cli.output import publish, show, talk
from aftercare_cli.cli.report import Column, Report, Row, Section
from aftercare_cli.cli.reports.sla import item_document, items_table
from aftercare_cli.cli.reports.tickets import due_cell, remarks, tone
from aftercare_cli.cli.unread import tell_unread
from aftercare_cli.cli.words import promise_word
from aftercare_cli.model.errors import AftercareError, InvalidValueError
from aftercare_cli.model.text import say
from aftercare_cli.model.values import read_duration
from aftercare_cli.rules.due import AHEAD, still_due
from aftercare_cli.rules.promise import Promise
from aftercare_cli.rules.promises import all_promises

app = typer.Typer(rich_markup_mode=None, add_completion=False)


class WrongDurationError(AftercareError):
    """A length of time that cannot be read."""


@app.command(
    help=_("Every promise that is still owed, soonest first; what is overdue stays on the list until it is done.")
)
def due(
    context: typer.Context,
    within: Annotated[
        str | None,
        typer.Option(
            "--within",
            metavar="DURATION",
            help=_(
                "Only what falls due in this time, such as 8h or 7d; else what runs, or begins in the next 31 days."
            ),
        ),
    ] = None,
    site: Site = None,
    promise: PromiseOption = None,
    as_of: AsOf = None,
    form: CalendarFormatOption = CalendarFormat.table,
) -> None:
    """List what is still owed."""
    session: Session = context.obj
    now = session.as_of(as_of)
    horizon = None if within is None else _horizon(now, within)
    found = list(all_promises(session.workspace, session.calendars, now, horizon or now + AHEAD))
    owed = still_due(chosen(session, found, site, None, promise, is_widened=True), horizon)
    if form is CalendarFormat.ics:
        _write_calendar(session, owed, now)
    else:
        show(_report(session, owed, now), Format(form.value), session.timezone)
    if tell_unread(session):
        raise typer.Exit(1)


def _horizon(now: dt.datetime, within: str) -> dt.datetime:
    """Give the end of the time that is looked ahead; raises WrongDurationError."""
    try:
        return now + read_duration(within)
    except InvalidValueError as error:
        raise WrongDurationError(error.text, error.hint) from None
    except OverflowError:
        raise WrongDurationError(say("{value} is longer than any promise", value=within)) from None


def _write_calendar(session: Session, owed: Sequence[Promise], now: dt.datetime) -> None:
    """Write a calendar file, and say what is not in it."""
    from aftercare_cli.cli.due_calendar import due_calendar

    publish(due_calendar(session, owed, now))
    held = sum(found.due is None for found in owed)
    if held:
        told = ngettext(
            "{count} promise is held by a pause, has no due time, and is left out",
            "{count} promises are held by a pause, have no due time, and are left out",
            held,
        )
        talk(told.format(count=held))


def _time(promise: Promise) -> str:
    """Say how a promise stands, and whether it is only an aim of our own; that it is still open goes without saying."""
    words = [word for word in remarks(promise).split(_("; ")) if word != _("still open")]
    return _("; ").join([*words, *([_("own aim")] if promise.policy else [])])


def _report(session: Session, promises: Sequence[Promise], now: dt.datetime) -> Report:
    titles = (
        Column("due_at", _("Due")),
        Column("subject", _("About")),
        Column("site", _("Site"), is_detail=True),
        Column("promise", _("Promise")),
        Column("remarks", _("Time"), may_wrap=True),
    )
    table_rows = tuple(
        Row(
            (
                due_cell(found, session.timezone),
                found.subject,
                found.site or None,
                promise_word(found.name),
                _time(found),
            ),
            tone(found),
        )
        for found in promises
    )
    count = ngettext("{count} promise is still owed", "{count} promises are still owed", len(promises)).format(
        count=len(promises)
    )
    as_of = _("{count}, as of {time}").format(count=count, time=display.moment(now, session.timezone))
    document = {
        "schema": "aftercare/due/1",
        "as_of": display.iso(now, session.timezone),
        "items": [item_document(found, session.timezone) for found in promises],
    }
    section = Section("", titles, table_rows, _("Nothing is due."))
    return Report(as_of, (section,), document, table=lambda: items_table(promises, session.timezone))
