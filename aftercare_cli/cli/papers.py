"""Documents from the command line: whom they are for, in which language, and where they go."""

import contextlib
import datetime as dt
import os
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Final

import msgspec

from aftercare_cli.cli import lookup, words
from aftercare_cli.cli.context import Session, is_terminal
from aftercare_cli.cli.i18n import _, bind, ngettext, spoken
from aftercare_cli.cli.output import publish, talk
from aftercare_cli.cli.translate import translate
from aftercare_cli.documents.audience import Audience
from aftercare_cli.documents.catalogue import DOCUMENTS, Document, values_of
from aftercare_cli.documents.language import Tongue
from aftercare_cli.documents.rendering import Format, fill, render
from aftercare_cli.documents.source import Source, Wishes
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.kinds import KindName
from aftercare_cli.model.text import say
from aftercare_cli.model.vocabulary import Language
from aftercare_cli.store.bundle import telling, write_file
from aftercare_cli.store.resources import TEMPLATES

_ENDINGS: Final[dict[str, Format]] = {".md": "md", ".html": "html", ".htm": "html", ".pdf": "pdf"}
_KINDS: Final[dict[str, KindName]] = {
    "inspection": "inspection",
    "training": "training",
    "hazard": "hazard",
    "visit": "visit",
    "bill": "bill",
}


class Reader(StrEnum):
    """Who will read a document."""

    internal = "internal"
    owner = "owner"
    vendor = "vendor"


class SubjectError(AftercareError):
    """A document that needs to know what it is about, or that is about nothing."""


class OutputError(AftercareError):
    """A place where a document cannot be written."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Which document is wanted, about what, for whom, as of when, and where it goes; `out` is None for stdout."""

    document: Document
    subject: str
    form: Format | None
    out: Path | None
    force: bool
    audience: Audience
    wishes: Wishes
    now: dt.datetime

    @property
    def format(self) -> Format:
        """The format that was named, else that of the file's ending, else Markdown."""
        return self.form or (_ENDINGS.get(self.out.suffix.lower(), "md") if self.out is not None else "md")


def document_named(name: str) -> Document:
    """Give the document that `name` means; raises UnknownRecordError."""
    known = {found.name: found for found in DOCUMENTS}
    return known[lookup.pick(name, list(known), say("no document is called {wanted}", wanted=name))]


def subject_of(session: Session, found: Document, wanted: str | None) -> str:
    """Give the id of what a document is about; empty for a blank form, or one about everything.

    Raises SubjectError, UnknownRecordError.
    """
    if found.subject == "none":
        if wanted is not None:
            raise SubjectError(
                say("{name} is about no single record", name=found.name), say("leave out {wanted}", wanted=wanted)
            )
        return ""
    if wanted is None:
        if found.may_lack:
            return ""
        raise SubjectError(
            say("{name} needs to know what it is about", name=found.name),
            say("name it: aftercare doc render {name} ID; aftercare doc list says which", name=found.name),
        )
    return _meant(session, found, wanted)


def _meant(session: Session, found: Document, wanted: str) -> str:
    match found.subject:
        case "contract":
            return lookup.contract_id(session, wanted)
        case "site":
            return lookup.site_id(session, wanted)
        case "ticket":
            return lookup.ticket_id(session, wanted)
        case "bill":
            from aftercare_cli.cli.issuing import issued_bill

            return issued_bill(session, wanted).id
        case "inspection" if found.or_site:
            return _inspection_or_site(session, wanted)
        case kind:
            return lookup.dated_record_id(session, _KINDS[kind], wanted)


def _inspection_or_site(session: Session, wanted: str) -> str:
    """Give the inspection that `wanted` means, else the site; the whole id of a site is that site."""
    if wanted in session.workspace.sites:
        return wanted
    try:
        return lookup.dated_record_id(session, "inspection", wanted)
    except lookup.UnknownRecordError:
        known = [*session.workspace.ids("inspection"), *session.workspace.ids("site")]
        return lookup.pick(wanted, known, say("no inspection and no site is called {wanted}", wanted=wanted))


def language_of(session: Session) -> Language:
    """Give the language a document is written in: `--lang`, else the workspace's."""
    named = session.language_named
    if named is None:
        return session.workspace.settings.language
    return "zh-CN" if named.lower().startswith("zh") else "en"


