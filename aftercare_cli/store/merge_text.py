"""A merged record as text: the lines of ours, those that theirs brings, and markers around what both tell differently.

A fact is moved as the lines its author wrote, with the comments above it. Texts have LF line ends here.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Final, NamedTuple

from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from aftercare_cli.store import emit
from aftercare_cli.store.edit_places import composed, end_last_line, is_block_text, last_line
from aftercare_cli.store.merge_lists import ABSENT
from aftercare_cli.store.merge_plan import SIDES, Chosen, Clash, Fields, Items, Plan, Side, clashes, settled

_SPECIAL_IN_FLOW: Final = frozenset(",[]{}")
_comment = re.compile("( *)#").match


class LayoutError(Exception):
    """A layout whose facts cannot be moved as lines."""


class Markers(NamedTuple):
    """How a conflict is shown."""

    ours: str = "ours"
    theirs: str = "theirs"
    size: int = 7

    def around(self, ours: Sequence[str], theirs: Sequence[str]) -> list[str]:
        """Give both versions of some lines, one above the other."""
        return [
            f"{'<' * self.size} {self.ours}\n",
            *ours,
            f"{'=' * self.size}\n",
            *theirs,
            f"{'>' * self.size} {self.theirs}\n",
        ]


class Source:
    """A version's text, and where in it each fact stands."""

    def __init__(self, text: str) -> None:
        """Read a valid record that is no flow mapping as a whole."""
        lines, _, root = composed(text)
        end_last_line(lines, root, "\n")
        self.text = "".join(lines)
        self.lines, _, self.root = composed(self.text)
        if self.root.flow_style:
            raise LayoutError

    @cached_property
    def offsets(self) -> list[int]:
        """Where each line begins."""
        offsets = [0]
        for line in self.lines:
            offsets.append(offsets[-1] + len(line))
        return offsets

    def said(self, node: Node) -> str:
        """Give a value as it stands in flow style, on one line; what cannot stand there as it is, is written anew."""
        text = self.text[node.start_mark.index : node.end_mark.index]
        if isinstance(node, ScalarNode):
            is_plain = node.style is None
            if "\n" in text or is_block_text(node) or (is_plain and _SPECIAL_IN_FLOW & {*text}):
                return emit.scalar(node.value)
            return text or "null"
        if isinstance(node, CollectionNode) and node.flow_style and "\n" not in text:
            return text
        if isinstance(node, MappingNode):
            return "{" + ", ".join(f"{self.said(key)}: {self.said(value)}" for key, value in node.value) + "}"
        return "[" + ", ".join(self.said(item) for item in node.value) + "]"


class Told(NamedTuple):
    """A value in a text."""

    source: Source
    node: Node

    @property
    def text(self) -> str:
        """It in flow style."""
        return self.source.said(self.node)

    def item(self, place: int | None) -> "Told":
        """Give an item of it; itself where it has none."""
        return self if place is None else Told(self.source, self.node.value[place])

    def pairs(self) -> dict[str, tuple["Told", "Told"]]:
        """Give its keys and values."""
        return {name.value: (Told(self.source, name), Told(self.source, value)) for name, value in self.node.value}


class Piece(NamedTuple):
    """A key with its value, or an item of a list: the comments above it, and its own lines.

    `line` is where those begin in the text (-1: they are not a line's), `start` the same in characters.
    """

    source: Source
    name: Node | None
    node: Node
    column: int
    lead: list[str]
    body: list[str]
    line: int
    start: int

    def block(self) -> "Block | None":
        """Give what is in it line by line; None for what stands in flow style."""
        if not isinstance(self.node, CollectionNode) or self.node.flow_style or self.line < 0:
            return None
        return Block(self.source, self.node, self.line, self.line + len(self.body))

    def with_value(self, text: str) -> list[str]:
        """Give its lines with another value, on one line; a comment behind it is kept."""
        written = "".join(self.body)
        begin, end = (mark.index - self.start for mark in (self.node.start_mark, self.node.end_mark))
        return [written[:begin] + text + written[end:]]

    @property
    def told(self) -> "Told":
        """Its value."""
        return Told(self.source, self.node)

    @property
    def is_one_value(self) -> bool:
        """Say whether its value stands between brackets or quotes, or as a word: another can stand in its place."""
        if isinstance(self.node, CollectionNode):
            return bool(self.node.flow_style)
        return not is_block_text(self.node) and self.node.start_mark.index < self.node.end_mark.index

    def shifted(self, column: int) -> list[str]:
        """Give its lines as they stand at another column."""
        return _shifted(self.body, column - self.column)

    def raised(self, column: int) -> list[str]:
        """Give the comments above it as they stand at another column."""
        return _shifted(self.lead, column - self.column)


