"""Layout and edits of any record: refused, or the same facts with every comment, and every other line as it stood."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from random import Random
from typing import Any, Final

from aftercare_cli.store.decode import decode
from aftercare_cli.store.edit import Edit, EditError, Insert, Put, Replace, edited
from aftercare_cli.store.emit import Plain
from aftercare_cli.store.encoding import plain_text
from aftercare_cli.store.files import UnreadableError
from aftercare_cli.store.layout import canonical
from aftercare_cli.store.line_reader import Node, Tree
from aftercare_cli.store.merge import kind_at
from aftercare_cli.store.yaml_parser import parse_mapping
from tests.fuzz import corpus
from tests.fuzz.mutations import mutated
from tests.fuzz.reading import mutate
from tests.fuzz.target import Parts, Target, path_in
from tests.fuzz.words import ODD

_ZONE: Final = dt.timezone(dt.timedelta(hours=8))
_LISTS: Final = (
    "events",
    "equipment",
    "items",
    "results",
    "staff",
    "attendees",
    "calls",
    "lines",
    "by",
    "targets",
    "x",
)
_KEYS: Final = ("summary", "site", "spares_needed", "zzz", "hazard", "signed_at", "note", "events", "answered_at", "by")
_ITEMS: Final[tuple[Plain, ...]] = (
    {"at": "2026-06-01T09:00:00+08:00", "type": "noted", "note": "a: b, [c] # d"},
    {"id": "x", "name": ""},
    "plain",
    'quo"ted',
    ["a", "b"],
    {},
    [],
)
_comment: Final = re.compile(rb"^[ \t]*(#[^\r\n]*)", re.MULTILINE)
_break: Final = re.compile("\r\n|[\r\n\x85\u2028\u2029]")


# Layout


def _layout_seeds() -> Iterator[Parts]:
    for path, data in corpus.files():
        yield path.encode(), data


def check_layout(parts: Parts) -> None:
    """Lay a file out twice: the second time changes nothing, and a comment is never lost."""
    path = path_in(parts[0])
    kind = None if path is None else kind_at(path)
    if path is None or kind is None or len(parts) < 2:
        return
    try:
        after = canonical(parts[1], kind, path, _ZONE)
    except (UnreadableError, EditError):
        return
    assert canonical(after, kind, path, _ZONE) == after, "laid out twice"
    if not kind.is_table:
        before, now = (decode(kind.type, parse_mapping(plain_text(data, path), path)) for data in (parts[1], after))
        assert before == now or isinstance(before, list), "reads as another record"
        for comment in _comment.findall(plain_text(parts[1], path)):
            assert comment.strip() in after, comment


# Edits


def _edit_seeds() -> Iterator[Parts]:
    for path, data in corpus.records():
        yield path.encode(), data, json.dumps(["insert", "events", 0, _ITEMS[0]]).encode()


def _mutate_edits(parts: list[bytes], random: Random) -> Parts:
    path, data, *edits = [*parts, b"", b""][: max(len(parts), 2)]
    if random.randrange(2):
        data = mutated(data, "x.yaml", random)
    told = [_some_edit(data, random) for _ in range(random.choice((1, 1, 2, 4)))]
    kept = edits if random.randrange(3) == 0 else []
    return path, data, *kept[:3], *(json.dumps(edit).encode() for edit in told)


def _some_edit(data: bytes, random: Random) -> list[object]:
    try:
        tree = parse_mapping(plain_text(data, ""), "")
    except UnreadableError:
        tree = {}
    item = random.choice((*_ITEMS, {"note": random.choice(ODD)}, random.choice(ODD)))
    lists = [key for key, value in tree.items() if isinstance(value, list) or value is None]
    listed = random.choice((*lists, *lists, *_LISTS))
    known = tree.get(listed)
    count = len(known) if isinstance(known, list) else 0
    lot = random.randrange(4)
    if lot == 0:
        before = [random.choice((*tree, "x")) for _ in range(random.randrange(3))]
        return ["put", random.choice((*tree, *_KEYS)), item, before]
    if lot == 1 and count:
        return ["replace", listed, random.randrange(count), item]
    return ["insert", listed, random.randrange(count + 1), item]


def check_edits(parts: Parts) -> None:
    """Make a few edits: each says what it is meant to, and leaves every line alone that does not have to change."""
    try:
        tree = parse_mapping(plain_text(parts[1], ""), "")
        told = [json.loads(part) for part in parts[2:]]
    except (UnreadableError, ValueError, IndexError):
        return
    edits = []
    for edit in told:
        made = _made(edit, tree)
        if made is None:
            return
        edits.append(made[0])
        tree = made[1]
    try:
        after = edited(parts[1], edits)
    except EditError:
        return
    assert parse_mapping(plain_text(after, ""), "") == tree, "says something else"
    one_by_one = parts[1]
    for edit in edits:
        try:
            one_by_one = edited(one_by_one, [edit])
        except EditError:
            break
    else:
        assert one_by_one == after, "depends on how many are made at a time"
    if all(isinstance(edit, Insert) for edit in edits):
        _only_adds(parts[1].decode(), after.decode(), len({edit.key for edit in edits}))


def _only_adds(before: str, after: str, lists: int) -> None:
    """Hold that what was there stands there still, in its order: but for a line of each list, and the last one."""
    lines = iter(_break.split(after))
    gone = 0
    waiting = _break.split(before)
    found = list(lines)
    at = 0
    for line in waiting:
        try:
            at = found.index(line, at) + 1
        except ValueError:
            gone += 1
    assert gone <= 2 * lists, (gone, before, after)


def _made(told: Any, tree: Tree) -> tuple[Edit, Tree] | None:  # noqa: ANN401 - what JSON held
    """Give an edit as it is written down, and what the record says after it; None for what nobody asks for."""
    match told:
        case ["put", str(key), item, [*before]] if all(isinstance(name, str) for name in before):
            return Put(key, item, tuple(before)), {**tree, key: item}
        case ["insert", str(key), int(at), item]:
            known = tree.get(key)
            items: list[Node] = [*known] if isinstance(known, list) else []
            if (isinstance(known, dict | str) and known != "") or not 0 <= at <= len(items):
                return None
            return Insert(key, at, item), {**tree, key: [*items[:at], item, *items[at:]]}
        case ["replace", str(key), int(at), item]:
            known = tree.get(key)
            if not isinstance(known, list) or not 0 <= at < len(known):
                return None
            return Replace(key, at, item), {**tree, key: [*known[:at], item, *known[at + 1 :]]}
    return None


LAYOUT: Final = Target("layout", _layout_seeds, mutate, check_layout)
EDITS: Final = Target("edits", _edit_seeds, _mutate_edits, check_edits)
