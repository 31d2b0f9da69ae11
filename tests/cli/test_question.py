"""Questions: asked, answered, listed with the time each took, and found again."""

import json
import re

import pytest

from tests.cli.golden import assert_golden
from tests.cli.program import Outcome, Program

CONTRACT = "records/contracts/port-cctv.yaml"
TERMS = "questions: {answer_within: 10h, calendar: work}\n"
FOLDER = "records/questions/2026"
KEPT = (
    "id: Q-20260601-KPT1\nsite: quay\nasked_at: 2026-06-01T09:00:00+08:00\nasked_by: Ed\n"
    "question: How long are recordings kept?\nanswered_at: 2026-06-01T11:00:00+08:00\nanswered_by: bo\n"
    'answer: "Thirty days. The NVR overwrites the oldest recording first."\n'
)
LATE = (
    "id: Q-20260604-ATE2\nsite: gate-2\nasked_at: 2026-06-04T17:00:00+08:00\n"
    "question: 录像机（NVR）怎样导出录像？\nanswered_at: 2026-06-09T15:00:00+08:00\n"
    "answer: 右键点击通道，选“导出”。\n"
)
OPEN = (
    "id: Q-20260609-PEN3\nsite: quay\nasked_at: 2026-06-09T16:00:00+08:00\n"
    "question: Can two people direct one camera?\n"
)
MILL = (
    "id: Q-20260603-M4K4\nsite: mill\nasked_at: 2026-06-03T08:00:00+08:00\nquestion: Which port is the uplink?\n"
    "answered_at: 2026-06-03T08:20:00+08:00\nanswered_by: cy\nanswer: Port 24\n"
)


@pytest.fixture
def log(harbour: Program) -> Program:
    """Give the harbour with four questions; the port's are to be answered within ten working hours."""
    harbour.write(CONTRACT, harbour.text(CONTRACT) + TERMS)
    for text in (KEPT, LATE, OPEN, MILL):
        harbour.write(f"{FOLDER}/{text[4:19]}.yaml", text)
    return harbour


def written(outcome: Outcome) -> tuple[str, str]:
    """Give the id and the path of a record that was written."""
    assert outcome.code == 0, outcome.err
    (path,) = re.findall(r"^wrote (records/questions/2026/Q-\d{8}-[0-9A-Z]{4}\.yaml)$", outcome.err, re.MULTILINE)
    return path[-20:-5], path


