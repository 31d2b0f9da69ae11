"""The languages people are spoken to in, by gettext catalogues."""

import gettext
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal

UiLanguage = Literal["en", "zh"]

_DOMAIN: Final = "aftercare"
_LOCALES: Final[Mapping[UiLanguage, str]] = {"en": "en", "zh": "zh_CN"}


def bind(language: UiLanguage) -> None:
    """Make `language` the one that `_` translates into, for this process; Typer's own texts follow."""
    # gettext, and through it Typer, takes the language from the environment and from nowhere else.
    os.environ["LANGUAGE"] = _LOCALES[language]  # noqa: TID251
    gettext.bindtextdomain(_DOMAIN, str(Path(__file__).resolve().parent.parent / "locale"))
    gettext.textdomain(_DOMAIN)


def spoken() -> UiLanguage:
    """Give the language that is bound."""
    return "zh" if os.environ.get("LANGUAGE") == _LOCALES["zh"] else "en"  # noqa: TID251 - what bind() put there


_ = gettext.gettext
ngettext = gettext.ngettext
