"""Stock from the ledger and the tickets, worked out by hand."""

import pytest

from aftercare_cli.rules.stock import (
    balances,
    first_shortages,
    lent_twice,
    loans,
    miscounts,
    shortage_after,
    standings,
    steps,
    with_event,
    with_rows,
)
from tests.rules.ledgers import NOW, ledger, loan_told, stocked, told
from tests.rules.written import moment, ticket


def walked(rows: str, *histories: str, now: str = "31T12:00") -> list[str]:
    return [told(standing) for standing in standings(steps(stocked(rows, *histories), moment(now)))]


def test_a_day_is_told_in_its_order() -> None:
    rows = """
        05 CAM 3 count
        05 CAM 1 scrap
        05 CAM 9 issue
        05 CAM 9 receive
        05 CAM 8 return
        04 CAM 1 receive
    """
    used = (
        "events: [{at: 05T23:59, type: replaced, model: CAM, quantity: 2}, {at: 05T00:00, type: replaced, model: CAM}]"
    )
    assert walked(rows, used) == [
        "04 store CAM 0→1 2026.csv:(5, 'quantity')",
        "05 store CAM 1→10 2026.csv:(3, 'quantity')",
        "05 store CAM 10→18 2026.csv:(4, 'quantity')",
        "05 store CAM 18→17 2026.csv:(1, 'quantity')",
        "05 store CAM 17→8 2026.csv:(2, 'quantity')",
        "05 store CAM 8→7 T-20260301-0001.yaml:('events', 1)",
        "05 store CAM 7→5 T-20260301-0001.yaml:('events', 0)",
        "05 store CAM 5→5 2026.csv:(0, 'quantity')",
    ]


def test_what_comes_back_at_a_moment_can_be_lent_at_that_moment() -> None:
    lent = "events: [{at: 05T10:00, type: standby_in_service, unit: A, model: NVR}]"
    back = "events: [{at: 03T09:00, type: standby_in_service, model: NVR}, {at: 05T10:00, type: standby_returned}]"
    assert walked("01 NVR 1 receive", lent, back) == [
        "01 store NVR 0→1 2026.csv:(0, 'quantity')",
        "03 store NVR 1→0 T-20260301-0002.yaml:('events', 0)",
        "05 store NVR 0→1 T-20260301-0002.yaml:('events', 1)",
        "05 store NVR 1→0 T-20260301-0001.yaml:('events', 0)",
    ]


def test_the_day_is_that_of_the_workspace() -> None:
    """Eight in the evening of the 4th in London is the 5th in Shanghai."""
    used = "events: [{at: 2026-03-04T20:00:00+00:00, type: replaced, model: CAM}]"
    assert walked("05 CAM 1 receive", used) == [
        "05 store CAM 0→1 2026.csv:(0, 'quantity')",
        "05 store CAM 1→0 T-20260301-0001.yaml:('events', 0)",
    ]


def test_what_comes_later_does_not_count() -> None:
    rows = "01 CAM 3 receive\n06 CAM 1 scrap"
    used = "events: [{at: 05T12:00, type: replaced, model: CAM}]"
    assert [
        balances(steps(stocked(rows, used), moment(now)))["", "CAM"]
        for now in ("01T00:00", "05T11:59:59", "05T12:00", "05T23:59", "06T00:00")
    ] == [3, 3, 2, 2, 1]


def test_each_holder_has_his_own() -> None:
    rows = """
        02 CAM 5 receive
        03 CAM 2 issue
        03 CAM 2 receive hq
        04 CAM 1 issue hq
        04 CAM 1 count hq
        04 CAM 3 count
    """
    used = "events: [{at: 05T12:00, type: replaced, model: CAM}]"
    found = steps(stocked(rows, used), NOW)
    assert balances(found) == {("", "CAM"): 2, ("hq", "CAM"): 1}
    assert miscounts(found) == [] == first_shortages(found)


