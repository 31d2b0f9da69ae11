"""Documents of the handover (S7), which was on 31 March 2026; the acceptance was on the 20th."""

import pytest

from tests.rules.promises.recorded import judged, records, states, told

PLAN = """
acceptance: 2026-03-20
handover: 2026-03-31
documents:
- {id: manual, title: 操作手册, copies: 3}
- {id: map, title: 布防图}
"""
DUE = "2026-03-20 00:00:00 to 2026-03-31 23:59:59"
LATER = "2026-04-10T12:00:00+08:00"


@pytest.mark.parametrize(
    ("now", "stands"),
    [
        ("2026-03-20T00:00:00+08:00", "pending: {due}, left 11 days, 23:59:59, open"),
        # Four fifths of 12 days less a second: 9 days, 14:23:59.2.
        ("2026-03-29T14:23:59+08:00", "pending: {due}, left 2 days, 9:36:00, open"),
        ("2026-03-29T14:24:00+08:00", "at_risk: {due}, left 2 days, 9:35:59, open"),
        ("2026-03-31T23:59:59+08:00", "at_risk: {due}, open"),
        ("2026-04-01T00:00:00+08:00", "breached: {due}, over 0:00:01, open"),
        ("2026-03-31T16:00:00Z", "breached: {due}, over 0:00:01, open"),
    ],
)
@pytest.mark.parametrize(
    "handover",
    [
        None,
        "documents: []",
        "documents: [{document: map}]",
        "documents: [{document: map, handed_over: 2026-04-11}]",
    ],
)
def test_a_document_is_owed_until_the_end_of_the_handover_and_after(now: str, stands: str, handover: str) -> None:
    _manual, plan_of_site = told(records(PLAN, handover=handover), now)
    assert plan_of_site == "documents hq-cctv/map " + stands.format(due=DUE)


@pytest.mark.parametrize(
    ("day", "stands"),
    [
        ("2026-03-25", "met: {due}, kept 2026-03-25 23:59:59, left 6 days, 0:00:00"),
        ("2026-03-31", "met: {due}, kept 2026-03-31 23:59:59"),
        ("2026-04-01", "breached: {due}, kept 2026-04-01 23:59:59, over 1 day, 0:00:00"),
        ("2026-04-10", "breached: {due}, kept 2026-04-10 23:59:59, over 10 days, 0:00:00"),
        ("2026-04-11", "breached: {due}, over 9 days, 12:00:01, open"),
        ("2026-03-01", "met: {due}, kept 2026-03-01 23:59:59, left 30 days, 0:00:00"),
    ],
)
def test_a_document_is_in_time_on_the_day_of_the_handover(day: str, stands: str) -> None:
    found = records(PLAN, handover=f"documents: [{{document: map, handed_over: {day}}}]")
    assert told(found, LATER)[1] == "documents hq-cctv/map " + stands.format(due=DUE)


@pytest.mark.parametrize(
    ("rows", "state"),
    [
        ("{document: manual, copies: 3, handed_over: 2026-03-31}", "met"),
        ("{document: manual, copies: 4, handed_over: 2026-03-31}", "met"),
        ("{document: manual, copies: 2, handed_over: 2026-03-31}", "breached"),
        ("{document: manual, handed_over: 2026-03-31}", "met"),
        ("{document: manual, copies: 3}", "breached"),
        (
            (
                "{document: manual, copies: 2, handed_over: 2026-03-31},"
                " {document: manual, copies: 1, handed_over: 2026-03-30}"
            ),
            "met",
        ),
        (
            (
                "{document: manual, copies: 2, handed_over: 2026-03-31},"
                " {document: manual, copies: 1, handed_over: 2026-04-01}"
            ),
            "breached",
        ),
        (
            (
                "{document: manual, copies: 3, handed_over: 2026-04-05},"
                " {document: manual, copies: 1, handed_over: 2026-03-01}"
            ),
            "breached",
        ),
    ],
)
def test_a_document_is_there_with_the_last_of_its_copies(rows: str, state: str) -> None:
    assert states(records(PLAN, handover=f"documents: [{rows}]"), LATER)[0] == f"hq-cctv/manual {state}"


def test_the_copy_that_completes_a_document_keeps_the_promise() -> None:
    handover = """
documents:
- {document: manual, handed_over: 2026-04-03}
- {document: manual, copies: 2, handed_over: 2026-03-31}
"""
    found = records(PLAN, handover=handover)
    kept = f"documents hq-cctv/manual breached: {DUE}, kept 2026-04-03 23:59:59, over 3 days, 0:00:00"
    assert told(found, LATER)[0] == kept
    before = f"documents hq-cctv/manual breached: {DUE}, over 2 days, 0:00:00, open"
    assert told(found, "2026-04-02T23:59:59+08:00")[0] == before


