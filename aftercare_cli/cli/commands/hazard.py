"""`aftercare hazard`: unsafe conditions: report, told, close, list, show."""

import datetime as dt
from typing import Annotated

import msgspec
import typer

from aftercare_cli.cli import lookup
from aftercare_cli.cli.adding import add_dated, change_record
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.options import (
    AsOf,
    At,
    Commit,
    DryRun,
    Format,
    FormatOption,
    HazardArgument,
    Note,
    Site,
    SiteArgument,
)
from aftercare_cli.cli.output import show
from aftercare_cli.cli.recording import refuse_future
from aftercare_cli.cli.reports.hazards import hazard_report, is_closed, list_report
from aftercare_cli.cli.unread import exit_where_unread
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.service import Unsafe
from aftercare_cli.model.text import Text, say

app = typer.Typer(
    help=_("Unsafe conditions: report one, say who was told, close it, list."),
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)


class HazardOrderError(AftercareError):
    """Something said of a hazard that cannot be, or that was said before."""


@app.command("report", help=_("Report an unsafe condition: the company and the customer must be told within a day."))
def report(
    context: typer.Context,
    site: SiteArgument,
    description: Annotated[str, typer.Argument(metavar="DESCRIPTION", help=_("What is unsafe."))],
    at: At = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="ID", help=_("The inspection or ticket on which it was found."))
    ] = None,
    told_company: Annotated[
        str | None, typer.Option("--told-company", metavar="TIME", help=_("When the company was told."))
    ] = None,
    told_customer: Annotated[
        str | None, typer.Option("--told-customer", metavar="TIME", help=_("When the customer was told."))
    ] = None,
    note: Note = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    form: FormatOption = Format.table,
) -> None:
    """Write the hazard, and say by when who must be told."""
    session: Session = context.obj
    found_at = session.now if at is None else session.time(at)
    refuse_future(session, found_at)
    hazard = Unsafe(
        id="",
        site=lookup.site_id(session, site),
        found_at=found_at,
        source=None if source is None else _source(session, source),
        description=description,
        told_company_at=_later(session, told_company, found_at),
        told_customer_at=_later(session, told_customer, found_at),
        note=note,
    )
    record_id = add_dated(
        session,
        "hazard",
        found_at.astimezone(session.timezone).date(),
        lambda new: msgspec.structs.replace(hazard, id=new),
        _("report {id}"),
        dry_run=dry_run,
        commit=commit,
    )
    if not dry_run:
        _show(session, record_id, form)


@app.command("told", help=_("Say that the company or the customer was told of a hazard."))
def told(
    context: typer.Context,
    hazard: HazardArgument,
    company: Annotated[bool, typer.Option("--company", help=_("The company was told."))] = False,
    customer: Annotated[bool, typer.Option("--customer", help=_("The customer was told."))] = False,
    at: At = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    form: FormatOption = Format.table,
) -> None:
    """Write when who was told; it is said once."""
    session: Session = context.obj
    record_id = lookup.dated_record_id(session, "hazard", hazard)
    if not company and not customer:
        raise HazardOrderError(say("nobody is named who was told"), say("give --company, --customer, or both"))
    moment = session.now if at is None else session.time(at)
    refuse_future(session, moment)

    def alter(found: Unsafe) -> Unsafe:
        _refuse_earlier(moment, found.found_at)
        if company:
            _refuse_again(
                found.told_company_at,
                say("the company was told of {id} already at {at}", id=found.id, at=found.told_company_at),
            )
        if customer:
            _refuse_again(
                found.told_customer_at,
                say("the customer was told of {id} already at {at}", id=found.id, at=found.told_customer_at),
            )
        return msgspec.structs.replace(
            found,
            told_company_at=moment if company else found.told_company_at,
            told_customer_at=moment if customer else found.told_customer_at,
        )

    change_record(
        session, "hazard", record_id, alter, _("{id}: told").format(id=record_id), dry_run=dry_run, commit=commit
    )
    if not dry_run:
        _show(session, record_id, form)