def test_a_question_and_its_answer(harbour: Program) -> None:
    """Asked on Tuesday at 17:00 and due in ten working hours: one that day, 7.5 on Wednesday, the rest on Thursday."""
    harbour.write(CONTRACT, harbour.text(CONTRACT) + TERMS)
    outcome = harbour("question ask quay --by Ed --at", "yesterday 17:00", "How long are recordings kept? #1")
    question_id, path = written(outcome)
    asked = (
        f"id: {question_id}\nsite: quay\nasked_at: 2026-06-09T17:00:00+08:00\nasked_by: Ed\n"
        'question: "How long are recordings kept? #1"\n'
    )
    assert (question_id[:11], harbour.text(path)) == ("Q-20260609-", asked)
    assert outcome.out == (
        f"{question_id}\n\nasked at quay, 2026-06-09 17:00\nasked by: Ed\n\n"
        "Key       Value\nQuestion  How long are recordings kept? #1\nAnswer    —\n\n"
        f"recorded → {path}\nnot answered yet: waiting for 19 h\n"
        "own aim: an answer by 2026-06-11 10:30; 6 h left\nin the calendar work: 4 h\n"
    )
    answered = harbour(f"question answer {question_id[-4:]} --by bo --at 11:15", "30 天")
    assert (answered.code, answered.err) == (0, f"wrote {path}\n")
    assert harbour.text(path) == asked + 'answered_at: 2026-06-10T11:15:00+08:00\nanswered_by: bo\nanswer: "30 天"\n'
    assert answered.out == (
        f"{question_id}\n\nasked at quay, 2026-06-09 17:00\nasked by: Ed\n\n"
        "Key       Value\nQuestion  How long are recordings kept? #1\nAnswer    30 天\n\n"
        f"recorded → {path}\nanswered 2026-06-10 11:15 by bo, after 18 h 15 min\n"
        "own aim: an answer by 2026-06-11 10:30; met\nin the calendar work: 3 h 15 min\n"
    )
    assert harbour(f"fmt {path} --check") == (0, "", "everything is in canonical layout\n")
    assert "records/questions" not in harbour.answer("check")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "answer KPT1 again",
            (
                "error: Q-20260601-KPT1 was answered already, at 2026-06-01 11:00+08:00\n"
                f"hint: the answer stands in {FOLDER}/Q-20260601-KPT1.yaml: correct it there\n"
            ),
        ),
        (
            "answer PEN3 yes --at 2026-06-09T15:59",
            (
                "error: 2026-06-09 15:59+08:00 is before the question was asked, at 2026-06-09 16:00+08:00\n"
                "hint: give the time at which it was answered\n"
            ),
        ),
        (
            "answer PEN3 yes --at 12:01",
            (
                "error: 2026-06-10 12:01+08:00 has not come yet: it is 2026-06-10 12:00+08:00\n"
                "hint: records hold what happened; give the time at which it did\n"
            ),
        ),
        (
            "ask quay why --at 12:01",
            (
                "error: 2026-06-10 12:01+08:00 has not come yet: it is 2026-06-10 12:00+08:00\n"
                "hint: records hold what happened; give the time at which it did\n"
            ),
        ),
        (
            "answer PEN3 ' '",
            (
                "error: the text of answer is empty\n"
                "hint: write what there is to say; leave the option out where there is nothing\n"
            ),
        ),
        (
            "ask quay ''",
            (
                "error: the text of question is empty\n"
                "hint: write what there is to say; leave the option out where there is nothing\n"
            ),
        ),
        ("answer PEN3 yes --by ann", "error: nobody in staff.yaml is called ann\nhint: did you mean ana?\n"),
        ("ask quai why", "error: no site is called quai\nhint: did you mean quay?\n"),
        ("answer PEN4 yes", "error: no question is called PEN4\nhint: did you mean Q-20260609-PEN3?\n"),
        (
            "search ' '",
            "error: there is no word to search for\nhint: give a word of the question or its answer\n",
        ),
        (
            "show PEN3 --as-of 2026-06-09T15:59",
            (
                "error: Q-20260609-PEN3 was not asked yet at 2026-06-09 15:59+08:00\n"
                "hint: it was asked at 2026-06-09 16:00+08:00\n"
            ),
        ),
    ],
)
def test_what_cannot_be_is_refused(log: Program, line: str, said: str) -> None:
    before = log.files()
    assert log.refusal(f"question {line}") == said
    assert log.files() == before


def test_half_an_answer_is_not_written_over(log: Program) -> None:
    path = f"{FOLDER}/Q-20260609-PEN3.yaml"
    log.write(path, f"{OPEN}answer: Yes\n")
    assert log.refusal("question answer PEN3 No") == (
        "error: Q-20260609-PEN3 has an answer already, without the time of it\n"
        f"hint: the answer stands in {path}: correct it there\n"
    )


def test_a_trial_writes_nothing(log: Program) -> None:
    before = log.files()
    outcome = log("question answer PEN3 Yes --dry-run")
    assert (outcome.code, outcome.err) == (0, "nothing was written (--dry-run)\n")
    assert [row for row in outcome.out.splitlines() if row[0] == "+"] == [
        f"+++ b/{FOLDER}/Q-20260609-PEN3.yaml",
        "+answered_at: 2026-06-10T12:00:00+08:00",
        '+answer: "Yes"',
    ]
    assert log.files() == before


def test_questions_are_listed_with_the_time_each_took(log: Program) -> None:
    """ATE2 was asked on Thursday at 17:00: 1 h that day, 7.5 on Friday and on Monday, 4.5 on Tuesday until 15:00."""
    assert log.answer("question list") == (
        "4 questions, as of 2026-06-10 12:00\n\n"
        "Id               Site    Asked             Answered          Took      Waiting  In working time  Question\n"
        "Q-20260601-KPT1  quay    2026-06-01 09:00  2026-06-01 11:00  2 h       —        2 h              "
        "How long are recordings kept?\n"
        "Q-20260603-M4K4  mill    2026-06-03 08:00  2026-06-03 08:20  20 min    —        —                "
        "Which port is the uplink?\n"
        "Q-20260604-ATE2  gate-2  2026-06-04 17:00  2026-06-09 15:00  4 d 22 h  —        20 h 30 min      "
        "录像机（NVR）怎样导出录像？\n"
        "Q-20260609-PEN3  quay    2026-06-09 16:00  —                 —         20 h     5 h              "
        "Can two people direct one camera?\n\n"
        "3 answered: median 2 h, longest 4 d 22 h\n1 open, waiting for 20 h\n"
    )


