"""`aftercare roster`: who is on duty when, what is left open, whom to ring."""

import datetime as dt
from typing import Annotated, Final

import typer

from aftercare_cli.cli import completion, lookup
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.options import AsOf, ExitZero, Format, FormatOption
from aftercare_cli.cli.output import show
from aftercare_cli.cli.times import read_day_or_time
from aftercare_cli.cli.unread import exit_where_left_out, tell_left_out
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.text import say
from aftercare_cli.model.values import FIRST_YEAR, LAST_YEAR
from aftercare_cli.rules.calendars import Stretch
from aftercare_cli.rules.days import Days
from aftercare_cli.rules.roster import NEEDS, extent, shifts, watches

app = typer.Typer(
    help=_("The roster: show, check, who is on duty."),
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)

_AHEAD: Final = dt.timedelta(days=14)
"""How far is looked where nothing says until when."""
_SECOND: Final = dt.timedelta(seconds=1)


class WrongRosterWindowError(AftercareError):
    """A window that ends before it begins."""


@app.command("show", help=_("Who is on duty, day by day; what is left open shows as missing."))
def show_roster(
    context: typer.Context,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help=_("From this day or moment on; today by default."))
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DATE", help=_("Up to this day or moment; for 14 days by default.")),
    ] = None,
    person: Annotated[
        str | None,
        typer.Option(
            "--person", metavar="STAFF", help=_("Only when this person is on duty."), autocompletion=completion.staff
        ),
    ] = None,
    role: Annotated[
        str | None, typer.Option("--role", metavar="ROLE", help=_("Only this role."), autocompletion=completion.roles)
    ] = None,
    as_of: AsOf = None,
    form: FormatOption = Format.table,
) -> None:
    """Show the roster of the days to come."""
    from aftercare_cli.cli.reports.roster_days import show_report

    session: Session = context.obj
    now = session.as_of(as_of)
    window = _window(session, since, until, (_today(session, now), _today(session, now) + _AHEAD))
    wanted = None if person is None else _person(session, person)
    if role is not None:
        lookup.word(role, [need.role for need in NEEDS], say("{word} is no role", word=role))
    found = [
        watch
        for watch in shifts(watches(session.workspace, session.calendars.working_days(), *window))
        if role in {None, watch.role} and (wanted is None or wanted in watch.people)
    ]
    show(show_report(session, window, found), form, session.timezone)
    exit_where_left_out(session)


@app.command(
    "check", help=_("Gaps, double bookings and rows that look wrong; exits 1 where a gap or one booked twice is.")
)
def check_roster(
    context: typer.Context,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DATE", help=_("From this day or moment on; the first row's by default.")),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DATE", help=_("Up to this day or moment; the last row's by default.")),
    ] = None,
    as_of: AsOf = None,
    exit_zero: ExitZero = False,
    form: FormatOption = Format.table,
) -> None:
    """Check the roster, and exit by what was found."""
    from aftercare_cli.cli.reports.rosters import check_report, review

    session: Session = context.obj
    now = session.as_of(as_of)
    today = _today(session, now)
    checked = review(
        session, _window(session, since, until, extent(session.workspace.roster) or (today, today + _AHEAD))
    )
    show(check_report(session, checked, now), form, session.timezone)
    is_incomplete = tell_left_out(session)
    if (is_incomplete or checked.gaps or checked.double) and not exit_zero:
        raise typer.Exit(1)


@app.command("on-duty", help=_("Whom to ring now, from the top; exits 1 where no engineer is on duty."))
def on_duty(
    context: typer.Context,
    at: Annotated[
        str | None, typer.Option("--at", metavar="TIME", help=_("At this moment, past or to come, instead of now."))
    ] = None,
    form: FormatOption = Format.table,
) -> None:
    """Show who is on duty, or whom to ring instead."""
    from aftercare_cli.cli.reports.on_duty import duty_report, ring_at

    session: Session = context.obj
    moment = session.as_of(at)
    ring = ring_at(session, moment)
    show(duty_report(session, ring, moment), form, session.timezone)
    is_incomplete = tell_left_out(session)
    # Where working time cannot be told, what is known was shown first; this says why.
    session.calendars.working_days()
    if is_incomplete or not ring.engineers:
        raise typer.Exit(1)


def _window(session: Session, since: str | None, until: str | None, usual: Stretch) -> Stretch:
    """Give the window that is asked for; an end that is not is the usual one, or 14 days off where that is behind."""
    begin, end = usual
    if since is not None:
        begin = read_day_or_time(since, session.now, session.timezone)
    if until is not None:
        end = _end(session, until)
    for moment in (begin, end):
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise WrongRosterWindowError(
                say("the year {year} is no year of a record", year=moment.year),
                say("years run from {first} to {last}", first=FIRST_YEAR, last=LAST_YEAR),
            )
    if begin < end:
        return begin, end
    if until is None:
        return begin, begin + _AHEAD
    if since is None:
        return end - _AHEAD, end
    raise WrongRosterWindowError(
        say("{since} is later than {until}", since=since, until=until), say("swap --since and --until")
    )


def _end(session: Session, until: str) -> dt.datetime:
    """Give the end of a window: a day's is the next midnight; a moment is the end itself, as in the roster's rows."""
    moment = read_day_or_time(until, session.now, session.timezone)
    end = read_day_or_time(until, session.now, session.timezone, is_end=True)
    return moment if end - moment <= _SECOND else end


def _today(session: Session, now: dt.datetime) -> dt.datetime:
    days = Days(session.calendars.timezone, now)
    return days.begin(days.today).astimezone(dt.UTC)


def _person(session: Session, wanted: str) -> str:
    """Give the id of somebody who is in staff.yaml or in the roster."""
    known = dict.fromkeys([*(session.workspace.staff or {}), *(duty.person for duty in session.workspace.roster)])
    return lookup.pick(wanted, list(known), say("nobody here is called {wanted}", wanted=wanted))
