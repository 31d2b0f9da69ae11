"""A file of conclusions gives back what was kept, or nothing: whatever happened to it."""

import os
import zoneinfo
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from aftercare_cli.store import kept
from aftercare_cli.store.kept import Block, DamagedError, Kept, New, Where, keep, opened

pytestmark = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="nothing is kept where files have no owner")

ZONES = ("Asia/Shanghai", "Europe/Berlin")


def block(folder: str, *names: str) -> Block:
    paths = [f"{folder}/{name}.yaml" for name in names]
    told = [msgspec.Raw(msgspec.msgpack.encode(name)) for name in names]
    return Block(folder, paths, [["records/visits/2026/v.yaml"]] * len(names), told, msgspec.Raw(b"\xc0"), 2.5)


MAY, JUNE = block("records/tickets/2026/05", "a"), block("records/tickets/2026/06", "b", "c")
NEW = New(
    commit="0123",
    sum=msgspec.msgpack.encode("all"),
    since=2.5,
    live=["records/tickets/2026/06/d.yaml"],
    doubtful=["records/sites/hq.yaml"],
    zones=ZONES,
    young=3,
    folders={"records/visits/2026": (7, 8)},
    terms={"records/sites/hq.yaml": "4567"},
    trees={"records/sites/hq.yaml": msgspec.msgpack.encode({"id": "hq"})},
    blocks=[(each.folder, msgspec.msgpack.encode(each)) for each in (MAY, JUNE)],
)


def told(found: Kept) -> dict[str, object]:
    """Give everything that a file says."""
    head = found.head
    facts = (head.commit, bytes(head.sum), head.since, head.live, head.doubtful, head.zones, head.young, head.folders)
    trees = {path: bytes(tree) for path, tree in found.trees().items()}
    blocks = [msgspec.msgpack.encode(each) for each in found.blocks()]
    return {"head": facts, "terms": found.terms(), "trees": trees, "blocks": blocks}


EXPECTED = {
    "head": (
        *("0123", b"\xa3all", 2.5, ["records/tickets/2026/06/d.yaml"], ["records/sites/hq.yaml"]),
        *(["Asia/Shanghai", "Europe/Berlin"], 3, {"records/visits/2026": (7, 8)}),
    ),
    "terms": {"records/sites/hq.yaml": "4567"},
    "trees": {"records/sites/hq.yaml": b"\x81\xa2id\xa2hq"},
    "blocks": [msgspec.msgpack.encode(MAY), msgspec.msgpack.encode(JUNE)],
}


@pytest.fixture
def where(tmp_path: Path) -> Where:
    return Where(tmp_path / "kept", "sub")


def test_what_was_kept_is_given_back(where: Where) -> None:
    assert opened(where) is None
    keep(where, NEW)
    found = opened(where)
    assert found is not None
    assert told(found) == EXPECTED
    june = found.block("records/tickets/2026/06")
    assert june is not None
    assert june.paths == ["records/tickets/2026/06/b.yaml", "records/tickets/2026/06/c.yaml"]
    assert found.block("records/tickets/2026/07") is None
    assert [path.name for path in where.folder.iterdir()] == [where.file.name]
    assert where.file.stat().st_mode & 0o777 == 0o600


def test_a_block_without_some_conclusions_keeps_the_others() -> None:
    left = block("f", "a", "b", "c").without({0, 2})
    assert msgspec.msgpack.encode(left) == msgspec.msgpack.encode(block("f", "b"))


def is_harmless(where: Where) -> bool:
    """Say whether a file is not believed, or says what it should."""
    found = opened(where)
    if found is None:
        return True
    try:
        return told(found) == EXPECTED
    except DamagedError:
        return True


def test_no_byte_can_be_changed_unnoticed(where: Where) -> None:
    keep(where, NEW)
    whole = where.file.read_bytes()
    for place in range(len(whole)):
        changed = whole[place] ^ 1 << place % 8
        where.file.write_bytes(whole[:place] + bytes([changed]) + whole[place + 1 :])
        found = opened(where)
        with pytest.raises(DamagedError):
            told(found) if found else reject()
        del found


def reject() -> None:
    raise DamagedError


def test_no_part_of_a_file_is_believed(where: Where) -> None:
    keep(where, NEW)
    whole = where.file.read_bytes()
    for size in range(len(whole)):
        where.file.write_bytes(whole[:size])
        found = opened(where)
        with pytest.raises(DamagedError):
            told(found) if found else reject()
        del found
    where.file.write_bytes(whole + b"more")
    assert is_harmless(where)


def test_a_file_is_only_its_own_workspace_s(where: Where) -> None:
    keep(where, NEW)
    other = Where(where.folder, "other")
    assert other.file != where.file
    where.file.rename(other.file)
    assert opened(other) is None


def test_another_program_or_user_does_not_believe_it(where: Where, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(where, NEW)
    with monkeypatch.context() as patch:
        patch.setattr(kept, "__version__", "99.0")
        assert opened(where) is None
    with monkeypatch.context() as patch:
        patch.setattr(kept, "_CALENDARS", ("msgspec",))
        assert opened(where) is None
    with monkeypatch.context() as patch:
        patch.setattr(zoneinfo, "TZPATH", ())
        assert opened(where) is None
    with monkeypatch.context() as patch:
        patch.setattr(os, "geteuid", lambda: where.file.stat().st_uid + 1)
        assert opened(where) is None
    assert opened(where) is not None


def folder(where: Where) -> None:
    where.file.mkdir(parents=True)


def pipe(where: Where) -> None:
    where.folder.mkdir()
    os.mkfifo(where.file)


def file_for_the_folder(where: Where) -> None:
    where.folder.write_bytes(b"")


@pytest.mark.parametrize("place", [folder, file_for_the_folder])
def test_where_nothing_can_be_kept_nothing_is(where: Where, place: Callable[[Where], None]) -> None:
    place(where)
    keep(where, NEW)
    assert opened(where) is None
    assert not list(where.folder.glob("*.part"))


def test_a_pipe_in_its_place_holds_nobody(where: Where) -> None:
    pipe(where)
    assert opened(where) is None
    keep(where, NEW)
    assert opened(where) is not None


def test_a_path_that_is_no_text_is_not_kept(where: Where) -> None:
    keep(where, msgspec.structs.replace(NEW, live=[os.fsdecode(b"records/tickets/2026/06/\xff.yaml")]))
    assert list(where.folder.iterdir()) == []


def test_who_reads_a_file_reads_it_to_its_end(where: Where) -> None:
    keep(where, NEW)
    found = opened(where)
    keep(where, msgspec.structs.replace(NEW, commit="89ab", blocks=[]))
    assert found is not None
    assert told(found) == EXPECTED
