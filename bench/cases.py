"""What is measured, and how much of its yardstick each command may take."""

import itertools
import math
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from bench import generator
from bench.timing import Command

AFTERCARE: Final = (sys.executable, "-c", "from aftercare_cli.cli.main import run; run()")
"""What the installed script does, without anything in between."""
_IMPORT_TYPER: Final = (sys.executable, "-c", "import typer")
_IMPORT_TYPER_SAID: Final = '`python -c "import typer"`'
_BARE_LOAD: Final = (
    sys.executable,
    "-c",
    """
from pathlib import Path
import yaml
for path in sorted(Path("records/tickets").glob("*/*/*.yaml")):
    with path.open(encoding="utf-8") as file:
        yaml.load(file, Loader=yaml.CSafeLoader)
""",
)
_ONE_PROCESSOR: Final = ("taskset", "--cpu-list", "0")
"""Lets a command see one processor, where the system can: it reads with one process then."""
_AT: Final = {"AFTERCARE_NOW": generator.NOW.isoformat(), "AFTERCARE_LANG": "zh"}
"""A fixed moment, and the language that takes a catalogue to speak."""
_TERMINAL: Final = {"FORCE_COLOR": "1"}
"""Lets a command draw as it does on a terminal."""
_USUAL: Final = 10_000
"""The size from which the bars of reading hold: below, most of the time goes into starting."""
_FLEET: Final = 100_000
"""The size from which the bars of a whole fleet hold."""
_COLD_MB: Final = 600
_WARM_MB: Final = 300
"""The most memory for a whole fleet, without a cache and with one."""


class Case(NamedTuple):
    """A command and its bars, each None where it is only watched; without a command it cannot be run here.

    `bar` is the most, `least` the least it may take as a multiple of its group's yardstick; `memory_mb` is the most
    memory it may hold.
    """

    command: Command | None
    bar: float | None = None
    memory_mb: float | None = None
    least: float | None = None


class Group(NamedTuple):
    """Commands that are run in turn with one yardstick, which is called `symbol` and described by `yardstick`.

    Those of other people (`is_peer`) may fail, and are run once where they take more than `once_above` seconds.
    """

    title: str
    size: int
    symbol: str
    yardstick: str
    base: Command
    cases: Mapping[str, Case]
    rounds: int
    once_above: float = math.inf
    is_peer: bool = False


