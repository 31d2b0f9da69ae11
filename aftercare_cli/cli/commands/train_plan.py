"""`aftercare train plan`: the curriculum laid over working days."""

from enum import StrEnum
from typing import Annotated

import typer

from aftercare_cli.cli import lookup
from aftercare_cli.cli.commands.contract import ContractArgument
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.options import CalendarFormat, CalendarFormatOption, Format
from aftercare_cli.cli.output import publish, show, talk
from aftercare_cli.cli.reports.training_plans import plan_calendar, plan_report
from aftercare_cli.cli.times import read_day
from aftercare_cli.cli.translate import translate
from aftercare_cli.rules.training_plan import training_plan

app = typer.Typer(rich_markup_mode=None, add_completion=False)


class FailOn(StrEnum):
    """What lets a plan fail."""

    breach = "breach"
    warning = "warning"


@app.command("plan", help=_("Lay a contract's curriculum over working days, from a day on."))
def plan_training(
    context: typer.Context,
    contract: ContractArgument,
    start: Annotated[
        str, typer.Option("--start", metavar="DATE", help=_("The first day; where it is off, the next working day."))
    ],
    fail_on: Annotated[
        FailOn | None,
        typer.Option(
            "--fail-on",
            help=_("Exit 1 where the plan breaks the promise (breach), or also where it is only warned of (warning)."),
        ),
    ] = None,
    form: CalendarFormatOption = CalendarFormat.table,
) -> None:
    """Lay the plan, show it, and say what speaks against it."""
    session: Session = context.obj
    begin = read_day(start, session.now, session.timezone)
    plan = training_plan(lookup.contract(session, contract), session.calendars, begin)
    if form is CalendarFormat.ics:
        publish(plan_calendar(session, plan))
    else:
        show(plan_report(plan), Format(form.value), session.timezone)
    if plan.days[0] != begin:
        talk(_("note: {day} is no working day: the plan begins on {first}").format(day=begin, first=plan.days[0]))
    for objection in plan.objections:
        word = _("breach: {text}") if objection.is_breach else _("warning: {text}")
        talk(word.format(text=translate(objection.text)))
    is_failed = any(objection.is_breach or fail_on is FailOn.warning for objection in plan.objections)
    if fail_on is not None and is_failed:
        raise typer.Exit(1)
