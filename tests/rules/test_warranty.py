"""How long a contract is served: the corresponding day, month ends clamped; checked against a calendar on paper."""

import calendar
import datetime as dt

import pytest

from aftercare_cli.rules import warranty
from tests.rules.promises.recorded import plan

DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("begin", "months", "last"),
    [
        ("2022-08-31", 36, "2025-08-31"),
        ("2024-02-29", 36, "2027-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2024-02-28", 12, "2025-02-28"),
        # The corresponding day, not the month's end.
        ("2021-02-28", 36, "2024-02-28"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-01-30", 1, "2026-02-28"),
        ("2026-01-28", 1, "2026-02-28"),
        ("2026-03-31", 1, "2026-04-30"),
        ("2026-03-31", 2, "2026-05-31"),
        ("2026-10-31", 4, "2027-02-28"),
        ("2026-12-31", 1, "2027-01-31"),
        ("2026-12-01", 1, "2027-01-01"),
        ("2099-02-28", 12, "2100-02-28"),
        ("2096-02-29", 48, "2100-02-28"),  # 2100 is no leap year
        ("2000-02-29", 1200, "2100-02-28"),
        ("2026-01-31", 999_999, "9999-12-31"),
    ],
)
def test_the_last_day_is_the_corresponding_one(begin: str, months: int, last: str) -> None:
    contract = plan(f"acceptance: {begin}\nhandover: {begin}\nwarranty: {{months: {months}}}")
    assert warranty.last_day(contract) == dt.date.fromisoformat(last)


@pytest.mark.parametrize(
    ("dates", "begin", "last"),
    [
        ("acceptance: 2024-06-18\nhandover: 2024-06-25\n", "2024-06-25", "2027-06-25"),
        ("acceptance: 2024-06-25\nhandover: 2024-06-18\n", "2024-06-25", "2027-06-25"),
        ("acceptance: 2022-08-30\nhandover: 2022-08-31\n", "2022-08-31", "2025-08-31"),
        ("handover: 2024-06-25\n", None, None),
        ("acceptance: 2024-06-25\n", None, None),
        ("", None, None),
    ],
)
def test_it_starts_with_the_later_of_acceptance_and_handover(dates: str, begin: str | None, last: str | None) -> None:
    contract = plan(f"{dates}warranty: {{months: 36}}")
    found = warranty.begins(contract), warranty.last_day(contract)
    assert found == tuple(None if day is None else dt.date.fromisoformat(day) for day in (begin, last))


def test_without_a_warranty_there_is_no_last_day() -> None:
    contract = plan("acceptance: 2024-06-18\nhandover: 2024-06-25")
    assert (warranty.last_day(contract), warranty.served_until(contract)) == (None, None)


@pytest.mark.parametrize(
    ("terms", "last"),
    [
        ("warranty: {months: 12}", "2025-06-25"),
        ("warranty: {months: 12}\nservice_until: 2025-06-24", "2025-06-25"),
        ("warranty: {months: 12}\nservice_until: 2025-06-26", "2025-06-26"),
        ("service_until: 2024-12-31", "2024-12-31"),
    ],
)
def test_the_service_ends_with_the_later_of_warranty_and_agreement(terms: str, last: str) -> None:
    contract = plan(f"acceptance: 2024-06-18\nhandover: 2024-06-25\n{terms}")
    assert warranty.served_until(contract) == dt.date.fromisoformat(last)


def test_a_warranty_that_has_not_begun_has_not_ended() -> None:
    contract = plan("handover: 2024-06-25\nwarranty: {months: 12}\nservice_until: 2024-12-31")
    assert warranty.served_until(contract) == dt.date.max


# The sample's three contracts and two more, worked out on paper: first and last day, both covered.
@pytest.mark.parametrize(
    ("acceptance", "handover", "first", "last"),
    [
        ("2024-06-18", "2024-06-25", "2024-06-25", "2027-06-25"),
        ("2025-12-24", "2025-12-29", "2025-12-29", "2028-12-29"),
        ("2022-08-30", "2022-08-31", "2022-08-31", "2025-08-31"),  # a Sunday: it does not roll on
        ("2024-02-20", "2024-02-29", "2024-02-29", "2027-02-28"),  # no 29 February 2027
        ("2021-02-20", "2021-02-28", "2021-02-28", "2024-02-28"),  # the corresponding day, not the month's end
    ],
)
def test_both_the_first_and_the_last_day_are_covered(acceptance: str, handover: str, first: str, last: str) -> None:
    cover = warranty.of_contract(plan(f"acceptance: {acceptance}\nhandover: {handover}\nwarranty: {{months: 36}}"))
    begin, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    assert (cover.first, cover.last, cover.months, cover.missing) == (begin, end, 36, ())
    days = [begin - DAY, begin, end, end + DAY]
    assert [cover.holds(day) for day in days] == [False, True, True, False]
    assert [cover.state(day) for day in days] == ["not_started", "in_warranty", "in_warranty", "ended"]
    assert [cover.days_left(day) for day in (begin - DAY, end - DAY, end, end + DAY)] == [None, 1, 0, None]
    # What is not handed over yet is still the company's to mend.
    assert [cover.is_borne(day) for day in days] == [True, True, True, False]


