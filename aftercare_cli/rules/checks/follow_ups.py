"""Follow-up visits that were planned and not made (S14).

Passing: `due_on: 2026-03-31` with `visited_on: 2026-03-27`. Failing: the same without a visit, in April.
"""

import datetime as dt
from collections.abc import Iterator

from aftercare_cli.model.finding import Finding
from aftercare_cli.model.kinds import path_of
from aftercare_cli.model.text import say
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.calendars import local_day

ID = "follow-ups"


def findings(workspace: Workspace, now: dt.datetime) -> Iterator[Finding]:
    """Yield planned visits whose day has passed."""
    today = local_day(workspace.settings, now)
    for visit in workspace.visits:
        if visit.visited_on is None and visit.due_on is not None and visit.due_on < today:
            text = say("the follow-up visit to {site} was due on {day}", site=visit.site, day=visit.due_on)
            yield Finding(
                "follow-up-overdue",
                "warning",
                path_of("visit", visit.id),
                ("due_on",),
                text,
                say("make the visit, and record it"),
            )
