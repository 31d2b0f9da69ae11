"""Where nothing may be written everything can be read, and a command that would write says what is in its way."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.program import NOW, Outcome, Program, environment

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows keeps no mode bits")

IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
WITHOUT_RIGHTS = ("setpriv", "--bounding-set=-all", "--inh-caps=-all", "--") if IS_ROOT else ()
"""Root may write whatever the mode says, until it gives up what makes it root."""
TICKET = "records/tickets/2026/06/T-20260610-RSK4.yaml"
NOTE = "ticket note RSK4 Seen"
MAY_NOT = f"error: {TICKET} may not be written\nhint: check who owns it and whether it is read-only\n"
COULD_NOT = (
    "error: {path} could not be written: {reason}\n"
    "hint: nothing was changed; make room or check permissions, then run the command again\n"
)


def spawn(folder: Path, line: str) -> Outcome:
    """Run a line as a process that has no rights but its user's."""
    if WITHOUT_RIGHTS and shutil.which(WITHOUT_RIGHTS[0]) is None:
        pytest.skip("root cannot give up its rights here")
    done = subprocess.run(
        [*WITHOUT_RIGHTS, sys.executable, "-m", "aftercare_cli", *shlex.split(line)],
        cwd=folder,
        env=environment(AFTERCARE_LANG="en"),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def shut(harbour: Program) -> Iterator[Program]:
    """Give a harbour in which nothing may be written."""
    paths = [harbour.folder, *harbour.folder.rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield harbour
    for path in paths:
        path.chmod(0o755 if path.is_dir() else 0o644)


def state(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Give mode and content of everything."""
    paths = sorted(folder.rglob("*"))
    return {path.as_posix(): (path.stat().st_mode, path.read_bytes() if path.is_file() else b"") for path in paths}


@pytest.mark.parametrize("line", ["ticket list", "sla report", "check", "due", "fmt --check", f"{NOTE} --dry-run"])
def test_reading_needs_no_right_to_write(shut: Program, line: str) -> None:
    before = state(shut.folder)
    assert spawn(shut.folder, line) == shut(line)
    assert state(shut.folder) == before


@pytest.mark.parametrize("line", [NOTE, "site add new --contract port-cctv --name New", "fmt", "schema --install"])
def test_a_workspace_that_may_not_be_written_is_told(shut: Program, line: str) -> None:
    before = state(shut.folder)
    assert spawn(shut.folder, line) == (
        2,
        "",
        (
            "error: records/ cannot be written: Permission denied\n"
            "hint: check the folder's permissions and whether the disk is mounted read-only\n"
        ),
    )
    assert state(shut.folder) == before


def test_a_record_that_may_not_be_written_is_told(harbour: Program) -> None:
    (harbour.folder / TICKET).chmod(0o444)
    before = harbour.files()
    assert spawn(harbour.folder, NOTE) == (2, "", MAY_NOT)
    assert harbour.files() == before
    assert (harbour.folder / TICKET).stat().st_mode & 0o777 == 0o444


def test_a_folder_that_may_not_be_written_is_told(harbour: Program) -> None:
    folder = (harbour.folder / TICKET).parent
    folder.chmod(0o555)
    before = harbour.files()
    try:
        assert spawn(harbour.folder, NOTE) == (2, "", COULD_NOT.format(path=TICKET, reason="Permission denied"))
        new = f"{TICKET[:-9]}AAAA.yaml"
        outcome = spawn(harbour.folder, f"ticket open quay Dark --id T-20260610-AAAA --at {NOW} --out-of-scope x")
        assert outcome == (2, "", COULD_NOT.format(path=new, reason="Permission denied"))
        assert harbour.files() == before
    finally:
        folder.chmod(0o755)


@pytest.mark.skipif(not IS_ROOT, reason="only root can give a file to somebody else")
@pytest.mark.parametrize(
    ("mode", "told"), [(0o644, MAY_NOT), (0o666, COULD_NOT.format(path=TICKET, reason="Operation not permitted"))]
)
def test_a_record_of_somebody_else_is_not_taken_over(harbour: Program, mode: int, told: str) -> None:
    path = harbour.folder / TICKET
    path.chmod(mode)
    os.chown(path, 65534, 65534)
    before = harbour.files()
    assert spawn(harbour.folder, NOTE) == (2, "", told)
    assert harbour.files() == before
    assert (path.stat().st_uid, path.stat().st_mode & 0o777) == (65534, mode)
