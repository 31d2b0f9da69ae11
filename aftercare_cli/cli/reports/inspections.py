"""An inspection as a report: its sheet with the results, what was just recorded, what a finished round found."""

import datetime as dt
from collections.abc import Sequence

import msgspec

from aftercare_cli.cli import display
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _, ngettext, spoken
from aftercare_cli.cli.report import Cell, Column, Report, Row, Section, Tone, columns
from aftercare_cli.cli.reports.rounds import iso, status_words
from aftercare_cli.cli.sheet_file import COLUMNS
from aftercare_cli.cli.words import outcome_word, picture_fault_word
from aftercare_cli.model.kinds import path_of
from aftercare_cli.model.service import CheckResult
from aftercare_cli.model.sites import Check
from aftercare_cli.rules.days import Days
from aftercare_cli.rules.inspection_tickets import title_of
from aftercare_cli.rules.outcomes import BAD
from aftercare_cli.rules.rounds import Round, judged
from aftercare_cli.rules.sheet import Line, Sheet

_NAMED = 3
"""How many of the lines that lack a result are named."""
_BAD_TONES: dict[str, Tone] = {"fail": "bad", "hazard": "bad", "na": "quiet"}


def sheet_report(session: Session, sheet: Sheet, now: dt.datetime, notes: Sequence[str] = ()) -> Report:
    """Give a sheet: what is checked on what, what was found, against which standard."""
    inspection = sheet.inspection
    found = judged(inspection.site, sheet.period, inspection, Days(session.calendars.timezone, now))
    path = path_of("inspection", inspection.id)
    sections = (_lines(sheet, sheet.lines), _standards(sheet))
    return Report(
        inspection.id,
        sections,
        sheet_document(session, sheet, found),
        (*_lead(session, sheet, found), *([verdict(sheet)] if sheet.lines else [])),
        (*notes, path),
        lambda: _to_fill_in(sheet),
    )


def recorded_report(session: Session, sheet: Sheet, results: Sequence[CheckResult], now: dt.datetime) -> Report:
    """Give what was just recorded, of several results those that ask for attention, and what is left to check."""
    whole = sheet_report(session, sheet, now)
    keys = {(found.check, found.equipment) for found in results}
    lines = [line for line in sheet.lines if _key(line) in keys]
    notes = [
        _("note: {ticket} was opened for {line}, which passes now").format(ticket=line.result.ticket, line=_named(line))
        for line in lines
        if line.result is not None and line.result.ticket is not None and line.result.result not in BAD
    ]
    if any(line.result is not None and line.result.result == "hazard" for line in lines):
        notes.append(_("report it at once: aftercare inspect tickets {id}").format(id=sheet.inspection.id))
    if sheet.missing:
        named = _(", ").join(_named(line) for line in sheet.missing[:_NAMED])
        more = " …" if len(sheet.missing) > _NAMED else ""
        count = len(sheet.missing)
        left = ngettext("{count} line still to check: {names}", "{count} lines still to check: {names}", count)
        notes.append(left.format(count=count, names=named + more))
    else:
        notes.append(_("everything is checked: aftercare inspect finish {id}").format(id=sheet.inspection.id))
    count = len(results)
    told = ngettext("{id}: {count} result", "{id}: {count} results", count).format(id=sheet.inspection.id, count=count)
    shown = lines if count == 1 else [line for line in lines if line.result is not None and line.result.result in BAD]
    section = msgspec.structs.replace(_lines(sheet, shown), title="", empty=_("Nothing failed."))
    return Report(told, (section,), whole.document, notes=tuple(notes), table=whole.table)


def _key(line: Line) -> tuple[str, str | None]:
    return line.check, line.equipment if line.result is None else line.result.equipment


def _named(line: Line) -> str:
    return " ".join(part for part in (line.check, line.equipment) if part)


