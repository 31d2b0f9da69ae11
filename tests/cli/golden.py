"""Whole outputs, kept in golden/: `make golden` writes them anew."""

import os
from pathlib import Path
from typing import Final

GOLDEN: Final = Path(__file__).parent / "golden"


def assert_golden(name: str, text: str) -> None:
    """Compare an output with the file of that name, to the last byte."""
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    assert text == path.read_bytes().decode()
