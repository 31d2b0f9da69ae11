"""Facts as they are written into a record: a struct's values as text, in one order of keys."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Final, get_args, get_type_hints

import msgspec

from aftercare_cli.model.values import Month, Months, Percent
from aftercare_cli.store import emit

_FIRST: Final = ("at", "type", "by")
_LAST: Final = ("note", "evidence", "logged_at", "backdated")


def plain(fact: msgspec.Struct, timezone: dt.tzinfo) -> dict[str, emit.Plain]:
    """Give the keys and values of a fact, defaults left out, times in `timezone`.

    An event begins with when, what and who, and ends with remarks; everything else keeps the order of its type.
    """
    config = fact.__struct_config__
    values: dict[str, emit.Plain] = {}
    if config.tag is not None:
        values[str(config.tag_field)] = str(config.tag)
    units = _units(type(fact))
    for field in msgspec.structs.fields(fact):
        value = getattr(fact, field.name)
        default = field.default_factory() if field.default_factory is not msgspec.NODEFAULT else field.default
        if value is not None and value != default:
            values[field.encode_name] = _plain(value, timezone, units.get(field.name))
    return {key: values[key] for key in sorted(values, key=key_order(type(fact)))}


def plain_value(fact: msgspec.Struct, name: str, timezone: dt.tzinfo) -> emit.Plain:
    """Give one value of a fact as it is written, also where it is like its default."""
    return _plain(getattr(fact, name), timezone, _units(type(fact)).get(name))


def key_order(kind: type[msgspec.Struct]) -> Callable[[str], int]:
    """Give the place of a key in a record of a type, for sorting; unknown keys go last, as they stand."""
    config = kind.__struct_config__
    keys = [field.encode_name for field in msgspec.structs.fields(kind)]
    if config.tag is not None:
        keys = [*_FIRST, *(key for key in keys if key not in _FIRST and key not in _LAST), *_LAST]
    places = {key: place for place, key in enumerate(keys)}
    return lambda key: places.get(key, len(places))


def duration(value: dt.timedelta) -> str:
    """Give a duration as records write it: `8h`, `1h30m`, `2d`."""
    seconds = int(value.total_seconds())
    parts = []
    for size, letter in ((86400, "d"), (3600, "h"), (60, "m"), (1, "s")):
        amount, seconds = divmod(seconds, size)
        parts.append(f"{amount}{letter}" if amount else "")
    return "".join(parts)


def _plain(value: object, timezone: dt.tzinfo, unit: object = None) -> emit.Plain:
    if isinstance(value, msgspec.Struct):
        return plain(value, timezone)
    if isinstance(value, tuple | list):
        return [_plain(part, timezone) for part in value]
    if isinstance(value, dict):
        return {str(key): _plain(part, timezone) for key, part in value.items()}
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, str):
        return emit.Bare(value) if unit is Month else str(value)
    return emit.Bare(_bare(value, timezone, unit))


def _bare(value: object, timezone: dt.tzinfo, unit: object) -> str:
    """Give a flag, a number with its unit, a time, a day or a duration."""
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return f"{value}%" if unit is Percent else _months(value) if unit is Months else str(value)
        case dt.datetime():
            return value.astimezone(timezone).isoformat(timespec="seconds")
        case dt.timedelta():
            return duration(value)
        case _:
            return str(value)


def _months(count: int) -> str:
    return f"{count} month" if count == 1 else f"{count} months"


@lru_cache(maxsize=64)
def _units(kind: type[msgspec.Struct]) -> dict[str, object]:
    """Give the fields of a type that are written with a unit, or as months of the calendar without quotes."""
    hints = get_type_hints(kind)
    found = {
        name: next((unit for unit in (Month, Months, Percent) if unit is hint or unit in get_args(hint)), None)
        for name, hint in hints.items()
    }
    return {name: unit for name, unit in found.items() if unit is not None}
