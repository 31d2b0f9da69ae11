"""Which unit took the place of which: items that name the one they replace, and units that tickets replaced (S9)."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from aftercare_cli.model.sites import Item
from aftercare_cli.model.ticket import Replaced
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.calendars import zone

_EVER: Final = dt.datetime.max.replace(tzinfo=dt.UTC)


class Swap(msgspec.Struct, frozen=True, kw_only=True):
    """A `replaced` event that says, or leaves no doubt, which unit it took out."""

    at: dt.datetime
    on: dt.date
    ticket: str
    old: str | None
    new: str | None
    quantity: int = 1


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A link of a chain: the old unit and the new one, by serial, or by id where they have none; None is unknown.

    `item` is the older piece of equipment, where the two are listed as two; `ticket` is where it was done.
    """

    old: str | None
    new: str | None
    on: dt.date | None
    ticket: str | None = None
    item: str | None = None
    quantity: int = 1


class Replacements:
    """The replacements that a workspace knows of; made once, asked for any item as of any moment."""

    def __init__(self, workspace: Workspace) -> None:
        """Read them from the tickets."""
        self._items = workspace.items
        self._timezone = zone(workspace.settings.timezone)
        self._owners = {item.serial: item.id for _site, item in workspace.items.values() if item.serial is not None}
        self._replacing: dict[str, list[Item]] = {}
        for _site, item in self._items.values():
            if item.replaces is not None:
                self._replacing.setdefault(item.replaces, []).append(item)
        self._by_old: dict[str, list[Swap]] = {}
        self._by_new: dict[str, list[Swap]] = {}
        self._by_item: dict[str, list[Swap]] = {}
        swaps = [
            (event, named, self._swap(ticket.id, event))
            for ticket in workspace.tickets
            for event in ticket.events
            if isinstance(event, Replaced)
            for named in [ticket.equipment]
        ]
        for event, named, swap in sorted(swaps, key=lambda found: (found[2].at, found[2].ticket)):
            if swap.old is None:
                self._of_item(event, named, swap)
            elif swap.old != swap.new:
                self._by_old.setdefault(swap.old, []).append(swap)
                if swap.new is not None:
                    self._by_new.setdefault(swap.new, []).append(swap)

    def day(self, moment: dt.datetime) -> dt.date:
        """Give the day it is in the workspace at a moment."""
        return moment.astimezone(self._timezone).date()

    def begin(self, day: dt.date) -> dt.datetime:
        """Give the first moment of a day in the workspace."""
        return dt.datetime.combine(day, dt.time(), self._timezone)

    def entry(self, item: Item, until: dt.datetime) -> Step | None:
        """Give how an item took the place of another one: by its own line, else by the serials of a ticket."""
        swaps = self._earlier(item, _EVER)
        swap = swaps[0] if swaps else None
        owner = None if swap is None or swap.old is None else self._owners.get(swap.old)
        other = item.replaces or (None if owner == item.id else owner)
        if other is None or other == item.id:
            return None
        own = swap if owner == other else None
        on = item.installed or (None if own is None else own.on)
        is_later = own is not None and own.at > until if item.installed is None else item.installed > self.day(until)
        if is_later:
            return None
        return Step(
            old=self._name(other),
            new=item.serial or item.id,
            on=on,
            ticket=None if own is None else own.ticket,
            item=other,
        )

    def in_place(self, item: Item, until: dt.datetime) -> Sequence[Step]:
        """Give the replacements that an item's line does not show: another unit on the same line, the oldest first."""
        swaps = [*self._earlier(item, until), *self._later(item, until), *self._by_item.get(item.id, ())]
        return [
            Step(old=swap.old, new=swap.new, on=swap.on, ticket=swap.ticket, quantity=swap.quantity)
            for swap in sorted(swaps, key=lambda swap: swap.at)
            if swap.at <= until and self._owners.get(swap.old or "", item.id) == item.id
        ]

    def successor(self, item: Item, until: dt.datetime) -> str | None:
        """Give the item that took the place of this one."""
        for other in self._replacing.get(item.id, ()):
            if self.entry(other, until) is not None:
                return other.id
        units = [item.serial, *(step.new for step in self.in_place(item, until))]
        owners = (
            self._owners.get(swap.new or "")
            for unit in units
            for swap in self._by_old.get(unit or "", ())
            if swap.at <= until
        )
        return next((owner for owner in owners if owner not in {None, item.id}), None)

    def _swap(self, ticket: str, event: Replaced) -> Swap:
        return Swap(
            at=event.at, on=self.day(event.at), ticket=ticket, old=event.old, new=event.new, quantity=event.quantity
        )

    def _of_item(self, event: Replaced, named: Sequence[str], swap: Swap) -> None:
        """Keep an event without the old serial where its ticket is about one item, of the model that was put in."""
        found = self._items.get(named[0]) if len(named) == 1 else None
        if found is not None and found[1].model == event.model and self._owners.get(swap.new or "") in {None, named[0]}:
            self._by_item.setdefault(named[0], []).append(swap)

    def _earlier(self, item: Item, until: dt.datetime) -> list[Swap]:
        """Give the swaps that led to the unit on an item's line, the oldest first; one may have taken out another's."""
        found: list[Swap] = []
        unit = item.serial
        while unit is not None:
            before = found[0].at if found else until
            swaps = [swap for swap in self._by_new.get(unit, ()) if swap.at <= before and swap not in found]
            if not swaps:
                break
            found.insert(0, swaps[-1])
            unit = swaps[-1].old if self._owners.get(swaps[-1].old or "", item.id) == item.id else None
        return found

    def _later(self, item: Item, until: dt.datetime) -> list[Swap]:
        """Give the swaps that followed on the unit of an item's line, as far as the new unit has no line of its own."""
        found: list[Swap] = []
        earlier = self._earlier(item, until)
        unit, after = item.serial, earlier[-1].at if earlier else None
        while unit is not None:
            swaps = [
                swap
                for swap in self._by_old.get(unit, ())
                if (after is None or swap.at >= after) and swap.at <= until and swap not in [*earlier, *found]
            ]
            if not swaps or self._owners.get(swaps[0].new or "", item.id) != item.id:
                break
            found.append(swaps[0])
            unit, after = swaps[0].new, swaps[0].at
        return found

    def _name(self, item_id: str) -> str:
        """Give an item's serial, or its id where it has none."""
        found = self._items.get(item_id)
        return item_id if found is None else found[1].serial or item_id


def cycle_of(items: Mapping[str, tuple[str, Item]], item: Item) -> tuple[str, ...]:
    """Give the items that replace each other in a ring, from `item` on; empty where it is in none."""
    seen = [item.id]
    current = item.replaces
    while current is not None and current not in seen:
        seen.append(current)
        found = items.get(current)
        current = None if found is None else found[1].replaces
    return (*seen, item.id) if current == item.id else ()
