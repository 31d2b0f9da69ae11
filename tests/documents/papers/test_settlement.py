"""The settlement: an issued bill, group by group, with the total in figures and in words."""

import datetime as dt
from decimal import Decimal

import msgspec
import pytest

from aftercare_cli.documents.papers import settlement
from aftercare_cli.documents.source import NoSubjectError
from aftercare_cli.model.service import Bill, BillLine
from tests.documents.sources import source
from tests.rules.written import Records, workspace

TICKET = "T-20260310-7F3K"
DAY = dt.date(2026, 3, 12)
LINES = (
    BillLine(
        kind="phone",
        ticket=TICKET,
        day=DAY,
        description="Telephone support",
        unit_price=Decimal("0.00"),
        amount=Decimal("0.00"),
        covered_by="free_of_charge",
        reason="telephone_free",
    ),
    BillLine(
        kind="callout",
        ticket=TICKET,
        day=DAY,
        description="Call-out fee",
        unit_price=Decimal("300.00"),
        amount=Decimal("300.00"),
        reason="after_warranty",
    ),
    BillLine(
        kind="equipment",
        ticket=TICKET,
        day=DAY,
        description="Camera",
        model="CAM-200",
        quantity=2,
        quoted=Decimal("600.00"),
        unit_price=Decimal("554.75"),
        amount=Decimal("1109.50"),
        reason="after_warranty",
        flags=("price_capped",),
    ),
)


def bill(**changes: object) -> Bill:
    made = Bill(
        id="B-20260312-AAAA",
        number="JS-2026-0001",
        contract="hq-cctv",
        tickets=(TICKET,),
        issued=DAY,
        currency="CNY",
        lines=LINES,
        terms={"bid.CAM-200": "554.75", "warranty_until": "2026-03-01"},
        total=Decimal("1409.50"),
        note="internal remark",
        hash="abc",
    )
    return msgspec.structs.replace(made, **changes)


def records(*bills: Bill) -> Records:
    return msgspec.structs.replace(workspace("handover: 2026-01-01", "{}"), bills=bills)


def test_lines_stand_in_their_tables_and_what_is_free_stays() -> None:
    values = settlement.values(source(records(bill()), "20T09:00"), "B-20260312-AAAA")
    told = {group["title"]: (group["rows"], group["total"]) for group in values["groups"]}
    assert told == {
        "Equipment": (
            [
                (
                    *("1", "Camera", "2", "¥554.75", "¥554.75", "¥1,109.50"),
                    "customer; after the warranty; offered at ¥600.00, capped at the bid price",
                )
            ],
            "¥1,109.50",
        ),
        "Call-outs and telephone": (
            [
                ("1", "Telephone support", "1", "¥0.00", "¥0.00", "free; telephone support"),
                ("2", "Call-out fee", "1", "¥300.00", "¥300.00", "customer; after the warranty"),
            ],
            "¥300.00",
        ),
        "Travel": ([], "¥0.00"),
        "Tools and machinery": ([], "¥0.00"),
    }
    assert (values["total"], values["words"]) == (
        "¥1,409.50",
        "One thousand four hundred and nine yuan and fifty fen only",
    )
    assert values["warranty_until"] == "1 March 2026"


def test_in_chinese_the_words_follow_on_renminbi_without_a_gap() -> None:
    made = source(records(bill()), "20T09:00")
    chinese = msgspec.structs.replace(made, tongue=msgspec.structs.replace(made.tongue, code="zh-CN"))
    assert settlement.values(chinese, "B-20260312-AAAA")["words"] == "人民币壹仟肆佰零玖元伍角整"


def test_a_bill_of_several_tickets_names_each() -> None:
    several = bill(tickets=(TICKET, "T-20260311-AAAA"))
    values = settlement.values(source(records(several), "20T09:00"), "B-20260312-AAAA")
    assert values["groups"][1]["rows"][0][:3] == ("1", TICKET, "Telephone support")


def test_another_currency_is_named() -> None:
    values = settlement.values(source(records(bill(currency="EUR")), "20T09:00"), "B-20260312-AAAA")
    assert (values["total"], values["words"]) == (
        "EUR 1,409.50",
        "EUR one thousand four hundred and nine and 50/100 only",
    )


def test_a_void_bill_says_so_and_its_counter_entry_too() -> None:
    entry = bill(
        id="B-20260315-BBBB",
        number="JS-2026-0002",
        issued=dt.date(2026, 3, 15),
        voids="B-20260312-AAAA",
        total=Decimal("-1409.50"),
    )
    made = source(records(bill(), entry), "20T09:00")
    assert settlement.values(made, "B-20260312-AAAA")["state"] == "VOID: taken back by JS-2026-0002."
    counter = settlement.values(made, "B-20260315-BBBB")
    assert counter["state"] == "Counter-entry: it takes back JS-2026-0001."
    assert (counter["total"], counter["words"]) == (
        "-¥1,409.50",
        "Minus one thousand four hundred and nine yuan and fifty fen only",
    )


def test_it_was_valid_before_it_was_voided() -> None:
    entry = bill(id="B-20260315-BBBB", issued=dt.date(2026, 3, 15), voids="B-20260312-AAAA")
    made = source(records(bill(), entry), "13T09:00")
    assert settlement.values(made, "B-20260312-AAAA")["state"] == ""
    with pytest.raises(NoSubjectError):
        settlement.values(made, "B-20260315-BBBB")


def test_money_is_nothing_for_a_vendor_and_the_remark_nothing_for_the_customer() -> None:
    with pytest.raises(NoSubjectError):
        settlement.values(source(records(bill()), "20T09:00", "vendor"), "B-20260312-AAAA")
    assert settlement.values(source(records(bill()), "20T09:00", "owner"), "B-20260312-AAAA")["note"] is None
    assert settlement.values(source(records(bill()), "20T09:00"), "B-20260312-AAAA")["note"] == "internal remark"
