"""What two versions of a record become, fact by fact, given the one they both come from: values only, no text."""

from collections.abc import Iterator, Mapping
from typing import Final, Literal, NamedTuple

from msgspec import inspect

from aftercare_cli.model.service import CheckResult
from aftercare_cli.store.layout import item_of, struct_of, types_of
from aftercare_cli.store.line_reader import Node
from aftercare_cli.store.merge_lists import ABSENT, Absent, Listed, Outcome, Slot, arranged, rules_of, slots

Side = Literal["ours", "theirs"]
SIDES: Final[tuple[Side, Side]] = ("ours", "theirs")
Value = Node | Absent

_WHOLE: Final = (CheckResult,)
"""Facts whose values belong together, though they have a name: a result, its grade and its remark."""


class Chosen(NamedTuple):
    """The value of one side; `is_shared` where the other has the same."""

    side: Side
    value: Value
    is_shared: bool = False


class Clash(NamedTuple):
    """The same fact, told differently by both; ABSENT where one has taken it away."""

    ours: Value
    theirs: Value


class Fields(NamedTuple):
    """A mapping, key by key; `ours` and `theirs` are what the sides had."""

    parts: Mapping[str, "Plan"]
    ours: Node
    theirs: Node


class Items(NamedTuple):
    """A list, item by item; a side that had none may come to have one, and the other way round."""

    parts: list["Part"]
    ours: Value
    theirs: Value


class Part(NamedTuple):
    """An item of a merged list, and where each version has it."""

    plan: "Plan"
    slot: Slot


Plan = Chosen | Clash | Fields | Items


def planned_record(info: inspect.Type, base: dict[str, Node], ours: dict[str, Node], theirs: dict[str, Node]) -> Fields:
    """Give what becomes of a record of a type."""
    return _fields(info, base, ours, theirs)


def planned_rows(info: inspect.Type, base: list[Node], ours: list[Node], theirs: list[Node]) -> Items:
    """Give what becomes of the rows of a table, each of a type."""
    return _items(info, base, ours, theirs)


def settled(plan: Plan, side: Side) -> Value:
    """Give the value; of what both told differently the one of `side`."""
    match plan:
        case Chosen(value=value):
            return value
        case Clash():
            return plan.ours if side == "ours" else plan.theirs
        case Fields():
            values = {key: settled(part, side) for key, part in plan.parts.items()}
            return {key: value for key, value in values.items() if not isinstance(value, Absent)}
        case Items():
            listed = [value for part in plan.parts if not isinstance(value := settled(part.plan, side), Absent)]
            return ABSENT if not listed and ABSENT in (plan.ours, plan.theirs) else listed


def clashes(plan: Plan, key: str = "") -> Iterator[str]:
    """Yield the record's key, once for every fact that both told differently."""
    match plan:
        case Clash():
            yield key
        case Fields():
            for name, part in plan.parts.items():
                yield from clashes(part, key or name)
        case Items():
            for item in plan.parts:
                yield from clashes(item.plan, key)
        case _:
            pass


def _planned(info: inspect.Type | None, base: Value, ours: Value, theirs: Value) -> Plan:
    if ours == theirs:
        return Chosen("ours", ours, is_shared=True)
    if isinstance(ours, dict) and isinstance(theirs, dict) and info is not None and _has_parts(info, base):
        return _fields(info, base if isinstance(base, dict) else {}, ours, theirs)
    item = None if info is None else item_of(info)
    if item is not None and rules_of(item) is not None and (ABSENT not in (ours, theirs) or base not in (ours, theirs)):
        # A list that a version does not have is one without items.
        was, mine, other = ([] if value is ABSENT else value for value in (base, ours, theirs))
        if isinstance(mine, list) and isinstance(other, list):
            known = was if isinstance(was, list) else []
            items = _items(item, known, mine, other)._replace(ours=ours, theirs=theirs)
            if _is_swapped(item, known, mine, other):
                return Clash(ours, theirs)
            if items.parts or (mine and other):
                return items
            # Nothing is left: it is as the side has it that took the last away.
            return Chosen("theirs", theirs) if mine else Chosen("ours", ours)
    return _whole(base, ours, theirs)


def _whole(base: Value, ours: Value, theirs: Value) -> Chosen | Clash:
    """Decide about a value that is one fact."""
    if ours == theirs:
        return Chosen("ours", ours, is_shared=True)
    # The version both come from stands first: a value that it holds in two forms is like neither.
    if base == ours:
        return Chosen("theirs", theirs)
    if base == theirs:
        return Chosen("ours", ours)
    return Clash(ours, theirs)


def _has_parts(info: inspect.Type, base: Value) -> bool:
    """Say whether a mapping holds several facts, rather than being one: a new one is one, and whatever has a moment."""
    struct = struct_of(info, {})
    if struct is None:
        return bool(types_of(info, {"": None}))
    return isinstance(base, dict) and struct.cls not in _WHOLE and all(field.name != "at" for field in struct.fields)


def _is_swapped(item: inspect.Type, base: list[Node], ours: list[Node], theirs: list[Node]) -> bool:
    """Say whether both put something else, and not the same, in the place of the same word of a list."""
    if struct_of(item, {}) is not None:
        return False
    gone = [word for word in base if word not in ours and word not in theirs]
    added, others = ([word for word in side if word not in base] for side in (ours, theirs))
    return bool(gone and added and others and added != others)


def _fields(info: inspect.Type, base: dict[str, Node], ours: dict[str, Node], theirs: dict[str, Node]) -> Fields:
    types = types_of(info, {**theirs, **ours})
    parts: dict[str, Plan] = {}
    for key in _keys(list(ours), list(theirs)):
        part = _planned(types.get(key), *(side.get(key, ABSENT) for side in (base, ours, theirs)))
        if not isinstance(part, Chosen) or part.value is not ABSENT:
            parts[key] = part
    return Fields(parts, ours, theirs)


def _keys(ours: list[str], theirs: list[str]) -> list[str]:
    """Give the keys of both in the order of ours; theirs behind the key they stand behind there, and behind ours."""
    keys, shared = list(ours), {*ours} & {*theirs}
    at = len(keys)
    for key in theirs:
        if key in shared:
            at = keys.index(key) + 1
            while at < len(keys) and keys[at] not in shared:
                at += 1
        else:
            keys.insert(at, key)
            at += 1
    return keys


def _items(item: inspect.Type, base: list[Node], ours: list[Node], theirs: list[Node]) -> Items:
    rules = rules_of(item) or Listed()
    parts: list[Part] = []
    for slot in slots(base, ours, theirs, rules):
        was, mine, other = (
            ABSENT if place is None else side[place] for side, place in zip((base, ours, theirs), slot, strict=True)
        )
        plan = _planned(item, was, mine, other) if rules.names and slot.is_in_all else _whole(was, mine, other)
        if not isinstance(plan, Chosen) or plan.value is not ABSENT:
            parts.append(Part(plan, slot))
    outcomes = [Outcome(part.slot, settled(part.plan, "ours"), settled(part.plan, "theirs")) for part in parts]
    order = arranged(outcomes, base, ours, theirs, rules)
    return Items([parts[place] for place in order], ours, theirs)