@contextlib.contextmanager
def written_in(session: Session, language: Language) -> Iterator[Tongue]:
    """Bind the document's language while it is written, and the reader's again afterwards."""
    before = spoken()
    bind("zh" if language == "zh-CN" else "en")
    try:
        yield Tongue(
            code=language,
            timezone=session.calendars.timezone,
            gettext=_,
            ngettext=ngettext,
            say=translate,
            words={
                "promise": words.promise_word,
                "state": words.state_word,
                "ticket_state": words.ticket_state_word,
                "kind": words.kind_word,
                "event": words.event_word,
                "term": words.term,
                "role": words.role_word,
                "training_role": words.training_role_word,
                "outcome": words.outcome_word,
                "picture_fault": words.picture_fault_word,
                "sign": words.sign_word,
                "flag": lambda flag: words.flag_words([flag]),
                "bill_bearer": words.bill_bearer_word,
                "bill_reason": words.bill_reason_word,
                "weekday": lambda number: words.weekday_word(int(number)),
            },
        )
    finally:
        bind(before)


def folders(session: Session) -> list[Path]:
    """Give where templates are looked for: the workspace's own first, then the built-in ones."""
    return [session.workspace.root / "templates", TEMPLATES]


def source_of(session: Session, tongue: Tongue, audience: Audience, wishes: Wishes, now: dt.datetime) -> Source:
    """Give what papers are made from."""
    return Source(
        workspace=session.workspace,
        calendars=session.calendars,
        now=now,
        tongue=tongue,
        audience=audience,
        wishes=wishes,
    )


def written(session: Session, asked: Asked) -> bytes:
    """Give a document as bytes in its format; raises NoSubjectError, TemplateError, NoPdfError."""
    with written_in(session, language_of(session)) as tongue:
        source = source_of(session, tongue, asked.audience, asked.wishes, asked.now)
        values = values_of(asked.document, source, asked.subject)
        text = render(folders(session), asked.document.name, values, asked.format, tongue)
    return as_bytes(text, asked.format)


def as_bytes(text: str, form: Format) -> bytes:
    """Give a document that is filled as the bytes of its file; raises NoPdfError."""
    if form == "pdf":
        from aftercare_cli.documents.pdf import pdf

        return pdf(text)
    return text.encode()


def label_sheets(session: Session, site_id: str, *, is_pdf: bool) -> bytes:
    """Give the labels of a site's equipment; raises NoLabelError, TemplateError, NoPdfError."""
    from aftercare_cli.documents.labels import labels

    with written_in(session, language_of(session)) as tongue:
        source = source_of(session, tongue, "internal", Wishes(), session.now)
        site = source.site(site_id)
        listed = session.workspace.equipment.get(site_id)
        replaced = {item.replaces for item in listed.items} if listed else set()
        items = [item for item in listed.items if item.id not in replaced] if listed else []
        title = _("Labels for {site}").format(site=source.name_of(site))
        values = {"title": title, "language": tongue.code, "sheets": labels(source, site, items)}
        text = fill(folders(session), "labels", values, tongue)
    return as_bytes(text, "pdf" if is_pdf else "html")


def put(session: Session, document: bytes, form: Format, out: Path | None, *, force: bool) -> None:
    """Write a document to its file, or to stdout; raises OutputError, BundleError for a place where it cannot go."""
    if out is None:
        if form != "pdf":
            publish(document.decode())
        elif is_terminal():
            raise OutputError(say("a PDF is nothing for a terminal"), say("name a file: --out FILE.pdf"))
        else:
            sys.stdout.buffer.write(document)
        return
    # A link stays one, unless it leads to itself.
    target = Path(os.path.realpath(session.folder / out))
    with telling(target):
        if target.is_dir():
            raise OutputError(say("{path} is a folder", path=str(out)), say("name a file in it"))
        if os.path.lexists(target) and (not force or not target.is_file()):
            raise OutputError(
                say("{path} exists already", path=str(out)), say("name another file, or write over it: --force")
            )
        if not target.parent.is_dir():
            raise OutputError(say("there is no folder {path}", path=str(out.parent)), say("make it first"))
    write_file(target, document)
    talk(_("wrote {path}").format(path=out))
