"""One command per event of a ticket: options into facts, nothing else."""

import datetime as dt
from collections.abc import Callable
from typing import Annotated, TypeVar

import typer

from aftercare_cli.cli import completion, lookup
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.options import (
    At,
    Backdate,
    By,
    Commit,
    DryRun,
    Evidence,
    Format,
    FormatOption,
    Note,
    TicketArgument,
)
from aftercare_cli.cli.recording import Entry, optional, record
from aftercare_cli.model import ticket as events
from aftercare_cli.model.errors import AftercareError, InvalidValueError
from aftercare_cli.model.text import say
from aftercare_cli.model.values import read_date, read_money, read_positive
from aftercare_cli.rules.promises.tickets import Terms

app = typer.Typer(rich_markup_mode=None, add_completion=False)

Value = TypeVar("Value")

_CAUSES = ("quality", "ageing", "human_damage", "software", "operation", "environment", "unknown")
_HEADS = ("travel", "machinery", "equipment")

Cause = Annotated[
    str | None,
    typer.Option(
        "--cause",
        metavar="CAUSE",
        help=_("quality, ageing, human_damage, software, operation, environment or unknown."),
    ),
]
SparesNeeded = Annotated[
    bool | None, typer.Option("--spares-needed/--no-spares-needed", help=_("Whether the fault needs spare parts."))
]
Unit = Annotated[str | None, typer.Option("--unit", metavar="SERIAL", help=_("The unit's serial number."))]
Model = Annotated[str | None, typer.Option("--model", metavar="MODEL", help=_("The unit's model."))]
Condition = Annotated[str | None, typer.Option("--condition", metavar="TEXT", help=_("The condition it is in."))]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help=_("Why."))]
FaultAt = Annotated[
    str | None, typer.Option("--fault-at", metavar="TIME", help=_("When the fault began again, if that is known."))
]


class WrongOptionError(AftercareError):
    """An option's value that an event cannot hold."""


@app.command("answer", help=_("An engineer spoke to the customer."))
def answer(
    context: typer.Context,
    ticket: TicketArgument,
    at: At = None,
    by: By = None,
    note: Note = None,
    evidence: Evidence = None,
    backdate: Backdate = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    form: FormatOption = Format.table,
) -> None:
    """Record that the event happened."""
    record(
        context,
        ticket,
        Entry(at=at, by=by, note=note, evidence=evidence, backdate=backdate, dry_run=dry_run, commit=commit, form=form),
        events.Answered,
    )


@app.command("dispatch", help=_("An engineer was sent."))
def dispatch(
    context: typer.Context,
    ticket: TicketArgument,
    at: At = None,
    by: By = None,
    note: Note = None,
    evidence: Evidence = None,
    backdate: Backdate = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    form: FormatOption = Format.table,
) -> None:
    """Record that the event happened."""
    record(
        context,
        ticket,
        Entry(at=at, by=by, note=note, evidence=evidence, backdate=backdate, dry_run=dry_run, commit=commit, form=form),
        events.Dispatched,
    )


@app.command("arrive", help=_("An engineer stands at the gate."))
def arrive(
    context: typer.Context,
    ticket: TicketArgument,
    at: At = None,
    by: By = None,
    note: Note = None,
    evidence: Evidence = None,
    backdate: Backdate = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    form: FormatOption = Format.table,
) -> None:
    """Record that the event happened."""
    record(
        context,
        ticket,
        Entry(at=at, by=by, note=note, evidence=evidence, backdate=backdate, dry_run=dry_run, commit=commit, form=form),
        events.Arrived,
    )


@app.command("diagnose", help=_("What is wrong, and whether it needs spares."))
def diagnose(
    context: typer.Context,
    ticket: TicketArgument,
    cause: Cause = None,
    spares_needed: SparesNeeded = None,
    at: At = None,
    by: By = None,
    note: Note = None,
    evidence: Evidence = None,
    backdate: Backdate = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    form: FormatOption = Format.table,
) -> None:
    """Record that the event happened."""
    record(
        context,
        ticket,
        Entry(at=at, by=by, note=note, evidence=evidence, backdate=backdate, dry_run=dry_run, commit=commit, form=form),
        events.Diagnosed,
        **optional(cause=_cause(cause), spares_needed=spares_needed),
    )


