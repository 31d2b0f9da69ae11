"""The sum of a clock, step by step: as rows for people, as documents for programs."""

import datetime as dt
from collections.abc import Sequence

from aftercare_cli.cli import display
from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.report import Column, Row
from aftercare_cli.cli.words import term
from aftercare_cli.rules.clock import Step


def step_documents(steps: Sequence[Step], timezone: dt.tzinfo) -> list[dict[str, object]]:
    """Give the steps of a sum for other programs."""
    return [
        {
            "from": display.iso(step.begin, timezone),
            "to": display.iso(step.end, timezone),
            "kind": step.kind,
            "reason": step.reason or None,
            "counted_s": int(step.counted.total_seconds()),
            "total_s": int(step.total.total_seconds()),
        }
        for step in steps
    ]


def step_rows(steps: Sequence[Step]) -> tuple[Row, ...]:
    """Give the steps of a sum as rows."""
    words = {"runs": _("runs"), "closed": _("outside the calendar's hours"), "paused": _("paused")}
    return tuple(
        Row(
            (
                step.begin,
                step.end,
                _("{word} ({reason})").format(word=words[step.kind], reason=term(step.reason))
                if step.reason
                else words[step.kind],
                step.counted,
                step.total,
            ),
            "" if step.kind == "runs" else "quiet",
        )
        for step in steps
    )


def step_columns() -> tuple[Column, ...]:
    """Give the columns of a sum; the reason why a clock stands still gives way where a terminal is narrow."""
    return (
        Column("from", _("From")),
        Column("to", _("To")),
        Column("kind", _("Clock"), may_wrap=True),
        Column("counted_s", _("Counted")),
        Column("total_s", _("Sum")),
    )