def finish_report(session: Session, sheet: Sheet, now: dt.datetime, next_due: Round | None) -> Report:
    """Give what a round that was just finished found, and what follows."""
    inspection = sheet.inspection
    found = judged(inspection.site, sheet.period, inspection, Days(session.calendars.timezone, now))
    bad = tuple(line for line in sheet.lines if line.result is not None and line.result.result in BAD)
    failed = msgspec.structs.replace(_lines(sheet, bad), title=_("Failed checks"), empty=_("Nothing failed."))
    notes = []
    if any(line.result is not None and line.result.ticket is None for line in bad):
        notes.append(_("open a ticket for each: aftercare inspect tickets {id}").format(id=inspection.id))
    notes.append(
        _("no further inspection is promised")
        if next_due is None
        else _("next inspection of {site}: {period}, due by {day}").format(
            site=next_due.site, period=next_due.period.name, day=next_due.period.last
        )
    )
    document = {
        **sheet_document(session, sheet, found),
        "next": None
        if next_due is None
        else {"period": next_due.period.name, "due_on": next_due.period.last.isoformat()},
    }
    lead = (*_lead(session, sheet, found), verdict(sheet))
    return Report(inspection.id, (failed,), document, lead, (*notes, path_of("inspection", inspection.id)))


def _lead(session: Session, sheet: Sheet, found: Round) -> list[str]:
    """Say which round it is, how it stands, who made it, and what was talked over."""
    inspection = sheet.inspection
    lead = [
        _("inspection of {site} for {period}, due by {day}: {status}").format(
            site=inspection.site, period=sheet.period.name, day=sheet.period.last, status=status_words(found)
        )
    ]
    if found.inspected_at is not None:
        lead.append(_("made {time}").format(time=display.moment(found.inspected_at, session.timezone)))
    if inspection.by:
        lead.append(_("by {names}").format(names=_(", ").join(inspection.by)))
    if inspection.witness is not None:
        lead.append(_("witness: {name}").format(name=inspection.witness))
    if inspection.signed_at is not None:
        lead.append(_("signed {time}").format(time=display.moment(inspection.signed_at, session.timezone)))
    if inspection.discussion is not None:
        lead.append(_("talked over: {text}").format(text=inspection.discussion))
    if inspection.needs is not None:
        lead.append(_("the customer needs: {text}").format(text=inspection.needs))
    if inspection.note is not None:
        lead.append(_("note: {text}").format(text=inspection.note))
    return lead


def verdict(sheet: Sheet) -> str:
    """Count what was found, and what is still to be checked."""
    counts = counted(sheet)
    left, na, hazards = counts["missing"], counts["na"], counts["hazard"]
    told = [
        ngettext("{count} passed", "{count} passed", counts["pass"]).format(count=counts["pass"]),
        ngettext("{count} failed", "{count} failed", counts["fail"]).format(count=counts["fail"]),
        ngettext("{count} hazard", "{count} hazards", hazards).format(count=hazards) if hazards else "",
        ngettext("{count} not applicable", "{count} not applicable", na).format(count=na) if na else "",
        ngettext("{count} still to check", "{count} still to check", left).format(count=left) if left else "",
    ]
    return _(", ").join(part for part in told if part)


def counted(sheet: Sheet) -> dict[str, int]:
    """Count the lines of a sheet by what was found; `missing` have no result yet."""
    counts = {"pass": 0, "fail": 0, "hazard": 0, "na": 0, "missing": len(sheet.missing)}
    for line in sheet.lines:
        if line.result is not None:
            counts[line.result.result] += 1
    return counts


def _lines(sheet: Sheet, lines: Sequence[Line]) -> Section:
    titles = (
        Column("check", _("Check")),
        Column("equipment", _("Equipment")),
        Column("location", _("Where"), is_detail=True),
        Column("result", _("Result")),
        Column("remarks", _("Remarks"), may_wrap=True),
    )
    table_rows = tuple(
        Row(
            (line.check, line.equipment, _location(sheet, line), _result(line.result), _remarks(line.result)),
            "" if line.result is None else _BAD_TONES.get(line.result.result, "good"),
        )
        for line in lines
    )
    return Section(_("Sheet"), titles, table_rows, _("There is nothing to check on this sheet."))