@app.command("spares", help=_("The spare parts are on site."))
def spares(
    context: typer.Context,
    ticket: TicketArgument,
    at: At = None,
    by: By = None,
    note: Note = None,
    evidence: Evidence = None,
    backdate: Backdate = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    form: FormatOption = Format.table,
) -> None:
    """Record that the event happened."""
    record(
        context,
        ticket,
        Entry(at=at, by=by, note=note, evidence=evidence, backdate=backdate, dry_run=dry_run, commit=commit, form=form),
        events.SparesOnSite,
    )


@app.command("standby", help=_("A standby unit of the same grade or better works."))
def standby(
    context: typer.Context,
    ticket: TicketArgument,
    unit: Unit = None,
    model: Model = None,
    due_on: Annotated[
        str | None, typer.Option("--due-on", metavar="DATE", help=_("When the unit is to come back."))
    ] = None,
    condition: Condition = None,
    at: At = None,
    by: By = None,
    note: Note = None,
    evidence: Evidence = None,
    backdate: Backdate = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    form: FormatOption = Format.table,
) -> None:
    """Record that the event happened."""
    record(
        context,
        ticket,
        Entry(at=at, by=by, note=note, evidence=evidence, backdate=backdate, dry_run=dry_run, commit=commit, form=form),
        events.StandbyInService,
        **optional(unit=unit, model=model, due_on=_value(read_date, due_on), condition=condition),
    )


@app.command("return-standby", help=_("The standby unit is back."))
def return_standby(
    context: typer.Context,
    ticket: TicketArgument,
    unit: Unit = None,
    condition: Condition = None,
    at: At = None,
    by: By = None,
    note: Note = None,
    evidence: Evidence = None,
    backdate: Backdate = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    form: FormatOption = Format.table,
) -> None:
    """Record that the event happened."""
    record(
        context,
        ticket,
        Entry(at=at, by=by, note=note, evidence=evidence, backdate=backdate, dry_run=dry_run, commit=commit, form=form),
        events.StandbyReturned,
        **optional(unit=unit, condition=condition),
    )


@app.command("pause", help=_("Work cannot go on, for a reason that the contract may allow."))
def pause(
    context: typer.Context,
    ticket: TicketArgument,
    reason: Annotated[
        str,
        typer.Option(
            "--reason",
            metavar="REASON",
            help=_("Why: owner_access, owner_request, force_majeure …"),
            autocompletion=completion.pause_reasons,
        ),
    ],
    at: At = None,
    by: By = None,
    note: Note = None,
    evidence: Evidence = None,
    backdate: Backdate = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    form: FormatOption = Format.table,
) -> None:
    """Record that the event happened."""
    record(
        context,
        ticket,
        Entry(at=at, by=by, note=note, evidence=evidence, backdate=backdate, dry_run=dry_run, commit=commit, form=form),
        events.Paused,
        **optional(reason=reason),
    )


@app.command("resume", help=_("Work goes on."))
def resume(
    context: typer.Context,
    ticket: TicketArgument,
    at: At = None,
    by: By = None,
    note: Note = None,
    evidence: Evidence = None,
    backdate: Backdate = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    form: FormatOption = Format.table,
) -> None:
    """Record that the event happened."""
    record(
        context,
        ticket,
        Entry(at=at, by=by, note=note, evidence=evidence, backdate=backdate, dry_run=dry_run, commit=commit, form=form),
        events.Resumed,
    )


