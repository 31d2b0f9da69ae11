"""What is still owed, as every list of it is built: `due`, and those of inspections and follow-up visits alone."""

import datetime as dt
from collections.abc import Callable, Sequence

from aftercare_cli.cli import display
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.report import Cell, Column, Report, Row, Section
from aftercare_cli.cli.reports.promises import item_document, items_table
from aftercare_cli.cli.reports.tickets import remarks, tone
from aftercare_cli.rules.promise import Promise


def owed_report(
    session: Session,
    owed: Sequence[Promise],
    now: dt.datetime,
    *,
    schema: str,
    count: str,
    titles: tuple[Column, ...],
    cells: Callable[[Promise], tuple[Cell, ...]],
    empty: str,
    begun: tuple[str, Callable[[Promise], str | None]] | None = None,
) -> Report:
    """Give promises that are still owed, a row of `cells` each; `count` says how many there are, `empty` that none is.

    `begun` is the key and the id of the record that somebody began in order to keep a promise, for other programs.
    """
    more = {} if begun is None else {begun[0]: [begun[1](promise) for promise in owed]}
    items = [
        {**item_document(promise, session.timezone), **{key: ids[at] for key, ids in more.items()}}
        for at, promise in enumerate(owed)
    ]
    document = {"schema": schema, "as_of": display.iso(now, session.timezone), "items": items}
    told = _("{count}, as of {time}").format(count=count, time=display.moment(now, session.timezone))
    section = Section("", titles, tuple(Row(cells(promise), tone(promise)) for promise in owed), empty)
    return Report(told, (section,), document, table=lambda: items_table(owed, session.timezone, more))


def owed_words(promise: Promise) -> str:
    """Say how a promise stands; that it is still open goes without saying."""
    return _("; ").join(word for word in remarks(promise).split(_("; ")) if word != _("still open"))
