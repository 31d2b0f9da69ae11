"""Every kind of promise, each a module with one function; a new kind is one module and one line here."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Final

from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.calendars import Calendars
from aftercare_cli.rules.promise import Promise

Kind = Callable[[Workspace, Calendars, dt.datetime, dt.datetime], Iterator[Promise]]


@cache
def _kind(module: str) -> Kind:
    """Give the function of a kind; its module is imported when it is first called: most commands judge tickets only."""

    def promises(workspace: Workspace, calendars: Calendars, now: dt.datetime, until: dt.datetime) -> Iterator[Promise]:
        judge: Kind = import_module(f"{__name__}.{module}").promises
        return judge(workspace, calendars, now, until)

    return promises


SERVICES: Final[Mapping[str, Kind]] = {
    "inspection": _kind("inspections"),
    "hazard_company": _kind("hazards"),
    "hazard_customer": _kind("hazards"),
    "follow_up": _kind("follow_ups"),
    "training": _kind("training"),
    "documents": _kind("documents"),
    "question": _kind("questions"),
    "post_warranty_scheme": _kind("warranties"),
    "warranty_end": _kind("warranties"),
}
"""The kinds by the names of their promises, but for tickets: what is promised about these, each contract names."""
KINDS: Final[tuple[Kind, ...]] = (_kind("tickets"), *dict.fromkeys(SERVICES.values()))


def all_promises(
    workspace: Workspace, calendars: Calendars, now: dt.datetime, until: dt.datetime | None = None
) -> Iterator[Promise]:
    """Yield every promise of the workspace as it stands at `now`: those that have begun, or begin by `until`."""
    for promises in KINDS:
        yield from promises(workspace, calendars, now, until or now)
