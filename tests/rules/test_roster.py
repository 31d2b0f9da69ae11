"""Gaps, double bookings and coverage against a walk from minute to minute, and by hand where they are easily wrong."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from itertools import groupby, pairwise
from typing import Final, NamedTuple, get_args
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercare_cli.model.settings import Settings
from aftercare_cli.model.sites import Duty, Person
from aftercare_cli.model.vocabulary import StaffRole
from aftercare_cli.rules.calendars import Calendars
from aftercare_cli.rules.roster import (
    NEEDS,
    DoubleBooking,
    Watch,
    coverage,
    double_bookings,
    extent,
    misfits,
    shifts,
    watches,
)
from aftercare_cli.store.decode import decode
from tests.rules.minutes import MINUTE, Hours, walk
from tests.rules.written import Records, moment

ROLES: Final[tuple[StaffRole, ...]] = get_args(StaffRole)
PEOPLE: Final = ("amy", "ben", "cat", "dan")
STAFF: Final = (
    Person(id="amy", name="Amy", role="service_engineer", hours="24h"),
    Person(id="ben", name="Ben", role="service_engineer", hours="working_hours"),
    Person(id="dan", name="Dan", role="service_manager", hours="working_hours"),
    Person(id="eve", name="Eve", role="records_clerk"),
)
QUARTER: Final = 15 * MINUTE
WINDOWS: Final = (
    ("Asia/Shanghai", dt.datetime(2026, 2, 27, 16, tzinfo=dt.UTC)),  # Saturday 28 February is worked
    ("Asia/Shanghai", dt.datetime(2026, 4, 29, 16, tzinfo=dt.UTC)),  # 1 May is off, 30 April is worked
    ("Asia/Shanghai", dt.datetime(2026, 5, 7, 16, tzinfo=dt.UTC)),  # Saturday 9 May is worked
    ("Europe/Berlin", dt.datetime(2026, 3, 28, 12, tzinfo=dt.UTC)),  # 29 March: 02:00 becomes 03:00
    ("Europe/Berlin", dt.datetime(2026, 10, 24, 12, tzinfo=dt.UTC)),  # 25 October: 03:00 becomes 02:00
)
LENGTH: Final = 36 * 60 * MINUTE
WEEKDAYS: Final = {name: ["09:00-12:00", "13:30-18:00"] for name in ("mon", "tue", "wed", "thu", "fri")}
NIGHTS: Final = {name: ["01:30-03:15", "22:00-00:30"] for name in ("sat", "sun")}
WORK: Final[Mapping[str, Mapping[str, object]]] = {
    "Asia/Shanghai": {"timezone": "Asia/Shanghai", "holidays": "CN", **WEEKDAYS},
    "Europe/Berlin": {"timezone": "Europe/Berlin", "holidays": "none", **WEEKDAYS, **NIGHTS},
}


class Plan(NamedTuple):
    """A roster, the people, and working time as the program and as the walk read it."""

    records: Records
    open: frozenset[dt.datetime]
    begin: dt.datetime

    @property
    def end(self) -> dt.datetime:
        return self.begin + LENGTH

    @property
    def minutes(self) -> int:
        return LENGTH // MINUTE


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Draw a roster around a window: rows may overlap, lie outside, last no time, or end before they begin."""
    zone, begin = draw(st.sampled_from(WINDOWS))
    marks = st.integers(-30, LENGTH // QUARTER + 30).map(
        lambda count: (begin + count * QUARTER).astimezone(ZoneInfo(zone))
    )
    rows = st.builds(
        lambda start, until, role, person: Duty(start=_fixed(start), until=_fixed(until), role=role, person=person),
        marks,
        marks,
        st.sampled_from(ROLES),
        st.sampled_from(PEOPLE),
    )
    spec = {"aftercare": "1", "company": {"name": "-"}, "timezone": zone, "calendars": {"work": WORK[zone]}}
    settings = decode(Settings, spec)
    assert isinstance(settings, Settings), settings
    people = draw(st.sampled_from([STAFF, ()]))
    staff = {person.id: person for person in people} or None
    records = Records(settings=settings, people=people, staff=staff, roster=draw(st.lists(rows, max_size=14)))
    return Plan(records, working_minutes(zone, begin), begin)


