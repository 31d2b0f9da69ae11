"""What stands at the sites of a contract, as the papers of a handover list it."""

import datetime as dt
from collections.abc import Iterator

import msgspec

from aftercare_cli.documents.source import Source
from aftercare_cli.model.contract import Contract
from aftercare_cli.model.sites import Item, Site
from aftercare_cli.rules.sites import sites_of


class Standing(msgspec.Struct, frozen=True):
    """What is handed over at a site: the items that stood there, and how many came later."""

    site: Site
    items: tuple[Item, ...]
    later: int


def handed_over(source: Source, contract: Contract) -> Iterator[Standing]:
    """Yield what stands at each site of a contract on the day of its handover, or today where that has not come."""
    today = source.days.today
    day = min(contract.handover or today, today)
    for site_id in sites_of(source.workspace, contract.id):
        equipment = source.workspace.equipment.get(site_id)
        items = () if equipment is None else equipment.items
        yield Standing(
            source.workspace.sites[site_id], tuple(present(items, day)), len(items) - len(_known(items, day))
        )


def names_of(source: Source, contract: Contract) -> dict[str, tuple[str, str]]:
    """Give what models are called and the unit they are counted in, by the contract's price list."""
    prices = source.workspace.prices.get(contract.id, ())
    return {price.model: (price.name, price.unit) for price in prices}


def present(items: tuple[Item, ...], day: dt.date) -> Iterator[Item]:
    """Yield the items that stand somewhere on a day; what another one replaced by then is gone."""
    known = _known(items, day)
    gone = {item.replaces for item in known}
    yield from (item for item in known if item.id not in gone)


def _known(items: tuple[Item, ...], day: dt.date) -> list[Item]:
    return [item for item in items if item.installed is None or item.installed <= day]
