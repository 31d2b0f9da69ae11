"""Promises for other programs: a document each, or a row each with everything known of it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from aftercare_cli.cli import display
from aftercare_cli.cli.report import Row, Section, columns
from aftercare_cli.rules.promise import Promise

_ITEM_KEYS = (
    *("promise", "subject", "cycle", "site", "contract", "started_at", "due_at", "stopped_at", "state"),
    *("elapsed_s", "paused_s", "remaining_s", "overdue_s", "acknowledged", "policy", "flags"),
)
"""The keys of a promise for other programs, in their order."""


def item_document(promise: Promise, timezone: dt.tzinfo) -> dict[str, object]:
    """Give a promise for other programs."""
    return {
        "promise": promise.name,
        "subject": promise.subject,
        "cycle": promise.cycle,
        "site": promise.site or None,
        "contract": promise.contract,
        "started_at": display.iso(promise.start, timezone),
        "due_at": None if promise.due is None else display.iso(promise.due, timezone),
        "stopped_at": None if promise.stop is None else display.iso(promise.stop, timezone),
        "state": promise.state,
        "elapsed_s": int(promise.elapsed.total_seconds()),
        "paused_s": int(promise.paused.total_seconds()),
        "remaining_s": int(promise.remaining.total_seconds()),
        "overdue_s": int(promise.overdue.total_seconds()),
        "acknowledged": promise.acknowledged,
        "policy": promise.policy,
        "flags": list(promise.flags),
    }


def items_table(
    promises: Sequence[Promise], timezone: dt.tzinfo, more: Mapping[str, Sequence[str | None]] = MappingProxyType({})
) -> Section:
    """Give every promise with everything known of it, a row each, as spreadsheets want it.

    `more` are further columns, by their keys.
    """
    told = (
        tuple(" ".join(cell) if isinstance(cell, list) else plain_cell(cell) for cell in document.values())
        for document in (item_document(promise, timezone) for promise in promises)
    )
    table_rows = tuple(Row((*cells, *(column[at] for column in more.values()))) for at, cells in enumerate(told))
    return Section("", columns(*((key, key) for key in (*_ITEM_KEYS, *more))), table_rows)


def plain_cell(value: object) -> str | int | bool | None:
    """Give a value of a document as a cell."""
    return value if isinstance(value, int | None) else str(value)
