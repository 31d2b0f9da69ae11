"""Contracts and moments made up at random, near the ends of days and months, where counting goes wrong."""

import datetime as dt
from collections.abc import Sequence
from typing import Final, NamedTuple

from hypothesis import strategies as st

from aftercare_cli.model.contract import (
    Amendment,
    Contract,
    DocumentTerms,
    FollowUpTerms,
    InspectionTerms,
    Party,
    Warranty,
)
from aftercare_cli.model.service import Handover, Inspection, Unsafe, Visit
from aftercare_cli.model.sites import Site
from tests.rules import written
from tests.rules.day_by_day import DAY, SECOND, Change, Terms, first_second

ZONES: Final = (
    "Asia/Shanghai",
    "Asia/Shanghai",
    "Asia/Kolkata",  # UTC+5:30
    "Pacific/Chatham",  # UTC+12:45, in summer +13:45
    "America/Santiago",  # 8 September 2024 and 7 September 2025 begin at 01:00
    "Africa/Cairo",  # 26 April 2024 begins at 01:00; the last hour of 31 October 2024 comes twice
    "Asia/Beirut",  # 31 March 2024 and 30 March 2025 begin at 01:00
    "America/Havana",  # 10 March 2024 begins at 01:00; the first hour of 3 November 2024 comes twice
    "Europe/Berlin",  # the last Sundays of March and October have 23 and 25 hours
)
FIRST: Final = dt.date(2024, 1, 1)
OFFSETS: Final = tuple(dt.timezone(dt.timedelta(minutes=minutes)) for minutes in (0, 480, 345, -210, 825))


class Case(NamedTuple):
    """A contract with one site, judged at a moment."""

    zone: str
    terms: Terms
    contract: Contract
    records_from: dt.date | None
    now: dt.datetime
    until: dt.datetime

    def records(
        self,
        rounds: Sequence[Inspection] = (),
        visits: Sequence[Visit] = (),
        found: Sequence[Unsafe] = (),
        handover: Handover | None = None,
    ) -> written.Records:
        text = written.WORKSPACE.replace("Asia/Shanghai", self.zone)
        if self.records_from is not None:
            text += f"records_from: {self.records_from}\n"
        return written.Records(
            settings=written.settings(text),
            contracts={"plan": self.contract},
            sites={"hq": Site(id="hq", contract="plan", name="总部大楼")},
            inspections=rounds,
            visits=visits,
            hazards=found,
            handovers={} if handover is None else {"plan": handover},
        )

    def is_recorded(self, day: dt.date) -> bool:
        return self.records_from is None or day >= self.records_from


days = st.one_of(
    st.sampled_from(
        [
            dt.date(2024, 2, 29),
            dt.date(2024, 3, 1),
            dt.date(2024, 3, 2),
            dt.date(2024, 3, 31),
            dt.date(2024, 8, 31),
            dt.date(2024, 9, 1),
            dt.date(2024, 12, 31),
            dt.date(2025, 1, 1),
        ]
    ),
    st.integers(0, 500).map(lambda number: FIRST + number * DAY),
)
lengths = st.none() | st.sampled_from([1, 1, 1, 2, 3, 5, 6, 12])
changes = st.builds(
    Change,
    days,
    lengths,
    lengths,
    st.none() | st.integers(1, 14),
    st.none() | st.integers(0, 700).map(lambda number: FIRST + number * DAY) | days,
)


@st.composite
def moments(draw: st.DrawFn, zone: str) -> dt.datetime:
    """Draw a moment at or around the beginning of a day, often of a month, written with some offset."""
    day = draw(days | st.sampled_from([dt.date(2024 + month // 12, month % 12 + 1, 1) for month in range(1, 22)]))
    away = draw(st.sampled_from([-3600, -1, -1, 0, 0, 1, 1800, 3600, 9 * 3600, 13 * 86400]))
    return (first_second(zone, day) + away * SECOND).astimezone(draw(st.sampled_from(OFFSETS)))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw a contract with amendments, and a moment."""
    zone = draw(st.sampled_from(ZONES))
    handover = draw(days)
    acceptance = draw(st.none() | st.integers(-60, 90).map(lambda number: handover + number * DAY))
    first, *later = draw(st.lists(changes, min_size=1, max_size=3))
    own = first._replace(start=dt.date.min)
    terms = Terms(handover, acceptance, (own, *later))
    contract = Contract(
        id="plan",
        name="总部视频监控系统",
        customer=Party(name="示例甲方"),
        acceptance=acceptance,
        handover=handover,
        service_until=own.service_until,
        warranty=None if own.warranty is None else Warranty(months=own.warranty),
        inspection=_inspection(own),
        follow_up=_follow_up(own),
        documents=tuple(DocumentTerms(id=name, title=name, copies=copies) for name, copies in (("a", 1), ("b", 3))),
        amendments=tuple(
            Amendment(
                start=change.start,
                service_until=change.service_until,
                warranty=None if change.warranty is None else Warranty(months=change.warranty),
                inspection=_inspection(change),
                follow_up=_follow_up(change),
            )
            for change in later
        ),
    )
    now = draw(moments(zone))
    until = now + draw(st.sampled_from([0, 0, 1, 40, 200])) * DAY
    return Case(zone, terms, contract, draw(st.none() | days), now, until)


def _inspection(change: Change) -> InspectionTerms | None:
    return None if change.inspected_every is None else InspectionTerms(every=change.inspected_every, checklist="cctv")


def _follow_up(change: Change) -> FollowUpTerms | None:
    return None if change.visited_every is None else FollowUpTerms(every=change.visited_every)
