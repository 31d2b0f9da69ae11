"""Ids that begin as somebody typed them: only the folders are listed in which such an id can lie."""

import os
from collections.abc import Iterator
from pathlib import Path

from aftercare_cli.model.ids import ID_LETTERS
from aftercare_cli.model.kinds import BY_NAME, KindName

_YEAR, _MONTH = slice(2, 6), slice(6, 8)
"""Where they stand in an id such as T-20261122-7F3K."""


def ids_beginning(root: Path, name: KindName, text: str) -> list[str] | None:
    """Give the ids of a kind that begin with `text`, in whatever letters, in order.

    None where `text` names no year, or a folder cannot be listed: all ids have to be looked through then. Files that do
    not lie where their id says, which are wrong records, are seen only there.
    """
    letter = ID_LETTERS.get(name)
    typed = text.upper()
    digits = typed[_YEAR.start : _MONTH.stop].partition("-")[0]
    if letter is None or not (digits.isascii() and digits.isdigit()) or typed[1] != "-":
        return None
    if typed[0] != letter:
        return [] if typed[0] in ID_LETTERS.values() else None
    kind = BY_NAME[name]
    parts = (typed[_YEAR], typed[_MONTH])[: kind.depth]
    ending = kind.ending
    try:
        folders = [f"{root}/records/{kind.folder}"]
        for part, length in zip(parts, (4, 2), strict=False):
            folders = [below for folder in folders for below in _below(folder, part, length)]
        names = [name for folder in folders for name in _listed(folder)]
    except OSError:
        return None
    ids = (name.removesuffix(ending) for name in names if name.endswith(ending))
    return sorted(found for found in ids if found.upper().startswith(typed))


def _below(folder: str, part: str, length: int) -> Iterator[str]:
    """Yield the folders below one whose names begin with `part`; where it is as long as they are, the one."""
    names = [part] if len(part) == length else [name for name in _listed(folder) if name.startswith(part)]
    for name in names:
        if os.path.isdir(below := f"{folder}/{name}"):  # noqa: PTH112 - paths stay texts, as in reader.py
            yield below


def _listed(folder: str) -> list[str]:
    return [name for name in os.listdir(folder) if name[0] != "."]  # noqa: PTH208 - as above
