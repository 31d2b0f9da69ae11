"""Plain trees into typed records.

The fast way is compiled and stops at the first thing wrong; only then everything wrong is looked for (problems.py).
"""

from functools import cache
from typing import Any, Final, TypeVar

import msgspec

from aftercare_cli.model.calendars import CalendarSpec, Holidays, read_calendar, read_holidays
from aftercare_cli.model.finding import Field
from aftercare_cli.model.text import Text, say
from aftercare_cli.model.values import READERS, Instant, known_instant

Record = TypeVar("Record", bound=msgspec.Struct)

_READERS: Final = {**READERS, CalendarSpec: read_calendar, Holidays: read_holidays}
_TAKERS: Final[dict[Any, Any]] = {**_READERS, Instant: known_instant}
"""The same for what is known to be right: times, of which there are most, need no second look."""


class Problem(msgspec.Struct, frozen=True):
    """One thing wrong in a tree: a code, where, what, and what to do. `at_key` points at the key, not at its value."""

    code: str
    field: Field
    text: Text
    hint: Text | None = None
    at_key: bool = False


def read_value(kind: type, value: object) -> object:
    """Read a value that stands for one of the standard library; raises InvalidValueError."""
    return _READERS[kind](value)


def decode(kind: type[Record], tree: object) -> Record | list[Problem]:
    """Give the record of type `kind`, or everything that is wrong with `tree`."""
    try:
        return msgspec.convert(tree, kind, dec_hook=read_value)
    except msgspec.ValidationError as error:
        from aftercare_cli.store.problems import problems  # noqa: PLC0415 - few records are wrong

        return list(problems(kind, tree)) or [
            Problem("schema", (), say("does not fit the record: {reason}", reason=str(error)))
        ]


@cache
def decoder(kind: type[Record]) -> msgspec.msgpack.Decoder[Record]:
    """Give what makes a record of a tree that is known to be right, and was packed with msgpack."""
    return msgspec.msgpack.Decoder(kind, dec_hook=_take)


def _take(kind: type, value: Any) -> object:  # noqa: ANN401 - whatever a reader takes
    return _TAKERS[kind](value)
