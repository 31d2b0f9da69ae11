"""Paths that people name, relative to the workspace."""

import os
from pathlib import Path

from aftercare_cli.cli.context import Session
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.text import say


class NoSuchPathError(AftercareError):
    """A path that is not there, or not in the workspace."""


def below(session: Session, path: Path) -> str:
    """Give a path relative to the workspace, with forward slashes; raises NoSuchPathError."""
    named = session.folder / path
    root = session.workspace.root
    # As it is written first, so that a link inside the workspace is the record that it stands for; without `..`.
    for candidate in (Path(os.path.normpath(named)), Path(os.path.realpath(named))):
        if candidate.is_relative_to(root) and os.path.lexists(candidate):
            return candidate.relative_to(root).as_posix()
    text = say("{path} is not in the workspace {root}", path=str(path), root=str(root))
    raise NoSuchPathError(text, say("name files or folders below it"))


def is_in(path: str, wanted: str) -> bool:
    """Say whether `path` is `wanted`, or lies below it; both relative to the workspace."""
    return wanted in {".", path} or path.startswith(f"{wanted}/")
