"""Identifiers: what they look like, and new ones."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Annotated, Final

import msgspec

_RESERVED: Final = "con|prn|aux|nul|com[0-9]|lpt[0-9]"
_END: Final = r"$(?!\n)"
"""The end of an id: `$` alone would allow a line end behind it."""
SLUG_PATTERN: Final = rf"^(?!({_RESERVED})$)[a-z0-9][a-z0-9-]{{0,62}}{_END}"
EQUIPMENT_PATTERN: Final = (
    "^(?!([cC][oO][nN]|[pP][rR][nN]|[aA][uU][xX]|[nN][uU][lL]|[cC][oO][mM][0-9]|[lL][pP][tT][0-9])$)"
    rf"[A-Za-z0-9][A-Za-z0-9_-]{{0,62}}{_END}"
)
CROCKFORD: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ID_LETTERS: Final[Mapping[str, str]] = {
    "ticket": "T",
    "inspection": "I",
    "training": "R",
    "visit": "V",
    "question": "Q",
    "hazard": "H",
    "bill": "B",
}
"""The letter with which the ids of each dated kind begin."""
_SUFFIX: Final = rf"-[0-9]{{8}}-[0-9A-HJKMNP-TV-Z]{{4}}{_END}"

Slug = Annotated[str, msgspec.Meta(pattern=SLUG_PATTERN, description="Lower-case letters, digits and hyphens")]
EquipmentId = Annotated[str, msgspec.Meta(pattern=EQUIPMENT_PATTERN, description="Unique in the workspace")]
TicketId = Annotated[str, msgspec.Meta(pattern="^T" + _SUFFIX)]
InspectionId = Annotated[str, msgspec.Meta(pattern="^I" + _SUFFIX)]
TrainingId = Annotated[str, msgspec.Meta(pattern="^R" + _SUFFIX)]
VisitId = Annotated[str, msgspec.Meta(pattern="^V" + _SUFFIX)]
QuestionId = Annotated[str, msgspec.Meta(pattern="^Q" + _SUFFIX)]
HazardId = Annotated[str, msgspec.Meta(pattern="^H" + _SUFFIX)]
BillId = Annotated[str, msgspec.Meta(pattern="^B" + _SUFFIX)]
DatedId = Annotated[str, msgspec.Meta(pattern="^[TIRVQHB]" + _SUFFIX)]

is_slug = re.compile(SLUG_PATTERN).fullmatch
is_equipment_id = re.compile(EQUIPMENT_PATTERN).fullmatch
is_dated_id = re.compile("^[TIRVQHB]" + _SUFFIX).fullmatch


def dated_id(letter: str, day: dt.date, number: int) -> str:
    """Give the id of a dated record: `number` (0 to 32**4 - 1, chosen at random by the caller) becomes its suffix."""
    suffix = "".join(CROCKFORD[number >> shift & 31] for shift in (15, 10, 5, 0))
    return f"{letter}-{day.isoformat().replace('-', '')}-{suffix}"
