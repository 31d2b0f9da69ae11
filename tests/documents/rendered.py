"""Whole documents of the sample, kept in golden/: `make golden` writes them anew."""

from pathlib import Path
from typing import Final

from tests.cli.program import SAMPLE_NOW, Program
from tests.docs.golden import compare

GOLDEN: Final = Path(__file__).parent / "golden"


def assert_document(program: Program, name: str, subject: str = "", options: str = "") -> None:
    """Compare a document as Markdown in English with the file of its name."""
    text = program.answer(f"--lang en doc render {name} {subject} {options}", now=SAMPLE_NOW)
    compare(GOLDEN / f"{name}.en.md", text)
