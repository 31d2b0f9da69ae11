"""Questions are to be answered within the time the contract sets: sums in working time, over holidays, by hand.

The dragon boat festival of 2026 is a long weekend from Friday 19 to Sunday 21 June. Working hours are 9:00 to 12:00 and
13:30 to 18:00, seven and a half a day.
"""

import msgspec
import pytest

from aftercare_cli.model.service import Question
from aftercare_cli.rules import question_log
from aftercare_cli.rules.calendars import Calendars
from aftercare_cli.rules.promise import Promise
from aftercare_cli.rules.promises import questions
from tests.rules.written import Records, moment, told, workspace

AIM = "questions: {answer_within: 24h}"
WORKING = "questions: {answer_within: 10h, calendar: work}"


def june(text: str) -> str:
    """Write out `18T17:00`."""
    return f"2026-06-{text}:00+08:00"


def asked(at: str, answered: str | None = None, site: str = "hq") -> Question:
    return Question(
        id=f"Q-20260618-{at[:2]}{site[:2].upper()}",
        site=site,
        asked_at=moment(at),
        question="?",
        answered_at=None if answered is None else moment(answered),
        answer=None if answered is None else "!",
    )


def records(terms: str, *found: Question) -> Records:
    return msgspec.structs.replace(workspace(terms), questions=found)


def judged(terms: str, question: Question, now: str) -> list[Promise]:
    workspace_ = records(terms, question)
    return list(questions.promises(workspace_, Calendars(workspace_.settings), moment(now), moment(now)))


@pytest.mark.parametrize(
    ("answered", "now", "expected"),
    [
        (None, "10T08:59", []),
        (None, "10T09:00", ["question pending: 10 09:00 to 11 09:00, until 10 09:00, ran 0, left 24h, policy, open"]),
        (
            None,
            "11T04:12",
            ["question at_risk: 10 09:00 to 11 09:00, until 11 04:12, ran 19h12m, left 4h48m, policy, open"],
        ),
        (None, "11T09:00", ["question at_risk: 10 09:00 to 11 09:00, until 11 09:00, ran 24h, policy, open"]),
        (
            None,
            "11T09:00:01",
            ["question breached: 10 09:00 to 11 09:00, until 11 09:00:01, ran 24h1s, over 1s, policy, open"],
        ),
        ("11T09:00", "20T09:00", ["question met: 10 09:00 to 11 09:00, stopped 11 09:00, ran 24h, policy"]),
        (
            "11T10:30",
            "20T09:00",
            ["question breached: 10 09:00 to 11 09:00, stopped 11 10:30, ran 25h30m, over 1h30m, policy"],
        ),
        # An answer of tomorrow does not count today.
        (
            "11T08:00",
            "10T21:00",
            ["question pending: 10 09:00 to 11 09:00, until 10 21:00, ran 12h, left 12h, policy, open"],
        ),
    ],
)
def test_a_day_around_the_clock(answered: str | None, now: str, expected: list[str]) -> None:
    assert [told(promise) for promise in judged(AIM, asked("10T09:00", answered), now)] == expected


@pytest.mark.parametrize(
    ("at", "due"),
    [
        # Thursday 17:00: an hour that day; after the long weekend 7.5 h on Monday and 1.5 h on Tuesday morning.
        ("18T17:00", "23T10:30"),
        # On the holiday itself: Monday's 7.5 h, and 2.5 h on Tuesday.
        ("19T10:00", "23T11:30"),
        # Ten hours that end exactly at noon fall due then, not after lunch.
        ("22T09:30", "23T12:00"),
        ("22T09:31", "23T13:31"),
        ("21T23:00", "23T11:30"),
        ("17T16:30", "22T10:00"),
    ],
)
def test_working_time_over_a_long_weekend(at: str, due: str) -> None:
    (promise,) = judged(WORKING, asked(june(at)), june(at))
    assert promise.due == moment(june(due))
    assert (promise.calendar, promise.policy, promise.is_daily) == ("work", True, False)


