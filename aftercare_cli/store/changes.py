"""Which records changed since conclusions were kept, and which of these conclusions that concerns.

A conclusion rests on a ticket, the visits that name it, and the terms. Where terms changed, none holds any more.
"""

import contextlib
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

import msgspec

from aftercare_cli.model.ids import is_dated_id
from aftercare_cli.model.kinds import BY_NAME, KINDS, Kind, KindName, path_of
from aftercare_cli.model.service import Visit
from aftercare_cli.store.commits import Look, Stamp, State, blob_of
from aftercare_cli.store.files import RECORD_LIMIT, TABLE_LIMIT, UnreadableError, read_bytes
from aftercare_cli.store.irregular import is_regular
from aftercare_cli.store.kept import Block, Kept, Where
from aftercare_cli.store.reader import TERMS, Reader

_STAMP_LIMIT: Final = 100
_UNKNOWN: Final = "unknown"
"""The name of a content that nobody knows; Git gives none like it."""
IsOld = Callable[[os.stat_result], bool]


class Changes(msgspec.Struct, frozen=True):
    """What changed since conclusions were kept.

    `every` are the paths of all files that changed, `paths` those of tickets and visits; `taken` are the conclusions
    that these take away: for each block, the places in it. `live` are the paths of all tickets and visits that no
    conclusion speaks for now.
    """

    every: frozenset[str]
    paths: frozenset[str]
    taken: list[tuple[Block, list[int]]]
    live: set[str]


def state_of(look: Look, where: Where) -> State | None:
    """Wait until Git has looked at the records; None where what it says proves nothing."""
    state = look.state()
    if state is None or any(_is_elsewhere(look, path) for path in state.unsure):
        return None
    index = look.index()
    file = where.file.with_suffix(".index")
    with contextlib.suppress(UnreadableError, OSError, msgspec.MsgspecError):
        data = read_bytes(str(where.folder), file.name, _STAMP_LIMIT)
        if file.stat().st_uid == os.geteuid() and msgspec.msgpack.decode(data, type=Stamp) == index:
            return state
    if index is None or not look.looks_at_everything() or look.index() != index:
        return None
    with contextlib.suppress(OSError):
        where.folder.mkdir(parents=True, exist_ok=True)
        if not file.is_symlink() and (file.is_file() or not os.path.lexists(file)):
            file.write_bytes(msgspec.msgpack.encode(index))
    return state


def _is_elsewhere(look: Look, path: str) -> bool:
    """Say whether Git does not look at what is there: a link to somewhere else, or a repository within the records."""
    return path.endswith("/") or (look.root / path).is_symlink()


def changes(reader: Reader, kept: Kept, look: Look, state: State) -> Changes | None:
    """Give what changed since; None where no conclusion holds any more. Raises DamagedError."""
    head = kept.head
    moved = {} if state.commit == head.commit else look.moved(head.commit, state.commit)
    if moved is None or any(not name and os.path.lexists(look.root / path) for path, name in moved.items()):
        # What is there and is no plain file of the commit may lead to anywhere.
        return None
    if not is_regular(reader.root, head.folders):
        return None
    changed = {*moved, *state.unsure}
    terms = {path for path in changed if is_of(path, TERMS)}.union(head.doubtful)
    if terms:
        known = kept.terms()
        if any(blob(reader.root, path, state.commit) != known.get(path, "") for path in terms):
            return None
    tickets = {path for path in changed if is_of(path, ("ticket",))}
    visits = {path for path in changed if is_of(path, ("visit",))}
    taken = list(_taken(kept, tickets, visits | _named(reader, visits)))
    live = {*head.live, *tickets, *visits}
    for block, places in taken:
        live.update(block.paths[place] for place in places)
        live.update(path for place in places for path in block.linked[place])
    return Changes(frozenset(changed), frozenset(tickets | visits), taken, live)


def _named(reader: Reader, visits: Iterable[str]) -> set[str]:
    """Give the paths of the tickets that changed visits name now."""
    found = (reader.examined("visit", path, Visit).record for path in visits)
    return {
        path_of("ticket", visit.ticket)
        for visit in found
        if visit is not None and visit.ticket is not None and is_dated_id(visit.ticket)
    }


