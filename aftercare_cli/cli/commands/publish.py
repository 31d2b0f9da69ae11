"""`aftercare publish`: a service portal of static pages."""

from pathlib import Path
from typing import Annotated

import typer

from aftercare_cli.cli import completion
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _, ngettext
from aftercare_cli.cli.options import AsOf
from aftercare_cli.cli.output import talk
from aftercare_cli.cli.papers import Reader
from aftercare_cli.cli.publishing import chosen_contracts, portal
from aftercare_cli.cli.unread import exit_where_unread
from aftercare_cli.documents.bundle import MANIFEST
from aftercare_cli.store.bundle import refuse_taken, write_folder

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(
    help=_("Write a service portal of static pages: promises, tickets, inspections, equipment, documents, search.")
)
def publish(
    context: typer.Context,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help=_("The folder to write; a new one, or --force."))],
    contract: Annotated[
        list[str] | None,
        typer.Option(
            "--contract",
            metavar="CONTRACT",
            help=_("Only this contract; may be given again. Needed for a customer where there are several."),
            autocompletion=completion.contracts,
        ),
    ] = None,
    audience: Annotated[
        Reader, typer.Option("--audience", help=_("Who will read it: what they may not see is left out."))
    ] = Reader.owner,
    force: Annotated[bool, typer.Option("--force", help=_("Replace a folder that is there."))] = False,
    as_of: AsOf = None,
) -> None:
    """Write the pages."""
    session: Session = context.obj
    target = session.folder / out
    refuse_taken(target, MANIFEST, force=force)
    contracts = chosen_contracts(session, contract, audience.value)
    files = portal(session, contracts, audience.value, session.as_of(as_of))
    write_folder(target, files, MANIFEST, force=force)
    written = ngettext("wrote {count} page to {path}", "wrote {count} pages to {path}", len(files) - 1)
    talk(written.format(count=len(files) - 1, path=out))
    exit_where_unread(session)
