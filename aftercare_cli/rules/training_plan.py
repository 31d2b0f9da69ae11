"""Laying the curriculum over working days (T3, T4): days off, and the days that make up for them."""

import datetime as dt
from collections.abc import Iterator
from typing import Literal

import msgspec

from aftercare_cli.model.contract import Contract, TrainingTerms, TrainingTopic
from aftercare_cli.model.text import Text, say
from aftercare_cli.model.vocabulary import TrainingRole
from aftercare_cli.rules.calendars import SEARCH_DAYS, Calendars, NoWorkingTimeError, WorkingHours
from aftercare_cli.rules.curriculum import attended_by, due_day, in_force, leaves, parent, parts, refuse_flaws

_DAY = dt.timedelta(days=1)


class Lesson(msgspec.Struct, frozen=True):
    """A topic and the working days it takes; one that lies inside another takes some of that one's days."""

    topic: TrainingTopic
    days: tuple[dt.date, ...]
    roles: tuple[TrainingRole, ...]

    @property
    def is_part(self) -> bool:
        """Say whether the topic lies inside another, so that its days are counted there."""
        return bool(parent(self.topic.number))


class Objection(msgspec.Struct, frozen=True):
    """What is wrong with a plan: it breaks the promise, or it is worth a warning."""

    kind: Literal["after-handover", "after-commissioning", "provisional"]
    is_breach: bool
    text: Text


class TrainingPlan(msgspec.Struct, frozen=True):
    """The lessons in the curriculum's order, and what speaks against them; the contract with the terms they follow."""

    contract: Contract
    lessons: tuple[Lesson, ...]
    objections: tuple[Objection, ...]

    @property
    def days(self) -> tuple[dt.date, ...]:
        """All working days of the plan."""
        return tuple(day for lesson in self.lessons if not lesson.is_part for day in lesson.days)


def training_calendar(calendars: Calendars, terms: TrainingTerms) -> WorkingHours | None:
    """Give the calendar of the training's working days; None where it is one that never stops.

    Raises UnknownCalendarError, UnknownHolidaysError.
    """
    return calendars.working_days() if terms.calendar is None else calendars.get(terms.calendar)


def training_plan(contract: Contract, calendars: Calendars, start: dt.date) -> TrainingPlan:
    """Lay a contract's curriculum over working days from `start` on, topic after topic.

    Its terms are those in force when the training is due, or on `start` where that is later. Raises CurriculumError for
    a curriculum that is missing or does not add up, NoWorkingTimeError, and what `training_calendar` raises.
    """
    contract = in_force(contract, start)
    terms = refuse_flaws(contract)
    calendar = training_calendar(calendars, terms)
    free = _working_days(calendar, start)
    lessons: list[Lesson] = []
    for topic in parts(terms, ""):
        lessons.extend(_laid(terms, topic, [next(free) for _ in range(topic.days)]))
    last = max(day for lesson in lessons for day in lesson.days)
    objections = list(_objections(contract, terms, lessons, last))
    if calendar is not None and not calendar.is_official(start, last):
        text = say("a year whose official list of days off is not published is counted by its weekdays")
        objections.append(Objection("provisional", is_breach=False, text=text))
    return TrainingPlan(contract, tuple(lessons), tuple(objections))


def _working_days(calendar: WorkingHours | None, start: dt.date) -> Iterator[dt.date]:
    day = since = start
    while (day - since).days < SEARCH_DAYS:
        if calendar is None or calendar.is_working(day):
            since = day
            yield day
        try:
            day += _DAY
        except OverflowError:
            raise NoWorkingTimeError(say("the calendar ends at the year {year}", year=day.year)) from None
    name = "" if calendar is None else calendar.name
    raise NoWorkingTimeError(say("the calendar {name} has no working time after {day}", name=name, day=since))


def _laid(terms: TrainingTerms, topic: TrainingTopic, days: list[dt.date]) -> Iterator[Lesson]:
    """Yield a topic with its days, then what lies inside it, each with its share of them."""
    inside = {leaf.number for leaf in leaves(terms, topic.number)} or {topic.number}
    roles = tuple(role for role in terms.roles if inside & set(attended_by(terms, role)))
    yield Lesson(topic, tuple(days), roles)
    for part in parts(terms, topic.number):
        yield from _laid(terms, part, days[: part.days])
        days = days[part.days :]


def _objections(contract: Contract, terms: TrainingTerms, lessons: list[Lesson], last: dt.date) -> Iterator[Objection]:
    due = due_day(contract)
    if due is not None and last > due:
        text = say("the plan ends on {last}, after the handover on {due}", last=last, due=due)
        if terms.owner_choice is not None:
            text = say("the plan ends on {last}, after {due}, which the customer chose", last=last, due=due)
        yield Objection("after-handover", is_breach=True, text=text)
    theory = [day for lesson in lessons if lesson.topic.theory for day in lesson.days]
    begins = contract.commissioning_start
    if theory and begins is not None and max(theory) >= begins and terms.owner_choice is None:
        text = say("the theory ends on {last}, but commissioning begins on {begins}", last=max(theory), begins=begins)
        yield Objection("after-commissioning", is_breach=False, text=text)
