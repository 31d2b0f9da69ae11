"""Issued bills that were edited, do not add up, or bill something twice."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

import msgspec

from aftercare_cli.model.service import Bill, BillLine
from aftercare_cli.rules.checks import bills
from aftercare_cli.rules.issued import sealed
from tests.rules.written import Records, contract, moment, settings, ticket

DAY = dt.date(2026, 3, 31)
LINE = BillLine(
    kind="callout",
    ticket="T-20260310-7F3K",
    day=DAY,
    description="上门服务费",
    unit_price=Decimal("300.00"),
    amount=Decimal("300.00"),
)
PLAIN = Bill(id="B-20260331-0001", tickets=("T-20260310-7F3K",), issued=DAY, total=Decimal("300.00"))
ISSUED = sealed(msgspec.structs.replace(PLAIN, number="JS-2026-0001", contract="hq-cctv", lines=(LINE,)))


def told(*issued: Bill) -> list[str]:
    records = Records(
        settings=settings(), contracts={"hq-cctv": contract()}, tickets=[ticket("kind: fault")], bills=issued
    )
    return [
        f"{found.code} {found.path[-20:-5]} {_place(found.field)}: {found.text}"
        for found in bills.findings(records, moment("31T09:00"))
    ]


def _place(field: Sequence[str | int]) -> str:
    return ".".join(map(str, field))


def entry(bill: Bill, **changes: object) -> Bill:
    return sealed(msgspec.structs.replace(bill, **changes))


def test_what_the_program_wrote_and_what_people_wrote_short_is_right() -> None:
    assert told() == told(ISSUED) == told(PLAIN) == []


def test_a_bill_that_was_edited() -> None:
    edited = msgspec.structs.replace(ISSUED, note="Corrected")
    assert told(edited) == ["bill-edited B-20260331-0001 hash: the bill was changed after it was issued"]
    bare = msgspec.structs.replace(ISSUED, hash=None)
    assert told(bare) == ["bill-edited B-20260331-0001 number: the bill has a number and no hash"]
    nameless = msgspec.structs.replace(bare, number=None)
    assert told(nameless) == ["bill-edited B-20260331-0001 lines: the bill has lines and no hash"]


def test_lines_that_do_not_add_up() -> None:
    assert told(entry(ISSUED, total=Decimal("299.99"))) == [
        "bill-sum B-20260331-0001 total: the lines add up to 300.00, the total is 299.99"
    ]


def test_a_ticket_is_billed_once_unless_the_bill_was_voided() -> None:
    second = entry(ISSUED, id="B-20260401-0002", number="JS-2026-0002", issued=dt.date(2026, 4, 1))
    twice = "billed-twice B-20260401-0002 tickets.0: T-20260310-7F3K is on the bill JS-2026-0001 too"
    assert told(ISSUED, second) == [twice]
    # The order of files does not matter: the later one is the second.
    assert told(second, ISSUED) == [twice]
    void = entry(
        ISSUED,
        id="B-20260331-0003",
        number="JS-2026-0003",
        voids=ISSUED.id,
        lines=(msgspec.structs.replace(LINE, amount=Decimal("-300.00")),),
        total=Decimal("-300.00"),
    )
    assert told(ISSUED, second, void) == []
    assert told(ISSUED, void, entry(void, id="B-20260402-0004", number="JS-2026-0004", issued=dt.date(2026, 4, 2))) == [
        "voided-twice B-20260402-0004 voids: B-20260331-0001 was voided by JS-2026-0003 already"
    ]


def test_a_number_is_used_once() -> None:
    other = entry(ISSUED, id="B-20260401-0002", issued=dt.date(2026, 4, 1), tickets=())
    assert told(ISSUED, other) == [
        "bill-number-twice B-20260401-0002 number: JS-2026-0001 is the number of B-20260331-0001 too"
    ]


def test_names_that_nobody_has() -> None:
    wrong = entry(ISSUED, contract="hq", tickets=("T-20260310-7F3M",), voids="B-20260331-0009")
    assert told(wrong) == [
        "unknown-ticket B-20260331-0001 tickets.0: T-20260310-7F3M does not exist",
        "unknown-contract B-20260331-0001 contract: hq does not exist",
        "unknown-bill B-20260331-0001 voids: B-20260331-0009 does not exist",
    ]
