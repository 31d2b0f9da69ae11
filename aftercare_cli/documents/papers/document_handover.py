"""The list of documents delivered with the handover (S7): copies, pages, who received them, and what is missing."""

import datetime as dt

from aftercare_cli.documents.source import Source, Values
from aftercare_cli.model.contract import DocumentTerms
from aftercare_cli.model.service import HandedOver
from aftercare_cli.rules.promises.documents import delivered
from aftercare_cli.rules.warranty import SCHEME


def values(source: Source, subject: str) -> Values:
    """Give each document that the contract promises, then others that were handed over, with what is missing."""
    tongue = source.tongue
    _ = tongue.gettext
    contract = source.contract(subject)
    terms = {document.id: document for document in contract.on(contract.handover or dt.date.max).documents}
    handover = source.workspace.handovers.get(subject)
    listed: dict[str, list[HandedOver]] = {document: [] for document in terms}
    for row in () if handover is None else handover.documents:
        if row.document in terms or row.document != SCHEME:
            listed.setdefault(row.document, []).append(row)
    today = source.days.today
    complete = delivered(contract, handover)
    missing = [document for document in listed if (day := complete.get(document)) is None or day > today]
    rows: list[tuple[str | None, ...]] = []
    for document, parts in listed.items():
        rows += _rows(source, terms.get(document), parts, len(rows), is_missing=document in missing)
    title = _("Handover list of documents")
    party = source.view(contract.customer)
    return {
        "title": f"{title} {source.name_of(contract)}",
        "head": source.head(title, subject, source.name_of(contract)),
        "contract_name": source.name_of(contract),
        "customer": tongue.either(party["name"], party["name_en"]),
        "acceptance": tongue.day(contract.acceptance),
        "handover": tongue.day(contract.handover),
        "rows": rows,
        "promised": sum(document.copies for document in terms.values()),
        "missing": [_title(source, terms.get(document), listed[document]) for document in missing],
        "is_confidential": any(row.confidential for parts in listed.values() for row in parts),
    }


def _title(source: Source, terms: DocumentTerms | None, parts: list[HandedOver]) -> str:
    if terms is not None:
        return source.tongue.either(terms.title, terms.title_en)
    return next((part.title for part in parts if part.title), parts[0].document if parts else "")


def _rows(
    source: Source, terms: DocumentTerms | None, parts: list[HandedOver], before: int, *, is_missing: bool
) -> list[tuple[str | None, ...]]:
    """Give a row for each part that was handed over, or one for a document of which nothing was."""
    _ = source.tongue.gettext
    today = source.days.today
    title = _title(source, terms, parts)
    promised = None if terms is None else str(terms.copies)
    given = [part for part in parts if part.handed_over is not None and part.handed_over <= today]
    pages = next((str(part.pages) for part in parts if part.pages), None)
    if not given:
        return [
            (
                str(before + 1),
                title,
                pages,
                f"0 / {promised or 1}",
                _("□ original □ copy □ file"),
                "",
                "",
                _("not handed over"),
            )
        ]
    rows: list[tuple[str | None, ...]] = []
    for at, part in enumerate(given):
        shown = source.view(part)
        copies = str(part.copies) if part.copies is not None else promised or "1"
        remarks = [
            *([_("confidential")] if part.confidential else []),
            *([_("not complete")] if is_missing and at == len(given) - 1 else []),
            *([shown["note"]] if shown.get("note") else []),
        ]
        day = None if part.handed_over is None else part.handed_over.isoformat()
        received = shown.get("received_by")
        told = source.tongue.listed(remarks) if remarks else ""
        part_pages = str(part.pages) if part.pages else pages
        told_copies = copies if promised is None else f"{copies} / {promised}"
        rows.append(
            (str(before + at + 1), title, part_pages, told_copies, _("□ original □ copy □ file"), day, received, told)
        )
    return rows
