"""What is under warranty, until when and why; what ends soon; the scheme that is due before the end."""

import csv
import io
import json

import pytest

from tests.cli.golden import assert_golden
from tests.cli.program import SAMPLE_NOW, Program

# Accepted and handed over on 29 February 2024 for 36 months: there is no 29 February 2027.
CONTRACT = """\
id: mill-net
name: Mill network
customer: {name: Mill Ltd.}
acceptance: 2024-02-20
handover: 2024-02-29
warranty: {months: 36, replacement: renews}
"""
ITEMS = """\
site: mill
items:
  - {id: M-SW-1, category: switch, model: SW-8, serial: "0007"}
  - {id: M-UPS-1, category: ups, model: UPS-3, warranty: {from: 2025-06-15, months: 12}}
  - {id: M-BAT-1, category: ups, model: BAT, quantity: 8}
  - {id: M-NVR-1, category: nvr, model: NVR-8}
  - {id: M-NVR-2, category: nvr, model: NVR-9, installed: 2026-01-31, replaces: M-NVR-1}
  - {id: M-SFT-1, category: software, model: VMS, software: true}
"""
REPLACED = """\
id: T-20260420-SWP1
site: mill
equipment: [M-SW-1]
summary: Dead port
reported_at: 2026-04-20T08:00:00+08:00
events:
  - {at: 2026-04-20T11:00:00+08:00, type: arrived, by: bo}
  - {at: 2026-04-20T12:00:00+08:00, type: replaced, by: bo, old: "0007", new: "0008", model: SW-8}
  - {at: 2026-04-20T12:10:00+08:00, type: resolved, by: bo, cause: quality}
"""


@pytest.fixture
def mill(harbour: Program) -> Program:
    """Give a mill whose warranty ends on 28 February 2027, with a switch and a recorder that were replaced."""
    harbour.write("records/contracts/mill-net.yaml", CONTRACT)
    harbour.write("records/equipment/mill.yaml", ITEMS)
    harbour.write("records/tickets/2026/04/T-20260420-SWP1.yaml", REPLACED)
    return harbour


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("mill/warranty-all.txt", "warranty"),
        ("mill/warranty-site.txt", "warranty mill"),
        ("mill/warranty-item.txt", "warranty m-sw-1"),
        ("mill/warranty-item.json", "warranty M-SW-1 --format json"),
        ("mill/warranty-item.md", "warranty NVR-2 --format md"),
        ("mill/warranty-contract.csv", "warranty mill-net --format csv"),
    ],
)
def test_the_mill_is_listed_and_explained(mill: Program, name: str, line: str) -> None:
    assert_golden(name, mill.answer(line))


@pytest.mark.parametrize(
    ("name", "line"), [("sample/warranty.txt", "warranty s03"), ("sample/warranty-item.txt", "warranty S03-CAM-001")]
)
def test_the_sample_project_is_listed_and_explained(sample: Program, name: str, line: str) -> None:
    assert_golden(name, sample.answer(f"{line} --as-of {SAMPLE_NOW}"))


def test_the_sample_projects_warranties_are_those_worked_out_by_hand(sample: Program) -> None:
    document = json.loads(sample.answer(f"warranty --format json --as-of {SAMPLE_NOW}"))
    keys = ("contract", "state", "starts_on", "last_day", "days_left", "months")
    assert [tuple(found[key] for key in keys) for found in document["contracts"]] == [
        ("p2022", "ended", "2022-08-31", "2025-08-31", None, 36),
        # From 29 April 2026 to 25 June 2027: a year and 57 days; to 29 December 2028: two years and 244 days.
        ("p2024", "in_warranty", "2024-06-25", "2027-06-25", 365 + 57, 36),
        ("p2025", "in_warranty", "2025-12-29", "2028-12-29", 365 + 366 + 244, 36),
    ]
    assert len(document["items"]) == 41
    replaced = [(found["equipment"], len(found["chain"])) for found in document["items"] if found["chain"]]
    assert replaced == [("S01-CAM-003", 1), ("S03-CAM-001", 1), ("S03-DVR-001", 1)]
    assert {found["last_day"] for found in document["items"] if found["site"] == "s03"} == {"2025-08-31"}


def rows(program: Program, line: str) -> list[list[str]]:
    found = list(csv.DictReader(io.StringIO(program.answer(f"{line} --format csv"))))
    return [[row["equipment"] or row["contract"], row["last_day"], row["days_left"]] for row in found]


