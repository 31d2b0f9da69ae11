"""The service-level report on promises that are due on a day: inspections, hazards, documents, and our own aims.

Handed over on 28 February 2026, so that March is the first month; judged on Sunday 10 May, at noon.
"""

import json
import re
from typing import Final

import pytest

from tests.cli.program import Program

NOW: Final = "2026-05-10T12:00+08:00"
ACKNOWLEDGED: Final = "{at: 2026-05-03T09:00:00+08:00, reason: Staff were ill, corrective_action: A second engineer}"
RECORDS: Final = {
    "aftercare.yaml": """
aftercare: 1
company: {name: Example Integration Co.}
timezone: Asia/Shanghai
language: en
currency: CNY
holidays: none
""",
    "contracts/plant.yaml": """
id: plant
name: Plant
customer: {name: Plant Ltd.}
acceptance: 2026-02-20
handover: 2026-02-28
warranty: {months: 12}
inspection: {every: 1 month, checklist: cctv}
documents: [{id: manual, title: Manual, copies: 2}, {id: map, title: Map}]
""",
    "contracts/depot.yaml": """
id: depot
name: Depot
customer: {name: Depot Ltd.}
acceptance: 2026-02-20
handover: 2026-02-28
service_until: 2026-04-30
inspection: {every: 1 month, checklist: cctv, policy: true}
follow_up: {every: 3 months}
""",
    "sites/north.yaml": "{id: north, contract: plant, name: North}",
    "sites/south.yaml": "{id: south, contract: plant, name: South}",
    "sites/yard.yaml": "{id: yard, contract: depot, name: Yard}",
    "inspections/2026/03/I-20260310-0001.yaml": """
id: I-20260310-0001
site: north
period: 2026-03
inspected_at: 2026-03-10T10:00:00+08:00
""",
    # April's, made when Shanghai had had May for half an hour.
    "inspections/2026/05/I-20260501-0002.yaml": f"""
id: I-20260501-0002
site: north
period: 2026-04
inspected_at: 2026-04-30T16:30:00Z
acknowledged: {ACKNOWLEDGED}
""",
    "inspections/2026/03/I-20260301-0003.yaml": """
id: I-20260301-0003
site: south
period: 2026-03
excused: {at: 2026-03-20T09:00:00+08:00, agreed_by: Site manager, reason: Closed for works}
""",
    "inspections/2026/04/I-20260430-0004.yaml": """
id: I-20260430-0004
site: south
period: 2026-04
inspected_at: 2026-04-30T23:59:59+08:00
""",
    "hazards/2026/H-20260430-0005.yaml": """
id: H-20260430-0005
site: south
found_at: 2026-04-30T09:00:00+08:00
description: A loose cable tray
told_company_at: 2026-05-01T09:00:00+08:00
""",
    "handover/plant.yaml": """
contract: plant
documents:
- {document: manual, copies: 1, handed_over: 2026-02-28}
- {document: manual, copies: 1, handed_over: 2026-03-02}
- {document: map, handed_over: 2026-02-28}
acknowledged:
- {target: documents, document: manual, at: 2026-03-03T09:00:00+08:00, reason: Printing, corrective_action: Earlier}
""",
}


@pytest.fixture
def plant(nowhere: Program) -> Program:
    """Give the program in a workspace of two contracts and three sites."""
    for path, text in RECORDS.items():
        nowhere.write(f"records/{path}", text.lstrip())
    return nowhere


def items(program: Program, line: str, now: str = NOW) -> list[str]:
    """Give what a report lists: each promise, and how it stands."""
    found = json.loads(program.answer(f"{line} --format json", now=now))["items"]
    return sorted(
        f"{item['subject']} {item['promise']} {item['state']}"
        + " acknowledged" * item["acknowledged"]
        + " policy" * item["policy"]
        for item in found
    )


def test_every_promise_of_a_day(plant: Program) -> None:
    assert items(plant, "sla report") == [
        "H-20260430-0005 hazard_company met",
        "H-20260430-0005 hazard_customer breached",
        "north/2026-03 inspection met",
        "north/2026-04 inspection breached acknowledged",
        "north/2026-05 inspection pending",
        "plant/manual documents breached acknowledged",
        "plant/map documents met",
        "south/2026-03 inspection excused",
        "south/2026-04 inspection met",
        "south/2026-05 inspection pending",
        "yard/2026-03 inspection breached policy",
        "yard/2026-04 inspection breached policy",
        "yard/2026-04..2026-06 follow_up pending policy",
    ]


def test_what_is_said_of_one(plant: Program) -> None:
    report = json.loads(plant.answer("sla report --site north --until 2026-04-01 --format json", now=NOW))
    assert report["items"][0] == {
        "promise": "inspection",
        "subject": "north/2026-04",
        "cycle": 1,
        "site": "north",
        "contract": "plant",
        "started_at": "2026-04-01T00:00:00+08:00",
        "due_at": "2026-04-30T23:59:59+08:00",
        "stopped_at": "2026-05-01T00:30:00+08:00",
        "state": "breached",
        "elapsed_s": 30 * 86400 + 1800,
        "paused_s": 0,
        "remaining_s": 0,
        "overdue_s": 1801,
        "acknowledged": True,
        "policy": False,
        "flags": [],
    }


