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
from aftercare_cli.store import temporaries

_NO_FOLDER_SYNC: Final = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP})
_NO_LINKS: Final = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS})


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
        with _finished(target, after, status) as temporary:
            if target.read_bytes() != before:
                hint = say("nothing was written: run the command again")
                raise ChangedError(say("{path} was changed by somebody else in the meantime", path=path), hint)
            temporary.replace(target)
    except OSError as error:
        raise _failed(path, error) from None
    _keep_name(target, path)


def create(root: Path, path: str, content: bytes) -> None:
    """Write a new file, and the folders it needs; raises ExistsError where the name is taken, WriteError."""
    target = root / path
    try:
        _make_folder(target.parent)
        with _finished(target, content, None) as temporary:
            _link(temporary, target, path)
    except OSError as error:
        raise _failed(path, error) from None
    _keep_name(target, path)


def _make_folder(folder: Path) -> None:
    """Make a folder and those above it; each lasts, as the file in it will."""
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        _sync_folder(folder.parent)


def _link(temporary: Path, target: Path, path: str) -> None:
    """Give the finished file its name: a link is made or refused in one step, where renaming would overwrite.

    On a file system without links the name is taken by an empty file first; should the process be killed just there, it
    stays, and `check` names it.
    """
    try:
        try:
            target.hardlink_to(temporary)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
            try:
                os.close(descriptor)
                temporary.replace(target)
            except BaseException:
                _discard(target)
                raise
    except FileExistsError:
        raise ExistsError(say("{path} exists already", path=path), say("nothing was written")) from None


@contextlib.contextmanager
def _finished(target: Path, content: bytes, like: os.stat_result | None) -> Iterator[Path]:
    """Give a temporary file beside `target` that holds `content` on disk; it is gone afterwards.

    It has the mode and the owner of the file that it is to replace; whoever may not give it those may not replace it.
    """
    temporary = temporaries.beside(target)
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        try:
            if like is not None and os.name != "nt":
                if like.st_uid != os.geteuid():
                    os.fchown(descriptor, like.st_uid, like.st_gid)
                os.fchmod(descriptor, stat.S_IMODE(like.st_mode))
            view = memoryview(content)
            while view:
                view = view[os.write(descriptor, view) :]
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        yield temporary
    finally:
        try:
            _discard(temporary)
        except BaseException:
            # A signal that came just here; the first attempt may not have been made.
            _discard(temporary)
            raise


def _discard(temporary: Path) -> None:
    """Remove a temporary file; where that fails it stays a hidden file that no command reads."""
    with contextlib.suppress(OSError):
        temporary.unlink()


def _sync_folder(folder: Path) -> None:
    """Make the names in a folder last; some file systems cannot, and say so with EINVAL or ENOTSUP."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(descriptor)


def _keep_name(target: Path, path: str) -> None:
    """Make the name of a file that is in place last."""
    try:
        _sync_folder(target.parent)
    except OSError as error:
        raise WriteError(
            say("{path} was written, but may not outlast a power cut: {reason}", path=path, reason=error.strerror),
            say("look at the file and at the disk before you write again"),
        ) from None


def _failed(path: str, error: OSError) -> WriteError:
    return WriteError(
        say("{path} could not be written: {reason}", path=path, reason=error.strerror),
        say("nothing was changed; make room or check permissions, then run the command again"),
    )
