"""Acknowledging the breach of a promise: it is written where the promise has its evidence (S10)."""

from collections.abc import Callable, Mapping
from typing import Final, TypeVar

import msgspec
import typer

from aftercare_cli.cli import lookup, subjects
from aftercare_cli.cli.adding import conclude, refuse_blank, writer_of
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.output import show
from aftercare_cli.cli.recording import Entry, record, refuse_future
from aftercare_cli.cli.reports.explanations import explanation
from aftercare_cli.cli.reports.tickets import promises_about
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.service import (
    Acknowledgement,
    Handover,
    HandoverBreach,
    HandoverTarget,
    Inspection,
    Unsafe,
)
from aftercare_cli.model.text import say
from aftercare_cli.model.ticket import Acknowledged
from aftercare_cli.rules.promise import Promise
from aftercare_cli.rules.promises import SERVICES
from aftercare_cli.store.records import Change, Writer
from aftercare_cli.store.workspace import Workspace

_Acknowledged = TypeVar("_Acknowledged", Inspection, Unsafe)


class NothingToAcknowledgeError(AftercareError):
    """A promise that is not breached, or whose breach is acknowledged already."""


class NoPlaceError(AftercareError):
    """A promise whose breach is not acknowledged: an aim of our own, or one whose records have no place for it."""


def acknowledge(
    context: typer.Context, wanted: str, target: str, cycle: int | None, entry: Entry, reason: str, action: str
) -> None:
    """Record why the promise `target` about `wanted` was broken and what is done about it, and show how it stands.

    Raises UnknownRecordError, NoPlaceError and NothingToAcknowledgeError.
    """
    session: Session = context.obj
    if target not in SERVICES and subjects.is_ticket(session, wanted):
        _of_ticket(context, wanted, target, cycle, entry, reason, action)
        return
    for option, value in (("--cycle", cycle), ("--backdate", entry.backdate)):
        if value is not None:
            raise NothingToAcknowledgeError(
                say("{option} is only for tickets", option=option), say("leave {option} out", option=option)
            )
    _of_service(session, wanted, target, entry, reason, action)


def _of_ticket(
    context: typer.Context, wanted: str, target: str, cycle: int | None, entry: Entry, reason: str, action: str
) -> None:
    """Record an event of the ticket, in the cycle that was breached latest where no other is named."""
    session: Session = context.obj
    ticket = lookup.ticket(session, wanted)
    promises = promises_about(session, ticket, session.now)
    names = {promise.name for promise in promises}
    lookup.word(target, names, say("{ticket} has no promise called {target}", ticket=ticket.id, target=target))
    named = [promise for promise in promises if promise.name == target and cycle in {None, promise.cycle}]
    breached = [promise for promise in named if promise.state == "breached" and not promise.acknowledged]
    if not breached:
        raise _nothing(target, is_acknowledged=any(promise.acknowledged for promise in named))
    latest = max(promise.cycle for promise in promises)
    facts = {"target": target, "reason": reason, "corrective_action": action}
    in_cycle = None if breached[-1].cycle == latest else breached[-1].cycle
    record(context, ticket.id, entry, Acknowledged, **facts, cycle=in_cycle)


def _nothing(target: str, *, is_acknowledged: bool) -> NothingToAcknowledgeError:
    if is_acknowledged:
        return NothingToAcknowledgeError(say("the breach of {target} is acknowledged already", target=target))
    return NothingToAcknowledgeError(say("{target} is not breached", target=target))


def _of_service(session: Session, wanted: str, target: str, entry: Entry, reason: str, action: str) -> None:
    """Record it for an inspection, a hazard, a document or a training."""
    writer = writer_of(session, dry_run=entry.dry_run)
    with writer.locked():
        promise = _breach(session, wanted, target)
        said = _said(session, promise, entry, reason, action)
        change = _PLACES[target](session, writer, promise, said)
        message = f"{promise.subject}: acknowledged"
        conclude(session, writer, change, message, dry_run=entry.dry_run, commit=entry.commit)
    if not entry.dry_run:
        # What was read before the change is kept; it is judged by what is written now.
        after = Workspace(session.workspace.root)
        found = subjects.promises_of_services(session, after, {target}, session.now)
        stands = [other for other in found if other.subject == promise.subject]
        show(explanation(session, promise.subject, (), stands, session.now), entry.form, session.timezone)


