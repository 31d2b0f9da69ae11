"""Judging what has one start, one due time and one moment that keeps it; sums worked out by hand.

March 2026 in Shanghai: the 10th is a Tuesday, working hours are 09:00-12:00 and 13:30-18:00.
"""

import datetime as dt

import msgspec
import pytest

from aftercare_cli.model.service import Acknowledgement, Waiver
from aftercare_cli.rules.calendars import Calendars
from aftercare_cli.rules.days import Days
from aftercare_cli.rules.judging import About, daily, timed, withdrawn
from aftercare_cli.rules.promise import Promise
from tests.rules.written import SHANGHAI, moment, settings, told

ABOUT = About(name="round", subject="hq/2026-03", site="hq", contract="hq-cctv")
TENTH = dt.date(2026, 3, 10)
CALENDARS = Calendars(settings())
THREE_HOURS = dt.timedelta(hours=3)


def spoken(*, excused: str | None = None, acknowledged: str | None = None, policy: bool = False) -> About:
    said = {"reason": "-", "corrective_action": "-"}
    return msgspec.structs.replace(
        ABOUT,
        policy=policy,
        excused=None if excused is None else Waiver(at=moment(excused), agreed_by="-", reason="-"),
        acknowledged=None if acknowledged is None else Acknowledgement(at=moment(acknowledged), **said),
    )


def on_tenth(now: str, kept: str | dt.date | None = None, about: About = ABOUT) -> Promise:
    """Judge what is due on the 10th, from the first second of the 9th."""
    days = Days(SHANGHAI, moment(now))
    done = moment(kept) if isinstance(kept, str) else kept
    return daily(about, days, days.begin(dt.date(2026, 3, 9)), TENTH, done)


@pytest.mark.parametrize(
    ("now", "kept", "stands"),
    [
        ("09T00:00", None, "pending: 09 00:00 to 10 23:59:59, until 09 00:00, ran 0, left 47h59m59s, open"),
        # Four fifths of 48 hours less a second: 38 h 23 min 59.2 s.
        ("10T14:23:59", None, "pending: 09 00:00 to 10 23:59:59, until 10 14:23:59, ran 38h23m59s, left 9h36m, open"),
        ("10T14:24", None, "at_risk: 09 00:00 to 10 23:59:59, until 10 14:24, ran 38h24m, left 9h35m59s, open"),
        ("10T23:59:59", None, "at_risk: 09 00:00 to 10 23:59:59, until 10 23:59:59, ran 47h59m59s, open"),
        ("11T00:00", None, "breached: 09 00:00 to 10 23:59:59, until 11 00:00, ran 48h, over 1s, open"),
        ("11T12:00", "10T23:59:59", "met: 09 00:00 to 10 23:59:59, stopped 10 23:59:59, ran 47h59m59s"),
        ("11T12:00", "11T00:00", "breached: 09 00:00 to 10 23:59:59, stopped 11 00:00, ran 48h, over 1s"),
        # What comes later than now has not come yet; what is done on a day is done by then, whatever the hour.
        ("11T12:00", "11T12:00:01", "breached: 09 00:00 to 10 23:59:59, until 11 12:00, ran 60h, over 12h1s, open"),
        ("10T12:00", TENTH, "met: 09 00:00 to 10 23:59:59, stopped 10 23:59:59, ran 47h59m59s"),
        ("09T23:59:59", TENTH, "pending: 09 00:00 to 10 23:59:59, until 09 23:59:59, ran 23h59m59s, left 24h, open"),
        ("10T00:00", TENTH, "met: 09 00:00 to 10 23:59:59, stopped 10 23:59:59, ran 47h59m59s"),
        # Kept before it began, or judged before: nothing has run, and all the time until it is due is left.
        ("11T12:00", "08T12:00", "met: 09 00:00 to 10 23:59:59, stopped 08 12:00, ran 0, left 59h59m59s"),
        ("08T12:00", None, "pending: 09 00:00 to 10 23:59:59, until 08 12:00, ran 0, left 59h59m59s, open"),
    ],
)
def test_what_is_due_on_a_day(now: str, kept: str | dt.date | None, stands: str) -> None:
    promise = on_tenth(now, kept)
    assert told(promise) == f"round {stands}"
    assert (promise.is_daily, promise.within) == (True, dt.timedelta(days=2, seconds=-1))


