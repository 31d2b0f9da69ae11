"""Every kind of promise, each a module with one function; a new kind is one module and one line here."""

import datetime as dt
from collections.abc import Callable, Iterator

from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.calendars import Calendars
from aftercare_cli.rules.promise import Promise
from aftercare_cli.rules.promises import tickets

KINDS: tuple[Callable[[Workspace, Calendars, dt.datetime], Iterator[Promise]], ...] = (tickets.promises,)


def all_promises(workspace: Workspace, calendars: Calendars, now: dt.datetime) -> Iterator[Promise]:
    """Yield every promise of the workspace as it stands at `now`."""
    for promises in KINDS:
        yield from promises(workspace, calendars, now)
