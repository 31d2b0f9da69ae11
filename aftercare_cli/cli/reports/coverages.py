"""Who has been trained in what, as reports: role by topic, person by topic, and one line per contract."""

from collections.abc import Sequence
from typing import Final

import msgspec

from aftercare_cli.cli import lookup
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _, ngettext, pgettext
from aftercare_cli.cli.report import Cell, Column, Report, Row, Section, Tone, columns
from aftercare_cli.cli.reports.training_plans import topic_title
from aftercare_cli.cli.reports.trainings import (
    lacking_section,
    missing_section,
    numbered,
    request_document,
    requests_section,
    session_report,
    standing_word,
)
from aftercare_cli.cli.words import training_role_word
from aftercare_cli.model.service import TrainingSession
from aftercare_cli.model.text import say
from aftercare_cli.rules.coverage import Coverage, Standing, coverage_of
from aftercare_cli.rules.curriculum import curriculum, due_day, in_force, roles_of

_SIGNS: Final[dict[Standing, str]] = {
    "attended": "✓",
    "made_up": "↻",
    "missed": "✗",
    "lacking": "!",
    "on_paper": "?",
    "not_held": "-",
}


def only(coverage: Coverage, role: str | None, person: str | None) -> Coverage:
    """Give the part of a coverage about one role or one person; raises UnknownRecordError."""
    held, people, requests = coverage.held, coverage.people, coverage.requests
    if person is not None:
        unknown = say("no attendance list names {wanted}", wanted=person)
        name = lookup.pick(person, [one.name for one in people], unknown)
        people = [one for one in people if one.name == name]
        role = role or people[0].role
    if role is not None:
        known = [str(one) for one in dict.fromkeys(one.role for one in held) if one is not None]
        wanted = lookup.word(role, known, say("{contract} trains no {role}", contract=coverage.contract.id, role=role))
        held = [one for one in held if one.role == wanted]
        people = [one for one in people if one.role == wanted]
        requests = [one for one in requests if wanted in roles_of(one)]
    return msgspec.structs.replace(coverage, held=held, people=people, requests=requests)


def coverage_report(coverage: Coverage) -> Report:
    """Give a coverage: what each role was given, what each person attended, who lacks what, what was asked for."""
    contract = coverage.contract
    sections = [
        *_roles(coverage),
        _people(coverage),
        lacking_section(contract, coverage.people),
        requests_section(coverage.requests, coverage.today),
    ]
    legend = _("; ").join(f"{sign} {standing_word(standing)}" for standing, sign in _SIGNS.items())
    notes = [legend] if coverage.people else []
    unknown = sum(person.role is None for person in coverage.people)
    if unknown:
        template = ngettext(
            "{count} person has no role: write it behind the name in an attendance list",
            "{count} people have no role: write it behind their names in an attendance list",
            unknown,
        )
        notes.append(template.format(count=unknown))
    notes += _paper_notes([coverage])
    return Report(
        contract.id, tuple(sections), _document(coverage), (_state(coverage),), tuple(notes), _table(coverage)
    )


def _paper_notes(coverages: Sequence[Coverage]) -> list[str]:
    """Say for which contracts the training may be on paper only."""
    names = [one.contract.id for one in coverages if one.is_on_paper and one.completed_on is None]
    note = _("due before the records of this workspace begin, so it may be on paper elsewhere: {contracts}")
    return [note.format(contracts=_(", ").join(names))] if names else []


def after_report(session: Session, found: TrainingSession) -> Report:
    """Give a session that was just recorded, and what the roles and people of its contract still lack."""
    contract = lookup.contract(session, found.contract)
    today = session.now.astimezone(session.timezone).date()
    if not (terms := in_force(contract, today).training) or not terms.topics:
        return session_report(session, found)
    records = session.workspace
    coverage = coverage_of(contract, records.training, today, records.settings.records_from)
    more = (lacking_section(coverage.contract, coverage.people), missing_section(coverage.contract, coverage.held))
    base = session_report(session, found, more)
    first = list(dict.fromkeys(one.topic for one in coverage.held if one.sessions == (found.id,)))
    notes = [_state(coverage)]
    if first:
        topics = numbered(coverage.contract.training, first)
        notes.insert(0, _("held for the first time: {topics}").format(topics=topics))
    lacks = [{"name": one.name, "role": one.role, "topics": list(one.lacks)} for one in coverage.lacking]
    missing = [{"role": one.role, "number": one.topic} for one in coverage.missing]
    done = coverage.completed_on
    document = {
        **base.document,
        "complete": done is not None,
        "completed_on": None if done is None else str(done),
        "lacks": lacks,
        "missing": missing,
    }
    return Report(base.title, base.sections, document, base.lead, tuple(notes), base.table)


def _state(coverage: Coverage) -> str:
    due, done = due_day(coverage.contract), coverage.completed_on
    if done is not None:
        text = _("the curriculum is complete since {day}").format(day=done)
    else:
        count = len({one.topic for one in coverage.missing})
        text = ngettext(
            "the curriculum is not complete: {count} topic is missing",
            "the curriculum is not complete: {count} topics are missing",
            count,
        ).format(count=count)
    return text if due is None else _("{text}; due by {day}").format(text=text, day=due)


