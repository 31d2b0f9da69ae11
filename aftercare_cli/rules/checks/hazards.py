"""Unsafe conditions that somebody was not told of within a day (M2).

Passing: found on Monday, company and customer told on Monday. Failing: found on Monday, the customer not told on
Wednesday.
"""

import datetime as dt
from collections.abc import Iterator

from aftercare_cli.model.finding import Finding
from aftercare_cli.model.kinds import path_of
from aftercare_cli.model.text import say
from aftercare_cli.model.workspace import Workspace

ID = "hazards"

_IN_TIME = dt.timedelta(days=1)


def findings(workspace: Workspace, now: dt.datetime) -> Iterator[Finding]:
    """Yield hazards that were told late, or not yet."""
    hint = say("tell them, and record when")
    for hazard in workspace.hazards:
        told = (
            (
                "told_company_at",
                hazard.told_company_at,
                say("the company was not told of the hazard at {site}", site=hazard.site),
            ),
            (
                "told_customer_at",
                hazard.told_customer_at,
                say("the customer was not told of the hazard at {site}", site=hazard.site),
            ),
        )
        for key, moment, text in told:
            until = now if moment is None or moment > now else moment
            if until - hazard.found_at > _IN_TIME:
                yield Finding("hazard-untold", "warning", path_of("hazard", hazard.id), (key,), text, hint)
