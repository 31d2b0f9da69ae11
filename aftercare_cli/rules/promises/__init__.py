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
def _kind(module: str, records: str | None = None, terms: str | None = None) -> Kind:
    """Give the function of a kind; its module is imported when it is first called: most commands judge tickets only.

    It is not even then where nothing can be promised: there are none of the workspace's `records` that it is about, and
    no contract has its `terms`.
    """

    def promises(workspace: Workspace, calendars: Calendars, now: dt.datetime, until: dt.datetime) -> Iterator[Promise]:
        if records is not None and not getattr(workspace, records) and not _is_promised(workspace, terms):
            return iter(())
        judge: Kind = import_module(f"{__name__}.{module}").promises
        return judge(workspace, calendars, now, until)

    return promises


def _is_promised(workspace: Workspace, terms: str | None) -> bool:
    """Say whether a contract, or an amendment of one, has these terms."""
    return terms is not None and any(
        getattr(each, terms) is not None
        for contract in workspace.contracts.values()
        for each in (contract, *contract.amendments)
    )


SERVICES: Final[Mapping[str, Kind]] = {
    "inspection": _kind("inspections"),
    "hazard_company": _kind("hazards", "hazards"),
    "hazard_customer": _kind("hazards", "hazards"),
    "follow_up": _kind("follow_ups"),
    "training": _kind("training", "training", "training"),
    "documents": _kind("documents"),
    "question": _kind("questions", "questions"),
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
