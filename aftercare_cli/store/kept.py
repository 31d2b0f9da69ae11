"""Conclusions about records, kept from one run of the program to the next.

What is concluded is not known here: it comes and goes packed. It is kept in blocks, one for each folder of records,
together with the commit whose records it rests on, and with the blobs of the records that hold the terms. A file of
them changes no answer: it is used only as far as Git says that the records are still those of the commit
(store/commits.py), and only where it is whole, our own, and made by this very program with the same calendars. It can
be deleted, cut off or overwritten at any moment. A new one is renamed into its place, so that many processes may read
and write at once, and nobody waits.
"""

import contextlib
import importlib.util
import os
import stat
import sys
import zlib
import zoneinfo
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from aftercare_cli import __version__

Kind = TypeVar("Kind")

_WORD: Final = 4
_ABANDONED_NS: Final = 3_600_000_000_000
_PACKAGES: Final = ("model", "store", "rules", "rules/promises")
"""Where the modules are that a conclusion may depend on."""
_MODULES: Final = ("cli/concluding.py", "cli/settling.py")
"""The others of them: they say what is kept."""
_CALENDARS: Final = ("chinese_calendar", "holidays", "tzdata")
"""Packages that say which days are worked, and when clocks change."""


class Block(msgspec.Struct, array_like=True):
    """What is kept of the records of one folder.

    Of each record with a conclusion: its path, the paths of other records that the conclusion rests on, and the
    conclusion. `sum` is what all of them come to, `since` the moment from which on they hold (seconds since 1970).
    """

    folder: str
    paths: list[str]
    linked: list[list[str]]
    conclusions: list[msgspec.Raw]
    sum: msgspec.Raw
    since: float

    def without(self, places: Collection[int]) -> "Block":
        """Give the block without the conclusions at some places; its sum is to be made anew."""
        left = [place for place in range(len(self.paths)) if place not in places]
        return Block(
            self.folder,
            [self.paths[place] for place in left],
            [self.linked[place] for place in left],
            [self.conclusions[place] for place in left],
            self.sum,
            self.since,
        )


class Place(msgspec.Struct, array_like=True, frozen=True):
    """Where a block lies in the file, behind the head."""

    folder: str
    begin: int
    length: int
    checksum: int


class Head(msgspec.Struct, array_like=True):
    """What is read of the file first.

    `live` are the paths of records without a conclusion, `doubtful` those of terms that were not as in the commit,
    `zones` the timezones that times were counted in. `young` of the live ones might have a conclusion, had they not
    changed just before. `folders` are those that held plain files only, with what tells that they have not changed
    (store/irregular.py).
    """

    commit: str
    sum: msgspec.Raw
    since: float
    live: list[str]
    doubtful: list[str]
    zones: list[str]
    young: int
    folders: dict[str, tuple[int, int]]
    terms: Place
    trees: Place
    blocks: list[Place]


class DamagedError(Exception):
    """A file of conclusions that cannot be trusted."""


class Where(msgspec.Struct, frozen=True):
    """Where a workspace's conclusions lie: in which folder, and under which name."""

    folder: Path
    name: str

    @property
    def file(self) -> Path:
        """The file of conclusions."""
        return self.folder / f"settled-{zlib.crc32(os.fsencode(self.name)):08x}.cache"


