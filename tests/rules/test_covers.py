"""The warranty of equipment: own terms, replacements on the list and in tickets; every day counted on paper.

The contract is accepted on 18 and handed over on 25 June 2024: 36 months, last day 25 June 2027.
"""

import datetime as dt
from collections.abc import Sequence

import pytest

from aftercare_cli.rules.covers import Covers
from aftercare_cli.rules.warranty import Cover
from tests.rules.equipped import CAMERA, DATES, INHERITS, PAIR, RENEWS, workspace
from tests.rules.written import Records

NOW = "2026-06-01T12:00:00+08:00"


def cover(records: Records, item: str, now: str = NOW) -> Cover:
    return Covers(records).of_item(records.items[item][1], dt.datetime.fromisoformat(now))


def days(found: Cover) -> tuple[str, str]:
    return str(found.first), str(found.last)


def reasons(found: Cover) -> Sequence[str]:
    """Give the reasons after those of the contract."""
    return [str(reason) for reason in found.reasons][3:]


def test_equipment_has_the_warranty_of_its_contract() -> None:
    found = cover(workspace(INHERITS, CAMERA), "CAM-1")
    assert days(found) == ("2024-06-25", "2027-06-25")
    assert [str(reason) for reason in found.reasons] == [
        "by the contract hq-cctv",
        "accepted on 2024-06-18, handed over on 2024-06-25: it starts on the later day, 2024-06-25",
        "36 months from 2024-06-25: the corresponding day is the last one, 2027-06-25",
    ]


@pytest.mark.parametrize("terms", [INHERITS, RENEWS, "handover: 2024-06-25\nwarranty: {months: 36}", DATES])
def test_its_own_terms_win(terms: str) -> None:
    item = "- {id: UPS-1, category: ups, model: U, warranty: {from: 2024-02-29, months: 12}}\n"
    found = cover(workspace(terms, item), "UPS-1")
    assert (*days(found), found.months, found.missing) == ("2024-02-29", "2025-02-28", 12, ())
    assert [str(reason) for reason in found.reasons] == [
        "UPS-1 has terms of its own, which win over the contract's",
        "12 months from 2024-02-29: that month has no such day, so its end is the last day, 2025-02-28",
    ]


REPLACED = "2026-03-10 CAM-1 old: A, new: B, model: M"
BY_TICKET = "2026-03-10, T-20260101-0000: A was replaced by B"


def test_a_new_unit_inherits_what_is_left() -> None:
    found = cover(workspace(INHERITS, CAMERA, REPLACED), "CAM-1")
    assert days(found) == ("2024-06-25", "2027-06-25")
    assert reasons(found) == [BY_TICKET, "the new unit inherits the warranty of the old one, last day 2027-06-25"]
    assert [(step.old, step.new, str(step.on), step.ticket) for step in found.chain] == [
        ("A", "B", "2026-03-10", "T-20260101-0000")
    ]


@pytest.mark.parametrize("serial", ["A", "B"])
def test_a_new_unit_renews_it_whether_or_not_the_list_has_the_new_serial(serial: str) -> None:
    records = workspace(RENEWS, CAMERA.replace("serial: A", f"serial: {serial}"), REPLACED)
    found = cover(records, "CAM-1")
    assert days(found) == ("2026-03-10", "2029-03-10")
    assert reasons(found) == [BY_TICKET, "the new unit has a full warranty: 36 months, last day 2029-03-10"]
    # The unit before it had its own time.
    assert [found.holds(dt.date.fromisoformat(day)) for day in ("2024-06-24", "2024-06-25", "2029-03-10")] == [
        False,
        True,
        True,
    ]
    # Before the replacement nobody knows of it.
    assert days(cover(records, "CAM-1", "2026-03-10T09:59:59+08:00")) == ("2024-06-25", "2027-06-25")
    assert days(cover(records, "CAM-1", "2026-03-10T10:00:00+08:00")) == ("2026-03-10", "2029-03-10")


def test_a_renewal_after_the_end_leaves_the_gap() -> None:
    records = workspace(RENEWS, CAMERA, "2028-01-31 CAM-1 old: A, new: B, model: M")
    found = cover(records, "CAM-1", "2028-06-01T00:00:00+08:00")
    assert days(found) == ("2028-01-31", "2031-01-31")
    assert [
        found.holds(dt.date.fromisoformat(day)) for day in ("2027-06-25", "2027-06-26", "2028-01-30", "2028-01-31")
    ] == [True, False, False, True]


def test_the_fault_is_borne_by_the_unit_that_failed() -> None:
    records = workspace(RENEWS, CAMERA, "2028-01-31 CAM-1 old: A, new: B, model: M")
    covers, contract = Covers(records), records.contracts["hq-cctv"]
    item = [records.items["CAM-1"][1]]
    told = {
        day: covers.is_borne(contract, item, dt.date.fromisoformat(day))
        for day in ("2024-01-01", "2027-06-25", "2027-06-26", "2028-01-31", "2028-02-01", "2031-01-31", "2031-02-01")
    }
    assert list(told.values()) == [True, True, False, False, True, True, False]
    # Without equipment it is the contract's; with several, one is enough.
    assert [covers.is_borne(contract, [], dt.date(2027, 6, day)) for day in (25, 26)] == [True, False]


