"""Tickets as reports: one ticket with its deadlines, and lists of them."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

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
    sign_word,
    state_word,
    ticket_state_word,
)
from aftercare_cli.model.kinds import path_of
from aftercare_cli.model.sites import Contact
from aftercare_cli.model.ticket import Event, Ticket
from aftercare_cli.model.vocabulary import ENDED
from aftercare_cli.rules.clock import ZERO
from aftercare_cli.rules.cycles import state_of
from aftercare_cli.rules.due import still_due
from aftercare_cli.rules.promise import RUNNING, Promise
from aftercare_cli.rules.promises.tickets import Terms, promises_of
from aftercare_cli.store.events import plain
from aftercare_cli.store.workspace import InvalidRecordsError, Surroundings


def promises_about(session: Session, ticket: Ticket, now: dt.datetime, *, is_recorded: bool = False) -> list[Promise]:
    """Give the promises about one ticket; only its site and contract are read.

    Raises InvalidRecordsError where these are wrong; after something was recorded they are told on stderr.
    """
    return _promises(session, ticket, session.workspace.around(ticket.site), now, is_recorded=is_recorded)


def _promises(
    session: Session, ticket: Ticket, around: Surroundings, now: dt.datetime, *, is_recorded: bool
) -> list[Promise]:
    if not around.contracts:
        from aftercare_cli.cli.unread import require_terms

        require_terms(session, ticket, around, is_recorded=is_recorded)
    # Whatever is recorded was refused before, where a target cannot be judged.
    _refuse_uncounted(session, ticket, around)
    terms = Terms(around, session.calendars)
    return list(promises_of(ticket, terms, session.calendars, now))


def refuse_unknown_calendars(session: Session, ticket: Ticket) -> None:
    """Raise InvalidRecordsError where a target cannot be judged: said before something is written, not after."""
    _refuse_uncounted(session, ticket, session.workspace.around(ticket.site))


def _refuse_uncounted(session: Session, ticket: Ticket, around: Surroundings) -> None:
    terms = Terms(around, session.calendars).of(ticket)
    if terms is None or all(session.calendars.can_count(target.calendar) for target in terms.targets.values()):
        return
    from aftercare_cli.rules.checks.terms import uncounted_of

    wrong = uncounted_of(around.contracts[terms.id], session.calendars)
    raise InvalidRecordsError(list(wrong), session.workspace.root)


def ticket_report(session: Session, ticket: Ticket, now: dt.datetime, change: str = "") -> Report:
    """Give a ticket: what it is, how it stands, its deadlines and its history; `change` says what was just written."""
    around = session.workspace.around(ticket.site)
    found = _promises(session, ticket, around, now, is_recorded=bool(change))
    state = state_of(ticket, now)
    path = path_of("ticket", ticket.id)
    lead = [
        ticket.summary,
        _("{kind} at {site}, {state}").format(
            kind=kind_word(ticket.kind), site=ticket.site, state=ticket_state_word(state)
        ),
        _("reported {time}").format(time=display.moment(ticket.reported_at, session.timezone)),
    ]
    if ticket.reporter is not None:
        lead.append(_("reporter: {person}").format(person=_person(ticket.reporter)))
    if ticket.fault_at is not None:
        lead.append(_("fault since {time}").format(time=display.moment(ticket.fault_at, session.timezone)))
    if ticket.priority is not None:
        lead.append(_("priority: {priority}").format(priority=ticket.priority))
    if ticket.hazard is not None and ticket.hazard.signs:
        signs = _(", ").join(sign_word(sign) for sign in ticket.hazard.signs)
        lead.append(_("signs of a hazard: {signs}").format(signs=signs))
    if ticket.equipment:
        lead.append(_("equipment: {ids}").format(ids=_(", ").join(ticket.equipment)))
    if ticket.out_of_scope:
        lead.append(_("out of scope: {reason}").format(reason=ticket.out_of_scope))
    site = around.sites.get(ticket.site)
    if site is not None and site.contacts:
        lead.append(_("contact at the site: {person}").format(person=_person(site.contacts[0])))
    document = {
        "schema": "aftercare/ticket/1",
        "id": ticket.id,
        "path": path,
        "state": state,
        "site": ticket.site,
        "kind": ticket.kind,
        "summary": ticket.summary,
        "equipment": list(ticket.equipment),
        "priority": ticket.priority,
        "fault_at": None if ticket.fault_at is None else display.iso(ticket.fault_at, session.timezone),
        "reported_at": display.iso(ticket.reported_at, session.timezone),
        "reporter": None if ticket.reporter is None else {"name": ticket.reporter.name, "phone": ticket.reporter.phone},
        "targets": [target_document(promise, session.timezone) for promise in found],
    }
    notes = [f"{change} → {path}"] if change else [path]
    notes += [*_later_note(ticket, now), next_deadline(found, now, session.timezone)]
    sections = (_targets(found), _history(ticket, now, session.timezone))
    return Report(ticket.id, sections, document, tuple(lead), tuple(notes), _coded_history(session, ticket, now))


def _person(contact: Contact) -> str:
    return " ".join(part for part in (contact.name, contact.phone) if part)


def _later_note(ticket: Ticket, now: dt.datetime) -> tuple[str, ...]:
    """Say how many events are left out because they happened later."""
    later = sum(event.at > now for event in ticket.events)
    told = ngettext("{count} later event is left out", "{count} later events are left out", later)
    return (told.format(count=later),) if later else ()


def next_deadline(promises: Sequence[Promise], now: dt.datetime, timezone: dt.tzinfo) -> str:
    """Say which promises are overdue and still owed, and which of those that can still be kept falls due next."""
    overdue = [
        _("overdue: {promise} since {due}, {late} late").format(
            promise=promise_word(promise.name),
            due=display.moment(promise.due or now, timezone),
            late=display.length(promise.overdue),
        )
        for promise in still_due(promises, now)
        if promise.state == "breached"
    ]
    return _("; ").join([*overdue, _next(promises, now, timezone)])


def _next(promises: Sequence[Promise], now: dt.datetime, timezone: dt.tzinfo) -> str:
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
        "stopped_at": None if promise.stop is None else display.iso(promise.stop, timezone),
        "acknowledged": promise.acknowledged,
        "flags": list(promise.flags),
    }


def tone(promise: Promise) -> Tone:
    """Give how much a promise asks for attention."""
    if promise.state == "breached":
        return "quiet" if promise.acknowledged else "bad"
    return {"at_risk": "warn", "paused": "warn", "met": "good", "not_required": "quiet", "excused": "quiet"}.get(
        promise.state, ""
    )  # type: ignore[return-value]


def due_cell(promise: Promise, timezone: dt.tzinfo) -> dt.datetime | dt.date | None:
    """Give when a promise is due: the day alone, where the day is what counts."""
    if promise.due is None or not promise.is_daily:
        return promise.due
    return promise.due.astimezone(timezone).date()


def standing(promise: Promise) -> str:
    """Say how late a promise is, or how long is left."""
    if promise.is_daily and promise.due is not None:
        return _days(promise, promise.due)
    if promise.overdue:
        return _("{time} late").format(time=display.length(promise.overdue))
    if promise.state in RUNNING:
        return _("{time} left").format(time=display.length(promise.remaining))
    return ""


def _days(promise: Promise, due: dt.datetime) -> str:
    """Say by how many days a promise is late, or how many are left, as a calendar counts them."""
    days = (promise.until.astimezone(due.tzinfo).date() - due.date()).days
    if promise.overdue:
        return ngettext("{count} day late", "{count} days late", days).format(count=days)
    if promise.state not in RUNNING:
        return ""
    return _("today") if not days else ngettext("{count} day left", "{count} days left", -days).format(count=-days)


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
    """Give a list of tickets, with the deadline that each meets next or has missed first, while it is owed."""
    table_rows = []
    coded_rows = []
    documents = []
    terms = Terms(session.workspace, session.calendars)
    for ticket in tickets:
        found = list(promises_of(ticket, terms, session.calendars, now))
        state = state_of(ticket, now)
        owed = next((promise for promise in still_due(found, None) if promise.due is not None), None)
        due, late = (owed.due, owed.overdue) if owed is not None else (None, ZERO)
        ends = (ticket.reported_at, due, late or None, ticket.summary)
        tone: Tone = "bad" if late else "quiet" if state in ENDED else ""
        table_rows.append(Row((ticket.id, ticket.site, kind_word(ticket.kind), ticket_state_word(state), *ends), tone))
        coded_rows.append(Row((ticket.id, ticket.site, ticket.kind, state, *ends)))
        documents.append(
            {
                "id": ticket.id,
                "site": ticket.site,
                "kind": ticket.kind,
                "state": state,
                "reported_at": display.iso(ticket.reported_at, session.timezone),
                "due_at": None if due is None else display.iso(due, session.timezone),
                "overdue_s": int(late.total_seconds()),
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
        Column("overdue_s", _("Late")),
        Column("summary", _("Summary"), may_wrap=True),
    )
    section = Section("", titles, tuple(table_rows), _("No ticket."))
    count = ngettext("{count} ticket", "{count} tickets", len(documents)).format(count=len(documents))
    table = Section("", titles, tuple(coded_rows))
    return Report(count, (section,), {"schema": "aftercare/ticket-list/1", "tickets": documents}, table=table)


def history_report(session: Session, ticket: Ticket, now: dt.datetime) -> Report:
    """Give a ticket's history."""
    section = _history(ticket, now, session.timezone)
    events = [plain(event, session.timezone) for event in ticket.ordered() if event.at <= now]
    later = len(ticket.events) - len(events)
    document = {"schema": "aftercare/ticket-history/1", "id": ticket.id, "events": events, "later": later}
    table = _coded_history(session, ticket, now)
    return Report(ticket.id, (section,), document, (ticket.summary,), _later_note(ticket, now), table)


