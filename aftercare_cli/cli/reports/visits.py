"""Follow-up visits as reports: one visit with what it kept, lists of them with what customers thought, what is owed."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from aftercare_cli.cli import display
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _, ngettext, pgettext
from aftercare_cli.cli.report import Column, Report, Row, Section, Tone, columns
from aftercare_cli.cli.reports.owed import owed_report, owed_words
from aftercare_cli.cli.reports.promises import item_document
from aftercare_cli.cli.reports.tickets import due_cell, standing
from aftercare_cli.model.kinds import path_of
from aftercare_cli.model.service import Visit
from aftercare_cli.rules.due import still_due
from aftercare_cli.rules.promise import RUNNING, Promise
from aftercare_cli.rules.promises.follow_ups import FollowUp, follow_ups
from aftercare_cli.rules.visits import QUESTIONS, Average, average, averages, given, low
from aftercare_cli.store.events import plain

_AHEAD: Final = dt.timedelta(days=366)
"""How far ahead the next visit to a site is looked for: its next period has begun by then."""


def question_word(question: str) -> str:
    """Give the word for one of the five questions a customer is asked."""
    words = {
        "attitude": _("attitude"),
        "timeliness": _("timeliness"),
        "quality": _("quality of the work"),
        "spares": _("supply of spare parts"),
        "overall": _("overall"),
    }
    return words.get(question, question)


def visit_report(session: Session, visit: Visit, now: dt.datetime, change: str = "") -> Report:
    """Give a visit: when it was made, what the customer thought, which promise it kept, what is due next there.

    `change` says what was just written.
    """
    found = list(follow_ups(session.workspace, session.calendars, now, now + _AHEAD))
    about = [one for one in found if visit.id in {part.id for part in (one.plan, one.made) if part is not None}]
    overdue, nearest = _due_there(found, visit.site)
    scores = given(visit.scores)
    path = path_of("visit", visit.id)
    told = average(scores.values())
    titles = columns(("question", _("Asked about")), ("score", _("Score")))
    table_rows = tuple(
        Row((question_word(question), scores.get(question)), "bad" if question in low(visit.scores) else "")
        for question in QUESTIONS
    )
    coded = tuple(Row((question, scores.get(question))) for question in QUESTIONS)
    section = Section(_("Scores"), titles, table_rows if scores else (), _("No score was given."))
    document = {
        "schema": "aftercare/visit/1",
        "id": visit.id,
        "path": path,
        "visit": plain(visit, session.timezone),
        "average": _average(told),
        "low": list(low(visit.scores)),
        "promises": [item_document(one.promise, session.timezone) for one in about],
        "due": [item_document(promise, session.timezone) for promise in (*overdue, *nearest)],
    }
    notes = [f"{change} → {path}" if change else path]
    if scores:
        notes.append(_average_words(told))
    notes += [*_kept(session, visit, about), *_due_words(session, visit.site, overdue, nearest)]
    return Report(
        visit.id,
        (section,) if _is_made(visit) else (),
        document,
        _lead(visit),
        tuple(notes),
        Section("", titles, coded),
    )


def _is_made(visit: Visit) -> bool:
    return visit.visited_on is not None


def _lead(visit: Visit) -> tuple[str, ...]:
    lead = [_("follow-up visit to {site}").format(site=visit.site)]
    if visit.ticket is not None:
        lead[0] = _("follow-up visit to {site} after {ticket}").format(site=visit.site, ticket=visit.ticket)
    if visit.due_on is not None:
        lead.append(_("planned for {day}").format(day=visit.due_on))
    if visit.visited_on is not None:
        lead.append(_("made on {day}").format(day=visit.visited_on))
    if visit.by is not None:
        lead.append(_("by: {person}").format(person=visit.by))
    if visit.contact is not None:
        lead.append(_("talked with: {person}").format(person=visit.contact))
    if visit.opinion is not None:
        lead.append(_("opinion: {text}").format(text=visit.opinion))
    return tuple(lead)


def _kept(session: Session, visit: Visit, about: Sequence[FollowUp]) -> list[str]:
    """Say which promise a visit kept and how late, or that none asked for it; of a planned one, what it is for."""
    lines = []
    for one in about:
        promise = one.promise
        day = due_cell(promise, session.timezone)
        if one.made is not None and one.made.id == visit.id:
            template = (
                _("it keeps {subject}, due on {day}: {late}")
                if promise.overdue
                else _("it keeps {subject}, due on {day}, in time")
            )
            lines.append(template.format(subject=promise.subject, day=day, late=standing(promise)))
        elif one.made is None:
            lines.append(_("it is to keep {subject}, due on {day}").format(subject=promise.subject, day=day))
    if not lines and _is_made(visit):
        lines.append(_("no promise asked for this visit"))
    return lines


def _due_there(found: Sequence[FollowUp], site: str) -> tuple[list[Promise], list[Promise]]:
    """Give the visits to a site that are overdue, and the next one that can still be made in time, if there is one."""
    owed = still_due((one.promise for one in found if one.promise.site == site), None)
    running = [promise for promise in owed if promise.state in RUNNING]
    return [promise for promise in owed if promise.state not in RUNNING], running[:1]


def _due_words(session: Session, site: str, overdue: Sequence[Promise], nearest: Sequence[Promise]) -> list[str]:
    """Say how many visits to a site are overdue, and which is the next."""
    lines = []
    if overdue:
        told = ngettext(
            "{count} follow-up visit to {site} is overdue: {subjects}",
            "{count} follow-up visits to {site} are overdue: {subjects}",
            len(overdue),
        )
        names = _(", ").join(promise.subject for promise in overdue)
        lines.append(told.format(count=len(overdue), site=site, subjects=names))
    for promise in nearest:
        template = _("next at {site}: {subject}, due on {day}, {left}")
        day = due_cell(promise, session.timezone)
        lines.append(template.format(site=site, subject=promise.subject, day=day, left=standing(promise)))
    return lines or [_("no follow-up visit to {site} is due").format(site=site)]


def list_report(session: Session, visits: Sequence[Visit], now: dt.datetime) -> Report:
    """Give visits with their scores, then the average of each question over them."""
    today = now.astimezone(session.timezone).date()
    titles = (
        Column("id", _("Visit")),
        Column("site", _("Site")),
        Column("ticket", _("Ticket")),
        Column("due_on", pgettext("visit", "Planned"), is_detail=True),
        Column("visited_on", pgettext("visit", "Made")),
        *(Column(question, question_word(question), is_detail=True) for question in QUESTIONS),
        Column("average", _("Average")),
        Column("opinion", _("Opinion"), may_wrap=True),
    )
    table_rows = []
    documents = []
    for visit in visits:
        scores, bad = given(visit.scores), low(visit.scores)
        told = average(scores.values())
        is_overdue = visit.visited_on is None and visit.due_on is not None and visit.due_on < today
        attention: Tone = "bad" if bad or is_overdue else ""
        ends = (None if told.average is None else str(told.average), visit.opinion)
        asked = (scores.get(question) for question in QUESTIONS)
        cells = (visit.id, visit.site, visit.ticket, visit.due_on, visit.visited_on, *asked, *ends)
        table_rows.append(Row(cells, attention))
        documents.append(
            {
                **dict.fromkeys(Visit.__struct_fields__),
                **plain(visit, session.timezone),
                **_average(told),
                "low": list(bad),
            }
        )
    over_all = averages(visits)
    document = {
        "schema": "aftercare/visit-list/1",
        "as_of": display.iso(now, session.timezone),
        "visits": documents,
        "averages": {question: _average(told) for question, told in over_all.items()},
        "average": _average(_all(visits)),
    }
    sections = [Section("", titles, tuple(table_rows), _("No follow-up visit."))]
    if any(told.n for told in over_all.values()):
        sections.append(_averages_section(over_all, _all(visits)))
    count = ngettext("{count} follow-up visit", "{count} follow-up visits", len(visits)).format(count=len(visits))
    return Report(count, tuple(sections), document, (), tuple(_low_notes(visits)))


def _all(visits: Sequence[Visit]) -> Average:
    return average(score for visit in visits for score in given(visit.scores).values())


def _averages_section(over_all: Mapping[str, Average], every: Average) -> Section:
    titles = columns(("question", _("Asked about")), ("average", _("Average")), ("n", _("Answers")))
    told = [(question_word(question), found) for question, found in over_all.items()]
    table_rows = tuple(
        Row((word, None if found.average is None else str(found.average), found.n))
        for word, found in [*told, (_("all together"), every)]
    )
    return Section(_("Satisfaction, from 1 (bad) to 5 (good)"), titles, table_rows)


def _low_notes(visits: Sequence[Visit]) -> list[str]:
    """Say which visits have low scores, and which these are."""
    found = [visit for visit in visits if low(visit.scores)]
    if not found:
        return []
    told = ngettext(
        "{count} visit has a score of 2 or less: ask what went wrong",
        "{count} visits have a score of 2 or less: ask what went wrong",
        len(found),
    )
    lines = [told.format(count=len(found))]
    for visit in found:
        words = _(", ").join(f"{question_word(question)} {score}" for question, score in low(visit.scores).items())
        lines.append(_("{key}: {value}").format(key=f"{visit.id} {visit.site}", value=words))
    return lines


def due_report(
    session: Session, owed: Sequence[Promise], plans: Mapping[tuple[str, int], str], now: dt.datetime
) -> Report:
    """Give the visits that are still owed, soonest first; `plans` are those planned, by subject and cycle."""
    count = ngettext("{count} follow-up visit is still owed", "{count} follow-up visits are still owed", len(owed))
    return owed_report(
        session,
        owed,
        now,
        schema="aftercare/visit-due/1",
        count=count.format(count=len(owed)),
        titles=(
            Column("due_at", _("Due")),
            Column("subject", _("About")),
            Column("site", _("Site")),
            Column("visit", _("Planned as"), is_detail=True),
            Column("remarks", _("Time"), may_wrap=True),
        ),
        cells=lambda promise: (
            due_cell(promise, session.timezone),
            promise.subject,
            promise.site,
            plans.get((promise.subject, promise.cycle)),
            owed_words(promise),
        ),
        empty=_("No follow-up visit is due."),
        begun=("visit", lambda promise: plans.get((promise.subject, promise.cycle))),
    )


def _average(told: Average) -> dict[str, object]:
    return {"average": None if told.average is None else str(told.average), "n": told.n}


def _average_words(told: Average) -> str:
    template = ngettext("average {average} of {count} score", "average {average} of {count} scores", told.n)
    return template.format(average=told.average, count=told.n)
