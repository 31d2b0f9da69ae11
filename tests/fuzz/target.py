"""What is fuzzed: bytes that stand for a few texts, how they are mutated, and what must hold for them."""

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Final, NamedTuple

Parts = Sequence[bytes]
_BETWEEN: Final = b"\x1e"


class Target(NamedTuple):
    """Something to fuzz: the texts to begin with, how to change some, and what raises where something is wrong."""

    name: str
    seeds: Callable[[], Iterator[Parts]]
    mutate: Callable[[list[bytes], Random], Parts]
    check: Callable[[Parts], None]


def joined(parts: Parts) -> bytes:
    """Give the texts as one."""
    return _BETWEEN.join(part.replace(_BETWEEN, b"") for part in parts)


def split(data: bytes) -> list[bytes]:
    """Give the texts again."""
    return data.split(_BETWEEN)


def path_in(part: bytes) -> str | None:
    """Give a path below `records/` that is safe to write to; None for any other."""
    path = part.decode(errors="replace")
    words = path.split("/")
    is_safe = (
        words[0] == "records"
        and len(words) <= 6
        and len(path) < 120
        and all(word.strip(".") and word.isprintable() and "\ufffd" not in word for word in words)
    )
    return path if is_safe and path.isascii() else None
