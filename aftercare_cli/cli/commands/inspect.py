"""`aftercare inspect`: new, tickets; recording is in inspect_record, what shows rounds is in inspect_views."""

from typing import Annotated

import msgspec
import typer

from aftercare_cli.cli import completion, lookup
from aftercare_cli.cli.adding import conclude, conclude_all, writer_of
from aftercare_cli.cli.commands import inspect_record, inspect_views
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.inspection_tickets import open_linked
from aftercare_cli.cli.options import Commit, DryRun, Format, FormatOption, InspectionArgument, SiteArgument
from aftercare_cli.cli.output import show
from aftercare_cli.cli.reports.inspection_tickets import linked_report
from aftercare_cli.cli.reports.inspections import sheet_report
from aftercare_cli.cli.sheets import contract_of, month_named, refuse_second, sheet_for
from aftercare_cli.model.service import Inspection
from aftercare_cli.rules.days import Days, month_of
from aftercare_cli.rules.sheet import refuse_unpromised

app = typer.Typer(
    help=_("Inspections: draft a sheet, record it, finish it, list, plan, open tickets."),
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)


@app.command("new", help=_("Draft the sheet of a site's inspection: what to check, on what, against which standard."))
def new(
    context: typer.Context,
    site: SiteArgument,
    period: Annotated[
        str | None,
        typer.Option("--period", metavar="MONTH", help=_("The month it counts for, 2026-11; this month by default.")),
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by",
            metavar="STAFF",
            help=_("Who is to inspect; may be given again."),
            autocompletion=completion.staff,
        ),
    ] = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    form: FormatOption = Format.table,
) -> None:
    """Write the record, which says only for which site and month it is, and show the sheet."""
    session: Session = context.obj
    today = Days(session.calendars.timezone, session.now).today
    place = lookup.site_id(session, site)
    month = month_of(today) if period is None else month_named(period)
    contract = contract_of(session, place)
    refuse_unpromised(contract, month, session.workspace.settings.records_from)
    people = tuple(dict.fromkeys(lookup.staff_id(session, person) for person in by or ()))
    draft = Inspection(id="", site=place, period=month, by=people)
    sheet = sheet_for(session, draft)
    writer = writer_of(session, dry_run=dry_run)
    with writer.locked():
        refuse_second(session, place, sheet.period)
        record_id, change = writer.create_dated("inspection", today, lambda new: msgspec.structs.replace(draft, id=new))
        told = _("draft {id}: {site}, {period}").format(id=record_id, site=place, period=month)
        conclude(session, writer, change, told, dry_run=dry_run, commit=commit)
    if not dry_run:
        drafted = msgspec.structs.replace(sheet, inspection=msgspec.structs.replace(draft, id=record_id))
        notes = [] if contract.handover else [_("no inspection is promised before the handover")]
        show(sheet_report(session, drafted, session.now, notes), form, session.timezone)


@app.command("tickets", help=_("Open a ticket for every failed check, once, and report every hazard that was found."))
def tickets(
    context: typer.Context,
    inspection: InspectionArgument,
    dry_run: DryRun = False,
    commit: Commit = False,
    form: FormatOption = Format.table,
) -> None:
    """Open what is not open yet, and link it to its line of the sheet."""
    session: Session = context.obj
    record_id = lookup.dated_record_id(session, "inspection", inspection)
    writer = writer_of(session, dry_run=dry_run)
    with writer.locked():
        linked = open_linked(session, writer, record_id)
        if linked.changes:
            conclude_all(
                session,
                writer,
                linked.changes,
                _("{id}: open tickets").format(id=record_id),
                dry_run=dry_run,
                commit=commit,
            )
    if not dry_run or not linked.changes:
        show(linked_report(session, linked), form, session.timezone)


app.add_typer(inspect_record.app)
app.add_typer(inspect_views.app)
