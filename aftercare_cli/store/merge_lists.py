"""Lists of facts as sets: which item of one version is which of another, and in what order the union stands."""

import bisect
import datetime as dt
import json
from collections import defaultdict
from collections.abc import Container, Sequence
from enum import Enum
from itertools import pairwise
from typing import Final, NamedTuple

from msgspec import inspect

from aftercare_cli.model.contract import Amendment, Confidentiality, DocumentTerms, TrainingTopic
from aftercare_cli.model.service import Attendee, BillLine, CheckResult, HandedOver
from aftercare_cli.model.sites import Check, Contact, Item, Person, Price
from aftercare_cli.store.layout import struct_of
from aftercare_cli.store.line_reader import Node


class Absent(Enum):
    """What a version does not have."""

    absent = "absent"


ABSENT: Final = Absent.absent

_NAMES: Final[dict[type, tuple[str, ...]]] = {
    Amendment: ("from",),
    Attendee: ("name",),
    Check: ("id",),
    CheckResult: ("check", "equipment"),
    Confidentiality: ("with", "signed"),
    Contact: ("name",),
    DocumentTerms: ("id",),
    HandedOver: ("document",),
    Item: ("id",),
    Person: ("id",),
    Price: ("model",),
    TrainingTopic: ("number",),
}
"""The keys that name an item; what is not listed here has no name, and is told by what it says."""
_MOMENTS: Final = ("at", "from")


class Listed(NamedTuple):
    """How the items of a list are told apart, and by which key they are ordered."""

    names: tuple[str, ...] = ()
    moment: str | None = None


class Slot(NamedTuple):
    """Where each version has an item."""

    base: int | None
    ours: int | None
    theirs: int | None

    @property
    def is_in_all(self) -> bool:
        """Say whether every version has it."""
        return None not in self


def rules_of(item: inspect.Type) -> Listed | None:
    """Give how a list of items of a type is merged; None where it is one fact."""
    struct = struct_of(item, {})
    if struct is None:
        return Listed()
    if struct.cls is BillLine:
        return None
    keys = {field.encode_name for field in struct.fields}
    return Listed(_NAMES.get(struct.cls, ()), next((key for key in _MOMENTS if key in keys), None))


def slots(base: Sequence[Node], ours: Sequence[Node], theirs: Sequence[Node], rules: Listed) -> list[Slot]:
    """Give every item that any version has, once; what both added alike is one."""
    mine, others = _known_pairs(base, ours, rules), _known_pairs(base, theirs, rules)
    new, other_new = _left(ours, mine), _left(theirs, others)
    both = _known_pairs([ours[place] for place in new], [theirs[place] for place in other_new], rules)
    shared = {new[at]: other_new[place] for at, place in both.items()}
    if not rules.names:
        # What both have now is an edit that both made, or none: it is never what one of them made of something else.
        gone = {place: item for place, item in enumerate(base) if place not in mine and place not in others}
        edits = _alike(gone, {place: ours[place] for place in shared}, rules)
        mine |= edits
        others |= {place: shared[other] for place, other in edits.items()}
        _pair_edits(mine, base, ours, {*shared}, rules)
        _pair_edits(others, base, theirs, {*shared.values()}, rules)
    found = [Slot(place, mine.get(place), others.get(place)) for place in range(len(base))]
    found += [Slot(None, place, shared.get(place)) for place in _left(ours, mine)]
    known = {*shared.values()}
    return found + [Slot(None, None, place) for place in _left(theirs, others) if place not in known]


def pairs_of(old: Sequence[Node], new: Sequence[Node], rules: Listed) -> dict[int, int]:
    """Give, for places in `old`, those of the same items in `new`, edited ones too."""
    pairs = _known_pairs(old, new, rules)
    if not rules.names:
        _pair_edits(pairs, old, new, (), rules)
    return pairs


def _known_pairs(old: Sequence[Node], new: Sequence[Node], rules: Listed) -> dict[int, int]:
    """Pair what is equal, then what has the same name."""
    pairs: dict[int, int] = {}
    _pair(pairs, dict(enumerate(map(_mark, old))), dict(enumerate(map(_mark, new))))
    if rules.names:
        _pair(
            pairs, *({at: name for at, item in enumerate(side) if (name := _name(item, rules))} for side in (old, new))
        )
    return pairs


def _left(items: Sequence[Node], pairs: dict[int, int]) -> list[int]:
    """Give the places that are in no pair."""
    taken = {*pairs.values()}
    return [place for place in range(len(items)) if place not in taken]


def _pair_edits(
    pairs: dict[int, int], old: Sequence[Node], new: Sequence[Node], apart: Container[int], rules: Listed
) -> None:
    """Pair items without names, one that is gone with one that is new: what was edited. Those `apart` are never that.

    They are alike, or of one moment, for the most part the same, and one stands alone where the other stood.
    """
    gone = {place: item for place, item in enumerate(old) if place not in pairs}
    come = {place: new[place] for place in _left(new, pairs) if place not in apart}
    pairs |= _alike(gone, come, rules)
    before = _gaps(len(old), {place: place for place in pairs})
    after = _gaps(len(new), {other: place for place, other in pairs.items()})
    for gap, places in before.items():
        others = after.get(gap, [])
        if (
            len(places) == len(others) == 1
            and others[0] in come
            and _is_edited(gone[places[0]], come[others[0]], rules)
        ):
            pairs[places[0]] = others[0]