def test_questions_are_listed_for_programs(log: Program) -> None:
    told = json.loads(log.answer("question list --format json"))
    questions = told.pop("questions")
    assert told == {
        "schema": "aftercare/question-list/1",
        "as_of": "2026-06-10T12:00:00+08:00",
        "answered": 3,
        "open": 1,
        "median_answer_s": 7200,
        "longest_answer_s": 424800,
        "longest_waiting_s": 72000,
    }
    keys = ("id", "answered", "answer_s", "waiting_s", "calendar", "working_s")
    assert [tuple(question[key] for key in keys) for question in questions] == [
        ("Q-20260601-KPT1", True, 7200, None, "work", 7200),
        ("Q-20260603-M4K4", True, 1200, None, None, None),
        ("Q-20260604-ATE2", True, 424800, None, "work", 73800),
        ("Q-20260609-PEN3", False, None, 72000, "work", 18000),
    ]
    assert [question["promise"] and question["promise"]["state"] for question in questions] == [
        "met",
        None,
        "breached",
        "pending",
    ]


def ids(program: Program, line: str) -> list[str]:
    return [row["id"][-4:] for row in json.loads(program.answer(f"question {line} --format json"))["questions"]]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("list --open", ["PEN3"]),
        ("list --site mill", ["M4K4"]),
        ("list --since 2026-06-03 --until 2026-06-04", ["M4K4", "ATE2"]),
        ("list --since 2026-06-09", ["PEN3"]),
        ("list --open --as-of 2026-06-09T14:59", ["ATE2"]),
        ("list --open --as-of 2026-06-09T15:00", []),
        ("list --as-of 2026-06-02", ["KPT1"]),
        ("search rec", ["KPT1"]),
        ("search NVR", ["ATE2", "KPT1"]),
        ("search nvr 录像", ["ATE2"]),
        ("search oldest --as-of 2026-06-01T10:59", []),
        ("search port --site quay", []),
        ("search port", ["M4K4"]),
        ("search 'oldest recording'", ["KPT1"]),
        ("search 'recording oldest'", []),
        ("search recording oldest", ["KPT1"]),
    ],
)
def test_which_questions_are_given(log: Program, line: str, expected: list[str]) -> None:
    assert ids(log, line) == expected


def test_without_questions_the_list_says_so(harbour: Program) -> None:
    assert harbour.answer("question list") == "0 questions, as of 2026-06-10 12:00\n\nNo question.\n"


def test_what_nobody_asked_is_not_found(log: Program) -> None:
    assert log.answer("question search zebra 斑马") == "No question holds zebra, 斑马.\n"


@pytest.mark.golden
@pytest.mark.parametrize(
    ("name", "line"),
    {
        "question-list.csv": "question list --format csv",
        "question-list.md": "question list --format md",
        "question-show.txt": "question show ATE2",
        "question-show.json": "question show ATE2 --format json",
        "question-search.txt": "question search nvr",
        "question-search.json": "question search nvr --format json",
        "question-search.csv": "question search nvr --format csv",
    }.items(),
)
def test_questions_are_reported(log: Program, name: str, line: str) -> None:
    assert_golden(f"harbour/{name}", log.answer(line))


@pytest.mark.golden
@pytest.mark.parametrize(
    ("name", "settings"),
    {
        "question-search-coloured.txt": {"FORCE_COLOR": "1"},
        "question-search-no-colour-40.txt": {"FORCE_COLOR": "1", "NO_COLOR": "1", "COLUMNS": "40"},
    }.items(),
)
def test_matches_are_marked_on_a_terminal(
    log: Program, monkeypatch: pytest.MonkeyPatch, name: str, settings: dict[str, str]
) -> None:
    for key, value in settings.items():
        monkeypatch.setenv(key, value)
    assert_golden(f"terminal/{name}", log.answer("question search nvr"))


def test_hostile_text_does_nothing_to_the_terminal(log: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    log("question ask quay", "--", "\x1b[31mred\u202e zebra\r\nsecond line")
    told = log.answer("question search zebra")
    assert "\\x1b[31mred\\u202e \x1b[1;32mzebra\x1b[0m second line\n" in told


def test_a_wrong_question_is_told_beside_the_list(log: Program) -> None:
    log.write(f"{FOLDER}/Q-20260601-BAD1.yaml", "id: Q-20260601-BAD1\nsite: quay\nquestion: Why?\n")
    for line in ("question list --site mill", "question search port"):
        outcome = log(line)
        assert (outcome.code, "Q-20260603-M4K4" in outcome.out) == (1, True)
        assert f"{FOLDER}/Q-20260601-BAD1.yaml:" in outcome.err
