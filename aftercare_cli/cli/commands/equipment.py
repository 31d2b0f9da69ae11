"""`aftercare equipment`: list, show, add, labels."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from aftercare_cli.cli import completion, lookup
from aftercare_cli.cli.adding import add_item, day
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _, ngettext
from aftercare_cli.cli.options import Commit, DryRun, Format, FormatOption, Site, SiteArgument
from aftercare_cli.cli.output import show
from aftercare_cli.cli.report import Column, Report, Section, columns, rows
from aftercare_cli.cli.unread import exit_where_left_out
from aftercare_cli.model.errors import AftercareError, InvalidValueError
from aftercare_cli.model.kinds import BY_NAME, path_of
from aftercare_cli.model.sites import EquipmentList, Item
from aftercare_cli.model.text import say
from aftercare_cli.model.values import read_positive
from aftercare_cli.store import emit
from aftercare_cli.store.events import plain

app = typer.Typer(
    help=_("Equipment: list, show, add, labels."), no_args_is_help=True, rich_markup_mode=None, add_completion=False
)


class LabelFormat(StrEnum):
    """How labels are given."""

    html = "html"
    pdf = "pdf"


class TakenIdError(AftercareError):
    """An equipment id that is used already, or a quantity that is none."""


@app.command("list", help=_("List equipment."))
def list_equipment(
    context: typer.Context,
    site: Site = None,
    category: Annotated[
        str | None, typer.Option("--category", metavar="CATEGORY", help=_("Only this category."))
    ] = None,
    form: FormatOption = Format.table,
) -> None:
    """List items with what they are and where they stand."""
    session: Session = context.obj
    place = None if site is None else lookup.site_id(session, site)
    found = [
        (stands_at, item)
        for stands_at, equipment in session.workspace.equipment.items()
        for item in equipment.items
        if place in {None, stands_at} and category in {None, item.category}
    ]
    titles = (
        Column("id", _("Equipment")),
        Column("site", _("Site")),
        Column("category", _("Category"), is_detail=True),
        Column("model", _("Model")),
        Column("serial", _("Serial"), is_code=True),
        Column("location", _("Where"), may_wrap=True),
        Column("quantity", _("Quantity"), is_detail=True),
    )
    cells = [
        (item.id, stands_at, item.category, item.model, item.serial, item.location, item.quantity)
        for stands_at, item in found
    ]
    count = ngettext("{count} item", "{count} items", len(found)).format(count=len(found))
    items = [{"site": stands_at, **plain(item, session.timezone)} for stands_at, item in found]
    report = Report(
        count,
        (Section("", titles, rows(cells), _("No equipment.")),),
        {"schema": "aftercare/equipment-list/1", "items": items},
    )
    show(report, form, session.timezone)
    exit_where_left_out(session, *(() if place is None else (path_of("equipment", place),)))


@app.command("show", help=_("Show a piece of equipment and its tickets."))
def show_item(
    context: typer.Context,
    equipment: Annotated[
        str,
        typer.Argument(
            metavar="EQUIPMENT",
            help=_("An item: its id, or a unique beginning or end of it."),
            autocompletion=completion.equipment,
        ),
    ],
    form: FormatOption = Format.table,
) -> None:
    """Show one item."""
    session: Session = context.obj
    stands_at, item = session.workspace.items[lookup.equipment_id(session, equipment)]
    values = plain(item, session.timezone)
    stated = {"site": stands_at, **values}
    cells = [(key, value if isinstance(value, str) else emit.flow(value)) for key, value in stated.items()]
    tickets = [ticket for ticket in session.workspace.tickets if item.id in ticket.equipment]
    told = [(ticket.id, ticket.reported_at, ticket.summary) for ticket in tickets]
    sections = (
        Section("", columns(("key", _("Key")), ("value", _("Value"))), rows(cells)),
        Section(
            _("Tickets"),
            columns(("id", _("Ticket")), ("reported_at", _("Reported")), ("summary", _("Summary"))),
            rows(told),
            _("No ticket."),
        ),
    )
    path = path_of("equipment", stands_at)
    document = {
        "schema": "aftercare/equipment/1",
        "path": path,
        "site": stands_at,
        "item": values,
        "tickets": [ticket.id for ticket in tickets],
    }
    show(Report(item.id, sections, document, (path,)), form, session.timezone)
    exit_where_left_out(session, f"records/{BY_NAME['ticket'].folder}/")


@app.command("add", help=_("Add a piece of equipment to a site's list."))
def add_equipment(
    context: typer.Context,
    site: SiteArgument,
    equipment: Annotated[str, typer.Argument(metavar="ID", help=_("The new item's id, unique in the workspace."))],
    category: Annotated[str, typer.Option("--category", metavar="CATEGORY", help=_("What it is: camera, nvr, ups …"))],
    model: Annotated[str, typer.Option("--model", metavar="MODEL", help=_("Its model."))],
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help=_("What people call it."))] = None,
    serial: Annotated[str | None, typer.Option("--serial", metavar="SERIAL", help=_("Its serial number."))] = None,
    location: Annotated[
        str | None, typer.Option("--location", metavar="TEXT", help=_("Where on the site it stands."))
    ] = None,
    installed: Annotated[
        str | None, typer.Option("--installed", metavar="DATE", help=_("When it was installed."))
    ] = None,
    quantity: Annotated[str, typer.Option("--quantity", metavar="N", help=_("How many."))] = "1",
    software: Annotated[
        bool, typer.Option("--software", help=_("Software: supported and upgraded free for life."))
    ] = False,
    dry_run: DryRun = False,
    commit: Commit = False,
) -> None:
    """Append the item; a site's first item begins its list."""
    session: Session = context.obj
    place = lookup.site_id(session, site)
    try:
        count = read_positive(quantity)
    except InvalidValueError as error:
        raise TakenIdError(error.text, error.hint) from None
    item = Item(
        id=equipment,
        category=category,
        model=model,
        name=name,
        serial=serial,
        location=location,
        installed=day(installed),
        quantity=count,
        software=software,
    )
    add_item(
        session,
        "equipment",
        place,
        "items",
        item,
        dry_run=dry_run,
        commit=commit,
        first=lambda: EquipmentList(site=place, items=(item,)),
        refuse=lambda: _refuse_taken(session, equipment),
    )


@app.command("labels", help=_("Print an A4 sheet of labels with QR codes for the equipment of a site."))
def print_labels(
    context: typer.Context,
    site: SiteArgument,
    form: Annotated[
        LabelFormat | None, typer.Option("--format", help=_("html or pdf; by the ending of --out, else html."))
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help=_("Where to write it; - or nothing for stdout."))
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=_("Write over a file that is there."))] = False,
) -> None:
    """Write the labels."""
    from aftercare_cli.cli.papers import label_sheets, put

    session: Session = context.obj
    target = None if out is None or str(out) == "-" else out
    is_pdf = form is LabelFormat.pdf or (form is None and target is not None and target.suffix.lower() == ".pdf")
    document = label_sheets(session, lookup.site_id(session, site), is_pdf=is_pdf)
    put(session, document, "pdf" if is_pdf else "html", target, force=force)
    exit_where_left_out(session)


def _refuse_taken(session: Session, wanted: str) -> None:
    for known, (site, _item) in session.workspace.items.items():
        if known.lower() == wanted.lower():
            raise TakenIdError(say("{id} is used already, at {site}", id=wanted, site=site))
