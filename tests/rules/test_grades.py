"""Whether a standby unit is as good as what failed."""

from decimal import Decimal

import pytest

from aftercare_cli.model.sites import Item, Price
from aftercare_cli.rules.grades import Grades
from tests.rules.written import WORKSPACE, moment, settings, ticket

MODELS = """
models:
  NVR-16: {category: nvr, grade: 2}
  NVR-32: {category: nvr, grade: 3}
  NVR-33: {category: nvr, grade: 3}
  NVR-64: {category: nvr, grade: 4}
  NVR-X: {category: nvr}
  DVR-9: {category: dvr, grade: 9}
  BOX-1: {covers: [NVR-32]}
  LISTED: {grade: 3}
  PRICED: {grade: 2}
  STRAY: {grade: 9}
"""
ITEMS = {
    "nvr": ("hq", Item(id="nvr", category="nvr", model="NVR-32")),
    "small": ("hq", Item(id="small", category="nvr", model="NVR-16")),
    "dvr": ("hq", Item(id="dvr", category="dvr", model="DVR-9")),
    "plain": ("hq", Item(id="plain", category="nvr", model="NVR-0")),
    "other": ("mill", Item(id="other", category="nvr", model="LISTED")),
}


def grades() -> Grades:
    priced = Price(model="PRICED", name="录像机", unit="台", unit_price=Decimal("1.00"), category="nvr")
    return Grades(settings(WORKSPACE + MODELS).models, ITEMS, {"hq-cctv": [priced]})


@pytest.mark.parametrize(
    ("failed", "unit", "verdict"),
    [
        ("[nvr]", "NVR-32", "equal"),  # the same
        ("[nvr]", "NVR-33", "equal"),
        ("[nvr]", "NVR-64", "equal"),  # better
        ("[nvr]", "NVR-16", "lower"),
        ("[nvr]", "DVR-9", "lower"),  # of another category, whatever its grade
        ("[nvr]", "BOX-1", "equal"),  # it covers it
        ("[small]", "BOX-1", "unknown"),
        ("[nvr]", "NVR-X", "unknown"),  # no grade
        ("[plain]", "NVR-64", "unknown"),  # what failed has none
        ("[plain]", "NVR-0", "equal"),  # the same, though nobody graded it
        ("[plain]", "DVR-9", "lower"),
        ("[nvr]", "LISTED", "equal"),  # its category stands in an equipment list
        ("[nvr]", "PRICED", "lower"),  # its category stands in a price list
        ("[nvr]", "STRAY", "unknown"),  # nobody says its category
        ("[nvr]", None, "unknown"),
        ("[]", "NVR-64", "unknown"),
        ("[gone]", "NVR-64", "unknown"),
        # Of several that failed, it stands in for the one that it fits.
        ("[nvr, small]", "NVR-16", "equal"),
        ("[nvr, dvr]", "NVR-16", "lower"),
        ("[nvr, gone]", "NVR-16", "unknown"),
        ("[nvr, plain]", "NVR-16", "unknown"),
    ],
)
def test_a_unit_is_as_good_or_not(failed: str, unit: str | None, verdict: str) -> None:
    assert grades().of_loan(ticket(f"equipment: {failed}"), unit) == verdict


@pytest.mark.parametrize(
    ("unit", "consent", "is_lower"),
    [
        ("NVR-16", "", True),
        ("NVR-16", ", consent: 甲", True),
        ("NVR-32", "", False),
        # Somebody agreed to what nobody had to agree to.
        ("NVR-32", ", consent: 甲", False),
        # Nobody knows: the customer's word decides.
        ("NVR-X", "", False),
        ("NVR-X", ", consent: 甲", True),
    ],
)
def test_what_is_judged_as_lower(unit: str, consent: str, is_lower: bool) -> None:  # noqa: FBT001 - what is expected
    lent = ticket(f"equipment: [nvr]\nevents: [{{at: 10T10:00, type: standby_in_service, model: {unit}{consent}}}]")
    (event,) = lent.events
    assert event.at == moment("10T10:00")
    assert grades().is_lower(lent, event) is is_lower  # type: ignore[arg-type]
