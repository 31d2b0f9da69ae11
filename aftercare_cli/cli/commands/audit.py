"""`aftercare audit`: what was entered late, and what was changed once it was closed or issued."""

import datetime as dt
from collections.abc import Iterable
from typing import Annotated, Final

import typer

from aftercare_cli.cli import lookup
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.options import ExitZero, Format, FormatOption, Site
from aftercare_cli.cli.output import show
from aftercare_cli.cli.reports.audits import audit_report
from aftercare_cli.cli.times import WrongDurationError, read_day_or_time
from aftercare_cli.model.errors import InvalidValueError
from aftercare_cli.model.values import read_duration
from aftercare_cli.rules.audit import KINDS, Entry, entries
from aftercare_cli.store.history import history

app = typer.Typer(rich_markup_mode=None, add_completion=False)

_LATE: Final = "24h"


@app.command(help=_("What was entered late, and what was changed once it was closed or issued, from the Git history."))
def audit(
    context: typer.Context,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help=_("Only what was changed on this day or later."))
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help=_("Only what was changed on this day or earlier."))
    ] = None,
    site: Site = None,
    late: Annotated[
        str, typer.Option("--late", metavar="DURATION", help=_("How long after the fact an entry is late."))
    ] = _LATE,
    exit_zero: ExitZero = False,
    form: FormatOption = Format.table,
) -> None:
    """List what asks for a look; exit 1 where there is something."""
    session: Session = context.obj
    limit = _duration(late)
    chosen_site = None if site is None else lookup.site_id(session, site)
    read = history(session.workspace.root, session.now)
    found = list(entries(read.changes, limit, is_shallow=bool(read.boundary)))
    begin, end = (
        None if text is None else read_day_or_time(text, session.now, session.timezone, is_end=is_end)
        for text, is_end in ((since, False), (until, True))
    )
    chosen = _chosen(found, begin, end, chosen_site)
    show(audit_report(session, chosen, limit, read.boundary), form, session.timezone)
    if chosen and not exit_zero:
        raise typer.Exit(1)


def _chosen(
    found: Iterable[Entry], begin: dt.datetime | None, end: dt.datetime | None, site: str | None
) -> list[Entry]:
    """Give what was changed in a window and is about a site, oldest first."""
    wanted = (
        entry
        for entry in found
        if (begin is None or entry.commit.at >= begin)
        and (end is None or entry.commit.at < end)
        and (site is None or entry.site == site)
    )
    return sorted(wanted, key=_order)


def _order(entry: Entry) -> tuple[object, ...]:
    fact_at = entry.fact_at or entry.commit.at
    return entry.commit.at, entry.path, KINDS.index(entry.kind), fact_at, entry.field or ""


def _duration(text: str) -> dt.timedelta:
    try:
        return read_duration(text)
    except InvalidValueError as error:
        raise WrongDurationError(error.text, error.hint) from None
