"""What was entered long after the fact, and what was changed once it was closed, signed or issued (S10).

Two versions of a record are compared, never their layout. A fact of a ticket is an event or one of its other keys.
"""

import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple

import msgspec

from aftercare_cli.model.errors import InvalidValueError
from aftercare_cli.model.history import Change, Commit, Version
from aftercare_cli.model.values import read_instant

AuditKind = Literal[
    "late_entry", "added_after_close", "edited_after_close", "deleted_after_close", "bill_edited", "deleted"
]
KINDS: Final[tuple[AuditKind, ...]] = (
    "late_entry",
    "added_after_close",
    "edited_after_close",
    "deleted_after_close",
    "bill_edited",
    "deleted",
)

WHOLE: Final = "record"
"""What stands for a whole record that was there before."""
_ENDS: Final = frozenset({"closed", "cancelled"})
_TIMES: Final[Mapping[str, tuple[str, ...]]] = {
    "ticket": ("reported_at",),
    "inspection": ("inspected_at", "signed_at"),
    "hazard": ("found_at", "told_company_at", "told_customer_at", "closed_at"),
    "question": ("asked_at", "answered_at"),
}
"""The facts of a record that have a moment, beside a ticket's events."""
_END_KEYS: Final[Mapping[str, str]] = {"inspection": "signed_at", "hazard": "closed_at"}
"""The key whose moment ends a record: what it says is then agreed with the customer."""


class Entry(NamedTuple):
    """Something that asks for a look.

    `field` is the key it is about, `events.arrived` for an event. `fact_at` is the moment of the fact; for what was
    closed or signed, of the close. `entered_at` is when it was typed in: `logged_at`, else the commit.
    """

    kind: AuditKind
    path: str
    record: str
    site: str | None
    commit: Commit
    field: str | None = None
    fact_at: dt.datetime | None = None
    entered_at: dt.datetime | None = None
    before: object = None
    after: object = None

    @property
    def late(self) -> dt.timedelta | None:
        """How long after `fact_at` it was entered; None where nobody can tell."""
        if self.fact_at is None or self.entered_at is None or self.entered_at < self.fact_at:
            return None
        return self.entered_at - self.fact_at


def entries(changes: Iterable[Change], late: dt.timedelta, *, is_shallow: bool = False) -> Iterator[Entry]:
    """Yield what asks for a look in changes that come parents first.

    A change counts once: in the commit that made it, neither in merges that only carry it nor in copies of the commit
    on other branches. A merge is asked for what it alone did: what differs from all its parents, and what it lost of
    one of them. In a shallow clone the latter cannot be told, since what is missing may have taken it away.
    """
    gone: defaultdict[str, set[str]] = defaultdict(set)
    seen: set[tuple[object, ...]] = set()
    for change in changes:
        if len(change.befores) == 1:
            found = _compared(change, change.befores[0], late)
            _note_gone(gone, change)
        else:
            found = _merged(change, late, set() if is_shallow else gone[change.path], is_shallow=is_shallow)
        for entry in found:
            key = (
                *entry[:3],
                _word(entry.before),
                _word(entry.after),
                entry.field,
                entry.commit.author,
                entry.commit.at,
            )
            if key not in seen:
                seen.add(key)
                yield entry


def _merged(change: Change, late: dt.timedelta, gone: set[str], *, is_shallow: bool) -> list[Entry]:
    each = [_compared(change, before, late) for before in change.befores]
    shared = set.intersection(*({_key(entry) for entry in found} for found in each))
    kept: dict[tuple[object, ...], Entry] = {}
    for entry in (entry for found in each for entry in found):
        is_lost = not is_shallow and entry.before is not None and _fact(entry.field, entry.before) not in gone
        if _key(entry) in shared or is_lost:
            kept.setdefault(_key(entry), entry)
    return list(kept.values())


def _key(entry: Entry) -> tuple[object, ...]:
    """Give what an entry is known by, from whichever parent it is seen."""
    return entry.kind, entry.field, _word(entry.after if entry.after is not None else entry.before)


def _note_gone(gone: Mapping[str, set[str]], change: Change) -> None:
    """Note which facts an ordinary commit took away: a merge that lacks them only carries that."""
    before, after = change.befores[0], change.after
    if before is None:
        return
    if after is None or change.was is not None:
        gone[change.was or change.path].add(_fact(None, WHOLE))
    old, new = _unlike(_events(before), _events(after or {}))
    left = _facts(old) - _facts(new)
    left.update(_fact(key, value) for key, value, _new in _differences(before, after or {}))
    if left:
        gone[change.path] |= set(left)


