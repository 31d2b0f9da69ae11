"""The record of replaced equipment (S9): what went, what came, why, and which warranty the new unit has."""

import msgspec

from aftercare_cli.documents.equipment import place_told
from aftercare_cli.documents.source import Source, Values
from aftercare_cli.model.sites import Item
from aftercare_cli.model.ticket import Replaced, Ticket
from aftercare_cli.rules.charges import cause_of
from aftercare_cli.rules.covers import Covers
from aftercare_cli.rules.cycles import Cycle, cycles
from aftercare_cli.rules.stock import has_ledger
from aftercare_cli.rules.warranty import of_contract

_ROOM = 5
"""Rows to be filled in by hand, where nothing is recorded."""


class Unit(msgspec.Struct, frozen=True):
    """A replacement: the event, the cycle it belongs to, and the item where one can be meant only.

    `is_part` says that a part of the item was replaced, not the item.
    """

    event: Replaced
    cycle: Cycle
    item: Item | None
    is_part: bool


def values(source: Source, subject: str) -> Values:
    """Give the units that a ticket replaced; blank rows where there is none."""
    _ = source.tongue.gettext
    ticket = source.one_of(source.workspace.tickets, subject)
    source.refuse_later(subject, ticket.reported_at)
    title = _("Record of replaced equipment")
    site = source.site(ticket.site)
    contract = source.contract(site.contract)
    found = [
        Unit(event, cycle, *_item_of(source, ticket, event))
        for cycle in cycles(ticket, source.now)
        for event in cycle.events
        if isinstance(event, Replaced)
    ]
    return {
        "title": f"{title} {subject}",
        "head": source.head(title, subject, source.name_of(site)),
        "wide": True,
        "fields": [
            (_("Customer"), source.tongue.either(contract.customer.name, contract.customer.name_en)),
            (_("Project"), source.name_of(contract)),
            (_("Ticket"), ticket.id),
            (_("What was reported"), ticket.summary),
            (_("Stock document"), ticket.id if found and has_ledger(source.workspace) else " "),
            (_("Old parts"), _("□ left with the customer   □ taken back by the provider   □ scrapped")),
        ],
        "units": [_row(source, unit, number) for number, unit in enumerate(found, 1)],
        "warranties": [_warranty(source, ticket, unit, number) for number, unit in enumerate(found, 1)],
        "blank": 0 if found else _ROOM,
    }


def _item_of(source: Source, ticket: Ticket, event: Replaced) -> tuple[Item | None, bool]:
    """Give the item that a unit stands for, by its serial number or model; else the only one that it can be a part of.

    The second value says that it is a part.
    """
    items = [source.workspace.items[name][1] for name in ticket.equipment if name in source.workspace.items]
    known = [item for item in items if item.serial is not None and item.serial in {event.old, event.new}]
    alike = [item for item in items if item.model == event.model]
    for candidates, is_part in ((known, False), (alike, False), (items, True)):
        if len(candidates) == 1:
            return candidates[0], is_part
    return None, True


def _row(source: Source, unit: Unit, number: int) -> tuple[object, ...]:
    tongue = source.tongue
    event = unit.event
    shown = source.view(event)
    return (
        number,
        tongue.short(event.at),
        place_told(source, None if unit.item is None else unit.item.id),
        None if unit.item is None or unit.is_part else unit.item.model,
        shown.get("old"),
        event.model,
        shown.get("new"),
        event.quantity,
        tongue.word("term", cause_of(unit.cycle)),
        source.person(event.by),
    )


def _warranty(source: Source, ticket: Ticket, unit: Unit, number: int) -> tuple[object, ...]:
    """Give the warranty on the day the fault began, and that of the unit in place now."""
    _ = source.tongue.gettext
    covers = Covers(source.workspace)
    contract = source.contract_of(ticket.site)
    day = source.days.of(unit.cycle.fault)
    items = [] if unit.item is None else [unit.item]
    is_borne = ticket.out_of_scope is None and covers.is_borne(contract, items, day)
    cover = of_contract(contract, source.days.today) if unit.item is None else covers.of_item(unit.item, source.now)
    rule = contract.on(source.days.of(unit.event.at)).warranty
    inherits = rule is None or rule.replacement == "inherits"
    is_over = cover.last is not None and cover.last < source.days.of(unit.event.at)
    if is_over:
        follows = _("nothing is left of the old unit's")
    elif inherits:
        follows = _("inherits what is left of the old unit's")
    else:
        follows = _("a full warranty from the replacement on")
    return (
        number,
        unit.event.model,
        _("the warranty") if is_borne else _("after the warranty"),
        follows,
        source.tongue.day(cover.last),
    )
