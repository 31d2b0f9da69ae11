"""Inspections that are late or were never made (M1).

Passing: the sheet of March, made on 28 March. Failing: the sheet of March, made on 1 April: it is late, and counts for
March only; a sheet whose month is over and that was never filled in.
"""

import datetime as dt
from collections.abc import Iterator

from dateutil.relativedelta import relativedelta

from aftercare_cli.model.finding import Finding
from aftercare_cli.model.kinds import path_of
from aftercare_cli.model.text import say, say_many
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.calendars import local_day, zone

ID = "inspections"


def findings(workspace: Workspace, now: dt.datetime) -> Iterator[Finding]:
    """Yield late and missed inspections, of those that have a record."""
    today = local_day(workspace.settings, now)
    timezone = zone(workspace.settings.timezone)
    for inspection in workspace.inspections:
        last = dt.date.fromisoformat(f"{inspection.period}-01") + relativedelta(months=1, days=-1)
        path = path_of("inspection", inspection.id)
        if inspection.inspected_at is None:
            if today > last:
                text = say(
                    "the inspection of {site} for {period} was never made",
                    site=inspection.site,
                    period=inspection.period,
                )
                yield Finding(
                    "inspection-missed",
                    "warning",
                    path,
                    ("period",),
                    text,
                    say("a later round counts for its own month only"),
                )
            continue
        days = (inspection.inspected_at.astimezone(timezone).date() - last).days
        if inspection.inspected_at <= now and days > 0:
            text = say_many(
                "the inspection of {site} for {period} was {count} day late",
                "the inspection of {site} for {period} was {count} days late",
                days,
                site=inspection.site,
                period=inspection.period,
            )
            yield Finding(
                "inspection-late",
                "warning",
                path,
                ("inspected_at",),
                text,
                say("it does not count for the month it was made in"),
            )
