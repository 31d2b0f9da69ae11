"""Whatever state a checkout is in, and with no Git at all, the records can be read and written."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.program import DATA, Program
from tests.cli.repository import Repository

TICKET = "records/tickets/2026/06/T-20260610-RSK4.yaml"
NOTE = "ticket note RSK4 Seen"


@pytest.fixture
def origin(tmp_path: Path) -> Repository:
    """Give the harbour as a repository without attributes."""
    shutil.copytree(DATA / "harbour", tmp_path / "origin")
    repository = Repository(tmp_path / "origin")
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "-m", "x")
    return repository


def clone(
    origin: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *settings: str
) -> Program:
    """Clone as somebody does who has set this."""
    folder = origin.folder.with_name("clone")
    words = [word for setting in settings for word in ("-c", setting)]
    origin.git("clone", "--quiet", *words, str(origin.folder), str(folder))
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "Bo")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "bo@example.com")
    return Program(folder, capsys, monkeypatch)


def git(program: Program, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=program.folder, capture_output=True, text=True, check=True)
    return done.stdout


def test_a_checkout_with_crlf_is_read_and_keeps_its_line_ends(
    origin: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    program = clone(origin, capsys, monkeypatch, "core.autocrlf=true")
    before = program.text(TICKET)
    assert before.count("\r\n") == before.count("\n") > 0
    outcome = program("check")
    assert outcome.code == 0
    assert outcome.out.count(": warning[line-ends]: has CRLF line ends\n") == 19
    assert program(NOTE).code == 0
    assert program.text(TICKET) == f"{before}  - {{at: 2026-06-10T12:00:00+08:00, type: noted, note: Seen}}\r\n"
    # What is committed is one line more, and has LF.
    git(program, "commit", "--quiet", "-m", "x", "--", TICKET)
    assert git(program, "show", "--numstat", "--format=").split() == ["1", "0", TICKET]
    assert "\r" not in git(program, "cat-file", "blob", f"HEAD:{TICKET}")


def test_attributes_keep_crlf_out_of_a_checkout(
    origin: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    attributes = "records/** text eol=lf\nrecords/attachments/** -text\n"
    origin.commit({".gitattributes": attributes, "records/attachments/a.jpg": "a\r\nb\n"}, "10T12:00")
    program = clone(origin, capsys, monkeypatch, "core.autocrlf=true")
    assert program.answer("check") == "19 files checked: 0 errors, 0 warnings\n"
    assert program.text("records/attachments/a.jpg") == "a\r\nb\n"


def test_where_head_is_detached_and_files_lie_about_one_file_is_committed(
    origin: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    program = clone(origin, capsys, monkeypatch)
    git(program, "checkout", "--quiet", "--detach")
    other = "records/sites/mill.yaml"
    program.write(other, program.text(other) + "# mine\n")
    git(program, "add", other)
    program.write("README", "not yet\n")
    assert program(f"{NOTE} --commit").code == 0
    assert git(program, "show", "--name-only", "--format=%s").split("\n")[:3] == ["T-20260610-RSK4: noted", "", TICKET]
    told = git(program, "status", "--porcelain").splitlines()
    assert told == [f"M  {other}", "?? README", "?? records/.aftercare.lock"]


@pytest.mark.parametrize(
    "line", ["check", "sla report", "ticket list", "due", "ticket show RSK4", NOTE, "site add new --contract port-cctv"]
)
def test_without_git_everything_but_history_is_there(
    harbour: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    (tmp_path / "empty").mkdir()
    Repository(harbour.folder)
    words = ("--name", "New") if line.startswith("site add") else ()
    with_git = harbour(line, *words)
    assert with_git.code == 0
    shutil.rmtree(harbour.folder / "records")
    shutil.copytree(DATA / "harbour/records", harbour.folder / "records")
    monkeypatch.setenv("PATH", os.fspath(tmp_path / "empty"))
    assert harbour(line, *words) == with_git
    assert harbour.refusal("audit") == (
        "error: git is not installed\nhint: install Git: what was changed when is in its history\n"
    )
