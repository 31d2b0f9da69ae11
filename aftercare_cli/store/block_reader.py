"""The middle way to read a record: blocks inside blocks, as contracts and settings are laid out.

Each level stands two spaces further in; values are words, quoted words, and flow lists and mappings on one line. What
is laid out otherwise is left to the YAML parser, which takes longer to import than most commands run; the property test
that holds `line_reader` to the parser's answer holds this to it too.
"""

import re
from typing import Final, TypeVar

from aftercare_cli.store.line_reader import BLOCK, NULLS, PLAIN, QUOTED, REST, Node, Tree, is_odd

_STEP: Final = 2
_DEPTH_LIMIT: Final = 12
"""Half of what the parser allows: a record that is deeper is left to it."""
_KEY: Final = r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}"

_pair = re.compile(rf"({_KEY}):(?: ([^ #].*)|{REST})").fullmatch
_scalar = re.compile(rf"(?:({QUOTED})|({BLOCK})){REST}").fullmatch
_token = re.compile(rf"({QUOTED})|({_KEY}): |({PLAIN})|([\[{{])").match
_rest = re.compile(f"{REST}$").match

Line = tuple[int, str]
"""How far in a line stands, and what it says."""


_Block = TypeVar("_Block", Tree, list[Node])


class _LeaveItError(Exception):
    """A layout of which only the YAML parser can tell what it means."""


def read_blocks(data: bytes) -> Tree | None:
    """Give the mapping that a record's UTF-8 text stands for; None where only the YAML parser can tell."""
    text = data.decode(errors="replace")
    if is_odd(text):
        return None
    lines = [
        (len(line) - len(content), content)
        for line in text.split("\n")
        if (content := line.lstrip(" ")) and content[0] != "#"
    ]
    reader = _Reader(lines)
    try:
        tree = reader.mapping(0)
    except _LeaveItError:
        return None
    return tree if reader.at == len(lines) else None


class _Reader:
    """Reads blocks line by line; `at` is the next line."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.at = 0

    def mapping(self, indent: int) -> Tree:
        if indent > _STEP * _DEPTH_LIMIT:
            raise _LeaveItError
        tree: Tree = {}
        while self.at < len(self.lines) and self.lines[self.at][0] == indent:
            found = _pair(self.lines[self.at][1])
            if found is None or found[1] in tree:
                raise _LeaveItError
            self.at += 1
            tree[found[1]] = self.below(indent) if found[2] is None else _value(found[2])
        return self.ended(tree, indent)

    def below(self, indent: int) -> Node:
        """Give the block that stands further in than a key; None where there is none."""
        if self.at == len(self.lines) or self.lines[self.at][0] <= indent:
            return None
        inner = indent + _STEP
        if self.lines[self.at][1].startswith("- "):
            return self.sequence(inner)
        return self.mapping(inner)

    def sequence(self, indent: int) -> list[Node]:
        if indent > _STEP * _DEPTH_LIMIT:
            raise _LeaveItError
        items: list[Node] = []
        while self.at < len(self.lines) and self.lines[self.at][0] == indent:
            content = self.lines[self.at][1]
            if not content.startswith("- "):
                raise _LeaveItError
            inner = content[_STEP:]
            if _pair(inner):
                # The mapping's first key stands behind the dash, as if below it.
                self.lines[self.at] = (indent + _STEP, inner)
                items.append(self.mapping(indent + _STEP))
            else:
                self.at += 1
                items.append(_value(inner))
        return self.ended(items, indent)

    def ended(self, block: _Block, indent: int) -> _Block:
        """Give a block that is not empty and that no line further in follows: that would belong to its last value."""
        if not block or (self.at < len(self.lines) and self.lines[self.at][0] > indent):
            raise _LeaveItError
        return block


def _value(text: str) -> Node:
    """Read what stands behind a key or a dash."""
    if text.startswith(("[", "{")):
        value, end = _flow(text, 0, 0)
        if not _rest(text, end):
            raise _LeaveItError
        return value
    found = _scalar(text)
    if found is None:
        raise _LeaveItError
    return _word(found[1], found[2])


def _flow(text: str, at: int, depth: int) -> tuple[Node, int]:
    """Read a word, list or mapping in flow style; give it, and where it ends."""
    found = _token(text, at)
    if found is None or found[2] is not None or depth > _DEPTH_LIMIT:
        raise _LeaveItError
    if found[4] is None:
        return _word(found[1], found[3]), found.end()
    if found[4] == "[":
        return _flow_list(text, found.end(), depth)
    if found[4] == "{":
        return _flow_mapping(text, found.end(), depth)
    raise _LeaveItError


def _flow_list(text: str, at: int, depth: int) -> tuple[list[Node], int]:
    items: list[Node] = []
    if text.startswith("]", at):
        return items, at + 1
    while True:
        item, at = _flow(text, at, depth + 1)
        items.append(item)
        if text.startswith("]", at):
            return items, at + 1
        at = _after_comma(text, at)


def _flow_mapping(text: str, at: int, depth: int) -> tuple[Tree, int]:
    tree: Tree = {}
    if text.startswith("}", at):
        return tree, at + 1
    while True:
        key = _token(text, at)
        if key is None or key[2] is None or key[2] in tree:
            raise _LeaveItError
        tree[key[2]], at = _flow(text, key.end(), depth + 1)
        if text.startswith("}", at):
            return tree, at + 1
        at = _after_comma(text, at)


def _after_comma(text: str, at: int) -> int:
    if not text.startswith(", ", at):
        raise _LeaveItError
    return at + 2


def _word(quoted: str | None, plain: str) -> str | None:
    return quoted[1:-1] if quoted is not None else None if plain in NULLS else plain
