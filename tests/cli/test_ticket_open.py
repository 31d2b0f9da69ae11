"""Opening a ticket: emergencies, what the contract covers, ids."""

import io
import json
import re
import sys
from collections.abc import Sequence

import pytest

from aftercare_cli.model.sites import Duty
from aftercare_cli.store.workspace import Workspace
from tests.cli.golden import assert_golden
from tests.cli.program import Program

TICKETS = "records/tickets/2026/06"
STEPS = """\
EMERGENCY: tell the person on site, in this order
1. {first}
2. Cut the power of the equipment at once, if that is possible without danger.
3. Keep the scene as it is: move nothing, switch nothing on again.
4. Stay reachable for the system engineer; somebody is being sent.
5. Call the system engineer: {call}
"""
BO_AND_CY = "Bo 000-0000-0002; if there is no answer, Cy 000-0000-0003."
INSTEAD = "Ana (service manager) 000-0000-0001; if there is no answer, Harbour Systems Ltd. 000-0000-0000."
LATER = "2026-06-12T12:00+08:00"
"""When the harbour's roster is over."""
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
    assert (outcome.code, outcome.err) == (0, STEPS.format(first=PEOPLE_FIRST, call=BO_AND_CY))
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
    assert (outcome.code, outcome.err) == (0, STEPS.format(first=FLAMES, call=BO_AND_CY))
    answer = json.loads(outcome.out)
    assert (answer["kind"], answer["on_duty"]) == ("emergency", ["bo", "cy"])
    assert harbour.text(f"{TICKETS}/T-20260610-0001.yaml").endswith("hazard: {signs: [smoke, fire]}\n")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("quai Smoke", "error: no site is called quai\nhint: did you mean quay?\n"),
        ("quay ' '", "error: the summary is empty\nhint: say what is wrong, in the reporter's words\n"),
        (
            "quay Smoke --id T-20260610-RSK4",
            f"error: {TICKETS}/T-20260610-RSK4.yaml exists already\nhint: nothing was written\n",
        ),
        (
            "quay Smoke --at 12:01",
            (
                "error: 2026-06-10 12:01+08:00 has not come yet: it is 2026-06-10 12:00+08:00\n"
                "hint: records hold what happened; give the time at which it did\n"
            ),
        ),
    ],
)
def test_the_steps_do_not_wait_until_a_line_is_right(harbour: Program, line: str, said: str) -> None:
    before = harbour.files()
    refused = harbour.refusal(f"ticket open {line} --hazard smoke")
    assert refused == STEPS.format(first=PEOPLE_FIRST, call=BO_AND_CY) + said
    assert harbour.files() == before


def test_the_steps_are_not_for_what_is_said_to_be_no_emergency(harbour: Program) -> None:
    before = harbour.files()
    assert harbour.refusal("ticket open quay Smoke --kind fault --hazard smoke") == (
        "error: a hazard is an emergency, not a ticket of the kind fault\n"
        "hint: leave out --kind, or --hazard where nothing smokes, burns or smells\n"
    )
    assert harbour.files() == before


@pytest.mark.parametrize("wrong", ["aftercare: 2\n", None])
def test_the_steps_come_before_anything_is_read(harbour: Program, wrong: str | None) -> None:
    settings = "records/aftercare.yaml"
    if wrong is None:
        (harbour.folder / settings).unlink()
    else:
        harbour.write(settings, wrong)
    outcome = harbour("ticket open quay Smoke --hazard smoke")
    assert (outcome.code, outcome.out) == (2 if wrong is None else 1, "")
    *told, last = STEPS.format(first=PEOPLE_FIRST, call="").splitlines()
    assert outcome.err.startswith("\n".join([*told, last.removesuffix(": ") + ".", ""]))


