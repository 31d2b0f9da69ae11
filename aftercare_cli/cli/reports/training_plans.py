"""A training plan as people and calendars read it: the topics with their days, then what each role attends and gets."""

import datetime as dt
from collections.abc import Sequence

from aftercare_cli.cli.calendar_file import Entry, calendar
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _, ngettext, pgettext, spoken
from aftercare_cli.cli.report import Column, Report, Row, Section, columns, rows
from aftercare_cli.cli.translate import translate
from aftercare_cli.cli.words import training_role_word
from aftercare_cli.model.contract import Contract, TrainingTopic
from aftercare_cli.model.vocabulary import TrainingRole
from aftercare_cli.rules.curriculum import attended_by, curriculum, due_day, parent
from aftercare_cli.rules.training_plan import Lesson, TrainingPlan

_DAY = dt.timedelta(days=1)


def plan_report(plan: TrainingPlan) -> Report:
    """Give a plan."""
    contract = plan.contract
    terms = curriculum(contract)
    lead = []
    if terms.place:
        lead.append(_("place: {place}").format(place=terms.place))
    if (due := due_day(contract)) is not None:
        lead.append(_("to be complete by {day}").format(day=due))
    title = ngettext(
        "{contract}: {count} working day, {first} to {last}",
        "{contract}: {count} working days, {first} to {last}",
        len(plan.days),
    ).format(contract=contract.id, count=len(plan.days), first=plan.days[0], last=plan.days[-1])
    sections = (_topics(plan, list(terms.roles)), *(_role(plan, role) for role in terms.roles))
    return Report(title, sections, _document(plan), tuple(lead), table=_table(plan))


def plan_calendar(session: Session, plan: TrainingPlan) -> str:
    """Give a plan as a calendar file: an entry for each run of days of a topic that no day off breaks."""
    name = _("{contract}: training").format(contract=plan.contract.name)
    holding = {parent(lesson.topic.number) for lesson in plan.lessons}
    entries = [
        _entry(plan.contract, lesson, run)
        for lesson in plan.lessons
        if lesson.topic.number not in holding
        for run in _runs(lesson.days)
    ]
    return calendar(name, entries, session.now)


def topic_title(topic: TrainingTopic) -> str:
    """Give a topic's title, in English where that is spoken and the contract has it."""
    return topic.title_en or topic.title if spoken() == "en" else topic.title


def roles_text(roles: Sequence[TrainingRole]) -> str:
    """Give the words for some roles."""
    return _(", ").join(training_role_word(role) for role in roles)


def _topics(plan: TrainingPlan, roles: Sequence[TrainingRole]) -> Section:
    titles = (
        Column("number", _("No.")),
        Column("title", _("Topic"), may_wrap=True),
        Column("start", _("First day")),
        Column("end", _("Last day")),
        Column("working_days", _("Days")),
        Column("roles", _("Who attends"), may_wrap=True),
    )
    cells = [
        Row(
            (
                lesson.topic.number,
                topic_title(lesson.topic),
                lesson.days[0],
                lesson.days[-1],
                len(lesson.days),
                pgettext("training", "all") if set(lesson.roles) == set(roles) else roles_text(lesson.roles) or None,
            ),
            "quiet" if lesson.is_part else "",
        )
        for lesson in plan.lessons
    ]
    return Section("", titles, tuple(cells))


def _role(plan: TrainingPlan, role: TrainingRole) -> Section:
    audience = curriculum(plan.contract).roles[role]
    numbers, days = _attended(plan, role)
    count = ngettext("{topics} ({count} working day)", "{topics} ({count} working days)", len(days)).format(
        topics=_(", ").join(numbers), count=len(days)
    )
    lead = _("attends {topics}, {first} to {last}").format(topics=count, first=days[0], last=days[-1]) if days else ""
    word = training_role_word(role)
    title = _("{role}: {goals}").format(role=word, goals=audience.goals) if audience.goals else word
    materials = rows([(f"□ {material}",) for material in audience.materials])
    return Section(title, columns(("material", _("Materials"))), materials, _("No material is listed."), lead)


def _attended(plan: TrainingPlan, role: TrainingRole) -> tuple[list[str], list[dt.date]]:
    """Give the innermost topics that a role attends, and on which days."""
    numbers = attended_by(curriculum(plan.contract), role)
    days = {day for lesson in plan.lessons if lesson.topic.number in numbers for day in lesson.days}
    return numbers, sorted(days)


def _table(plan: TrainingPlan) -> Section:
    """Give the topics as spreadsheets want them."""
    keys = ("number", "start", "end", "working_days", "roles", "title")
    cells = [
        (
            lesson.topic.number,
            lesson.days[0],
            lesson.days[-1],
            len(lesson.days),
            " ".join(lesson.roles),
            lesson.topic.title,
        )
        for lesson in plan.lessons
    ]
    return Section("", columns(*((key, key) for key in keys)), rows(cells))


def _document(plan: TrainingPlan) -> dict[str, object]:
    roles = []
    for role, audience in curriculum(plan.contract).roles.items():
        numbers, days = _attended(plan, role)
        roles.append(
            {
                "role": role,
                "goals": audience.goals,
                "materials": list(audience.materials),
                "topics": numbers,
                "working_days": len(days),
            }
        )
    return {
        "schema": "aftercare/training-plan/1",
        "contract": plan.contract.id,
        "start": str(plan.days[0]),
        "end": str(plan.days[-1]),
        "working_days": len(plan.days),
        "provisional": any(objection.kind == "provisional" for objection in plan.objections),
        "topics": [_lesson(lesson) for lesson in plan.lessons],
        "roles": roles,
        "findings": [
            {
                "code": objection.kind,
                "severity": "breach" if objection.is_breach else "warning",
                "message": translate(objection.text),
            }
            for objection in plan.objections
        ],
    }


def _lesson(lesson: Lesson) -> dict[str, object]:
    return {
        "number": lesson.topic.number,
        "parent": parent(lesson.topic.number) or None,
        "title": lesson.topic.title,
        "start": str(lesson.days[0]),
        "end": str(lesson.days[-1]),
        "working_days": len(lesson.days),
        "dates": [str(day) for day in lesson.days],
        "roles": list(lesson.roles),
        "theory": lesson.topic.theory,
    }


def _runs(days: Sequence[dt.date]) -> list[list[dt.date]]:
    """Give days as runs of days that follow each other."""
    runs: list[list[dt.date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == _DAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _entry(contract: Contract, lesson: Lesson, run: Sequence[dt.date]) -> Entry:
    topic, terms = lesson.topic, curriculum(contract)
    number = lesson.days.index(run[0]) + 1
    line = _("{key}: {value}")
    facts = (
        (_("Contract"), contract.name),
        (_("Place"), terms.place),
        (_("Who attends"), roles_text(lesson.roles)),
        (
            _("Days"),
            _("{first} to {last} of {count}").format(first=number, last=number + len(run) - 1, count=topic.days),
        ),
    )
    return Entry(
        uid=f"training-plan.{contract.id}.{topic.number}.{number}@aftercare",
        begin=run[0],
        last_day=run[-1],
        summary=_("Training {number} {title}").format(number=topic.number, title=topic_title(topic)),
        description="\n".join(line.format(key=key, value=value) for key, value in facts if value),
        categories=(_("training"),),
    )
