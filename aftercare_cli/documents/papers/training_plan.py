"""The training plan of a contract (T2–T4): what is held when, where and for whom, for the customer to approve."""

import datetime as dt
from collections.abc import Iterator

from aftercare_cli.documents import curricula, terms
from aftercare_cli.documents.source import NoSubjectError, Source, Values
from aftercare_cli.model.contract import Contract
from aftercare_cli.model.text import say
from aftercare_cli.rules.curriculum import curriculum, is_initial
from aftercare_cli.rules.training_plan import Lesson, TrainingPlan, training_plan


def values(source: Source, subject: str) -> Values:
    """Give the lessons by day, what each role is given, and what speaks against the plan.

    Raises NoSubjectError where nothing says when the training begins, CurriculumError for a curriculum that is missing.
    """
    _ = source.tongue.gettext
    contract = source.contract(subject)
    plan = training_plan(contract, source.calendars, _start(source, contract))
    training = curriculum(plan.contract)
    title = _("Training plan")
    name = source.name_of(contract)
    customer = contract.customer
    return {
        "title": f"{title} {name}",
        "head": source.head(title, contract.id, name),
        "contract_name": name,
        "customer": source.tongue.either(customer.name, customer.name_en),
        "place": curricula.place_of(source, training),
        "first": plan.days[0],
        "last": plan.days[-1],
        "total": curricula.total_of(source, training),
        "days": str(len(plan.days)),
        "handover": contract.handover,
        "lessons": [_row(source, plan, lesson) for lesson in plan.lessons],
        "roles": [
            {**audience, "goal": _("What they are to master: {goals}").format(goals=audience["goals"])}
            for audience in curricula.audiences(source, training)
        ],
        "notes": list(_notes(source, plan)),
        "hours": _hours(source),
    }


def _start(source: Source, contract: Contract) -> dt.date:
    """Give the day that was asked for, else that of the first session, else that on which commissioning begins."""
    if source.wishes.start is not None:
        return source.wishes.start
    held = [
        session.start
        for session in source.workspace.training
        if session.contract == contract.id and is_initial(session)
        if session.start is not None and session.start <= source.days.today
    ]
    start = min(held, default=contract.commissioning_start)
    if start is None:
        raise NoSubjectError(
            say("nothing says when the training of {contract} begins", contract=contract.id),
            say("name its first day: --start DATE"),
        )
    return start


def _row(source: Source, plan: TrainingPlan, lesson: Lesson) -> tuple[object, ...]:
    """Give a topic: number, title, working days, first and last day, for whom, and room for the lecturer."""
    _ = source.tongue.gettext
    training = curriculum(plan.contract)
    days = str(len(lesson.days))
    if lesson.is_part:
        days = f"（{days}）" if source.tongue.is_chinese else f"({days})"
    roles = [source.tongue.word("training_role", role) for role in lesson.roles]
    return (
        lesson.topic.number,
        curricula.title_of(source, lesson.topic),
        days,
        lesson.days[0].isoformat(),
        lesson.days[-1].isoformat(),
        _("everybody") if len(roles) == len(training.roles) else source.tongue.listed(roles),
        "",
    )


def _notes(source: Source, plan: TrainingPlan) -> Iterator[str]:
    """Yield what whoever approves the plan has to know."""
    for objection in plan.objections:
        told = source.tongue.say(objection.text)
        yield f"{told[:1].upper()}{told[1:]}{'。' if source.tongue.is_chinese else '.'}"


def _hours(source: Source) -> str | None:
    hours = terms.hours_of(source)
    if hours is None:
        return None
    return source.tongue.gettext("Working hours: {hours}, on working days.").format(hours=hours)
