"""Writing on file systems that lack something, and into files of other people."""

import errno
import itertools
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from aftercare_cli.store import write

PATH = "records/sites/hq.yaml"


def contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def without_links(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "link", refuse)


NO_LINKS = pytest.mark.parametrize("number", [errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS])


@NO_LINKS
def test_where_there_are_no_links_a_new_file_takes_no_other_s_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    without_links(monkeypatch, number)
    write.create(tmp_path, PATH, b"first")
    with pytest.raises(write.ExistsError) as caught:
        write.create(tmp_path, PATH, b"second")
    assert (str(caught.value), str(caught.value.hint)) == (f"{PATH} exists already", "nothing was written")
    assert contents(tmp_path) == {PATH: b"first"}


def test_another_failure_of_linking_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_links(monkeypatch, errno.EMLINK)
    with pytest.raises(write.WriteError) as caught:
        write.create(tmp_path, PATH, b"first")
    assert str(caught.value) == f"{PATH} could not be written: Too many links"
    assert contents(tmp_path) == {}


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), KeyboardInterrupt()])
def test_where_there_are_no_links_a_creation_that_fails_leaves_nothing(tmp_path: Path, error: BaseException) -> None:
    (tmp_path / "records/sites").mkdir(parents=True)
    outcomes = []
    for nth in itertools.count(1):
        (tmp_path / PATH).unlink(missing_ok=True)
        seen: list[str] = []
        with pytest.MonkeyPatch.context() as patch:
            without_links(patch, errno.EPERM)
            for name in ("open", "write", "fsync", "close", "replace"):
                patch.setattr(os, name, failing(getattr(os, name), name, seen, nth, error))
            try:
                write.create(tmp_path, PATH, b"whole")
            except (write.WriteError, KeyboardInterrupt):
                outcomes.append((seen[nth - 1], contents(tmp_path)))
            else:
                assert contents(tmp_path) == {PATH: b"whole"}
                break
    nothing: dict[str, bytes] = {}
    made = {PATH: b"whole"}
    assert outcomes == [
        *((call, nothing) for call in ("open", "write", "fsync", "close", "open", "close", "replace")),
        *((call, made) for call in ("open", "fsync", "close")),
    ]


def failing(
    call: Callable[..., object], name: str, seen: list[str], nth: int, error: BaseException
) -> Callable[..., object]:
    """Give a call that fails where it is the n-th of all that are seen."""

    def fail(*arguments: object, **options: object) -> object:
        seen.append(name)
        if len(seen) != nth:
            return call(*arguments, **options)
        if name == "close":  # which gives the descriptor back even when it fails
            call(*arguments, **options)
        raise error

    return fail


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no owners")
def test_the_owner_is_kept_or_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / PATH).parent.mkdir(parents=True)
    (tmp_path / PATH).write_bytes(b"old")
    status = (tmp_path / PATH).stat()
    asked = []
    monkeypatch.setattr(os, "geteuid", lambda: status.st_uid + 1)
    monkeypatch.setattr(os, "fchown", lambda _descriptor, *owner: asked.append(owner))
    write.replace(tmp_path, PATH, b"old", b"new")
    assert (contents(tmp_path), asked) == ({PATH: b"new"}, [(status.st_uid, status.st_gid)])

    def refuse(*_arguments: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "fchown", refuse)
    with pytest.raises(write.WriteError) as caught:
        write.replace(tmp_path, PATH, b"new", b"newer")
    assert str(caught.value) == f"{PATH} could not be written: Operation not permitted"
    assert contents(tmp_path) == {PATH: b"new"}
