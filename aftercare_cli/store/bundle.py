"""Writing a set of files as one folder: all of it, or nothing."""

import contextlib
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.text import say


class BundleError(AftercareError):
    """A folder or an archive that cannot be written where it was wanted; what was there is untouched."""


@contextlib.contextmanager
def telling(target: Path) -> Iterator[None]:
    """Raise BundleError for what the system refuses while it is asked about a place: a name that is too long, say."""
    try:
        yield
    except OSError as error:
        raise _failed(target, error) from None


def refuse_taken(target: Path, manifest: str, *, force: bool) -> None:
    """Raise BundleError where a folder cannot be put.

    A folder that holds something is left alone. With `force` one that a set was written to before is given up, which is
    one that holds its `manifest`, and nothing that this does not list.
    """
    with telling(target):
        _refuse_taken(target, manifest, force=force)


def _refuse_taken(target: Path, manifest: str, *, force: bool) -> None:
    if not target.parent.is_dir():
        raise BundleError(say("there is no folder {path}", path=str(target.parent)), say("make it first"))
    if not target.is_symlink() and not target.exists():
        return
    if target.is_symlink() or not target.is_dir():
        raise BundleError(say("{path} is no folder", path=str(target)), say("name another place: --out DIR"))
    found = sorted(entry.name for entry in target.iterdir())
    if not found:
        return
    if not force:
        raise BundleError(
            say("{path} is not empty", path=str(target)),
            say("name another place, or write over a set that was built before: --force"),
        )
    strange = sorted({*found} - _names(target / manifest))
    if strange:
        raise BundleError(
            say("{path} holds what is no part of a set: {name}", path=str(target), name=strange[0]),
            say("name another place: only a set that was built before is written over"),
        )


def write_folder(target: Path, files: Mapping[str, bytes], manifest: str, *, force: bool) -> None:
    """Write files into a new folder, or in the place of a set that was built before; raises BundleError.

    The folder is made beside its place and then renamed: it is never there in part.
    """
    refuse_taken(target, manifest, force=force)
    temporary = _beside(target, "tmp")
    old = _beside(target, "old")
    try:
        temporary.mkdir()
        for name, content in sorted(files.items()):
            _write(temporary / name, content)
        is_there = target.exists()
        if is_there:
            target.rename(old)
        try:
            temporary.rename(target)
        except OSError:
            if is_there:
                old.rename(target)
            raise
    except OSError as error:
        raise _failed(target, error) from None
    finally:
        with contextlib.suppress(OSError):  # renamed
            shutil.rmtree(temporary)
    with contextlib.suppress(OSError):  # there was none; what cannot be removed is hidden and does no harm
        shutil.rmtree(old)


def write_archive(target: Path, content: bytes, *, force: bool) -> None:
    """Write an archive, over one that is there only with `force`; raises BundleError."""
    refuse_archive(target, force=force)
    write_file(target, content)


def write_file(target: Path, content: bytes) -> None:
    """Write a file, all of it or nothing, also over one that is there; raises BundleError."""
    temporary = _beside(target, "tmp")
    try:
        _write(temporary, content)
        temporary.replace(target)
    except OSError as error:
        raise _failed(target, error) from None
    finally:
        with contextlib.suppress(OSError):  # renamed
            temporary.unlink()


def refuse_archive(target: Path, *, force: bool) -> None:
    """Raise BundleError where an archive cannot be put."""
    with telling(target):
        if os.path.lexists(target) and (not force or not target.is_file()):
            raise BundleError(
                say("{path} exists already", path=str(target)), say("name another place, or write over it: --force")
            )


def _names(manifest: Path) -> set[str]:
    """Give the names at the top that a manifest lists, and its own; none where there is no manifest."""
    try:
        lines = manifest.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return set()
    return {manifest.name, *(line.partition("  ")[2].partition("/")[0] for line in lines)}


def _beside(target: Path, ending: str) -> Path:
    return target.with_name(f".{target.name}.{os.urandom(4).hex()}.{ending}")


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _failed(target: Path, error: OSError) -> BundleError:
    return BundleError(
        say("{path} could not be written: {reason}", path=str(target), reason=error.strerror),
        say("nothing was changed; make room or check permissions, then run the command again"),
    )
