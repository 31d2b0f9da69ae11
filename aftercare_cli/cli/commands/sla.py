"""`aftercare sla`: whether the promises were kept."""

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

import typer

from aftercare_cli.cli import completion, lookup
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
    Since,
    Site,
    TicketArgument,
    Until,
)
from aftercare_cli.cli.output import show
from aftercare_cli.cli.recording import Entry, record
from aftercare_cli.cli.sla_reports import explanation, service_levels
from aftercare_cli.cli.tickets import promises_about
from aftercare_cli.cli.times import read_day_or_time
from aftercare_cli.cli.unread import tell_unread
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.text import say
from aftercare_cli.model.ticket import Acknowledged
from aftercare_cli.rules import sla
from aftercare_cli.rules.promise import Promise
from aftercare_cli.rules.promises import all_promises

app = typer.Typer(
    help=_("Service levels: were the promises kept?"), no_args_is_help=True, rich_markup_mode=None, add_completion=False
)


class FailOn(StrEnum):
    """What lets a CI job fail."""

    breach = "breach"
    new_breach = "new-breach"
    at_risk = "at-risk"


class NothingToAcknowledgeError(AftercareError):
    """A target that is not breached, or whose breach is acknowledged already."""


class WrongWindowError(AftercareError):
    """A window that ends before it begins."""


@app.command("report", help=_("Every promise, met or breached, with compliance; the worst first."))
def report(
    context: typer.Context,
    since: Since = None,
    until: Until = None,
    site: Site = None,
    contract: ContractOption = None,
    promise: Annotated[
        list[str] | None,
        typer.Option(
            "--promise",
            metavar="NAME",
            help=_("Only this promise; may be given again."),
            autocompletion=completion.targets,
        ),
    ] = None,
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
    now = session.as_of(as_of)
    window = _window(session, since, until)
    chosen = _chosen(session, list(all_promises(session.workspace, session.calendars, now)), site, contract, promise)
    promises = [found for found in chosen if sla.started_in(found, *window)]
    show(service_levels(session, promises, now, since, until), form, session.timezone)
    is_incomplete = tell_unread(session)
    is_failed = fail_on is not None and bool(sla.failures(promises, fail_on.value))
    if (is_incomplete or is_failed) and not exit_zero:
        raise typer.Exit(1)


@app.command("show", help=_("How each deadline of a ticket was computed, step by step."))
def show_steps(
    context: typer.Context, ticket: TicketArgument, as_of: AsOf = None, form: FormatOption = Format.table
) -> None:
    """Show every step of the sums."""
    session: Session = context.obj
    now = session.as_of(as_of)
    found = lookup.ticket(session, ticket)
    show(explanation(session, found, promises_about(session, found, now), now), form, session.timezone)


@app.command("acknowledge", help=_("Say why a promise was breached and what is done about it; it stays a breach."))
def acknowledge(
    context: typer.Context,
    ticket: TicketArgument,
    target: Annotated[
        str, typer.Argument(metavar="TARGET", help=_("Which promise."), autocompletion=completion.targets)
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
    session: Session = context.obj
    found = lookup.ticket(session, ticket)
    promises = promises_about(session, found, session.now)
    names = {promise.name for promise in promises}
    lookup.word(target, names, say("{ticket} has no promise called {target}", ticket=found.id, target=target))
    breached = _breached(promises, target, cycle)
    latest = max(promise.cycle for promise in promises)
    facts = {"target": target, "reason": reason, "corrective_action": action}
    entry = Entry(at=at, by=by, note=None, evidence=None, backdate=backdate, dry_run=dry_run, commit=commit, form=form)
    record(context, found.id, entry, Acknowledged, **facts, cycle=None if breached.cycle == latest else breached.cycle)


def _breached(promises: Sequence[Promise], target: str, cycle: int | None) -> Promise:
    named = [promise for promise in promises if promise.name == target and cycle in {None, promise.cycle}]
    breached = [promise for promise in named if promise.state == "breached" and not promise.acknowledged]
    if breached:
        return breached[-1]
    if any(promise.acknowledged for promise in named):
        raise NothingToAcknowledgeError(say("the breach of {target} is acknowledged already", target=target))
    raise NothingToAcknowledgeError(say("{target} is not breached", target=target))


def _window(session: Session, since: str | None, until: str | None) -> tuple[dt.datetime | None, dt.datetime | None]:
    begin = None if since is None else read_day_or_time(since, session.now, session.timezone)
    end = None if until is None else read_day_or_time(until, session.now, session.timezone, is_end=True)
    if begin is not None and end is not None and begin >= end:
        raise WrongWindowError(
            say("{since} is later than {until}", since=since, until=until), say("swap --since and --until")
        )
    return begin, end


def _chosen(
    session: Session, promises: list[Promise], site: str | None, contract: str | None, names: list[str] | None
) -> list[Promise]:
    place = None if site is None else lookup.site_id(session, site)
    terms = None if contract is None else lookup.contract_id(session, contract)
    known = {name for found in session.workspace.contracts.values() for name in found.targets} | {
        promise.name for promise in promises
    }
    for name in names or ():
        lookup.word(name, known, say("no promise is called {name}", name=name))
    return [
        promise
        for promise in promises
        if (place is None or promise.site == place)
        and (terms is None or promise.contract == terms)
        and (not names or promise.name in names)
    ]
