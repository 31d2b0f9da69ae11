"""Promises that are no ticket's: how they were computed, and breaches that are acknowledged where they are recorded."""

import json

import pytest

from tests.cli.program import SAMPLE_NOW, Program

TERMS = """\
handover: 2026-03-20
warranty: {months: 12}
inspection: {every: 1 month, checklist: cctv}
follow_up: {every: 3 months}
questions: {answer_within: 2d}
training: {topics: [{number: "1", title: Use, days: 1}]}
documents: [{id: manual, title: Manual}, {id: plan, title: Plan}]
"""
HAZARD = """\
id: H-20260601-HAZ1
site: mill
found_at: 2026-06-01T09:00:00+08:00
told_company_at: 2026-06-01T10:00:00+08:00
description: A loose cable # seen from the gate
"""
APRIL = """\
# The round was missed.
id: I-20260410-APR1
site: mill
period: 2026-04
by: [ana]
"""
HAZARD_PATH = "records/hazards/2026/H-20260601-HAZ1.yaml"
APRIL_PATH = "records/inspections/2026/04/I-20260410-APR1.yaml"
HANDOVER_PATH = "records/handover/mill-net.yaml"
SAID = "at: 2026-06-10T12:00:00+08:00, by: ana, reason: Forgotten, corrective_action: A calendar"
WORDS = "--reason Forgotten --action 'A calendar' --by ana"


@pytest.fixture
def mill(harbour: Program) -> Program:
    """Give a mill that was handed over on 20 March, without training or papers, and has missed its inspections."""
    path = "records/contracts/mill-net.yaml"
    harbour.write(path, harbour.text(path) + TERMS)
    harbour.write(HAZARD_PATH, HAZARD)
    harbour.write(APRIL_PATH, APRIL)
    return harbour


def breaches(program: Program) -> dict[tuple[str, str], bool]:
    """Give the breaches of the mill that are no ticket's, and whether each is acknowledged."""
    items = json.loads(program("sla report --contract mill-net --format json").out)["items"]
    return {
        (item["promise"], item["subject"]): item["acknowledged"]
        for item in items
        if item["state"] == "breached" and not item["policy"] and not item["subject"].startswith("T-")
    }


def test_every_breach_can_be_acknowledged_so_that_a_job_passes(mill: Program) -> None:
    assert breaches(mill) == {
        ("inspection", "mill/2026-04"): False,
        ("inspection", "mill/2026-05"): False,
        ("hazard_customer", "H-20260601-HAZ1"): False,
        ("training", "mill-net"): False,
        ("documents", "mill-net/manual"): False,
        ("documents", "mill-net/plan"): False,
    }
    assert mill("sla report --contract mill-net --fail-on new-breach").code == 1
    for words in (
        *("APR1 inspection", "mill/2026-05 inspection", "HAZ1 hazard_customer"),
        *("mill-net training", "mill-net/manual documents", "mill-net/plan documents", "RPN8 repair"),
    ):
        assert mill(f"sla acknowledge {words} {WORDS}").code == 0
    assert set(breaches(mill).values()) == {True}
    assert mill("sla report --contract mill-net --fail-on new-breach").code == 0
    assert mill("sla report --contract mill-net --fail-on breach").code == 1


def test_a_sheet_of_the_period_holds_it_where_there_is_one(mill: Program) -> None:
    outcome = mill(f"sla acknowledge mill/2026-04 inspection {WORDS}")
    assert (outcome.code, outcome.err) == (0, f"wrote {APRIL_PATH}\n")
    assert outcome.out == (
        "mill/2026-04\n\nas of 2026-06-10 12:00\n\n"
        "inspection, cycle 1: from 2026-04-01 00:00 → due on 2026-04-30\n"
        "breached; 70 d 12 h used; 41 days late; acknowledged\n"
        "From              To                   Clock  Counted                Sum\n"
        "2026-04-01 00:00  2026-04-30 23:59:59  runs   29 d 23 h 59 min 59 s  29 d 23 h 59 min 59 s\n"
    )
    assert mill.text(APRIL_PATH) == f"{APRIL}acknowledged: {{{SAID}}}\n"


