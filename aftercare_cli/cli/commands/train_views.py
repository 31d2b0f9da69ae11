"""`aftercare train` list, show, coverage: what reads training and loads nothing that writes."""

from typing import Annotated

import typer

from aftercare_cli.cli import completion, lookup
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.options import AsOf, ContractOption, Format, FormatOption
from aftercare_cli.cli.output import show
from aftercare_cli.cli.reports.coverages import coverage_report, only, overview
from aftercare_cli.cli.reports.trainings import day_of, list_report, session_of, session_report
from aftercare_cli.cli.unread import exit_where_left_out, exit_where_unread
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.text import say
from aftercare_cli.rules.coverage import asked_on, coverage_of, open_requests
from aftercare_cli.rules.curriculum import in_force

app = typer.Typer(rich_markup_mode=None, add_completion=False)


class NoContractError(AftercareError):
    """A role or a person of no contract in particular."""


@app.command("list", help=_("List training sessions, and those that were asked for."))
def list_sessions(
    context: typer.Context,
    contract: ContractOption = None,
    is_open: Annotated[bool, typer.Option("--open", help=_("Only what was asked for and is not held yet."))] = False,
    as_of: AsOf = None,
    form: FormatOption = Format.table,
) -> None:
    """List sessions as they stand."""
    session: Session = context.obj
    now = session.as_of(as_of)
    today = day_of(session, now)
    agreed = None if contract is None else lookup.contract_id(session, contract)
    waiting = open_requests(session.workspace.training, today, agreed)
    begun = [
        found
        for found in session.workspace.training
        if agreed in {None, found.contract} and (first := found.start or found.end) is not None and first <= today
    ]
    held = [] if is_open else [found for found in begun if found not in waiting]
    held.sort(key=lambda found: (found.start or found.end or asked_on(found) or today, found.id))
    show(list_report(session, [*held, *waiting], now), form, session.timezone)
    exit_where_left_out(session)


@app.command("show", help=_("Show a training session, or one that was asked for."))
def show_session(
    context: typer.Context,
    training: Annotated[
        str,
        typer.Argument(
            metavar="TRAINING",
            help=_("A training session: its id, or a unique beginning or end of it."),
            autocompletion=completion.sessions,
        ),
    ],
    form: FormatOption = Format.table,
) -> None:
    """Show one session with who was there."""
    session: Session = context.obj
    show(session_report(session, session_of(session, training)), form, session.timezone)


@app.command("coverage", help=_("Who was trained in what: role by topic, person by topic, and who still lacks what."))
def show_coverage(
    context: typer.Context,
    contract: Annotated[
        str | None,
        typer.Argument(
            metavar="CONTRACT",
            help=_("A contract; where several have a curriculum and none is named, a line for each."),
            autocompletion=completion.contracts,
        ),
    ] = None,
    role: Annotated[
        str | None,
        typer.Option("--role", metavar="ROLE", help=_("Only this role."), autocompletion=completion.training_roles),
    ] = None,
    person: Annotated[str | None, typer.Option("--person", metavar="NAME", help=_("Only this person."))] = None,
    as_of: AsOf = None,
    form: FormatOption = Format.table,
) -> None:
    """Work out who was trained in what, and show it."""
    session: Session = context.obj
    records, today = session.workspace, day_of(session, session.as_of(as_of))
    if contract is None:
        agreed = [found for _id, found in sorted(records.contracts.items())]
        taught = [found for found in agreed if (terms := in_force(found, today).training) is not None and terms.topics]
    else:
        taught = [lookup.contract(session, contract)]
    coverages = [coverage_of(found, records.training, today, records.settings.records_from) for found in taught]
    if len(coverages) == 1:
        report = coverage_report(only(coverages[0], role, person))
    elif role is not None or person is not None:
        raise NoContractError(
            say("a role or a person is of one contract"), say("name the contract: aftercare train coverage CONTRACT")
        )
    else:
        report = overview(coverages)
    show(report, form, session.timezone)
    exit_where_unread(session, "training")
