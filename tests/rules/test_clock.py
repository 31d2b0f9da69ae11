"""The clock, by examples worked out by hand.

The situations of the examples are those that other programs' suites of business time look at (Zendesk's biz, Zammad,
GLPI, ERPNext); hours, dates and results are our own.
"""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import pytest

from aftercare_cli.rules import clock
from aftercare_cli.rules.calendars import NoWorkingTimeError
from aftercare_cli.rules.clock import Pause, Step
from tests.rules.situations import calendar_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE = {"timezone": "Asia/Shanghai", "mon-fri": ["09:00-12:00", "13:30-18:00"]}


def moment(text: str) -> dt.datetime:
    """Read a time; without an offset it is Shanghai's, without a year it is of 2026."""
    read = dt.datetime.fromisoformat(text if "T" in text or text[:4] == "2025" else f"2026-{text}")
    return (read if read.tzinfo is not None else read.replace(tzinfo=SHANGHAI)).astimezone(dt.UTC)


def length(text: str) -> dt.timedelta:
    """Read a length of time such as `2:30`, or `2:30:05`."""
    hours, minutes, *seconds = map(int, text.split(":"))
    return dt.timedelta(hours=hours, minutes=minutes, seconds=sum(seconds))


def pause(begin: str, end: str | None, reason: str = "") -> Pause:
    return Pause(moment(begin), None if end is None else moment(end), reason)


@pytest.mark.parametrize(
    ("start", "end", "ran"),
    [
        # the same day
        ("06-08 10:00", "06-08 11:30", "1:30"),  # both in hours
        ("06-08 15:00", "06-08 19:00", "2:00"),  # in, after
        ("06-08 06:00", "06-08 09:15", "0:45"),  # before, in
        ("06-08 06:00", "06-08 20:00", "8:30"),  # before, after
        ("06-08 05:00", "06-08 08:00", "0:00"),  # both before
        ("06-08 18:00", "06-08 21:00", "0:00"),  # both after
        ("06-08 17:00", "06-08 17:00", "0:00"),  # no time at all
        ("06-13 10:00", "06-13 15:00", "0:00"),  # a Saturday
        # the next day
        ("06-08 06:00", "06-09 06:00", "8:30"),
        ("06-08 06:00", "06-09 10:00", "10:00"),
        ("06-08 06:00", "06-09 20:00", "17:00"),
        ("06-08 15:00", "06-09 07:00", "2:00"),
        ("06-08 16:00", "06-09 09:00", "1:30"),
        ("06-08 16:00", "06-09 18:00", "9:30"),
        ("06-08 18:00", "06-09 08:00", "0:00"),
        ("06-08 18:00", "06-09 12:30", "4:00"),
        ("06-08 18:00", "06-09 18:00", "8:30"),
        ("06-12 14:00", "06-13 12:00", "3:00"),  # Friday, Saturday
        # days later
        ("06-12 17:30", "06-15 09:00", "0:30"),  # over a weekend
        ("06-15 16:00", "06-17 09:30", "2:00"),  # over a day off
        ("06-11 12:00", "06-16 12:00", "22:00"),  # over a weekend into a day off
        ("06-08 00:00", "06-22 00:00", "76:30"),  # nine working days
    ],
)
def test_elapsed_counts_the_working_time_between(start: str, end: str, ran: str) -> None:
    """Exercises where begin and end lie: before, in, after hours; the same day, the next, days off, days later."""
    calendar = calendar_of({"timezone": "Asia/Shanghai", "holidays": ["2026-06-16"], "mon-fri": ["08:30-17:00"]})
    assert clock.elapsed(moment(start), moment(end), calendar) == length(ran)
    assert clock.elapsed(moment(end), moment(start), calendar) == -length(ran)


