"""Rows of the roster that put nobody on duty (S2).

Passing: from 8:00 today to 8:00 tomorrow. Failing: from 8:00 today to 8:00 today, or to 8:00 yesterday. Gaps are no
wrong records: `aftercare roster check` looks for them.
"""

import datetime as dt
from collections.abc import Iterator

from aftercare_cli.model.finding import Finding
from aftercare_cli.model.kinds import path_of
from aftercare_cli.model.text import say
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.roster import lasts

ID = "roster"


def findings(workspace: Workspace, now: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 - a row is backwards at any time
    """Yield rows that end no later than they begin."""
    for position, duty in enumerate(workspace.roster):
        if not lasts(duty):
            text = say("the duty of {person} does not end later than it begins", person=duty.person)
            hint = say("correct from or to: from belongs to the duty, to does not")
            yield Finding("roster-backwards", "error", path_of("roster"), (position, "to"), text, hint)
