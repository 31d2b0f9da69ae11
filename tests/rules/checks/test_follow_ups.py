"""Planned visits that were not made, and visits that do not fit their ticket."""

import datetime as dt

import msgspec
import pytest

from aftercare_cli.model.service import Visit
from aftercare_cli.model.sites import Person
from aftercare_cli.rules.checks import follow_ups
from tests.rules.written import moment, workspace

TICKET = "T-20260310-7F3K"


def told(visit: Visit, now: str = "20T09:00") -> list[str]:
    records = workspace("targets: {}", "reported_at: 10T00:30")
    staff = {"bo": Person(id="bo", name="Bo")}
    found = follow_ups.findings(msgspec.structs.replace(records, visits=[visit], staff=staff), moment(now))
    return [f"{one.severity} {one.code} {'.'.join(map(str, one.field))}: {one.text}; {one.hint}" for one in found]


def march(day: int) -> dt.date:
    return dt.date(2026, 3, day)


@pytest.mark.parametrize(
    ("visit", "expected"),
    [
        (Visit(id="V-1", site="hq", due_on=march(19), visited_on=march(19)), []),
        (Visit(id="V-1", site="hq", due_on=march(20)), []),
        (
            Visit(id="V-1", site="hq", due_on=march(19)),
            [
                (
                    "warning follow-up-overdue due_on: the follow-up visit to hq was due on 2026-03-19;"
                    " make the visit, and record it"
                )
            ],
        ),
        (Visit(id="V-1", site="hq", ticket=TICKET, visited_on=march(10), by="bo"), []),
        # Half past midnight at the site is the day before in Greenwich.
        (
            Visit(id="V-1", site="hq", ticket=TICKET, visited_on=march(9)),
            [
                (
                    f"warning visit-before-ticket visited_on: visited on 2026-03-09, before {TICKET} was reported on"
                    " 2026-03-10; correct the day, or the ticket"
                )
            ],
        ),
        (
            Visit(id="V-1", site="annex", ticket=TICKET, visited_on=march(12)),
            [
                (
                    f"error visit-wrong-site ticket: {TICKET} is a ticket of hq, not of annex;"
                    " name the site of the ticket, or another ticket"
                )
            ],
        ),
        (
            Visit(id="V-1", site="hq", ticket="T-20260310-7F3X", visited_on=march(12), by="bob"),
            [
                f"error unknown-ticket ticket: T-20260310-7F3X does not exist; did you mean {TICKET}?",
                "error unknown-staff by: bob does not exist; did you mean bo?",
            ],
        ),
    ],
)
def test_visits(visit: Visit, expected: list[str]) -> None:
    assert told(visit) == expected


def test_the_day_it_is_due_is_not_over_before_midnight() -> None:
    visit = Visit(id="V-1", site="hq", due_on=march(19))
    assert told(visit, "19T23:59:59") == []
    assert len(told(visit, "20T00:00")) == 1
