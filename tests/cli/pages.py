"""What an HTML page says, apart from how it looks."""

from html.parser import HTMLParser
from typing import NamedTuple

Table = list[tuple[str, ...]]


class Page(NamedTuple):
    """A page's language, title and headings, its paragraphs, and its tables: rows, each with its class first."""

    language: str
    title: str
    heading: str
    paragraphs: list[str]
    headings: list[str]
    tables: list[Table]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.language = ""
        self.said: dict[str, list[str]] = {}
        self.tables: list[Table] = []
        self.row: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        if tag == "html":
            self.language = facts["lang"] or ""
        elif tag == "meta":
            return
        elif tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.row = [facts.get("class") or ""]
        elif tag in {"th", "td", "p", "h1", "h2", "title"}:
            self.said.setdefault(tag, []).append("")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag in {"th", "td"}:
            self.row.append(self.said[tag][-1])
        elif tag == "tr":
            self.tables[-1].append(tuple(self.row))

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in self.said:
            self.said[self.open[-1]][-1] += data


def read_page(text: str) -> Page:
    """Read a page; every element has to be closed where it was opened."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    (title,), (heading,) = reader.said["title"], reader.said["h1"]
    said = reader.said
    return Page(reader.language, title, heading, said.get("p", []), said.get("h2", []), reader.tables)
