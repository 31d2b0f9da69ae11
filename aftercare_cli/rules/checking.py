"""Every check of records against each other; a new check is one module in rules/checks and one line here."""

import datetime as dt
from collections.abc import Iterator
from types import ModuleType

from aftercare_cli.model.finding import Finding
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.checks import (
    bills,
    excuses,
    follow_ups,
    future,
    handovers,
    hazards,
    histories,
    identity,
    inspections,
    links,
    people,
    questions,
    references,
    roster,
    scope,
    secrets,
    stock,
    targets,
    terms,
    training,
    warranties,
)

_BETWEEN_RECORDS: tuple[ModuleType, ...] = (
    references,
    links,
    people,
    identity,
    scope,
    histories,
    future,
    targets,
    excuses,
    terms,
    inspections,
    hazards,
    follow_ups,
    questions,
    training,
    handovers,
    warranties,
    roster,
    stock,
    bills,
)
CHECKS = (*_BETWEEN_RECORDS, secrets)


def all_findings(workspace: Workspace, now: dt.datetime) -> Iterator[Finding]:
    """Yield what every check finds between records; `secrets` looks at texts alone, and is asked apart."""
    for check in _BETWEEN_RECORDS:
        yield from check.findings(workspace, now)