def test_nothing_runs_on_the_holiday() -> None:
    (promise,) = judged(WORKING, asked(june("18T17:00")), june("22T08:59"))
    assert (str(promise.elapsed), str(promise.remaining), promise.state) == ("1:00:00", "9:00:00", "pending")
    (promise,) = judged(WORKING, asked(june("18T17:00"), june("23T11:00")), june("30T09:00"))
    assert (promise.state, str(promise.overdue), str(promise.elapsed)) == ("breached", "0:30:00", "10:30:00")


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ("targets: {}", []),
        ("questions: {answer_within: 24h, policy: false}", ["pending False 11 09:00"]),
        # The terms of the day on which it was asked.
        (f"{AIM}\namendments: [{{from: 2026-03-10, questions: {{answer_within: 4h}}}}]", ["pending True 10 13:00"]),
        (f"{AIM}\namendments: [{{from: 2026-03-11, questions: {{answer_within: 4h}}}}]", ["pending True 11 09:00"]),
    ],
)
def test_terms(terms: str, expected: list[str]) -> None:
    found = judged(terms, asked("10T09:00"), "10T10:00")
    assert [f"{one.state} {one.policy} {one.due:%d %H:%M}" for one in found] == expected


def test_a_question_of_an_unknown_site_is_no_promise() -> None:
    assert judged(AIM, asked("10T09:00", site="nowhere"), "10T10:00") == []


def times_of(terms: str, now: str, *found: Question) -> question_log.Times:
    workspace_ = records(terms, *found)
    calendars = Calendars(workspace_.settings)
    stood = question_log.as_of(workspace_.questions, moment(now))
    return question_log.times(question_log.timed(workspace_, calendars, one, moment(now)) for one in stood)


def test_times_to_answer() -> None:
    found = [
        asked("10T09:00", "10T10:00"),
        asked("10T09:00", "10T13:00"),
        asked("10T09:00", "11T09:00"),
        asked("11T12:00"),
        asked("12T08:00"),
    ]
    told_ = times_of(AIM, "12T09:00", *found)
    assert (told_.answered, told_.waiting) == (3, 2)
    assert [str(length) for length in (told_.median, told_.longest, told_.longest_waiting)] == [
        "4:00:00",
        "1 day, 0:00:00",
        "21:00:00",
    ]
    # Of two, the mean; the third answer had not been given yet, and two questions not been asked.
    earlier = times_of(AIM, "10T20:00", *found)
    assert (earlier.answered, earlier.waiting) == (2, 1)
    assert [str(length) for length in (earlier.median, earlier.longest, earlier.longest_waiting)] == [
        "2:30:00",
        "4:00:00",
        "11:00:00",
    ]
    nothing = times_of(AIM, "10T08:00", *found)
    assert msgspec.structs.astuple(nothing) == (0, 0, None, None, None)


def test_time_to_answer_in_real_and_in_working_time() -> None:
    now = moment(june("30T09:00"))
    workspace_ = records(WORKING, asked(june("18T17:00"), june("22T09:30")))
    (found,) = question_log.as_of(workspace_.questions, now)
    told_ = question_log.timed(workspace_, Calendars(workspace_.settings), found, now)
    assert (str(told_.took), str(told_.worked)) == ("3 days, 16:30:00", "1:30:00")


def test_before_the_answer_it_is_not_there() -> None:
    question = asked("10T09:00", "11T09:00")
    (stood,) = question_log.as_of([question], moment("11T08:59"))
    assert (stood.answered_at, stood.answer) == (None, None)
    assert list(question_log.as_of([question], moment("11T09:00"))) == [question]
    assert list(question_log.as_of([question], moment("10T08:59"))) == []


def test_an_answer_before_the_question_took_no_time() -> None:
    assert str(times_of(AIM, "12T09:00", asked("10T09:00", "09T09:00")).longest) == "0:00:00"
