"""The papers of a handover, made one after another."""

import datetime as dt
from collections.abc import Mapping

import msgspec

from aftercare_cli.cli import papers
from aftercare_cli.cli.context import Session
from aftercare_cli.documents import bundle
from aftercare_cli.documents.audience import Audience
from aftercare_cli.documents.catalogue import DOCUMENTS, Document
from aftercare_cli.documents.rendering import Format, render
from aftercare_cli.documents.source import NoSubjectError, Wishes
from aftercare_cli.model.contract import Contract
from aftercare_cli.model.text import say
from aftercare_cli.rules import handover_set
from aftercare_cli.rules.days import Days


class Handed(msgspec.Struct, frozen=True):
    """A set: its files with the manifest, and the papers with those that could not be made."""

    files: Mapping[str, bytes]
    papers: tuple[bundle.Paper, ...]

    @property
    def refused(self) -> list[bundle.Paper]:
        """The papers that could not be made."""
        return [paper for paper in self.papers if paper.refusal is not None]


def make(session: Session, contract: Contract, form: Format, audience: Audience, now: dt.datetime) -> Handed:
    """Make every paper of a contract's handover, the contents and the manifest.

    One that the records are not enough for is left out, and said so in the contents. Raises TemplateError, NoPdfError.
    """
    today = Days(session.calendars.timezone, now).today
    kinds = {found.name: found for found in DOCUMENTS}
    files: dict[str, bytes] = {}
    told: list[bundle.Paper] = []
    for name, kind in handover_set.papers([(found.name, found.subject) for found in DOCUMENTS]):
        for subject in handover_set.subjects(session.workspace, contract, name, kind, today):
            about = "" if kind in {"contract", "none"} else subject
            file = bundle.file_name(len(files) + 1, name, about, form)
            asked = _asked(kinds[name], subject, form, audience, now)
            try:
                files[file] = papers.written(session, asked)
            except NoSubjectError as error:
                told.append(bundle.Paper(file, kinds[name].title, about, error.text))
            else:
                told.append(bundle.Paper(file, kinds[name].title, about))
    files[bundle.file_name(0, "contents", "", form)] = _contents(
        session, contract, told, _asked(_COVER, "", form, audience, now)
    )
    return Handed({**files, bundle.MANIFEST: bundle.manifest(files)}, tuple(told))


_COVER = Document(bundle.CONTENTS, say("Handover documents"), "contract")


def _asked(document: Document, subject: str, form: Format, audience: Audience, now: dt.datetime) -> papers.Asked:
    return papers.Asked(
        document=document,
        subject=subject,
        form=form,
        out=None,
        force=False,
        audience=audience,
        wishes=Wishes(),
        now=now,
    )


def _contents(session: Session, contract: Contract, told: list[bundle.Paper], asked: papers.Asked) -> bytes:
    """Give the cover with the contents, and how the handover stands."""
    checked = handover_set.check(session.workspace, session.calendars, contract, asked.now)
    with papers.written_in(session, papers.language_of(session)) as tongue:
        source = papers.source_of(session, tongue, asked.audience, asked.wishes, asked.now)
        values = bundle.contents(source, contract, told, checked)
        text = render(papers.folders(session), bundle.CONTENTS, values, asked.format, tongue)
    return papers.as_bytes(text, asked.format)
