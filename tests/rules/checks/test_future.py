"""Facts later than the moment they are looked at."""

import pytest

from aftercare_cli.rules.checks import future
from tests.rules.written import ARRIVAL, moment, workspace

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