Pieces = Mapping[str | int, Piece]
Sides = tuple[Piece | None, Piece | None, Piece | None]
"""What base, ours and theirs have."""


class Block(NamedTuple):
    """A collection that stands line by line, in the lines from `begin` up to `end`."""

    source: Source
    node: CollectionNode
    begin: int
    end: int

    @property
    def column(self) -> int:
        """Where its pieces begin in their lines."""
        return int(self.node.start_mark.column)

    def split(self) -> "Split":
        """Give its pieces, and the lines before the first and behind the last."""
        lines = self.source.lines
        column = self.column
        named = self._named()
        starts = [int((name or value).start_mark.line) for _, name, value in named]
        if starts[0] < self.begin or any(first >= second for first, second in pairwise(starts)):
            raise LayoutError
        lead: list[str] = []
        pieces: dict[str | int, Piece] = {}
        for (key, name, node), start, following in zip(named, starts, [*starts[1:], self.end], strict=True):
            if name is None and not lines[start][column:].startswith("- "):
                raise LayoutError
            end = self._end(max(start, min(last_line(node), following - 1)) + 1, following, column)
            body = lines[start:end]
            pieces[key] = Piece(self.source, name, node, column, lead, body, start, self.source.offsets[start])
            lead = lines[end:following]
        return Split(lines[self.begin : starts[0]], pieces, lead)

    def _named(self) -> list[tuple[str | int, Node | None, Node]]:
        """Give each key or place with the key's node and the value's."""
        if isinstance(self.node, MappingNode):
            return [(name.value, name, value) for name, value in self.node.value]
        return [(place, None, item) for place, item in enumerate(self.node.value)]

    def _end(self, line: int, following: int, column: int) -> int:
        """Give where a piece ends: comments that stand deeper than it does are part of it."""
        end = line
        for at in range(line, following):
            comment = _comment(self.source.lines[at])
            if comment is not None and len(comment[1]) > column:
                end = at + 1
            elif self.source.lines[at].strip():
                break
        return end


class Split(NamedTuple):
    """A block's pieces by key or place, and the lines before the first and behind the last."""

    head: list[str] | None
    pieces: Pieces
    tail: list[str] | None

    def piece_at(self, place: int | None) -> Piece | None:
        """Give an item of a list."""
        return None if place is None else self.pieces.get(place)


_NOTHING: Final = Split(None, {}, None)


def merged_text(plan: Fields, base: Source | None, ours: Source, theirs: Source, markers: Markers) -> str:
    """Give the text of a merged record; raises LayoutError where the versions are laid out in a way that resists."""
    splits = [
        _NOTHING if side is None else Block(side, side.root, 0, len(side.lines)).split()
        for side in (base, ours, theirs)
    ]
    return "".join(_Writer(markers).block(plan, splits, 0))


