"""Inspection rounds, site by site and period by period: done, late, missed, due, still to come (M1)."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise
from typing import Literal

import msgspec

from aftercare_cli.model.service import Inspection
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.days import Days, first_day
from aftercare_cli.rules.periods import Period, inspection_periods
from aftercare_cli.rules.promises.inspections import by_month, is_recorded, round_of, waiver_of
from aftercare_cli.rules.sheet import end_of, periods_by_month, unpromised

Status = Literal["done", "late", "missed", "due", "upcoming", "excused"]


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """The inspection of one site and period; `sheet` is the one that counts for it, if there is one.

    `days_late` is how late it was made, or is by now; `gap_days` are days since the round at that site before it.
    """

    site: str
    period: Period
    sheet: Inspection | None
    status: Status
    inspected_at: dt.datetime | None
    days_late: int
    gap_days: int | None = None


def rounds(
    workspace: Workspace, days: Days, first: dt.date, last: dt.date, sites: Collection[str] | None = None
) -> Iterator[Round]:
    """Yield the promised rounds whose period has a day from `first` to `last`, site by site in the order of their ids.

    Only those of `sites`, where they are given. What was promised before `records_from` is on paper elsewhere, unless
    there is a sheet for it.
    """
    by_site: dict[str, list[Inspection]] = {}
    for inspection in workspace.inspections:
        by_site.setdefault(inspection.site, []).append(inspection)
    since = workspace.settings.records_from
    for site in sorted(workspace.sites.values(), key=lambda site: site.id):
        contract = workspace.contracts.get(site.contract)
        if contract is None or (sites is not None and site.id not in sites):
            continue
        sheets = by_site.get(site.id, [])
        months, gaps = by_month(sheets), _gaps(sheets, days)
        for period in inspection_periods(contract, min(last, end_of(contract))):
            if period.last >= first and is_recorded(period, months, since):
                sheet = round_of(period, months, days.now)
                gap = None if sheet is None else gaps.get(sheet.id)
                found = judged(site.id, period, sheet, days, gap)
                # The customer's word may stand on another sheet of the period.
                if found.status != "done" and waiver_of(period, months, days.now) is not None:
                    found = msgspec.structs.replace(found, status="excused")
                yield found


def judged(site: str, period: Period, sheet: Inspection | None, days: Days, gap: int | None = None) -> Round:
    """Say how the round of a period stands, by the sheet that is taken for it."""
    made = _made(sheet, days)
    day = days.today if made is None else days.of(made)
    late = max((day - period.last).days, 0)
    if made is None:
        status: Status = "missed" if late else "due" if day >= period.first else "upcoming"
    else:
        status = "late" if late else "done"
    if status != "done" and sheet is not None and sheet.excused is not None and sheet.excused.at <= days.now:
        status = "excused"
    return Round(site=site, period=period, sheet=sheet, status=status, inspected_at=made, days_late=late, gap_days=gap)


class Periods:
    """The periods that months belong to, at every site; those of a contract are worked out once."""

    def __init__(self, workspace: Workspace) -> None:
        """Look as far as the inspections there are."""
        self._workspace = workspace
        self._until = max((first_day(found.period) for found in workspace.inspections), default=dt.date.min)
        self._by_contract: dict[str, dict[str, Period]] = {}

    def of(self, inspection: Inspection) -> Period | None:
        """Give the period that an inspection counts for; None where its site or contract is not there."""
        site = self._workspace.sites.get(inspection.site)
        contract = None if site is None else self._workspace.contracts.get(site.contract)
        if contract is None:
            return None
        known = self._by_contract.get(contract.id)
        if known is None:
            known = self._by_contract[contract.id] = periods_by_month(contract, self._until)
        return known.get(inspection.period) or unpromised(contract, inspection.period)


def _made(sheet: Inspection | None, days: Days) -> dt.datetime | None:
    """Give when a round was made, if that was by now."""
    made = None if sheet is None else sheet.inspected_at
    return None if made is None or made > days.now else made


def _gaps(sheets: Iterable[Inspection], days: Days) -> dict[str, int]:
    """Give, for the rounds of a site but the first, the days since the one that was made before."""
    visits = sorted((made, sheet.id) for sheet in sheets if (made := _made(sheet, days)) is not None)
    return {visit[1]: (days.of(visit[0]) - days.of(before[0])).days for before, visit in pairwise(visits)}
