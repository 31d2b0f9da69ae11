"""The monthly report of a site: what belongs to the month, and nothing of another site."""

import msgspec
import pytest

from aftercare_cli.documents.papers import monthly_report
from aftercare_cli.documents.source import Values, Wishes
from aftercare_cli.documents.window import WrongWindowError
from aftercare_cli.model.service import Inspection, Unsafe, Visit
from aftercare_cli.model.sites import Site
from tests.cli.program import Program
from tests.documents.rendered import assert_document
from tests.documents.sources import source
from tests.rules.written import Records, moment, workspace

TERMS = """
handover: 2026-01-01
service_until: 2028-01-01
targets:
  arrival: {start: reported, within: 3h, stop: arrived}
inspection: {every: 1 month, checklist: cctv}
follow_up: {every: 3 months, policy: true}
"""
IN_MARCH = """
summary: 录像机停录
events:
  - {at: 10T11:00, type: arrived, by: eng-a}
  - {at: 10T11:30, type: standby_in_service, unit: BK-1, model: NVR-32}
  - {at: 11T10:00, type: replaced, model: HDD-4T, quantity: 2, old: A1, new: B1}
  - {at: 12T10:00, type: standby_returned, unit: BK-1}
  - {at: 12T10:00, type: resolved, cause: quality}
"""
OPEN_SINCE_FEBRUARY = """
id: T-20260220-AAAA
summary: 二月未完
reported_at: 2026-02-20T09:00:00+08:00
events: [{at: 2026-02-20T15:00:00+08:00, type: arrived}, {at: 20T09:00, type: resolved}]
"""
OVER_IN_FEBRUARY = """
id: T-20260210-BBBB
summary: 二月已完
reported_at: 2026-02-10T09:00:00+08:00
events: [{at: 2026-02-10T10:00:00+08:00, type: arrived}, {at: 2026-02-11T09:00:00+08:00, type: resolved}]
"""
ELSEWHERE = "{id: T-20260315-CCCC, site: other, summary: 别处, reported_at: 15T09:00}"
MARCH = Wishes(month="2026-03")


def records() -> Records:
    found = workspace(TERMS, IN_MARCH, OPEN_SINCE_FEBRUARY, OVER_IN_FEBRUARY, ELSEWHERE)
    return msgspec.structs.replace(
        found,
        sites={**found.sites, "other": Site(id="other", contract="hq-cctv", name="另一处")},
        inspections=[
            Inspection(
                id="I-20260402-AAAA",
                site="hq",
                period="2026-03",
                by=("eng-a",),
                inspected_at=moment("2026-04-02T10:00:00+08:00"),
            ),
            Inspection(id="I-20260305-BBBB", site="other", period="2026-03", inspected_at=moment("05T10:00")),
        ],
        hazards=[
            Unsafe(
                id="H-20260310-AAAA",
                site="hq",
                found_at=moment("10T09:00"),
                description="接线端子过热",
                told_company_at=moment("10T10:00"),
                told_customer_at=moment("12T10:00"),
            )
        ],
        visits=[
            Visit(id="V-20260315-AAAA", site="hq", visited_on=moment("15T10:00").date(), opinion="好"),
            Visit(
                id="V-20260415-BBBB", site="hq", visited_on=moment("2026-04-15T10:00:00+08:00").date(), opinion="四月"
            ),
        ],
    )


def values(now: str = "2026-04-20T09:00:00+08:00", audience: str = "internal") -> Values:
    return monthly_report.values(source(records(), now, audience, MARCH), "hq")  # type: ignore[arg-type]


def test_promises_are_those_that_began_in_the_month_at_the_site() -> None:
    found = values()
    assert found["summary"] == [
        ("hazard: customer", "0", "1", "0", "0", "0", "0", "0%"),
        ("inspection", "0", "1", "0", "0", "0", "0", "0%"),
        ("arrival on site", "1", "0", "0", "0", "0", "0", "100%"),
        ("hazard: company", "1", "0", "0", "0", "0", "0", "100%"),
    ]
    assert found["total"] == ("Total", "2", "2", "0", "0", "0", "0", "50%")


