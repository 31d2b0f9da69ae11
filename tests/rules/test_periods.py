"""The periods of what recurs, each with its number: what the grid is, and that it never drifts."""

import datetime as dt
from collections.abc import Iterator

import pytest

from aftercare_cli.rules.periods import Period, first_month, inspection_periods, visit_periods
from tests.rules.promises.recorded import plan

DATES = "acceptance: 2026-01-20\nhandover: 2026-01-31\nwarranty: {months: 36}\n"
LATE = dt.date(2027, 6, 15)


def told(periods: Iterator[Period]) -> list[str]:
    return [f"{period.number} {period.name}" for period in periods]


def inspected(terms: str, until: dt.date = LATE) -> list[str]:
    return told(inspection_periods(plan(terms), until))


def visited(every: str, handover: str, until: dt.date = LATE, more: str = "") -> list[str]:
    terms = f"acceptance: {handover}\nhandover: {handover}\nwarranty: {{months: 36}}\nfollow_up: {{every: {every}}}\n"
    return told(visit_periods(plan(terms + more), until))


@pytest.mark.parametrize(
    ("handover", "first"),
    [
        ("2026-01-01", "2026-01-01"),
        ("2026-01-02", "2026-02-01"),
        ("2026-01-31", "2026-02-01"),
        ("2026-12-31", "2027-01-01"),
        ("2028-02-29", "2028-03-01"),
    ],
)
def test_the_first_month(handover: str, first: str) -> None:
    assert first_month(plan(f"handover: {handover}")) == dt.date.fromisoformat(first)


def test_there_is_none_before_a_handover() -> None:
    contract = plan(
        "acceptance: 2026-01-20\nservice_until: 2030-01-01\n"
        "inspection: {every: 1 month, checklist: cctv}\nfollow_up: {every: 3 months}"
    )
    assert first_month(contract) is None
    assert told(inspection_periods(contract, LATE)) == []
    assert told(visit_periods(contract, LATE)) == []


def test_a_period_is_a_calendar_month() -> None:
    periods = list(inspection_periods(plan(DATES + "inspection: {every: 1 month, checklist: cctv}"), LATE))
    assert len(periods) == 17
    assert {(period.first.day, (period.last + dt.timedelta(days=1)).day) for period in periods} == {(1, 1)}
    assert [period.last.day for period in periods] == [
        28,
        31,
        30,
        31,
        30,
        31,
        31,
        30,
        31,
        30,
        31,
        31,
        28,
        31,
        30,
        31,
        30,
    ]


@pytest.mark.parametrize(
    ("every", "names"),
    [
        ("2 months", ["1 2026-02..2026-03", "2 2026-04..2026-05"]),
        ("3 months", ["1 2026-02..2026-04", "2 2026-05..2026-07"]),
        ("12 months", ["1 2026-02..2027-01"]),
        ("5 months", ["1 2026-02..2026-06"]),
        ("9999 months", ["1 2026-02..2859-04"]),
    ],
)
def test_several_months_follow_one_another_from_the_first(every: str, names: list[str]) -> None:
    terms = f"{DATES}inspection: {{every: {every}, checklist: cctv}}"
    assert inspected(terms, dt.date(2026, 5, 31)) == names


def test_the_number_counts_what_is_inspected() -> None:
    """Ended in April by the agreement, taken up again in July: the third round is that of July."""
    terms = (
        "acceptance: 2026-01-20\nhandover: 2026-02-28\nservice_until: 2026-04-30\n"
        "inspection: {every: 1 month, checklist: cctv}\n"
        "amendments: [{from: 2026-06-10, service_until: 2026-09-30}]"
    )
    assert inspected(terms) == ["1 2026-03", "2 2026-04", "3 2026-07", "4 2026-08", "5 2026-09"]