def groups(root: Path, size: int, rounds: int) -> tuple[Group, ...]:
    """Give what is measured in a workspace: single commands `rounds` times, those over all records less often."""
    dearer = 2 if size < _USUAL else 5 if size < _FLEET else 10
    fewer = max(rounds // dearer, 1)
    return (
        _single(root, size, rounds),
        _cold(root, size, fewer),
        _warm(root, size, fewer),
        _warm_beside_git(root, size, fewer),
    )


def ours(root: Path, *words: str) -> Command:
    """Give one of our commands."""
    return Command((*AFTERCARE, *words), root, _AT)


def uncached(command: Command) -> Command:
    """Give the command in a fresh clone, where there is no cache."""
    return command._replace(environment={**command.environment, "AFTERCARE_CACHE": "off"})


def _title(size: int) -> str:
    return f"A workspace of {size:,} tickets"


def _single(root: Path, size: int, rounds: int) -> Group:
    """Give what touches one record or none: it takes the same time at any size."""
    path, text = generator.ticket(size, size // 2)
    ticket_id = Path(path).stem
    # The ticket is put back before each run, so that every run writes the same event into the same file.
    restore = partial((root / "records" / path).write_bytes, text.encode())
    note = ours(root, "ticket", "note", ticket_id, "已电话回访，客户确认使用正常", "--by", "e01")
    opening = ours(root, "ticket", "open", "s03", "夜间图像全黑，白天正常", "--equipment", "s03-05")
    show = ours(root, "ticket", "show", ticket_id)
    typed = {"_AFTERCARE_COMPLETE": "complete_bash", "COMP_WORDS": f"aftercare ticket show {ticket_id[:8]}"}
    completion = ours(root)
    completion = completion._replace(environment={**completion.environment, **typed, "COMP_CWORD": "3"})
    cases = {
        "python -c pass": Case(Command((sys.executable, "-c", "pass"), root)),
        "aftercare --version": Case(ours(root, "--version"), 1.25),
        "aftercare --help": Case(ours(root, "--help"), 1.25),
        "aftercare clock START 3h": Case(ours(root, "clock", "2026-06-30T16:00", "3h", "--calendar", "work")),
        "aftercare ticket show ID": Case(show, 1.6),
        "aftercare ticket show ID, on a terminal": Case(_on_a_terminal(show), 2.2),
        "aftercare ticket note ID": Case(note._replace(prepare=restore), 1.9),
        "aftercare ticket open SITE": Case(opening._replace(prepare=_remove_opened(root, size))),
        "Tab after aftercare ticket show": Case(completion),
    }
    return Group(_title(size), size, "T", _IMPORT_TYPER_SAID, Command(_IMPORT_TYPER, root), cases, rounds)


def _cold(root: Path, size: int, rounds: int) -> Group:
    """Give what reads every record from its file, as a fresh clone does."""
    report = uncached(ours(root, "sla", "report"))
    memory = _COLD_MB if size >= _FLEET else None
    alone, shared, written = (0.55, 0.40, 0.60) if _USUAL <= size < _FLEET else (None, None, None)
    by_one = report._replace(words=(*_ONE_PROCESSOR, *report.words)) if shutil.which(_ONE_PROCESSOR[0]) else None
    cases = {
        "aftercare sla report, cold": Case(report, shared, memory),
        "aftercare sla report --format json, cold": Case(
            uncached(ours(root, "sla", "report", "--format", "json")), written, memory
        ),
        "aftercare due, cold": Case(uncached(ours(root, "due")), None, memory),
        "aftercare check, cold": Case(uncached(ours(root, "check")), None, memory),
        "aftercare sla report, cold, one processor": Case(by_one, alone, memory),
    }
    yardstick = "`yaml.load(file, Loader=yaml.CSafeLoader)` for every ticket"
    return Group(_title(size), size, "C", yardstick, Command(_BARE_LOAD, root), cases, rounds)


def _warm(root: Path, size: int, rounds: int) -> Group:
    """Give what finds everything in its cache, beside starting."""
    bar = 1.7 if _USUAL <= size < _FLEET else None
    memory = _WARM_MB if size >= _FLEET else None
    cases = {
        "aftercare sla report, warm": Case(_as_time_goes_by(ours(root, "sla", "report")), bar, memory),
        "aftercare due, warm": Case(_as_time_goes_by(ours(root, "due")), None, memory),
        "aftercare ticket list --open, warm": Case(
            _as_time_goes_by(ours(root, "ticket", "list", "--open")), None, memory
        ),
    }
    return Group(_title(size), size, "T", _IMPORT_TYPER_SAID, Command(_IMPORT_TYPER, root), cases, rounds)


def _warm_beside_git(root: Path, size: int, rounds: int) -> Group:
    """Give what finds everything in its cache or nothing, beside Git looking at every file."""
    report = ours(root, "sla", "report")
    cold, warm = (60.0, 2.0) if size >= _FLEET else (None, None)
    cases = {
        "aftercare sla report, cold": Case(uncached(report), cold),
        "aftercare sla report, warm": Case(_as_time_goes_by(report), warm),
    }
    base = Command(("git", "status", "--porcelain"), root)
    return Group(_title(size), size, "G", "`git status --porcelain`", base, cases, rounds)


def _on_a_terminal(command: Command) -> Command:
    return command._replace(environment={**command.environment, **_TERMINAL})


def _as_time_goes_by(command: Command) -> Command:
    """Give the command a minute later with every run: what was concluded for one moment does not answer for another."""
    environment = dict(command.environment)
    minutes = itertools.count()

    def move_on() -> None:
        environment["AFTERCARE_NOW"] = (generator.NOW + timedelta(minutes=next(minutes))).isoformat()

    return command._replace(environment=environment, prepare=move_on)


def _remove_opened(root: Path, size: int) -> Callable[[], None]:
    """Give what removes the tickets that were opened at our moment: every run finds the same tree."""
    folder = root / "records/tickets" / f"{generator.NOW:%Y/%m}"
    last = itertools.takewhile(lambda path: path.parent == folder, _from_the_last(root, size))
    generated = frozenset(last)

    def remove() -> None:
        for path in folder.glob("*.yaml"):
            if path not in generated:
                path.unlink()

    return remove


def _from_the_last(root: Path, size: int) -> Iterator[Path]:
    """Yield where the generated tickets lie, the latest first."""
    for index in reversed(range(size)):
        yield root / "records" / generator.ticket(size, index)[0]
