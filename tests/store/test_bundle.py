"""A folder of files: there as a whole, or not at all."""

import os
from pathlib import Path

import pytest

from aftercare_cli.store.bundle import BundleError, refuse_taken, write_archive, write_folder

FILES = {"a.txt": b"one", "sums": b"0  a.txt\n"}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_new_folder_holds_the_files_and_leaves_nothing_beside(tmp_path: Path) -> None:
    write_folder(tmp_path / "set", FILES, "sums", force=False)
    assert contents(tmp_path) == {"set/a.txt": b"one", "set/sums": b"0  a.txt\n"}


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "set").mkdir()
    write_folder(tmp_path / "set", FILES, "sums", force=False)
    assert contents(tmp_path / "set") == FILES


def test_a_folder_that_holds_something_is_refused(tmp_path: Path) -> None:
    write_folder(tmp_path / "set", FILES, "sums", force=False)
    with pytest.raises(BundleError, match="is not empty"):
        write_folder(tmp_path / "set", {"b.txt": b"two"}, "sums", force=False)
    assert contents(tmp_path / "set") == FILES


def test_a_set_built_before_is_written_over_as_a_whole(tmp_path: Path) -> None:
    write_folder(tmp_path / "set", FILES, "sums", force=False)
    write_folder(tmp_path / "set", {"b.txt": b"two", "sums": b"0  b.txt\n"}, "sums", force=True)
    assert contents(tmp_path) == {"set/b.txt": b"two", "set/sums": b"0  b.txt\n"}


@pytest.mark.parametrize("strange", ["notes.txt", "sub/notes.txt", ".git/config"])
def test_what_is_no_part_of_a_set_is_never_given_up(tmp_path: Path, strange: str) -> None:
    write_folder(tmp_path / "set", FILES, "sums", force=False)
    (tmp_path / "set" / strange).parent.mkdir(exist_ok=True)
    (tmp_path / "set" / strange).write_bytes(b"mine")
    with pytest.raises(BundleError, match="holds what is no part of a set"):
        write_folder(tmp_path / "set", FILES, "sums", force=True)
    assert contents(tmp_path / "set")[strange] == b"mine"


def test_any_other_folder_is_never_given_up(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter").write_bytes(b"mine")
    with pytest.raises(BundleError, match="holds what is no part of a set: letter"):
        write_folder(tmp_path / "home", FILES, "sums", force=True)


def test_a_file_a_link_and_a_missing_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"mine")
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    for place, reason in (("file", "is no folder"), ("link", "is no folder"), ("no/where", "there is no folder")):
        with pytest.raises(BundleError, match=reason):
            refuse_taken(tmp_path / place, "sums", force=True)


def test_a_failure_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_folder(tmp_path / "set", FILES, "sums", force=False)

    def fail(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(BundleError, match="No space left on device"):
        write_folder(tmp_path / "set", {"b.txt": b"two"}, "sums", force=True)
    assert contents(tmp_path) == {"set/a.txt": b"one", "set/sums": b"0  a.txt\n"}


def test_an_archive_is_written_over_only_when_told(tmp_path: Path) -> None:
    write_archive(tmp_path / "set.zip", b"one", force=False)
    with pytest.raises(BundleError, match="exists already"):
        write_archive(tmp_path / "set.zip", b"two", force=False)
    write_archive(tmp_path / "set.zip", b"two", force=True)
    assert contents(tmp_path) == {"set.zip": b"two"}
