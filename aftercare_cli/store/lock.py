"""One writer at a time, by a lock of the operating system that vanishes with the process that holds it."""

import contextlib
import errno
import os
import platform
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.text import say

LOCK_NAME: Final = ".aftercare.lock"
PATIENCE_SECONDS: Final = 10.0
_PAUSE_SECONDS: Final = 0.05


_OPENING: Final = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)


class LockHeldError(AftercareError):
    """Another process is writing, and went on for longer than we waited."""


class NoLockError(AftercareError):
    """The file system cannot lock, so writing would not be safe."""


@contextlib.contextmanager
def writing(
    root: Path, now: str, patience: float = PATIENCE_SECONDS, wait: Callable[[float], None] = time.sleep
) -> Iterator[None]:
    """Hold the workspace's write lock; `now` is noted in it for whoever has to wait.

    Raises LockHeldError after `patience` seconds, NoLockError where the file system does not lock.
    """
    path = root / "records" / LOCK_NAME
    try:
        # Never through a link, which a repository could carry: what it leads to would be overwritten.
        if path.is_symlink() or (path.exists() and not path.is_file()):
            raise NoLockError(say("{path} is not a plain file", path=f"records/{LOCK_NAME}"), say("delete it"))
        descriptor = os.open(path, _OPENING, 0o666)
    except OSError as error:
        raise NoLockError(
            say("records/ cannot be written: {reason}", reason=error.strerror),
            say("check the folder's permissions and whether the disk is mounted read-only"),
        ) from None
    try:
        _acquire(descriptor, patience, wait)
        # Who waits is told who holds the lock; where that cannot be noted, the lock holds all the same.
        with contextlib.suppress(OSError):
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()} {platform.node()} {now}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, patience: float, wait: Callable[[float], None]) -> None:
    waited = 0.0
    while True:
        try:
            _lock(descriptor)
        except OSError as error:
            if error.errno not in {errno.EAGAIN, errno.EACCES, errno.EDEADLK}:
                raise NoLockError(
                    say("the file system cannot lock files: {reason}", reason=error.strerror),
                    say("keep the workspace on a local disk and share it with Git"),
                ) from None
            if waited >= patience:
                holder = os.pread(descriptor, 200, 0).decode(errors="replace").split()
                pid, host, since = (*holder, "?", "?", "?")[:3]
                raise LockHeldError(
                    say("another process is writing: {pid} on {host}, since {since}", pid=pid, host=host, since=since),
                    say("try again when it is done; the lock goes with the process"),
                ) from None
            wait(_PAUSE_SECONDS)
            waited += _PAUSE_SECONDS
        else:
            return


def _lock(descriptor: int) -> None:
    try:
        import fcntl  # noqa: PLC0415 - not on Windows
    except ModuleNotFoundError:
        import msvcrt  # noqa: PLC0415 - only on Windows

        os.lseek(descriptor, 1 << 20, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
