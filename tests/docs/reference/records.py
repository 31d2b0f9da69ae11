"""docs/reference/records.md: every kind of record and every key, from the types."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Final, get_args

import msgspec
from msgspec import inspect

from aftercare_cli.model import ids, values
from aftercare_cli.model.calendars import CalendarSpec, Holidays
from aftercare_cli.model.kinds import KINDS
from aftercare_cli.model.ticket import EVENTS, Event
from aftercare_cli.store import emit
from aftercare_cli.store.events import plain
from tests.docs.reference.prose import paragraphs

_INTRODUCTION: Final = """\
# Records: every kind, every key

<!-- Made by `make golden` from the types in aftercare_cli/model. -->

[docs/records.md](../records.md) explains the format; this is the list. `aftercare schema KIND` prints the same as a
JSON Schema. A key that is not listed is an error. A key whose third column is *required* has to be there; else the
column gives what holds without it: a dash stands for nothing at all.

## Values

| Value | How it is written | What it is |
| --- | --- | --- |
"""

_VALUES: Final[Mapping[object, tuple[str, str]]] = {
    values.Instant: ("time", "2026-11-22T09:12:00+08:00"),
    values.Day: ("day", "2026-11-22"),
    values.Month: ("month", "2026-11"),
    values.Duration: ("duration", "30m, 3h, 2d, 1h30m"),
    values.Months: ("months", "1 month, 36 months"),
    values.Money: ("amount", '"300.00"'),
    values.Amount: ("signed amount", '"-300.00"'),
    values.Percent: ("percentage", "80%"),
    values.Whole: ("whole number", "0"),
    values.Positive: ("count", "1"),
    values.Flag: ("flag", "true, false"),
}

_IDS: Final = (
    (ids.Slug, "slug", "hq-cctv", "Lower-case letters, digits and hyphens"),
    (ids.EquipmentId, "equipment id", "HQ-CAM-001", "Letters, digits, hyphens and underscores"),
    (ids.TicketId, "ticket id", "T-20261122-7F3K", "A ticket's id"),
    (ids.InspectionId, "inspection id", "I-20261105-8Q2M", "An inspection's id"),
    (ids.TrainingId, "training id", "R-20260318-3C7T", "A training session's id"),
    (ids.VisitId, "visit id", "V-20260630-5D1W", "A visit's id"),
    (ids.QuestionId, "question id", "Q-20260412-6B8N", "A question's id"),
    (ids.HazardId, "hazard id", "H-20261105-2K9D", "A hazard's id"),
    (ids.BillId, "bill id", "B-20261130-4H6R", "A bill's id"),
    (ids.DatedId, "dated id", "T-20261122-7F3K", "The id of any dated record"),
)
_PATTERNS: Final = {get_args(kind)[1].pattern: name for kind, name, _example, _told in _IDS}

_CALENDAR: Final = """\
### Calendar

Weekly hours. Keys are weekdays (`mon` … `sun`) and ranges of them (`mon-fri`, `sat-sun`); a single day wins over a
range that holds it.

| Key | Value | Without it |
| --- | --- | --- |
| `mon`, `mon-fri` … | list of slots: `"09:00-12:00"`; one that ends before it begins ends on the next day | no hours |
| `timezone` | text: a name of the tz database | the workspace's |
| `holidays` | country code, `none`, or list of days | the workspace's |
| `except` | mapping of days to lists of slots: the hours of single dates, which win over everything | — |
"""


def page() -> str:
    """Give the page."""
    return _INTRODUCTION + "\n".join([*_value_rows(), "", *_tables()])


def _value_rows() -> Iterator[str]:
    yield "| text | `Lobby` | Any text |"
    for kind, (name, example) in _VALUES.items():
        yield f"| {name} | {_examples(example)} | {values.PATTERNS[kind][1]} |"
    for _kind, name, example, told in _IDS:
        yield f"| {name} | {_examples(example)} | {told} |"


def _examples(text: str) -> str:
    return ", ".join(f"`{example}`" for example in text.split(", "))


def _tables() -> Iterator[str]:
    shown: set[type] = set()
    for kind in KINDS:
        yield f"## {kind.name}\n"
        yield f"`records/{kind.place}`{', a row each' if kind.is_table else ''}: {paragraphs(kind.type.__doc__)}\n"
        parts = [kind.type]
        for record in parts:
            if record in shown:
                continue
            shown.add(record)
            if record is not kind.type:
                yield f"### {record.__name__}\n\n{paragraphs(record.__doc__)}\n"
            yield from _keys(record)
            parts += [part for part in _parts(record) if part not in parts]
            if kind.name == "workspace" and record is kind.type:
                yield _CALENDAR
            if kind.name == "ticket" and record is kind.type:
                yield from _events()


def _keys(record: type[msgspec.Struct], without: tuple[str, ...] = ()) -> Iterator[str]:
    """Give the table of a record's keys."""
    info = inspect.type_info(record)
    assert isinstance(info, inspect.StructType)
    yield "| Key | Value | Without it |"
    yield "| --- | --- | --- |"
    for field in info.fields:
        if field.name not in without:
            yield f"| `{field.encode_name}` | {_written(field.type)} | {_without(record, field)} |"
    yield ""