class Kept:
    """A file of conclusions, open for reading."""

    def __init__(self, where: Where) -> None:
        """Read the head; raises DamagedError, OSError."""
        self._descriptor = -1
        # Without waiting, so that a pipe cannot hold the program.
        self._descriptor = os.open(where.file, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        status = os.fstat(self._descriptor)
        if status.st_uid != os.geteuid() or not stat.S_ISREG(status.st_mode):
            # Somebody else may have been allowed to read more, or mean harm.
            raise DamagedError
        begin = os.pread(self._descriptor, 3 * _WORD, 0)
        size = int.from_bytes(begin[_WORD : 2 * _WORD])
        if size > status.st_size:
            raise DamagedError
        data = os.pread(self._descriptor, size, 3 * _WORD)
        if zlib.crc32(data) != int.from_bytes(begin[2 * _WORD :]):
            raise DamagedError
        self.head = _decoded(data, Head)
        if begin[:_WORD] != fingerprint(self.head.zones, where.name):
            raise DamagedError
        self._base = 3 * _WORD + size

    def __del__(self) -> None:
        """Let go of the file: it is open as long as somebody may ask for a block, whatever took its place meanwhile."""
        if self._descriptor >= 0:
            os.close(self._descriptor)

    def terms(self) -> dict[str, str]:
        """Give the blobs of the records that hold the terms, by their paths; raises DamagedError."""
        return _decoded(self._section(self.head.terms), dict[str, str])

    def trees(self) -> dict[str, msgspec.Raw]:
        """Give the packed trees of records that every report reads, as they are in the commit; raises DamagedError."""
        return _decoded(self._section(self.head.trees), dict[str, msgspec.Raw])

    def block(self, folder: str) -> Block | None:
        """Give the block of a folder; None where it has none. Raises DamagedError."""
        return next((self._block(place) for place in self.head.blocks if place.folder == folder), None)

    def blocks(self) -> Iterator[Block]:
        """Yield all blocks; raises DamagedError."""
        for place in self.head.blocks:
            yield self._block(place)

    def _block(self, place: Place) -> Block:
        return _decoded(self._section(place), Block)

    def _section(self, place: Place) -> bytes:
        try:
            data = os.pread(self._descriptor, place.length, self._base + place.begin)
        except (OSError, ValueError, OverflowError):
            raise DamagedError from None
        if zlib.crc32(data) != place.checksum:
            raise DamagedError
        return data


def opened(where: Where) -> Kept | None:
    """Give the conclusions that are kept of a workspace; None where there are none to be trusted."""
    try:
        return Kept(where)
    except (DamagedError, OSError, OverflowError):
        return None


class New(msgspec.Struct, frozen=True):
    """What is to be kept: as in the head, with its sections. `blocks` are packed, with the folders they are of."""

    commit: str
    sum: bytes
    since: float
    live: Sequence[str]
    doubtful: Sequence[str]
    zones: Collection[str]
    young: int
    folders: Mapping[str, tuple[int, int]]
    terms: Mapping[str, str]
    trees: Mapping[str, bytes]
    blocks: Iterable[tuple[str, bytes]]


def keep(where: Where, new: New) -> None:
    """Write a file of conclusions in the place of the one before; where that fails, there is none or the old one."""
    # A path that is no text cannot be packed.
    with contextlib.suppress(OSError, UnicodeEncodeError):
        where.folder.mkdir(parents=True, exist_ok=True)
        part = where.file.with_name(f"{where.file.name}.{os.getpid()}.part")
        try:
            opening = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | os.O_NOFOLLOW
            with os.fdopen(os.open(part, opening, 0o600), "wb") as file:
                file.writelines(_parts(where, new))
                now = os.fstat(file.fileno()).st_mtime_ns
            part.replace(where.file)
        finally:
            part.unlink(missing_ok=True)
        for old in where.folder.glob("settled-*.part"):
            # What a killed process left; the folder may hold what is somebody else's.
            if old.stat().st_mtime_ns < now - _ABANDONED_NS:
                old.unlink(missing_ok=True)


def _parts(where: Where, new: New) -> Iterator[bytes]:
    encode = msgspec.msgpack.encode
    trees = {path: msgspec.Raw(tree) for path, tree in new.trees.items()}
    sections = [("", encode(dict(new.terms))), ("", encode(trees)), *new.blocks]
    places = []
    begin = 0
    for folder, data in sections:
        places.append(Place(folder, begin, len(data), zlib.crc32(data)))
        begin += len(data)
    terms, known, *blocks = places
    zones = sorted(new.zones)
    head = Head(
        commit=new.commit,
        sum=msgspec.Raw(new.sum),
        since=new.since,
        live=list(new.live),
        doubtful=list(new.doubtful),
        zones=zones,
        young=new.young,
        folders=dict(new.folders),
        terms=terms,
        trees=known,
        blocks=blocks,
    )
    packed = encode(head)
    yield fingerprint(zones, where.name) + len(packed).to_bytes(_WORD) + zlib.crc32(packed).to_bytes(_WORD) + packed
    for _, data in sections:
        yield data


def fingerprint(zones: Iterable[str], name: str) -> bytes:
    """Give what tells this program from others that might conclude otherwise; `zones` are the timezones it counts in.

    These are its own modules, the interpreter, the packages with days off, and the system's own timezones. `name` is
    that of the workspace: the conclusions of another one in the same repository are not to be taken for its own.
    """
    home = Path(__file__).parent.parent
    facts: list[object] = [__version__, sys.version, msgspec.__version__, name]
    for package in _PACKAGES:
        with os.scandir(home / package) as entries:
            facts += sorted((entry.name, *_facts(entry.stat())) for entry in entries if entry.name.endswith(".py"))
    facts += [(module, *_facts((home / module).stat())) for module in _MODULES]
    for calendar in _CALENDARS:
        spec = importlib.util.find_spec(calendar)
        facts.append((calendar, None if spec is None or spec.origin is None else _facts(os.stat(spec.origin))))  # noqa: PTH116 - as it is named
    facts += [(zone, _zone(zone)) for zone in sorted(set(zones))]
    return zlib.crc32(repr(facts).encode()).to_bytes(_WORD)


def _zone(name: str) -> tuple[int, int] | None:
    for folder in zoneinfo.TZPATH:
        with contextlib.suppress(OSError, ValueError):
            return _facts(Path(folder, name).stat())
    return None


def _facts(status: os.stat_result) -> tuple[int, int]:
    return status.st_size, status.st_mtime_ns


def _decoded(data: bytes, kind: type[Kind]) -> Kind:
    try:
        return msgspec.msgpack.decode(data, type=kind)
    except msgspec.MsgspecError:
        raise DamagedError from None
