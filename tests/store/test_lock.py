"""One process writes at a time, and nothing that dies keeps the lock."""

import errno
import os
import socket
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import Mock

import pytest

from aftercare_cli.model.errors import AftercareError
from aftercare_cli.store import lock

NOW = "2026-11-22T09:12:00+08:00"
# Takes the lock, says so, and keeps it until something comes on its input.
HOLDER = """
    import sys
    from pathlib import Path
    from aftercare_cli.store.lock import writing

    with writing(Path(sys.argv[1]), sys.argv[2]):
        print("held", flush=True)
        sys.stdin.read(1)
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "records").mkdir()
    return tmp_path


@contextmanager
def holder(root: Path) -> Iterator[subprocess.Popen[str]]:
    """Give another process that holds the lock."""
    command = [sys.executable, "-c", textwrap.dedent(HOLDER), str(root), NOW]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        if process.poll() is None:
            process.communicate("x")


def said(error: AftercareError) -> tuple[str, str]:
    return str(error), str(error.hint)


def never(_: float) -> None:
    pytest.fail("nobody holds the lock, so nothing has to wait")


def test_a_free_lock_is_taken_at_once(root: Path) -> None:
    for _ in range(2):
        with lock.writing(root, NOW, 0, never):
            assert (root / "records" / lock.LOCK_NAME).read_text() == f"{os.getpid()} {socket.gethostname()} {NOW}\n"
        assert (root / "records" / lock.LOCK_NAME).read_text() == ""


@pytest.mark.parametrize(
    ("error", "is_kept"), [(AftercareError, False), (ZeroDivisionError, True), (KeyboardInterrupt, True)]
)
def test_the_note_stays_where_something_may_be_left(
    root: Path,
    error: type[BaseException],
    is_kept: bool,  # noqa: FBT001 - a case
) -> None:
    with pytest.raises(error), lock.writing(root, NOW, 0, never):
        raise error(NOW)
    assert ((root / "records" / lock.LOCK_NAME).read_text() != "") == is_kept


def test_the_holder_is_known(root: Path) -> None:
    assert lock.holder(root) is None
    with holder(root) as other:
        assert lock.holder(root) == f"{other.pid} {socket.gethostname()} {NOW}"
    assert lock.holder(root) is None


def test_a_second_process_is_told_who_holds_the_lock(root: Path) -> None:
    waits: list[float] = []
    with holder(root) as other:
        with pytest.raises(lock.LockHeldError) as caught, lock.writing(root, "later", 1, waits.append):
            pytest.fail("the lock was given twice")
        assert said(caught.value) == (
            f"another process is writing: {other.pid} on {socket.gethostname()}, since {NOW}",
            "try again when it is done; the lock goes with the process",
        )
        assert caught.value.exit_code == 2
    assert sum(waits) == pytest.approx(1, abs=0.06)
    with lock.writing(root, NOW, 0, never):
        pass


def test_a_second_process_waits_until_the_first_is_done(root: Path) -> None:
    waits: list[float] = []
    with holder(root) as other:

        def release(seconds: float) -> None:
            waits.append(seconds)
            if len(waits) == 3:
                other.communicate("x")

        with lock.writing(root, "later", 10, release):
            assert (root / "records" / lock.LOCK_NAME).read_text().endswith(" later\n")
    assert len(waits) == 3


def test_a_killed_holder_frees_the_lock(root: Path) -> None:
    with holder(root) as other:
        other.kill()
        other.wait()
        with lock.writing(root, NOW, 0, never):
            pass


def test_an_error_inside_frees_the_lock(root: Path) -> None:
    with pytest.raises(ZeroDivisionError), lock.writing(root, NOW, 0, never):
        raise ZeroDivisionError
    with lock.writing(root, NOW, 0, never):
        pass


def test_what_the_lock_file_held_before_does_not_matter(root: Path) -> None:
    file = root / "records" / lock.LOCK_NAME
    file.write_bytes(b"1 gone-host 1999-01-01T00:00:00+00:00\n" * 100)
    with lock.writing(root, NOW, 0, never):
        assert file.read_text() == f"{os.getpid()} {socket.gethostname()} {NOW}\n"


@pytest.mark.parametrize(("content", "shown"), [(b"", "? on ?, since ?"), (b"\xff 5", "\ufffd on 5, since ?")])
def test_a_holder_that_left_no_word_is_told_as_unknown(root: Path, content: bytes, shown: str) -> None:
    with holder(root):
        (root / "records" / lock.LOCK_NAME).write_bytes(content)
        with pytest.raises(lock.LockHeldError) as caught, lock.writing(root, "later", 0):
            pytest.fail("the lock was given twice")
    assert str(caught.value) == f"another process is writing: {shown}"


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOTSUP, errno.EIO])
def test_a_file_system_that_cannot_lock_is_said_plainly(
    root: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    fcntl = pytest.importorskip("fcntl", reason="Windows locks by other means")
    monkeypatch.setattr(fcntl, "flock", Mock(side_effect=OSError(number, os.strerror(number))))
    with pytest.raises(lock.NoLockError) as caught, lock.writing(root, NOW, 10, never):
        pytest.fail("nothing may be written without a lock")
    assert said(caught.value) == (
        f"the file system cannot lock files: {os.strerror(number)}",
        "keep the workspace on a local disk and share it with Git",
    )


def test_a_full_disk_does_not_keep_the_lock_from_being_taken(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "write", Mock(side_effect=OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))))
    with lock.writing(root, NOW, 0, never):
        assert (root / "records" / lock.LOCK_NAME).read_bytes() == b""


def test_records_that_cannot_be_written_are_told(tmp_path: Path) -> None:
    with pytest.raises(lock.NoLockError) as caught, lock.writing(tmp_path, NOW, 10, never):
        pytest.fail("there is no records/")
    assert said(caught.value) == (
        "records/ cannot be written: No such file or directory",
        "check the folder's permissions and whether the disk is mounted read-only",
    )


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write whatever the mode says")
def test_a_read_only_folder_is_told(root: Path) -> None:
    (root / "records").chmod(0o555)
    with pytest.raises(lock.NoLockError) as caught, lock.writing(root, NOW, 10, never):
        pytest.fail("nothing may be written without a lock")
    assert str(caught.value) == "records/ cannot be written: Permission denied"


def test_no_descriptor_stays_open(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    free = os.open(root, os.O_RDONLY)
    os.close(free)
    with lock.writing(root, NOW, 0, never):
        pass
    monkeypatch.setattr(lock, "_lock", Mock(side_effect=OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))))
    with pytest.raises(lock.NoLockError), lock.writing(root, NOW, 0, never):
        pass
    again = os.open(root, os.O_RDONLY)
    os.close(again)
    assert again == free
