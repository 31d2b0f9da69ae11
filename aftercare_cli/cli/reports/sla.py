"""What a service manager reads: the service-level report."""

import datetime as dt
from collections.abc import Sequence

from aftercare_cli.cli import display
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _, ngettext
from aftercare_cli.cli.report import Column, Report, Row, Section, columns
from aftercare_cli.cli.reports.promises import item_document, items_table
from aftercare_cli.cli.reports.tickets import due_cell, remarks, tone
from aftercare_cli.cli.settling import Standing
from aftercare_cli.cli.words import promise_word
from aftercare_cli.model.vocabulary import PROMISE_STATES
from aftercare_cli.rules import sla
from aftercare_cli.rules.promise import Promise, worst_first
from aftercare_cli.rules.settled import WORST_SHOWN, Tally
from aftercare_cli.rules.sla import percent

_ATTENTION = frozenset({"breached", "at_risk", "paused", "pending", "excused"})


class Levels:
    """Promises, how each was kept, and those of settled tickets, of which each is known only where it was asked for."""

    def __init__(self, promises: Sequence[Promise], settled: Standing | None = None) -> None:
        """Sum them up."""
        self.judged = promises
        self._settled = () if settled is None else settled.promises
        self._total = Tally.of(()) if settled is None else settled.total
        self.summaries = sla.added(sla.summarize(promises), self._total.summaries)
        self.is_provisional = bool(self._total.provisional) or any("provisional" in each.flags for each in promises)

    def all(self) -> list[Promise]:
        """Give every promise, the worst first."""
        return worst_first([*self.judged, *self._settled])

    def attention(self, *, policy: bool) -> tuple[list[Promise], int]:
        """Give what asks for attention, the worst first, and how many decided promises are left out of it.

        Whatever is open is named; of what is decided and was not kept, the worst.
        """
        waiting = [each for each in self.judged if each.state in _ATTENTION and each.policy is policy]
        decided = [each for each in waiting if not each.is_open]
        shown = worst_first([*decided, *self._total.worst[policy]])[:WORST_SHOWN]
        left_out = len(decided) + self._total.unkept[policy] - len(shown)
        return worst_first([*(each for each in waiting if each.is_open), *shown]), left_out


def service_levels(session: Session, levels: Levels, now: dt.datetime, since: str | None, until: str | None) -> Report:
    """Give the service-level report, the worst first."""
    timezone = session.timezone
    lead = [
        _("{company}, as of {time}").format(
            company=session.workspace.settings.company.name, time=display.moment(now, timezone)
        )
    ]
    if since or until:
        lead.append(_("promises that began from {since} to {until}").format(since=since or "…", until=until or "…"))
    sections = [_summary_section(_("Promises"), [found for found in levels.summaries if not found.policy])]
    if aims := [found for found in levels.summaries if found.policy]:
        sections.append(_summary_section(_("Our own aims (no promise to the customer)"), aims))
    sections.append(_attention_section(_("What asks for attention"), *levels.attention(policy=False), timezone))
    promises, left_out = levels.attention(policy=True)
    if promises:
        sections.append(_attention_section(_("Own aims that ask for attention"), promises, left_out, timezone))
    notes = []
    if levels.is_provisional:
        notes.append(
            _("Provisional: a year whose official list of days off is not published is counted by its weekdays.")
        )
    document = {
        "schema": "aftercare/sla-report/1",
        "as_of": display.iso(now, timezone),
        "summary": [_summary_document(found) for found in levels.summaries],
    }
    return Report(
        _("Service-level report"),
        tuple(sections),
        document,
        tuple(lead),
        tuple(notes),
        lambda: items_table(levels.all(), timezone),
        lambda: (item_document(promise, timezone) for promise in levels.all()),
    )


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


def _attention_section(title: str, promises: Sequence[Promise], left_out: int, timezone: dt.tzinfo) -> Section:
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
    lead = ""
    if left_out:
        template = _("Of {count} decided and not kept, the {shown} worst are listed; --format csv or json names all.")
        lead = template.format(count=f"{left_out + WORST_SHOWN:,}", shown=WORST_SHOWN)
    return Section(title, titles, table_rows, _("Nothing: every promise that is decided was kept."), lead)


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
