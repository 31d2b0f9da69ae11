"""Every document for every reader, in every language and format: whole and well made.

Every text of the records tries something, and must stand there as text.
"""

import contextlib
import json
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from typing import Final

import msgspec
import pytest
from markdown_it import MarkdownIt

from aftercare_cli.documents.audience import AUDIENCES, Audience
from aftercare_cli.documents.catalogue import DOCUMENTS, document, values_of
from aftercare_cli.documents.portal import Portal
from aftercare_cli.documents.rendering import Format, fill, render
from aftercare_cli.documents.source import NoSubjectError, Source
from aftercare_cli.model.vocabulary import Language
from aftercare_cli.store.resources import TEMPLATES
from tests.cli.program import SAMPLE_NOW
from tests.documents.everything import everything, subjects
from tests.documents.sources import english, source
from tests.rules.written import Records

NASTY: Final = (
    "</script><script>alert(1)</script><img src=x onerror=alert(1)> & | a\r\n# b\n\n---\n{{ 7 * 7 }} {% raw %} ]]> --> "
    "\x1b[31m \u202eevil\u2066 \ufeff \"' =cmd() **c** [d](javascript:alert(1)) <http://e> ![f](http://e/g.png) `h` $i$"
)
LONG: Final = "柜" * 100 + "W" * 200
VOID: Final = frozenset({"meta", "br", "input", "rect", "path", "line"})
BROUGHT: Final = frozenset({"img", "iframe", "object", "embed", "link", "base", "form"})
ACTING: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


class Page(HTMLParser):
    """Reads a page as strictly as a browser does not: every element that is opened is closed, no id stands twice."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []
        assert len(self.ids) == len(set(self.ids))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not any(key.startswith("on") for key, _value in attrs)
        targets = [value or "" for key, value in attrs if key in {"href", "src"}]
        assert not any(re.match(r"\s*(javascript|http):", target) for target in targets)
        self.ids += [value for key, value in attrs if key == "id" and value]
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@cache
def records(text: str) -> Records:
    return everything(lambda _kind, _field, _owner: text)


@cache
def source_for(text: str, audience: Audience, language: Language) -> Source:
    made = source(records(text), SAMPLE_NOW, audience)
    return msgspec.structs.replace(made, tongue=msgspec.structs.replace(english(), code=language))


def papers(name: str, form: Format, text: str = NASTY) -> Iterator[str]:
    """Yield a document about the first, the middle and the last it can be about, for each audience that may have it."""
    found = document(name)
    assert found is not None
    for audience in AUDIENCES:
        for language in ("en", "zh-CN"):
            made = source_for(text, audience, language)
            known = [about for kind, about, _owner in subjects(records(text)) if kind == name]
            for subject in sorted({known[0], known[len(known) // 2], known[-1]}):
                with contextlib.suppress(NoSubjectError):
                    yield render([TEMPLATES], name, values_of(found, made, subject), form, made.tongue)


NAMES: Final = tuple(found.name for found in DOCUMENTS)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_well_made_and_has_no_element_that_a_text_brought(name: str) -> None:
    made = list(papers(name, "html"))
    assert made
    for text in made:
        page = Page(text)
        assert BROUGHT.isdisjoint(page.tags)
        assert "script" not in page.tags
        assert ACTING.search(text) is None


@pytest.mark.parametrize("name", NAMES)
def test_markdown_keeps_its_tables_and_gets_nothing_that_a_text_brought(name: str) -> None:
    made = list(papers(name, "md"))
    assert made
    plain = [text.count("\n# ") + text.startswith("# ") for text in papers(name, "md", "x")]
    for text, headings in zip(made, plain, strict=True):
        assert ACTING.search(text) is None
        assert re.search(r"(?m)^(<|---|#+ b)", text) is None
        assert text.count("\n# ") + text.startswith("# ") == headings
        parsed = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
        inline = [token for block in parsed for token in [block, *(block.children or ())]]
        assert {token.type for token in inline}.isdisjoint({"link_open", "image", "code_inline", "html_block", "fence"})
        assert {token.content for token in inline if token.type == "html_inline"} <= {"<br>"}
        assert_tables(text)


def assert_tables(text: str) -> None:
    """Every row of a table has as many cells as its head."""
    width = 0
    for line in text.splitlines():
        cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0
        assert not (width and cells) or cells == width, line
        width = cells


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_portal_is_well_made_and_has_no_element_that_a_text_brought(audience: Audience) -> None:
    made = source_for(NASTY, audience, "en")
    portal = Portal(made, ["p2025"])
    for page in portal.pages(portal.offered()):
        text = fill([TEMPLATES], page.template, page.values, made.tongue)
        found = Page(text)
        assert found.tags.count("script") == 2 * (page.template == "portal/search")
        assert BROUGHT.isdisjoint(found.tags)
        assert ACTING.search(text) is None
    entries = json.loads(text.partition('id="entries">')[2].partition("</script>")[0])
    assert len(entries) > 1
    assert all(ACTING.search(text) is None for entry in entries for text in entry.values())


@pytest.mark.parametrize("name", NAMES)
def test_a_long_name_is_no_hindrance(name: str) -> None:
    assert all(LONG in text for text in papers(name, "md", LONG))
