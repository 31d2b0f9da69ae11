"""Reading many records of one kind: what is known from before, then the rest, with two processes where that pays."""

import pickle
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, Generic, TypeVar

import msgspec

from aftercare_cli.store import child
from aftercare_cli.store.cache import Cache, Keep
from aftercare_cli.store.decode import decoder
from aftercare_cli.store.line_reader import Tree

AnyRecord = TypeVar("AnyRecord", bound=msgspec.Struct)

SHARED_FROM: Final = 1_500
"""How many files it takes for a second process to pay for itself."""
_TOLD_EVERY: Final = 256
_HEAD: Final = 8


class Many(Generic[AnyRecord]):
    """Many files of a kind, and how they are read.

    `read` gives the tree and the record of a path, None where it is wrong, and appends to the lists of `noted` what is
    to be told of it. `tell` hears how many files are read, of how many; it hears that all are also where reading was
    broken off.
    """

    def __init__(
        self,
        record_type: type[AnyRecord],
        read: Callable[[str], tuple[Tree | None, AnyRecord | None]],
        noted: Sequence[list[Any]],
        tell: Callable[[int, int], None],
    ) -> None:
        """Read nothing yet."""
        self._type = record_type
        self._read = read
        self._noted = noted
        self._tell = tell

    def through(self, cache: Cache, kind: str, paths: Sequence[str]) -> list[AnyRecord | None]:
        """Give what `records` does, what did not change from the cache."""
        known: dict[str, AnyRecord | None] = {**cache.known(kind, paths, self._type)}
        unknown = [path for path in paths if path not in known]
        with cache.renewal(kind, paths, unknown) as keep:
            known |= zip(unknown, self.records(unknown, keep), strict=True)
        return [known[path] for path in paths]

    def records(self, paths: Sequence[str], keep: Keep | None = None) -> list[AnyRecord | None]:
        """Give the record of each path; `keep` gets the trees of those of which there is nothing to tell.

        The answer, and what is noted, is the same as if one process had read one file after another.
        """
        try:
            if len(paths) >= SHARED_FROM and child.is_worthwhile():
                return self._shared(paths, keep)
            return list(self._each(paths, keep, 0, len(paths)))
        finally:
            self._tell(len(paths), len(paths))

    def _each(self, paths: Sequence[str], keep: Keep | None, done: int, total: int) -> Iterator[AnyRecord | None]:
        """Yield one record after another; `done` of the `total` were read before."""
        read, noted, encode = self._read, self._noted, msgspec.msgpack.encode
        for at, path in enumerate(paths):
            if at % _TOLD_EVERY == 0:
                self._tell(done + at, total)
            if keep is None:
                yield read(path)[1]
                continue
            before = [len(notes) for notes in noted]
            tree, record = read(path)
            if tree is not None and before == [len(notes) for notes in noted]:
                keep(path, encode(tree))
            yield record

    def _shared(self, paths: Sequence[str], keep: Keep | None) -> list[AnyRecord | None]:
        own, others = paths[: len(paths) // 2], paths[len(paths) // 2 :]
        helper = child.start(lambda: self._packed(others))
        if helper is None:
            return list(self._each(paths, keep, 0, len(paths)))
        try:
            records = list(self._each(own, keep, 0, len(own)))
            answer = helper.answer()
        finally:
            helper.stop()
        if answer is None:
            return [*records, *self._each(others, keep, len(own), len(paths))]
        return [*records, *self._unpacked(others, answer, keep)]

    def _packed(self, paths: Sequence[str]) -> bytes:
        """Give as bytes what is read, and what is noted of it: a record without its tree would take twice as long."""
        encode = msgspec.msgpack.encode
        begin = [len(notes) for notes in self._noted]
        trees: list[bytes | None] = []
        loud: set[str] = set()
        for path in paths:
            before = [len(notes) for notes in self._noted]
            tree = self._read(path)[0]
            trees.append(None if tree is None else encode(tree))
            if before != [len(notes) for notes in self._noted]:
                loud.add(path)
        packed = encode(trees)
        more = [notes[size:] for notes, size in zip(self._noted, begin, strict=True)]
        return len(packed).to_bytes(_HEAD) + packed + pickle.dumps((more, loud))

    def _unpacked(self, paths: Sequence[str], answer: bytes, keep: Keep | None) -> Iterator[AnyRecord | None]:
        end = _HEAD + int.from_bytes(answer[:_HEAD])
        # The bytes come from a copy of this very process.
        more, loud = pickle.loads(answer[end:])  # noqa: S301 - as said
        for notes, added in zip(self._noted, more, strict=True):
            notes.extend(added)
        decode = decoder(self._type).decode
        trees = msgspec.msgpack.decode(memoryview(answer)[_HEAD:end], type=list[memoryview | None])
        for path, tree in zip(paths, trees, strict=True):
            if tree is None:
                yield None
                continue
            if keep is not None and path not in loud:
                keep(path, bytes(tree))
            yield decode(tree)
