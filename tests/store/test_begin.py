"""A new workspace is complete, right, and takes nobody's place."""

import datetime as dt
import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from unittest.mock import Mock

import pytest

from aftercare_cli.model.vocabulary import Language
from aftercare_cli.store.begin import GITATTRIBUTES, GITIGNORE, WorkspaceExistsError, begin, prepare_git
from aftercare_cli.store.workspace import Workspace
from aftercare_cli.store.write import ExistsError, WriteError

TODAY = dt.date(2026, 6, 10)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_example_is_a_workspace_without_fault(tmp_path: Path, language: Language) -> None:
    root = tmp_path / "new/work"
    written = begin(root, language, TODAY, is_example=True)
    assert (written[0], written[-2:]) == ("records/aftercare.yaml", [".gitattributes", ".gitignore"])
    assert sorted(written) == sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    workspace = Workspace(root)
    workspace.load_everything()
    assert workspace.findings == []
    assert workspace.settings.language == language
    assert workspace.settings.records_from is None
    assert workspace.tickets


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_without_the_example_there_is_one_record(tmp_path: Path, language: Language) -> None:
    assert begin(tmp_path, language, TODAY, is_example=False) == [
        "records/aftercare.yaml",
        ".gitattributes",
        ".gitignore",
    ]
    settings = Workspace(tmp_path).settings
    assert (settings.language, settings.records_from) == (language, TODAY)
    assert (tmp_path / ".gitignore").read_text(encoding="utf-8") == GITIGNORE
    assert (tmp_path / ".gitattributes").read_text(encoding="utf-8") == GITATTRIBUTES


def test_a_workspace_is_not_begun_twice(tmp_path: Path) -> None:
    begin(tmp_path, "en", TODAY, is_example=False)
    with pytest.raises(WorkspaceExistsError) as caught:
        begin(tmp_path, "en", TODAY, is_example=True)
    assert (str(caught.value), str(caught.value.hint)) == (
        f"{tmp_path} is a workspace already",
        "nothing was written; in a fresh clone, aftercare merge --install sets up Git",
    )


@pytest.mark.parametrize("is_example", [True, False])
def test_what_was_interrupted_can_be_begun_again(tmp_path: Path, is_example: bool) -> None:  # noqa: FBT001 - a case
    begin(tmp_path / "whole", "en", TODAY, is_example=is_example)
    whole = _files(tmp_path / "whole")
    for count in range(len(whole)):
        root = tmp_path / f"{count}"
        root.mkdir()
        (root / ".gitignore").write_text("mine\n", encoding="utf-8")
        with pytest.MonkeyPatch.context() as patch:
            _interrupt(patch, count)
            with pytest.raises(KeyboardInterrupt):
                begin(root, "en", TODAY, is_example=is_example)
        assert not (root / "records/aftercare.yaml").exists()
        begin(root, "en", TODAY, is_example=is_example)
        assert _files(root) == {**whole, ".gitignore": b"mine\n" + whole[".gitignore"]}


def _files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def _interrupt(patch: pytest.MonkeyPatch, count: int) -> None:
    """Interrupt what gives a file its name, once so many files have theirs."""
    named = 0

    def interrupted(call: Callable[..., None]) -> Callable[..., None]:
        def name(*arguments: object, **options: object) -> None:
            nonlocal named
            if named == count:
                raise KeyboardInterrupt
            named += 1
            call(*arguments, **options)

        return name

    for call in ("link", "replace"):
        patch.setattr(os, call, interrupted(getattr(os, call)))


def test_a_strange_file_in_the_place_of_a_first_record_is_kept(tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    (tmp_path / "records/staff.yaml").write_bytes(b"staff: []\n")
    with pytest.raises(ExistsError) as caught:
        begin(tmp_path, "en", TODAY, is_example=True)
    assert str(caught.value) == "records/staff.yaml exists already"
    assert (tmp_path / "records/staff.yaml").read_bytes() == b"staff: []\n"
    assert not (tmp_path / "records/aftercare.yaml").exists()


def test_a_full_disk_takes_nothing_from_what_git_was_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".gitattributes").write_bytes(b"*.pdf binary\n")
    monkeypatch.setattr(os, "write", Mock(side_effect=OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))))
    with pytest.raises(WriteError) as caught:
        begin(tmp_path, "en", TODAY, is_example=False)
    assert str(caught.value) == ".gitattributes could not be written: No space left on device"
    assert _files(tmp_path) == {".gitattributes": b"*.pdf binary\n"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"mine\n", b"mine\nrecords/.aftercare.lock\nrecords/**/.*.tmp\n"),
        (b"mine", b"mine\nrecords/.aftercare.lock\nrecords/**/.*.tmp\n"),
        (b"", b"records/.aftercare.lock\nrecords/**/.*.tmp\n"),
        (b"mine\r\n", b"mine\r\nrecords/.aftercare.lock\r\nrecords/**/.*.tmp\r\n"),
        (b"records/.aftercare.lock \nmine\n", b"records/.aftercare.lock \nmine\nrecords/**/.*.tmp\n"),
    ],
)
def test_what_git_was_told_before_is_kept_and_completed(tmp_path: Path, before: bytes, after: bytes) -> None:
    (tmp_path / ".gitignore").write_bytes(before)
    assert begin(tmp_path, "en", TODAY, is_example=False) == ["records/aftercare.yaml", ".gitattributes", ".gitignore"]
    assert (tmp_path / ".gitignore").read_bytes() == after


