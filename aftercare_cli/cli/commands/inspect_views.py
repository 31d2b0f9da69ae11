"""`aftercare inspect` show, list, due, plan: what reads inspections and loads nothing that writes."""

import datetime as dt
from typing import Annotated, Final, get_args

import typer

from aftercare_cli.cli import lookup
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.options import AsOf, Format, FormatOption, InspectionArgument, Since, Site, Until, Within
from aftercare_cli.cli.output import show
from aftercare_cli.cli.reports.inspections import sheet_report
from aftercare_cli.cli.reports.rounds import due_report, list_report, plan_report
from aftercare_cli.cli.sheets import inspection_of, month_named, sheet_for
from aftercare_cli.cli.times import read_day_or_time, read_horizon
from aftercare_cli.cli.unread import exit_where_unread
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.text import say
from aftercare_cli.model.values import FIRST_YEAR, LAST_YEAR
from aftercare_cli.rules.days import Days
from aftercare_cli.rules.due import AHEAD, still_due
from aftercare_cli.rules.promises import inspections
from aftercare_cli.rules.rounds import Periods, Status, judged, rounds

app = typer.Typer(rich_markup_mode=None, add_completion=False)


class WindowError(AftercareError):
    """A year or a window that cannot be."""


_LAST: Final = dt.timedelta(seconds=1)


@app.command("show", help=_("Show a sheet and what was found; --format csv gives it to fill in on the road."))
def show_inspection(
    context: typer.Context, inspection: InspectionArgument, as_of: AsOf = None, form: FormatOption = Format.table
) -> None:
    """Show one sheet."""
    session: Session = context.obj
    found = inspection_of(session, lookup.dated_record_id(session, "inspection", inspection))
    show(sheet_report(session, sheet_for(session, found), session.as_of(as_of)), form, session.timezone)


@app.command("list", help=_("List inspections that have a sheet."))
def list_inspections(
    context: typer.Context,
    site: Site = None,
    period: Annotated[
        str | None, typer.Option("--period", metavar="MONTH", help=_("Only those that count for this month."))
    ] = None,
    state: Annotated[
        str | None,
        typer.Option(
            "--state", metavar="STATE", help=_("Only those that are done, late, missed, due, upcoming or excused.")
        ),
    ] = None,
    as_of: AsOf = None,
    form: FormatOption = Format.table,
) -> None:
    """List sheets by site and period, each judged for itself."""
    session: Session = context.obj
    days = Days(session.calendars.timezone, session.as_of(as_of))
    place = None if site is None else lookup.site_id(session, site)
    month = None if period is None else month_named(period)
    if state is not None:
        lookup.word(state, get_args(Status), say("{word} is no state of an inspection", word=state))
    periods = Periods(session.workspace)
    found = []
    for sheet in session.workspace.inspections:
        counts_for = periods.of(sheet)
        if counts_for is None or place not in {None, sheet.site} or (month and not counts_for.names(month)):
            continue
        entry = judged(sheet.site, counts_for, sheet, days)
        if state in {None, entry.status}:
            found.append(entry)
    found.sort(key=lambda entry: (entry.site, entry.period.first, "" if entry.sheet is None else entry.sheet.id))
    show(list_report(session, found, days.now), form, session.timezone)
    exit_where_unread(session, "inspection")


@app.command(
    "due", help=_("List inspections that are still owed, soonest first; missed ones stay until they are made.")
)
def due(
    context: typer.Context,
    site: Site = None,
    within: Within = None,
    as_of: AsOf = None,
    form: FormatOption = Format.table,
) -> None:
    """List the promises of inspections that are still owed, with the sheets that were begun."""
    session: Session = context.obj
    now = session.as_of(as_of)
    horizon = None if within is None else read_horizon(within, now)
    place = None if site is None else lookup.site_id(session, site)
    promises = inspections.promises(session.workspace, session.calendars, now, horizon or now + AHEAD)
    owed = still_due((promise for promise in promises if place in {None, promise.site}), horizon)
    periods = Periods(session.workspace)
    begun = {
        f"{sheet.site}/{counts_for.name}": sheet.id
        for sheet in session.workspace.inspections
        if sheet.inspected_at is None and (counts_for := periods.of(sheet)) is not None
    }
    show(due_report(session, owed, begun, now), form, session.timezone)
    exit_where_unread(session, "inspection")


@app.command("plan", help=_("Show sites and months: what is done, late, missed, due, to come."))
def plan(
    context: typer.Context,
    year: Annotated[
        str | None, typer.Option("--year", metavar="YEAR", help=_("The year; this year by default."))
    ] = None,
    since: Since = None,
    until: Until = None,
    site: Site = None,
    as_of: AsOf = None,
    form: FormatOption = Format.table,
) -> None:
    """Show the rounds that are promised in a window."""
    session: Session = context.obj
    days = Days(session.calendars.timezone, session.as_of(as_of))
    first, last = _window(session, days, year, since, until)
    sites = None if site is None else [lookup.site_id(session, site)]
    found = list(rounds(session.workspace, days, first, last, sites))
    show(plan_report(session, found, days.now), form, session.timezone)
    exit_where_unread(session, "inspection")


def _window(
    session: Session, days: Days, year: str | None, since: str | None, until: str | None
) -> tuple[dt.date, dt.date]:
    """Give the first and the last day of a window: a year, or what lies between two days, of which one may do."""
    if year is not None and (since or until):
        raise WindowError(say("--year goes with neither --since nor --until"), say("leave one of them out"))
    if year is not None and not (year.isdecimal() and FIRST_YEAR <= int(year) <= LAST_YEAR):
        raise WindowError(say("{text} is not a year", text=year), say("write a year like 2026"))
    begin = None if since is None else days.of(read_day_or_time(since, session.now, session.timezone))
    end = None
    if until is not None:
        end = days.of(read_day_or_time(until, session.now, session.timezone, is_end=True) - _LAST)
    usual = int(year) if year is not None else (begin or end or days.today).year
    first, last = begin or dt.date(usual, 1, 1), end or dt.date(usual, 12, 31)
    if last < first:
        raise WindowError(say("the window ends on {last}, before it begins on {first}", last=last, first=first))
    return first, last
