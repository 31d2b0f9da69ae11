"""`aftercare doc`: the documents people sign."""

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from aftercare_cli.cli import completion
from aftercare_cli.cli.adding import day
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _, ngettext
from aftercare_cli.cli.options import AsOf, Format, FormatOption
from aftercare_cli.cli.output import show
from aftercare_cli.cli.papers import Asked, Reader, document_named, put, subject_of, written
from aftercare_cli.cli.report import Report, Section, columns, rows
from aftercare_cli.cli.translate import translate
from aftercare_cli.cli.unread import exit_where_left_out
from aftercare_cli.cli.words import subject_kind_word
from aftercare_cli.documents.catalogue import DOCUMENTS, Document
from aftercare_cli.documents.source import Wishes

app = typer.Typer(
    help=_("Documents people sign: list them, render one."),
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)


class PaperFormat(StrEnum):
    """How a document is given."""

    md = "md"
    html = "html"
    pdf = "pdf"


@app.command("list", help=_("List the documents there are, and what each is about."))
def list_documents(context: typer.Context, form: FormatOption = Format.table) -> None:
    """List the catalogue."""
    session: Session = context.obj
    titles = columns(("name", _("Document")), ("subject", _("About")), ("title", _("Title")))
    about = {found.name: _about(found) for found in DOCUMENTS}
    cells = [
        (
            found.name,
            _("[{subject}]").format(subject=about[found.name]) if found.may_lack else about[found.name],
            translate(found.title),
        )
        for found in DOCUMENTS
    ]
    document = {
        "schema": "aftercare/document-list/1",
        "documents": [
            {
                "name": found.name,
                "subject": found.subject,
                "may_lack_subject": found.may_lack,
                "or_site": found.or_site,
                "title": translate(found.title),
            }
            for found in DOCUMENTS
        ],
    }
    count = ngettext("{count} document", "{count} documents", len(cells)).format(count=len(cells))
    show(Report(count, (Section("", titles, rows(cells)),), document), form, session.timezone)


@app.command("render", help=_("Write a document as Markdown, HTML or PDF, in the workspace's language or --lang."))
def render_document(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help=_("Which document: doc list."), autocompletion=completion.documents)
    ],
    subject: Annotated[
        str | None,
        typer.Argument(
            metavar="SUBJECT", help=_("What it is about: the id of a ticket, contract, site … or part of it.")
        ),
    ] = None,
    form: Annotated[
        PaperFormat | None,
        typer.Option("--format", help=_("md, html or pdf; by the ending of --out, else md.")),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help=_("Where to write it; - or nothing for stdout."))
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=_("Write over a file that is there."))] = False,
    audience: Annotated[
        Reader, typer.Option("--audience", help=_("Who will read it: what they may not see is left out."))
    ] = Reader.internal,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help=_("For reports: from this day on."))
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help=_("For reports: up to this day."))
    ] = None,
    month: Annotated[
        str | None, typer.Option("--month", metavar="YYYY-MM", help=_("For monthly papers: the month."))
    ] = None,
    start: Annotated[
        str | None, typer.Option("--start", metavar="DATE", help=_("For the training plan: its first day."))
    ] = None,
    as_of: AsOf = None,
) -> None:
    """Write one document."""
    session: Session = context.obj
    found = document_named(name)
    asked = Asked(
        document=found,
        subject=subject_of(session, found, subject),
        form=None if form is None else form.value,
        out=None if out is None or str(out) == "-" else out,
        force=force,
        audience=audience.value,
        wishes=Wishes(since=_day(since), until=_day(until), month=month, start=_day(start)),
        now=session.as_of(as_of),
    )
    put(session, written(session, asked), asked.format, asked.out, force=force)
    exit_where_left_out(session)


def _about(found: Document) -> str:
    """Say what a document is about."""
    kind = subject_kind_word(found.subject)
    if not found.or_site:
        return kind
    return _("{kind} or {other}").format(kind=kind, other=subject_kind_word("site"))


def _day(text: str | None) -> dt.date | None:
    return day(text)
