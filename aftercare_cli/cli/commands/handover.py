"""`aftercare handover`: is everything there for it, and the papers of it as one set."""

from pathlib import Path
from typing import Annotated

import typer

from aftercare_cli.cli import completion, display, lookup
from aftercare_cli.cli.commands.doc import PaperFormat
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _, ngettext
from aftercare_cli.cli.options import AsOf, ExitZero, Format, FormatOption
from aftercare_cli.cli.output import show, talk
from aftercare_cli.cli.papers import Reader
from aftercare_cli.cli.reports.handovers import check_report
from aftercare_cli.cli.translate import translate
from aftercare_cli.cli.unread import tell_unread
from aftercare_cli.rules import handover_set

app = typer.Typer(
    help=_("Handover of a contract: what is missing, and the whole set of papers."),
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)

ContractArgument = Annotated[
    str,
    typer.Argument(
        metavar="CONTRACT",
        help=_("A contract: its id, or a unique beginning or end of it."),
        autocompletion=completion.contracts,
    ),
]


@app.command("check", help=_("What is missing for the handover; exit 1 where anything is."))
def check(
    context: typer.Context,
    contract: ContractArgument,
    as_of: AsOf = None,
    exit_zero: ExitZero = False,
    form: FormatOption = Format.table,
) -> None:
    """Look at everything the handover needs."""
    session: Session = context.obj
    now = session.as_of(as_of)
    terms = lookup.contract(session, contract)
    checked = handover_set.check(session.workspace, session.calendars, terms, now)
    show(check_report(terms, checked, display.iso(now, session.timezone)), form, session.timezone)
    is_incomplete = tell_unread(session)
    if (is_incomplete or any(found.is_missing for found in checked)) and not exit_zero:
        raise typer.Exit(1)


@app.command("build", help=_("Write every paper of the handover into a folder, with a contents page and a manifest."))
def build(
    context: typer.Context,
    contract: ContractArgument,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help=_("The folder; a new one, or an empty one."))],
    is_zipped: Annotated[bool, typer.Option("--zip", help=_("Write DIR.zip beside it, with the same files."))] = False,
    force: Annotated[bool, typer.Option("--force", help=_("Write over a set that was built there before."))] = False,
    form: Annotated[PaperFormat, typer.Option("--format", help=_("pdf, html or md."))] = PaperFormat.pdf,
    audience: Annotated[
        Reader, typer.Option("--audience", help=_("Who will read it: what they may not see is left out."))
    ] = Reader.owner,
    as_of: AsOf = None,
) -> None:
    """Make the set, and write it at once."""
    from aftercare_cli.cli.handing_over import make
    from aftercare_cli.documents.bundle import MANIFEST, zipped
    from aftercare_cli.store.bundle import refuse_archive, refuse_taken, write_archive, write_folder

    session: Session = context.obj
    terms = lookup.contract(session, contract)
    target = session.folder / out
    archive = target.with_name(f"{target.name}.zip")
    # Papers take a while: what cannot be written is said before they are made.
    refuse_taken(target, MANIFEST, force=force)
    if is_zipped:
        refuse_archive(archive, force=force)
    handed = make(session, terms, form.value, audience.value, session.as_of(as_of))
    write_folder(target, handed.files, MANIFEST, force=force)
    if is_zipped:
        write_archive(archive, zipped(f"{terms.id}-handover", handed.files), force=force)
    count = len(handed.files)
    talk(ngettext("wrote {path}: {count} file", "wrote {path}: {count} files", count).format(path=out, count=count))
    for paper in handed.refused:
        reason = "" if paper.refusal is None else translate(paper.refusal)
        talk(_("not made: {title}: {reason}").format(title=translate(paper.title), reason=reason))
    if tell_unread(session) or handed.refused:
        raise typer.Exit(1)
