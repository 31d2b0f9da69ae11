"""Judging what a service-level report is asked about, and showing it."""

import datetime as dt
from collections.abc import Collection

import msgspec

from aftercare_cli.cli.context import Session
from aftercare_cli.cli.options import Format
from aftercare_cli.cli.output import show
from aftercare_cli.cli.reports.sla import Levels, service_levels
from aftercare_cli.cli.selection import chosen
from aftercare_cli.cli.settling import Settling
from aftercare_cli.cli.times import read_day_or_time
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.text import say
from aftercare_cli.rules import sla
from aftercare_cli.rules.promises import all_promises


class WrongWindowError(AftercareError):
    """A window that ends before it begins."""


class Filters(msgspec.Struct, frozen=True):
    """Which promises a report is about; None where it is about all. Times are as they were typed."""

    site: str | None
    contract: str | None
    names: Collection[str] | None
    since: str | None
    until: str | None

    @property
    def are_none(self) -> bool:
        """Say whether the report is about every promise."""
        return not any((self.site, self.contract, self.names, self.since, self.until))


def report_levels(session: Session, as_of: str | None, filters: Filters, form: Format) -> Levels:
    """Show how promises were kept, as they stand at a moment, and give what was shown."""
    settling = Settling(session)
    now = session.as_of(as_of)
    window = _window(session, filters)
    is_each_asked = not filters.are_none or form in {Format.json, Format.csv}
    settled = settling.settle(now, is_each_asked=is_each_asked)
    promises = list(all_promises(session.workspace, session.calendars, now))
    if filters.are_none:
        levels = Levels(promises, settled)
    else:
        every = promises if settled is None else [*promises, *settled.promises]
        asked = chosen(session, every, filters.site, filters.contract, filters.names)
        levels = Levels([each for each in asked if sla.started_in(each, *window)])
    show(service_levels(session, levels, now, filters.since, filters.until), form, session.timezone)
    return levels


def _window(session: Session, filters: Filters) -> tuple[dt.datetime | None, dt.datetime | None]:
    since, until = filters.since, filters.until
    begin = None if since is None else read_day_or_time(since, session.now, session.timezone)
    end = None if until is None else read_day_or_time(until, session.now, session.timezone, is_end=True)
    if begin is not None and end is not None and begin >= end:
        raise WrongWindowError(
            say("{since} is later than {until}", since=since, until=until), say("swap --since and --until")
        )
    return begin, end
