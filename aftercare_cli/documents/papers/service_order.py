"""The service order of a ticket (S3–S6): what was reported and done, with the times the customer signs for."""

from aftercare_cli.documents import ratings
from aftercare_cli.documents.audience import SEES
from aftercare_cli.documents.equipment import item_rows
from aftercare_cli.documents.language import BLANK
from aftercare_cli.documents.source import Source, Values
from aftercare_cli.model.contract import Contract
from aftercare_cli.model.ticket import (
    Acknowledged,
    AnyEvent,
    Arrived,
    Closed,
    Noted,
    Paused,
    Replaced,
    Ticket,
)
from aftercare_cli.rules import billing, issued
from aftercare_cli.rules.charges import cause_of
from aftercare_cli.rules.covers import Covers
from aftercare_cli.rules.cycles import Cycle, cycles, state_of
from aftercare_cli.rules.promises.tickets import Terms, promises_of
from aftercare_cli.rules.stock import loans_of, models_of_units
from aftercare_cli.rules.visits import as_of

_EVIDENCE = (
    "reopened",
    "answered",
    "dispatched",
    "arrived",
    "spares_on_site",
    "standby_in_service",
    "restored",
    "resolved",
)
_OURS = (Acknowledged, Noted)
"""Events that the company writes for itself."""


def values(source: Source, subject: str) -> Values:
    """Give a ticket with its times, its work, what it costs, and how the promises about it were kept."""
    _ = source.tongue.gettext
    ticket = source.one_of(source.workspace.tickets, subject)
    source.refuse_later(ticket.id, ticket.reported_at)
    site = source.site(ticket.site)
    contract = source.contract(site.contract)
    found = cycles(ticket, source.now)
    events = [event for cycle in found for event in cycle.events]
    title = _("Service order")
    visit = next(
        (
            visit
            for visit in as_of(source.workspace.visits, source.days.today)
            if visit.ticket == ticket.id and visit.scores is not None
        ),
        None,
    )
    return {
        "title": f"{title} {ticket.id}",
        "head": source.head(title, ticket.id, source.name_of(site)),
        "basics": _basics(source, ticket, contract),
        "items": item_rows(source, ticket.equipment),
        "fault": _fault(source, ticket),
        "summary": ticket.summary,
        "signs": _signs(source, ticket),
        "done": _done(source, found),
        "replaced": [
            (event.model, event.quantity, source.view(event).get("old"), source.view(event).get("new"))
            for event in events
            if isinstance(event, Replaced)
        ],
        "outcome": _outcome(source, ticket, contract, found),
        "charges": _charges(source, ticket, contract),
        "remaining": "\n".join(_remaining(source, ticket, found[-1])),
        "promises": _promises(source, ticket),
        "rating_titles": ratings.titles(source.tongue),
        "rating": ratings.boxes(source.tongue, None if visit is None else visit.scores),
        "rated": None
        if visit is None
        else _("As told at the follow-up visit of {day}: {average}").format(
            day=source.tongue.day(visit.visited_on), average=ratings.average_told(source.tongue, visit.scores)
        ),
        "file": _file(source, ticket, events) if source.audience == "internal" else None,
    }


def _basics(source: Source, ticket: Ticket, contract: Contract) -> list[tuple[str, object]]:
    _ = source.tongue.gettext
    site = source.site(ticket.site)
    shown = source.view(site)
    customer = source.tongue.either(contract.customer.name, contract.customer.name_en)
    return [
        (_("Customer"), customer),
        (_("Contract"), source.name_of(contract)),
        (_("Site"), source.name_of(site)),
        (_("Address"), shown.get("address")),
        (_("Contact at the site"), source.tongue.listed([_contact(person) for person in shown.get("contacts", ())])),
        (_("State"), source.tongue.word("ticket_state", state_of(ticket, source.now))),
    ]