@app.command("replace", help=_("A unit was replaced."))
def replace(
    context: typer.Context,
    ticket: TicketArgument,
    model: Annotated[str, typer.Option("--model", metavar="MODEL", help=_("The new unit's model."))],
    old: Annotated[str | None, typer.Option("--old", metavar="SERIAL", help=_("The old unit's serial number."))] = None,
    new: Annotated[str | None, typer.Option("--new", metavar="SERIAL", help=_("The new unit's serial number."))] = None,
    quantity: Annotated[str, typer.Option("--quantity", metavar="N", help=_("How many."))] = "1",
    quoted: Annotated[
        str | None, typer.Option("--quoted", metavar="AMOUNT", help=_("The unit price it was offered at."))
    ] = None,
    at: At = None,
    by: By = None,
    note: Note = None,
    evidence: Evidence = None,
    backdate: Backdate = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    form: FormatOption = Format.table,
) -> None:
    """Record that the event happened."""
    record(
        context,
        ticket,
        Entry(at=at, by=by, note=note, evidence=evidence, backdate=backdate, dry_run=dry_run, commit=commit, form=form),
        events.Replaced,
        **optional(
            model=model, old=old, new=new, quantity=_value(read_positive, quantity), quoted=_value(read_money, quoted)
        ),
    )


@app.command("charge", help=_("Customer and provider agreed on a charge."))
def charge(
    context: typer.Context,
    ticket: TicketArgument,
    head: Annotated[str, typer.Option("--head", metavar="HEAD", help=_("travel, machinery or equipment."))],
    amount: Annotated[str, typer.Option("--amount", metavar="AMOUNT", help=_("How much, with two decimals."))],
    agreed_by: Annotated[
        str | None, typer.Option("--agreed-by", metavar="NAME", help=_("Who agreed for the customer."))
    ] = None,
    item: Annotated[str | None, typer.Option("--item", metavar="TEXT", help=_("What for."))] = None,
    at: At = None,
    by: By = None,
    note: Note = None,
    evidence: Evidence = None,
    backdate: Backdate = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    form: FormatOption = Format.table,
) -> None:
    """Record that the event happened."""
    record(
        context,
        ticket,
        Entry(at=at, by=by, note=note, evidence=evidence, backdate=backdate, dry_run=dry_run, commit=commit, form=form),
        events.ChargeAgreed,
        **optional(
            head=lookup.word(head, _HEADS, say("{word} is no head of charge", word=head)),
            amount=_value(read_money, amount),
            agreed_by=agreed_by,
            item=item,
        ),
    )


@app.command("restore", help=_("Service is back, also by a bypass or a standby unit."))
def restore(
    context: typer.Context,
    ticket: TicketArgument,
    at: At = None,
    by: By = None,
    note: Note = None,
    evidence: Evidence = None,
    backdate: Backdate = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    form: FormatOption = Format.table,
) -> None:
    """Record that the event happened."""
    record(
        context,
        ticket,
        Entry(at=at, by=by, note=note, evidence=evidence, backdate=backdate, dry_run=dry_run, commit=commit, form=form),
        events.Restored,
    )


@app.command("resolve", help=_("The cause is removed."))
def resolve(
    context: typer.Context,
    ticket: TicketArgument,
    cause: Cause = None,
    at: At = None,
    by: By = None,
    note: Note = None,
    evidence: Evidence = None,
    backdate: Backdate = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    form: FormatOption = Format.table,
) -> None:
    """Record that the event happened."""
    record(
        context,
        ticket,
        Entry(at=at, by=by, note=note, evidence=evidence, backdate=backdate, dry_run=dry_run, commit=commit, form=form),
        events.Resolved,
        **optional(cause=_cause(cause)),
    )


@app.command("close", help=_("The ticket is filed."))
def close(
    context: typer.Context,
    ticket: TicketArgument,
    signed_by: Annotated[
        str | None, typer.Option("--signed-by", metavar="NAME", help=_("Who signed for the customer."))
    ] = None,
    at: At = None,
    by: By = None,
    note: Note = None,
    evidence: Evidence = None,
    backdate: Backdate = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    form: FormatOption = Format.table,
) -> None:
    """Record that the event happened."""
    record(
        context,
        ticket,
        Entry(at=at, by=by, note=note, evidence=evidence, backdate=backdate, dry_run=dry_run, commit=commit, form=form),
        events.Closed,
        **optional(signed_by=signed_by),
    )