def test_a_count_that_differs_is_found_and_changes_nothing() -> None:
    found = steps(stocked("02 CAM 2 receive\n03 CAM 3 count\n04 CAM 2 count\n05 UPS 0 count\n06 UPS 1 count"), NOW)
    assert [(told(one), one.counted) for one in miscounts(found)] == [
        ("03 store CAM 2→2 2026.csv:(1, 'quantity')", 3),
        ("06 store UPS 0→0 2026.csv:(4, 'quantity')", 1),
    ]


def test_the_first_that_takes_more_than_there_is_is_named() -> None:
    rows = "02 CAM 1 receive\n05 CAM 1 receive\n07 CAM 1 scrap\n03 UPS 1 issue hq"
    used = (
        "events: [{at: 04T12:00, type: replaced, model: CAM}, {at: 04T13:00, type: replaced, model: CAM, quantity: 2}]"
    )
    assert [told(one) for one in first_shortages(steps(stocked(rows, used), NOW))] == [
        "03 hq UPS 0→-1 2026.csv:(3, 'quantity')",
        "04 store CAM 0→-2 T-20260301-0001.yaml:('events', 1)",
    ]


@pytest.mark.parametrize(
    ("row", "short"),
    [
        ("10 CAM 1 issue", None),
        ("10 CAM 2 issue", "10 store CAM 1→-1 2026.csv:(3, 'quantity')"),
        # Taken on the 4th, it is missing on the 6th.
        ("04 CAM 1 scrap", "06 store CAM 0→-1 2026.csv:(1, 'quantity')"),
        ("06 CAM 1 issue", "06 store CAM 0→-1 2026.csv:(3, 'quantity')"),
        ("07 CAM 1 issue", "07 store CAM 0→-1 2026.csv:(3, 'quantity')"),
        ("01 CAM 1 issue", "01 store CAM 0→-1 2026.csv:(3, 'quantity')"),
        ("02 CAM 3 receive", None),
        ("10 CAM 1 issue hq", "10 hq CAM 0→-1 2026.csv:(3, 'quantity')"),
        # What is short already is not this one's fault; a count takes nothing.
        ("10 UPS 5 count", None),
        ("10 UPS 5 receive", None),
    ],
)
def test_no_row_may_take_what_is_missing_then_or_later(row: str, short: str | None) -> None:
    records = stocked(
        "02 CAM 2 receive\n06 CAM 1 scrap\n09 CAM 1 receive",
        "events: [{at: 05T12:00, type: replaced, model: CAM}, {at: 05T12:00, type: replaced, model: UPS}]",
    )
    added = ledger(row)
    found = shortage_after(steps(with_rows(records, "2026", added), NOW), added)
    assert (None if found is None else told(found)) == short


def test_no_event_may_take_what_is_missing_later() -> None:
    records = stocked("02 CAM 1 receive\n06 CAM 1 scrap", "")
    used = ticket("events: [{at: 05T12:00, type: replaced, model: CAM}]").events[0]
    found = shortage_after(steps(with_event(records, records.tickets[0], used), NOW), [used])
    assert found is not None
    # The ledger's row of the 6th is the one that finds nothing.
    assert told(found) == "06 store CAM 0→-1 2026.csv:(1, 'quantity')"


