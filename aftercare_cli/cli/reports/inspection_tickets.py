"""The tickets and hazards that follow from an inspection, as a report."""

from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _, ngettext
from aftercare_cli.cli.inspection_tickets import Linked
from aftercare_cli.cli.report import Report, Row, Section, columns
from aftercare_cli.cli.reports.hazards import by_when
from aftercare_cli.cli.words import outcome_word


def linked_report(session: Session, linked: Linked) -> Report:
    """Give which ticket belongs to which failed check, and which were opened just now."""
    opened = set(linked.opened)
    titles = columns(
        ("check", _("Check")),
        ("equipment", _("Equipment")),
        ("result", _("Result")),
        ("ticket", _("Ticket")),
        ("state", _("State")),
    )
    told = [((found.check, found.equipment), found.result, ticket, ticket in opened) for found, ticket in linked.lines]
    table_rows = tuple(
        Row(
            (*line, outcome_word(result), ticket, _("opened") if is_new else _("was there already")),
            "" if is_new else "quiet",
        )
        for line, result, ticket, is_new in told
    )
    table = tuple(
        Row((*line, result, ticket, "opened" if is_new else "linked")) for line, result, ticket, is_new in told
    )
    document = {
        "schema": "aftercare/inspection-tickets/1",
        "id": linked.inspection.id,
        "opened": list(linked.opened),
        "linked": [
            ticket for ticket in dict.fromkeys(ticket for _found, ticket in linked.lines) if ticket not in opened
        ],
        "hazards": [hazard.id for hazard in linked.hazards],
    }
    count = ngettext("{count} ticket opened", "{count} tickets opened", len(opened)).format(count=len(opened))
    notes = [
        line
        for hazard in linked.hazards
        for line in (
            _("reported: {id}, {text}").format(id=hazard.id, text=hazard.description),
            *by_when(session, hazard),
        )
    ]
    return Report(
        _("{id}: {count}").format(id=linked.inspection.id, count=count),
        (Section("", titles, table_rows, _("Nothing failed: there is no ticket to open.")),),
        document,
        notes=tuple(notes),
        table=Section("", titles, table),
    )