def _taken(kept: Kept, tickets: set[str], others: set[str]) -> Iterator[tuple[Block, list[int]]]:
    """Yield the blocks with conclusions that rest on changed tickets or visits, or that changed visits are about."""
    visits = {path for path in others if is_of(path, ("visit",))}
    wanted = tickets | (others - visits)
    if visits:
        # Any ticket may have rested on a visit that says something else now.
        blocks: Iterable[Block] = kept.blocks()
    else:
        folders = {path.rpartition("/")[0] for path in wanted}
        blocks = (block for folder in sorted(folders) if (block := kept.block(folder)) is not None)
    for block in blocks:
        places = [
            place
            for place, (path, linked) in enumerate(zip(block.paths, block.linked, strict=True))
            if path in wanted or not visits.isdisjoint(linked)
        ]
        if places:
            yield block, places


def is_of(path: str, kinds: Iterable[KindName]) -> bool:
    """Say whether a file of one of these kinds would lie at a path."""
    return any(_is_place(path, BY_NAME[name]) for name in kinds)


def _is_place(path: str, kind: Kind) -> bool:
    if not kind.folder:
        return path == f"records/{kind.place}"
    top, folder, *rest = path.split("/") if "/" in path else (path, "")
    ending = kind.ending
    return (
        top == "records"
        and folder == kind.folder
        and len(rest) == kind.depth + 1
        and rest[-1].endswith(ending)
        and all(name and name[0] != "." for name in rest)
    )


def terms_now(reader: Reader, blobs: Mapping[str, str], like: str, is_old: IsOld) -> tuple[dict[str, str], list[str]]:
    """Give Git's names of the records that hold the terms, and those of them that may not be as in the commit.

    What `reader` read counts as it was then: conclusions rest on that. What another process read is what is there now
    only where it is old; else it gets a name that nothing has. What is not old may change without Git noticing.
    """
    paths = {path for name in TERMS for path in reader.paths(BY_NAME[name])}
    names = {}
    doubtful = []
    for path in sorted(paths.union(path for path in blobs if is_of(path, TERMS))):
        data = reader.terms.get(path)
        is_firm = is_as_old(f"{reader.root}/{path}", is_old)
        if data is not None:
            names[path] = blob_of(data, like)
        elif is_firm or path not in paths:
            names[path] = blob(reader.root, path, like)
        else:
            names[path] = _UNKNOWN
        if names[path] != blobs.get(path, "") or not is_firm:
            doubtful.append(path)
    return names, doubtful


def is_as_old(file: str, is_old: IsOld) -> bool:
    """Say whether a file is old (Look.is_old)."""
    try:
        return is_old(os.stat(file))  # noqa: PTH116 - there may be one for each record
    except OSError:
        return False


def blob(root: str, path: str, like: str) -> str:
    """Give the name under which Git would keep a file as it is, made like `like`; "" where it cannot be read."""
    try:
        return blob_of(read_bytes(root, path, max(RECORD_LIMIT, TABLE_LIMIT)), like)
    except UnreadableError:
        return ""


def trees_now(reader: Reader, blobs: Mapping[str, str], paths: Iterable[str], is_old: IsOld) -> dict[str, bytes]:
    """Give the packed trees of those records that are as in the commit, old, and of which there is nothing to tell."""
    trees = {}
    for path in paths:
        kind = next(kind for kind in KINDS if is_of(path, (kind.name,)))
        found = reader.examined(kind.name, path, kind.type)
        name = blobs.get(path)
        if found.tree is None or not found.is_quiet or name is None or blob_of(found.data, name) != name:
            continue
        if is_as_old(f"{reader.root}/{path}", is_old):
            trees[path] = msgspec.msgpack.encode(found.tree)
    return trees


def by_folder(paths: Iterable[str]) -> dict[str, list[str]]:
    """Give paths by the folder they are in."""
    folders: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        folders[path.rpartition("/")[0]].append(path)
    return folders
