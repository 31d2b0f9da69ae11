"""What a process that was killed while it kept conclusions leaves: the old file, and a part that later goes."""

import os
from pathlib import Path

import pytest

from aftercare_cli.store.kept import New, Where, keep

pytestmark = pytest.mark.skipif(os.name == "nt", reason="nothing is kept there")

HOUR_NS = 3_600_000_000_000


@pytest.fixture
def where(tmp_path: Path) -> Where:
    return Where(tmp_path / "aftercare", ".")


def put(where: Where, commit: str) -> None:
    new = New(
        commit=commit,
        sum=b"\x90",
        since=0.0,
        live=[],
        doubtful=[],
        zones=["Asia/Shanghai"],
        young=0,
        folders={},
        terms={},
        trees={},
        blocks=[("records/tickets/2026/06", b"\x90")],
    )
    keep(where, new)


def commit(where: Where) -> str:
    """Give the commit that stands in the file."""
    data = where.file.read_bytes()
    (found,) = [name for name in ("old", "new") if name.encode() in data]
    return found


def names(where: Where) -> list[str]:
    return sorted(path.name for path in where.folder.iterdir())


@pytest.mark.parametrize("call", ["open", "fdopen", "fstat", "replace"])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_what_fails_leaves_the_old_file(
    where: Where, monkeypatch: pytest.MonkeyPatch, call: str, error: BaseException
) -> None:
    put(where, "old")
    before = names(where)

    def fail(*_arguments: object, **_options: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(os, call, fail)
        if isinstance(error, OSError):
            put(where, "new")
        else:
            with pytest.raises(KeyboardInterrupt):
                put(where, "new")
    assert (commit(where), names(where)) == ("old", before)


def test_a_part_of_a_killed_process_goes_after_an_hour(where: Where) -> None:
    put(where, "old")
    (kept,) = names(where)
    now = where.file.stat().st_mtime_ns
    ages = {"4711": 2 * HOUR_NS, "4712": HOUR_NS // 2}
    for process, age in ages.items():
        part = where.folder / f"{kept}.{process}.part"
        part.write_bytes(b"half")
        os.utime(part, ns=(now - age, now - age))
    foreign = where.folder / "download.part"
    foreign.write_bytes(b"half")
    os.utime(foreign, ns=(0, 0))
    put(where, "new")
    # The younger one may be that of a process which is at it right now, and what others keep there is theirs.
    assert (commit(where), names(where)) == ("new", ["download.part", kept, f"{kept}.4712.part"])
