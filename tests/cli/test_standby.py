"""Lending standby units and taking them back."""

import json

import pytest

from tests.cli.program import Program
from tests.cli.storehouse import FAILED, LEDGER, OTHER, TICKET, stock

LEND = "ticket standby NVR8"
HINT = "hint: lend an equal unit, write the grades into aftercare.yaml (models), or say who agreed: --consent NAME\n"


@pytest.fixture
def store(harbour: Program) -> Program:
    """Give the program in the harbour with spares."""
    stock(harbour)
    harbour.write(OTHER, FAILED.replace("NVR8", "NVR9").replace("[Q-NVR-1]", "[Q-CAM-1]"))
    return harbour


def stored(store: Program, model: str) -> int:
    (found,) = json.loads(store.answer(f"spare list --model {model} --format json"))["models"]
    return int(found["store"])


def states(store: Program, *words: str) -> tuple[str, list[str]]:
    outcome = store("sla report --promise standby --format json", *words)
    (found,) = [item for item in json.loads(outcome.out)["items"] if item["subject"] == "T-20260610-NVR8"]
    return found["state"], found["flags"]


def test_a_unit_goes_out_and_comes_back(store: Program) -> None:
    assert store(f"{LEND} --unit N-1 --due-on 2026-06-20 --condition good --by bo --at 11:00").code == 0
    assert store.text(TICKET).splitlines()[-1] == (
        "  - {at: 2026-06-10T11:00:00+08:00, type: standby_in_service, by: bo, unit: N-1, model: NVR-8,"
        " due_on: 2026-06-20, condition: good, logged_at: 2026-06-10T12:00:00+08:00}"
    )
    assert stored(store, "NVR-8") == 0
    assert states(store) == ("met", [])
    back = store("ticket return-standby NVR8 --condition scratched")
    assert back.code == 0
    assert back.err == "note: the unit went out in the condition good, and came back in the condition scratched\n"
    # The unit is written even where nobody named it.
    assert store.text(TICKET).splitlines()[-1] == (
        "  - {at: 2026-06-10T12:00:00+08:00, type: standby_returned, unit: N-1, condition: scratched}"
    )
    assert stored(store, "NVR-8") == 1
    assert "good → scratched" in store.answer("spare loan")


def test_a_unit_in_the_same_condition_is_not_worth_a_word(store: Program) -> None:
    store(f"{LEND} --unit N-1 --condition good")
    assert store("ticket return-standby NVR8 --unit N-1 --condition good").err == ""


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("--unit Z-9", "error: it is not known of which model the standby unit is\nhint: say which: --model MODEL\n"),
        ("", "error: it is not known of which model the standby unit is\nhint: say which: --model MODEL\n"),
        (
            "--unit N-1 --model NVR-4",
            "error: N-1 is a NVR-8 in the ledger, not a NVR-4\nhint: correct the serial number or the model\n",
        ),
        (
            "--unit N-3",
            "error: N-3 left the store on 2026-05-20\nhint: lend another unit, or correct the serial number\n",
        ),
        (
            "--model NVR-9",
            (
                "error: the store has 0 of NVR-9 on 2026-06-10, not 1\n"
                "hint: record first what came in before: aftercare spare receive NVR-9 1 --at 2026-06-10\n"
            ),
        ),
        ("--unit N-2", f"error: NVR-4 is not of the same grade as Q-NVR-1, or better\n{HINT}"),
        ("--model CAM-9", f"error: CAM-9 is not of the same grade as Q-NVR-1, or better\n{HINT}"),
        ("--model SB-1", f"error: it is not known whether SB-1 is of the same grade as Q-NVR-1\n{HINT}"),
        (
            "--unit N-2 --consent ' '",
            (
                "error: the text of consent is empty\n"
                "hint: write what there is to say; leave the option out where there is nothing\n"
            ),
        ),
    ],
)
def test_a_unit_that_will_not_do_is_refused(store: Program, line: str, told: str) -> None:
    store.write(LEDGER, store.text(LEDGER) + "2026-06-01,SB-1,1,receive,,,\n")
    before = store.files()
    assert store.refusal(f"{LEND} {line}") == told
    assert store.files() == before


def test_a_lower_grade_needs_consent_and_keeps_no_promise(store: Program) -> None:
    assert store(f"{LEND} --unit N-2 --consent 'Port duty officer' --at 11:00").code == 0
    assert "model: NVR-4" in store.text(TICKET)
    assert "consent: Port duty officer" in store.text(TICKET)
    assert store("ticket restore NVR8 --at 11:05").code == 0
    # Due at 13:00: until then an equal one may come.
    assert states(store) == ("at_risk", ["lower_grade"])
    later = ("--as-of", "2026-06-10T13:00:01")
    assert states(store, *later) == ("breached", ["lower_grade"])
    assert "a standby unit of a lower grade" in store.answer("ticket show NVR8", *later)
    assert "0 errors" in store.answer("check --exit-zero")


