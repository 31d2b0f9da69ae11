"""People whom a record names and staff.yaml does not have.

Passing: `lecturer: eng-b` where staff.yaml lists eng-b, or where there is no staff.yaml. Failing: the same where it
lists others only; who made an inspection, took a spare or acknowledged a breach and is not listed.
"""

import datetime as dt
from collections.abc import Iterator

from aftercare_cli.model.finding import Field, Finding
from aftercare_cli.model.kinds import path_of
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.checks.references import unknown

ID = "people"


def findings(workspace: Workspace, now: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 - a list of people holds at any time
    """Yield people of inspections, hazards, training, handovers and the spares ledger who are not on the list."""
    staff = workspace.staff
    if staff is None:
        return
    for path, field, person in _named(workspace):
        if person is not None:
            yield from unknown("unknown-staff", path, field, person, staff)


def _named(workspace: Workspace) -> Iterator[tuple[str, Field, str | None]]:
    for inspection in workspace.inspections:
        path = path_of("inspection", inspection.id)
        yield from ((path, ("by", position), person) for position, person in enumerate(inspection.by))
        if inspection.acknowledged is not None:
            yield path, ("acknowledged", "by"), inspection.acknowledged.by
    for hazard in workspace.hazards:
        if hazard.acknowledged is not None:
            yield path_of("hazard", hazard.id), ("acknowledged", "by"), hazard.acknowledged.by
    for session in workspace.training:
        yield path_of("training", session.id), ("lecturer",), session.lecturer
    for contract_id, handover in workspace.handovers.items():
        for position, breach in enumerate(handover.acknowledged):
            yield path_of("handover", contract_id), ("acknowledged", position, "by"), breach.by
    for year, ledger in workspace.spares.items():
        for position, row in enumerate(ledger):
            yield path_of("spare", year), (position, "by"), row.by
