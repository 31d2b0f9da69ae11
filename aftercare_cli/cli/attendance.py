"""An attendance list as a CSV file: who was to be trained, and who signed."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar, Final, get_args

import msgspec

from aftercare_cli.cli.context import Session
from aftercare_cli.cli.sheet_file import given_text, refuse_other_separators
from aftercare_cli.cli.words import training_role_word
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.finding import Finding
from aftercare_cli.model.service import Attendee
from aftercare_cli.model.text import say
from aftercare_cli.model.values import shown
from aftercare_cli.model.vocabulary import TrainingRole
from aftercare_cli.store.files import UnreadableError
from aftercare_cli.store.tables import read_rows
from aftercare_cli.store.workspace import InvalidRecordsError

_YES: Final = frozenset({"true", "yes", "y", "1", "x", "✓", "√", "是", "已签", "到"})
_NO: Final = frozenset({"", "false", "no", "n", "0", "-", "否", "未签", "缺席"})
_COLUMNS: Final = {
    "姓名": "name",
    "单位": "unit",
    "职务": "position",
    "岗位": "position",
    "角色": "role",
    "培训对象": "role",
    "签名": "signed",
}
"""What columns are called in Chinese."""


class AttendanceError(InvalidRecordsError):
    """An attendance list with something wrong in it: nothing of it is taken."""

    exit_code: ClassVar[int] = 2

    def __init__(self, findings: list[Finding], root: Path) -> None:
        """Keep the findings, and the folder that the list is in."""
        super().__init__(findings, root)
        self.text = say("the attendance list is wrong: nothing was written")


class NoListError(AftercareError):
    """A file that holds nobody."""


class _Line(msgspec.Struct, frozen=True):
    """A row of the list."""

    name: str
    unit: str | None = None
    position: str | None = None
    role: str | None = None
    signed: str | None = None


def read_attendance(session: Session, path: str) -> list[Attendee]:
    """Read an attendance list; `path` is relative to the current directory.

    Raises SheetFileError where it cannot be read, AttendanceError with everything that is wrong, each with its line.
    """
    file = session.folder / path
    data = given_text(session, path, path)
    try:
        lines, findings = read_rows(_Line, _with_known_columns(data, path), file.name)
    except UnreadableError as error:
        raise AttendanceError(list(error.findings), file.parent) from None
    wrong = {found.field[0] for found in findings}
    places = (place for place in range(len(lines) + len(wrong)) if place not in wrong)
    people: dict[str, Attendee] = {}
    for place, line in zip(places, lines, strict=True):
        problems = list(_problems(file.name, place, line, people))
        findings += problems
        if not problems:
            name = line.name.strip()
            signed = (line.signed or "").strip().lower() in _YES
            people[name] = Attendee(
                name=name, role=_role(line.role), unit=line.unit, position=line.position, signed=signed
            )
    if findings:
        raise AttendanceError(sorted(findings, key=lambda found: found.field[:1]), file.parent)
    if not people:
        raise NoListError(say("{path} names nobody", path=path), say("write one person a line, below the header"))
    return list(people.values())


def _problems(path: str, place: int, line: _Line, people: dict[str, Attendee]) -> Iterator[Finding]:
    name = line.name.strip()
    if not name:
        yield Finding("value", "error", path, (place, "name"), say("the name is empty"))
    if name in people:
        text = say("{name} is named twice", name=name)
        hint = say("add to the names of two people what tells them apart")
        yield Finding("value", "error", path, (place, "name"), text, hint)
    if line.role is not None and _role(line.role) is None:
        text = say("{role} is no role that is trained", role=shown(line.role))
        hint = say("roles are {roles}", roles=", ".join(get_args(TrainingRole)))
        yield Finding("value", "error", path, (place, "role"), text, hint)
    if (line.signed or "").strip().lower() not in _YES | _NO:
        text = say("{word} says neither that they signed nor that they did not", word=shown(line.signed))
        yield Finding("value", "error", path, (place, "signed"), text, say("write yes or no"))


def _role(text: str | None) -> TrainingRole | None:
    """Give the role that a cell names, by its identifier or by its word."""
    wanted = (text or "").strip().lower()
    roles: tuple[TrainingRole, ...] = get_args(TrainingRole)
    return next((role for role in roles if wanted in {role, training_role_word(role).lower()}), None)


def _with_known_columns(data: bytes, path: str) -> bytes:
    """Give the table with Chinese column titles, and names in capitals, put into the names of the columns."""
    rest = io.StringIO(data.decode(), newline="")
    try:
        header = next(csv.reader(rest, strict=True), [])
    except csv.Error:
        return data
    refuse_other_separators(header, path)
    names = [_COLUMNS.get(cell.strip(), cell.strip().lower()) for cell in header]
    if names == header:
        return data
    table = io.StringIO(newline="")
    csv.writer(table, lineterminator="\n").writerow(names)
    return (table.getvalue() + rest.read()).encode()
