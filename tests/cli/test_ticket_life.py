"""A ticket from its report to its end: what each command adds to the file, and what it answers."""

import json
from typing import Any, NamedTuple

from tests.cli.program import Program

PATH = "records/tickets/2026/06/T-20260610-7F3K.yaml"


class Step(NamedTuple):
    """A command, the moment it is typed at, the line it adds to the record, and how the ticket stands then.

    `targets` is left out where they stand as before.
    """

    now: str
    line: str
    written: str
    state: str
    targets: str = ""


OPENED = """\
id: T-20260610-7F3K
site: quay
equipment: [Q-NVR-1]
summary: No recording
fault_at: 2026-06-10T08:30:00+08:00
reported_at: 2026-06-10T09:00:00+08:00
reporter: {name: Control room, phone: "000-0000-0010"}
events:
"""
SCRATCHED = "note: the unit went out in the condition good, and came back in the condition scratched\n"
FIRST_CYCLE = "answer met 09:30; arrival met 12:00; standby met 17:00; spares met 17:30"
LIFE = (
    Step(
        "09:05",
        "answer 7F3K --by bo --note 'Restarted by telephone'",
        "{at: 2026-06-10T09:05:00+08:00, type: answered, by: bo, note: Restarted by telephone}",
        "answered",
        "answer met 09:30; arrival pending 12:00; standby pending 16:30; spares pending 17:00",
    ),
    Step(
        "09:10",
        "dispatch 7F3K --by ana",
        "{at: 2026-06-10T09:10:00+08:00, type: dispatched, by: ana}",
        "dispatched",
    ),
    Step(
        "11:45",
        "arrive 7F3K --by bo --at 11:40 --evidence 'Gate register'",
        "{at: 2026-06-10T11:40:00+08:00, type: arrived, by: bo, evidence: Gate register,"
        " logged_at: 2026-06-10T11:45:00+08:00}",
        "arrived",
        "answer met 09:30; arrival met 12:00; standby pending 16:30; spares pending 17:00",
    ),
    Step(
        "11:50",
        "diagnose 7F3K --by bo --cause quality --spares-needed",
        "{at: 2026-06-10T11:50:00+08:00, type: diagnosed, by: bo, spares_needed: true, cause: quality}",
        "arrived",
    ),
    Step(
        "12:00",
        "pause 7F3K --by bo --reason owner_access --evidence 'Letter of the port'",
        "{at: 2026-06-10T12:00:00+08:00, type: paused, by: bo, reason: owner_access, evidence: Letter of the port}",
        "paused",
        "answer met 09:30; arrival met 12:00; standby paused; spares paused",
    ),
    Step(
        "12:30",
        "resume 7F3K --by bo",
        "{at: 2026-06-10T12:30:00+08:00, type: resumed, by: bo}",
        "arrived",
        "answer met 09:30; arrival met 12:00; standby pending 17:00; spares pending 17:30",
    ),
    Step(
        "14:00",
        "spares 7F3K --by cy",
        "{at: 2026-06-10T14:00:00+08:00, type: spares_on_site, by: cy}",
        "arrived",
        "answer met 09:30; arrival met 12:00; standby pending 17:00; spares met 17:30",
    ),
    Step(
        "15:00",
        "standby 7F3K --by cy --unit 0077 --model NVR-8 --due-on 2026-06-24 --condition good",
        '{at: 2026-06-10T15:00:00+08:00, type: standby_in_service, by: cy, unit: "0077", model: NVR-8,'
        " due_on: 2026-06-24, condition: good}",
        "arrived",
        FIRST_CYCLE,
    ),
    Step(
        "16:00",
        "return-standby 7F3K --by cy --unit 0077 --condition scratched",
        '{at: 2026-06-10T16:00:00+08:00, type: standby_returned, by: cy, unit: "0077", condition: scratched}',
        "arrived",
    ),
    Step(
        "16:10",
        "replace 7F3K --by bo --model HDD-4 --old 0001 --new 0002 --quantity 2 --quoted 760.00",
        '{at: 2026-06-10T16:10:00+08:00, type: replaced, by: bo, old: "0001", new: "0002", model: HDD-4, quantity: 2,'
        ' quoted: "760.00"}',
        "arrived",
    ),
    Step(
        "16:20",
        "charge 7F3K --by ana --head machinery --amount 450.00 --agreed-by 'Port Authority' --item 'Lift truck'",
        '{at: 2026-06-10T16:20:00+08:00, type: charge_agreed, by: ana, head: machinery, amount: "450.00",'
        " agreed_by: Port Authority, item: Lift truck}",
        "arrived",
    ),
    Step(
        "16:30",
        "restore 7F3K --by bo",
        "{at: 2026-06-10T16:30:00+08:00, type: restored, by: bo}",
        "restored",
    ),
    Step(
        "16:40",
        "resolve 7F3K --by bo --cause quality",
        "{at: 2026-06-10T16:40:00+08:00, type: resolved, by: bo, cause: quality}",
        "resolved",
    ),
    Step(
        "16:50",
        "close 7F3K --by di --signed-by 'Control room'",
        "{at: 2026-06-10T16:50:00+08:00, type: closed, by: di, signed_by: Control room}",
        "closed",
    ),
    Step(
        "18:00",
        "reopen 7F3K --by ana --reason 'It stopped again' --fault-at 17:30 --no-spares-needed",
        "{at: 2026-06-10T18:00:00+08:00, type: reopened, by: ana, reason: It stopped again,"
        " fault_at: 2026-06-10T17:30:00+08:00, spares_needed: false}",
        "reopened",
        f"{FIRST_CYCLE}; answer/2 pending 18:30; arrival/2 pending 21:00;"
        " standby/2 pending 01:30; spares/2 not_required 02:00",
    ),
    Step(
        "18:45",
        "excuse 7F3K --by ana --target answer --agreed-by 'Port Authority' --reason 'The lines were down'"
        " --evidence 'Mail of the operator'",
        "{at: 2026-06-10T18:45:00+08:00, type: excused, by: ana, target: answer, agreed_by: Port Authority,"
        " reason: The lines were down, evidence: Mail of the operator}",
        "reopened",
        f"{FIRST_CYCLE}; answer/2 excused 18:30; arrival/2 pending 21:00;"
        " standby/2 pending 01:30; spares/2 not_required 02:00",
    ),
    Step(
        "19:00",
        "note 7F3K 'The port has no power: ours is fine' --by bo",
        '{at: 2026-06-10T19:00:00+08:00, type: noted, by: bo, note: "The port has no power: ours is fine"}',
        "reopened",
    ),
    Step(
        "19:10",
        "cancel 7F3K --by ana --reason 'Not our fault'",
        "{at: 2026-06-10T19:10:00+08:00, type: cancelled, by: ana, reason: Not our fault}",
        "cancelled",
        f"{FIRST_CYCLE}; answer/2 excused 18:30; arrival/2 not_required 21:00;"
        " standby/2 not_required 01:30; spares/2 not_required 02:00",
    ),
)


