"""Days off: China's from the published list, listed ones, and those a program computes."""

import datetime as dt
import sys
from types import ModuleType

import pytest

from aftercare_cli.rules.holidays import CountryDays, UnknownHolidaysError, holidays_of
from tests.rules.minutes import DAY, MAKE_UP_2026, OFF_2026

YEAR_2026 = [dt.date(2026, 1, 1) + number * DAY for number in range(365)]


def test_china_in_2026_is_off_and_worked_as_the_notice_says() -> None:
    china = holidays_of("CN")
    kinds = {day: china.kind(day) for day in YEAR_2026 if china.kind(day) != "ordinary"}
    assert kinds == dict.fromkeys(OFF_2026, "off") | dict.fromkeys(MAKE_UP_2026, "make_up")


def test_china_is_official_where_its_notice_is_published() -> None:
    china = holidays_of("CN")
    assert [china.is_official(year) for year in (2003, 2004, 2025, 2026, 2099)] == [False, True, True, True, False]
    # 2099-10-01 is National Day, and a Thursday: nothing is guessed.
    assert china.kind(dt.date(2099, 10, 1)) == "ordinary"


def test_listed_days_are_off_and_official() -> None:
    listed = holidays_of((dt.date(2026, 12, 25), dt.date(2026, 12, 26)))
    assert [day for day in YEAR_2026 if listed.kind(day) != "ordinary"] == [
        dt.date(2026, 12, 25),
        dt.date(2026, 12, 26),
    ]
    assert listed.kind(dt.date(2026, 12, 25)) == "off"
    assert listed.is_official(1999)


def test_none_is_no_day_off_at_all() -> None:
    none = holidays_of("none")
    assert {none.kind(day) for day in YEAR_2026} == {"ordinary"}
    assert none.is_official(2099)


class Computed(ModuleType):
    """Stands in for the package that computes days off: the country ZZ has one a year."""

    def list_supported_countries(self) -> dict[str, list[str]]:
        return {"ZZ": []}

    def country_holidays(self, country: str, *, years: int) -> dict[dt.date, str]:
        assert country == "ZZ"
        return {dt.date(years, 7, 14): "Founding Day"}


def test_another_country_is_computed_and_never_official(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "holidays", Computed("holidays"))
    country = holidays_of("ZZ")
    assert country == CountryDays("ZZ")
    assert [day for day in YEAR_2026 if country.kind(day) == "off"] == [dt.date(2026, 7, 14)]
    assert country.kind(dt.date(2027, 7, 14)) == "off"
    assert not country.is_official(2026)


def test_a_country_that_nobody_knows_is_said_to_be_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "holidays", Computed("holidays"))
    with pytest.raises(UnknownHolidaysError) as caught:
        holidays_of("QX")
    assert str(caught.value.text) == "no holidays are known for QX"
    assert str(caught.value.hint) == "write a country code like CN, none, or a list of dates"


def test_without_the_package_another_country_cannot_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)
    with pytest.raises(UnknownHolidaysError) as caught:
        holidays_of("QY")
    assert str(caught.value.text) == "the holidays of QY need a package that is not installed"
    assert str(caught.value.hint) == (
        "install it with: pip install holidays, or list the dates: holidays: [2026-12-25]"
    )
