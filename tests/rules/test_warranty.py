"""How long a contract is served: the corresponding day, month ends clamped; checked against a calendar on paper."""

import datetime as dt

import pytest

from aftercare_cli.rules import warranty
from tests.rules.promises.recorded import plan


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
