"""Days off and make-up working days, from the list a country publishes.

A year without an official list is counted by its weekdays and said to be provisional, never guessed silently (T4).
"""

import datetime as dt
from functools import lru_cache
from typing import Literal, Protocol

import msgspec

from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.text import say

DayKind = Literal["ordinary", "off", "make_up"]


class Holidays(Protocol):
    """What a list of days off knows."""

    def kind(self, day: dt.date) -> DayKind:
        """Say whether `day` is off, worked to make up for one, or neither."""

    def is_official(self, year: int) -> bool:
        """Say whether the year's list is published."""


class ListedDays(msgspec.Struct, frozen=True):
    """Exactly the days a workspace lists; they are official, since the workspace says so."""

    days: frozenset[dt.date] = frozenset()

    def kind(self, day: dt.date) -> DayKind:
        """Say whether `day` is listed."""
        return "off" if day in self.days else "ordinary"

    def is_official(self, year: int) -> bool:  # noqa: ARG002 - every year is
        """Say yes."""
        return True


class ChinaDays(msgspec.Struct, frozen=True):
    """The State Council's yearly arrangement of days off and make-up working days, 2004 to the last published year."""

    off: frozenset[dt.date]
    make_up: frozenset[dt.date]
    years: frozenset[int]

    def kind(self, day: dt.date) -> DayKind:
        """Look the day up."""
        return "off" if day in self.off else "make_up" if day in self.make_up else "ordinary"

    def is_official(self, year: int) -> bool:
        """Say whether the year's arrangement is known."""
        return year in self.years


class CountryDays(msgspec.Struct, frozen=True):
    """Another country's days as a program computes them: helpful, and official in no year."""

    country: str

    def kind(self, day: dt.date) -> DayKind:
        """Look the day up."""
        return "off" if day in _computed(self.country, day.year) else "ordinary"

    def is_official(self, year: int) -> bool:  # noqa: ARG002 - no year is
        """Say no."""
        return False


class UnknownHolidaysError(AftercareError):
    """Holidays that cannot be had: an unknown country, or a package that is not installed."""


@lru_cache(maxsize=64)
def holidays_of(source: str | tuple[dt.date, ...]) -> Holidays:
    """Give the days off for a country code, `none`, or a list of days; raises UnknownHolidaysError."""
    if isinstance(source, tuple):
        return ListedDays(frozenset(source))
    if source == "none":
        return ListedDays()
    if source == "CN":
        return _china()
    _computed(source, 2026)
    return CountryDays(source)


def _china() -> ChinaDays:
    from chinese_calendar.constants import holidays, workdays  # noqa: PLC0415 - only calendars with holidays need it

    return ChinaDays(frozenset(holidays), frozenset(workdays), frozenset(day.year for day in holidays))


@lru_cache(maxsize=256)
def _computed(country: str, year: int) -> frozenset[dt.date]:
    try:
        import holidays  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        raise UnknownHolidaysError(
            say("the holidays of {country} need a package that is not installed", country=country),
            say("install it with: pip install holidays, or list the dates: holidays: [2026-12-25]"),
        ) from None
    if country not in holidays.list_supported_countries():
        raise UnknownHolidaysError(
            say("no holidays are known for {country}", country=country),
            say("write a country code like CN, none, or a list of dates"),
        )
    return frozenset(holidays.country_holidays(country, years=year))
