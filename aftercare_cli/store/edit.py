"""Changing a record's text: only the lines that must change; every other byte stays as its author wrote it."""

import re
from typing import Final

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.text import say
from aftercare_cli.store import emit
from aftercare_cli.store.encoding import BOM
from aftercare_cli.store.yaml_reader import read_mapping

_BREAK: Final = "\r\n\x85\u2028\u2029"
_line = re.compile(f"[^{_BREAK}]*(?:\r\n|[{_BREAK}])|[^{_BREAK}]+")


class EditError(AftercareError):
    """A record laid out in a way the tool will not touch."""


def insert_item(data: bytes, key: str, position: int, item: emit.Plain) -> bytes:
    """Give the record with `item` inserted at `position` of its list `key`, on a line of its own in flow style.

    The result is read again and compared with what was meant; raises EditError where the layout does not allow it.
    """
    bom, plain = (BOM, data[3:]) if data.startswith(BOM) else (b"", data)
    before = read_mapping(plain, "")
    text = plain.decode()
    lines = _line.findall(text)
    ending = "\r\n" if "\r\n" in text else "\r" if "\r" in text and "\n" not in text else "\n"
    node = next((value for name, value in _pairs(text) if name.value == key), None)
    if node is None:
        if lines and not lines[-1].endswith(tuple(_BREAK)):
            lines[-1] += ending
        lines += [f"{key}:{ending}", f"  - {emit.flow(item)}{ending}"]
    elif isinstance(node, SequenceNode) and node.value and not node.flow_style:
        at = node.value[0].start_mark.line if position == 0 else _last_line(node.value[position - 1]) + 1
        if at == len(lines) and not lines[-1].endswith(tuple(_BREAK)):
            lines[-1] += ending
        lines.insert(at, f"{' ' * node.start_mark.column}- {emit.flow(item)}{ending}")
    elif _is_nothing(node) and node.start_mark.line == node.end_mark.line:
        at, begin, end = node.start_mark.line, node.start_mark.column, node.end_mark.column
        line = lines[at]
        if not line.endswith(tuple(_BREAK)):
            line += ending
        lines[at : at + 1] = [line[:begin].rstrip(" ") + line[end:], f"  - {emit.flow(item)}{ending}"]
    after = bom + "".join(lines).encode()
    listed = before.get(key) or []
    assert isinstance(listed, list)  # noqa: S101 - the record was decoded before
    meant = {**before, key: [*listed[:position], item, *listed[position:]]}
    if read_mapping(after.removeprefix(BOM), "") != meant:
        raise EditError(
            say("{key} is laid out in a way that cannot be added to", key=key),
            say("run aftercare fmt on the file first"),
        )
    return after


def _pairs(text: str) -> list[tuple[ScalarNode, Node]]:
    node = yaml.compose(text, yaml.CSafeLoader)
    return node.value if isinstance(node, MappingNode) else []


def _is_nothing(node: Node) -> bool:
    return (isinstance(node, SequenceNode) and not node.value) or (isinstance(node, ScalarNode) and node.value in {"", "~", "null"})


def _last_line(node: Node) -> int:
    """Give the line on which a node's text ends; the end the parser reports may lie behind comments."""
    if isinstance(node, ScalarNode):
        is_block = node.style in {"|", ">"}
        return int(node.end_mark.line) - is_block
    if node.flow_style or not node.value:
        return int(node.end_mark.line)
    last = node.value[-1]
    return _last_line(last[1] if isinstance(node, MappingNode) else last)
