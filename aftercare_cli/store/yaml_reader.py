"""YAML into plain dicts, lists and strings.

Records use a small part of YAML, read by the C parser's events: every scalar is a string (the schema gives types, YAML
never guesses), a plain `null`, `~` or nothing is None. Anchors, aliases, tags, duplicate keys, keys that are not scalars
and a second document are refused, before anything is built from them.
"""

from typing import Final

from yaml.cyaml import CParser
from yaml.error import MarkedYAMLError, YAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from aftercare_cli.model.text import Text, say
from aftercare_cli.store.files import UnreadableError, unreadable
from aftercare_cli.store.positions import first_line_of_key

Tree = dict[str, "Node"]
Node = Tree | list["Node"] | str | None

DEPTH_LIMIT: Final = 24
_NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})


def read_mapping(data: bytes, path: str) -> Tree:
    """Parse one YAML mapping from UTF-8 bytes; raises UnreadableError with line and column."""
    parser = CParser(data)
    try:
        next_event = parser.get_event
        next_event()
        event = next_event()
        if event.__class__ is StreamEndEvent:
            raise unreadable(path, "no-mapping", say("is empty; exactly one mapping is expected"), None, 1, 1)
        event = next_event()
        if event.__class__ is not MappingStartEvent:
            raise _refused(event, path, "no-mapping", say("is no mapping of keys to values; exactly one is expected"))
        tree = _Builder(parser, path, data).mapping(event, 1)
        next_event()
        event = next_event()
        if event.__class__ is DocumentStartEvent:
            raise _refused(event, path, "second-document", say("holds a second document; exactly one mapping is expected"))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        problem = error.problem or error.context or "?"
        text = say("is not valid YAML: {problem}", problem=problem)
        raise unreadable(path, "syntax", text, _advice(problem), line, column) from None
    except YAMLError as error:
        raise unreadable(path, "syntax", say("is not valid YAML: {problem}", problem=str(error))) from None
    finally:
        parser.dispose()
    return tree


class _Builder:
    """Builds the tree of one document from the parser's events."""

    def __init__(self, parser: CParser, path: str, data: bytes) -> None:
        self.next_event = parser.get_event
        self.path = path
        self.data = data

    def mapping(self, start: Event, depth: int) -> Tree:
        if start.anchor is not None or start.tag is not None:
            raise _anchored(start, self.path)
        if depth > DEPTH_LIMIT:
            raise _refused(start, self.path, "too-deep", say("is nested deeper than any record"))
        next_event = self.next_event
        tree: Tree = {}
        while True:
            key = next_event()
            if key.__class__ is MappingEndEvent:
                return tree
            if key.__class__ is not ScalarEvent:
                if key.__class__ is AliasEvent:
                    raise _anchored(key, self.path)
                raise _refused(key, self.path, "key-not-plain", say("a key must be a plain word"))
            if key.anchor is not None or key.tag is not None:
                raise _anchored(key, self.path)
            name = key.value
            if name in tree:
                raise _duplicate(key, name, self.path, self.data)
            if name == "<<" and key.implicit[0]:
                raise _refused(key, self.path, "merge-key", say("merge keys (<<) are not used in records"))
            value = next_event()
            if value.__class__ is ScalarEvent:
                if value.anchor is not None or value.tag is not None:
                    raise _anchored(value, self.path)
                text = value.value
                tree[name] = None if text in _NULLS and value.implicit[0] else text
            elif value.__class__ is MappingStartEvent:
                tree[name] = self.mapping(value, depth + 1)
            elif value.__class__ is SequenceStartEvent:
                tree[name] = self.sequence(value, depth + 1)
            else:
                raise _anchored(value, self.path)

    def sequence(self, start: Event, depth: int) -> list[Node]:
        if start.anchor is not None or start.tag is not None:
            raise _anchored(start, self.path)
        if depth > DEPTH_LIMIT:
            raise _refused(start, self.path, "too-deep", say("is nested deeper than any record"))
        next_event = self.next_event
        items: list[Node] = []
        while True:
            value = next_event()
            if value.__class__ is ScalarEvent:
                if value.anchor is not None or value.tag is not None:
                    raise _anchored(value, self.path)
                text = value.value
                items.append(None if text in _NULLS and value.implicit[0] else text)
            elif value.__class__ is MappingStartEvent:
                items.append(self.mapping(value, depth + 1))
            elif value.__class__ is SequenceStartEvent:
                items.append(self.sequence(value, depth + 1))
            elif value.__class__ is SequenceEndEvent:
                return items
            else:
                raise _anchored(value, self.path)


def _refused(event: Event, path: str, code: str, text: Text, hint: Text | None = None) -> UnreadableError:
    mark = event.start_mark
    return unreadable(path, code, text, hint, mark.line + 1, mark.column + 1)


def _anchored(event: Event, path: str) -> UnreadableError:
    if getattr(event, "tag", None) is not None:
        text = say("the tag {tag} is not allowed in a record", tag=event.tag)
        return _refused(event, path, "tag", text, say("write the plain value"))
    text = say("anchors and aliases (& and *) are not allowed in a record")
    return _refused(event, path, "anchor", text, say("write the value out where it is needed"))


def _duplicate(key: ScalarEvent, name: str, path: str, data: bytes) -> UnreadableError:
    line, column = key.start_mark.line + 1, key.start_mark.column + 1
    first = first_line_of_key(data, line, column)
    text = (
        say("the key {name} is given a second time", name=name)
        if first is None
        else say("the key {name} is given on line {first} and again on line {line}", name=name, first=first, line=line)
    )
    hint = say("keep one of the two: both would be a fact, and they may differ")
    return unreadable(path, "duplicate-key", text, hint, line, column)


def _advice(problem: str) -> Text | None:
    if "tab" in problem or "cannot start any token" in problem:
        return say("indent with spaces, and put text that begins with a special character in quotes")
    if "mapping values are not allowed" in problem or "could not find expected ':'" in problem:
        return say("put text that holds a colon in quotes, and a space after the colon of a key")
    return None