def _fault(source: Source, ticket: Ticket) -> list[tuple[str, object]]:
    _ = source.tongue.gettext
    shown = source.view(ticket)
    reporter = shown.get("reporter")
    return [
        (_("Fault since"), source.tongue.moment(ticket.fault_at)),
        (_("Reported"), source.tongue.moment(ticket.reported_at)),
        (_("Kind"), source.tongue.word("kind", ticket.kind)),
        (_("Priority"), ticket.priority),
        (_("Reported by"), None if reporter is None else _contact(reporter)),
        (_("Found by inspection"), ticket.source),
        *([(_("Outside the contract"), ticket.out_of_scope)] if ticket.out_of_scope else []),
    ]


def _signs(source: Source, ticket: Ticket) -> list[tuple[str, object]]:
    """Give what an emergency looked like, and what was done at once (M6)."""
    _ = source.tongue.gettext
    hazard = ticket.hazard
    if hazard is None:
        return []
    return [
        (_("Signs"), source.tongue.listed([source.tongue.word("sign", sign) for sign in hazard.signs])),
        (_("Power cut at"), source.tongue.moment(hazard.power_cut_at)),
        (_("Scene kept as it was"), _yes(source, answer=hazard.scene_preserved)),
        (_("Fire service called"), _yes(source, answer=hazard.fire_service_called)),
    ]


def _yes(source: Source, *, answer: bool | None) -> str | None:
    _ = source.tongue.gettext
    return None if answer is None else _("yes") if answer else _("no")


def _contact(person: dict[str, str | None]) -> str:
    return " ".join(part for part in person.values() if part)


def _done(source: Source, found: list[Cycle]) -> list[tuple[str | None, ...]]:
    """Give what was done when; the customer signs for the times that promises are judged by.

    When somebody left is not recorded: it is filled in by hand.
    """
    _ = source.tongue.gettext
    tongue = source.tongue
    rows: list[tuple[str | None, ...]] = []
    for cycle in found:
        if cycle.number == 1:
            rows.append((tongue.short(cycle.reported), _("reported"), BLANK, None, ""))
        rows += [
            (
                tongue.short(event.at),
                tongue.word("event", event.type),
                source.person(event.by),
                _facts(source, event) or None,
                "" if event.type in _EVIDENCE else None,
            )
            for event in cycle.events
            if source.audience == "internal" or not isinstance(event, _OURS)
        ]
        if any(isinstance(event, Arrived) for event in cycle.events):
            rows.append(("", _("left the site"), "", "", ""))
    return rows


def _facts(source: Source, event: AnyEvent) -> str:
    """Give what an event says, as far as the audience may see it."""
    tongue = source.tongue
    _ = tongue.gettext
    shown = source.view(event)
    told: list[str] = []
    if cause := shown.get("cause"):
        told.append(_("cause: {cause}").format(cause=tongue.word("term", cause)))
    if reason := shown.get("reason"):
        told.append(tongue.word("term", reason))
    if shown.get("model"):
        count = shown.get("quantity", 1)
        told.append(shown["model"] if count == 1 else _("{model} × {count}").format(model=shown["model"], count=count))
    if unit := shown.get("unit"):
        told.append(_("unit {unit}").format(unit=unit))
    if shown.get("amount") is not None:
        told.append(f"{tongue.word('term', shown['head'])} {tongue.money(shown['amount'])}")
    if target := shown.get("target"):
        told.append(tongue.word("promise", target))
    told += [shown[key] for key in ("item", "corrective_action", "note") if shown.get(key)]
    return ("；" if tongue.is_chinese else "; ").join(told)


def _outcome(source: Source, ticket: Ticket, contract: Contract, found: list[Cycle]) -> list[tuple[str, object]]:
    _ = source.tongue.gettext
    last = found[-1]
    items = [source.workspace.items[name][1] for name in ticket.equipment if name in source.workspace.items]
    day = source.days.of(last.fault)
    is_borne = ticket.out_of_scope is None and Covers(source.workspace).is_borne(contract, items, day)
    return [
        (_("Cause"), source.tongue.word("term", cause_of(last))),
        (_("Warranty"), _("☑ in the warranty  □ after it") if is_borne else _("□ in the warranty  ☑ after it")),
        (_("Service back"), source.tongue.moment(last.restored)),
        (_("Cause removed"), source.tongue.moment(last.resolved)),
    ]


