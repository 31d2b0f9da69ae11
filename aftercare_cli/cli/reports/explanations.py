"""What a customer checks by hand: how each deadline was computed, step by step."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from aftercare_cli.cli import display
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.report import Report, Row, Section, columns
from aftercare_cli.cli.reports.promises import item_document, plain_cell
from aftercare_cli.cli.reports.steps import step_columns, step_documents, step_rows
from aftercare_cli.cli.reports.tickets import due_cell, standing
from aftercare_cli.cli.words import flag_words, promise_word, state_word
from aftercare_cli.rules import clock
from aftercare_cli.rules.clock import Step
from aftercare_cli.rules.promise import Promise


def explanation(
    session: Session, subject: str, lead: Sequence[str], promises: Sequence[Promise], now: dt.datetime
) -> Report:
    """Give, for each promise about something, every step of its sum, so that a customer can check it by hand."""
    sections = []
    documents: list[dict[str, Any]] = []
    for promise in promises:
        calendar = session.calendars.get(promise.calendar)
        steps = clock.explain(promise.start, promise.due or promise.until, calendar, promise.pauses)
        sections.append(_steps_section(promise, steps, session.timezone))
        documents.append(
            {
                **item_document(promise, session.timezone),
                "within_s": int(promise.within.total_seconds()),
                "calendar": promise.calendar,
                "steps": step_documents(steps, session.timezone),
            }
        )
    as_of = _("as of {time}").format(time=display.moment(now, session.timezone))
    document = {
        "schema": "aftercare/sla-show/1",
        "id": subject,
        "as_of": display.iso(now, session.timezone),
        "targets": documents,
    }
    empty = () if sections else (_("No promise applies to this ticket."),)
    return Report(subject, tuple(sections), document, (*lead, as_of), empty, _all_steps(documents))


def _all_steps(targets: Sequence[Mapping[str, Any]]) -> Section:
    """Give the steps of every sum, a row each, as spreadsheets want them."""
    keys = ("promise", "cycle", "from", "to", "kind", "reason", "counted_s", "total_s")
    steps = [{**target, **step} for target in targets for step in target["steps"]]
    table_rows = tuple(Row(tuple(plain_cell(step[key]) for key in keys)) for step in steps)
    return Section("", columns(*((key, key) for key in keys)), table_rows)


def _steps_section(promise: Promise, steps: Sequence[Step], timezone: dt.tzinfo) -> Section:
    template = (
        _("{promise}, cycle {cycle}: {within} from {start} ({calendar}), held by a pause: no due time yet")
        if promise.due is None
        else _("{promise}, cycle {cycle}: {within} from {start} ({calendar}) → due {due}")
    )
    if promise.is_daily:
        template = _("{promise}, cycle {cycle}: from {start} → due on {due}")
    due = due_cell(promise, timezone)
    title = template.format(
        promise=promise_word(promise.name),
        cycle=promise.cycle,
        within=display.length(promise.within),
        start=display.moment(promise.start, timezone),
        calendar=promise.calendar,
        due=display.moment(due, timezone) if isinstance(due, dt.datetime) else due,
    )
    parts = [state_word(promise.state)]
    if promise.stop is not None:
        parts.append(_("stopped {time}").format(time=display.moment(promise.stop, timezone)))
    elif promise.state == "not_required":
        parts.append(_("since {time}").format(time=display.moment(promise.until, timezone)))
    parts.append(_("{time} used").format(time=display.length(promise.elapsed)))
    if standing(promise):
        parts.append(standing(promise))
    if promise.acknowledged:
        parts.append(_("acknowledged"))
    if promise.flags:
        parts.append(flag_words(promise.flags))
    return Section(title, step_columns(), step_rows(steps), "", _("; ").join(parts))
