"""Issued bills: numbers, hashes, snapshots, counter-entries, and what is billed already."""

import datetime as dt
import hashlib
from decimal import Decimal

import msgspec
import pytest

from aftercare_cli.model.service import Bill, BillLine
from aftercare_cli.rules import issued
from aftercare_cli.rules.issued import BilledError, NotFinalError, Stamp, VoidedError
from tests.rules.settlements import after, drafted
from tests.rules.written import SHANGHAI

DAY = dt.date(2026, 3, 31)
VISIT = "events: [{at: 10T10:00, type: arrived}, {at: 10T11:00, type: resolved, cause: ageing}]"
SNAPSHOT = issued.snapshot(
    drafted(after(), VISIT), "B-20260331-4H6R", Stamp("JS-2026-0001", DAY, "三月"), SHANGHAI, "zh-CN"
)


def bill(bill_id: str, number: str | None = None, tickets: tuple[str, ...] = (), voids: str | None = None) -> Bill:
    return Bill(id=bill_id, number=number, tickets=tickets, issued=DAY, total=Decimal("0.00"), voids=voids)


def test_a_snapshot_says_everything_and_needs_nothing_else() -> None:
    assert msgspec.structs.replace(SNAPSHOT, hash=None) == Bill(
        id="B-20260331-4H6R",
        number="JS-2026-0001",
        contract="hq-cctv",
        tickets=("T-20260310-7F3K",),
        issued=DAY,
        currency="CNY",
        lines=(
            BillLine(
                kind="callout",
                ticket="T-20260310-7F3K",
                day=dt.date(2026, 3, 10),
                description="上门服务费",
                unit_price=Decimal("300.00"),
                amount=Decimal("300.00"),
                reason="after_warranty",
            ),
        ),
        terms={
            "callout": "300.00",
            "callout_per": "visit",
            "in_warranty_human_damage": "equipment_only",
            "software": "free",
            "warranty_until": "2025-08-31",
        },
        total=Decimal("300.00"),
        note="三月",
    )


def test_the_hash_is_of_canonical_json() -> None:
    text = (
        '{"contract":"hq-cctv","currency":"CNY","id":"B-20260331-4H6R","issued":"2026-03-31","lines":[{"amount":"300.00",'
        '"day":"2026-03-10","description":"上门服务费","kind":"callout","reason":"after_warranty",'
        '"ticket":"T-20260310-7F3K","unit_price":"300.00"}],"note":"三月","number":"JS-2026-0001","terms":{"callout":'
        '"300.00","callout_per":"visit","in_warranty_human_damage":"equipment_only","software":"free",'
        '"warranty_until":"2025-08-31"},"tickets":["T-20260310-7F3K"],"total":"300.00"}'
    )
    assert SNAPSHOT.hash == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    "change",
    [
        {"total": Decimal("300.01")},
        {"number": "JS-2026-0002"},
        {"issued": dt.date(2026, 4, 1)},
        {"note": None},
        {"tickets": ("T-20260310-7F3K", "T-20260310-7F3M")},
        {"lines": (msgspec.structs.replace(SNAPSHOT.lines[0], quantity=2),)},
        {"lines": (msgspec.structs.replace(SNAPSHOT.lines[0], flags=("discounted",)),)},
        {"terms": {**SNAPSHOT.terms, "callout": "299.00"}},
    ],
)
def test_any_change_shows(change: dict[str, object]) -> None:
    assert issued.hash_of(SNAPSHOT) == SNAPSHOT.hash
    assert issued.hash_of(msgspec.structs.replace(SNAPSHOT, **change)) != SNAPSHOT.hash


def test_numbers_run_through_a_year() -> None:
    assert issued.next_number([], 2026) == "JS-2026-0001"
    bills = [bill("B-1", "JS-2026-0002"), bill("B-2", "JS-2025-0041"), bill("B-3"), bill("B-4", "HQ/7")]
    assert [issued.next_number(bills, year) for year in (2025, 2026, 2027)] == [
        "JS-2025-0042",
        "JS-2026-0003",
        "JS-2027-0001",
    ]
    assert issued.next_number([bill("B-1", "JS-2026-9999")], 2026) == "JS-2026-10000"


