"""How rounds stand: those of the sample with numbers worked out by hand, and the seconds around a month's end."""

import datetime as dt
from pathlib import Path

import pytest

from aftercare_cli.model.service import Inspection, Waiver
from aftercare_cli.model.sites import Site
from aftercare_cli.rules.calendars import Calendars
from aftercare_cli.rules.days import Days
from aftercare_cli.rules.promises import inspections
from aftercare_cli.rules.rounds import rounds
from aftercare_cli.store.workspace import Workspace
from tests.rules.written import SHANGHAI, Records, contract, settings

TERMS = """
acceptance: 2025-12-20
handover: 2025-12-31
service_until: 2026-04-30
inspection: {every: 1 month, checklist: cctv}
"""
# Site and month, how it stands, days late, days since the round before.
SAMPLE = """
s01 2026-01 done 0 None
s01 2026-02 done 0 27
s01 2026-03 done 0 30
s01 2026-04 done 0 34
s02 2026-01 done 0 None
s02 2026-02 done 0 23
s02 2026-03 late 1 48
s02 2026-04 done 0 21
s03 2026-01 done 0 None
s03 2026-02 missed 60 None
s03 2026-03 done 0 49
s03 2026-04 done 0 35
"""


def test_the_rounds_of_the_sample() -> None:
    sample = Workspace(Path(__file__).parents[2])
    days = Days(SHANGHAI, dt.datetime.fromisoformat("2026-04-29T17:30+08:00"))
    found = rounds(sample, days, dt.date(2025, 1, 1), dt.date(2026, 4, 30))
    assert [
        f"{entry.site} {entry.period.name} {entry.status} {entry.days_late} {entry.gap_days}" for entry in found
    ] == SAMPLE.strip().splitlines()


def made(month: str, moment: str | None, name: str = "8Q2M", **more: object) -> Inspection:
    at = None if moment is None else dt.datetime.fromisoformat(f"{moment}+08:00")
    return Inspection(id=f"I-20260101-{name}", site="hq", period=month, inspected_at=at, **more)  # type: ignore[arg-type]  # keys of the record


def told(*sheets: Inspection, now: str = "2026-03-15T12:00") -> list[str]:
    records = Records(
        settings=settings(),
        contracts={"hq-cctv": contract(TERMS)},
        sites={"hq": Site(id="hq", contract="hq-cctv", name="总部大楼"), "x": Site(id="x", contract="gone", name="x")},
        inspections=sheets,
    )
    moment = dt.datetime.fromisoformat(f"{now}+08:00")
    found = list(rounds(records, Days(SHANGHAI, moment), dt.date(2026, 1, 1), dt.date(2026, 12, 31)))
    _compare_with_promises(records, moment, {f"hq/{entry.period.name}": entry.status for entry in found})
    return [f"{entry.period.name[5:]} {entry.status} {entry.days_late} {entry.gap_days}" for entry in found]


def _compare_with_promises(records: Records, now: dt.datetime, statuses: dict[str, str]) -> None:
    """Hold the statuses against the promises, which are judged apart."""
    states = {"done": "met", "late": "breached", "missed": "breached", "due": "running", "excused": "excused"}
    promises = inspections.promises(records, Calendars(records.settings), now, now)
    judged = {
        promise.subject: "running" if promise.state in {"pending", "at_risk"} else promise.state for promise in promises
    }
    assert judged == {name: states[status] for name, status in statuses.items() if status != "upcoming"}


def test_nothing_was_made_yet() -> None:
    # The service ends with April, and May is not promised; so is the site of a contract that is not there.
    assert told() == ["01 missed 43 None", "02 missed 15 None", "03 due 0 None", "04 upcoming 0 None"]


@pytest.mark.parametrize(
    ("moment", "first"),
    [
        ("2026-01-31T23:59:59", "01 done 0 None"),
        ("2026-02-01T00:00:00", "01 late 1 None"),
        ("2025-12-31T23:00:00", "01 done 0 None"),
        ("2026-03-15T12:00:00", "01 late 43 None"),
        ("2026-03-15T12:00:01", "01 missed 43 None"),
    ],
)
def test_the_second_before_and_after(moment: str, first: str) -> None:
    assert told(made("2026-01", moment))[0] == first


def test_days_between_rounds_are_those_between_visits() -> None:
    # January was made up for on the same visit as February, and after it.
    assert told(made("2026-01", "2026-02-10T15:00", "AAAA"), made("2026-02", "2026-02-10T09:00", "BBBB"))[:2] == [
        "01 late 10 0",
        "02 done 0 None",
    ]


def test_a_round_counts_for_the_month_it_names_and_for_no_other() -> None:
    assert told(made("2026-02", "2026-03-02T09:00"))[1:3] == ["02 late 2 None", "03 due 0 None"]


def test_what_the_customer_agreed_to_is_excused_unless_it_was_made_in_time() -> None:
    waiver = Waiver(at=dt.datetime.fromisoformat("2026-02-20T09:00+08:00"), agreed_by="x", reason="y")
    assert told(made("2026-01", None, "AAAA", excused=waiver), made("2026-02", "2026-02-03T09:00", excused=waiver))[
        :2
    ] == ["01 excused 43 None", "02 done 0 None"]
    assert told(made("2026-01", None, excused=waiver), now="2026-02-19T09:00")[0] == "01 missed 19 None"
