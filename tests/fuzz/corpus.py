"""Where fuzzing begins: the sample's records, those of every error, and what is known of their keys."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from aftercare_cli.store.files import UnreadableError
from aftercare_cli.store.line_reader import Node, Tree
from aftercare_cli.store.merge import kind_at
from aftercare_cli.store.yaml_parser import parse_mapping

ROOT: Final = Path(__file__).parents[2]
_BASES: Final = ("", "tests/cli/data/harbour/", "tests/errors/*/")
_LARGEST: Final = 20_000
"""A larger file is slow to try, and holds nothing that others do not."""

Files = Mapping[str, bytes]
"""A workspace: the bytes of its files by path."""


@cache
def files() -> Sequence[tuple[str, bytes]]:
    """Give every record there is, with its path in its workspace; each once."""
    found: dict[tuple[str, bytes], None] = {}
    for base in _BASES:
        for path in sorted(ROOT.glob(f"{base}records/**/*.*")):
            if path.is_file() and path.suffix in {".yaml", ".csv"} and path.stat().st_size < _LARGEST:
                name = path.as_posix()
                found[name[name.rindex("records/") :], path.read_bytes()] = None
    return tuple(found)


def records() -> Sequence[tuple[str, bytes]]:
    """Give the records that are YAML and lie where records lie."""
    return [(path, data) for path, data in files() if (kind := kind_at(path)) is not None and not kind.is_table]


def tables() -> Sequence[tuple[str, bytes]]:
    """Give the tables."""
    return [(path, data) for path, data in files() if (kind := kind_at(path)) is not None and kind.is_table]


def workspace(folder: str) -> dict[str, bytes]:
    """Give the records of a workspace in the checkout."""
    base = ROOT / folder
    return {
        path.relative_to(base).as_posix(): path.read_bytes()
        for path in sorted((base / "records").glob("**/*.*"))
        if path.suffix in {".yaml", ".csv"}
    }


@cache
def trees() -> Sequence[tuple[str, Tree]]:
    """Give what the records say, with the names of their kinds."""
    found: list[tuple[str, Tree]] = []
    for path, data in records():
        kind = kind_at(path)
        try:
            found.append((kind.name if kind else "", parse_mapping(data, path)))
        except UnreadableError:
            continue
    return found


@cache
def values() -> Mapping[str, Sequence[Node]]:
    """Give every value that a key has somewhere."""
    known: dict[str, dict[str, Node]] = {}
    for _, tree in trees():
        for key, value in _pairs(tree):
            known.setdefault(key, {}).setdefault(repr(value), value)
    return {key: tuple(found.values()) for key, found in known.items()}


@cache
def keys() -> Sequence[str]:
    """Give every key there is."""
    return sorted(values())


def _pairs(node: Node) -> Iterator[tuple[str, Node]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield key, value
            yield from _pairs(value)
    elif isinstance(node, list):
        for item in node:
            yield from _pairs(item)
