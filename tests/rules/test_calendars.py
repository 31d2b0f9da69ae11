"""Calendars: their stretches against a walk from minute to minute, and the hours of single days by hand."""

import datetime as dt
from collections.abc import Iterable
from itertools import takewhile

import pytest
from hypothesis import given, settings

from aftercare_cli.model.calendars import read_calendar
from aftercare_cli.model.settings import Settings
from aftercare_cli.rules.calendars import Calendars, Stretch, UnknownCalendarError, WorkingHours, zone
from aftercare_cli.rules.holidays import ChinaDays
from aftercare_cli.store.decode import decode
from aftercare_cli.store.yaml_reader import read_mapping
from tests.rules.minutes import MINUTE, walk
from tests.rules.situations import Situation, calendar_of, situations

SHIFTS = """
aftercare: 1
company: {name: 样例公司}
timezone: Asia/Shanghai
holidays: CN
calendars:
  work: {mon-fri: ["09:00-12:00", "13:30-18:00"]}
  shop: {mon-sat: ["10:00-19:00"], sat: ["10:00-16:00"], except: {2026-02-14: ["12:00-13:00"], 2026-02-17: []}}
  depot: {timezone: Europe/Berlin, holidays: [2026-03-27], mon-fri: ["06:00-14:00", "22:00-02:00"]}
  weekend: {sat-sun: ["08:00-20:00"]}
  harbour: {timezone: Europe/Berlin, holidays: none, mon-sun: ["00:00-24:00"]}
  mars: {timezone: Mars/Phobos, mon: ["09:00-12:00"]}
"""

WORK = read_calendar({"mon-fri": ["09:00-12:00", "13:30-18:00"]})


@pytest.fixture
def calendars() -> Calendars:
    settings = decode(Settings, read_mapping(SHIFTS.encode(), "aftercare.yaml"))
    assert isinstance(settings, Settings)
    return Calendars(settings)


