"""What the check of training finds: who missed it, late theory, odd numbers, impossible days, forgotten requests."""

import msgspec
import pytest

from aftercare_cli.rules.checks import training
from tests.rules.written import moment, training_session, workspace

TERMS = """
commissioning_start: 2026-03-09
handover: 2026-03-31
training:
  topics:
    - {number: "1", title: 原理, days: 1, theory: true}
    - {number: "2", title: 维护, days: 2}
    - {number: "2.1", title: 日常, days: 1}
    - {number: "2.2", title: 应急, days: 1}
"""
HELD = (
    "{id: R-20260303-0001, role: operator, topics: ['2'], start: 2026-03-03, end: 2026-03-04, attendees: [{name: 甲}]}"
)
SIGNED = "attendees: [{name: 甲, signed: true}]}"


def found(*sessions: str, now: str = "20T09:00", terms: str = TERMS) -> list[str]:
    records = msgspec.structs.replace(workspace(terms), training=[*map(training_session, sessions)])
    return [
        f"{one.path[-9:-5]} {'.'.join(map(str, one.field))} {one.severity} {one.code}: {one.text} ({one.hint})"
        for one in training.findings(records, moment(now))
    ]


def missed(*sessions: str, now: str = "20T09:00") -> list[str]:
    return [line.partition("(")[2] for line in found(HELD, *sessions, now=now) if "session-missed" in line]


def other(number: str, day: str, topics: str, *, signed: bool = True) -> str:
    attendees = SIGNED if signed else "attendees: [{name: 乙, signed: true}]}"
    start = f"start: 2026-03-{day}, end: 2026-03-{day}"
    return f"{{id: R-202603{day}-{number}, role: operator, kind: make_up, topics: {topics}, {start}, {attendees}"


def test_who_missed_a_session_is_told_from_the_day_after() -> None:
    assert found(HELD) == [
        (
            "0001 attendees.0 warning session-missed: 甲 did not sign the session on 2"
            " (plan a session for them: asking again is free)"
        )
    ]
    assert found(HELD, now="04T23:59:59") == []
    assert len(found(HELD, now="05T00:00")) == 1
    assert found(HELD.replace("{name: 甲}", "{name: 甲, signed: true}")) == []


def test_what_was_made_up_is_said() -> None:
    free = "plan a session for them: asking again is free)"
    assert missed(other("0002", "10", "['2']")) == ["made up on 2026-03-10, R-20260310-0002)"]
    # Topic by topic, in several sessions: the last one completes it.
    both = (other("0003", "12", "['2.2']"), other("0002", "10", "['2.1']"))
    assert missed(*both) == ["made up on 2026-03-12, R-20260312-0003)"]
    assert missed(both[0]) == [free]
    # Somebody else made it up; it is still to come; the session was of another contract.
    assert missed(other("0002", "10", "['2']", signed=False)) == [free]
    assert missed(other("0002", "10", "['2']"), now="09T09:00") == [free]
    assert missed(other("0002", "10", "['2']").replace("{id", "{contract: other, id")) == [free]


def test_whoever_learnt_it_before_missed_nothing() -> None:
    assert missed(other("0002", "02", "['2']")) == []
    assert missed(other("0002", "02", "['2.1']"), other("0003", "04", "['2.2']")) == []
    assert len(missed(other("0002", "02", "['2.1']"))) == 1


THEORY = "{id: R-20260305-0004, role: operator, topics: ['1', '2'], start: 2026-03-05, end: 2026-03-09}"


def test_theory_once_commissioning_has_begun_is_late() -> None:
    assert found(THEORY) == [
        (
            "0004 topics.0 warning training-late-theory: the theory of topic 1 ended on 2026-03-09, but commissioning"
            " began on 2026-03-09 (write owner_choice into the contract where the customer chose so in writing;"
            " a repetition is kind: make_up or on_request)"
        )
    ]


@pytest.mark.parametrize(
    ("session", "terms"),
    [
        (THEORY.replace("03-09", "03-08"), TERMS),
        (THEORY.replace("['1', '2']", "['2']"), TERMS),
        (THEORY.replace("role", "kind: make_up, role"), TERMS),
        (THEORY.replace("role", "kind: on_request, role"), TERMS),
        (THEORY, TERMS.replace("commissioning_start: 2026-03-09", "")),
        (THEORY, f"{TERMS}  owner_choice: {{until: 2026-03-31, evidence: 函}}\n"),
    ],
)
def test_theory_that_is_not_late(session: str, terms: str) -> None:
    assert found(session, terms=terms) == []


def test_a_number_that_the_curriculum_does_not_have() -> None:
    session = (
        "{id: R-20260303-0005, role: operator, topics: ['2.1', '2.3', 9, 门禁系统], start: 2026-03-03, end: 2026-03-03}"
    )
    rest = "is no topic of the curriculum"
    assert found(session) == [
        f"0005 topics.1 warning extra-topic: 2.3 {rest} (did you mean 2.2?)",
        (
            f"0005 topics.2 warning extra-topic: 9 {rest}"
            " (correct the number; other content is named by its title, not by a number)"
        ),
    ]
    # Without a curriculum there is nothing to compare with; what it once had is known for ever.
    assert found(session, terms="handover: 2026-03-31") == []
    dropped = "amendments:\n  - {from: 2026-03-02, training: {topics: [{number: '7', title: 操作, days: 1}]}}\n"
    assert [line.partition(":")[2][:4] for line in found(session, terms=TERMS + dropped)] == [" 2.3", " 9 i"]


@pytest.mark.parametrize(
    ("days", "field", "said"),
    [
        ("start: 2026-03-04, end: 2026-03-03", "end", "the session ends on 2026-03-03, before it starts on 2026-03-04"),
        ("start: 2026-03-04", "start", "a session that was held has both a start and an end"),
        ("end: 2026-03-04", "end", "a session that was held has both a start and an end"),
    ],
)
def test_days_that_cannot_be(days: str, field: str, said: str) -> None:
    (line,) = found(
        f"{{id: R-20260304-0006, role: operator, topics: ['2'], requested_on: 2026-03-04, {days}}}", now="05T09:00"
    )
    assert line.startswith(f"0006 {field} error session-backwards: {said} (")


REQUEST = "id: R-20260301-0007\nrole: operator\ntopics: ['1', 门禁]\n"
LOG = "hold it, then: aftercare train log hq-cctv --request R-20260301-0007"


def test_an_overdue_request_is_told() -> None:
    overdue = f"{REQUEST}requested_on: 2026-03-01\ndue_on: 2026-03-10\n"
    text = "the training on 1, 门禁 that was asked for was due on 2026-03-10"
    assert found(overdue, now="10T23:59:59") == []
    assert found(overdue, now="11T00:00") == [f"0007 due_on warning request-forgotten: {text} ({LOG})"]
    assert found(f"{overdue}start: 2026-03-15\nend: 2026-03-15\n", now="20T09:00") == []
    # Held on the 15th, it was overdue on the 12th.
    assert len(found(f"{overdue}start: 2026-03-15\nend: 2026-03-15\n", now="12T09:00")) == 1


@pytest.mark.parametrize("field", ["requested_on", "id"])
def test_a_request_without_a_day_is_told_after_thirty_days(field: str) -> None:
    request = REQUEST + ("requested_on: 2026-03-01\n" if field == "requested_on" else "")
    text = "the training on 1, 门禁 was asked for on 2026-03-01 and has no day yet"
    assert found(request, now="31T23:59:59") == []
    assert found(request, now="2026-04-01T00:00:00+08:00") == [
        f"0007 {field} warning request-forgotten: {text} ({LOG})"
    ]
