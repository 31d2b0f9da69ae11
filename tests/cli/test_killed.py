"""Whatever ends a command in the middle of a write: the record is the old or the new one, and nothing lies about."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cli.dying import UNDISTURBED, Strike
from tests.cli.program import DATA, SAMPLE, Program, environment

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the system cannot fork")

TICKETS = "records/tickets/2026"
NOTED = f"{TICKETS}/06/T-20260610-RSK4.yaml"
NOTE = ["ticket", "note", "RSK4", "Seen"]
OPENED = f"{TICKETS}/05/T-20260501-AAAA.yaml"
OPEN = ["ticket", "open", "quay", "Dark", "--id", "T-20260501-AAAA", "--at", "2026-05-01T09:00", "--out-of-scope", "x"]
LEDGER = "records/spares/2026.csv"
RECEIVE = ["spare", "receive", "CAM-9", "3"]
NEXT = ["staff", "add", "dd", "--name", "Dee", "--role", "service_engineer"]
"""What is done next writes into another folder."""

BEFORE = (DATA / "harbour" / NOTED).read_text(encoding="utf-8")
AFTER = {
    NOTED: f"{BEFORE}  - {{at: 2026-06-10T12:00:00+08:00, type: noted, note: Seen}}\n",
    OPENED: (
        "id: T-20260501-AAAA\nsite: quay\nout_of_scope: x\nsummary: Dark\nreported_at: 2026-05-01T09:00:00+08:00\n"
        "logged_at: 2026-06-10T12:00:00+08:00\n"
    ),
    LEDGER: "at,model,quantity,type,serial,by,note\n2026-06-10,CAM-9,3,receive,,,\n",
}


def strikes(
    scratch: Path, by: signal.Signals, path: str, line: Sequence[str], template: Path = DATA / "harbour"
) -> list[Strike]:
    words = [sys.executable, "-m", "tests.cli.dying", str(template), str(scratch), by.name, path]
    done = subprocess.run(
        [*words, json.dumps(line), json.dumps(NEXT)],
        cwd=SAMPLE,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return [Strike(*json.loads(told)) for told in done.stdout.splitlines()]


def before_and_after(found: Sequence[Strike], path: str) -> None:
    """Check that the record is the old one up to some strike, and the new one from there on."""
    contents = [strike.content for strike in found]
    old = BEFORE if path == NOTED else None
    first_new = contents.index(AFTER[path])
    assert contents == [old] * first_new + [AFTER[path]] * (len(contents) - first_new)
    put = {NOTED: "replace", OPENED: "link", LEDGER: "link"}[path]
    assert found[first_new - 1].at == f"before {put}"
    assert found[-1].at == UNDISTURBED
    assert found[-1].code == 0


@pytest.mark.parametrize(("path", "line"), [(NOTED, NOTE), (OPENED, OPEN), (LEDGER, RECEIVE)])
def test_killed_at_any_call_the_next_command_tidies_up(tmp_path: Path, path: str, line: list[str]) -> None:
    found = strikes(tmp_path, signal.SIGKILL, path, line)
    before_and_after(found, path)
    assert {strike.code for strike in found[:-1]} == {-signal.SIGKILL}
    made = {"before write", "before fsync", "before close"}
    left = [strike.at for strike in found if strike.left]
    assert made <= {*left}
    assert {strike.left for strike in found} == {0, 1}
    assert {(strike.left_later, strike.code_later) for strike in found} == {(0, 0)}


@pytest.mark.parametrize(("by", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize(("path", "line"), [(NOTED, NOTE), (OPENED, OPEN)])
def test_interrupted_at_any_call_nothing_is_left(
    tmp_path: Path, by: signal.Signals, code: int, path: str, line: list[str]
) -> None:
    found = strikes(tmp_path, by, path, line)
    before_and_after(found, path)
    assert {(strike.code, strike.err) for strike in found[:-1]} == {(code, "")}
    assert {(strike.left, strike.left_later, strike.code_later) for strike in found} == {(0, 0, 0)}


LEFT = "records/sites/.quay.yaml.0a1b2c3d.tmp"


def test_killed_while_tidying_up_the_one_after_does_it(harbour: Program, tmp_path: Path) -> None:
    harbour.write(LEFT, "id: quay\n")
    harbour.write("records/.aftercare.lock", "4711 desk 2026-06-10T11:00:00+08:00\n")
    found = strikes(tmp_path, signal.SIGKILL, NOTED, NOTE, harbour.folder)
    before_and_after(found, NOTED)
    # The lock is opened, the note in it written and cut to its length, and then the file is removed.
    assert [(strike.at, strike.left) for strike in found[:5]] == [
        *((f"before {call}", 1) for call in ("open", "write", "ftruncate", "unlink")),
        ("before open", 0),
    ]
    assert {(strike.left_later, strike.code_later) for strike in found} == {(0, 0)}


def test_what_a_killed_process_left_is_named_and_tidied_up(harbour: Program) -> None:
    harbour.write(LEFT, "id: quay\n")
    outcome = harbour("check")
    assert (outcome.code, outcome.out) == (
        0,
        (
            f"{LEFT}:1:1: warning[stray-file]: was left by a process that was killed\n"
            "    id: quay\n"
            "    hint: nothing reads it: aftercare fmt removes it\n"
            "19 files checked: 0 errors, 1 warning\n"
        ),
    )
    assert harbour("fmt --check").code == 0
    assert LEFT in harbour.files()
    assert harbour("fmt") == (0, "", f"removed {LEFT}\neverything is in canonical layout\n")
    assert LEFT not in harbour.files()
    assert harbour("check").out == "19 files checked: 0 errors, 0 warnings\n"
