"""Writing the JSON Schemas into a workspace, and the modelines that lead editors to them."""

import json
from collections.abc import Sequence

from aftercare_cli.model.kinds import KINDS, Kind
from aftercare_cli.store.encoding import BOM
from aftercare_cli.store.files import RECORD_LIMIT, UnreadableError, read_bytes
from aftercare_cli.store.records import Change, Writer
from aftercare_cli.store.schemas import FOLDER, modeline, schema
from aftercare_cli.store.workspace import Workspace

_MARK = b"# yaml-language-server:"


def install(workspace: Workspace, writer: Writer, kinds: Sequence[Kind] = KINDS) -> list[Change]:
    """Write what is missing or differs, and give what was written; a record keeps every other byte."""
    changes = []
    for kind in kinds:
        if not kind.is_table:
            content = (json.dumps(schema(kind), ensure_ascii=False, indent=2) + "\n").encode()
            changes.append(_file(writer, f"{FOLDER}/{kind.name}.json", content))
            changes += [_with_modeline(workspace, writer, path) for path in workspace.paths(kind)]
    return [change for change in changes if change is not None]


def _file(writer: Writer, path: str, content: bytes) -> Change | None:
    target = writer.root / path
    before = target.read_bytes() if target.exists() else None
    if before == content:
        return None
    change = Change(path, before, content)
    writer.put(change)
    return change


def _with_modeline(workspace: Workspace, writer: Writer, path: str) -> Change | None:
    try:
        before = read_bytes(str(workspace.root), path, RECORD_LIMIT)
    except UnreadableError:
        return None
    if _MARK in before[:400]:
        return None
    bom, text = (BOM, before[3:]) if before.startswith(BOM) else (b"", before)
    ending = b"\r\n" if b"\r\n" in text else b"\n"
    change = Change(path, before, bom + modeline(path).encode() + ending + text)
    writer.put(change)
    return change
