"""`aftercare ticket` list, show, history: what reads tickets and loads nothing that writes."""

import datetime as dt
from typing import Annotated, get_args

import typer

from aftercare_cli.cli import completion, lookup
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.options import AsOf, Format, FormatOption, Site, TicketArgument
from aftercare_cli.cli.output import show
from aftercare_cli.cli.reports.tickets import history_report, list_report, ticket_report
from aftercare_cli.cli.times import read_day_or_time
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.text import say
from aftercare_cli.model.ticket import Ticket
from aftercare_cli.model.vocabulary import ENDED, TicketState
from aftercare_cli.rules.cycles import state_of

app = typer.Typer(rich_markup_mode=None, add_completion=False)


class NotReportedError(AftercareError):
    """A moment at which there was no such ticket."""


@app.command("list", help=_("List tickets."))
def list_tickets(
    context: typer.Context,
    is_open: Annotated[
        bool, typer.Option("--open", help=_("Only those that are neither closed nor cancelled."))
    ] = False,
    site: Site = None,
    state: Annotated[
        str | None,
        typer.Option(
            "--state",
            metavar="STATE",
            help=_("Only those in this state."),
            autocompletion=completion.ticket_states,
        ),
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help=_("Only those reported on this day or later."))
    ] = None,
    as_of: AsOf = None,
    form: FormatOption = Format.table,
) -> None:
    """List tickets as they stand."""
    session: Session = context.obj
    if state is not None:
        lookup.word(state, get_args(TicketState), say("{word} is no state of a ticket", word=state))
    settling = None
    if is_open or (state is not None and state not in ENDED):
        from aftercare_cli.cli.settling import Settling

        settling = Settling(session)
    now = session.as_of(as_of)
    place = None if site is None else lookup.site_id(session, site)
    begin = None if since is None else read_day_or_time(since, session.now, session.timezone)
    if settling is not None:
        # No settled ticket is open.
        settling.settle(now)
    chosen = []
    for ticket in session.workspace.tickets:
        stands = state_of(ticket, now)
        if ticket.reported_at > now or (place and ticket.site != place) or (begin and ticket.reported_at < begin):
            continue
        if (is_open and stands in ENDED) or (state and stands != state):
            continue
        chosen.append(ticket)
    show(list_report(session, chosen, now), form, session.timezone)
    _warn_of_unread(session)


@app.command("show", help=_("Show a ticket: how it stands, its deadlines, its history."))
def show_ticket(
    context: typer.Context, ticket: TicketArgument, as_of: AsOf = None, form: FormatOption = Format.table
) -> None:
    """Show one ticket; one file of tickets is read."""
    session: Session = context.obj
    found, now = _as_of(session, ticket, as_of)
    show(ticket_report(session, found, now), form, session.timezone)


@app.command("history", help=_("List what happened to a ticket."))
def history(
    context: typer.Context, ticket: TicketArgument, as_of: AsOf = None, form: FormatOption = Format.table
) -> None:
    """List a ticket's events."""
    session: Session = context.obj
    found, now = _as_of(session, ticket, as_of)
    show(history_report(session, found, now), form, session.timezone)


def _as_of(session: Session, wanted: str, as_of: str | None) -> tuple[Ticket, dt.datetime]:
    """Give a ticket and the moment it is looked at; raises NotReportedError for one before its report."""
    found, now = lookup.ticket(session, wanted), session.as_of(as_of)
    if as_of is not None and now < found.reported_at:
        raise NotReportedError(
            say("{ticket} was not reported yet at {time}", ticket=found.id, time=now),
            say("it was reported at {time}", time=found.reported_at),
        )
    return found, now


def _warn_of_unread(session: Session) -> None:
    from aftercare_cli.cli.unread import exit_where_unread

    exit_where_unread(session, is_about_tickets=True)
