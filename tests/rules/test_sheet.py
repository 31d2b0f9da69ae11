"""What stands on an inspection's sheet, line by line, and which months have none."""

import datetime as dt

import pytest

from aftercare_cli.model.service import CheckResult, Inspection
from aftercare_cli.model.sites import Check, Checklist, Item
from aftercare_cli.rules.periods import Period
from aftercare_cli.rules.sheet import (
    Sheet,
    UnpromisedError,
    drafted,
    period_of,
    periods_by_month,
    refuse_unpromised,
    sheet_of,
)
from tests.rules.written import contract

TERMS = """
acceptance: 2025-12-20
handover: 2025-12-29
warranty: {months: 36}
inspection: {every: 1 month, checklist: short}
"""
CHECKS = Checklist(
    id="short",
    name="巡检",
    checks=(
        Check(id="picture", group="g", title="图像", categories=("camera", "ptz"), graded=True),
        Check(id="matrix", group="g", title="矩阵", categories=("matrix",)),
        Check(id="lines", group="g", title="线路"),
        Check(id="battery", group="g", title="电池", categories=("ups",), every_n_periods=3),
    ),
)
ITEMS = (
    Item(id="CAM-1", category="camera", model="m"),
    Item(id="UPS-1", category="ups", model="m"),
    Item(id="PTZ-1", category="ptz", model="m"),
    Item(id="CAM-2", category="camera", model="m", replaces="CAM-1"),
)


def sheet(month: str, *results: CheckResult, made: str | None = None, items: tuple[Item, ...] = ITEMS) -> Sheet:
    inspection = Inspection(
        id="I-20260105-8Q2M",
        site="hq",
        period=month,
        results=results,
        inspected_at=None if made is None else dt.datetime.fromisoformat(made),
    )
    return sheet_of(inspection, contract(TERMS), CHECKS, items)


def told(found: Sheet) -> list[str]:
    return [
        f"{line.check} {line.equipment or '-'} {'?' if line.result is None else line.result.result}"
        for line in found.lines
    ]


def result(check: str, outcome: str, equipment: str | None = None) -> CheckResult:
    return CheckResult(check=check, equipment=equipment, result=outcome)  # type: ignore[arg-type]  # read from the test


def test_each_check_meets_each_item_of_its_categories_that_is_in_service() -> None:
    # CAM-2 took the place of CAM-1; there is no matrix; the battery is for every third period, and this is the first.
    assert told(sheet("2026-01")) == ["picture PTZ-1 ?", "picture CAM-2 ?", "lines - ?"]


@pytest.mark.parametrize(
    ("month", "is_on"), [("2026-02", False), ("2026-03", True), ("2026-04", False), ("2026-12", True)]
)
def test_a_check_for_every_third_period_counts_from_the_handover(month: str, is_on: bool) -> None:  # noqa: FBT001 - a column
    assert ("battery UPS-1 ?" in told(sheet(month))) is is_on


def test_without_a_handover_periods_count_by_the_month_of_the_year() -> None:
    early = contract("inspection: {every: 1 month, checklist: short}")
    period = period_of(early, "2025-09")
    assert (period.number, period.first, period.last) == (9, dt.date(2025, 9, 1), dt.date(2025, 9, 30))
    assert [line.check for line in drafted(period, CHECKS, ITEMS)] == ["picture", "picture", "lines", "battery"]


def test_a_result_of_the_whole_check_covers_lines_without_one_of_their_own() -> None:
    found = sheet("2026-01", result("picture", "na"), result("picture", "hazard", "CAM-2"))
    assert told(found) == ["picture PTZ-1 na", "picture CAM-2 hazard", "lines - ?"]
    assert [line.check for line in found.missing] == ["lines"]


def test_a_result_that_is_on_no_line_is_shown_behind_its_check() -> None:
    found = sheet("2026-01", result("nothing", "pass"), result("matrix", "na"), result("picture", "na", "CAM-1"))
    assert told(found) == [
        "picture PTZ-1 ?",
        "picture CAM-2 ?",
        "picture CAM-1 na",
        "matrix - na",
        "lines - ?",
        "nothing - pass",
    ]


