"""Inspection rounds as reports: lists, the plan of a year, what is still owed."""

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import groupby

from aftercare_cli.cli import display
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _, ngettext, pgettext
from aftercare_cli.cli.report import Cell, Column, Report, Row, Section, Tone, columns
from aftercare_cli.cli.reports.owed import owed_report, owed_words
from aftercare_cli.cli.reports.tickets import due_cell
from aftercare_cli.rules.outcomes import BAD
from aftercare_cli.rules.promise import Promise
from aftercare_cli.rules.rounds import Round, Status

_TONES: dict[Status, Tone] = {
    "done": "good", "late": "warn", "missed": "bad", "due": "", "upcoming": "quiet", "excused": "quiet",
}  # fmt: skip


def status_word(status: Status) -> str:
    """Give the word for how a round stands."""
    return {
        "done": pgettext("inspection", "done"),
        "late": pgettext("inspection", "late"),
        "missed": pgettext("inspection", "missed"),
        "due": pgettext("inspection", "due"),
        "upcoming": pgettext("inspection", "to come"),
        "excused": _("excused"),
    }[status]


def status_words(found: Round) -> str:
    """Say how a round stands, and how late it is."""
    if not found.days_late:
        return status_word(found.status)
    late = ngettext("{count} day late", "{count} days late", found.days_late).format(count=found.days_late)
    return late if found.status == "late" else _("; ").join([status_word(found.status), late])


def iso(moment: dt.datetime | None, session: Session) -> str | None:
    """Give a moment for other programs, if there is one."""
    return None if moment is None else display.iso(moment, session.timezone)


def list_report(session: Session, found: Sequence[Round], now: dt.datetime) -> Report:
    """Give a list of sheets, each judged for itself."""
    titles = (
        Column("id", _("Inspection")),
        Column("site", _("Site")),
        Column("period", _("Period")),
        Column("status", _("State")),
        Column("days_late", _("Days late"), is_detail=True),
        Column("inspected_at", _("Inspected")),
        Column("failed", _("Failed")),
        Column("by", _("Inspected by"), may_wrap=True),
    )
    table_rows, coded, documents = [], [], []
    for entry in found:
        sheet = entry.sheet
        assert sheet is not None  # noqa: S101 - the list is one of sheets
        failed = sum(result.result in BAD for result in sheet.results)
        begin, end = (sheet.id, entry.site, sheet.period), (entry.inspected_at, failed, _(", ").join(sheet.by) or None)
        table_rows.append(Row((*begin, status_word(entry.status), entry.days_late, *end), _TONES[entry.status]))
        coded.append(Row((*begin, entry.status, entry.days_late, *end[:2], " ".join(sheet.by) or None)))
        documents.append(
            {
                "id": sheet.id,
                "site": entry.site,
                "period": sheet.period,
                "due_on": entry.period.last.isoformat(),
                "status": entry.status,
                "days_late": entry.days_late,
                "inspected_at": iso(entry.inspected_at, session),
                "by": list(sheet.by),
                "results": len(sheet.results),
                "failed": failed,
                "tickets": [result.ticket for result in sheet.results if result.ticket is not None],
            }
        )
    count = ngettext("{count} inspection", "{count} inspections", len(documents)).format(count=len(documents))
    section = Section("", titles, tuple(table_rows), _("No inspection."))
    document = {
        "schema": "aftercare/inspection-list/1",
        "as_of": display.iso(now, session.timezone),
        "inspections": documents,
    }
    return Report(count, (section,), document, table=Section("", titles, tuple(coded)))


def plan_report(session: Session, found: Sequence[Round], now: dt.datetime) -> Report:
    """Give the matrix of sites and months, a table for each year."""
    years = sorted({entry.period.last.year for entry in found})
    sections = tuple(_year(year, [entry for entry in found if entry.period.last.year == year]) for year in years) or (
        Section("", (), (), _("No inspection is promised in this time.")),
    )
    legend = _("✓ done   +n made n days late   ✗ missed   * due now   · to come   = excused   — none due")
    count = ngettext("{count} inspection", "{count} inspections", len(found)).format(count=len(found))
    told = _("{count}, as of {time}").format(count=count, time=display.moment(now, session.timezone))
    items = [plan_item(session, entry) for entry in found]
    document = {"schema": "aftercare/inspection-plan/1", "as_of": display.iso(now, session.timezone), "items": items}
    keys = (
        "site", "period", "due_on", "status", "inspection", "inspected_at", "days_late", "gap_days_since_previous",
    )  # fmt: skip
    table = Section("", columns(*((key, key) for key in keys)), tuple(Row(tuple(item.values())) for item in items))
    return Report(told, sections, document, notes=(legend,) if found else (), table=table)


def plan_item(session: Session, found: Round) -> dict[str, Cell]:
    """Give a round for other programs."""
    return {
        "site": found.site,
        "period": found.period.name,
        "due_on": found.period.last.isoformat(),
        "status": found.status,
        "inspection": None if found.sheet is None else found.sheet.id,
        "inspected_at": iso(found.inspected_at, session),
        "days_late": found.days_late,
        "gap_days_since_previous": found.gap_days,
    }


def _year(year: int, found: Sequence[Round]) -> Section:
    """Give a year's rounds by site and month: a period of several months stands in its last."""
    titles = (Column("site", _("Site")), *(Column(f"{month:02}", f"{month:02}") for month in range(1, 13)))
    table_rows = []
    for site, entries in groupby(found, key=lambda entry: entry.site):
        marks: dict[int, str] = {}
        tones: set[Tone] = set()
        for entry in entries:
            marks[entry.period.last.month] = _mark(entry)
            tones.add(_TONES[entry.status])
        worst: Tone = "bad" if "bad" in tones else "warn" if "warn" in tones else ""
        table_rows.append(Row((site, *(marks.get(month) for month in range(1, 13))), worst))
    return Section(str(year), titles, tuple(table_rows))


def _mark(found: Round) -> str:
    if found.status == "late":
        return f"+{found.days_late}"
    return {"done": "✓", "missed": "✗", "due": "*", "upcoming": "·", "excused": "="}[found.status]


def due_report(session: Session, owed: Sequence[Promise], begun: Mapping[str, str], now: dt.datetime) -> Report:
    """Give the inspections that are still owed; `begun` are the sheets that were drafted, by the promise's subject."""
    count = ngettext("{count} inspection is owed", "{count} inspections are owed", len(owed))
    return owed_report(
        session,
        owed,
        now,
        schema="aftercare/inspection-due/1",
        count=count.format(count=len(owed)),
        titles=columns(
            ("due_at", _("Due")),
            ("site", _("Site")),
            ("period", _("Period")),
            ("inspection", _("Inspection")),
            ("remarks", _("Time")),
        ),
        cells=lambda promise: (
            due_cell(promise, session.timezone),
            promise.site,
            promise.subject.partition("/")[2],
            begun.get(promise.subject),
            owed_words(promise),
        ),
        empty=_("No inspection is owed."),
        begun=("inspection", lambda promise: begun.get(promise.subject)),
    )
