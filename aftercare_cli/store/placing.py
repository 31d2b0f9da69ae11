"""What a file has to be to its place: the record its folder holds, under the name its id asks for, and no stray."""

import os
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from aftercare_cli.model.finding import Finding, Severity
from aftercare_cli.model.kinds import Kind, path_of
from aftercare_cli.model.text import say
from aftercare_cli.store.decode import Problem, decode
from aftercare_cli.store.files import UnreadableError, unreadable
from aftercare_cli.store.line_reader import Tree

AnyRecord = TypeVar("AnyRecord", bound=msgspec.Struct)


def decoded(record_type: type[AnyRecord], tree: Tree, data: bytes, path: str) -> AnyRecord:
    """Give the record of a file's tree; raises UnreadableError with every problem and its place."""
    record = decode(record_type, tree)
    if isinstance(record, list):
        raise UnreadableError(*(_finding(problem, path, data) for problem in record))
    return record


def _finding(problem: Problem, path: str, data: bytes) -> Finding:
    from aftercare_cli.store.positions import locate  # noqa: PLC0415 - PyYAML is slow to import

    line, column = locate(data, problem.field, at_key=problem.at_key)
    return Finding(problem.code, "error", path, problem.field, problem.text, problem.hint, line, column)


def check_place(kind: Kind, path: str, record: msgspec.Struct, data: bytes) -> None:
    """Raise UnreadableError where the file's name or folder is not the one its id asks for."""
    if kind.identity is None:
        return
    record_id: Any = getattr(record, kind.identity)
    place = path_of(kind.name, record_id)
    if place == path:
        return
    if path.rpartition("/")[2] != place.rpartition("/")[2]:
        text = say("the file's name and its {key} {id} differ", key=kind.identity, id=record_id)
    else:
        text = say("{id} lies in the wrong folder", id=record_id)
    from aftercare_cli.store.positions import locate  # noqa: PLC0415 - as above

    hint = say("move it to {place}, or correct the {key}", place=place, key=kind.identity)
    raise unreadable(path, "misplaced", text, hint, locate(data, (kind.identity,)))


def strays(root: str, known: Collection[str]) -> Iterator[Finding]:
    """Find what lies in `records/` and is none of the `known` paths: a mistyped folder would hide its records."""
    for folder, folders, names in os.walk(f"{root}/records"):
        below = os.path.relpath(folder, root).replace(os.sep, "/")
        others = (name for name in folders if name[0] != "." and f"{below}/{name}" != "records/attachments")
        folders[:] = sorted(others)
        for name in sorted(names):
            path = f"{below}/{name}"
            if name[0] != "." and path not in known:
                hint = say("files of people go to records/attachments/; records lie where docs/records.md says")
                # What looks like a record and is not read would be missing from every report.
                severity: Severity = "error" if name.endswith((".yaml", ".yml", ".csv")) else "warning"
                yield Finding("stray-file", severity, path, (), say("is no record: nothing reads it"), hint)
    from aftercare_cli.store.lock import abandoned  # noqa: PLC0415 - who only reads needs no lock

    for path in abandoned(Path(root)):
        hint = say("nothing reads it: aftercare fmt removes it")
        yield Finding("stray-file", "warning", path, (), say("was left by a process that was killed"), hint)
