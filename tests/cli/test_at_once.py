"""Many people record at the same time: nothing is lost, nothing is doubled, and who has to wait knows for whom."""

import json
import os
import platform
import re
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from aftercare_cli.store import lock, records
from tests.cli.program import SAMPLE, Program, environment

TICKET = "records/tickets/2026/06/T-20260610-RSK4.yaml"
LATER = "2026-06-11T09:00:00+08:00"
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="the system cannot fork")


def crowd(folder: Path, lines: list[list[list[str]]]) -> None:
    """Run lines in one process for each list of them; all have to succeed."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.cli.crowd", json.dumps(lines)],
        cwd=SAMPLE,
        env=environment(AFTERCARE_ROOT=str(folder), AFTERCARE_NOW=LATER, AFTERCARE_LANG="en"),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert (done.returncode, re.sub("^note: .*\n", "", done.stderr, flags=re.MULTILINE)) == (0, "")


@needs_fork
def test_eight_who_open_fifty_tickets_each_open_four_hundred(harbour: Program) -> None:
    before = harbour.files()
    crowd(
        harbour.folder,
        [
            [["ticket", "open", "quay", f"Dark {who}-{number}", "--out-of-scope", "x"] for number in range(50)]
            for who in range(8)
        ],
    )
    after = harbour.files()
    new = {path: after[path].decode() for path in after.keys() - before.keys()}
    assert {path: after[path] for path in before} == before
    assert all(re.fullmatch("records/tickets/2026/06/T-20260611-[0-9A-Z]{4}[.]yaml", path) for path in new)
    summaries = sorted(re.findall("^summary: (.*)$", "".join(new.values()), re.MULTILINE))
    assert summaries == sorted(f"Dark {who}-{number}" for who in range(8) for number in range(50))
    assert len(new) == 400
    assert harbour("check", now=LATER).out.splitlines()[-1].endswith(" 0 errors, 0 warnings")


@needs_fork
def test_two_who_note_on_one_ticket_lose_nothing(harbour: Program) -> None:
    before = harbour.text(TICKET)
    crowd(harbour.folder, [[["ticket", "note", "RSK4", f"{who}-{number}"] for number in range(25)] for who in range(2)])
    after = harbour.text(TICKET)
    assert after.startswith(before)
    notes = re.findall('type: noted, note: "?([0-9-]+)"?}$', after.removeprefix(before), re.MULTILINE)
    assert len(after.removeprefix(before).splitlines()) == 50
    for who in range(2):
        assert [note for note in notes if note.startswith(f"{who}-")] == [f"{who}-{number}" for number in range(25)]


def test_who_has_to_wait_too_long_is_told_for_whom(harbour: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "writing", partial(lock.writing, patience=0))
    before = harbour.files()
    with lock.writing(harbour.folder, "2026-06-10T11:59:00+08:00"):
        assert harbour.refusal("ticket note RSK4 Seen") == (
            f"error: another process is writing: {os.getpid()} on {platform.node()}, since 2026-06-10T11:59:00+08:00\n"
            "hint: try again when it is done; the lock goes with the process\n"
        )
        assert harbour.files() == before
    assert harbour("ticket note RSK4 Seen").code == 0
