"""Checking records: all problems at once, in every form; what the exit code depends on."""

import json
import os
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.cli.golden import assert_golden
from tests.cli.program import SAMPLE_NOW, Program, spawn

TICKETS = "records/tickets/2026/06"


@pytest.fixture
def broken(harbour: Program) -> Program:
    """Break some records of the harbour, in ways that reach every part of the formats."""
    harbour.write(
        f"{TICKETS}/T-20260610-0001.yaml",
        "id: T-20260610-0001\n"
        "site: gate-3\n"
        'summary: "<script>|\\u001b[2J"\n'
        "reported_at: 2026-06-10T09:00:00+08:00\n"
        "events:\n"
        "  - {at: 2026-06-10T10:00:00+08:00, type: closed}\n"
        "  - {at: 2026-06-10T09:30:00+08:00, type: arrived, by: bob}\n",
    )
    harbour.write(f"{TICKETS}/T-20260610-0002.yaml", "id: T-20260610-0002\nsite: quay\nsite: mill\n")
    harbour.write("records/sites/mill.yaml", "id: mill\r\ncontract: mill-net\r\nname: Mill\r\n")
    harbour.write("records/50%, a:b.txt", "a note of somebody\n")
    harbour.write(
        "records/inspections/2026/05/I-20260501-0001.yaml", "id: I-20260501-0001\nsite: quay\nperiod: 2026-05\n"
    )
    return harbour


@pytest.mark.golden
@pytest.mark.parametrize("form", ["text", "json", "github", "sarif", "junit"])
def test_every_problem_is_told_in_every_form(broken: Program, form: str) -> None:
    outcome = broken(f"check --format {form}")
    assert (outcome.code, outcome.err) == (1, "")
    assert_golden(f"broken/check.{form}", outcome.out)


def test_forms_agree_with_each_other(broken: Program) -> None:
    problems = json.loads(broken("check --format json").out)["problems"]
    places = [(found["path"], found["line"], found["column"], found["code"]) for found in problems]
    (run,) = json.loads(broken("check --format sarif").out)["runs"]
    located = []
    for result in run["results"]:
        place = result["locations"][0]["physicalLocation"]
        region = place["region"]
        uri = place["artifactLocation"]["uri"]
        located.append((uri, region["startLine"], region["startColumn"], result["ruleId"]))
    assert located == [(quote(path), *rest) for path, *rest in places]
    suite = ET.fromstring(broken("check --format junit").out)  # noqa: S314 - our own output
    assert [case.get("name") for case in suite] == list(dict.fromkeys(place[0] for place in places))
    assert (suite.get("tests"), suite.get("failures")) == ("5", "2")
    assert broken("check --format github").out.count("\n") == len(places)


@pytest.mark.parametrize(
    ("line", "code", "codes"),
    [
        (f"check {TICKETS}/T-20260610-0002.yaml", 1, {"duplicate-key"}),
        (f"check {TICKETS}/T-20260610-0002.yaml --exit-zero", 0, {"duplicate-key"}),
        ("check records/sites", 0, {"line-ends"}),
        ("check records/sites --strict", 1, {"line-ends"}),
        ("check records/sites --strict --exit-zero", 0, {"line-ends"}),
        ("check records/sites records/inspections", 0, {"line-ends", "inspection-missed"}),
        ("check records/sites records/inspections --as-of 2026-05-31", 0, {"line-ends"}),
        ("check records/contracts", 0, set()),
        ("check .", 1, None),
    ],
)
def test_the_exit_code_follows_what_is_asked_about(
    broken: Program, line: str, code: int, codes: set[str] | None
) -> None:
    outcome = broken(f"{line} --format json")
    assert (outcome.code, outcome.err) == (code, "")
    told = {found["code"] for found in json.loads(outcome.out)["problems"]}
    assert codes is None or told == codes


def test_paths_are_those_of_the_current_folder(broken: Program) -> None:
    folder = broken.folder / "records/sites"
    outcome = broken("check mill.yaml", folder=folder)
    assert (outcome.code, outcome.out) == (
        0,
        (
            "mill.yaml:1:1: warning[line-ends]: has CRLF line ends\n"
            "    id: mill\n"
            "    hint: aftercare fmt writes LF; in Git, set eol=lf in .gitattributes\n"
            f"22 files checked: 0 errors, 1 warning (workspace {broken.folder})\n"
        ),
    )


@pytest.mark.parametrize("path", ["records/none.yaml", "../elsewhere", "/etc/passwd"])
def test_a_path_that_is_not_there_is_refused(harbour: Program, path: str) -> None:
    (harbour.folder.parent / "elsewhere").mkdir(exist_ok=True)
    assert harbour.refusal(f"check {path}") == (
        f"error: {path} is not in the workspace {harbour.folder}\nhint: name files or folders below it\n"
    )


def test_without_its_own_record_a_workspace_is_wrong_and_other_commands_say_why(harbour: Program) -> None:
    harbour.write("records/aftercare.yaml", "aftercare: 2\ncompany: {name: Harbour}\n")
    said = (
        "records/aftercare.yaml:1:12: error[value]: 2 is not a word known here\n"
        "    aftercare: 2\n"
        "    hint: it is one of 1\n"
    )
    assert harbour("check") == (1, f"{said}19 files checked: 1 error, 0 warnings\n", "")
    failed = (1, "", f"{said}error: records this command needs are wrong\n")
    for line in ("sla report", "ticket list", "ticket show RSK4", "ticket note RSK4 x", "due", "fmt"):
        assert harbour(line) == failed, line


def test_the_sample_project_has_exactly_eight_findings(sample: Program) -> None:
    problems = json.loads(sample.answer(f"check --format json --as-of {SAMPLE_NOW}"))["problems"]
    assert [(found["code"], found["severity"], Path(found["path"]).stem, found["line"]) for found in problems] == [
        ("no-spare", "warning", "s01", 8),
        ("document-missing", "warning", "p2025", 8),
        ("hazard-untold", "warning", "H-20260317-HZ03", 2),
        ("inspection-missed", "warning", "I-20260228-S302", 3),
        ("inspection-late", "warning", "I-20260401-S203", 5),
        ("loan-overdue", "warning", "T-20260414-0017", 14),
        ("session-missed", "warning", "R-20251030-0205", 17),
        ("follow-up-overdue", "warning", "V-20260331-FV08", 3),
    ]
    assert sample(f"check --strict --as-of {SAMPLE_NOW}").code == 1


def test_a_named_pipe_among_the_records_keeps_nobody_waiting(harbour: Program) -> None:
    os.mkfifo(harbour.folder / TICKETS / "T-20260610-0001.yaml")
    outcome = spawn(harbour.folder, "check")
    assert (outcome.code, outcome.out) == (
        1,
        (
            f"{TICKETS}/T-20260610-0001.yaml:1:1: error[not-a-file]: is not a regular file\n"
            "    hint: records are plain files: move it out of records/\n"
            "20 files checked: 1 error, 0 warnings\n"
        ),
    )
