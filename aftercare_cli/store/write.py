"""Writing a file so that it is the old one or the new one, whatever happens in between."""

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.text import say

_NO_FOLDER_SYNC: Final = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP})


class WriteError(AftercareError):
    """A file that could not be written; what was there is untouched, unless the sentence says otherwise."""


class ChangedError(AftercareError):
    """A file that somebody changed between our reading and our writing."""


class ExistsError(AftercareError):
    """A new file whose name is taken."""


def replace(root: Path, path: str, before: bytes, after: bytes) -> None:
    """Put `after` in the place of a file that was read as `before`.

    Raises ChangedError where it holds something else by now, WriteError where it cannot be written.
    """
    target = root / path
    try:
        status = target.lstat()
        if not stat.S_ISREG(status.st_mode) or not os.access(target, os.W_OK):
            hint = say("check who owns it and whether it is read-only")
            raise WriteError(say("{path} may not be written", path=path), hint)
        with _finished(target, after, status.st_mode & 0o7777) as temporary:
            if target.read_bytes() != before:
                hint = say("nothing was written: run the command again")
                raise ChangedError(say("{path} was changed by somebody else in the meantime", path=path), hint)
            temporary.replace(target)
    except OSError as error:
        raise _failed(path, error) from None
    _sync_folder(target.parent, path)


def create(root: Path, path: str, content: bytes) -> None:
    """Write a new file, and the folders it needs; raises ExistsError where the name is taken, WriteError."""
    target = root / path
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _finished(target, content, None) as temporary:
            _link(temporary, target, path)
    except OSError as error:
        raise _failed(path, error) from None
    _sync_folder(target.parent, path)


def _link(temporary: Path, target: Path, path: str) -> None:
    """Give the finished file its name: a link is made or refused in one step, where renaming would overwrite."""
    try:
        target.hardlink_to(temporary)
    except FileExistsError:
        raise ExistsError(say("{path} exists already", path=path), say("nothing was written")) from None


@contextlib.contextmanager
def _finished(target: Path, content: bytes, mode: int | None) -> Iterator[Path]:
    """Give a temporary file beside `target` that holds `content` on disk; it is gone afterwards."""
    temporary = target.with_name(f".{target.name}.{os.urandom(4).hex()}.tmp")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        try:
            if mode is not None and hasattr(os, "fchmod"):
                os.fchmod(descriptor, mode)
            view = memoryview(content)
            while view:
                view = view[os.write(descriptor, view) :]
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        yield temporary
    finally:
        with contextlib.suppress(OSError):  # gone already, or a hidden file that no command reads
            temporary.unlink()


def _sync_folder(folder: Path, path: str) -> None:
    """Make the new name last; some file systems cannot, and say so with EINVAL or ENOTSUP. The file is in place."""
    if os.name == "nt":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise WriteError(
                say("{path} was written, but may not outlast a power cut: {reason}", path=path, reason=error.strerror),
                say("look at the file and at the disk before you write again"),
            ) from None


def _failed(path: str, error: OSError) -> WriteError:
    return WriteError(
        say("{path} could not be written: {reason}", path=path, reason=error.strerror),
        say("nothing was changed; make room or check permissions, then run the command again"),
    )