def minutes_of(stretches: Iterable[Stretch]) -> list[dt.datetime]:
    """Give the minutes of stretches, as they come; each stretch begins where the one before ended, or later."""
    minutes: list[dt.datetime] = []
    for opens, closes in stretches:
        assert opens < closes
        assert not minutes or opens > minutes[-1]
        minutes.extend(walk(opens, (closes - opens) // MINUTE))
    return minutes


@settings(max_examples=2 * settings().max_examples)
@given(situations())
def test_stretches_hold_the_minutes_at_which_the_wall_clock_shows_working_time(situation: Situation) -> None:
    start, end = situation.start, situation.end
    expected = [minute for minute in walk(start, situation.minutes) if situation.hours.is_open(minute)]
    calendar = calendar_of(situation.hours.tree)
    assert minutes_of(calendar.between(start, end)) == expected
    ahead = takewhile(lambda stretch: stretch[0] < end, calendar.forward(start))
    assert minutes_of((opens, min(closes, end)) for opens, closes in ahead) == expected
    back = list(takewhile(lambda stretch: stretch[1] > start, calendar.backward(end)))
    assert minutes_of((max(opens, start), closes) for opens, closes in reversed(back)) == expected


@pytest.mark.parametrize(
    ("name", "day", "slots"),
    [
        ("work", "2026-03-18", "09:00-12:00 13:30-18:00"),  # a Wednesday
        ("work", "2026-03-21", ""),  # a Saturday
        ("work", "2026-02-14", "09:00-12:00 13:30-18:00"),  # a Saturday that is worked: Monday's hours
        ("work", "2026-01-04", "09:00-12:00 13:30-18:00"),  # a Sunday that is
        ("work", "2026-02-16", ""),  # a Monday of the Spring Festival
        ("shop", "2026-03-20", "10:00-19:00"),
        ("shop", "2026-03-21", "10:00-16:00"),  # `sat` wins over `mon-sat`
        ("shop", "2026-03-22", ""),
        ("shop", "2026-01-04", "10:00-19:00"),  # a Sunday that is worked
        ("shop", "2026-02-28", "10:00-16:00"),  # a Saturday that is worked, with hours of its own
        ("shop", "2026-02-14", "12:00-13:00"),  # a single date wins over the make-up day
        ("shop", "2026-02-17", ""),
        ("depot", "2026-03-26", "06:00-14:00 22:00-26:00"),
        ("depot", "2026-03-27", ""),  # its own day off
        ("depot", "2026-02-16", "06:00-14:00 22:00-26:00"),  # not the workspace's
        ("weekend", "2026-02-14", "08:00-20:00"),
        ("weekend", "2026-02-21", ""),
    ],
)
def test_slots_of_a_day(calendars: Calendars, name: str, day: str, slots: str) -> None:
    calendar = calendars.get(name)
    assert calendar is not None
    hours = [divmod(minutes, 60) for slot in calendar.slots(dt.date.fromisoformat(day)) for minutes in slot]
    found = [f"{a:02}:{b:02}-{c:02}:{d:02}" for (a, b), (c, d) in zip(hours[::2], hours[1::2], strict=True)]
    assert found == slots.split()


@pytest.mark.parametrize(
    ("name", "begin", "end", "is_provisional"),
    [
        ("work", "2026-02-13T09:00+08:00", "2026-12-31T23:59+08:00", False),
        ("work", "2026-12-31T09:00+08:00", "2027-01-01T00:00+08:00", True),
        ("work", "2026-12-31T15:00+00:00", "2026-12-31T16:00+00:00", True),  # 2027 begins earlier in Shanghai
        ("work", "2025-12-31T15:59+00:00", "2026-01-05T09:00+08:00", True),  # the list here begins with 2026
        ("depot", "2026-12-31T17:00+00:00", "2027-06-01T00:00+00:00", False),  # listed by the workspace itself
        ("harbour", "2026-12-31T17:00+00:00", "2099-06-01T00:00+00:00", False),  # none, in any year
    ],
)
def test_counting_in_a_year_without_an_official_list_is_provisional(
    calendars: Calendars, name: str, begin: str, end: str, *, is_provisional: bool
) -> None:
    calendar = calendars.get(name)
    assert calendar is not None
    if name == "work":
        only_2026 = ChinaDays(frozenset({dt.date(2026, 1, 1)}), frozenset(), frozenset({2026}))
        calendar = WorkingHours("work", WORK, zone("Asia/Shanghai"), only_2026)
    found = calendar.is_provisional(dt.datetime.fromisoformat(begin), dt.datetime.fromisoformat(end))
    assert found == is_provisional


def test_beyond_the_published_list_days_count_by_their_weekday() -> None:
    only_2026 = ChinaDays(frozenset({dt.date(2026, 10, 1)}), frozenset({dt.date(2026, 10, 10)}), frozenset({2026}))
    calendar = WorkingHours("work", WORK, zone("Asia/Shanghai"), only_2026)
    days = [dt.date(2026, 10, 1), dt.date(2026, 10, 10), dt.date(2027, 10, 1), dt.date(2027, 10, 10)]
    assert [len(calendar.slots(day)) for day in days] == [0, 2, 2, 0]


def test_the_built_in_calendar_never_stops_and_is_no_working_hours(calendars: Calendars) -> None:
    assert calendars.get("24x7") is None


def test_a_calendar_is_prepared_once(calendars: Calendars) -> None:
    assert calendars.get("work") is calendars.get("work")


@pytest.mark.parametrize(
    ("name", "error", "text", "hint"),
    [
        (
            "works",
            UnknownCalendarError,
            "no calendar is called works",
            "calendars here are 24x7, work, shop, depot, weekend, harbour, mars",
        ),
        ("mars", UnknownCalendarError, "no timezone is called Mars/Phobos", "write a name like Asia/Shanghai or UTC"),
    ],
)
def test_what_nobody_defined_is_named(
    calendars: Calendars, name: str, error: type[UnknownCalendarError], text: str, hint: str
) -> None:
    with pytest.raises(error) as caught:
        calendars.get(name)
    assert (str(caught.value.text), str(caught.value.hint)) == (text, hint)


@pytest.mark.parametrize("name", ["Asia/Nowhere", "", "../etc/passwd", "/etc/localtime", "Asia"])
def test_only_names_of_the_tz_database_are_timezones(name: str) -> None:
    with pytest.raises(UnknownCalendarError):
        zone(name)
