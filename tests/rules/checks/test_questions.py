"""Answers that cannot be, or are said by halves."""

import msgspec
import pytest

from aftercare_cli.model.service import Question
from aftercare_cli.model.sites import Person
from aftercare_cli.rules.checks import questions
from tests.rules.written import moment, workspace


def told(terms: str, *asked: Question) -> list[str]:
    staff = {"bo": Person(id="bo", name="Bo")}
    records = msgspec.structs.replace(workspace(terms), questions=asked, staff=staff)
    found = questions.findings(records, moment("20T09:00"))
    return [f"{one.severity} {one.code} {'.'.join(map(str, one.field))}: {one.text}; {one.hint}" for one in found]


def question(answered: str | None, answer: str | None, by: str | None = None) -> Question:
    return Question(
        id="Q-1",
        site="hq",
        asked_at=moment("10T09:00"),
        question="?",
        answered_at=None if answered is None else moment(answered),
        answered_by=by,
        answer=answer,
    )


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (question(None, None), []),
        (question("10T09:00", "!", "bo"), []),
        (
            question("10T08:59", "!"),
            [
                (
                    "error answered-before-asked answered_at: answered at 2026-03-10 08:59:00+08:00, before it was"
                    " asked at 2026-03-10 09:00:00+08:00; correct one of the two times"
                )
            ],
        ),
        (
            question("10T10:00", None),
            [
                (
                    "warning answer-incomplete answered_at: the question was answered at 2026-03-10 10:00:00+08:00, but"
                    " the answer is not recorded; write the answer down: whoever asks again will look for it"
                )
            ],
        ),
        (
            question(None, "!"),
            [
                (
                    "warning answer-incomplete answer: the answer has no time: the question still counts as open;"
                    " add answered_at"
                )
            ],
        ),
        (
            question("10T10:00", "!", "bob"),
            ["error unknown-staff answered_by: bob does not exist; did you mean bo?"],
        ),
    ],
)
def test_answers(asked: Question, expected: list[str]) -> None:
    assert told("targets: {}", asked) == expected


def test_the_calendar_of_the_terms_is_there() -> None:
    assert told("questions: {answer_within: 24h, calendar: work}") == []
    amended = (
        "questions: {answer_within: 24h, calendar: wrok}\n"
        "amendments: [{from: 2026-03-01, questions: {answer_within: 2h, calendar: night}}]"
    )
    assert told(amended) == [
        "error unknown-calendar questions.calendar: no calendar is called wrok; calendars here are 24x7, work",
        (
            "error unknown-calendar amendments.0.questions.calendar: no calendar is called night;"
            " calendars here are 24x7, work"
        ),
    ]
