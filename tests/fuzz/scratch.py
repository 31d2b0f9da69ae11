"""A workspace that lives in memory where the system has such a place, and is put back after each try."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
_PLACE: Final = _MEMORY if _MEMORY.is_dir() else Path(tempfile.gettempdir())
_PREFIX: Final = "aftercare-fuzz-"


class Scratch:
    """A folder with a workspace, of which a few files are replaced for each try."""

    def __init__(self, base: Mapping[str, bytes]) -> None:
        """Write the files of `base`."""
        self.base = dict(base)
        self.folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=_PLACE))
        for path, data in base.items():
            self._write(path, data)
        self._changed: set[str] = set()
        atexit.register(shutil.rmtree, self.folder, ignore_errors=True)

    def lay(self, files: Mapping[str, bytes]) -> None:
        """Give the base with `files` over it; what an earlier try left is gone."""
        for path in self._changed - {*files}:
            if path in self.base:
                self._write(path, self.base[path])
            else:
                (self.folder / path).unlink(missing_ok=True)
        for path, data in files.items():
            self._write(path, data)
        self._changed = {*files}

    def clear(self) -> None:
        """Begin anew: for whoever may have written anything anywhere in it."""
        for entry in self.folder.iterdir():
            shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
        for path, data in self.base.items():
            self._write(path, data)
        self._changed = set()

    def files(self) -> dict[str, bytes]:
        """Give what lies in it now, without the lock."""
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in self.folder.rglob("*")
            if path.is_file() and path.name != ".aftercare.lock"
        }

    def _write(self, path: str, data: bytes) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def sweep(process: int) -> None:
    """Take away what a process left that did not end as Python does."""
    for folder in _PLACE.glob(f"{_PREFIX}{process}-*"):
        shutil.rmtree(folder, ignore_errors=True)


@cache
def small() -> Scratch:
    """Give a workspace with its own record and nothing else."""
    return Scratch(
        {
            "records/aftercare.yaml": b"aftercare: 1\ncompany: {name: Pier}\ntimezone: Asia/Shanghai\n"
            b"language: en\ncurrency: CNY\nholidays: CN\n"
        }
    )
