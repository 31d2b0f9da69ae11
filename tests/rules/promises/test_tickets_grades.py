"""The promise of a standby unit, where a unit of a lower grade came: judged by hand.

The fault began at 9:00 on the 10th and was reported then: decided at 14:00, due at 17:00.
"""

import pytest

from aftercare_cli.model.sites import Item
from aftercare_cli.rules.calendars import Calendars
from aftercare_cli.rules.promises import tickets
from tests.rules.ledgers import renamed
from tests.rules.written import STANDBY, WORKSPACE, moment, told, workspace

MODELS = """
models:
  NVR-16: {grade: 2}
  NVR-32: {grade: 3}
"""
ITEMS = {
    "nvr": ("hq", Item(id="nvr", category="nvr", model="NVR-32")),
    "x": ("x", Item(id="x", category="nvr", model="NVR-16")),
}
LOWER = "{{at: {}, type: standby_in_service, model: NVR-16, consent: 甲}}"
EQUAL = "{{at: {}, type: standby_in_service, model: NVR-32}}"
BACK = "{{at: {}, type: restored}}"
HOME = "{{at: {}, type: standby_returned}}"
SOLVED = "{{at: {}, type: resolved}}"
ARRIVED = "{at: 10T09:30, type: arrived}"
START = "10 09:00 to 10 17:00"


def judged(*events: str, now: str = "11T09:00", terms: str = STANDBY, about: str = MODELS) -> str:
    """Judge a ticket on which somebody arrived at 9:30, and what else happened."""
    history = f"equipment: [nvr]\nfault_at: 10T09:00\nevents: [{', '.join([ARRIVED, *events])}]"
    records = renamed(workspace(terms, history, about=WORKSPACE + about), items=ITEMS)
    (found,) = tickets.promises(records, Calendars(records.settings), moment(now), moment(now))
    return told(found).removeprefix("standby ")


def at(template: str, time: str) -> str:
    return template.format(f"10T{time}")


@pytest.mark.parametrize(
    ("events", "stands"),
    [
        # It restored the service in time, and keeps no promise.
        (
            [at(LOWER, "16:00"), at(BACK, "16:00")],
            f"breached: {START}, until 11 09:00, ran 24h, over 16h, open, lower_grade",
        ),
        ([at(LOWER, "16:00")], f"breached: {START}, until 11 09:00, ran 24h, over 16h, open, lower_grade"),
        # An equal one came in time, or late.
        ([at(LOWER, "15:00"), at(BACK, "15:00"), at(EQUAL, "17:00")], f"met: {START}, stopped 10 17:00, ran 8h"),
        (
            [at(LOWER, "15:00"), at(BACK, "15:00"), at(EQUAL, "17:30")],
            f"breached: {START}, stopped 10 17:30, ran 8h30m, over 30m, lower_grade",
        ),
        # An equal one came first.
        (
            [at(EQUAL, "15:00"), at(LOWER, "15:30"), at(BACK, "16:00")],
            f"met: {START}, stopped 10 15:00, ran 6h, left 2h",
        ),
        # Restored within five hours, by whatever: none was needed.
        (
            [at(LOWER, "13:00"), at(BACK, "14:00")],
            f"not_required: {START}, until 10 14:00, ran 5h, left 3h",
        ),
        # Restored before it came: that was no work of it.
        ([at(BACK, "15:00"), at(LOWER, "16:00")], f"met: {START}, stopped 10 15:00, ran 6h, left 2h"),
        # Restored after it was taken away again.
        (
            [at(LOWER, "15:00"), at(HOME, "16:00"), at(BACK, "16:00")],
            f"met: {START}, stopped 10 16:00, ran 7h, left 1h",
        ),
        # Restored by it first, and again when it was gone.
        (
            [at(LOWER, "15:00"), at(BACK, "15:00"), at(HOME, "16:00"), at(BACK, "16:30")],
            f"met: {START}, stopped 10 16:30, ran 7h30m, left 30m",
        ),
        # The fault itself is solved in time, or too late.
        ([at(LOWER, "15:00"), at(BACK, "15:00"), at(SOLVED, "17:00")], f"met: {START}, stopped 10 17:00, ran 8h"),
        (
            [at(LOWER, "15:00"), at(BACK, "15:00"), at(SOLVED, "18:00")],
            f"breached: {START}, stopped 10 18:00, ran 9h, over 1h, lower_grade",
        ),
        # It came only after the promise was kept or broken and ended.
        (
            [at(EQUAL, "18:00"), at(LOWER, "19:00")],
            f"breached: {START}, stopped 10 18:00, ran 9h, over 1h",
        ),
    ],
)
def test_a_lower_grade_keeps_no_promise(events: list[str], stands: str) -> None:
    assert judged(*events) == stands


@pytest.mark.parametrize(
    ("now", "stands"),
    [
        ("10T15:00", f"pending: {START}, until 10 15:00, ran 6h, left 2h, open, lower_grade"),
        ("10T17:00", f"at_risk: {START}, until 10 17:00, ran 8h, open, lower_grade"),
        ("10T17:00:01", f"breached: {START}, until 10 17:00:01, ran 8h1s, over 1s, open, lower_grade"),
    ],
)
def test_until_it_is_due_an_equal_one_may_still_come(now: str, stands: str) -> None:
    assert judged(at(LOWER, "15:00"), now=now) == stands


@pytest.mark.parametrize(
    ("event", "about", "is_lower"),
    [
        ("model: NVR-16", MODELS, True),  # known to be, though nobody agreed
        ("model: NVR-16", "", False),  # nobody said anything
        ("model: NVR-16, consent: 甲", "", True),
        ("unit: A, consent: 甲", "", True),
        ("unit: A", MODELS, False),
        ("model: NVR-32, consent: 甲", MODELS, False),
        ("model: NVR-32, consent: 甲", "", False),  # the very same model
    ],
)
def test_grades_and_consent_decide(event: str, about: str, is_lower: bool) -> None:  # noqa: FBT001 - what is expected
    found = judged(f"{{at: 10T16:00, type: standby_in_service, {event}}}", about=about)
    kept = f"met: {START}, stopped 10 16:00, ran 7h, left 1h"
    assert found == (f"breached: {START}, until 11 09:00, ran 24h, over 16h, open, lower_grade" if is_lower else kept)


def test_other_promises_are_content_with_it() -> None:
    """Service is back: what else is promised until then is needed no more."""
    terms = "targets: {arrival: {start: fault, within: 8h, stop: closed}}"
    assert judged(at(LOWER, "16:00"), at(BACK, "16:00"), terms=terms) == (
        f"arrival not_required: {START}, until 10 16:00, ran 7h, left 1h"
    )


def test_an_unconditional_promise_is_not_discharged_by_it() -> None:
    terms = "targets: {standby: {start: fault, within: 8h, stop: standby_in_service}}"
    assert judged(at(BACK, "16:00"), terms=terms) == f"not_required: {START}, until 10 16:00, ran 7h, left 1h"
    assert judged(at(LOWER, "15:00"), at(BACK, "16:00"), terms=terms).startswith("breached")
    assert judged(at(LOWER, "15:00"), at(SOLVED, "16:00"), terms=terms) == (
        f"not_required: {START}, until 10 16:00, ran 7h, left 1h"
    )
