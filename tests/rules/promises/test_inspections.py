"""Inspections: one per site and period; times worked out by hand.

Where nothing else is said the contract was handed over on 31 January 2026, so February is the first month.
"""

import datetime as dt

import pytest

from aftercare_cli.rules.periods import inspection_periods
from aftercare_cli.rules.promises.inspections import by_month, round_of
from tests.rules.promises.recorded import DATES, MONTHLY, judged, records, states, told

PLAN = DATES + MONTHLY
FEBRUARY = "2026-02-01 00:00:00 to 2026-02-28 23:59:59"
SPOKEN = "reason: 学校放假, corrective_action: 提前预约"


@pytest.mark.parametrize(
    ("made", "stands"),
    [
        ("2026-02-01T00:00:00+08:00", "met: {due}, kept 2026-02-01 00:00:00, left 27 days, 23:59:59"),
        ("2026-02-28T23:59:59+08:00", "met: {due}, kept 2026-02-28 23:59:59"),
        ("2026-02-28T15:59:59Z", "met: {due}, kept 2026-02-28 23:59:59"),
        ("2026-03-01T05:44:59+13:45", "met: {due}, kept 2026-02-28 23:59:59"),
        ("2026-03-01T00:00:00+08:00", "breached: {due}, kept 2026-03-01 00:00:00, over 0:00:01"),
        ("2026-02-28T16:00:00Z", "breached: {due}, kept 2026-03-01 00:00:00, over 0:00:01"),
        ("2026-02-28T12:30:00-03:30", "breached: {due}, kept 2026-03-01 00:00:00, over 0:00:01"),
        # Before its month it is early, and counts all the same.
        ("2026-01-31T23:59:59+08:00", "met: {due}, kept 2026-01-31 23:59:59, left 28 days, 0:00:00, early"),
        ("2026-01-31T16:00:00Z", "met: {due}, kept 2026-02-01 00:00:00, left 27 days, 23:59:59"),
        ("2026-01-31T15:59:59Z", "met: {due}, kept 2026-01-31 23:59:59, left 28 days, 0:00:00, early"),
    ],
)
def test_a_round_is_in_time_until_the_last_second_of_its_month(made: str, stands: str) -> None:
    found = records(PLAN, sheets=[f"period: 2026-02, inspected_at: {made}"])
    february, _march = told(found, "2026-03-01T12:00:00+08:00")
    assert february == "inspection hq/2026-02 " + stands.format(due=FEBRUARY)


@pytest.mark.parametrize(
    ("now", "stands"),
    [
        ("2026-02-01T00:00:00+08:00", "pending: {due}, left 27 days, 23:59:59, open"),
        # Four fifths of 28 days less a second: 22 days, 9:35:59.2.
        ("2026-02-23T09:35:59+08:00", "pending: {due}, left 5 days, 14:24:00, open"),
        ("2026-02-23T09:36:00+08:00", "at_risk: {due}, left 5 days, 14:23:59, open"),
        ("2026-02-28T23:59:59+08:00", "at_risk: {due}, open"),
        ("2026-03-01T00:00:00+08:00", "breached: {due}, over 0:00:01, open"),
    ],
)
@pytest.mark.parametrize(
    "sheets",
    [
        [],
        ["period: 2026-02"],  # planned, and not yet made
        ["period: 2026-02, inspected_at: 2026-03-20T10:00:00+08:00"],  # made later than the moment of judging
        ["period: 2026-01, inspected_at: 2026-02-02T10:00:00+08:00"],
        ["period: 2026-03, inspected_at: 2026-02-10T10:00:00+08:00"],
        ["period: 2025-02, inspected_at: 2026-02-10T10:00:00+08:00"],
        ["period: 2026-02, site: annex, inspected_at: 2026-02-10T10:00:00+08:00"],
    ],
)
def test_a_round_that_is_still_to_be_made(now: str, stands: str, sheets: list[str]) -> None:
    february = told(records(PLAN, sheets=sheets), now)[0]
    assert february == "inspection hq/2026-02 " + stands.format(due=FEBRUARY)


def test_a_round_counts_from_the_second_it_is_made() -> None:
    found = records(PLAN, sheets=["period: 2026-02, inspected_at: 2026-02-10T10:00:00+08:00"])
    assert states(found, "2026-02-10T09:59:59+08:00") == ["hq/2026-02 pending"]
    assert states(found, "2026-02-10T10:00:00+08:00") == ["hq/2026-02 met"]


