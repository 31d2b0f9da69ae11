"""Workspaces, and the program to drive in them."""

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.program import DATA, SAMPLE, Program, environment


@pytest.fixture(autouse=True)
def _outside(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take away what the person who runs the tests has set, and what the program sets for its process."""
    for name in ("AFTERCARE_ROOT", "NO_COLOR", "FORCE_COLOR", "LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    settings = environment(AFTERCARE_LANG="en", COLUMNS="80", TERM="xterm", LANGUAGE="en")
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    on_termination = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, on_termination)


@pytest.fixture
def harbour(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    """Give the program in a fresh copy of a small workspace."""
    shutil.copytree(DATA / "harbour", tmp_path / "harbour")
    return Program(tmp_path / "harbour", capsys, monkeypatch)


@pytest.fixture
def sample(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    """Give the program in the sample project of the checkout, for commands that only read."""
    return Program(SAMPLE, capsys, monkeypatch)


@pytest.fixture
def nowhere(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    """Give the program in an empty folder that is no workspace."""
    folder = tmp_path / "nowhere"
    folder.mkdir()
    return Program(folder, capsys, monkeypatch)
