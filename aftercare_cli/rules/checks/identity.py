"""Ids that do not identify.

Passing: `T-20261122-7F3K` for a report of 22 November 2026. Failing: the same id for a report of another day, or one
equipment id, or one id of a person, on two lines.
"""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from aftercare_cli.model.finding import Finding
from aftercare_cli.model.kinds import path_of
from aftercare_cli.model.text import say
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.calendars import zone

ID = "identity"


def findings(workspace: Workspace, now: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 - ids do not change with time
    """Yield ids that are used twice, and dates inside ids that are not the event's."""
    seen: dict[str, str] = {}
    for site, equipment in workspace.equipment.items():
        for position, item in enumerate(equipment.items):
            if item.id.lower() in seen:
                text = say("the id {item} is used already, at {site}", item=item.id, site=seen[item.id.lower()])
                hint = say("equipment ids are unique in the workspace, whatever their case")
                yield Finding(
                    "duplicate-id", "error", path_of("equipment", site), ("items", position, "id"), text, hint
                )
            seen.setdefault(item.id.lower(), site)
    yield from _people(workspace)
    yield from _dates(workspace, zone(workspace.settings.timezone))


def _people(workspace: Workspace) -> Iterator[Finding]:
    names: dict[str, str] = {}
    hint = say("give each person an id of their own: events and the roster name people by it")
    for position, person in enumerate(workspace.people):
        if person.id in names:
            text = say("the id {person} is used already, by {name}", person=person.id, name=names[person.id])
            yield Finding("duplicate-id", "error", path_of("staff"), ("staff", position, "id"), text, hint)
        names.setdefault(person.id, person.name)


def _dates(workspace: Workspace, timezone: ZoneInfo) -> Iterator[Finding]:
    hint = say("an id holds the day of its event in the workspace's timezone; a record keeps its id once it has one")
    for ticket in workspace.tickets:
        day = ticket.reported_at.astimezone(timezone).date()
        if ticket.id[2:10] != f"{day:%Y%m%d}":
            text = say("the id {id} is of another day than its report, {day}", id=ticket.id, day=day)
            yield Finding("id-of-another-day", "warning", path_of("ticket", ticket.id), ("id",), text, hint)