def _roles(coverage: Coverage) -> list[Section]:
    titles = columns(
        ("number", _("No.")), ("held_on", _("Held on")), ("sessions", _("Sessions")), ("title", _("Topic"))
    )
    topics = {topic.number: topic for topic in curriculum(coverage.contract).topics}
    due = due_day(coverage.contract)
    late: Tone = "bad" if due is not None and due < coverage.today else "warn"
    sections = []
    for role in dict.fromkeys(one.role for one in coverage.held):
        table_rows = tuple(
            Row(
                (
                    one.topic,
                    one.on or pgettext("training", "missing"),
                    _(", ").join(one.sessions) or None,
                    topic_title(topics[one.topic]) if one.topic in topics else None,
                ),
                "" if one.on else late,
            )
            for one in coverage.held
            if one.role == role
        )
        sections.append(
            Section(training_role_word(role) if role else pgettext("training", "everybody"), titles, table_rows)
        )
    return sections


def _people(coverage: Coverage) -> Section:
    numbers = [topic.number for topic in curriculum(coverage.contract).topics]
    attended = {number for person in coverage.people for number in person.topics}
    topics = [number for number in numbers if number in attended] + sorted(attended - set(numbers))
    titles = (
        Column("name", pgettext("person", "Name"), may_wrap=True),
        Column("role", _("Role"), is_detail=True),
        *(Column(number, number) for number in topics),
    )
    table_rows = tuple(
        Row(
            (
                person.name,
                training_role_word(person.role) if person.role else None,
                *(_SIGNS[person.topics[number]] if number in person.topics else "" for number in topics),
            ),
            "warn" if person.lacks else "",
        )
        for person in coverage.people
    )
    return Section(_("People"), titles, table_rows, _("No names are recorded."))


def _table(coverage: Coverage) -> Section:
    """Give everything as spreadsheets want it: first the roles' topics, then those of each person."""
    keys = ("role", "person", "topic", "standing", "held_on", "sessions")
    held = {(one.role, one.topic): one for one in coverage.held}
    cells: list[tuple[Cell, ...]] = [
        (one.role, None, one.topic, "held" if one.on else "missing", one.on, " ".join(one.sessions))
        for one in coverage.held
    ]
    for person in coverage.people:
        for topic, standing in person.topics.items():
            given = held.get((person.role, topic))
            on, sessions = (None, "") if given is None else (given.on, " ".join(given.sessions))
            cells.append((person.role, person.name, topic, standing, on, sessions))
    return Section("", columns(*((key, key) for key in keys)), tuple(Row(row) for row in cells))


def _document(coverage: Coverage) -> dict[str, object]:
    done = coverage.completed_on
    return {
        "schema": "aftercare/training-coverage/1",
        "contract": coverage.contract.id,
        "complete": done is not None,
        "completed_on": None if done is None else str(done),
        "roles": [
            {
                "role": role,
                "topics": [
                    {
                        "number": one.topic,
                        "held_on": None if one.on is None else str(one.on),
                        "sessions": list(one.sessions),
                    }
                    for one in coverage.held
                    if one.role == role
                ],
            }
            for role in dict.fromkeys(one.role for one in coverage.held)
        ],
        "people": [
            {
                "name": person.name,
                "role": person.role,
                "topics": [{"number": number, "standing": standing} for number, standing in person.topics.items()],
                "lacks": list(person.lacks),
            }
            for person in coverage.people
        ],
        "requests": [request_document(one, coverage.today) for one in coverage.requests],
    }


def overview(coverages: Sequence[Coverage]) -> Report:
    """Give a line for each contract with a curriculum."""
    titles = (
        Column("contract", _("Contract"), may_wrap=True),
        Column("due_on", _("Due")),
        Column("completed_on", pgettext("training", "Complete")),
        Column("missing", pgettext("training", "Missing")),
        Column("lacking", pgettext("training", "Lacking")),
        Column("requests", pgettext("training", "Asked for")),
    )
    facts = [
        (
            one.contract.id,
            due_day(one.contract),
            one.completed_on,
            len({missing.topic for missing in one.missing}),
            len(one.lacking),
            len(one.requests),
        )
        for one in coverages
    ]
    document = {
        "schema": "aftercare/training-overview/1",
        "contracts": [
            {
                "contract": contract,
                "due_on": None if due is None else str(due),
                "completed_on": None if done is None else str(done),
                "missing": missing,
                "lacking": lacking,
                "requests": requests,
            }
            for contract, due, done, missing, lacking, requests in facts
        ],
    }
    count = ngettext("{count} curriculum", "{count} curricula", len(facts)).format(count=len(facts))
    table_rows = tuple(
        Row((contract, due, done or pgettext("training", "no"), *rest), "" if done else "warn")
        for contract, due, done, *rest in facts
    )
    table = Section("", titles, tuple(Row(row) for row in facts))
    section = Section("", titles, table_rows, _("No contract has a curriculum."))
    return Report(count, (section,), document, notes=tuple(_paper_notes(coverages)), table=table)
