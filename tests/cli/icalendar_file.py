"""A calendar file as RFC 5545 says to read it, and not as the library that wrote it does."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

_LIMIT: Final = 75
"""Octets of a line, its end not counted (3.1)."""
_NAME: Final = r"[A-Za-z0-9-]+"
_PARAMETER: Final = rf';({_NAME})=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)'
_LINE: Final = re.compile(rf"({_NAME})((?:{_PARAMETER})*):(.*)", re.DOTALL)
_CONTROL: Final = re.compile("[\x00-\x08\x0a-\x1f\x7f]")
_ESCAPED: Final = {"\\": "\\", ";": ";", ",": ",", "n": "\n", "N": "\n"}
_DURATION: Final = re.compile(r"([+-]?)P(?:(\d+)W|(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?)")


class Property(NamedTuple):
    """A property: its parameters, its value as it stands."""

    parameters: Mapping[str, str]
    value: str


class Component(NamedTuple):
    """What stands between BEGIN and END."""

    name: str
    properties: dict[str, list[Property]]
    components: list["Component"]

    def one(self, name: str) -> Property:
        """Give the property that must be there once."""
        (found,) = self.properties[name]
        return found

    def text(self, name: str) -> str:
        """Give the text of the property that must be there once."""
        found = self.one(name)
        assert not found.parameters
        (text,) = texts(found.value)
        return text

    def inside(self, name: str) -> list["Component"]:
        """Give the components of a name."""
        return [found for found in self.components if found.name == name]


def read_calendar(data: bytes) -> Component:
    """Read a file with one calendar, and hold it to what every calendar must keep."""
    lines = iter(_lines(data))
    assert next(lines) == ("BEGIN", {}, "VCALENDAR")
    calendar = _component("VCALENDAR", lines)
    assert list(lines) == []
    assert calendar.one("VERSION").value == "2.0"
    assert calendar.text("PRODID")
    assert calendar.components
    events = calendar.inside("VEVENT")
    uids = [event.text("UID") for event in events]
    assert len(set(uids)) == len(uids)
    assert all(uids)
    for event in events:
        _check_event(event)
    return calendar


def _check_event(event: Component) -> None:
    moment(event.one("DTSTAMP"))
    if event.one("DTSTART").parameters:
        assert day(event.one("DTEND")) > day(event.one("DTSTART"))
    else:
        moment(event.one("DTSTART"))
        assert "DTEND" not in event.properties
    for name in ("SUMMARY", "DESCRIPTION", "TRANSP", "CATEGORIES"):
        assert len(event.properties.get(name, [])) <= 1
    for alarm in event.components:
        assert (alarm.name, alarm.text("ACTION")) == ("VALARM", "DISPLAY")
        assert alarm.text("DESCRIPTION") == event.text("SUMMARY")
        duration(alarm.one("TRIGGER"))


def day(found: Property) -> dt.date:
    """Give a day without a time (3.3.4)."""
    assert found.parameters == {"VALUE": "DATE"}
    assert re.fullmatch(r"\d{8}", found.value)
    return dt.datetime.strptime(found.value, "%Y%m%d").replace(tzinfo=dt.UTC).date()


def moment(found: Property) -> dt.datetime:
    """Give a moment in UTC (3.3.5, form 2)."""
    assert found.parameters == {}
    assert re.fullmatch(r"\d{8}T\d{6}Z", found.value)
    return dt.datetime.strptime(found.value, "%Y%m%dT%H%M%SZ").replace(tzinfo=dt.UTC)


def duration(found: Property) -> dt.timedelta:
    """Give a duration (3.3.6)."""
    assert found.parameters in ({}, {"VALUE": "DURATION"})
    parts = _DURATION.fullmatch(found.value)
    assert parts is not None
    assert not found.value.endswith(("P", "T"))
    sign, *amounts = parts.groups()
    weeks, days, hours, minutes, seconds = (int(amount or 0) for amount in amounts)
    length = dt.timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if sign == "-" else length


def texts(value: str) -> list[str]:
    """Give the texts of a value: commas part them, a backslash takes that from a comma (3.3.11)."""
    found = [""]
    signs = iter(value)
    for sign in signs:
        if sign == ",":
            found.append("")
        elif sign == "\\":
            found[-1] += _ESCAPED[next(signs)]
        else:
            assert sign != ";"
            found[-1] += sign
    return found


def _lines(data: bytes) -> Iterator[tuple[str, Mapping[str, str], str]]:
    """Yield content lines: name, parameters, value (3.1)."""
    assert data.endswith(b"\r\n")
    physical = data.removesuffix(b"\r\n").split(b"\r\n")
    for line in physical:
        assert len(line) <= _LIMIT
        # Each line is whole text: some programs read it before they put lines together again.
        assert not _CONTROL.search(line.decode())
    for folded in re.split("\r\n(?![ \t])", data.removesuffix(b"\r\n").decode()):
        whole = re.sub("\r\n[ \t]", "", folded)
        parts = _LINE.fullmatch(whole)
        assert parts is not None, whole
        parameters = {name: value.strip('"') for name, value in re.findall(_PARAMETER, parts[2])}
        yield parts[1], parameters, parts[len(parts.groups())]


def _component(name: str, lines: Iterator[tuple[str, Mapping[str, str], str]]) -> Component:
    made = Component(name, {}, [])
    for key, parameters, value in lines:
        if key == "BEGIN":
            made.components.append(_component(value, lines))
        elif key == "END":
            assert value == name
            return made
        else:
            assert not made.components
            made.properties.setdefault(key, []).append(Property(parameters, value))
    message = f"{name} has no end"
    raise AssertionError(message)
