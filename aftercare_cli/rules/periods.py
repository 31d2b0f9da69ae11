"""The periods of what recurs: calendar months from the handover on, on a grid that never drifts (M1, S14)."""

import datetime as dt
from collections.abc import Callable, Iterator

import msgspec

from aftercare_cli.model.contract import Contract
from aftercare_cli.model.values import LAST_YEAR
from aftercare_cli.rules.days import first_day, month_of, months_later
from aftercare_cli.rules.warranty import served_until

_MONTHS_OF_A_YEAR = 12
_DAY = dt.timedelta(days=1)
_LAST = dt.date(LAST_YEAR, 12, 31)


class Period(msgspec.Struct, frozen=True):
    """One or more whole months: `number` counts from 1 at the handover, `terms` are in force on its first day."""

    number: int
    first: dt.date
    last: dt.date
    terms: Contract

    @property
    def name(self) -> str:
        """Give the period's name: `2026-03`, or `2026-01..2026-03` for several months."""
        begin, end = f"{self.first:%Y-%m}", f"{self.last:%Y-%m}"
        return begin if begin == end else f"{begin}..{end}"

    def holds(self, day: dt.date) -> bool:
        """Say whether a day lies in the period."""
        return self.first <= day <= self.last

    def names(self, month: str) -> bool:
        """Say whether a month `2026-03` lies in the period."""
        return self.holds(first_day(month))

    @property
    def months(self) -> Iterator[str]:
        """Give the months of the period, `2026-03`, in order."""
        day = self.first
        while day <= self.last:
            yield month_of(day)
            day = months_later(day, 1)


def first_month(contract: Contract) -> dt.date | None:
    """Give the first day of the first month that is served: that of the handover on a first, else the next one."""
    handover = contract.handover
    if handover is None:
        return None
    return handover if handover.day == 1 else months_later(handover, 1)


def inspection_periods(contract: Contract, until: dt.date) -> Iterator[Period]:
    """Yield the periods with one inspection each (M1) that begin by `until`, while the contract is served."""
    return _periods(contract, until, _inspected_every)


def visit_periods(contract: Contract, until: dt.date) -> Iterator[Period]:
    """Yield the periods with one follow-up visit each (S14) that begin by `until`, while the contract is served.

    Where they divide a year they are those of the calendar year (quarters, half-years), from the first whole one on.
    """
    first = first_month(contract)
    every = None if first is None else _visited_every(contract.on(first))
    if first is not None and every is not None and _MONTHS_OF_A_YEAR % every == 0:
        first = months_later(first, -(first.month - 1) % every)
    return _periods(contract, until, _visited_every, first)


def _inspected_every(terms: Contract) -> int | None:
    return None if terms.inspection is None else terms.inspection.every


def _visited_every(terms: Contract) -> int | None:
    return None if terms.follow_up is None else terms.follow_up.every


def _periods(
    contract: Contract, until: dt.date, every: Callable[[Contract], int | None], begin: dt.date | None = None
) -> Iterator[Period]:
    first = begin or first_month(contract)
    number = 0
    while first is not None and first <= min(until, _LAST):
        terms = contract.on(first)
        length = every(terms) or 0
        end = served_until(contract, first) if length else None
        # A service that ends on the first day of a month ended with the month before.
        if end is not None and first < end:
            number += 1
            yield Period(number, first, months_later(first, length) - _DAY, terms)
        first = months_later(first, length or 1)
