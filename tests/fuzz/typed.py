"""What people type: times, lengths, values of records, ids and whole command lines of any words."""

import datetime as dt
import zoneinfo
from collections.abc import Iterator
from functools import partial
from random import Random
from typing import Final

from aftercare_cli.cli.app import COMMANDS
from aftercare_cli.cli.times import (
    TimeInputError,
    WrongDurationError,
    read_day,
    read_day_or_time,
    read_horizon,
    read_time,
)
from aftercare_cli.model.calendars import read_calendar, read_holidays
from aftercare_cli.model.errors import InvalidValueError
from aftercare_cli.model.ids import is_dated_id
from aftercare_cli.model.kinds import KINDS, is_safe_id, path_of
from aftercare_cli.model.values import READERS, read_duration, shown
from aftercare_cli.store.files import UnreadableError
from aftercare_cli.store.yaml_parser import parse_mapping
from tests.fuzz import commands
from tests.fuzz.target import Parts, Target
from tests.fuzz.words import ODD, PIECES

_CODES: Final = {0, 1, 2}
_ZONES: Final = tuple(
    zoneinfo.ZoneInfo(name)
    for name in ("Asia/Shanghai", "America/New_York", "Pacific/Apia", "Europe/Dublin", "Africa/Casablanca", "UTC")
)
_NOWS: Final = (
    dt.datetime(2026, 4, 29, 9, 30, tzinfo=dt.UTC),
    dt.datetime(2026, 3, 8, 6, 59, 59, tzinfo=dt.UTC),
    dt.datetime(2, 1, 1, tzinfo=dt.UTC),
    dt.datetime(9998, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
    dt.datetime(2024, 2, 29, 23, tzinfo=dt.timezone(dt.timedelta(hours=14))),
)
_TIMES: Final = (
    *(
        "2026-11-22T14:30",
        "14:30",
        "yesterday 14:30",
        "昨天 14:30",
        "2h ago",
        "1d 2h 3m ago",
        "2小时前",
        "3天前",
        "now",
    ),
    *(
        "2026/11/24 9:05",
        "11-24 9:05",
        "2026-11",
        "2-29",
        "tomorrow",
        "前天 0:00",
        "9：05",
        "2026-11-22T14:30:59+08:00",
    ),
    *(
        "2026-03-08 02:30",
        "2026-11-01 01:30",
        "2011-12-30",
        "0001-01-01",
        "9999-12-31",
        "9999-12",
        "24:00",
        "0:0",
        "1e3d ago",
    ),
)


# Times and values


def _time_seeds() -> Iterator[Parts]:
    for text in (*_TIMES, *ODD):
        yield (text.encode(errors="surrogatepass"),)


def _mutate_text(parts: list[bytes], random: Random) -> Parts:
    text = parts[0].decode(errors="surrogateescape")
    for _ in range(random.choice((1, 1, 2, 3))):
        at = random.randrange(len(text) + 1)
        text = random.choice(
            (
                text[:at] + random.choice((*PIECES, *"0123456789年月日时分dhms个天前")) + text[at:],
                text[:at] + text[at + 1 :],
                text[:at] + random.choice("0123456789\uff19\u0663") + text[at + 1 :],
                f"{text} {random.choice(_TIMES)}",
                random.choice((*_TIMES, *ODD)),
                f"{text[:at]}{'9' * random.choice((1, 5, 20, 5000))}{text[at:]}",
            )
        )
    return (text.encode(errors="surrogatepass")[:6000],)


def check_times(parts: Parts) -> None:
    """Read a text as every kind of time and value there is."""
    text = parts[0].decode(errors="surrogateescape")
    for now in _NOWS:
        for zone in _ZONES:
            for read in (read_time, read_day, read_day_or_time, partial(read_day_or_time, is_end=True)):
                try:
                    read(text, now, zone)
                except (TimeInputError, OverflowError) as error:
                    # An end of time of which the boundary says that it leaves the calendar.
                    _explains(error)
        try:
            read_horizon(text, now)
        except WrongDurationError as error:
            _explains(error)
    _values(text)
    if is_safe_id(text):
        for kind in KINDS:
            path = path_of(kind.name, text)
            assert path.startswith("records/"), path
            assert ".." not in path, path
            assert "//" not in path, path
            assert path.isascii(), path
    assert is_dated_id(text) is None or "\n" not in text


def _explains(error: Exception) -> None:
    assert str(error), "says nothing"


def _values(text: str) -> None:
    try:
        tree = parse_mapping(f"a: {text}".encode(errors="replace"), "")["a"]
    except UnreadableError:
        tree = None
    for value in (text, tree, [text], {text: text}, {"mon": [text]}, {"except": {text: [text]}}, None):
        for read in (*READERS.values(), read_duration, read_calendar, read_holidays):
            try:
                read(value)
            except InvalidValueError as error:
                _explains(error)
        shown(value)


# Command lines

_GLOBAL: Final = (
    "--lang",
    "zh",
    "en",
    "--debug",
    "--root",
    ".",
    "--help",
    "--version",
    "--",
    "-x",
    "--format",
    "json",
    "",
)
_OPTIONS: Final = (
    *(
        "--at",
        "--as-of",
        "--since",
        "--until",
        "--within",
        "--by",
        "--note",
        "--dry-run",
        "--commit",
        "--month",
        "--site",
    ),
    *(
        "--contract",
        "--format",
        "table",
        "csv",
        "md",
        "html",
        "ics",
        "--audience",
        "owner",
        "--kind",
        "--hazard",
        "smoke",
    ),
    *(
        "--priority",
        "urgent",
        "--equipment",
        "--reporter",
        "--phone",
        "--id",
        "--period",
        "--start",
        "--fail-on",
        "breach",
    ),
    *(
        "--strict",
        "--exit-zero",
        "--check",
        "--unit",
        "--reason",
        "--evidence",
        "--target",
        "--role",
        "--calendar",
        "work",
    ),
    *(
        "--pause",
        "--plan",
        "--limit",
        "--all",
        "--open",
        "--state",
        "--promise",
        "arrival",
        "--quantity",
        "--serial",
        "-1",
    ),
)
_VERBS: Final = (
    *(
        "list",
        "show",
        "add",
        "open",
        "answer",
        "dispatch",
        "arrive",
        "diagnose",
        "spares",
        "standby",
        "pause",
        "resume",
    ),
    *(
        "replace",
        "charge",
        "restore",
        "resolve",
        "close",
        "reopen",
        "cancel",
        "excuse",
        "note",
        "history",
        "new",
        "record",
    ),
    *("finish", "due", "plan", "tickets", "log", "coverage", "request", "ask", "search", "receive", "issue", "return"),
    *(
        "loan",
        "count",
        "check",
        "on-duty",
        "report",
        "acknowledge",
        "watch",
        "render",
        "return-standby",
        "scrap",
        "told",
    ),
)
_IDS: Final = ("0007", "T-20260218-0007", "S303", "s01", "p2024", "e02", "HZ01", "FV02", "S02-CAB-001", "CAM-B200", "x")
_GROUPS: Final = tuple(name for name, _ in COMMANDS if name not in {"init", "publish", "merge", "schema"})


def _line_seeds() -> Iterator[Parts]:
    for group in _GROUPS:
        yield (group.encode(),)
        for verb in _VERBS:
            yield group.encode(), verb.encode(), b"0007", b"--at", b"2026-04-29T09:00"


def _mutate_line(parts: list[bytes], random: Random) -> Parts:
    words = [part.decode(errors="replace") for part in parts]
    for _ in range(random.choice((1, 2, 3))):
        at = random.randrange(len(words) + 1)
        match random.randrange(7):
            case 0:
                words[at : at + 1] = []
            case 1:
                words.insert(at, random.choice(_GLOBAL))
            case 2 | 3:
                words[at:at] = [random.choice(_OPTIONS), random.choice((*_IDS, *_TIMES, *ODD, *_OPTIONS))]
            case 4:
                words.insert(at, random.choice((*_IDS, *_TIMES)))
            case 5:
                words.insert(at, random.choice(ODD))
            case _:
                words[:2] = [random.choice(_GROUPS), random.choice(_VERBS)]
    return [word.encode(errors="replace") for word in words[:12]] or [b"check"]


def check_line(parts: Parts) -> None:
    """Run the words as a command line, in a workspace that is put back where it wrote something."""
    words = [part.decode(errors="replace") for part in parts]
    # Nothing outside the workspace is named, and no pager, browser or server begins.
    if not {*words} & {*_GROUPS} or any("/" in word or ".." in word or "\0" in word for word in words):
        return
    space = commands.base("sample")
    code, told = commands.run(space, words, commands.NOW["sample"])
    if "--dry-run" not in words and space.files() != space.base:
        space.clear()
    assert code in _CODES, (words, code, told[-2000:])


TIMES: Final = Target("times", _time_seeds, _mutate_text, check_times)
ARGUMENTS: Final = Target("arguments", _line_seeds, _mutate_line, check_line)
