"""`aftercare visit`: plan or record a follow-up visit, list, show, due."""

import datetime as dt
from typing import Annotated

import msgspec
import typer

from aftercare_cli.cli import completion, lookup
from aftercare_cli.cli.adding import add_dated, change_record
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _, pgettext
from aftercare_cli.cli.options import AsOf, Commit, DryRun, Format, FormatOption, Site, SiteArgument, Within
from aftercare_cli.cli.output import show
from aftercare_cli.cli.reports.visits import due_report, list_report, visit_report
from aftercare_cli.cli.times import read_day, read_day_or_time, read_horizon
from aftercare_cli.cli.unread import exit_where_left_out, exit_where_unread, tell_wrong_there
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.service import Scores, Visit
from aftercare_cli.model.text import say
from aftercare_cli.rules import visits
from aftercare_cli.rules.days import Days
from aftercare_cli.rules.due import AHEAD, still_due
from aftercare_cli.rules.promises.follow_ups import follow_ups

app = typer.Typer(
    help=_("Follow-up visits: plan or record one, list, due."),
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)

VisitArgument = Annotated[
    str,
    typer.Argument(
        metavar="VISIT",
        help=_("A follow-up visit: its id, or a unique beginning or end of it."),
        autocompletion=completion.visits,
    ),
]
TicketOption = Annotated[
    str | None,
    typer.Option(
        "--ticket", metavar="TICKET", help=_("The ticket that is followed up."), autocompletion=completion.tickets
    ),
]
On = Annotated[
    str | None,
    typer.Option("--on", metavar="DATE", help=_("The day it was made; today where something is told of it.")),
]
VisitedBy = Annotated[
    str | None, typer.Option("--by", metavar="STAFF", help=_("Who visits."), autocompletion=completion.staff)
]
With = Annotated[str | None, typer.Option("--contact", metavar="NAME", help=_("Whom of the customer's to talk with."))]
Attitude = Annotated[
    str | None, typer.Option("--attitude", metavar="N", help=_("Our people's attitude, 1 (bad) to 5 (good)."))
]
Timeliness = Annotated[str | None, typer.Option("--timeliness", metavar="N", help=_("How soon somebody came, 1 to 5."))]
Quality = Annotated[str | None, typer.Option("--quality", metavar="N", help=_("How well it was done, 1 to 5."))]
Spares = Annotated[str | None, typer.Option("--spares", metavar="N", help=_("The supply of spare parts, 1 to 5."))]
Overall = Annotated[str | None, typer.Option("--overall", metavar="N", help=_("All in all, 1 to 5."))]
Opinion = Annotated[str | None, typer.Option("--opinion", metavar="TEXT", help=_("What the customer said."))]


class WrongScoreError(AftercareError):
    """A score that is none."""


class WrongDayError(AftercareError):
    """A day on which a visit cannot have been made, or cannot be planned for."""


class NothingToldError(AftercareError):
    """A visit that is neither planned nor made, or scores of one that was not made."""


class AlreadyMadeError(AftercareError):
    """A planned visit that was recorded already."""


