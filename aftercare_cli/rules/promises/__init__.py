"""Every kind of promise, each a module with one function; a new kind is one module and one line here."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.calendars import Calendars
from aftercare_cli.rules.promise import Promise
from aftercare_cli.rules.promises import (
    documents,
    follow_ups,
    hazards,
    inspections,
    questions,
    tickets,
    training,
    warranties,
)

Kind = Callable[[Workspace, Calendars, dt.datetime, dt.datetime], Iterator[Promise]]

SERVICES: Final[Mapping[str, Kind]] = {
    "inspection": inspections.promises,
    "hazard_company": hazards.promises,
    "hazard_customer": hazards.promises,
    "follow_up": follow_ups.promises,
    "training": training.promises,
    "documents": documents.promises,
    "question": questions.promises,
    "post_warranty_scheme": warranties.promises,
    "warranty_end": warranties.promises,
}
"""The kinds by the names of their promises, but for tickets: what is promised about these, each contract names."""
KINDS: Final[tuple[Kind, ...]] = (tickets.promises, *dict.fromkeys(SERVICES.values()))


def all_promises(
    workspace: Workspace, calendars: Calendars, now: dt.datetime, until: dt.datetime | None = None
) -> Iterator[Promise]:
    """Yield every promise of the workspace as it stands at `now`: those that have begun, or begin by `until`."""
    for promises in KINDS:
        yield from promises(workspace, calendars, now, until or now)
