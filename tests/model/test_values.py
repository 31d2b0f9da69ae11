"""How values are written: every spelling that is read, what it means, and every refusal with its sentence."""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercare_cli.model.errors import InvalidValueError
from aftercare_cli.model.values import (
    PATTERNS,
    READERS,
    read_date,
    read_duration,
    read_flag,
    read_instant,
    read_money,
    read_month,
    read_months,
    read_percent,
    read_positive,
    read_slot,
    read_target_time,
    read_whole,
    shown,
)

CHINA = dt.timezone(dt.timedelta(hours=8))
Reader = Callable[[object], object]


@pytest.mark.parametrize(
    ("reader", "text", "value"),
    [
        (read_instant, "2026-11-22T09:12:00+08:00", dt.datetime(2026, 11, 22, 9, 12, tzinfo=CHINA)),
        (read_instant, "2026-11-22T09:12+08:00", dt.datetime(2026, 11, 22, 9, 12, tzinfo=CHINA)),
        (read_instant, "2026-11-22T09:12:59Z", dt.datetime(2026, 11, 22, 9, 12, 59, tzinfo=dt.UTC)),
        (read_instant, "2024-02-29T23:59-03:30", dt.datetime(2024, 3, 1, 3, 29, tzinfo=dt.UTC)),
        (read_date, "2024-02-29", dt.date(2024, 2, 29)),
        (read_month, "2026-11", "2026-11"),
        (read_duration, "30m", dt.timedelta(minutes=30)),
        (read_duration, "3h", dt.timedelta(hours=3)),
        (read_duration, "2d", dt.timedelta(days=2)),
        (read_duration, "90s", dt.timedelta(seconds=90)),
        (read_duration, "1h30m", dt.timedelta(minutes=90)),
        (read_duration, "1d2h3m4s", dt.timedelta(days=1, hours=2, minutes=3, seconds=4)),
        (read_duration, "36h", dt.timedelta(days=1.5)),
        (read_duration, "0m", dt.timedelta()),
        (read_duration, "100000d", dt.timedelta(days=100_000)),
        (read_target_time, "1s", dt.timedelta(seconds=1)),
        (read_months, "1 month", 1),
        (read_months, "36 months", 36),
        (read_months, "3months", 3),
        (read_money, "300.00", Decimal("300.00")),
        (read_money, "0.05", Decimal("0.05")),
        (read_money, "999999999.99", Decimal("999999999.99")),
        (read_percent, "0%", 0),
        (read_percent, "80%", 80),
        (read_percent, "100%", 100),
        (read_whole, "0", 0),
        (read_whole, "999999999", 999_999_999),
        (read_positive, "1", 1),
        (read_positive, "999999", 999_999),
        (read_flag, "true", True),
        (read_flag, "false", False),
        (read_slot, "09:00-12:00", (9 * 60, 12 * 60)),
        (read_slot, "00:00-24:00", (0, 24 * 60)),
        (read_slot, "22:00-06:00", (22 * 60, 30 * 60)),
        (read_slot, "22:00-00:00", (22 * 60, 24 * 60)),
        (read_slot, "09:00-09:00", (9 * 60, 33 * 60)),
    ],
)
def test_spellings_that_are_read(reader: Reader, text: str, value: object) -> None:
    assert reader(text) == value


@pytest.mark.parametrize(
    ("text", "sentence", "hint"),
    [
        (
            "2026-11-22T09:12:00",
            "2026-11-22T09:12:00 has no offset from UTC",
            "write the offset too, like 2026-11-22T09:12:00+08:00",
        ),
        (
            "2026-11-22 09:12",
            "2026-11-22 09:12 has no offset from UTC",
            "write the offset too, like 2026-11-22T09:12:00+08:00",
        ),
        ("2026-02-29T09:12:00+08:00", "2026-02-29T09:12:00+08:00 is no moment of the calendar", None),
        ("2026-11-22T25:00:00+08:00", "2026-11-22T25:00:00+08:00 is no moment of the calendar", None),
        ("2026-11-22T09:60:00+08:00", "2026-11-22T09:60:00+08:00 is no moment of the calendar", None),
        ("2026-11-22T09:12:00+24:00", "2026-11-22T09:12:00+24:00 is no moment of the calendar", None),
        ("9999-12-31T09:12:00+08:00", "the year 9999 is no year of a record", "years run from 1900 to 2199"),
        ("0001-01-01T09:12:00+08:00", "the year 1 is no year of a record", "years run from 1900 to 2199"),
        *(
            (text, f"{text} is not a time", "write a time like 2026-11-22T09:12:00+08:00")
            for text in (
                "2026-11-22",
                "2026-11-22 09:12:00+08:00",
                "2026-11-22t09:12:00+08:00",
                "2026-11-22T9:12:00+08:00",
                "2026-11-22T09:12:00.5+08:00",
                "2026-11-22T09:12:00+0800",
                "2026-11-22T09:12:00+08:00\n",
                "22.11.2026 09:12",
                "\uff12\uff10\uff12\uff16-11-22T09:12:00+08:00",
                "tomorrow",
                "",
            )
        ),
    ],
)
def test_times_that_are_refused(text: str, sentence: str, hint: str | None) -> None:
    with pytest.raises(InvalidValueError) as caught:
        read_instant(text)
    assert (str(caught.value.text), caught.value.hint and str(caught.value.hint)) == (sentence, hint)