@pytest.mark.parametrize(
    ("now", "kept", "stands"),
    [
        ("10T09:00", None, "pending: 10 09:00 to 10 12:00, until 10 09:00, ran 0, left 3h, open"),
        ("10T11:23:59", None, "pending: 10 09:00 to 10 12:00, until 10 11:23:59, ran 2h23m59s, left 36m1s, open"),
        ("10T11:24", None, "at_risk: 10 09:00 to 10 12:00, until 10 11:24, ran 2h24m, left 36m, open"),
        ("10T12:00", None, "at_risk: 10 09:00 to 10 12:00, until 10 12:00, ran 3h, open"),
        ("10T12:00:01", None, "breached: 10 09:00 to 10 12:00, until 10 12:00:01, ran 3h1s, over 1s, open"),
        ("10T18:00", "10T12:00", "met: 10 09:00 to 10 12:00, stopped 10 12:00, ran 3h"),
        ("10T18:00", "10T12:00:01", "breached: 10 09:00 to 10 12:00, stopped 10 12:00:01, ran 3h1s, over 1s"),
        ("10T11:00", "10T11:00:01", "pending: 10 09:00 to 10 12:00, until 10 11:00, ran 2h, left 1h, open"),
    ],
)
def test_what_is_due_in_a_time(now: str, kept: str | None, stands: str) -> None:
    done = None if kept is None else moment(kept)
    promise = timed(ABOUT, moment("10T09:00"), THREE_HOURS, done, moment(now))
    assert told(promise) == f"round {stands}"
    assert (promise.is_daily, promise.within, promise.calendar) == (False, THREE_HOURS, "24x7")


@pytest.mark.parametrize(
    ("now", "stands"),
    [
        ("10T19:00", "pending: 10 17:00 to 11 11:00, until 10 19:00, ran 1h, left 2h, open"),
        ("11T10:23:59", "pending: 10 17:00 to 11 11:00, until 11 10:23:59, ran 2h23m59s, left 36m1s, open"),
        ("11T10:24", "at_risk: 10 17:00 to 11 11:00, until 11 10:24, ran 2h24m, left 36m, open"),
        ("11T11:00:01", "breached: 10 17:00 to 11 11:00, until 11 11:00:01, ran 3h1s, over 1s, open"),
        # At noon an hour is over; by 14:00 half an hour more, since nobody works from 12:00 to 13:30.
        ("11T14:00", "breached: 10 17:00 to 11 11:00, until 11 14:00, ran 4h30m, over 1h30m, open"),
    ],
)
def test_what_is_due_in_working_time(now: str, stands: str) -> None:
    promise = timed(ABOUT, moment("10T17:00"), THREE_HOURS, None, moment(now), CALENDARS.get("work"))
    assert told(promise) == f"round {stands}"
    assert promise.calendar == "work"


def test_a_breach_out_of_hours_is_one_though_no_working_time_is_over() -> None:
    """Three hours from 15:00 are used up at 18:00, when everybody goes home."""
    work = CALENDARS.get("work")
    assert told(timed(ABOUT, moment("10T15:00"), THREE_HOURS, None, moment("10T18:00"), work)) == (
        "round at_risk: 10 15:00 to 10 18:00, until 10 18:00, ran 3h, open"
    )
    assert told(timed(ABOUT, moment("10T15:00"), THREE_HOURS, None, moment("10T18:00:01"), work)) == (
        "round breached: 10 15:00 to 10 18:00, until 10 18:00:01, ran 3h, open"
    )


