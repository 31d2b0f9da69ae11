"""Tickets as reports: one ticket with its deadlines, and lists of them."""

import datetime as dt
from collections.abc import Iterable

from aftercare_cli.cli import display
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _, ngettext
from aftercare_cli.cli.report import Column, Report, Row, Section, Tone, columns
from aftercare_cli.cli.words import (
    event_word,
    fact_words,
    flag_words,
    kind_word,
    promise_word,
    state_word,
    ticket_state_word,
)
from aftercare_cli.model.kinds import path_of
from aftercare_cli.model.ticket import Event, Ticket
from aftercare_cli.rules.cycles import state_of
from aftercare_cli.rules.promise import RUNNING, Promise
from aftercare_cli.rules.promises.tickets import Terms, promises_of
from aftercare_cli.store.events import plain


def promises_about(session: Session, ticket: Ticket, now: dt.datetime) -> list[Promise]:
    """Give the promises about one ticket; only its site and contract are read."""
    terms = Terms(session.workspace.around(ticket.site), session.calendars)
    return list(promises_of(ticket, terms, session.calendars, now))


def ticket_report(session: Session, ticket: Ticket, now: dt.datetime, change: str = "") -> Report:
    """Give a ticket: what it is, how it stands, its deadlines and its history; `change` says what was just written."""
    found = promises_about(session, ticket, now)
    state = state_of(ticket, now)
    path = path_of("ticket", ticket.id)
    lead = [
        ticket.summary,
        _("{kind} at {site}, {state}").format(
            kind=kind_word(ticket.kind), site=ticket.site, state=ticket_state_word(state)
        ),
        _("reported {time}").format(time=display.moment(ticket.reported_at, session.timezone)),
    ]
    if ticket.fault_at is not None:
        lead.append(_("fault since {time}").format(time=display.moment(ticket.fault_at, session.timezone)))
    if ticket.equipment:
        lead.append(_("equipment: {ids}").format(ids=_(", ").join(ticket.equipment)))
    if ticket.out_of_scope:
        lead.append(_("out of scope: {reason}").format(reason=ticket.out_of_scope))
    document = {
        "schema": "aftercare/ticket/1",
        "id": ticket.id,
        "path": path,
        "state": state,
        "site": ticket.site,
        "kind": ticket.kind,
        "summary": ticket.summary,
        "reported_at": display.iso(ticket.reported_at, session.timezone),
        "targets": [target_document(promise, session.timezone) for promise in found],
    }
    notes = [f"{change} → {path}"] if change else [path]
    notes.append(next_deadline(found, now, session.timezone))
    history = _history(ticket, now, session.timezone)
    return Report(ticket.id, (_targets(found), history), document, tuple(lead), tuple(notes), history)


def next_deadline(promises: Iterable[Promise], now: dt.datetime, timezone: dt.tzinfo) -> str:
    """Say which of the promises that can still be kept falls due next."""
    running = [promise for promise in promises if promise.state in RUNNING and promise.due is not None]
    if not running:
        return _("no deadline is running")
    nearest = min(running, key=lambda promise: (promise.due or now, promise.name))
    return _("next deadline: {promise} by {due}, {left} left").format(
        promise=promise_word(nearest.name),
        due=display.moment(nearest.due or now, timezone),
        left=display.length(nearest.remaining),
    )


def target_document(promise: Promise, timezone: dt.tzinfo) -> dict[str, object]:
    """Give a ticket's target for other programs."""
    return {
        "target": promise.name,
        "cycle": promise.cycle,
        "due_at": None if promise.due is None else display.iso(promise.due, timezone),
        "state": promise.state,
        "remaining_s": int(promise.remaining.total_seconds()),
        "overdue_s": int(promise.overdue.total_seconds()),
    }


def tone(promise: Promise) -> Tone:
    """Give how much a promise asks for attention."""
    if promise.state == "breached":
        return "quiet" if promise.acknowledged else "bad"
    return {"at_risk": "warn", "paused": "warn", "met": "good", "not_required": "quiet", "excused": "quiet"}.get(
        promise.state, ""
    )  # type: ignore[return-value]


def standing(promise: Promise) -> str:
    """Say how late a promise is, or how long is left."""
    if promise.overdue:
        return _("{time} late").format(time=display.length(promise.overdue))
    if promise.state in RUNNING:
        return _("{time} left").format(time=display.length(promise.remaining))
    return ""


