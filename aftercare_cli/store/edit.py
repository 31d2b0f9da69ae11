"""Changing a record's text: only the lines that must change; every other byte stays as its author wrote it."""

import re
from typing import Final

import yaml
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.text import say
from aftercare_cli.store import emit
from aftercare_cli.store.encoding import BOM
from aftercare_cli.store.files import UnreadableError
from aftercare_cli.store.yaml_reader import read_mapping

_BREAK: Final = "\r\n\x85\u2028\u2029"
_line = re.compile(f"[^{_BREAK}]*(?:\r\n|[{_BREAK}])|[^{_BREAK}]+")


class EditError(AftercareError):
    """A record laid out in a way the tool will not touch."""


def insert_item(data: bytes, key: str, position: int, item: emit.Plain) -> bytes:
    """Give the record with `item` inserted at `position` of its list `key`, on a line of its own in flow style.

    `data` is a valid record. The result is read again and compared with what was meant; raises EditError where the
    layout does not allow it.
    """
    bom = BOM if data.startswith(BOM) else b""
    plain = data.removeprefix(BOM)
    after = "".join(_inserted(plain.decode(), key, position, emit.flow(item))).encode()
    before = read_mapping(plain, "")
    listed = before.get(key)
    items: list[object] = [*listed] if isinstance(listed, list) else []
    items.insert(position, item)
    meant = {**before, key: items}
    try:
        if read_mapping(after, "") == meant:
            return bom + after
    except UnreadableError:
        pass
    raise EditError(
        say("{key} is laid out in a way that cannot be added to", key=key),
        say("run aftercare fmt on the file first"),
    )


def _inserted(text: str, key: str, position: int, item: str) -> list[str]:
    """Give the lines of the record with a new one for the item: as meant in every layout that people write."""
    lines = _line.findall(text)
    ending = "\r\n" if "\r\n" in text else "\r" if "\r" in text and "\n" not in text else "\n"
    root = yaml.compose(text, yaml.CSafeLoader)
    assert isinstance(root, MappingNode)  # noqa: S101 - the record is valid
    margin = " " * root.start_mark.column
    node = next((value for name, value in root.value if name.value == key), None)
    if node is None:
        _end_last_line(lines, root, ending)
        return [*lines, f"{margin}{key}:{ending}", f"{margin}  - {item}{ending}"]
    at, begin, end = node.start_mark.line, node.start_mark.column, node.end_mark.column
    if isinstance(node, SequenceNode) and node.value and not node.flow_style:
        if position > 0:
            at = _last_line(node.value[position - 1]) + 1
        if at == len(lines):
            _end_last_line(lines, root, ending)
        lines.insert(at, f"{' ' * begin}- {item}{ending}")
    elif _is_nothing(node) and at == node.end_mark.line:
        lines[at] = lines[at][:begin].rstrip(" ") + lines[at][end:]
        if not lines[at].endswith(tuple(_BREAK)):
            lines[at] += ending
        lines.insert(at + 1, f"{margin}  - {item}{ending}")
    return lines


def _end_last_line(lines: list[str], root: Node, ending: str) -> None:
    """Give the last line the line end it may lack, in a way that adds none to a block text which it closes."""
    if lines[-1].endswith(tuple(_BREAK)):
        return
    lines[-1] += ending
    last = _last_leaf(root)
    if isinstance(last, ScalarNode) and last.style in {"|", ">"} and last.value and not last.value.endswith("\n"):
        at, column = last.start_mark.line, last.start_mark.column
        lines[at] = lines[at][:column] + re.sub("^([|>][0-9]?)[+-]?([0-9]?)", r"\1\2-", lines[at][column:])


def _is_nothing(node: Node) -> bool:
    if isinstance(node, ScalarNode):
        return node.value in {"", "~", "null"}
    return isinstance(node, SequenceNode) and not node.value


def _last_line(node: Node) -> int:
    """Give the line on which a node's text ends; the end the parser reports may lie behind comments."""
    last = _last_leaf(node)
    is_block = isinstance(last, ScalarNode) and last.style in {"|", ">"}
    return int(last.end_mark.line) - (is_block and last.end_mark.column == 0)


def _last_leaf(node: Node) -> Node:
    """Give what stands last in a block: a scalar or a flow collection."""
    while isinstance(node, CollectionNode) and node.value and not node.flow_style:
        node = node.value[-1][1] if isinstance(node, MappingNode) else node.value[-1]
    return node
