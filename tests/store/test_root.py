"""A workspace is found from anywhere inside it, and never by accident."""

from pathlib import Path

import pytest

from aftercare_cli.store.root import NoWorkspaceError, find_root


def workspace(folder: Path) -> Path:
    (folder / "records").mkdir(parents=True)
    (folder / "records/aftercare.yaml").touch()
    return folder


def refusal(start: Path, named: str | None = None) -> tuple[str, str]:
    with pytest.raises(NoWorkspaceError) as caught:
        find_root(start, named)
    assert caught.value.exit_code == 2
    return str(caught.value), str(caught.value.hint)


def test_the_search_goes_upward(tmp_path: Path) -> None:
    root = workspace(tmp_path / "work")
    deep = root / "records/tickets/2026/11"
    deep.mkdir(parents=True)
    for start in (root, root / "records", deep):
        assert find_root(start) == root.resolve()


def test_the_nearest_workspace_is_taken(tmp_path: Path) -> None:
    workspace(tmp_path)
    inner = workspace(tmp_path / "projects/inner")
    assert find_root(inner / "records") == inner.resolve()
    assert find_root(tmp_path / "projects") == tmp_path.resolve()


@pytest.mark.parametrize("is_worktree", [False, True])
def test_the_search_stops_at_the_top_of_a_repository(tmp_path: Path, *, is_worktree: bool) -> None:
    workspace(tmp_path)
    repository = tmp_path / "other"
    (repository / "src").mkdir(parents=True)
    if is_worktree:
        (repository / ".git").write_text("gitdir: elsewhere\n", encoding="utf-8")
    else:
        (repository / ".git").mkdir()
    for start in (repository, repository / "src"):
        assert refusal(start) == (
            f"no workspace here: records/aftercare.yaml is not in {start} or a folder above it",
            "go to a workspace, name one with --root DIR, or begin one with: aftercare init",
        )


def test_a_workspace_at_the_top_of_a_repository_is_found(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    (root / ".git").mkdir()
    assert find_root(root / "records") == root.resolve()


def test_the_search_ends_at_the_top_of_the_file_system(tmp_path: Path) -> None:
    top = Path(tmp_path.anchor)
    assert refusal(top)[0] == f"no workspace here: records/aftercare.yaml is not in {top} or a folder above it"


def test_a_named_workspace_is_taken_as_it_is(tmp_path: Path) -> None:
    root = workspace(tmp_path / "ws")
    workspace(tmp_path / "other")
    for named in (str(root), "ws", "./ws/", "other/../ws"):
        assert find_root(tmp_path, named) == root.resolve()
    assert find_root(root / "records", "..") == root.resolve()


def test_a_named_folder_is_not_searched_upward(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    (root / "below").mkdir()
    for named in ("below", "missing", "records", "records/aftercare.yaml"):
        assert refusal(root, named) == (
            f"{named} is no workspace: it has no records/aftercare.yaml",
            f"name the folder above records/, or begin one with: aftercare init {named}",
        )


def test_a_marker_that_is_no_file_marks_nothing(tmp_path: Path) -> None:
    (tmp_path / "records/aftercare.yaml").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    refusal(tmp_path)
    (tmp_path / "records/aftercare.yaml").rmdir()
    (tmp_path / "records/aftercare.yaml").symlink_to("nowhere")
    refusal(tmp_path)


def test_a_workspace_is_found_through_a_link(tmp_path: Path) -> None:
    root = workspace(tmp_path / "work")
    (tmp_path / "link").symlink_to("work")
    assert find_root(tmp_path / "link/records") == root.resolve()
    assert find_root(tmp_path, "link") == root.resolve()
