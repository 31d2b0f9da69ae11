"""The list of equipment that is handed over with the system: what, which serial number, where; three parties sign."""

from aftercare_cli.documents.equipment_list import Standing, handed_over, names_of
from aftercare_cli.documents.source import Source, Values
from aftercare_cli.model.sites import Item


def values(source: Source, subject: str) -> Values:
    """Give the equipment of a contract, site by site; keys, accounts and accessories are written in by hand."""
    tongue = source.tongue
    contract = source.contract(subject)
    names = names_of(source, contract)
    standings = list(handed_over(source, contract))
    title = tongue.gettext("Equipment handover list")
    party = source.view(contract.customer)
    total = sum(item.quantity for standing in standings for item in standing.items)
    return {
        "title": f"{title} {source.name_of(contract)}",
        "head": source.head(title, subject, source.name_of(contract)),
        "wide": True,
        "contract_name": source.name_of(contract),
        "customer": tongue.either(party["name"], party["name_en"]),
        "acceptance": tongue.day(contract.acceptance),
        "handover": tongue.day(contract.handover),
        "sites": [_site(source, standing, names) for standing in standings],
        "count": sum(len(standing.items) for standing in standings),
        "quantity": total,
    }


def _site(source: Source, standing: Standing, names: dict[str, tuple[str, str]]) -> Values:
    rows = [_row(source, at, item, names) for at, item in enumerate(standing.items, 1)]
    quantity = sum(item.quantity for item in standing.items)
    return {
        "name": source.name_of(standing.site),
        "address": source.view(standing.site).get("address"),
        "rows": rows,
        "quantity": str(quantity),
        "later": standing.later,
    }


def _row(source: Source, at: int, item: Item, names: dict[str, tuple[str, str]]) -> tuple[str | None, ...]:
    """Give a row; the state, what belongs to it, and remarks are left to the hand."""
    shown = source.view(item)
    name, unit = names.get(item.model, (item.category, ""))
    serial, location = shown.get("serial"), shown.get("location")
    blank = ("", "", "")
    return (str(at), item.id, item.name or name, item.model, serial, location, unit or None, str(item.quantity), *blank)
