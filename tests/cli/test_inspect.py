"""An inspector's month, played from the shell; rounds, plans and what is still owed."""

import json
import os

import pytest

from tests.cli.golden import assert_golden
from tests.cli.program import SAMPLE_NOW, Program
from tests.cli.quayside import SHEET, draft, filled_in, promise_inspections

SAMPLE_PLAN = """
s01 2026-01 2026-01-31 done 0 None
s01 2026-02 2026-02-28 done 0 27
s01 2026-03 2026-03-31 done 0 30
s01 2026-04 2026-04-30 done 0 34
s02 2026-01 2026-01-31 done 0 None
s02 2026-02 2026-02-28 done 0 23
s02 2026-03 2026-03-31 late 1 48
s02 2026-04 2026-04-30 done 0 21
"""
"""The rounds of two sites of the sample, worked out by hand."""


@pytest.fixture
def quay(harbour: Program) -> Program:
    """Give the harbour, whose quay is promised a round a month."""
    promise_inspections(harbour)
    return harbour


def talked(quay: Program, line: str, said: str) -> str:
    outcome = quay(line)
    assert (outcome.code, outcome.err) == (0, said)
    return outcome.out


@pytest.mark.golden
def test_a_month_of_an_inspector(quay: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    # Ids end at random; here every one ends with 0001.
    monkeypatch.setattr(os, "urandom", lambda count: b"\1".rjust(count, b"\0"))
    path = "records/inspections/2026/06/I-20260610-0001.yaml"
    assert_golden("inspect/new.txt", talked(quay, "inspect new quay --by bo", f"wrote {path}\n"))
    assert quay.text(path) == "id: I-20260610-0001\nsite: quay\nperiod: 2026-06\nby: [bo]\n"

    sheet = quay.answer("inspect show 0001 --format csv")
    assert_golden("inspect/sheet.csv", sheet)
    found = {
        ("image-quality", "Q-CAM-2"): {"result": "", "grade": "3", "marks": "blur; Snow", "note": "'=leaves, again"},
        ("ptz-presets", "Q-PTZ-2"): {"result": "FAIL", "note": "preset 3 is off"},
        ("safety", ""): {"result": "hazard", "note": "bracket loose"},
        ("housing", "Q-CAM-1"): {"result": ""},
    }
    quay.write("sheet.csv", "\ufeff" + filled_in(sheet, found))
    assert_golden("inspect/recorded.txt", talked(quay, "inspect record 0001 --from sheet.csv", f"wrote {path}\n"))
    said = quay.refusal("inspect finish 0001 --witness Control")
    assert said == (
        "error: I-20260610-0001 is not complete: 1 line has no result\nhint: record them first: housing Q-CAM-1\n"
    )
    quay("inspect record 0001 housing pass --equipment cam-1")
    assert_golden("inspect/record.yaml", quay.text(path))

    line = "inspect finish 0001 --at 11:00 --witness Control --discussion 'Crane 4' --needs 'one more camera'"
    assert_golden("inspect/finished.txt", talked(quay, line, f"wrote {path}\n"))
    first, again = quay("inspect tickets 0001"), quay("inspect tickets 0001")
    assert_golden("inspect/tickets.txt", first.out)
    assert (again.code, again.err) == (0, "")
    assert_golden("inspect/tickets-again.txt", again.out)
    assert_golden("inspect/linked.yaml", quay.text(path))
    written = [name for name in quay.files() if "T-20260610-" in name or "H-20260610" in name]
    opened = [name for name in written if "source: I-20260610-0001" in quay.text(name)]
    assert_golden("inspect/opened.yaml", "".join(f"# {name}\n{quay.text(name)}" for name in opened))
    assert [line.split()[1] for line in first.err.splitlines()] == [*sorted(opened, key=first.err.index), path]

    assert_golden("inspect/list.txt", quay.answer("inspect list"))
    assert_golden("inspect/plan.txt", quay.answer("inspect plan"))
    assert_golden("inspect/show.txt", quay.answer("inspect show 0001"))
    summary = json.loads(quay.answer("sla report --promise inspection --site quay --format json"))["summary"]
    assert [(part["total"], part["met"], part["breached"]) for part in summary] == [(2, 1, 1)]
    owed = json.loads(quay.answer("due --site quay --format json"))["items"]
    assert [item["subject"] for item in owed if item["promise"] == "inspection"] == ["quay/2026-05", "quay/2026-07"]
    assert {item["promise"] for item in owed} >= {"hazard_company", "hazard_customer", "inspection"}
    assert quay("check").out.splitlines()[-1].endswith(": 0 errors, 0 warnings")
    assert quay("fmt --check").code == 0


def test_the_plan_of_the_sample(sample: Program) -> None:
    answer = json.loads(sample.answer("inspect plan --until 2026-04 --format json", now=SAMPLE_NOW))
    keys = ("site", "period", "due_on", "status", "days_late", "gap_days_since_previous")
    told = [" ".join(str(item[key]) for key in keys) for item in answer["items"] if item["site"] != "s03"]
    assert told == SAMPLE_PLAN.strip().splitlines()
    assert answer["schema"] == "aftercare/inspection-plan/1"
    assert [item for item in answer["items"] if item["status"] == "missed"] == [
        {
            "site": "s03",
            "period": "2026-02",
            "due_on": "2026-02-28",
            "status": "missed",
            "inspection": "I-20260228-S302",
            "inspected_at": None,
            "days_late": 60,
            "gap_days_since_previous": None,
        }
    ]


@pytest.mark.golden
def test_lists_of_the_sample(sample: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, line in (
        ("plan", "inspect plan"),
        ("plan-two-years", "inspect plan --since 2025-11 --until 2027-02"),
        ("due", "inspect due --within 40d"),
        ("list", "inspect list --site s02"),
        ("show", "inspect show S204"),
    ):
        assert_golden(f"inspect/sample-{name}.txt", sample.answer(line, now=SAMPLE_NOW))
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    drawn = sample.answer("inspect plan", now=SAMPLE_NOW)
    assert max(len(row) for row in drawn.splitlines()[2:6]) <= 80


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("inspect list", 12),
        ("inspect list --site s03 --state missed", 1),
        ("inspect list --period 2026-03", 3),
        ("inspect list --period 2026-03 --state late", 1),
        ("inspect list --as-of 2026-03-01 --state missed", 1),
        ("inspect list --as-of '2026-02-28 23:59' --state missed", 0),
    ],
)
def test_lists_are_narrowed(sample: Program, line: str, count: int) -> None:
    outcome = sample(f"{line} --format json", now=SAMPLE_NOW)
    assert len(json.loads(outcome.out)["inspections"]) == count


