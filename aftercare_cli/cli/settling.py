"""Leaving settled tickets aside: what is concluded about them is kept, so that only the others are read and judged.

Whoever settles a session's workspace gets what all settled tickets come to; the workspace holds the other tickets from
then on, and the visits that belong to no settled one. Everything else that is judged reads it as before. The answer is
the same as if every ticket had been read (docs/decisions/0018).
"""

import contextlib
import datetime as dt
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import msgspec

from aftercare_cli.cli.context import Session, where_kept
from aftercare_cli.model.kinds import BY_NAME, KindName
from aftercare_cli.rules.promise import Promise
from aftercare_cli.rules.settled import Tally
from aftercare_cli.store.changes import Changes, by_folder, changes, is_of, state_of, terms_now, trees_now
from aftercare_cli.store.irregular import JUDGED, folders_now
from aftercare_cli.store.kept import Block, DamagedError, Kept, New, Where, keep, opened
from aftercare_cli.store.reader import MANY, TERMS

if TYPE_CHECKING:
    from aftercare_cli.cli.concluding import Concluded
    from aftercare_cli.model.settings import Settings
    from aftercare_cli.store.commits import Look, State
    from aftercare_cli.store.workspace import Workspace

_READ_BY_ALL: Final[tuple[KindName, ...]] = (
    *("workspace", "contract", "site"),
    *("inspection", "training", "question", "hazard", "handover"),
)
RENEWED_FROM: Final = 100
"""How many records have to change until what is kept is renewed."""


class Standing(msgspec.Struct, frozen=True):
    """What the settled tickets come to; each of their promises is known only where that was asked for."""

    total: Tally
    promises: Sequence[Promise] = ()

    def beside(self, other: "Standing") -> "Standing":
        """Give what both come to."""
        return Standing(Tally.total([self.total, other.total]), [*self.promises, *other.promises])


class _Asked(msgspec.Struct, frozen=True):
    """Of which workspace, at which moment, and whether each promise is wanted."""

    session: Session
    now: dt.datetime
    each: bool

    def standing(self, total: Tally, blocks: Callable[[], Iterable[Block]], taken: Collection[str] = ()) -> Standing:
        """Give what is left aside: the blocks, without the tickets at the paths `taken`. Raises DamagedError."""
        if not self.each:
            return Standing(total)
        decode = msgspec.msgpack.Decoder(list[Promise]).decode
        promises: list[Promise] = []
        for block in blocks():
            for path, conclusion in zip(block.paths, block.conclusions, strict=True):
                if path not in taken:
                    promises += decode(conclusion)
        return Standing(total, promises)


class _Keeper:
    """What conclusions are kept with: Git's look at the records, what it said, and where they lie."""

    def __init__(self, look: "Look", state: "State", where: Where) -> None:
        """Keep all that."""
        self.look = look
        self.state = state
        self.where = where

    @cached_property
    def blobs(self) -> Mapping[str, str] | None:
        """Git's names of what the commit holds, by path; None where it does not say."""
        return self.look.blobs(self.state.commit)


class _Work(msgspec.Struct, frozen=True):
    """What is to be concluded: about the tickets by folder, with the visits that may name them, beside `reused`.

    `known` are the paths of tickets and visits that are live unless a conclusion speaks for them; `terms` are Git's
    names of the terms that the reused conclusions rest on, None where there are no such.
    """

    folders: dict[str, list[str]]
    visits: Sequence[str]
    known: Collection[str]
    reused: Mapping[str, Block] = MappingProxyType({})
    terms: Mapping[str, str] | None = None


class Settling:
    """Leaves the settled tickets of a session's workspace aside; it looks for what is kept before anything is read."""

    def __init__(self, session: Session) -> None:
        """Find what is kept and still holds; where that is the case, records that are known are not read."""
        self._session = session
        self._keeper: _Keeper | None = None
        self._known: tuple[Kept, Changes] | None = None
        where = where_kept(session.root)
        look = None if where is None else session.look
        if where is None or look is None:
            return
        kept = opened(where)
        if kept is None and len(session.workspace.paths(BY_NAME["ticket"])) < MANY:
            look.close()
            return
        state = state_of(look, where)
        if state is None:
            return
        self._keeper = _Keeper(look, state, where)
        reader = session.workspace.reader
        with contextlib.suppress(DamagedError):
            found = None if kept is None else changes(reader, kept, look, state)
            if kept is not None and found is not None:
                reader.known = {path: tree for path, tree in kept.trees().items() if path not in found.every}
                self._known = kept, found

    def settle(self, now: dt.datetime, *, is_each_asked: bool = False) -> Standing | None:
        """Give what the settled tickets come to at `now`, and leave them aside; None where there are too few for it.

        Where `is_each_asked`, every single promise about them is given too.
        """
        asked = _Asked(self._session, now, is_each_asked)
        if self._known is None or self._keeper is None:
            return _concluded(asked, self._keeper)
        try:
            return _known(asked, self._keeper, *self._known)
        except DamagedError:
            return _concluded(asked, self._keeper)