@pytest.mark.parametrize(
    ("start", "budget", "due"),
    [
        ("06-08 09:40", "1:00", "06-08 10:40"),  # within a morning
        ("06-08 11:15", "1:30", "06-08 14:15"),  # across the noon break
        ("06-08 11:59:30", "0:01", "06-08 13:30:30"),  # across it by half a minute
        ("06-08 06:20", "2:00", "06-08 11:00"),  # from before opening
        ("06-08 12:30", "0:30", "06-08 14:00"),  # from the noon break
        ("06-08 19:00", "2:00", "06-09 11:00"),  # from after closing
        ("06-12 18:30", "1:00", "06-15 10:00"),  # from Friday evening
        ("06-14 11:00", "3:00", "06-15 12:00"),  # from Sunday, to the noon break and not beyond it
        ("06-08 16:00", "2:00", "06-08 18:00"),  # to closing time: that instant
        ("06-08 16:00", "2:00:01", "06-09 09:00:01"),  # a second more: the next morning
        ("06-08 18:00", "0:30", "06-09 09:30"),  # from closing time
        ("06-12 18:00", "0:00:01", "06-15 09:00:01"),  # from Friday's closing time, a second
        ("06-08 09:00", "7:30", "06-08 18:00"),  # a whole working day
        ("06-08 10:00", "15:00", "06-10 10:00"),  # two of them
        ("06-10 15:00", "37:30", "06-17 15:00"),  # a week
        ("06-13 10:00", "0:00", "06-13 10:00"),  # nothing, at a weekend
    ],
)
def test_due_in_office_hours(start: str, budget: str, due: str) -> None:
    """Exercises where a report lies and how far its budget reaches; the closing instant rule at noon and at night."""
    assert clock.due(moment(start), length(budget), calendar_of(OFFICE)) == moment(due)


@pytest.mark.parametrize(
    ("start", "budget", "due"),
    [
        ("06-12 22:00", "4:00", "06-15 02:00"),
        ("06-11 10:00", "72:00", "06-16 10:00"),
        ("06-11 10:00", "38:00", "06-13 00:00"),
        ("06-08 00:00", "120:00", "06-13 00:00"),
        ("06-08 00:00", "120:01", "06-15 00:01"),
    ],
)
def test_due_in_whole_days_from_monday_to_friday(start: str, budget: str, due: str) -> None:
    """Exercises slots that touch at midnight, and weekends alone as closed time."""
    calendar = calendar_of({"timezone": "Asia/Shanghai", "mon-fri": ["00:00-24:00"]})
    assert clock.due(moment(start), length(budget), calendar) == moment(due)


@pytest.mark.parametrize(
    ("end", "budget", "latest"),
    [
        ("06-08 11:00", "1:00", "06-08 10:00"),
        ("06-08 14:00", "1:00", "06-08 11:30"),  # across the noon break
        ("06-08 12:30", "3:00", "06-08 09:00"),  # to the noon break
        ("06-15 09:30", "1:00", "06-12 17:30"),  # across a weekend
        ("06-14 12:00", "2:00", "06-12 16:00"),  # to a Sunday
        ("06-08 09:00", "7:30", "06-05 09:00"),  # to opening time
        ("06-10 10:00", "15:00", "06-08 10:00"),
        ("06-14 12:00", "0:00", "06-14 12:00"),
    ],
)
def test_due_before_reads_the_clock_backwards(end: str, budget: str, latest: str) -> None:
    """Exercises the same sums from the other end."""
    assert clock.due_before(moment(end), length(budget), calendar_of(OFFICE)) == moment(latest)


@pytest.mark.parametrize(
    ("start", "budget", "due"),
    [
        ("06-12 23:00", "8:00", "06-15 23:00"),  # Friday's night ends on Saturday at six
        ("06-13 03:00", "1:00", "06-13 04:00"),  # Saturday belongs to Friday's night till then
        ("06-08 03:00", "1:00", "06-08 23:00"),  # Monday does not belong to Sunday's: it has none
        ("06-09 23:00", "7:00", "06-10 06:00"),  # the night before a day off is worked to its end
        ("06-09 23:00", "8:00", "06-11 23:00"),  # the night of the day off is not
        ("06-10 23:00", "1:00", "06-11 23:00"),
    ],
)
def test_a_slot_past_midnight_belongs_to_the_day_it_begins_on(start: str, budget: str, due: str) -> None:
    """Exercises night shifts at weekends and around a day off (Wednesday)."""
    calendar = calendar_of({"timezone": "Asia/Shanghai", "holidays": ["2026-06-10"], "mon-fri": ["22:00-06:00"]})
    assert clock.due(moment(start), length(budget), calendar) == moment(due)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2025-12-31 17:00", "01-04 10:00"),  # over New Year to a Sunday that is worked
        ("01-04 17:00", "01-05 10:00"),
        ("02-13 17:00", "02-14 10:00"),  # Saturday 14 February is worked
        ("02-14 17:00", "02-24 10:00"),  # 15 to 23 February are off
        ("02-20 11:00", "02-24 11:00"),  # reported on one of them
        ("02-27 17:00", "02-28 10:00"),  # Saturday 28 February is worked
        ("02-28 17:00", "03-02 10:00"),  # Sunday 1 March is not
        ("04-03 17:00", "04-07 10:00"),  # Qingming
        ("04-30 17:00", "05-06 10:00"),  # Labour Day
        ("05-08 17:00", "05-09 10:00"),  # Saturday 9 May is worked
        ("09-30 17:00", "10-08 10:00"),  # National Day
    ],
)
def test_due_around_chinese_days_off(start: str, due: str) -> None:
    """Exercises days off and make-up working days: two hours, the first of them before closing time."""
    calendar = calendar_of(OFFICE | {"holidays": "CN"})
    assert clock.due(moment(start), length("2:00"), calendar) == moment(due)


