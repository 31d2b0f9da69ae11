"""Inspections as papers tell them: the sheet as it stood at a moment, and the words for its lines."""

import datetime as dt

import msgspec

from aftercare_cli.documents.equipment import place_told
from aftercare_cli.documents.language import BLANK
from aftercare_cli.documents.source import NoSubjectError, Source
from aftercare_cli.model.service import CheckResult, Inspection
from aftercare_cli.model.sites import Check
from aftercare_cli.model.text import say
from aftercare_cli.rules.days import first_day
from aftercare_cli.rules.sheet import Sheet, sheet_of


def sheet(source: Source, inspection: Inspection) -> Sheet:
    """Give the sheet of an inspection; what was found after the source's moment is not on it.

    Raises NoSubjectError where nothing says what is to be checked.
    """
    inspection = as_of(inspection, source.now)
    contract = source.contract_of(inspection.site)
    terms = contract.on(first_day(inspection.period)).inspection
    if terms is None:
        raise NoSubjectError(
            say("{contract} promises no inspections in {period}", contract=contract.id, period=inspection.period),
            say("write into the contract: inspection: {terms}", terms="{every: 1 month, checklist: cctv}"),
        )
    checklist = source.workspace.checklists.get(terms.checklist)
    if checklist is None:
        raise NoSubjectError(
            say(
                "{contract} names the checklist {name}, which does not exist",
                contract=contract.id,
                name=terms.checklist,
            )
        )
    equipment = source.workspace.equipment.get(inspection.site)
    return sheet_of(inspection, contract, checklist, () if equipment is None else equipment.items)


def as_of(inspection: Inspection, now: dt.datetime) -> Inspection:
    """Give an inspection as it stood at a moment: what was made later was a plan then."""
    if inspection.inspected_at is None or inspection.inspected_at <= now:
        signed = inspection.signed_at
        return inspection if signed is None or signed <= now else msgspec.structs.replace(inspection, signed_at=None)
    return Inspection(id=inspection.id, site=inspection.site, period=inspection.period)


def check_told(source: Source, check: Check | None, check_id: str) -> str:
    """Give the title of a check; in Chinese with its group, which says what the title is about."""
    if check is None:
        return check_id
    if not source.tongue.is_chinese:
        return check.title_en or check.title
    return check.title if check.group in check.title else f"{check.group}：{check.title}"


def standard_told(source: Source, check: Check | None) -> str:
    """Give what a check is measured by."""
    return BLANK if check is None else source.tongue.either(check.standard, check.standard_en)


def item_told(source: Source, found: Sheet, check_id: str, equipment: str | None) -> str:
    """Give the equipment of a line; a line for the whole site, or for every item of a check, says so."""
    _ = source.tongue.gettext
    if equipment is not None:
        return place_told(source, equipment) or equipment
    check = found.checks.get(check_id)
    return _("whole site") if check is None or not check.categories else _("all of them")


def finding_told(source: Source, result: CheckResult) -> str:
    """Give what was found on a line: grade, what disturbs the picture, remark."""
    tongue = source.tongue
    _ = tongue.gettext
    told = [_("grade {grade}").format(grade=result.grade)] if result.grade else []
    told += [tongue.word("picture_fault", mark) for mark in result.marks]
    told += [result.note] if result.note else []
    return ("；" if tongue.is_chinese else "; ").join(told) or BLANK
