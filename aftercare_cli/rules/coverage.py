"""Who has been trained in what (T1–T4, T6): by role, and by person as far as names are recorded."""

import datetime as dt
from collections.abc import Sequence
from typing import Literal

import msgspec

from aftercare_cli.model.contract import Contract, TrainingTerms
from aftercare_cli.model.service import Attendee, TrainingSession
from aftercare_cli.model.vocabulary import TrainingRole
from aftercare_cli.rules.curriculum import (
    attended_by,
    curriculum,
    due_day,
    expanded,
    in_force,
    is_initial,
    leaves,
    roles_of,
)

Standing = Literal["attended", "made_up", "missed", "lacking", "on_paper", "not_held"]
"""How a person stands with a topic: there, there later, absent, never listed; held with names on paper only; not held.
"""


class Held(msgspec.Struct, frozen=True):
    """A topic that a role is to attend: the sessions on it, the first day by which it was held, None where it was not.

    `role` is None where the contract names no roles.
    """

    role: TrainingRole | None
    topic: str
    sessions: tuple[str, ...]
    on: dt.date | None


class Trainee(msgspec.Struct, frozen=True):
    """A person on an attendance list: how they stand with each topic, and which they still lack.

    `role` is None where no session tells it: then the topics are those of the sessions they were listed in.
    """

    name: str
    role: TrainingRole | None
    topics: dict[str, Standing]

    @property
    def lacks(self) -> tuple[str, ...]:
        """Give the topics still to be attended."""
        return tuple(topic for topic, standing in self.topics.items() if standing in {"missed", "lacking", "not_held"})


class _Given(msgspec.Struct, frozen=True):
    """A session that was held: the day it ended, and the innermost topics it was on."""

    end: dt.date
    session: TrainingSession
    topics: frozenset[str]


def _given(terms: TrainingTerms, sessions: Sequence[TrainingSession], contract_id: str, today: dt.date) -> list[_Given]:
    """Give the sessions of a contract that were over by `today`, in order of time."""
    mine = [(session.end or session.start, session) for session in sessions if session.contract == contract_id]
    held = [
        _Given(end, session, frozenset(expanded(terms, session.topics)))
        for end, session in mine
        if end is not None and end <= today
    ]
    return sorted(held, key=lambda given: (given.end, given.session.id))


def begun_by(sessions: Sequence[TrainingSession], contract_id: str, day: dt.date) -> list[dt.date]:
    """Give the first days of a contract's initial sessions that began on `day` or earlier."""
    return [
        session.start
        for session in sessions
        if session.contract == contract_id
        and is_initial(session)
        and session.start is not None
        and session.start <= day
    ]


def asked_on(session: TrainingSession) -> dt.date | None:
    """Give the day on which a session was asked for: as recorded, else that of its id, if that is a day."""
    if session.requested_on is not None:
        return session.requested_on
    try:
        return dt.date.fromisoformat(session.id[2:10])
    except ValueError:
        return None


def open_requests(
    sessions: Sequence[TrainingSession], today: dt.date, contract_id: str | None = None
) -> list[TrainingSession]:
    """Give the sessions that were asked for and not begun by `today`, what is due soonest first."""
    waiting = [
        session
        for session in sessions
        if contract_id in {None, session.contract}
        and (session.start is None or (session.requested_on is not None and session.start > today))
        and (asked_on(session) or today) <= today
    ]
    return sorted(waiting, key=lambda found: (found.due_on or dt.date.max, asked_on(found) or today, found.id))


def by_role(contract: Contract, sessions: Sequence[TrainingSession], today: dt.date) -> list[Held]:
    """Give what each role is to attend and whether it was held by `today`.

    A contract is judged by the terms it holds: `curriculum.in_force` gives those of a day.
    """
    terms = contract.training
    if terms is None:
        return []
    held = _given(terms, sessions, contract.id, today)
    wanted: list[tuple[TrainingRole | None, str]] = [
        (role, topic) for role in terms.roles for topic in attended_by(terms, role)
    ]
    if not terms.roles:
        wanted = [(None, topic.number) for topic in leaves(terms)]
    found = []
    for role, topic in wanted:
        on = [given for given in held if topic in given.topics and (role is None or role in roles_of(given.session))]
        found.append(Held(role, topic, tuple(given.session.id for given in on), on[0].end if on else None))
    return found


