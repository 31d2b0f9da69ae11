"""How dates, times and amounts look on paper, in both languages."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from aftercare_cli.documents.language import Tongue
from aftercare_cli.model.vocabulary import Language

SHANGHAI = ZoneInfo("Asia/Shanghai")
AT = dt.datetime(2026, 3, 5, 1, 30, tzinfo=dt.UTC)
"""Half past nine in the morning in Shanghai."""


def tongue(code: Language, timezone: str = "Asia/Shanghai") -> Tongue:
    words = {"state": lambda identifier: f"<{identifier}>"}
    return Tongue(
        code=code,
        timezone=ZoneInfo(timezone),
        gettext=str,
        ngettext=lambda one, many, count: one if count == 1 else many,
        say=str,
        words=words,
    )


CHINESE, ENGLISH = tongue("zh-CN"), tongue("en")


def test_a_day_has_two_digits_in_chinese_and_a_name_in_english() -> None:
    assert CHINESE.day(dt.date(2026, 3, 5)) == "2026年03月05日"
    assert ENGLISH.day(dt.date(2026, 3, 5)) == "5 March 2026"
    assert (CHINESE.day(None), ENGLISH.day(None)) == ("/", "/")


def test_a_month_is_named_by_its_year() -> None:
    assert CHINESE.month("2026-03") == "2026年03月"
    assert ENGLISH.month("2026-12") == "December 2026"


def test_a_moment_is_in_the_workspaces_timezone_to_the_minute() -> None:
    assert CHINESE.moment(AT) == "2026年03月05日 09:30"
    assert ENGLISH.moment(AT) == "5 March 2026 09:30"
    assert tongue("en", "America/New_York").moment(AT) == "4 March 2026 20:30"
    assert ENGLISH.moment(AT.replace(second=7)) == "5 March 2026 09:30:07"
    assert ENGLISH.moment(None) == "/"


def test_a_moment_in_a_cell_is_iso() -> None:
    assert CHINESE.short(AT) == ENGLISH.short(AT) == "2026-03-05 09:30"
    assert ENGLISH.short(AT.replace(second=7)) == "2026-03-05 09:30:07"
    assert ENGLISH.short(None) == "/"


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (Decimal(0), "¥0.00"),
        (Decimal("1234.5"), "¥1,234.50"),
        (Decimal("-300.00"), "-¥300.00"),
        (Decimal("1000000.01"), "¥1,000,000.01"),
        (None, "/"),
    ],
)
def test_money_has_its_sign_and_two_decimals(amount: Decimal | None, shown: str) -> None:
    assert CHINESE.money(amount) == ENGLISH.money(amount) == shown


@pytest.mark.parametrize(
    ("length", "chinese", "english"),
    [
        (dt.timedelta(hours=3, minutes=20), "3小时20分钟", "3 h 20 min"),
        (dt.timedelta(days=2), "2天", "2 d"),
        (dt.timedelta(days=1, hours=1, minutes=1, seconds=1), "1天1小时1分钟1秒", "1 d 1 h 1 min 1 s"),
        (dt.timedelta(), "0分钟", "0 min"),
        (dt.timedelta(minutes=-78), "-1小时18分钟", "-1 h 18 min"),
    ],
)
def test_a_length_of_time_is_in_its_units(length: dt.timedelta, chinese: str, english: str) -> None:
    assert (CHINESE.length(length), ENGLISH.length(length)) == (chinese, english)


def test_a_text_in_two_languages_falls_back_to_the_one_there_is() -> None:
    assert CHINESE.either("总部", "HQ") == "总部"
    assert ENGLISH.either("总部", "HQ") == "HQ"
    assert ENGLISH.either("总部", None) == "总部"
    assert CHINESE.either(None, "HQ") == "HQ"
    assert CHINESE.either(None, "") == "/"


def test_several_texts_have_the_languages_own_comma() -> None:
    assert CHINESE.listed(["甲", "乙"]) == "甲、乙"
    assert ENGLISH.listed(("a", "b")) == "a, b"
    assert (CHINESE.listed([]), ENGLISH.listed([])) == ("/", "/")


def test_a_word_is_looked_up_by_its_kind_and_nothing_is_a_stroke() -> None:
    assert ENGLISH.word("state", "met") == "<met>"
    assert ENGLISH.word("state", None) == "/"
    assert (CHINESE.is_chinese, ENGLISH.is_chinese) == (True, False)
