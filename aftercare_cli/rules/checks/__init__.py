"""Every check of records against each other, each a module; a new check is one module and one line here.

A check module has an `ID`, a docstring that is its documentation (a passing and a failing example), and `findings`.
"""

import datetime as dt
from collections.abc import Iterator
from types import ModuleType

from aftercare_cli.model.finding import Finding
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.checks import (
    follow_ups,
    future,
    handovers,
    hazards,
    histories,
    identity,
    inspections,
    references,
    scope,
    stock,
    targets,
    terms,
    training,
)

CHECKS: tuple[ModuleType, ...] = (
    references,
    identity,
    scope,
    histories,
    future,
    targets,
    terms,
    inspections,
    hazards,
    follow_ups,
    training,
    handovers,
    stock,
)


def all_findings(workspace: Workspace, now: dt.datetime) -> Iterator[Finding]:
    """Yield what every check finds."""
    for check in CHECKS:
        yield from check.findings(workspace, now)


def essential(workspace: Workspace) -> Iterator[Finding]:
    """Yield what keeps tickets from being judged rightly: what a report has to say beside its figures."""
    yield from references.contracts_and_sites(workspace)
    yield from histories.impossible(workspace)
