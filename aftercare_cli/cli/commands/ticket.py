"""`aftercare ticket`: open; what shows tickets is in ticket_views, their events are in ticket_events."""

from typing import Annotated, Final

import msgspec
import typer

from aftercare_cli.cli import completion, emergency, lookup
from aftercare_cli.cli.adding import refuse_blank, writer_of
from aftercare_cli.cli.commands import ticket_events, ticket_views
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.display import iso, visible
from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.options import At, Commit, DryRun, Format, FormatOption, SiteArgument
from aftercare_cli.cli.output import show, talk
from aftercare_cli.cli.recording import Entry, finish, refuse_future, typed_at
from aftercare_cli.cli.report import Report
from aftercare_cli.cli.reports.on_duty import fallback_documents, in_a_line, ring_now
from aftercare_cli.cli.reports.tickets import refuse_unknown_calendars, ticket_report
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.sites import Contact
from aftercare_cli.model.text import say
from aftercare_cli.model.ticket import Hazard, Ticket
from aftercare_cli.model.vocabulary import Sign
from aftercare_cli.rules.lifecycle import ImpossibleEventError, contradictions
from aftercare_cli.rules.promises.tickets import Terms
from aftercare_cli.rules.scope import refuse_out_of_scope
from aftercare_cli.store.records import Change, Writer

app = typer.Typer(
    help=_("Tickets: open one, record what happens, list, show."),
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)
app.add_typer(ticket_views.app)
app.add_typer(ticket_events.app)

_SIGNS: Final[tuple[Sign, ...]] = ("smoke", "fire", "smell")
_KINDS = ("fault", "emergency", "consultation")


class NothingSaidError(AftercareError):
    """A report that says nothing."""


class HazardError(AftercareError):
    """A sign of a hazard in a report that is said to be no emergency."""


@app.command("open", help=_("Open a ticket: a customer reports a fault, an emergency or a question."))
def open_ticket(
    context: typer.Context,
    site: SiteArgument,
    summary: Annotated[str, typer.Argument(metavar="SUMMARY", help=_("What is wrong, in the reporter's words."))],
    equipment: Annotated[
        list[str] | None,
        typer.Option(
            "--equipment",
            metavar="ID",
            help=_("What it is about; may be given again."),
            autocompletion=completion.equipment,
        ),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            metavar="KIND",
            help=_("fault, emergency or consultation."),
            autocompletion=completion.ticket_kinds,
        ),
    ] = None,
    hazard: Annotated[
        list[str] | None,
        typer.Option(
            "--hazard",
            metavar="SIGN",
            help=_("smoke, fire or smell: an emergency; prints what to do first."),
            autocompletion=completion.signs,
        ),
    ] = None,
    fault_at: Annotated[
        str | None, typer.Option("--fault-at", metavar="TIME", help=_("When the fault began, if that is known."))
    ] = None,
    at: At = None,
    reporter: Annotated[str | None, typer.Option("--reporter", metavar="NAME", help=_("Who reported it."))] = None,
    phone: Annotated[str | None, typer.Option("--phone", metavar="N", help=_("The reporter's telephone."))] = None,
    priority: Annotated[
        str | None,
        typer.Option(
            "--priority",
            metavar="P",
            help=_("A priority that the contract names."),
            autocompletion=completion.priorities,
        ),
    ] = None,
    out_of_scope: Annotated[
        str | None,
        typer.Option(
            "--out-of-scope", metavar="REASON", help=_("Why equipment that the contract does not list is served.")
        ),
    ] = None,
    record_id: Annotated[
        str | None, typer.Option("--id", metavar="ID", help=_("The ticket's id, where it was given on paper."))
    ] = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    form: FormatOption = Format.table,
) -> None:
    """Write the ticket, and show it with its deadlines."""
    session: Session = context.obj
    wanted = _kind(kind, hazard or [])
    if wanted == "emergency":
        # Before anything is read, looked up or refused: whoever stands beside the smoke waits for these lines.
        emergency.tell(session, hazard or [])
    place = lookup.site_id(session, site)
    items = tuple(_equipment(session, item, is_out_of_scope=out_of_scope is not None) for item in equipment or ())
    refuse_out_of_scope(session.workspace, place, items, out_of_scope)
    if not summary.strip():
        raise NothingSaidError(say("the summary is empty"), say("say what is wrong, in the reporter's words"))
    reported_at = session.now if at is None else session.time(at)
    refuse_future(session, reported_at)
    report = Ticket(
        id=record_id or "",
        site=place,
        equipment=items,
        out_of_scope=out_of_scope,
        kind=wanted,  # type: ignore[arg-type]  # one of the vocabulary, just looked up
        priority=priority,
        summary=summary,
        fault_at=None if fault_at is None else session.time(fault_at),
        reported_at=reported_at,
        reporter=None if reporter is None and phone is None else Contact(name=reporter, phone=phone),
        hazard=Hazard(signs=tuple(sign for sign in _SIGNS if sign in hazard)) if hazard else None,
        logged_at=typed_at(session, reported_at),
    )
    for found in contradictions(report):
        raise ImpossibleEventError(found.text)
    refuse_blank(report if record_id is not None else msgspec.structs.replace(report, id="new"))
    refuse_unknown_calendars(session, report)
    ticket, change, writer = _write(session, report, dry_run=dry_run)
    entry = Entry(at=at, by=None, note=None, evidence=None, backdate=None, dry_run=dry_run, commit=commit, form=form)
    try:
        finish(session, writer, [change], _("open {id} at {site}").format(id=ticket.id, site=place), entry)
    finally:
        # Where Git refused the commit, the ticket is open all the same.
        if not dry_run:
            told = ticket_report(session, ticket, session.now, change=_("opened"))
            show(_with_duty(session, told), form, session.timezone)
            _tell_priority(session, ticket)