def test_a_finished_round_shows_what_it_found_whatever_stands_there_now() -> None:
    found = sheet("2026-01", result("picture", "pass", "CAM-1"), made="2026-01-05T10:00+08:00", items=ITEMS[:1])
    assert told(found) == ["picture CAM-1 pass"]


def changed(found: Sheet, *results: CheckResult) -> list[str]:
    return [
        f"{change.position} {'new' if change.is_new else 'now'} {change.result.check} {change.result.equipment or '-'}"
        for change in found.changes(results)
    ]


def test_a_new_result_goes_where_its_line_stands() -> None:
    found = sheet("2026-01", result("picture", "pass", "CAM-2"), result("lines", "pass"))
    assert changed(found, result("picture", "fail", "PTZ-1")) == ["0 new picture PTZ-1"]
    assert changed(found, result("matrix", "na")) == ["1 new matrix -"]
    assert changed(found, result("battery", "na")) == ["2 new battery -"]
    assert changed(found, result("lines", "fail")) == ["1 now lines -"]
    whole = sheet("2026-01", result("battery", "pass"))
    assert changed(whole, result("battery", "fail", "UPS-1")) == ["0 now battery UPS-1"]


def test_results_change_from_top_to_bottom_in_whatever_order_they_come() -> None:
    found = sheet("2026-01", result("picture", "pass", "CAM-2"), result("lines", "pass"))
    mixed = [
        result("battery", "na"),
        result("lines", "fail"),
        result("matrix", "na"),
        result("picture", "fail", "PTZ-1"),
    ]
    told = ["0 new picture PTZ-1", "2 new matrix -", "3 now lines -", "4 new battery -"]
    assert changed(found, *mixed) == told
    assert changed(found, *reversed(mixed)) == told
    assert changed(found, result("lines", "pass")) == []


def test_terms_are_those_of_the_first_day_of_the_period() -> None:
    amended = contract(TERMS + "amendments: [{from: 2026-02-02, inspection: {every: 3 months, checklist: long}}]\n")
    names = [
        (month, period.number, period.name, period.terms.inspection.checklist)
        for month, period in periods_by_month(amended, dt.date(2026, 5, 31)).items()
        if period.terms.inspection is not None
    ]
    assert names == [
        ("2026-01", 1, "2026-01", "short"),
        ("2026-02", 2, "2026-02", "short"),
        ("2026-03", 3, "2026-03..2026-05", "long"),
        ("2026-04", 3, "2026-03..2026-05", "long"),
        ("2026-05", 3, "2026-03..2026-05", "long"),
    ]


def test_a_month_far_ahead_is_looked_up_without_counting_there() -> None:
    assert period_of(contract(TERMS), "2199-12") == Period(
        12, dt.date(2199, 12, 1), dt.date(2199, 12, 31), contract(TERMS)
    )


@pytest.mark.parametrize(
    ("terms", "month", "since", "said"),
    [
        (TERMS, "2025-12", None, "no inspection is promised for 2025-12: the first one is that of 2026-01-01"),
        (TERMS, "2029-01", None, "no inspection is promised for 2029-01: the service ends on 2028-12-29"),
        (
            TERMS,
            "2026-03",
            dt.date(2026, 4, 1),
            "the records begin on 2026-04-01: the inspection of 2026-03 is on paper",
        ),
        ("handover: 2025-12-29", "2026-01", None, "hq-cctv promises no inspections in 2026-01"),
        (
            "handover: 2025-12-29\ninspection: {every: 1 month, checklist: short}",
            "2026-01",
            None,
            "no inspection is promised for 2026-01: there is no warranty or service agreement",
        ),
    ],
)
def test_a_month_that_is_not_promised_is_refused_with_the_reason(
    terms: str, month: str, since: dt.date | None, said: str
) -> None:
    with pytest.raises(UnpromisedError) as refused:
        refuse_unpromised(contract(terms), month, since)
    assert str(refused.value) == said


@pytest.mark.parametrize("month", ["2026-01", "2026-06", "2028-12"])
def test_the_first_and_the_last_promised_month_are_accepted(month: str) -> None:
    refuse_unpromised(contract(TERMS), month, None)


def test_before_the_handover_a_round_may_be_made() -> None:
    refuse_unpromised(contract("inspection: {every: 1 month, checklist: short}"), "2025-09", None)