@pytest.mark.parametrize(
    ("terms", "missing", "reasons", "is_borne"),
    [
        ("handover: 2024-06-25\nwarranty: {months: 36}", ("acceptance",), ["not accepted yet"], True),
        ("acceptance: 2024-06-25\nwarranty: {months: 36}", ("handover",), ["not handed over yet"], True),
        (
            "warranty: {months: 36}",
            ("acceptance", "handover"),
            ["not accepted yet", "not handed over yet"],
            True,
        ),
        (
            "acceptance: 2024-06-18\nhandover: 2024-06-25",
            ("warranty",),
            ["the contract hq-cctv names no warranty"],
            False,
        ),
    ],
)
def test_what_is_missing_is_said(terms: str, missing: tuple[str, ...], reasons: list[str], *, is_borne: bool) -> None:
    cover = warranty.of_contract(plan(terms))
    assert (cover.first, cover.last, cover.missing) == (None, None, missing)
    assert [str(reason) for reason in cover.reasons] == reasons
    day = dt.date(2030, 1, 1)
    assert (cover.state(day), cover.holds(day), cover.is_borne(day)) == ("not_started", False, is_borne)


STARTED = "accepted on 2024-06-18, handed over on 2024-06-25: it starts on the later day, 2024-06-25"
BASE = "36 months from 2024-06-25: the corresponding day is the last one, 2027-06-25"


@pytest.mark.parametrize(
    ("amendments", "today", "last", "told"),
    [
        # From the last day on it is in time, a day later it is not.
        (
            "{from: 2027-06-25, warranty: {months: 48}}",
            None,
            "2028-06-25",
            "amended from 2027-06-25 on: 48 months, last day 2028-06-25",
        ),
        (
            "{from: 2027-06-26, warranty: {months: 48}}",
            None,
            "2027-06-25",
            "the amendment of 2027-06-26 to 48 months came after the end, and revives nothing",
        ),
        # One that is agreed for later days is announced, and does not count yet.
        (
            "{from: 2027-06-01, warranty: {months: 48}}",
            "2027-05-31",
            "2027-06-25",
            "from 2027-06-01 on an amendment makes it 48 months",
        ),
        (
            "{from: 2027-06-01, warranty: {months: 48}}",
            "2027-06-01",
            "2028-06-25",
            "amended from 2027-06-01 on: 48 months, last day 2028-06-25",
        ),
        # A shorter one takes nothing from the days before it.
        (
            "{from: 2026-01-10, warranty: {months: 24}}",
            None,
            "2026-06-25",
            "amended from 2026-01-10 on: 24 months, last day 2026-06-25",
        ),
        (
            "{from: 2026-07-10, warranty: {months: 24}}",
            None,
            "2026-07-09",
            "amended from 2026-07-10 on: 24 months, last day 2026-07-09",
        ),
    ],
)
def test_an_amendment_extends_what_still_runs(amendments: str, today: str | None, last: str, told: str) -> None:
    terms = "acceptance: 2024-06-18\nhandover: 2024-06-25\nwarranty: {months: 36}\namendments: ["
    cover = warranty.of_contract(plan(f"{terms}{amendments}]"), None if today is None else dt.date.fromisoformat(today))
    assert cover.last == dt.date.fromisoformat(last)
    assert [str(reason) for reason in cover.reasons] == [STARTED, BASE, told]


def test_extensions_follow_each_other_in_the_order_of_their_days() -> None:
    contract = plan(
        "acceptance: 2020-01-31\nhandover: 2020-01-31\nwarranty: {months: 12}\namendments:\n"
        # 24 months end on 2022-01-31, 36 months on 2023-01-31; the third comes after that.
        "- {from: 2022-01-31, warranty: {months: 36}}\n"
        "- {from: 2023-02-01, warranty: {months: 60}}\n"
        "- {from: 2021-01-31, warranty: {months: 24}}\n"
        "- {from: 2023-03-01, warranty: {months: 12}}\n"
    )
    found = [(str(stage.since), str(stage.last), stage.amendment, stage.is_void) for stage in warranty.stages(contract)]
    assert found == [
        ("2020-01-31", "2021-01-31", None, False),
        ("2021-01-31", "2022-01-31", 2, False),
        ("2022-01-31", "2023-01-31", 0, False),
        ("2023-02-01", "2025-01-31", 1, True),
    ]


def test_what_is_agreed_before_the_begin_is_what_it_begins_with() -> None:
    contract = plan(
        "acceptance: 2024-06-18\nhandover: 2024-06-25\nwarranty: {months: 36}\n"
        "amendments: [{from: 2024-01-01, warranty: {months: 24}}]"
    )
    found = [(str(stage.since), str(stage.last)) for stage in warranty.stages(contract)]
    assert found == [("2024-06-25", "2026-06-25")]


def test_an_amendment_may_grant_a_warranty_that_there_was_not() -> None:
    contract = plan(
        "acceptance: 2024-06-18\nhandover: 2024-06-25\namendments: [{from: 2025-01-01, warranty: {months: 24}}]"
    )
    after = warranty.of_contract(contract, dt.date(2025, 1, 1))
    assert (after.first, after.last) == (dt.date(2025, 1, 1), dt.date(2026, 6, 25))
    before = warranty.of_contract(contract, dt.date(2024, 12, 31))
    assert (before.first, before.missing) == (None, ("warranty",))


def test_a_clamped_end_is_explained() -> None:
    cover = warranty.of_contract(plan("acceptance: 2024-02-20\nhandover: 2024-02-29\nwarranty: {months: 36}"))
    assert str(cover.reasons[1]) == (
        "36 months from 2024-02-29: that month has no such day, so its end is the last day, 2027-02-28"
    )


@pytest.mark.parametrize("months", [1, 2, 11, 12, 13, 24, 36, 48, 60])
def test_no_day_of_five_years_is_off_by_one(months: int) -> None:
    day = dt.date(2023, 12, 1)
    while day < dt.date(2028, 4, 1):
        year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
        # The calendar's own length of that month.
        length = calendar.monthrange(year, month + 1)[1]
        assert warranty.corresponding(day, months) == dt.date(year, month + 1, min(day.day, length))
        day += DAY
