"""Concluding what is settled: tickets are read, judged and packed, folder by folder, by two processes where that pays.

A conclusion may be kept only if the ticket's file, and those of its visits, are byte for byte what the commit holds:
Git's name for the content says so, whatever happened to the file meanwhile. Others serve this one run.
"""

import datetime as dt
import gc
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from aftercare_cli.cli.context import Session
from aftercare_cli.model.service import Visit
from aftercare_cli.model.ticket import StandbyInService, Ticket
from aftercare_cli.rules.calendars import Calendars
from aftercare_cli.rules.promise import Promise
from aftercare_cli.rules.settled import Settled, Settler, Tally
from aftercare_cli.store import child
from aftercare_cli.store.changes import IsOld, is_as_old, is_of
from aftercare_cli.store.commits import blob_of
from aftercare_cli.store.kept import Block
from aftercare_cli.store.many import SHARED_FROM, TOLD_EVERY
from aftercare_cli.store.reader import Examined, Reader
from aftercare_cli.store.workspace import Workspace


class Concluded(NamedTuple):
    """A packed block, with what its promises come to and from when on that holds, and the paths it speaks for.

    One that `is_firm` may be kept.
    """

    folder: str
    block: bytes
    tally: Tally
    since: float
    paths: list[str]
    is_firm: bool


class _Linked(NamedTuple):
    """A visit that names a ticket: its path, whether a conclusion may rest on it, and whether one that is kept may."""

    path: str
    visit: Visit
    is_quiet: bool
    is_firm: bool


class _Growing:
    """A block while conclusions are added to it."""

    def __init__(self, folder: str, reused: Block | None, *, is_firm: bool) -> None:
        """Begin with the conclusions that are still good."""
        self._folder = folder
        self._is_firm = is_firm
        self._paths = [*reused.paths] if reused else []
        self._linked = [*reused.linked] if reused else []
        self._conclusions: list[msgspec.Raw | tuple[Promise, ...]] = [*reused.conclusions] if reused else []
        self._since = reused.since if reused else 0.0
        self._promises: list[Promise] = []
        for kept in reused.conclusions if reused else ():
            self._promises += msgspec.msgpack.decode(kept, type=list[Promise])

    def add(self, path: str, linked: Sequence[_Linked], settled: Settled) -> None:
        """Add what is concluded about the ticket at `path`."""
        self._paths.append(path)
        self._linked.append([each.path for each in linked])
        self._conclusions.append(settled.promises)
        self._since = max(self._since, settled.since.timestamp())
        self._promises += settled.promises

    def concluded(self, *, is_packed: bool) -> Concluded:
        """Give the block."""
        tally = Tally.of(self._promises)
        # The fields of a block, in their order: what is new is packed with it, which is faster than before it.
        block = (self._folder, self._paths, self._linked, self._conclusions, tally, self._since)
        packed = msgspec.msgpack.encode(block) if is_packed else b""
        spoken = [*self._paths, *(path for linked in self._linked for path in linked)]
        return Concluded(self._folder, packed, tally, self._since, spoken, self._is_firm)


