"""One writer at a time, by a lock of the operating system that vanishes with the process that holds it.

Whoever holds it is noted in its file, and takes the note away when done. Where one is found, its writer was killed:
what it left is removed first, so that in all other cases nobody has to look for such files.
"""

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
from aftercare_cli.store import temporaries

LOCK_NAME: Final = ".aftercare.lock"
PATIENCE_SECONDS: Final = 10.0
_PAUSE_SECONDS: Final = 0.05
_NOTE_LIMIT: Final = 200

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
        was_killed = bool(_noted(descriptor))
        _note(descriptor, f"{os.getpid()} {platform.node()} {now}\n".encode())
        if was_killed:
            temporaries.remove(root)
        try:
            yield
        except AftercareError:
            _note(descriptor, b"")
            raise
        # After anything else, an interruption above all, the next writer looks for what may have been left.
        _note(descriptor, b"")
    finally:
        os.close(descriptor)


def holder(root: Path) -> str | None:
    """Give what stands in the lock that another process holds; None where nobody holds it."""
    try:
        import fcntl  # noqa: PLC0415 - not on Windows
    except ModuleNotFoundError:
        return None
    try:
        descriptor = os.open(root / "records" / LOCK_NAME, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return _noted(descriptor).strip() or "?"
    else:
        return None
    finally:
        os.close(descriptor)


def abandoned(root: Path) -> list[str]:
    """Give the temporary files among the records whose writer is dead, relative to the workspace.

    They are looked for first: what was there before the lock was seen free, and is there still, is nobody's.
    """
    found = list(temporaries.found(root))
    if not found or holder(root) is not None:
        return []
    return [path for path in found if os.path.lexists(root / path)]


def _note(descriptor: int, text: bytes) -> None:
    """Put a note into the lock's file; where that cannot be done, the lock holds all the same.

    The file is never empty in between: a writer that is killed there would not be noticed.
    """
    with contextlib.suppress(OSError):
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, text)
        os.ftruncate(descriptor, len(text))


def _noted(descriptor: int) -> str:
    os.lseek(descriptor, 0, os.SEEK_SET)
    return os.read(descriptor, _NOTE_LIMIT).decode(errors="replace")


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
                pid, host, since = (*_noted(descriptor).split(), "?", "?", "?")[:3]
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
