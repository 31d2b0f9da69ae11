"""A fleet's workspace in a Git repository, and the program with and without what is kept of settled tickets."""

import shutil
from pathlib import Path
from typing import Final

import pytest

from aftercare_cli.cli import settling
from aftercare_cli.store import commits, reader
from aftercare_cli.store.files import read_bytes
from bench import generator
from tests.cli.program import Outcome, Program
from tests.cli.repository import Repository

LINES: Final = (
    "sla report",
    "sla report --format json",
    "sla report --format csv --promise arrival",
    "sla report --since 2026-04-01 --until 2026-05-01",
    "sla report --fail-on new-breach",
    "sla report --format md",
    "due",
    "due --within 2d --format json",
    "ticket list --open",
    "ticket list --state resolved --format json",
)
BENCH_NOW = generator.NOW.isoformat()
FOLLOWED = (
    "follow_up: {every: 3 months, after_ticket: 7d, policy: false}\ninspection: {every: 1 month, checklist: cctv}\n"
)


class Workshop:
    """A workspace in a Git repository, and the program with and without what is kept."""

    def __init__(self, folder: Path, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.repository = Repository(folder)
        self._program = program
        self._monkeypatch = monkeypatch

    def commit(self) -> None:
        """Commit everything."""
        self.repository.git("add", "--all")
        self.repository.git("commit", "--quiet", "--allow-empty", "--message", "records")

    def plainly(self, lines: tuple[str, ...] = LINES, now: str = BENCH_NOW) -> dict[str, Outcome]:
        """Give what lines say when every ticket is read."""
        with self._monkeypatch.context() as patch:
            patch.setattr(settling, "MANY", 1 << 30)
            patch.setenv("AFTERCARE_CACHE", "off")
            return {line: self._program(line, now=now) for line in lines}

    def settled(self, lines: tuple[str, ...] = LINES, now: str = BENCH_NOW) -> dict[str, Outcome]:
        """Give what lines say when settled tickets are left aside."""
        with self._monkeypatch.context() as patch:
            patch.setattr(settling, "MANY", 1)
            return {line: self._program(line, now=now) for line in lines}

    def examined(self, line: str = "sla report", now: str = BENCH_NOW) -> list[str]:
        """Give the names of the tickets and visits that a line reads, and settles or judges."""
        read: list[str] = []
        with self._monkeypatch.context() as patch:
            patch.setattr(settling, "MANY", 1)

            def noting(root: str, path: str, limit: int) -> bytes:
                if path.startswith(("records/tickets/", "records/visits/")):
                    read.append(Path(path).stem)
                return read_bytes(root, path, limit)

            patch.setattr(reader, "read_bytes", noting)
            self._program(line, now=now)
        return sorted(set(read))

    def tickets(self) -> list[Path]:
        """Give the files of all tickets."""
        return sorted((self.folder / "records/tickets").glob("*/*/*.yaml"))

    def move(self, folder: Path) -> None:
        """Work in another workspace of the repository from now on."""
        self.folder = self._program.folder = folder

    @property
    def kept(self) -> list[Path]:
        """The files that are kept."""
        return sorted((self.folder / ".git/aftercare").glob("*.cache"))


def workshop(
    tmp_path: Path, size: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Workshop:
    """Make up `size` tickets, whose contracts ask for visits after them; what was written just now counts as old."""
    monkeypatch.delenv("AFTERCARE_CACHE", raising=False)
    # Else nothing would be kept of it.
    monkeypatch.setattr(commits, "_YOUNG_SECONDS", -3600)
    folder = tmp_path / "workshop"
    # With times of their own: Git has to see that what changes within the same second has changed.
    shutil.copytree(generator.workspace(tmp_path, size), folder, copy_function=shutil.copyfile)
    for contract in (folder / "records/contracts").glob("*.yaml"):
        contract.write_text(FOLLOWED + contract.read_text(encoding="utf-8"), encoding="utf-8")
    made = Workshop(folder, Program(folder, capsys, monkeypatch), monkeypatch)
    (folder / ".gitignore").write_text(".aftercare.lock\n", encoding="utf-8")
    for path in made.tickets()[::2]:
        visit(made, path, "2026-06-25")
    made.commit()
    return made


def visit(workshop: Workshop, ticket: Path, day: str, suffix: str = "") -> Path:
    """Write the visit after a ticket."""
    name = f"V-{day.replace('-', '')}-{suffix or ticket.stem[-4:]}"
    site = next(line for line in ticket.read_text(encoding="utf-8").splitlines() if line.startswith("site:"))
    path = workshop.folder / f"records/visits/{day[:4]}/{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = f"id: {name}\n{site}\nticket: {ticket.stem}\ndue_on: {day}\nvisited_on: {day}\nby: e01\n"
    path.write_text(text, encoding="utf-8")
    return path
