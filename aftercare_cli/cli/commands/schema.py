"""`aftercare schema`: JSON Schemas of the record kinds."""

from collections.abc import Sequence
from typing import Annotated

import typer

from aftercare_cli.cli import lookup
from aftercare_cli.cli.adding import writer_of
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.options import Commit, DryRun
from aftercare_cli.cli.output import json_text, publish, talk, write
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.kinds import BY_NAME, KINDS, Kind
from aftercare_cli.model.text import Text, say
from aftercare_cli.store.schemas import schema as schema_of
from aftercare_cli.store.schemas_install import install as install_schemas

app = typer.Typer(rich_markup_mode=None, add_completion=False)


class SchemaOptionError(AftercareError):
    """An option that does not go with the others."""


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
    commit: Commit = False,
) -> None:
    """Print one schema, list the kinds, or install all schemas, or that of one kind."""
    chosen = None if kind is None else BY_NAME[lookup.word(kind, list(BY_NAME), _unknown(kind))]
    if install:
        _install(context.obj, KINDS if chosen is None else (chosen,), dry_run=dry_run, commit=commit)
        return
    for option, is_given in (("--dry-run", dry_run), ("--commit", commit)):
        if is_given:
            raise SchemaOptionError(
                say("{option} goes with --install: a schema that is printed changes nothing", option=option),
                say("leave {option} out, or add --install", option=option),
            )
    if chosen is None:
        write("".join(f"{known.name:<12}records/{known.place}\n" for known in KINDS))
    else:
        publish(json_text(schema_of(chosen)))


def _unknown(kind: str) -> Text:
    return say("no kind of record is called {kind}", kind=kind)


def _install(session: Session, kinds: Sequence[Kind], *, dry_run: bool, commit: bool) -> None:
    """Write schemas and modelines, and commit them where that is asked for."""
    if all(kind.is_table for kind in kinds):
        raise SchemaOptionError(
            say("{kind} is a table: editors follow no schema in it", kind=kinds[0].name),
            say("aftercare schema {kind} prints what its rows hold", kind=kinds[0].name),
        )
    writer = writer_of(session, dry_run=dry_run)
    told = _("would write {path}") if dry_run else _("wrote {path}")
    with writer.locked():
        changes = install_schemas(session.workspace, writer, kinds)
        talk(*(told.format(path=change.path) for change in changes))
        if commit or session.workspace.settings.git.commit:
            writer.commit(changes, _("install schemas for editors"))