def test_a_sheet_is_begun_where_there_is_none(mill: Program) -> None:
    before = mill.files()
    outcome = mill(f"sla acknowledge mill/2026-05 inspection {WORDS} --at 2026-06-09T08:00 --format json")
    assert outcome.code == 0
    ((path, text),) = mill.files().items() - before.items()
    name = path.rpartition("/")[2].removesuffix(".yaml")
    assert path == f"records/inspections/2026/06/{name}.yaml"
    assert name.startswith("I-20260609-")
    assert text.decode().replace('"', "") == (
        f"id: {name}\nsite: mill\nperiod: 2026-05\nacknowledged: {{{SAID.replace('2026-06-10T12', '2026-06-09T08')}}}\n"
    )
    (target,) = json.loads(outcome.out)["targets"]
    assert (target["promise"], target["state"], target["acknowledged"]) == ("inspection", "breached", True)


def test_a_hazard_holds_its_own(mill: Program) -> None:
    assert mill(f"sla acknowledge HAZ1 hazard_customer {WORDS}").code == 0
    assert mill.text(HAZARD_PATH) == f"{HAZARD}acknowledged: {{{SAID}}}\n"


def test_the_handover_holds_what_was_broken_at_it(mill: Program) -> None:
    assert mill(f"sla acknowledge mill-net training {WORDS}").code == 0
    assert mill(f"sla acknowledge mill-net/plan documents {WORDS}").code == 0
    assert mill.text(HANDOVER_PATH) == (
        "contract: mill-net\nacknowledged:\n"
        f"  - {{target: training, {SAID}}}\n"
        f"  - {{target: documents, document: plan, {SAID}}}\n"
    )
    assert mill("check").code == 0


def test_a_list_of_documents_is_kept_as_it_is(mill: Program) -> None:
    listed = "contract: mill-net\n# to follow\ndocuments:\n  - {document: manual, handed_over: 2026-03-20}\n"
    mill.write(HANDOVER_PATH, listed)
    assert mill(f"sla acknowledge plan documents {WORDS}").code == 0
    assert mill.text(HANDOVER_PATH) == f"{listed}acknowledged:\n  - {{target: documents, document: plan, {SAID}}}\n"


def test_an_acknowledged_training_makes_no_list_of_documents(mill: Program) -> None:
    # Before `records_from` nothing is judged but what is recorded all the same: here a session that went on too long.
    path = "records/aftercare.yaml"
    mill.write(path, f"{mill.text(path)}records_from: 2026-04-01\n")
    mill.write(
        "records/training/2026/R-20260302-TRN1.yaml",
        "id: R-20260302-TRN1\ncontract: mill-net\nrole: operator\ntopics: ['1']\nstart: 2026-03-19\nend: 2026-03-23\n",
    )
    assert [subject for name, subject in breaches(mill) if name in {"training", "documents"}] == ["mill-net"]
    assert mill(f"sla acknowledge mill-net training {WORDS}").code == 0
    assert [subject for name, subject in breaches(mill) if name in {"training", "documents"}] == ["mill-net"]
    assert "was not handed over" not in mill("check").out


def test_a_trial_writes_nothing(mill: Program) -> None:
    before = mill.files()
    outcome = mill(f"sla acknowledge HAZ1 hazard_customer {WORDS} --dry-run")
    assert (outcome.code, outcome.err) == (0, "nothing was written (--dry-run)\n")
    assert outcome.out.endswith(f"+acknowledged: {{{SAID}}}\n")
    assert mill.files() == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("mill/2026-06 inspection", "error: inspection is not breached\n"),
        ("HAZ1 hazard_company", "error: hazard_company is not breached\n"),
        ("HAZ1 inspection", "error: no promise is about HAZ1\n"),
        ("mill/2026-04 arival", "error: mill/2026-04 has no promise called arival\n"),
        ("mill-net/manuel documents", "error: no promise is about mill-net/manuel\nhint: did you mean mill-net/manual"),
        (
            "mill/2026-04..2026-06 follow_up",
            "error: follow_up of mill/2026-04..2026-06 is an aim of our own: no report fails on it\n",
        ),
        ("HAZ1 hazard_customer --cycle 1", "error: --cycle is only for tickets\nhint: leave --cycle out\n"),
        ("HAZ1 hazard_customer --backdate x", "error: --backdate is only for tickets\nhint: leave --backdate out\n"),
        ("HAZ1 hazard_customer --at 2026-06-10T12:01", "error: 2026-06-10 12:01+08:00 has not come yet"),
        ("HAZ1 hazard_customer --at 2026-06-02T09:00", "error: hazard_customer was not breached yet at"),
        ("HAZ1 hazard_customer --action ' '", "error: the text of corrective_action is empty\n"),
        ("HAZ1 hazard_customer --by nobody", "error: nobody in staff.yaml is called nobody\n"),
    ],
)
def test_what_cannot_be_acknowledged_is_refused(mill: Program, words: str, said: str) -> None:
    before = mill.files()
    # The last of two options of a name is the one that counts.
    assert mill.refusal(f"sla acknowledge {WORDS} {words}").startswith(said)
    assert mill.files() == before


