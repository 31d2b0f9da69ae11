"""`aftercare due`: every promise that is still owed, soonest first."""

import datetime as dt
from typing import Annotated

import typer

from aftercare_cli.cli import display, lookup
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _, ngettext
from aftercare_cli.cli.options import AsOf, Format, FormatOption, Site
from aftercare_cli.cli.output import show
from aftercare_cli.cli.report import Report, Row, Section, columns
from aftercare_cli.cli.sla_reports import item_document, items_table
from aftercare_cli.cli.tickets import remarks, tone
from aftercare_cli.cli.unread import tell_unread
from aftercare_cli.cli.words import promise_word
from aftercare_cli.model.errors import AftercareError, InvalidValueError
from aftercare_cli.model.values import read_duration
from aftercare_cli.rules.due import still_due
from aftercare_cli.rules.promise import Promise
from aftercare_cli.rules.promises import all_promises

app = typer.Typer(rich_markup_mode=None, add_completion=False)


class WrongDurationError(AftercareError):
    """A length of time that cannot be read."""


@app.command(
    help=_(
        "Promises about tickets that are still owed, soonest first; what is overdue stays on the list until it is done."
    )
)
def due(
    context: typer.Context,
    within: Annotated[
        str | None,
        typer.Option("--within", metavar="DURATION", help=_("Only what falls due in this time, such as 8h or 7d.")),
    ] = None,
    site: Site = None,
    as_of: AsOf = None,
    form: FormatOption = Format.table,
) -> None:
    """List what is still owed."""
    session: Session = context.obj
    now = session.as_of(as_of)
    try:
        horizon = None if within is None else now + read_duration(within)
    except InvalidValueError as error:
        raise WrongDurationError(error.text, error.hint) from None
    place = None if site is None else lookup.site_id(session, site)
    promises = [
        found
        for found in all_promises(session.workspace, session.calendars, now)
        if place is None or found.site == place
    ]
    show(_report(session, still_due(promises, horizon), now), form, session.timezone)
    if tell_unread(session):
        raise typer.Exit(1)


def _time(promise: Promise) -> str:
    """Say how a promise stands, and whether it is only an aim of our own."""
    return _("; ").join([remarks(promise), *([_("own aim")] if promise.policy else [])])


def _report(session: Session, promises: list[Promise], now: dt.datetime) -> Report:
    titles = columns(
        ("due_at", _("Due")),
        ("subject", _("Ticket")),
        ("site", _("Site")),
        ("promise", _("Promise")),
        ("remarks", _("Time")),
    )
    table_rows = tuple(
        Row((found.due, found.subject, found.site, promise_word(found.name), _time(found)), tone(found))
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