def test_a_late_round_does_not_count_for_the_month_it_is_made_in() -> None:
    found = records(PLAN, sheets=["period: 2026-02, inspected_at: 2026-03-01T10:00:00+08:00"])
    assert told(found, "2026-04-01T00:00:00+08:00") == [
        f"inspection hq/2026-02 breached: {FEBRUARY}, kept 2026-03-01 10:00:00, over 10:00:01",
        "inspection hq/2026-03 breached: 2026-03-01 00:00:00 to 2026-03-31 23:59:59, over 0:00:01, open",
        "inspection hq/2026-04 pending: 2026-04-01 00:00:00 to 2026-04-30 23:59:59, left 29 days, 23:59:59, open",
    ]


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_rounds_the_first_counts(order: int) -> None:
    sheets = [
        "period: 2026-02, inspected_at: 2026-02-27T10:00:00+08:00",
        "period: 2026-02, inspected_at: 2026-03-05T10:00:00+08:00",
        "period: 2026-02",
    ]
    found = records(PLAN, sheets=sheets[::order])
    february, _march = told(found, "2026-03-10T00:00:00+08:00")
    assert february == f"inspection hq/2026-02 met: {FEBRUARY}, kept 2026-02-27 10:00:00, left 1 day, 13:59:59"


def test_a_round_made_now_counts_before_one_that_is_planned() -> None:
    found = records(PLAN, sheets=["period: 2026-02", "period: 2026-02, inspected_at: 2026-02-10T10:00:00+08:00"])
    assert states(found, "2026-02-10T10:00:00+08:00") == ["hq/2026-02 met"]
    assert states(found, "2026-02-10T09:59:59+08:00") == ["hq/2026-02 pending"]


def test_the_sheet_of_a_period_is_the_first_round_made_or_the_first_sheet_planned() -> None:
    found = records(
        PLAN,
        sheets=[
            "period: 2026-03",
            "period: 2026-03",
            "period: 2026-03, inspected_at: 2026-03-12T10:00:00+08:00",
            "period: 2026-03, inspected_at: 2026-03-11T10:00:00+08:00",
        ],
    )
    _february, march = inspection_periods(found.contracts["hq-cctv"], dt.date(2026, 3, 31))
    sheets = by_month(found.inspections[::-1])
    for day, number in ((10, 0), (11, 3), (12, 3)):
        sheet = round_of(march, sheets, dt.datetime(2026, 3, day, 4, tzinfo=dt.UTC))
        assert sheet == found.inspections[number]


def test_a_round_that_is_early_is_not_yet_early_before_it_is_made() -> None:
    found = records(PLAN, sheets=["period: 2026-04, inspected_at: 2026-03-20T10:00:00+08:00"])
    until = "2026-04-01T00:00:00+08:00"
    *_earlier, before = told(found, "2026-03-10T00:00:00+08:00", until)
    *_earlier, after = told(found, "2026-03-21T00:00:00+08:00", until)
    due = "2026-04-01 00:00:00 to 2026-04-30 23:59:59"
    assert before == f"inspection hq/2026-04 pending: {due}, left 51 days, 23:59:59, open"
    assert after == f"inspection hq/2026-04 met: {due}, kept 2026-03-20 10:00:00, left 41 days, 13:59:59, early"


WAIVED = "excused: {{at: {at}, agreed_by: 值班室, reason: 放假}}"


