"""The catalogue against gettext itself: every message of every language, by every way to look it up."""

import gettext
import io
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from aftercare_cli.cli.catalogue import Catalogue, opened

LOCALES = Path(__file__).parents[2] / "aftercare_cli" / "locale"


def compiled(catalogue: Catalog) -> bytes:
    data = io.BytesIO()
    write_mo(data, catalogue)
    return data.getvalue()


@pytest.fixture(scope="module")
def chinese() -> Catalog:
    with (LOCALES / "zh_CN/LC_MESSAGES/aftercare.po").open("rb") as text:
        return read_po(text, locale="zh_CN")


def test_every_message_is_what_gettext_makes_of_it(chinese: Catalog) -> None:
    data = compiled(chinese)
    ours, theirs = opened(data), gettext.GNUTranslations(io.BytesIO(data))
    assert isinstance(ours, Catalogue)
    kinds = set()
    for message in chinese:
        forms = tuple(map(str, message.id if message.pluralizable else (message.id, f"{message.id}s")))
        kinds.add((message.context is not None, message.pluralizable))
        for text in (*forms, f"{forms[0]}.", f"{forms[0]}\0"):
            assert ours.gettext(text) == theirs.gettext(text)
            assert ours.pgettext(message.context or "a place", text) == theirs.pgettext(
                message.context or "a place", text
            )
        if message.pluralizable:
            for count in (0, 1, 2, 5, 101):
                assert ours.ngettext(forms[0], forms[1], count) == theirs.ngettext(forms[0], forms[1], count)
    assert kinds == {(False, False), (False, True), (True, False)}


def small(locale: str) -> Catalog:
    catalogue = Catalog(locale)
    catalogue.add("saved", "gespeichert")
    catalogue.add(("{n} file", "{n} files"), ("{n} Datei", "{n} Dateien")[: catalogue.num_plurals])
    catalogue.add("left", "übrig", context="how many")
    return catalogue


@pytest.mark.parametrize("locale", ["de", "zh_CN"])
def test_words_are_found_whole_and_what_is_missing_stays(locale: str) -> None:
    found = opened(compiled(small(locale)))
    assert [found.gettext(text) for text in ("saved", "save", "saved!", "left", "{n} file")] == [
        *("gespeichert", "save", "saved!", "left", "{n} Datei"),
    ]
    assert (found.pgettext("how many", "left"), found.pgettext("which side", "left")) == ("übrig", "left")
    assert [found.ngettext("{n} day", "{n} days", count) for count in (0, 1, 2)] == ["{n} days", "{n} day", "{n} days"]
    assert found.gettext("\udcff") == "\udcff"


def test_a_language_with_forms_by_number_is_left_to_gettext() -> None:
    found = opened(compiled(small("de")))
    assert not isinstance(found, Catalogue)
    assert [found.ngettext("{n} file", "{n} files", count) for count in (0, 1, 2)] == [
        *("{n} Dateien", "{n} Datei", "{n} Dateien"),
    ]


def test_a_catalogue_without_messages_says_everything_as_it_is() -> None:
    found = opened(compiled(Catalog("zh_CN")))
    assert isinstance(found, Catalogue)
    assert found.gettext("saved") == "saved"
