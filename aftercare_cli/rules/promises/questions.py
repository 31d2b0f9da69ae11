"""Questions are answered (S13), within the time that the contract sets as an aim; the plan names none."""

import datetime as dt
from collections.abc import Iterator

from aftercare_cli.model.contract import QuestionTerms
from aftercare_cli.model.service import Question
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.calendars import Calendars
from aftercare_cli.rules.days import Days
from aftercare_cli.rules.judging import About, timed
from aftercare_cli.rules.promise import Promise


def promises(workspace: Workspace, calendars: Calendars, now: dt.datetime, _until: dt.datetime) -> Iterator[Promise]:
    """Yield a promise for each question asked by `now` whose contract sets a time."""
    for question in workspace.questions:
        promise = promise_of(workspace, calendars, question, now)
        if promise is not None:
            yield promise


def promise_of(workspace: Workspace, calendars: Calendars, question: Question, now: dt.datetime) -> Promise | None:
    """Judge one question; None where it was asked later than `now`, or no time is set that can be counted."""
    terms = terms_of(workspace, question, Days(calendars.timezone, now))
    if terms is None or question.asked_at > now or not calendars.can_count(terms.calendar):
        return None
    about = About(
        name="question",
        subject=question.id,
        site=question.site,
        contract=workspace.sites[question.site].contract,
        policy=terms.policy,
    )
    calendar = calendars.get(terms.calendar)
    return timed(about, question.asked_at, terms.answer_within, question.answered_at, now, calendar)


def terms_of(workspace: Workspace, question: Question, days: Days) -> QuestionTerms | None:
    """Give what the contract says of questions, in force on the day this one was asked."""
    site = workspace.sites.get(question.site)
    contract = None if site is None else workspace.contracts.get(site.contract)
    return None if contract is None else contract.on(days.of(question.asked_at)).questions
