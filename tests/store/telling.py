"""What findings say, as values that a test can compare whole."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import pytest

from aftercare_cli.model.finding import Finding
from aftercare_cli.model.text import Text
from aftercare_cli.store.decode import Problem
from aftercare_cli.store.files import UnreadableError


class Told(NamedTuple):
    """A finding as its reader meets it."""

    code: str
    line: int
    column: int
    sentence: str
    hint: str = ""


class Wrong(NamedTuple):
    """A problem of a tree: where by path, not yet by line."""

    code: str
    field: str
    sentence: str
    hint: str = ""


def told(findings: Iterable[Finding]) -> list[Told]:
    return [Told(found.code, found.line, found.column, str(found.text), _said(found.hint)) for found in findings]


def wrong(problems: object) -> list[Wrong]:
    assert isinstance(problems, list)
    assert all(isinstance(problem, Problem) for problem in problems)
    return [
        Wrong(problem.code, ".".join(map(str, problem.field)), str(problem.text), _said(problem.hint))
        for problem in problems
    ]


def refused(call: Callable[[], object]) -> list[Told]:
    """Give what is told about a file that `call` must find unreadable."""
    with pytest.raises(UnreadableError) as caught:
        call()
    assert all(found.severity == "error" for found in caught.value.findings)
    return told(caught.value.findings)


def _said(text: Text | None) -> str:
    return "" if text is None else str(text)
