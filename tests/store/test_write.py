"""Whatever happens while a file is written, it is the old one or the new one."""

import errno
import itertools
import os
import stat
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable
from pathlib import Path
from unittest.mock import Mock

import pytest

from aftercare_cli.model.errors import AftercareError
from aftercare_cli.store import write

OLD = b"id: T\nnote: old\n" * 4000
NEW = b"id: T\nnote: new\n" * 4000
PATH = "records/tickets/2026/11/T-20261122-7F3K.yaml"
CALLS = ("open", "write", "fsync", "close", "rename", "replace", "link", "mkdir", "fchmod")
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.fixture
def target(tmp_path: Path) -> Path:
    file = tmp_path / PATH
    file.parent.mkdir(parents=True)
    file.write_bytes(OLD)
    return file


def said(error: AftercareError) -> tuple[str, str]:
    return str(error), str(error.hint)


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def failing(monkeypatch: pytest.MonkeyPatch, nth: int, number: int) -> list[str]:
    """Make the n-th call of the operating system fail; give the list of calls, which fills as they come."""
    seen: list[str] = []

    def failing_like(name: str, call: Callable[..., object]) -> Callable[..., object]:
        def fail(*arguments: object, **options: object) -> object:
            seen.append(name)
            if len(seen) != nth:
                return call(*arguments, **options)
            if name == "close":  # which gives the descriptor back even when it fails
                call(*arguments, **options)
            raise OSError(number, os.strerror(number))

        return fail

    for name in CALLS:
        if hasattr(os, name):
            monkeypatch.setattr(os, name, failing_like(name, getattr(os, name)))
    return seen


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EROFS])
def test_a_replacement_that_fails_at_any_call_leaves_the_old_or_the_new_file(target: Path, number: int) -> None:
    root = target.parents[4]
    told = []
    for nth in itertools.count(1):
        target.write_bytes(OLD)
        with pytest.MonkeyPatch.context() as patch:
            seen = failing(patch, nth, number)
            try:
                write.replace(root, PATH, OLD, NEW)
            except write.WriteError as error:
                told.append((seen[nth - 1], said(error)))
            else:
                told.append(("", ("", "")))
        content = target.read_bytes()
        assert content == (OLD if "could not be written" in told[-1][1][0] else NEW)
        assert names(target.parent) == [target.name]
        if nth > len(seen):
            break
    reason = os.strerror(number)
    untouched = (
        f"{PATH} could not be written: {reason}",
        "nothing was changed; make room or check permissions, then run the command again",
    )
    in_place = (
        f"{PATH} was written, but may not outlast a power cut: {reason}",
        "look at the file and at the disk before you write again",
    )
    assert told == [
        *((call, untouched) for call in ("open", "fchmod", "write", "fsync", "close", "replace")),
        *((call, in_place) for call in ("open", "fsync", "close")),
        ("", ("", "")),
    ]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_creation_that_fails_at_any_call_leaves_nothing_or_the_whole_file(tmp_path: Path, number: int) -> None:
    outcomes = []
    for nth in itertools.count(1):
        root = tmp_path / str(nth)
        root.mkdir()
        target = root / PATH
        with pytest.MonkeyPatch.context() as patch:
            seen = failing(patch, nth, number)
            try:
                write.create(root, PATH, NEW)
            except write.WriteError as error:
                outcomes.append((seen[nth - 1], str(error)))
            else:
                outcomes.append(("", ""))
        if "could not be written" in outcomes[-1][1]:
            assert not target.exists()
        else:
            assert target.read_bytes() == NEW
        assert [name for _, _, files in os.walk(root) for name in files] == [target.name] * target.exists()
        if nth > len(seen):
            break
    reason = os.strerror(number)
    untouched, in_place = f"could not be written: {reason}", f"was written, but may not outlast a power cut: {reason}"
    made = [call for call, _ in outcomes if call != "mkdir"]
    folders = 4 * ["open", "fsync", "close"]
    assert made == [*folders, "open", "write", "fsync", "close", "link", "open", "fsync", "close", ""]
    assert [text for call, text in outcomes if call == "mkdir"] == [f"{PATH} {untouched}"] * (len(outcomes) - 21)
    assert [text for call, text in outcomes if call != "mkdir"] == [
        *[f"{PATH} {untouched}"] * 17,
        *[f"{PATH} {in_place}"] * 3,
        "",
    ]


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP])
def test_a_file_system_that_cannot_sync_folders_is_good_enough(
    target: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    fsync = os.fsync

    def sync_files_only(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(number, os.strerror(number))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", sync_files_only)
    root = target.parents[4]
    write.replace(root, PATH, OLD, NEW)
    write.create(root, "records/new.yaml", NEW)
    assert target.read_bytes() == (root / "records/new.yaml").read_bytes() == NEW


def test_short_writes_are_continued(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: put(descriptor, data[:1000]))
    write.replace(target.parents[4], PATH, OLD, NEW)
    assert target.read_bytes() == NEW


def test_an_interrupted_write_leaves_no_trace(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", Mock(side_effect=KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        write.replace(target.parents[4], PATH, OLD, NEW)
    with pytest.raises(KeyboardInterrupt):
        write.create(target.parents[4], "records/new.yaml", NEW)
    assert target.read_bytes() == OLD
    assert names(target.parent) == [target.name]
    assert names(target.parents[3]) == ["tickets"]


# Forks from a process without threads; every child writes as fast as it can and is killed in the middle.
KILL = """
    import os, random, signal, sys
    from pathlib import Path
    from aftercare_cli.store import write

    root, path, rounds = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    texts = [(b"id: T\\nnote: %d\\n" % number) * 4000 for number in range(2)]
    chance = random.Random(11)
    for _ in range(rounds):
        told, tell = os.pipe()
        child = os.fork()
        if not child:
            now = texts.index((root / path).read_bytes())
            while True:
                write.replace(root, path, texts[now], texts[1 - now])
                now = 1 - now
                os.write(tell, b".")
        for _ in range(chance.randrange(1, 4)):
            os.read(told, 1)
        for _ in range(chance.randrange(20_000)):
            pass
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(told)
        os.close(tell)
        if (root / path).read_bytes() not in texts:
            sys.exit("torn")
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system cannot fork")
def test_a_killed_writer_leaves_the_old_or_the_new_file(target: Path) -> None:
    root = target.parents[4]
    target.write_bytes(b"id: T\nnote: 0\n" * 4000)
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILL), root, PATH, "60"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    stray = [name for name in names(target.parent) if name != target.name]
    assert all(name.startswith(f".{target.name}.") and name.endswith(".tmp") for name in stray)


def test_a_file_changed_in_between_is_kept(target: Path) -> None:
    target.write_bytes(b"somebody else's\n")
    with pytest.raises(write.ChangedError) as caught:
        write.replace(target.parents[4], PATH, OLD, NEW)
    assert said(caught.value) == (
        f"{PATH} was changed by somebody else in the meantime",
        "nothing was written: run the command again",
    )
    assert target.read_bytes() == b"somebody else's\n"
    assert names(target.parent) == [target.name]


def test_a_file_that_vanished_is_not_made_again(target: Path) -> None:
    target.unlink()
    with pytest.raises(write.WriteError) as caught:
        write.replace(target.parents[4], PATH, OLD, NEW)
    assert str(caught.value) == f"{PATH} could not be written: No such file or directory"
    assert names(target.parent) == []


def test_a_new_file_never_takes_the_place_of_another(target: Path) -> None:
    root = target.parents[4]
    for path in (PATH, "records/dangling.yaml", "records/tickets"):
        if path == "records/dangling.yaml":
            (root / path).symlink_to("nowhere.yaml")
        with pytest.raises(write.ExistsError) as caught:
            write.create(root, path, NEW)
        assert said(caught.value) == (f"{path} exists already", "nothing was written")
    assert target.read_bytes() == OLD
    assert names(target.parent) == [target.name]
    assert names(root / "records") == ["dangling.yaml", "tickets"]


def test_of_many_who_create_the_same_file_one_wins(tmp_path: Path) -> None:
    lost = []

    def create(number: int) -> None:
        try:
            write.create(tmp_path, "records/a.yaml", b"%d" % number * 10_000)
        except write.ExistsError:
            lost.append(number)

    threads = [threading.Thread(target=create, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (won,) = set(range(8)) - set(lost)
    assert (tmp_path / "records/a.yaml").read_bytes() == b"%d" % won * 10_000
    assert names(tmp_path / "records") == ["a.yaml"]


def test_a_file_where_a_folder_is_needed_is_told(tmp_path: Path) -> None:
    (tmp_path / "records").write_bytes(b"")
    for path in ("records/a.yaml", "records/tickets/a.yaml"):
        with pytest.raises(write.WriteError) as caught:
            write.create(tmp_path, path, NEW)
        assert str(caught.value).startswith(f"{path} could not be written: ")


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no mode bits")
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755])
def test_the_mode_is_kept(target: Path, mode: int) -> None:
    target.chmod(mode)
    write.replace(target.parents[4], PATH, OLD, NEW)
    assert stat.S_IMODE(target.stat().st_mode) == mode


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no mode bits")
def test_a_new_file_has_the_mode_the_user_wants(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write.create(tmp_path, "records/a.yaml", NEW)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "records/a.yaml").stat().st_mode) == 0o640


MAY_NOT = (f"{PATH} may not be written", "check who owns it and whether it is read-only")


@pytest.mark.skipif(IS_ROOT, reason="root may write whatever the mode says")
def test_a_read_only_file_is_refused(target: Path) -> None:
    target.chmod(0o444)
    with pytest.raises(write.WriteError) as caught:
        write.replace(target.parents[4], PATH, OLD, NEW)
    assert said(caught.value) == MAY_NOT
    assert (target.read_bytes(), stat.S_IMODE(target.stat().st_mode)) == (OLD, 0o444)


@pytest.mark.skipif(IS_ROOT, reason="root may write whatever the mode says")
def test_a_read_only_folder_is_refused(target: Path) -> None:
    root = target.parents[4]
    target.parent.chmod(0o555)
    try:
        with pytest.raises(write.WriteError) as caught:
            write.replace(root, PATH, OLD, NEW)
        assert str(caught.value) == f"{PATH} could not be written: Permission denied"
        with pytest.raises(write.WriteError) as caught:
            write.create(root, "records/tickets/2026/11/new.yaml", NEW)
        assert str(caught.value) == "records/tickets/2026/11/new.yaml could not be written: Permission denied"
        with pytest.raises(write.WriteError) as caught:
            write.create(root, "records/tickets/2026/11/new/new.yaml", NEW)
    finally:
        target.parent.chmod(0o755)
    assert target.read_bytes() == OLD
    assert names(target.parent) == [target.name]


def test_what_is_said_to_be_read_only_is_refused(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: not (Path(path) == target and mode & os.W_OK))
    with pytest.raises(write.WriteError) as caught:
        write.replace(target.parents[4], PATH, OLD, NEW)
    assert said(caught.value) == MAY_NOT
    assert names(target.parent) == [target.name]


def test_a_link_is_not_written_through(target: Path) -> None:
    real = target.with_name("real.yaml")
    target.rename(real)
    target.symlink_to(real.name)
    with pytest.raises(write.WriteError) as caught:
        write.replace(target.parents[4], PATH, OLD, NEW)
    assert said(caught.value) == MAY_NOT
    assert real.read_bytes() == OLD
    assert target.is_symlink()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_refused_without_waiting(target: Path) -> None:
    target.unlink()
    os.mkfifo(target)
    with pytest.raises(write.WriteError) as caught:
        write.replace(target.parents[4], PATH, OLD, NEW)
    assert said(caught.value) == MAY_NOT
