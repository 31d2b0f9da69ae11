"""Tickets for failed checks: one each, however often, at once, or after what interruption they are asked for."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import Program, environment
from tests.cli.quayside import SHEET, draft, promise_inspections

RESULTS = """\
inspected_at: 2026-06-08T15:00:00+08:00
results:
  - {check: lens-zoom, result: fail, note: stuck}
  - {check: housing, equipment: Q-CAM-1, result: pass}
  - {check: housing, equipment: Q-CAM-2, result: fail} # cracked
  - {check: image-quality, equipment: Q-CAM-1, result: fail, grade: "2", marks: [roll]}
  - {check: safety, result: hazard, note: bracket loose}
"""


@pytest.fixture
def quay(harbour: Program) -> Program:
    """Give the harbour with a round that found four things."""
    promise_inspections(harbour)
    draft(harbour, RESULTS)
    return harbour


def opened(quay: Program) -> dict[str, str]:
    """Give what there is on this inspection: tickets and hazards by their paths."""
    texts = {name: text.decode() for name, text in quay.files().items() if re.search("/[TH]-", name)}
    return {name: text for name, text in texts.items() if "source: I-20260608-8Q2M" in text}


def ask(quay: Program) -> dict[str, list[str]]:
    answer = json.loads(quay("inspect tickets 8Q2M --format json").out)
    assert (answer.pop("schema"), answer.pop("id")) == ("aftercare/inspection-tickets/1", "I-20260608-8Q2M")
    told: dict[str, list[str]] = answer
    return told


def test_one_ticket_for_each_failure_and_a_record_of_the_hazard(quay: Program) -> None:
    first = ask(quay)
    assert [len(first[key]) for key in ("opened", "linked", "hazards")] == [4, 0, 1]
    assert len(opened(quay)) == 5
    state = quay.files()
    assert ask(quay) == {"opened": [], "linked": first["opened"], "hazards": []}
    assert quay.files() == state
    named = re.findall("ticket: (T-[^}]+)", quay.text(SHEET))
    assert named == first["opened"]
    assert quay.text(SHEET).count(" # cracked") == 1
    assert quay("check").out.splitlines()[-1].endswith(" 0 errors, 2 warnings")  # nobody was told


def test_six_at_once_open_each_ticket_once(quay: Program) -> None:
    line = [sys.executable, "-m", "aftercare_cli", "inspect", "tickets", "8Q2M", "--format", "json"]
    running = [
        subprocess.Popen(line, cwd=quay.folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(6)
    ]
    answers = []
    for process in running:
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
        answers.append(json.loads(out))
    assert sorted(len(answer["opened"]) for answer in answers) == [0, 0, 0, 0, 0, 4]
    assert sorted(len(answer["linked"]) for answer in answers) == [0, 4, 4, 4, 4, 4]
    assert sorted(len(answer["hazards"]) for answer in answers) == [0, 0, 0, 0, 0, 1]
    checks = sorted(re.findall("check: (.*)", "".join(opened(quay).values())))
    assert checks == ["housing", "image-quality", "lens-zoom", "safety"]
    assert len(re.findall("ticket: T-", quay.text(SHEET))) == 4


@pytest.mark.parametrize("kept", [1, 2, 3, 4, 5])
def test_what_was_interrupted_is_taken_up_where_it_stopped(quay: Program, kept: int) -> None:
    """The tickets and the hazard are written one after the other, and the sheet names them last."""
    sheet = quay.text(SHEET)
    done = ask(quay)
    written = [*(f"records/tickets/2026/06/{ticket}.yaml" for ticket in done["opened"])]
    written += [f"records/hazards/2026/{hazard}.yaml" for hazard in done["hazards"]]
    whole = quay.files()
    quay.write(SHEET, sheet)
    for path in written[kept:]:
        Path(quay.folder, path).unlink()
    # A day later, so that a new ticket would have another id.
    answer = json.loads(quay("inspect tickets 8Q2M --format json", now="2026-06-11T09:00+08:00").out)
    assert answer["linked"] == done["opened"][:kept]
    assert answer["opened"] == done["opened"][kept:]
    assert len(answer["hazards"]) == (kept < 5)
    assert quay.files().keys() == whole.keys()
    assert quay.text(SHEET) == whole[SHEET].decode()


def test_an_interrupted_round_that_is_not_finished_is_taken_up_on_another_day(quay: Program) -> None:
    sheet = draft(quay, RESULTS.partition("\n")[2])
    first = ask(quay)["opened"]
    assert all(ticket.startswith("T-20260610-") for ticket in first)
    quay.write(SHEET, sheet)
    answer = json.loads(quay("inspect tickets 8Q2M --format json", now="2026-06-12T09:00+08:00").out)
    assert (answer["opened"], answer["linked"], answer["hazards"]) == ([], first, [])


def test_a_foreign_ticket_in_the_place_is_left_alone(quay: Program) -> None:
    sheet = quay.text(SHEET)
    first = ask(quay)["opened"][0]
    path = f"records/tickets/2026/06/{first}.yaml"
    foreign = f"id: {first}\nsite: quay\nsummary: another\nreported_at: 2026-06-08T15:00:00+08:00\n"
    quay.write(path, foreign)
    quay.write(SHEET, sheet)
    again = ask(quay)
    assert len(again["opened"]) == 1
    assert again["opened"][0][:-4] == first[:-4]
    assert again["opened"] != [first]
    assert quay.text(path) == foreign
    quay.write(SHEET, sheet)
    assert ask(quay)["opened"] == []


def test_a_ticket_that_cannot_be_read_stops_everything(quay: Program) -> None:
    sheet = quay.text(SHEET)
    first = ask(quay)["opened"][0]
    quay.write(f"records/tickets/2026/06/{first}.yaml", "nothing: x\n")
    quay.write(SHEET, sheet)
    before = quay.files()
    outcome = quay("inspect tickets 8Q2M")
    assert (outcome.code, outcome.out) == (1, "")
    assert quay.files() == before


def test_a_sheet_that_cannot_be_written_opens_nothing(quay: Program) -> None:
    # One byte short of what a record may have: a ticket's id does not fit any more.
    rest = 'results: [{check: safety, result: hazard, note: x}]\nnote: "'
    size = len(draft(quay, rest))
    draft(quay, rest + "x" * ((1 << 20) - size - 3) + '"\n')
    before = quay.files()
    assert quay.refusal("inspect tickets 8Q2M").startswith(f"error: {SHEET} would grow past the 1048576 bytes")
    assert quay.files() == before


def test_an_item_that_is_not_listed_opens_nothing(quay: Program) -> None:
    draft(quay, "results:\n  - {check: safety, result: fail}\n  - {check: housing, equipment: Q-CAM-9, result: fail}\n")
    before = quay.files()
    assert quay.refusal("inspect tickets 8Q2M") == (
        "error: Q-CAM-9 is not on the equipment list of quay\n"
        "hint: nothing was opened: put it on the list, or correct the result\n"
    )
    assert quay.files() == before


def test_a_hazard_that_was_reported_by_hand_is_not_reported_again(quay: Program) -> None:
    quay("hazard report quay 'bracket loose' --source 8Q2M --at 10:30")
    assert ask(quay)["hazards"] == []
    # One whose words were changed afterwards is still the one.
    path = next(name for name in opened(quay) if "/H-" in name)
    Path(quay.folder, path).unlink()
    (hazard,) = ask(quay)["hazards"]
    path = f"records/hazards/2026/{hazard}.yaml"
    quay.write(path, quay.text(path).replace("bracket loose", "bracket of crane 4 is loose"))
    assert ask(quay)["hazards"] == []


def test_two_lines_whose_ids_would_be_the_same_have_a_ticket_each(quay: Program) -> None:
    # The ends of ids are computed; these two are the same.
    names = ["Q-CAM-350", "Q-CAM-2264"]
    items = "".join(f"  - {{id: {name}, category: camera, model: CAM-9}}\n" for name in names)
    quay.write("records/equipment/quay.yaml", f"site: quay\nitems:\n{items}")
    draft(quay, "results:\n" + "".join(f"  - {{check: housing, equipment: {name}, result: fail}}\n" for name in names))
    first = ask(quay)
    assert len(set(first["opened"])) == 2
    assert ask(quay) == {"opened": [], "linked": first["opened"], "hazards": []}


def test_two_hazards_in_the_same_words_are_two(quay: Program) -> None:
    lines = [f"  - {{check: housing, equipment: Q-CAM-{number}, result: hazard, note: loose}}\n" for number in (1, 2)]
    draft(quay, "results:\n" + "".join(lines))
    quay("hazard report quay loose --source 8Q2M --at 10:30")
    assert len(ask(quay)["hazards"]) == 1
    assert ask(quay)["hazards"] == []
    Path(quay.folder, next(name for name in opened(quay) if "/H-" in name)).unlink()
    assert len(ask(quay)["hazards"]) == 1
    assert len([name for name in opened(quay) if "/H-" in name]) == 2


def test_trying_shows_what_would_be_written(quay: Program) -> None:
    before = quay.files()
    outcome = quay("inspect tickets 8Q2M --dry-run")
    assert (outcome.code, outcome.err) == (0, "nothing was written (--dry-run)\n")
    assert outcome.out.count("+++ b/records/tickets/2026/06/T-20260608-") == 4
    assert outcome.out.count("+++ b/records/hazards/2026/H-20260608-") == 1
    assert outcome.out.count(f"+++ b/{SHEET}") == 1
    assert quay.files() == before


def test_nothing_failed_is_said_in_words(quay: Program) -> None:
    draft(quay, "results: [{check: safety, result: pass}]\n")
    assert quay.answer("inspect tickets 8Q2M") == (
        "I-20260608-8Q2M: 0 tickets opened\n\nNothing failed: there is no ticket to open.\n"
    )
