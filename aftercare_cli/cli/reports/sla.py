"""What a service manager reads: the service-level report, and how one deadline was computed."""

import datetime as dt
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from aftercare_cli.cli import display
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _, ngettext
from aftercare_cli.cli.report import Column, Report, Row, Section, columns
from aftercare_cli.cli.reports.tickets import due_cell, remarks, standing, tone
from aftercare_cli.cli.words import flag_words, promise_word, state_word, term
from aftercare_cli.model.vocabulary import PROMISE_STATES
from aftercare_cli.rules import clock, sla
from aftercare_cli.rules.clock import Step
from aftercare_cli.rules.promise import Promise, worst_first
from aftercare_cli.rules.sla import percent

_ATTENTION = frozenset({"breached", "at_risk", "paused", "pending", "excused"})
_ITEM_KEYS = (
    *("promise", "subject", "cycle", "site", "contract", "started_at", "due_at", "stopped_at", "state"),
    *("elapsed_s", "paused_s", "remaining_s", "overdue_s", "acknowledged", "policy", "flags"),
)
"""The keys of a promise for other programs, in their order."""


def service_levels(
    session: Session, promises: Sequence[Promise], now: dt.datetime, since: str | None, until: str | None
) -> Report:
    """Give the service-level report of promises, the worst first."""
    summaries = sla.summarize(promises)
    timezone = session.timezone
    lead = [
        _("{company}, as of {time}").format(
            company=session.workspace.settings.company.name, time=display.moment(now, timezone)
        )
    ]
    if since or until:
        lead.append(_("promises that began from {since} to {until}").format(since=since or "…", until=until or "…"))
    sections = [_summary_section(_("Promises"), [found for found in summaries if not found.policy])]
    if any(found.policy for found in summaries):
        sections.append(
            _summary_section(
                _("Our own aims (no promise to the customer)"), [found for found in summaries if found.policy]
            )
        )
    attention = worst_first(found for found in promises if found.state in _ATTENTION)
    promised, aims = ([found for found in attention if found.policy is policy] for policy in (False, True))
    sections.append(_attention_section(_("What asks for attention"), promised, timezone))
    if aims:
        sections.append(_attention_section(_("Own aims that ask for attention"), aims, timezone))
    notes = []
    if any("provisional" in promise.flags for promise in promises):
        notes.append(
            _("Provisional: a year whose official list of days off is not published is counted by its weekdays.")
        )
    document = {
        "schema": "aftercare/sla-report/1",
        "as_of": display.iso(now, timezone),
        "summary": [_summary_document(found) for found in summaries],
    }
    return Report(
        _("Service-level report"),
        tuple(sections),
        document,
        tuple(lead),
        tuple(notes),
        lambda: items_table(worst_first(promises), timezone),
        lambda: [item_document(promise, timezone) for promise in worst_first(promises)],
    )


def item_document(promise: Promise, timezone: dt.tzinfo) -> dict[str, object]:
    """Give a promise for other programs."""
    return {
        "promise": promise.name,
        "subject": promise.subject,
        "cycle": promise.cycle,
        "site": promise.site or None,
        "contract": promise.contract,
        "started_at": display.iso(promise.start, timezone),
        "due_at": None if promise.due is None else display.iso(promise.due, timezone),
        "stopped_at": None if promise.stop is None else display.iso(promise.stop, timezone),
        "state": promise.state,
        "elapsed_s": int(promise.elapsed.total_seconds()),
        "paused_s": int(promise.paused.total_seconds()),
        "remaining_s": int(promise.remaining.total_seconds()),
        "overdue_s": int(promise.overdue.total_seconds()),
        "acknowledged": promise.acknowledged,
        "policy": promise.policy,
        "flags": list(promise.flags),
    }


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
    table_rows = tuple(Row(tuple(_cell(step[key]) for key in keys)) for step in steps)
    return Section("", columns(*((key, key) for key in keys)), table_rows)


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


def _summary_section(title: str, summaries: Sequence[sla.Summary]) -> Section:
    titles = (
        *columns(("promise", _("Promise")), ("met", _("Met")), ("breached", _("Breached"))),
        Column("open", _("Open")),
        Column("excused", _("Excused"), is_detail=True),
        Column("not_required", _("Not required"), is_detail=True),
        Column("compliance", _("Compliance")),
    )
    table_rows = []
    for found in summaries:
        counts = found.counts
        is_open = counts["pending"] + counts["at_risk"] + counts["paused"]
        breached = str(counts["breached"])
        if found.acknowledged:
            breached = ngettext(
                "{count} ({acknowledged} acknowledged)", "{count} ({acknowledged} acknowledged)", counts["breached"]
            ).format(count=counts["breached"], acknowledged=found.acknowledged)
        cells = (
            promise_word(found.promise),
            counts["met"],
            breached,
            is_open,
            counts["excused"],
            counts["not_required"],
            percent(found.compliance),
        )
        table_rows.append(Row(cells, "bad" if counts["breached"] > found.acknowledged else ""))
    return Section(title, titles, tuple(table_rows), _("No promise began in this time."))


def _attention_section(title: str, promises: Sequence[Promise], timezone: dt.tzinfo) -> Section:
    titles = (
        Column("subject", _("About")),
        Column("site", _("Site"), is_detail=True),
        Column("promise", _("Promise")),
        Column("due_at", _("Due")),
        Column("remarks", _("Time"), may_wrap=True),
    )
    table_rows = tuple(
        Row(
            (
                promise.subject,
                promise.site or None,
                promise_word(promise.name),
                due_cell(promise, timezone),
                remarks(promise),
            ),
            tone(promise),
        )
        for promise in promises
    )
    return Section(title, titles, table_rows, _("Nothing: every promise that is decided was kept."))


def items_table(
    promises: Sequence[Promise], timezone: dt.tzinfo, more: Mapping[str, Sequence[str | None]] = MappingProxyType({})
) -> Section:
    """Give every promise with everything known of it, a row each, as spreadsheets want it.

    `more` are further columns, by their keys.
    """
    documents = [item_document(promise, timezone) for promise in promises]
    told = [
        tuple(" ".join(cell) if isinstance(cell, list) else _cell(cell) for cell in document.values())
        for document in documents
    ]
    table_rows = tuple(Row((*cells, *(column[at] for column in more.values()))) for at, cells in enumerate(told))
    return Section("", columns(*((key, key) for key in (*_ITEM_KEYS, *more))), table_rows)


def _cell(value: object) -> str | int | bool | None:
    return value if isinstance(value, int | None) else str(value)


def _summary_document(found: sla.Summary) -> dict[str, object]:
    compliance = found.compliance
    return {
        "promise": found.promise,
        "total": found.total,
        **{state: found.counts[state] for state in PROMISE_STATES},
        "acknowledged": found.acknowledged,
        "compliance": None if compliance is None else round(float(compliance), 6),
        "policy": found.policy,
    }
