"""What a killed process left is taken away by the next writer: that, and nothing else."""

import os
from pathlib import Path

import pytest

from aftercare_cli.store import lock, temporaries, write
from aftercare_cli.store.temporaries import beside

OURS = (
    "records/.schemas/.ticket.json.00000000.tmp",
    "records/sites/.hq.yaml.0a1b2c3d.tmp",
    "records/spares/.2026.csv.ffffffff.tmp",
    "records/tickets/2026/11/.T-20261122-7F3K.yaml.89abcdef.tmp",
)
OTHERS = (
    ".hq.yaml.0a1b2c3d.tmp",
    "records/.aftercare.lock",
    "records/.hq.yaml.swp",
    "records/attachments/.hq.yaml.0a1b2c3d.tmp",
    "records/sites/.hq.txt.0a1b2c3d.tmp",
    "records/sites/.hq.yaml.0A1B2C3D.tmp",
    "records/sites/.hq.yaml.0a1b2c3.tmp",
    "records/sites/.hq.yaml.0a1b2c3d.tmp~",
    "records/sites/.yaml.0a1b2c3d.tmp",
    "records/sites/hq.yaml",
    "records/sites/hq.yaml.0a1b2c3d.tmp",
)
NOW = "2026-11-22T09:12:00+08:00"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give a workspace with what a killed process left, what others left, and what looks like it but is no file."""
    root = tmp_path / "root"
    for path in (*OURS, *OTHERS):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(b"")
    (root / "records/sites/.folder.yaml.0a1b2c3d.tmp").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/.hq.yaml.0a1b2c3d.tmp").touch()
    (root / "records/sites/.link.yaml.0a1b2c3d.tmp").symlink_to(tmp_path / "elsewhere/.hq.yaml.0a1b2c3d.tmp")
    (root / "records/elsewhere").symlink_to(tmp_path / "elsewhere")
    return root


def everything(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def test_a_name_is_one_that_is_found_again(root: Path) -> None:
    made = [beside(root / "records/sites" / name) for name in ("hq.yaml", ".odd.yaml", "2026.csv", "ticket.json")]
    for path in made:
        path.touch()
    assert {*temporaries.found(root)} == {*OURS, *(path.relative_to(root).as_posix() for path in made)}


def test_only_what_is_ours_is_taken_away(root: Path) -> None:
    before = everything(root.parent)
    assert tuple(temporaries.found(root)) == OURS
    assert tuple(temporaries.remove(root)) == OURS
    assert before - everything(root.parent) == {f"root/{path}" for path in OURS}
    assert temporaries.remove(root) == []


def test_a_writer_looks_for_them_where_the_one_before_was_killed(root: Path) -> None:
    with lock.writing(root, NOW):
        pass
    assert tuple(temporaries.found(root)) == OURS
    (root / "records" / lock.LOCK_NAME).write_text(f"1 elsewhere {NOW}\n", encoding="ascii")
    with lock.writing(root, NOW):
        assert list(temporaries.found(root)) == []


def test_they_are_said_to_be_abandoned_while_nobody_writes(root: Path) -> None:
    with lock.writing(root, NOW):
        # One of them may be the writer's.
        assert lock.abandoned(root) == []
    assert tuple(lock.abandoned(root)) == OURS


def test_what_is_gone_once_the_lock_is_free_was_no_leftover(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def renamed_meanwhile(_root: Path) -> None:
        (root / OURS[1]).rename(root / "records/sites/hq.yaml")

    monkeypatch.setattr(lock, "holder", renamed_meanwhile)
    assert lock.abandoned(root) == [OURS[0], *OURS[2:]]


def test_a_writer_whose_file_is_taken_away_changes_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a share whose locks hold on one machine only, a second machine may tidy up while the first writes."""
    fsync = os.fsync

    def tidied_up_meanwhile(descriptor: int) -> None:
        fsync(descriptor)
        temporaries.remove(root)

    (root / "records/sites/hq.yaml").write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", tidied_up_meanwhile)
    with pytest.raises(
        write.WriteError, match=r"^records/sites/hq\.yaml could not be written: No such file or directory$"
    ):
        write.replace(root, "records/sites/hq.yaml", b"old", b"new")
    with pytest.raises(
        write.WriteError, match=r"^records/sites/a\.yaml could not be written: No such file or directory$"
    ):
        write.create(root, "records/sites/a.yaml", b"new")
    assert (root / "records/sites/hq.yaml").read_bytes() == b"old"
    assert not (root / "records/sites/a.yaml").exists()