def test_the_steps_are_written_before_the_roster_is_read(harbour: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    told = io.StringIO()
    written: list[str] = []

    def read(_self: Workspace) -> Sequence[Duty]:
        written.append(told.getvalue())
        return ()

    monkeypatch.setattr(sys, "stderr", told)
    monkeypatch.setattr(Workspace, "roster", property(read))
    harbour("ticket open quay Smoke --hazard smoke --id T-20260610-0001")
    assert written[0] == "".join(STEPS.format(first=PEOPLE_FIRST, call="").splitlines(keepends=True)[:-1])


@pytest.mark.parametrize(
    ("path", "text", "call"),
    [
        ("roster.csv", None, f"nobody is on duty, so call {INSTEAD}"),
        ("roster.csv", "when,who\n", f"nobody is on duty, so call {INSTEAD}"),
        ("roster.csv", "\x00", f"nobody is on duty, so call {INSTEAD}"),
        (
            "staff.yaml",
            None,
            "bo; if there is no answer, cy. No telephone is recorded; call Harbour Systems Ltd. 000-0000-0000.",
        ),
        (
            "staff.yaml",
            "staff: {bo: 1}\n",
            "bo; if there is no answer, cy. No telephone is recorded; call Harbour Systems Ltd. 000-0000-0000.",
        ),
    ],
)
def test_a_broken_roster_stops_no_emergency(harbour: Program, path: str, text: str | None, call: str) -> None:
    if text is None:
        (harbour.folder / "records" / path).unlink()
    else:
        harbour.write(f"records/{path}", text)
    outcome = harbour("ticket open quay Smoke --hazard smoke --id T-20260610-0001")
    assert (outcome.code, outcome.err) == (0, STEPS.format(first=PEOPLE_FIRST, call=call))
    assert (harbour.folder / TICKETS / "T-20260610-0001.yaml").exists()


def test_who_has_no_telephone_is_not_named_beside_one_who_has(harbour: Program) -> None:
    harbour.write("records/staff.yaml", harbour.text("records/staff.yaml").replace(', phone: "000-0000-0002"', ""))
    outcome = harbour("ticket open quay Smoke --hazard smoke --id T-20260610-0001")
    assert (outcome.code, outcome.err) == (0, STEPS.format(first=PEOPLE_FIRST, call="Cy 000-0000-0003."))
    assert outcome.out.endswith("on duty: Bo, Cy 000-0000-0003\n")


def test_without_any_telephone_the_last_step_says_so(harbour: Program) -> None:
    for path in ("roster.csv", "staff.yaml"):
        (harbour.folder / "records" / path).unlink()
    harbour.write(
        "records/aftercare.yaml",
        harbour.text("records/aftercare.yaml").replace(', phone: "000-0000-0000"', "").replace("CN\n", "XX\n"),
    )
    outcome = harbour("ticket open quay Smoke --hazard smoke --id T-20260610-0001")
    call = "no record says who is on duty, or which telephone to call instead."
    assert (outcome.code, outcome.err) == (0, STEPS.format(first=PEOPLE_FIRST, call=call))
    assert outcome.out.endswith("nobody is on duty; no telephone is recorded in staff.yaml or aftercare.yaml\n")


def test_a_broken_row_hides_no_other(harbour: Program) -> None:
    harbour.write(
        "records/roster.csv", harbour.text("records/roster.csv").replace("+08:00,service_engineer,bo", ",x,bo")
    )
    outcome = harbour("ticket open quay Smoke --hazard smoke --id T-20260610-0001")
    assert (outcome.code, outcome.err) == (0, STEPS.format(first=PEOPLE_FIRST, call="Cy 000-0000-0003."))


def test_an_emergency_of_no_sign_has_its_steps_too(harbour: Program) -> None:
    outcome = harbour("ticket open quay 'A spark' --kind emergency --id T-20260610-0001")
    assert (outcome.code, outcome.err) == (0, STEPS.format(first=PEOPLE_FIRST, call=BO_AND_CY))


def test_without_git_the_ticket_is_open_and_shown(harbour: Program) -> None:
    outcome = harbour("ticket open quay Dark --id T-20260610-0001 --commit --format json")
    assert (outcome.code, json.loads(outcome.out)["id"]) == (2, "T-20260610-0001")
    assert outcome.err.startswith("error: git add failed: ")
    assert outcome.err.endswith("hint: the record is written; commit it yourself\n")


def test_what_to_ring_instead_is_named_while_nobody_is_on_duty(harbour: Program) -> None:
    line = "ticket open mill 'No light' --id T-20260612-0001"
    answer = json.loads(harbour.answer(f"{line} --format json", now=LATER))
    assert answer["on_duty"] == []
    assert answer["fallback"] == [
        {"name": "Ana", "role": "service_manager", "phone": "000-0000-0001"},
        {"name": "Harbour Systems Ltd.", "role": None, "phone": "000-0000-0000"},
    ]
    told = harbour.answer("ticket open mill Dark --id T-20260612-0002", now=LATER).splitlines()
    instead = "Ana (service manager) 000-0000-0001, Harbour Systems Ltd. 000-0000-0000"
    assert told[-1] == f"nobody is on duty; ring instead: {instead}"
    row = "2026-06-12T12:45:00+08:00,2026-06-13T00:00:00+08:00,service_engineer,cy\n"
    harbour.write("records/roster.csv", harbour.text("records/roster.csv") + row)
    told = harbour.answer("ticket open mill Dark --id T-20260612-0003", now=LATER).splitlines()
    following = "next: Cy, from 2026-06-12 12:45, in 45 min"
    assert told[-1] == f"nobody is on duty; ring instead: {instead}; {following}"


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
