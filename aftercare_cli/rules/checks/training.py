"""Training sessions that leave something to be done, or cannot have been held so (T1, T3–T6).

Passing: an attendee with `signed: true`; theory that was over before commissioning began; `topics: ["5", Door locks]`,
where the second is other content that the customer asked for, named by its title. Failing: an attendee who did not sign
(whether the topic was made up is said); an `initial` session on theory that ended once commissioning had begun; a
number that the curriculum does not have; an end before the start; a request that is overdue, or that waits for more
than 30 days without a day on which it is due.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from aftercare_cli.model.contract import Contract, TrainingTerms
from aftercare_cli.model.finding import Finding
from aftercare_cli.model.kinds import path_of
from aftercare_cli.model.service import TrainingSession
from aftercare_cli.model.text import say
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.calendars import local_day
from aftercare_cli.rules.checks.references import nearest
from aftercare_cli.rules.coverage import asked_on, open_requests
from aftercare_cli.rules.curriculum import expanded, is_initial, is_number, is_theory, known_topics

ID = "training"

_PATIENCE: Final = dt.timedelta(days=30)
"""How long a request without a day on which it is due may wait."""


def findings(workspace: Workspace, now: dt.datetime) -> Iterator[Finding]:
    """Yield what is wrong with sessions, who missed one that is over, and requests that nobody sees to."""
    today = local_day(workspace.settings, now)
    for session in workspace.training:
        yield from _backwards(session)
        end = session.end or session.start
        contract = workspace.contracts.get(session.contract)
        if contract is not None:
            yield from _topics(contract, session, end or today)
        if end is not None and end < today:
            terms = None if contract is None else contract.on(end).training
            yield from _missed(workspace, session, terms, end, today)
            if contract is not None and terms is not None:
                yield from _late_theory(contract, terms, session, end)
    for request in open_requests(workspace.training, today):
        yield from _forgotten(request, today)


def _backwards(session: TrainingSession) -> Iterator[Finding]:
    path = path_of("training", session.id)
    if (session.start is None) != (session.end is None):
        key = "start" if session.end is None else "end"
        text = say("a session that was held has both a start and an end")
        hint = say("give both; leave both out where it was only asked for")
        yield Finding("session-backwards", "error", path, (key,), text, hint)
    elif session.start is not None and session.end is not None and session.end < session.start:
        text = say("the session ends on {end}, before it starts on {start}", end=session.end, start=session.start)
        yield Finding("session-backwards", "error", path, ("end",), text, say("correct one of the days"))


def _topics(contract: Contract, session: TrainingSession, day: dt.date) -> Iterator[Finding]:
    known = known_topics(contract, day)
    for position, topic in enumerate(session.topics):
        if known and topic not in known and is_number(topic):
            text = say("{number} is no topic of the curriculum", number=topic)
            hint = nearest(
                topic, known, say("correct the number; other content is named by its title, not by a number")
            )
            yield Finding("extra-topic", "warning", path_of("training", session.id), ("topics", position), text, hint)


def _missed(
    workspace: Workspace, session: TrainingSession, terms: TrainingTerms | None, end: dt.date, today: dt.date
) -> Iterator[Finding]:
    """Yield the attendees who did not sign, but for those who had been trained in all of it before."""
    if all(attendee.signed for attendee in session.attendees):
        return
    held = [
        (other.end or other.start, other)
        for other in workspace.training
        if other.contract == session.contract and other.id != session.id
    ]
    before = [other for day, other in held if day is not None and day <= end]
    after = [
        other
        for day, other in sorted(held, key=lambda pair: (pair[0] or dt.date.max, pair[1].id))
        if day is not None and end < day <= today
    ]
    for position, attendee in enumerate(session.attendees):
        missing = set() if attendee.signed else _inner(terms, session.topics) - _learnt(terms, before, attendee.name)
        if not missing:
            continue
        text = say("{name} did not sign the session on {topics}", name=attendee.name, topics=", ".join(session.topics))
        hint = say("plan a session for them: asking again is free")
        for count in range(1, len(after) + 1):
            if missing <= _learnt(terms, after[:count], attendee.name):
                last = after[count - 1]
                hint = say("made up on {day}, {id}", day=last.end or last.start, id=last.id)
                break
        yield Finding("session-missed", "warning", path_of("training", session.id), ("attendees", position), text, hint)


def _inner(terms: TrainingTerms | None, topics: Sequence[str]) -> set[str]:
    return set(topics if terms is None else expanded(terms, topics))


def _learnt(terms: TrainingTerms | None, sessions: Sequence[TrainingSession], name: str) -> set[str]:
    """Give the topics that somebody signed for in some of the sessions."""
    signed = [
        session
        for session in sessions
        if any(attendee.name == name and attendee.signed for attendee in session.attendees)
    ]
    return {topic for session in signed for topic in _inner(terms, session.topics)}


def _late_theory(contract: Contract, terms: TrainingTerms, session: TrainingSession, end: dt.date) -> Iterator[Finding]:
    begins = contract.commissioning_start
    if not is_initial(session) or begins is None or end < begins or terms.owner_choice is not None:
        return
    for position, topic in enumerate(session.topics):
        if is_theory(terms, topic):
            text = say(
                "the theory of topic {number} ended on {end}, but commissioning began on {begins}",
                number=topic,
                end=end,
                begins=begins,
            )
            hint = say(
                "write owner_choice into the contract where the customer chose so in writing;"
                " a repetition is kind: make_up or on_request"
            )
            yield Finding(
                "training-late-theory", "warning", path_of("training", session.id), ("topics", position), text, hint
            )


def _forgotten(request: TrainingSession, today: dt.date) -> Iterator[Finding]:
    path, topics = path_of("training", request.id), ", ".join(request.topics)
    hint = say("hold it, then: aftercare train log {contract} --request {id}", contract=request.contract, id=request.id)
    asked = asked_on(request)
    if request.due_on is not None:
        if request.due_on < today:
            text = say(
                "the training on {topics} that was asked for was due on {day}", topics=topics, day=request.due_on
            )
            yield Finding("request-forgotten", "warning", path, ("due_on",), text, hint)
    elif asked is not None and today - asked > _PATIENCE:
        text = say("the training on {topics} was asked for on {day} and has no day yet", topics=topics, day=asked)
        field = ("id",) if request.requested_on is None else ("requested_on",)
        yield Finding("request-forgotten", "warning", path, field, text, hint)