def test_a_breach_is_acknowledged_once(mill: Program) -> None:
    for words in ("APR1 inspection", "HAZ1 hazard_customer", "mill-net training", "mill-net/plan documents"):
        line = f"sla acknowledge {words} {WORDS}"
        assert mill(line).code == 0
        before = mill.files()
        assert mill.refusal(line) == f"error: the breach of {words.split()[1]} is acknowledged already\n"
        assert mill.files() == before


def test_a_requested_training_has_no_place_for_it(mill: Program) -> None:
    mill.write(
        "records/training/2026/R-20260401-ASK1.yaml",
        "id: R-20260401-ASK1\ncontract: mill-net\nrole: operator\ntopics: ['1']\nkind: on_request\n"
        "requested_on: 2026-04-01\ndue_on: 2026-05-01\n",
    )
    assert mill.refusal(f"sla acknowledge ASK1 training {WORDS}") == (
        "error: the records of R-20260401-ASK1 have no place for an acknowledgement\n"
        "hint: do what is owed, and record it\n"
    )


@pytest.mark.parametrize(
    ("subject", "title", "names"),
    [
        ("mill/2026-04", "mill/2026-04", ["inspection"]),
        ("APR1", "mill/2026-04", ["inspection"]),
        ("haz1", "H-20260601-HAZ1", ["hazard_company", "hazard_customer"]),
        ("mill-net", "mill-net", ["training"]),
        ("mill-net/plan", "mill-net/plan", ["documents"]),
        ("mill/2026-04..2026-06", "mill/2026-04..2026-06", ["follow_up"]),
        ("T-20260602-RPN8", "T-20260602-RPN8", ["arrival", "repair", "arrival", "repair"]),
    ],
)
def test_every_subject_is_explained(mill: Program, subject: str, title: str, names: list[str]) -> None:
    document = json.loads(mill.answer(f"sla show {subject} --format json"))
    assert document["id"] == title
    assert [target["promise"] for target in document["targets"]] == names


def test_a_ticket_has_its_follow_up_visit_too(sample: Program) -> None:
    document = json.loads(sample.answer(f"sla show T-20260211-0006 --format json --as-of {SAMPLE_NOW}"))
    assert [(target["promise"], target["due_at"][:10]) for target in document["targets"]] == [
        ("arrival", "2026-02-11"),
        ("standby", "2026-02-11"),
        ("spares", "2026-02-11"),
        ("follow_up", "2026-02-18"),
    ]


def test_a_sum_over_all_hours_is_one_line(mill: Program) -> None:
    assert mill.answer("sla show HAZ1") == (
        "H-20260601-HAZ1\n\nas of 2026-06-10 12:00\n\n"
        "hazard: company, cycle 1: 1 d from 2026-06-01 09:00 (24x7) → due 2026-06-02 09:00\n"
        "met; stopped 2026-06-01 10:00; 1 h used\n"
        "From              To                Clock  Counted  Sum\n"
        "2026-06-01 09:00  2026-06-02 09:00  runs   1 d      1 d\n\n"
        "hazard: customer, cycle 1: 1 d from 2026-06-01 09:00 (24x7) → due 2026-06-02 09:00\n"
        "breached; 9 d 3 h used; 8 d 3 h late\n"
        "From              To                Clock  Counted  Sum\n"
        "2026-06-01 09:00  2026-06-02 09:00  runs   1 d      1 d\n"
    )


def test_what_nobody_knows_is_no_ticket(mill: Program) -> None:
    assert mill.refusal("sla show ZZZZ").startswith("error: no ticket is called ZZZZ\n")
    assert mill.refusal("sla show mill/2026-13").startswith("error: no promise is about mill/2026-13\n")
    assert mill.refusal("sla show mill") == (
        "error: mill may mean 7 records\n"
        "hint: write more of the id: mill-net, mill-net/manual, mill-net/plan, mill/2026-04, mill/2026-04..2026-06,"
        " mill/2026-05, mill/2026-06\n"
    )


def test_what_is_wrong_is_not_called_unknown(mill: Program) -> None:
    mill.write(HAZARD_PATH, "id: H-20260601-HAZ1\nsite: mill\n")
    outcome = mill("sla show HAZ1")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith(f"{HAZARD_PATH}:1:1: error[missing-key]")