def _facts(events: Sequence[Mapping[str, object]]) -> Counter[str]:
    return Counter(_fact(f"events.{event.get('type')}", event) for event in events)


def _fact(field: str | None, value: object) -> str:
    return f"{field}={_word(value)}"


def _compared(change: Change, before: Version | None, late: dt.timedelta) -> list[Entry]:
    after = change.after
    about = before if after is None else after
    whole = Entry(
        "deleted", change.path, _record(change), _site(about or {}), change.commit, entered_at=change.commit.at
    )
    if after is None:
        return [] if before is None else [whole._replace(before=WHOLE)]
    if before is None:
        return [*_late_times(change, {}, whole, late), *_late_events(_events(after), whole, late)]
    if change.was is not None and _name(change.was) != whole.record:
        # Under another id it is another record: the one it was is gone.
        gone = whole._replace(path=change.was, record=_name(change.was), before=WHOLE, after=change.path)
        named = msgspec.structs.replace(change, was=None, after={**after, "id": before.get("id")})
        return [gone, *_compared(named, before, late)]
    if change.kind == "bill":
        return [
            whole._replace(kind="bill_edited", field=key, before=old, after=new)
            for key, old, new in _differences(before, after)
        ]
    if change.kind == "ticket":
        return _ticket(change, before, whole, late)
    return _service(change, before, whole, late)


def _service(change: Change, before: Version, whole: Entry, late: dt.timedelta) -> list[Entry]:
    """Compare inspections, hazards and questions: what they said when they were signed or closed stays."""
    ended = _instant(before.get(_END_KEYS.get(change.kind, "")))
    edited = []
    if ended is not None:
        edited = [
            whole._replace(kind="edited_after_close", field=key, fact_at=ended, before=old, after=new)
            for key, old, new in _differences(_agreed(before), _agreed(change.after or {}))
            if old is not None
        ]
    told = {entry.field for entry in edited}
    return [*edited, *(found for found in _late_times(change, before, whole, late) if found.field not in told)]


def _agreed(version: Version) -> Version:
    """Give what the customer signed: tickets that are opened for what an inspection found are named in it later."""
    results = version.get("results")
    if not isinstance(results, list):
        return version
    kept = [
        {key: value for key, value in line.items() if key != "ticket"} for line in results if isinstance(line, dict)
    ]
    return {**version, "results": kept}


def _ticket(change: Change, before: Version, whole: Entry, late: dt.timedelta) -> list[Entry]:
    after = change.after or {}
    filed = _Filed(before)
    found: list[Entry] = []
    if filed.is_closed:
        found = [
            whole._replace(kind="edited_after_close", field=key, fact_at=filed.at, before=old, after=new)
            for key, old, new in _differences(before, after)
        ]
    else:
        found += _late_times(change, before, whole, late)
    pairs, left, added = _paired(_events(before), _events(after))
    for old, new in pairs:
        edit = whole._replace(field=f"events.{new.get('type')}", before=old, after=new)
        if filed.holds(old):
            found.append(edit._replace(kind="edited_after_close", fact_at=filed.at))
        elif old.get("at") != new.get("at"):
            found += _if_late(edit._replace(kind="late_entry", fact_at=_instant(new.get("at"))), late)
    found += [
        whole._replace(kind="deleted_after_close", field=f"events.{old.get('type')}", fact_at=filed.at, before=old)
        for old in left
        if filed.holds(old)
    ]
    return found + _late_events(added, whole, late, filed)


class _Filed:
    """What of a ticket is closed: everything, or where it was opened again, what came before that."""

    def __init__(self, version: Version) -> None:
        timed = [(moment, event) for event in _events(version) if (moment := _instant(event.get("at"))) is not None]
        self.at: dt.datetime | None = None
        self.is_closed = False
        for moment, event in sorted(timed, key=lambda pair: pair[0]):
            if event.get("type") in _ENDS:
                self.at, self.is_closed = moment, True
            elif event.get("type") == "reopened":
                self.is_closed = False

    def holds(self, event: Mapping[str, object]) -> bool:
        """Say whether an event that the ticket had is one of those."""
        if self.is_closed:
            return True
        moment = _instant(event.get("at"))
        return self.at is not None and moment is not None and moment <= self.at


