"""Whole outputs, kept in golden/: `make golden` writes them anew."""

from pathlib import Path
from typing import Final

from tests.docs.golden import compare

GOLDEN: Final = Path(__file__).parent / "golden"


def assert_golden(name: str, text: str) -> None:
    """Compare an output with the file of that name, to the last byte."""
    compare(GOLDEN / name, text)
