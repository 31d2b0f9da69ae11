"""The languages people are spoken to in, by gettext catalogues."""

import gettext
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal

from aftercare_cli.cli.catalogue import opened

UiLanguage = Literal["en", "zh"]

_DOMAIN: Final = "aftercare"
_LOCALES: Final[Mapping[UiLanguage, str]] = {"en": "en", "zh": "zh_CN"}


class _Bound:
    """The catalogue of the language that is bound, found once: `gettext.gettext` looks for its file at every call."""

    catalogue = gettext.NullTranslations()


def bind(language: UiLanguage) -> None:
    """Make `language` the one that `_` translates into, for this process; Typer's own texts follow."""
    # gettext, and through it Typer, takes the language from the environment and from nowhere else.
    os.environ["LANGUAGE"] = _LOCALES[language]  # noqa: TID251
    folder = str(Path(__file__).resolve().parent.parent / "locale")
    gettext.bindtextdomain(_DOMAIN, folder)
    gettext.textdomain(_DOMAIN)
    try:
        data = Path(folder, _LOCALES[language], "LC_MESSAGES", f"{_DOMAIN}.mo").read_bytes()
    except OSError:
        # English needs none, and another language that was not compiled is no reason to be silent.
        _Bound.catalogue = gettext.NullTranslations()
    else:
        _Bound.catalogue = opened(data)


def spoken() -> UiLanguage:
    """Give the language that is bound."""
    return "zh" if os.environ.get("LANGUAGE") == _LOCALES["zh"] else "en"  # noqa: TID251 - what bind() put there


def _(message: str) -> str:
    """Give a message in the language that is bound."""
    return _Bound.catalogue.gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Give the form of a message that fits `count`, in the language that is bound."""
    return _Bound.catalogue.ngettext(singular, plural, count)


def pgettext(context: str, message: str) -> str:
    """Give a message as `context` means it, in the language that is bound."""
    return _Bound.catalogue.pgettext(context, message)
