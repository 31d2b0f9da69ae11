"""Training sessions and requests as reports: one of them, lists of them, and what a session leaves to be done."""

import datetime as dt
from collections.abc import Sequence
from typing import Literal

from aftercare_cli.cli import display, lookup
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _, ngettext, pgettext
from aftercare_cli.cli.report import Column, Report, Row, Section, Tone, columns
from aftercare_cli.cli.reports.details import details
from aftercare_cli.cli.reports.training_plans import roles_text, topic_title
from aftercare_cli.cli.words import training_role_word
from aftercare_cli.model.contract import Contract, TrainingTerms
from aftercare_cli.model.service import TrainingSession
from aftercare_cli.rules.coverage import Held, Trainee, asked_on, open_requests
from aftercare_cli.rules.curriculum import roles_of

SessionState = Literal["held", "under_way", "requested", "overdue"]


def session_of(session: Session, wanted: str) -> TrainingSession:
    """Give the session or request that `wanted` means; no other file is read."""
    found = session.workspace.read("training", lookup.dated_record_id(session, "training", wanted))
    assert isinstance(found, TrainingSession)  # noqa: S101 - its kind says so
    return found


def day_of(session: Session, moment: dt.datetime) -> dt.date:
    """Give the day it is in the workspace at a moment."""
    return moment.astimezone(session.timezone).date()


def state_of(found: TrainingSession, today: dt.date) -> SessionState:
    """Give how a session or a request stands."""
    if open_requests([found], today):
        return "overdue" if found.due_on is not None and found.due_on < today else "requested"
    end = found.end or found.start
    return "held" if end is not None and end <= today else "under_way"


def session_state_word(state: SessionState) -> str:
    """Give the word for a session's state."""
    words: dict[SessionState, str] = {
        "held": pgettext("training", "held"),
        "under_way": pgettext("training", "under way"),
        "requested": pgettext("training", "asked for"),
        "overdue": _("overdue"),
    }
    return words[state]


def standing_word(standing: str) -> str:
    """Give the word for how somebody stands with a topic."""
    words = {
        "attended": pgettext("training", "attended"),
        "made_up": pgettext("training", "made up"),
        "missed": pgettext("training", "missed"),
        "lacking": pgettext("training", "never listed"),
        "on_paper": pgettext("training", "names on paper"),
        "not_held": pgettext("training", "not held yet"),
    }
    return words.get(standing, standing)


def session_report(session: Session, found: TrainingSession, more: tuple[Section, ...] = ()) -> Report:
    """Give a session with who was there."""
    titles = (
        Column("name", pgettext("person", "Name")),
        Column("role", _("Role"), is_detail=True),
        Column("unit", pgettext("training", "Unit"), may_wrap=True),
        Column("position", pgettext("training", "Position"), is_detail=True),
        Column("signed", pgettext("training", "Signed")),
    )
    people = [
        Row(
            (
                person.name,
                training_role_word(person.role) if person.role else None,
                person.unit,
                person.position,
                person.signed,
            ),
            "" if person.signed else "warn",
        )
        for person in found.attendees
    ]
    if found.start is None:
        title, empty = _("Trainees"), _("It was not held yet.")
    else:
        title = ngettext("{count} trainee", "{count} trainees", headcount(found)).format(count=headcount(found))
        empty = _("Their names are not recorded.")
    attendees = Section(title, titles, tuple(people), empty)
    return details(session, "training", found.id, found, (attendees, *more), without=("attendees",))


def headcount(found: TrainingSession) -> int:
    """Give how many were there: as counted where names are on paper, else how many signed."""
    return found.headcount or sum(person.signed for person in found.attendees)


def list_report(session: Session, found: Sequence[TrainingSession], now: dt.datetime) -> Report:
    """Give sessions and requests with how they stand."""
    today = day_of(session, now)
    titles = (
        Column("id", _("Training")),
        Column("contract", _("Contract"), is_detail=True),
        Column("topics", _("Topics")),
        Column("roles", pgettext("training", "For"), may_wrap=True),
        Column("start", _("From")),
        Column("end", _("To"), is_detail=True),
        Column("state", _("State")),
        Column("present", pgettext("training", "Present")),
    )
    stands = [(one, state_of(one, today)) for one in found]
    tones: dict[SessionState, Tone] = {"overdue": "bad", "requested": "warn", "under_way": "", "held": ""}
    table_rows = [
        Row(
            (
                one.id,
                one.contract,
                _(", ").join(one.topics),
                roles_text(roles_of(one)),
                _when(one, state),
                one.end,
                session_state_word(state),
                None if state in {"requested", "overdue"} else headcount(one),
            ),
            tones[state],
        )
        for one, state in stands
    ]
    document = {
        "schema": "aftercare/training-list/1",
        "as_of": display.iso(now, session.timezone),
        "sessions": [_document(one, state) for one, state in stands],
    }
    count = ngettext("{count} training session", "{count} training sessions", len(found)).format(count=len(found))
    section = Section("", titles, tuple(table_rows), _("No training session."))
    return Report(count, (section,), document, table=_list_table(stands))


