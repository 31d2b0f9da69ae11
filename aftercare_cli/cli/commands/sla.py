"""`aftercare sla`: whether the promises were kept."""

from enum import StrEnum
from typing import Annotated

import typer

from aftercare_cli.cli import completion
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.options import (
    AsOf,
    Backdate,
    Commit,
    ContractOption,
    DryRun,
    ExitZero,
    Format,
    FormatOption,
    PromiseOption,
    Since,
    Site,
    SubjectArgument,
    Until,
)

app = typer.Typer(
    help=_("Service levels: were the promises kept?"), no_args_is_help=True, rich_markup_mode=None, add_completion=False
)


class FailOn(StrEnum):
    """What lets a CI job fail."""

    breach = "breach"
    new_breach = "new-breach"
    at_risk = "at-risk"


@app.command("report", help=_("Every promise, met or breached, with compliance; the worst first."))
def report(
    context: typer.Context,
    since: Since = None,
    until: Until = None,
    site: Site = None,
    contract: ContractOption = None,
    promise: PromiseOption = None,
    as_of: AsOf = None,
    fail_on: Annotated[
        FailOn | None,
        typer.Option(
            "--fail-on", help=_("Exit 1 where there is such a promise: a breach, one not acknowledged, or one at risk.")
        ),
    ] = None,
    exit_zero: ExitZero = False,
    form: FormatOption = Format.table,
) -> None:
    """Judge every promise, show the report, and exit by what was asked for."""
    session: Session = context.obj
    from aftercare_cli.cli.reporting import Filters, report_levels
    from aftercare_cli.cli.unread import tell_unread
    from aftercare_cli.rules import sla

    filters = Filters(site=site, contract=contract, names=promise, since=since, until=until)
    levels = report_levels(session, as_of, filters, form)
    is_incomplete = tell_unread(session)
    is_failed = fail_on is not None and bool(sla.failures(levels.summaries, fail_on.value))
    if (is_incomplete or is_failed) and not exit_zero:
        raise typer.Exit(1)


@app.command("show", help=_("How each deadline of a ticket, or of anything else, was computed, step by step."))
def show_steps(
    context: typer.Context, subject: SubjectArgument, as_of: AsOf = None, form: FormatOption = Format.table
) -> None:
    """Show every step of the sums."""
    from aftercare_cli.cli import lookup, subjects
    from aftercare_cli.cli.output import show
    from aftercare_cli.cli.reports.explanations import explanation
    from aftercare_cli.cli.reports.tickets import promises_about
    from aftercare_cli.cli.unread import exit_where_left_out
    from aftercare_cli.rules.promises import SERVICES

    session: Session = context.obj
    now = session.as_of(as_of)
    if subjects.is_ticket(session, subject):
        ticket = lookup.ticket(session, subject)
        promises = [*promises_about(session, ticket, now), *subjects.visits_after(session, ticket, now)]
        told = explanation(session, ticket.id, (ticket.summary,), promises, now)
    else:
        promises = subjects.promises_about(session, subject, set(SERVICES), now)
        told = explanation(session, promises[0].subject, (), promises, now)
    show(told, form, session.timezone)
    if evidence := subjects.places_of_evidence(promises):
        exit_where_left_out(session, *evidence)


@app.command("acknowledge", help=_("Say why a promise was breached and what is done about it; it stays a breach."))
def acknowledge(
    context: typer.Context,
    subject: SubjectArgument,
    target: Annotated[
        str, typer.Argument(metavar="TARGET", help=_("Which promise."), autocompletion=completion.promises)
    ],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=_("Why it was breached."))],
    action: Annotated[str, typer.Option("--action", metavar="TEXT", help=_("The corrective action."))],
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="STAFF", help=_("Who looked into it."), autocompletion=completion.staff),
    ] = None,
    cycle: Annotated[
        int | None,
        typer.Option(
            "--cycle", metavar="N", help=_("Which cycle of a reopened ticket; the latest breached one by default.")
        ),
    ] = None,
    at: Annotated[str | None, typer.Option("--at", metavar="TIME", help=_("When; now by default."))] = None,
    backdate: Backdate = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    form: FormatOption = Format.table,
) -> None:
    """Record the acknowledgement."""
    from aftercare_cli.cli import acknowledging
    from aftercare_cli.cli.recording import Entry

    entry = Entry(at=at, by=by, note=None, evidence=None, backdate=backdate, dry_run=dry_run, commit=commit, form=form)
    acknowledging.acknowledge(context, subject, target, cycle, entry, reason, action)
