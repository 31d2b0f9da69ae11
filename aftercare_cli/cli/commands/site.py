"""`aftercare site`: list, show, add."""

from typing import Annotated

import typer

from aftercare_cli.cli import completion, lookup
from aftercare_cli.cli.adding import add_record
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _, ngettext
from aftercare_cli.cli.options import Commit, DryRun, Format, FormatOption, SiteArgument
from aftercare_cli.cli.output import show
from aftercare_cli.cli.report import Column, Report, Section, columns, rows
from aftercare_cli.cli.reports.details import details
from aftercare_cli.cli.unread import exit_where_left_out
from aftercare_cli.model.kinds import path_of
from aftercare_cli.model.sites import Contact, Site
from aftercare_cli.store.events import plain

app = typer.Typer(help=_("Sites: list, show, add."), no_args_is_help=True, rich_markup_mode=None, add_completion=False)


@app.command("list", help=_("List sites."))
def list_sites(context: typer.Context, form: FormatOption = Format.table) -> None:
    """List sites with their contracts and contacts."""
    session: Session = context.obj
    found = sorted(session.workspace.sites.values(), key=lambda site: site.id)
    titles = (
        *columns(("id", _("Site")), ("name", _("Name")), ("contract", _("Contract")), ("contact", _("Contact"))),
        Column("phone", _("Telephone"), is_code=True),
    )
    cells = []
    for site in found:
        contact = site.contacts[0] if site.contacts else None
        cells.append(
            (site.id, site.name, site.contract, contact.name if contact else None, contact.phone if contact else None)
        )
    count = ngettext("{count} site", "{count} sites", len(found)).format(count=len(found))
    document = {"schema": "aftercare/site-list/1", "sites": [plain(site, session.timezone) for site in found]}
    show(Report(count, (Section("", titles, rows(cells), _("No site.")),), document), form, session.timezone)
    exit_where_left_out(session)


@app.command("show", help=_("Show a site and what stands there."))
def show_site(context: typer.Context, site: SiteArgument, form: FormatOption = Format.table) -> None:
    """Show one site."""
    session: Session = context.obj
    found = session.workspace.read("site", lookup.site_id(session, site))
    assert isinstance(found, Site)  # noqa: S101 - its kind says so
    equipment = session.workspace.equipment.get(found.id)
    titles = columns(
        ("id", _("Equipment")), ("category", _("Category")), ("model", _("Model")), ("location", _("Where"))
    )
    cells = [(item.id, item.category, item.model, item.location) for item in (equipment.items if equipment else ())]
    section = Section(_("Equipment"), titles, rows(cells), _("No equipment."))
    show(details(session, "site", found.id, found, (section,)), form, session.timezone)
    exit_where_left_out(session, path_of("equipment", found.id))


@app.command("add", help=_("Add a site that is served under a contract."))
def add_site(
    context: typer.Context,
    site: Annotated[
        str, typer.Argument(metavar="ID", help=_("The new site's id: lower-case letters, digits, hyphens."))
    ],
    contract: Annotated[
        str,
        typer.Option(
            "--contract",
            metavar="CONTRACT",
            help=_("The contract it is served under."),
            autocompletion=completion.contracts,
        ),
    ],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help=_("What it is called."))],
    address: Annotated[str | None, typer.Option("--address", metavar="TEXT", help=_("Where it is."))] = None,
    contact: Annotated[str | None, typer.Option("--contact", metavar="NAME", help=_("Whom to ask for."))] = None,
    phone: Annotated[str | None, typer.Option("--phone", metavar="N", help=_("The contact's telephone."))] = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    form: FormatOption = Format.table,
) -> None:
    """Write a new site."""
    session: Session = context.obj
    contacts = () if contact is None and phone is None else (Contact(name=contact, phone=phone),)
    record = Site(
        id=site, contract=lookup.contract_id(session, contract), name=name, address=address, contacts=contacts
    )
    add_record(session, "site", site, record, dry_run=dry_run, commit=commit)
    if not dry_run:
        show(details(session, "site", site, record), form, session.timezone)
