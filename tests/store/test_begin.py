"""A new workspace is complete, right, and takes nobody's place."""

import subprocess
from pathlib import Path

import pytest

from aftercare_cli.model.vocabulary import Language
from aftercare_cli.store.begin import GITATTRIBUTES, GITIGNORE, WorkspaceExistsError, begin, prepare_git
from aftercare_cli.store.workspace import Workspace


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_example_is_a_workspace_without_fault(tmp_path: Path, language: Language) -> None:
    root = tmp_path / "new/work"
    written = begin(root, language, is_example=True)
    assert written[-2:] == [".gitattributes", ".gitignore"]
    assert sorted(written) == sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    workspace = Workspace(root)
    workspace.load_everything()
    assert workspace.findings == []
    assert workspace.settings.language == language
    assert workspace.tickets


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_without_the_example_there_is_one_record(tmp_path: Path, language: Language) -> None:
    assert begin(tmp_path, language, is_example=False) == ["records/aftercare.yaml", ".gitattributes", ".gitignore"]
    assert Workspace(tmp_path).settings.language == language
    assert (tmp_path / ".gitignore").read_text(encoding="utf-8") == GITIGNORE
    assert (tmp_path / ".gitattributes").read_text(encoding="utf-8") == GITATTRIBUTES


def test_a_workspace_is_not_begun_twice(tmp_path: Path) -> None:
    begin(tmp_path, "en", is_example=False)
    with pytest.raises(WorkspaceExistsError) as caught:
        begin(tmp_path, "en", is_example=True)
    assert (str(caught.value), str(caught.value.hint)) == (
        f"{tmp_path} is a workspace already",
        "nothing was written; aftercare check looks at it",
    )


def test_what_git_was_told_before_is_kept(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine\n", encoding="utf-8")
    assert begin(tmp_path, "en", is_example=False) == ["records/aftercare.yaml", ".gitattributes"]
    assert (tmp_path / ".gitignore").read_text(encoding="utf-8") == "mine\n"


def test_git_is_prepared_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "no-config"))
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)
    root = tmp_path / "work"
    begin(root, "en", is_example=True)
    assert prepare_git(root) == [".git", "pre-commit"]
    assert prepare_git(root) == []
    hook = root / ".git/hooks/pre-commit"
    assert hook.read_text(encoding="utf-8").endswith("\nexec aftercare check\n")
    assert hook.stat().st_mode & 0o111
    for name in (".aftercare.lock", "tickets/2026/.T-20261122-7F3K.yaml.12345678.tmp"):
        (root / "records" / name).touch()
    status = ["git", "status", "--porcelain", "--untracked-files=all"]
    shown = subprocess.run(status, cwd=root, capture_output=True, text=True, check=True).stdout.split()
    assert "records/aftercare.yaml" in shown
    assert not [path for path in shown if path.endswith((".lock", ".tmp"))]


def test_a_hook_that_is_there_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "no-config"))
    root = tmp_path / "work"
    hook = root / ".git/hooks/pre-commit"
    subprocess.run(["git", "init", "--quiet", root], check=True)
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\n", encoding="utf-8")
    assert prepare_git(root) == []
    assert hook.read_text(encoding="utf-8") == "#!/bin/sh\n"
