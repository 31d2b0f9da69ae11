"""What an audit found, as people and programs read it."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence

from aftercare_cli.cli import display
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _, ngettext
from aftercare_cli.cli.report import Cell, Column, Report, Row, Section, rows
from aftercare_cli.cli.translate import translate
from aftercare_cli.model.errors import InvalidValueError
from aftercare_cli.model.secrets import masked
from aftercare_cli.model.values import read_instant
from aftercare_cli.model.words import EVENT_WORDS
from aftercare_cli.rules.audit import KINDS, WHOLE, AuditKind, Entry

_EVENT = "events."
_SHORT = 8
_LONGEST = 60
"""How much of a value people are shown."""


def audit_report(session: Session, found: Sequence[Entry], late: dt.timedelta, boundary: Sequence[str]) -> Report:
    """Give what was found, oldest first; `boundary` are the commits before which a shallow clone has nothing."""
    timezone = session.timezone
    counts = Counter(entry.kind for entry in found)
    lead = [f"{kind_word(kind)}: {counts[kind]}" for kind in KINDS if counts[kind]]
    count = ngettext("{count} entry asks for a look", "{count} entries ask for a look", len(found))
    notes = []
    if boundary:
        names = _(", ").join(boundary)
        notes = [
            _("this is a shallow clone: what was before {commits} is missing; git fetch --unshallow").format(
                commits=names
            )
        ]
    sections = (
        Section(
            "",
            _columns(),
            tuple(Row(_cells(entry, timezone), "warn" if entry.kind == "late_entry" else "bad") for entry in found),
        ),
    )
    nothing = _("Nothing was entered more than {late} late, and nothing was changed afterwards.")
    title = count.format(count=len(found)) if found else nothing.format(late=display.length(late))
    document = {
        "schema": "aftercare/audit/1",
        "shallow": bool(boundary),
        "shallow_before": list(boundary),
        "late_s": int(late.total_seconds()),
        "entries": [_document(entry, timezone) for entry in found],
    }
    return Report(
        title, sections if found else (), document, tuple(lead), tuple(notes), table=lambda: _table(found, timezone)
    )


def kind_word(kind: AuditKind) -> str:
    """Give the words for what happened."""
    return {
        "late_entry": _("entered late"),
        "added_after_close": _("added after the close"),
        "edited_after_close": _("edited after the close"),
        "deleted_after_close": _("deleted after the close"),
        "bill_edited": _("issued bill edited"),
        "deleted": _("record deleted"),
    }[kind]


def _columns() -> tuple[Column, ...]:
    return (
        Column("at", _("Changed")),
        Column("commit", _("Commit")),
        Column("author", _("Author"), is_detail=True),
        Column("record", _("Record")),
        Column("kind", _("What")),
        Column("late", _("Late"), is_detail=True),
        Column("change", _("Change"), may_wrap=True),
    )


def _cells(entry: Entry, timezone: dt.tzinfo) -> tuple[Cell, ...]:
    return (
        entry.commit.at,
        _("not committed") if entry.commit.id is None else entry.commit.id[:_SHORT],
        entry.commit.author,
        entry.record,
        kind_word(entry.kind),
        entry.late,
        _change(entry, timezone),
    )


def _change(entry: Entry, timezone: dt.tzinfo) -> str | None:
    """Give what changed, from what to what."""
    before, after = entry.before, entry.after
    if entry.field is None or before == WHOLE:
        return entry.path
    if not entry.field.startswith(_EVENT) and before is None:
        return masked(f"{entry.field}: {_shown(after, timezone)}")
    if not entry.field.startswith(_EVENT):
        return masked(f"{entry.field}: {_shown(before, timezone)} → {_shown(after, timezone)}")
    word = EVENT_WORDS.get(entry.field.removeprefix(_EVENT))
    name = entry.field if word is None else translate(word)
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        keys = [key for key in dict.fromkeys([*before, *after]) if before.get(key) != after.get(key)]
        parts = [f"{key} {_shown(before.get(key), timezone)} → {_shown(after.get(key), timezone)}" for key in keys]
    else:
        event = after if isinstance(after, Mapping) else before
        parts = [_shown(event.get("at"), timezone)] if isinstance(event, Mapping) else []
    return masked(_("{key}: {value}").format(key=name, value=_("; ").join(parts)))


def _shown(value: object, timezone: dt.tzinfo) -> str:
    if value is None:
        return "—"
    if isinstance(value, list):
        return "[…]"
    if isinstance(value, Mapping):
        return "{…}"
    try:
        return display.moment(read_instant(value), timezone)
    except InvalidValueError:
        text = masked(str(value))
        return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _document(entry: Entry, timezone: dt.tzinfo) -> dict[str, object]:
    late = entry.late
    return {
        "kind": entry.kind,
        "path": entry.path,
        "record": entry.record,
        "site": entry.site,
        "commit": entry.commit.id,
        "author": entry.commit.author,
        "at": display.iso(entry.commit.at, timezone),
        "field": entry.field,
        "fact_at": None if entry.fact_at is None else display.iso(entry.fact_at, timezone),
        "entered_at": None if entry.entered_at is None else display.iso(entry.entered_at, timezone),
        "late_s": None if late is None else int(late.total_seconds()),
        "before": None if entry.before == WHOLE else _plain(entry.before),
        "after": _plain(entry.after),
    }


def _plain(value: object) -> object:
    """Give a value as it was written, without a secret that it may have had."""
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return masked(value) if isinstance(value, str) else value


def _table(found: Sequence[Entry], timezone: dt.tzinfo) -> Section:
    keys = (
        "kind",
        "path",
        "record",
        "site",
        "commit",
        "author",
        "at",
        "field",
        "fact_at",
        "entered_at",
        "late_s",
        "change",
    )
    cells: list[tuple[Cell, ...]] = [
        (
            *(entry.kind, entry.path, entry.record, entry.site, entry.commit.id, entry.commit.author, entry.commit.at),
            *(entry.field, entry.fact_at, entry.entered_at, entry.late, _change(entry, timezone)),
        )
        for entry in found
    ]
    return Section("", tuple(Column(key, key) for key in keys), rows(cells))