def remarks(promise: Promise) -> str:
    """Say in a few words how a promise stands and what a reader should know of it."""
    words = [standing(promise)]
    if promise.state in {"paused", "at_risk", "excused"} or not words[0]:
        words.insert(0, state_word(promise.state))
    if promise.acknowledged:
        words.append(_("acknowledged"))
    if promise.cycle > 1:
        words.append(_("cycle {number}").format(number=promise.cycle))
    if promise.state == "breached" and promise.is_open:
        words.append(_("still open"))
    words.append(flag_words(flag for flag in promise.flags if flag != "reopened"))
    return _("; ").join(word for word in words if word)


def list_report(session: Session, tickets: Iterable[Ticket], now: dt.datetime) -> Report:
    """Give a list of tickets, with the deadline that each meets next."""
    table_rows = []
    documents = []
    terms = Terms(session.workspace, session.calendars)
    for ticket in tickets:
        found = list(promises_of(ticket, terms, session.calendars, now))
        state = state_of(ticket, now)
        running = [promise for promise in found if promise.state in RUNNING and promise.due is not None]
        due = min((promise.due for promise in running if promise.due), default=None)
        late = any(promise.state == "breached" and promise.is_open for promise in found)
        cells = (
            ticket.id,
            ticket.site,
            kind_word(ticket.kind),
            ticket_state_word(state),
            ticket.reported_at,
            due,
            ticket.summary,
        )
        table_rows.append(Row(cells, "bad" if late else "quiet" if state in {"closed", "cancelled"} else ""))
        documents.append(
            {
                "id": ticket.id,
                "site": ticket.site,
                "kind": ticket.kind,
                "state": state,
                "reported_at": display.iso(ticket.reported_at, session.timezone),
                "due_at": None if due is None else display.iso(due, session.timezone),
                "summary": ticket.summary,
                "equipment": list(ticket.equipment),
            }
        )
    titles = (
        Column("id", _("Ticket")),
        Column("site", _("Site")),
        Column("kind", _("Kind"), is_detail=True),
        Column("state", _("State")),
        Column("reported_at", _("Reported"), is_detail=True),
        Column("due_at", _("Next due")),
        Column("summary", _("Summary"), may_wrap=True),
    )
    section = Section("", titles, tuple(table_rows), _("No ticket."))
    count = ngettext("{count} ticket", "{count} tickets", len(documents)).format(count=len(documents))
    return Report(count, (section,), {"schema": "aftercare/ticket-list/1", "tickets": documents})


def history_report(session: Session, ticket: Ticket, now: dt.datetime) -> Report:
    """Give a ticket's history."""
    section = _history(ticket, now, session.timezone)
    events = [plain(event, session.timezone) for event in ticket.ordered()]
    document = {"schema": "aftercare/ticket-history/1", "id": ticket.id, "events": events}
    return Report(ticket.id, (section,), document, (ticket.summary,))


def _targets(found: list[Promise]) -> Section:
    titles = (("target", _("Promise")), ("due_at", _("Due")), ("state", _("State")), ("remarks", _("Time")))
    table_rows = tuple(
        Row((promise_word(promise.name), promise.due, state_word(promise.state), _time(promise)), tone(promise))
        for promise in found
    )
    return Section(_("Deadlines"), columns(*titles), table_rows, _("No promise applies to this ticket."))


def _time(promise: Promise) -> str:
    """Say how late or early, in which cycle, and what a reader should know, without the state again."""
    state = state_word(promise.state)
    return _("; ").join(word for word in remarks(promise).split(_("; ")) if word != state)


def _history(ticket: Ticket, now: dt.datetime, timezone: dt.tzinfo) -> Section:
    titles = columns(("at", _("When")), ("type", _("What")), ("by", _("Who")), ("facts", _("Facts")))
    table_rows = tuple(
        Row((event.at, event_word(event.type), event.by, _facts(event, timezone)), "quiet" if event.at > now else "")
        for event in ticket.ordered()
    )
    return Section(_("History"), titles, table_rows, _("Nothing has happened yet."))


def _facts(event: Event, timezone: dt.tzinfo) -> str:
    told = {key: value for key, value in plain(event, timezone).items() if key not in {"at", "type", "by"}}
    return _("; ").join(fact_words(key, str(value)) for key, value in told.items())
