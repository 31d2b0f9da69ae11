"""Pieces of equipment as the rows and cells of papers."""

from collections.abc import Iterable

from aftercare_cli.documents.source import Source


def item_rows(source: Source, ids: Iterable[str]) -> list[tuple[object, ...]]:
    """Give id, name and model, serial number and place of items, as far as the audience may see them."""
    items = source.workspace.items
    shown = [source.view(items[found][1]) for found in ids if found in items]
    return [(item["id"], model_told(item), item.get("serial"), item.get("location")) for item in shown]


def model_told(item: dict[str, str | None]) -> str:
    """Give the name and the model of an item, or the model alone."""
    return " ".join(part for part in (item["name"], item["model"]) if part)


def place_told(source: Source, item_id: str | None) -> str | None:
    """Give an item's id and where it stands, as far as the audience may see that; None for no item."""
    if item_id is None or item_id not in source.workspace.items:
        return item_id
    shown = source.view(source.workspace.items[item_id][1])
    return " ".join(part for part in (item_id, shown.get("location")) if part)
