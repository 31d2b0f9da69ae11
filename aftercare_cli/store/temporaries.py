"""Temporary files beside records: how they are named, and taking away those that a killed process left."""

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

_is_ours = re.compile(r"\..+\.(?:yaml|csv|json)\.[0-9a-f]{8}\.tmp").fullmatch


def beside(target: Path) -> Path:
    """Give a new name for a file that is to become `target`; no command reads files that begin with a dot."""
    return target.with_name(f".{target.name}.{os.urandom(4).hex()}.tmp")


def found(root: Path) -> Iterator[str]:
    """Yield the temporary files among the records, relative to the workspace, in order.

    Only regular files under a name of ours, in folders that are no links: what else is there belongs to somebody else,
    and so does everything in records/attachments/.
    """
    top = os.fspath(root)
    for folder, folders, names in os.walk(f"{top}/records"):
        below = os.path.relpath(folder, top).replace(os.sep, "/")
        folders[:] = sorted(name for name in folders if f"{below}/{name}" != "records/attachments")
        for name in sorted(filter(_is_ours, names)):
            path = f"{below}/{name}"
            if (root / path).is_file() and not (root / path).is_symlink():
                yield path


def remove(root: Path) -> list[str]:
    """Remove the temporary files among the records, and give those that are gone; called under the write lock.

    Who holds the lock writes alone, so that nobody needs them any more. Should the lock hold on one machine only, as on
    some network shares, a writer elsewhere whose file is taken away cannot rename it: it says so, and nothing changes.
    """
    gone = []
    for path in found(root):
        with contextlib.suppress(OSError):
            (root / path).unlink()
            gone.append(path)
    return gone
