"""Line and column of a value, found by parsing its file again: only files with a finding pay for it."""

from functools import lru_cache
from typing import Final

import yaml
from yaml.events import CollectionEndEvent, CollectionStartEvent, MappingStartEvent, ScalarEvent
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from aftercare_cli.model.finding import Field
from aftercare_cli.store.encoding import BOM, AnyMark, marked_at

_DEPTH_LIMIT: Final = 100


def locate(data: bytes, field: Field, *, at_key: bool = False) -> tuple[int, int]:
    """Give the line and column (from 1) of the value at `field`, or of its key; of what holds it, where it is missing.

    In what is no record, whatever it is, that is the first line.
    """
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
            at_value = (isinstance(node, ScalarNode) or node.flow_style) and not (last and at_key)
            mark = node.start_mark if at_value and node.start_mark.line == key.start_mark.line else key.start_mark
        elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            mark = node.start_mark
        else:
            break
    return marked_at(data, mark)


def first_line_of_key(data: bytes, line: int, column: int) -> int:
    """Give the line of the key that the key at `line` and `column`, as the parser counts, repeats.

    Nothing behind that is looked at.
    """
    marks: list[dict[str, AnyMark] | None] = [None]  # by key, for each open mapping; None for a list
    is_key = False
    for event in yaml.parse(data, yaml.CSafeLoader):
        if isinstance(event, CollectionEndEvent):
            marks.pop()
            is_key = marks[-1] is not None
        elif isinstance(event, CollectionStartEvent):
            is_key = isinstance(event, MappingStartEvent)
            marks.append({} if is_key else None)
        elif isinstance(event, ScalarEvent) and (known := marks[-1]) is not None:
            if is_key and (mark := event.start_mark) is not None:
                if (mark.line + 1, mark.column + 1) == (line, column):
                    return marked_at(data, known[event.value])[0]
                known[event.value] = mark
            is_key = not is_key
    return line


@lru_cache(maxsize=4)
def _compose(data: bytes) -> Node | None:
    text = data.removeprefix(BOM)
    try:
        return None if _is_deep(text) else yaml.compose(text, yaml.CSafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError):
        return None


def _is_deep(data: bytes) -> bool:
    """Say whether a text is nested so deep that composing it, which is recursion in C, could end the process."""
    depth = 0
    for event in yaml.parse(data, yaml.CSafeLoader):
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > _DEPTH_LIMIT:
            return True
    return False
