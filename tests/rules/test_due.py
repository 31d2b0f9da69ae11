"""What is still owed, in which order, and when it is worth a reminder."""

import datetime as dt

import msgspec
import pytest

from aftercare_cli.model.vocabulary import PromiseState
from aftercare_cli.rules.calendars import Calendars
from aftercare_cli.rules.clock import Pause
from aftercare_cli.rules.due import reminders, still_due
from aftercare_cli.rules.promise import Promise
from tests.rules.written import moment, settings

CALENDARS = Calendars(settings())


def promise(due: str | None, state: PromiseState = "pending", *, subject: str = "a", is_open: bool = True) -> Promise:
    """Give a promise that began on 10 March at nine."""
    start = moment("10T09:00")
    end = None if due is None else moment(due)
    return Promise(
        name="arrival",
        subject=subject,
        cycle=1,
        site="hq",
        contract="hq-cctv",
        start=start,
        due=end,
        stop=None,
        until=start,
        state=state,
        is_open=is_open,
        within=(end or start) - start,
        elapsed=dt.timedelta(),
        calendar="24x7",
    )


@pytest.mark.parametrize(
    ("state", "is_open", "is_owed"),
    [
        ("pending", True, True),
        ("at_risk", True, True),
        ("paused", True, True),
        ("breached", True, True),
        ("breached", False, False),
        ("met", False, False),
        ("excused", True, False),
        ("not_required", False, False),
    ],
)
def test_what_is_still_owed(state: PromiseState, is_open: bool, is_owed: bool) -> None:  # noqa: FBT001 - of the table
    found = promise("10T12:00", state, is_open=is_open)
    assert still_due([found], None) == [found] * is_owed


def test_the_soonest_come_first_and_held_ones_last() -> None:
    held = promise(None, "paused", subject="held")
    late, soon, later = promise("10T08:00", "breached"), promise("10T12:00"), promise("11T12:00")
    same = promise("10T12:00", subject="b")
    assert still_due([held, same, later, soon, late], None) == [late, soon, same, later, held]


def test_a_horizon_keeps_what_falls_due_at_the_very_moment() -> None:
    found = [promise("10T12:00"), promise("10T12:00:01"), promise(None, "paused")]
    assert still_due(found, moment("10T12:00")) == found[:1]


@pytest.mark.parametrize(
    ("within", "minutes"),
    [
        # A fifth of the time, and a quarter of an hour; neither comes before the start, both are one when they meet.
        (dt.timedelta(hours=3), [36, 15]),
        (dt.timedelta(minutes=75), [15]),
        (dt.timedelta(minutes=30), [15, 6]),
        (dt.timedelta(minutes=15), [3]),
        (dt.timedelta(minutes=10), [2]),
        (dt.timedelta(days=10), [2880, 15]),
    ],
)
def test_a_moment_is_thought_of_twice(within: dt.timedelta, minutes: list[int]) -> None:
    start = moment("10T09:00")
    found = msgspec.structs.replace(promise("10T12:00"), due=start + within, within=within)
    assert reminders(found, CALENDARS) == tuple(dt.timedelta(minutes=count) for count in minutes)


def test_a_reminder_falls_on_a_whole_second() -> None:
    start = moment("10T09:00")
    found = msgspec.structs.replace(
        promise("10T12:00"), due=start + dt.timedelta(seconds=7), within=dt.timedelta(seconds=7)
    )
    assert reminders(found, CALENDARS) == (dt.timedelta(seconds=2),)


def test_working_time_is_counted_in_its_own_calendar() -> None:
    # Ten hours of working time from Tuesday 16:00: 2 h that day, 7.5 h on Wednesday, so due on Thursday at 09:30. Eight
    # of them have run on Wednesday at 16:30.
    found = msgspec.structs.replace(
        promise("12T09:30"),
        start=moment("10T16:00"),
        within=dt.timedelta(hours=10),
        calendar="work",
    )
    assert reminders(found, CALENDARS) == (moment("12T09:30") - moment("11T16:30"), dt.timedelta(minutes=15))


def test_a_pause_moves_the_reminder_as_it_moves_the_due_time() -> None:
    # Three hours from nine, held from ten to eleven: due at 13:00; 2 h 24 min have run at 12:24.
    pause = Pause(moment("10T10:00"), moment("10T11:00"), "owner_access")
    found = msgspec.structs.replace(promise("10T13:00"), within=dt.timedelta(hours=3), pauses=(pause,))
    assert reminders(found, CALENDARS) == (dt.timedelta(minutes=36), dt.timedelta(minutes=15))


def test_a_day_is_thought_of_on_the_morning_before() -> None:
    found = msgspec.structs.replace(promise("31T23:59:59"), is_daily=True)
    midnight = moment("31T00:00")
    assert [midnight - lead for lead in reminders(found, CALENDARS)] == [moment("30T09:00")]


def test_what_is_held_has_no_reminder() -> None:
    assert reminders(promise(None, "paused"), CALENDARS) == ()