@pytest.mark.parametrize("serial", ["A", "B", "C"])
def test_chains_go_from_old_to_new_to_newer(serial: str) -> None:
    tickets = ("2025-01-10 CAM-1 old: A, new: B, model: M", "2026-02-28 CAM-1 old: B, new: C, model: N")
    found = cover(workspace(RENEWS, CAMERA.replace("serial: A", f"serial: {serial}"), *tickets), "CAM-1")
    assert [(step.old, step.new, str(step.on)) for step in found.chain] == [
        ("A", "B", "2025-01-10"),
        ("B", "C", "2026-02-28"),
    ]
    assert days(found) == ("2026-02-28", "2029-02-28")


def test_a_unit_that_comes_back_from_repair_is_no_ring() -> None:
    tickets = ("2025-01-10 CAM-1 old: A, new: B, model: M", "2025-03-31 CAM-1 old: B, new: A, model: M")
    found = cover(workspace(RENEWS, CAMERA, *tickets), "CAM-1")
    assert [(step.old, step.new) for step in found.chain] == [("A", "B"), ("B", "A")]
    assert days(found) == ("2025-03-31", "2028-03-31")


@pytest.mark.parametrize(("terms", "last"), [(INHERITS, "2027-06-25"), (RENEWS, "2029-03-10")])
@pytest.mark.parametrize(
    ("left_out", "tickets"),
    [
        # The list says it, or the ticket, or both in parts.
        ("\0", ()),
        ("\0", (REPLACED,)),
        (", replaces: CAM-1", (REPLACED,)),
        ("installed: 2026-03-10, ", (REPLACED,)),
        (", installed: 2026-03-10, replaces: CAM-1", (REPLACED,)),
    ],
)
def test_an_item_takes_the_place_of_another(terms: str, last: str, left_out: str, tickets: tuple[str, ...]) -> None:
    items = PAIR.replace(left_out, "")
    records = workspace(terms, items, *tickets)
    new, old = cover(records, "CAM-2"), cover(records, "CAM-1")
    assert str(new.last) == last
    assert [(step.old, step.new, str(step.on), step.item) for step in new.chain] == [("A", "B", "2026-03-10", "CAM-1")]
    assert (str(old.last), old.chain, old.replaced_by) == ("2027-06-25", (), "CAM-2")
    assert reasons(old) == ["CAM-2 stands in its place"]
    assert new.replaced_by is None
    # It is not there before its day.
    before = "2026-03-09T23:59:59+08:00"
    assert (cover(records, "CAM-2", before).chain, cover(records, "CAM-1", before).replaced_by) == ((), None)


def test_chains_go_on_through_items_and_units() -> None:
    items = (
        CAMERA
        + "- {id: CAM-2, category: camera, model: M, installed: 2025-01-10, replaces: CAM-1}\n"
        + "- {id: CAM-3, category: camera, model: M, serial: C, installed: 2025-02-10, replaces: CAM-2}\n"
    )
    found = cover(workspace(RENEWS, items, "2026-03-31 CAM-3 old: C, new: D, model: M"), "CAM-3")
    assert [(step.old, step.new, str(step.on)) for step in found.chain] == [
        ("A", "CAM-2", "2025-01-10"),
        ("CAM-2", "C", "2025-02-10"),
        ("C", "D", "2026-03-31"),
    ]
    assert days(found) == ("2026-03-31", "2029-03-31")


def test_the_terms_of_the_day_of_the_replacement_decide() -> None:
    terms = f"{INHERITS}amendments: [{{from: 2026-03-11, warranty: {{months: 36, replacement: renews}}}}]\n"
    assert days(cover(workspace(terms, CAMERA, REPLACED), "CAM-1")) == ("2024-06-25", "2027-06-25")
    later = REPLACED.replace("03-10", "03-11")
    assert days(cover(workspace(terms, CAMERA, later), "CAM-1")) == ("2026-03-11", "2029-03-11")


def test_a_renewal_never_makes_it_shorter() -> None:
    item = "- {id: CAM-1, category: camera, model: M, serial: A, warranty: {from: 2024-06-25, months: 60}}\n"
    new = "- {id: CAM-2, category: camera, model: M, serial: B, installed: 2025-03-10, replaces: CAM-1}\n"
    found = cover(workspace(RENEWS, item + new), "CAM-2")
    assert days(found) == ("2024-06-25", "2029-06-25")
    assert str(found.reasons[-1]) == "the old warranty lasts longer than a renewed one: last day 2029-06-25"


