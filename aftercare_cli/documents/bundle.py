"""A set of documents as files: names, a page of contents, a manifest of sums, an archive; always the same bytes."""

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from aftercare_cli.documents.audience import SEES
from aftercare_cli.documents.rendering import Format
from aftercare_cli.documents.source import Source, Values
from aftercare_cli.model.contract import Contract
from aftercare_cli.model.text import Text
from aftercare_cli.rules.handover_set import TITLES, Checked

MANIFEST: Final = "manifest.sha256"
"""What the file of sums is called; `sha256sum -c manifest.sha256` reads it."""
CONTENTS: Final = "handover-contents"
"""The template of the cover and the contents."""
_MADE: Final = (1980, 1, 1, 0, 0, 0)
"""The time that every file of an archive has: the earliest one there is."""
_MODE: Final = 0o100644
_UNIX: Final = 3


class Paper(msgspec.Struct, frozen=True):
    """A document of a set: its file, its title, what it is about besides the contract, and why it could not be made."""

    file: str
    title: Text
    about: str
    refusal: Text | None = None


def file_name(at: int, name: str, about: str, form: Format) -> str:
    """Give the file of a document by its place in the set, `05-training-record-R-20260310-3C7T.pdf`."""
    return f"{at:02d}-{'-'.join(part for part in (name, about) if part)}.{form}"


def manifest(files: Mapping[str, bytes]) -> bytes:
    """Give the SHA-256 sums of files, a line each, sorted by name, as `sha256sum` writes and checks them."""
    lines = (f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    return "".join(lines).encode()


def zipped(folder: str, files: Mapping[str, bytes]) -> bytes:
    """Give an archive of files in a folder: stored as they are, sorted, with one fixed time, so that its bytes stay."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{folder}/{name}", _MADE)
            entry.create_system = _UNIX
            entry.external_attr = _MODE << 16
            archive.writestr(entry, content)
    return out.getvalue()


def contents(source: Source, contract: Contract, papers: Sequence[Paper], checked: Sequence[Checked]) -> Values:
    """Give what the cover and the contents of a handover set are filled with."""
    tongue = source.tongue
    _ = tongue.gettext
    title = _("Handover documents")
    company = source.workspace.settings.company
    party = source.view(contract.customer)
    words = {"there": _("there"), "missing": _("not there"), "not_promised": _("not promised")}
    return {
        "title": f"{title} {source.name_of(contract)}",
        "head": source.head(title, contract.id, source.name_of(contract)),
        "lines": [
            _("Customer: {name}").format(name=tongue.either(party["name"], party["name_en"])),
            _("Provider: {name}").format(name=tongue.either(company.name, company.name_en)),
            _("Handover: {day}").format(day=tongue.day(contract.handover)),
            _("As of {time}").format(time=tongue.moment(source.now)),
        ],
        "papers": [
            (str(at), tongue.say(paper.title), paper.about or None, paper.file)
            for at, paper in enumerate((paper for paper in papers if paper.refusal is None), 1)
        ],
        "refused": [
            (tongue.say(paper.title), paper.about or None, tongue.say(paper.refusal))
            for paper in papers
            if paper.refusal is not None
        ],
        # How the handover stands is between the two parties.
        "checked": [
            (tongue.say(TITLES[found.name]), words[found.state], tongue.say(found.text))
            for found in checked
            if "commercial" in SEES[source.audience]
        ],
        "manifest": MANIFEST,
    }