@app.command("new", help=_("Record a visit that was made, or plan one."))
def new(
    context: typer.Context,
    site: SiteArgument,
    ticket: TicketOption = None,
    due: Annotated[
        str | None, typer.Option("--due", metavar="DATE", help=_("The day it is planned, or was planned, for."))
    ] = None,
    on: On = None,
    by: VisitedBy = None,
    contact: With = None,
    attitude: Attitude = None,
    timeliness: Timeliness = None,
    quality: Quality = None,
    spares: Spares = None,
    overall: Overall = None,
    opinion: Opinion = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    form: FormatOption = Format.table,
) -> None:
    """Write the visit, and show what it keeps."""
    session: Session = context.obj
    scores = _scores(attitude, timeliness, quality, spares, overall)
    is_told = scores is not None or opinion is not None
    visited_on = _made_on(session, on, is_told=is_told or (contact is not None and due is None))
    due_on = None if due is None else read_day(due, session.now, session.timezone)
    _refuse_untold(session, visited_on, due_on)
    visit = Visit(
        id="",
        site=lookup.site_id(session, site),
        ticket=None if ticket is None else lookup.ticket_id(session, ticket),
        due_on=due_on,
        visited_on=visited_on,
        by=None if by is None else lookup.staff_id(session, by),
        contact=contact,
        scores=scores,
        opinion=opinion,
    )
    _refuse_wrong_ticket(session, visit)
    visit_id = add_dated(
        session,
        "visit",
        visited_on or _today(session),
        lambda new_id: msgspec.structs.replace(visit, id=new_id),
        _("follow-up visit {id}"),
        dry_run=dry_run,
        commit=commit,
    )
    if not dry_run:
        _show(
            session,
            visit_id,
            form,
            pgettext("visit", "planned") if visited_on is None else pgettext("visit", "recorded"),
        )


@app.command("record", help=_("Record a planned visit as made."))
def record(
    context: typer.Context,
    visit: VisitArgument,
    on: On = None,
    by: VisitedBy = None,
    contact: With = None,
    attitude: Attitude = None,
    timeliness: Timeliness = None,
    quality: Quality = None,
    spares: Spares = None,
    overall: Overall = None,
    opinion: Opinion = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    form: FormatOption = Format.table,
) -> None:
    """Fill in what was found, today or on a day before."""
    session: Session = context.obj
    visit_id = lookup.dated_record_id(session, "visit", visit)
    told = {
        "visited_on": _made_on(session, on, is_told=True),
        "by": None if by is None else lookup.staff_id(session, by),
        "contact": contact,
        "scores": _scores(attitude, timeliness, quality, spares, overall),
        "opinion": opinion,
    }
    facts = {key: value for key, value in told.items() if value is not None}

    def made(planned: Visit) -> Visit:
        if planned.visited_on is not None:
            raise AlreadyMadeError(
                say("{id} was made on {day} already", id=planned.id, day=planned.visited_on),
                say("aftercare visit new records another visit"),
            )
        after: Visit = msgspec.structs.replace(planned, **facts)
        _refuse_wrong_ticket(session, after)
        return after

    message = _("{id}: visited").format(id=visit_id)
    change_record(session, "visit", visit_id, made, message, dry_run=dry_run, commit=commit)
    if not dry_run:
        _show(session, visit_id, form, pgettext("visit", "recorded"))


@app.command("list", help=_("List follow-up visits, and what customers thought of the service."))
def list_visits(
    context: typer.Context,
    is_open: Annotated[bool, typer.Option("--open", help=_("Only those that are planned and not made yet."))] = False,
    site: Site = None,
    ticket: TicketOption = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help=_("Only those made, or due, on this day or later."))
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help=_("Only those made, or due, on this day or earlier."))
    ] = None,
    as_of: AsOf = None,
    form: FormatOption = Format.table,
) -> None:
    """List visits in the order of their days."""
    session: Session = context.obj
    now = session.as_of(as_of)
    days = Days(session.calendars.timezone, now)
    place = None if site is None else lookup.site_id(session, site)
    about = None if ticket is None else lookup.ticket_id(session, ticket)
    begin = None if since is None else read_day_or_time(since, session.now, session.timezone)
    end = None if until is None else read_day_or_time(until, session.now, session.timezone, is_end=True)
    chosen = [
        visit
        for visit in visits.as_of(session.workspace.visits, days.today)
        if (place is None or visit.site == place)
        and (about is None or visit.ticket == about)
        and not (is_open and visit.visited_on is not None)
        and (begin is None or days.end(visits.day_of(visit)) >= begin)
        and (end is None or days.begin(visits.day_of(visit)) < end)
    ]
    chosen.sort(key=lambda visit: (visits.day_of(visit), visit.id))
    show(list_report(session, chosen, now), form, session.timezone)
    exit_where_left_out(session)


