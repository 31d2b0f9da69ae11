"""Calendar files are valid whatever stands in records, and say what they were given."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercare_cli.cli.calendar_file import Entry, calendar
from tests.cli.icalendar_file import Component, Property, day, duration, moment, read_calendar, texts

SHANGHAI = dt.timezone(dt.timedelta(hours=8))
STAMP = dt.datetime(2026, 4, 29, 17, 30, tzinfo=SHANGHAI)
HOUR = dt.timedelta(hours=1)


def read(*entries: Entry, name: str = "Due") -> Component:
    """Write a calendar and read it."""
    return read_calendar(calendar(name, entries, STAMP).encode())


def test_a_calendar_says_who_made_it_and_when_to_ask_again() -> None:
    made = read(Entry(uid="a", begin=STAMP, summary="x"), name="港口; 待办, 全部")
    assert made.one("METHOD") == Property({}, "PUBLISH")
    assert made.text("X-WR-CALNAME") == "港口; 待办, 全部"
    assert made.one("REFRESH-INTERVAL") == Property({"VALUE": "DURATION"}, "PT1H")
    assert made.one("X-PUBLISHED-TTL") == Property({}, "PT1H")


def test_a_day_is_a_day_and_ends_before_the_next_one() -> None:
    (event,) = read(Entry(uid="a", begin=dt.date(2026, 12, 31), summary="x", alarms=(15 * HOUR,))).components
    assert (day(event.one("DTSTART")), day(event.one("DTEND"))) == (dt.date(2026, 12, 31), dt.date(2027, 1, 1))
    assert [duration(alarm.one("TRIGGER")) for alarm in event.components] == [-15 * HOUR]
    assert event.one("TRANSP").value == "TRANSPARENT"


def test_several_days_are_one_entry() -> None:
    (event,) = read(Entry(uid="a", begin=dt.date(2028, 2, 27), last_day=dt.date(2028, 2, 29), summary="x")).components
    assert (day(event.one("DTSTART")), day(event.one("DTEND"))) == (dt.date(2028, 2, 27), dt.date(2028, 3, 1))
    assert event.components == []


def test_a_moment_is_written_in_universal_time() -> None:
    begin = dt.datetime(2026, 5, 1, 7, 59, 59, tzinfo=SHANGHAI)
    alarms = (dt.timedelta(days=1, seconds=1), dt.timedelta(minutes=15))
    (event,) = read(Entry(uid="a", begin=begin, summary="x", alarms=alarms)).components
    assert event.one("DTSTART") == Property({}, "20260430T235959Z")
    assert event.one("DTSTAMP") == Property({}, "20260429T093000Z")
    assert [duration(alarm.one("TRIGGER")) for alarm in event.components] == [-lead for lead in alarms]


def test_a_calendar_without_entries_still_has_a_component() -> None:
    (timezone,) = read().components
    assert (timezone.name, timezone.text("TZID")) == ("VTIMEZONE", "Etc/UTC")
    (standard,) = timezone.inside("STANDARD")
    assert standard.properties == {
        "DTSTART": [Property({}, "19700101T000000")],
        "TZOFFSETFROM": [Property({}, "+0000")],
        "TZOFFSETTO": [Property({}, "+0000")],
    }


def test_the_same_entries_give_the_same_bytes() -> None:
    entry = Entry(uid="a", begin=STAMP, summary="x", categories=("y", "z"), alarms=(HOUR,))
    assert calendar("Due", [entry], STAMP) == calendar("Due", [entry], STAMP.astimezone(dt.UTC))


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("a, b; c: d\\n e", "a, b; c: d\\n e"),
        ("one\ntwo\r\nthree\rfour", "one\ntwo\nthree\nfour"),
        ("END:VEVENT\r\nBEGIN:VALARM", "END:VEVENT\nBEGIN:VALARM"),
        ("\x00\x1b[31m\x7f\x85", "\\x00\\x1b[31m\\x7f\\x85"),
        ("right\u202eleft\u2028line", "right\\u202eleft\\u2028line"),
        ("half \ud83d of a pair", "half ? of a pair"),
        ("😀" * 60, "😀" * 60),
        ("巡检" * 60, "巡检" * 60),
        ('"quoted"', '"quoted"'),
    ],
    ids=["signs", "lines", "injected", "controls", "tricks", "surrogate", "emoji", "chinese", "quotes"],
)
def test_hostile_text_stays_text(written: str, read_as: str) -> None:
    entry = Entry(uid="a", begin=STAMP, summary=written, description=written, categories=(written, "x"))
    (event,) = read(entry, name=written).components
    assert (event.text("SUMMARY"), event.text("DESCRIPTION")) == (read_as, read_as)
    assert texts(event.one("CATEGORIES").value) == [read_as, "x"]


@given(
    summary=st.text(st.characters(exclude_categories=()), min_size=1),
    description=st.text(st.characters(exclude_categories=())),
    begin=st.one_of(st.dates(max_value=dt.date(9999, 12, 30)), st.datetimes(timezones=st.just(dt.UTC))),
    lead=st.timedeltas(dt.timedelta(seconds=1), dt.timedelta(days=400)),
)
def test_whatever_is_written_can_be_read(summary: str, description: str, begin: dt.date, lead: dt.timedelta) -> None:
    whole = dt.timedelta(seconds=int(lead.total_seconds()))
    made = read(
        Entry(uid="a", begin=begin, summary=summary, description=description, alarms=(whole,)),
        Entry(uid="b", begin=begin, summary=summary),
    )
    for event in made.components:
        if isinstance(begin, dt.datetime):
            assert moment(event.one("DTSTART")) == begin.replace(microsecond=0)
        else:
            assert day(event.one("DTSTART")) == begin
        if summary.isprintable():
            assert event.text("SUMMARY") == summary
    (alarm,) = made.components[0].components
    assert duration(alarm.one("TRIGGER")) == -whole
