"""Canonical order and layout of a record, comments kept."""

import csv
import datetime as dt
import io
import re
from typing import Any, Final

import msgspec
from msgspec import inspect

from aftercare_cli.model.kinds import Kind
from aftercare_cli.model.text import say
from aftercare_cli.model.values import AMOUNT_PATTERN, NAIVE_PATTERN, Amount, Instant, Money
from aftercare_cli.store.comments import comments
from aftercare_cli.store.edit import EditError
from aftercare_cli.store.encoding import plain_text
from aftercare_cli.store.events import key_order
from aftercare_cli.store.files import unreadable
from aftercare_cli.store.line_reader import Node
from aftercare_cli.store.yaml_reader import read_mapping

_break = re.compile("\r\n?")
_leading = re.compile(r"\A(?: *\n)+")
_naive = re.compile(NAIVE_PATTERN).fullmatch
_money = re.compile(AMOUNT_PATTERN).fullmatch
_WIDE: Final = 4096
"""A line's width for the YAML writer: beyond any record's, so that it never folds one."""


def canonical(data: bytes, kind: Kind, path: str, timezone: dt.tzinfo) -> bytes:
    """Give a file in canonical layout: keys in the order of their type, LF, no byte order mark.

    Times without an offset get the workspace's, money gets quotes. The result is read again: apart from those times it
    says the same, and every comment is in it. Raises UnreadableError for a file that cannot be read, EditError where
    its layout resists.
    """
    plain = plain_text(data, path)
    if kind.is_table:
        return _table(plain, kind, path)
    before = read_mapping(plain, path)
    info = inspect.type_info(kind.type)
    meant = _repaired(before, info, timezone)
    text = _break.sub("\n", plain.decode())
    after = _relaid(text, info, timezone)
    if (
        after is None
        or read_mapping(after, path) != meant
        or comments(after.decode()) != comments(text)
        or not _is_steady(after, info, timezone)
    ):
        raise EditError(
            say("{path} is laid out in a way that cannot be rewritten", path=path), say("lay it out by hand")
        )
    return after


def _table(data: bytes, kind: Kind, path: str) -> bytes:
    try:
        # Line breaks inside cells become LF too: the writer would not quote a lone CR.
        rows = list(csv.reader(io.StringIO(_break.sub("\n", data.decode()), newline=""), strict=True))
    except csv.Error as error:
        why = say("is not valid CSV: {reason}", reason=str(error))
        raise unreadable(
            path, "csv-syntax", why, say("close the quotes around a cell; a quote inside them is written twice"), (1, 1)
        ) from None
    if not rows:
        return data
    known = [field.encode_name for field in msgspec.structs.fields(kind.type)]
    header = rows[0]
    if any(len(row) not in {0, len(header)} for row in rows) or not set(header) <= set(known):
        raise unreadable(
            path, "cell-count", say("has rows that do not fit its header"), say("aftercare check names them"), (1, 1)
        )
    order = sorted(range(len(header)), key=lambda position: known.index(header[position]))
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([row[position] for position in order] for row in rows if row)
    return text.getvalue().encode()


def _is_steady(after: bytes, info: inspect.Type, timezone: dt.tzinfo) -> bool:
    """Say whether a text would stay as it is: a comment behind U+2028 moves to the right again and again."""
    text = after.decode()
    return not {"\u2028", "\u2029"} & {*text} or _relaid(text, info, timezone) == after


def _relaid(text: str, info: inspect.Type, timezone: dt.tzinfo) -> bytes | None:
    """Give the record laid out anew; None where the writer, stricter than our reader, does not understand it."""
    # ruamel.yaml is slow to import, and of all reading and writing only this needs it.
    from ruamel.yaml import YAML  # noqa: PLC0415
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415
    from ruamel.yaml.nodes import ScalarNode  # noqa: PLC0415
    from ruamel.yaml.resolver import VersionedResolver  # noqa: PLC0415
    from ruamel.yaml.tag import Tag  # noqa: PLC0415

    class StringsOnly(VersionedResolver):
        """Takes every plain scalar for the text it is, as our reader does."""

        def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:  # noqa: ANN401
            tag = super().resolve(kind, value, implicit)
            return Tag(suffix="tag:yaml.org,2002:str") if kind is ScalarNode and implicit[0] else tag

    writer = YAML()
    writer.Resolver = StringsOnly
    writer.indent(mapping=2, sequence=4, offset=2)
    writer.width = _WIDE
    writer.preserve_quotes = True
    writer.brace_single_entry_mapping_in_flow_sequence = True
    try:
        tree = writer.load(text)
    except YAMLError:
        return None
    _arrange(tree, info, timezone)
    _open(tree, info)
    out = io.StringIO()
    writer.dump(tree, out)
    # Blank lines above a key may have come to stand above the record.
    return _leading.sub("", out.getvalue()).encode()


