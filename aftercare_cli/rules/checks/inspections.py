"""Inspections that are late, were never made or were made twice (M1), and results that cannot be right (M2).

Passing: the sheet of March, made on 28 March; `{check: image-quality, result: pass, grade: "4"}`. Failing: the sheet of
March, made on 1 April: it is late, and counts for March only; a sheet whose month is over and that was never filled in;
a second sheet for March; one signed before it was made; `result: pass` with `grade: "3"`, a check that the checklist
does not have, and two different results of one check on one item.
"""

import datetime as dt
from collections.abc import Iterator

from aftercare_cli.model.finding import Finding
from aftercare_cli.model.kinds import path_of
from aftercare_cli.model.service import CheckResult, Inspection
from aftercare_cli.model.sites import Checklist
from aftercare_cli.model.text import say, say_many
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.calendars import zone
from aftercare_cli.rules.checks.references import nearest
from aftercare_cli.rules.days import Days, last_day
from aftercare_cli.rules.outcomes import is_contradictory
from aftercare_cli.rules.rounds import Periods

ID = "inspections"


def findings(workspace: Workspace, now: dt.datetime) -> Iterator[Finding]:
    """Yield what is wrong with inspections that have a record."""
    days = Days(zone(workspace.settings.timezone), now)
    periods = Periods(workspace)
    seen: dict[tuple[str, str], str] = {}
    for inspection in workspace.inspections:
        period = periods.of(inspection)
        last = last_day(inspection.period) if period is None else period.last
        yield from _late(inspection, last, days)
        yield from _signed_too_early(inspection)
        named = inspection.site, inspection.period if period is None else period.name
        yield from _twice(inspection, named, seen.setdefault(named, inspection.id))
        terms = None if period is None else period.terms.inspection
        checklist = None if terms is None else workspace.checklists.get(terms.checklist)
        yield from _results(inspection, checklist)


def _late(inspection: Inspection, last: dt.date, days: Days) -> Iterator[Finding]:
    """Yield that a round was made after its last day, or was not made by then, unless the customer agreed to that."""
    if inspection.excused is not None and inspection.excused.at <= days.now:
        return
    path = path_of("inspection", inspection.id)
    if inspection.inspected_at is None:
        if days.today > last:
            text = say(
                "the inspection of {site} for {period} was never made", site=inspection.site, period=inspection.period
            )
            hint = say("a later round counts for its own month only")
            yield Finding("inspection-missed", "warning", path, ("period",), text, hint)
        return
    late = (days.of(inspection.inspected_at) - last).days
    if inspection.inspected_at <= days.now and late > 0:
        text = say_many(
            "the inspection of {site} for {period} was {count} day late",
            "the inspection of {site} for {period} was {count} days late",
            late,
            site=inspection.site,
            period=inspection.period,
        )
        hint = say("it does not count for the month it was made in")
        yield Finding("inspection-late", "warning", path, ("inspected_at",), text, hint)


def _signed_too_early(inspection: Inspection) -> Iterator[Finding]:
    made, signed = inspection.inspected_at, inspection.signed_at
    if made is not None and signed is not None and signed < made:
        text = say("it was signed at {signed}, before it was made at {made}", signed=signed, made=made)
        path = path_of("inspection", inspection.id)
        hint = say("correct one of the two times")
        yield Finding("signed-before-made", "error", path, ("signed_at",), text, hint, against=("inspected_at",))


def _twice(inspection: Inspection, named: tuple[str, str], first: str) -> Iterator[Finding]:
    """Yield that the site has another sheet for the same period."""
    if inspection.id != first:
        site, period = named
        text = say(
            "the inspection of {site} for {period} has a sheet already: {id}", site=site, period=period, id=first
        )
        hint = say("give it the month it counts for, or put on that sheet what it found")
        yield Finding("inspection-twice", "warning", path_of("inspection", inspection.id), ("period",), text, hint)


def _results(inspection: Inspection, checklist: Checklist | None) -> Iterator[Finding]:
    """Yield results that no line of the sheet can hold, or that contradict themselves or each other."""
    path = path_of("inspection", inspection.id)
    checks = {} if checklist is None else {check.id: check for check in checklist.checks}
    told: dict[tuple[str, str | None], tuple[int, CheckResult]] = {}
    for position, found in enumerate(inspection.results):
        field = ("results", position)
        if checklist is not None and found.check not in checks:
            text = say("the checklist {checklist} has no check {check}", checklist=checklist.id, check=found.check)
            hint = nearest(found.check, checks, say("correct it, or add the check to the checklist"))
            yield Finding("unknown-check", "error", path, (*field, "check"), text, hint)
        elif is_contradictory(checks.get(found.check), found):
            text = (
                say("{check} is not graded", check=found.check)
                if found.check in checks and not checks[found.check].graded
                else say("{result} contradicts the grade {grade}", result=found.result, grade=found.grade)
            )
            hint = say("4 and 5 pass, 1 to 3 fail; only what is graded has a grade")
            yield Finding("grade-contradiction", "error", path, (*field, "grade"), text, hint)
        first, other = told.setdefault((found.check, found.equipment), (position, found))
        if (found.result, found.grade, found.marks) != (other.result, other.grade, other.marks):
            text = say("{check} has another result already", check=found.check)
            hint = say("keep the one that was found")
            yield Finding("result-twice", "error", path, field, text, hint, against=("results", first))
