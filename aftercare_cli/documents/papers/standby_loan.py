"""The loan of a standby unit (S5): the upper half goes with the unit, the lower half comes back with it."""

from aftercare_cli.documents.equipment import item_rows
from aftercare_cli.documents.source import Source, Values
from aftercare_cli.model.ticket import Ticket
from aftercare_cli.rules.grades import Grades
from aftercare_cli.rules.stock import Loan, loans_of, models_of_units

_BLANK = " "


def values(source: Source, subject: str) -> Values:
    """Give a form for each loan of a ticket; a blank one where it has lent nothing yet."""
    _ = source.tongue.gettext
    ticket = source.one_of(source.workspace.tickets, subject)
    source.refuse_later(subject, ticket.reported_at)
    title = _("Loan of a standby unit")
    loans: list[Loan | None] = [*loans_of(ticket, source.now, models_of_units(source.workspace))]
    site = source.site(ticket.site)
    return {
        "title": f"{title} {subject}",
        "head": source.head(title, subject, source.name_of(site)),
        "basics": [
            (_("Customer"), _customer(source, ticket)),
            (_("Site"), source.name_of(site)),
            (_("Ticket"), ticket.id),
            (_("What was reported"), ticket.summary),
        ],
        "failed": item_rows(source, ticket.equipment),
        "forms": [_form(source, ticket, loan) for loan in loans or [None]],
    }


def _customer(source: Source, ticket: Ticket) -> str:
    party = source.contract_of(ticket.site).customer
    return source.tongue.either(party.name, party.name_en)


def _form(source: Source, ticket: Ticket, loan: Loan | None) -> Values:
    """Give both halves of a form."""
    _ = source.tongue.gettext
    tongue = source.tongue
    lent = {} if loan is None else source.view(loan.lent)
    back = {} if loan is None or loan.back is None else source.view(loan.back)
    over = 0 if loan is None else loan.days_over(source.days.today)
    late = tongue.ngettext("{count} day overdue", "{count} days overdue", over).format(count=over)
    is_back = loan is not None and loan.back is not None
    return {
        "out": [
            (_("Model of the standby unit"), _BLANK if loan is None else loan.model),
            (_("Serial number"), _BLANK if loan is None else lent.get("unit")),
            (_("Lent at"), _BLANK if loan is None else tongue.moment(loan.lent.at)),
            (_("Due back"), _BLANK if loan is None else tongue.day(loan.lent.due_on)),
            (_("Handed out by"), _BLANK if loan is None else source.person(loan.lent.by)),
            (_("Grade"), _grade(source, ticket, loan, lent.get("consent"))),
            (_("Condition when lent"), _condition(source, lent.get("condition"))),
        ],
        "back": [
            (_("Brought back at"), tongue.moment(loan.back.at) if loan is not None and loan.back else _BLANK),
            (_("Taken back by"), source.person(loan.back.by) if loan is not None and loan.back else _BLANK),
            (_("Overdue"), late if over else None if is_back else _BLANK),
            (_("Signatures of both"), "\n "),
            (_("Condition when brought back"), _condition(source, back.get("condition"))),
        ],
    }


def _condition(source: Source, recorded: str | None) -> str:
    """Give boxes for the condition of a unit, and what was recorded of it."""
    _ = source.tongue.gettext
    boxes = _("□ works normally   □ undamaged, complete   □ other:")
    return boxes + " ____________" if recorded is None else f"{boxes} {recorded}"


def _grade(source: Source, ticket: Ticket, loan: Loan | None, agreed_by: str | None) -> str:
    """Give boxes for a unit that is as good as the failed one, and for one that is not and was agreed to."""
    _ = source.tongue.gettext
    verdict = "unknown"
    if loan is not None:
        workspace = source.workspace
        verdict = Grades(workspace.settings.models, workspace.items, workspace.prices).of_loan(ticket, loan.model)
    is_lower = loan is not None and verdict != "equal" and loan.lent.consent is not None
    same, lower = _("same grade or better"), _("lower, agreed to by:")
    boxes = "☑" if verdict == "equal" else "□", "☑" if is_lower else "□"
    return f"{boxes[0]} {same}\n{boxes[1]} {lower} {agreed_by or '________'}"
