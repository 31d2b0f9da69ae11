"""Records as they were read before, so that files which did not change need not be parsed again.

A cache changes no answer: it holds what was read from a file together with what the file system says of it (size, times
of the last change of content and of anything, number, device), and holds only while all of that is the same. A file
that changed so shortly before it was read that its next change could bear the same time is not kept, nor one that
something is to be told of. Each frame has a checksum, and begins anew where the program is another. Whatever goes wrong
with a cache, files are read as if there were none. Writing makes a new file and renames it, so that many processes may
read and write at once, and nobody waits.

There is none where the file system does not tell when a file was last changed in any way (Windows), and where the cache
would lie on another device than the records: its clock might be another.
"""

import contextlib
import os
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple, TypeVar

import msgspec

from aftercare_cli import __version__
from aftercare_cli.store.decode import decoder

AnyRecord = TypeVar("AnyRecord", bound=msgspec.Struct)
Stamp = tuple[int, int, int, int, int]
Keep = Callable[[str, bytes], None]
"""Takes the path of a file, and the tree that was read from it, packed."""

_FRAME: Final = 1_000
"""Records that share a checksum."""
_TICK_NS: Final = 2_000_000_000
"""The longest time in which two changes of a file can bear the same time, of all file systems."""
_ABANDONED_NS: Final = 3_600_000_000_000
_WORTH_WRITING: Final = 200
"""How many files have to be read anew before the cache is written anew."""
_WORD: Final = 4


class _Frame(msgspec.Struct, array_like=True):
    paths: list[str]
    stamps: list[Stamp]
    trees: list[msgspec.Raw]


class Place(NamedTuple):
    """Where a workspace's cache lies: in which folder, and under which name."""

    folder: Path
    name: str


def place(root: Path, user_folder: Path | None) -> Place | None:
    """Give where the cache of a workspace lies: in its Git directory, else in the user's own folder for caches."""
    for top in (root, *root.parents):
        git = top / ".git"
        if git.is_file():
            # A worktree, or a submodule.
            git = top / git.read_text(encoding="utf-8", errors="replace").removeprefix("gitdir:").strip()
        if git.is_dir():
            return Place(git / "aftercare", root.relative_to(top).as_posix())
    return None if user_folder is None else Place(user_folder / "aftercare", str(root))


