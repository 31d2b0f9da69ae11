"""`aftercare merge`, as Git calls it for a record that two branches changed, and as people set it up."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from aftercare_cli.store.begin import GITATTRIBUTES
from tests.cli.program import Outcome, Program, environment, spawn

TICKET: Final = "records/tickets/2026/11/T-20261122-7F3K.yaml"
HEAD: Final = (
    "id: T-20261122-7F3K\nsite: hq\nsummary: No picture\nreported_at: 2026-11-22T09:12:00+08:00\nevents:\n"
    "  - {at: 2026-11-22T09:20:00+08:00, type: answered, by: eng-a}\n"
)
RESOLVED: Final = "  - {at: 2026-11-22T12:40:00+08:00, type: resolved, by: eng-a}\n"
CLOSED: Final = "  - {at: 2026-11-22T12:45:00+08:00, type: closed, by: clerk-a}\n"
LATE: Final = "  - {at: 2026-11-22T13:10:00+08:00, type: arrived, by: eng-b}\n"
NOTED: Final = "  - {at: 2026-11-22T10:00:00+08:00, type: noted, note: Rung back}\n"


def merge(program: Program, base: str, ours: str, theirs: str, line: str = "") -> tuple[Outcome, str]:
    """Merge three texts as versions of a ticket; give what was said, and what stands in ours then."""
    for name, text in (("base", base), ("ours", ours), ("theirs", theirs)):
        program.write(name, text)
    outcome = program(f"merge {line} -- base ours theirs {TICKET}")
    assert (program.text("base"), program.text("theirs"), outcome.out) == (base, theirs, "")
    assert set(program.files()) == {"base", "ours", "theirs"}
    return outcome, program.text("ours")


def test_a_merge_that_leaves_nothing_to_choose_says_nothing(nowhere: Program) -> None:
    assert merge(nowhere, HEAD, HEAD + RESOLVED, HEAD + NOTED) == (Outcome(0, "", ""), HEAD + NOTED + RESOLVED)


def test_what_both_changed_is_marked_and_counted(nowhere: Program) -> None:
    ours, theirs = (
        HEAD.replace("No picture", text).replace("09:20", time) for text, time in (("A", "09:21"), ("B", "09:22"))
    )
    line = "--marker-size 8 --ours-label HEAD --theirs-label 'topic\x1b[0m branch'"
    found, text = merge(nowhere, HEAD, ours, theirs, line)
    told = f"{TICKET}: 2 facts were changed on both sides (summary, events): choose, and delete the marker lines\n"
    assert found == Outcome(1, "", told)
    assert text == (
        "id: T-20261122-7F3K\nsite: hq\n"
        "<<<<<<<< HEAD\nsummary: A\n========\nsummary: B\n>>>>>>>> topic\\x1b[0m branch\n"
        "reported_at: 2026-11-22T09:12:00+08:00\nevents:\n"
        "<<<<<<<< HEAD\n  - {at: 2026-11-22T09:21:00+08:00, type: answered, by: eng-a}\n========\n"
        "  - {at: 2026-11-22T09:22:00+08:00, type: answered, by: eng-a}\n>>>>>>>> topic\\x1b[0m branch\n"
    )


def test_labels_that_an_older_git_does_not_fill_in_are_not_shown(nowhere: Program) -> None:
    ours, theirs = (HEAD.replace("No picture", text) for text in "AB")
    _, text = merge(nowhere, HEAD, ours, theirs, "--ours-label %X --theirs-label %Y")
    assert "<<<<<<< ours\nsummary: A\n=======\nsummary: B\n>>>>>>> theirs\n" in text


def test_a_row_of_a_table_that_both_changed_is_counted(nowhere: Program) -> None:
    row = "at,model,quantity,type\n2026-01-10,CAM-200,{},receive\n"
    for name, quantity in (("base", 1), ("ours", 2), ("theirs", 3)):
        nowhere.write(name, row.format(quantity))
    path = "records/spares/2026.csv"
    assert nowhere(f"merge base ours theirs {path}") == Outcome(
        1, "", f"{path}: 1 row was changed on both sides: choose, and delete the marker lines\n"
    )


def test_a_history_that_only_the_merge_makes_impossible_is_told(nowhere: Program) -> None:
    ours, theirs = HEAD + RESOLVED + CLOSED, HEAD + LATE
    assert merge(nowhere, HEAD, ours, theirs) == (
        Outcome(
            1,
            "",
            f"{TICKET}: the merged record is wrong: arrived on site at 2026-11-22 13:10+08:00 comes after"
            " closed at 2026-11-22 12:45+08:00\n",
        ),
        HEAD + RESOLVED + CLOSED + LATE,
    )
    # One that a side had already is not the merge's: check tells it.
    assert merge(nowhere, HEAD, ours + LATE, HEAD + NOTED)[0] == Outcome(0, "", "")


def test_a_merge_that_no_record_can_hold_is_told(nowhere: Program) -> None:
    found, _ = merge(nowhere, HEAD, HEAD + RESOLVED, HEAD.replace("site: hq\n", ""))
    assert found == Outcome(1, "", f"{TICKET}: the merged record is wrong: the key site is missing\n")


def test_what_cannot_be_read_is_merged_as_text_and_said_to_be(nowhere: Program) -> None:
    ours = HEAD.replace("site: hq", "site: [hq")
    found, text = merge(nowhere, HEAD, ours, HEAD.replace("09:20", "09:21"))
    assert (found.code, text) == (0, ours.replace("09:20", "09:21"))
    assert found.err == (
        f"{TICKET}: merged as text, not fact by fact: is not valid YAML: did not find expected ',' or ']'\n"
    )
    found, text = merge(nowhere, HEAD, ours, HEAD.replace("site: hq", "site: hall"))
    assert (found.code, "<<<<<<< ours\nsite: [hq\n=======\nsite: hall\n>>>>>>> theirs\n" in text) == (1, True)
    assert found.err.splitlines()[1:] == [f"{TICKET}: somebody has to look at it before git add"]


def test_a_merge_needs_four_names_and_files_that_are_there(nowhere: Program) -> None:
    assert nowhere.refusal("merge base ours") == (
        "error: a merge takes four names: BASE OURS THEIRS PATH\n"
        "hint: Git gives them; aftercare merge --install sets it up in a clone\n"
    )
    assert nowhere.refusal(f"merge base ours theirs {TICKET}") == (
        f"error: {nowhere.folder}/base cannot be read: No such file or directory\n"
    )


def test_without_git_nothing_is_merged(nowhere: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(nowhere.folder / "bin"))
    found, text = merge(nowhere, HEAD, HEAD + RESOLVED, HEAD + NOTED)
    assert (found.code, found.err, text) == (
        2,
        "error: git is not installed\nhint: install Git: records are merged with its help\n",
        HEAD + RESOLVED,
    )


def git(folder: Path, *words: str) -> str:
    who = {f"GIT_{role}_{fact}": "x" for role in ("AUTHOR", "COMMITTER") for fact in ("NAME", "EMAIL")}
    done = subprocess.run(
        ["git", *words], cwd=folder, env=environment(**who), capture_output=True, text=True, check=True
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize("where", ["here", "in a clone"])
def test_init_sets_a_workspace_up_and_install_a_clone_of_it(nowhere: Program, tmp_path: Path, where: str) -> None:
    nowhere("init --example")
    # The hook finds no program here.
    (nowhere.folder / ".git/hooks/pre-commit").unlink()
    place = nowhere.folder
    git(place, "add", "--all")
    git(place, "commit", "--quiet", "--message", "begin")
    if where != "here":
        git(tmp_path, "clone", "--quiet", str(place), "clone")
        place = tmp_path / "clone"
        assert spawn(place, "merge --install") == (0, "", "Git merges records of this clone fact by fact\n")
        assert spawn(place, "merge --install") == (0, "", "Git merges records of this clone fact by fact\n")
    ticket = place / "records/tickets/2026/11/T-20261102-EX01.yaml"
    before = ticket.read_text(encoding="utf-8")
    git(place, "checkout", "--quiet", "-b", "topic")
    second = NOTED.replace("22T10:00", "03T10:00")
    for name, added in (("topic", second), ("main", NOTED)):
        if name == "main":
            git(place, "checkout", "--quiet", "-b", "main2", "HEAD~1")
        ticket.write_text(before + added, encoding="utf-8")
        git(place, "commit", "--quiet", "--all", "--message", name)
    git(place, "merge", "--no-edit", "topic")
    assert ticket.read_text(encoding="utf-8") == before + second + NOTED


def test_install_completes_what_git_knows_of_records(nowhere: Program) -> None:
    nowhere("init --example")
    nowhere.write(".gitattributes", "*.png binary\nrecords/** text eol=lf\n")
    git(nowhere.folder, "config", "--unset", "merge.aftercare.driver")
    assert nowhere("merge --install") == (
        0,
        "",
        "wrote .gitattributes\nGit merges records of this clone fact by fact\n",
    )
    assert nowhere.text(".gitattributes") == "*.png binary\n" + GITATTRIBUTES
    assert f"{sys.executable} -P -m aftercare_cli merge" in git(nowhere.folder, "config", "merge.aftercare.driver")
    assert git(nowhere.folder, "check-attr", "merge", "--", TICKET) == f"{TICKET}: merge: aftercare\n"


def test_install_outside_a_repository_says_what_is_missing(harbour: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", os.path.dirname(harbour.folder))  # noqa: PTH120 - as Git compares it
    hint = "hint: it sets up a clone: run it where Git is installed and has a repository\n"
    assert harbour.refusal("merge --install") == (
        f"error: git config failed: fatal: --local can only be used inside a git repository\n{hint}"
    )
    assert ".gitattributes" not in harbour.files()
    monkeypatch.setenv("PATH", str(harbour.folder))
    assert harbour.refusal("merge --install") == f"error: git is not installed\n{hint}"
