"""`aftercare due`: every promise that is still owed, soonest first."""

import datetime as dt
from collections.abc import Sequence

import typer

from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _, ngettext
from aftercare_cli.cli.options import AsOf, CalendarFormat, CalendarFormatOption, Format, PromiseOption, Site, Within
from aftercare_cli.cli.output import publish, show, talk
from aftercare_cli.cli.report import Column, Report
from aftercare_cli.cli.reports.owed import owed_report, owed_words
from aftercare_cli.cli.reports.tickets import due_cell
from aftercare_cli.cli.selection import chosen
from aftercare_cli.cli.settling import Settling
from aftercare_cli.cli.times import read_horizon
from aftercare_cli.cli.unread import exit_where_unread
from aftercare_cli.cli.words import promise_word
from aftercare_cli.rules.due import AHEAD, still_due
from aftercare_cli.rules.promise import Promise
from aftercare_cli.rules.promises import all_promises

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(
    help=_("Every promise that is still owed, soonest first; what is overdue stays on the list until it is done.")
)
def due(
    context: typer.Context,
    within: Within = None,
    site: Site = None,
    promise: PromiseOption = None,
    as_of: AsOf = None,
    form: CalendarFormatOption = CalendarFormat.table,
) -> None:
    """List what is still owed."""
    session: Session = context.obj
    settling = Settling(session)
    now = session.as_of(as_of)
    horizon = None if within is None else read_horizon(within, now)
    # Nothing is owed about a settled ticket.
    settled = settling.settle(now)
    names = () if settled is None else [each.promise for each in settled.total.summaries]
    found = list(all_promises(session.workspace, session.calendars, now, horizon or now + AHEAD))
    owed = still_due(chosen(session, found, site, None, promise, is_widened=True, others=names), horizon)
    if form is CalendarFormat.ics:
        _write_calendar(session, owed, now)
    else:
        show(_report(session, owed, now), Format(form.value), session.timezone)
    exit_where_unread(session)


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


def _report(session: Session, owed: Sequence[Promise], now: dt.datetime) -> Report:
    count = ngettext("{count} promise is still owed", "{count} promises are still owed", len(owed))
    return owed_report(
        session,
        owed,
        now,
        schema="aftercare/due/1",
        count=count.format(count=len(owed)),
        titles=(
            Column("due_at", _("Due")),
            Column("subject", _("About")),
            Column("site", _("Site"), is_detail=True),
            Column("promise", _("Promise")),
            Column("remarks", _("Time"), may_wrap=True),
        ),
        cells=lambda promise: (
            due_cell(promise, session.timezone),
            promise.subject,
            promise.site or None,
            promise_word(promise.name),
            _("; ").join(word for word in (owed_words(promise), _("own aim") if promise.policy else "") if word),
        ),
        empty=_("Nothing is due."),
    )