class Cache:
    """What was read of a workspace's records before."""

    def __init__(self, root: str, where: Place) -> None:
        """Read nothing yet."""
        self._root = root
        self._folder = where.folder
        self._name = f"{zlib.crc32(os.fsencode(where.name)):08x}"

    @property
    def folder(self) -> Path:
        """Where its files lie; any of them may be deleted at any moment."""
        return self._folder

    def known(self, kind: str, paths: Sequence[str], record_type: type[AnyRecord]) -> dict[str, AnyRecord]:
        """Give the records of those files that are as they were."""
        decode = decoder(record_type).decode
        records: dict[str, AnyRecord] = {}
        with contextlib.suppress(OSError, msgspec.MsgspecError):
            for path, _stamp, tree in self._current(kind, set(paths)):
                records[path] = decode(tree)
        return records

    @contextlib.contextmanager
    def renewal(self, kind: str, paths: Sequence[str], unknown: Sequence[str]) -> Iterator[Keep | None]:
        """Give what keeps the trees of files that are read now, where it is worth while; the cache is renewed then."""
        renewal = self._begin(kind, paths, unknown) if len(unknown) >= max(_WORTH_WRITING, len(paths) // 20) else None
        if renewal is None:
            yield None
            return
        try:
            yield renewal.keep
            renewal.finish()
        finally:
            renewal.abandon()

    def _begin(self, kind: str, paths: Sequence[str], unknown: Sequence[str]) -> "_Renewal | None":
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            if self._is_fit():
                new = set(unknown)
                renewal = _Renewal(self._file(kind), _fingerprint())
                renewal.stamps = {path: stamp for path in unknown if (stamp := self._stamp(path)) is not None}
                for path, stamp, tree in self._current(kind, {path for path in paths if path not in new}):
                    renewal.add(path, stamp, tree)
                return renewal
        return None

    def _current(self, kind: str, wanted: set[str]) -> Iterator[tuple[str, Stamp, msgspec.Raw]]:
        """Yield what is kept of those files that are as they were."""
        for frame in self._frames(kind):
            for path, stamp, tree in zip(frame.paths, frame.stamps, frame.trees, strict=False):
                if path in wanted and self._stamp(path) == stamp:
                    yield path, stamp, tree

    def _frames(self, kind: str) -> Iterator[_Frame]:
        """Yield the frames up to the first one that is not whole."""
        read = msgspec.msgpack.Decoder(_Frame).decode
        if not self._is_fit():
            return
        with contextlib.suppress(OSError, msgspec.MsgspecError), self._file(kind).open("rb") as file:
            if hasattr(os, "geteuid") and os.fstat(file.fileno()).st_uid != os.geteuid():
                # Somebody else may have been allowed to read more, or mean harm.
                return
            if file.read(_WORD) != _fingerprint():
                return
            while len(head := file.read(2 * _WORD)) == 2 * _WORD:
                data = file.read(int.from_bytes(head[:_WORD]))
                if _checksum(data) != head[_WORD:]:
                    return
                yield read(data)

    def _is_fit(self) -> bool:
        return os.name != "nt" and self._folder.stat().st_dev == (Path(self._root) / "records").stat().st_dev

    def _file(self, kind: str) -> Path:
        return self._folder / f"{kind}-{self._name}.cache"

    def _stamp(self, path: str) -> Stamp | None:
        try:
            status = os.stat(f"{self._root}/{path}")  # noqa: PTH116 - a Path takes longer to make than to look up
        except OSError:
            return None
        return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, status.st_dev


class _Renewal:
    """A cache file while it is written, under a name of its own."""

    def __init__(self, path: Path, fingerprint: bytes) -> None:
        """Make the file: its time says from when on a change could bear the same time as what is read now."""
        self._path = path
        self._part = path.with_name(f"{path.name}.{os.getpid()}.part")
        opening = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | os.O_NOFOLLOW
        self._file: BinaryIO | None = os.fdopen(os.open(self._part, opening, 0o600), "wb")
        self._file.write(fingerprint)
        self._file.flush()
        now = os.fstat(self._file.fileno()).st_mtime_ns
        self._since = now - _TICK_NS
        for old in path.parent.glob("*.part"):
            # What a killed process left.
            if old.stat().st_mtime_ns < now - _ABANDONED_NS:
                old.unlink(missing_ok=True)
        self.stamps: Mapping[str, Stamp] = {}
        self._frame = _Frame([], [], [])

    def keep(self, path: str, tree: bytes) -> None:
        """Keep what is read of a file, unless that changed too shortly before."""
        stamp = self.stamps.get(path)
        if stamp is not None and max(stamp[1], stamp[2]) < self._since:
            self.add(path, stamp, msgspec.Raw(tree))

    def add(self, path: str, stamp: Stamp, tree: msgspec.Raw) -> None:
        """Write the tree of a file of which the stamp is known to hold."""
        self._frame.paths.append(path)
        self._frame.stamps.append(stamp)
        self._frame.trees.append(tree)
        if len(self._frame.paths) == _FRAME:
            self._write()

    def finish(self) -> None:
        """Put the file in the place of the one before."""
        self._write()
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()
                self._part.replace(self._path)
            self._file = None

    def abandon(self) -> None:
        """Leave nothing behind that is not whole."""
        with contextlib.suppress(OSError):
            if self._file is not None:
                self._file.close()
        with contextlib.suppress(OSError):
            self._part.unlink(missing_ok=True)

    def _write(self) -> None:
        data = msgspec.msgpack.encode(self._frame)
        self._frame = _Frame([], [], [])
        if self._file is not None:
            try:
                self._file.write(len(data).to_bytes(_WORD) + _checksum(data) + data)
            except OSError:
                # The disk is full, or the like: what was there before stays.
                self.abandon()
                self._file = None


def _checksum(data: bytes) -> bytes:
    return zlib.crc32(data).to_bytes(_WORD)


def _fingerprint() -> bytes:
    """Give what tells this program from others that might read a file differently: its own modules, above all."""
    modules = []
    for package in ("model", "store"):
        with os.scandir(Path(__file__).parent.with_name(package)) as entries:
            modules += [
                (entry.name, entry.stat().st_size, entry.stat().st_mtime_ns)
                for entry in entries
                if entry.name.endswith(".py")
            ]
    told = (__version__, sys.version, msgspec.__version__, sorted(modules))
    return _checksum(repr(told).encode())
