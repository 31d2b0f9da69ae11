"""The end of a warranty (S9), and the scheme for the time after it (S12), which is due before."""

import datetime as dt
from collections.abc import Iterator

from aftercare_cli.model.contract import Contract
from aftercare_cli.model.service import Handover
from aftercare_cli.model.values import LAST_YEAR
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.calendars import Calendars
from aftercare_cli.rules.days import Days
from aftercare_cli.rules.judging import About, daily
from aftercare_cli.rules.promise import Promise
from aftercare_cli.rules.promises.documents import complete
from aftercare_cli.rules.sites import only_site
from aftercare_cli.rules.warranty import SCHEME, Stage, stages


def promises(workspace: Workspace, calendars: Calendars, now: dt.datetime, until: dt.datetime) -> Iterator[Promise]:
    """Yield the scheme and the end of the warranty of each contract, from so long before them on as the scheme is due.

    The end is no promise that can be broken: it is an aim of our own, kept by its passing. What was due before
    `records_from` is not judged, the scheme only where the list of the handover names it.
    """
    days = Days(calendars.timezone, now)
    since = workspace.settings.records_from or dt.date.min
    for contract in workspace.contracts.values():
        valid = [stage for stage in stages(contract, days.today) if not stage.is_void]
        if not valid or valid[-1].last.year > LAST_YEAR:
            continue
        handover = workspace.handovers.get(contract.id)
        site = only_site(workspace, contract.id)
        due, last = scheme_due(valid), valid[-1].last
        rows = [row for row in (handover.documents if handover is not None else ()) if row.document == SCHEME]
        start = _begin(due, valid, days)
        if start <= until and (due >= since or rows):
            kept = complete(rows, _copies(contract.on(due)))
            yield daily(_scheme(contract, site, handover, now), days, start, due, kept)
        start = _begin(last, valid, days)
        if start <= until and last >= since:
            about = About(name="warranty_end", subject=contract.id, site=site, contract=contract.id, policy=True)
            yield daily(about, days, start, last, last if days.today > last else None)


def _begin(due: dt.date, valid: list[Stage], days: Days) -> dt.datetime:
    """Give when it is time to think of what is due: three years before would be on every list for three years."""
    return days.begin(max(_ahead(due, valid[-1].terms.scheme_before), valid[0].first))


def scheme_due(valid: list[Stage]) -> dt.date:
    """Give the day on which the scheme is due, so long before the last day by the terms in force on that day.

    Terms that came later never undo that it was due by those before them.
    """
    dues = [_before(stage) for stage in valid]
    later = [stage.since for stage in valid[1:]]
    return next((due for due, changed in zip(dues, later, strict=False) if due < changed), dues[-1])


def _before(stage: Stage) -> dt.date:
    """Give the day by the terms of one stage, but not before they were in force."""
    return max(_ahead(stage.last, stage.terms.scheme_before), stage.since)


def _ahead(day: dt.date, length: dt.timedelta) -> dt.date:
    return day - min(length, day - dt.date.min)


def _copies(contract: Contract) -> int:
    """Give in how many copies the scheme is promised: one, unless the contract names it among its documents."""
    return next((document.copies for document in contract.documents if document.id == SCHEME), 1)


def _scheme(contract: Contract, site: str, handover: Handover | None, now: dt.datetime) -> About:
    said = [
        breach
        for breach in (handover.acknowledged if handover is not None else ())
        if breach.target == "post_warranty_scheme" and breach.at <= now
    ]
    return About(
        name="post_warranty_scheme",
        subject=f"{contract.id}/{SCHEME}",
        site=site,
        contract=contract.id,
        acknowledged=max(said, key=lambda breach: breach.at, default=None),
    )
