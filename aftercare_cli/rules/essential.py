"""The checks that a report cannot do without, and no others: all of them take longer to import than most reports."""

from collections.abc import Iterator, Sequence

from aftercare_cli.model.finding import Finding
from aftercare_cli.model.kinds import KindName
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.checks import histories, questions, references, terms


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
