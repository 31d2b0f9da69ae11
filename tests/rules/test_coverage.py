"""Who was trained in what: by role, and by person as far as names are recorded."""

import datetime as dt
from pathlib import Path

import pytest

from aftercare_cli.rules import coverage
from aftercare_cli.rules.curriculum import in_force
from aftercare_cli.store.workspace import Workspace
from tests.rules.written import contract, training_session

TERMS = """
training:
  topics:
    - {number: "1", title: 原理, days: 1}
    - {number: "2", title: 维护, days: 2}
    - {number: "2.1", title: 日常, days: 1}
    - {number: "2.2", title: 应急, days: 1}
  roles:
    operator: {topics: ["2"]}
    senior_admin: {}
"""
BOTH = "role: [senior_admin, operator]"
LATER = dt.date(2026, 12, 31)


def roles(*sessions: str, today: str = "2026-12-31", terms: str = TERMS) -> list[str]:
    """Tell each role's topics with the day by which they were held, and how many sessions there were."""
    found = coverage.by_role(contract(terms), [*map(training_session, sessions)], dt.date.fromisoformat(today))
    return [f"{one.role or '*'} {one.topic} {one.on or '-'} {len(one.sessions)}" for one in found]


def people(*sessions: str, today: str = "2026-12-31", terms: str = TERMS) -> dict[str, str]:
    found = coverage.trainees(contract(terms), [*map(training_session, sessions)], dt.date.fromisoformat(today))
    return {
        f"{one.name} {one.role}": " ".join(f"{topic}:{standing}" for topic, standing in one.topics.items())
        for one in found
    }


def test_nothing_is_held_at_first() -> None:
    assert roles() == [
        "operator 2.1 - 0",
        "operator 2.2 - 0",
        "senior_admin 1 - 0",
        "senior_admin 2.1 - 0",
        "senior_admin 2.2 - 0",
    ]


def test_a_topic_stands_for_its_parts_and_a_session_for_the_roles_it_was_held_for() -> None:
    sessions = (
        f"{{id: R-20260302-0001, topics: ['2'], start: 2026-03-02, end: 2026-03-03, {BOTH}}}",
        "{id: R-20260301-0002, topics: ['1', '2.2'], start: 2026-03-01, end: 2026-03-04, role: senior_admin}",
        "{id: R-20260301-0003, topics: ['2.1'], start: 2026-03-01, end: 2026-03-01, role: maintenance_admin}",
    )
    assert roles(*sessions) == [
        "operator 2.1 2026-03-03 1",
        "operator 2.2 2026-03-03 1",
        "senior_admin 1 2026-03-04 1",
        "senior_admin 2.1 2026-03-03 1",
        "senior_admin 2.2 2026-03-03 2",
    ]
    assert roles(*sessions, today="2026-03-03")[2:] == [
        "senior_admin 1 - 0",
        "senior_admin 2.1 2026-03-03 1",
        "senior_admin 2.2 2026-03-03 1",
    ]
    assert roles(*sessions, today="2026-03-02") == roles()


def test_without_roles_a_session_for_anybody_counts() -> None:
    plain = TERMS.partition("  roles:")[0]
    sessions = ("{topics: ['2'], start: 2026-03-02, end: 2026-03-03, role: operator}",)
    assert roles(*sessions, terms=plain) == ["* 1 - 0", "* 2.1 2026-03-03 1", "* 2.2 2026-03-03 1"]


def test_without_a_curriculum_there_is_nothing_to_cover() -> None:
    assert roles(terms="handover: 2026-03-31") == []
    assert people(terms="handover: 2026-03-31") == {}


@pytest.mark.parametrize(
    ("today", "done"), [("2026-03-03", None), ("2026-03-04", "2026-03-04"), ("2026-12-31", "2026-03-04")]
)
def test_it_is_complete_with_the_last_topic_of_the_last_role(today: str, done: str | None) -> None:
    held = [
        training_session(f"{{id: R-20260304-0001, topics: ['2'], start: 2026-03-04, end: 2026-03-04, {BOTH}}}"),
        training_session(
            "{id: R-20260301-0002, topics: ['1'], start: 2026-03-01, end: 2026-03-02, role: senior_admin}"
        ),
        training_session(
            "{id: R-20260601-0003, topics: ['1'], start: 2026-06-01, end: 2026-06-02, role: senior_admin}"
        ),
    ]
    found = coverage.completed_on(contract(TERMS), held, dt.date.fromisoformat(today))
    assert (None if found is None else str(found)) == done
    assert coverage.completed_on(contract("handover: 2026-03-31"), held, LATER) is None


def test_a_session_of_another_contract_covers_nothing() -> None:
    assert roles(f"{{contract: other, topics: ['2'], start: 2026-03-02, end: 2026-03-03, {BOTH}}}") == roles()


FIRST = f"""
id: R-20260302-0001
topics: ["2"]
{BOTH}
start: 2026-03-02
end: 2026-03-03
attendees:
  - {{name: 甲, role: operator, signed: true}}
  - {{name: 乙, role: operator}}
  - {{name: 丙, signed: true}}
  - {{name: 丁, role: senior_admin}}
"""
THEORY = """
id: R-20260304-0002
topics: ["1"]
role: senior_admin
start: 2026-03-04
end: 2026-03-04
attendees: [{name: 戊, signed: true}]
"""
AGAIN = """
id: R-20260501-0003
topics: ["2.2", 门禁]
role: operator
kind: make_up
start: 2026-05-01
end: 2026-05-01
attendees: [{name: 乙, signed: true}, {name: 甲}]
"""


