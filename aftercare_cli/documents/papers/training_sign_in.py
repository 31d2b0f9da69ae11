"""The sign-in sheet of a training session (T6): twenty rows a page, to be signed by hand."""

from typing import Final

from aftercare_cli.documents.source import Source, Values
from aftercare_cli.documents.training import Lesson

ROWS: Final = 20
"""Rows of a page."""


def values(source: Source, subject: str) -> Values:
    """Give the pages of a session's sheet, or one blank page; only the company's own copy asks for telephones."""
    _ = source.tongue.gettext
    title = _("Training sign-in sheet")
    has_phones = source.audience == "internal"
    lesson = Lesson(source, subject) if subject else None
    people = [] if lesson is None else [person for person in lesson.shown["attendees"] if "name" in person]
    expected = ROWS if lesson is None else max(len(people), lesson.session.headcount or 0, 1)
    rows = [
        (
            number,
            *_who(people[number - 1] if number <= len(people) else {}),
            *([""] if has_phones else []),
            _("signed") if number <= len(people) and people[number - 1]["signed"] else "",
        )
        for number in range(1, -(-expected // ROWS) * ROWS + 1)
    ]
    return {
        "title": f"{title} {subject}".strip(),
        "head": source.head(title, subject),
        "fields": _fields(source, lesson),
        "titles": [
            (_("#"), "centre tight"),
            (_("Full name"), "tight"),
            (_("Unit, department"), "tight"),
            (_("Position"), "tight"),
            *([(_("Telephone"), "tight words")] if has_phones else []),
            (_("Signature"), "tight words"),
        ],
        "pages": [rows[at : at + ROWS] for at in range(0, len(rows), ROWS)],
    }


def _who(person: Values) -> tuple[str, str, str]:
    return person.get("name") or "", person.get("unit") or "", person.get("position") or ""


def _fields(source: Source, lesson: Lesson | None) -> list[tuple[str, object]]:
    _ = source.tongue.gettext
    blank = " "
    return [
        (_("Project"), blank if lesson is None else source.name_of(lesson.contract)),
        (_("Date"), blank if lesson is None else lesson.time or blank),
        (_("Subject"), blank if lesson is None else lesson.topics),
        (_("Class hours"), blank if lesson is None else lesson.hours or blank),
        (_("Place"), blank if lesson is None else lesson.shown.get("place") or blank),
        (
            _("Lecturer"),
            blank if lesson is None or lesson.session.lecturer is None else source.person(lesson.session.lecturer),
        ),
    ]
