"""How promises were kept, as reports print it: summed up, drawn, one by one; the figures are those of `sla report`."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final

from aftercare_cli.documents.charts import MOST_COLUMNS, Datum, Legend, bars, columns
from aftercare_cli.documents.source import Source, Values
from aftercare_cli.rules import sla
from aftercare_cli.rules.days import first_day, month_of, months_later
from aftercare_cli.rules.promise import RUNNING, Promise
from aftercare_cli.rules.promises import all_promises

ATTENTION: Final = frozenset({"breached", "at_risk", "paused", "pending", "excused"})
"""The states of a promise that a report names one by one."""


def judged(
    source: Source, since: dt.date | None, until: dt.date | None, contract: str = "", site: str = ""
) -> list[Promise]:
    """Give the promises that began in some days, both included: of a contract or a site, where one is named.

    Aims of our own are for the company alone.
    """
    days = source.days
    window = (
        None if since is None else days.begin(since),
        None if until is None else days.begin(until + dt.timedelta(days=1)),
    )
    return [
        promise
        for promise in all_promises(source.workspace, source.calendars, source.now)
        if contract in {"", promise.contract} and site in {"", promise.site} and sla.started_in(promise, *window)
        if is_shown(source, promise)
    ]


def is_shown(source: Source, promise: Promise) -> bool:
    """Say whether the reader may know of a promise: what is an aim of our own is for the company alone."""
    return source.audience == "internal" or not promise.policy


def summary_rows(source: Source, summaries: Iterable[sla.Summary]) -> list[tuple[str, ...]]:
    """Give each promise with how many were met, breached, acknowledged, open, excused, not required, and its share."""
    rows = []
    for found in summaries:
        counts = found.counts
        is_open = counts["pending"] + counts["at_risk"] + counts["paused"]
        numbers = (counts["met"], counts["breached"], found.acknowledged, is_open)
        rest = (counts["excused"], counts["not_required"])
        name = source.tongue.word("promise", found.promise)
        rows.append((name, *(str(number) for number in (*numbers, *rest)), sla.percent(found.compliance)))
    return rows


def total_row(source: Source, promises: Sequence[Promise]) -> tuple[str, ...]:
    """Give the last row of such a table: all promises together; empty where there is none."""
    counts = dict.fromkeys(("met", "breached", "excused", "not_required"), 0)
    for promise in promises:
        if promise.state in counts:
            counts[promise.state] += 1
    decided = counts["met"] + counts["breached"]
    is_open = sum(promise.state in RUNNING for promise in promises)
    said = sum(promise.acknowledged for promise in promises)
    numbers = (counts["met"], counts["breached"], said, is_open, counts["excused"], counts["not_required"])
    share = sla.percent(sla.share(counts["met"], decided))
    return (source.tongue.gettext("Total"), *(str(number) for number in numbers), share) if promises else ()


def share_chart(source: Source, name: str, summaries: Iterable[sla.Summary]) -> Values:
    """Give the chart of how each promise was kept, and its numbers as text."""
    told = [
        Datum(
            source.tongue.word("promise", found.promise),
            found.counts["met"],
            found.counts["breached"],
            sla.percent(found.compliance),
        )
        for found in summaries
    ]
    title = source.tongue.gettext("Compliance of each promise")
    return _chart(source, title, told, bars(name, told, _legend(source, title)))


def month_chart(source: Source, name: str, promises: Iterable[Promise]) -> Values:
    """Give the chart of promises met and breached by the month they began in; by the year where months are many."""
    decided = [promise for promise in promises if promise.state in {"met", "breached"}]
    months = sorted({month_of(source.days.of(promise.start)) for promise in decided})
    if not months:
        return {}
    every = [months[0]]
    while every[-1] < months[-1]:
        every.append(month_of(months_later(first_day(every[-1]), 1)))
    length = 7 if len(every) <= MOST_COLUMNS else 4
    counts: dict[str, list[int]] = {month[:length]: [0, 0] for month in every}
    for promise in decided:
        counts[month_of(source.days.of(promise.start))[:length]][promise.state == "breached"] += 1
    told = [Datum(label, met, lost, sla.percent(sla.share(met, met + lost))) for label, (met, lost) in counts.items()]
    if length == 7:  # noqa: PLR2004 - the length of 2026-03
        title = source.tongue.gettext("Month by month, by the beginning of the promise")
    else:
        title = source.tongue.gettext("Year by year, by the beginning of the promise")
    return _chart(source, title, told, columns(name, told, _legend(source, title)))


def rows(source: Source, promises: Iterable[Promise]) -> list[tuple[str | None, ...]]:
    """Give promises one by one: what about, which one, when it was due and when it was kept, how it stands."""
    named = told_of(source)
    return [
        (
            promise.subject,
            named.get(promise.subject) or place(source, promise),
            source.tongue.word("promise", promise.name),
            due(source, promise),
            None if promise.stop is None else moment(source, promise, promise.stop),
            standing(source, promise),
        )
        for promise in promises
    ]


def told_of(source: Source) -> dict[str, str]:
    """Give what tickets and hazards say of themselves, by their ids."""
    tickets = {ticket.id: str(source.view(ticket)["summary"]) for ticket in source.workspace.tickets}
    return tickets | {hazard.id: str(source.view(hazard)["description"]) for hazard in source.workspace.hazards}


def place(source: Source, promise: Promise) -> str:
    """Say what a promise is about that is about no ticket: a document, a period of a site, a site, a contract."""
    tongue, workspace = source.tongue, source.workspace
    contract = workspace.contracts.get(promise.contract)
    _before, _slash, part = promise.subject.partition("/")
    if contract is not None and promise.name == "documents":
        terms = contract.on(contract.handover or dt.date.max).documents
        return next((tongue.either(found.title, found.title_en) for found in terms if found.id == part), part)
    site = workspace.sites.get(promise.site)
    name = source.name_of(site) if site is not None else "" if contract is None else source.name_of(contract)
    if promise.name in {"inspection", "follow_up"} and part:
        first, _dots, last = part.partition("..")
        return tongue.listed([name, f"{tongue.month(first)} – {tongue.month(last)}" if last else tongue.month(first)])
    return name


def due(source: Source, promise: Promise) -> str:
    """Give when a promise is due: the day alone where the day is what counts; a held clock has no due time."""
    return source.tongue.gettext("held by a pause") if promise.due is None else moment(source, promise, promise.due)


def moment(source: Source, promise: Promise, value: dt.datetime) -> str:
    """Give a time of a promise: the day alone where the day is what counts."""
    return source.days.of(value).isoformat() if promise.is_daily else source.tongue.short(value)


def standing(source: Source, promise: Promise) -> str:
    """Say how a promise stands: its state, by how much it is late, whether it is still open."""
    tongue = source.tongue
    words = [tongue.word("state", promise.state)]
    if promise.overdue and promise.is_daily and promise.due is not None:
        days = (source.days.of(promise.until) - source.days.of(promise.due)).days
        words.append(tongue.ngettext("{count} day late", "{count} days late", days).format(count=days))
    elif promise.overdue:
        words.append(tongue.gettext("{time} late").format(time=tongue.length(promise.overdue)))
    if promise.acknowledged:
        words.append(tongue.gettext("acknowledged"))
    if promise.state == "breached" and promise.is_open:
        words.append(tongue.gettext("still open"))
    if promise.cycle > 1:
        words.append(tongue.gettext("cycle {number}").format(number=promise.cycle))
    words += [tongue.word("flag", flag) for flag in promise.flags if flag != "reopened"]
    return tongue.gettext("; ").join(words)


def _chart(source: Source, title: str, told: Sequence[Datum], svg: object) -> Values:
    rows = [(datum.label, _numbers(source, datum)) for datum in told]
    return {"svg": svg, "caption": title, "rows": rows} if told else {}


def _numbers(source: Source, datum: Datum) -> str:
    template = source.tongue.gettext("{share} ({met} met, {breached} breached)")
    return template.format(share=datum.value, met=datum.met, breached=datum.breached)


def _legend(source: Source, title: str) -> Legend:
    words = source.tongue
    told = words.gettext("What was met and what was breached, in numbers; the table has the same figures.")
    return Legend(title, told, words.word("state", "met"), words.word("state", "breached"))
