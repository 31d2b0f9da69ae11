"""Rounds that are late, missing or there twice, and results that cannot be right."""

import datetime as dt

import pytest

from aftercare_cli.model.service import Inspection
from aftercare_cli.model.sites import Check, Checklist, Site
from aftercare_cli.rules.checks import inspections
from aftercare_cli.store.decode import decode
from aftercare_cli.store.yaml_reader import read_mapping
from tests.rules.written import Records, contract, settings

CHECKS = Checklist(
    id="cctv",
    name="巡检",
    checks=(
        Check(id="picture", group="g", title="图像", categories=("camera",), graded=True),
        Check(id="lens", group="g", title="变倍", categories=("ptz",)),
    ),
)
QUARTERLY = """
acceptance: 2025-12-20
handover: 2025-12-31
service_until: 2027-12-31
inspection: {every: 3 months, checklist: cctv}
"""
MONTHLY = QUARTERLY.replace("3 months", "1 month")


def inspection(text: str, name: str = "8Q2M") -> Inspection:
    tree = {"id": f"I-20260305-{name}", "site": "hq", **read_mapping(text.encode(), "")}
    record = decode(Inspection, tree)
    assert isinstance(record, Inspection), record
    return record


def told(*texts: str, terms: str = MONTHLY, now: str = "2026-04-10T09:00+08:00") -> list[str]:
    records = Records(
        settings=settings(),
        contracts={"hq-cctv": contract(terms)},
        sites={"hq": Site(id="hq", contract="hq-cctv", name="总部大楼")},
        checklists={"cctv": CHECKS},
        inspections=[inspection(text, f"{number:04}") for number, text in enumerate(texts)],
    )
    found = inspections.findings(records, dt.datetime.fromisoformat(now))
    return [f"{finding.code} {'.'.join(str(step) for step in finding.field)}: {finding.text}" for finding in found]


MADE = "period: 2026-03\ninspected_at: {}\n"


@pytest.mark.parametrize(
    ("text", "terms", "findings"),
    [
        (MADE.format("2026-03-31T23:59:59+08:00"), MONTHLY, []),
        (
            MADE.format("2026-04-01T00:00:00+08:00"),
            MONTHLY,
            ["inspection-late inspected_at: the inspection of hq for 2026-03 was 1 day late"],
        ),
        # Later than now: it was not made yet, and is not late either.
        (MADE.format("2026-05-01T00:00:00+08:00"), MONTHLY, []),
        ("period: 2026-03", MONTHLY, ["inspection-missed period: the inspection of hq for 2026-03 was never made"]),
        ("period: 2026-04", MONTHLY, []),
        # A quarter's round has until the end of the quarter, whichever of its months the sheet names.
        ("period: 2026-01\ninspected_at: 2026-03-30T09:00:00+08:00", QUARTERLY, []),
        (
            "period: 2026-02\ninspected_at: 2026-04-03T09:00:00+08:00",
            QUARTERLY,
            ["inspection-late inspected_at: the inspection of hq for 2026-02 was 3 days late"],
        ),
        # Without terms the month stands for itself.
        ("period: 2026-03", "{}", ["inspection-missed period: the inspection of hq for 2026-03 was never made"]),
        ("period: 2026-03\nexcused: {at: 2026-04-01T09:00:00+08:00, agreed_by: a, reason: b}", MONTHLY, []),
        (
            "period: 2026-03\nexcused: {at: 2026-04-11T09:00:00+08:00, agreed_by: a, reason: b}",
            MONTHLY,
            ["inspection-missed period: the inspection of hq for 2026-03 was never made"],
        ),
    ],
)
def test_rounds_that_are_late_or_were_never_made(text: str, terms: str, findings: list[str]) -> None:
    assert told(text, terms=terms) == findings


def test_a_second_sheet_for_a_period() -> None:
    first, second = MADE.format("2026-03-05T09:00:00+08:00"), "period: 2026-04"
    assert told(first, second) == []
    assert told(first, first, second) == [
        "inspection-twice period: the inspection of hq for 2026-03 has a sheet already: I-20260305-0000"
    ]
    assert told("period: 2026-04", "period: 2026-06", terms=QUARTERLY) == [
        "inspection-twice period: the inspection of hq for 2026-04..2026-06 has a sheet already: I-20260305-0000"
    ]


@pytest.mark.parametrize(
    ("results", "findings"),
    [
        ('[{check: picture, result: pass, grade: "4"}, {check: lens, result: fail}]', []),
        ('[{check: picture, result: fail, grade: "4", marks: [snow]}]', []),
        ("[{check: picture, result: pass}]", []),
        (
            '[{check: picture, result: pass, grade: "3"}]',
            ["grade-contradiction results.0.grade: pass contradicts the grade 3"],
        ),
        (
            '[{check: picture, result: fail, grade: "5"}]',
            ["grade-contradiction results.0.grade: fail contradicts the grade 5"],
        ),
        ('[{check: lens, result: pass, grade: "5"}]', ["grade-contradiction results.0.grade: lens is not graded"]),
        ("[{check: lense, result: pass}]", ["unknown-check results.0.check: the checklist cctv has no check lense"]),
        ("[{check: lens, result: pass}, {check: lens, result: pass, note: again}]", []),
        ("[{check: lens, result: pass}, {check: lens, equipment: P-1, result: fail}]", []),
        (
            "[{check: lens, equipment: P-1, result: pass}, {check: lens, equipment: P-1, result: fail}]",
            ["result-twice results.1: lens has another result already"],
        ),
    ],
)
def test_results_that_cannot_be_right(results: str, findings: list[str]) -> None:
    assert told(f"period: 2026-04\nresults: {results}") == findings


def test_without_a_checklist_no_check_is_unknown() -> None:
    assert told("period: 2026-04\nresults: [{check: lense, result: pass}]", terms="{}") == []


def test_it_is_signed_when_it_is_made_or_later() -> None:
    made = "{period: 2026-04, inspected_at: 2026-04-05T10:00+08:00, signed_at: 2026-04-05T%s+08:00}"
    assert told(made % "10:00") == []
    (wrong,) = told(made % "09:59")
    assert "signed-before-made" in wrong
