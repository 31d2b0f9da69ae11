"""Values at the edge of what records may say: by the kind of value, and those that are none anywhere."""

import re
from collections.abc import Callable, Sequence
from typing import Final

INSTANTS: Final = (
    *("1900-01-01T00:00:00+00:00", "1900-01-01T00:00+14:00", "2199-12-31T23:59:59-12:00", "2199-12-31T23:59Z"),
    *("0001-01-01T00:00:00Z", "9999-12-31T23:59:59+00:00", "2026-02-29T00:00Z", "2024-02-29T24:00:00Z"),
    *("2026-03-29T02:30:00+01:00", "2026-11-01T01:30:00-04:00", "2026-01-01T00:00:60Z", "2026-01-01T00:00:00+24:00"),
    *("2026-01-01T00:00:00+23:59", "2026-01-01T00:00:00-00:00", "2026-01-01 09:00", "2026-01-01T09:00:00"),
)
DAYS: Final = ("1900-01-01", "2199-12-31", "0001-01-01", "9999-12-31", "2024-02-29", "2026-02-30", "2026-13-01")
DURATIONS: Final = (
    *("0s", "1s", "1m", "24h", "100000d", "100001d", "99999999999999999999d", "1d1h1m1s", "1m1h", "3 h", "-1h", "d"),
    *("1 month", "12 months", "9999 months", "0 months", "1month", "00001 months"),
)
AMOUNTS: Final = ("0.00", "0.01", "-0.00", "-1.00", "999999999.99", "1000000000.00", "1e3", "1.0", "1,000.00", "٣.00")
NUMBERS: Final = (
    *("0", "1", "-1", "00", "999999", "1000000", "999999999", "18446744073709551616", "0%", "100%", "101%", "1.5"),
)
HOURS: Final = ("00:00-24:00", "24:00-00:00", "00:00-00:00", "22:00-06:00", "23:59-23:58", "9:00-12:00", "09:00-25:00")
PLACES: Final = (
    *("UTC", "Asia/Shanghai", "America/New_York", "Europe/Dublin", "Pacific/Apia", "Africa/Casablanca", "Etc/GMT+12"),
    *("../../etc/passwd", "/etc/localtime", "Asia", "Asia/", ".", "", "America\\New_York", "utc", "posixrules", "CN"),
    *("none", "US", "XX", "24x7", "work", "en", "zh-CN", "xx-YY", "CNY"),
)
NAMES: Final = (
    *("T-20260101-0001", "T-99999999-ZZZZ", "I-20260101-0001", "H-20260101-0001", "V-20260229-0001", "t-20260101-0001"),
    *("con", "a/b", "..", "a" * 64, "hq", "x\u0000y", "customer", "company", "*", "0"),
)
TEXTS: Final = (
    *(
        "",
        " ",
        "~",
        "null",
        "true",
        "false",
        "yes",
        "{",
        "]",
        "'",
        '"',
        "a: b",
        "# c",
        "- d",
        "&e",
        "*f",
        "!g",
        "%h",
        "<<",
    ),
    *(
        "\u2028",
        "\u0085",
        "\ufeff",
        "\u200f\u202e",
        "\u0301",
        "\U0001f600",
        "\ud7ff",
        "=1+1",
        "@a",
        "a\nb\n",
        "\t",
        "\\",
    ),
    *(
        "x" * 300,
        "密码: hunter2hunter2",
        "password=correcthorse",
        "<b>&amp;</b>",
        "{{ 1 }}",
        "{0}",
        "{name}",
        "%s",
        "`x`",
    ),
)
ODD: Final = (*INSTANTS, *DAYS, *DURATIONS, *AMOUNTS, *NUMBERS, *HOURS, *PLACES, *NAMES, *TEXTS)
LIKE: Final[Sequence[tuple[Callable[[str], object], Sequence[str]]]] = (
    (re.compile(r"\d{4}-\d\d-\d\dT.*").fullmatch, INSTANTS),
    (re.compile(r"\d{4}-\d\d-\d\d").fullmatch, DAYS),
    (re.compile(r"\d+[dhms]|\d+ months?").fullmatch, DURATIONS),
    (re.compile(r"-?\d+\.\d\d").fullmatch, AMOUNTS),
    (re.compile(r"\d+%?").fullmatch, NUMBERS),
    (re.compile(r"\d\d:.*").fullmatch, HOURS),
    (re.compile(r"[A-Za-z]+/.*|en|zh-CN|CN|none").fullmatch, PLACES),
    (re.compile(r"[A-Z]-\d{8}-.*|[a-z][a-z0-9-]+").fullmatch, NAMES),
)
"""Which values are of the kind of another."""
KEYS: Final = ("id", "at", "type", "site", "from", "<<", "~", "null", "x", "1", "except", "timezone", "holidays", "")
PIECES: Final[tuple[str, ...]] = (
    *"-_:,[]{}\"'#&*!|>%@`?~ \n.()/+\\\t;=<\x00\x7f\x85\u0301\u200b\u2028\ufeff：，（值é½٣\r",
    *(
        ": ",
        " #",
        "- ",
        "  - ",
        "\n  ",
        "null",
        '""',
        "''",
        "---\n",
        "...\n",
        "\r\n",
        "\n\n",
        "? ",
        "!!str ",
        "|\n",
        ">-\n",
    ),
    *(
        "<<<<<<< a\n",
        "=======\n",
        ">>>>>>> b\n",
        "||||||| c\n",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
        "{a: " * 30,
        "%YAML 1.1\n---\n",
    ),
)
