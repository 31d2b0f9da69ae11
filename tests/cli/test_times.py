"""Days as people type them, where the clocks change at midnight."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from aftercare_cli.cli.times import TimeInputError, read_day_or_time
from tests.cli.program import Program

NOW = dt.datetime(2026, 9, 10, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("zone", "text", "begin", "end"),
    [
        ("Asia/Shanghai", "2026-09-06", "2026-09-06T00:00:00+08:00", "2026-09-07T00:00:00+08:00"),
        # The clocks skip midnight: the day begins at one.
        ("America/Santiago", "2026-09-06", "2026-09-06T01:00:00-03:00", "2026-09-07T00:00:00-03:00"),
        ("America/Santiago", "2026-09-05", "2026-09-05T00:00:00-04:00", "2026-09-06T01:00:00-03:00"),
        ("Africa/Cairo", "2026-04-24", "2026-04-24T01:00:00+03:00", "2026-04-25T00:00:00+03:00"),
        # Midnight comes twice: the day begins at the first.
        ("America/Havana", "2026-11-01", "2026-11-01T00:00:00-04:00", "2026-11-02T00:00:00-05:00"),
        ("America/Santiago", "2026-09", "2026-09-01T00:00:00-04:00", "2026-10-01T00:00:00-03:00"),
        ("America/Santiago", "yesterday", "2026-09-09T00:00:00-03:00", "2026-09-10T00:00:00-03:00"),
    ],
)
def test_a_day_begins_at_its_first_moment(zone: str, text: str, begin: str, end: str) -> None:
    timezone = ZoneInfo(zone)
    assert read_day_or_time(text, NOW, timezone).isoformat() == begin
    assert read_day_or_time(text, NOW, timezone, is_end=True).isoformat() == end


@pytest.mark.parametrize("text", ["0001-01-01", "2026-02-30", "2026-13", "soon"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(TimeInputError) as caught:
        read_day_or_time(text, NOW, ZoneInfo("Asia/Shanghai"))
    assert str(caught.value) == f"{text} is not a time"


def test_a_time_that_the_clocks_skip_is_refused_still() -> None:
    with pytest.raises(TimeInputError, match="does not exist in America/Santiago"):
        read_day_or_time("2026-09-06T00:30", NOW, ZoneInfo("America/Santiago"))


def test_a_list_can_begin_on_a_day_without_midnight(harbour: Program) -> None:
    path = "records/aftercare.yaml"
    harbour.write(path, harbour.text(path).replace("timezone: Asia/Shanghai", "timezone: America/Santiago"))
    for line in ("ticket list --since 2026-09-06", "sla report --since 2026-09-06 --until 2026-09-06"):
        assert harbour(line, now="2026-09-10T12:00-03:00").code == 0
