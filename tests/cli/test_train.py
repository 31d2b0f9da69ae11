"""Training as it is planned and looked at: the sample's curriculum over working days, and who was trained in what."""

import datetime as dt
import json

import pytest

from tests.cli.golden import assert_golden
from tests.cli.icalendar_file import Component, day, read_calendar
from tests.cli.program import SAMPLE_NOW, Program

PLAN = "train plan p2025 --start"
BREACH = "breach: the plan ends on {}, after the handover on 2025-12-29\n"
LATE = "warning: the theory ends on {}, but commissioning begins on 2025-11-10\n"


@pytest.mark.golden
@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("train-plan.txt", f"{PLAN} 2025-10-20"),
        ("train-plan.json", f"{PLAN} 2025-10-20 --format json"),
        ("train-plan.csv", f"{PLAN} 2025-10-20 --format csv"),
        ("train-plan.md", f"{PLAN} 2025-10-20 --format md"),
        ("train-list.txt", "train list"),
        ("train-list.csv", "train list --format csv"),
        ("train-list.json", "train list --contract p2024 --format json"),
        ("train-list-earlier.txt", "train list --as-of 2025-10-31"),
        ("train-list-none.txt", "train list --open"),
        ("train-show.txt", "train show 0205"),
        ("train-show.json", "train show 0271 --format json"),
        ("train-coverage.txt", "train coverage p2025"),
        ("train-coverage.json", "train coverage p2025 --format json"),
        ("train-coverage.csv", "train coverage p2025 --format csv"),
        ("train-coverage-earlier.txt", "train coverage p2025 --as-of 2025-11-05"),
        ("train-coverage-role.txt", "train coverage p2025 --role operator"),
        ("train-coverage-person.txt", "train coverage p2025 --person 学员06 --as-of 2025-12-09"),
        ("train-coverage-paper.txt", "train coverage p2024"),
        ("train-coverage-all.txt", "train coverage"),
        ("train-coverage-all.json", "train coverage --format json"),
    ],
)
def test_reports_of_the_sample(sample: Program, name: str, line: str) -> None:
    assert_golden(f"sample/{name}", sample.answer(line, now=SAMPLE_NOW))


@pytest.mark.parametrize(
    ("start", "codes", "said"),
    [
        ("2025-10-20", {"": 0, "breach": 0, "warning": 0}, ""),
        # The fourteenth working day from 10 December on is the 29th; the theory takes until the 19th.
        ("2025-12-10", {"": 0, "breach": 0, "warning": 1}, LATE.format("2025-12-19")),
        ("2025-12-11", {"": 0, "breach": 1, "warning": 1}, BREACH.format("2025-12-30") + LATE.format("2025-12-22")),
        (
            "2025-10-18",
            {"": 0, "warning": 0},
            "note: 2025-10-18 is no working day: the plan begins on 2025-10-20\n",
        ),
        (
            "2026-12-15",
            {"": 0, "breach": 1},
            (
                BREACH.format("2027-01-01")
                + LATE.format("2026-12-24")
                + "warning: a year whose official list of days off is not published is counted by its weekdays\n"
            ),
        ),
    ],
)
def test_what_speaks_against_a_plan(sample: Program, start: str, codes: dict[str, int], said: str) -> None:
    for fail_on, code in codes.items():
        outcome = sample(f"{PLAN} {start} --format csv{f' --fail-on {fail_on}' if fail_on else ''}", now=SAMPLE_NOW)
        assert (outcome.code, outcome.err) == (code, said)
        assert outcome.out.startswith("number,start,end,working_days,roles,title\n")


def test_findings_are_in_the_document_too(sample: Program) -> None:
    plan = json.loads(sample(f"{PLAN} 2026-12-15 --format json", now=SAMPLE_NOW).out)
    assert (plan["start"], plan["end"], plan["working_days"]) == ("2026-12-15", "2027-01-01", 14)
    assert plan["provisional"] is True
    assert [(found["code"], found["severity"]) for found in plan["findings"]] == [
        ("after-handover", "breach"),
        ("after-commissioning", "warning"),
        ("provisional", "warning"),
    ]


def test_a_day_may_be_told_in_words(sample: Program) -> None:
    plan = json.loads(sample(f"{PLAN} tomorrow --format json", now=SAMPLE_NOW).out)
    assert plan["topics"][0]["dates"] == ["2026-04-30", "2026-05-06"]


def told(event: Component) -> tuple[str, str, str, str]:
    """Give an entry: what, its first and its last day, and its id."""
    last = day(event.one("DTEND")) - dt.timedelta(days=1)
    return event.text("SUMMARY"), str(day(event.one("DTSTART"))), str(last), event.text("UID")


