"""Terminals, pipes, signals and locales: what comes out where, and that nothing ever ends in a trace."""

import fcntl
import os
import pty
import shlex
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping
from pathlib import Path

import pytest

from aftercare_cli.cli.display import width
from aftercare_cli.store import lock
from tests.cli.golden import assert_golden
from tests.cli.program import DATA, SAMPLE, SAMPLE_NOW, Outcome, Program, environment, spawn

HARBOUR = DATA / "harbour"
RUN = f"{shlex.quote(sys.executable)} -m aftercare_cli"


def on_terminal(line: str, columns: int, settings: Mapping[str, str]) -> str:
    """Give what a line writes to a terminal so many columns wide."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    attributes = termios.tcgetattr(theirs)
    attributes[1] &= ~termios.OPOST  # no CR before each LF
    termios.tcsetattr(theirs, termios.TCSANOW, attributes)
    words = [sys.executable, "-m", "aftercare_cli", *shlex.split(line)]
    process = subprocess.Popen(words, cwd=HARBOUR, env=environment(**settings), stdin=theirs, stdout=theirs)
    os.close(theirs)
    told = b""
    try:
        while part := os.read(ours, 65536):
            told += part
    except OSError:  # how Linux says that the other end is closed
        pass
    os.close(ours)
    assert process.wait(timeout=60) == 0
    return told.decode()


@pytest.mark.golden
@pytest.mark.parametrize(
    ("name", "columns", "settings"),
    [
        ("coloured-80", 80, {"TERM": "xterm-256color"}),
        ("no-colour-80", 80, {"TERM": "xterm-256color", "NO_COLOR": "1"}),
        ("no-colour-40", 40, {"TERM": "xterm-256color", "NO_COLOR": "1"}),
    ],
)
def test_a_terminal_gets_what_it_can_show(name: str, columns: int, settings: dict[str, str]) -> None:
    told = on_terminal("sla report --site gate-2", columns, settings)
    assert_golden(f"terminal/sla-report-{name}.txt", told)
    assert ("\x1b[" in told) == (name == "coloured-80")
    assert "coloured" in name or columns < 80 or max(map(width, told.splitlines())) <= columns


def test_a_dumb_terminal_gets_what_a_pipe_gets(harbour: Program) -> None:
    assert on_terminal("sla report", 40, {"TERM": "dumb"}) == harbour.answer("sla report")


@pytest.mark.golden
@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("coloured", {"FORCE_COLOR": "1"}),
        ("coloured", {"FORCE_COLOR": "1", "TERM": "dumb"}),
        ("no-colour", {"FORCE_COLOR": "1", "NO_COLOR": "1"}),
        ("plain", {}),
        ("plain", {"NO_COLOR": "1"}),
        ("plain", {"FORCE_COLOR": "", "NO_COLOR": ""}),
    ],
)
def test_a_pipe_gets_colours_where_they_are_forced(
    harbour: Program, monkeypatch: pytest.MonkeyPatch, name: str, settings: dict[str, str]
) -> None:
    for setting, value in settings.items():
        monkeypatch.setenv(setting, value)
    assert_golden(f"terminal/ticket-list-{name}.txt", harbour.answer("ticket list"))


def test_wide_characters_line_up_in_columns(harbour: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    for told in (harbour.answer("site list"), harbour.answer("staff list")):
        _count, _space, head, *rows = told.splitlines()
        begin = max(head.index(title) for title in ("Contract", "Role") if title in head)
        for row in rows:
            before = row[: next(i for i in range(len(row)) if width(row[:i]) == begin)]
            assert before.endswith("  ")


def test_a_long_list_is_cut_to_the_width_of_the_terminal(harbour: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "60")
    item = "  - {{id: X-{number:03}, category: camera, model: CAM-9, location: 值班室里的第{number:03}个摄像机}}\n"
    path = "records/equipment/gate-2.yaml"
    harbour.write(path, "site: gate-2\nitems:\n" + "".join(item.format(number=number) for number in range(250)))
    count, _space, *rows = harbour.answer("equipment list --site gate-2").splitlines()
    assert (count, len(rows)) == ("250 items", 251)
    assert {width(row) for row in rows[1:]} <= {59, 60}
    assert {row[-1] for row in rows[1:]} == {"…"}


def in_shell(script: str, settings: Mapping[str, str] | None = None) -> Outcome:
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=HARBOUR,
        env=environment(**(settings or {})),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize(
    ("line", "first"),
    [("clock 2026-06-10T09:00 9000h --calendar work --format json", "{"), ("ticket list", "9 tickets"), ("--help", "")],
)
def test_a_reader_that_has_enough_ends_the_program_quietly(line: str, first: str) -> None:
    outcome = in_shell(f"{RUN} {line} | head -n 1; echo ${{PIPESTATUS[0]}}")
    assert outcome.err == ""
    assert outcome.out.splitlines()[-1] == "0"
    assert outcome.out.startswith(first)


@pytest.mark.parametrize("line", ["ticket list", "--version", "check --format json"])
def test_a_pipe_that_nobody_reads_is_no_error(line: str) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    words = [sys.executable, "-m", "aftercare_cli", *line.split()]
    done = subprocess.run(words, cwd=HARBOUR, env=environment(), stdout=theirs, stderr=subprocess.PIPE, check=False)
    os.close(theirs)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("line", "code", "err"),
    [
        ("ticket list >&-", 0, ""),
        ("--version >&-", 0, ""),
        ("ticket list --site nowhere >&- 2>&-", 2, ""),
        ("ticket show nothing 2>&-", 2, ""),
        ("ticket list > /dev/full", 2, "error: the output could not be written: No space left on device\n"),
        ("--version > /dev/full", 2, "error: the output could not be written: No space left on device\n"),
    ],
)
def test_streams_that_are_closed_or_full_end_in_no_trace(line: str, code: int, err: str) -> None:
    assert in_shell(f"{RUN} {line}") == (code, "", err)


# Says so on stdout when it waits for the lock, which it does by sleeping.
WAITING = """
import time
sleep = time.sleep
time.sleep = lambda seconds: print("waiting", flush=True) or sleep(seconds)
from aftercare_cli.cli.main import run
run()
"""


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_the_program_with_nothing_written(harbour: Program, sent: signal.Signals, code: int) -> None:
    before = harbour.files()
    words = [sys.executable, "-c", WAITING, "ticket", "note", "RSK4", "x"]
    with (
        lock.writing(harbour.folder, "now"),
        subprocess.Popen(
            words, cwd=harbour.folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process,
    ):
        assert process.stdout is not None
        assert process.stdout.readline() == "waiting\n"
        process.send_signal(sent)
        _out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (code, "")
    assert harbour.files() == before


@pytest.mark.parametrize(
    "line", [f"sla report --as-of {SAMPLE_NOW}", f"check --as-of {SAMPLE_NOW}", "ticket show 0007 --format html"]
)
def test_output_depends_on_no_locale_timezone_or_clock(line: str) -> None:
    expected = spawn(SAMPLE, line)
    assert (expected.code, expected.err) == (0, "")
    for settings in (
        {"TZ": "America/New_York", "LANG": "C"},
        {"LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "POSIX", "AFTERCARE_NOW": "2027-03-04T05:06Z"},
    ):
        assert spawn(SAMPLE, line, settings) == expected


def test_what_a_stream_cannot_encode_is_spelled_out() -> None:
    outcome = spawn(HARBOUR, "ticket show BRK2 --as-of 2026-06-03T10:00", {"PYTHONIOENCODING": "ascii"})
    assert (outcome.code, outcome.err) == (0, "")
    assert r"\u8d77\u91cd\u673a\u6444\u50cf\u673a\u9ed1\u5c4f" in outcome.out
    assert outcome.out.isascii()


@pytest.mark.parametrize(
    "line",
    [
        *(f"ticket show BRK2 --as-of 2026-06-03T10:00 --format {form}" for form in ("json", "csv", "md", "html")),
        "staff list --format csv",
        "check --format json",
        "due --format ics",
    ],
)
def test_what_programs_read_is_utf_8_whatever_the_locale(line: str) -> None:
    expected = spawn(HARBOUR, line)
    assert expected.code == 0
    if "ticket" in line and "csv" not in line:
        assert "起重机摄像机黑屏" in expected.out
    for settings in (
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "gbk"},
        {"PYTHONIOENCODING": "utf-16:strict"},
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    ):
        told = spawn(HARBOUR, line, settings)
        assert (told.code, told.out) == (0, expected.out)


def test_the_root_may_be_named_or_found_from_below(
    harbour: Program, nowhere: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = harbour.answer("ticket list")
    below = harbour.folder / "records/tickets"
    assert harbour("ticket list", folder=below) == (0, told, "")
    for line in ("--root ../harbour ticket list", "ticket list --root ../harbour", "ticket --root=../harbour list"):
        assert nowhere.answer(line) == told
    monkeypatch.setenv("AFTERCARE_ROOT", str(harbour.folder))
    assert nowhere.answer("ticket list") == told
    said = nowhere.refusal("ticket list --root .")
    assert said == (
        "error: . is no workspace: it has no records/aftercare.yaml\n"
        "hint: name the folder above records/, or begin one with: aftercare init .\n"
    )


def test_a_search_stops_at_the_top_of_a_repository(harbour: Program) -> None:
    inner = harbour.folder / "vendor/other"
    (inner / ".git").mkdir(parents=True)
    outcome = harbour("ticket list", folder=inner)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(f"error: no workspace here: records/aftercare.yaml is not in {Path(inner)} ")


def test_acknowledged_breaches_leave_a_table_on_a_narrow_terminal() -> None:
    told = on_terminal("sla report --site quay", 68, {"TERM": "xterm-256color", "NO_COLOR": "1"})
    heading = next(line for line in told.splitlines() if line.startswith("Promise "))
    assert heading.split() == ["Promise", "Met", "Breached", "Open", "Compliance"]
    assert "1 (1 acknowledged)" in told
