"""A document with many items, written some at a time, is the document as a whole."""

import datetime as dt
import json

import pytest

from aftercare_cli.cli import output
from aftercare_cli.cli.options import Format
from aftercare_cli.cli.report import Report

DOCUMENT = {"schema": "aftercare/list/1", "as_of": "2026-06-10T12:00:00+08:00", "summary": [{"brackets": "]}\n["}]}
ITEMS: list[dict[str, object]] = [
    {"id": "]", "flags": [], "name": "样例\n[", "more": {"a": [1, 2, {}]}},
    {"id": "}", "flags": ["x", "]"], "name": None, "more": {}},
    {"id": '"items": [', "flags": [[]], "name": "", "more": {"b": True}},
    {},
    {"id": "last"},
]


@pytest.mark.parametrize("at_once", [1, 2, 3, 5, 1_000])
@pytest.mark.parametrize("count", range(len(ITEMS) + 1))
def test_items_are_written_as_one_document(
    count: int, at_once: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(output, "_ITEMS_AT_ONCE", at_once)
    items: list[dict[str, object]] = ITEMS[:count]
    output.show(Report("", (), DOCUMENT, items=lambda: iter(items)), Format.json, dt.UTC)
    written = capsys.readouterr().out
    whole = {**DOCUMENT, "items": items}
    assert json.loads(written) == whole
    assert written == output.json_text(whole)