def _arrange(node: Any, info: inspect.Type, timezone: dt.tzinfo) -> None:  # noqa: ANN401 - ruamel's nodes are untyped
    """Put a node's keys into order and mend its values, in place."""
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString  # noqa: PLC0415 - as above

    places: list[tuple[Any, inspect.Type]] = []
    if isinstance(node, dict):
        struct = struct_of(info, node)
        if struct is not None:
            wanted = sorted(node, key=key_order(struct.cls))
            for key in wanted if wanted != list(node) else ():
                node.move_to_end(key)  # type: ignore[attr-defined]  # ruamel.yaml's mappings are ordered dicts
        types = types_of(info, node)
        places = [(key, types[key]) for key in node if key in types]
    elif isinstance(node, list):
        item = item_of(info)
        places = [] if item is None else [(position, item) for position in range(len(node))]
    for key, kind in places:
        if not isinstance(node[key], str):
            _arrange(node[key], kind, timezone)
        elif (_is(kind, Money) or _is(kind, Amount)) and _money(node[key]):
            node[key] = DoubleQuotedScalarString(node[key])
        elif _is(kind, Instant) and _naive(node[key]):
            node[key] = with_offset(node[key], timezone)


def _open(tree: Any, info: inspect.Type) -> None:  # noqa: ANN401 - as above
    """Give the record a line per key, and lists that commands append to (events, items, people) a line per item."""
    tree.fa.set_block_style()
    for key, kind in types_of(info, tree).items():
        item = item_of(kind)
        struct = None if item is None else struct_of(item, {})
        keys = set() if struct is None else {field.encode_name for field in struct.fields}
        if keys & {"id", "at"} and isinstance(tree.get(key), list) and tree[key]:
            tree[key].fa.set_block_style()


def _repaired(value: Node, info: inspect.Type, timezone: dt.tzinfo) -> Node:
    """Give the tree as it is meant to read afterwards."""
    if isinstance(value, dict):
        types = types_of(info, value)
        return {key: _repaired(part, types[key], timezone) if key in types else part for key, part in value.items()}
    if isinstance(value, list):
        item = item_of(info)
        return value if item is None else [_repaired(part, item, timezone) for part in value]
    if value is not None and _is(info, Instant) and _naive(value):
        return with_offset(value, timezone)
    return value


def with_offset(text: str, timezone: dt.tzinfo) -> str:
    """Give a time that has no offset with that of `timezone`; one that comes twice, or never, stays as it is."""
    try:
        wall = dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    first, second = (wall.replace(tzinfo=timezone, fold=fold) for fold in (0, 1))
    return text if first.utcoffset() != second.utcoffset() else first.isoformat(timespec="seconds")


def _options(info: inspect.Type) -> list[inspect.Type]:
    """Give the types a value may have, without the decorations around them."""
    if isinstance(info, inspect.UnionType):
        return [option for part in info.types for option in _options(part)]
    if isinstance(info, inspect.Metadata):
        return _options(info.type)
    return [info]


def struct_of(info: inspect.Type, tree: dict[str, Any]) -> inspect.StructType | None:
    """Give the struct a mapping stands for; among events, the one its `type` names."""
    structs = [option for option in _options(info) if isinstance(option, inspect.StructType)]
    tagged = [option for option in structs if option.tag_field and option.tag == tree.get(option.tag_field)]
    return next(iter(tagged or structs), None)


def types_of(info: inspect.Type, tree: dict[str, Any]) -> dict[str, inspect.Type]:
    """Give the types of a mapping's values by key."""
    struct = struct_of(info, tree)
    if struct is not None:
        return {field.encode_name: field.type for field in struct.fields}
    mapping = next((option for option in _options(info) if isinstance(option, inspect.DictType)), None)
    return {} if mapping is None else dict.fromkeys(tree, mapping.value_type)


def item_of(info: inspect.Type) -> inspect.Type | None:
    """Give the type of a list's items."""
    return next((option.item_type for option in _options(info) if isinstance(option, inspect.VarTupleType)), None)


def _is(info: inspect.Type, kind: object) -> bool:
    return any(isinstance(option, inspect.CustomType) and option.cls is kind for option in _options(info))