class Concluding:
    """Concludes what is settled of a workspace at a moment.

    `blobs` are Git's names of what the commit holds, by path; there are none where nothing is kept. `visits` are the
    paths of the visits that may name the tickets asked about. Blocks are packed only where somebody keeps them, or
    takes promises from them. `is_old` says which files Git would see change again (Look.is_old).

    `terms` are the terms as they are read for this alone. Lists of equipment and of prices are read when a ticket asks
    for them; where some are wrong, no ticket that does is settled, so that whoever judges it reads them and says so.
    """

    def __init__(
        self,
        session: Session,
        now: dt.datetime,
        blobs: Mapping[str, str],
        visits: Sequence[str],
        *,
        is_packed: bool,
        is_old: IsOld | None = None,
    ) -> None:
        """Read the visits."""
        self._reader: Reader = session.workspace.reader
        self.terms = Workspace(session.root)
        # Read before there are two processes, which would read them twice.
        _ = self.terms.sites
        self._blobs = blobs
        self._is_packed = is_packed
        self._is_old = is_old
        self._settler = Settler(self.terms, Calendars(self.terms.settings), now)
        self._visits: dict[str, list[_Linked]] = {}
        for path in visits:
            found = self._reader.examined("visit", path, Visit)
            if found.record is not None and found.record.ticket is not None:
                linked = _Linked(path, found.record, found.is_quiet, self._is_firm(path, found))
                self._visits.setdefault(found.record.ticket, []).append(linked)

    def blocks(self, folders: Mapping[str, Sequence[str]], reused: Mapping[str, Block]) -> Iterator[Concluded]:
        """Yield the blocks of each folder with tickets to conclude about, beside conclusions that are still good."""
        collecting = gc.isenabled()
        # The trees of ten thousand records hold no cycles; looking for some again and again costs a quarter more time.
        gc.disable()
        try:
            yield from self._blocks(folders, reused)
        finally:
            if collecting:
                gc.enable()

    def _blocks(self, folders: Mapping[str, Sequence[str]], reused: Mapping[str, Block]) -> Iterator[Concluded]:
        total = sum(len(paths) for paths in folders.values())
        own, others = _halves(folders)
        helper = None
        if total >= SHARED_FROM and child.is_worthwhile():
            helper = child.start(lambda: msgspec.msgpack.encode(list(self._each(others, reused, 0, 0))))
        if helper is None:
            yield from self._each(folders, reused, 0, total)
            return
        try:
            mine = sum(len(paths) for paths in own.values())
            yield from self._each(own, reused, 0, mine)
            answer = helper.answer()
        finally:
            helper.stop()
        if answer is None:
            yield from self._each(others, reused, mine, total)
        else:
            yield from msgspec.msgpack.decode(answer, type=list[Concluded])

    def _each(
        self, folders: Mapping[str, Sequence[str]], reused: Mapping[str, Block], done: int, total: int
    ) -> Iterator[Concluded]:
        for folder, paths in folders.items():
            yield from self._folder(folder, paths, reused.get(folder), done, total)
            done += len(paths)

    def _folder(
        self, folder: str, paths: Sequence[str], reused: Block | None, done: int, total: int
    ) -> Iterator[Concluded]:
        """Yield two blocks of a folder: one that may be kept, and one that may not, where there is such."""
        firm = _Growing(folder, reused, is_firm=True)
        passing = _Growing(folder, None, is_firm=False)
        # First reading, then judging: taking turns for each ticket costs more.
        for path, ticket, is_firm in list(self._tickets(paths, done, total)):
            linked = self._visits.get(ticket.id, ())
            if linked and not all(each.is_quiet for each in linked):
                continue
            settled = self._settler.settled(ticket, [each.visit for each in linked])
            if settled is not None and not (self._are_lists_wrong() and _asks_for_lists(ticket)):
                block = firm if is_firm and all(each.is_firm for each in linked) else passing
                block.add(path, linked, settled)
        yield from (block.concluded(is_packed=self._is_packed) for block in (firm, passing))

    def _are_lists_wrong(self) -> bool:
        """Say whether something is wrong with the lists of equipment or of prices, as far as they were read."""
        return any(
            found.severity == "error" and is_of(found.path, ("equipment", "price")) for found in self.terms.findings
        )

    def _tickets(self, paths: Sequence[str], done: int, total: int) -> Iterator[tuple[str, Ticket, bool]]:
        """Yield the tickets of which there is nothing to tell, and whether a conclusion that is kept may rest on each.

        `done` of `total` were read before, 0 where nobody waits.
        """
        for at, path in enumerate(paths):
            if at % TOLD_EVERY == 0 and total:
                self._reader.tell(done + at, total)
            found = self._reader.examined("ticket", path, Ticket)
            if found.record is not None and found.is_quiet:
                yield path, found.record, self._is_firm(path, found)
        if total:
            self._reader.tell(done + len(paths), total)

    def _is_firm(self, path: str, found: Examined[Ticket] | Examined[Visit]) -> bool:
        name = self._blobs.get(path)
        if name is None or self._is_old is None or not found.is_quiet or blob_of(found.data, name) != name:
            return False
        return is_as_old(f"{self._reader.root}/{path}", self._is_old)


def _asks_for_lists(ticket: Ticket) -> bool:
    """Say whether judging a ticket may ask what grade a unit is of, which the lists of equipment and prices say."""
    return any(type(event) is StandbyInService for event in ticket.events)


def _halves(folders: Mapping[str, Sequence[str]]) -> tuple[dict[str, Sequence[str]], dict[str, Sequence[str]]]:
    """Part folders into two that hold about as many paths."""
    half = sum(len(paths) for paths in folders.values()) / 2
    own: dict[str, Sequence[str]] = {}
    others: dict[str, Sequence[str]] = {}
    counted = 0
    for folder, paths in folders.items():
        (own if counted + len(paths) / 2 <= half else others)[folder] = paths
        counted += len(paths)
    return own, others