def _kind(wanted: str | None, signs: list[str]) -> str:
    """Give the kind of ticket that is meant; raises HazardError for signs of a hazard that are no emergency."""
    for sign in signs:
        lookup.word(sign, _SIGNS, say("{word} is no sign of a hazard", word=sign))
    if wanted is None:
        return "emergency" if signs else "fault"
    lookup.word(wanted, _KINDS, say("{word} is no kind of ticket", word=wanted))
    if signs and wanted != "emergency":
        raise HazardError(
            say("a hazard is an emergency, not a ticket of the kind {kind}", kind=wanted),
            say("leave out --kind, or --hazard where nothing smokes, burns or smells"),
        )
    return wanted


def _write(session: Session, report: Ticket, *, dry_run: bool) -> tuple[Ticket, Change, Writer]:
    """Write the ticket under the id it has, or under a new one."""
    writer = writer_of(session, dry_run=dry_run)
    with writer.locked():
        if report.id:
            return report, writer.create("ticket", report.id, report), writer
        day = report.reported_at.astimezone(session.timezone).date()
        ticket_id, change = writer.create_dated("ticket", day, lambda new: msgspec.structs.replace(report, id=new))
    return msgspec.structs.replace(report, id=ticket_id), change, writer


def _tell_priority(session: Session, ticket: Ticket) -> None:
    """Say so where the priority changes nothing: no target of the contract has another time for it."""
    terms = Terms(session.workspace, session.calendars).of(ticket)
    if ticket.priority and terms and not any(ticket.priority in target.priority for target in terms.targets.values()):
        told = _("note: the contract has no other times for the priority {priority}")
        talk(told.format(priority=visible(ticket.priority)))


def _equipment(session: Session, wanted: str, *, is_out_of_scope: bool) -> str:
    return wanted if is_out_of_scope and wanted not in session.workspace.items else lookup.equipment_id(session, wanted)


def _with_duty(session: Session, report: Report) -> Report:
    """Add whom to ring now: the engineers on duty, else what can be rung instead."""
    ring = ring_now(session)
    document = {
        **report.document,
        "on_duty": [engineer.id for engineer in ring.engineers],
        "fallback": fallback_documents(ring),
        "as_of": iso(session.now, session.timezone),
    }
    notes = (*report.notes, in_a_line(session, ring))
    return Report(report.title, report.sections, document, report.lead, notes, report.table)
