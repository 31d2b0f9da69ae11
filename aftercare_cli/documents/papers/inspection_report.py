"""The report of an inspection that was made (M1–M3): what was confirmed, what failed, what was talked over."""

from collections import Counter
from collections.abc import Sequence

from aftercare_cli.documents import inspected
from aftercare_cli.documents.language import BLANK
from aftercare_cli.documents.source import NoSubjectError, Source, Values
from aftercare_cli.model.sites import Check
from aftercare_cli.model.text import say
from aftercare_cli.model.ticket import Ticket
from aftercare_cli.rules.cycles import cycles, state_of
from aftercare_cli.rules.days import first_day, month_of
from aftercare_cli.rules.outcomes import BAD
from aftercare_cli.rules.rounds import Round, judged, rounds
from aftercare_cli.rules.sheet import Line, Sheet, end_of


def values(source: Source, subject: str) -> Values:
    """Give what an inspection found and what follows; raises NoSubjectError for one that was not made yet."""
    _ = source.tongue.gettext
    tongue = source.tongue
    recorded = source.one_of(source.workspace.inspections, subject)
    found = inspected.sheet(source, recorded)
    inspection = found.inspection
    if inspection.inspected_at is None:
        raise NoSubjectError(
            say("{id} was not made yet at {time}", id=subject, time=source.now),
            say("take its sheet: aftercare doc render inspection-sheet {id}", id=subject),
        )
    title = _("Inspection report")
    shown = source.view(inspection)
    bad = [line for line in found.lines if line.result is not None and line.result.result in BAD]
    return {
        "title": f"{title} {subject}",
        "head": source.head(title, subject, source.name_of(source.site(inspection.site))),
        "fields": _fields(source, found),
        "summary": _summary(found, source),
        "environment": [_environment(source, found, line) for line in found.lines if _is_of_site(found, line)],
        "equipment": [_confirmed(source, found, check, number) for number, check in enumerate(_of_equipment(found), 1)],
        "failed": [_failed(source, found, line, number) for number, line in enumerate(bad, 1)],
        "hazards": _hazards(source, subject),
        "discussion": shown.get("discussion"),
        "needs": shown.get("needs"),
        "note": shown.get("note"),
        "next": _next(source, inspection.site),
        "signed": tongue.moment(inspection.signed_at) if inspection.signed_at else None,
    }


def _fields(source: Source, found: Sheet) -> list[tuple[str, object]]:
    _ = source.tongue.gettext
    tongue, inspection = source.tongue, found.inspection
    contract = source.contract_of(inspection.site)
    months = [tongue.month(month) for month in found.period.months]
    return [
        (_("Customer"), tongue.either(contract.customer.name, contract.customer.name_en)),
        (_("Project"), source.name_of(contract)),
        (_("Site"), source.name_of(source.site(inspection.site))),
        (_("Period"), months[0] if len(months) == 1 else f"{months[0]} – {months[-1]}"),
        (_("Inspected by"), source.people(inspection.by)),
        (_("Inspected at"), tongue.moment(inspection.inspected_at)),
        (_("Witness for the customer"), source.view(inspection).get("witness")),
        (_("In time"), _in_time(source, found)),
        (_("Purpose"), _("Regular inspection: find faults and unsafe conditions before they do harm")),
    ]


def _in_time(source: Source, found: Sheet) -> str:
    _ = source.tongue.gettext
    ngettext = source.tongue.ngettext
    stands = judged(found.inspection.site, found.period, found.inspection, source.days)
    if not stands.days_late:
        return _("yes, due by {day}").format(day=source.tongue.day(found.period.last))
    late = ngettext("{count} day late, due by {day}", "{count} days late, due by {day}", stands.days_late)
    return late.format(count=stands.days_late, day=source.tongue.day(found.period.last))


def _summary(found: Sheet, source: Source) -> str:
    ngettext = source.tongue.ngettext
    _ = source.tongue.gettext
    counts = Counter(line.result.result for line in found.lines if line.result is not None)
    total = sum(counts.values())
    checked = ngettext("{count} check was made", "{count} checks were made", total).format(count=total)
    return _("{checked}: {passed} passed, {failed} failed, {hazards} unsafe, {na} not applicable.").format(
        checked=checked, passed=counts["pass"], failed=counts["fail"], hazards=counts["hazard"], na=counts["na"]
    )


def _is_of_site(found: Sheet, line: Line) -> bool:
    check = found.checks.get(line.check)
    return check is None or not check.categories


def _environment(source: Source, found: Sheet, line: Line) -> tuple[object, ...]:
    """Give a check of the whole site."""
    check = found.checks.get(line.check)
    result = line.result
    return (
        inspected.check_told(source, check, line.check),
        inspected.standard_told(source, check),
        source.tongue.word("outcome", None if result is None else result.result),
        BLANK if result is None else inspected.finding_told(source, result),
    )


