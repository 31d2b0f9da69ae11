"""The warranty of a piece of equipment: its contract's or its own, carried on by what took its place (S9)."""

import datetime as dt
from collections.abc import Sequence

import msgspec

from aftercare_cli.model.contract import Contract
from aftercare_cli.model.sites import Item
from aftercare_cli.model.text import Text, say
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.replacements import Replacements, Step, cycle_of
from aftercare_cli.rules.warranty import Cover, corresponding, length, of_contract


class Covers:
    """The warranties of a workspace's items; made once, asked for any item as of any moment."""

    def __init__(self, workspace: Workspace) -> None:
        """Read the replacements."""
        self._workspace = workspace
        self._replacements = Replacements(workspace)

    def of_item(self, item: Item, moment: dt.datetime) -> Cover:
        """Give an item's warranty as it is known at a moment: that of the unit which stands in its place then.

        For a fault, ask as of the moment it began: the replacement that mended it came later.
        """
        chained = self._of_item(item, moment, ())
        reasons = chained.reasons
        successor = self._replacements.successor(item, moment)
        if successor is not None:
            reasons = (*reasons, say("{item} stands in its place", item=successor))
        if item.software:
            reasons = (*reasons, say("software: maintained and upgraded free for life"))
        return msgspec.structs.replace(chained, reasons=reasons, replaced_by=successor)

    def is_borne(self, contract: Contract, items: Sequence[Item], day: dt.date) -> bool:
        """Say whether the warranty bears a fault that began on a day: that of one of the items, or the contract's.

        It is that of the units which stood there when the day began.
        """
        moment = self._replacements.begin(day)
        covers = [self.of_item(item, moment) for item in items] or [of_contract(contract, day)]
        return any(cover.is_borne(day) for cover in covers)

    def contract_of(self, item: Item) -> Contract | None:
        """Give the contract under which an item is served."""
        place = self._workspace.items.get(item.id)
        site = None if place is None else self._workspace.sites.get(place[0])
        return None if site is None else self._workspace.contracts.get(site.contract)

    def _of_item(self, item: Item, moment: dt.datetime, seen: tuple[str, ...]) -> Cover:
        contract = self.contract_of(item)
        is_in_ring = bool(cycle_of(self._workspace.items, item))
        entry = None if is_in_ring else self._replacements.entry(item, moment)
        old = None if entry is None else self._workspace.items.get(entry.item or "")
        if old is None or old[1].id in {*seen, item.id}:
            cover = self._by_contract(contract, moment)
        else:
            cover = self._of_item(old[1], moment, (*seen, item.id))
        chain = cover.chain
        steps = [*([] if entry is None else [entry]), *self._replacements.in_place(item, moment)]
        if item.warranty is not None:
            last = corresponding(item.warranty.start, item.warranty.months)
            own = say("{item} has terms of its own, which win over the contract's", item=item.id)
            cover = Cover(
                first=item.warranty.start,
                last=last,
                months=item.warranty.months,
                reasons=(own, length(item.warranty.start, item.warranty.months)),
            )
        if is_in_ring:
            cover = _told(cover, say("items replace each other in a ring: it is judged as if they did not"))
        for step in steps:
            cover = _after(cover, step, item, contract)
        return msgspec.structs.replace(cover, chain=(*chain, *steps))

    def _by_contract(self, contract: Contract | None, moment: dt.datetime) -> Cover:
        if contract is None:
            return Cover(missing=("contract",), reasons=(say("it is under no contract"),))
        cover = of_contract(contract, self._replacements.day(moment))
        return msgspec.structs.replace(cover, reasons=(say("by the contract {id}", id=contract.id), *cover.reasons))


def _told(cover: Cover, *texts: Text) -> Cover:
    return msgspec.structs.replace(cover, reasons=(*cover.reasons, *texts))


def _after(cover: Cover, step: Step, item: Item, contract: Contract | None) -> Cover:
    """Give the warranty after a replacement: what is left of the old unit's, or full months from that day on."""
    told = _step_reason(step)
    if cover.first is None or cover.last is None or (item.warranty and (not step.on or step.on <= item.warranty.start)):
        return _told(cover, told)
    if step.item is None and step.quantity < item.quantity:
        return _told(cover, told, _part(step, item))
    terms = None if contract is None else contract.on(step.on or dt.date.max).warranty
    if terms is None or terms.replacement == "inherits":
        return _told(
            cover, told, say("the new unit inherits the warranty of the old one, last day {day}", day=cover.last)
        )
    if step.on is None:
        return _told(cover, told, say("it would renew the warranty, but the day of the replacement is not known"))
    months = item.warranty.months if item.warranty is not None else terms.months
    last = corresponding(step.on, months)
    if last <= cover.last:
        return _told(
            cover, told, say("the old warranty lasts longer than a renewed one: last day {day}", day=cover.last)
        )
    renewed = say("the new unit has a full warranty: {months} months, last day {day}", months=months, day=last)
    return msgspec.structs.replace(
        _told(cover, told, renewed),
        first=step.on,
        last=last,
        months=months,
        earlier=(*cover.earlier, (cover.first, cover.last)),
    )


def _part(step: Step, item: Item) -> Text:
    return say(
        "{count} of {quantity} were replaced: the line keeps its warranty", count=step.quantity, quantity=item.quantity
    )


def _step_reason(step: Step) -> Text:
    if step.old is not None and step.new is not None:
        told = say("{old} was replaced by {new}", old=step.old, new=step.new)
    elif step.old is not None:
        told = say("{old} was replaced, the new serial is not known", old=step.old)
    elif step.new is not None:
        told = say("{new} was put in, the old serial is not known", new=step.new)
    else:
        told = say("the unit was replaced, its serials are not known")
    if step.on is None:
        return say("on a day nobody wrote down: {what}", what=told)
    if step.ticket is None:
        return say("{day}: {what}", day=step.on, what=told)
    return say("{day}, {ticket}: {what}", day=step.on, ticket=step.ticket, what=told)
