"""The notice of an unsafe condition (M2): what it is, to whom it was told when, and that it was closed."""

import datetime as dt

from aftercare_cli.documents.source import Source, Values
from aftercare_cli.model.service import Inspection, Unsafe
from aftercare_cli.model.ticket import Ticket
from aftercare_cli.rules.cycles import cycles, state_of
from aftercare_cli.rules.promise import Promise
from aftercare_cli.rules.promises import hazards


def values(source: Source, subject: str) -> Values:
    """Give an unsafe condition with both notices; a notice that was not given has a blank to be filled in."""
    _ = source.tongue.gettext
    tongue = source.tongue
    hazard = source.one_of(source.workspace.hazards, subject)
    source.refuse_later(subject, hazard.found_at)
    site = source.site(hazard.site)
    title = _("Hazard notice")
    closed = _by_now(source, hazard.closed_at)
    return {
        "title": f"{title} {subject}",
        "head": source.head(title, subject, source.name_of(site)),
        "fields": [
            (_("Project"), source.name_of(source.contract_of(site.id))),
            (_("Site"), source.name_of(site)),
            (_("Address"), source.view(site).get("address")),
            (_("Found at"), tongue.moment(hazard.found_at)),
            (_("Found by"), source.people(_finders(source, hazard))),
            (_("On the occasion of"), hazard.source),
            (_("Risk"), _("□ low   □ medium   □ high: stop using the equipment")),
        ],
        "description": hazard.description,
        "notices": [_notice(source, hazard, promise) for promise in _promises(source, hazard)],
        "tickets": [
            (
                ticket.id,
                ticket.summary,
                tongue.word("ticket_state", state_of(ticket, source.now)),
                tongue.short(cycles(ticket, source.now)[-1].resolved),
            )
            for ticket in _tickets(source, hazard)
        ],
        "note": source.view(hazard).get("note"),
        "closed": _("Not closed yet.") if closed is None else _("Closed: {time}").format(time=tongue.moment(closed)),
    }


def _by_now(source: Source, moment: dt.datetime | None) -> dt.datetime | None:
    return None if moment is None or moment > source.now else moment


def _promises(source: Source, hazard: Unsafe) -> list[Promise]:
    found = hazards.promises(source.workspace, source.calendars, source.now, source.now)
    return [promise for promise in found if promise.subject == hazard.id]


def _notice(source: Source, hazard: Unsafe, promise: Promise) -> tuple[object, ...]:
    """Give to whom, by when, when it was told, whether that was in time, and a blank for who received it."""
    _ = source.tongue.gettext
    tongue = source.tongue
    is_company = promise.name == "hazard_company"
    told = _by_now(source, hazard.told_company_at if is_company else hazard.told_customer_at)
    return (
        _("the company") if is_company else _("the customer"),
        tongue.short(promise.due),
        "" if told is None else tongue.short(told),
        _("not told yet") if told is None else _("in time") if promise.state != "breached" else _("late"),
        "",
    )


def _source_of(source: Source, hazard: Unsafe) -> Inspection | None:
    return next((found for found in source.workspace.inspections if found.id == hazard.source), None)


def _finders(source: Source, hazard: Unsafe) -> tuple[str, ...]:
    """Give who made the inspection, or came for the ticket, that found it."""
    inspection = _source_of(source, hazard)
    if inspection is not None:
        return inspection.by
    for ticket in source.workspace.tickets:
        if ticket.id == hazard.source:
            arrived = [event.by for event in ticket.ordered() if event.type == "arrived" and event.at <= source.now]
            return tuple(by for by in arrived[:1] if by is not None)
    return ()


def _tickets(source: Source, hazard: Unsafe) -> list[Ticket]:
    """Give the tickets it is dealt with in: the one that found it, else those for the hazards of its inspection."""
    inspection = _source_of(source, hazard)
    unsafe = () if inspection is None else [result for result in inspection.results if result.result == "hazard"]
    named = {hazard.source, *(result.ticket for result in unsafe)}
    checks = {result.check for result in unsafe}
    return [
        ticket
        for ticket in source.workspace.tickets
        if ticket.reported_at <= source.now
        and (ticket.id in named or (ticket.source == hazard.source and ticket.check in checks))
    ]
