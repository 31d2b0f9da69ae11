"""Labels for equipment: an A4 sheet with id, name and a QR code, by segno (the extra `qr`)."""

import io
from typing import Final

from markupsafe import Markup

from aftercare_cli.documents.source import Source, Values
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.sites import Item, Site
from aftercare_cli.model.text import say

PER_SHEET: Final = 24
"""Three labels of 63.5 × 33.9 mm beside each other, eight below: a sheet that is sold everywhere."""


class NoLabelError(AftercareError):
    """A machine that cannot draw QR codes, or a text that no QR code holds."""


def labels(source: Source, site: Site, items: list[Item]) -> list[list[Values]]:
    """Give the sheets of labels for items of a site, `PER_SHEET` on each; raises NoLabelError."""
    settings = source.workspace.settings.labels
    address = "{id}" if settings is None else settings.address
    found = [
        {
            "id": item.id,
            "name": item.name or item.model,
            "site": source.name_of(site),
            "location": source.view(item).get("location") or "",
            "code": _code(address.replace("{id}", item.id)),
        }
        for item in items
    ]
    return [found[first : first + PER_SHEET] for first in range(0, len(found), PER_SHEET)]


def _code(text: str) -> Markup:
    try:
        import segno  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        raise NoLabelError(
            say("QR codes need a package that is not installed: {name}", name="segno"),
            say("install it: pip install 'aftercare[qr]'"),
        ) from None
    drawn = io.BytesIO()
    try:
        segno.make(text, error="m", micro=False).save(drawn, kind="svg", xmldecl=False, svgns=True, border=2, unit="mm")
    except ValueError as error:
        raise NoLabelError(say("no QR code holds {text}: {reason}", text=text, reason=str(error))) from None
    return Markup(drawn.getvalue().decode())  # noqa: S704 - squares and numbers only
