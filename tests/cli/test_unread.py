"""Where a ticket's site or contract is wrong, nothing says that no promise applies."""

import pytest

from tests.cli.program import Program

BROKEN = "records/contracts/mill-net.yaml"


@pytest.mark.parametrize(
    "line", ["ticket show RPN8", "sla show RPN8", "sla acknowledge RPN8 arrival --reason r --action a"]
)
def test_what_is_about_one_ticket_cannot_be_had(harbour: Program, line: str) -> None:
    harbour.write(BROKEN, "id: mill-net\n")
    before = harbour.files()
    outcome = harbour(line)
    assert (outcome.code, outcome.out, outcome.err.count("error[")) == (1, "", outcome.err.count(BROKEN))
    assert outcome.err.startswith(f"{BROKEN}:")
    assert harbour.files() == before


@pytest.mark.parametrize("line", ["ticket list", "sla report", "due"])
def test_what_is_about_all_is_incomplete(harbour: Program, line: str) -> None:
    harbour.write(BROKEN, "id: mill-net\n")
    outcome = harbour(line)
    assert outcome.code == 1
    assert outcome.out
    assert len(set(outcome.err.splitlines())) > 1
    assert f"{BROKEN}:" in outcome.err


def test_a_contract_that_is_not_there_is_named(harbour: Program) -> None:
    (harbour.folder / BROKEN).unlink()
    outcome = harbour("ticket show RPN8")
    assert (outcome.code, outcome.out) == (1, "")
    assert "error[unknown-contract]: mill-net does not exist" in outcome.err


def test_a_site_that_is_not_there_is_named(harbour: Program) -> None:
    for site in (harbour.folder / "records/sites").iterdir():
        site.unlink()
    outcome = harbour("sla show RPN8")
    assert (outcome.code, outcome.out) == (1, "")
    assert "error[unknown-site]" in outcome.err


def test_an_event_is_recorded_all_the_same(harbour: Program) -> None:
    harbour.write(BROKEN, "id: mill-net\n")
    outcome = harbour("ticket note RPN8", "Seen")
    assert outcome.code == 0
    assert "note: Seen" in outcome.out
    assert outcome.err.startswith(f"{BROKEN}:")
    assert outcome.err.endswith("it was recorded; what is promised about it is not known (aftercare check)\n")


def test_wrong_records_are_told_in_the_order_of_their_paths(harbour: Program) -> None:
    """Which are read first depends on the command, and on what is kept of earlier runs."""
    paths = [
        "records/contracts/mill-net.yaml",
        "records/sites/gate-2.yaml",
        "records/tickets/2026/06/T-20260602-RPN8.yaml",
        "records/tickets/2026/06/T-20260610-SMK6.yaml",
    ]
    for path in paths:
        harbour.write(path, "{\n")
    told = [line.partition(":")[0] for line in harbour("sla report").err.splitlines() if ": error[" in line]
    assert told == sorted(told)
    assert {*paths} <= {*told}
