"""The pages of docs/reference are what the code says of itself."""

from collections.abc import Callable

import pytest

from tests.docs.golden import ROOT, compare
from tests.docs.reference import checks, commands, documents, errors, records


@pytest.mark.golden
@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("checks", checks.page),
        ("commands", commands.page),
        ("documents", documents.page),
        ("errors", errors.page),
        ("records", records.page),
    ],
)
def test_page_is_up_to_date(name: str, page: Callable[[], str]) -> None:
    compare(ROOT / f"docs/reference/{name}.md", page())