@pytest.mark.parametrize(
    ("exceptions", "due"),
    [
        ({"2026-02-14": []}, "02-24 10:00"),  # a day off in lieu
        ({"2026-02-14": ["10:00-10:20"]}, "02-24 09:40"),  # a short make-up day
        ({"2026-02-14": [], "2026-02-21": ["13:00-15:00"]}, "02-21 14:00"),  # work in the holidays
    ],
)
def test_hours_of_single_dates_win_over_days_off(exceptions: dict[str, list[str]], due: str) -> None:
    """Exercises `except` on a make-up day and on a day off: two hours from Friday 13 February, 17:00."""
    calendar = calendar_of(OFFICE | {"holidays": "CN", "except": exceptions})
    assert clock.due(moment("02-13 17:00"), length("2:00"), calendar) == moment(due)


@pytest.mark.parametrize(
    ("zone", "slot", "start", "budget", "due"),
    [
        # Berlin, 29 March: 02:00 becomes 03:00
        ("Europe/Berlin", "01:00-04:00", "2026-03-29T00:30+01:00", "2:00", "2026-03-29T04:00+02:00"),
        ("Europe/Berlin", "01:00-04:00", "2026-03-29T00:30+01:00", "2:30", "2026-03-30T01:30+02:00"),
        ("Europe/Berlin", "02:30-05:00", "2026-03-29T00:30+01:00", "1:00", "2026-03-29T04:00+02:00"),
        ("Europe/Berlin", "00:00-02:30", "2026-03-29T00:30+01:00", "1:30", "2026-03-29T03:00+02:00"),
        ("Europe/Berlin", "02:10-02:50", "2026-03-29T00:30+01:00", "0:10", "2026-03-30T02:20+02:00"),
        ("Europe/Berlin", "02:00-06:00", "2026-03-30T00:00+02:00", "1:00", "2026-03-30T03:00+02:00"),
        # Berlin, 25 October: 03:00 becomes 02:00
        ("Europe/Berlin", "01:00-04:00", "2026-10-25T00:30+02:00", "3:00", "2026-10-25T03:00+01:00"),
        ("Europe/Berlin", "02:15-02:45", "2026-10-25T00:30+02:00", "0:45", "2026-10-25T02:30+01:00"),
        ("Europe/Berlin", "00:00-02:30", "2026-10-25T02:40+02:00", "0:10", "2026-10-25T02:10+01:00"),
        # New York: over a weekend on which an hour is lost, and one on which it is won
        ("America/New_York", "22:00-06:00", "2026-03-07T23:00-05:00", "6:00", "2026-03-08T06:00-04:00"),
        ("America/New_York", "22:00-06:00", "2026-10-31T23:00-04:00", "8:00", "2026-11-01T06:00-05:00"),
        # Lord Howe: half an hour
        ("Australia/Lord_Howe", "01:00-03:00", "2026-04-05T00:00+11:00", "2:30", "2026-04-05T03:00+10:30"),
        ("Australia/Lord_Howe", "01:00-03:00", "2026-10-04T00:00+10:30", "1:30", "2026-10-04T03:00+11:00"),
    ],
)
def test_due_when_the_clocks_change(zone: str, slot: str, start: str, budget: str, due: str) -> None:
    """Exercises slots that span, begin in, end in or lie in an hour that is not there, or comes twice."""
    calendar = calendar_of({"timezone": zone, "mon-sun": [slot]})
    assert clock.due(moment(start), length(budget), calendar) == moment(due)


