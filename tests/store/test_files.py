"""Only regular files of a sensible size are read, and nothing can make reading wait."""

import contextlib
import os
import socket
from functools import partial
from pathlib import Path
from unittest.mock import Mock

import pytest

from aftercare_cli.store.files import RECORD_LIMIT, UnreadableError, read_bytes
from tests.store.telling import Told, refused

NOT_A_FILE = Told("not-a-file", 0, 0, "is not a regular file", "records are plain files: move it out of records/")


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    for content in (b"", b"a: b\n", bytes(range(256)) * 1000, b"x" * RECORD_LIMIT):
        (tmp_path / "a.yaml").write_bytes(content)
        assert read_bytes(str(tmp_path), "a.yaml", RECORD_LIMIT) == content


def test_a_link_to_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"a: b\n")
    (tmp_path / "b.yaml").symlink_to("a.yaml")
    assert read_bytes(str(tmp_path), "b.yaml", RECORD_LIMIT) == b"a: b\n"


def test_a_file_above_the_limit_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"x" * 11)
    assert refused(lambda: read_bytes(str(tmp_path), "a.yaml", 10)) == [
        Told(
            "too-large",
            0,
            0,
            "has 11 bytes, more than the 10 a record may have",
            "keep photographs and scans in records/attachments/",
        )
    ]
    with (tmp_path / "huge.yaml").open("wb") as huge:
        huge.truncate(50 << 20)
    (found,) = refused(lambda: read_bytes(str(tmp_path), "huge.yaml", RECORD_LIMIT))
    assert found.sentence == "has 52428800 bytes, more than the 1048576 a record may have"


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"x")
    read = os.read

    def grow(descriptor: int, size: int) -> bytes:
        data = read(descriptor, size)
        with path.open("ab") as file:
            file.write(b"xxxx")
        return data

    monkeypatch.setattr(os, "read", grow)
    assert refused(lambda: read_bytes(str(tmp_path), "a.yaml", 10)) == [
        Told("too-large", 0, 0, "grows while it is read")
    ]


def test_short_reads_are_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.yaml").write_bytes(b"0123456789")
    read = os.read
    monkeypatch.setattr(os, "read", lambda descriptor, size: read(descriptor, min(size, 3)))
    assert read_bytes(str(tmp_path), "a.yaml", 10) == b"0123456789"


def test_a_disk_error_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.yaml").write_bytes(b"a: b\n")

    monkeypatch.setattr(os, "read", Mock(side_effect=OSError(5, "Input/output error")))
    assert refused(lambda: read_bytes(str(tmp_path), "a.yaml", 10)) == [
        Told("unreadable-file", 0, 0, "cannot be read: Input/output error")
    ]


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "dangling.yaml").symlink_to("nowhere.yaml")
    (tmp_path / "file").touch()
    for path, reason in (
        ("missing.yaml", "No such file or directory"),
        ("dangling.yaml", "No such file or directory"),
        ("no/such/folder.yaml", "No such file or directory"),
        ("file/below.yaml", "Not a directory"),
    ):
        assert refused(partial(read_bytes, str(tmp_path), path, 10)) == [
            Told("unreadable-file", 0, 0, f"cannot be read: {reason}")
        ]


def test_a_link_to_itself_is_told(tmp_path: Path) -> None:
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    (found,) = refused(lambda: read_bytes(str(tmp_path), "loop.yaml", 10))
    assert found.code == "unreadable-file"


def test_a_folder_is_no_record(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").mkdir()
    assert refused(lambda: read_bytes(str(tmp_path), "a.yaml", 10)) == [NOT_A_FILE]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_without_a_writer_does_not_hold_the_program(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.yaml")
    assert refused(lambda: read_bytes(str(tmp_path), "a.yaml", 10)) == [NOT_A_FILE]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no device files")
def test_a_device_is_no_record(tmp_path: Path) -> None:
    for device in ("/dev/null", "/dev/zero"):
        link = tmp_path / "a.yaml"
        link.symlink_to(device)
        assert refused(lambda: read_bytes(str(tmp_path), "a.yaml", 10)) == [NOT_A_FILE]
        link.unlink()


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="the system has no sockets in the file system")
def test_a_socket_is_no_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a socket has to be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("a.yaml")
        (found,) = refused(lambda: read_bytes(str(tmp_path), "a.yaml", 10))
    assert found.code == "unreadable-file"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read whatever the mode says")
def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").touch(mode=0)
    assert refused(lambda: read_bytes(str(tmp_path), "a.yaml", 10)) == [
        Told("unreadable-file", 0, 0, "cannot be read: Permission denied")
    ]


def test_no_descriptor_stays_open(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"x" * 11)
    (tmp_path / "folder.yaml").mkdir()
    free = os.open(tmp_path, os.O_RDONLY)
    os.close(free)
    for path, limit in (("a.yaml", 100), ("a.yaml", 10), ("folder.yaml", 10), ("missing.yaml", 10)):
        with contextlib.suppress(UnreadableError):
            read_bytes(str(tmp_path), path, limit)
    again = os.open(tmp_path, os.O_RDONLY)
    os.close(again)
    assert again == free