@pytest.mark.parametrize(
    ("sheets", "state"),
    [
        (["period: 2026-02, " + WAIVED.format(at="2026-02-20T10:00:00+08:00")], "excused"),
        (["period: 2026-02, " + WAIVED.format(at="2026-03-09T10:00:00+08:00")], "excused"),
        (["period: 2026-02, " + WAIVED.format(at="2026-03-10T00:00:00+08:00")], "excused"),
        (["period: 2026-02, " + WAIVED.format(at="2026-03-10T00:00:01+08:00")], "breached"),
        (["period: 2026-03, " + WAIVED.format(at="2026-02-20T10:00:00+08:00")], "breached"),
        # Made all the same: in time it is met, late it stays excused, on whichever sheet that was agreed.
        (
            ["period: 2026-02, inspected_at: 2026-02-27T10:00:00+08:00, " + WAIVED.format(at="2026-02-20T10:00:00Z")],
            "met",
        ),
        (
            ["period: 2026-02, inspected_at: 2026-03-01T10:00:00+08:00, " + WAIVED.format(at="2026-02-20T10:00:00Z")],
            "excused",
        ),
        (
            [
                "period: 2026-02, inspected_at: 2026-03-01T10:00:00+08:00",
                "period: 2026-02, " + WAIVED.format(at="2026-02-20T10:00:00Z"),
            ],
            "excused",
        ),
    ],
)
def test_the_customer_may_do_without_a_round(sheets: list[str], state: str) -> None:
    assert states(records(PLAN, sheets=sheets), "2026-03-10T00:00:00+08:00")[0] == f"hq/2026-02 {state}"


@pytest.mark.parametrize(
    ("at", "is_acknowledged"),
    [
        ("2026-02-28T23:59:59+08:00", False),  # nothing was broken yet
        ("2026-03-01T00:00:00+08:00", True),
        ("2026-03-10T00:00:00+08:00", True),
        ("2026-03-10T00:00:01+08:00", False),  # not said yet
    ],
)
@pytest.mark.parametrize("made", ["", "inspected_at: 2026-03-02T10:00:00+08:00, "])
def test_a_breach_is_acknowledged_once_there_is_one(at: str, is_acknowledged: bool, made: str) -> None:  # noqa: FBT001
    sheet = f"period: 2026-02, {made}acknowledged: {{at: {at}, {SPOKEN}}}"
    february, _march = judged(records(PLAN, sheets=[sheet]), "2026-03-10T00:00:00+08:00")
    assert (february.state, february.acknowledged) == ("breached", is_acknowledged)


def test_an_acknowledgement_stays_with_the_month_when_the_round_is_made_on_another_sheet() -> None:
    sheets = [
        f"period: 2026-02, acknowledged: {{at: 2026-03-02T10:00:00+08:00, {SPOKEN}}}",
        "period: 2026-02, inspected_at: 2026-03-05T10:00:00+08:00",
    ]
    february, march = judged(records(PLAN, sheets=sheets), "2026-03-10T00:00:00+08:00")
    assert (february.state, february.acknowledged, february.is_open) == ("breached", True, False)
    assert (march.state, march.acknowledged, march.is_open) == ("pending", False, True)


def test_a_later_word_does_not_hide_an_earlier_one() -> None:
    later = "2026-03-20T10:00:00+08:00"
    waived = [f"period: 2026-02, {WAIVED.format(at=at)}" for at in ("2026-02-20T10:00:00+08:00", later)]
    assert states(records(PLAN, sheets=waived), "2026-03-10T00:00:00+08:00")[0] == "hq/2026-02 excused"
    said = [f"period: 2026-02, acknowledged: {{at: {at}, {SPOKEN}}}" for at in ("2026-03-02T10:00:00+08:00", later)]
    assert judged(records(PLAN, sheets=said), "2026-03-10T00:00:00+08:00")[0].acknowledged


def test_every_site_of_a_contract_has_its_own_rounds() -> None:
    found = records(
        {"hq-cctv": PLAN, "annex-net": "handover: 2026-01-31\nservice_until: 2026-02-28\n" + MONTHLY},
        sites={"hq": "hq-cctv", "gate": "hq-cctv", "annex": "annex-net", "lost": "nobody"},
        sheets=[
            "period: 2026-02, site: gate, inspected_at: 2026-02-10T10:00:00+08:00",
            "period: 2026-02, site: lost, inspected_at: 2026-02-10T10:00:00+08:00",
            "period: 2026-02, site: nowhere, inspected_at: 2026-02-10T10:00:00+08:00",
        ],
    )
    rows = [
        (promise.subject, promise.site, promise.contract, promise.state)
        for promise in judged(found, "2026-03-10T00:00:00+08:00")
    ]
    assert rows == [
        ("hq/2026-02", "hq", "hq-cctv", "breached"),
        ("hq/2026-03", "hq", "hq-cctv", "pending"),
        ("gate/2026-02", "gate", "hq-cctv", "met"),
        ("gate/2026-03", "gate", "hq-cctv", "pending"),
        ("annex/2026-02", "annex", "annex-net", "breached"),
    ]


