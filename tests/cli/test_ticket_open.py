"""Opening a ticket: emergencies, what the contract covers, ids."""

import json
import re

import pytest

from tests.cli.golden import assert_golden
from tests.cli.program import Program

TICKETS = "records/tickets/2026/06"
STEPS = """\
EMERGENCY: tell the person on site, in this order
1. {first}
2. Cut the power of the equipment at once, if that is possible without danger.
3. Keep the scene as it is: move nothing, switch nothing on again.
4. Stay reachable for the system engineer; somebody is being sent.
"""
PEOPLE_FIRST = "People first: at the first open flame, get everybody out and call the fire service (119)."
FLAMES = "Open flames: get everybody out and call the fire service (119) before anything else."
BLANK = (
    "error: the text of {} is empty\nhint: write what there is to say; leave the option out where there is nothing\n"
)
OTHER_ITEM = "hint: name the right item, or mark the ticket: --out-of-scope REASON\n"


@pytest.mark.golden
def test_an_emergency_begins_with_what_to_do_and_ends_with_whom_to_ring(harbour: Program) -> None:
    outcome = harbour(
        "ticket open quay 'Smell of burning' --hazard smell --equipment Q-NVR-1 --priority urgent --id T-20260610-0001"
    )
    assert (outcome.code, outcome.err) == (0, STEPS.format(first=PEOPLE_FIRST))
    assert_golden("harbour/ticket-open-emergency.txt", outcome.out)
    assert harbour.text(f"{TICKETS}/T-20260610-0001.yaml") == (
        "id: T-20260610-0001\n"
        "site: quay\n"
        "equipment: [Q-NVR-1]\n"
        "kind: emergency\n"
        "priority: urgent\n"
        "summary: Smell of burning\n"
        "reported_at: 2026-06-10T12:00:00+08:00\n"
        "hazard: {signs: [smell]}\n"
    )


def test_with_open_flames_people_come_before_anything_else(harbour: Program) -> None:
    outcome = harbour("ticket open quay Fire --hazard fire --hazard smoke --id T-20260610-0001 --format json")
    assert (outcome.code, outcome.err) == (0, STEPS.format(first=FLAMES))
    answer = json.loads(outcome.out)
    assert (answer["kind"], answer["on_duty"]) == ("emergency", ["bo", "cy"])
    assert harbour.text(f"{TICKETS}/T-20260610-0001.yaml").endswith("hazard: {signs: [smoke, fire]}\n")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("quai Smoke --hazard smoke", "error: no site is called quai\nhint: did you mean quay?\n"),
        (
            "quay Smoke --hazard smoke --id T-20260610-RSK4",
            f"error: {TICKETS}/T-20260610-RSK4.yaml exists already\nhint: nothing was written\n",
        ),
        (
            "quay Smoke --kind fault --hazard smoke",
            (
                "error: a hazard is an emergency, not a ticket of the kind fault\n"
                "hint: leave out --kind, or --hazard where nothing smokes, burns or smells\n"
            ),
        ),
    ],
)
def test_the_steps_are_for_emergencies_and_not_for_mistyped_lines(harbour: Program, line: str, said: str) -> None:
    before = harbour.files()
    assert harbour.refusal(f"ticket open {line}") == said
    assert harbour.files() == before


def test_an_emergency_of_no_sign_has_its_steps_too(harbour: Program) -> None:
    outcome = harbour("ticket open quay 'A spark' --kind emergency --id T-20260610-0001")
    assert (outcome.code, outcome.err) == (0, STEPS.format(first=PEOPLE_FIRST))


def test_without_git_the_ticket_is_open_and_shown(harbour: Program) -> None:
    outcome = harbour("ticket open quay Dark --id T-20260610-0001 --commit --format json")
    assert (outcome.code, json.loads(outcome.out)["id"]) == (2, "T-20260610-0001")
    assert outcome.err.startswith("error: git add failed: ")
    assert outcome.err.endswith("hint: the record is written; commit it yourself\n")


