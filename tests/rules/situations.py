"""Working hours, moments and pauses around the days on which counting goes wrong."""

import datetime as dt
from collections.abc import Mapping
from typing import Final, NamedTuple

from hypothesis import strategies as st

from aftercare_cli.model.settings import Settings
from aftercare_cli.rules.calendars import Calendars, WorkingHours
from aftercare_cli.rules.clock import Pause
from aftercare_cli.store.decode import decode
from tests.rules.minutes import DAY, MINUTE, WEEKDAYS, Hours

QUARTER: Final = 15
"""Everything happens on a quarter of an hour: moments often meet the ends of slots, pauses and clock changes."""

WINDOWS: Final = (
    ("Asia/Shanghai", dt.datetime(2026, 1, 1, 16, tzinfo=dt.UTC), 4),  # Sunday 4 January is worked
    ("Asia/Shanghai", dt.datetime(2026, 2, 12, 16, tzinfo=dt.UTC), 13),  # Spring Festival, worked before and after
    ("Asia/Shanghai", dt.datetime(2026, 2, 25, 16, tzinfo=dt.UTC), 4),  # Saturday 28 February is worked
    ("Europe/Berlin", dt.datetime(2026, 3, 27, 23, tzinfo=dt.UTC), 4),  # 29 March: 02:00 becomes 03:00
    ("Europe/Berlin", dt.datetime(2026, 10, 23, 22, tzinfo=dt.UTC), 4),  # 25 October: 03:00 becomes 02:00
    ("America/New_York", dt.datetime(2026, 3, 7, 5, tzinfo=dt.UTC), 4),  # 8 March: 02:00 becomes 03:00
    ("America/New_York", dt.datetime(2026, 10, 31, 4, tzinfo=dt.UTC), 4),  # 1 November: 02:00 becomes 01:00
    ("Australia/Lord_Howe", dt.datetime(2026, 4, 3, 13, tzinfo=dt.UTC), 4),  # 5 April: 02:00 becomes 01:30
    ("Australia/Lord_Howe", dt.datetime(2026, 10, 2, 13, 30, tzinfo=dt.UTC), 4),  # 4 October: 02:00 becomes 02:30
)
"""A timezone, a midnight there a day or two before something changes, and the days to look at from then on."""

CLOCKS: Final = ("00:00", "00:45", "01:00", "01:30", "01:45", "02:00", "02:15", "02:30", "03:00", "06:00", "09:00")
CLOCKS_LATE: Final = ("12:00", "13:30", "18:00", "22:00", "23:30")


class Situation(NamedTuple):
    """Working hours, as the walk and as the program read them, and a span of time to count in."""

    hours: Hours
    calendar: WorkingHours
    start: dt.datetime
    minutes: int

    @property
    def end(self) -> dt.datetime:
        """The moment after the last minute of the span."""
        return self.start + self.minutes * MINUTE

    def at(self, quarters: int) -> dt.datetime:
        """Give a moment of the span."""
        return self.start + quarters * QUARTER * MINUTE


def calendar_of(tree: Mapping[str, object]) -> WorkingHours:
    """Read working hours as a workspace does."""
    settings = decode(
        Settings, {"aftercare": "1", "company": {"name": "-"}, "holidays": "none", "calendars": {"work": dict(tree)}}
    )
    assert isinstance(settings, Settings), settings
    calendar = Calendars(settings).get("work")
    assert calendar is not None
    return calendar


def slot_lists(longest: int) -> st.SearchStrategy[list[str]]:
    """Draw slots of a day: they may overlap, cross midnight, and begin or end inside an hour that is not there."""
    begins = st.sampled_from(CLOCKS + CLOCKS_LATE)
    ends = st.sampled_from((*CLOCKS, *CLOCKS_LATE, "24:00"))
    return st.lists(st.builds("{}-{}".format, begins, ends), max_size=longest)


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    """Draw working hours and a span near a day on which something changes."""
    zone, midnight, days = draw(st.sampled_from(WINDOWS))
    nearby = st.integers(0, days).map(lambda number: (midnight + DAY + number * DAY).date().isoformat())
    tree: dict[str, object] = {"timezone": zone}
    week = draw(st.lists(slot_lists(3), min_size=7, max_size=7).filter(any))
    tree |= {name: slots for name, slots in zip(WEEKDAYS, week, strict=True) if slots}
    tree["holidays"] = draw(st.one_of(st.just("CN"), st.just("none"), st.lists(nearby, max_size=2)))
    tree["except"] = draw(st.dictionaries(nearby, slot_lists(2), max_size=2))
    start = midnight + draw(st.integers(0, 2 * 24 * 60 // QUARTER)) * QUARTER * MINUTE
    return Situation(Hours(tree), calendar_of(tree), start, days * 24 * 60)


@st.composite
def pauses_in(draw: st.DrawFn, situation: Situation) -> list[Pause]:
    """Draw pauses of a span in order and apart; the last may never end."""
    marks = sorted(draw(st.lists(st.integers(0, situation.minutes // QUARTER), max_size=5)))
    reasons = draw(st.lists(st.sampled_from(["owner_access", "force_majeure"]), min_size=3, max_size=3))
    begins, ends = marks[::2], [*map(situation.at, marks[1::2]), None]
    return [Pause(situation.at(begin), end, reason) for begin, end, reason in zip(begins, ends, reasons, strict=False)]
