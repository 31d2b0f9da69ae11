"""JSON Schemas of the record kinds, for editors and other programs."""

from typing import Any, Final

import msgspec

from aftercare_cli.model.calendars import WEEKDAYS, CalendarSpec, Holidays, day_keys
from aftercare_cli.model.kinds import KINDS, Kind
from aftercare_cli.model.values import DATE_PATTERN, PATTERNS, SLOT_PATTERN, Flag, Positive, Whole

FOLDER: Final = "records/.schemas"
_HOLIDAYS: Final[object] = Holidays
_BASE: Final = "aftercare/schema/"


def schema(kind: Kind) -> dict[str, Any]:
    """Give the JSON Schema (2020-12) of a kind's file, or of a row where the file is a table."""
    (found,), components = msgspec.json.schema_components([kind.type], schema_hook=_hook, ref_template="#/$defs/{name}")
    name = found["$ref"].rpartition("/")[2]
    definitions = dict(components)
    top = definitions.pop(name)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{_BASE}{kind.name}/1",
        **_numbers_as_words(top),
        "title": f"aftercare {kind.name}",
        "$defs": {key: _numbers_as_words(value) for key, value in sorted(definitions.items())},
    }


def modeline(path: str) -> str:
    """Give the comment that tells an editor which schema a record at `path` follows."""
    kind = next(kind for kind in KINDS if path.removeprefix("records/").startswith(kind.folder or kind.place))
    up = "../" * (path.count("/") - 1)
    return f"# yaml-language-server: $schema={up or './'}.schemas/{kind.name}.json"


def _hook(kind: type) -> dict[str, Any]:
    """Give the schema of a value that is written in a form of its own.

    YAML readers turn plain `3` and `true` into numbers and booleans: both spellings are right in a record.
    """
    slots = {"type": "array", "items": {"type": "string", "pattern": SLOT_PATTERN}}
    holidays = {
        "anyOf": [
            {"type": "string", "pattern": "^(none|[A-Z]+)$"},
            {"type": "array", "items": {"type": "string", "pattern": DATE_PATTERN}},
        ]
    }
    if kind is CalendarSpec:
        return {
            "type": "object",
            "description": f"Weekly hours: {', '.join(WEEKDAYS)} or ranges of them",
            "properties": {
                **dict.fromkeys(day_keys(), slots),
                "timezone": {"type": "string"},
                "holidays": holidays,
                "except": {"type": "object", "propertyNames": {"pattern": DATE_PATTERN}, "additionalProperties": slots},
            },
            "additionalProperties": False,
        }
    if kind is _HOLIDAYS:
        return holidays
    pattern, description = PATTERNS[kind]
    if kind is Flag:
        return {"description": description, "enum": [True, False, "true", "false"]}
    if kind in {Whole, Positive}:
        lowest = 0 if kind is Whole else 1
        return {
            "description": description,
            "anyOf": [{"type": "integer", "minimum": lowest}, {"type": "string", "pattern": pattern}],
        }
    return {"type": "string", "description": description, "pattern": pattern}


def _numbers_as_words(node: Any) -> Any:  # noqa: ANN401 - a schema is any JSON
    """Let words that are digits (`aftercare: 1`, a grade) also be the numbers that YAML readers make of them."""
    if isinstance(node, dict):
        widened = {key: _numbers_as_words(value) for key, value in node.items()}
        words = widened.get("enum")
        if isinstance(words, list) and all(isinstance(word, str) and word.isdigit() for word in words):
            widened["enum"] = [*words, *(int(word) for word in words)]
        return widened
    if isinstance(node, list):
        return [_numbers_as_words(value) for value in node]
    return node