def _late_events(
    added: Sequence[Mapping[str, object]],
    whole: Entry,
    late: dt.timedelta,
    filed: _Filed | None = None,
) -> list[Entry]:
    """Give the added events that come long after they happened, or among those of a ticket that was closed."""
    found = []
    for event in added:
        moment = _instant(event.get("at"))
        entry = whole._replace(
            kind="late_entry",
            field=f"events.{event.get('type')}",
            fact_at=moment,
            entered_at=_instant(event.get("logged_at")) or whole.commit.at,
            after=event,
        )
        is_late = _if_late(entry, late)
        found += is_late
        if not is_late and filed is not None and moment is not None and filed.at is not None and moment <= filed.at:
            found.append(entry._replace(kind="added_after_close", fact_at=filed.at, entered_at=whole.commit.at))
    return found


def _late_times(change: Change, before: Version, whole: Entry, late: dt.timedelta) -> list[Entry]:
    """Give the moments of a record, other than those of events, that were entered long after them."""
    after = change.after or {}
    logged = _instant(after.get("logged_at")) if not before else None
    found = []
    for key in _TIMES.get(change.kind, ()):
        old, new = before.get(key), after.get(key)
        if new is not None and _value(new) != _value(old):
            entered = logged or whole.commit.at
            entry = whole._replace(field=key, fact_at=_instant(new), entered_at=entered, before=old, after=new)
            found += _if_late(entry._replace(kind="late_entry"), late)
    return found


def _if_late(entry: Entry, late: dt.timedelta) -> list[Entry]:
    return [entry] if entry.late is not None and entry.late > late else []


def _paired(
    before: Sequence[Mapping[str, object]], after: Sequence[Mapping[str, object]]
) -> tuple[
    list[tuple[Mapping[str, object], Mapping[str, object]]], list[Mapping[str, object]], list[Mapping[str, object]]
]:
    """Pair the events of two versions that differ: those of one type and moment first, then those of one type.

    Gives the pairs, what is left of the first version, and what is left of the second.
    """
    before, after = _unlike(before, after)
    same = Counter(map(_word, before)) & Counter(map(_word, after))
    left, added = _without(before, same.copy()), _without(after, same.copy())
    pairs = []
    for keys in (("type", "at"), ("type",)):
        for old in list(left):
            twin = next(
                (new for new in added if all(_value(new.get(key)) == _value(old.get(key)) for key in keys)), None
            )
            if twin is not None:
                pairs.append((old, twin))
                left.remove(old)
                added.remove(twin)
    return pairs, left, added


def _unlike(
    before: Sequence[Mapping[str, object]], after: Sequence[Mapping[str, object]]
) -> tuple[Sequence[Mapping[str, object]], Sequence[Mapping[str, object]]]:
    """Give the events of two versions without those that both begin with: mostly one was added at the end."""
    size = next((at for at, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), None)
    size = min(len(before), len(after)) if size is None else size
    return before[size:], after[size:]


def _without(events: Sequence[Mapping[str, object]], taken: Counter[str]) -> list[Mapping[str, object]]:
    rest = []
    for event in events:
        word = _word(event)
        if taken[word] > 0:
            taken[word] -= 1
        else:
            rest.append(event)
    return rest


def _differences(before: Version, after: Version) -> list[tuple[str, object, object]]:
    """Give the keys, other than events, whose values differ: key, old value, new value."""
    keys = dict.fromkeys([*before, *after])
    values = [(key, before.get(key), after.get(key)) for key in keys if key != "events"]
    return [(key, old, new) for key, old, new in values if old != new and _value(old) != _value(new)]


def _events(version: Version) -> list[Mapping[str, object]]:
    events = version.get("events")
    return [event for event in events if isinstance(event, dict)] if isinstance(events, list) else []


def _record(change: Change) -> str:
    """Give the id that a path stands for."""
    parts = change.path.split("/")
    return parts[2] if change.kind == "attachment" else _name(change.path)


def _name(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[0]


def _site(version: Version) -> str | None:
    site = version.get("site")
    return site if isinstance(site, str) else None


def _instant(value: object) -> dt.datetime | None:
    try:
        return read_instant(value)
    except InvalidValueError:
        return None


def _value(value: object) -> object:
    """Give a value as it is compared: a moment is the same in every offset."""
    if isinstance(value, Mapping):
        return {key: _value(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_value(part) for part in value]
    moment = _instant(value) if isinstance(value, str) and value[4:5] == "-" else None
    return value if moment is None else moment.astimezone(dt.UTC).isoformat()


def _word(value: object) -> str:
    return json.dumps(_value(value), sort_keys=True, ensure_ascii=False, default=str)
