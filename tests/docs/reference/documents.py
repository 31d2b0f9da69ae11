"""docs/reference/documents.md: the catalogue, what templates are written with, and what each audience sees."""

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from aftercare_cli.documents.audience import AUDIENCES, CLASSES, SEES
from aftercare_cli.documents.catalogue import DOCUMENTS
from aftercare_cli.documents.language import Tongue
from aftercare_cli.model.ticket import Event
from aftercare_cli.store.resources import TEMPLATES
from tests.docs.reference.prose import paragraphs

_INTRODUCTION: Final = """\
# Documents

<!-- Made by `make golden` from the catalogue, the audiences, the language and templates/_html.j2. -->

How to render them, and how to change one: [Documents people sign](../guides/documents.md).
"""
_FILTERS: Final = ("day", "month", "moment", "short", "money", "duration", "word", "listed")
_METHODS: Final = {"duration": Tongue.length}
_MACRO: Final = re.compile(r"(?:\{#(?P<told>[^#]*)#\}\s*)?\{% macro (?P<name>\w+)\((?P<parameters>.*?)\) %\}")


def page() -> str:
    """Give the page."""
    return "\n".join([_INTRODUCTION, *_catalogue(), *_macros(), *_filters(), *_audiences()])


def _catalogue() -> Iterator[str]:
    yield "## The catalogue\n"
    yield "A template has the document's name: `templates/NAME.j2`.\n"
    yield "| document | about | title |\n| --- | --- | --- |"
    for found in DOCUMENTS:
        about: str = "everything" if found.subject == "none" else found.subject
        about += " or site" if found.or_site else ""
        yield f"| `{found.name}` | {f'[{about}]' if found.may_lack else about} | {found.title} |"
    yield ""


def _macros() -> Iterator[str]:
    """Yield the macros, which are the same in both formats."""
    known = macros("_html.j2")
    assert {name: told[0] for name, told in known.items()} == {
        name: told[0] for name, told in macros("_markdown.j2").items()
    }
    yield "## Macros\n"
    yield "A template writes with these, whatever the format: `{{ doc.NAME(…) }}`.\n"
    yield "| macro | |\n| --- | --- |"
    for name, (parameters, told) in known.items():
        assert told, name
        yield f"| `{name}({parameters})` | {told} |"
    yield ""


def macros(file: str) -> dict[str, tuple[str, str]]:
    """Give the macros of a template by their names: parameters, and the comment before them."""
    text = (TEMPLATES / file).read_text(encoding="utf-8")
    return {
        found["name"]: (found["parameters"], " ".join((found["told"] or "").split())) for found in _MACRO.finditer(text)
    }


def _filters() -> Iterator[str]:
    yield "## Filters\n"
    yield "What is not text yet becomes it by a filter, in the language of the document: `{{ handover | day }}`.\n"
    yield "| filter | |\n| --- | --- |"
    for name in _FILTERS:
        method = _METHODS.get(name) or getattr(Tongue, name)
        yield f"| `{name}` | {paragraphs(method.__doc__)} |"
    yield ""


def _audiences() -> Iterator[str]:
    yield "## What each audience sees\n"
    yield (
        "Some fields have a class. What has none is seen by everybody. Promises that are an aim of the company's own\n"
        "(`policy: true`) are for `internal` alone, and a document about one contract holds nothing of another.\n"
    )
    yield f"| class | {' | '.join(AUDIENCES)} |\n| --- |{' --- |' * len(AUDIENCES)}"
    for field_class in sorted(SEES["internal"]):
        yield f"| {field_class} | {' | '.join('yes' if field_class in SEES[name] else 'no' for name in AUDIENCES)} |"
    yield ""
    yield "| record | fields with a class |\n| --- | --- |"
    for kind, fields in sorted(CLASSES.items(), key=lambda entry: _named(entry[0])):
        told = ", ".join(f"`{_key(kind, field)}` {field_class}" for field, field_class in fields.items())
        yield f"| {_named(kind)} | {told} |"
    yield ""


def _named(kind: type[msgspec.Struct]) -> str:
    """Give a type as the record language calls it: an event by its type."""
    if kind is Event:
        return "every event"
    if issubclass(kind, Event):
        return f"event `{kind.__struct_config__.tag}`"
    return re.sub(r"(?<!^)([A-Z])", r" \1", kind.__name__).lower()


def _key(kind: type[msgspec.Struct], field: str) -> str:
    return dict(zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True))[field]
