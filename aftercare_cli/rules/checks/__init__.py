"""Every check of records against each other, each a module; a new check is one module and one line here.

A check module has an `ID`, a docstring that is its documentation (a passing and a failing example), and `findings`.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from types import ModuleType

from aftercare_cli.model.finding import Finding
from aftercare_cli.model.kinds import KindName
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


def essential(workspace: Workspace) -> Iterator[Finding]:
    """Yield what keeps promises from being judged rightly: what a report has to say beside its figures."""
    yield from essential_of_tickets(workspace)
    yield from references.of_services(workspace)
    yield from questions.uncounted(workspace)


def essential_of(workspace: Workspace, kinds: Sequence[KindName]) -> Iterator[Finding]:
    """Yield what of it is about records of these kinds; no others are read."""
    if "ticket" in kinds:
        yield from essential_of_tickets(workspace)
    else:
        yield from references.of_sites(workspace)
    yield from references.of_services(workspace, [kind for kind in kinds if kind != "ticket"])


def essential_of_tickets(workspace: Workspace) -> Iterator[Finding]:
    """Yield what of it is about tickets; no other record is read."""
    yield from references.of_tickets(workspace)
    yield from terms.uncounted(workspace)
    yield from histories.impossible(workspace)