def test_it_comes_back_on_the_day_it_is_lent_at_the_earliest(store: Program) -> None:
    assert store.refusal("ticket standby NVR8 --unit N-1 --due-on 2026-06-09") == (
        "error: it cannot come back on 2026-06-09: it is lent on 2026-06-10\n"
        "hint: give the day on which it is to come back: --due-on\n"
    )
    assert store("ticket standby NVR8 --unit N-1 --due-on 2026-06-10").code == 0


def test_a_better_one_and_one_that_covers_it_will_do(store: Program) -> None:
    store.write(LEDGER, store.text(LEDGER) + "2026-06-01,NVR-9,1,receive,,,\n")
    assert store(f"{LEND} --model NVR-9").code == 0
    assert states(store) == ("met", [])


def test_a_unit_is_lent_once_at_a_time(store: Program) -> None:
    assert store(f"{LEND} --unit N-1 --at 10:00").code == 0
    store.write(LEDGER, store.text(LEDGER) + "2026-01-05,NVR-8,5,receive,,,\n")
    taken = "error: N-1 is on loan for T-20260610-NVR8 from 2026-06-10 10:00+08:00\n"
    hint = "hint: if it is back, record that first: aftercare ticket return-standby T-20260610-NVR8\n"
    again = "ticket standby NVR9 --unit N-1 --consent x"
    assert store.refusal(again) == taken + hint
    # Also where it would have had to be in two places later.
    assert store.refusal(f"{again} --at 09:00") == taken + hint
    assert store.refusal(f"{LEND} --unit N-1") == taken + hint
    assert store("ticket return-standby NVR8 --at 11:00").code == 0
    assert store(f"{again} --at 11:00").code == 0


def test_a_unit_that_was_built_in_is_no_standby_unit(store: Program) -> None:
    assert store("ticket replace NVR9 --model NVR-8 --new N-1 --at 10:00").code == 0
    store.write(LEDGER, store.text(LEDGER) + "2026-01-05,NVR-8,5,receive,,,\n")
    assert store.refusal(f"{LEND} --unit N-1") == (
        "error: N-1 was built in for T-20260610-NVR9 at 2026-06-10 10:00+08:00\n"
        "hint: lend another unit, or correct the serial number\n"
    )


def test_a_unit_that_came_later_was_not_there(store: Program) -> None:
    store.write(LEDGER, store.text(LEDGER) + "2026-06-11,NVR-8,1,receive,N-7,,\n")
    assert store.refusal(f"{LEND} --unit N-7") == (
        "error: N-7 comes into the ledger only on 2026-06-11\nhint: lend another unit, or correct the serial number\n"
    )


def test_what_was_taken_since_is_missing_then(store: Program) -> None:
    """Entered late, a loan cannot take the unit that somebody used an hour later."""
    assert store("ticket replace NVR9 --model NVR-8 --at 11:00").code == 0
    assert store.refusal(f"{LEND} --model NVR-8 --at 10:00") == (
        f"error: NVR-8 would be 1 short on 2026-06-10, when {OTHER} takes 1\n"
        "hint: record first what came in before: aftercare spare receive NVR-8 1 --at 2026-06-10\n"
    )


def test_only_what_is_lent_comes_back(store: Program) -> None:
    store.write(LEDGER, store.text(LEDGER) + "2026-06-01,NVR-8,1,receive,N-4,,\n")
    assert store(f"{LEND} --unit N-1").code == 0
    assert store.refusal("ticket return-standby NVR8 --unit N-2") == (
        "error: N-2 is not on loan for T-20260610-NVR8\nhint: say which: --unit; on loan for it: N-1\n"
    )
    assert store(f"{LEND} --unit N-4").code == 0
    assert store.refusal("ticket return-standby NVR8") == (
        "error: T-20260610-NVR8 has lent several units\nhint: say which: --unit; on loan for it: N-1, N-4\n"
    )
    assert store("ticket return-standby NVR8 --unit N-4").code == 0
    assert stored(store, "NVR-8") == 1


def test_without_a_ledger_there_is_no_stock_to_look_at(harbour: Program) -> None:
    harbour.write(TICKET, FAILED)
    assert harbour(f"{LEND} --unit SB-1").code == 0
    assert harbour("ticket replace NVR8 --model PSU-1 --quantity 9").code == 0
    assert harbour("ticket return-standby NVR8").code == 0
    assert states(harbour) == ("met", [])
    # What is known to be worse is worse all the same.
    harbour.write(
        "records/aftercare.yaml",
        harbour.text("records/aftercare.yaml") + "models: {NVR-4: {grade: 1, category: nvr}, NVR-8: {grade: 2}}\n",
    )
    assert harbour.refusal(f"{LEND} --model NVR-4") == (
        f"error: NVR-4 is not of the same grade as Q-NVR-1, or better\n{HINT}"
    )
