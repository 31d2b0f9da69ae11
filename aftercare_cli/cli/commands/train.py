"""`aftercare train`: log, request; what shows sessions is in train_views, the plan in train_plan."""

from typing import Annotated

import msgspec
import typer

from aftercare_cli.cli import completion, lookup
from aftercare_cli.cli.adding import add_dated, change_record
from aftercare_cli.cli.commands import train_plan, train_views
from aftercare_cli.cli.commands.contract import ContractArgument
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.options import Commit, DryRun, Format, FormatOption, Note
from aftercare_cli.cli.output import show, talk
from aftercare_cli.cli.reports.coverages import after_report
from aftercare_cli.cli.reports.trainings import day_of, session_of, session_report
from aftercare_cli.cli.times import read_day
from aftercare_cli.cli.training_entry import (
    WrongRequestError,
    attendees,
    days_held,
    headcount_told,
    kind_of,
    one_or_more,
    refuse_future_day,
    refuse_held,
    request_of,
    roles_held_for,
    roles_wished_for,
    topics_of,
)
from aftercare_cli.cli.unread import tell_left_out
from aftercare_cli.model.kinds import BY_NAME
from aftercare_cli.model.service import TrainingSession
from aftercare_cli.model.text import say

app = typer.Typer(
    help=_("Training: plan, log a session, request one, coverage."),
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)
app.add_typer(train_plan.app)
app.add_typer(train_views.app)

Roles = Annotated[
    list[str] | None,
    typer.Option(
        "--role",
        metavar="ROLE",
        help=_("senior_admin, maintenance_admin or operator; may be given again."),
        autocompletion=completion.training_roles,
    ),
]
HeldFor = Annotated[
    list[str] | None,
    typer.Option(
        "--role",
        metavar="ROLE",
        help=_(
            "senior_admin, maintenance_admin or operator; may be given again. By default those of an attendance list "
            "that says one for everybody."
        ),
        autocompletion=completion.training_roles,
    ),
]
Extra = Annotated[
    list[str] | None,
    typer.Option("--extra", metavar="TITLE", help=_("Content that the curriculum does not have; may be given again.")),
]


@app.command("log", help=_("Record a training session that was held; with --request, one that was asked for."))
def log_session(
    context: typer.Context,
    contract: ContractArgument,
    start: Annotated[str, typer.Option("--start", metavar="DATE", help=_("Its first day."))],
    end: Annotated[
        str | None, typer.Option("--end", metavar="DATE", help=_("Its last day; the first by default."))
    ] = None,
    topic: Annotated[
        list[str] | None,
        typer.Option(
            "--topic",
            metavar="N",
            help=_("A topic's number in the curriculum; may be given again."),
            autocompletion=completion.topics,
        ),
    ] = None,
    extra: Extra = None,
    role: HeldFor = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            metavar="KIND",
            help=_("initial (the default), make_up or on_request."),
            autocompletion=completion.training_kinds,
        ),
    ] = None,
    place: Annotated[str | None, typer.Option("--place", metavar="TEXT", help=_("Where it was held."))] = None,
    on_site: Annotated[bool, typer.Option("--on-site", help=_("It was held at the system itself."))] = False,
    lecturer: Annotated[
        str | None,
        typer.Option("--lecturer", metavar="STAFF", help=_("Who taught."), autocompletion=completion.staff),
    ] = None,
    specialty: Annotated[
        str | None, typer.Option("--specialty", metavar="TEXT", help=_("The field that was taught."))
    ] = None,
    attendee: Annotated[
        list[str] | None,
        typer.Option("--attendee", metavar="NAME", help=_("Somebody who was there; may be given again.")),
    ] = None,
    absent: Annotated[
        list[str] | None,
        typer.Option("--absent", metavar="NAME", help=_("Somebody who was to be there; may be given again.")),
    ] = None,
    attendance: Annotated[
        str | None,
        typer.Option(
            "--attendance", metavar="FILE", help=_("An attendance list, CSV: name,unit,position,role,signed.")
        ),
    ] = None,
    headcount: Annotated[
        int | None,
        typer.Option("--headcount", metavar="N", min=1, help=_("How many were there, where names are on paper.")),
    ] = None,
    request: Annotated[
        str | None,
        typer.Option(
            "--request",
            metavar="TRAINING",
            help=_("The request that it answers: its record is filled in."),
            autocompletion=completion.sessions,
        ),
    ] = None,
    note: Note = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    form: FormatOption = Format.table,
) -> None:
    """Write the session, and show what it leaves to be done."""
    session: Session = context.obj
    agreed = lookup.contract(session, contract)
    asked = None if request is None else request_of(session, agreed, request)
    first, last = days_held(session, start, end, asked)
    people = attendees(session, attendee or [], absent or [], attendance)
    held = TrainingSession(
        id="",
        contract=agreed.id,
        role=one_or_more(roles_held_for(agreed, last, role or [], people, asked)),
        topics=topics_of(agreed, last, topic or [], extra or [], asked),
        kind=kind_of(kind, asked),
        place=place,
        on_site=True if on_site else None,
        start=first,
        end=last,
        lecturer=None if lecturer is None else lookup.staff_id(session, lecturer),
        specialty=specialty,
        headcount=headcount_told(headcount, people),
        attendees=tuple(people),
        note=note,
    )
    record_id = _write(session, held, asked, dry_run=dry_run, commit=commit)
    if not dry_run:
        show(after_report(session, session_of(session, record_id)), form, session.timezone)
        tell_left_out(session, f"records/{BY_NAME['training'].folder}")