@pytest.mark.parametrize(
    ("line", "subjects"),
    [
        ("inspect due", ["s03/2026-02", "s01/2026-05", "s02/2026-05", "s03/2026-05"]),
        ("inspect due --within 10d --as-of '2026-04-21 08:59'", ["s03/2026-02", "s02/2026-04", "s03/2026-04"]),
        ("inspect due --within 33d", ["s03/2026-02", "s01/2026-05", "s02/2026-05", "s03/2026-05"]),
        ("inspect due --within 32d", ["s03/2026-02"]),
        ("inspect due --site s01", ["s01/2026-05"]),
        ("inspect due --site s01 --within 1d", []),
    ],
)
def test_what_is_owed(sample: Program, line: str, subjects: list[str]) -> None:
    items = json.loads(sample.answer(f"{line} --format json", now=SAMPLE_NOW))["items"]
    assert [item["subject"] for item in items] == subjects


def test_nothing_promised_is_said_in_words(harbour: Program) -> None:
    assert harbour.answer("inspect plan").splitlines()[2:] == ["No inspection is promised in this time."]
    assert harbour.answer("inspect due").splitlines()[2:] == ["No inspection is owed."]
    assert harbour.answer("inspect list") == "0 inspections\n\nNo inspection.\n"


NEW = "inspect new quay --period "


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (f"{NEW}2026-06", "error: quay has a sheet for 2026-06 already: I-20260608-8Q2M\n"),
        (f"{NEW}2025-09", "error: no inspection is promised for 2025-09: the first one is that of 2025-10-01\n"),
        (f"{NEW}2028-10", "error: no inspection is promised for 2028-10: the service ends on 2028-09-30\n"),
        (f"{NEW}2026-04", "error: the records begin on 2026-05-01: the inspection of 2026-04 is on paper\n"),
        (f"{NEW}2026-13", "error: 2026-13 is not a month\n"),
        ("inspect new mill", "error: mill-net promises no inspections in 2026-06\n"),
        ("inspect new quai", "error: no site is called quai\n"),
        (f"{NEW}2026-07 --by zoe", "error: nobody in staff.yaml is called zoe\n"),
        ("inspect show 8Q2X", "error: no inspection is called 8Q2X\n"),
        ("inspect list --state lost", "error: lost is no state of an inspection\n"),
        ("inspect plan --year 2026 --since 2026-01", "error: --year goes with neither --since nor --until\n"),
        ("inspect plan --year 26", "error: 26 is not a year\n"),
        (
            "inspect plan --since 2026-05 --until 2026-04",
            "error: the window ends on 2026-04-30, before it begins on 2026-05-01\n",
        ),
        ("inspect due --within soon", "error: soon is not a duration\n"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(quay: Program, line: str, said: str) -> None:
    draft(quay)
    before = quay.files()
    assert quay.refusal(line).startswith(said)
    assert quay.files() == before


def test_a_second_month_of_the_same_period_is_refused(quay: Program) -> None:
    contract = "records/contracts/port-cctv.yaml"
    quay.write(contract, quay.text(contract).replace("every: 1 month", "every: 3 months"))
    settings = "records/aftercare.yaml"
    quay.write(settings, quay.text(settings).replace("2026-05-01", "2026-04-01"))
    quay.write("records/inspections/2026/04/I-20260408-8Q2M.yaml", "id: I-20260408-8Q2M\nsite: quay\nperiod: 2026-05\n")
    said = quay.refusal(f"{NEW}2026-06")
    assert said.startswith("error: quay has a sheet for 2026-04..2026-06 already: I-20260408-8Q2M\n")
    assert quay(f"{NEW}2026-07").code == 0


@pytest.mark.parametrize(
    ("path", "text", "code", "said"),
    [
        ("records/checklists/cctv.yaml", "id: cctv\nname: x\nchecks: [{id: a}]\n", 1, "error[missing-key]"),
        ("records/equipment/quay.yaml", "site: quay\nitems: x\n", 1, "error[type]"),
        ("records/contracts/port-cctv.yaml", "id: port-cctv\n", 1, "error[missing-key]"),
        ("records/sites/quay.yaml", "id: quay\nname: x\ncontract: gone\n", 2, "error: the site quay has no contract"),
    ],
)
def test_what_the_sheet_is_made_from_must_be_readable(
    quay: Program, path: str, text: str, code: int, said: str
) -> None:
    quay.write(path, text)
    outcome = quay("inspect new quay")
    assert (outcome.code, outcome.out) == (code, "")
    assert said in outcome.err
    assert not (quay.folder / "records/inspections").exists()


def test_an_unknown_checklist_is_refused_with_the_nearest(quay: Program) -> None:
    contract = "records/contracts/port-cctv.yaml"
    quay.write(contract, quay.text(contract).replace("checklist: cctv", "checklist: ctv"))
    assert quay.refusal("inspect new quay") == (
        "error: port-cctv names the checklist ctv, which does not exist\nhint: did you mean cctv?\n"
    )


def test_trying_a_new_sheet_writes_nothing(quay: Program) -> None:
    before = quay.files()
    outcome = quay("inspect new quay --period 2026-07 --dry-run")
    assert (outcome.code, outcome.err) == (0, "nothing was written (--dry-run)\n")
    assert [row for row in outcome.out.splitlines() if row[0] == "+"][2:] == ["+site: quay", "+period: 2026-07"]
    assert quay.files() == before


def test_a_broken_sheet_is_told_beside_the_list(quay: Program) -> None:
    draft(quay, "results: nothing\n")
    outcome = quay("inspect list")
    assert (outcome.code, outcome.out) == (1, "0 inspections\n\nNo inspection.\n")
    assert f"{SHEET}:5:10: error[type]" in outcome.err


def test_a_month_that_was_inspected_gets_no_second_sheet(sample: Program) -> None:
    assert sample("inspect new s01", now=SAMPLE_NOW) == (
        2,
        "",
        (
            "error: s01 has a sheet for 2026-04 already: I-20260415-S104\n"
            "hint: it was made at 2026-04-15 09:00+08:00; another month is named with --period\n"
        ),
    )
