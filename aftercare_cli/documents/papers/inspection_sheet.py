"""The sheet that an inspection is made with (M1, M2): a line for each check, to be ticked, or as it was."""

from typing import Final

from aftercare_cli.documents import inspected
from aftercare_cli.documents.source import NoSubjectError, Source, Values
from aftercare_cli.documents.window import month_of_wishes
from aftercare_cli.model.service import CheckResult, Inspection
from aftercare_cli.model.sites import Check
from aftercare_cli.model.text import say
from aftercare_cli.rules.days import month_of
from aftercare_cli.rules.outcomes import GRADES, MARKS, OUTCOMES
from aftercare_cli.rules.sheet import Line, Sheet, refuse_unpromised

_HAZARDS: Final = 2
"""Rows for unsafe conditions."""
_BESIDE: Final = 2
"""Boxes beside each other."""


def values(source: Source, subject: str) -> Values:
    """Give the lines of a recorded inspection, or those of a site's month, with a box for whatever may be found."""
    _ = source.tongue.gettext
    title = _("Inspection sheet")
    is_blank = subject in source.workspace.sites
    inspection = _planned(source, subject) if is_blank else source.one_of(source.workspace.inspections, subject)
    found = inspected.sheet(source, inspection)
    number = "" if is_blank else inspection.id
    site = source.site(inspection.site)
    shown = source.view(found.inspection)
    return {
        "title": f"{title} {number or f'{site.id} {inspection.period}'}",
        "head": source.head(title, number, source.name_of(site)),
        "wide": True,
        "fields": _fields(source, found),
        "lines": [_line(source, found, number, line) for number, line in enumerate(found.lines, 1)],
        "hazards": _HAZARDS,
        "discussion": shown.get("discussion"),
        "needs": shown.get("needs"),
    }


def _planned(source: Source, site_id: str) -> Inspection:
    """Give an empty inspection of a site for the month that was asked for, else for this one."""
    month = month_of_wishes(source.wishes) or month_of(source.days.today)
    contract = source.contract_of(site_id)
    refuse_unpromised(contract, month, source.workspace.settings.records_from)
    if not source.workspace.equipment.get(site_id):
        raise NoSubjectError(say("{site} has no equipment to inspect", site=site_id))
    return Inspection(id=f"I-{month.replace('-', '')}01-0000", site=site_id, period=month)


def _fields(source: Source, found: Sheet) -> list[tuple[str, object]]:
    _ = source.tongue.gettext
    tongue, inspection = source.tongue, found.inspection
    contract = source.contract_of(inspection.site)
    checklist = source.workspace.checklists[found.checklist]
    blank = " "
    witness = source.view(inspection).get("witness")
    return [
        (_("Project"), source.name_of(contract)),
        (_("Site"), source.name_of(source.site(inspection.site))),
        (_("Period"), _period(source, found)),
        (_("Due by"), tongue.day(found.period.last)),
        (_("Checklist"), tongue.either(checklist.name, checklist.name_en)),
        (_("Inspected at"), blank if inspection.inspected_at is None else tongue.moment(inspection.inspected_at)),
        (_("Inspected by"), source.people(inspection.by) if inspection.by else blank),
        (_("Witness for the customer"), witness or blank),
    ]


def _period(source: Source, found: Sheet) -> str:
    months = [source.tongue.month(month) for month in found.period.months]
    return months[0] if len(months) == 1 else f"{months[0]} – {months[-1]}"


def _line(source: Source, found: Sheet, number: int, line: Line) -> tuple[object, ...]:
    """Give a line: number, check, item, standard, boxes for what was found, measured value, remark."""
    check = found.checks.get(line.check)
    result = line.result
    remark = [] if result is None else [part for part in (result.note, result.ticket) if part]
    return (
        number,
        inspected.check_told(source, check, line.check),
        inspected.item_told(source, found, line.check, line.equipment),
        inspected.standard_told(source, check),
        _outcomes(source, result),
        _grades(source, check, result),
        "",
        ("；" if source.tongue.is_chinese else "; ").join(remark),
    )


def _outcomes(source: Source, result: CheckResult | None) -> str:
    """Give a box for each outcome, two a line."""
    ticked = None if result is None else result.result
    told = [f"{_box(ticked == outcome)}{source.tongue.word('outcome', outcome)}" for outcome in OUTCOMES]
    return "\n".join(" ".join(told[at : at + _BESIDE]) for at in range(0, len(told), _BESIDE))


def _grades(source: Source, check: Check | None, result: CheckResult | None) -> str | None:
    """Give the boxes of a graded check: its grade, best first, and what disturbs the picture."""
    if check is None or not check.graded:
        return None
    grade = None if result is None else result.grade
    marks = () if result is None else result.marks
    grades = " ".join(f"{_box(grade == value)}{value}" for value in reversed(GRADES))
    faults = " ".join(f"{_box(mark in marks)}{source.tongue.word('picture_fault', mark)}" for mark in MARKS)
    return f"{grades}\n{faults}"


def _box(is_ticked: bool) -> str:  # noqa: FBT001 - a box knows nothing else
    return "☑" if is_ticked else "□"
