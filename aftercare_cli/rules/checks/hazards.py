"""Unsafe conditions that somebody was not told of within a day, or that were not reported (M2).

Passing: found on Monday, company and customer told on Monday. Failing: found on Monday, the customer not told on
Wednesday; a line of an inspection with `result: hazard` and no record of a hazard whose `source` is that inspection;
told, or closed, before it was found.
"""

import datetime as dt
from collections.abc import Iterator

from aftercare_cli.model.finding import Finding
from aftercare_cli.model.kinds import path_of
from aftercare_cli.model.service import Unsafe
from aftercare_cli.model.text import say
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.promises.hazards import WITHIN

ID = "hazards"


def findings(workspace: Workspace, now: dt.datetime) -> Iterator[Finding]:
    """Yield hazards that were told late, or not yet, and those that an inspection found and nobody reported."""
    hint = say("tell them, and record when")
    for hazard in workspace.hazards:
        yield from _too_early(hazard)
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
            if until - hazard.found_at > WITHIN:
                yield Finding("hazard-untold", "warning", path_of("hazard", hazard.id), (key,), text, hint)
    yield from _unreported(workspace)


def _too_early(hazard: Unsafe) -> Iterator[Finding]:
    moments = {
        "told_company_at": hazard.told_company_at,
        "told_customer_at": hazard.told_customer_at,
        "closed_at": hazard.closed_at,
    }
    for key, moment in moments.items():
        if moment is not None and moment < hazard.found_at:
            text = say("{key} is {at}, before it was found at {found}", key=key, at=moment, found=hazard.found_at)
            hint = say("correct one of the two times")
            path = path_of("hazard", hazard.id)
            yield Finding("before-found", "error", path, (key,), text, hint, against=("found_at",))


def _unreported(workspace: Workspace) -> Iterator[Finding]:
    reported = {hazard.source for hazard in workspace.hazards}
    for inspection in workspace.inspections:
        if inspection.id in reported:
            continue
        for position, found in enumerate(inspection.results):
            if found.result == "hazard":
                yield Finding(
                    "hazard-unreported",
                    "warning",
                    path_of("inspection", inspection.id),
                    ("results", position),
                    say(
                        "the hazard that {check} found at {site} has no record", check=found.check, site=inspection.site
                    ),
                    say("report it: aftercare inspect tickets {id}", id=inspection.id),
                )
