"""Unsafe conditions are told to the company and to the customer at once (M2): within a day of being found."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.calendars import Calendars
from aftercare_cli.rules.judging import About, timed
from aftercare_cli.rules.promise import Promise

WITHIN: Final = dt.timedelta(days=1)
"""What "at once" is taken to mean; the plan names no time."""


def promises(workspace: Workspace, _calendars: Calendars, now: dt.datetime, _until: dt.datetime) -> Iterator[Promise]:
    """Yield two promises for each hazard found by `now`: one to the company, one to the customer."""
    for hazard in workspace.hazards:
        site = workspace.sites.get(hazard.site)
        if site is None or hazard.found_at > now:
            continue
        told = (("hazard_company", hazard.told_company_at), ("hazard_customer", hazard.told_customer_at))
        for name, moment in told:
            about = About(
                name=name,
                subject=hazard.id,
                site=site.id,
                contract=site.contract,
                acknowledged=hazard.acknowledged,
            )
            yield timed(about, hazard.found_at, WITHIN, moment, now)
