"""Merging two versions of a record, given the one they both come from: as sets of facts, where they can be read."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import NamedTuple

from msgspec import inspect

from aftercare_cli.model.kinds import KINDS, Kind
from aftercare_cli.model.text import Text, say
from aftercare_cli.model.ticket import Ticket
from aftercare_cli.store.decode import decode
from aftercare_cli.store.edit import EditError
from aftercare_cli.store.encoding import BOM, plain_text
from aftercare_cli.store.files import RECORD_LIMIT, TABLE_LIMIT, UnreadableError
from aftercare_cli.store.layout import canonical
from aftercare_cli.store.line_reader import Node, Tree
from aftercare_cli.store.merge_base import sides_of, torn, torn_list
from aftercare_cli.store.merge_driver import Versions, merged_as_text
from aftercare_cli.store.merge_lists import Listed, rules_of
from aftercare_cli.store.merge_plan import SIDES, clashes, planned_record, planned_rows, settled
from aftercare_cli.store.merge_tables import Table, merged_table, read_table
from aftercare_cli.store.merge_text import LayoutError, Markers, Source, merged_text
from aftercare_cli.store.tables import read_rows
from aftercare_cli.store.yaml_reader import read_mapping


class Merged(NamedTuple):
    """What a merge gave.

    `clashes` are the keys of the record under which both sides told a fact differently, once for each such fact; in a
    table they are empty texts. `untold` says why it was merged as any text is, `conflicts` how many that left.
    """

    data: bytes
    clashes: Sequence[str] = ()
    untold: Text | None = None
    conflicts: int = 0

    @property
    def is_clean(self) -> bool:
        """Say whether nothing is left to choose."""
        return not self.clashes and not self.conflicts


def kind_at(path: str) -> Kind | None:
    """Give the kind of record that lies at a path, in whichever folder of a repository its workspace is."""
    above, found, below = path.replace("\\", "/").rpartition("records/")
    if not found or (above and not above.endswith("/")):
        return None
    for kind in KINDS:
        is_in_folder = kind.folder and below.startswith(f"{kind.folder}/")
        if below == kind.place or (is_in_folder and below.endswith(f".{kind.place.rpartition('.')[2]}")):
            return kind
    return None


def merged(versions: Versions, path: str, markers: Markers) -> Merged:
    """Merge a file fact by fact; as Git merges texts where it is no record, or cannot be read as one.

    Raises git.GitError where Git is missing, or cannot merge what is no text.
    """
    base, ours, theirs = versions
    if theirs in {base, ours}:
        return Merged(ours)
    if base == ours:
        return Merged(theirs)
    kind = kind_at(path)
    if kind is None:
        return _as_text(versions, markers, say("no kind of record lies there"))
    try:
        return _merged_table(kind, versions, path, markers) if kind.is_table else _merged(kind, versions, path, markers)
    except UnreadableError as error:
        return _as_text(versions, markers, error.findings[0].text)
    except (LayoutError, EditError):
        # What a merge of texts gives may say a fact twice: somebody has to look at it.
        found = _as_text(versions, markers, say("it is laid out in a way that resists"))
        return found._replace(conflicts=max(found.conflicts, 1))


def faults(data: bytes, path: str) -> list[Text]:
    """Give what is wrong with a file as a record of its kind; nothing where no kind of record lies there."""
    kind = kind_at(path)
    if kind is None:
        return []
    limit = TABLE_LIMIT if kind.is_table else RECORD_LIMIT
    if len(data) > limit:
        return [say("has {size} bytes, more than the {limit} a record may have", size=len(data), limit=limit)]
    try:
        if kind.is_table:
            return [found.text for found in read_rows(kind.type, plain_text(data, path), path)[1]]
        record = decode(kind.type, read_mapping(plain_text(data, path), path))
    except UnreadableError as error:
        return [found.text for found in error.findings]
    return [problem.text for problem in record] if isinstance(record, list) else []


def ticket_of(data: bytes, path: str) -> Ticket | None:
    """Give the ticket that a file holds; None for another kind of record, and for one that is wrong."""
    kind = kind_at(path)
    if kind is None or kind.name != "ticket":
        return None
    try:
        record = decode(Ticket, read_mapping(plain_text(data, path), path))
    except UnreadableError:
        return None
    return record if isinstance(record, Ticket) else None


def _as_text(versions: Versions, markers: Markers, reason: Text) -> Merged:
    data, conflicts = merged_as_text(versions, markers)
    return Merged(data, (), reason, conflicts)


def _merged(kind: Kind, versions: Versions, path: str, markers: Markers) -> Merged:
    info = inspect.type_info(kind.type)
    ours, theirs = (read_mapping(plain_text(data, path), path) for data in versions[1:])
    base = _base_of(versions.base, path, info)
    plan = planned_record(info, base.tree, ours, theirs)
    told = tuple(clashes(plan))
    meant = [settled(plan, side) for side in SIDES]

    def is_right(text: str) -> bool:
        """Say whether a text reads as it is meant to, whichever version of a clash is chosen."""
        read = sides_of(text) if told else (text, text)
        try:
            return read is not None and [read_mapping(plain_text(_encoded(part), path), path) for part in read] == meant
        except UnreadableError:
            return False

    if not told and base.is_whole:
        text, conflicts = _text_of_texts(versions, markers)
        if not conflicts and is_right(text):
            return Merged(_framed(text, versions))
    for relaid in (_as_it_stands, _canonical(kind, path)):
        try:
            was = Source(relaid(versions.base)) if base.is_whole and versions.base.strip() else None
            text = merged_text(plan, was, Source(relaid(versions.ours)), Source(relaid(versions.theirs)), markers)
        except (LayoutError, EditError):
            continue
        if is_right(text):
            return Merged(_framed(text, versions), told)
    raise LayoutError


class _Base(NamedTuple):
    """What the version that both come from says; it is not whole where it holds a conflict itself."""

    tree: Tree
    is_whole: bool = True


def _base_of(data: bytes, path: str, info: inspect.Type) -> _Base:
    if not data.strip():
        return _Base({})
    try:
        return _Base(read_mapping(plain_text(data, path), path))
    except UnreadableError:
        sides = sides_of(_unified(data))
        if sides is None:
            raise
    first, second = (read_mapping(plain_text(_encoded(side), path), path) for side in sides)
    both = torn(info, first, second)
    return _Base(both if isinstance(both, dict) else {}, is_whole=False)


def _as_it_stands(data: bytes) -> str:
    return _unified(data)


def _canonical(kind: Kind, path: str) -> Callable[[bytes], str]:
    # Records with a time that has no offset are refused: the timezone is never asked for.
    return lambda data: canonical(data, kind, path, dt.UTC).decode()


def _merged_table(kind: Kind, versions: Versions, path: str, markers: Markers) -> Merged:
    info = inspect.type_info(kind.type)
    ours, theirs = (_table_in(_unified(data), path) for data in versions[1:])
    base = _base_table(_unified(versions.base), path, rules_of(info) or Listed())
    plan = planned_rows(info, base.rows, ours.tree, theirs.tree)
    told = tuple(clashes(plan))
    meant = [settled(plan, side) for side in SIDES]

    def is_right(text: str) -> bool:
        read = sides_of(text) if told else (text, text)
        try:
            return read is not None and [_table_in(part, path).tree for part in read] == meant
        except UnreadableError:
            return False

    if not told and base.is_whole:
        text, conflicts = _text_of_texts(versions, markers)
        if not conflicts and is_right(text):
            return Merged(_framed(text, versions))
    text = merged_table(plan, ours, theirs, markers)
    if is_right(text):
        return Merged(_framed(text, versions), told)
    raise LayoutError


class _BaseTable(NamedTuple):
    rows: list[Node]
    is_whole: bool = True


def _base_table(text: str, path: str, rules: Listed) -> _BaseTable:
    sides = sides_of(text)
    if sides is None:
        return _BaseTable(_table_in(text, path).tree)
    first, second = (_table_in(side, path).tree for side in sides)
    return _BaseTable(torn_list(first, second, rules), is_whole=False)


def _table_in(text: str, path: str) -> Table:
    return read_table(plain_text(_encoded(text), path).decode(), path)


class _Form(NamedTuple):
    """What a text has around its lines."""

    mark: bytes
    ending: str
    is_ended: bool


def _form(data: bytes) -> _Form:
    text = data.removeprefix(BOM)
    crlf = text.count(b"\r\n")
    ending = "\r\n" if crlf and crlf == text.count(b"\n") else "\r" if b"\r" in text and b"\n" not in text else "\n"
    return _Form(data[: len(data) - len(text)], ending, text.endswith((b"\r", b"\n")))


def _unified(data: bytes) -> str:
    """Give a text with LF line ends and no byte order mark; mixed line ends stay as they are."""
    text = data.removeprefix(BOM).decode(errors="surrogateescape")
    return text.replace(_form(data).ending, "\n")


def _encoded(text: str) -> bytes:
    """Give the bytes of what `_unified` gave, also of those that are no UTF-8."""
    return text.encode(errors="surrogateescape")


def _framed(text: str, versions: Versions) -> bytes:
    """Give a text as ours is written, or as theirs is where only that side changed it."""
    base, ours, theirs = (_form(data) for data in versions)
    mark = ours.mark if ours.mark != base.mark else theirs.mark
    ending = ours.ending if ours.ending != base.ending else theirs.ending
    is_ended = ours.is_ended if ours.is_ended != base.is_ended else theirs.is_ended
    if not is_ended and not text.rstrip("\n").endswith(">" * 7):
        text = text.removesuffix("\n")
    return mark + _encoded(text.replace("\n", ending))


def _text_of_texts(versions: Versions, markers: Markers) -> tuple[str, int]:
    """Give the merge of texts, as Git does it, and the number of its conflicts."""
    data, conflicts = merged_as_text(Versions(*(_encoded(_unified(part)) for part in versions)), markers)
    return data.decode(errors="surrogateescape"), conflicts