def test_tickets_are_those_that_were_open_in_the_month() -> None:
    assert values()["tickets"] == [
        ("T-20260220-AAAA", "二月未完", "2026-02-20 09:00", "2026-02-20 15:00", "2026-03-20 09:00", "resolved"),
        ("T-20260310-7F3K", "录像机停录", "2026-03-10 09:00", "2026-03-10 11:00", "2026-03-12 10:00", "resolved"),
    ]
    assert values()["targets"] == [
        ("T-20260220-AAAA", "arrival on site", "2026-02-20 12:00", "2026-02-20 15:00", "breached; 3 h late"),
        ("T-20260310-7F3K", "arrival on site", "2026-03-10 12:00", "2026-03-10 11:00", "met"),
    ]


def test_the_round_made_late_for_the_month_is_in_its_report() -> None:
    found = values()
    assert found["inspections"] == [
        ("hq/2026-03", "总部大楼, March 2026", "inspection", "2026-03-31", "2026-04-02", "breached; 2 days late")
    ]
    (made,) = found["rounds"]
    assert ("Inspection", "I-20260402-AAAA") in made["fields"]


def test_spares_used_and_lent_are_listed_by_day() -> None:
    assert values()["spares"] == [
        ("2026-03-10", "T-20260310-7F3K", "standby unit in service", "NVR-32", "1", "BK-1"),
        ("2026-03-11", "T-20260310-7F3K", "unit replaced", "HDD-4T", "2", "A1 → B1"),
        ("2026-03-12", "T-20260310-7F3K", "standby unit returned", "NVR-32", "1", "BK-1"),
    ]


def test_a_vendor_sees_no_serial_number() -> None:
    found = values(audience="vendor")
    assert [row[-1] for row in found["spares"]] == ["/", "/", "/"]


def test_visits_and_hazards_are_those_of_the_month() -> None:
    found = values()
    assert [row[-1] for row in found["visits"]] == ["好"]
    assert found["hazards"] == [
        ("H-20260310-AAAA", "接线端子过热", "2026-03-10 09:00", "2026-03-10 10:00", "2026-03-12 10:00", None)
    ]


def test_next_month_is_planned_and_what_is_still_owed_stands_first() -> None:
    assert values(now="31T12:00")["plan"] == [
        ("2026-01-31", "inspection", "hq/2026-01", "总部大楼, January 2026", "breached; 59 days late; still open"),
        ("2026-02-28", "inspection", "hq/2026-02", "总部大楼, February 2026", "breached; 31 days late; still open"),
        ("2026-03-31", "inspection", "hq/2026-03", "总部大楼, March 2026", "at risk"),
        ("2026-04-30", "inspection", "hq/2026-04", "总部大楼, April 2026", "running"),
    ]


def test_an_aim_of_our_own_is_not_planned_before_the_customer() -> None:
    records_without_visits = msgspec.structs.replace(records(), visits=[])

    def plan(audience: str) -> str:
        asked = source(records_without_visits, "2026-04-05T09:00:00+08:00", audience, MARCH)  # type: ignore[arg-type]
        return str(monthly_report.values(asked, "hq")["plan"])

    assert "hq/2026-01..2026-03" in plan("internal")
    assert "follow-up visit" not in plan("owner")


def test_what_happened_later_is_not_known_yet() -> None:
    found = values(now="11T09:00")
    assert found["spares"] == [("2026-03-10", "T-20260310-7F3K", "standby unit in service", "NVR-32", "1", "BK-1")]
    assert (found["rounds"], found["visits"]) == ([], [])


@pytest.mark.parametrize("month", ["2026-13", "März", "2026-3", "-1"])
def test_a_month_that_cannot_be_read_is_refused(month: str) -> None:
    with pytest.raises(WrongWindowError):
        monthly_report.values(source(records(), "20T09:00", wishes=Wishes(month=month)), "hq")


@pytest.mark.golden
def test_the_report_of_the_sample(sample: Program) -> None:
    assert_document(sample, "monthly-report", "s02", "--month 2026-02 --audience owner")
