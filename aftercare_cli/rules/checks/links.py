"""Records that another record names as where it comes from, and checklists that come into force later.

Passing: `source: I-20260405-8Q2M` where that inspection has a record. Failing: the same without one; a hazard whose
`source` is neither an inspection nor a ticket; an amendment with a checklist that nobody wrote.
"""

import datetime as dt
from collections.abc import Iterator

from aftercare_cli.model.finding import Finding
from aftercare_cli.model.kinds import path_of
from aftercare_cli.model.text import say
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.checks.references import unknown

ID = "links"


def findings(workspace: Workspace, now: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 - links hold at any time
    """Yield sources of hazards and tickets, and checklists of amendments, that name nothing."""
    inspections = {inspection.id for inspection in workspace.inspections}
    tickets = {ticket.id for ticket in workspace.tickets}
    for ticket in workspace.tickets:
        if ticket.source is not None:
            path = path_of("ticket", ticket.id)
            yield from unknown("unknown-inspection", path, ("source",), ticket.source, inspections)
    for hazard in workspace.hazards:
        path, source = path_of("hazard", hazard.id), hazard.source or ""
        match source[:1]:
            case "I":
                yield from unknown("unknown-inspection", path, ("source",), source, inspections)
            case "T":
                yield from unknown("unknown-ticket", path, ("source",), source, tickets)
            case "":
                pass
            case _:
                text = say("{source} is neither an inspection nor a ticket", source=source)
                hint = say("name the inspection or the ticket that found the hazard, or leave source out")
                yield Finding("wrong-source", "error", path, ("source",), text, hint)
    for contract in workspace.contracts.values():
        for position, amendment in enumerate(contract.amendments):
            if amendment.inspection is not None:
                field = ("amendments", position, "inspection", "checklist")
                wanted, path = amendment.inspection.checklist, path_of("contract", contract.id)
                yield from unknown("unknown-checklist", path, field, wanted, workspace.checklists)