def _when(one: TrainingSession, state: SessionState) -> dt.date | str | None:
    """Give the day on which a session began; of one that is still to be held, the day by which it is due."""
    if state in {"held", "under_way"}:
        return one.start or one.end
    return None if one.due_on is None else _("by {day}").format(day=one.due_on)


def _document(one: TrainingSession, state: SessionState) -> dict[str, object]:
    return {
        "id": one.id,
        "contract": one.contract,
        "kind": one.kind,
        "roles": list(roles_of(one)),
        "topics": list(one.topics),
        "place": one.place,
        "on_site": one.on_site,
        "start": _iso(one.start),
        "end": _iso(one.end),
        "lecturer": one.lecturer,
        "specialty": one.specialty,
        "present": headcount(one),
        "requested_on": _iso(one.requested_on),
        "requested_by": one.requested_by,
        "due_on": _iso(one.due_on),
        "note": one.note,
        "state": state,
    }


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _list_table(stands: Sequence[tuple[TrainingSession, SessionState]]) -> Section:
    keys = ("id", "contract", "kind", "topics", "roles", "state", "requested_on", "due_on", "start", "end", "present")
    cells = [
        (
            one.id,
            one.contract,
            one.kind,
            " ".join(one.topics),
            " ".join(roles_of(one)),
            state,
            one.requested_on,
            one.due_on,
            one.start,
            one.end,
            headcount(one),
        )
        for one, state in stands
    ]
    return Section("", columns(*((key, key) for key in keys)), tuple(Row(row) for row in cells))


def lacking_section(contract: Contract, people: Sequence[Trainee]) -> Section:
    """Give who still lacks what."""
    titles = columns(("name", pgettext("person", "Name")), ("role", _("Role")), ("topics", _("Topics")))
    table_rows = tuple(
        Row(
            (
                person.name,
                training_role_word(person.role) if person.role else None,
                numbered(contract.training, person.lacks),
            ),
            "warn",
        )
        for person in people
        if person.lacks
    )
    empty = _("Nobody who is named on a list lacks anything.") if people else _("No names are recorded.")
    return Section(_("Who still lacks what"), titles, table_rows, empty)


def missing_section(contract: Contract, held: Sequence[Held]) -> Section:
    """Give the topics that were not held yet for a role."""
    titles = columns(("role", _("Role")), ("topics", _("Topics")))
    roles = dict.fromkeys(one.role for one in held if one.on is None)
    table_rows = tuple(
        Row(
            (
                training_role_word(role) if role else pgettext("training", "all"),
                numbered(contract.training, [one.topic for one in held if one.role == role and one.on is None]),
            ),
            "warn",
        )
        for role in roles
    )
    return Section(_("Topics not held yet"), titles, table_rows, _("None: the curriculum is complete."))


def numbered(terms: TrainingTerms | None, numbers: Sequence[str]) -> str:
    """Give topics by number and title; other content is its own title."""
    known = {topic.number: topic for topic in terms.topics} if terms is not None else {}
    return _("; ").join(f"{number} {topic_title(known[number])}" if number in known else number for number in numbers)


def requests_section(requests: Sequence[TrainingSession], today: dt.date) -> Section:
    """Give what was asked for and is not held yet."""
    titles = columns(
        ("id", _("Training")),
        ("requested_on", pgettext("training", "Asked for")),
        ("due_on", _("Due")),
        ("topics", _("Topics")),
        ("by", pgettext("training", "By")),
    )
    table_rows = tuple(
        Row(
            (one.id, asked_on(one), one.due_on, _(", ").join(one.topics), one.requested_by),
            "bad" if state_of(one, today) == "overdue" else "",
        )
        for one in requests
    )
    return Section(_("Asked for and not held yet"), titles, table_rows, _("Nothing."))


def request_document(one: TrainingSession, today: dt.date) -> dict[str, object]:
    """Give a request for other programs."""
    return {
        "id": one.id,
        "contract": one.contract,
        "roles": list(roles_of(one)),
        "topics": list(one.topics),
        "requested_on": _iso(asked_on(one)),
        "requested_by": one.requested_by,
        "due_on": _iso(one.due_on),
        "state": state_of(one, today),
    }
