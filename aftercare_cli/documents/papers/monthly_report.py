"""The monthly report of a site: all promises of the month, and what was done: tickets, inspection, hazards, visits."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Final

from aftercare_cli.documents import levels
from aftercare_cli.documents.language import BLANK
from aftercare_cli.documents.source import Source, Values
from aftercare_cli.documents.window import month_of_wishes
from aftercare_cli.model.service import Inspection, Visit
from aftercare_cli.model.ticket import AnyEvent, Arrived, Replaced, Resolved, Ticket
from aftercare_cli.model.vocabulary import CheckOutcome
from aftercare_cli.rules import visits as surveys
from aftercare_cli.rules.cycles import cycles, state_of
from aftercare_cli.rules.days import first_day, last_day, month_of, months_later
from aftercare_cli.rules.promise import Promise
from aftercare_cli.rules.promises import all_promises
from aftercare_cli.rules.promises.tickets import Terms, promises_of
from aftercare_cli.rules.sla import summarize
from aftercare_cli.rules.stock import loans_of, models_of_units

_OUTCOMES: Final[tuple[CheckOutcome, ...]] = ("pass", "fail", "hazard", "na")


def values(source: Source, subject: str) -> Values:
    """Give what was promised and done at a site in a month, that of the day where none is asked for."""
    tongue = source.tongue
    _ = tongue.gettext
    site, contract = source.site(subject), source.contract_of(subject)
    month = month_of_wishes(source.wishes) or month_of(source.days.today)
    first, last = first_day(month), last_day(month)
    promised = [promise for promise in levels.judged(source, first, last, site=subject) if not promise.policy]
    summaries = summarize(promised)
    tickets = list(_tickets(source, subject, first, last))
    terms = Terms(source.workspace, source.calendars)
    targets = [
        promise
        for ticket in tickets
        for promise in promises_of(ticket, terms, source.calendars, source.now)
        if levels.is_shown(source, promise)
    ]
    made = [
        visit for visit in source.workspace.visits if visit.site == subject and _is_made(source, visit, first, last)
    ]
    title = _("Monthly service report")
    place = source.view(site)
    party = source.view(contract.customer)
    following = month_of(months_later(first, 1))
    return {
        "title": f"{title} {source.name_of(site)} {month}",
        "head": source.head(title, f"{subject}/{month}", f"{source.name_of(site)} · {tongue.month(month)}"),
        "site_name": source.name_of(site),
        "contract_name": source.name_of(contract),
        "customer": tongue.either(party["name"], party["name_en"]),
        "address": place.get("address"),
        "month": tongue.month(month),
        "as_of": tongue.moment(source.now),
        "summary": levels.summary_rows(source, summaries),
        "total": levels.total_row(source, promised),
        "shares": levels.share_chart(source, "shares", [one for one in summaries if one.compliance is not None]),
        "tickets": [_ticket_row(source, ticket) for ticket in tickets],
        "targets": _target_rows(source, targets),
        "inspections": levels.rows(source, (found for found in promised if found.name == "inspection")),
        "rounds": [_round(source, found) for found in _rounds(source, subject, first, last, month)],
        "hazards": _hazards(source, subject, first, last),
        "visits": [_visit_row(source, visit) for visit in made],
        "satisfaction": _satisfaction(source, made),
        "spares": sorted(_spares(source, subject, first, last)),
        "others": levels.rows(source, (found for found in promised if found.name in {"training", "question"})),
        "next_month": tongue.month(following),
        "plan": _plan(source, subject, following),
    }


def _tickets(source: Source, site: str, first: dt.date, last: dt.date) -> Iterator[Ticket]:
    """Yield the tickets of a site that were reported or resolved in some days, or were open all the while."""
    days = source.days
    ordered = sorted(source.workspace.tickets, key=lambda ticket: (ticket.reported_at, ticket.id))
    for ticket in ordered:
        if ticket.site != site or ticket.reported_at > source.now or days.of(ticket.reported_at) > last:
            continue
        spans = [
            (days.of(cycle.reported), min(filter(None, (cycle.resolved, cycle.cancelled)), default=source.now))
            for cycle in cycles(ticket, source.now)
        ]
        if any(begin <= last and days.of(end) >= first for begin, end in spans):
            yield ticket


def _ticket_row(source: Source, ticket: Ticket) -> tuple[str | None, ...]:
    tongue = source.tongue
    known = [event for event in ticket.ordered() if event.at <= source.now]
    moments = [
        next((tongue.short(event.at) for event in known if isinstance(event, kind)), None)
        for kind in (Arrived, Resolved)
    ]
    shown = source.view(ticket)
    reported = tongue.short(ticket.reported_at)
    return (ticket.id, shown["summary"], reported, *moments, tongue.word("ticket_state", state_of(ticket, source.now)))


def _target_rows(source: Source, promises: list[Promise]) -> list[tuple[str | None, ...]]:
    return [(subject, *rest) for subject, _what, *rest in levels.rows(source, promises)]


def _rounds(source: Source, site: str, first: dt.date, last: dt.date, month: str) -> list[Inspection]:
    """Give the rounds made at a site in the month, or for it."""
    days = source.days
    found = [
        sheet
        for sheet in source.workspace.inspections
        if sheet.site == site and sheet.inspected_at is not None and sheet.inspected_at <= source.now
        if sheet.period == month or first <= days.of(sheet.inspected_at) <= last
    ]
    return sorted(found, key=lambda sheet: (sheet.inspected_at, sheet.id))


def _round(source: Source, sheet: Inspection) -> Values:
    tongue = source.tongue
    shown = source.view(sheet)
    counts = Counter(result.result for result in sheet.results)
    told = [f"{tongue.word('outcome', name)} {counts[name]}" for name in _OUTCOMES if counts[name]]
    terms = source.contract_of(sheet.site).on(first_day(sheet.period)).inspection
    checklist = None if terms is None else source.workspace.checklists.get(terms.checklist)
    titles = {check.id: tongue.either(check.title, check.title_en) for check in (checklist.checks if checklist else ())}
    defects = [
        (
            titles.get(result["check"], result["check"]),
            result["equipment"],
            tongue.word("outcome", result["result"]),
            result["note"],
            result["ticket"],
        )
        for result in shown["results"]
        if result["result"] in {"fail", "hazard"}
    ]
    return {
        "fields": [
            (tongue.gettext("Inspection"), sheet.id),
            (tongue.gettext("Counts for"), tongue.month(sheet.period)),
            (tongue.gettext("Inspected"), tongue.moment(sheet.inspected_at)),
            (tongue.gettext("Inspected by"), source.people(sheet.by)),
            (tongue.gettext("Witness"), shown.get("witness")),
            (tongue.gettext("Results"), tongue.listed(told)),
            (tongue.gettext("Talked over"), shown.get("discussion")),
            (tongue.gettext("Customer's needs"), shown.get("needs")),
        ],
        "defects": defects,
    }


def _hazards(source: Source, site: str, first: dt.date, last: dt.date) -> list[tuple[str | None, ...]]:
    """Give the hazards of a site that were found in some days, closed in them, or open all the while."""
    days, tongue = source.days, source.tongue
    rows = []
    for hazard in sorted(source.workspace.hazards, key=lambda found: (found.found_at, found.id)):
        closed = hazard.closed_at
        is_past = closed is not None and days.of(closed) < first
        if hazard.site != site or hazard.found_at > source.now or days.of(hazard.found_at) > last or is_past:
            continue
        moments = (hazard.found_at, hazard.told_company_at, hazard.told_customer_at, closed)
        told = [None if moment is None or moment > source.now else tongue.short(moment) for moment in moments]
        rows.append((hazard.id, str(source.view(hazard)["description"]), *told))
    return rows


def _is_made(source: Source, visit: Visit, first: dt.date, last: dt.date) -> bool:
    day = visit.visited_on
    return day is not None and first <= day <= min(last, source.days.today)


def _visit_row(source: Source, visit: Visit) -> tuple[str | None, ...]:
    shown = source.view(visit)
    given = surveys.given(visit.scores)
    scores = source.tongue.listed([f"{_question(source, name)} {score}" for name, score in given.items()])
    day = None if visit.visited_on is None else visit.visited_on.isoformat()
    return day, visit.ticket, source.person(visit.by), shown.get("contact"), scores, shown.get("opinion")


def _satisfaction(source: Source, made: list[Visit]) -> str:
    """Give the averages of the scores with how many gave them; empty where nobody did."""
    _ = source.tongue.gettext
    told = [
        _("{question} {average} (n = {n})").format(question=_question(source, name), average=found.average, n=found.n)
        for name, found in surveys.averages(made).items()
        if found.n
    ]
    return source.tongue.listed(told) if told else ""


def _question(source: Source, name: str) -> str:
    _ = source.tongue.gettext
    words = {
        "attitude": _("attitude"),
        "timeliness": _("speed"),
        "quality": _("quality of the repair"),
        "spares": _("supply of spares"),
        "overall": _("overall"),
    }
    return words.get(name, name)


def _spares(source: Source, site: str, first: dt.date, last: dt.date) -> Iterator[tuple[str, ...]]:
    """Yield what tickets of a site used, lent or brought back in some days."""
    named = models_of_units(source.workspace)
    for ticket in source.workspace.tickets:
        if ticket.site != site:
            continue
        told: list[tuple[AnyEvent, str | None, int, str]] = []
        for event in ticket.events:
            if isinstance(event, Replaced) and event.at <= source.now:
                shown = source.view(event)
                serials = [str(shown[key]) for key in ("old", "new") if shown.get(key)]
                told.append((event, event.model, event.quantity, " → ".join(serials)))
        for loan in loans_of(ticket, source.now, named):
            unit = str(source.view(loan.lent).get("unit") or "")
            told += [(moved, loan.model, 1, unit) for moved in (loan.lent, loan.back) if moved is not None]
        for event, model, quantity, serial in told:
            day = source.days.of(event.at)
            if first <= day <= last:
                word = source.tongue.word("event", event.type)
                yield day.isoformat(), ticket.id, word, model or BLANK, str(quantity), serial or BLANK


def _plan(source: Source, site: str, month: str) -> list[tuple[str | None, ...]]:
    """Give what is known before a month to be due at a site in it, and what is late and still owed."""
    days = source.days
    first, last = first_day(month), last_day(month)
    found = [
        promise
        for promise in all_promises(source.workspace, source.calendars, source.now, max(days.end(last), source.now))
        if promise.site == site and promise.due is not None and levels.is_shown(source, promise)
        if promise.state != "not_required" and ("/" in promise.subject or days.of(promise.start) < first)
        if first <= days.of(promise.due) <= last or (promise.is_open and days.of(promise.due) < first)
    ]
    found.sort(key=lambda promise: (promise.due, promise.subject, promise.cycle, promise.name))
    return [(due, name, subject, what, state) for subject, what, name, due, _done, state in levels.rows(source, found)]
