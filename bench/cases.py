"""What is measured, and how much of its yardstick each command may take."""

import shutil
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from bench import generator
from bench.timing import Command

_AFTERCARE: Final = (sys.executable, "-c", "from aftercare_cli.cli.main import run; run()")
"""What the installed script does, without anything in between."""
_IMPORT_TYPER: Final = (sys.executable, "-c", "import typer")
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
_DEARER: Final = 5
"""How much less often commands over all records are run."""
_ONE_PROCESSOR: Final = ("taskset", "--cpu-list", "0")
"""Lets a command see one processor, where the system can: it reads with one process then."""
_NO_CACHE: Final = {"AFTERCARE_CACHE": "off"}
_USUAL: Final = 10_000
"""The size from which the bars of reading hold: below, most of the time goes into starting."""
_FLEET: Final = 100_000
"""The size from which the bars of a whole fleet hold."""


class Case(NamedTuple):
    """A command, and the most it may take as a multiple of its group's yardstick; None where that is only watched."""

    command: Command
    bar: float | None


class Group(NamedTuple):
    """Commands that are run in turn with one yardstick, which is called `symbol` and described by `yardstick`."""

    symbol: str
    yardstick: str
    base: Command
    cases: Mapping[str, Case]
    rounds: int


def groups(root: Path, size: int, rounds: int) -> tuple[Group, ...]:
    """Give what is measured in a workspace: single commands `rounds` times, those over all records less often."""
    return (
        _single(root, size, rounds),
        _cold(root, size, max(rounds // _DEARER, 1)),
        _warm(root, size, max(rounds // _DEARER, 1)),
    )


def _single(root: Path, size: int, rounds: int) -> Group:
    """Give what touches one record or none: it takes the same time at any size."""
    path, text = generator.ticket(size, size // 2)
    ticket_id = Path(path).stem
    # The ticket is put back before each run, so that every run writes the same event into the same file.
    restore = partial((root / "records" / path).write_bytes, text.encode())
    note = _ours(root, "ticket", "note", ticket_id, "已电话回访，客户确认使用正常", "--by", "e01")
    typed = {"_AFTERCARE_COMPLETE": "complete_bash", "COMP_WORDS": f"aftercare ticket show {ticket_id[:8]}"}
    completion = _ours(root)
    completion = completion._replace(environment={**completion.environment, **typed, "COMP_CWORD": "3"})
    return Group(
        "T",
        '`python -c "import typer"`',
        Command(_IMPORT_TYPER, root),
        {
            "python -c pass": Case(Command((sys.executable, "-c", "pass"), root), None),
            "aftercare --version": Case(_ours(root, "--version"), 1.25),
            "aftercare --help": Case(_ours(root, "--help"), 1.25),
            "aftercare clock START 3h": Case(
                _ours(root, "clock", "2026-06-30T16:00", "3h", "--calendar", "work"), None
            ),
            "aftercare ticket show ID": Case(_ours(root, "ticket", "show", ticket_id), 1.6),
            "aftercare ticket note ID": Case(note._replace(prepare=restore), 1.9),
            "Tab after aftercare ticket show": Case(completion, None),
        },
        rounds,
    )


def _cold(root: Path, size: int, rounds: int) -> Group:
    """Give what reads every record from its file, as a fresh clone does."""
    report = _ours(root, "sla", "report")._replace(environment={**_AT, **_NO_CACHE})
    alone, shared, written = (0.55, 0.40, 0.60) if _USUAL <= size < _FLEET else (None, None, None)
    cases = {
        "aftercare sla report": Case(report, shared),
        "aftercare sla report --format json": Case(report._replace(words=(*report.words, "--format", "json")), written),
        "aftercare due": Case(report._replace(words=(*_AFTERCARE, "due")), None),
        "aftercare check": Case(report._replace(words=(*_AFTERCARE, "check")), None),
    }
    if shutil.which(_ONE_PROCESSOR[0]):
        cases["aftercare sla report, one processor"] = Case(
            report._replace(words=(*_ONE_PROCESSOR, *report.words)), alone
        )
    yardstick = "`yaml.load(file, Loader=yaml.CSafeLoader)` for every ticket; ours without a cache"
    return Group("C", yardstick, Command(_BARE_LOAD, root), cases, rounds)


def _warm(root: Path, size: int, rounds: int) -> Group:
    """Give what finds everything in its cache, beside Git looking at every file."""
    is_fleet = size >= _FLEET
    report = _ours(root, "sla", "report")
    cold = report._replace(environment={**_AT, **_NO_CACHE})
    return Group(
        "G",
        "`git status --porcelain`",
        Command(("git", "status", "--porcelain"), root),
        {
            "aftercare sla report, cold": Case(cold, 60.0 if is_fleet else None),
            "aftercare sla report": Case(report, 2.0 if is_fleet else None),
            "aftercare due": Case(report._replace(words=(*_AFTERCARE, "due")), None),
            "aftercare ticket list --open": Case(
                report._replace(words=(*_AFTERCARE, "ticket", "list", "--open")), None
            ),
            'python -c "import typer"': Case(Command(_IMPORT_TYPER, root), None),
        },
        rounds,
    )


_AT: Final = {"AFTERCARE_NOW": generator.NOW.isoformat(), "AFTERCARE_LANG": "zh"}


def _ours(root: Path, *words: str) -> Command:
    """Give one of our commands, at a fixed moment and in the language that takes a catalogue to speak."""
    return Command((*_AFTERCARE, *words), root, _AT)
