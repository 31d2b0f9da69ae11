"""Everything that is wrong with a tree, found by walking it along the type that it should be of."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

import msgspec
from msgspec import inspect

from aftercare_cli.model import ids
from aftercare_cli.model.errors import InvalidValueError
from aftercare_cli.model.finding import Field
from aftercare_cli.model.text import Text, say
from aftercare_cli.model.values import shown
from aftercare_cli.store.decode import Problem, read_value


def problems(kind: type[msgspec.Struct], tree: object) -> Iterator[Problem]:
    """Yield what is wrong with a tree as a record of type `kind`, each with its path."""
    yield from _walk(inspect.type_info(kind), tree, ())


def _walk(info: inspect.Type, value: object, field: Field) -> Iterator[Problem]:
    """Yield what is wrong with `value` as a thing of type `info`."""
    match info:
        case inspect.StructType():
            yield from _walk_struct(info, value, field)
        case inspect.UnionType():
            yield from _walk_union(info, value, field)
        case inspect.VarTupleType():
            yield from _walk_list(info, value, field)
        case inspect.DictType():
            yield from _walk_mapping(info, value, field)
        case inspect.LiteralType(values=words):
            yield from _walk_word(words, value, field)
        case inspect.CustomType(cls=kind):
            yield from _walk_value(kind, value, field)
        case inspect.StrType(pattern=pattern):
            yield from _walk_text(pattern, value, field)
        case inspect.Metadata(type=described):
            yield from _walk(described, value, field)
        case _:
            raise NotImplementedError(info)


def _walk_struct(info: inspect.StructType, value: object, field: Field) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield _no_mapping(value, field)
        return
    fields = {part.encode_name: part for part in info.fields}
    known = [*fields, info.tag_field] if info.tag_field else list(fields)
    for key, part in value.items():
        if key in fields:
            yield from _walk(fields[key].type, part, (*field, key))
        elif key != info.tag_field:
            hint = _nearest(key, known) or say("keys here are {names}", names=", ".join(known))
            yield Problem("unknown-key", (*field, key), say("unknown key {key}", key=shown(key)), hint, at_key=True)
    for key, part in fields.items():
        if part.required and key not in value:
            yield _no_key(key, field)


def _walk_union(info: inspect.UnionType, value: object, field: Field) -> Iterator[Problem]:
    if value is None and any(isinstance(part, inspect.NoneType) for part in info.types):
        return
    parts = [part for part in info.types if not isinstance(part, inspect.NoneType)]
    tagged = {part.tag: part for part in parts if isinstance(part, inspect.StructType) and part.tag_field}
    if tagged:
        yield from _walk_tagged(tagged, value, field)
        return
    lists = [part for part in parts if isinstance(part, inspect.VarTupleType)]
    others = [part for part in parts if not isinstance(part, inspect.VarTupleType)]
    yield from _walk((lists if isinstance(value, list) and lists else others or lists)[0], value, field)


def _walk_tagged(tagged: dict[Any, inspect.StructType], value: object, field: Field) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield _no_mapping(value, field)
        return
    tag_field = str(next(iter(tagged.values())).tag_field)
    word = value.get(tag_field)
    if word is None:
        yield _no_key(tag_field, field)
    elif isinstance(word, str) and word in tagged:
        yield from _walk_struct(tagged[word], value, field)
    else:
        yield from _walk_word(tuple(tagged), word, (*field, tag_field))


def _walk_list(info: inspect.VarTupleType, value: object, field: Field) -> Iterator[Problem]:
    if not isinstance(value, list):
        yield Problem("type", field, say("{value} is not a list", value=shown(value)), say("write it like [a, b]"))
        return
    for position, part in enumerate(value):
        yield from _walk(info.item_type, part, (*field, position))


def _walk_mapping(info: inspect.DictType, value: object, field: Field) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield _no_mapping(value, field)
        return
    for key, part in value.items():
        for problem in _walk(info.key_type, key, (*field, key)):
            yield msgspec.structs.replace(problem, at_key=True)
        yield from _walk(info.value_type, part, (*field, key))


def _walk_word(words: tuple[Any, ...], value: object, field: Field) -> Iterator[Problem]:
    if value not in words:
        hint = _nearest(value, words) or say("it is one of {names}", names=", ".join(map(str, words)))
        yield Problem("value", field, say("{value} is not a word known here", value=shown(value)), hint)


def _walk_value(kind: type, value: object, field: Field) -> Iterator[Problem]:
    try:
        read_value(kind, value)
    except InvalidValueError as error:
        yield Problem("value", (*field, *error.field), error.text, error.hint)


def _walk_text(pattern: str | None, value: object, field: Field) -> Iterator[Problem]:
    if not isinstance(value, str):
        yield Problem("type", field, say("{value} is not a text", value=shown(value)))
    elif pattern is not None and re.search(pattern, value) is None:
        yield Problem("value", field, *_pattern_text(pattern, value))


def _no_mapping(value: object, field: Field) -> Problem:
    text = say("{value} is not a mapping", value=shown(value))
    return Problem("type", field, text, say("write it like {{key: value}}"))


def _no_key(key: str, field: Field) -> Problem:
    return Problem("missing-key", field, say("the key {key} is missing", key=key), say("add {key}", key=key))


def _nearest(word: object, known: list[Any] | tuple[Any, ...]) -> Text | None:
    near = get_close_matches(str(word), [str(name) for name in known], 1, 0.6)
    return say("did you mean {name}?", name=near[0]) if near else None


def _pattern_text(pattern: str, value: str) -> tuple[Text, Text]:
    match pattern:
        case ids.SLUG_PATTERN:
            advice = say("use lower-case letters, digits and hyphens, at most 63, and no name that Windows reserves")
        case ids.EQUIPMENT_PATTERN:
            advice = say("use letters, digits, hyphens and underscores, at most 63, and no name that Windows reserves")
        case _:
            letter = pattern[1] if pattern[1].isalpha() else "T"
            advice = say(
                "write it like {example}: a letter, the day, four characters without I, L, O, U",
                example=f"{letter}-20261122-7F3K",
            )
    return say("{value} cannot be an id here", value=shown(value)), advice
