"""Which inspections are promised: the first and the last, the length of periods, what amendments change."""

import pytest

from tests.rules.promises.recorded import DATES, MONTHLY, judged, records, states, told

PLAN = DATES + MONTHLY


@pytest.mark.parametrize(
    ("handover", "first"),
    [
        ("2026-03-01", "2026-03"),
        ("2026-03-02", "2026-04"),
        ("2026-03-31", "2026-04"),
        ("2026-12-31", "2027-01"),
        ("2027-01-01", "2027-01"),
        ("2028-02-29", "2028-03"),
        ("2026-02-28", "2026-03"),
    ],
)
def test_the_first_period_is_the_month_after_the_handover_or_its_own_on_a_first(handover: str, first: str) -> None:
    found = records(f"acceptance: 2026-01-20\nhandover: {handover}\nwarranty: {{months: 36}}\n{MONTHLY}")
    assert judged(found, "2028-06-15T00:00:00+08:00")[0].subject == f"hq/{first}"
    assert states(found, f"{first}-01T00:00:00+08:00") == [f"hq/{first} pending"]
    day_of_handover = [f"hq/{first} pending"] if handover.endswith("-01") else []
    assert states(found, f"{handover}T23:59:59+08:00") == day_of_handover


def last_of(terms: str, now: str = "2031-01-01T00:00:00+08:00") -> str:
    return judged(records(terms + MONTHLY), now)[-1].subject


@pytest.mark.parametrize(
    ("terms", "last"),
    [
        # 36 months from 31 January 2026: until 31 January 2029, so 36 rounds.
        (DATES, "hq/2029-01"),
        (DATES + "service_until: 2028-05-31\n", "hq/2029-01"),
        (DATES + "service_until: 2029-03-31\n", "hq/2029-03"),
        (DATES + "service_until: 2029-04-01\n", "hq/2029-03"),
        (DATES + "service_until: 2029-04-02\n", "hq/2029-04"),
        # Handed over on a first, the corresponding day is a first: 12 months are 12 rounds, not 13.
        ("acceptance: 2026-01-20\nhandover: 2026-03-01\nwarranty: {months: 12}\n", "hq/2027-02"),
        # 29 February 2028, a year on: 28 February 2029.
        ("acceptance: 2026-01-20\nhandover: 2028-02-29\nwarranty: {months: 12}\n", "hq/2029-02"),
        # From the later of the two: 10 May 2026.
        ("acceptance: 2026-05-10\nhandover: 2026-01-31\nwarranty: {months: 12}\n", "hq/2027-05"),
        # An agreement alone.
        ("handover: 2026-01-31\nservice_until: 2026-12-31\n", "hq/2026-12"),
        # A warranty that waits for acceptance has not ended.
        ("handover: 2026-01-31\nwarranty: {months: 1}\n", "hq/2031-01"),
    ],
)
def test_the_last_period_is_that_in_which_the_service_ends(terms: str, last: str) -> None:
    assert last_of(terms) == last


@pytest.mark.parametrize(
    "terms",
    [
        DATES,
        "acceptance: 2026-01-20\nwarranty: {months: 36}\n" + MONTHLY,
        "acceptance: 2026-01-20\nhandover: 2026-01-31\n" + MONTHLY,
        "handover: 2026-01-31\nservice_until: 2026-02-01\n" + MONTHLY,
    ],
)
def test_where_nothing_is_served_nothing_is_promised(terms: str) -> None:
    """Without terms of inspection; not handed over; neither warranty nor agreement; an agreement over at once."""
    assert told(records(terms), "2026-06-15T00:00:00+08:00") == []


def test_an_agreement_made_later_goes_on_where_the_warranty_ended() -> None:
    terms = "acceptance: 2026-01-20\nhandover: 2026-01-31\nwarranty: {months: 2}\n"
    longer = terms + "amendments:\n- {from: 2026-03-20, service_until: 2026-05-31}\n"
    late = terms + "amendments:\n- {from: 2026-05-20, service_until: 2026-07-15}\n"
    now = "2026-12-01T00:00:00+08:00"
    assert [promise.subject[-2:] for promise in judged(records(terms + MONTHLY), now)] == ["02", "03"]
    assert [promise.subject[-2:] for promise in judged(records(longer + MONTHLY), now)] == ["02", "03", "04", "05"]
    assert [promise.subject[-2:] for promise in judged(records(late + MONTHLY), now)] == ["02", "03", "06", "07"]


def test_periods_of_several_months_are_due_at_their_end_and_never_drift() -> None:
    found = records(
        DATES + "inspection: {every: 3 months, checklist: cctv}\n",
        sheets=[
            "period: 2026-03, inspected_at: 2026-05-02T10:00:00+08:00",
            "period: 2026-07, inspected_at: 2026-07-31T23:59:59+08:00",
        ],
    )
    assert told(found, "2026-08-20T00:00:00+08:00") == [
        (
            "inspection hq/2026-02..2026-04 breached: 2026-02-01 00:00:00 to 2026-04-30 23:59:59,"
            " kept 2026-05-02 10:00:00, over 1 day, 10:00:01"
        ),
        "inspection hq/2026-05..2026-07 met: 2026-05-01 00:00:00 to 2026-07-31 23:59:59, kept 2026-07-31 23:59:59",
        (
            "inspection hq/2026-08..2026-10 pending: 2026-08-01 00:00:00 to 2026-10-31 23:59:59,"
            " left 72 days, 23:59:59, open"
        ),
    ]


def test_an_amendment_changes_the_length_with_the_next_period() -> None:
    terms = (
        DATES
        + MONTHLY
        + "amendments:\n"
        + "- {from: 2026-04-01, inspection: {every: 2 months, checklist: cctv}}\n"
        + "- {from: 2026-06-02, inspection: {every: 1 month, checklist: cctv, policy: true}}\n"
    )
    found = [(promise.subject, promise.policy) for promise in judged(records(terms), "2026-09-15T00:00:00+08:00")]
    assert found == [
        ("hq/2026-02", False),
        ("hq/2026-03", False),
        ("hq/2026-04..2026-05", False),
        ("hq/2026-06..2026-07", False),
        ("hq/2026-08", True),
        ("hq/2026-09", True),
    ]


def test_inspections_agreed_on_later_begin_with_the_next_month() -> None:
    terms = DATES + "amendments:\n- {from: 2026-04-15, inspection: {every: 2 months, checklist: cctv}}\n"
    subjects = [promise.subject for promise in judged(records(terms), "2026-08-15T00:00:00+08:00")]
    assert subjects == ["hq/2026-05..2026-06", "hq/2026-07..2026-08"]


@pytest.mark.parametrize(
    ("since", "first"),
    [("2026-04-01", "hq/2026-04"), ("2026-04-02", "hq/2026-05"), ("2025-01-01", "hq/2026-02")],
)
def test_what_began_before_the_records_is_on_paper(since: str, first: str) -> None:
    found = records(PLAN, about=f"records_from: {since}")
    assert judged(found, "2026-06-15T00:00:00+08:00")[0].subject == first


def test_what_began_before_the_records_is_judged_by_a_sheet_for_it() -> None:
    found = records(PLAN, about="records_from: 2026-04-02", sheets=["period: 2026-04"])
    assert [promise.subject for promise in judged(found, "2026-05-15T00:00:00+08:00")] == ["hq/2026-04", "hq/2026-05"]