def completed_on(contract: Contract, sessions: Sequence[TrainingSession], today: dt.date) -> dt.date | None:
    """Give the day on which the last topic was held for the last role; None while one is missing."""
    days = [held.on for held in by_role(contract, sessions, today)]
    complete = [day for day in days if day is not None]
    return max(complete) if complete and len(complete) == len(days) else None


def trainees(contract: Contract, sessions: Sequence[TrainingSession], today: dt.date) -> list[Trainee]:
    """Give every person that a session held by `today` lists, with what they attended and lack, by role and name."""
    terms = contract.training
    if terms is None:
        return []
    held = _given(terms, sessions, contract.id, today)
    listings: dict[str, list[_Listing]] = {}
    for given in held:
        for attendee in given.session.attendees:
            listings.setdefault(attendee.name, []).append((given, attendee))
    found = [_trainee(terms, held, listing) for listing in listings.values()]
    places: dict[TrainingRole | None, int] = {role: place for place, role in enumerate(terms.roles)}
    return sorted(found, key=lambda person: (places.get(person.role, len(places)), person.role or "~", person.name))


_Listing = tuple[_Given, Attendee]
"""A session, and what its list says of a person."""


def _trainee(terms: TrainingTerms, held: Sequence[_Given], listed: Sequence[_Listing]) -> Trainee:
    role = _role_of(listed)
    wanted = attended_by(terms, role) if role is not None else []
    had = expanded(terms, [topic for given, _attendee in listed for topic in given.session.topics])
    topics = dict.fromkeys([*wanted, *had])
    return Trainee(listed[0][1].name, role, {topic: _standing(held, listed, role, topic) for topic in topics})


def _role_of(listed: Sequence[_Listing]) -> TrainingRole | None:
    """Give a person's role: what a list says, else that of a session held for one role only."""
    said = None
    for given, attendee in listed:
        if attendee.role is not None:
            return attendee.role
        roles = roles_of(given.session)
        said = said or (roles[0] if len(roles) == 1 else None)
    return said


def _standing(held: Sequence[_Given], listed: Sequence[_Listing], role: TrainingRole | None, topic: str) -> Standing:
    on_topic = [given.session for given in held if topic in given.topics]
    said = [attendee.signed for given, attendee in listed if topic in given.topics]
    if any(said):
        return "attended" if said[0] else "made_up"
    if said:
        return "missed"
    for_role = [session for session in on_topic if role is None or role in roles_of(session)]
    if not for_role:
        return "not_held"
    return "on_paper" if any(not session.attendees for session in for_role) else "lacking"


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """What a contract's training covers as of a day, for all roles and people or for some."""

    contract: Contract
    today: dt.date
    held: list[Held]
    people: list[Trainee]
    requests: list[TrainingSession]
    completed_on: dt.date | None
    is_on_paper: bool
    """Whether it was due before the workspace's records begin, and nothing of it is recorded."""

    @property
    def missing(self) -> list[Held]:
        """Give what was not held yet."""
        return [one for one in self.held if one.on is None]

    @property
    def lacking(self) -> list[Trainee]:
        """Give the people who lack something."""
        return [person for person in self.people if person.lacks]


def coverage_of(
    contract: Contract, sessions: Sequence[TrainingSession], today: dt.date, since: dt.date | None
) -> Coverage:
    """Work out what a contract's training covers; `since` is the first day that is recorded.

    Raises CurriculumError where the contract has no curriculum.
    """
    agreed = in_force(contract, today)
    curriculum(agreed)
    due = due_day(agreed)
    return Coverage(
        contract=agreed,
        today=today,
        held=by_role(agreed, sessions, today),
        people=trainees(agreed, sessions, today),
        requests=open_requests(sessions, today, contract.id),
        completed_on=completed_on(agreed, sessions, today),
        is_on_paper=since is not None and due is not None and due < since and not begun_by(sessions, contract.id, due),
    )
