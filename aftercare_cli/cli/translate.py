"""Sentences of the core, in the reader's language."""

import datetime as dt

from aftercare_cli.cli.display import visible
from aftercare_cli.cli.i18n import _, ngettext
from aftercare_cli.model.text import Text


def translate(text: Text) -> str:
    """Give a sentence in the language that is bound, with its values filled in; control characters are made visible."""
    template = _(text.template) if text.plural is None else ngettext(text.template, text.plural, text.number)
    return template.format(**{name: _value(value) for name, value in text.values.items()})


def _value(value: object) -> object:
    if isinstance(value, Text):
        return translate(value)
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ", timespec="minutes" if value.second == 0 else "seconds")
    if isinstance(value, str):
        return visible(value)
    return value
