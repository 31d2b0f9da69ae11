"""Exceptions that nothing shows (S10): an excused target is no breach, so somebody must be able to ask who agreed.

Passing: `{type: excused, target: arrival, agreed_by: the duty desk, evidence: letter of 3 May}`. Failing: the same
without `agreed_by`, or without `evidence`; a note is no evidence.
"""

import datetime as dt
from collections.abc import Iterator

from aftercare_cli.model.finding import Finding
from aftercare_cli.model.kinds import path_of
from aftercare_cli.model.text import say
from aftercare_cli.model.ticket import Excused
from aftercare_cli.model.workspace import Workspace

ID = "excuses"


def findings(workspace: Workspace, now: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 - what is missing is missing at any time
    """Yield exceptions that say not who agreed to them, or not what shows it."""
    hint = say("add agreed_by and evidence: who agreed for the customer, and the letter, mail or sheet that shows it")
    for ticket in workspace.tickets:
        for position, event in enumerate(ticket.events):
            if not isinstance(event, Excused) or (event.agreed_by and event.evidence):
                continue
            text = (
                say("nobody is named who agreed to the exception from {target}", target=event.target)
                if not event.agreed_by
                else say(
                    "nothing shows the exception from {target} that {person} agreed to",
                    target=event.target,
                    person=event.agreed_by,
                )
            )
            yield Finding("excuse-unproven", "warning", path_of("ticket", ticket.id), ("events", position), text, hint)
