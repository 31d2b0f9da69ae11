"""The satisfaction survey (S14): five questions, answered at a follow-up visit, or blank to be answered."""

from aftercare_cli.documents import ratings
from aftercare_cli.documents.source import Source, Values
from aftercare_cli.model.service import Visit
from aftercare_cli.rules.visits import as_of

_BLANK = " "


def values(source: Source, subject: str) -> Values:
    """Give the scores of a visit and their average, or a form without answers."""
    _ = source.tongue.gettext
    tongue = source.tongue
    title = _("Satisfaction survey")
    known = as_of(source.workspace.visits, source.days.today)
    visit = source.one_of(known, subject) if subject else None
    scores = None if visit is None else visit.scores
    return {
        "title": f"{title} {subject}".strip(),
        "head": source.head(title, subject, "" if visit is None else source.name_of(source.site(visit.site))),
        "fields": _fields(source, visit),
        "titles": ratings.titles(tongue),
        "rows": ratings.boxes(tongue, scores),
        "average": _("Average: ______ (n = ____)")
        if scores is None
        else _("Average: {average}").format(average=ratings.average_told(tongue, scores)),
        "opinion": None if visit is None else source.view(visit).get("opinion"),
    }


def _fields(source: Source, visit: Visit | None) -> list[tuple[str, object]]:
    _ = source.tongue.gettext
    if visit is None:
        names = (_("Customer"), _("Project"), _("Ticket"), _("Date"), _("Person asked"), _("Asked by"))
        return [(name, _BLANK) for name in names]
    contract = source.contract_of(visit.site)
    made = visit.visited_on
    return [
        (_("Customer"), source.tongue.either(contract.customer.name, contract.customer.name_en)),
        (_("Project"), source.name_of(contract)),
        (_("Ticket"), visit.ticket),
        (_("Date"), _BLANK if made is None else source.tongue.day(made)),
        (_("Person asked"), _BLANK if made is None else source.view(visit).get("contact")),
        (_("Asked by"), _BLANK if visit.by is None else source.person(visit.by)),
    ]
