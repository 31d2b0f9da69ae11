"""A cache changes no answer, whatever happens to the records, and to the cache."""

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from aftercare_cli.store import cache, workspace
from aftercare_cli.store.cache import Cache, Place, place
from aftercare_cli.store.encoding import plain_text
from aftercare_cli.store.workspace import Workspace
from bench import generator

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there is none where a file's last change is not known")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(workspace, "MANY", 2)
    monkeypatch.setattr(cache, "_WORTH_WRITING", 1)
    root = generator.workspace(tmp_path, 40)
    (root / ".git").mkdir()
    return root


@pytest.fixture
def _long_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every file for one that was written long before it is read."""
    monkeypatch.setattr(cache, "_TICK_NS", -60_000_000_000)


def find(root: Path) -> Cache:
    where = place(root, None)
    assert where is not None
    return Cache(str(root), where)


def answer(root: Path, find_cache: Callable[[Path], Cache | None]) -> list[object]:
    found = Workspace(root, find_cache=find_cache)
    kinds = [found.tickets, found.sites, found.contracts, found.equipment, found.visits]
    return [*kinds, found.findings, found.checked]


def kept(root: Path, kind: str = "ticket") -> Path:
    (path,) = (root / ".git/aftercare").glob(f"{kind}-*.cache")
    return path


def parsed(root: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give which tickets are parsed where there may be a cache."""
    paths: list[str] = []

    def noting(data: bytes, path: str) -> bytes:
        paths.append(path)
        return plain_text(data, path)

    with monkeypatch.context() as patch:
        patch.setattr(workspace, "plain_text", noting)
        answer(root, find)
    return [path for path in paths if "/tickets/" in path]


def rewrite(path: Path, content: bytes) -> None:
    """Write into the file itself until its last change bears another time."""
    before = path.stat().st_ctime_ns
    while path.stat().st_ctime_ns == before:
        path.write_bytes(content)


def tickets(root: Path) -> list[Path]:
    return sorted((root / "records/tickets").glob("*/*/*.yaml"))


def edit(root: Path, dice: random.Random) -> None:
    path, other = dice.sample(tickets(root), 2)
    if dice.randrange(2):
        write(path, dice)
    else:
        move(path, other, dice)


def write(path: Path, dice: random.Random) -> None:
    content = path.read_bytes()
    status = path.stat()
    match dice.randrange(6):
        case 0:
            rewrite(path, content.replace(b"phone", b"email"))
        case 1:
            rewrite(path, content.replace(b"phone", b"paper"))
            os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        case 2:
            os.utime(path, (1_000_000_000, 1_000_000_000))
        case 3:
            rewrite(path, content[: dice.randrange(len(content))])
        case 4:
            rewrite(path, content.replace(b"\n", b"\r\n"))
        case _:
            copy = path.with_suffix(".new")
            copy.write_bytes(content.replace(b"phone", b"radio"))
            copy.rename(path)


def move(path: Path, other: Path, dice: random.Random) -> None:
    content = path.read_bytes()
    match dice.randrange(5):
        case 0:
            path.unlink()
        case 1:
            path.rename(other)
        case 2:
            new = path.with_name(f"{path.stem[:-4]}{dice.randrange(1000, 9999)}.yaml")
            new.write_bytes(content.replace(path.stem.encode(), new.stem.encode()))
        case 3:
            hidden = path.parents[4] / f"{dice.random()}"
            path.rename(hidden)
            path.symlink_to(hidden)
        case _:
            two = other.read_bytes()
            rewrite(path, two)
            rewrite(other, content)


def spoil(root: Path, dice: random.Random) -> None:
    """Do something to the cache."""
    path = kept(root)
    data = path.read_bytes()
    at = dice.randrange(len(data))
    match dice.randrange(6):
        case 0:
            path.unlink()
        case 1:
            path.write_bytes(data[:at])
        case 2:
            path.write_bytes(data[:at] + bytes([data[at] ^ 1 << dice.randrange(8)]) + data[at + 1 :])
        case 3:
            path.write_bytes(dice.randbytes(200))
        case 4:
            path.write_bytes(b"")
        case _:
            path.write_bytes(b"\0\0\0\0" + data[4:])


