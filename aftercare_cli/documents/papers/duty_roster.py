"""The duty roster (S2): day by day the first and the second engineer, the manager, the clerk; gaps show as missing."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

import msgspec

from aftercare_cli.documents.source import Source, Values
from aftercare_cli.documents.window import window_of
from aftercare_cli.model.vocabulary import StaffRole
from aftercare_cli.rules.duty import ENGINEER, MANAGER
from aftercare_cli.rules.roster import NEEDS, Watch, shifts, watches

_DAY: Final = dt.timedelta(days=1)
_BEFORE: Final = dt.timedelta(days=31)
"""How far back a shift may have begun that reaches into the days shown."""
_AHEAD: Final = dt.timedelta(days=13)
"""How far the roster reaches where nothing says until when: two weeks with today."""
_CLERK: Final[StaffRole] = "records_clerk"
_ENGINEERS: Final = 2


def values(source: Source, subject: str) -> Values:
    """Give the shifts that begin in the days that were asked for, else in two weeks from today on."""
    assert not subject  # noqa: S101 - the catalogue says that it is about no single record
    _ = source.tongue.gettext
    tongue = source.tongue
    window = window_of(source.wishes)
    first = window.first or (source.days.today if window.last is None else window.last - _AHEAD)
    last = window.last or first + _AHEAD
    title = _("Duty roster")
    # More than the days shown, on both sides: shifts run over midnight.
    days = source.days
    found = watches(
        source.workspace, source.calendars.working_days(), days.begin(first - _BEFORE), days.begin(last + 2 * _DAY)
    )
    company = source.workspace.settings.company
    return {
        "title": f"{title} {first} – {last}",
        "head": source.head(title, "", f"{tongue.day(first)} – {tongue.day(last)}"),
        "wide": True,
        "rows": list(_rows(source, found, first, last)),
        "gaps": list(_gaps(source, found, first, last)),
        "people": _people(source),
        "company": None if company.phone is None else _("Company: {phone}").format(phone=company.phone),
    }


def _rows(source: Source, found: Sequence[Watch], first: dt.date, last: dt.date) -> Iterator[tuple[object, ...]]:
    """Yield a row for each engineers' shift of each day; the working hours' roles stand in a day's first row."""
    days, tongue = source.days, source.tongue
    named: dt.date | None = None
    shown = _daily(source, [watch for watch in shifts(found) if watch.role == ENGINEER])
    for watch in shown:
        day = days.of(max(watch.begin, days.begin(first)))
        if watch.end <= days.begin(first) or not first <= day <= last:
            continue
        is_first = day != named
        named = day
        yield (
            f"{day}" if is_first else "",
            tongue.word("weekday", str(day.weekday())) if is_first else "",
            _hours(source, watch, day, first),
            *(_engineer(source, watch, place) for place in range(_ENGINEERS)),
            _in_hours(source, found, MANAGER, day) if is_first else "",
            _in_hours(source, found, _CLERK, day) if is_first else "",
        )


def _daily(source: Source, found: Sequence[Watch]) -> Iterator[Watch]:
    """Yield shifts cut into pieces of a day at most, by the wall clock of their begin."""
    timezone = source.days.timezone
    for watch in found:
        begin = watch.begin.astimezone(timezone)
        marks = [begin]
        while (later := (marks[-1].replace(tzinfo=None) + _DAY).replace(tzinfo=timezone)) < watch.end:
            marks.append(later)
        for opens, closes in pairwise([*marks, watch.end]):
            yield msgspec.structs.replace(watch, begin=opens, end=closes)


def _hours(source: Source, watch: Watch, day: dt.date, first: dt.date) -> str:
    """Give from when to when, `08:00–08:00` of the day after marked so; what began before the first day is cut off."""
    timezone = source.days.timezone
    begin, end = watch.begin.astimezone(timezone), watch.end.astimezone(timezone)
    opens = "00:00" if begin.date() < first else f"{begin:%H:%M}"
    if end.date() == day:
        return f"{opens}–{end:%H:%M}"
    if end == source.days.begin(day + _DAY):
        return f"{opens}–24:00"
    return source.tongue.gettext("{begin}–{end} next day").format(begin=opens, end=f"{end:%H:%M}")


def _engineer(source: Source, watch: Watch, place: int) -> str:
    """Give an engineer of a shift with telephone, those behind the second with the second; or that one is missing."""
    people = watch.people[place:] if place == _ENGINEERS - 1 else watch.people[place : place + 1]
    if not people:
        return _missing(source)
    return source.tongue.listed([_reached(source, person) for person in people])


def _in_hours(source: Source, found: Sequence[Watch], role: StaffRole, day: dt.date) -> str | None:
    """Give who is on duty in a role on a day, and in which hours somebody is missing; None where nobody is needed."""
    days = source.days
    begin, end = days.begin(day), days.begin(day + _DAY)
    inside = [watch for watch in found if watch.role == role and watch.begin < end and watch.end > begin]
    people = list(dict.fromkeys(person for watch in inside for person in watch.people))
    told = [_reached(source, person) for person in people]
    for watch in inside:
        if watch.missing:
            opens, closes = (max(watch.begin, begin), min(watch.end, end))
            told.append(f"{_missing(source)} {_span(source, opens, closes, day)}")
    return "\n".join(told) or None


def _span(source: Source, opens: dt.datetime, closes: dt.datetime, day: dt.date) -> str:
    timezone = source.days.timezone
    end = "24:00" if closes == source.days.begin(day + _DAY) else f"{closes.astimezone(timezone):%H:%M}"
    return f"{opens.astimezone(timezone):%H:%M}–{end}"


def _missing(source: Source) -> str:
    return source.tongue.gettext("▲ missing")


def _reached(source: Source, person_id: str) -> str:
    """Give a person's name and telephone, as far as the audience may see them."""
    person = (source.workspace.staff or {}).get(person_id)
    phone = None if person is None else source.view(person).get("phone")
    return " ".join(part for part in (source.person(person_id), phone) if part)


def _gaps(source: Source, found: Sequence[Watch], first: dt.date, last: dt.date) -> Iterator[tuple[object, ...]]:
    """Yield where somebody is missing in the days that were asked for."""
    days, tongue = source.days, source.tongue
    since, until = days.begin(first), days.begin(last + _DAY)
    for watch in shifts(found):
        if watch.missing and watch.begin < until and watch.end > since:
            begin, end = max(watch.begin, since), min(watch.end, until)
            yield tongue.word("role", watch.role), tongue.short(begin), tongue.short(end), watch.missing


def _people(source: Source) -> list[tuple[object, ...]]:
    """Give everybody with role and telephone, in the order in which they are rung."""
    places = {need.role: place for place, need in enumerate(NEEDS)}
    staff = sorted(source.workspace.people, key=lambda person: places.get(person.role or MANAGER, len(places)))
    return [
        (source.person(person.id), source.tongue.word("role", person.role), source.view(person).get("phone"))
        for person in staff
    ]