def test_no_minute_is_lost_between_slots_that_meet_in_the_repeated_hour() -> None:
    """Exercises a night that ends, and a morning that begins, at a time that comes twice."""
    calendar = calendar_of({"timezone": "Europe/Berlin", "sat": ["22:00-02:30"], "sun": ["02:30-06:00"]})
    begin, end = moment("2026-10-24T22:00+02:00"), moment("2026-10-25T06:00+01:00")
    assert clock.elapsed(begin, end, calendar) == length("9:00")
    assert clock.due(begin, length("9:00"), calendar) == end


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        ([], "06-08 12:00"),
        ([pause("06-08 10:00", "06-08 10:45")], "06-08 12:45"),
        ([pause("06-08 09:15", "06-08 09:30"), pause("06-08 09:45", "06-08 10:00")], "06-08 12:30"),
        (
            [pause("06-08 09:00", "06-08 10:00"), pause("06-08 10:00", "06-08 11:00")],
            "06-08 14:00",
        ),  # one after the other
        ([pause("06-08 11:00", "06-11 11:00")], "06-11 12:00"),  # days
        (
            [pause("06-08 11:45", "06-08 12:15"), pause("06-08 12:20", "06-08 12:30")],
            "06-08 12:40",
        ),  # once delayed, again
        ([pause("06-08 12:00", "06-08 13:00")], "06-08 12:00"),  # begins when the time is used up
        ([pause("06-08 12:00", None)], "06-08 12:00"),
        ([pause("06-08 11:59:59", None)], None),
        ([pause("06-08 09:00", None)], None),
        ([pause("06-08 09:30", "06-08 09:40"), pause("06-08 10:00", None)], None),
        ([pause("06-08 08:00", "06-08 08:30")], "06-08 12:00"),  # over before the start
        ([pause("06-08 08:00", "06-08 09:30")], "06-08 12:30"),  # lasting at the start
        ([pause("06-08 10:00", "06-08 10:00")], "06-08 12:00"),  # of no length
    ],
)
def test_due_with_pauses_by_the_clock_that_never_stops(pauses: list[Pause], due: str | None) -> None:
    """Exercises time on hold: three hours from nine o'clock."""
    found = clock.due(moment("06-08 09:00"), length("3:00"), None, pauses)
    assert found == (None if due is None else moment(due))


@pytest.mark.parametrize(
    ("pauses", "due", "stood"),
    [
        ([], "06-09 10:00", "0:00"),
        ([pause("06-08 16:30", "06-08 17:00")], "06-09 10:30", "0:30"),
        ([pause("06-08 17:00", "06-09 10:00")], "06-09 12:00", "2:00"),  # over a night, to the noon break
        ([pause("06-08 19:00", "06-09 08:00")], "06-09 10:00", "0:00"),  # in closed time only
        ([pause("06-08 17:30", "06-15 09:15")], "06-15 10:45", "30:45"),  # over a weekend
        ([pause("06-08 17:30", "06-08 20:00"), pause("06-09 08:00", "06-09 09:10")], "06-09 10:40", "0:40"),
        ([pause("06-09 10:00", "06-09 11:00")], "06-09 10:00", "0:00"),  # begins when the time is used up
    ],
)
def test_due_with_pauses_in_office_hours(pauses: list[Pause], due: str, stood: str) -> None:
    """Exercises time on hold that meets closed time: three hours from four o'clock, two of them before closing time."""
    start, calendar = moment("06-08 16:00"), calendar_of(OFFICE)
    found = clock.due(start, length("3:00"), calendar, pauses)
    assert found == moment(due)
    assert clock.elapsed(start, found, calendar, pauses) == length("3:00")
    assert clock.standing(start, found, calendar, pauses) == length(stood)


