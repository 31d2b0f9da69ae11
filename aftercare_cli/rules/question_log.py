"""How long questions took to be answered, and how long those that were not have waited (S13)."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from aftercare_cli.model.service import Question
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules import clock
from aftercare_cli.rules.calendars import Calendars
from aftercare_cli.rules.days import Days
from aftercare_cli.rules.promise import Promise
from aftercare_cli.rules.promises.questions import promise_of, terms_of


class Asked(msgspec.Struct, frozen=True):
    """A question as it stood at a moment: `took` until it was answered, or waits since it was asked, real time.

    `worked` is the same in the calendar of the contract's terms, `promise` what they bind to; both are None where the
    contract says nothing of questions.
    """

    question: Question
    took: dt.timedelta
    worked: dt.timedelta | None
    promise: Promise | None

    @property
    def is_answered(self) -> bool:
        """Say whether it was answered by then."""
        return self.question.answered_at is not None


class Times(msgspec.Struct, frozen=True):
    """Times to answer of several questions; None where there is none of the kind."""

    answered: int
    waiting: int
    median: dt.timedelta | None
    longest: dt.timedelta | None
    longest_waiting: dt.timedelta | None


def as_of(questions: Iterable[Question], now: dt.datetime) -> Iterator[Question]:
    """Yield questions asked by `now`; an answer given later is not there yet."""
    for question in questions:
        if question.asked_at > now:
            continue
        if question.answered_at is not None and question.answered_at > now:
            yield msgspec.structs.replace(question, answered_at=None, answered_by=None, answer=None)
        else:
            yield question


def timed(workspace: Workspace, calendars: Calendars, question: Question, now: dt.datetime) -> Asked:
    """Give a question of `as_of` with its times."""
    until = question.answered_at or now
    terms = terms_of(workspace, question, Days(calendars.timezone, now))
    worked = None
    if terms is not None:
        worked = max(clock.elapsed(question.asked_at, until, calendars.get(terms.calendar)), clock.ZERO)
    took = max(until - question.asked_at, clock.ZERO)
    return Asked(question, took, worked, promise_of(workspace, calendars, question, now))


def times(asked: Iterable[Asked]) -> Times:
    """Sum up times to answer."""
    found = list(asked)
    answered = sorted(one.took for one in found if one.is_answered)
    waiting = [one.took for one in found if not one.is_answered]
    return Times(
        len(answered),
        len(waiting),
        _median(answered),
        answered[-1] if answered else None,
        max(waiting, default=None),
    )


def _median(ordered: Sequence[dt.timedelta]) -> dt.timedelta | None:
    """Give the middle one, of two middle ones the mean."""
    if not ordered:
        return None
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
