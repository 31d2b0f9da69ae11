"""`aftercare schema`: JSON Schemas of the record kinds."""

from typing import Annotated

import typer

from aftercare_cli.cli import lookup
from aftercare_cli.cli.adding import writer_of
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.options import DryRun
from aftercare_cli.cli.output import json_text, talk, write
from aftercare_cli.model.kinds import BY_NAME, KINDS
from aftercare_cli.model.text import say
from aftercare_cli.store.schemas import schema as schema_of
from aftercare_cli.store.schemas_install import install as install_schemas

app = typer.Typer(rich_markup_mode=None, add_completion=False)


def _kinds(incomplete: str) -> list[str]:
    return [kind.name for kind in KINDS if kind.name.startswith(incomplete)]


@app.command(help=_("Print the JSON Schema of a record kind, or install them for editors."))
def schema(
    context: typer.Context,
    kind: Annotated[
        str | None,
        typer.Argument(
            metavar="KIND", help=_("A kind of record; without it, the kinds are listed."), autocompletion=_kinds
        ),
    ] = None,
    install: Annotated[
        bool,
        typer.Option(
            "--install", help=_("Write the schemas to records/.schemas and a modeline for editors into each record.")
        ),
    ] = False,
    dry_run: DryRun = False,
) -> None:
    """Print one schema, list the kinds, or install all schemas."""
    if install:
        session: Session = context.obj
        writer = writer_of(session, dry_run=dry_run)
        with writer.locked():
            changes = install_schemas(session.workspace, writer)
        for change in changes:
            talk(
                _("would write {path}").format(path=change.path)
                if dry_run
                else _("wrote {path}").format(path=change.path)
            )
    elif kind is None:
        write("".join(f"{known.name:<12}records/{known.place}\n" for known in KINDS))
    else:
        name = lookup.word(kind, list(BY_NAME), say("no kind of record is called {kind}", kind=kind))
        write(json_text(schema_of(BY_NAME[name])))
