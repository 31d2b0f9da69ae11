"""Committed documents that are compared with what the program says now, or written anew with UPDATE_GOLDEN=1."""

import os
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
IS_UPDATE: Final = os.environ.get("UPDATE_GOLDEN") == "1"


def compare(path: Path, now: str) -> None:
    """Assert that the committed document is what it would be now; with UPDATE_GOLDEN=1, write it."""
    if IS_UPDATE:
        if not path.exists() or path.read_bytes() != now.encode():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(now.encode())
        return
    assert path.read_text(encoding="utf-8") == now, f"{path.relative_to(ROOT)} is out of date: run make golden"