def test_before_anything_nothing_is_promised_and_what_comes_can_be_asked_for() -> None:
    found = records(PLAN)
    early = "2025-06-01T00:00:00+08:00"
    assert told(found, early) == []
    assert told(found, early, "2026-01-31T23:59:59+08:00") == []
    # 245 days from 1 June to 1 February, and 28 more.
    assert told(found, early, "2026-02-01T00:00:00+08:00") == [
        f"inspection hq/2026-02 pending: {FEBRUARY}, left 272 days, 23:59:59, open"
    ]


@pytest.mark.parametrize(
    ("zone", "period", "in_time", "late"),
    [
        ("America/Santiago", "2026-08", "2026-09-01T03:59:59Z", "2026-09-01T04:00:00Z"),
        ("Asia/Kolkata", "2026-08", "2026-08-31T18:29:59Z", "2026-08-31T18:30:00Z"),
        ("Asia/Kathmandu", "2026-08", "2026-08-31T18:14:59Z", "2026-08-31T18:15:00Z"),
        # In 2024 Cairo went back an hour at the end of 31 October: its last hour came twice.
        ("Africa/Cairo", "2024-10", "2024-10-31T21:59:59Z", "2024-10-31T22:00:00Z"),
        # In 2024 Beirut went from 30 March 24:00 to 31 March 01:00.
        ("Asia/Beirut", "2024-03", "2024-03-31T20:59:59Z", "2024-03-31T21:00:00Z"),
        # Clocks of Asunción skipped the first hour of 1 October 2023, and Amman's that of 1 April 2005.
        ("America/Asuncion", "2023-09", "2023-10-01T03:59:59Z", "2023-10-01T04:00:00Z"),
        ("Asia/Amman", "2005-03", "2005-03-31T21:59:59Z", "2005-03-31T22:00:00Z"),
        ("Pacific/Chatham", "2026-12", "2026-12-31T10:14:59Z", "2026-12-31T10:15:00Z"),
    ],
)
def test_a_month_ends_with_the_clocks_of_the_workspace(zone: str, period: str, in_time: str, late: str) -> None:
    terms = "acceptance: 2005-01-20\nhandover: 2005-01-31\nwarranty: {months: 600}\n" + MONTHLY
    about = f"timezone: {zone}\nrecords_from: {period}-01"
    for made, state in ((in_time, "met"), (late, "breached")):
        found = records(terms, about=about, sheets=[f"period: {period}, inspected_at: {made}"])
        assert states(found, late)[0] == f"hq/{period} {state}"
        assert states(records(terms, about=about), made)[0] == (
            f"hq/{period} at_risk" if state == "met" else f"hq/{period} breached"
        )


def test_a_month_has_the_hours_that_its_clocks_give_it() -> None:
    """March 2026 in Berlin has an hour less, October an hour more."""
    found = records(PLAN, about="timezone: Europe/Berlin\nrecords_from: 2026-03-01")
    lengths = {
        promise.subject: (str(promise.within), str(promise.remaining))
        for promise in judged(found, "2026-02-28T23:00:00Z", "2026-10-31T00:00:00Z")
    }
    assert lengths["hq/2026-03"] == ("30 days, 22:59:59", "30 days, 22:59:59")
    assert lengths["hq/2026-04"] == ("29 days, 23:59:59", "60 days, 22:59:59")
    assert lengths["hq/2026-10"][0] == "31 days, 0:59:59"


def test_a_hundred_sites() -> None:
    sites = {f"s{number:03}": "hq-cctv" for number in range(100)}
    sheets = [
        f"period: 2026-{month:02}, site: {site}, inspected_at: 2026-{month:02}-{1 + position % 28:02}T10:00:00+08:00"
        for position, site in enumerate(sites)
        for month in (2, 3, 4)
        if position != month
    ]
    found = states(records(PLAN, sites=sites, sheets=sheets), "2026-05-01T00:00:00+08:00")
    assert len(found) == 400
    assert [row for row in found if not row.endswith(("met", "pending"))] == [
        "s002/2026-02 breached",
        "s003/2026-03 breached",
        "s004/2026-04 breached",
    ]
