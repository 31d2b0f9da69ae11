"""Facts that have not happened yet: no report shows a ticket before its time.

Passing: a ticket reported this morning. Failing: the same with next year's date, or with an event of tomorrow;
an inspection that was made tomorrow.
"""

import datetime as dt
from collections.abc import Iterator, Mapping

from aftercare_cli.model.finding import Finding
from aftercare_cli.model.kinds import KindName, path_of
from aftercare_cli.model.text import say
from aftercare_cli.model.words import EVENT_WORDS
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.calendars import zone
from aftercare_cli.rules.days import Days

ID = "future"


def findings(workspace: Workspace, now: dt.datetime) -> Iterator[Finding]:
    """Yield what is said to have happened later than `now`; of a ticket that is itself too late, nothing else."""
    hint = say("a record holds what happened; is the year right?")
    for ticket in workspace.tickets:
        path = path_of("ticket", ticket.id)
        if ticket.reported_at > now:
            text = say(
                "was reported at {at}, which is later than {now}: no report shows it", at=ticket.reported_at, now=now
            )
            yield Finding("in-the-future", "warning", path, ("reported_at",), text, hint)
            continue
        for position, event in enumerate(ticket.events):
            if event.at > now:
                text = say(
                    "{event} at {at}, which is later than {now}: it does not count yet",
                    event=EVENT_WORDS[event.type],
                    at=event.at,
                    now=now,
                )
                yield Finding("in-the-future", "warning", path, ("events", position), text, hint)
    yield from _services(workspace, now)


def _services(workspace: Workspace, now: dt.datetime) -> Iterator[Finding]:
    """Yield the same of other records; a training may be planned ahead."""
    today = Days(zone(workspace.settings.timezone), now).today
    for name, record_id, facts in _facts(workspace):
        for key, at in facts.items():
            # A day is told by the workspace's calendar.
            is_late = at is not None and (at > now if isinstance(at, dt.datetime) else at > today)
            if is_late and at is not None:
                text = say("{key} is {at}, which is later than {now}: it does not count yet", key=key, at=at, now=now)
                hint = say("a record holds what happened; is the year right?")
                yield Finding("in-the-future", "warning", path_of(name, record_id), (key,), text, hint)


def _facts(workspace: Workspace) -> Iterator[tuple[KindName, str, Mapping[str, dt.date | dt.datetime | None]]]:
    for made in workspace.inspections:
        yield "inspection", made.id, {"inspected_at": made.inspected_at, "signed_at": made.signed_at}
    for hazard in workspace.hazards:
        told = {"told_company_at": hazard.told_company_at, "told_customer_at": hazard.told_customer_at}
        yield "hazard", hazard.id, {"found_at": hazard.found_at, **told, "closed_at": hazard.closed_at}
    for visit in workspace.visits:
        yield "visit", visit.id, {"visited_on": visit.visited_on}
    for asked in workspace.questions:
        yield "question", asked.id, {"asked_at": asked.asked_at, "answered_at": asked.answered_at}
