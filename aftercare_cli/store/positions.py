"""Line and column of a value, found by parsing its file again: only files with a finding pay for it."""

from collections.abc import Iterator

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from aftercare_cli.model.finding import Field
from aftercare_cli.store.encoding import BOM


def locate(data: bytes, field: Field, *, at_key: bool = False) -> tuple[int, int]:
    """Give the line and column (from 1) of the value at `field`, or of its key; of what holds it, where it is missing."""
    node = _compose(data)
    if node is None:
        return 1, 1
    mark = node.start_mark
    for position, step in enumerate(field):
        last = position == len(field) - 1
        if isinstance(node, MappingNode):
            pair = next((pair for pair in node.value if pair[0].value == step), None)
            if pair is None:
                break
            key, node = pair
            plain = isinstance(node, ScalarNode) or node.flow_style
            mark = node.start_mark if plain and not (last and at_key) and node.start_mark.line == key.start_mark.line else key.start_mark
        elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            mark = node.start_mark
        else:
            break
    return mark.line + 1, mark.column + 1


def first_line_of_key(data: bytes, line: int, column: int) -> int | None:
    """Give the line of the key that the key at `line` and `column` repeats."""
    node = _compose(data)
    for mapping in _mappings(node) if node is not None else ():
        keys = [key for key, _ in mapping.value]
        for key in keys:
            if (key.start_mark.line + 1, key.start_mark.column + 1) == (line, column):
                first = next(other for other in keys if other.value == key.value)
                return int(first.start_mark.line) + 1
    return None


def _compose(data: bytes) -> Node | None:
    try:
        return yaml.compose(data.removeprefix(BOM), yaml.CSafeLoader)
    except yaml.YAMLError:
        return None


def _mappings(node: Node) -> Iterator[MappingNode]:
    if isinstance(node, MappingNode):
        yield node
        for key, value in node.value:
            yield from _mappings(key)
            yield from _mappings(value)
    elif isinstance(node, SequenceNode):
        for value in node.value:
            yield from _mappings(value)
