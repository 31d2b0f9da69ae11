import subprocess
import sys
from pathlib import Path

import pytest

from aftercare_cli.store import begin
from bench import generator
from bench.timing import Command, run_once

SIZE = 60


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generator.workspace(tmp_path_factory.mktemp("bench"), SIZE)


def test_the_workspace_passes_every_check(root: Path) -> None:
    words = (sys.executable, "-m", "aftercare_cli", "check", "--strict", "--as-of", generator.NOW.isoformat())
    run_once(Command(words, root))


def test_the_same_size_gives_the_same_bytes(root: Path) -> None:
    made = {path.relative_to(root / "records").as_posix() for path in root.glob("records/**/*") if path.is_file()}
    assert made == {path for path, _ in generator.files(SIZE)}
    for path, text in generator.files(SIZE):
        assert (root / "records" / path).read_bytes() == text.encode()


def test_at_its_top_lies_what_init_writes(root: Path) -> None:
    assert {path.name for path in root.iterdir()} == {"records", ".gitattributes", ".gitignore"}
    assert (root / ".gitattributes").read_text(encoding="ascii") == begin.GITATTRIBUTES
    assert (root / ".gitignore").read_text(encoding="ascii") == begin.GITIGNORE


def test_a_repository_is_clean_after_a_write(tmp_path: Path) -> None:
    root = generator.workspace(tmp_path, 3, is_tracked=True)
    (root / "records/.aftercare.lock").touch()
    status = subprocess.run(("git", "status", "--porcelain"), cwd=root, capture_output=True, check=True)
    assert status.stdout == b""


def test_a_workspace_is_made_once(root: Path) -> None:
    ticket = root / "records" / generator.ticket(SIZE, 7)[0]
    ticket.write_text("changed", encoding="utf-8")
    assert generator.workspace(root.parent, SIZE) == root
    assert ticket.read_text(encoding="utf-8") == "changed"
    ticket.write_text(generator.ticket(SIZE, 7)[1], encoding="utf-8")


def test_what_was_not_finished_is_made_anew(tmp_path: Path) -> None:
    first = generator.workspace(tmp_path, 3)
    first.rename(tmp_path / f"{first.name}.part")
    (tmp_path / f"{first.name}.part/stray").touch()
    assert generator.workspace(tmp_path, 3) == first
    assert [path.name for path in tmp_path.iterdir()] == [first.name]
    assert not (first / "stray").exists()


def test_tickets_are_as_long_as_real_ones() -> None:
    texts = [generator.ticket(2_000, index)[1] for index in range(2_000)]
    assert all(700 <= len(text.encode()) <= 1_200 for text in texts)
    assert all(3 <= text.count("\n  - {at: ") <= 8 for text in texts)
    assert len({text.split()[3] for text in texts}) == 40


def test_tickets_have_ids_of_their_own_and_lie_in_the_folder_of_their_month() -> None:
    paths = [Path(generator.ticket(2_000, index)[0]) for index in range(2_000)]
    assert len({path.stem for path in paths}) == 2_000
    assert all("".join(path.parts[1:3]) == path.stem[2:8] for path in paths)
    assert len({path.parent for path in paths}) > 24
