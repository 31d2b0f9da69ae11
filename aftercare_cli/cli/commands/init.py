"""`aftercare init`: a new workspace."""

import sys
from pathlib import Path
from typing import Annotated, Final
from zoneinfo import ZoneInfo

import typer

from aftercare_cli.cli.adding import writer_of
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _, spoken
from aftercare_cli.cli.options import Commit
from aftercare_cli.cli.output import talk
from aftercare_cli.cli.translate import translate
from aftercare_cli.store.begin import begin, prepare_git
from aftercare_cli.store.git import GitError
from aftercare_cli.store.merge_driver import install_driver
from aftercare_cli.store.schemas_install import install

app = typer.Typer(rich_markup_mode=None, add_completion=False)

_TIMEZONE: Final = ZoneInfo("Asia/Shanghai")
"""That of a new workspace's settings."""


@app.command(help=_("Begin a new workspace: settings, Git, editor schemas, and with --example a small example."))
def init(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=_("Where; it is made if it is not there."))] = Path(),
    example: Annotated[
        bool, typer.Option("--example", help=_("With a contract, a site, equipment, staff and a ticket."))
    ] = False,
    commit: Commit = False,
) -> None:
    """Write the first records; documents are in the language that is spoken (--lang)."""
    session: Session = context.obj
    place = session.folder / folder
    today = session.now_in(_TIMEZONE).date()
    begun = begin(place, "zh-CN" if spoken() == "zh" else "en", today, is_example=example)
    talk(*(_("wrote {path}").format(path=path) for path in begun))
    try:
        kept = prepare_git(place).kept_hook
        install_driver(place, sys.executable)
        if kept is not None:
            talk(_("{path} is not ours and was left alone: have it run aftercare check").format(path=kept))
    except GitError as error:
        talk(_("without Git for now: {reason}").format(reason=translate(error.text)))
    fresh = Session(str(place))
    writer = writer_of(fresh, dry_run=False)
    with writer.locked():
        installed = install(fresh.workspace, writer)
        talk(_("wrote {path}").format(path="records/.schemas/"))
        if commit or fresh.workspace.settings.git.commit:
            paths = dict.fromkeys([*begun, *(change.path for change in installed)])
            writer.commit_files(list(paths), _("begin a workspace"))
    talk(_("next: put your company into records/aftercare.yaml, then aftercare contract add, site add, ticket open"))
