"""The record of a training session (T6): what was taught to whom, and who signed for it."""

from aftercare_cli.documents.source import Source, Values
from aftercare_cli.documents.training import Lesson
from aftercare_cli.model.service import TrainingSession
from aftercare_cli.rules.coverage import open_requests

_ROOM = 10
"""Rows for names that are filled in by hand, where nobody is listed yet."""


def values(source: Source, subject: str) -> Values:
    """Give a session with its attendees; those who have not signed have a line to do so."""
    _ = source.tongue.gettext
    lesson = Lesson(source, subject)
    session = lesson.session
    is_held = not open_requests([session], source.days.today)
    title = _("Training record")
    people = _people(lesson)
    return {
        "title": f"{title} {session.id}",
        "head": source.head(title, session.id, source.name_of(lesson.contract)),
        "fields": _fields(lesson, is_held=is_held),
        "topics": lesson.topics,
        "content": "\n".join(lesson.content),
        "titles": [
            (_("#"), "centre"),
            _("Full name"),
            _("Unit, department"),
            _("Position"),
            *([_("Role trained for")] if _has_roles(lesson) else []),
            _("Signature"),
        ],
        "people": people,
        "blank": 0 if people else min(session.headcount or _ROOM, 2 * _ROOM),
        "make_up": _make_up(lesson),
        "note": lesson.shown.get("note"),
    }


def _fields(lesson: Lesson, *, is_held: bool) -> list[tuple[str, object]]:
    source, session = lesson.source, lesson.session
    _ = source.tongue.gettext
    return [
        (_("Project"), source.name_of(lesson.contract)),
        (_("Organisation trained"), lesson.units),
        (_("Place of training"), lesson.shown.get("place")),
        (_("Number of trainees"), _count(source, session) if is_held else None),
        (_("Time of training"), lesson.time),
        (_("Class hours"), lesson.hours),
        (_("Session"), _session(lesson)),
        (_("Lecturer"), source.person(session.lecturer)),
        (_("Specialty"), session.specialty),
        (_("Audience"), lesson.roles),
        (_("Teaching material"), lesson.materials),
        *(_request(lesson) if session.requested_on is not None or session.due_on is not None else []),
    ]


def _request(lesson: Lesson) -> list[tuple[str, object]]:
    _ = lesson.source.tongue.gettext
    return [
        (_("Asked for on"), lesson.source.tongue.day(lesson.session.requested_on)),
        (_("Asked for by"), lesson.shown.get("requested_by")),
    ]


def _count(source: Source, session: TrainingSession) -> str:
    """Give how many were there, and how many of those listed were not."""
    _ = source.tongue.gettext
    signed = sum(person.signed for person in session.attendees)
    there = session.headcount or signed
    listed = len(session.attendees)
    return str(there) if listed <= there else _("{there} (listed {listed})").format(there=there, listed=listed)


def _session(lesson: Lesson) -> str:
    _ = lesson.source.tongue.gettext
    kinds = {
        "initial": _("first training"),
        "make_up": _("make-up session"),
        "on_request": _("on the customer's request"),
    }
    kind = kinds[lesson.session.kind]
    place = lesson.place_in_course
    if place is None:
        return kind
    return _("No. {number} of {count}, {kind}").format(number=place[0], count=place[1], kind=kind)


def _people(lesson: Lesson) -> list[tuple[object, ...]]:
    """Give the attendees; none where the audience may not know their names."""
    tongue = lesson.source.tongue
    has_roles = _has_roles(lesson)
    _ = tongue.gettext
    return [
        (
            number,
            person["name"],
            person.get("unit"),
            person.get("position"),
            *([tongue.word("training_role", person["role"])] if has_roles else []),
            _("signed") if person["signed"] else "",
        )
        for number, person in enumerate(lesson.shown["attendees"], 1)
        if "name" in person
    ]


def _has_roles(lesson: Lesson) -> bool:
    """Say whether the list tells as what somebody was there."""
    return any(person.role is not None for person in lesson.session.attendees)


def _make_up(lesson: Lesson) -> str:
    """Give who was listed and has not signed: they need a make-up session."""
    tongue = lesson.source.tongue
    names = [person.get("name") for person in lesson.shown["attendees"] if not person["signed"]]
    told = [name for name in names if name]
    return tongue.listed(told) if told else ""
