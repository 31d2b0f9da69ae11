"""The documents that are delivered with the handover (S7): what is missing then is a breach, one document at a time."""

import datetime as dt
from collections.abc import Iterator, Sequence

from aftercare_cli.model.contract import Contract
from aftercare_cli.model.service import HandedOver, Handover
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.calendars import Calendars
from aftercare_cli.rules.days import Days
from aftercare_cli.rules.judging import About, daily
from aftercare_cli.rules.promise import Promise
from aftercare_cli.rules.sites import only_site
from aftercare_cli.rules.warranty import SCHEME


def promises(workspace: Workspace, calendars: Calendars, now: dt.datetime, until: dt.datetime) -> Iterator[Promise]:
    """Yield one promise for each document of each contract whose handover is known, once it is accepted.

    A handover before `records_from` is judged where the workspace keeps a list of it all the same.
    """
    days = Days(calendars.timezone, now)
    since = workspace.settings.records_from
    for contract in workspace.contracts.values():
        handover = workspace.handovers.get(contract.id)
        day = contract.handover
        if day is None or (not is_listed(contract, handover) and since is not None and day < since):
            continue
        start = days.begin(min(day, contract.acceptance or day))
        if start > until:
            continue
        given = delivered(contract, handover)
        for document, handed_over in given.items():
            said = [
                breach
                for breach in (handover.acknowledged if handover is not None else ())
                if breach.target == "documents" and breach.document in {None, document} and breach.at <= now
            ]
            about = About(
                name="documents",
                subject=f"{contract.id}/{document}",
                site=only_site(workspace, contract.id),
                contract=contract.id,
                acknowledged=max(said, key=lambda breach: breach.at, default=None),
            )
            yield daily(about, days, start, day, handed_over)


def is_listed(contract: Contract, handover: Handover | None) -> bool:
    """Say whether the workspace keeps a list of a handover: the scheme for the time after the warranty makes none."""
    promised = {document.id for document in contract.documents}
    rows = () if handover is None else handover.documents
    return any(row.document != SCHEME or row.document in promised for row in rows)


def delivered(contract: Contract, handover: Handover | None) -> dict[str, dt.date | None]:
    """Give the day each document was handed over, None for a missing one: those promised, then others listed.

    One that is promised in several copies is handed over with the last of them. The scheme for the time after the
    warranty is listed with them, but is no part of the handover unless the contract says so.
    """
    terms = contract.on(contract.handover or dt.date.max)
    copies = {document.id: document.copies for document in terms.documents}
    rows: dict[str, list[HandedOver]] = {document: [] for document in copies}
    for row in handover.documents if handover is not None else ():
        if row.document in copies or row.document != SCHEME:
            rows.setdefault(row.document, []).append(row)
    return {document: complete(given, copies.get(document, 1)) for document, given in rows.items()}


def complete(rows: Sequence[HandedOver], copies: int) -> dt.date | None:
    """Give the day on which so many copies were there."""
    left = copies
    given = [(row.handed_over, row.copies) for row in rows if row.handed_over is not None]
    for day, count in sorted(given, key=lambda pair: pair[0]):
        left -= copies if count is None else count
        if left <= 0:
            return day
    return None
