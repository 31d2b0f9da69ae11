"""The roster day by day: who is on duty in which hours."""

import datetime as dt
from collections.abc import Iterator, Sequence

from aftercare_cli.cli import display
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _, ngettext
from aftercare_cli.cli.report import Cell, Report, Row, Section, Tone, columns
from aftercare_cli.cli.reports.rosters import names_of, watch_document
from aftercare_cli.cli.words import role_word, weekday_word
from aftercare_cli.model.vocabulary import StaffRole
from aftercare_cli.rules.calendars import Stretch
from aftercare_cli.rules.days import Days, each
from aftercare_cli.rules.duty import ENGINEER
from aftercare_cli.rules.roster import NEEDS, Watch


def show_report(session: Session, window: Stretch, found: Sequence[Watch]) -> Report:
    """Give who is on duty, day by day."""
    timezone = session.timezone
    title = _("On duty from {since} to {until}").format(
        since=display.moment(window[0], timezone), until=display.moment(window[1], timezone)
    )
    document = {
        "schema": "aftercare/roster/1",
        "since": display.iso(window[0], timezone),
        "until": display.iso(window[1], timezone),
        "rows": [
            {**watch_document(watch, timezone), "people": list(watch.people), "missing": watch.missing}
            for watch in found
        ],
    }
    titles = columns(("day", _("Day")), ("hours", _("Hours")), ("role", _("Role")), ("people", _("On duty")))
    section = Section("", titles, tuple(_day_rows(session, window, found)), _("Nobody is on duty in this time."))
    keys = columns(*((key, key) for key in ("from", "to", "role", "people", "missing")))
    coded = [Row((watch.begin, watch.end, watch.role, " ".join(watch.people), watch.missing)) for watch in found]
    return Report(title, (section,), document, table=Section("", keys, tuple(coded)))


def _day_rows(session: Session, window: Stretch, found: Sequence[Watch]) -> Iterator[Row]:
    """Yield, day by day and role by role, who is on duty in which hours; hours of the same people are one row."""
    days = Days(session.calendars.timezone, window[0])
    by_day: dict[dt.date, list[tuple[Watch, str]]] = {}
    for watch in found:
        for day, hours in _hours(days, watch):
            by_day.setdefault(day, []).append((watch, hours))
    for day in sorted(by_day):
        named = f"{day} {weekday_word(day.weekday())}"
        for need in NEEDS:
            alike: dict[tuple[tuple[str, ...], int], list[str]] = {}
            for watch, hours in by_day[day]:
                if watch.role == need.role:
                    alike.setdefault((watch.people, watch.missing), []).append(hours)
            for (people, missing), spans in alike.items():
                tone: Tone = "bad" if missing else ""
                cells: tuple[Cell, ...] = (named, _(", ").join(spans), role_word(need.role))
                yield Row((*cells, _crew(session, need.role, people, missing)), tone)


def _hours(days: Days, watch: Watch) -> Iterator[tuple[dt.date, str]]:
    """Yield the hours of a watch on each day."""
    last = days.of(watch.end - dt.timedelta(microseconds=1))
    for day in each(days.of(watch.begin), last):
        begin = watch.begin.astimezone(days.timezone) if watch.begin > days.begin(day) else None
        end = watch.end.astimezone(days.timezone) if days.of(watch.end) == day else None
        yield day, f"{_clock(begin, '00:00')}–{_clock(end, '24:00')}"


def _clock(moment: dt.datetime | None, otherwise: str) -> str:
    if moment is None:
        return otherwise
    return f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"


def _crew(session: Session, role: StaffRole, people: Sequence[str], missing: int) -> str:
    """Give who is on duty: the first engineer, then those behind; and how many are missing."""
    if role == ENGINEER and len(people) > 1:
        told = _("{first}; backup: {others}").format(
            first=names_of(session, people[:1]), others=names_of(session, people[1:])
        )
    else:
        told = names_of(session, people) or _("nobody")
    if missing:
        count = ngettext("{count} missing", "{count} missing", missing).format(count=missing)
        told = _("; ").join([told, count])
    return told
