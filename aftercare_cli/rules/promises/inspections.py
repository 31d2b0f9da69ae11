"""One inspection per site and period (M1).

A round counts for the period it names and for no other: made on 1 April for March it is a day late, and April still
wants its own. What was promised before `records_from` is on paper elsewhere, unless there is a sheet for it.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from aftercare_cli.model.service import Acknowledgement, Inspection, Waiver
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.calendars import Calendars
from aftercare_cli.rules.days import Days
from aftercare_cli.rules.judging import About, daily
from aftercare_cli.rules.periods import Period, inspection_periods
from aftercare_cli.rules.promise import Promise

Said = TypeVar("Said", Acknowledgement, Waiver)


def promises(workspace: Workspace, calendars: Calendars, now: dt.datetime, until: dt.datetime) -> Iterator[Promise]:
    """Yield one promise for each site and each period that begins by `until`."""
    days = Days(calendars.timezone, now)
    by_site: dict[str, list[Inspection]] = {}
    for inspection in workspace.inspections:
        by_site.setdefault(inspection.site, []).append(inspection)
    since = workspace.settings.records_from
    last = days.of(until)
    periods = {contract.id: tuple(inspection_periods(contract, last)) for contract in workspace.contracts.values()}
    for site in workspace.sites.values():
        sheets = by_month(by_site.get(site.id, ()))
        for period in periods.get(site.contract, ()):
            if is_recorded(period, sheets, since):
                yield judge(site.id, period, sheets, days)


def is_recorded(period: Period, sheets: Mapping[str, Sequence[Inspection]], since: dt.date | None) -> bool:
    """Say whether a period is judged: it began no earlier than `since`, or there is a sheet for it all the same."""
    return since is None or period.first >= since or bool(_named(period, sheets))


def by_month(inspections: Iterable[Inspection]) -> dict[str, list[Inspection]]:
    """Give the inspections of a site by the month that each counts for."""
    found: dict[str, list[Inspection]] = {}
    for inspection in inspections:
        found.setdefault(inspection.period, []).append(inspection)
    return found


def round_of(period: Period, sheets: Mapping[str, Sequence[Inspection]], now: dt.datetime) -> Inspection | None:
    """Give the round that counts for a period: the first one made by `now`, else one that is planned."""
    named = _named(period, sheets)
    made = [sheet for sheet in named if sheet.inspected_at is not None and sheet.inspected_at <= now]
    if made:
        return min(made, key=lambda sheet: (sheet.inspected_at, sheet.id))
    return min(named, key=lambda sheet: sheet.id, default=None)


def judge(site: str, period: Period, sheets: Mapping[str, Sequence[Inspection]], days: Days) -> Promise:
    """Judge the inspection of one site and period by the site's sheets, which are given by month.

    What was agreed or said of the promise may stand on any sheet of the period, not only on that of the round made.
    """
    sheet = round_of(period, sheets, days.now)
    named = _named(period, sheets)
    made = None if sheet is None or sheet.inspected_at is None or sheet.inspected_at > days.now else sheet.inspected_at
    terms = period.terms.inspection
    about = About(
        name="inspection",
        subject=f"{site}/{period.name}",
        site=site,
        contract=period.terms.id,
        policy=terms is not None and terms.policy,
        flags=("early",) if made is not None and days.of(made) < period.first else (),
        acknowledged=_latest((sheet.acknowledged for sheet in named), days.now),
        excused=waiver_of(period, sheets, days.now),
    )
    return daily(about, days, days.begin(period.first), period.last, made)


def waiver_of(period: Period, sheets: Mapping[str, Sequence[Inspection]], now: dt.datetime) -> Waiver | None:
    """Give what the customer had agreed to by `now` about the inspection of a period, on whichever sheet of it."""
    return _latest((sheet.excused for sheet in _named(period, sheets)), now)


def _named(period: Period, sheets: Mapping[str, Sequence[Inspection]]) -> list[Inspection]:
    return [sheet for month in period.months for sheet in sheets.get(month, ())]


def _latest(said: Iterable[Said | None], now: dt.datetime) -> Said | None:
    """Give what was said last by `now`."""
    known = [word for word in said if word is not None and word.at <= now]
    return max(known, key=lambda word: word.at, default=None)
