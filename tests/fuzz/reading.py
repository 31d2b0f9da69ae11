"""Records and tables of any bytes: loaded, or told what is wrong and where; never a traceback, never two answers."""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Final

import msgspec

from aftercare_cli.model.finding import Finding
from aftercare_cli.model.kinds import Kind, is_safe_id, path_of
from aftercare_cli.model.secrets import masked
from aftercare_cli.store.block_reader import read_blocks
from aftercare_cli.store.decode import decode, decoder
from aftercare_cli.store.encoding import plain_text
from aftercare_cli.store.files import UnreadableError
from aftercare_cli.store.line_reader import Tree, read_lines
from aftercare_cli.store.merge import faults, kind_at, ticket_of
from aftercare_cli.store.source import place
from aftercare_cli.store.workspace import InvalidRecordsError, Workspace
from aftercare_cli.store.yaml_parser import parse_mapping
from aftercare_cli.store.yaml_reader import read_mapping
from tests.fuzz import corpus, scratch
from tests.fuzz.mutations import mutated
from tests.fuzz.target import Parts, Target, path_in


def _record_seeds() -> Iterator[Parts]:
    for path, data in corpus.records():
        yield path.encode(), data


def _table_seeds() -> Iterator[Parts]:
    for path, data in corpus.tables():
        yield path.encode(), data


def mutate(parts: list[bytes], random: Random) -> Parts:
    """Change the text of a file; sometimes it is taken for another kind of record."""
    path, data = [*parts, b"", b""][:2]
    if random.randrange(30) == 0:
        path = random.choice(corpus.files())[0].encode()
    return path, mutated(data, path.decode(errors="replace"), random)


def check(parts: Parts) -> None:
    """Load the file in a workspace of its own, and read it in every way there is."""
    path = path_in(parts[0])
    if path is None or len(parts) < 2:
        return
    data = parts[1]
    if path.endswith(".yaml"):
        _readers_agree(data, path)
    _loads(data, path)
    faults(data, path)
    ticket_of(data, path)


def _readers_agree(data: bytes, path: str) -> None:
    try:
        plain = plain_text(data, path)
    except UnreadableError:
        return
    try:
        parsed: Tree | None = parse_mapping(plain, path)
    except UnreadableError:
        parsed = None
    for short in (read_lines, read_blocks):
        tree = short(plain)
        # As text: the order of keys is part of the answer.
        assert tree is None or json.dumps(tree) == json.dumps(parsed), short.__name__


def _loads(data: bytes, path: str) -> None:
    space = scratch.small()
    space.lay({path: data})
    workspace = Workspace(space.folder)
    workspace.load_everything()
    for found in workspace.findings:
        _is_told(found, space.folder, data if found.path == path else None)
    for _, text in workspace.suspects:
        masked(text)
    kind = kind_at(path)
    errors = [found for found in workspace.findings if found.severity == "error" and found.path == path]
    if kind is not None and not kind.is_table:
        _is_record_or_finding(kind, path, errors, workspace)
    if not errors and kind is not None and not kind.is_table:
        tree = read_mapping(plain_text(data, path), path)
        record = decode(kind.type, tree)
        # What a cache, or a second process, makes of the tree.
        assert decoder(kind.type).decode(msgspec.msgpack.encode(tree)) == record


def _is_record_or_finding(kind: Kind, path: str, errors: list[Finding], workspace: Workspace) -> None:
    """Hold that a file gives a record or an error: it never goes missing without a word."""
    name = path.rpartition("/")[2].rpartition(".")[0]
    if kind.identity is None or not is_safe_id(name) or path_of(kind.name, name) != path:
        return
    told: tuple[Finding, ...] = ()
    try:
        workspace.read(kind.name, name)
    except InvalidRecordsError as error:
        told = error.findings
    assert bool(errors) == bool(told), [str(found.text) for found in (*errors, *told)]
    assert all(found in workspace.findings for found in told), told


def _is_told(found: Finding, root: Path, data: bytes | None) -> None:
    at = place(root, found)
    masked(str(found.text))
    str(found.hint)
    assert at.line >= 1, found
    assert at.column >= 1, found
    if data is not None:
        lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
        assert at.line <= lines, (found, at)
        assert at.against_line <= lines, (found, at)


RECORDS: Final = Target("records", _record_seeds, mutate, check)
TABLES: Final = Target("tables", _table_seeds, mutate, check)