def _coded_history(session: Session, ticket: Ticket, now: dt.datetime) -> Callable[[], Section]:
    """Give what makes the history for a CSV file, which few ask for."""
    return lambda: _history(ticket, now, session.timezone, is_coded=True)


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


def _history(ticket: Ticket, now: dt.datetime, timezone: dt.tzinfo, *, is_coded: bool = False) -> Section:
    """Give what happened until `now`: in words, or, for other programs, in the words of the record."""
    facts = _coded_facts if is_coded else _facts
    titles = columns(("at", _("When")), ("type", _("What")), ("by", _("Who")), ("facts", _("Facts")))
    table_rows = tuple(
        Row((event.at, event.type if is_coded else event_word(event.type), event.by, facts(event, timezone)))
        for event in ticket.ordered()
        if event.at <= now
    )
    return Section(_("History"), titles, table_rows, _("Nothing has happened yet."))


def _facts(event: Event, timezone: dt.tzinfo) -> str:
    return _("; ").join(fact_words(key, str(value)) for key, value in _own(event, timezone))


def _coded_facts(event: Event, timezone: dt.tzinfo) -> str:
    return "; ".join(f"{key}: {value}" for key, value in _own(event, timezone))


def _own(event: Event, timezone: dt.tzinfo) -> list[tuple[str, object]]:
    """Give the facts of an event beside when, what and who."""
    return [(key, value) for key, value in plain(event, timezone).items() if key not in {"at", "type", "by"}]
