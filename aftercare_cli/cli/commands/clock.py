"""`aftercare clock`: when a duration is over, and how much time ran between two moments."""

import datetime as dt
from collections.abc import Mapping
from itertools import pairwise
from typing import Annotated

import typer

from aftercare_cli.cli import completion, display
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.options import Format, FormatOption
from aftercare_cli.cli.output import show
from aftercare_cli.cli.report import Report, Section
from aftercare_cli.cli.reports.steps import step_columns, step_documents, step_rows
from aftercare_cli.cli.times import read_time
from aftercare_cli.model.errors import AftercareError, InvalidValueError
from aftercare_cli.model.text import say
from aftercare_cli.model.values import read_duration
from aftercare_cli.rules import clock as clocks
from aftercare_cli.rules.calendars import WorkingHours
from aftercare_cli.rules.clock import Pause
from aftercare_cli.store.root import NoWorkspaceError

app = typer.Typer(rich_markup_mode=None, add_completion=False)


class WrongClockError(AftercareError):
    """A clock that cannot be set: a pause, a duration or an end that makes no sense."""


@app.command(
    help=_("When is a duration over (a negative one counts backwards), or how much time ran until an end?"),
    context_settings={"ignore_unknown_options": True},
)
def clock(
    context: typer.Context,
    start: Annotated[str, typer.Argument(metavar="START", help=_("When the clock starts."))],
    end: Annotated[
        str, typer.Argument(metavar="DURATION|END", help=_("A duration such as 3h or -2h30m, or the moment it ends."))
    ],
    calendar: Annotated[
        str,
        typer.Option(
            "--calendar", metavar="NAME", help=_("The calendar it runs in."), autocompletion=completion.calendars
        ),
    ] = "24x7",
    pause: Annotated[
        list[str] | None,
        typer.Option("--pause", metavar="FROM/TO", help=_("A time in which it stands still; may be given again.")),
    ] = None,
    form: FormatOption = Format.table,
) -> None:
    """Compute, and show the sum."""
    session: Session = context.obj
    timezone = _timezone(session, calendar)
    begin = read_time(start, session.now_in(timezone), timezone)
    hours = None if calendar == "24x7" and "workspace" not in session.__dict__ else session.calendars.get(calendar)
    pauses = sorted((_pause(session, text, timezone) for text in pause or ()), key=lambda found: found.begin)
    for first, second in pairwise(pauses):
        if first.end is None or second.begin < first.end:
            raise WrongClockError(
                say("two pauses overlap at {time}", time=second.begin.astimezone(timezone)), say("join them into one")
            )
    budget = _duration(end)
    try:
        if budget is None:
            report = _elapsed(begin, read_time(end, session.now_in(timezone), timezone), hours, pauses, timezone)
        else:
            report = _due(begin, budget, hours, pauses, timezone)
    except OverflowError:
        raise WrongClockError(say("the sum leaves the calendar: years run from 1 to 9999")) from None
    show(report, form, timezone)


def _timezone(session: Session, calendar: str) -> dt.tzinfo:
    """Give the workspace's timezone; without a workspace, the built-in calendar still works, in UTC."""
    try:
        return session.timezone
    except NoWorkspaceError:
        if calendar != "24x7":
            raise
        session.__dict__.pop("workspace", None)
        return dt.UTC


def _duration(text: str) -> dt.timedelta | None:
    """Give the duration that `text` is, below zero where it begins with a minus; None where it is none."""
    try:
        duration = read_duration(text.removeprefix("-"))
    except InvalidValueError:
        return None
    return -duration if text.startswith("-") else duration


def _pause(session: Session, text: str, timezone: dt.tzinfo) -> Pause:
    begin, slash, end = text.partition("/")
    if not slash:
        raise WrongClockError(
            say("{text} is not a pause", text=text), say("write FROM/TO; nothing behind the slash where it lasts")
        )
    now = session.now_in(timezone)
    pause = Pause(read_time(begin, now, timezone), read_time(end, now, timezone) if end else None)
    if pause.end is not None and pause.end < pause.begin:
        raise WrongClockError(say("the pause {text} ends before it begins", text=text), say("swap its two moments"))
    return pause


def _due(
    begin: dt.datetime, budget: dt.timedelta, hours: WorkingHours | None, pauses: list[Pause], timezone: dt.tzinfo
) -> Report:
    if budget < dt.timedelta():
        if pauses:
            raise WrongClockError(say("a clock that counts backwards takes no pauses"))
        due: dt.datetime | None = clocks.due_before(begin, -budget, hours)
    else:
        due = clocks.due(begin, budget, hours, pauses)
    # Without a due time a pause that lasts holds the clock: the sum goes up to its beginning.
    first, last = sorted((begin, due if due is not None else max(begin, pauses[-1].begin)))
    steps = clocks.explain(first, last, hours, pauses)
    is_provisional = hours is not None and hours.is_provisional(first, last)
    document = {
        "schema": "aftercare/clock/1",
        "start": display.iso(begin, timezone),
        "due_at": None if due is None else display.iso(due, timezone),
        "provisional": is_provisional,
        "steps": step_documents(steps, timezone),
    }
    title = (
        _("held by a pause: no due time yet")
        if due is None
        else _("due {time}").format(time=display.moment(due, timezone))
    )
    return _report(title, steps, document, is_provisional=is_provisional)


def _elapsed(
    begin: dt.datetime, end: dt.datetime, hours: WorkingHours | None, pauses: list[Pause], timezone: dt.tzinfo
) -> Report:
    ran = clocks.elapsed(begin, end, hours, pauses)
    first, last = min(begin, end), max(begin, end)
    steps = clocks.explain(first, last, hours, pauses)
    is_provisional = hours is not None and hours.is_provisional(first, last)
    document = {
        "schema": "aftercare/clock/1",
        "start": display.iso(begin, timezone),
        "end": display.iso(end, timezone),
        "elapsed_s": int(ran.total_seconds()),
        "provisional": is_provisional,
        "steps": step_documents(steps, timezone),
    }
    return _report(_("{time} ran").format(time=display.length(ran)), steps, document, is_provisional=is_provisional)


def _report(title: str, steps: list[clocks.Step], document: Mapping[str, object], *, is_provisional: bool) -> Report:
    section = Section("", step_columns(), step_rows(steps))
    notes = (
        (_("Provisional: a year whose official list of days off is not published is counted by its weekdays."),)
        if is_provisional
        else ()
    )
    return Report(title, (section,), document, (), notes)
