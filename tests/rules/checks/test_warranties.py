"""Warranties that do not start, extensions of what ended, own terms from before, and replacements in a ring."""

import datetime as dt

import pytest

from aftercare_cli.rules.checks import warranties
from tests.rules.equipped import CAMERA, INHERITS, PAIR, workspace
from tests.rules.promises.recorded import plan
from tests.rules.written import Records, settings

CONTRACT = "records/contracts/hq-cctv.yaml"
EQUIPMENT = "records/equipment/hq.yaml"


def told(records: Records, now: str = "2026-06-01T12:00:00+08:00") -> list[str]:
    return [
        f"{found.severity} {found.code} {found.path} {found.field}: {found.text}"
        for found in warranties.findings(records, dt.datetime.fromisoformat(now))
    ]


def of_contract(terms: str, now: str) -> list[str]:
    return told(Records(settings=settings(), contracts={"hq-cctv": plan(terms)}), now)


@pytest.mark.parametrize(
    ("terms", "now", "count"),
    [
        ("handover: 2026-03-31\nwarranty: {months: 36}", "2026-04-30T23:59:59+08:00", 0),
        ("handover: 2026-03-31\nwarranty: {months: 36}", "2026-05-01T00:00:00+08:00", 1),
        ("handover: 2026-03-31\nacceptance: 2026-04-20\nwarranty: {months: 36}", "2026-05-01T00:00:00+08:00", 0),
        ("acceptance: 2026-03-31\nwarranty: {months: 36}", "2026-05-01T00:00:00+08:00", 0),
        ("handover: 2026-03-31", "2026-05-01T00:00:00+08:00", 0),
    ],
)
def test_a_handover_without_acceptance_is_told_after_30_days(terms: str, now: str, count: int) -> None:
    text = "handed over on 2026-03-31 and not accepted: the warranty does not start"
    assert of_contract(terms, now) == [f"warning warranty-not-started {CONTRACT} ('handover',): {text}"] * count


@pytest.mark.parametrize(
    ("amendments", "found"),
    [
        ("{from: 2027-06-25, warranty: {months: 48}}", []),
        ("{from: 2027-06-26, warranty: {months: 48}}", [(0, "2027-06-25", "2027-06-26")]),
        # Nothing longer: other terms of what has ended.
        ("{from: 2027-06-26, warranty: {months: 36, replacement: renews}}", []),
        ("{from: 2027-06-26, service_until: 2028-06-25}", []),
        (
            "{from: 2028-06-26, warranty: {months: 60}}, {from: 2027-01-01, warranty: {months: 48}}",
            [(0, "2028-06-25", "2028-06-26")],
        ),
    ],
)
def test_an_extension_comes_before_the_end(amendments: str, found: list[tuple[int, str, str]]) -> None:
    assert of_contract(f"{INHERITS}amendments: [{amendments}]", "2026-06-01T12:00:00+08:00") == [
        f"warning extension-too-late {CONTRACT} ('amendments', {number}, 'warranty'): "
        f"the warranty ended on {last}: an amendment from {day} on does not revive it"
        for number, last, day in found
    ]


@pytest.mark.parametrize(("start", "count"), [("2024-05-01", 0), ("2024-04-30", 1)])
def test_own_terms_run_from_the_installation_or_later(start: str, count: int) -> None:
    item = CAMERA.replace("}", f", warranty: {{from: {start}, months: 12}}}}")
    text = f"the warranty runs from {start}, the item was installed on 2024-05-01"
    place = f"{EQUIPMENT} ('items', 0, 'warranty', 'from')"
    assert told(workspace(INHERITS, item)) == [f"warning warranty-before-installed {place}: {text}"] * count


def test_items_replace_each_other_in_no_ring() -> None:
    assert told(workspace(INHERITS, PAIR)) == []
    items = (
        "- {id: A, category: c, model: M, replaces: B}\n"
        "- {id: B, category: c, model: M, replaces: C}\n"
        "- {id: C, category: c, model: M, replaces: A}\n"
        "- {id: D, category: c, model: M, replaces: A}\n"
        "- {id: E, category: c, model: M, replaces: E}\n"
    )
    assert told(workspace(INHERITS, items)) == [
        f"error replacement-cycle {EQUIPMENT} ('items', {at}, 'replaces'): items replace each other in a ring: {ring}"
        for at, ring in enumerate(["A → B → C → A", "B → C → A → B", "C → A → B → C", "", "E → E"])
        if ring
    ]


def test_a_unit_does_not_take_its_own_place() -> None:
    tickets = ("2026-03-10 CAM-1 old: A, new: A, model: M", "2026-03-10 CAM-1 old: A, new: B, model: M")
    place = "records/tickets/2026/01/T-20260101-0000.yaml ('events', 0, 'new')"
    assert told(workspace(INHERITS, CAMERA, *tickets)) == [
        f"error replacement-cycle {place}: A cannot take its own place"
    ]
