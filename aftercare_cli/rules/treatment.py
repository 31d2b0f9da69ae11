"""Who bears what (F1–F4): the cause of a fault, and whether the warranty covers the day it began."""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from aftercare_cli.model.contract import Fees
from aftercare_cli.model.vocabulary import BillHead, Cause

Treatment = Literal["warranty", "free", "charged", "consent", "agreed"]
"""`warranty`: the warranty bears it. `free`: free for life. `charged`: the customer bears it, `consent`: only where
they agreed to it beforehand, `agreed`: only by a quotation that both agreed to.
"""


class Row(NamedTuple):
    """How the heads of a bill are treated."""

    equipment: Treatment
    callout: Treatment
    travel: Treatment
    machinery: Treatment


TREATMENTS: Final[Mapping[tuple[Cause, bool], Row]] = {
    # cause, in warranty:      equipment   call-out    travel      machinery
    ("quality", True): Row("warranty", "warranty", "warranty", "warranty"),
    ("quality", False): Row("charged", "charged", "charged", "charged"),
    ("ageing", True): Row("warranty", "warranty", "warranty", "warranty"),
    ("ageing", False): Row("charged", "charged", "charged", "charged"),
    ("unknown", True): Row("warranty", "warranty", "warranty", "warranty"),
    ("unknown", False): Row("charged", "charged", "charged", "charged"),
    ("operation", True): Row("warranty", "warranty", "warranty", "warranty"),
    ("operation", False): Row("charged", "charged", "charged", "charged"),
    ("human_damage", True): Row("consent", "warranty", "warranty", "warranty"),
    ("human_damage", False): Row("charged", "charged", "charged", "charged"),
    ("environment", True): Row("agreed", "warranty", "agreed", "agreed"),
    ("environment", False): Row("charged", "charged", "charged", "charged"),
    ("force_majeure", True): Row("agreed", "warranty", "agreed", "agreed"),
    ("force_majeure", False): Row("charged", "charged", "charged", "charged"),
    ("software", True): Row("warranty", "free", "free", "free"),
    ("software", False): Row("charged", "free", "free", "free"),
}
"""The plan's own terms; `Fees` may turn those of human damage in the warranty, and of software."""


def treatment(head: BillHead, cause: Cause, fees: Fees, *, in_warranty: bool) -> Treatment:
    """Give how a head of a bill is treated; replaced software is free for life (S11) unless `fees` say otherwise."""
    if head == "phone" or (head == "software" and fees.software == "free"):
        return "free"
    if cause == "software" and fees.software == "after_warranty":
        cause = "quality"
    found: Treatment = getattr(TREATMENTS[cause, in_warranty], "equipment" if head == "software" else head)
    if cause == "human_damage" and in_warranty:
        if fees.in_warranty_human_damage == "free":
            return "warranty"
        if fees.in_warranty_human_damage == "as_after" and found == "warranty":
            return "charged"
    return found


def reason(head: BillHead, treated: Treatment, cause: Cause, *, in_warranty: bool) -> str:
    """Give the word for why a line is free, or why it is charged."""
    match treated:
        case "free":
            return "telephone_free" if head == "phone" else "software_free"
        case "warranty":
            return f"warranty_{cause}"
        case "agreed":
            return "agreed_quotation"
        case "consent":
            return "human_damage_agreed"
        case _:
            return "human_damage" if in_warranty else "after_warranty"


COVERED_BY: Final[Mapping[Treatment, Literal["warranty", "free_of_charge"] | None]] = {
    "warranty": "warranty",
    "free": "free_of_charge",
    "charged": None,
    "consent": None,
    "agreed": None,
}
"""Who bears a line instead of the customer."""
