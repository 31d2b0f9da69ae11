"""What is measured, and how much of its yardstick each command may take."""

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


def groups(root: Path, size: int, rounds: int) -> tuple[Group, Group]:
    """Give what is measured in a workspace: single commands `rounds` times, those over all records less often."""
    path, text = generator.ticket(size, size // 2)
    ticket_id = Path(path).stem
    # The ticket is put back before each run, so that every run writes the same event into the same file.
    restore = partial((root / "records" / path).write_bytes, text.encode())
    note = _ours(root, "ticket", "note", ticket_id, "已电话回访，客户确认使用正常", "--by", "e01")
    single = Group(
        "T",
        '`python -c "import typer"`',
        Command(_IMPORT_TYPER, root),
        {
            "aftercare --version": Case(_ours(root, "--version"), 1.25),
            "aftercare --help": Case(_ours(root, "--help"), 1.25),
            "aftercare clock START 3h": Case(
                _ours(root, "clock", "2026-06-30T16:00", "3h", "--calendar", "work"), None
            ),
            "aftercare ticket show ID": Case(_ours(root, "ticket", "show", ticket_id), 1.6),
            "aftercare ticket note ID": Case(note._replace(prepare=restore), 1.9),
        },
        rounds,
    )
    everything = Group(
        "C",
        "`yaml.load(file, Loader=yaml.CSafeLoader)` for every ticket",
        Command(_BARE_LOAD, root),
        {
            "aftercare sla report": Case(_ours(root, "sla", "report"), 0.6),
            "aftercare sla report --format json": Case(_ours(root, "sla", "report", "--format", "json"), 0.6),
            "aftercare check": Case(_ours(root, "check"), None),
        },
        max(rounds // _DEARER, 1),
    )
    return single, everything


def _ours(root: Path, *words: str) -> Command:
    """Give one of our commands, at a fixed moment and in the language that takes a catalogue to speak."""
    environment = {"AFTERCARE_NOW": generator.NOW.isoformat(), "AFTERCARE_LANG": "zh"}
    return Command((*_AFTERCARE, *words), root, environment)
