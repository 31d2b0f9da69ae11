"""Sentences that are translated only where they are shown.

Rules and readers know no language. They state what they found as a template with its values; the command line looks the
template up in the catalogue of the reader's language and fills it in.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

NOTHING: Final[Mapping[str, object]] = {}


class Text(NamedTuple):
    """A sentence: an English template (the catalogue's key), its plural, and the values that go into it.

    A plain tuple: errors hold it, and a command that only says its version should not pay for msgspec.
    """

    template: str
    values: Mapping[str, object] = NOTHING
    plural: str | None = None
    number: int = 1

    def __str__(self) -> str:
        """Give the English sentence, for logs, tests and exceptions that nobody translated."""
        template = self.template if self.plural is None or self.number == 1 else self.plural
        return template.format(**self.values)


def say(template: str, **values: object) -> Text:
    """Give the sentence `template`, whose `{name}` fields are filled from `values`."""
    return Text(template, values)


def say_many(template: str, plural: str, count: int, **values: object) -> Text:
    """Give the sentence for `count` things; `{count}` is filled in."""
    return Text(template, {"count": count, **values}, plural, count)