@pytest.mark.parametrize(
    ("reader", "texts", "sentence", "hint"),
    [
        (
            read_date,
            ["2026-1-1", "2026/01/01", "22.11.2026", "2026-11-22T09:12:00+08:00", "today", ""],
            "{} is not a date",
            "write a date like 2026-11-22",
        ),
        (read_date, ["2026-02-29", "2026-13-01", "0000-01-01"], "{} is no day of the calendar", None),
        (
            read_month,
            ["2026-13", "2026-00", "2026-1", "2026-11-01", "0000-01", "\uff12\uff10\uff12\uff16-11", ""],
            "{} is not a month",
            "write a month like 2026-11",
        ),
        (
            read_duration,
            ["", "3", "h", "1.5h", "-1h", "+1h", "1 h", "1H", "30m1h", "1h1h", "3 hours", "1w", "\uff13h", "3h\n"],
            "{} is not a duration",
            "write a duration like 30m, 3h, 2d or 1h30m",
        ),
        (
            read_duration,
            ["100001d", "2400024h", "99999999999d", "999999999999999999999s"],
            "{} is longer than any promise",
            None,
        ),
        (read_target_time, ["0m", "0d0h0m0s"], "{} leaves no time at all", None),
        (
            read_months,
            ["0 months", "36", "1 year", "month", "10000 months", "1  month", "\uff13 months", "-1 month", ""],
            "{} is not a number of months",
            "write it like 1 month or 3 months",
        ),
        (
            read_money,
            [
                *("300", "300.0", "300.000", "-1.00", "+1.00", "1,000.00", "1e2", ".50", "1234567890.00", "￥300.00"),
                *("300.00 CNY", "\uff13\uff10\uff10.\uff10\uff10", "NaN", "Infinity", ""),
            ],
            "{} is not an amount of money",
            'write it with two decimals and in quotes, like "300.00"',
        ),
        (
            read_percent,
            ["101%", "999%", "80", "80 %", "-1%", "8.5%", "1000%", "\uff18\uff10%", ""],
            "{} is not a percentage",
            "write it like 80%",
        ),
        (read_whole, ["-1", "1.0", "1000000000", "\uff11", "one", ""], "{} is not a whole number", None),
        (
            read_positive,
            ["0", "01", "1000000", "-1", "1\uff12", "1.0", ""],
            "{} is not a whole number from 1 to 999999",
            None,
        ),
        (
            read_flag,
            ["yes", "no", "on", "off", "True", "FALSE", "1", "0", ""],
            "{} is neither true nor false",
            None,
        ),
        (
            read_slot,
            [
                *("9:00-12:00", "09:00", "09:00-12:60", "09:00-25:00", "09:00-24:01", "24:00-02:00", "09:00–12:00"),
                *("09:00 - 12:00", "0\uff19:00-12:00", "closed", ""),
            ],
            "{} is not a slot of hours",
            "write it like 09:00-12:00",
        ),
    ],
)
def test_spellings_that_are_refused(reader: Reader, texts: list[str], sentence: str, hint: str | None) -> None:
    """Among them full-width digits (from U+FF10 on), as an input method writes them."""
    for text in texts:
        with pytest.raises(InvalidValueError) as caught:
            reader(text)
        assert str(caught.value.text) == sentence.format(text)
        assert (caught.value.hint and str(caught.value.hint), caught.value.field) == (hint, ())


@pytest.mark.parametrize("reader", READERS.values())
@pytest.mark.parametrize("value", [None, {}, {"3h": None}, [], ["3h"]])
def test_only_a_text_can_be_a_value(reader: Reader, value: object) -> None:
    with pytest.raises(InvalidValueError, match=re.escape(shown(value))):
        reader(value)


def test_every_value_that_is_read_is_described() -> None:
    assert PATTERNS.keys() == READERS.keys()


@pytest.mark.parametrize("kind", READERS)
@given(data=st.data())
def test_what_is_read_is_what_the_published_schemas_allow(kind: object, data: st.DataObject) -> None:
    """Texts that only look like a pattern's, with other scripts' digits or a line's end, are read by neither."""
    pattern, _ = PATTERNS[kind]
    text = data.draw(st.from_regex(pattern.replace("(?=.)", "")))
    try:
        READERS[kind](text)
    except InvalidValueError:
        return
    assert re.fullmatch(pattern, text, re.ASCII)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "(nothing)"),
        ({"a": "b"}, "{…}"),
        (["a"], "[…]"),
        ("a" * 60, "a" * 60),
        ("a" * 61, "a" * 57 + "…"),
    ],
)
def test_an_error_names_a_value_in_a_line(value: object, text: str) -> None:
    assert shown(value) == text


def test_a_length_of_thousands_of_digits_is_refused_like_any_other_that_is_too_long() -> None:
    with pytest.raises(InvalidValueError) as caught:
        read_duration("9" * 5_000 + "h")
    assert str(caught.value) == "9" * 57 + "… is longer than any promise"
