"""Questions whose answer cannot be, or is said by halves (S13).

Passing: `asked_at: 2026-04-12T09:00:00+08:00` with `answered_at: 2026-04-12T11:00:00+08:00` and an `answer`. Failing:
an answer of the day before, `answered_at` without an `answer`, an `answer` without the time of it.
"""

import datetime as dt
from collections.abc import Iterator

from aftercare_cli.model.contract import QuestionTerms
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.finding import Field, Finding
from aftercare_cli.model.kinds import path_of
from aftercare_cli.model.service import Question
from aftercare_cli.model.text import say
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.calendars import Calendars
from aftercare_cli.rules.checks.references import unknown

ID = "questions"


def findings(workspace: Workspace, now: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 - records contradict themselves at any time
    """Yield wrong answers, and terms of contracts that count in a calendar nobody defined."""
    for question in workspace.questions:
        yield from _answer(question)
        if workspace.staff is not None and question.answered_by is not None:
            path = path_of("question", question.id)
            yield from unknown("unknown-staff", path, ("answered_by",), question.answered_by, workspace.staff)
    yield from uncounted(workspace)


def uncounted(workspace: Workspace) -> Iterator[Finding]:
    """Yield times to answer in a calendar that cannot be had: no question is judged by them."""
    calendars = Calendars(workspace.settings)
    for contract in workspace.contracts.values():
        path = path_of("contract", contract.id)
        yield from _calendar(path, ("questions",), contract.questions, calendars)
        for position, amendment in enumerate(contract.amendments):
            yield from _calendar(path, ("amendments", position, "questions"), amendment.questions, calendars)


def _answer(question: Question) -> Iterator[Finding]:
    path = path_of("question", question.id)
    at = question.answered_at
    if at is not None and at < question.asked_at:
        text = say("answered at {at}, before it was asked at {asked}", at=at, asked=question.asked_at)
        yield Finding(
            "answered-before-asked",
            "error",
            path,
            ("answered_at",),
            text,
            say("correct one of the two times"),
            against=("asked_at",),
        )
    if at is not None and question.answer is None:
        text = say("the question was answered at {at}, but the answer is not recorded", at=at)
        hint = say("write the answer down: whoever asks again will look for it")
        yield Finding("answer-incomplete", "warning", path, ("answered_at",), text, hint)
    if at is None and question.answer is not None:
        text = say("the answer has no time: the question still counts as open")
        yield Finding("answer-incomplete", "warning", path, ("answer",), text, say("add answered_at"))


def _calendar(path: str, field: Field, terms: QuestionTerms | None, calendars: Calendars) -> Iterator[Finding]:
    if terms is not None:
        try:
            calendars.get(terms.calendar)
        except AftercareError as error:
            yield Finding("unknown-calendar", "error", path, (*field, "calendar"), error.text, error.hint)
