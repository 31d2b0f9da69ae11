"""Whom to ring: by hand, second by second where a duty begins or ends."""

import msgspec
import pytest

from aftercare_cli.model.sites import Duty, Person
from aftercare_cli.rules.calendars import Calendars
from aftercare_cli.rules.duty import Ring, whom_to_ring
from tests.rules.written import SHANGHAI, WORKSPACE, Records, moment, settings

ROSTER = (
    "10T08:00 11T08:00 service_engineer bo",
    "10T08:00 10T20:00 service_engineer cy",
    "10T19:00 11T08:00 service_engineer cy",
    "10T20:00 10T20:00 service_engineer di",
    "11T10:00 11T09:30 service_engineer bo",
    "12T08:00 13T08:00 service_engineer cy",
    "10T20:00 11T00:00 service_manager bo",
)
STAFF = (
    Person(id="ana", name="Ana", role="service_manager", phone="1", hours="working_hours"),
    Person(id="bo", name="Bo", role="service_engineer", phone="2", hours="24h"),
    Person(id="cy", name="Cy", role="service_engineer", hours="24h"),
    Person(id="ed", name="Ed", role="records_clerk", hours="working_hours"),
)
COMPANY = WORKSPACE.replace("{name: 样例公司}", '{name: The Company, phone: "9"}')


def records(*lines: str, people: tuple[Person, ...] = STAFF, about: str = COMPANY) -> Records:
    split = [line.split() for line in lines]
    roster = [
        Duty(start=moment(begin), until=moment(end), role=role, person=person)  # type: ignore[arg-type]  # as written
        for begin, end, role, person in split
    ]
    staff = {person.id: person for person in people} or None
    return Records(settings=settings(about), people=people, staff=staff, roster=roster)


def ring(plan: Records, at: str) -> Ring:
    return whom_to_ring(plan, Calendars(plan.settings).working_days(), moment(at))


def told(found: Ring) -> tuple[list[str], str, list[str]]:
    """Tell who is on duty until when, who comes next, and which telephones there are instead."""
    people = [f"{person.name} {person.until.astimezone(SHANGHAI):%d %H:%M}" for person in found.people]
    following = found.next_engineer
    after = "" if following is None else f"{following.name} {following.begin.astimezone(SHANGHAI):%d %H:%M}"
    return people, after, [f"{phone.name} {phone.phone}" for phone in found.fallback]


# 10 March 2026 is a Tuesday; working time is 09:00 to 12:00 and 13:30 to 18:00.
@pytest.mark.parametrize(
    ("at", "people", "after", "instead"),
    [
        ("10T07:59:59", [], "Bo 10 08:00", ["Ana 1", "The Company 9"]),
        ("10T08:00", ["Bo 11 08:00", "Cy 10 20:00"], "", []),
        ("10T09:00", ["Bo 11 08:00", "Cy 10 20:00", "Ana 10 12:00", "Ed 10 12:00"], "", []),
        ("10T12:00", ["Bo 11 08:00", "Cy 10 20:00"], "", []),
        ("10T17:59:59", ["Bo 11 08:00", "Cy 10 20:00", "Ana 10 18:00", "Ed 10 18:00"], "", []),
        ("10T19:00", ["Bo 11 08:00", "Cy 11 08:00"], "", []),
        ("10T20:00", ["Bo 11 08:00", "Cy 11 08:00", "Bo 11 00:00"], "", []),
        ("11T08:00", [], "Cy 12 08:00", ["Ana 1", "The Company 9"]),
        ("11T09:00", ["Ana 11 12:00", "Ed 11 12:00"], "Cy 12 08:00", ["Ana 1", "The Company 9"]),
        # Cy has no telephone: whoever rings needs another one.
        ("12T08:00", ["Cy 13 08:00"], "", ["Ana 1", "The Company 9"]),
        ("13T08:00", [], "", ["Ana 1", "The Company 9"]),
    ],
)
def test_whom_to_ring_is_what_the_roster_and_working_time_say(
    at: str, people: list[str], after: str, instead: list[str]
) -> None:
    assert told(ring(records(*ROSTER), at)) == (people, after, instead)


def test_the_manager_on_duty_comes_before_the_others_and_the_company_last() -> None:
    others = (*STAFF, Person(id="flo", name="Flo", role="service_manager", phone="7"))
    plan = records("10T20:00 11T00:00 service_manager flo", people=others)
    assert told(ring(plan, "10T21:00")) == (["Flo 11 00:00"], "", ["Flo 7", "Ana 1", "The Company 9"])


def test_without_a_list_of_people_ids_stand_for_names() -> None:
    found = ring(records(*ROSTER, people=()), "10T08:00")
    assert told(found) == (["bo 11 08:00", "cy 10 20:00"], "", ["The Company 9"])
    nothing = ring(records(about=WORKSPACE, people=()), "10T08:00")
    assert told(nothing) == ([], "", [])


def test_an_engineer_of_working_hours_is_on_duty_then_and_comes_next_before() -> None:
    keeper = msgspec.structs.replace(STAFF[1], hours="working_hours")
    plan = records("12T08:00 13T08:00 service_engineer cy", people=(keeper,))
    assert told(ring(plan, "10T13:00")) == ([], "Bo 10 13:30", ["The Company 9"])
    assert told(ring(plan, "10T13:30")) == (["Bo 10 18:00"], "", [])
    assert told(whom_to_ring(plan, None, moment("10T13:30"))) == ([], "cy 12 08:00", ["The Company 9"])


def test_working_time_past_midnight_ends_when_it_ends() -> None:
    night = COMPANY.replace('"13:30-18:00"', '"22:00-06:00"')
    assert told(ring(records(about=night), "10T23:00"))[0] == ["Ana 11 06:00", "Ed 11 06:00"]


@pytest.mark.parametrize(
    ("hours", "until"), [("work: {}", []), ('work: {mon-sun: ["00:00-24:00"], holidays: none}', ["Ana", "Ed"])]
)
def test_working_time_that_never_begins_or_never_ends_is_no_trouble(hours: str, until: list[str]) -> None:
    about = COMPANY.replace('work: {mon-fri: ["09:00-12:00", "13:30-18:00"]}', hours)
    assert [person.name for person in ring(records(about=about), "10T23:00").people] == until
