"""What the commands that record training are told, checked before anything is written."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Literal, get_args

from aftercare_cli.cli import lookup
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.reports.trainings import day_of, session_of
from aftercare_cli.cli.times import read_day
from aftercare_cli.model.contract import Contract
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.service import Attendee, TrainingSession
from aftercare_cli.model.text import say
from aftercare_cli.model.vocabulary import TrainingRole
from aftercare_cli.rules.checks.references import nearest
from aftercare_cli.rules.coverage import asked_on
from aftercare_cli.rules.curriculum import attended_by, expanded, in_force, is_number, known_topics, roles_of

Kind = Literal["initial", "make_up", "on_request"]


class WrongTopicError(AftercareError):
    """A topic that the curriculum does not have, or none at all."""


class WrongSessionError(AftercareError):
    """A session that cannot have been held so."""


class WrongRequestError(AftercareError):
    """A request of another contract, one that was held already, or one whose days make no sense."""


def request_of(session: Session, contract: Contract, wanted: str) -> TrainingSession:
    """Give the request that a session answers; raises WrongRequestError."""
    asked = session_of(session, wanted)
    if asked.contract != contract.id:
        raise WrongRequestError(
            say("{id} was asked for under {contract}", id=asked.id, contract=asked.contract), say("name that contract")
        )
    refuse_held(asked)
    return asked


def refuse_held(request: TrainingSession) -> None:
    """Raise WrongRequestError for a request that was held."""
    held = request.start or request.end
    if held is not None:
        raise WrongRequestError(
            say("{id} was held on {day} already", id=request.id, day=held),
            say("log another session without --request, or correct the file"),
        )


def days_held(session: Session, start: str, end: str | None, asked: TrainingSession | None) -> tuple[dt.date, dt.date]:
    """Give the first and the last day of a session that was held; raises WrongSessionError for days that cannot be."""
    first = read_day(start, session.now, session.timezone)
    last = first if end is None else read_day(end, session.now, session.timezone)
    if last < first:
        raise WrongSessionError(
            say("the session ends on {end}, before it starts on {start}", end=last, start=first),
            say("correct one of the days"),
        )
    refuse_future_day(session, last)
    wished = None if asked is None else asked_on(asked)
    if wished is not None and first < wished:
        raise WrongSessionError(
            say("{day} is before {wished}, when it was asked for", day=first, wished=wished),
            say("correct the day, or log it without --request"),
        )
    return first, last


def refuse_future_day(session: Session, day: dt.date) -> None:
    """Raise WrongSessionError for a day that has not come yet."""
    today = day_of(session, session.now)
    if day > today:
        raise WrongSessionError(
            say("{day} has not come yet: it is {today}", day=day, today=today),
            say(
                "records hold what happened; plans come from aftercare train plan, wishes go to aftercare train request"
            ),
        )


def topics_of(
    contract: Contract, day: dt.date, numbers: Sequence[str], titles: Sequence[str], asked: TrainingSession | None
) -> tuple[str, ...]:
    """Give the topics of a session, each once; raises WrongTopicError for one that the curriculum does not have."""
    known = known_topics(contract, day)
    for number in numbers:
        if number not in known:
            listed = say("topics are {numbers}; other content: --extra TITLE", numbers=", ".join(known))
            nothing = say("the contract has no curriculum: name the content with --extra TITLE")
            hint = nearest(number, known, listed) if known else nothing
            raise WrongTopicError(say("{number} is no topic of the curriculum", number=number), hint)
    for title in titles:
        if is_number(title.strip()) or title in known:
            raise WrongTopicError(
                say("{title} looks like the number of a topic", title=title),
                say("topics of the curriculum are told by their numbers; --extra takes a title"),
            )
    topics = tuple(dict.fromkeys([*(() if asked is None else asked.topics), *numbers, *titles]))
    if not topics:
        raise WrongTopicError(
            say("no topic is named"),
            say("name the topics by their numbers in the contract, other content by its title"),
        )
    return topics


def _known_roles(contract: Contract, day: dt.date) -> tuple[TrainingRole, ...]:
    """Give the roles that a contract trains; all there are where it names none."""
    terms = in_force(contract, day).training
    return tuple(terms.roles) if terms is not None and terms.roles else get_args(TrainingRole)


def _named_roles(contract: Contract, day: dt.date, named: Sequence[str]) -> list[TrainingRole]:
    known = _known_roles(contract, day)
    for role in named:
        lookup.word(role, known, say("{contract} trains no {role}", contract=contract.id, role=role))
    return [role for role in known if role in named]


def roles_held_for(
    contract: Contract,
    day: dt.date,
    named: Sequence[str],
    people: Sequence[Attendee],
    asked: TrainingSession | None,
) -> list[TrainingRole]:
    """Give the roles that a session was held for, in the contract's order; raises WrongSessionError for none.

    They are those that are named, else those of the people on the list, where each of them has one.
    """
    wished = () if asked is None else roles_of(asked)
    listed = [person.role for person in people if person.role is not None]
    chosen = _named_roles(contract, day, named or (listed if len(listed) == len(people) else ()))
    known = _known_roles(contract, day)
    if not chosen and not wished and len(known) > 1:
        raise WrongSessionError(
            say("nobody knows for which role the session was"),
            say("say it: --role {roles}", roles=", --role ".join(known)),
        )
    return list(dict.fromkeys([*wished, *chosen])) or list(known)


def roles_wished_for(
    contract: Contract, day: dt.date, named: Sequence[str], topics: Sequence[str]
) -> list[TrainingRole]:
    """Give the roles that a wish is for: those that are named, else those that are to attend one of its topics."""
    chosen = _named_roles(contract, day, named)
    known = _known_roles(contract, day)
    terms = in_force(contract, day).training
    if chosen or terms is None:
        return chosen or list(known)
    wanted = set(expanded(terms, topics))
    return [role for role in known if wanted & set(attended_by(terms, role))] or list(known)


def one_or_more(roles: Sequence[TrainingRole]) -> TrainingRole | tuple[TrainingRole, ...]:
    """Give roles as records write them: one alone is no list."""
    return roles[0] if len(roles) == 1 else tuple(roles)


def kind_of(named: str | None, asked: TrainingSession | None) -> Kind:
    """Give the kind of a session; raises UnknownRecordError, or WrongSessionError for an answer of another kind."""
    if named is not None:
        lookup.word(named, get_args(Kind), say("{word} is no kind of session", word=named))
    if asked is not None and named not in {None, "on_request"}:
        raise WrongSessionError(
            say("a session that was asked for is of the kind on_request"), say("leave out --kind, or --request")
        )
    if asked is not None:
        return "on_request"
    return next((kind for kind in get_args(Kind) if kind == named), "initial")


def attendees(
    session: Session, present: Sequence[str], absent: Sequence[str], attendance: str | None
) -> list[Attendee]:
    """Give who was to be there; raises WrongSessionError for a name that is given twice, AttendanceError."""
    people = [Attendee(name=name.strip(), signed=True) for name in present]
    people += [Attendee(name=name.strip()) for name in absent]
    if attendance is not None:
        from aftercare_cli.cli.attendance import read_attendance

        people += read_attendance(session, attendance)
    for name, count in Counter(person.name for person in people).items():
        if count > 1:
            raise WrongSessionError(
                say("{name} is named twice", name=name), say("add to the names of two people what tells them apart")
            )
    return people


def headcount_told(told: int | None, people: Sequence[Attendee]) -> int | None:
    """Give how many were there, where that is more than the names say; raises WrongSessionError where it is less."""
    present = sum(person.signed for person in people)
    if told is not None and told < present:
        raise WrongSessionError(
            say("{count} is less than the {names} names of those who were there", count=told, names=present),
            say("leave --headcount out where all names are given"),
        )
    return None if told == present else told
