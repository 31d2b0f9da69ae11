"""A command that writes can make one commit of it; several at once do not come in each other's way."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import Program, environment

AUTHOR = {
    "GIT_AUTHOR_NAME": "ana",
    "GIT_AUTHOR_EMAIL": "ana@example.com",
    "GIT_COMMITTER_NAME": "ana",
    "GIT_COMMITTER_EMAIL": "ana@example.com",
}
ALONE = "error: {} goes with --install: a schema that is printed changes nothing\n"
TABLE = "error: roster is a table: editors follow no schema in it\n"
SETTING = "git: {commit: true}\n"


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", *words], cwd=folder, env=environment(**AUTHOR), capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.fixture
def kept(harbour: Program, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Give the harbour in a repository of its own, everything committed."""
    for name, value in AUTHOR.items():
        monkeypatch.setenv(name, value)
    git(harbour.folder, "init", "--quiet", "--initial-branch=main")
    harbour.write(".gitignore", "records/.aftercare.lock\n")
    commit(harbour)
    return harbour


def commit(program: Program) -> None:
    git(program.folder, "add", "--all")
    git(program.folder, "commit", "--quiet", "--message", "begin")


def last(program: Program) -> list[str]:
    """Give the latest commit's message, and its files."""
    return [line for line in git(program.folder, "show", "--format=%s", "--name-only").splitlines() if line]


@pytest.mark.parametrize("is_set", [False, True])
def test_a_layout_is_committed(kept: Program, is_set: bool) -> None:  # noqa: FBT001 - a case
    path = "records/sites/quay.yaml"
    first, rest = kept.text(path).split("\n", 1)
    kept.write(path, f"{rest}{first}\n")
    kept.write("records/aftercare.yaml", kept.text("records/aftercare.yaml") + SETTING * is_set)
    commit(kept)
    before = git(kept.folder, "rev-parse", "HEAD")
    assert kept("fmt --check --commit").code == 1
    assert kept(f"fmt {path} --dry-run --commit").code == 0
    assert git(kept.folder, "rev-parse", "HEAD") == before
    assert kept(f"fmt {path}{'' if is_set else ' --commit'}") == (0, "", f"rewrote {path}\n")
    assert last(kept) == ["put records into canonical layout", path]
    assert kept(f"fmt {path} --commit") == (0, "", "everything is in canonical layout\n")
    assert git(kept.folder, "rev-list", "--count", "HEAD") == "3\n"
    assert git(kept.folder, "status", "--porcelain") == ""


@pytest.mark.parametrize("is_set", [False, True])
def test_schemas_are_committed(kept: Program, is_set: bool) -> None:  # noqa: FBT001 - a case
    if is_set:
        kept.write("records/aftercare.yaml", kept.text("records/aftercare.yaml") + SETTING)
        commit(kept)
    told = "wrote records/.schemas/staff.json\nwrote records/staff.yaml\n"
    assert kept("schema staff --install --dry-run") == (0, "", told.replace("wrote", "would write"))
    assert kept(f"schema staff --install{'' if is_set else ' --commit'}") == (0, "", told)
    assert last(kept) == ["install schemas for editors", "records/.schemas/staff.json", "records/staff.yaml"]
    assert kept("schema staff --install --commit") == (0, "", "")
    assert kept("schema --install --commit").code == 0
    assert len(last(kept)) == 1 + 13 + 17
    assert git(kept.folder, "status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "schema staff --dry-run",
            f"{ALONE.format('--dry-run')}hint: leave --dry-run out, or add --install\n",
        ),
        (
            "schema --commit",
            f"{ALONE.format('--commit')}hint: leave --commit out, or add --install\n",
        ),
        (
            "schema roster --install",
            f"{TABLE}hint: aftercare schema roster prints what its rows hold\n",
        ),
        ("schema stafff --install", "error: no kind of record is called stafff\nhint: did you mean staff?\n"),
    ],
)
def test_what_goes_not_together_is_refused(harbour: Program, line: str, said: str) -> None:
    before = harbour.files()
    assert harbour.refusal(line) == said
    assert harbour.files() == before


def test_a_beginning_is_committed(nowhere: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in AUTHOR.items():
        monkeypatch.setenv(name, value)
    # The hook that init installs calls the program.
    monkeypatch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    assert nowhere("init --example --commit").code == 0
    assert last(nowhere)[0] == "begin a workspace"
    assert set(last(nowhere)[1:]) == {path for path in nowhere.files() if not path.startswith(".git/")}
    assert git(nowhere.folder, "status", "--porcelain") == ""


def at_once(program: Program, *lines: str) -> list[int]:
    """Run lines at the same time, each as a process of its own, and give their exit codes."""
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "aftercare_cli", *line.split()],
            cwd=program.folder,
            env=environment(**AUTHOR),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for line in lines
    ]
    return [process.wait(timeout=60) for process in running]


def test_everybody_who_commits_at_once_makes_a_commit(kept: Program) -> None:
    lines = [f"ticket note RSK4 remark-{number} --commit" for number in range(4)]
    lines += [f"site add dock-{number} --contract port-cctv --name x --commit" for number in range(3)]
    assert at_once(kept, *lines) == [0] * 7
    told = git(kept.folder, "log", "--format=%s").splitlines()
    assert sorted(told) == sorted(["T-20260610-RSK4: noted"] * 4 + [f"add dock-{n}" for n in range(3)] + ["begin"])
    assert git(kept.folder, "status", "--porcelain") == ""


@pytest.mark.parametrize("line", ["staff add zoe --name Zoe", "equipment add gate-2 NEW-1 --category x --model y"])
def test_an_id_is_given_once_however_many_ask_for_it(harbour: Program, line: str) -> None:
    assert sorted(at_once(harbour, *[line] * 5)) == [0, 2, 2, 2, 2]
    assert harbour("check").code == 0


def test_an_event_is_shown_where_git_refuses_its_commit(harbour: Program) -> None:
    outcome = harbour("ticket note RSK4 x --commit")
    assert outcome.code == 2
    assert "noted" in outcome.out
    assert outcome.err.endswith("hint: the record is written; commit it yourself\n")
