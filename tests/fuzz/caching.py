"""What is kept from one run to the next, damaged in any way, beside records that changed: it changes no answer."""

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from random import Random
from typing import Final
from unittest.mock import patch

from aftercare_cli.cli import settling
from aftercare_cli.store import commits
from tests.fuzz import commands
from tests.fuzz.mutations import sound
from tests.fuzz.scratch import Scratch
from tests.fuzz.target import Parts, Target, path_in

_LINES: Final = (
    *(
        "sla report",
        "sla report --format json",
        "sla report --site s01",
        "sla report --since 2026-02",
        "due",
        "ticket list --open",
    ),
    *("due --format json", "sla report --as-of 2026-03-01", "sla report --promise arrival --format csv", "check"),
)
_IDENTITY: Final = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "core.autocrlf=false")


class _Space(Scratch):
    """A workspace in a repository, and what is kept of it as it was committed."""

    def __init__(self) -> None:
        """Commit the records, and have everything kept that can be."""
        super().__init__(commands.base("sample").base)
        for words in (("init", "-q"), ("add", "-A"), (*_IDENTITY, "commit", "-q", "-m", "x")):
            subprocess.run(["git", *words], cwd=self.folder, check=True, env=_variables())
        self.kept = self.folder / "kept"
        self.answer("sla report", is_cached=True)
        self.whole = {path.name: path.read_bytes() for path in self.kept.glob("*")}
        assert self.whole, "nothing is kept"

    def answer(self, line: str, *, is_cached: bool) -> tuple[int, str]:
        """Run a line, as if there were records enough for keeping anything."""
        with ExitStack() as stack:
            for name in ("MANY", "RENEWED_FROM"):
                stack.enter_context(patch.object(settling, name, 1))
            # What was written just now counts as old: else nothing would be concluded.
            stack.enter_context(patch.object(commits, "_YOUNG_SECONDS", -3600))
            return commands.run(
                self, line.split(), commands.NOW["sample"], cache=str(self.kept) if is_cached else "off"
            )


def _variables() -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": os.devnull, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


@cache
def _space() -> _Space:
    return _Space()


def _seeds() -> Iterator[Parts]:
    paths = [*commands.base("sample").base]
    for number, line in enumerate(_LINES):
        path = paths[number * 7 % len(paths)]
        yield line.encode(), b"[]", path.encode(), commands.base("sample").base[path]


def _mutate(parts: list[bytes], random: Random) -> Parts:
    line, damage, *pairs = [*parts, b"[]"][: max(len(parts), 2)]
    if random.randrange(4) == 0:
        line = random.choice(_LINES).encode()
    known = commands.base("sample").base
    lot = random.randrange(3)
    if lot:
        path = random.choice([path for path in known if "/tickets/" in path or lot == 1])
        pairs = [*pairs[-4:], path.encode(), sound(known[path], path, random)]
    if lot != 1:
        hurt = [random.choice(("cut", "put", "put", "gone", "twice", "zero")), random.random(), random.randrange(256)]
        damage = json.dumps([hurt]).encode()
    elif random.randrange(2):
        damage = b"[]"
    return line, damage, *pairs


def check(parts: Parts) -> None:
    """Run a line with what is kept as it is, and without: it says the same both times, and once more."""
    line = parts[0].decode(errors="replace")
    if line not in _LINES or len(parts) < 2:
        return
    files: dict[str, bytes] = {}
    for at in range(2, len(parts) - 1, 2):
        path = path_in(parts[at])
        if path is None:
            return
        files[path] = parts[at + 1]
    space = _space()
    space.lay(files)
    for old in space.kept.glob("*"):
        old.unlink()
    for name, data in space.whole.items():
        _put(space.kept / name, _damaged(data, parts[1]))
    expected = space.answer(line, is_cached=False)
    assert space.answer(line, is_cached=True) == expected, "says something else"
    assert space.answer(line, is_cached=True) == expected, "says something else the second time"


def _put(path: Path, data: bytes | None) -> None:
    if data is not None:
        path.write_bytes(data)


def _damaged(data: bytes, damage: bytes) -> bytes | None:
    """Give the bytes after a damage; None where the file is gone."""
    try:
        told = json.loads(damage)
    except ValueError:
        return damage
    for hurt in told if isinstance(told, list) else ():
        if not isinstance(hurt, Sequence) or len(hurt) != 3:
            continue
        kind, place, value = hurt
        if not isinstance(place, float) or not isinstance(value, int) or not 0 <= place <= 1 or not 0 <= value < 256:
            continue
        at = int(place * len(data))
        match kind:
            case "cut":
                data = data[:at]
            case "put":
                data = data[:at] + bytes([value]) + data[at + 1 :]
            case "twice":
                data = data[:at] + data
            case "zero":
                data = data[:at] + bytes(len(data) - at)
            case "gone":
                return None
            case _:
                pass
    return data


CACHE: Final = Target("cache", _seeds, _mutate, check)
