"""Folders of tickets and visits hold plain files only, or it is noticed; what has not changed is not listed again."""

import os
from pathlib import Path

import pytest

from aftercare_cli.store.irregular import folders_now, is_regular

MAY, JUNE, VISITS = "records/tickets/2026/05", "records/tickets/2026/06", "records/visits/2026"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for folder in (MAY, JUNE, VISITS, "records/tickets/2026/.kept", "records/sites"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "a.yaml").write_bytes(b"")
    return tmp_path


def test_plain_files_are_regular(root: Path) -> None:
    (root / MAY / "notes").mkdir()
    (root / MAY / ".hidden.yaml").mkdir()
    assert is_regular(str(root), {})
    found = folders_now(str(root), lambda _: True)
    assert set(found) == {MAY, JUNE, VISITS}
    assert is_regular(str(root), found)
    assert folders_now(str(root), lambda _: False) == {}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
@pytest.mark.parametrize("folder", [MAY, VISITS])
def test_what_is_no_plain_file_is_noticed(root: Path, folder: str) -> None:
    for path in (root / folder / "b.yaml", root / "records/tickets/2027/01/b.yaml"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir()
        assert not is_regular(str(root), {})
        path.rmdir()
        os.mkfifo(path)
        assert not is_regular(str(root), {})
        path.unlink()
        path.symlink_to(root / MAY / "a.yaml")
        assert not is_regular(str(root), {})
        path.unlink()
        assert is_regular(str(root), {})


def test_a_folder_that_is_as_it_was_is_not_listed(root: Path) -> None:
    (root / MAY / "b.yaml").mkdir()
    assert is_regular(str(root), folders_now(str(root), lambda _: True))


def test_a_folder_that_cannot_be_listed_is_not_regular(root: Path) -> None:
    (root / "records/visits").rename(root / "elsewhere")
    assert is_regular(str(root), {})
    (root / "records/visits").write_bytes(b"")
    assert not is_regular(str(root), {})
    assert folders_now(str(root), lambda _: True).keys() == {MAY, JUNE}
