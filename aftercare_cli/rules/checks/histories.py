"""Histories that cannot have happened.

Passing: an arrival, then the close. Failing: an arrival after the close, a resume without a pause, an event before the
report, a close without a resolution or a cancellation.
"""

import datetime as dt
from collections.abc import Iterator

from aftercare_cli.model.finding import Finding
from aftercare_cli.model.kinds import path_of
from aftercare_cli.model.text import say
from aftercare_cli.model.words import EVENT_WORDS
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.lifecycle import contradictions

ID = "histories"


def findings(workspace: Workspace, now: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 - what contradicts itself always does
    """Yield the contradictions of every ticket, and events that are recorded before they happened."""
    yield from impossible(workspace)
    yield from _out_of_order(workspace)
    hint = say("a record holds what happened; is the year right?")
    for ticket in workspace.tickets:
        for position, event in enumerate(ticket.events):
            if event.logged_at is not None and event.logged_at < event.at:
                text = say("was typed in at {logged}, before it happened at {at}", logged=event.logged_at, at=event.at)
                yield Finding("logged-early", "error", path_of("ticket", ticket.id), ("events", position), text, hint)


def _out_of_order(workspace: Workspace) -> Iterator[Finding]:
    """Yield events that stand below later ones: judged by their time, but read by people in the wrong order."""
    hint = say("move the line up, or correct its time")
    for ticket in workspace.tickets:
        latest = ticket.reported_at
        for position, event in enumerate(ticket.events):
            if event.at < latest and event.at >= ticket.reported_at:
                text = say(
                    "{event} at {at} stands below an event of {latest}",
                    event=EVENT_WORDS[event.type],
                    at=event.at,
                    latest=latest,
                )
                yield Finding("event-order", "warning", path_of("ticket", ticket.id), ("events", position), text, hint)
            latest = max(latest, event.at)


def impossible(workspace: Workspace) -> Iterator[Finding]:
    """Yield the contradictions of every ticket, with both places."""
    hint = say("correct the time or the type of one of the two")
    for ticket in workspace.tickets:
        for found in contradictions(ticket):
            yield Finding(
                "impossible-history",
                "error",
                path_of("ticket", ticket.id),
                found.field,
                found.text,
                hint,
                against=found.against,
            )