def test_a_year_whose_days_off_are_not_published_is_provisional() -> None:
    start, now = (dt.datetime.fromisoformat(f"2031-03-10T{hour}:00+08:00") for hour in ("09", "10"))
    assert timed(ABOUT, start, THREE_HOURS, None, now, CALENDARS.get("work")).flags == ("provisional",)
    assert timed(ABOUT, start, THREE_HOURS, None, now).flags == ()


def test_what_is_owed_into_such_a_year_is_provisional_too() -> None:
    start = dt.datetime.fromisoformat("2026-03-10T09:00+08:00")
    for now, flags in (("2026-12-31T10:00+08:00", ()), ("2031-03-10T10:00+08:00", ("provisional",))):
        moment_of_judging = dt.datetime.fromisoformat(now)
        promise = timed(ABOUT, start, THREE_HOURS, None, moment_of_judging, CALENDARS.get("work"))
        assert (promise.state, promise.flags) == ("breached", flags)


@pytest.mark.parametrize(
    ("now", "kept", "state"),
    [
        ("09T12:00", None, "pending"),  # agreed later than now
        ("09T12:01", None, "excused"),
        ("12T12:00", None, "excused"),
        ("12T12:00", "11T09:00", "excused"),
        ("12T12:00", "10T09:00", "met"),
    ],
)
def test_what_the_customer_agreed_to_do_without_is_excused_unless_it_was_kept(
    now: str, kept: str | None, state: str
) -> None:
    assert on_tenth(now, kept, spoken(excused="09T12:01")).state == state


@pytest.mark.parametrize(
    ("said", "now", "kept", "is_acknowledged"),
    [
        ("10T23:59:59", "12T12:00", None, False),
        ("11T00:00", "12T12:00", None, True),
        ("12T12:00", "12T12:00", None, True),
        ("12T12:01", "12T12:00", None, False),
        ("11T00:00", "12T12:00", "11T09:00", True),
        ("11T00:00", "12T12:00", "10T09:00", False),
    ],
)
def test_only_a_breach_can_be_acknowledged_and_only_once_it_is_one(
    said: str,
    now: str,
    kept: str | None,
    is_acknowledged: bool,  # noqa: FBT001 - what is expected
) -> None:
    assert on_tenth(now, kept, spoken(acknowledged=said)).acknowledged is is_acknowledged


def test_a_breach_that_is_excused_is_not_acknowledged() -> None:
    promise = on_tenth("12T12:00", None, spoken(excused="11T09:00", acknowledged="11T10:00", policy=True))
    assert (promise.state, promise.acknowledged, promise.policy) == ("excused", False, True)


@pytest.mark.parametrize(
    ("at", "now", "kept", "stands"),
    [
        (
            "10T09:00",
            "12T12:00",
            None,
            "not_required: 09 00:00 to 10 23:59:59, until 10 09:00, ran 33h, left 14h59m59s",
        ),
        ("10T23:59:59", "12T12:00", None, "not_required: 09 00:00 to 10 23:59:59, until 10 23:59:59, ran 47h59m59s"),
        # A moment too late, or kept before: nothing changes.
        ("11T00:00", "12T12:00", None, "breached: 09 00:00 to 10 23:59:59, until 12 12:00, ran 84h, over 36h1s, open"),
        ("10T09:00", "12T12:00", "09T09:00", "met: 09 00:00 to 10 23:59:59, stopped 09 09:00, ran 9h, left 38h59m59s"),
    ],
)
def test_what_is_withdrawn_in_time_is_not_required(at: str, now: str, kept: str | None, stands: str) -> None:
    assert told(withdrawn(on_tenth(now, kept), moment(at))) == f"round {stands}"


def test_what_was_due_before_it_began_began_when_it_fell_due() -> None:
    days = Days(SHANGHAI, moment("12T00:00"))
    promise = daily(ABOUT, days, moment("11T12:00"), TENTH, None)
    assert told(promise) == ("round breached: 10 23:59:59 to 10 23:59:59, until 12 00:00, ran 24h1s, over 24h1s, open")