def _events() -> Iterator[str]:
    yield "### Events of a ticket\n"
    yield "Each event has a `type`, which is one of the words below, and these keys:\n"
    yield from _keys(Event)
    common = tuple(Event.__struct_fields__)
    for kind in EVENTS:
        yield f"#### {kind.__struct_config__.tag}\n\n{paragraphs(kind.__doc__)}\n"
        if set(kind.__struct_fields__) > set(common):
            yield from _keys(kind, common)


def _written(info: inspect.Type) -> str:
    """Give how a value of a type is written."""
    match info:
        case inspect.CustomType(cls=kind):
            told = _CUSTOM.get(kind) or _VALUES[kind][0]
        case inspect.StrType(pattern=pattern):
            told = "text" if pattern is None else _PATTERNS[pattern]
        case inspect.LiteralType(values=words):
            told = ", ".join(f"`{word}`" for word in words)
        case inspect.VarTupleType(item_type=item):
            told = f"list of {_written(item)}"
        case inspect.DictType(key_type=key, value_type=value):
            told = f"mapping of {_written(key)} to {_written(value)}"
        case inspect.StructType(cls=record):
            told = _EVENT if issubclass(record, Event) else f"[{record.__name__}](#{record.__name__.lower()})"
        case inspect.UnionType(types=types):
            parts = [_written(part) for part in types if not isinstance(part, inspect.NoneType)]
            told = ", or ".join(dict.fromkeys(parts))
        case inspect.Metadata(type=described):
            told = _written(described)
        case _:
            raise NotImplementedError(info)
    return told


_CUSTOM: Final[Mapping[object, str]] = {
    CalendarSpec: "[calendar](#calendar)",
    Holidays: "country code, `none`, or list of days",
}
_EVENT: Final = "[event](#events-of-a-ticket)"


def _without(record: type[msgspec.Struct], field: inspect.Field) -> str:
    """Say what holds where a key is not given."""
    if field.required:
        return "*required*"
    known = {found.name: found for found in msgspec.structs.fields(record)}[field.name]
    default = known.default if known.default_factory is msgspec.NODEFAULT else known.default_factory()
    if default in (None, (), {}) or (isinstance(default, msgspec.Struct) and not plain(default, dt.UTC)):
        return "—"
    one = msgspec.defstruct("One", [(known.name, known.type)])
    text = plain(one(default), dt.UTC)[known.name]
    return f"`{text if isinstance(text, str) else emit.flow(text)}`"


def _parts(record: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    """Yield the records that a record's values are, events apart."""
    info = inspect.type_info(record)
    assert isinstance(info, inspect.StructType)
    for field in info.fields:
        yield from _structs(field.type)


def _structs(info: inspect.Type) -> Iterator[type[msgspec.Struct]]:
    match info:
        case inspect.StructType(cls=record) if not issubclass(record, Event):
            yield record
        case inspect.VarTupleType(item_type=part) | inspect.DictType(value_type=part) | inspect.Metadata(type=part):
            yield from _structs(part)
        case inspect.UnionType(types=types):
            for option in types:
                yield from _structs(option)
