"""Facts later than the moment they are looked at."""

import datetime as dt

import pytest

from aftercare_cli.model.service import Inspection, Question, Unsafe, Visit
from aftercare_cli.rules.checks import future
from tests.rules.written import ARRIVAL, Records, moment, settings, workspace

HISTORY = "events: [{at: 10T09:30, type: answered}, {at: 10T10:00, type: arrived}]"


@pytest.mark.parametrize(
    ("now", "fields"),
    [
        ("10T08:59:59", [("reported_at",)]),
        ("10T09:00", [("events", 0), ("events", 1)]),
        ("10T09:30", [("events", 1)]),
        ("10T10:00", []),
    ],
)
def test_what_is_later_than_now_is_told(now: str, fields: list[tuple[str | int, ...]]) -> None:
    found = list(future.findings(workspace(ARRIVAL, HISTORY), moment(now)))
    assert [finding.field for finding in found] == fields
    assert {(finding.code, finding.severity) for finding in found} <= {("in-the-future", "warning")}


def test_both_times_are_named() -> None:
    records = workspace(ARRIVAL, HISTORY)
    told = [str(found.text) for now in ("10T08:00", "10T09:30") for found in future.findings(records, moment(now))]
    report, event = (text.replace("2026-03-10 ", "").replace(":00+08:00", "") for text in told)
    assert report == "was reported at 09:00, which is later than 08:00: no report shows it"
    assert event == "arrived on site at 10:00, which is later than 09:30: it does not count yet"


def test_facts_of_other_records_are_told_by_the_second_and_by_the_day() -> None:
    """Days are those of the workspace, in Shanghai."""
    now = moment("10T09:00")
    late = now + dt.timedelta(seconds=1)
    records = Records(
        settings=settings(),
        inspections=(
            Inspection(id="I-20260310-0001", site="hq", period="2026-03", inspected_at=now, signed_at=late),
            Inspection(id="I-20260310-0002", site="hq", period="2026-03"),
        ),
        hazards=(Unsafe(id="H-20260310-0001", site="hq", found_at=now, description="x", closed_at=late),),
        visits=(
            Visit(id="V-20260310-0001", site="hq", visited_on=dt.date(2026, 3, 10), due_on=dt.date(2026, 3, 20)),
            Visit(id="V-20260311-0001", site="hq", visited_on=dt.date(2026, 3, 11)),
        ),
        questions=(Question(id="Q-20260310-0001", site="hq", asked_at=late, question="x"),),
    )
    found = list(future.findings(records, now))
    assert [(finding.path[8:-5], finding.field[0]) for finding in found] == [
        ("inspections/2026/03/I-20260310-0001", "signed_at"),
        ("hazards/2026/H-20260310-0001", "closed_at"),
        ("visits/2026/V-20260311-0001", "visited_on"),
        ("questions/2026/Q-20260310-0001", "asked_at"),
    ]
    assert {(finding.code, finding.severity) for finding in found} == {("in-the-future", "warning")}