@app.command("close", help=_("Say that a hazard is removed; the company and the customer were told before."))
def close(
    context: typer.Context,
    hazard: HazardArgument,
    at: At = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    form: FormatOption = Format.table,
) -> None:
    """Write when the hazard was removed."""
    session: Session = context.obj
    record_id = lookup.dated_record_id(session, "hazard", hazard)
    moment = session.now if at is None else session.time(at)
    refuse_future(session, moment)

    def alter(found: Unsafe) -> Unsafe:
        _refuse_again(found.closed_at, say("{id} was closed already at {at}", id=found.id, at=found.closed_at))
        _refuse_earlier(moment, found.found_at)
        _refuse_untold(found)
        return msgspec.structs.replace(found, closed_at=moment)

    change_record(
        session, "hazard", record_id, alter, _("{id}: closed").format(id=record_id), dry_run=dry_run, commit=commit
    )
    if not dry_run:
        _show(session, record_id, form)


@app.command("list", help=_("List hazards, and who was told of them."))
def list_hazards(
    context: typer.Context,
    is_open: Annotated[bool, typer.Option("--open", help=_("Only those that are not closed."))] = False,
    site: Site = None,
    as_of: AsOf = None,
    form: FormatOption = Format.table,
) -> None:
    """List hazards that were found by now, the oldest first."""
    session: Session = context.obj
    now = session.as_of(as_of)
    place = None if site is None else lookup.site_id(session, site)
    found = [
        hazard
        for hazard in session.workspace.hazards
        if hazard.found_at <= now and place in {None, hazard.site} and not (is_open and is_closed(hazard, now))
    ]
    found.sort(key=lambda hazard: (hazard.found_at, hazard.id))
    show(list_report(session, found, now), form, session.timezone)
    exit_where_unread(session, "hazard")


@app.command("show", help=_("Show a hazard: who was told, and who must still be."))
def show_hazard(
    context: typer.Context, hazard: HazardArgument, as_of: AsOf = None, form: FormatOption = Format.table
) -> None:
    """Show one hazard."""
    session: Session = context.obj
    _show(session, lookup.dated_record_id(session, "hazard", hazard), form, session.as_of(as_of))


def _show(session: Session, record_id: str, form: Format, now: dt.datetime | None = None) -> None:
    found = session.workspace.read("hazard", record_id)
    assert isinstance(found, Unsafe)  # noqa: S101 - its kind says so
    show(hazard_report(session, found, now or session.now), form, session.timezone)


def _source(session: Session, wanted: str) -> str:
    """Give the inspection or the ticket that is meant."""
    known = [*session.workspace.ids("inspection"), *session.workspace.ids("ticket")]
    return lookup.pick(wanted, known, say("no inspection and no ticket is called {wanted}", wanted=wanted))


def _later(session: Session, text: str | None, found_at: dt.datetime) -> dt.datetime | None:
    """Read a moment after the hazard was found."""
    if text is None:
        return None
    moment = session.time(text)
    refuse_future(session, moment)
    _refuse_earlier(moment, found_at)
    return moment


def _refuse_earlier(moment: dt.datetime, found_at: dt.datetime) -> None:
    if moment < found_at:
        raise HazardOrderError(
            say("{at} is before the hazard was found, at {found}", at=moment, found=found_at),
            say("give the time at which it happened: --at"),
        )


def _refuse_again(before: dt.datetime | None, text: Text) -> None:
    if before is not None:
        raise HazardOrderError(text, say("it is said once; a slip of the pen is corrected in the record"))


def _refuse_untold(found: Unsafe) -> None:
    """Raise HazardOrderError where somebody was not told before a hazard is closed."""
    if found.told_company_at is None and found.told_customer_at is None:
        text, flags = say("nobody was told of {id}", id=found.id), "--company --customer"
    elif found.told_company_at is None:
        text, flags = say("the company was not told of {id}", id=found.id), "--company"
    elif found.told_customer_at is None:
        text, flags = say("the customer was not told of {id}", id=found.id), "--customer"
    else:
        return
    raise HazardOrderError(text, say("say so first: aftercare hazard told {id} {flags}", id=found.id, flags=flags))