@pytest.mark.usefixtures("_long_ago")
@pytest.mark.parametrize("seed", range(6))
def test_an_answer_is_the_same_with_a_cache_and_without(root: Path, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - the same edits in every run
    for _ in range(15):
        expected = answer(root, lambda _root: None)
        assert answer(root, find) == expected
        assert answer(root, find) == expected
        if dice.randrange(3) == 0:
            spoil(root, dice)
        else:
            for _ in range(dice.randrange(4)):
                edit(root, dice)


@pytest.mark.usefixtures("_long_ago")
def test_only_what_changed_is_parsed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = tickets(root)
    assert len(parsed(root, monkeypatch)) == len(paths)
    assert parsed(root, monkeypatch) == []
    changed = paths[7]
    rewrite(changed, changed.read_bytes().replace(b"phone", b"email"))
    relative = changed.relative_to(root).as_posix()
    # For one file in forty the cache is not written anew.
    assert parsed(root, monkeypatch) == parsed(root, monkeypatch) == [relative]
    # A warning has to be told again.
    rewrite(changed, changed.read_bytes().replace(b"\n", b"\r\n"))
    assert parsed(root, monkeypatch) == parsed(root, monkeypatch) == [relative]


def test_what_changed_just_now_is_not_kept(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # All files are: a change of the same size within the same tick of the clock would not be seen.
    assert len(parsed(root, monkeypatch)) == len(parsed(root, monkeypatch)) == len(tickets(root))
    assert len(kept(root).read_bytes()) < 20


@pytest.mark.usefixtures("_long_ago")
def test_a_cache_of_another_program_is_not_used(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed(root, monkeypatch)
    monkeypatch.setattr(cache, "__version__", "another")
    assert len(parsed(root, monkeypatch)) == len(tickets(root))


@pytest.mark.usefixtures("_long_ago")
def test_who_looks_for_secrets_sees_every_file(root: Path) -> None:
    path = tickets(root)[3]
    rewrite(path, path.read_bytes() + b'priority: "password: hunter2hunter2"\n')
    answer(root, find)
    found = Workspace(root, find_cache=find)
    found.load_everything()
    assert [path for path, _text in found.suspects] == [path.relative_to(root).as_posix()]


@pytest.mark.usefixtures("_long_ago")
def test_a_cache_that_cannot_be_written_is_done_without(root: Path) -> None:
    expected = answer(root, lambda _root: None)
    (root / ".git/aftercare").write_text("a file where a folder is expected")
    assert answer(root, find) == expected
    (root / ".git/aftercare").unlink()
    (root / ".git/aftercare").mkdir()
    blocked = answer(root, find)
    kept(root).unlink()
    kept_as = root / ".git/aftercare" / "ticket-00000000.cache"
    kept_as.mkdir()
    assert blocked == answer(root, find) == expected


@pytest.mark.usefixtures("_long_ago")
def test_an_interruption_leaves_no_part(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_data: bytes, _path: str) -> bytes:
        raise KeyboardInterrupt

    found = Workspace(root, find_cache=find)
    assert found.settings.language
    monkeypatch.setattr(workspace, "plain_text", interrupt)
    with pytest.raises(KeyboardInterrupt):
        assert found.tickets
    assert list((root / ".git/aftercare").iterdir()) == []


def test_the_cache_lies_in_the_git_directory_or_with_the_user(tmp_path: Path) -> None:
    top = tmp_path / "top"
    inner = top / "a" / "b"
    inner.mkdir(parents=True)
    assert place(inner, tmp_path / "user") == Place(tmp_path / "user/aftercare", str(inner))
    (top / ".git").mkdir()
    assert place(inner, None) == Place(top / ".git/aftercare", "a/b")
    assert place(top, None) == Place(top / ".git/aftercare", ".")
    second = tmp_path / "second"
    second.mkdir()
    (top / ".git/worktrees/second").mkdir(parents=True)
    (second / ".git").write_text(f"gitdir: {top}/.git/worktrees/second\n", encoding="utf-8")
    assert place(second, None) == Place(top / ".git/worktrees/second/aftercare", ".")
