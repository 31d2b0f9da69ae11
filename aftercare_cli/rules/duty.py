"""Who is on duty (S2, M4)."""

import datetime as dt
from collections.abc import Iterable

from aftercare_cli.model.sites import Duty
from aftercare_cli.model.vocabulary import StaffRole


def on_duty(roster: Iterable[Duty], role: StaffRole, at: dt.datetime) -> list[str]:
    """Give the people on duty in a role at a moment, in the roster's order: the first is rung first."""
    found = [row.person for row in roster if row.role == role and row.start <= at < row.until]
    return list(dict.fromkeys(found))