def _breach(session: Session, wanted: str, target: str) -> Promise:
    """Give the broken promise that is meant; raises InvalidRecordsError where a wrong record may have kept it."""
    found = subjects.promises_about(session, wanted, {target} if target in SERVICES else set(SERVICES), session.now)
    subject = found[0].subject
    names = {promise.name for promise in found}
    lookup.word(target, names, say("{subject} has no promise called {target}", subject=subject, target=target))
    promise = next(promise for promise in found if promise.name == target)
    subjects.refuse_wrong_evidence(session, [promise])
    if promise.policy:
        raise NoPlaceError(
            say("{target} of {subject} is an aim of our own: no report fails on it", target=target, subject=subject),
            say("only what was promised to the customer is acknowledged"),
        )
    if target not in _PLACES or (target == "training" and subject != promise.contract):
        raise NoPlaceError(
            say("the records of {subject} have no place for an acknowledgement", subject=subject),
            say("do what is owed, and record it"),
        )
    if promise.acknowledged or promise.state != "breached":
        raise _nothing(target, is_acknowledged=promise.acknowledged)
    return promise


def _said(session: Session, promise: Promise, entry: Entry, reason: str, action: str) -> Acknowledgement:
    """Make the acknowledgement; a time to come, and one before the breach, are refused."""
    at = session.now if entry.at is None else session.time(entry.at)
    refuse_future(session, at)
    if promise.due is not None and at <= promise.due:
        raise NothingToAcknowledgeError(
            say(
                "{target} was not breached yet at {at}: it was due at {due}",
                target=promise.name,
                at=at,
                due=promise.due,
            )
        )
    by = None if entry.by is None else lookup.staff_id(session, entry.by)
    said = Acknowledgement(at=at, by=by, reason=reason, corrective_action=action)
    refuse_blank(said)
    return said


def _in_inspection(session: Session, writer: Writer, promise: Promise, said: Acknowledgement) -> Change:
    """Write it into a sheet of the period, or into a new one where there is none."""
    sheets = [
        sheet
        for sheet in session.workspace.inspections
        if sheet.site == promise.site and subjects.holds_month(promise, sheet.period)
    ]
    if sheets:
        # That of the round made first, else the first one planned.
        sheet = min(sheets, key=lambda sheet: (sheet.inspected_at is None, sheet.inspected_at or said.at, sheet.id))
        return writer.change("inspection", sheet.id, lambda record: _with(record, said))
    month = promise.subject.rpartition("/")[2].partition("..")[0]
    day = said.at.astimezone(session.timezone).date()
    _record_id, change = writer.create_dated(
        "inspection",
        day,
        lambda record_id: Inspection(id=record_id, site=promise.site, period=month, acknowledged=said),
    )
    return change


def _in_hazard(_session: Session, writer: Writer, promise: Promise, said: Acknowledgement) -> Change:
    return writer.change("hazard", promise.subject, lambda record: _with(record, said))


def _with(record: _Acknowledged, said: Acknowledgement) -> _Acknowledged:
    """Give a record with the acknowledgement; raises NothingToAcknowledgeError rather than take another's place."""
    if record.acknowledged is not None:
        raise NothingToAcknowledgeError(
            say("{id} holds an acknowledgement of {at} already", id=record.id, at=record.acknowledged.at)
        )
    return msgspec.structs.replace(record, acknowledged=said)


def _in_handover(session: Session, writer: Writer, promise: Promise, said: Acknowledgement) -> Change:
    """Append it to the contract's handover, begun where there is none."""
    # Of the handover's promises only that of documents is several.
    document = promise.subject.partition("/")[2] if promise.name == "documents" else None
    breach = HandoverBreach(
        target=msgspec.convert(promise.name, HandoverTarget),
        document=document,
        at=said.at,
        by=said.by,
        reason=said.reason,
        corrective_action=said.corrective_action,
    )
    if not session.workspace.exists_as("handover", promise.contract):
        return writer.create("handover", promise.contract, Handover(contract=promise.contract, acknowledged=(breach,)))
    return writer.insert("handover", promise.contract, "acknowledged", _end, breach)


def _end(record: msgspec.Struct) -> int:
    assert isinstance(record, Handover)  # noqa: S101 - its kind says so
    return len(record.acknowledged)


_PLACES: Final[Mapping[str, Callable[[Session, Writer, Promise, Acknowledgement], Change]]] = {
    "inspection": _in_inspection,
    "hazard_company": _in_hazard,
    "hazard_customer": _in_hazard,
    "documents": _in_handover,
    "training": _in_handover,
    "post_warranty_scheme": _in_handover,
}
"""Where the acknowledgement of each promise is written."""