def test_a_document_that_only_the_list_names_is_owed_too() -> None:
    handover = "documents: [{document: keys}, {document: map, handed_over: 2026-03-31}]"
    assert states(records(PLAN, handover=handover), LATER) == [
        "hq-cctv/manual breached",
        "hq-cctv/map met",
        "hq-cctv/keys breached",
    ]


@pytest.mark.parametrize(
    ("dates", "start"),
    [
        ("acceptance: 2026-04-20\nhandover: 2026-03-31\n", "2026-03-31 00:00:00"),
        ("acceptance: 2026-03-31\nhandover: 2026-03-31\n", "2026-03-31 00:00:00"),
        ("handover: 2026-03-31\n", "2026-03-31 00:00:00"),
        ("acceptance: 2026-02-20\nhandover: 2026-03-31\n", "2026-02-20 00:00:00"),
    ],
)
def test_it_begins_with_the_acceptance_and_no_later_than_the_handover(dates: str, start: str) -> None:
    found = records(f"{dates}documents: [{{id: map, title: 布防图}}]")
    assert told(found, "2026-03-31T12:00:00+08:00")[0].split(": ")[1].startswith(f"{start} to 2026-03-31 23:59:59")
    first_second = f"{start[:10]}T00:00:00+08:00"
    assert len(judged(found, first_second)) == 1
    before = f"{start[:8]}{int(start[8:10]) - 1:02}T23:59:59+08:00"
    assert told(found, before) == []
    assert len(judged(found, before, first_second)) == 1


def test_without_a_handover_nothing_is_due() -> None:
    found = records("acceptance: 2026-03-20\ndocuments: [{id: map, title: 布防图}]", handover="documents: []")
    assert told(found, LATER, "2030-01-01T00:00:00+08:00") == []


@pytest.mark.parametrize(
    ("since", "handover", "count"),
    [
        ("2026-03-31", None, 2),
        ("2026-04-01", None, 0),  # before the records: on paper elsewhere
        ("2026-04-01", "documents: [{document: map}]", 2),  # but a list of it is kept here
        ("2026-04-01", "documents: []", 0),
    ],
)
def test_a_handover_before_the_records_is_judged_where_it_is_recorded(
    since: str, handover: str | None, count: int
) -> None:
    found = records(PLAN, handover=handover, about=f"records_from: {since}")
    assert len(told(found, LATER)) == count


def test_documents_agreed_on_after_the_handover_were_not_due_then() -> None:
    amended = "amendments:\n- {{from: {day}, documents: [{{id: keys, title: 钥匙清单}}]}}\n"
    assert states(records(PLAN + amended.format(day="2026-03-31")), LATER) == ["hq-cctv/keys breached"]
    assert len(states(records(PLAN + amended.format(day="2026-04-01")), LATER)) == 2


@pytest.mark.parametrize(
    ("spoken", "acknowledged"),
    [
        ("target: documents, at: 2026-04-02T09:00:00+08:00", [True, True]),
        ("target: documents, document: map, at: 2026-04-02T09:00:00+08:00", [False, True]),
        ("target: documents, document: map, at: 2026-04-01T00:00:00+08:00", [False, True]),
        ("target: documents, at: 2026-03-31T23:59:59+08:00", [False, False]),
        ("target: documents, at: 2026-04-10T12:00:01+08:00", [False, False]),
        ("target: training, at: 2026-04-02T09:00:00+08:00", [False, False]),
    ],
)
def test_a_breach_is_acknowledged_for_all_documents_or_for_one(spoken: str, acknowledged: list[bool]) -> None:
    handover = f"acknowledged: [{{{spoken}, reason: 印刷延误, corrective_action: 提前送印}}]"
    found = judged(records(PLAN, handover=handover), LATER)
    assert [promise.acknowledged for promise in found] == acknowledged
    assert [promise.state for promise in found] == ["breached", "breached"]


def test_a_later_word_does_not_hide_an_earlier_one() -> None:
    spoken = "reason: 印刷延误, corrective_action: 提前送印"
    first = f"{{target: documents, at: 2026-04-02T09:00:00+08:00, {spoken}}}"
    later = f"{{target: documents, at: 2026-04-11T09:00:00+08:00, {spoken}}}"
    found = judged(records(PLAN, handover=f"acknowledged: [{first}, {later}]"), LATER)
    assert [promise.acknowledged for promise in found] == [True, True]


def test_the_site_is_named_where_there_is_one() -> None:
    one = judged(records(PLAN), LATER)
    two = judged(records(PLAN, sites={"hq": "hq-cctv", "gate": "hq-cctv"}), LATER)
    none = judged(records(PLAN, sites={}), LATER)
    assert [{promise.site for promise in found} for found in (one, two, none)] == [{"hq"}, {""}, {""}]
    assert {promise.contract for promise in two} == {"hq-cctv"}