@app.command("show", help=_("Show a follow-up visit: its scores, and which promise it kept."))
def show_visit(context: typer.Context, visit: VisitArgument, form: FormatOption = Format.table) -> None:
    """Show one visit."""
    session: Session = context.obj
    if _show(session, lookup.dated_record_id(session, "visit", visit), form):
        raise typer.Exit(1)


@app.command("due", help=_("Follow-up visits that are still owed, soonest first."))
def due_visits(
    context: typer.Context,
    site: Site = None,
    within: Within = None,
    as_of: AsOf = None,
    form: FormatOption = Format.table,
) -> None:
    """List what is owed after tickets, to sites, and by plans."""
    session: Session = context.obj
    now = session.as_of(as_of)
    place = None if site is None else lookup.site_id(session, site)
    horizon = None if within is None else read_horizon(within, now)
    found = list(follow_ups(session.workspace, session.calendars, now, horizon or now + AHEAD))
    owed = still_due((one.promise for one in found if place in {None, one.promise.site}), horizon)
    plans = {(one.promise.subject, one.promise.cycle): one.plan.id for one in found if one.plan is not None}
    show(due_report(session, owed, plans, now), form, session.timezone)
    exit_where_unread(session, "visit", "ticket")


def _show(session: Session, visit_id: str, form: Format, change: str = "") -> bool:
    """Show a visit, and what is due there; say whether records that this rests on are wrong, which is told, too."""
    visit = session.workspace.read("visit", visit_id)
    assert isinstance(visit, Visit)  # noqa: S101 - its kind says so
    show(visit_report(session, visit, session.now, change), form, session.timezone)
    return tell_wrong_there(session, "visit", visit.id, visit.site, "visit", "ticket")


def _today(session: Session) -> dt.date:
    return session.now.astimezone(session.timezone).date()


def _scores(*given: str | None) -> Scores | None:
    """Give the scores, in the order of the questions; raises WrongScoreError."""
    for score in given:
        if score not in {None, "1", "2", "3", "4", "5"}:
            raise WrongScoreError(
                say("{score} is no score", score=score), say("a score is 1, 2, 3, 4 or 5; 5 is the best")
            )
    scores = msgspec.convert(dict(zip(visits.QUESTIONS, given, strict=True)), Scores)
    return None if scores == Scores() else scores


def _made_on(session: Session, on: str | None, *, is_told: bool) -> dt.date | None:
    """Give the day a visit was made: today, where no day is given and something is told of it."""
    if on is None:
        return _today(session) if is_told else None
    day = read_day(on, session.now, session.timezone)
    if day > _today(session):
        raise WrongDayError(
            say("{day} has not come yet: it is {today}", day=day, today=_today(session)),
            say("plan the visit with --due, and record it when it was made"),
        )
    return day


def _refuse_untold(session: Session, visited_on: dt.date | None, due_on: dt.date | None) -> None:
    """Refuse a visit that is neither made nor planned, and a plan for the past."""
    if visited_on is None and due_on is None:
        raise NothingToldError(
            say("nothing says whether the visit was made"),
            say("give --on and what the customer said for one that was made, --due for one that is planned"),
        )
    if visited_on is None and due_on is not None and due_on < _today(session):
        raise WrongDayError(
            say("a visit cannot be planned for {day}: that day is over", day=due_on),
            say("give --on too where it was made late: it counts for the day it was due"),
        )


def _refuse_wrong_ticket(session: Session, visit: Visit) -> None:
    """Raise WrongVisitError where the visit cannot follow up its ticket."""
    day = visit.visited_on or visit.due_on
    if visit.ticket is not None and day is not None:
        days = Days(session.calendars.timezone, session.now)
        visits.refuse_wrong_ticket(session.workspace.ticket(visit.ticket), visit.site, day, days)