def told(document: dict[str, Any]) -> str:
    """Give targets in short: name, cycle above one, state, the time of day at which it is due."""
    parts = []
    for target in document["targets"]:
        cycle = "" if target["cycle"] == 1 else f"/{target['cycle']}"
        parts.append(f"{target['target']}{cycle} {target['state']} {(target['due_at'] or '')[11:16]}".rstrip())
    return "; ".join(parts)


def test_every_event_adds_one_line_and_tells_how_the_ticket_stands(harbour: Program) -> None:
    opened = harbour.answer(
        "ticket open quay 'No recording' --equipment Q-NVR-1 --fault-at 08:30 --id T-20260610-7F3K"
        " --reporter 'Control room' --phone 000-0000-0010 --format json",
        now="2026-06-10T09:00+08:00",
    )
    expected = OPENED
    assert harbour.text(PATH) == expected.removesuffix("events:\n")
    targets = "answer pending 09:30; arrival pending 12:00; standby pending 16:30; spares pending 17:00"
    assert told(json.loads(opened)) == targets
    for step in LIFE:
        outcome = harbour(f"ticket {step.line} --format json", now=f"2026-06-10T{step.now}+08:00")
        assert (outcome.code, outcome.err) == (0, SCRATCHED if "scratched" in step.line else ""), step.line
        answer = json.loads(outcome.out)
        expected += f"  - {step.written}\n"
        targets = step.targets or targets
        assert harbour.text(PATH) == expected
        assert (answer["state"], told(answer)) == (step.state, targets), step.line
    assert harbour.answer(f"check {PATH}", now="2026-06-11T09:00+08:00") == "20 files checked: 0 errors, 0 warnings\n"
    assert harbour("fmt --check") == (0, "", "everything is in canonical layout\n")
