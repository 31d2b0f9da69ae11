"""The record of a site's follow-up visits (S14): whom we asked, what they thought of the service."""

import datetime as dt
from typing import Final

from aftercare_cli.documents.source import Source, Values
from aftercare_cli.documents.window import window_of
from aftercare_cli.model.service import Visit
from aftercare_cli.rules.visits import QUESTIONS, as_of, average, averages, day_of, given

_BLANK: Final = 3
"""Rows for visits still to come."""
_SATISFIED: Final = 4
_RATHER: Final = 3


def values(source: Source, subject: str) -> Values:
    """Give the visits of the days that were asked for, else all, with scores and their averages."""
    _ = source.tongue.gettext
    tongue = source.tongue
    site = source.site(subject)
    window = window_of(source.wishes)
    today = source.days.today
    known = [visit for visit in as_of(source.workspace.visits, today) if visit.site == subject]
    inside = sorted(
        (visit for visit in known if window.holds(day_of(visit))), key=lambda visit: (day_of(visit), visit.id)
    )
    made = [visit for visit in inside if visit.visited_on is not None]
    is_over = window.last is not None and window.last < today
    title = _("Follow-up record")
    return {
        "title": f"{title} {subject}",
        "head": source.head(title, "", source.name_of(site)),
        "wide": True,
        "fields": [
            (_("Customer"), tongue.either(*_customer(source, subject))),
            (_("Project"), source.name_of(source.contract_of(subject))),
            (_("Visits"), str(len(made))),
            (_("From – to"), _span(source, window.first, window.last)),
        ],
        "titles": [
            (_("#"), "centre"),
            _("Date"),
            _("Ticket"),
            _("Person asked"),
            *((label, "centre") for label in _labels(source).values()),
            (_("Average"), "right"),
            (_("Code"), "centre"),
            _("Opinion"),
            _("Asked by"),
        ],
        "rows": [_row(source, visit, number) for number, visit in enumerate(made, 1)],
        "total": _total(source, made) if made else (),
        "blank": 0 if is_over else _BLANK,
        "planned": _planned(source, subject, inside),
    }


def _customer(source: Source, site_id: str) -> tuple[str, str | None]:
    party = source.contract_of(site_id).customer
    return party.name, party.name_en


def _span(source: Source, first: dt.date | None, last: dt.date | None) -> str:
    _ = source.tongue.gettext
    if first is None and last is None:
        return _("all visits up to now")
    return f"{source.tongue.day(first)} – {source.tongue.day(last)}"


def _labels(source: Source) -> dict[str, str]:
    """Give the questions in one word each."""
    _ = source.tongue.gettext
    return {
        "attitude": _("Attitude"),
        "timeliness": _("Timeliness"),
        "quality": _("Quality"),
        "spares": _("Spares"),
        "overall": _("Overall"),
    }


def _row(source: Source, visit: Visit, number: int) -> tuple[object, ...]:
    shown = source.view(visit)
    scores = given(visit.scores)
    found = average(scores.values())
    return (
        number,
        f"{visit.visited_on}",
        visit.ticket,
        shown.get("contact"),
        *(scores.get(question) for question in QUESTIONS),
        found.average,
        _code(scores),
        shown.get("opinion"),
        source.person(visit.by),
    )


def _code(scores: dict[str, int]) -> str | None:
    """Give the code of a feedback, by the overall score: A satisfied, B rather satisfied, C not satisfied."""
    overall = scores.get("overall")
    if overall is None:
        return None
    return "A" if overall >= _SATISFIED else "B" if overall >= _RATHER else "C"


def _total(source: Source, made: list[Visit]) -> tuple[object, ...]:
    """Give the averages of all visits, each with how many answered."""
    _ = source.tongue.gettext
    found = averages(made)
    whole = average(score for visit in made for score in given(visit.scores).values())
    told = [
        "" if mean.average is None else f"{mean.average} (n={mean.n})"
        for mean in (*(found[question] for question in QUESTIONS), whole)
    ]
    return ("", _("Average"), "", "", *told, "", "", "")


def _planned(source: Source, site_id: str, visits: list[Visit]) -> list[str]:
    """Give the visits that were planned and not made; others than ourselves see only what the contract promises."""
    terms = source.contract_of(site_id).on(source.days.today).follow_up
    if source.audience != "internal" and (terms is None or terms.policy):
        return []
    _ = source.tongue.gettext
    return [
        _("{id}, due {day}").format(id=visit.id, day=source.tongue.day(visit.due_on))
        for visit in visits
        if visit.visited_on is None
    ]
