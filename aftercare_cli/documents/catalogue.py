"""Every document there is: one template, one module that gives it its values, one line here."""

from importlib import import_module
from typing import Final, Literal

import msgspec

from aftercare_cli.documents.source import Source, Values
from aftercare_cli.model.text import Text, say

SubjectKind = Literal["contract", "site", "ticket", "inspection", "training", "hazard", "visit", "bill", "none"]


class Document(msgspec.Struct, frozen=True):
    """A document: the name of its template, what it is called, and what it is about.

    Its values come from the function `values(source, subject)` of the module in documents/papers that has the
    template's name, with underscores. `may_lack` says that it can be made without a subject: a blank form, or all;
    `or_site` says that it can be about a site too: a blank form for one of its months.
    """

    name: str
    title: Text
    subject: SubjectKind
    may_lack: bool = False
    or_site: bool = False


DOCUMENTS: Final[tuple[Document, ...]] = (
    Document("service-plan", say("Service plan"), "contract"),
    Document("training-plan", say("Training plan"), "contract"),
    Document("training-record", say("Training record"), "training"),
    Document("training-sign-in", say("Training sign-in sheet"), "training", may_lack=True),
    Document("service-order", say("Service order"), "ticket"),
    Document("sla-report", say("Service-level report"), "contract", may_lack=True),
    Document("inspection-sheet", say("Inspection sheet"), "inspection", or_site=True),
    Document("inspection-report", say("Inspection report"), "inspection"),
    Document("hazard-notice", say("Hazard notice"), "hazard"),
    Document("equipment-handover", say("Equipment handover list"), "contract"),
    Document("document-handover", say("Handover list of documents"), "contract"),
    Document("spares-list", say("List of spare parts"), "contract"),
    Document("spares-ledger", say("Ledger of spare parts"), "none"),
    Document("standby-loan", say("Loan of a standby unit"), "ticket"),
    Document("warranty-certificate", say("Warranty certificate"), "contract"),
    Document("post-warranty-scheme", say("Service scheme after the warranty"), "contract"),
    Document("follow-up-record", say("Follow-up record"), "site"),
    Document("satisfaction-survey", say("Satisfaction survey"), "visit", may_lack=True),
    Document("settlement", say("Settlement of charges"), "bill"),
    Document("nda", say("Secrecy agreement"), "contract"),
    Document("duty-roster", say("Duty roster"), "none"),
    Document("emergency-card", say("Emergency card"), "site"),
    Document("emergency-plan", say("Emergency plan"), "contract"),
    Document("replacement-record", say("Record of replaced equipment"), "ticket"),
    Document("monthly-report", say("Monthly service report"), "site"),
)
"""The catalogue, in the order in which it is listed."""


def document(name: str) -> Document | None:
    """Give a document of the catalogue by its name."""
    return next((found for found in DOCUMENTS if found.name == name), None)


def values_of(found: Document, source: Source, subject: str) -> Values:
    """Give what a document's template is filled with; raises NoSubjectError."""
    paper = import_module(f"aftercare_cli.documents.papers.{found.name.replace('-', '_')}")
    values: Values = paper.values(source, subject)
    return values
