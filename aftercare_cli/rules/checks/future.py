"""Facts that have not happened yet: no report shows a ticket before its time.

Passing: a ticket reported this morning. Failing: the same with next year's date, or with an event of tomorrow.
"""

import datetime as dt
from collections.abc import Iterator

from aftercare_cli.model.finding import Finding
from aftercare_cli.model.kinds import path_of
from aftercare_cli.model.text import say
from aftercare_cli.model.words import EVENT_WORDS
from aftercare_cli.model.workspace import Workspace

ID = "future"


def findings(workspace: Workspace, now: dt.datetime) -> Iterator[Finding]:
    """Yield reports and events later than `now`; the events of a ticket that is itself too late are not told."""
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
