"""The days that a report is about, from what the one who asks chose."""

import datetime as dt
from typing import NamedTuple

from aftercare_cli.documents.source import Wishes
from aftercare_cli.model.errors import AftercareError, InvalidValueError
from aftercare_cli.model.text import say
from aftercare_cli.model.values import read_month
from aftercare_cli.rules.days import first_day, last_day


class WrongWindowError(AftercareError):
    """A month that cannot be read, or days that end before they begin."""


class Window(NamedTuple):
    """The first and the last day that were asked for; None where nothing was said."""

    first: dt.date | None
    last: dt.date | None

    def holds(self, day: dt.date) -> bool:
        """Say whether a day was asked for."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


def month_of_wishes(wishes: Wishes) -> str | None:
    """Give the month that was asked for; raises WrongWindowError."""
    if wishes.month is None:
        return None
    try:
        return read_month(wishes.month)
    except InvalidValueError as error:
        raise WrongWindowError(error.text, error.hint) from None


def window_of(wishes: Wishes) -> Window:
    """Give the days that were asked for, as a month or from one day to another; raises WrongWindowError."""
    month = month_of_wishes(wishes)
    if month is not None:
        if wishes.since is not None or wishes.until is not None:
            raise WrongWindowError(
                say("{month} is a whole month already", month=month), say("leave out --since and --until, or --month")
            )
        return Window(first_day(month), last_day(month))
    if wishes.since is not None and wishes.until is not None and wishes.until < wishes.since:
        raise WrongWindowError(
            say("{until} is before {since}", until=wishes.until, since=wishes.since),
            say("give --since a day no later than --until"),
        )
    return Window(wishes.since, wishes.until)