@pytest.mark.parametrize(
    ("events", "found"),
    [
        (
            "[{at: 02T08:00, type: standby_in_service, unit: A}, {at: 03T08:00, type: standby_returned, unit: A}]",
            ["0001 A NVR 02 08:00–03 08:00"],
        ),
        # Its model stands in the ledger; what the event says goes before.
        ("[{at: 02T08:00, type: standby_in_service, unit: A, model: X}]", ["0001 A X 02 08:00–out"]),
        ("[{at: 02T08:00, type: standby_in_service, unit: Z}]", ["0001 Z None 02 08:00–out"]),
        ("[{at: 02T08:00, type: standby_in_service}]", ["0001 None None 02 08:00–out"]),
        # A return brings back the unit it names.
        (
            (
                "[{at: 02T08:00, type: standby_in_service, unit: A}, {at: 02T09:00, type: standby_in_service, unit: B},"
                " {at: 03T08:00, type: standby_returned, unit: B}]"
            ),
            ["0001 A NVR 02 08:00–out", "0001 B NVR 02 09:00–03 08:00"],
        ),
        # One that names none, the first.
        (
            (
                "[{at: 02T08:00, type: standby_in_service, unit: A}, {at: 02T09:00, type: standby_in_service, unit: B},"
                " {at: 03T08:00, type: standby_returned}, {at: 03T08:00, type: standby_returned}]"
            ),
            ["0001 A NVR 02 08:00–03 08:00", "0001 B NVR 02 09:00–03 08:00"],
        ),
        # One that names another, the loan of which nobody said which unit; else none.
        (
            (
                "[{at: 02T08:00, type: standby_in_service, unit: A}, {at: 02T09:00, type: standby_in_service,"
                " model: NVR}, {at: 03T08:00, type: standby_returned, unit: B},"
                " {at: 03T09:00, type: standby_returned, unit: C}]"
            ),
            ["0001 A NVR 02 08:00–out", "0001 None NVR 02 09:00–03 08:00"],
        ),
        # In the order of time, whatever the order in the file; and again after it was back.
        (
            (
                "[{at: 04T08:00, type: standby_in_service, unit: A}, {at: 03T08:00, type: standby_returned, unit: A},"
                " {at: 02T08:00, type: standby_in_service, unit: A}]"
            ),
            ["0001 A NVR 02 08:00–03 08:00", "0001 A NVR 04 08:00–out"],
        ),
    ],
)
def test_loans_and_their_returns(events: str, found: list[str]) -> None:
    records = stocked("01 NVR 1 receive - A\n01 NVR 1 receive - B", f"events: {events}")
    assert [loan_told(loan) for loan in loans(records, NOW)] == found


def test_a_return_that_is_not_known_yet_does_not_count() -> None:
    records = stocked(
        "01 NVR 1 receive - A",
        "events: [{at: 02T08:00, type: standby_in_service, unit: A}, {at: 03T08:00, type: standby_returned}]",
    )
    outs = [
        [loan_told(loan)[-3:] for loan in loans(records, moment(now))] for now in ("02T07:59", "03T07:59", "03T08:00")
    ]
    assert outs == [[], ["out"], [":00"]]
    assert [balances(steps(records, moment(now)))["", "NVR"] for now in ("02T07:59", "03T07:59", "03T08:00")] == [
        1,
        0,
        1,
    ]


def span(unit: str, begin: str, end: str | None = None) -> str:
    back = "" if end is None else f", {{at: {end}, type: standby_returned, unit: {unit}}}"
    return f"events: [{{at: {begin}, type: standby_in_service, unit: {unit}}}{back}]"


@pytest.mark.parametrize(
    ("first", "second", "twice"),
    [
        (span("A", "02T08:00", "03T08:00"), span("A", "03T08:00"), []),
        (span("A", "02T08:00", "03T08:01"), span("A", "03T08:00"), [("0002", "0001")]),
        (span("A", "02T08:00"), span("A", "09T08:00"), [("0002", "0001")]),
        # Entered late: the later loan is the one that cannot have been.
        (span("A", "09T08:00"), span("A", "02T08:00"), [("0001", "0002")]),
        (span("A", "02T08:00"), span("A", "02T08:00"), [("0002", "0001")]),
        (span("A", "02T08:00"), span("B", "02T08:00"), []),
        (span("A", "02T08:00", "02T08:00"), span("A", "02T08:00"), []),
    ],
)
def test_a_unit_is_in_one_place(first: str, second: str, twice: list[tuple[str, str]]) -> None:
    found = lent_twice(loans(stocked("", first, second), NOW))
    assert [(loan.ticket.id[-4:], other.ticket.id[-4:]) for loan, other in found] == twice


def test_a_long_loan_meets_every_later_one() -> None:
    histories = (span("A", "02T08:00", "20T08:00"), span("A", "03T08:00", "04T08:00"), span("A", "10T08:00"))
    found = lent_twice(loans(stocked("", *histories), NOW))
    assert [(loan.ticket.id[-4:], other.ticket.id[-4:]) for loan, other in found] == [
        ("0002", "0001"),
        ("0003", "0001"),
    ]
