"""People who missed a training session (T1, T6).

Passing: an attendee with `signed: true`. Failing: one who did not sign; whether the topic was made up is said.
"""

import datetime as dt
from collections.abc import Iterator

from aftercare_cli.model.finding import Finding
from aftercare_cli.model.kinds import path_of
from aftercare_cli.model.service import TrainingSession
from aftercare_cli.model.text import say
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.calendars import local_day

ID = "training"


def findings(workspace: Workspace, now: dt.datetime) -> Iterator[Finding]:
    """Yield attendees who did not sign a session that is over."""
    today = local_day(workspace.settings, now)
    for session in workspace.training:
        if session.end >= today:
            continue
        for position, attendee in enumerate(session.attendees):
            if attendee.signed:
                continue
            made_up = _made_up(workspace, session, attendee.name)
            text = say(
                "{name} did not sign the session on {topics}", name=attendee.name, topics=", ".join(session.topics)
            )
            hint = (
                say("plan a session for them: asking again is free")
                if made_up is None
                else say("made up on {day}, {id}", day=made_up.end, id=made_up.id)
            )
            yield Finding(
                "session-missed", "warning", path_of("training", session.id), ("attendees", position), text, hint
            )


def _made_up(workspace: Workspace, missed: TrainingSession, name: str) -> TrainingSession | None:
    return next(
        (
            session
            for session in workspace.training
            if session.contract == missed.contract
            and session.start > missed.end
            and set(missed.topics) <= set(session.topics)
            and any(attendee.name == name and attendee.signed for attendee in session.attendees)
        ),
        None,
    )
