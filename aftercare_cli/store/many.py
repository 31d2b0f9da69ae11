"""Reading many records of one kind, with two processes where that pays."""

import pickle
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, Generic, TypeVar

import msgspec

from aftercare_cli.store import child
from aftercare_cli.store.decode import decoder
from aftercare_cli.store.line_reader import Tree

AnyRecord = TypeVar("AnyRecord", bound=msgspec.Struct)

SHARED_FROM: Final = 1_500
"""How many files it takes for a second process to pay for itself."""
TOLD_EVERY: Final = 256
"""After how many files somebody who waits hears how far it is."""
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

    def records(self, paths: Sequence[str]) -> list[AnyRecord | None]:
        """Give the record of each path, and note what one process that reads one file after another would note."""
        try:
            if len(paths) >= SHARED_FROM and child.is_worthwhile():
                return self._shared(paths)
            return list(self._each(paths, 0, len(paths)))
        finally:
            self._tell(len(paths), len(paths))

    def _each(self, paths: Sequence[str], done: int, total: int) -> Iterator[AnyRecord | None]:
        """Yield one record after another; `done` of the `total` were read before."""
        for at, path in enumerate(paths):
            if at % TOLD_EVERY == 0:
                self._tell(done + at, total)
            yield self._read(path)[1]

    def _shared(self, paths: Sequence[str]) -> list[AnyRecord | None]:
        own, others = paths[: len(paths) // 2], paths[len(paths) // 2 :]
        helper = child.start(lambda: self._packed(others))
        if helper is None:
            return list(self._each(paths, 0, len(paths)))
        try:
            records = list(self._each(own, 0, len(own)))
            answer = helper.answer()
        finally:
            helper.stop()
        if answer is None:
            return [*records, *self._each(others, len(own), len(paths))]
        return [*records, *self._unpacked(answer)]

    def _packed(self, paths: Sequence[str]) -> bytes:
        """Give as bytes what is read, and what is noted of it: a record without its tree would take twice as long."""
        encode = msgspec.msgpack.encode
        begin = [len(notes) for notes in self._noted]
        trees: list[bytes | None] = []
        for path in paths:
            tree = self._read(path)[0]
            trees.append(None if tree is None else encode(tree))
        packed = encode(trees)
        more = [notes[size:] for notes, size in zip(self._noted, begin, strict=True)]
        return len(packed).to_bytes(_HEAD) + packed + pickle.dumps(more)

    def _unpacked(self, answer: bytes) -> Iterator[AnyRecord | None]:
        end = _HEAD + int.from_bytes(answer[:_HEAD])
        # The bytes come from a copy of this very process.
        more = pickle.loads(answer[end:])  # noqa: S301 - as said
        for notes, added in zip(self._noted, more, strict=True):
            notes.extend(added)
        decode = decoder(self._type).decode
        trees = msgspec.msgpack.decode(memoryview(answer)[_HEAD:end], type=list[memoryview | None])
        for tree in trees:
            yield None if tree is None else decode(tree)
