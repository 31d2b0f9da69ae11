"""Calendar files as phones and mail programs subscribe to them (RFC 5545)."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import msgspec

from aftercare_cli.cli import display

if TYPE_CHECKING:
    import icalendar

_MAKER: Final = "-//aftercare//aftercare//EN"
_REFRESH: Final = dt.timedelta(hours=1)
"""How often a program that subscribes should ask again."""
_DAY: Final = dt.timedelta(days=1)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of a calendar: at a moment, or for whole days.

    `begin` is the moment, or the first day; `last_day` the last of several days, itself included. `uid` stays the same
    from one file to the next, so that a program that subscribes moves the entry it has. Each of `alarms` is how long
    before `begin` (of a day: its midnight) it rings.
    """

    uid: str
    begin: dt.date | dt.datetime
    last_day: dt.date | None = None
    summary: str
    description: str = ""
    alarms: tuple[dt.timedelta, ...] = ()
    categories: tuple[str, ...] = ()


def calendar(name: str, entries: Iterable[Entry], stamp: dt.datetime) -> str:
    """Give a calendar file, each line with its CRLF; `stamp` is the moment that it says it was made."""
    import icalendar

    made = icalendar.Calendar()
    made.add("prodid", _MAKER)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", icalendar.vText(_text(name)))
    made.add("refresh-interval", icalendar.vDuration(_REFRESH), {"value": "DURATION"})
    made.add("x-published-ttl", icalendar.vDuration(_REFRESH))
    for entry in entries:
        made.add_component(_event(entry, stamp))
    if not made.subcomponents:
        made.add_component(_utc())
    text: bytes = made.to_ical()
    return text.decode()


def _event(entry: Entry, stamp: dt.datetime) -> "icalendar.Event":
    import icalendar

    event = icalendar.Event()
    event.add("uid", _text(entry.uid))
    event.add("dtstamp", stamp.astimezone(dt.UTC))
    if isinstance(entry.begin, dt.datetime):
        event.add("dtstart", entry.begin.astimezone(dt.UTC))
    else:
        event.add("dtstart", entry.begin)
        event.add("dtend", (entry.last_day or entry.begin) + _DAY)
    event.add("summary", _text(entry.summary))
    if entry.description:
        event.add("description", _text(entry.description))
    if entry.categories:
        event.add("categories", [_text(category) for category in entry.categories])
    # A promise that falls due keeps nobody from an appointment.
    event.add("transp", "TRANSPARENT")
    for lead in entry.alarms:
        alarm = icalendar.Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", _text(entry.summary))
        alarm.add("trigger", -lead)
        event.add_component(alarm)
    return event


def _utc() -> "icalendar.Timezone":
    """Give the timezone that every moment is written in: a calendar without any component is none."""
    import icalendar

    standard = icalendar.TimezoneStandard()
    standard.add("dtstart", dt.datetime(1970, 1, 1))  # noqa: DTZ001 - its clock is what the component defines
    standard.add("tzoffsetfrom", dt.timedelta())
    standard.add("tzoffsetto", dt.timedelta())
    timezone = icalendar.Timezone()
    timezone.add("tzid", "Etc/UTC")
    timezone.add_component(standard)
    return timezone


def _text(text: str) -> str:
    """Give a text of one or several lines without what no calendar may hold."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    # Half of a pair of surrogates is no character of UTF-8.
    return "\n".join(display.visible(line) for line in lines).encode(errors="replace").decode()