def test_own_terms_are_renewed_by_their_own_length() -> None:
    item = "- {id: UPS-1, category: ups, model: U, serial: A, warranty: {from: 2025-06-30, months: 6}}\n"
    assert days(cover(workspace(RENEWS, item, "2025-08-31 UPS-1 old: A, new: B, model: U"), "UPS-1")) == (
        "2025-08-31",
        "2026-02-28",
    )
    # What was replaced before they began is behind them.
    assert days(cover(workspace(RENEWS, item, "2025-06-30 UPS-1 old: 0, new: A, model: U"), "UPS-1")) == (
        "2025-06-30",
        "2025-12-30",
    )


def test_the_day_of_a_replacement_may_be_unknown() -> None:
    items = PAIR.replace("installed: 2026-03-10, ", "")
    assert reasons(cover(workspace(INHERITS, items), "CAM-2")) == [
        "on a day nobody wrote down: A was replaced by B",
        "the new unit inherits the warranty of the old one, last day 2027-06-25",
    ]
    found = cover(workspace(RENEWS, items), "CAM-2")
    assert days(found) == ("2024-06-25", "2027-06-25")
    assert reasons(found)[1] == "it would renew the warranty, but the day of the replacement is not known"


@pytest.mark.parametrize(
    ("item", "event", "last"),
    [
        # Without the old serial, a ticket about one item of that model leaves no doubt.
        (CAMERA, "CAM-1 model: M", "2029-03-10"),
        (CAMERA, "CAM-1 model: M, new: B", "2029-03-10"),
        (CAMERA, "CAM-1 model: PSU", "2027-06-25"),
        (f"{CAMERA}{CAMERA.replace('1,', '2,').replace(': A', ': Z')}", "CAM-1,CAM-2 model: M", "2027-06-25"),
        (CAMERA, "CAM-1 old: X, new: B, model: M", "2027-06-25"),
        # A line of several is renewed as a whole only.
        ("- {id: CAM-1, category: b, model: M, quantity: 8}\n", "CAM-1 model: M, quantity: 2", "2027-06-25"),
        ("- {id: CAM-1, category: b, model: M, quantity: 8}\n", "CAM-1 model: M, quantity: 8", "2029-03-10"),
    ],
)
def test_only_an_event_that_leaves_no_doubt_counts(item: str, event: str, last: str) -> None:
    found = cover(workspace(RENEWS, item, f"2026-03-10 {event}"), "CAM-1")
    assert str(found.last) == last


def test_a_line_of_several_says_how_many_were_replaced() -> None:
    item = "- {id: CAM-1, category: b, model: M, quantity: 8}\n"
    found = cover(workspace(RENEWS, item, "2026-03-10 CAM-1 model: M, quantity: 2"), "CAM-1")
    assert reasons(found) == [
        "2026-03-10, T-20260101-0000: the unit was replaced, its serials are not known",
        "2 of 8 were replaced: the line keeps its warranty",
    ]


def test_items_in_a_ring_are_judged_as_if_they_replaced_none() -> None:
    items = (
        "- {id: CAM-1, category: camera, model: M, installed: 2025-01-01, replaces: CAM-2}\n"
        "- {id: CAM-2, category: camera, model: M, installed: 2026-01-01, replaces: CAM-1}\n"
        "- {id: CAM-3, category: camera, model: M, installed: 2026-05-01, replaces: CAM-2}\n"
        "- {id: CAM-4, category: camera, model: M, installed: 2026-05-01, replaces: CAM-4}\n"
    )
    records = workspace(RENEWS, items)
    ring = "items replace each other in a ring: it is judged as if they did not"
    assert days(cover(records, "CAM-1")) == ("2024-06-25", "2027-06-25")
    assert reasons(cover(records, "CAM-4")) == [ring]
    assert [(step.old, step.new) for step in cover(records, "CAM-3").chain] == [("CAM-2", "CAM-3")]
    assert days(cover(records, "CAM-3")) == ("2026-05-01", "2029-05-01")


def test_serials_and_lines_in_a_ring_come_to_an_end() -> None:
    # The list says that B replaced A, the ticket that A replaced B.
    records = workspace(RENEWS, PAIR, "2026-03-11 CAM-2 old: B, new: A, model: M")
    assert days(cover(records, "CAM-2"))[1] in {"2029-03-10", "2029-03-11"}
    assert days(cover(records, "CAM-1"))[1] in {"2029-03-10", "2029-03-11"}


def test_what_stands_under_no_contract_says_so() -> None:
    records = workspace(INHERITS, CAMERA)
    lost = Records(
        settings=records.settings, equipment=records.equipment, items=records.items, sites=records.sites, contracts={}
    )
    found = cover(lost, "CAM-1")
    assert (found.missing, [str(reason) for reason in found.reasons]) == (("contract",), ["it is under no contract"])
    assert not found.is_borne(dt.date(2026, 1, 1))


def test_software_is_supported_for_life() -> None:
    item = "- {id: SFT-1, category: software, model: VMS, software: true}\n"
    assert reasons(cover(workspace(INHERITS, item), "SFT-1")) == ["software: maintained and upgraded free for life"]
