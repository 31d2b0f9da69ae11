"""Promises of days with random contracts and histories, against a judge who walks from day to day.

Everything happens near the ends of days and months, where counting goes wrong, and on the clocks of places that skip a
midnight, have an hour twice, or stand a half or three quarters of an hour from the others.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from aftercare_cli.model.service import (
    Acknowledgement,
    HandedOver,
    Handover,
    HandoverBreach,
    Inspection,
    Unsafe,
    Visit,
    Waiver,
)
from aftercare_cli.rules.calendars import Calendars
from aftercare_cli.rules.promise import Promise
from aftercare_cli.rules.promises import documents, follow_ups, hazards, inspections
from tests.rules.day_by_day import SECOND, first_second, last_second, name_of, shown
from tests.rules.plans import Case, cases, days, moments


class Judgement(NamedTuple):
    """What both judges say; moments in UTC."""

    subject: str
    name: str
    start: dt.datetime
    due: dt.datetime
    stop: dt.datetime | None
    state: str
    ran: dt.timedelta
    left: dt.timedelta
    over: dt.timedelta
    is_open: bool
    acknowledged: bool
    flags: tuple[str, ...]


def judge(  # noqa: PLR0913 - what a promise is judged by
    case: Case,
    subject: str,
    name: str,
    span: tuple[dt.datetime, dt.datetime],
    kept: Sequence[dt.datetime],
    *,
    excused: Sequence[dt.datetime] = (),
    acknowledged: Sequence[dt.datetime] = (),
    first: dt.date | None = None,
) -> Judgement:
    """Judge a promise from its start to its due time, by the first of the moments that kept it."""
    start, due = span
    stop = min(kept, default=None)
    end = case.now if stop is None else stop
    used = max((end - start).total_seconds(), 0)
    state = "pending"
    if end > due:
        state = "breached"
    elif stop is not None:
        state = "met"
    elif used and used >= 0.8 * (due - start).total_seconds():
        state = "at_risk"
    if state != "met" and any(moment <= case.now for moment in excused):
        state = "excused"
    is_early = stop is not None and first is not None and shown(case.zone, stop) < first
    return Judgement(
        subject=subject,
        name=name,
        start=start.astimezone(dt.UTC),
        due=due.astimezone(dt.UTC),
        stop=None if stop is None else stop.astimezone(dt.UTC),
        state=state,
        ran=dt.timedelta(seconds=used),
        left=max(due - end, dt.timedelta()),
        over=max(end - due, dt.timedelta()),
        is_open=stop is None,
        acknowledged=state == "breached" and any(due < moment <= case.now for moment in acknowledged),
        flags=("early",) if is_early else (),
    )


def said(promises: Iterator[Promise]) -> list[Judgement]:
    """Say what the program found."""
    found = [
        Judgement(
            promise.subject,
            promise.name,
            promise.start.astimezone(dt.UTC),
            promise.due.astimezone(dt.UTC),
            None if promise.stop is None else promise.stop.astimezone(dt.UTC),
            promise.state,
            promise.elapsed,
            promise.remaining,
            promise.overdue,
            promise.is_open,
            promise.acknowledged,
            promise.flags,
        )
        for promise in promises
        if promise.due is not None
    ]
    return sorted(found, key=lambda judgement: (judgement.subject, judgement.name))


def _acknowledged(at: dt.datetime | None) -> Acknowledgement | None:
    return None if at is None else Acknowledgement(at=at, reason="-", corrective_action="-")


@st.composite
def sheets(draw: st.DrawFn, zone: str) -> list[Inspection]:
    """Draw rounds: made in their month, late, early or not yet; several for one month; excused, acknowledged."""
    found = []
    for number in range(draw(st.integers(0, 8))):
        month = draw(st.integers(0, 20))
        made = draw(st.none() | moments(zone))
        excused = draw(st.none() | st.none() | moments(zone))
        acknowledged = draw(st.none() | moments(zone))
        found.append(
            Inspection(
                id=f"I-20240101-{number:04}",
                site=draw(st.sampled_from(["hq", "hq", "hq", "elsewhere"])),
                period=f"{2024 + month // 12}-{month % 12 + 1:02}",
                inspected_at=made,
                excused=None if excused is None else Waiver(at=excused, agreed_by="值班室", reason="放假"),
                acknowledged=_acknowledged(acknowledged),
            )
        )
    return found


@settings(max_examples=10 * settings().max_examples)
@given(st.data())
def test_inspections(data: st.DataObject) -> None:
    case = data.draw(cases())
    rounds = data.draw(sheets(case.zone))
    records = case.records(rounds)
    found = inspections.promises(records, Calendars(records.settings), case.now, case.until)
    assert said(found) == list(inspected(case, rounds))


def inspected(case: Case, rounds: Sequence[Inspection]) -> Iterator[Judgement]:
    """Judge every period by the sheets that name one of its months."""
    for first, last in case.terms.periods("inspected_every", shown(case.zone, case.until)):
        named = [
            sheet for sheet in rounds if sheet.site == "hq" and f"{first:%Y-%m}" <= sheet.period <= f"{last:%Y-%m}"
        ]
        if case.is_recorded(first) or named:
            yield judge(
                case,
                f"hq/{name_of(first, last)}",
                "inspection",
                (first_second(case.zone, first), last_second(case.zone, last)),
                [at for sheet in named if (at := sheet.inspected_at) is not None and at <= case.now],
                excused=[sheet.excused.at for sheet in named if sheet.excused is not None],
                acknowledged=[sheet.acknowledged.at for sheet in named if sheet.acknowledged is not None],
                first=first,
            )


@settings(max_examples=5 * settings().max_examples)
@given(cases(), st.lists(days, max_size=6, unique=True))
def test_regular_visits(case: Case, visited: list[dt.date]) -> None:
    """A visit without a day on which it was due counts for the period in which it is made."""
    visits = [Visit(id=f"V-{day:%Y%m%d}-0001", site="hq", visited_on=day) for day in visited]
    records = case.records(visits=visits)
    found = follow_ups.promises(records, Calendars(records.settings), case.now, case.until)
    assert said(found) == [
        judge(
            case,
            f"hq/{name_of(first, last)}",
            "follow_up",
            (first_second(case.zone, first), last_second(case.zone, last)),
            [last_second(case.zone, day) for day in sorted(visited) if first <= day <= last and known(case, day)],
        )
        for first, last in case.terms.periods("visited_every", shown(case.zone, case.until))
        if case.is_recorded(first) or any(first <= day <= last and known(case, day) for day in visited)
    ]


@settings(max_examples=5 * settings().max_examples)
@given(st.data())
def test_hazards(data: st.DataObject) -> None:
    """Told within 24 hours, whatever the clocks of the place do in between."""
    case = data.draw(cases())
    found_at = data.draw(moments(case.zone))
    gaps = st.sampled_from([0, 600, 86399, 86400, 86401, 90000])
    company, customer = (data.draw(st.none() | gaps.map(lambda seconds: found_at + seconds * SECOND)) for _ in range(2))
    acknowledged = data.draw(st.none() | gaps.map(lambda seconds: found_at + seconds * SECOND))
    hazard = Unsafe(
        id="H-20240101-0001",
        site="hq",
        found_at=found_at,
        description="线槽松脱",
        told_company_at=company,
        told_customer_at=customer,
        acknowledged=_acknowledged(acknowledged),
    )
    records = case.records(found=[hazard])
    expected = [
        judge(
            case,
            hazard.id,
            name,
            (found_at, found_at + 86400 * SECOND),
            [told] if told is not None and told <= case.now else [],
            acknowledged=[acknowledged] if acknowledged is not None else [],
        )
        for name, told in (("hazard_company", company), ("hazard_customer", customer))
    ]
    judged = said(hazards.promises(records, Calendars(records.settings), case.now, case.until))
    assert judged == (expected if found_at <= case.now else [])


papers = st.builds(
    HandedOver,
    document=st.sampled_from(["a", "b", "b", "c"]),
    copies=st.integers(1, 3),
    handed_over=st.none() | days,
)


@settings(max_examples=5 * settings().max_examples)
@given(st.data())
def test_documents(data: st.DataObject) -> None:
    """`a` is promised once, `b` in three copies; `c` is not promised but on the list, once."""
    case = data.draw(cases())
    given = data.draw(st.none() | st.lists(papers, max_size=5))
    handed = [data.draw(st.just(case.terms.handover) | days) for _ in given or ()]
    rows = [
        row if row.handed_over is None else HandedOver(document=row.document, copies=row.copies, handed_over=day)
        for row, day in zip(given or (), handed, strict=True)
    ]
    said_at = data.draw(st.lists(moments(case.zone), max_size=2))
    target = data.draw(st.sampled_from([None, "a", "b"]))
    words = {"reason": "-", "corrective_action": "-"}
    breaches = [HandoverBreach(target="documents", document=target, at=at, **words) for at in said_at]
    breaches += [HandoverBreach(target="training", at=at, **words) for at in said_at]
    handover = None if given is None else Handover(contract="plan", documents=tuple(rows), acknowledged=tuple(breaches))
    records = case.records(handover=handover)
    judged = said(documents.promises(records, Calendars(records.settings), case.now, case.until))
    assert judged == list(papers_judged(case, handover, target))


def papers_judged(case: Case, handover: Handover | None, target: str | None) -> Iterator[Judgement]:
    """Judge every paper: it is there with the last of the copies that were promised."""
    day, accepted = case.terms.handover, case.terms.acceptance
    if (handover is None or not handover.documents) and not case.is_recorded(day):
        return
    begin = first_second(case.zone, accepted if accepted is not None and accepted < day else day)
    if begin > case.until:
        return
    rows = () if handover is None else handover.documents
    listed = {"a", "b"} | {row.document for row in rows}
    for document in sorted(listed):
        wanted = 3 if document == "b" else 1
        copies = sorted(
            row.handed_over
            for row in rows
            if row.document == document and row.handed_over is not None
            for _ in range(row.copies or wanted)
        )
        yield judge(
            case,
            f"plan/{document}",
            "documents",
            (begin, last_second(case.zone, day)),
            [last_second(case.zone, there) for there in copies[wanted - 1 : wanted] if known(case, there)],
            acknowledged=[
                breach.at
                for breach in (() if handover is None else handover.acknowledged)
                if breach.target == "documents" and target in {None, document}
            ],
        )


def known(case: Case, day: dt.date) -> bool:
    """Say whether a day has come: what is said to be done today is done."""
    return day <= shown(case.zone, case.now)
