"""The version that two others come from, where it holds a conflict itself: after branches were merged crosswise.

Git merges the versions before such branches first, with markers where those clash, and takes the result for the base.
"""

import re
from typing import Final

from msgspec import inspect

from aftercare_cli.store.layout import item_of, struct_of, types_of
from aftercare_cli.store.line_reader import Node
from aftercare_cli.store.merge_lists import Listed, pairs_of, rules_of

_opening: Final = re.compile(r"^(<{7,}) ", re.MULTILINE).search


class _TornMapping(dict[str, Node]):
    """A mapping the base has in two forms, one of them this: no version is like it."""

    __hash__ = None

    def __eq__(self, other: object) -> bool:
        return False


class _TornList(list[Node]):
    """A list the base has in two forms."""

    __hash__ = None

    def __eq__(self, other: object) -> bool:
        return False


class _TornText(str):
    """A word the base has in two forms."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return False


def sides_of(text: str) -> tuple[str, str] | None:
    """Give the two texts that one with conflict markers stands for; None where it has none, or they are not in order.

    What a third section shows, the base as `merge.conflictStyle=diff3` has it, is in neither.
    """
    found = _opening(text)
    if found is None:
        return None
    size = len(found[1])
    ours: list[str] = []
    theirs: list[str] = []
    into: tuple[list[str], ...] = (ours, theirs)
    awaited = "<"
    for line in text.splitlines(keepends=True):
        sign = line[:1] if line[: size + 1].rstrip("\r\n") in {line[:1] * size, f"{line[:1] * size} "} else ""
        if sign == "<" == awaited:
            awaited, into = "=", (ours,)
        elif sign == "|" and awaited == "=":
            into = ()
        elif sign == "=" == awaited:
            awaited, into = ">", (theirs,)
        elif sign == ">" == awaited:
            awaited, into = "<", (ours, theirs)
        elif sign and sign in "<>":
            return None
        else:
            for lines in into:
                lines.append(line)
    return ("".join(ours), "".join(theirs)) if awaited == "<" else None


def torn(info: inspect.Type | None, first: Node, second: Node) -> Node:
    """Give a value that has two forms as one: what differs in it is like no version's, so that both must agree."""
    if first == second:
        return first
    if isinstance(first, dict) and isinstance(second, dict):
        if info is None or (struct_of(info, {}) is None and not types_of(info, {"": None})):
            return _TornMapping(first)
        types = types_of(info, {**second, **first})
        return {
            key: torn(types.get(key), first[key], second[key])
            if key in first and key in second
            else _one_sided(first.get(key, second.get(key)))
            for key in dict.fromkeys([*first, *second])
        }
    item = None if info is None else item_of(info)
    rules = None if item is None else rules_of(item)
    if rules is not None and isinstance(first, list) and isinstance(second, list):
        return torn_list(first, second, rules)
    return _one_sided(first)


def torn_list(first: list[Node], second: list[Node], rules: Listed) -> list[Node]:
    """Give a list that has two forms as one: items that differ, or that one form lacks, are like no version's."""
    pairs = pairs_of(first, second, rules)
    taken = {*pairs.values()}
    union = [
        item if place in pairs and item == second[pairs[place]] else _one_sided(item)
        for place, item in enumerate(first)
    ]
    return union + [_one_sided(item) for place, item in enumerate(second) if place not in taken]


def _one_sided(value: Node) -> Node:
    if isinstance(value, dict):
        return _TornMapping(value)
    if isinstance(value, list):
        return _TornList(value)
    return value if value is None else _TornText(value)