@app.command("request", help=_("Record that the customer asks for training (free of charge), until it is held."))
def request_session(
    context: typer.Context,
    contract: ContractArgument,
    topic: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="TOPIC…", help=_("Topics' numbers in the curriculum."), autocompletion=completion.topics
        ),
    ] = None,
    extra: Extra = None,
    role: Roles = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help=_("Who asks for it."))] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help=_("When it was asked for; today by default."))
    ] = None,
    due: Annotated[
        str | None, typer.Option("--due", metavar="DATE", help=_("By when it is to be held, where that is agreed."))
    ] = None,
    note: Note = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    form: FormatOption = Format.table,
) -> None:
    """Write the request, and say how it is closed."""
    session: Session = context.obj
    agreed, today = lookup.contract(session, contract), day_of(session, session.now)
    day = today if on is None else read_day(on, session.now, session.timezone)
    refuse_future_day(session, day)
    due_on = None if due is None else read_day(due, session.now, session.timezone)
    if due_on is not None and due_on < day:
        raise WrongRequestError(
            say("{due} is before {day}, when it was asked for", due=due_on, day=day), say("correct one of the days")
        )
    topics = topics_of(agreed, day, topic or [], extra or [], None)
    wish = TrainingSession(
        id="",
        contract=agreed.id,
        role=one_or_more(roles_wished_for(agreed, day, role or [], topics)),
        topics=topics,
        kind="on_request",
        requested_on=day,
        requested_by=by,
        due_on=due_on,
        note=note,
    )
    record_id = _write(session, wish, None, dry_run=dry_run, commit=commit)
    if not dry_run:
        show(session_report(session, session_of(session, record_id)), form, session.timezone)
        talk(_("free of charge; it stays on the list until it is held"))
        line = f"aftercare train log {agreed.id} --request {record_id} --start DATE"
        talk(_("hint: {hint}").format(hint=_("then: {line}").format(line=line)))


def _write(
    session: Session, record: TrainingSession, asked: TrainingSession | None, *, dry_run: bool, commit: bool
) -> str:
    """Write a new record, or fill in the request that it answers; give its id."""
    if asked is None:
        day = record.start or record.requested_on or day_of(session, session.now)
        message = _("train {contract}: {id}").format(contract=record.contract, id="{id}")
        return add_dated(
            session,
            "training",
            day,
            lambda record_id: msgspec.structs.replace(record, id=record_id),
            message,
            dry_run=dry_run,
            commit=commit,
        )

    def filled(request: TrainingSession) -> TrainingSession:
        refuse_held(request)
        told = {key: value for key in record.__struct_fields__ if (value := getattr(record, key)) not in {None, (), ""}}
        if request.note and record.note:
            told["note"] = f"{request.note}; {record.note}"
        return msgspec.structs.replace(request, **told)

    message = _("train {contract}: {id}").format(contract=record.contract, id=asked.id)
    change_record(session, "training", asked.id, filled, message, dry_run=dry_run, commit=commit)
    return asked.id