class _Writer:
    """Writes what a plan says, in the lines of the versions: with markers, or as one side would have it."""

    def __init__(self, markers: Markers, pick: Side | None = None) -> None:
        self.markers = markers
        self.pick = pick

    def block(self, plan: Fields | Items, splits: Sequence[Split], column: int) -> list[str]:
        """Give the lines of a collection, of which `splits` are the versions, at a column."""
        base, ours, theirs = splits
        lines = list(_kept(base.head, ours.head, theirs.head))
        if isinstance(plan, Fields):
            for key, part in plan.parts.items():
                lines += self.piece(part, (base.pieces.get(key), ours.pieces.get(key), theirs.pieces.get(key)), column)
        else:
            for item in plan.parts:
                was, mine, other = (split.piece_at(place) for split, place in zip(splits, item.slot, strict=True))
                lines += self.piece(item.plan, (was, mine, other), column)
        return [*lines, *_kept(base.tail, ours.tail, theirs.tail)]

    def piece(self, plan: Plan, sides: Sides, column: int) -> list[str]:
        """Give the lines of a key or an item."""
        was, mine, other = (None if side is None else side.shifted(column) for side in sides)
        lead = _kept(*(None if side is None else side.raised(column) for side in sides))
        match plan:
            case Chosen(is_shared=True):
                body = _kept(was, mine, other)
            case Chosen(side=side):
                body = (mine if side == "ours" else other) or []
            case Clash() if self.pick is None:
                body = self.markers.around(mine or [], other or [])
            case Clash():
                body = (mine if self.pick == "ours" else other) or []
            case Fields() | Items():
                body = self.inside(plan, sides, column)
        return [*lead, *body]

    def inside(self, plan: Fields | Items, sides: Sides, column: int) -> list[str]:
        """Give the lines of a value that both changed, each in another place."""
        blocks = [None if side is None else side.block() for side in sides]
        depths = [
            block.column - side.column
            for block, side in zip(blocks[1:], sides[1:], strict=True)
            if block is not None and side is not None
        ]
        # A mapping that is written in two ways, and a list that has no lines, are told on one line.
        if len(depths) < (2 if isinstance(plan, Fields) else 1) or not plan.parts:
            return self.on_one_line(plan, sides, column)
        chosen = [settled(plan, side) for side in ([self.pick] if self.pick else SIDES)]
        if any(value in ([], ABSENT) for value in chosen):
            # Which lines there are, and whether there is a key at all, depends on the version that is chosen.
            return self.on_one_line(plan, sides, column) if self.pick else self.as_two(plan, sides, column)
        inner = column + depths[0]
        splits = [
            _NOTHING if side is None else _opened(side, inner) if block is None else block.split()
            for block, side in zip(blocks, sides, strict=True)
        ]
        return self.block(plan, splits, inner)

    def as_two(self, plan: Fields | Items, sides: Sides, column: int) -> list[str]:
        """Give both versions of a value that holds what clashes, one above the other."""
        return self.markers.around(*(_Writer(self.markers, side).inside(plan, sides, column) for side in SIDES))

    def on_one_line(self, plan: Fields | Items, sides: Sides, column: int) -> list[str]:
        """Give a key or an item with its merged value in flow style; two of them where it holds what clashes."""
        if self.pick is None and next(clashes(plan), None) is not None:
            return self.as_two(plan, sides, column)
        pick = self.pick or "ours"
        if settled(plan, pick) is ABSENT:
            return []
        known = [side for side in sides[1:] if side is not None]
        text = _flow(plan, known[0].told, known[-1].told, pick)
        host = next((side for side in known if side.is_one_value), None)
        if host is not None:
            return _shifted(host.with_value(text), column - host.column)
        name = known[0].name
        return [f"{' ' * column}{'-' if name is None else f'{known[0].source.said(name)}:'} {text}\n"]


def _flow(plan: Plan, ours: Told, theirs: Told, pick: Side) -> str:
    """Give a merged value in flow style; of what clashes the value of `pick`."""
    if isinstance(plan, Chosen | Clash):
        side = plan.side if isinstance(plan, Chosen) else pick
        return (ours if side == "ours" else theirs).text
    value = settled(plan, pick)
    if value in (plan.ours, plan.theirs):
        return (ours if value == plan.ours else theirs).text
    if isinstance(plan, Items):
        parts = [part for part in plan.parts if settled(part.plan, pick) is not ABSENT]
        told = [_flow(part.plan, ours.item(part.slot.ours), theirs.item(part.slot.theirs), pick) for part in parts]
        return f"[{', '.join(told)}]"
    mine, others = ours.pairs(), theirs.pairs()
    pairs = []
    for key, plan_of_key in plan.parts.items():
        if settled(plan_of_key, pick) is not ABSENT:
            name = (mine.get(key) or others[key])[0].text
            first, second = (side[key][1] if key in side else None for side in (mine, others))
            pairs.append(f"{name}: {_flow(plan_of_key, first or ours, second or theirs, pick)}")
    return f"{{{', '.join(pairs)}}}"


def _opened(piece: Piece, column: int) -> Split:
    """Give a list in flow style as if it stood line by line at a column."""
    if not isinstance(piece.node, SequenceNode):
        return _NOTHING
    pieces: dict[str | int, Piece] = {}
    for place, item in enumerate(piece.node.value):
        line = f"{' ' * column}- {piece.source.said(item)}\n"
        pieces[place] = Piece(piece.source, None, item, column, [], [line], -1, item.start_mark.index - column - 2)
    return Split(None, pieces, None)


def _kept(base: list[str] | None, ours: list[str] | None, theirs: list[str] | None) -> list[str]:
    """Give the lines that one side changed, where only one did; else those of ours."""
    if ours is None or theirs is None:
        return (theirs if ours is None else ours) or []
    return theirs if base is not None and ours == base else ours


def _shifted(lines: list[str], columns: int) -> list[str]:
    """Give lines so many columns further to the right, or to the left."""
    if not columns:
        return lines
    if columns > 0:
        return [" " * columns + line if line.strip() else line for line in lines]
    if any(line.strip() and line[:-columns].strip() for line in lines):
        raise LayoutError
    return [line[-columns:] if line.strip() else line for line in lines]
