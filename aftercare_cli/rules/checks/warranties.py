"""Warranties that do not start, replacements in a ring, and extensions of what has ended (S9).

Passing: handed over and accepted; `replaces` names the item that stood there before; an amendment that makes the
warranty longer, from a day in the warranty. Failing: handed over 31 days ago and not accepted; two items that replace
each other; an amendment that comes after the last day; an item whose own warranty runs from before it was installed.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from aftercare_cli.model.contract import Contract
from aftercare_cli.model.finding import Finding
from aftercare_cli.model.kinds import path_of
from aftercare_cli.model.text import say
from aftercare_cli.model.ticket import Replaced
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.calendars import local_day
from aftercare_cli.rules.replacements import cycle_of
from aftercare_cli.rules.warranty import stages

ID = "warranties"

_ACCEPTED_WITHIN: Final = dt.timedelta(days=30)


def findings(workspace: Workspace, now: dt.datetime) -> Iterator[Finding]:
    """Yield what keeps a warranty from running as somebody meant it."""
    today = local_day(workspace.settings, now)
    for contract in workspace.contracts.values():
        yield from _not_started(contract, today)
        yield from _too_late(contract)
    yield from _items(workspace)
    yield from _tickets(workspace)


def _not_started(contract: Contract, today: dt.date) -> Iterator[Finding]:
    handover = contract.handover
    if contract.on(today).warranty is None or contract.acceptance is not None or handover is None:
        return
    if today - handover > _ACCEPTED_WITHIN:
        yield Finding(
            "warranty-not-started",
            "warning",
            path_of("contract", contract.id),
            ("handover",),
            say("handed over on {day} and not accepted: the warranty does not start", day=handover),
            say("write the day of the acceptance: acceptance"),
        )


def _too_late(contract: Contract) -> Iterator[Finding]:
    last = None
    for stage in stages(contract):
        if not stage.is_void:
            last = stage.last
            continue
        amendment = contract.amendments[stage.amendment or 0]
        yield Finding(
            "extension-too-late",
            "warning",
            path_of("contract", contract.id),
            ("amendments", stage.amendment or 0, "warranty"),
            say(
                "the warranty ended on {last}: an amendment from {day} on does not revive it",
                last=last or stage.last,
                day=amendment.start,
            ),
            say("date the amendment by the day it was agreed; what is agreed after the end is service_until"),
        )


def _items(workspace: Workspace) -> Iterator[Finding]:
    for site, equipment in workspace.equipment.items():
        for position, item in enumerate(equipment.items):
            ring = cycle_of(workspace.items, item)
            if ring:
                yield Finding(
                    "replacement-cycle",
                    "error",
                    path_of("equipment", site),
                    ("items", position, "replaces"),
                    say("items replace each other in a ring: {items}", items=" → ".join(ring)),
                    say("replaces names the older item; the oldest one replaces none"),
                )
            own = item.warranty
            if own is not None and item.installed is not None and own.start < item.installed:
                yield Finding(
                    "warranty-before-installed",
                    "warning",
                    path_of("equipment", site),
                    ("items", position, "warranty", "from"),
                    say(
                        "the warranty runs from {start}, the item was installed on {day}",
                        start=own.start,
                        day=item.installed,
                    ),
                    say("correct the day that is wrong"),
                )


def _tickets(workspace: Workspace) -> Iterator[Finding]:
    for ticket in workspace.tickets:
        for position, event in enumerate(ticket.events):
            if isinstance(event, Replaced) and event.old is not None and event.old == event.new:
                yield Finding(
                    "replacement-cycle",
                    "error",
                    path_of("ticket", ticket.id),
                    ("events", position, "new"),
                    say("{serial} cannot take its own place", serial=event.old),
                    say("old is the serial of the unit taken out, new that of the unit put in"),
                )
