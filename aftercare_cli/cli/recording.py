"""What every command that records a ticket's event does, once."""

import datetime as dt
from collections.abc import Sequence
from difflib import get_close_matches

import msgspec
import typer

from aftercare_cli.cli import lookup
from aftercare_cli.cli.adding import refuse_blank, writer_of
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.display import visible
from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.options import Format
from aftercare_cli.cli.output import show, talk, write
from aftercare_cli.cli.reports.tickets import refuse_unknown_calendars, ticket_report
from aftercare_cli.cli.words import event_word
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.text import say
from aftercare_cli.model.ticket import AnyEvent, Event, Paused, Replaced, StandbyInService, StandbyReturned, Ticket
from aftercare_cli.rules.lifecycle import refuse_impossible
from aftercare_cli.rules.promises.tickets import Terms
from aftercare_cli.store.git import GitError
from aftercare_cli.store.records import Change, Writer

_TYPED_LATER = dt.timedelta(minutes=1)


class TimeOrderError(AftercareError):
    """An event in the future, or earlier than what is recorded already."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What the shared options say about an event that is being recorded."""

    at: str | None
    by: str | None
    note: str | None
    evidence: str | None
    backdate: str | None
    dry_run: bool
    commit: bool
    form: Format


def record(context: typer.Context, wanted: str, entry: Entry, event_type: type[Event], **facts: object) -> None:
    """Record an event of a ticket, and show the ticket as it now stands; a fact that is None was not told."""
    session: Session = context.obj
    writer = writer_of(session, dry_run=entry.dry_run)
    with writer.locked():
        ticket = lookup.ticket(session, wanted)
        event = _settled(session, ticket, new_event(session, ticket, entry, event_type, facts))
        refuse_unknown_calendars(session, ticket)
        change = writer.insert("ticket", ticket.id, "events", lambda found: _place(found, event), event)
        if isinstance(event, Paused):
            _tell_useless_pause(session, ticket, event.reason)
        refused: GitError | None = None
        try:
            finish(session, writer, [change], f"{ticket.id}: {event.type}", entry)
        except GitError as error:
            refused = error
    if not entry.dry_run:
        _show_after(session, ticket.id, event, entry.form)
    if refused is not None:
        # The event is recorded all the same.
        raise refused


def _settled(session: Session, ticket: Ticket, event: AnyEvent) -> AnyEvent:
    """Give an event that can have happened, with what the stock adds to it; raises AftercareError for any other."""
    refuse_impossible(ticket, event)
    if not isinstance(event, StandbyInService | StandbyReturned | Replaced):
        return event
    # Few events take from stock; the others read no other record.
    from aftercare_cli.cli.from_stock import settled

    return settled(session, ticket, event)


def _show_after(session: Session, ticket_id: str, event: Event, form: Format) -> None:
    """Show a ticket as it stands after an event that was just written."""
    change = _("recorded: {event}").format(event=event_word(event.type))
    after = session.workspace.ticket(ticket_id)
    show(ticket_report(session, after, session.now, change=change), form, session.timezone)


def _tell_useless_pause(session: Session, ticket: Ticket, reason: str) -> None:
    """Say so where the contract in force stops no clock for the reason of a pause."""
    terms = Terms(session.workspace.around(ticket.site), session.calendars).of(ticket)
    if terms is None:
        return
    allowed = {*terms.pauses.allowed, *(named for target in terms.targets.values() for named in target.pause_on or ())}
    if reason in allowed:
        return
    talk(_("note: no deadline of this contract stops for {reason}").format(reason=visible(reason)))
    if allowed:
        names = _(", ").join(sorted(allowed))
        talk(_("note: it allows {names}").format(names=visible(names)))
    if near := get_close_matches(reason.lower(), sorted(allowed), 1, 0.5):
        talk(_("hint: {hint}").format(hint=_("did you mean {name}?").format(name=visible(near[0]))))


def new_event(
    session: Session, ticket: Ticket, entry: Entry, event_type: type[Event], facts: dict[str, object]
) -> AnyEvent:
    """Make the event; raises TimeOrderError where its time cannot be."""
    at = session.now if entry.at is None else session.time(entry.at)
    refuse_future(session, at)
    last = max((event.at for event in ticket.events), default=ticket.reported_at)
    if at < last and ticket.reported_at <= at and entry.backdate is None:
        raise TimeOrderError(
            say("{at} is earlier than what is recorded last, at {last}", at=at, last=last),
            say("if it did happen then, give the reason why it is entered now: --backdate REASON"),
        )
    event: AnyEvent = event_type(  # type: ignore[assignment]
        at=at,
        by=None if entry.by is None else lookup.staff_id(session, entry.by),
        note=entry.note,
        evidence=entry.evidence,
        logged_at=typed_at(session, at),
        backdated=entry.backdate,
        **facts,
    )
    refuse_blank(event)
    return event


def typed_at(session: Session, at: dt.datetime) -> dt.datetime | None:
    """Give the moment at which a fact is typed in, where that is more than a minute after it happened."""
    return session.now if session.now - at > _TYPED_LATER else None


def refuse_future(session: Session, at: dt.datetime) -> None:
    """Raise TimeOrderError for a moment that has not come yet."""
    if at > session.now:
        raise TimeOrderError(
            say("{at} has not come yet: it is {now}", at=at, now=session.now),
            say("records hold what happened; give the time at which it did"),
        )


def finish(session: Session, writer: Writer, changes: Sequence[Change], message: str, entry: Entry) -> None:
    """Show a trial's diff, or commit where that is asked for; called while the lock is held, as `conclude` is."""
    if entry.dry_run:
        write("".join(change.diff for change in changes))
        talk(_("nothing was written (--dry-run)"))
    elif entry.commit or session.workspace.settings.git.commit:
        writer.commit(list(changes), message)


def _place(ticket: msgspec.Struct, event: Event) -> int:
    """Give where an event goes among those of a ticket: behind everything that happened no later."""
    assert isinstance(ticket, Ticket)  # noqa: S101 - its kind says so
    later = next((position for position, known in enumerate(ticket.events) if known.at > event.at), None)
    return len(ticket.events) if later is None else later
