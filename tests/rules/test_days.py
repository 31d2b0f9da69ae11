"""Where days begin and end on the clocks of a place; the moments are those of the published time zones."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercare_cli.rules.days import Days, each, first_day, last_day, month_of, months_later
from tests.rules.day_by_day import DAY, first_second

NOON = dt.datetime(2026, 3, 10, 4, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("zone", "day", "begin", "end"),
    [
        ("Asia/Shanghai", "2026-03-10", "2026-03-09T16:00:00Z", "2026-03-10T15:59:59Z"),
        ("Asia/Kolkata", "2026-03-10", "2026-03-09T18:30:00Z", "2026-03-10T18:29:59Z"),
        ("Pacific/Chatham", "2026-01-01", "2025-12-31T10:15:00Z", "2026-01-01T10:14:59Z"),
        # 23 hours, and 25.
        ("Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z", "2026-03-29T21:59:59Z"),
        ("Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00Z", "2026-10-25T22:59:59Z"),
        # 08 September 2024 began at 01:00 in Santiago; the 7th ended where it always does.
        ("America/Santiago", "2024-09-07", "2024-09-07T04:00:00Z", "2024-09-08T03:59:59Z"),
        ("America/Santiago", "2024-09-08", "2024-09-08T04:00:00Z", "2024-09-09T02:59:59Z"),
        # 6 April 2024 had its last hour twice.
        ("America/Santiago", "2024-04-06", "2024-04-06T03:00:00Z", "2024-04-07T03:59:59Z"),
        ("Africa/Cairo", "2024-04-26", "2024-04-25T22:00:00Z", "2024-04-26T20:59:59Z"),
        ("Africa/Cairo", "2024-10-31", "2024-10-30T21:00:00Z", "2024-10-31T21:59:59Z"),
        ("Asia/Beirut", "2024-03-31", "2024-03-30T22:00:00Z", "2024-03-31T20:59:59Z"),
        # In Havana the first hour of 3 November 2024 came twice.
        ("America/Havana", "2024-11-03", "2024-11-03T04:00:00Z", "2024-11-04T04:59:59Z"),
        # In Shanghai of 1986 the summer began on 4 May at 02:00.
        ("Asia/Shanghai", "1986-05-04", "1986-05-03T16:00:00Z", "1986-05-04T14:59:59Z"),
    ],
)
def test_a_day_begins_and_ends_with_the_clocks(zone: str, day: str, begin: str, end: str) -> None:
    days = Days(ZoneInfo(zone), NOON)
    found = days.begin(dt.date.fromisoformat(day)), days.end(dt.date.fromisoformat(day))
    assert [moment.astimezone(dt.UTC) for moment in found] == [dt.datetime.fromisoformat(text) for text in (begin, end)]
    assert [days.of(moment).isoformat() for moment in found] == [day, day]


@given(
    st.sampled_from(["Asia/Shanghai", "America/Santiago", "Africa/Cairo", "Asia/Beirut", "Pacific/Chatham"]),
    st.integers(0, 5000),
)
def test_days_lie_side_by_side(zone: str, number: int) -> None:
    day = dt.date(2020, 1, 1) + number * DAY
    days = Days(ZoneInfo(zone), NOON)
    begin, end, following = (
        moment.astimezone(dt.UTC) for moment in (days.begin(day), days.end(day), days.begin(day + DAY))
    )
    assert (begin, following) == (first_second(zone, day), first_second(zone, day + DAY))
    assert following - end == dt.timedelta(seconds=1)


@pytest.mark.parametrize(
    ("now", "today"),
    [("2026-03-10T15:59:59Z", "2026-03-10"), ("2026-03-10T16:00:00Z", "2026-03-11")],
)
def test_today_is_the_day_of_the_place(now: str, today: str) -> None:
    assert Days(ZoneInfo("Asia/Shanghai"), dt.datetime.fromisoformat(now)).today.isoformat() == today


@pytest.mark.parametrize(
    ("day", "count", "first"),
    [
        ("2026-01-31", 1, "2026-02-01"),
        ("2026-12-01", 1, "2027-01-01"),
        ("2026-12-31", 0, "2026-12-01"),
        ("2026-01-15", -1, "2025-12-01"),
        ("2026-03-01", -3, "2025-12-01"),
        ("2026-11-30", 14, "2028-01-01"),
    ],
)
def test_months_later(day: str, count: int, first: str) -> None:
    assert months_later(dt.date.fromisoformat(day), count) == dt.date.fromisoformat(first)


@pytest.mark.parametrize(
    ("month", "last"),
    [
        ("2026-02", "2026-02-28"),
        ("2028-02", "2028-02-29"),
        ("2100-02", "2100-02-28"),
        ("2026-12", "2026-12-31"),
        ("2026-04", "2026-04-30"),
        ("0987-04", "0987-04-30"),
    ],
)
def test_a_month_from_its_first_day_to_its_last(month: str, last: str) -> None:
    assert (first_day(month).isoformat(), last_day(month).isoformat()) == (f"{month}-01", last)
    assert {month_of(day) for day in each(first_day(month), last_day(month))} == {month}
    assert len(list(each(first_day(month), last_day(month)))) == int(last[-2:])


def test_no_days_lie_between_a_day_and_the_one_before() -> None:
    assert list(each(dt.date(2026, 3, 2), dt.date(2026, 3, 1))) == []
    assert list(each(dt.date(2026, 3, 2), dt.date(2026, 3, 2))) == [dt.date(2026, 3, 2)]