def _result(found: CheckResult | None) -> str | None:
    if found is None:
        return None
    if found.grade is None:
        return outcome_word(found.result)
    return _("{result}, grade {grade}").format(result=outcome_word(found.result), grade=found.grade)


def _remarks(found: CheckResult | None) -> str:
    if found is None:
        return ""
    marks = _(", ").join(picture_fault_word(mark) for mark in found.marks)
    return _("; ").join(part for part in (marks, found.note, found.ticket) if part)


def _standards(sheet: Sheet) -> Section:
    """Give the checks that are on the sheet, and the standard of each."""
    on_it = {line.check for line in sheet.lines}
    titles = columns(("check", _("Check")), ("standard", _("What is checked, and the standard")))
    checks = [check for check in sheet.checks.values() if check.id in on_it]
    table_rows = tuple(Row((check.id, _what(check))) for check in checks)
    return Section(_("Standards"), titles, table_rows, _("No check."))


def _what(check: Check) -> str:
    standard = _standard(check)
    return (
        _title(check) if standard is None else _("{title}: {standard}").format(title=_title(check), standard=standard)
    )


def _title(check: Check) -> str:
    return title_of(check, spoken())


def _standard(check: Check) -> str | None:
    return (check.standard_en or check.standard) if spoken() == "en" else check.standard


def _location(sheet: Sheet, line: Line) -> str | None:
    item = None if line.equipment is None else sheet.items.get(line.equipment)
    return None if item is None else item.location


def _to_fill_in(sheet: Sheet) -> Section:
    """Give the sheet as a table that can be filled in on the road and read back."""
    table_rows = []
    for line in sheet.lines:
        check, found = sheet.checks.get(line.check), line.result
        cells: tuple[Cell, ...] = (
            line.check,
            line.equipment,
            None if check is None else _title(check),
            _location(sheet, line),
            None if found is None else found.result,
            None if found is None else found.grade,
            None if found is None else " ".join(found.marks),
            None if found is None else found.note,
        )
        table_rows.append(Row(cells))
    return Section("", columns(*((name, name) for name in COLUMNS)), tuple(table_rows))


def sheet_document(session: Session, sheet: Sheet, found: Round) -> dict[str, object]:
    """Give a sheet for other programs."""
    inspection = sheet.inspection
    counts = counted(sheet)
    return {
        "schema": "aftercare/inspection/1",
        "id": inspection.id,
        "path": path_of("inspection", inspection.id),
        "site": inspection.site,
        "period": sheet.period.name,
        "due_on": sheet.period.last.isoformat(),
        "status": found.status,
        "days_late": found.days_late,
        "inspected_at": iso(found.inspected_at, session),
        "by": list(inspection.by),
        "witness": inspection.witness,
        "signed_at": iso(inspection.signed_at, session),
        "discussion": inspection.discussion,
        "needs": inspection.needs,
        "note": inspection.note,
        "checklist": sheet.checklist,
        "passed": counts["pass"],
        "failed": counts["fail"],
        "hazards": counts["hazard"],
        "not_applicable": counts["na"],
        "missing": counts["missing"],
        "lines": [_line_document(sheet, line) for line in sheet.lines],
    }


def _line_document(sheet: Sheet, line: Line) -> dict[str, object]:
    check, found = sheet.checks.get(line.check), line.result
    return {
        "check": line.check,
        "equipment": line.equipment,
        "title": None if check is None else _title(check),
        "standard": None if check is None else _standard(check),
        "location": _location(sheet, line),
        "result": None if found is None else found.result,
        "grade": None if found is None else found.grade,
        "marks": [] if found is None else list(found.marks),
        "note": None if found is None else found.note,
        "ticket": None if found is None else found.ticket,
    }