@cache
def working_minutes(zone: str, begin: dt.datetime) -> frozenset[dt.datetime]:
    hours = Hours(WORK[zone])
    return frozenset(minute for minute in walk(begin, LENGTH // MINUTE) if hours.is_open(minute))


def _fixed(time: dt.datetime) -> dt.datetime:
    """Give a moment as a row writes it: with an offset, and without rules for other times of the year."""
    return dt.datetime.fromisoformat(time.isoformat())


def there(plan: Plan, role: StaffRole, minute: dt.datetime) -> tuple[str, ...]:
    """Give who is on duty in a minute, as a reader of roster.csv and staff.yaml would."""
    named = [row.person for row in plan.records.roster if row.role == role and row.start <= minute < row.until]
    if plan.records.people and minute in plan.open:
        named += {"service_engineer": ["ben"], "service_manager": ["dan"], "records_clerk": []}[role]
    return tuple(sorted(set(named), key=named.index))


def wanted(plan: Plan, role: StaffRole, minute: dt.datetime) -> int:
    if role == "service_engineer":
        return 2
    return 1 if minute in plan.open else 0


def watched(plan: Plan, role: StaffRole) -> Iterator[Watch]:
    """Put the minutes that are alike together."""
    minutes = walk(plan.begin, plan.minutes)
    for (people, needed), alike in groupby(
        minutes, lambda minute: (there(plan, role, minute), wanted(plan, role, minute))
    ):
        first, *others = alike
        if people or needed:
            yield Watch(role, first, (others or [first])[-1] + MINUTE, people, needed)


def found_by(plan: Plan) -> list[Watch]:
    hours = Calendars(plan.records.settings).working_days()
    return watches(plan.records, hours, plan.begin, plan.end)


@given(plans())
def test_every_minute_has_the_people_that_stand_in_the_roster(plan: Plan) -> None:
    found = found_by(plan)
    for role in ROLES:
        own = [watch for watch in found if watch.role == role]
        assert own == list(watched(plan, role))
        gaps = [watch for watch in own if watch.missing]
        for first, second in pairwise(gaps):
            assert first.end < second.begin or (first.missing, first.people) != (second.missing, second.people)
    assert [watch.begin for watch in found] == sorted(watch.begin for watch in found)


@given(plans())
def test_coverage_counts_the_minutes_in_which_enough_are_there(plan: Plan) -> None:
    shares = coverage(found_by(plan))
    for role in ROLES:
        needing = [minute for minute in walk(plan.begin, plan.minutes) if wanted(plan, role, minute)]
        enough = [minute for minute in needing if len(there(plan, role, minute)) >= wanted(plan, role, minute)]
        assert shares[role] == (Fraction(len(enough), len(needing)) if needing else None)


@given(plans())
def test_whoever_stands_in_two_rows_is_booked_twice(plan: Plan) -> None:
    expected = []
    for person in PEOPLE:
        rows = [row for row in plan.records.roster if row.person == person]
        booked = {
            minute: [row.role for row in rows if row.start <= minute < row.until] if len(rows) > 1 else []
            for minute in walk(plan.begin, plan.minutes)
        }
        for is_double, alike in groupby(booked, lambda minute, booked=booked: len(booked[minute]) > 1):  # type: ignore[misc]
            minutes = list(alike)
            if is_double:
                roles = {role for minute in minutes for role in booked[minute]}
                expected.append((person, minutes[0], minutes[-1] + MINUTE, roles))
    found = double_bookings(plan.records.roster, plan.begin, plan.end)
    told = [(two.person, two.begin, two.end, set(two.roles)) for two in found]
    assert told == sorted(expected, key=lambda two: (two[1], two[0]))
    assert all(len(set(two.roles)) == len(two.roles) for two in found)


@given(plans())
def test_shifts_say_the_same_with_fewer_words(plan: Plan) -> None:
    found = found_by(plan)
    joined = shifts(found)
    for role in ROLES:
        own = [shift for shift in joined if shift.role == role]
        assert minutes_of(own) == minutes_of([watch for watch in found if watch.role == role])
        for first, second in pairwise(own):
            assert first.end < second.begin or (first.people, first.missing) != (second.people, second.missing)


def minutes_of(found: Sequence[Watch]) -> Mapping[dt.datetime, tuple[tuple[str, ...], int]]:
    return {
        minute: (watch.people, watch.missing)
        for watch in found
        for minute in walk(watch.begin, (watch.end - watch.begin) // MINUTE)
    }


def rows(*lines: str) -> list[Duty]:
    """Read rows `10T08:00 10T20:00 service_engineer amy`."""
    split = [line.split() for line in lines]
    return [
        Duty(start=moment(begin), until=moment(end), role=role, person=person)  # type: ignore[arg-type]  # as written
        for begin, end, role, person in split
    ]


def records(*lines: str) -> Records:
    settings = decode(Settings, {"aftercare": "1", "company": {"name": "-"}})
    assert isinstance(settings, Settings)
    staff = {person.id: person for person in STAFF}
    return Records(settings=settings, people=STAFF, staff=staff, roster=rows(*lines))


def test_the_plan_needs_two_engineers_always_and_the_others_in_working_time() -> None:
    assert [(need.role, need.count, need.is_always) for need in NEEDS] == [
        ("service_engineer", 2, True),
        ("service_manager", 1, False),
        ("records_clerk", 1, False),
    ]


def test_one_engineer_in_two_rows_is_one_engineer() -> None:
    amy_twice = ["10T00:00 11T00:00 service_engineer amy"] * 2
    plan = msgspec.structs.replace(records(*amy_twice), people=())
    (engineers, *others) = watches(
        plan, Calendars(plan.settings).working_days(), moment("10T00:00"), moment("10T08:00")
    )
    assert (engineers.people, engineers.missing, others) == (("amy",), 1, [])


def test_a_day_of_23_hours_is_covered_by_rows_of_23_hours() -> None:
    offsets = ("2026-03-29T00:00:00+01:00", "2026-03-30T00:00:00+02:00")
    begin, end = (dt.datetime.fromisoformat(text) for text in offsets)
    plan = msgspec.structs.replace(
        records(),
        roster=[Duty(start=begin, until=end, role="service_engineer", person=person) for person in ("amy", "cat")],
    )
    found = watches(plan, Calendars(plan.settings).working_days(), begin, end)
    engineers = [watch for watch in found if watch.role == "service_engineer"]
    assert sum(((watch.end - watch.begin) for watch in engineers), dt.timedelta()) == dt.timedelta(hours=23)
    assert not any(watch.missing for watch in engineers)


def test_what_meets_is_one_double_booking_with_every_role() -> None:
    roster = rows(
        "10T08:00 10T18:00 service_engineer amy",
        "10T09:00 10T12:00 service_manager amy",
        "10T12:00 10T13:00 records_clerk amy",
        "10T18:00 10T20:00 records_clerk amy",
        "10T19:00 10T19:30 service_engineer amy",
        "10T08:00 10T18:00 service_engineer ben",
    )
    assert double_bookings(roster, moment("10T00:00"), moment("11T00:00")) == [
        DoubleBooking(
            "amy", moment("10T09:00"), moment("10T13:00"), ("service_engineer", "service_manager", "records_clerk")
        ),
        DoubleBooking("amy", moment("10T19:00"), moment("10T19:30"), ("records_clerk", "service_engineer")),
    ]


def test_rows_that_look_wrong_are_told_with_what_is() -> None:
    plan = records(
        "10T08:00 10T18:00 service_engineer amy",
        "10T18:00 10T08:00 service_engineer amy",
        "10T08:00 10T08:00 service_engineer cat",
        "10T08:00 10T18:00 records_clerk dan",
    )
    told = [(found.duty.person, found.trouble, found.own_role) for found in misfits(plan)]
    assert told == [
        ("amy", "backwards", None),
        ("cat", "backwards", None),
        ("cat", "unknown", None),
        ("dan", "other_role", "service_manager"),
    ]
    nobody_known = msgspec.structs.replace(plan, staff=None)
    assert [found.trouble for found in misfits(nobody_known)] == ["backwards", "backwards"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([], None),
        (["10T18:00 10T08:00 service_engineer amy"], None),
        (
            [
                "11T08:00 12T08:00 records_clerk amy",
                "10T08:00 11T09:00 records_clerk amy",
                "20T08:00 01T08:00 records_clerk b",
            ],
            ("10T08:00", "12T08:00"),
        ),
    ],
)
def test_a_roster_runs_from_its_first_begin_to_its_last_end(lines: list[str], expected: tuple[str, str] | None) -> None:
    assert extent(rows(*lines)) == (None if expected is None else tuple(moment(text) for text in expected))


def test_where_nobody_is_needed_there_is_no_share() -> None:
    plan = records()
    sunday = moment("15T00:00"), moment("16T00:00")
    shares = coverage(watches(plan, Calendars(plan.settings).working_days(), *sunday))
    assert shares == {"service_engineer": Fraction(0), "service_manager": None, "records_clerk": None}