def _known(asked: _Asked, keeper: _Keeper, kept: Kept, found: Changes) -> Standing | None:
    """Give what is kept, as far as it still holds; it is renewed where much of it does not."""
    if asked.now.timestamp() < kept.head.since:
        # What happened later is known already, and was not to be known then.
        return _concluded(asked, None)
    total: Tally | None = msgspec.msgpack.decode(kept.head.sum, type=Tally)
    if total is not None and found.taken:
        decode = msgspec.msgpack.Decoder(list[Promise]).decode
        gone = [each for block, places in found.taken for place in places for each in decode(block.conclusions[place])]
        total = total.without(gone)
    if total is None or len(found.paths - keeper.state.unsure) + kept.head.young >= RENEWED_FROM:
        return _renewed(asked, kept, keeper, found)
    taken = {block.paths[place] for block, places in found.taken for place in places}
    standing = asked.standing(total, kept.blocks, taken)
    _narrow(asked.session, found.live)
    # Where many tickets are not committed, those of them that are settled need not be judged one after another.
    others = _concluded(asked, None)
    return standing if others is None else standing.beside(others)


def _concluded(asked: _Asked, keeper: _Keeper | None) -> Standing | None:
    """Conclude what is settled of all tickets, and keep it where that can be."""
    tickets, visits = (asked.session.workspace.paths(BY_NAME[name]) for name in JUDGED)
    if len(tickets) < MANY:
        return None
    return _finished(asked, keeper, _Work(by_folder(tickets), visits, {*tickets, *visits}))


def _renewed(asked: _Asked, kept: Kept, keeper: _Keeper, found: Changes) -> Standing | None:
    """Conclude about the tickets that no conclusion speaks for, and keep it with what still holds."""
    reused = {block.folder: block for block in kept.blocks()}
    for block, places in found.taken:
        reused[block.folder] = block.without(set(places))
    here = [path for path in found.live if os.path.lexists(asked.session.root / path)]
    folders: dict[str, list[str]] = {folder: [] for folder in reused}
    folders |= by_folder(path for path in here if is_of(path, ("ticket",)))
    visits = [path for path in here if is_of(path, ("visit",))]
    return _finished(asked, keeper, _Work(folders, visits, found.live, reused, kept.terms()))


def _finished(asked: _Asked, keeper: _Keeper | None, work: _Work) -> Standing:
    """Conclude, keep the conclusions where that can be, and leave aside what they speak for."""
    from aftercare_cli.cli.concluding import Concluding

    blobs = {} if keeper is None else keeper.blobs or {}
    if keeper is not None and _is_hidden(asked.session, {*blobs, *keeper.state.unsure}):
        blobs = {}
    concluding = Concluding(
        asked.session,
        asked.now,
        blobs,
        work.visits,
        is_packed=bool(blobs) or asked.each,
        is_old=None if keeper is None else keeper.look.is_old,
    )
    found = list(concluding.blocks(work.folders, work.reused))
    if keeper is not None and blobs:
        _keep(asked, keeper, blobs, work, found, concluding.terms)
    _narrow(asked.session, set(work.known).difference(*(each.paths for each in found)))
    total = Tally.total([each.tally for each in found])
    return asked.standing(total, lambda: (msgspec.msgpack.decode(each.block, type=Block) for each in found))


def _keep(
    asked: _Asked,
    keeper: _Keeper,
    blobs: Mapping[str, str],
    work: _Work,
    found: Sequence["Concluded"],
    terms: "Workspace",
) -> None:
    """Keep the firm ones; what they do not speak for of what is known, and of the commit, is read each time."""
    reader = asked.session.workspace.reader
    is_old = keeper.look.is_old
    names, doubtful = terms_now(terms.reader, blobs, keeper.state.commit, is_old)
    if work.terms is not None and names != work.terms:
        # The terms were changed since what is reused was found to hold: old and new conclusions rest on different ones.
        return
    firm = [each for each in found if each.is_firm]
    live = {*work.known, *(path for path in blobs if is_of(path, JUDGED))}.difference(*(each.paths for each in firm))
    passing = {path for each in found if not each.is_firm for path in each.paths}
    new = New(
        commit=keeper.state.commit,
        sum=msgspec.msgpack.encode(Tally.total([each.tally for each in firm])),
        since=max((each.since for each in firm), default=0.0),
        live=sorted(live),
        doubtful=doubtful,
        zones=_zones(terms.settings),
        young=len(passing.intersection(blobs) - keeper.state.unsure),
        folders=folders_now(reader.root, is_old),
        terms=names,
        trees=trees_now(reader, blobs, _read_by_all(asked.session, live), is_old),
        blocks=[(each.folder, each.block) for each in firm],
    )
    keep(keeper.where, new)


def _read_by_all(session: Session, live: Collection[str]) -> Iterator[str]:
    """Yield the paths of the records that every report reads: no settled ticket, no list of equipment, no table."""
    for name in _READ_BY_ALL:
        yield from session.workspace.paths(BY_NAME[name])
    yield from islice((path for path in sorted(live) if os.path.lexists(session.root / path)), MANY)


def _narrow(session: Session, live: Collection[str]) -> None:
    """Let the workspace hold only these tickets and visits."""
    for name in JUDGED:
        session.workspace.reader.restrict(name, [path for path in live if is_of(path, (name,))])


def _is_hidden(session: Session, known: Collection[str]) -> bool:
    """Say whether there are records that Git does not look at: behind links, above all."""
    kinds = (*JUDGED, *TERMS)
    return not all(path in known for name in kinds for path in session.workspace.paths(BY_NAME[name]))


def _zones(settings: "Settings") -> set[str]:
    """Give the timezones that times are counted in."""
    return {settings.timezone} | {each.timezone for each in settings.calendars.values() if each.timezone is not None}