@app.command("reopen", help=_("The fault is back: a new cycle with clocks of its own."))
def reopen(
    context: typer.Context,
    ticket: TicketArgument,
    reason: Reason,
    fault_at: FaultAt = None,
    spares_needed: SparesNeeded = None,
    at: At = None,
    by: By = None,
    note: Note = None,
    evidence: Evidence = None,
    backdate: Backdate = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    form: FormatOption = Format.table,
) -> None:
    """Record that the event happened."""
    record(
        context,
        ticket,
        Entry(at=at, by=by, note=note, evidence=evidence, backdate=backdate, dry_run=dry_run, commit=commit, form=form),
        events.Reopened,
        **optional(reason=reason, fault_at=_time(context, fault_at), spares_needed=spares_needed),
    )


@app.command("cancel", help=_("The report is withdrawn."))
def cancel(
    context: typer.Context,
    ticket: TicketArgument,
    reason: Reason,
    at: At = None,
    by: By = None,
    note: Note = None,
    evidence: Evidence = None,
    backdate: Backdate = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    form: FormatOption = Format.table,
) -> None:
    """Record that the event happened."""
    record(
        context,
        ticket,
        Entry(at=at, by=by, note=note, evidence=evidence, backdate=backdate, dry_run=dry_run, commit=commit, form=form),
        events.Cancelled,
        **optional(reason=reason),
    )


@app.command("excuse", help=_("The customer agreed to an exception from a target."))
def excuse(
    context: typer.Context,
    ticket: TicketArgument,
    target: Annotated[
        str, typer.Option("--target", metavar="TARGET", help=_("Which promise."), autocompletion=completion.targets)
    ],
    agreed_by: Annotated[str, typer.Option("--agreed-by", metavar="NAME", help=_("Who agreed for the customer."))],
    reason: Reason,
    at: At = None,
    by: By = None,
    note: Note = None,
    evidence: Evidence = None,
    backdate: Backdate = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    form: FormatOption = Format.table,
) -> None:
    """Record that the event happened."""
    record(
        context,
        ticket,
        Entry(at=at, by=by, note=note, evidence=evidence, backdate=backdate, dry_run=dry_run, commit=commit, form=form),
        events.Excused,
        **optional(target=_target(context, ticket, target), agreed_by=agreed_by, reason=reason),
    )


@app.command("note", help=_("A remark."))
def remark(
    context: typer.Context,
    ticket: TicketArgument,
    text: Annotated[str, typer.Argument(metavar="TEXT", help=_("The remark."))],
    at: At = None,
    by: By = None,
    evidence: Evidence = None,
    backdate: Backdate = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    form: FormatOption = Format.table,
) -> None:
    """Record that the event happened."""
    record(
        context,
        ticket,
        Entry(at=at, by=by, note=text, evidence=evidence, backdate=backdate, dry_run=dry_run, commit=commit, form=form),
        events.Noted,
    )


def _cause(cause: str | None) -> str | None:
    return None if cause is None else lookup.word(cause, _CAUSES, say("{word} is no cause", word=cause))


def _value(read: Callable[[object], Value], text: str | None) -> Value | None:
    try:
        return None if text is None else read(text)
    except InvalidValueError as error:
        raise WrongOptionError(error.text, error.hint) from None


def _time(context: typer.Context, text: str | None) -> dt.datetime | None:
    session: Session = context.obj
    return None if text is None else session.time(text)


def _target(context: typer.Context, ticket: str, target: str) -> str:
    session: Session = context.obj
    terms = Terms(session.workspace, session.calendars).of(lookup.ticket(session, ticket))
    known = tuple(terms.targets) if terms is not None else ()
    return lookup.word(target, known, say("the contract has no target called {target}", target=target))
