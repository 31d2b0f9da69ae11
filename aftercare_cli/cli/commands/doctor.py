"""`aftercare doctor`: what is installed, what is set up, what is wrong."""

import datetime as dt

import typer

from aftercare_cli.cli.context import Session, machine
from aftercare_cli.cli.diagnosis import diagnosis
from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.options import Format, FormatOption
from aftercare_cli.cli.output import show
from aftercare_cli.cli.reports.diagnoses import diagnosis_report, is_wrong

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(help=_("What is installed, what is set up, and what is wrong: ready to paste into a report."))
def doctor(context: typer.Context, form: FormatOption = Format.table) -> None:
    """Look at everything; exit 1 where something that is needed is missing."""
    session: Session = context.obj
    lines = diagnosis(session, machine())
    show(diagnosis_report(lines), form, dt.UTC)
    if any(is_wrong(line) for line in lines):
        raise typer.Exit(1)
