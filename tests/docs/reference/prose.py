"""Docstrings as the reference shows them."""

import inspect
import re
from typing import Final

_CLAUSE: Final = re.compile(r" \([TSMF]\d+(?:[–,] ?[TSMF]?\d+)*\)")


def paragraphs(docstring: str | None) -> str:
    """Give a docstring as Markdown, a paragraph a line, without the numbers of the service plan's clauses."""
    found = inspect.cleandoc(docstring or "").split("\n\n")
    return "\n\n".join(_CLAUSE.sub("", re.sub(r"\s*\n\s*", " ", paragraph)) for paragraph in found)
