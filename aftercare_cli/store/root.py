"""Finding the workspace a command works in."""

import os
from pathlib import Path

from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.text import say

MARKER = "records/aftercare.yaml"


class NoWorkspaceError(AftercareError):
    """No workspace where one was expected."""


def find_root(start: Path, named: str | None = None) -> Path:
    """Give the folder of the workspace: `named` itself, else the nearest one at or above `start`.

    The search stops at the top of a Git repository and at the top of the file system, so that a workspace further up,
    which belongs to something else, is never taken by accident. Raises NoWorkspaceError.
    """
    if named is not None:
        root = start / named
        if _is_root(root):
            return root.resolve()
        raise NoWorkspaceError(
            say("{root} is no workspace: it has no {marker}", root=named, marker=MARKER),
            say("name the folder above records/, or begin one with: aftercare init {root}", root=named),
        )
    folder = start.resolve()
    while True:
        if _is_root(folder):
            return folder
        if (folder / ".git").exists() or folder.parent == folder:
            raise NoWorkspaceError(
                say(
                    "no workspace here: {marker} is not in {start} or a folder above it",
                    marker=MARKER,
                    start=str(start),
                ),
                say("go to a workspace, name one with --root DIR, or begin one with: aftercare init"),
            )
        folder = folder.parent


def _is_root(folder: Path) -> bool:
    return os.path.isfile(folder / MARKER)  # noqa: PTH113 - False, not an error, for a folder that may not be entered
