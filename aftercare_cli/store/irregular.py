"""What lies among tickets and visits and is no plain file: Git says nothing of empty folders, pipes and sockets.

A folder that has not changed since its files were looked at holds nothing new, so it need not be listed again.
"""

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from aftercare_cli.model.kinds import BY_NAME, KindName

JUDGED: Final[tuple[KindName, ...]] = ("ticket", "visit")
"""The kinds of record whose folders may hold so many files that they are not listed each time."""
Folders = Mapping[str, tuple[int, int]]
"""When folders changed last, in nanoseconds, and which they were, by path."""


def folders_now(root: str, is_old: Callable[[os.stat_result], bool]) -> dict[str, tuple[int, int]]:
    """Give the folders that hold tickets and visits, as far as their times tell of every change from now on."""
    found = {}
    with contextlib.suppress(OSError):
        for folder, _ in _folders(root):
            status = os.stat(f"{root}/{folder}")  # noqa: PTH116 - a hundred of them in each run
            if is_old(status):
                found[folder] = status.st_ctime_ns, status.st_ino
    return found


def is_regular(root: str, known: Folders) -> bool:
    """Say whether everything that would be read as a ticket or visit is a plain file; `known` were full of such."""
    try:
        for folder, ending in _folders(root):
            status = os.stat(f"{root}/{folder}")  # noqa: PTH116 - as above
            if known.get(folder) == (status.st_ctime_ns, status.st_ino):
                continue
            with os.scandir(f"{root}/{folder}") as entries:
                for entry in entries:
                    if (
                        entry.name.endswith(ending)
                        and entry.name[0] != "."
                        and not entry.is_file(follow_symlinks=False)
                    ):
                        return False
    except OSError:
        return False
    return True


def _folders(root: str) -> Iterator[tuple[str, str]]:
    """Yield the folders in which tickets and visits lie, and how their names end; raises OSError."""
    for name in JUDGED:
        kind = BY_NAME[name]
        ending = kind.ending
        yield from ((folder, ending) for folder in _below(root, f"records/{kind.folder}", kind.depth))


def _below(root: str, folder: str, depth: int) -> Iterator[str]:
    if not depth:
        yield folder
        return
    try:
        with os.scandir(f"{root}/{folder}") as entries:
            names = [entry.name for entry in entries if entry.name[0] != "." and entry.is_dir()]
    except FileNotFoundError:
        return
    for name in names:
        yield from _below(root, f"{folder}/{name}", depth - 1)
