"""The program as its users meet it: words in; an exit code, stdout and stderr out."""

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from aftercare_cli.cli.main import main

DATA: Final = Path(__file__).parent / "data"
SAMPLE: Final = Path(__file__).parents[2]
"""The checkout: its records/ are the sample project."""
SAMPLE_NOW: Final = "2026-04-29T17:30+08:00"
NOW: Final = "2026-06-10T12:00:00+08:00"
"""A Wednesday noon at the harbour (data/harbour)."""


class Outcome(NamedTuple):
    """What a command line left behind."""

    code: int
    out: str
    err: str


class Program:
    """Runs command lines in this process, in English, in `folder`; the clock stands at `now`."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def __call__(self, line: str, *words: str, now: str = NOW, folder: Path | None = None) -> Outcome:
        """Run a line that is split as a shell would, and then `words` as they are."""
        self._monkeypatch.setenv("AFTERCARE_NOW", now)
        self._monkeypatch.chdir(folder or self.folder)
        self._capsys.readouterr()
        code = main([*shlex.split(line), *words])
        return Outcome(code, *self._capsys.readouterr())

    def answer(self, line: str, *words: str, now: str = NOW) -> str:
        """Give what a line that does what it should, and says nothing else, writes to stdout."""
        outcome = self(line, *words, now=now)
        assert (outcome.code, outcome.err) == (0, ""), outcome.err
        return outcome.out

    def refusal(self, line: str, *words: str, now: str = NOW) -> str:
        """Give what a line that could not run writes to stderr."""
        outcome = self(line, *words, now=now)
        assert (outcome.code, outcome.out) == (2, ""), outcome
        return outcome.err

    def text(self, path: str) -> str:
        """Give a file of the workspace as it stands."""
        return (self.folder / path).read_bytes().decode()

    def write(self, path: str, text: str) -> None:
        """Put a file into the workspace."""
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_bytes(text.encode())

    def files(self) -> dict[str, bytes]:
        """Give every file of the workspace that a command may change; Git's and the lock are not among them."""
        paths = sorted(path for path in self.folder.rglob("*") if path.is_file())
        named = {path.relative_to(self.folder).as_posix(): path for path in paths}
        return {
            name: path.read_bytes()
            for name, path in named.items()
            if not name.startswith(".git/") and name != "records/.aftercare.lock"
        }


def environment(**settings: str) -> dict[str, str]:
    """Give the environment of somebody who has set nothing but this."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": os.devnull,
        "LANG": "C.UTF-8",
        "AFTERCARE_NOW": NOW,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        **settings,
    }


def spawn(folder: Path, line: str, settings: Mapping[str, str] | None = None) -> Outcome:
    """Run a line as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "aftercare_cli", *shlex.split(line)],
        cwd=folder,
        env=environment(**(settings or {})),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=60,
    )
    return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())