def test_nobody_is_named_while_nobody_is_on_duty(harbour: Program) -> None:
    answer = harbour.answer(
        "ticket open mill 'No light' --id T-20260612-0001 --format json", now="2026-06-12T12:00+08:00"
    )
    assert json.loads(answer)["on_duty"] == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("gate-2 x --equipment Q-CAM-1", f"error: Q-CAM-1 stands at quay, not at gate-2\n{OTHER_ITEM}"),
        ("quay x --equipment M-SW", f"error: M-SW-1 stands at mill, not at quay\n{OTHER_ITEM}"),
        ("quay x --equipment Q-NVR-2", "error: no equipment is called Q-NVR-2\nhint: did you mean Q-NVR-1, Q-VMS-1?\n"),
        (
            "quay x --equipment Q",
            "error: Q may mean 3 records\nhint: write more of the id: Q-CAM-1, Q-NVR-1, Q-VMS-1\n",
        ),
        ("quay ' '", "error: the summary is empty\nhint: say what is wrong, in the reporter's words\n"),
        ("quay x --reporter ' '", BLANK.format("reporter.name")),
        ("quay x --phone ''", BLANK.format("reporter.phone")),
        ("quay x --priority ''", BLANK.format("priority")),
        ("quay x --id ''", BLANK.format("id")),
        ("quay x --kind emergncy", "error: emergncy is no kind of ticket\nhint: did you mean emergency?\n"),
        ("quay x --hazard smok", "error: smok is no sign of a hazard\nhint: did you mean smoke?\n"),
    ],
)
def test_what_is_no_report_is_refused(harbour: Program, line: str, said: str) -> None:
    before = harbour.files()
    assert harbour.refusal(f"ticket open {line}") == said
    assert harbour.files() == before


@pytest.mark.parametrize(
    ("item", "reason"), [("M-SW-1", "Lent by the mill"), ("OWN-7", "The port's own; they asked nicely")]
)
def test_equipment_of_others_is_served_where_the_reason_is_said(harbour: Program, item: str, reason: str) -> None:
    harbour.answer(f"ticket open quay Dark --equipment {item} --id T-20260610-0001 --out-of-scope", reason)
    assert harbour.text(f"{TICKETS}/T-20260610-0001.yaml") == (
        "id: T-20260610-0001\nsite: quay\n"
        f"equipment: [{item}]\nout_of_scope: {quoted(reason)}\n"
        "summary: Dark\nreported_at: 2026-06-10T12:00:00+08:00\n"
    )
    assert f"out of scope: {reason}\n" in harbour.answer("ticket show 0001")
    assert harbour.answer("check") == "20 files checked: 0 errors, 0 warnings\n"


def quoted(text: str) -> str:
    return f'"{text}"' if "'" in text else text


def test_a_priority_that_changes_nothing_is_mentioned(harbour: Program) -> None:
    outcome = harbour("ticket open quay x --priority urgnt --id T-20260610-0001 --format json")
    assert (outcome.code, outcome.err) == (0, "note: the contract has no other times for the priority urgnt\n")


def test_a_report_entered_later_is_filed_under_its_own_day_and_says_when(harbour: Program) -> None:
    answer = json.loads(harbour.answer("ticket open quay 'Dark' --at 'yesterday 23:30' --format json"))
    assert re.fullmatch(r"T-20260609-[0-9A-HJKMNP-TV-Z]{4}", answer["id"])
    assert answer["path"] == f"{TICKETS}/{answer['id']}.yaml"
    assert harbour.text(answer["path"]) == (
        f"id: {answer['id']}\nsite: quay\nsummary: Dark\n"
        "reported_at: 2026-06-09T23:30:00+08:00\nlogged_at: 2026-06-10T12:00:00+08:00\n"
    )


@pytest.mark.parametrize(
    "wrong", ["../../etc/passwd", "..", ".", "a/b", "a\\b", "C:x", "CON", "T-2026-0001", "T-20260610-OIL1", "字" * 86]
)
def test_an_id_that_cannot_be_a_file_is_refused(harbour: Program, wrong: str) -> None:
    before = harbour.files()
    assert harbour.refusal("ticket open quay x --id", wrong) == (
        f"error: id: {wrong if len(wrong) < 60 else wrong[:57] + '…'} cannot be an id here\n"
        "hint: write it like T-20261122-7F3K: a letter, the day, four characters without I, L, O, U\n"
    )
    assert harbour.files() == before


def test_an_id_that_is_taken_is_refused(harbour: Program) -> None:
    before = harbour.files()
    for trial in ("", " --dry-run"):
        said = harbour.refusal(f"ticket open quay x --id T-20260610-RSK4{trial}")
        assert said == f"error: {TICKETS}/T-20260610-RSK4.yaml exists already\nhint: nothing was written\n"
    assert harbour.files() == before