@pytest.mark.parametrize(
    ("start", "last"),
    [
        # 2 months from 28 February end on 28 April.
        ("2026-04-28", "3 2026-05"),
        ("2026-04-29", "2 2026-04"),
    ],
)
def test_only_what_has_not_ended_is_extended(start: str, last: str) -> None:
    terms = (
        "acceptance: 2026-01-20\nhandover: 2026-02-28\nwarranty: {months: 2}\n"
        "inspection: {every: 1 month, checklist: cctv}\n"
        f"amendments: [{{from: {start}, warranty: {{months: 3}}}}]"
    )
    assert inspected(terms)[-1] == last


def test_until_is_the_last_day_on_which_a_period_begins() -> None:
    terms = DATES + "inspection: {every: 1 month, checklist: cctv}"
    assert inspected(terms, dt.date(2026, 1, 31)) == []
    assert inspected(terms, dt.date(2026, 2, 1)) == ["1 2026-02"]
    assert inspected(terms, dt.date(2026, 2, 28)) == ["1 2026-02"]
    assert inspected(terms, dt.date(2026, 3, 1)) == ["1 2026-02", "2 2026-03"]


def test_nothing_lasts_beyond_the_years_of_records() -> None:
    terms = (
        "acceptance: 2190-01-01\nhandover: 2190-01-01\nwarranty: {months: 999999}\n"
        "inspection: {every: 12 months, checklist: cctv}"
    )
    assert inspected(terms, dt.date.max)[-1] == "10 2199-01..2199-12"


@pytest.mark.parametrize(
    ("every", "handover", "names"),
    [
        # Quarters, half-years and years of the calendar, from the first whole one on.
        ("3 months", "2026-01-01", ["1 2026-01..2026-03", "2 2026-04..2026-06", "3 2026-07..2026-09"]),
        ("3 months", "2025-12-29", ["1 2026-01..2026-03", "2 2026-04..2026-06", "3 2026-07..2026-09"]),
        ("3 months", "2026-01-02", ["1 2026-04..2026-06", "2 2026-07..2026-09"]),
        ("3 months", "2026-03-31", ["1 2026-04..2026-06", "2 2026-07..2026-09"]),
        ("3 months", "2026-04-02", ["1 2026-07..2026-09"]),
        ("6 months", "2026-01-31", ["1 2026-07..2026-12"]),
        ("12 months", "2025-02-01", ["1 2026-01..2026-12"]),
        ("2 months", "2026-01-31", ["1 2026-03..2026-04", "2 2026-05..2026-06", "3 2026-07..2026-08"]),
        ("1 month", "2026-06-30", ["1 2026-07"]),
        # What does not divide a year counts from the handover.
        ("5 months", "2026-01-31", ["1 2026-02..2026-06", "2 2026-07..2026-11"]),
    ],
)
def test_visits_keep_to_the_quarters_of_the_year(every: str, handover: str, names: list[str]) -> None:
    assert visited(every, handover, dt.date(2026, 7, 31)) == names


def test_visits_change_with_the_next_period() -> None:
    more = "amendments: [{from: 2026-05-01, follow_up: {every: 1 month}}]"
    assert visited("3 months", "2026-01-31", dt.date(2026, 8, 31), more) == [
        "1 2026-04..2026-06",
        "2 2026-07",
        "3 2026-08",
    ]


def test_a_period_knows_its_days_and_months() -> None:
    period = Period(1, dt.date(2026, 11, 1), dt.date(2027, 1, 31), plan(""))
    assert period.name == "2026-11..2027-01"
    assert list(period.months) == ["2026-11", "2026-12", "2027-01"]
    days = [dt.date(2026, 10, 31), period.first, dt.date(2026, 12, 15), period.last, dt.date(2027, 2, 1)]
    assert [period.holds(day) for day in days] == [False, True, True, True, False]
    months = ["2026-10", "2026-11", "2026-12", "2027-01", "2027-02", "2027-11"]
    assert [period.names(month) for month in months] == [False, True, True, True, False, False]
