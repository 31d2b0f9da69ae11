"""What rests on records that cannot be read says so: it claims no breach, and no peace, on their silence."""

import pytest

from tests.cli.program import Program

INCOMPLETE = "1 record is wrong: what is shown above is incomplete (aftercare check)\n"
CONTRACT = "records/contracts/port-cctv.yaml"
TERMS = """\
handover: 2026-05-01
training:
  topics: [{number: "1", title: all, days: 1}]
"""
HELD = """\
id: R-20260420-0001
contract: port-cctv
role: operator
topics: ["1"]
start: 2026-04-20
end: 2026-04-20
attendees: [{name: Ann, signed: true}]
"""
TRAINING = "records/training/2026/R-20260420-0001.yaml"


@pytest.fixture
def taught(harbour: Program) -> Program:
    """Give the harbour with a curriculum that was held; the record of it is broken."""
    lines = [line for line in harbour.text(CONTRACT).splitlines() if not line.startswith("handover:")]
    harbour.write(CONTRACT, "\n".join(lines) + "\n" + TERMS)
    harbour.write(TRAINING, HELD)
    assert "met" in harbour.answer("sla show port-cctv")
    harbour.write(TRAINING, f"{HELD}odd: 1\n")
    return harbour


def test_a_training_that_cannot_be_read_makes_no_breach_for_certain(taught: Program) -> None:
    outcome = taught("sla show port-cctv")
    assert outcome.code == 1
    assert outcome.err.startswith(f"{TRAINING}:8:1: error[unknown-key]: unknown key odd\n")
    assert outcome.err.endswith(INCOMPLETE)


def test_nor_is_it_acknowledged(taught: Program) -> None:
    before = taught.files()
    outcome = taught("sla acknowledge port-cctv training --reason r --action a")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith(f"{TRAINING}:8:1: error[unknown-key]: unknown key odd\n")
    assert taught.files() == before


def test_what_does_not_rest_on_it_is_not_complained_of(taught: Program) -> None:
    taught("hazard report quay loose --at 10:00")
    hazard = next(name for name in taught.files() if "/H-" in name).rpartition("/")[2].removesuffix(".yaml")
    taught.answer(f"sla show {hazard}")
    taught.answer("hazard list")


def test_who_lacks_what_is_told_with_what_is_missing(taught: Program) -> None:
    outcome = taught("train log port-cctv --start 2026-06-09 --topic 1 --role operator --attendee Bob")
    assert outcome.code == 0
    assert f"{TRAINING}:8:1: error[unknown-key]" in outcome.err


SITE = "records/sites/quay.yaml"


@pytest.mark.parametrize(
    ("path", "state", "told"),
    [
        (SITE, "broken", f"{SITE}:"),
        (CONTRACT, "broken", f"{CONTRACT}:"),
        (SITE, "missing", "records/visits/2026/V-20260609-"),
        (CONTRACT, "missing", f"{SITE}:2:11: error[unknown-contract]: port-cctv does not exist"),
    ],
)
def test_a_visit_to_a_place_of_which_nothing_is_known(harbour: Program, path: str, state: str, told: str) -> None:
    """No visit is owed as far as anybody can tell: that is said, and what was recorded stands."""
    harbour("visit new quay --overall 4 --on 2026-06-09")
    visit = next(name for name in harbour.files() if "/V-" in name).rpartition("/")[2].removesuffix(".yaml")
    if state == "broken":
        harbour.write(path, "id: [\n")
    else:
        (harbour.folder / path).unlink()
    outcome = harbour(f"visit show {visit}")
    assert outcome.code == 1
    assert outcome.err.endswith(INCOMPLETE)
    assert outcome.err.count("error[") == 1
    assert outcome.err.startswith(told)
    due = harbour("visit due")
    assert (due.code, "error[" in due.err) == (1, True)


def test_a_visit_is_recorded_whatever_is_owed_there(harbour: Program) -> None:
    harbour.write(CONTRACT, "id: [\n")
    outcome = harbour("visit new quay --overall 4 --on 2026-06-09")
    assert outcome.code == 0
    assert outcome.err.startswith("wrote records/visits/2026/V-20260609-")
    assert outcome.err.endswith(INCOMPLETE)


def test_a_list_of_one_kind_reads_no_other(harbour: Program) -> None:
    harbour.write("records/tickets/2026/06/T-20260601-AAAA.yaml", "id: [\n")
    harbour.write("records/visits/2026/V-20260601-AAAA.yaml", "id: [\n")
    for line in ("hazard list", "inspect list", "inspect plan", "inspect due", "train coverage"):
        harbour.answer(line)


@pytest.mark.parametrize("line", ["visit show 7F3K", "visit record 7F3K --overall 4", "visit show V-20260609-7F3K"])
def test_a_folder_that_cannot_be_listed_is_not_held_to_be_empty(harbour: Program, line: str) -> None:
    harbour.write("records/visits", "")
    outcome = harbour(line)
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith("records/visits")
    assert "error[unreadable-file]: cannot be read: Not a directory\n" in outcome.err