def _alike(old: dict[int, Node], new: dict[int, Node], rules: Listed) -> dict[int, int]:
    """Pair items that differ in one key and no other, in its value or in having it."""
    pairs: dict[int, int] = {}
    mappings = [{at: item for at, item in side.items() if isinstance(item, dict)} for side in (old, new)]
    keys = {key for side in mappings for item in side.values() for key in item}
    for key in sorted(keys, key=lambda key: (key == rules.moment, key)):
        _pair(pairs, *({at: _mark({**item, key: None}) for at, item in side.items()} for side in mappings))
    return pairs


def _pair(pairs: dict[int, int], old: dict[int, str], new: dict[int, str]) -> None:
    """Pair what has the same mark, the first with the first, and is not paired yet."""
    taken = {*pairs.values()}
    waiting: defaultdict[str, list[int]] = defaultdict(list)
    for place, mark in reversed(new.items()):
        if place not in taken:
            waiting[mark].append(place)
    for place, mark in old.items():
        if place not in pairs and waiting.get(mark):
            pairs[place] = waiting[mark].pop()


def _gaps(count: int, known: dict[int, int]) -> dict[int, list[int]]:
    """Give the places that are not known, by the old place of the last known one before them."""
    gaps: defaultdict[int, list[int]] = defaultdict(list)
    gap = -1
    for place in range(count):
        gap = known.get(place, gap)
        if place not in known:
            gaps[gap].append(place)
    return gaps


def _is_edited(old: Node, new: Node, rules: Listed) -> bool:
    if (
        not isinstance(old, dict)
        or not isinstance(new, dict)
        or old.get(rules.moment or "") != new.get(rules.moment or "")
    ):
        return False
    same = sum(old[key] == new[key] for key in old.keys() & new.keys())
    return 2 * same >= len(old.keys() | new.keys())


def _mark(item: Node) -> str:
    return json.dumps(item, sort_keys=True)


def _name(item: Node, rules: Listed) -> str | None:
    if not isinstance(item, dict) or item.get(rules.names[0]) is None:
        return None
    return _mark([item.get(key) for key in rules.names])


class Outcome(NamedTuple):
    """An item of the union: where it comes from, and what it says; two things where both tell it differently."""

    slot: Slot
    ours: Node | Absent
    theirs: Node | Absent


class _Placed(NamedTuple):
    """An outcome by its number, with its place in the list that gives the order, in the other one, and its moment."""

    number: int
    here: int | None
    there: int | None
    moment: float | None


def arranged(
    outcomes: Sequence[Outcome], base: Sequence[Node], ours: Sequence[Node], theirs: Sequence[Node], rules: Listed
) -> list[int]:
    """Give the order of a union, as places in `outcomes`: by time where the lists are, each side's own order kept."""
    # A side that changed nothing does not say in which order the rest stands.
    is_turned = list(base) == list(ours)
    fixed: list[_Placed] = []
    moving: list[_Placed] = []
    for number, (slot, mine, other) in enumerate(outcomes):
        here, there = (slot.theirs, slot.ours) if is_turned else (slot.ours, slot.theirs)
        said = (other, mine) if is_turned else (mine, other)
        moment = _moment(next(value for value in said if not isinstance(value, Absent)), rules)
        was = None if here is None else _moment((theirs if is_turned else ours)[here], rules)
        (moving if here is None or was != moment else fixed).append(_Placed(number, here, there, moment))
    fixed.sort(key=lambda placed: -1 if placed.here is None else placed.here)
    moving.sort(key=lambda placed: -1 if placed.there is None else placed.there)
    moments = [placed.moment for placed in fixed if placed.moment is not None]
    is_timed = len(moments) == len(fixed) and all(placed.moment is not None for placed in moving)
    if is_timed and all(first <= second for first, second in pairwise(moments)):
        order = _by_time(fixed, moving)
    else:
        order = _by_neighbour(fixed, moving)
    return [placed.number for placed in order]


def _by_time(fixed: list[_Placed], moving: list[_Placed]) -> list[_Placed]:
    """Give the union in order of time; at one moment the first list's items come first, unless the other has it so."""
    order = list(fixed)
    moments = [placed.moment or 0 for placed in fixed]
    for placed in moving:
        moment = placed.moment or 0
        low, high = bisect.bisect_left(moments, moment), bisect.bisect_right(moments, moment)
        at = next((at for at in range(low, high) if _is_behind(order[at], placed)), high)
        order.insert(at, placed)
        moments.insert(at, moment)
    return order


def _is_behind(placed: _Placed, other: _Placed) -> bool:
    """Say whether the list that both are in has `placed` behind `other`."""
    return placed.there is not None and other.there is not None and placed.there > other.there


def _by_neighbour(fixed: list[_Placed], moving: list[_Placed]) -> list[_Placed]:
    """Give the union with each item of the other list behind the one it stands behind there."""
    known = sorted(placed.there for placed in fixed if placed.there is not None)
    behind: defaultdict[int, list[_Placed]] = defaultdict(list)
    for placed in moving:
        at = bisect.bisect_left(known, placed.there or 0)
        behind[known[at - 1] if at else -1].append(placed)
    order: list[_Placed] = []
    waiting = behind[-1]
    for placed in fixed:
        if placed.there is not None:
            order += waiting
            waiting = behind[placed.there]
        order.append(placed)
    return order + waiting


def _moment(item: Node | Absent, rules: Listed) -> float | None:
    """Give when something happened, in seconds; None where it does not say so."""
    value = item.get(rules.moment) if isinstance(item, dict) and rules.moment is not None else None
    try:
        moment = dt.datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    if moment is None:
        return None
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=dt.UTC)).timestamp()
