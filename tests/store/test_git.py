"""A command that writes can commit what it wrote, and nothing else."""

import subprocess
from pathlib import Path

import pytest

from aftercare_cli.store import git


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a workspace in a repository that knows nothing of the user's own settings."""
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in (
        ("GIT_CONFIG_GLOBAL", str(tmp_path / "no-config")),
        ("GIT_CONFIG_NOSYSTEM", "1"),
        ("GIT_CEILING_DIRECTORIES", str(tmp_path)),
        ("GIT_AUTHOR_NAME", "clerk-a"),
        ("GIT_AUTHOR_EMAIL", "clerk-a@example.com"),
        ("GIT_COMMITTER_NAME", "clerk-a"),
        ("GIT_COMMITTER_EMAIL", "clerk-a@example.com"),
        ("LC_ALL", "C"),
    ):
        monkeypatch.setenv(name, value)
    root = tmp_path / "work"
    (root / "records").mkdir(parents=True)
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", root], check=True)
    return root


def put(root: Path, name: str, content: str) -> str:
    (root / "records" / name).write_text(content, encoding="utf-8")
    return f"records/{name}"


def log(root: Path) -> str:
    return git.git(root, "log", "--format=%s", "--name-status")


def test_a_commit_holds_the_files_named_and_nothing_else(root: Path) -> None:
    first, second, other = (put(root, name, name) for name in ("a.yaml", "b.yaml", "c.yaml"))
    git.git(root, "add", "--", other)
    git.commit(root, [first, second], "T-20261122-7F3K: arrived")
    assert log(root) == "T-20261122-7F3K: arrived\n\nA\trecords/a.yaml\nA\trecords/b.yaml\n"
    assert git.git(root, "status", "--porcelain") == "A  records/c.yaml\n"


def test_what_is_staged_or_changed_otherwise_stays_so(root: Path) -> None:
    first, other = put(root, "a.yaml", "1"), put(root, "b.yaml", "1")
    git.commit(root, [first, other], "begin")
    put(root, "a.yaml", "2")
    put(root, "b.yaml", "2")
    git.git(root, "add", "--", other)
    put(root, "b.yaml", "3")
    git.commit(root, [first], "change")
    assert git.git(root, "status", "--porcelain") == "MM records/b.yaml\n"


def test_names_and_messages_are_no_options(root: Path) -> None:
    path = put(root, "--amend.yaml", "1")
    git.commit(root, [path], "--amend\n\n值班室 said: 'no'; rm -rf $HOME")
    assert git.git(root, "log", "--format=%B").strip() == "--amend\n\n值班室 said: 'no'; rm -rf $HOME"


def test_a_folder_that_is_no_repository_is_told(tmp_path: Path, root: Path) -> None:
    assert root.is_dir()
    with pytest.raises(git.GitError) as caught:
        git.commit(tmp_path, ["a.yaml"], "x")
    assert str(caught.value).startswith("git add failed: fatal: not a git repository")


def test_a_repository_of_somebody_else_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(git.GitError) as caught:
        git.commit(root, [put(root, "a.yaml", "1")], "x")
    assert str(caught.value) == f"git add failed: fatal: detected dubious ownership in repository at '{root}'"


def test_nothing_to_commit_is_told(root: Path) -> None:
    path = put(root, "a.yaml", "1")
    git.commit(root, [path], "begin")
    with pytest.raises(git.GitError) as caught:
        git.commit(root, [path], "again")
    assert str(caught.value) == "git commit failed: nothing to commit, working tree clean"


def test_an_ignored_file_is_told_without_gits_hints(root: Path) -> None:
    (root / ".gitignore").write_text("*.yaml\n", encoding="utf-8")
    with pytest.raises(git.GitError) as caught:
        git.commit(root, [put(root, "a.yaml", "1")], "x")
    assert str(caught.value) == "git add failed: records/a.yaml"


def test_a_hook_that_refuses_is_told(root: Path) -> None:
    hook = root / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho checking\necho 'records/a.yaml is wrong' >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    with pytest.raises(git.GitError) as caught:
        git.commit(root, [put(root, "a.yaml", "1")], "x")
    assert str(caught.value) == "git commit failed: records/a.yaml is wrong"


def test_a_merge_under_way_is_told(root: Path) -> None:
    path = put(root, "a.yaml", "1")
    git.commit(root, [path], "begin")
    (root / ".git/MERGE_HEAD").write_text(git.git(root, "rev-parse", "HEAD"), encoding="utf-8")
    put(root, "a.yaml", "2")
    with pytest.raises(git.GitError) as caught:
        git.commit(root, [path], "x")
    assert str(caught.value) == "git commit failed: fatal: cannot do a partial commit during a merge."


def test_git_that_says_nothing_is_told_by_its_exit_code(root: Path) -> None:
    with pytest.raises(git.GitError) as caught:
        git.git(root, "rev-parse", "--quiet", "--verify", "nothing")
    assert str(caught.value) == "git rev-parse failed: 1"


def test_missing_git_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(root))
    with pytest.raises(git.GitError) as caught:
        git.git(root, "status")
    assert (str(caught.value), str(caught.value.hint)) == (
        "git is not installed",
        "install Git, or leave out --commit",
    )
    assert caught.value.exit_code == 2