def test_a_counter_entry_takes_everything_back() -> None:
    entry = issued.counter_entry(SNAPSHOT, "B-20260401-0001", Stamp("JS-2026-0002", dt.date(2026, 4, 1), "作废"))
    assert [line.amount for line in entry.lines] == [Decimal("-300.00")]
    assert (entry.total, entry.voids, entry.number, entry.note) == (
        Decimal("-300.00"),
        SNAPSHOT.id,
        "JS-2026-0002",
        "作废",
    )
    assert entry.hash == issued.hash_of(entry) != SNAPSHOT.hash
    free = msgspec.structs.replace(SNAPSHOT, lines=(), total=Decimal("0.00"))
    assert str(issued.counter_entry(free, "B-20260401-0001", Stamp("JS-2026-0002", DAY)).total) == "0.00"


def test_what_a_voided_bill_held_is_to_be_billed_again() -> None:
    first = bill("B-1", "JS-2026-0001", ("T-1", "T-2"))
    other = bill("B-2", "JS-2026-0002", ("T-3",))
    entry = bill("B-3", "JS-2026-0003", ("T-1", "T-2"), voids="B-1")
    assert issued.billed([first, other]) == {"T-1": first, "T-2": first, "T-3": other}
    assert issued.billed([first, other, entry]) == {"T-3": other}
    assert issued.valid([first, other, entry]) == [other]
    again = bill("B-4", "JS-2026-0004", ("T-1",))
    assert issued.billed([first, other, entry, again])["T-1"] == again


def test_a_bill_is_voided_once_and_a_counter_entry_never() -> None:
    first, entry = bill("B-1", "JS-2026-0001"), bill("B-3", "JS-2026-0003", voids="B-1")
    issued.refuse_unvoidable(first, [first])
    with pytest.raises(VoidedError, match="JS-2026-0001 was voided already, by JS-2026-0003"):
        issued.refuse_unvoidable(first, [first, entry])
    with pytest.raises(VoidedError, match="JS-2026-0003 voids B-1 and is no bill itself"):
        issued.refuse_unvoidable(entry, [first, entry])


def test_a_bill_that_was_changed_is_not_taken_back_by_what_it_says_now() -> None:
    issued.refuse_unvoidable(SNAPSHOT, [SNAPSHOT])
    changed = msgspec.structs.replace(SNAPSHOT, total=Decimal("3.00"))
    with pytest.raises(VoidedError, match="JS-2026-0001 was changed after it was issued"):
        issued.refuse_unvoidable(changed, [changed])
    by_hand = bill("B-1")
    issued.refuse_unvoidable(by_hand, [by_hand])


def test_what_may_not_be_issued() -> None:
    draft = drafted(after(), VISIT)
    issued.refuse_unready(draft, [])
    with pytest.raises(BilledError, match="T-20260310-7F3K was billed already, in JS-2026-0001"):
        issued.refuse_unready(draft, [SNAPSHOT])
    with pytest.raises(NotFinalError, match="the bill is not final, T-20260310-7F3K: it is not resolved yet"):
        issued.refuse_unready(drafted(after(), "events: [{at: 10T10:00, type: arrived}]"), [])
    with pytest.raises(NotFinalError, match="there is nothing to bill"):
        issued.refuse_unready(drafted(after()), [])


def test_descriptions_are_in_the_language_of_documents() -> None:
    history = """
        events:
          - {at: 10T09:00, type: answered}
          - {at: 10T09:10, type: charge_agreed, head: machinery, amount: "1.00", agreed_by: 甲方, item: 升降车}
          - {at: 10T10:00, type: replaced, model: CAM}
          - {at: 10T10:00, type: replaced, model: NEW}
          - {at: 10T10:00, type: replaced, model: VMS}
          - {at: 10T11:00, type: charge_agreed, head: travel, amount: "1.00", evidence: RC}
    """
    lines = drafted(after(), history).lines
    assert [issued.description(line, "zh-CN") for line in lines] == [
        "电话支持",
        "工具、机械费用（升降车）",
        "枪机",
        "NEW",
        "管理软件",
        "差旅费",
    ]
    assert [issued.description(line, "en") for line in lines] == [
        "Telephone support",
        "Tools and machinery (升降车)",
        "枪机",
        "NEW",
        "管理软件",
        "Travel expenses",
    ]