@pytest.mark.parametrize(
    ("begin", "budget", "due"),
    [
        ("06-08 17:30", "2:00", None),
        ("06-08 18:00", "2:00", "06-08 18:00"),  # nothing is left to hold at closing time
        ("06-08 18:00", "2:00:01", None),
        ("06-08 20:00", "2:00:01", None),  # in closed time too: nobody knows when it ends
    ],
)
def test_due_with_a_pause_that_lasts_in_office_hours(begin: str, budget: str, due: str | None) -> None:
    """Exercises a pause without end: from four o'clock there are two hours to closing time."""
    found = clock.due(moment("06-08 16:00"), length(budget), calendar_of(OFFICE), [pause(begin, None)])
    assert found == (None if due is None else moment(due))


def told(steps: Sequence[Step]) -> list[str]:
    """Write steps as lines in Shanghai's time."""
    return [
        f"{step.begin.astimezone(SHANGHAI):%d %H:%M} to {step.end.astimezone(SHANGHAI):%d %H:%M} "
        f"{step.kind} {step.reason}: {step.counted} of {step.total}"
        for step in steps
    ]


def test_explain_in_office_hours() -> None:
    pauses = [
        pause("06-08 11:30", "06-08 14:00", "owner_access"),
        pause("06-08 16:00", "06-08 16:20", "owner_request"),
        pause("06-08 16:20", "06-08 16:30", "force_majeure"),
        pause("06-09 09:30", None, "owner_access"),
    ]
    steps = clock.explain(moment("06-08 08:00"), moment("06-09 10:00"), calendar_of(OFFICE), pauses)
    assert told(steps) == [
        "08 08:00 to 08 09:00 closed : 0:00:00 of 0:00:00",
        "08 09:00 to 08 11:30 runs : 2:30:00 of 2:30:00",
        "08 11:30 to 08 12:00 paused owner_access: 0:00:00 of 2:30:00",
        "08 12:00 to 08 13:30 closed : 0:00:00 of 2:30:00",
        "08 13:30 to 08 14:00 paused owner_access: 0:00:00 of 2:30:00",
        "08 14:00 to 08 16:00 runs : 2:00:00 of 4:30:00",
        "08 16:00 to 08 16:20 paused owner_request: 0:00:00 of 4:30:00",
        "08 16:20 to 08 16:30 paused force_majeure: 0:00:00 of 4:30:00",
        "08 16:30 to 08 18:00 runs : 1:30:00 of 6:00:00",
        "08 18:00 to 09 09:00 closed : 0:00:00 of 6:00:00",
        "09 09:00 to 09 09:30 runs : 0:30:00 of 6:30:00",
        "09 09:30 to 09 10:00 paused owner_access: 0:00:00 of 6:30:00",
    ]


def test_explain_by_the_clock_that_never_stops() -> None:
    pauses = [pause("06-08 08:00", "06-08 09:10", "owner_access"), pause("06-08 23:00", "06-09 01:00")]
    assert told(clock.explain(moment("06-08 09:00"), moment("06-09 00:00"), None, pauses)) == [
        "08 09:00 to 08 09:10 paused owner_access: 0:00:00 of 0:00:00",
        "08 09:10 to 08 23:00 runs : 13:50:00 of 13:50:00",
        "08 23:00 to 09 00:00 paused : 0:00:00 of 13:50:00",
    ]
    assert clock.explain(moment("06-08 09:00"), moment("06-08 09:00")) == []


def test_hours_that_have_all_passed_are_no_working_time() -> None:
    calendar = calendar_of({"timezone": "Asia/Shanghai", "except": {"2026-06-08": ["09:00-10:00"]}})
    assert clock.due(moment("06-08 09:30"), length("0:30"), calendar) == moment("06-08 10:00")
    with pytest.raises(NoWorkingTimeError, match=r"^the calendar work has no working time after 2026-06-08$"):
        clock.due(moment("06-08 09:30"), length("0:31"), calendar)
    with pytest.raises(NoWorkingTimeError, match=r"^the calendar work has no working time before 2026-06-08$"):
        clock.due_before(moment("06-08 09:30"), length("0:31"), calendar)


def test_a_clock_without_calendar_ends_with_the_calendar_of_the_world() -> None:
    with pytest.raises(OverflowError):
        clock.due(moment("9999-12-31T23:00+00:00"), length("2:00"))
