"""Three versions of any bytes: merged, or a conflict; never a traceback, and never an event that goes missing."""

import json
from collections.abc import Iterator
from random import Random
from typing import Final

from aftercare_cli.store.encoding import BOM, plain_text
from aftercare_cli.store.files import UnreadableError
from aftercare_cli.store.git import GitError
from aftercare_cli.store.merge import faults, kind_at, merged, ticket_of
from aftercare_cli.store.merge_base import sides_of
from aftercare_cli.store.merge_driver import Versions
from aftercare_cli.store.merge_tables import read_table
from aftercare_cli.store.merge_text import Markers
from aftercare_cli.store.yaml_reader import read_mapping
from tests.fuzz import corpus
from tests.fuzz.mutations import mutated
from tests.fuzz.target import Parts, Target

_VERSIONS: Final = 3


def _seeds() -> Iterator[Parts]:
    for number, (path, data) in enumerate(corpus.files()):
        random = Random(number)
        yield path.encode(), data, *(mutated(data, path, random) for _ in range(2))


def _mutate(parts: list[bytes], random: Random) -> Parts:
    path, *versions = [*parts, b"", b"", b"", b""][: _VERSIONS + 1]
    name = path.decode(errors="replace")
    lot = random.randrange(10)
    if lot == 0:
        versions = [versions[0]] * _VERSIONS
    elif lot == 1:
        random.shuffle(versions)
    elif lot == 2:
        inner = _try(Versions(*versions), name)
        versions[random.randrange(_VERSIONS)] = versions[1] if inner is None else inner
    for _ in range(random.choice((1, 1, 2))):
        at = random.randrange(_VERSIONS)
        versions[at] = mutated(versions[random.choice((at, at, 0))], name, random)
    return path, *versions


def _try(versions: Versions, path: str) -> bytes | None:
    try:
        return merged(versions, path, Markers()).data
    except (GitError, UnicodeError):
        return None


def check(parts: Parts) -> None:
    """Merge, and look for what either side added in what came out."""
    if len(parts) != _VERSIONS + 1:
        return
    path, versions = parts[0].decode(errors="replace"), Versions(*parts[1:])
    try:
        found = merged(versions, path, Markers())
    except GitError:
        return
    faults(found.data, path)
    ticket_of(found.data, path)
    trees = [_results(versions.base, path), *(_facts(data, path) for data in versions[1:])]
    results = _results(found.data, path)
    if results is None or found.untold is not None:
        assert found.untold is not None or None in trees, "cannot be read, and nobody is told"
        return
    base, ours, theirs = (set[str]() if facts is None else facts for facts in trees)
    if None in trees[1:]:
        return
    for fact in ((ours | theirs) - base) | (base & ours & theirs):
        assert fact in results, ("lost", fact)


def _results(data: bytes, path: str) -> set[str] | None:
    """Give the facts of a merged file, those of both sides of a conflict; None where it cannot be read."""
    text = _unified(data.decode(errors="surrogateescape")).removeprefix("\ufeff")
    found: set[str] = set()
    for side in sides_of(text) or (text,):
        # With a mark for the one that reading takes away.
        facts = _facts(BOM + side.encode(errors="surrogateescape"), path)
        if facts is None:
            return None
        found |= facts
    return found


def _facts(data: bytes, path: str) -> set[str] | None:
    """Give the events of a record, or the rows of a table; nothing for an empty text, None for an unreadable one."""
    if not data.removeprefix(BOM).strip():
        return set()
    kind = kind_at(path)
    try:
        plain = plain_text(data, path)
        if kind is not None and kind.is_table:
            rows: object = read_table(_unified(plain.decode()), path).tree
        else:
            rows = read_mapping(plain, path).get("events")
    except UnreadableError:
        return None
    if kind is not None and kind.name == "price" and isinstance(rows, list):
        # A price is merged cell by cell: its model is what must not go missing.
        rows = [row.get("model") for row in rows if isinstance(row, dict)]
    return {json.dumps(row, sort_keys=True) for row in rows} if isinstance(rows, list) else set()


def _unified(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


MERGE: Final = Target("merge", _seeds, _mutate, check)
