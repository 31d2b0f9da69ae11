"""`aftercare fmt`: canonical order and layout, comments kept."""

from pathlib import Path
from typing import Annotated

import typer

from aftercare_cli.cli.adding import writer_of
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.findings import tell, tell_error
from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.options import Commit, DryRun
from aftercare_cli.cli.output import talk, write
from aftercare_cli.cli.paths import below, is_in
from aftercare_cli.model.kinds import KINDS, Kind
from aftercare_cli.store.edit import EditError
from aftercare_cli.store.files import TABLE_LIMIT, UnreadableError, read_bytes
from aftercare_cli.store.layout import canonical
from aftercare_cli.store.records import Change
from aftercare_cli.store.temporaries import remove as remove_temporaries

app = typer.Typer(rich_markup_mode=None, add_completion=False)


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
    commit: Commit = False,
) -> None:
    """Rewrite every file that is not canonical."""
    session: Session = context.obj
    wanted = [below(session, path) for path in paths or ()]
    writer = writer_of(session, dry_run=dry_run or check)
    changes: list[Change] = []
    is_wrong = False
    with writer.locked():
        if not writer.is_trial:
            talk(*(_("removed {path}").format(path=path) for path in remove_temporaries(writer.root)))
        for kind in KINDS:
            for path in session.workspace.paths(kind):
                if not wanted or any(is_in(path, place) for place in wanted):
                    change = _change(session, kind, path)
                    is_wrong = is_wrong or change is None
                    if change is not None and change.before != change.after:
                        writer.put(change)
                        changes.append(change)
        if dry_run:
            write("".join(change.diff for change in changes))
        rewritten = _("would rewrite {path}") if writer.is_trial else _("rewrote {path}")
        talk(*(rewritten.format(path=change.path) for change in changes))
        if commit or session.workspace.settings.git.commit:
            writer.commit(changes, _("put records into canonical layout"))
    if not changes and not is_wrong:
        talk(_("everything is in canonical layout"))
    if is_wrong or (check and changes):
        raise typer.Exit(1)


def _change(session: Session, kind: Kind, path: str) -> Change | None:
    """Give the canonical layout of a file; None, and told why, where it cannot be laid out."""
    try:
        before = read_bytes(str(session.workspace.root), path, TABLE_LIMIT)
        return Change(path, before, canonical(before, kind, path, session.timezone))
    except UnreadableError as error:
        tell(error.findings, session.workspace.root)
    except EditError as error:
        tell_error(error)
    return None
