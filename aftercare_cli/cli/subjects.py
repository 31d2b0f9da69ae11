"""What a promise is about, as people name it: a ticket, a hazard, a site's month, a contract's document."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from aftercare_cli.cli import lookup
from aftercare_cli.cli.context import Session
from aftercare_cli.model.ids import ID_LETTERS
from aftercare_cli.model.kinds import BY_NAME, KindName
from aftercare_cli.model.text import say
from aftercare_cli.model.ticket import Ticket
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.promise import Promise
from aftercare_cli.rules.promises import SERVICES
from aftercare_cli.store.workspace import InvalidRecordsError

_OTHERS: Final[tuple[KindName, ...]] = ("inspection", "hazard", "training", "visit", "question", "contract", "site")
"""Kinds whose ids can be, or begin, what a promise is about."""


_EVIDENCE: Final[Mapping[str, tuple[KindName, ...]]] = {
    "inspection": ("inspection",),
    "follow_up": ("visit", "ticket"),
    "hazard_company": ("hazard",),
    "hazard_customer": ("hazard",),
    "training": ("training",),
    "documents": ("handover",),
    "question": ("question",),
}
"""Kinds of records that show whether a promise was kept."""


def places_of_evidence(promises: Iterable[Promise]) -> tuple[str, ...]:
    """Give the folders of the records that show whether promises were kept."""
    kinds = dict.fromkeys(kind for promise in promises for kind in _EVIDENCE.get(promise.name, ()))
    return tuple(f"records/{BY_NAME[kind].folder}" for kind in kinds)


def refuse_wrong_evidence(session: Session, promises: Iterable[Promise]) -> None:
    """Raise InvalidRecordsError where a record is wrong that may show that a promise was kept."""
    places = places_of_evidence(promises)
    wrong = [found for found in session.workspace.findings if found.severity == "error"]
    wrong = [found for found in wrong if found.path.startswith(places)]
    if wrong:
        raise InvalidRecordsError(wrong, session.workspace.root)


def is_ticket(session: Session, wanted: str) -> bool:
    """Say whether `wanted` means a ticket, or nothing at all; no record is read."""
    letter, dash, _rest = wanted.partition("-")
    if dash and letter in ID_LETTERS.values():
        return letter == ID_LETTERS["ticket"]
    if "/" in wanted or session.workspace.exists_as("contract", wanted):
        return False
    return _fits(session, "ticket", wanted) or not any(_fits(session, kind, wanted) for kind in _OTHERS)


def _fits(session: Session, kind: KindName, wanted: str) -> bool:
    """Say whether an id of a kind begins or ends so."""
    folded = wanted.lower()
    ids = (known.lower() for known in session.workspace.ids(kind))
    return any(known.startswith(folded) or known.endswith(folded) for known in ids)


def promises_of_services(
    session: Session, workspace: Workspace, names: Collection[str], now: dt.datetime
) -> list[Promise]:
    """Give the promises of these names; only what they are about is read."""
    kinds = dict.fromkeys(SERVICES[name] for name in names)
    return [
        promise
        for promises in kinds
        for promise in promises(workspace, session.calendars, now, now)
        if promise.name in names
    ]


def promises_about(session: Session, wanted: str, names: Collection[str], now: dt.datetime) -> list[Promise]:
    """Give the promises of these names about what `wanted` means: a subject, the sheet of an inspection, an end of one.

    Raises UnknownRecordError, and InvalidRecordsError where it may be one of the records that are wrong.
    """
    promises = promises_of_services(session, session.workspace, names, now)
    subjects = dict.fromkeys(promise.subject for promise in promises)
    sheets = _sheets(session, promises)
    try:
        meant = lookup.pick(wanted, [*subjects, *sheets], say("no promise is about {wanted}", wanted=wanted))
    except lookup.UnknownRecordError:
        wrong = [found for found in session.workspace.findings if found.severity == "error"]
        if wrong:
            raise InvalidRecordsError(wrong, session.workspace.root) from None
        raise
    subject = sheets.get(meant, meant)
    return [promise for promise in promises if promise.subject == subject]


def visits_after(session: Session, ticket: Ticket, now: dt.datetime) -> list[Promise]:
    """Give the follow-up visits that are owed after a ticket; nothing is read where its contract wants none."""
    contracts = session.workspace.around(ticket.site).contracts.values()
    day = ticket.reported_at.astimezone(session.timezone).date()
    if not any((terms := contract.on(day).follow_up) and terms.after_ticket for contract in contracts):
        return []
    found = promises_of_services(session, session.workspace, {"follow_up"}, now)
    return [promise for promise in found if promise.subject == ticket.id]


def _sheets(session: Session, promises: Sequence[Promise]) -> Mapping[str, str]:
    """Give the subject that each inspection sheet counts for, by its id."""
    inspected = [promise for promise in promises if promise.name == "inspection"]
    if not inspected:
        return {}
    return {
        sheet.id: promise.subject
        for sheet in session.workspace.inspections
        for promise in inspected
        if promise.site == sheet.site and holds_month(promise, sheet.period)
    }


def holds_month(promise: Promise, month: str) -> bool:
    """Say whether a month `2026-03` is in the period of an inspection: `hq/2026-03`, or `hq/2026-01..2026-03`."""
    first, _dots, last = promise.subject.rpartition("/")[2].partition("..")
    return first <= month <= (last or first)
