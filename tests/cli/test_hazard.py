"""Unsafe conditions: reported, told, closed; by when who must be told."""

import json

import pytest

from tests.cli.golden import assert_golden
from tests.cli.program import NOW, SAMPLE_NOW, Program

HAZARD = "records/hazards/2026/H-20260610-8Q2M.yaml"
FACTS = "id: H-20260610-8Q2M\nsite: quay\nfound_at: 2026-06-10T09:00:00+08:00\ndescription: bracket loose\n"


@pytest.fixture
def quay(harbour: Program) -> Program:
    """Give the harbour with a hazard found at nine this morning."""
    harbour.write(HAZARD, FACTS)
    return harbour


def test_a_report_says_by_when_who_must_be_told(harbour: Program) -> None:
    outcome = harbour(
        "hazard report quay 'bracket loose' --at 11:00 --told-company 11:20 --source RPN8 --note 'crane 4'"
    )
    path = outcome.err.removeprefix("wrote ").rstrip("\n")
    record_id = path.rpartition("/")[2].removesuffix(".yaml")
    assert path.startswith("records/hazards/2026/H-20260610-")
    assert harbour.text(path) == (
        f"id: {record_id}\nsite: quay\nfound_at: 2026-06-10T11:00:00+08:00\nsource: T-20260602-RPN8\n"
        "description: bracket loose\ntold_company_at: 2026-06-10T11:20:00+08:00\nnote: crane 4\n"
    )
    assert outcome.out == (
        f"{record_id}\n\n"
        "bracket loose\nhazard at quay, to be told\nfound 2026-06-10 11:00\nsource: T-20260602-RPN8\nnote: crane 4\n\n"
        "Who is told\n"
        "Who           Told              Due\n"
        "the company   2026-06-10 11:20  2026-06-11 11:00\n"
        "the customer  —                 2026-06-11 11:00\n\n"
        "tell the customer by 2026-06-11 11:00\n"
        f"then: aftercare hazard told {record_id} --customer\n{path}\n"
    )


def test_its_life(quay: Program) -> None:
    assert quay("hazard told 8Q2M --company --at 10:00").code == 0
    assert quay.text(HAZARD) == FACTS + "told_company_at: 2026-06-10T10:00:00+08:00\n"
    told = quay("hazard told 8Q2M --customer").out
    assert "everybody was told; once it is removed: aftercare hazard close H-20260610-8Q2M\n" in told
    closed = quay("hazard close 8Q2M --format json", now="2026-06-12T08:00+08:00")
    assert json.loads(closed.out) == {
        "schema": "aftercare/hazard/1",
        "path": HAZARD,
        "id": "H-20260610-8Q2M",
        "site": "quay",
        "state": "closed",
        "found_at": "2026-06-10T09:00:00+08:00",
        "due_at": "2026-06-11T09:00:00+08:00",
        "source": None,
        "description": "bracket loose",
        "told_company_at": "2026-06-10T10:00:00+08:00",
        "told_customer_at": "2026-06-10T12:00:00+08:00",
        "closed_at": "2026-06-12T08:00:00+08:00",
        "note": None,
    }
    assert quay("fmt --check").code == 0
    assert quay.answer("check", now="2026-06-12T08:00+08:00").endswith(": 0 errors, 0 warnings\n")


TOLD = "told_company_at: 2026-06-10T10:00:00+08:00\n"
BOTH = TOLD + "told_customer_at: 2026-06-10T10:00:00+08:00\n"


@pytest.mark.parametrize(
    ("facts", "line", "said"),
    [
        ("", "told 8Q2M", "nobody is named who was told\nhint: give --company, --customer, or both\n"),
        (
            "",
            "told 8Q2M --company --at 08:59",
            "2026-06-10 08:59+08:00 is before the hazard was found, at",
        ),
        ("", "told 8Q2M --company --at 12:01", "2026-06-10 12:01+08:00 has not come yet"),
        (TOLD, "told 8Q2M --company", "the company was told of H-20260610-8Q2M already at 2026-06-10 10:00+08:00\n"),
        (BOTH, "told 8Q2M --customer", "the customer was told of H-20260610-8Q2M already at 2026-06-10 10:00+08:00\n"),
        ("", "close 8Q2M", "nobody was told of H-20260610-8Q2M\nhint: say so first: aftercare hazard told"),
        (TOLD, "close 8Q2M", "the customer was not told of H-20260610-8Q2M\nhint: say so first: aftercare hazard told"),
        (BOTH, "close 8Q2M --at 08:59", "2026-06-10 08:59+08:00 is before the hazard was found"),
        (
            BOTH + "closed_at: 2026-06-10T11:00:00+08:00\n",
            "close 8Q2M",
            "H-20260610-8Q2M was closed already at 2026-06-10 11:00+08:00\n",
        ),
        ("", "told 8Q2X --company", "no hazard is called 8Q2X\n"),
        ("", "report quay ' '", "the text of description is empty\n"),
        ("", "report quay x --source Z", "no inspection and no ticket is called Z\n"),
        ("", "report quay x --at 13:00", "2026-06-10 13:00+08:00 has not come yet"),
        ("", "report quay x --at 11:00 --told-customer 10:59", "2026-06-10 10:59+08:00 is before the hazard was found"),
    ],
)
def test_what_cannot_be_is_refused(quay: Program, facts: str, line: str, said: str) -> None:
    quay.write(HAZARD, FACTS + facts)
    before = quay.files()
    assert quay.refusal(f"hazard {line}").startswith(f"error: {said}")
    assert quay.files() == before


@pytest.mark.parametrize(
    ("now", "line"),
    [
        ("2026-06-11T09:00:00+08:00", "tell the company by 2026-06-11 09:00"),
        ("2026-06-11T09:00:01+08:00", "overdue: tell the company, by 2026-06-11 09:00, 1 s late"),
    ],
)
def test_the_second_at_which_it_is_overdue(quay: Program, now: str, line: str) -> None:
    assert line in quay.answer("hazard show 8Q2M", now=now).splitlines()


@pytest.mark.golden
def test_lists(sample: Program) -> None:
    assert_golden("inspect/sample-hazards.txt", sample.answer("hazard list", now=SAMPLE_NOW))


@pytest.mark.parametrize(
    ("line", "ends"),
    [
        ("--open", ["HZ03"]),
        ("--site s02", ["HZ01"]),
        ("--open --site s02", []),
        ("--open --as-of '2026-02-11 08:59'", ["HZ02"]),
        ("--as-of 2026-02-01", []),
    ],
)
def test_lists_are_narrowed(sample: Program, line: str, ends: list[str]) -> None:
    answer = json.loads(sample.answer(f"hazard list {line} --format json", now=SAMPLE_NOW))
    assert [hazard["id"][-4:] for hazard in answer["hazards"]] == ends


def test_later_facts_do_not_count(quay: Program) -> None:
    quay.write(HAZARD, FACTS + BOTH)
    shown = json.loads(quay.answer("hazard show 8Q2M --as-of 09:59 --format json", now=NOW))
    assert (shown["state"], shown["told_company_at"]) == ("open", None)
    assert quay.answer("hazard list --as-of 2026-06-09").endswith("No hazard.\n")
