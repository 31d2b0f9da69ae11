"""Where an edit goes in a record's text, by the places that the YAML parser gives: in every layout people write."""

import re
from collections.abc import Collection, Sequence
from typing import Final

import yaml
from yaml.error import Mark
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from aftercare_cli.store import emit
from aftercare_cli.store.edit import Insert, Put, Replace

_BREAK: Final = "\r\n\x85\u2028\u2029"
_line = re.compile(f"[^{_BREAK}]*(?:\r\n|[{_BREAK}])|[^{_BREAK}]+")
_header = re.compile("^[|>][0-9+-]*")
_colon = re.compile("[ \t]*:")


def composed(text: str) -> tuple[list[str], str, MappingNode]:
    """Give the lines of a record, the line end it uses, and its tree with positions."""
    lines = _line.findall(text)
    ending = "\r\n" if "\r\n" in text else "\r" if "\r" in text and "\n" not in text else "\n"
    root = yaml.compose(text, yaml.CSafeLoader)
    assert isinstance(root, MappingNode)  # noqa: S101 - the record is valid
    return lines, ending, root


def _value(root: MappingNode, key: str) -> Node | None:
    return next((value for name, value in root.value if name.value == key), None)


def relisted(text: str, key: str, run: Sequence[Insert | Replace]) -> list[str]:
    """Give the lines of the record with the edits of a run made in a list.

    The last ones are made first: where the others go is not moved by them.
    """
    lines, ending, root = composed(text)
    added: dict[int, list[str]] = {}
    swapped: dict[int, str] = {}
    more = 0
    for edit in run:
        # Where it is in the list as it was.
        position = edit.position - more
        if isinstance(edit, Insert):
            added.setdefault(position, []).append(emit.flow(edit.item))
            more += 1
        else:
            swapped[position] = emit.flow(edit.item)
    for position in sorted({*added, *swapped}, reverse=True):
        if position in swapped:
            node = _value(root, key)
            assert isinstance(node, SequenceNode)  # noqa: S101 - the caller read the item
            # What stands behind it on its line is kept.
            lines = _swapped(lines, node.value[position], swapped[position])
        if position in added:
            lines = _inserted(lines, ending, root, key, position, added[position])
    return lines


def _swapped(lines: list[str], node: Node, text: str) -> list[str]:
    """Give the lines with `text` where `node` stands; a comment behind it, and blank lines, are kept."""
    begin, column = node.start_mark.line, node.start_mark.column
    first, last, leaf = lines[begin], _last_written(lines, node), _last_leaf(node)
    lead = " " if first[:column].endswith((":", "-")) else ""
    if not is_block_text(leaf):
        tail = lines[last][leaf.end_mark.column :]
    else:
        tail = _header.sub("", first[column:]) if leaf is node else _end_of(lines[last])
    return [*lines[:begin], first[:column] + lead + text + tail, *lines[last + 1 :]]


def put(text: str, edit: Put) -> list[str]:
    """Give the lines of the record with a key's value: in the place of the one it has, or on new lines."""
    lines, ending, root = composed(text)
    pair = next((pair for pair in root.value if pair[0].value == edit.key), None)
    if pair is not None:
        return _revalued(lines, ending, root, pair, edit)
    if root.flow_style:
        return _put_in_flow(lines, root, edit)
    at = _place(lines, root, edit.before)
    if at == len(lines):
        end_last_line(lines, root, ending)
    return [*lines[:at], *_told(root, ending, edit), *lines[at:]]


def _revalued(lines: list[str], ending: str, root: MappingNode, pair: tuple[Node, Node], edit: Put) -> list[str]:
    """Give the lines with another value for a key that is there."""
    name, value = pair
    at, begin = name.start_mark.line, value.start_mark.line
    told = _told(root, ending, edit)
    if isinstance(value, CollectionNode) and value.value and not value.flow_style:
        # The value stands below its key, which takes a value of one line up; comments between the two stay.
        head, last = lines[at], _last_written(lines, value)
        if len(told) == 1:
            colon = _colon.match(head, name.end_mark.column)
            if colon is None:
                return lines
            head = f"{head[: colon.end()]} {emit.flow(edit.value)}{head[colon.end() :]}"
        return [*lines[:at], head, *lines[at + 1 : begin], *told[1:], *lines[last + 1 :]]
    if len(told) > 1 and _is_nothing(value) and at == begin == value.end_mark.line and not root.flow_style:
        return [*lines[:at], _emptied(lines[at], value, ending), *told[1:], *lines[at + 1 :]]
    return _swapped(lines, value, emit.flow(edit.value))


def _told(root: Node, ending: str, edit: Put) -> list[str]:
    """Give the lines that a key and its value are written in."""
    margin = " " * root.start_mark.column
    return [f"{margin}{line}{ending}" for line in emit.record({edit.key: edit.value}).removesuffix("\n").split("\n")]