# Saturday 14 February is worked, the festival is not; so is Saturday 28 February, and the Sunday after it is not.
@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (
            "2026-02-12",
            [
                ("Training 1 System composition and working principles", "2026-02-12", "2026-02-13", "1.1"),
                ("Training 2 System characteristics", "2026-02-14", "2026-02-14", "2.1"),
                ("Training 2 System characteristics", "2026-02-24", "2026-02-24", "2.2"),
                ("Training 3 Equipment configuration", "2026-02-25", "2026-02-26", "3.1"),
                ("Training 4 Software programming", "2026-02-27", "2026-02-28", "4.1"),
                ("Training 5 System operation and use", "2026-03-02", "2026-03-04", "5.1"),
                ("Training 6.1 Routine maintenance tasks", "2026-03-05", "2026-03-05", "6.1.1"),
                ("Training 6.2 Emergency handling", "2026-03-06", "2026-03-06", "6.2.1"),
                ("Training 6.3 Fault diagnosis", "2026-03-09", "2026-03-09", "6.3.1"),
            ],
        ),
        (
            "2026-02-24",
            [
                ("Training 1 System composition and working principles", "2026-02-24", "2026-02-25", "1.1"),
                ("Training 2 System characteristics", "2026-02-26", "2026-02-27", "2.1"),
                ("Training 3 Equipment configuration", "2026-02-28", "2026-02-28", "3.1"),
                ("Training 3 Equipment configuration", "2026-03-02", "2026-03-02", "3.2"),
                ("Training 4 Software programming", "2026-03-03", "2026-03-04", "4.1"),
                ("Training 5 System operation and use", "2026-03-05", "2026-03-06", "5.1"),
                ("Training 5 System operation and use", "2026-03-09", "2026-03-09", "5.3"),
                ("Training 6.1 Routine maintenance tasks", "2026-03-10", "2026-03-10", "6.1.1"),
                ("Training 6.2 Emergency handling", "2026-03-11", "2026-03-11", "6.2.1"),
                ("Training 6.3 Fault diagnosis", "2026-03-12", "2026-03-12", "6.3.1"),
            ],
        ),
    ],
)
def test_a_calendar_has_an_entry_for_each_unbroken_run_of_days(
    sample: Program, start: str, expected: list[tuple[str, str, str, str]]
) -> None:
    outcome = sample(f"{PLAN} {start} --format ics", now=SAMPLE_NOW)
    calendar = read_calendar(outcome.out.encode())
    assert [told(event) for event in calendar.components] == [
        (summary, first, last, f"training-plan.p2025.{number}@aftercare") for summary, first, last, number in expected
    ]
    assert calendar.text("X-WR-CALNAME") == "P2025 望川样例仓储中心(虚构): training"


def test_an_entry_says_who_attends_and_where(sample: Program) -> None:
    calendar = read_calendar(sample(f"{PLAN} 2026-02-24 --format ics", now=SAMPLE_NOW).out.encode())
    assert calendar.components[6].text("DESCRIPTION") == (
        "Contract: P2025 望川样例仓储中心(虚构)\n"
        "Place: 业主指定地点\n"
        "Who attends: senior system administrator, maintenance administrator, operator\n"
        "Days: 3 to 3 of 3"
    )


@pytest.mark.parametrize(
    ("line", "error", "hint"),
    [
        (f"{PLAN} soon", "soon is not a day", "write a day like 2026-11-22, or yesterday"),
        (f"{PLAN} 2026-10", "2026-10 is not a day", "write a day like 2026-11-22, or yesterday"),
        (
            "train plan p202 --start 2026-10-20",
            "p202 may mean 3 records",
            "write more of the id: p2022, p2024, p2025",
        ),
        (
            "train coverage --role operator",
            "a role or a person is of one contract",
            "name the contract: aftercare train coverage CONTRACT",
        ),
        ("train coverage p2025 --role operater", "p2025 trains no operater", "did you mean operator?"),
        ("train coverage p2024 --person 学员06", "no attendance list names 学员06", "there is none yet"),
    ],
)
def test_what_cannot_be_shown_is_refused(sample: Program, line: str, error: str, hint: str) -> None:
    assert sample.refusal(line, now=SAMPLE_NOW) == f"error: {error}\nhint: {hint}\n"


def test_without_a_curriculum_there_is_no_plan(harbour: Program) -> None:
    said = (
        "error: port-cctv has no curriculum\n"
        "hint: write one into the contract: training, with its topics and their days\n"
    )
    assert harbour.refusal("train plan port-cctv --start 2026-06-15") == said
    assert harbour.refusal("train coverage port-cctv") == said
    assert harbour.refusal("train show 0001") == (
        "error: no training session is called 0001\nhint: there is none yet\n"
    )
    assert harbour.answer("train coverage") == "0 curricula\n\nNo contract has a curriculum.\n"
    assert harbour.answer("train list") == "0 training sessions\n\nNo training session.\n"


def test_a_broken_session_is_told_beside_the_list(harbour: Program) -> None:
    harbour.write("records/training/2026/R-20260601-000A.yaml", "id: R-20260601-000A\ncontract: port-cctv\n")
    outcome = harbour("train list")
    assert (outcome.code, outcome.out) == (1, "0 training sessions\n\nNo training session.\n")
    assert "records/training/2026/R-20260601-000A.yaml:1:1: error[missing-key]: the key role is missing" in outcome.err
    assert outcome.err.endswith("1 record is wrong: what is shown above is incomplete (aftercare check)\n")
