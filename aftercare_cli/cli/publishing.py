"""What the portal is about and made of."""

import datetime as dt
from collections.abc import Sequence

from aftercare_cli.cli import lookup
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.output import talk
from aftercare_cli.cli.papers import folders, language_of, source_of, written_in
from aftercare_cli.cli.translate import translate
from aftercare_cli.documents.audience import Audience
from aftercare_cli.documents.bundle import MANIFEST, manifest
from aftercare_cli.documents.catalogue import document, values_of
from aftercare_cli.documents.portal import Portal
from aftercare_cli.documents.rendering import fill, render
from aftercare_cli.documents.source import Wishes
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.text import say


class ManyCustomersError(AftercareError):
    """A portal for a customer that would show another customer's contract."""


def chosen_contracts(session: Session, wanted: Sequence[str] | None, audience: Audience) -> list[str]:
    """Give the contracts a portal is about; raises ManyCustomersError where an outsider would see two customers'."""
    known = session.workspace.contracts
    chosen = [lookup.contract_id(session, name) for name in wanted or ()] or sorted(known)
    customers = {known[contract].customer.name for contract in chosen if contract in known}
    if audience != "internal" and len(customers) > 1:
        raise ManyCustomersError(
            say("these contracts are of {count} customers: one must not see another's", count=len(customers)),
            say("name the contract: --contract {names}", names=" | ".join(chosen)),
        )
    return chosen


def portal(session: Session, contracts: Sequence[str], audience: Audience, now: dt.datetime) -> dict[str, bytes]:
    """Give every page of the portal by its path, and the manifest; raises NoSubjectError, TemplateError."""
    with written_in(session, language_of(session)) as tongue:
        source = source_of(session, tongue, audience, Wishes(), now)
        made = Portal(source, contracts)
        files: dict[str, bytes] = {}
        papers = []
        refused = []
        for paper in made.offered():
            found = document(paper.document)
            assert found is not None  # noqa: S101 - the portal offers what the catalogue has
            try:
                values = values_of(found, source, paper.subject)
            except AftercareError as error:
                refused.append((found.title, paper.subject, error.text))
                continue
            files[paper.path] = render(folders(session), found.name, values, "html", tongue).encode()
            papers.append(paper)
        for page in made.pages(papers):
            files[page.path] = fill(folders(session), page.template, page.values, tongue).encode()
    # In the reader's language again.
    for title, subject, reason in refused:
        told = f"{translate(title)} {subject}"
        talk(_("left out: {title}: {reason}").format(title=told, reason=translate(reason)))
    return {**files, MANIFEST: manifest(files)}