def _charges(source: Source, ticket: Ticket, contract: Contract) -> list[tuple[object, ...]] | None:
    """Give what the work costs and who bears it; None for those who are not to know."""
    if "commercial" not in SEES[source.audience]:
        return None
    _ = source.tongue.gettext
    tongue, workspace = source.tongue, source.workspace
    equipment = workspace.equipment.get(ticket.site)
    grounds = billing.Grounds(
        contract=contract,
        items={ticket.site: () if equipment is None else equipment.items},
        prices=workspace.prices.get(contract.id, ()),
        timezone=tongue.timezone,
        currency=workspace.settings.currency,
        is_borne=Covers(workspace).is_borne,
    )
    bearers = {"warranty": _("the warranty"), "free_of_charge": _("free of charge"), None: _("the customer")}
    return [
        (
            issued.description(line, tongue.code),
            line.quantity,
            tongue.money(line.unit_price),
            _("to be settled") if line.amount is None else tongue.money(line.amount),
            _("{who}: {why}").format(who=bearers[line.covered_by], why=tongue.word("bill_reason", line.reason)),
        )
        for line in billing.bill([ticket], grounds, source.now).lines
    ]


def _remaining(source: Source, ticket: Ticket, last: Cycle) -> list[str]:
    """Give what is still to be done."""
    tongue = source.tongue
    _ = tongue.gettext
    if last.cancelled is not None:
        return []
    found = []
    if last.resolved is None:
        found.append(_("The cause is not removed yet.") if last.restored else _("Service is not back yet."))
    if last.pauses and last.pauses[-1].end is None:
        reasons = [event.reason for event in last.events if isinstance(event, Paused)]
        found.append(_("Work is paused: {reason}.").format(reason=tongue.word("term", reasons[-1])))
    for loan in loans_of(ticket, source.now, models_of_units(source.workspace)):
        if loan.back is None:
            named = source.view(loan.lent).get("unit") or loan.model or "?"
            due = tongue.day(loan.lent.due_on)
            found.append(_("The standby unit {unit} is on loan, due back: {day}.").format(unit=named, day=due))
    return found


def _promises(source: Source, ticket: Ticket) -> list[tuple[str, ...]]:
    tongue = source.tongue
    terms = Terms(source.workspace, source.calendars)
    return [
        (
            tongue.word("promise", found.name),
            tongue.short(found.due),
            tongue.short(found.stop),
            tongue.word("state", found.state),
        )
        for found in promises_of(ticket, terms, source.calendars, source.now)
        if not found.policy or source.audience == "internal"
    ]


def _file(source: Source, ticket: Ticket, events: list[AnyEvent]) -> Values:
    """Give what the records clerk keeps: how it was received and filed, and what shows each fact."""
    tongue = source.tongue
    _ = tongue.gettext
    closed = next((event for event in reversed(events) if isinstance(event, Closed)), None)
    return {
        "fields": [
            (_("Received by way of"), _channel(source, ticket.channel)),
            (_("Entered"), tongue.moment(ticket.logged_at)),
            (_("Filed"), tongue.moment(None if closed is None else closed.at)),
            (_("Filed by"), source.person(None if closed is None else closed.by)),
        ],
        "evidence": [
            (tongue.short(event.at), tongue.word("event", event.type), event.evidence)
            for event in events
            if event.evidence
        ],
    }


def _channel(source: Source, channel: str | None) -> str | None:
    """Give the word for how a report came in; one that we have no word for stands as it was written."""
    _ = source.tongue.gettext
    words = {"phone": _("by telephone"), "email": _("by e-mail"), "onsite": _("on site"), "inspection": _("inspection")}
    return None if channel is None else words.get(channel, channel)
