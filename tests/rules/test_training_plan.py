"""Training plans over the official days off of 2025 and 2026, worked out by hand, and against a walk day by day."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercare_cli.model.contract import Contract
from aftercare_cli.rules.calendars import Calendars, NoWorkingTimeError
from aftercare_cli.rules.curriculum import CurriculumError
from aftercare_cli.rules.training_plan import TrainingPlan, training_plan
from tests.rules.written import WORKSPACE, contract, settings

CURRICULUM = """
  topics:
    - {number: "1", title: 系统构成及工作原理, days: 2, theory: true}
    - {number: "2", title: 系统特性, days: 2, theory: true}
    - {number: "3", title: 设备配置, days: 2, theory: true}
    - {number: "4", title: 软件编程, days: 2, theory: true}
    - {number: "5", title: 系统操作与使用, days: 3}
    - {number: "6", title: 系统日常维护, days: 3}
    - {number: "6.1", title: 日常维护内容, days: 1}
    - {number: "6.2", title: 紧急情况处理, days: 1}
    - {number: "6.3", title: 设备故障诊断, days: 1}
"""
TERMS = f"""
commissioning_start: 2026-03-02
handover: 2026-03-31
training:
  working_days: 14
{CURRICULUM}"""


def laid(start: str, terms: str = TERMS, about: str = WORKSPACE) -> TrainingPlan:
    return training_plan(contract(terms), Calendars(settings(about)), dt.date.fromisoformat(start))


def topics(plan: TrainingPlan) -> str:
    """Tell the first and last days of the topics, without the years."""
    whole = [lesson for lesson in plan.lessons if not lesson.is_part]
    return " ".join(f"{lesson.days[0]:%m-%d}/{lesson.days[-1]:%m-%d}" for lesson in whole)


def parts(plan: TrainingPlan) -> str:
    return " ".join(f"{lesson.days[0]:%m-%d}" for lesson in plan.lessons if lesson.is_part)


def objections(plan: TrainingPlan) -> list[tuple[str, bool, str]]:
    return [(found.kind, found.is_breach, str(found.text)) for found in plan.objections]


# Spring Festival 2025: off from 28 January to 4 February; Sunday 26 January and Saturday 8 February are worked.
# National Day 2025: off from 1 to 8 October; Sunday 28 September and Saturday 11 October are worked.
# Spring Festival 2026: off from 15 to 23 February; Saturdays 14 and 28 February are worked.
# 2026: Mid-Autumn off from Friday 25 to Sunday 27 September; National Day off from 1 to 7 October; Sunday 20 September
# and Saturday 10 October are worked.
@pytest.mark.parametrize(
    ("start", "expected", "expected_parts"),
    [
        ("2025-01-20", "01-20/01-21 01-22/01-23 01-24/01-26 01-27/02-05 02-06/02-08 02-10/02-12", "02-10 02-11 02-12"),
        ("2025-01-26", "01-26/01-27 02-05/02-06 02-07/02-08 02-10/02-11 02-12/02-14 02-17/02-19", "02-17 02-18 02-19"),
        ("2025-01-29", "02-05/02-06 02-07/02-08 02-10/02-11 02-12/02-13 02-14/02-18 02-19/02-21", "02-19 02-20 02-21"),
        ("2025-02-08", "02-08/02-10 02-11/02-12 02-13/02-14 02-17/02-18 02-19/02-21 02-24/02-26", "02-24 02-25 02-26"),
        ("2025-09-22", "09-22/09-23 09-24/09-25 09-26/09-28 09-29/09-30 10-09/10-11 10-13/10-15", "10-13 10-14 10-15"),
        ("2025-09-28", "09-28/09-29 09-30/10-09 10-10/10-11 10-13/10-14 10-15/10-17 10-20/10-22", "10-20 10-21 10-22"),
        ("2025-10-03", "10-09/10-10 10-11/10-13 10-14/10-15 10-16/10-17 10-20/10-22 10-23/10-27", "10-23 10-24 10-27"),
        ("2025-10-11", "10-11/10-13 10-14/10-15 10-16/10-17 10-20/10-21 10-22/10-24 10-27/10-29", "10-27 10-28 10-29"),
        ("2025-10-20", "10-20/10-21 10-22/10-23 10-24/10-27 10-28/10-29 10-30/11-03 11-04/11-06", "11-04 11-05 11-06"),
        ("2026-02-09", "02-09/02-10 02-11/02-12 02-13/02-14 02-24/02-25 02-26/02-28 03-02/03-04", "03-02 03-03 03-04"),
        ("2026-02-14", "02-14/02-24 02-25/02-26 02-27/02-28 03-02/03-03 03-04/03-06 03-09/03-11", "03-09 03-10 03-11"),
        ("2026-02-20", "02-24/02-25 02-26/02-27 02-28/03-02 03-03/03-04 03-05/03-09 03-10/03-12", "03-10 03-11 03-12"),
        ("2026-02-28", "02-28/03-02 03-03/03-04 03-05/03-06 03-09/03-10 03-11/03-13 03-16/03-18", "03-16 03-17 03-18"),
        ("2026-09-18", "09-18/09-20 09-21/09-22 09-23/09-24 09-28/09-29 09-30/10-09 10-10/10-13", "10-10 10-12 10-13"),
        ("2026-09-20", "09-20/09-21 09-22/09-23 09-24/09-28 09-29/09-30 10-08/10-10 10-12/10-14", "10-12 10-13 10-14"),
        ("2026-10-05", "10-08/10-09 10-10/10-12 10-13/10-14 10-15/10-16 10-19/10-21 10-22/10-26", "10-22 10-23 10-26"),
        ("2026-10-10", "10-10/10-12 10-13/10-14 10-15/10-16 10-19/10-20 10-21/10-23 10-26/10-28", "10-26 10-27 10-28"),
    ],
)
def test_plans_over_days_off_and_days_worked_for_them(start: str, expected: str, expected_parts: str) -> None:
    plan = laid(start)
    assert topics(plan) == expected
    assert parts(plan) == expected_parts
    assert len(plan.days) == 14
    assert [found.kind for found in plan.objections if found.kind == "provisional"] == []


@pytest.mark.parametrize(
    ("start", "last", "is_provisional"),
    [
        ("2026-12-14", "2026-12-31", False),
        # New Year's Day of 2027 is a Friday: counted as one while nobody has published otherwise.
        ("2026-12-15", "2027-01-01", True),
        ("2026-12-28", "2027-01-14", True),
        ("2027-03-01", "2027-03-18", True),
    ],
)
def test_a_year_whose_list_is_not_published_is_provisional(start: str, last: str, is_provisional: bool) -> None:  # noqa: FBT001 - a column of the table
    plan = laid(start, TERMS.replace("2026-03", "2028-03"))
    assert str(plan.days[-1]) == last
    assert [found[:2] for found in objections(plan)] == ([("provisional", False)] if is_provisional else [])


@pytest.mark.parametrize(
    ("start", "codes"),
    [
        ("2026-02-09", []),
        ("2026-02-25", ["after-commissioning"]),
        ("2026-03-12", ["after-commissioning"]),
        ("2026-03-13", ["after-commissioning", "after-handover"]),
    ],
)
def test_theory_before_commissioning_and_all_before_the_handover(start: str, codes: list[str]) -> None:
    plan = laid(start)
    assert sorted(found.kind for found in plan.objections) == codes
    assert {found.kind for found in plan.objections if found.is_breach} == set(codes) & {"after-handover"}


def test_the_last_day_may_be_that_of_the_handover_and_no_later() -> None:
    """From 12 March on the fourteenth working day is the 31st; theory ends on the 23rd."""
    assert str(laid("2026-03-12").days[-1]) == "2026-03-31"
    assert objections(laid("2026-03-13")) == [
        ("after-handover", True, "the plan ends on 2026-04-01, after the handover on 2026-03-31"),
        ("after-commissioning", False, "the theory ends on 2026-03-24, but commissioning begins on 2026-03-02"),
    ]


def test_theory_may_end_on_the_day_before_commissioning_and_no_later() -> None:
    """Eight working days before Monday 2 March: Saturday 28 February is worked, the festival is not."""
    assert objections(laid("2026-02-12")) == []
    assert [found[0] for found in objections(laid("2026-02-13"))] == ["after-commissioning"]


def test_the_customers_written_choice_wins_over_both_days() -> None:
    chosen = TERMS + "  owner_choice: {until: 2026-04-20, evidence: Letter of 2 March}\n"
    assert objections(laid("2026-03-13", chosen)) == []
    assert objections(laid("2026-04-01", chosen)) == [
        ("after-handover", True, "the plan ends on 2026-04-21, after 2026-04-20, which the customer chose")
    ]
    earlier = TERMS + "  owner_choice: {until: 2026-03-04, evidence: Letter of 2 February}\n"
    assert objections(laid("2026-02-09", earlier)) == []
    assert [found[:2] for found in objections(laid("2026-02-10", earlier))] == [("after-handover", True)]


def test_without_a_handover_nothing_is_broken() -> None:
    assert objections(laid("2026-03-13", f"training:\n{CURRICULUM}")) == []


def test_a_plan_follows_the_terms_in_force_when_training_is_due() -> None:
    amended = TERMS + (
        "amendments:\n"
        '  - {from: 2026-03-01, training: {topics: [{number: "7", title: 操作, days: 1}]}}\n'
        '  - {from: 2026-06-01, training: {topics: [{number: "8", title: 新系统, days: 2}]}}\n'
    )
    assert [lesson.topic.number for lesson in laid("2026-02-09", amended).lessons] == ["7"]
    assert [lesson.topic.number for lesson in laid("2026-05-29", amended).lessons] == ["7"]
    assert [lesson.topic.number for lesson in laid("2026-06-01", amended).lessons] == ["8"]


def test_roles_attend_what_the_contract_names_for_them() -> None:
    terms = TERMS + (
        '  roles:\n    senior_admin: {topics: ["1", "4"]}\n    operator: {topics: ["5", "6.1", "6.2"]}\n'
        "    maintenance_admin: {}\n"
    )
    told = {
        lesson.topic.number: "".join(role[0] for role in lesson.roles) for lesson in laid("2026-02-09", terms).lessons
    }
    assert told == {
        "1": "sm",
        "2": "m",
        "3": "m",
        "4": "sm",
        "5": "om",
        "6": "om",
        "6.1": "om",
        "6.2": "om",
        "6.3": "m",
    }


@pytest.mark.parametrize(
    ("calendar", "expected"),
    [
        # Without a list of days off, on Saturdays too, from a Friday.
        ("work: {mon-sat: ['08:00-12:00'], holidays: none}", "09-18/09-19 09-21/09-22 09-23/09-24 09-25/09-26"),
        # Single dates win over weekdays and over the official list.
        (
            "work: {mon-fri: ['08:00-12:00'], except: {2026-09-19: ['08:00-12:00'], 2026-09-20: [], 2026-09-22: []}}",
            "09-18/09-19 09-21/09-23 09-24/09-28 09-29/09-30",
        ),
        # Without a calendar called work: Monday to Friday, with the official list.
        ("other: {sat: ['08:00-12:00']}", "09-18/09-20 09-21/09-22 09-23/09-24 09-28/09-29"),
    ],
)
def test_the_working_days_are_those_of_the_workspace(calendar: str, expected: str) -> None:
    about = WORKSPACE.partition("calendars:")[0] + f"calendars:\n  {calendar}\n"
    assert topics(laid("2026-09-18", about=about)).startswith(expected)


def test_the_contract_may_name_another_calendar() -> None:
    always = TERMS + "  calendar: 24x7\n"
    assert (
        topics(laid("2026-10-01", always)) == "10-01/10-02 10-03/10-04 10-05/10-06 10-07/10-08 10-09/10-11 10-12/10-14"
    )
    assert {found.kind for found in laid("2027-01-01", always).objections} == {"after-commissioning", "after-handover"}
    weekend = WORKSPACE + "  weekend: {sat-sun: ['09:00-17:00'], holidays: none}\n"
    told = topics(laid("2026-10-01", TERMS + "  calendar: weekend\n", weekend))
    assert told == "10-03/10-04 10-10/10-11 10-17/10-18 10-24/10-25 10-31/11-07 11-08/11-15"


def test_a_calendar_without_working_days_is_no_endless_search() -> None:
    about = WORKSPACE.partition("calendars:")[0] + "calendars:\n  work: {except: {2026-03-02: ['09:00-12:00']}}\n"
    with pytest.raises(NoWorkingTimeError, match="the calendar work has no working time after 2026-03-02"):
        laid("2026-03-01", about=about)


def test_a_topic_of_centuries_ends_with_the_calendar() -> None:
    endless = 'training: {calendar: 24x7, topics: [{number: "1", title: 操作, days: 999999}]}'
    with pytest.raises(NoWorkingTimeError, match="the calendar ends at the year 9999"):
        laid("9998-01-01", endless)


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ("handover: 2026-03-31", "hq-cctv has no curriculum"),
        ("training: {place: 会议室}", "hq-cctv has no curriculum"),
        (
            TERMS.replace("working_days: 14", "working_days: 15"),
            "the topics take 14 working days, the contract says 15",
        ),
        (TERMS.replace('"6.3"', '"7.3"'), "the topic 7.3 lies inside 7, which is not listed"),
        (TERMS.replace('"6.3"', '"6.2"'), "the topic 6.2 is listed twice"),
        (TERMS.replace('"6.3"', '"5.3"'), "the topic 5 takes 3 days, its parts 1"),
        (TERMS.replace('"6.3"', '""'), "a topic has no number"),
        (f"{TERMS}  roles: {{operator: {{topics: ['5', '9']}}}}\n", "9 is no topic of the curriculum"),
    ],
)
def test_a_curriculum_that_does_not_add_up_is_no_plan(terms: str, said: str) -> None:
    with pytest.raises(CurriculumError, match=f"^{said}$"):
        laid("2026-03-02", terms)


OFF: Final = {
    *(dt.date(2026, 2, day) for day in range(15, 24)),
    *(dt.date(2026, 9, day) for day in range(25, 28)),
    *(dt.date(2026, 10, day) for day in range(1, 8)),
}
WORKED: Final = {dt.date(2026, 2, 14), dt.date(2026, 2, 28), dt.date(2026, 9, 20), dt.date(2026, 10, 10)}
OTHERS: Final = {
    dt.date(2026, month, day)
    for month, days in {1: [1, 2, 3], 4: [4, 5, 6], 5: [1, 2, 3, 4, 5], 6: [19, 20, 21]}.items()
    for day in days
}
OTHERS_WORKED: Final = {dt.date(2026, 1, 4), dt.date(2026, 5, 9)}

days_of_2026 = st.dates(dt.date(2026, 1, 1), dt.date(2026, 9, 30))
numbers_of_days = st.lists(st.integers(1, 5), min_size=1, max_size=5)


def walked(start: dt.date, lengths: Sequence[int], week: set[int], singles: dict[dt.date, bool]) -> list[list[dt.date]]:
    """Fill topics with working days, one day after the other, as somebody with the official list on paper would."""
    day, found = start, [list[dt.date]() for _ in lengths]
    for topic, length in zip(found, lengths, strict=True):
        while len(topic) < length:
            if day in singles:
                is_worked = singles[day]
            elif day in OFF | OTHERS:
                is_worked = False
            else:
                is_worked = day.isoweekday() in week or day in WORKED | OTHERS_WORKED
            if is_worked:
                topic.append(day)
            day += dt.timedelta(days=1)
    return found


def taught(lengths: Sequence[int], calendar: str) -> Contract:
    rows = "".join(f'    - {{number: "{place}", title: 课, days: {days}}}\n' for place, days in enumerate(lengths, 1))
    return contract(f"training:\n  {calendar}\n  topics:\n{rows}")


@given(
    start=days_of_2026,
    lengths=numbers_of_days,
    singles=st.dictionaries(days_of_2026, st.booleans(), max_size=30),
    has_saturdays=st.booleans(),
)
def test_against_a_walk_day_by_day(
    start: dt.date,
    lengths: list[int],
    singles: dict[dt.date, bool],
    has_saturdays: bool,  # noqa: FBT001 - drawn
) -> None:
    week = "mon-sat" if has_saturdays else "mon-fri"
    dates = ", ".join(f"{day}: [{'09:00-12:00' if is_worked else ''}]" for day, is_worked in singles.items())
    about = WORKSPACE.partition("calendars:")[0] + (
        f"calendars:\n  work: {{{week}: ['09:00-12:00'], except: {{{dates}}}}}\n".replace("[]", "[ ]")
    )
    plan = training_plan(taught(lengths, "place: 会议室"), Calendars(settings(about)), start)
    expected = walked(start, lengths, {1, 2, 3, 4, 5, 6} if has_saturdays else {1, 2, 3, 4, 5}, singles)
    assert [list(lesson.days) for lesson in plan.lessons] == expected


@given(start=st.dates(dt.date(2026, 1, 1), dt.date(2030, 1, 1)), lengths=numbers_of_days)
def test_against_a_walk_where_every_day_is_worked(start: dt.date, lengths: list[int]) -> None:
    plan = training_plan(taught(lengths, "calendar: 24x7"), Calendars(settings()), start)
    assert list(plan.days) == [start + dt.timedelta(days=count) for count in range(sum(lengths))]
    assert [len(lesson.days) for lesson in plan.lessons] == lengths
