"""Changing a record's text: only the lines that must change; every other byte stays as its author wrote it."""

from collections.abc import Mapping, Sequence

import msgspec

from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.text import say
from aftercare_cli.store import emit
from aftercare_cli.store.encoding import BOM
from aftercare_cli.store.files import UnreadableError
from aftercare_cli.store.line_reader import read_lines
from aftercare_cli.store.yaml_reader import read_mapping


class EditError(AftercareError):
    """A record laid out in a way the tool will not touch."""


class Insert(msgspec.Struct, frozen=True):
    """A new item at `position` of the list `key`, in flow style; on a line of its own where the list has such lines."""

    key: str
    position: int
    item: emit.Plain


class Replace(msgspec.Struct, frozen=True):
    """Another item in place of the one at `position` of the list `key`."""

    key: str
    position: int
    item: emit.Plain


class Put(msgspec.Struct, frozen=True):
    """A value for a key of the record, new or in place of another.

    A new key stands before the first of those in `before` that the record has, else behind its last key.
    """

    key: str
    value: emit.Plain
    before: tuple[str, ...] = ()


Edit = Insert | Replace | Put


def edited(data: bytes, edits: Sequence[Edit]) -> bytes:
    """Give the record with edits made one after the other; every line that needs no change stays as it is.

    `data` is a valid record. Each result is read again and compared with what was meant; raises EditError where the
    layout does not allow it.
    """
    bom = BOM if data.startswith(BOM) else b""
    plain = data.removeprefix(BOM)
    for run in _runs(edits):
        plain = _edited(plain, run)
    return bom + plain


def _runs(edits: Sequence[Edit]) -> list[list[Edit]]:
    """Give the edits in order; those of one list that go on towards its end together: each run is read once."""
    runs: list[list[Edit]] = []
    for edit in edits:
        if runs and _follows(runs[-1][-1], edit):
            runs[-1].append(edit)
        else:
            runs.append([edit])
    return runs


def _follows(last: Edit, edit: Edit) -> bool:
    """Say whether an edit is of the same list as the one before it, and of an item behind that one's."""
    return (
        not isinstance(last, Put)
        and not isinstance(edit, Put)
        and edit.key == last.key
        and edit.position > last.position
    )


def insert_item(data: bytes, key: str, position: int, item: emit.Plain) -> bytes:
    """Give the record with `item` inserted at `position` of its list `key`; raises EditError as `edited` does."""
    return edited(data, [Insert(key, position, item)])


def _edited(plain: bytes, run: Sequence[Edit]) -> bytes:
    """Make the edits of a run."""
    before, first = read_mapping(plain, ""), run[0]
    listed = [edit for edit in run if not isinstance(edit, Put)]
    after = _by_lines(plain, first.key, listed) if listed else None
    if after is None:
        from aftercare_cli.store import edit_places  # noqa: PLC0415 - PyYAML takes longer to import than an event to write

        text = plain.decode()
        after = (
            edit_places.put(text, first) if isinstance(first, Put) else edit_places.relisted(text, first.key, listed)
        )
    meant = {**before, first.key: _tree(first.value)} if isinstance(first, Put) else _meant(before, first.key, listed)
    result = "".join(after).encode()
    try:
        if read_mapping(result, "") == meant:
            return result
    except UnreadableError:
        pass
    raise EditError(
        say("{key} is laid out in a way that cannot be added to", key=first.key)
        if isinstance(first, Insert)
        else say("{key} is laid out in a way that cannot be changed", key=first.key),
        say("run aftercare fmt on the file first"),
    )


def _meant(before: Mapping[str, object], key: str, run: Sequence[Insert | Replace]) -> dict[str, object]:
    """Give the tree as it is meant to read after the edits of a list."""
    listed = before.get(key)
    known: list[object] = [*listed] if isinstance(listed, list) else []
    items: list[object] = []
    taken = 0
    for edit in run:
        kept = taken + edit.position - len(items)
        items += [*known[taken:kept], _tree(edit.item)]
        taken = kept + isinstance(edit, Replace)
    return {**before, key: [*items, *known[taken:]]}


def _tree(value: emit.Plain) -> object:
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Mapping):
        return {key: _tree(part) for key, part in value.items()}
    return [_tree(part) for part in value]


def _by_lines(plain: bytes, key: str, run: Sequence[Insert | Replace]) -> list[str] | None:
    """Give the lines of a record with new items in a list, where each of its items stands on a line of its own.

    So the tool itself lays records out. None for any other layout, and where an item makes way: the parser has to look.
    """
    tree = read_lines(plain)
    if tree is None or not plain.endswith(b"\n"):
        return None
    lines = [f"{line}\n" for line in plain.decode().removesuffix("\n").split("\n")]
    known = tree.get(key, [])
    items = _items_of(lines, key)
    added: dict[int, list[str]] = {}
    for more, edit in enumerate(run):
        if isinstance(edit, Replace):
            return None
        # Where it is in the list as it was.
        added.setdefault(edit.position - more, []).append(f"  - {emit.flow(edit.item)}\n")
    if not isinstance(known, list) or len(items) != len(known) or max(added) > len(items):
        return None
    if not items:
        return [*lines, f"{key}:\n", *added[0]] if key not in tree else None
    for position in sorted(added, reverse=True):
        at = items[position - 1] + 1 if position else items[0]
        lines[at:at] = added[position]
    return lines


def _items_of(lines: Sequence[str], key: str) -> list[int]:
    """Give the lines on which the items of a list stand, in a record of which each line is a key, an item or silent."""
    found: list[int] = []
    owner = ""
    for at, line in enumerate(lines):
        if line.startswith("  - "):
            found += [at] if owner == key else []
        elif line[0].isalpha() or line[0] == "_":
            owner = line.partition(":")[0]
    return found
