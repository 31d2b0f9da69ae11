"""A wrong record is a value, never an exception."""

from typing import Literal

import msgspec

from aftercare_cli.model.text import Text

Severity = Literal["error", "warning"]
Field = tuple[str | int, ...]


class Finding(msgspec.Struct, frozen=True):
    """Something in a record that is wrong or wants attention.

    `path` is relative to the workspace, with forward slashes. `field` leads to the value: keys and list positions; for
    a CSV file the row's position (0 is the first row below the header) and the column's name. `line` and `column` (from
    1) are given by a reader that knows them; else the store finds them from `field` when the finding is shown.
    `against` leads to the other fact, where two contradict each other.
    """

    code: str
    severity: Severity
    path: str
    field: Field
    text: Text
    hint: Text | None = None
    line: int = 0
    column: int = 0
    against: Field = ()