def _of_equipment(found: Sheet) -> list[Check]:
    """Give the checks of equipment that something was found on, in the order of the checklist."""
    named = {line.check for line in found.lines}
    return [check for check in found.checks.values() if check.id in named and check.categories]


def _confirmed(source: Source, found: Sheet, check: Check, number: int) -> tuple[object, ...]:
    """Give how many items a check was made on, how many are in order, and what is to be said of them.

    A result for the whole check stands for every item that has none of its own.
    """
    lines = [line for line in found.lines if line.check == check.id and line.result is not None]
    own = {line.equipment for line in lines if line.equipment is not None}
    rest = len(set(found.serving(check)) - own)
    counts: Counter[str] = Counter()
    for line in lines:
        if line.result is not None:
            counts[line.result.result] += 1 if line.equipment is not None else rest
    told = [
        inspected.finding_told(source, line.result)
        for line in lines
        if line.result is not None and (line.result.grade or line.result.marks or line.result.note)
    ]
    bad = sum(counts[outcome] for outcome in BAD)
    remarks = list(dict.fromkeys(told))
    return (
        number,
        inspected.check_told(source, check, check.id),
        sum(counts.values()),
        counts["pass"],
        bad,
        counts["na"],
        ("；" if source.tongue.is_chinese else "; ").join(remarks) or None,
    )


def _failed(source: Source, found: Sheet, line: Line, number: int) -> tuple[object, ...]:
    """Give a line that failed, with the ticket that was opened for it and how that stands."""
    result = line.result
    assert result is not None  # noqa: S101 - only what has a result can fail
    ticket = _ticket_of(source, found, line)
    return (
        number,
        "\n".join(
            (
                inspected.check_told(source, found.checks.get(line.check), line.check),
                inspected.item_told(source, found, line.check, line.equipment),
            )
        ),
        source.tongue.word("outcome", result.result),
        inspected.finding_told(source, result),
        BLANK if ticket is None else ticket.id,
        BLANK if ticket is None else _standing(source, ticket),
    )


def _ticket_of(source: Source, found: Sheet, line: Line) -> Ticket | None:
    """Give the ticket of a line: the one it names, else one that names the line."""
    named = None if line.result is None else line.result.ticket
    known = [ticket for ticket in source.workspace.tickets if ticket.reported_at <= source.now]
    equipment = () if line.equipment is None else (line.equipment,)
    key = (found.inspection.id, line.check, equipment)
    return next(
        (ticket for ticket in known if ticket.id == named or (ticket.source, ticket.check, ticket.equipment) == key),
        None,
    )


def _standing(source: Source, ticket: Ticket) -> str:
    """Say how a ticket stands, and when its fault was mended."""
    state = state_of(ticket, source.now)
    resolved = cycles(ticket, source.now)[-1].resolved
    word = source.tongue.word("ticket_state", state)
    if resolved is None:
        return word
    told = source.tongue.gettext("resolved {time}").format(time=source.tongue.short(resolved))
    return told if state == "resolved" else f"{word}{'；' if source.tongue.is_chinese else '; '}{told}"


def _hazards(source: Source, subject: str) -> list[tuple[object, ...]]:
    """Give the unsafe conditions that the inspection found, and to whom they were told."""
    tongue, now = source.tongue, source.now
    _ = tongue.gettext
    return [
        (
            hazard.id,
            hazard.description,
            *(
                tongue.short(at if at is not None and at <= now else None)
                for at in (hazard.told_company_at, hazard.told_customer_at)
            ),
            tongue.short(hazard.closed_at) if hazard.closed_at and hazard.closed_at <= now else _("not closed"),
        )
        for hazard in source.workspace.hazards
        if hazard.source == subject and hazard.found_at <= now
    ]


def _next(source: Source, site_id: str) -> str:
    """Give the next inspection that the site is promised."""
    _ = source.tongue.gettext
    due = _first_due(source, site_id)
    if due is None:
        return _("No further inspection is promised.")
    months = list(due.period.months)
    return _("Next inspection: {period}, due by {day}.").format(
        period=_span(source, months), day=source.tongue.day(due.period.last)
    )


def _first_due(source: Source, site_id: str) -> Round | None:
    today = source.days.today
    contract = source.contract_of(site_id)
    found = rounds(source.workspace, source.days, first_day(month_of(today)), end_of(contract), [site_id])
    return next((entry for entry in found if entry.status in {"due", "upcoming"}), None)


def _span(source: Source, months: Sequence[str]) -> str:
    told = [source.tongue.month(month) for month in months]
    return told[0] if len(told) == 1 else f"{told[0]} – {told[-1]}"
