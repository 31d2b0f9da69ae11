"""The long way to read a record: the YAML parser's events, built into a tree.

Importing PyYAML takes longer than most commands run, so only a record that `line_reader` leaves to it pays for that.
"""

from typing import Final

from yaml.error import MarkedYAMLError
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from yaml.reader import ReaderError

from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.text import Text, say
from aftercare_cli.store.encoding import marked_at, position_at
from aftercare_cli.store.files import UnreadableError, unreadable
from aftercare_cli.store.line_reader import Node, Tree
from aftercare_cli.store.positions import first_line_of_key


class NoParserError(AftercareError):
    """PyYAML without its C parser: reading with the other one would take thirteen times as long."""


try:
    from yaml._yaml import CParser
except ImportError:
    raise NoParserError(
        say("PyYAML is installed without its C parser"),
        say("install it as a wheel: pip install --force-reinstall --only-binary=:all: PyYAML"),
    ) from None


DEPTH_LIMIT: Final = 24
_NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})


def parse_mapping(data: bytes, path: str) -> Tree:
    """Read one YAML mapping with the YAML parser, whatever its layout; raises UnreadableError with line and column."""
    parser = CParser(data)
    try:
        return _Builder(parser, path, data).document()
    except MarkedYAMLError as error:
        problem = error.problem or error.context or "?"
        mark = error.problem_mark or error.context_mark
        if "nesting depth" in problem and mark is not None:
            # Newer parsers have a limit too, far beyond ours. They meet it while they look ahead, before we see the
            # collection that is too deep for us: without what lies behind, we do.
            return parse_mapping(data.decode()[: mark.index].encode(), path)
        if mark is not None and error.context_mark is not None and mark.index >= len(data.decode()):
            # What is opened and never closed is found where it begins, not at the end of the file.
            mark = error.context_mark
        at = marked_at(data, mark) if mark is not None else (0, 0)
        if mark is not None and mark.index >= len(data.decode()):
            # The parser may tell a line behind the last one.
            at = position_at(data, len(data.rstrip()))
        text = say("is not valid YAML: {problem}", problem=problem)
        raise unreadable(path, "syntax", text, _advice(problem), at) from None
    except ReaderError as error:
        text = say("holds the character U+{code:04X}, which YAML does not allow", code=error.character)
        raise unreadable(path, "control-character", text, say("delete it"), position_at(data, error.position)) from None
    finally:
        parser.dispose()


class _Builder:
    """Builds the tree of one document from the parser's events."""

    def __init__(self, parser: CParser, path: str, data: bytes) -> None:
        self.next_event = parser.get_event
        self.path = path
        self.data = data

    def document(self) -> Tree:
        self.next_event()
        if isinstance(self.next_event(), StreamEndEvent):
            raise unreadable(self.path, "no-mapping", say("is empty; exactly one mapping is expected"), None, (1, 1))
        event = self.next_event()
        if not isinstance(event, MappingStartEvent):
            text = say("is no mapping of keys to values; exactly one is expected")
            raise _refused(event, self, "no-mapping", text)
        tree = self.mapping(event, 1)
        self.next_event()
        event = self.next_event()
        if isinstance(event, DocumentStartEvent):
            text = say("holds a second document; exactly one mapping is expected")
            raise _refused(event, self, "second-document", text)
        return tree

    def mapping(self, start: MappingStartEvent, depth: int) -> Tree:
        self.refuse_what_is_not_plain(start, depth)
        next_event = self.next_event
        tree: Tree = {}
        while isinstance(key := next_event(), ScalarEvent):
            if key.anchor is not None or key.tag is not None:
                raise _anchored(key, self)
            name = key.value
            if name in tree:
                raise _duplicate(key, self)
            if name == "<<" and key.implicit[0]:
                raise _refused(key, self, "merge-key", say("merge keys (<<) are not used in records"))
            value = next_event()
            # What `node` does, without calling it: this is where reading spends its time.
            if isinstance(value, ScalarEvent) and value.anchor is None and value.tag is None:
                text = value.value
                tree[name] = None if text in _NULLS and value.implicit[0] else text
            else:
                tree[name] = self.node(value, depth)
        if isinstance(key, MappingEndEvent):
            return tree
        if isinstance(key, AliasEvent):
            raise _anchored(key, self)
        raise _refused(key, self, "key-not-plain", say("a key must be a plain word"))

    def sequence(self, start: SequenceStartEvent, depth: int) -> list[Node]:
        self.refuse_what_is_not_plain(start, depth)
        next_event, node = self.next_event, self.node
        items: list[Node] = []
        while not isinstance(value := next_event(), SequenceEndEvent):
            items.append(node(value, depth))
        return items

    def node(self, event: Event | None, depth: int) -> Node:
        """Give the value that begins with `event` inside a collection that lies `depth` deep."""
        if isinstance(event, ScalarEvent):
            if event.anchor is not None or event.tag is not None:
                raise _anchored(event, self)
            text = event.value
            return None if text in _NULLS and event.implicit[0] else text
        if isinstance(event, MappingStartEvent):
            return self.mapping(event, depth + 1)
        if isinstance(event, SequenceStartEvent):
            return self.sequence(event, depth + 1)
        raise _anchored(event, self)

    def refuse_what_is_not_plain(self, start: CollectionStartEvent, depth: int) -> None:
        if start.anchor is not None or start.tag is not None:
            raise _anchored(start, self)
        if depth > DEPTH_LIMIT:
            raise _refused(start, self, "too-deep", say("is nested deeper than any record"))


def _refused(event: Event | None, of: _Builder, code: str, text: Text, hint: Text | None = None) -> UnreadableError:
    mark = event.start_mark if event is not None else None
    return unreadable(of.path, code, text, hint, marked_at(of.data, mark) if mark is not None else (0, 0))


def _anchored(event: Event | None, of: _Builder) -> UnreadableError:
    if isinstance(event, ScalarEvent | CollectionStartEvent) and event.tag is not None:
        text = say("the tag {tag} is not allowed in a record", tag=event.tag)
        return _refused(event, of, "tag", text, say("write the plain value"))
    text = say("anchors and aliases (& and *) are not allowed in a record")
    return _refused(event, of, "anchor", text, say("write the value out where it is needed"))


def _duplicate(key: ScalarEvent, of: _Builder) -> UnreadableError:
    mark = key.start_mark
    assert mark is not None  # noqa: S101 - the parser's events always have one
    line, column = marked_at(of.data, mark)
    first = first_line_of_key(of.data, mark.line + 1, mark.column + 1)
    text = say(
        "the key {name} is given on line {first} and again on line {line}", name=key.value, first=first, line=line
    )
    hint = say("keep one of the two: both would be a fact, and they may differ")
    return unreadable(of.path, "duplicate-key", text, hint, (line, column))


def _advice(problem: str) -> Text | None:
    if "end of stream" in problem:
        return say("close the quote that is opened here")
    if "tab" in problem or "cannot start any token" in problem:
        return say("indent with spaces, and put text that begins with a special character in quotes")
    if "mapping values are not allowed" in problem or "expected ':'" in problem:
        return say("put text that holds a colon in quotes, and a space after the colon of a key")
    return None
