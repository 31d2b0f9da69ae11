"""`aftercare fmt`: canonical order and layout, comments kept."""

from pathlib import Path
from typing import Annotated

import typer

from aftercare_cli.cli.adding import writer_of
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.findings import tell, tell_error
from aftercare_cli.cli.i18n import _, ngettext
from aftercare_cli.cli.options import DryRun
from aftercare_cli.cli.output import talk, write
from aftercare_cli.cli.paths import below, is_in
from aftercare_cli.model.kinds import KINDS
from aftercare_cli.store.edit import EditError
from aftercare_cli.store.files import TABLE_LIMIT, UnreadableError, read_bytes
from aftercare_cli.store.layout import canonical
from aftercare_cli.store.records import Change

app = typer.Typer(rich_markup_mode=None)


@app.command(
    help=_("Put records into canonical order and layout, comments kept; times get their offset, money its quotes.")
)
def fmt(
    context: typer.Context,
    paths: Annotated[list[Path] | None, typer.Argument(metavar="PATH", help=_("Only these files or folders."))] = None,
    check: Annotated[
        bool, typer.Option("--check", help=_("Write nothing; exit 1 where something would change."))
    ] = False,
    dry_run: DryRun = False,
) -> None:
    """Rewrite every file that is not canonical."""
    session: Session = context.obj
    wanted = [below(session, path) for path in paths or ()]
    writer = writer_of(session, dry_run=dry_run or check)
    changed: list[str] = []
    is_wrong = False
    with writer.locked():
        for kind in KINDS:
            for path in session.workspace.paths(kind):
                if wanted and not any(is_in(path, place) for place in wanted):
                    continue
                try:
                    before = read_bytes(str(session.workspace.root), path, TABLE_LIMIT)
                    after = canonical(before, kind, path, session.timezone)
                except UnreadableError as error:
                    tell(error.findings, session.workspace.root)
                    is_wrong = True
                    continue
                except EditError as error:
                    tell_error(error)
                    is_wrong = True
                    continue
                if after != before:
                    change = Change(path, before, after)
                    writer.put(change)
                    changed.append(path)
                    if dry_run:
                        write(change.diff)
    for path in changed:
        talk(_("would rewrite {path}").format(path=path) if writer.is_trial else _("rewrote {path}").format(path=path))
    if not changed and not is_wrong:
        talk(_("everything is in canonical layout"))
    elif changed:
        talk(ngettext("{count} file", "{count} files", len(changed)).format(count=len(changed)))
    if is_wrong or (check and changed):
        raise typer.Exit(1)