def test_how_each_person_stands() -> None:
    assert people(FIRST, THEORY, AGAIN) == {
        "乙 operator": "2.1:missed 2.2:made_up 门禁:attended",
        # Absent from the repetition of what was attended before; but the new content was missed.
        "甲 operator": "2.1:attended 2.2:attended 门禁:missed",
        "丁 senior_admin": "1:lacking 2.1:missed 2.2:missed",
        "戊 senior_admin": "1:attended 2.1:lacking 2.2:lacking",
        # Nobody says what 丙 is trained as: only what they were listed for is told.
        "丙 None": "2.1:attended 2.2:attended",
    }
    assert people(FIRST, today="2026-03-03") == {
        "乙 operator": "2.1:missed 2.2:missed",
        "甲 operator": "2.1:attended 2.2:attended",
        "丁 senior_admin": "1:not_held 2.1:missed 2.2:missed",
        "丙 None": "2.1:attended 2.2:attended",
    }
    assert people(FIRST, today="2026-03-02") == {}


def test_names_that_are_on_paper_only_are_nobodys_lack() -> None:
    counted = (
        "{id: R-20260305-0004, topics: ['2'], role: senior_admin, start: 2026-03-05, end: 2026-03-05, headcount: 3}"
    )
    told = people(THEORY, counted)
    assert told == {"戊 senior_admin": "1:attended 2.1:on_paper 2.2:on_paper"}
    found = coverage.trainees(contract(TERMS), [training_session(THEORY), training_session(counted)], LATER)
    assert [person.lacks for person in found] == [()]


def test_a_role_is_what_a_list_says_before_what_a_session_was_for() -> None:
    second = THEORY.replace("0304-0002", "0306-0005").replace("{name: 戊,", "{name: 戊, role: operator,")
    assert people(THEORY, second.replace("2026-03-04", "2026-03-06")) == {
        "戊 operator": "2.1:not_held 2.2:not_held 1:attended"
    }


ASKED = "{id: R-20260310-000A, topics: ['1'], role: operator, requested_on: 2026-03-09, due_on: 2026-04-01}"
UNDATED = "{id: R-20260310-000B, topics: ['1'], role: operator}"
HELD = (
    "{id: R-20260310-000C, topics: ['1'], role: operator, requested_on: 2026-03-10, start: 2026-04-05, end: 2026-04-06}"
)


@pytest.mark.parametrize(
    ("today", "open_ones"),
    [
        ("2026-03-08", []),
        ("2026-03-09", ["000A"]),
        ("2026-03-10", ["000A", "000B", "000C"]),
        ("2026-04-04", ["000A", "000B", "000C"]),
        # It began on 5 April.
        ("2026-04-05", ["000A", "000B"]),
    ],
)
def test_what_was_asked_for_stays_open_until_it_begins(today: str, open_ones: list[str]) -> None:
    records = [*map(training_session, (HELD, UNDATED, ASKED))]
    found = coverage.open_requests(records, dt.date.fromisoformat(today))
    assert [one.id[-4:] for one in found] == open_ones
    assert coverage.open_requests(records, dt.date.fromisoformat(today), "other") == []


def test_a_request_whose_id_holds_no_day_is_open_at_any_time() -> None:
    odd = training_session(UNDATED.replace("20260310", "20269999"))
    assert coverage.asked_on(odd) is None
    assert coverage.open_requests([odd], dt.date(2020, 1, 1)) == [odd]


def test_the_sample() -> None:
    """Trainee 06 missed topic 5 and made it up on 10 December; everybody else attended all that their role is to."""
    sample = Workspace(Path(__file__).parents[2])
    agreed = in_force(sample.contracts["p2025"])
    found = coverage.trainees(agreed, sample.training, dt.date(2026, 4, 29))
    assert [(person.name[:4], person.role, " ".join(person.topics)) for person in found] == [
        *((f"学员{number}", "senior_admin", "1 2 3 4 5") for number in ("01", "02")),
        *((f"学员{number}", "maintenance_admin", "1 2 3 5 6.1 6.2 6.3") for number in ("03", "04")),
        *((f"学员{number}", "operator", "5 6.1 6.2") for number in ("05", "06", "07", "08", "09")),
    ]
    others = [
        (person.name[:4], topic, standing)
        for person in found
        for topic, standing in person.topics.items()
        if standing != "attended"
    ]
    assert others == [("学员06", "5", "made_up")]
    before = coverage.trainees(agreed, sample.training, dt.date(2025, 12, 9))
    assert [(person.name[:4], person.lacks) for person in before if person.lacks] == [("学员06", ("5",))]
    assert coverage.completed_on(agreed, sample.training, dt.date(2025, 11, 5)) is None
    assert coverage.completed_on(agreed, sample.training, dt.date(2026, 4, 29)) == dt.date(2025, 11, 6)


@pytest.mark.parametrize(
    ("since", "sessions", "missing", "where"),
    [
        (None, (), 5, "missed"),
        (dt.date(2026, 3, 31), (), 5, "missed"),
        (dt.date(2026, 4, 1), (), 5, "on paper"),
        (
            dt.date(2026, 4, 1),
            ('{role: senior_admin, topics: ["1"], start: 2026-03-20, end: 2026-03-20}',),
            4,
            "missed",
        ),
    ],
)
def test_what_was_due_before_the_records_and_is_not_among_them_is_on_paper(
    since: dt.date | None, sessions: tuple[str, ...], missing: int, where: str
) -> None:
    agreed = contract(TERMS + "acceptance: 2026-03-01\nhandover: 2026-03-31\n")
    found = coverage.coverage_of(agreed, [*map(training_session, sessions)], LATER, since)
    assert ("on paper" if found.is_on_paper else "missed") == where
    assert (len(found.missing), found.completed_on) == (missing, None)