def test_what_ends_in_time_comes_soonest_first(mill: Program) -> None:
    # It is 10 June 2026: the last day of the power supply is 15 June.
    assert rows(mill, "warranty --expiring 4d") == []
    assert rows(mill, "warranty --expiring 5d") == [["M-UPS-1", "2026-06-15", "5"]]
    # The recorder that was replaced ends no more; 28 February 2027 is 263 days ahead.
    assert rows(mill, "warranty mill --expiring 262d") == [["M-UPS-1", "2026-06-15", "5"]]
    assert rows(mill, "warranty mill --expiring 263d") == [
        ["mill-net", "2027-02-28", "263"],
        ["M-UPS-1", "2026-06-15", "5"],
        ["M-BAT-1", "2027-02-28", "263"],
        ["M-SFT-1", "2027-02-28", "263"],
    ]
    # On its last day it still ends; a day later it has ended.
    assert rows(mill, "warranty UPS-1 --expiring 90d --as-of 2026-06-15T23:59") == [["M-UPS-1", "2026-06-15", "0"]]
    assert rows(mill, "warranty UPS-1 --expiring 90d --as-of 2026-06-16T00:00") == []
    assert "No equipment's warranty ends in this time.\n" in mill.answer("warranty UPS-1 --expiring 1d")


def test_what_came_later_is_not_known_yet(mill: Program) -> None:
    document = json.loads(mill.answer("warranty SW-1 --format json --as-of 2026-04-20T11:59"))
    assert [(found["last_day"], found["chain"]) for found in document["items"]] == [("2027-02-28", [])]
    document = json.loads(mill.answer("warranty SW-1 --format json --as-of 2026-04-20T12:00"))
    assert [found["last_day"] for found in document["items"]] == ["2029-04-20"]


def test_what_has_not_started_says_what_is_missing(mill: Program) -> None:
    mill.write("records/contracts/mill-net.yaml", CONTRACT.replace("acceptance: 2024-02-20\n", ""))
    assert_golden("mill/warranty-not-started.txt", mill.answer("warranty mill"))
    document = json.loads(mill.answer("warranty mill --format json"))
    assert document["contracts"] == [
        {
            "contract": "mill-net",
            "state": "not_started",
            "missing": ["acceptance"],
            "starts_on": None,
            "last_day": None,
            "days_left": None,
            "months": None,
            "reasons": ["not accepted yet"],
        }
    ]


def test_only_what_is_there_can_be_asked_about(mill: Program) -> None:
    assert mill.refusal("warranty M-SW-9") == (
        "error: no site, contract or piece of equipment is called M-SW-9\n"
        "hint: did you mean M-SW-1, M-UPS-1, M-SFT-1?\n"
    )
    assert mill.refusal("warranty --expiring soon").startswith("error: soon is not a duration\n")


def test_what_could_not_be_read_is_told(mill: Program) -> None:
    told = mill.answer("warranty mill")
    mill.write("records/equipment/quay.yaml", "site: quay\nitems: [{id: Q}]\n")
    outcome = mill("warranty mill")
    assert (outcome.code, outcome.out) == (1, told)
    assert "records/equipment/quay.yaml" in outcome.err


def test_the_scheme_is_owed_acknowledged_and_handed_over(mill: Program) -> None:
    """It was due on 30 December 2026, 60 days before 28 February 2027."""
    late = "2027-01-05T12:00+08:00"
    path = "records/handover/mill-net.yaml"

    def owed() -> list[tuple[str, str, str]]:
        found = json.loads(mill.answer("due --site mill --format json", now=late))["items"]
        return [(item["promise"], item["due_at"][:10], item["state"]) for item in found]

    assert owed() == [
        ("post_warranty_scheme", "2026-12-30", "breached"),
        ("warranty_end", "2027-02-28", "pending"),
    ]
    line = "sla acknowledge mill-net/post-warranty-scheme post_warranty_scheme --reason Forgotten --action 'A calendar'"
    assert mill(line, now=late).code == 0
    assert mill.text(path) == (
        "contract: mill-net\nacknowledged:\n  - {target: post_warranty_scheme, at: 2027-01-05T12:00:00+08:00, "
        "reason: Forgotten, corrective_action: A calendar}\n"
    )
    report = "sla report --promise post_warranty_scheme --fail-on"
    assert (mill(f"{report} new-breach", now=late).code, mill(f"{report} breach", now=late).code) == (0, 1)
    assert "warranty_end of mill-net is an aim of our own" in mill.refusal(
        "sla acknowledge mill-net warranty_end --reason x --action y", now=late
    )
    row = "documents:\n  - {document: post-warranty-scheme, handed_over: 2027-01-04, received_by: Mill}\n"
    mill.write(path, mill.text(path) + row)
    assert owed() == [("warranty_end", "2027-02-28", "pending")]
    assert mill("check --as-of 2027-01-05", now=late).code == 0