def _put_in_flow(lines: list[str], root: MappingNode, edit: Put) -> list[str]:
    """Give the lines of a record that is one flow mapping with a new key in it."""
    told = f"{edit.key}: {emit.flow(edit.value)}"
    if not root.value:
        return _swapped(lines, root, f"{{{told}}}")
    follower = next((name for name, _ in root.value if name.value in edit.before), None)
    if follower is not None:
        return _written(lines, follower.start_mark, f"{told}, ")
    return _written(lines, root.value[-1][1].end_mark, f", {told}")


def _written(lines: list[str], mark: Mark, text: str) -> list[str]:
    """Give the lines with `text` at a place."""
    line = lines[mark.line]
    return [*lines[: mark.line], line[: mark.column] + text + line[mark.column :], *lines[mark.line + 1 :]]


def _place(lines: list[str], root: MappingNode, before: Collection[str]) -> int:
    """Give the line before which a new key goes: in front of those in `before`, else behind the last.

    Comments right above a key, or deeper behind the last one's value, stay with them; a comment at the end stays there.
    """
    margin = int(root.start_mark.column)
    floor = None
    for name, value in root.value:
        if name.value in before:
            at = int(name.start_mark.line)
            while floor is not None and at > floor and _comment_column(lines[at - 1]) == margin:
                at -= 1
            return at
        floor = last_line(value) + 1
    at = after = last_line(root) + 1
    while after < len(lines) and (not lines[after].strip() or _comment_column(lines[after]) > margin):
        after += 1
        at = after if lines[after - 1].strip() else at
    return at


def _comment_column(line: str) -> int:
    """Give where the comment begins that a line holds and nothing else; -1 for any other line."""
    plain = line.lstrip(" ")
    return len(line) - len(plain) if plain.startswith("#") else -1


def _inserted(  # noqa: PLR0913, PLR0917 - the record, and what is to be where
    lines: list[str], ending: str, root: MappingNode, key: str, position: int, items: Sequence[str]
) -> list[str]:
    """Give the lines of the record with a new one for each item: as meant in every layout that people write."""
    margin = " " * root.start_mark.column
    node = _value(root, key)
    if node is None:
        end_last_line(lines, root, ending)
        return [*lines, f"{margin}{key}:{ending}", *(f"{margin}  - {item}{ending}" for item in items)]
    at = node.start_mark.line
    if isinstance(node, SequenceNode) and node.value:
        if node.flow_style:
            if position > 0:
                return _written(lines, node.value[position - 1].end_mark, "".join(f", {item}" for item in items))
            return _written(lines, node.value[0].start_mark, "".join(f"{item}, " for item in items))
        if position > 0:
            at = last_line(node.value[position - 1]) + 1
        if at == len(lines):
            end_last_line(lines, root, ending)
        lines[at:at] = [f"{' ' * node.start_mark.column}- {item}{ending}" for item in items]
    elif _is_nothing(node) and at == node.end_mark.line:
        lines[at] = _emptied(lines[at], node, ending)
        lines[at + 1 : at + 1] = [f"{margin}  - {item}{ending}" for item in items]
    return lines


def _emptied(line: str, node: Node, ending: str) -> str:
    """Give the line of a key without the value that says nothing; it ends as lines do."""
    rest = line[: node.start_mark.column].rstrip(" ") + line[node.end_mark.column :]
    return rest if _end_of(rest) else rest + ending


def end_last_line(lines: list[str], root: Node, ending: str) -> None:
    """Give the last line the line end it may lack, in a way that adds none to a block text which it closes."""
    if _end_of(lines[-1]):
        return
    lines[-1] += ending
    last = _last_leaf(root)
    if isinstance(last, ScalarNode) and last.style in {"|", ">"} and last.value and not last.value.endswith("\n"):
        at, column = last.start_mark.line, last.start_mark.column
        lines[at] = lines[at][:column] + re.sub("^([|>][0-9]?)[+-]?([0-9]?)", r"\1\2-", lines[at][column:])


def _end_of(line: str) -> str:
    """Give the line end of a line, empty where it has none."""
    return line[len(line.rstrip(_BREAK)) :]


def _is_nothing(node: Node) -> bool:
    if isinstance(node, ScalarNode):
        return node.value in {"", "~", "null"}
    return isinstance(node, SequenceNode) and not node.value


def last_line(node: Node) -> int:
    """Give the line on which a node's text ends; the end the parser reports may lie behind comments."""
    last = _last_leaf(node)
    return int(last.end_mark.line) - (is_block_text(last) and last.end_mark.column == 0)


def _last_written(lines: list[str], node: Node) -> int:
    """Give the last line of a node's text that is not blank: a block text may end with such lines."""
    last = last_line(node)
    while last > node.start_mark.line and not lines[last].strip():
        last -= 1
    return last


def is_block_text(node: Node) -> bool:
    """Say whether a text stands below its key, line by line."""
    return isinstance(node, ScalarNode) and node.style in {"|", ">"}


def _last_leaf(node: Node) -> Node:
    """Give what stands last in a block: a scalar or a flow collection."""
    while isinstance(node, CollectionNode) and node.value and not node.flow_style:
        node = node.value[-1][1] if isinstance(node, MappingNode) else node.value[-1]
    return node
