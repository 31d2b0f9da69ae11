"""Tickets about equipment of another place (S1).

Passing: a ticket at `hq` about an item of equipment/hq.yaml, or one with `out_of_scope` and the reason. Failing: a
ticket at `hq` about an item of another site.
"""

import datetime as dt
from collections.abc import Iterator

from aftercare_cli.model.finding import Finding
from aftercare_cli.model.kinds import path_of
from aftercare_cli.model.text import say
from aftercare_cli.model.workspace import Workspace

ID = "scope"


def findings(workspace: Workspace, now: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 - scope does not change with time
    """Yield a finding for each item that stands at another site."""
    hint = say("name the item of this site, or say why it is served: out_of_scope")
    for ticket in workspace.tickets:
        for position, item in enumerate(ticket.equipment):
            stands_at = workspace.items[item][0] if item in workspace.items else ticket.site
            if stands_at != ticket.site and ticket.out_of_scope is None:
                text = say("{item} stands at {other}, not at {site}", item=item, other=stands_at, site=ticket.site)
                yield Finding(
                    "out-of-scope", "error", path_of("ticket", ticket.id), ("equipment", position), text, hint
                )
