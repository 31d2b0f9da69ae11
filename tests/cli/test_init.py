"""Beginning a workspace."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import Program, environment, spawn

KINDS = (
    "bill checklist contract equipment handover hazard inspection question site staff ticket training visit workspace"
)
SCHEMAS = {f"records/.schemas/{kind}.json" for kind in KINDS.split()}
AROUND = {".gitattributes", ".gitignore", "records/aftercare.yaml", *SCHEMAS}
EXAMPLE = (
    "records/contracts/house-cctv.yaml",
    "records/equipment/house.yaml",
    "records/sites/house.yaml",
    "records/staff.yaml",
    "records/tickets/2026/11/T-20261102-EX01.yaml",
)
NEXT = "next: put your company into records/aftercare.yaml, then aftercare contract add, site add, ticket open\n"


def told(*paths: str) -> str:
    return "".join(f"wrote {path}\n" for path in paths) + NEXT


def test_an_empty_folder_becomes_a_workspace(nowhere: Program) -> None:
    assert nowhere("init") == (
        0,
        "",
        told("records/aftercare.yaml", ".gitattributes", ".gitignore", "records/.schemas/"),
    )
    assert set(nowhere.files()) == AROUND
    assert nowhere.text(".gitattributes") == (
        "records/** text eol=lf\nrecords/attachments/** -text\n"
        "records/**/*.yaml merge=aftercare\nrecords/**/*.csv merge=aftercare\n"
    )
    assert nowhere.text(".gitignore") == "records/.aftercare.lock\nrecords/**/.*.tmp\n"
    assert nowhere.text("records/aftercare.yaml").splitlines()[0] == (
        "# yaml-language-server: $schema=./.schemas/workspace.json"
    )
    assert nowhere.answer("check") == "1 file checked: 0 errors, 0 warnings\n"
    assert nowhere("fmt --check").code == 0


def test_what_a_running_contract_promised_before_is_on_paper(nowhere: Program) -> None:
    nowhere("init")
    settings = nowhere.text("records/aftercare.yaml")
    assert settings.splitlines()[-1] == (
        "records_from: 2026-06-10    # the first day that is recorded here: what was promised before is on paper"
    )
    nowhere.write(
        "records/contracts/old.yaml",
        "id: old\nname: Old\ncustomer: {name: Old}\nacceptance: 2025-01-15\nhandover: 2025-01-15\n"
        "warranty: {months: 36}\ninspection: {every: 1 month, checklist: cctv}\n",
    )
    nowhere.write("records/sites/hall.yaml", "id: hall\ncontract: old\nname: Hall\n")
    # June began before the first day that is recorded here.
    assert [row.split(",")[1] for row in nowhere.answer("due --promise inspection --format csv").splitlines()[1:]] == [
        "hall/2026-07"
    ]
    # Where it was not made yet, it is recorded here all the same.
    nowhere("inspect new hall")
    owed = [row.split(",")[1] for row in nowhere.answer("due --promise inspection --format csv").splitlines()[1:]]
    assert owed == ["hall/2026-06", "hall/2026-07"]
    assert nowhere.refusal("inspect new hall --period 2026-05").startswith(
        "error: the records begin on 2026-06-10: the inspection of 2026-05 is on paper\n"
    )
    nowhere.write("records/aftercare.yaml", settings.replace("records_from: 2026-06-10", "records_from: 2025-02-01"))
    assert "hall/2025-02" in nowhere.answer("due --promise inspection --format csv")


def test_an_example_is_ready_to_be_looked_at(nowhere: Program) -> None:
    assert nowhere("init new/place --example") == (
        0,
        "",
        told("records/aftercare.yaml", *EXAMPLE, ".gitattributes", ".gitignore", "records/.schemas/"),
    )
    place = nowhere.folder / "new/place"
    assert {path.removeprefix("new/place/") for path in nowhere.files() if ".git/" not in path} == {
        *AROUND,
        *EXAMPLE,
        "records/.aftercare.lock",
    }
    now = "2026-11-20T10:00+08:00"
    assert nowhere("check --strict", folder=place, now=now) == (0, "6 files checked: 0 errors, 0 warnings\n", "")
    assert nowhere("fmt --check", folder=place).code == 0
    report = nowhere("sla report --format csv", folder=place, now=now).out.splitlines()
    assert [line.split(",")[:2] + line.split(",")[8:9] for line in report[1:]] == [
        ["inspection", "house/2026-11", "pending"],
        ["arrival", "T-20261102-EX01", "met"],
        ["standby", "T-20261102-EX01", "not_required"],
        ["spares", "T-20261102-EX01", "not_required"],
    ]


def test_the_language_that_is_spoken_becomes_that_of_the_documents(tmp_path: Path) -> None:
    outcome = spawn(tmp_path, "init --example --lang zh")
    assert (outcome.code, outcome.out) == (0, "")
    assert "\nlanguage: zh-CN\n" in (tmp_path / "records/aftercare.yaml").read_text(encoding="utf-8")
    line = "check --strict --lang en --as-of 2026-11-20T10:00"
    assert spawn(tmp_path, line).out == "6 files checked: 0 errors, 0 warnings\n"


def test_a_workspace_is_not_begun_twice_and_other_files_are_kept(nowhere: Program) -> None:
    nowhere.write(".gitignore", "*.swp\n")
    nowhere("init --example")
    before = nowhere.files()
    assert before[".gitignore"].startswith(b"*.swp\nrecords/.aftercare.lock\n")
    assert nowhere.refusal("init") == (
        f"error: {nowhere.folder} is a workspace already\n"
        "hint: nothing was written; in a fresh clone, aftercare merge --install sets up Git\n"
    )
    assert nowhere.files() == before


def test_inside_a_workspace_another_one_may_begin(harbour: Program) -> None:
    harbour("init records/attachments/inner")
    assert harbour.answer("check") == "19 files checked: 0 errors, 0 warnings\n"


def test_git_refuses_a_commit_that_would_make_records_wrong(nowhere: Program, tmp_path: Path) -> None:
    nowhere("init --example")
    command = tmp_path / "bin/aftercare"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m aftercare_cli "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    who = {f"GIT_{role}_{fact}": "x" for role in ("AUTHOR", "COMMITTER") for fact in ("NAME", "EMAIL")}
    settings = environment(**who) | {"PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}"}

    def commit() -> subprocess.CompletedProcess[str]:
        subprocess.run(["git", "add", "."], cwd=nowhere.folder, env=settings, check=True)
        words = ["git", "commit", "--quiet", "--message", "x"]
        return subprocess.run(words, cwd=nowhere.folder, env=settings, capture_output=True, text=True, check=False)

    assert commit().returncode == 0
    nowhere.write("records/sites/house.yaml", "id: house\n")
    refused = commit()
    assert refused.returncode == 1
    assert (
        "records/sites/house.yaml:1:1: error[missing-key]: the key name is missing" in refused.stdout + refused.stderr
    )


def test_without_git_a_workspace_begins_all_the_same(nowhere: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(nowhere.folder))
    outcome = nowhere("init")
    assert (outcome.code, outcome.out) == (0, "")
    assert "without Git for now: git is not installed\n" in outcome.err
    assert set(nowhere.files()) == AROUND


def test_a_hook_of_others_is_left_alone_and_said_to_be(nowhere: Program) -> None:
    nowhere("init")
    hook = nowhere.folder / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\n", encoding="utf-8")
    (nowhere.folder / "records/aftercare.yaml").unlink()
    said = nowhere("init").err
    assert f"{hook} is not ours and was left alone: have it run aftercare check\n" in said
    assert hook.read_text(encoding="utf-8") == "#!/bin/sh\n"
