"""Which topics hold which, who attends what, what does not add up, and whose terms count."""

import datetime as dt

import pytest

from aftercare_cli.model.contract import TrainingTerms
from aftercare_cli.rules import curriculum
from tests.rules.written import contract

TOPICS = """
  topics:
    - {number: "1", title: 原理, days: 2, theory: true}
    - {number: "2", title: 维护, days: 4}
    - {number: "2.1", title: 日常, days: 3}
    - {number: "2.1.1", title: 清洁, days: 1, theory: true}
    - {number: "2.1.2", title: 检查, days: 2}
    - {number: "2.2", title: 应急, days: 1}
"""


def terms(more: str = "", topics: str = TOPICS) -> TrainingTerms:
    found = contract(f"training:\n{more}{topics}").training
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("numbers", "inner"),
    [
        (["1"], ["1"]),
        (["2"], ["2.1.1", "2.1.2", "2.2"]),
        (["2.1"], ["2.1.1", "2.1.2"]),
        (["2.2", "2"], ["2.2", "2.1.1", "2.1.2"]),
        (["门禁", "9", "2.2"], ["门禁", "9", "2.2"]),
        ([""], [""]),
        ([], []),
    ],
)
def test_a_topic_stands_for_what_lies_inside_it(numbers: list[str], inner: list[str]) -> None:
    assert curriculum.expanded(terms(), numbers) == inner


def test_the_innermost_topics_in_their_order() -> None:
    assert [topic.number for topic in curriculum.leaves(terms())] == ["1", "2.1.1", "2.1.2", "2.2"]
    assert [topic.number for topic in curriculum.parts(terms(), "")] == ["1", "2"]
    assert curriculum.parts(terms(), "1") == []


def test_a_role_without_topics_of_its_own_attends_all() -> None:
    agreed = terms("  roles: {senior_admin: {topics: ['2.1', '1']}, operator: {goals: 会用}}")
    assert curriculum.attended_by(agreed, "senior_admin") == ["2.1.1", "2.1.2", "1"]
    assert curriculum.attended_by(agreed, "operator") == ["1", "2.1.1", "2.1.2", "2.2"]
    assert curriculum.attended_by(agreed, "maintenance_admin") == ["1", "2.1.1", "2.1.2", "2.2"]


@pytest.mark.parametrize(
    ("number", "is_theory"),
    [
        ("1", True),
        ("1.4", True),
        ("2", True),
        ("2.1", True),
        ("2.1.1", True),
        ("2.1.2", False),
        ("2.2", False),
        ("9", False),
    ],
)
def test_theory_is_told_by_a_topic_or_what_it_lies_in_or_what_lies_in_it(number: str, is_theory: bool) -> None:  # noqa: FBT001 - a column of the table
    assert curriculum.is_theory(terms(), number) is is_theory


@pytest.mark.parametrize(
    ("topic", "is_number"),
    [
        ("6", True),
        ("6.10.2", True),
        ("A1", True),
        ("2b", True),
        ("6.", False),
        ("门禁系统", False),
        ("NVR", False),
        ("", False),
    ],
)
def test_what_looks_like_a_number(topic: str, is_number: bool) -> None:  # noqa: FBT001 - a column of the table
    assert curriculum.is_number(topic) is is_number


def test_what_adds_up_has_no_flaws() -> None:
    assert list(curriculum.flaws(terms("  working_days: 6"))) == []
    assert list(curriculum.flaws(terms("  place: 会议室", ""))) == []


def test_every_flaw_is_told_with_its_place() -> None:
    wrong = terms(
        "  working_days: 9\n  roles: {operator: {topics: ['1', '7']}}",
        """
  topics:
    - {number: "1", title: 原理, days: 2}
    - {number: "2", title: 维护, days: 4}
    - {number: "2.1", title: 日常, days: 3}
    - {number: "3.1", title: 应急, days: 1}
    - {number: "1", title: 重复, days: 2}
    - {number: "", title: 无名, days: 1}
""",
    )
    assert [(flaw.kind, flaw.field, str(flaw.text)) for flaw in curriculum.flaws(wrong)] == [
        ("unknown", ("topics", 3, "number"), "the topic 3.1 lies inside 3, which is not listed"),
        ("twice", ("topics", 4, "number"), "the topic 1 is listed twice"),
        ("unknown", ("topics", 5, "number"), "a topic has no number"),
        ("sum", ("topics", 1, "days"), "the topic 2 takes 4 days, its parts 3"),
        ("sum", ("working_days",), "the topics take 8 working days, the contract says 9"),
        ("unknown", ("roles", "operator", "topics", 1), "7 is no topic of the curriculum"),
    ]


AMENDED = """
handover: 2026-03-31
training: {topics: [{number: "1", title: 一, days: 1}]}
amendments:
  - {from: 2026-02-01, training: {topics: [{number: "2", title: 二, days: 1}]}}
  - {from: 2026-03-31, training: {topics: [{number: "3", title: 三, days: 1}]}}
  - {from: 2026-04-01, training: {topics: [{number: "4", title: 四, days: 1}]}}
"""
CHOICE = """
training: {topics: [{number: "1", title: 一, days: 1}], owner_choice: {until: 2026-01-31, evidence: 函}}
amendments:
  - from: 2026-02-01
    training: {topics: [{number: "2", title: 二, days: 1}], owner_choice: {until: 2026-12-31, evidence: 函}}
"""


@pytest.mark.parametrize(
    ("text", "day", "number"),
    [
        # As of the handover, the amendment of that day is in force and the one of the day after is not.
        (AMENDED, None, "3"),
        (AMENDED, "2026-01-01", "3"),
        (AMENDED, "2026-03-31", "3"),
        (AMENDED, "2026-04-01", "4"),
        # Training was due on 31 January: an amendment of the day after makes nothing of that undone.
        (CHOICE, None, "1"),
        (CHOICE, "2026-01-31", "1"),
        (CHOICE, "2026-02-01", "2"),
        (CHOICE.replace("2026-02-01", "2026-01-31"), None, "2"),
        # Without a day on which it is due, the terms are those of the day.
        (AMENDED.replace("handover", "acceptance"), None, "1"),
        (AMENDED.replace("handover", "acceptance"), "2026-02-01", "2"),
    ],
)
def test_the_terms_in_force_when_training_is_due(text: str, day: str | None, number: str) -> None:
    agreed = contract(text)
    judged = curriculum.in_force(agreed) if day is None else curriculum.in_force(agreed, dt.date.fromisoformat(day))
    assert judged.training is not None
    assert [topic.number for topic in judged.training.topics] == [number]


@pytest.mark.parametrize(
    ("day", "known"),
    [
        ("2026-01-31", ["1"]),
        ("2026-02-01", ["1", "2"]),
        ("2026-03-31", ["1", "2", "3"]),
        ("2027-01-01", ["1", "2", "3", "4"]),
    ],
)
def test_a_topic_that_was_amended_away_is_still_known(day: str, known: list[str]) -> None:
    assert list(curriculum.known_topics(contract(AMENDED), dt.date.fromisoformat(day))) == known


def test_a_contract_without_training_knows_no_topics() -> None:
    assert curriculum.known_topics(contract("handover: 2026-03-31"), dt.date(2026, 4, 1)) == {}