@pytest.mark.parametrize(
    ("filters", "codes"),
    [
        ("", {"breach": 1, "new-breach": 1, "at-risk": 1}),
        ("--promise hazard_customer", {"breach": 1, "new-breach": 1, "at-risk": 1}),
        ("--promise hazard_company", {"breach": 0, "new-breach": 0, "at-risk": 0}),
        # Acknowledged: a breach, and no news.
        ("--site north", {"breach": 1, "new-breach": 0, "at-risk": 1}),
        ("--promise documents", {"breach": 1, "new-breach": 0, "at-risk": 1}),
        ("--promise documents --as-of 2026-03-02T12:00", {"breach": 1, "new-breach": 1, "at-risk": 1}),
        ("--contract plant --promise inspection", {"breach": 1, "new-breach": 0, "at-risk": 1}),
        ("--site north --as-of 2026-05-03T08:59:59", {"breach": 1, "new-breach": 1, "at-risk": 1}),
        ("--site north --as-of 2026-05-03T09:00:00", {"breach": 1, "new-breach": 0, "at-risk": 1}),
        # Excused, and made in the last second of its month.
        ("--site south --promise inspection", {"breach": 0, "new-breach": 0, "at-risk": 0}),
        # Our own aims fail nothing.
        ("--contract depot", {"breach": 0, "new-breach": 0, "at-risk": 0}),
        ("--contract depot --as-of 2026-04-30T23:00", {"breach": 0, "new-breach": 0, "at-risk": 0}),
        # Four fifths of 31 days less a second: 24 days, 19:11:59.2.
        ("--site south --promise inspection --as-of 2026-05-25T19:11:59", {"at-risk": 0}),
        ("--site south --promise inspection --as-of 2026-05-25T19:12:00", {"at-risk": 1, "breach": 0}),
        ("--site south --promise inspection --as-of 2026-05-31T23:59:59", {"at-risk": 1, "breach": 0}),
        ("--site south --promise inspection --as-of 2026-06-01T00:00:00", {"at-risk": 1, "breach": 1, "new-breach": 1}),
        # What was agreed on 20 March was not agreed on the 19th; the month was not over either.
        ("--site south --as-of 2026-03-31T23:59:59", {"breach": 0, "at-risk": 0}),
        ("--site south --as-of 2026-04-01T00:00:00", {"breach": 0, "new-breach": 0, "at-risk": 0}),
        # A window goes by the first day of the period.
        ("--site north --until 2026-03-31", {"breach": 0, "new-breach": 0, "at-risk": 0}),
        ("--site north --since 2026-04-01 --until 2026-04-01", {"breach": 1, "new-breach": 0, "at-risk": 1}),
        ("--site north --since 2026-04-02", {"breach": 0, "new-breach": 0, "at-risk": 0}),
        ("--as-of 2026-01-01", {"breach": 0, "new-breach": 0, "at-risk": 0}),
    ],
)
def test_what_a_job_fails_on(plant: Program, filters: str, codes: dict[str, int]) -> None:
    line = f"sla report {filters}"
    for fail_on, code in codes.items():
        outcome = plant(f"{line} --fail-on {fail_on}", now=NOW)
        assert (fail_on, outcome.code, outcome.err) == (fail_on, code, "")
        assert plant(f"{line} --fail-on {fail_on} --exit-zero", now=NOW).code == 0


@pytest.mark.parametrize(
    ("window", "periods"),
    [
        ("--since 2026-03-01 --until 2026-03-31", ["north/2026-03", "south/2026-03"]),
        ("--since 2026-04 --until 2026-04", ["north/2026-04", "south/2026-04"]),
        ("--since 2026-03-01T00:00:01 --until 2026-03-31T23:59:59", []),
        ("--until 2026-03-01T00:00", ["north/2026-03", "south/2026-03"]),
        ("--since 2026-05", ["north/2026-05", "south/2026-05"]),
        ("--since 2026-05 --as-of 2026-04-30T23:59:59", []),
        ("--since 2026-06", []),
    ],
)
def test_an_inspection_belongs_to_a_window_by_the_first_of_its_month(
    plant: Program, window: str, periods: list[str]
) -> None:
    found = items(plant, f"sla report --promise inspection --contract plant {window}")
    assert [item.split()[0] for item in found] == periods


def test_the_report_counts_in_days(plant: Program) -> None:
    """The excused round of March is 40 days late by 10 May, that of April was made on the day after."""
    page = plant.answer("sla report --contract plant", now=NOW).rpartition("asks for attention\n")[2]
    cells = [re.split(r"  +", row) for row in page.splitlines()[1:]]
    assert [(row[0], *row[-2:]) for row in cells] == [
        ("H-20260430-0005", "2026-05-01 09:00", "9 d 3 h late; still open"),
        ("plant/manual", "2026-02-28", "2 days late; acknowledged"),
        ("north/2026-04", "2026-04-30", "1 day late; acknowledged"),
        ("north/2026-05", "2026-05-31", "21 days left"),
        ("south/2026-05", "2026-05-31", "21 days left"),
        ("south/2026-03", "2026-03-31", "excused; 40 days late"),
    ]


def test_a_site_under_a_contract_that_is_not_there_hides_no_other(plant: Program) -> None:
    line = "sla report --contract plant --format json"
    told = plant.answer(line, now=NOW)
    plant.write("records/sites/yard.yaml", "{id: yard, contract: nobody, name: Yard}\n")
    outcome = plant(line, now=NOW)
    assert (outcome.code, outcome.out) == (1, told)
    assert "records/sites/yard.yaml:1:22: error[unknown-contract]" in outcome.err
