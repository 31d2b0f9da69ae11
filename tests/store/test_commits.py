"""What Git says of records, and when it is not believed."""

import os
from pathlib import Path

import pytest

from aftercare_cli.store import commits
from aftercare_cli.store.commits import Look, State, begin, blob_of
from tests.cli.program import environment
from tests.cli.repository import Repository

pytestmark = pytest.mark.skipif(
    not hasattr(os, "posix_spawnp"), reason="Git is not asked where it cannot be started so"
)

ONE, TWO = "records/tickets/2026/06/one.yaml", "records/sites/two.yaml"
EMPTY = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"
"""Git's name for an empty file."""


@pytest.fixture(params=["", "sub/der"])
def root(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Give a workspace: a repository, or a folder of one."""
    return Path(tmp_path / "top", request.param)


@pytest.fixture
def repository(root: Path, tmp_path: Path) -> Repository:
    """Give its repository, in which two files are committed."""
    made = Repository(tmp_path / "top")
    for path in (ONE, TWO):
        (root / path).parent.mkdir(parents=True)
        (root / path).write_bytes(b"")
    save(made)
    return made


def save(repository: Repository) -> str:
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--allow-empty", "--message", "x")
    return repository.head()


def look(root: Path) -> Look:
    found = begin(root, environment())
    assert found is not None
    return found


def state(root: Path) -> State | None:
    found = look(root)
    try:
        return found.state()
    finally:
        found.close()


def test_a_clean_workspace_is_its_commit(repository: Repository, root: Path) -> None:
    assert state(root) == State(repository.head(), frozenset())
    found = look(root)
    assert found.blobs(repository.head()) == {ONE: EMPTY, TWO: EMPTY}
    assert found.looks_at_everything()
    assert found.index() is not None
    found.close()


def test_every_file_that_may_differ_is_named(repository: Repository, root: Path) -> None:
    (root / ONE).write_bytes(b"changed")
    (root / TWO).unlink()
    (repository.folder / ".git/info/exclude").write_text("*.ignored\n", encoding="utf-8")
    names = ["records/new.yaml", 'records/a "b"\nc.yaml', "records/x/y.ignored", "records/门.yaml"]
    for name in names:
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes(b"")
    (root / "beside.yaml").write_bytes(b"")
    repository.git("add", "-N", str(root / names[0]))
    assert state(root) == State(repository.head(), frozenset([ONE, TWO, *names]))


def test_a_merge_that_stopped_is_named(repository: Repository, root: Path) -> None:
    repository.git("checkout", "-qb", "other")
    (root / ONE).write_bytes(b"theirs")
    save(repository)
    repository.git("checkout", "-q", "main")
    (root / ONE).write_bytes(b"ours")
    head = save(repository)
    repository.git("-c", "alias.try=!git merge -q other || true", "try")
    assert state(root) == State(head, frozenset([ONE]))


def test_settings_of_users_hide_nothing(repository: Repository, root: Path) -> None:
    for name, value in (
        *(("status.showUntrackedFiles", "no"), ("status.relativePaths", "true"), ("status.showStash", "true")),
        *(("diff.relative", "true"), ("status.renames", "copies"), ("core.quotePath", "true"), ("color.ui", "always")),
        *(("core.ignoreCase", "true"), ("core.trustctime", "false"), ("core.checkStat", "minimal")),
        *(("core.fsmonitor", "false"), ("core.abbrev", "4"), ("core.autocrlf", "true")),
    ):
        repository.git("config", name, value)
    old = repository.head()
    (root / ONE).write_bytes(b"changed")
    new = save(repository)
    (root / TWO).rename(root / "records/sites/TWO.yaml")
    found = look(root)
    assert found.state() == State(new, frozenset([TWO, "records/sites/TWO.yaml"]))
    assert found.moved(old, new) == {ONE: blob_of(b"changed", EMPTY)}


def test_what_moved_between_commits_has_its_blob(repository: Repository, root: Path) -> None:
    old = repository.head()
    (root / ONE).write_bytes(b"changed")
    (root / TWO).unlink()
    (root / "records/link.yaml").symlink_to("nowhere")
    (root / "beside.yaml").write_bytes(b"")
    new = save(repository)
    found = look(root)
    found.close()
    assert found.moved(old, new) == {
        ONE: "21fb1eca31e64cd3914025058b21992ab76edcf9",
        TWO: "",
        "records/link.yaml": "",
    }
    assert found.moved("0" * 40, new) is None
    # A link is no plain file.
    assert found.blobs(new) == {ONE: "21fb1eca31e64cd3914025058b21992ab76edcf9"}
    assert found.blobs("0" * 40) is None


def test_a_content_has_git_s_name() -> None:
    assert blob_of(b"changed", EMPTY) == "21fb1eca31e64cd3914025058b21992ab76edcf9"
    assert blob_of(b"", "0" * 64) == "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813"


def test_before_the_first_commit_nothing_is_said(tmp_path: Path) -> None:
    (Repository(tmp_path).folder / "records").mkdir()
    assert state(tmp_path) is None


def test_where_git_keeps_nothing_it_is_not_asked(tmp_path: Path) -> None:
    assert begin(tmp_path, environment()) is None


def test_a_repository_within_is_not_looked_into(repository: Repository, root: Path) -> None:
    inner = Repository(root / "records/visits")
    (inner.folder / "a.yaml").write_bytes(b"")
    save(inner)
    found = state(root)
    assert found is not None
    assert found.unsure == {"records/visits/"}
    repository.git("add", "--all")
    assert state(root) is None


@pytest.mark.parametrize("words", ["--assume-unchanged", "--skip-worktree"])
def test_what_git_was_told_to_skip_is_not_looked_at(repository: Repository, root: Path, words: str) -> None:
    before = look(root)
    repository.git("update-index", words, str(root / ONE))
    assert before.state() is not None
    # It changed since Git began to look.
    assert before.index() is None
    after = look(root)
    after.close()
    assert not after.looks_at_everything()
    assert after.index() is not None


@pytest.mark.parametrize("place", [".gitattributes", ".git/info/attributes"])
@pytest.mark.parametrize(
    ("line", "is_believed"),
    [
        ("* text=auto eol=lf merge=records", True),
        *((f"{pattern} filter=x", True) for pattern in ("*.jpg", "records/attachments/**", "# *", "/photos/*.png")),
        *((f"{pattern}\tfilter=x", False) for pattern in ("*", "*.yaml", "*.[y]aml", '"*.jpg"', "[attr]a.b", "*.csv")),
        *((f"*.yaml {word}", False) for word in ("ident", "working-tree-encoding=UTF-16")),
    ],
)
def test_files_that_git_would_change_are_not_believed(
    repository: Repository, root: Path, place: str, line: str, *, is_believed: bool
) -> None:
    (repository.folder / place).parent.mkdir(exist_ok=True)
    (repository.folder / place).write_text(f"{line}\n", encoding="utf-8")
    assert (state(root) is not None) == is_believed


def test_attributes_that_are_gone_still_hold(repository: Repository, root: Path) -> None:
    (repository.folder / ".gitattributes").write_text("* filter=x\n", encoding="utf-8")
    save(repository)
    (repository.folder / ".gitattributes").unlink()
    assert state(root) is None


@pytest.mark.parametrize(
    ("says", "is_believed"),
    [
        ("printf '# branch.oid 01ab\\0'", True),
        ("printf '# branch.oid 01ab\\0'; exit 1", False),
        ("printf '# branch.oid 01ab\\0'; echo 'could not open a folder' >&2", False),
        ("printf '# branch.oid 01ab\\0! recordsbeside\\0x'; kill -9 $$", False),
        ("printf '# branch.oid 01ab\\0? elsewhere/a.yaml\\0'", False),
        ("printf '# branch.oid 01ab\\0002 R. something new\\0'", False),
        ("printf '# branch.oid (initial)\\0'", False),
        ("i=0; while [ $i -lt 9000 ]; do echo 'warning: a long complaint' >&2; i=$((i+1)); done", False),
    ],
)
def test_a_git_that_complains_or_says_something_new_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, says: str, *, is_believed: bool
) -> None:
    (tmp_path / "work/.git").mkdir(parents=True)
    git = tmp_path / "git"
    git.write_text(f"#!/bin/sh\n{says}\n", encoding="utf-8")
    git.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    found = begin(tmp_path / "work", dict(os.environ))
    assert found is not None
    assert found.state() == (State("01ab", frozenset()) if is_believed else None)


def test_without_git_nothing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.setenv("PATH", "/nowhere")
    assert begin(tmp_path, dict(os.environ)) is None


def test_the_environment_names_no_other_repository(repository: Repository, root: Path) -> None:
    found = begin(root, environment(GIT_DIR="/nowhere", GIT_INDEX_FILE="/nowhere", GIT_WORK_TREE="/nowhere"))
    assert found is not None
    assert found.state() == State(repository.head(), frozenset())


def test_a_worktree_has_its_own_index(repository: Repository, root: Path, tmp_path: Path) -> None:
    repository.git("worktree", "add", "-q", "--detach", str(tmp_path / "tree"))
    found = look(tmp_path / "tree" / root.relative_to(repository.folder))
    assert found.state() == State(repository.head(), frozenset())
    assert found.index() is not None


def test_only_a_file_of_an_earlier_second_is_old(
    repository: Repository, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert repository.head()
    status = (root / ONE).stat()
    second = int(status.st_ctime)
    found = look(root)
    found.close()
    process = found._process  # noqa: SLF001 - the clock that is asked when Git begins
    for begun, is_old in ((second - 1, False), (second, False), (second + 1, True)):
        monkeypatch.setattr(process, "begun", begun)
        assert found.is_old(status) is is_old


@pytest.mark.parametrize(
    ("text", "expected"), [("gitdir: inner\n", "inner"), ("gitdir: nowhere\n", None), ("\0\xff", None)]
)
def test_a_file_may_say_where_git_keeps_what_it_knows(tmp_path: Path, text: str, expected: str | None) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / ".git").write_text(text, encoding="utf-8")
    assert [git for top, git in commits.repositories(tmp_path) if top == tmp_path] == (
        [tmp_path / expected] if expected else []
    )
