"""Unsafe conditions (M2): one found at 09:00 on 10 March 2026 is told within a day, to the company and the customer."""

import pytest

from tests.rules.promises.recorded import judged, records, states, told

FOUND = "found_at: 2026-03-10T09:00:00+08:00"
DUE = "2026-03-10 09:00:00 to 2026-03-11 09:00:00"


@pytest.mark.parametrize(
    ("told_at", "stands"),
    [
        ("2026-03-10T09:00:00+08:00", "met: {due}, kept 2026-03-10 09:00:00, left 1 day, 0:00:00"),
        ("2026-03-11T09:00:00+08:00", "met: {due}, kept 2026-03-11 09:00:00"),
        ("2026-03-11T01:00:00Z", "met: {due}, kept 2026-03-11 09:00:00"),
        ("2026-03-11T09:00:01+08:00", "breached: {due}, kept 2026-03-11 09:00:01, over 0:00:01"),
        ("2026-03-10T20:00:01-05:00", "breached: {due}, kept 2026-03-11 09:00:01, over 0:00:01"),
        ("2026-03-12T12:00:00+08:00", "breached: {due}, kept 2026-03-12 12:00:00, over 1 day, 3:00:00"),
        ("2026-03-12T12:00:01+08:00", "breached: {due}, over 1 day, 3:00:00, open"),
    ],
)
def test_a_day_later_to_the_second_is_in_time(told_at: str, stands: str) -> None:
    now = "2026-03-12T12:00:00+08:00"
    untold = f"breached: {DUE}, over 1 day, 3:00:00, open"
    for key, names in (("told_company_at", [stands, untold]), ("told_customer_at", [untold, stands])):
        assert told(records("", found=[f"{FOUND}, {key}: {told_at}"]), now) == [
            f"{name} H-20260310-2K9D {expected.format(due=DUE)}"
            for name, expected in zip(("hazard_company", "hazard_customer"), names, strict=True)
        ]


@pytest.mark.parametrize(
    ("now", "stands"),
    [
        ("2026-03-10T09:00:00+08:00", "pending: {due}, left 1 day, 0:00:00, open"),
        # Four fifths of 24 hours: 19 h 12 min.
        ("2026-03-11T04:11:59+08:00", "pending: {due}, left 4:48:01, open"),
        ("2026-03-11T04:12:00+08:00", "at_risk: {due}, left 4:48:00, open"),
        ("2026-03-11T09:00:00+08:00", "at_risk: {due}, open"),
        ("2026-03-11T09:00:01+08:00", "breached: {due}, over 0:00:01, open"),
    ],
)
def test_a_hazard_nobody_was_told_of(now: str, stands: str) -> None:
    assert told(records("", found=[FOUND]), now) == [
        f"hazard_company H-20260310-2K9D {stands.format(due=DUE)}",
        f"hazard_customer H-20260310-2K9D {stands.format(due=DUE)}",
    ]


def test_a_hazard_is_not_known_before_it_is_found() -> None:
    found = records("", found=[FOUND])
    assert told(found, "2026-03-10T08:59:59+08:00", "2027-01-01T00:00:00+08:00") == []


def test_to_close_a_hazard_is_not_to_tell_of_it() -> None:
    found = records("", found=[f"{FOUND}, closed_at: 2026-03-10T10:00:00+08:00"])
    assert {promise.state for promise in judged(found, "2026-03-12T00:00:00+08:00")} == {"breached"}


def test_a_day_is_24_hours_also_where_the_clocks_go_forward() -> None:
    """Berlin, 28 March 2026, 12:00: a day later the clocks show 13:00."""
    found = records("", found=["found_at: 2026-03-28T12:00:00+01:00"], about="timezone: Europe/Berlin")
    company, _customer = told(found, "2026-03-29T13:00:00+02:00")
    assert company == "hazard_company H-20260310-2K9D at_risk: 2026-03-28 12:00:00 to 2026-03-29 13:00:00, open"
    assert states(found, "2026-03-29T13:00:01+02:00")[0].endswith("breached")


@pytest.mark.parametrize(
    ("at", "acknowledged"),
    [
        ("2026-03-11T09:00:00+08:00", False),
        ("2026-03-11T09:00:01+08:00", True),
        ("2026-03-12T00:00:01+08:00", False),
    ],
)
def test_one_word_acknowledges_what_was_broken(at: str, acknowledged: bool) -> None:  # noqa: FBT001
    text = f"{FOUND}, told_company_at: 2026-03-10T09:30:00+08:00, "
    text += f"acknowledged: {{at: {at}, reason: 交接遗漏, corrective_action: 双人复核}}"
    company, customer = judged(records("", found=[text]), "2026-03-12T00:00:00+08:00")
    assert (company.state, company.acknowledged) == ("met", False)
    assert (customer.state, customer.acknowledged) == ("breached", acknowledged)


def test_a_hazard_at_a_site_that_nobody_knows_is_left_out() -> None:
    assert told(records("", found=[FOUND], sites={"annex": "hq-cctv"}), "2026-03-12T00:00:00+08:00") == []


def test_a_hazard_is_recorded_and_so_judged_whenever_it_was_found() -> None:
    found = records("", found=[FOUND], about="records_from: 2026-04-01")
    assert len(told(found, "2026-04-12T00:00:00+08:00")) == 2
