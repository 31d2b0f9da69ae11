"""Follow-up visits that were planned and not made, or that cannot follow what they follow up (S14).

Passing: `due_on: 2026-03-31` with `visited_on: 2026-03-27`. Failing: the same without a visit, in April; a visit after
a ticket of another site; one that was made before its ticket was reported.
"""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from aftercare_cli.model.finding import Finding
from aftercare_cli.model.kinds import path_of
from aftercare_cli.model.service import Visit
from aftercare_cli.model.text import say
from aftercare_cli.model.ticket import Ticket
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.calendars import local_day, zone
from aftercare_cli.rules.checks.references import unknown

ID = "follow-ups"


def findings(workspace: Workspace, now: dt.datetime) -> Iterator[Finding]:
    """Yield planned visits whose day has passed, and visits that do not fit their ticket."""
    today = local_day(workspace.settings, now)
    followed = {visit.ticket for visit in workspace.visits}
    tickets = {ticket.id: ticket for ticket in workspace.tickets if ticket.id in followed}
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
        if visit.ticket in tickets:
            yield from _against_ticket(visit, tickets[visit.ticket], zone(workspace.settings.timezone))
        elif visit.ticket is not None:
            known = [ticket.id for ticket in workspace.tickets]
            yield from unknown("unknown-ticket", path_of("visit", visit.id), ("ticket",), visit.ticket, known)
        if workspace.staff is not None and visit.by is not None:
            yield from unknown("unknown-staff", path_of("visit", visit.id), ("by",), visit.by, workspace.staff)


def _against_ticket(visit: Visit, ticket: Ticket, timezone: ZoneInfo) -> Iterator[Finding]:
    path = path_of("visit", visit.id)
    if visit.site != ticket.site:
        text = say(
            "{ticket} is a ticket of {other}, not of {site}", ticket=ticket.id, other=ticket.site, site=visit.site
        )
        yield Finding(
            "visit-wrong-site", "error", path, ("ticket",), text, say("name the site of the ticket, or another ticket")
        )
    reported = ticket.reported_at.astimezone(timezone).date()
    if visit.visited_on is not None and visit.visited_on < reported:
        text = say(
            "visited on {day}, before {ticket} was reported on {reported}",
            day=visit.visited_on,
            ticket=ticket.id,
            reported=reported,
        )
        yield Finding(
            "visit-before-ticket", "warning", path, ("visited_on",), text, say("correct the day, or the ticket")
        )