def test_what_git_knows_already_is_not_said_twice(tmp_path: Path) -> None:
    (tmp_path / ".gitattributes").write_text("mine\n" + GITATTRIBUTES, encoding="utf-8")
    assert begin(tmp_path, "en", TODAY, is_example=False) == ["records/aftercare.yaml", ".gitignore"]
    assert (tmp_path / ".gitattributes").read_text(encoding="utf-8") == "mine\n" + GITATTRIBUTES


@pytest.fixture
def own_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Git see nothing outside the test's folder, and know who commits."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    (tmp_path / "config").write_text("[user]\nname = Engineer A\nemail = a@example.com\n", encoding="utf-8")
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_PREFIX"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("own_git")
def test_git_is_prepared_once(tmp_path: Path) -> None:
    root = tmp_path / "work"
    begin(root, "en", TODAY, is_example=True)
    assert prepare_git(root) == ([".git", "pre-commit"], None)
    assert prepare_git(root) == ([], None)
    hook = root / ".git/hooks/pre-commit"
    assert hook.read_text(encoding="utf-8").endswith("\nexec aftercare --root . check\n")
    assert hook.stat().st_mode & 0o111
    for name in (".aftercare.lock", "tickets/2026/.T-20261122-7F3K.yaml.12345678.tmp"):
        (root / "records" / name).touch()
    status = ["git", "status", "--porcelain", "--untracked-files=all"]
    shown = subprocess.run(status, cwd=root, capture_output=True, text=True, check=True).stdout.split()
    assert "records/aftercare.yaml" in shown
    assert not [path for path in shown if path.endswith((".lock", ".tmp"))]


@pytest.mark.usefixtures("own_git")
@pytest.mark.parametrize("place", ["service plan", "de l'Est/-x"])
def test_the_hook_checks_a_workspace_below_the_top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    top = tmp_path / "work"
    subprocess.run(["git", "init", "--quiet", top], check=True)
    begin(top / place, "en", TODAY, is_example=True)
    assert prepare_git(top / place) == (["pre-commit"], None)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    code, said = _commit(top)
    assert (code, said.startswith("6 files checked: 0 errors, 0 warnings")) == (0, True)
    (top / place / "records/staff.yaml").write_text("staff: nobody\n", encoding="utf-8")
    code, said = _commit(top)
    assert (code, f"{place}/records/staff.yaml:1:8: error[type]" in said) == (1, True)


@pytest.mark.usefixtures("own_git")
def test_the_hook_says_what_to_do_where_the_program_is_not_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(tmp_path / "work", "en", TODAY, is_example=True)
    prepare_git(tmp_path / "work")
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("git", "sh"):
        (programs / name).symlink_to(shutil.which(name) or name)
    monkeypatch.setenv("PATH", str(programs))
    assert _commit(tmp_path / "work") == (
        1,
        "aftercare is not on the PATH: activate its environment, or skip this check: git commit --no-verify",
    )


def _commit(top: Path) -> tuple[int, str]:
    """Commit everything; give the exit code and what was said."""
    subprocess.run(["git", "add", "--all"], cwd=top, check=True, capture_output=True)
    done = subprocess.run(
        ["git", "commit", "--quiet", "--message", "m"], cwd=top, capture_output=True, text=True, check=False
    )
    return done.returncode, (done.stdout + done.stderr).strip()


@pytest.mark.usefixtures("own_git")
def test_a_folder_of_hooks_that_the_user_chose_is_left_alone(tmp_path: Path) -> None:
    root = tmp_path / "work"
    subprocess.run(["git", "init", "--quiet", root], check=True)
    subprocess.run(["git", "config", "core.hooksPath", tmp_path / "mine"], cwd=root, check=True)
    assert prepare_git(root) == ([], tmp_path / "mine/pre-commit")
    assert not (tmp_path / "mine").exists()


@pytest.mark.usefixtures("own_git")
def test_a_hook_that_is_there_is_kept(tmp_path: Path) -> None:
    root = tmp_path / "work"
    hook = root / ".git/hooks/pre-commit"
    subprocess.run(["git", "init", "--quiet", root], check=True)
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\n", encoding="utf-8")
    assert prepare_git(root) == ([], hook)
    assert hook.read_text(encoding="utf-8") == "#!/bin/sh\n"
