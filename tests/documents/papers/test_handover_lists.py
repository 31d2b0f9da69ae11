"""The lists signed at a handover: equipment, documents, spare parts; and the company's own ledger."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

import msgspec
import pytest

from aftercare_cli.documents.papers import document_handover, equipment_handover, spares_ledger, spares_list
from aftercare_cli.documents.source import NoSubjectError, Wishes
from aftercare_cli.model.service import HandedOver, Handover, SpareMovement
from aftercare_cli.model.settings import SpareSettings
from aftercare_cli.model.sites import EquipmentList, Item, Price, Site
from tests.cli.program import Program
from tests.documents.rendered import assert_document
from tests.documents.sources import source
from tests.rules.written import Records, workspace

TERMS = """
acceptance: 2026-03-05
handover: 2026-03-06
documents:
  - {id: manual, title: 操作说明书, title_en: Operation manual, copies: 3}
  - {id: plan, title: 布防图, copies: 1}
spares: {at_customer: {CAM-200: 2}}
"""
DAY = dt.date(2026, 3, 6)
BEFORE = dt.date(2026, 3, 1)
AFTER = dt.date(2026, 3, 9)


def with_items(*items: Item) -> Records:
    found = workspace(TERMS)
    equipment = EquipmentList(site="hq", items=items)
    prices = {"hq-cctv": [Price(model="CAM-200", name="球机", unit="台", unit_price=Decimal("790.00"))]}
    return msgspec.structs.replace(
        found, equipment={"hq": equipment}, items={item.id: ("hq", item) for item in items}, prices=prices
    )


def equipment_rows(records: Records, audience: str = "internal") -> Sequence[tuple[str | None, ...]]:
    values = equipment_handover.values(source(records, "20T09:00", audience), "hq-cctv")  # type: ignore[arg-type]
    rows: Sequence[tuple[str | None, ...]] = values["sites"][0]["rows"]
    return rows


def test_what_stood_there_at_the_handover_is_listed_with_its_name_and_unit() -> None:
    records = with_items(
        Item(id="cam-1", category="camera", model="CAM-200", serial="SN1", location="大堂", installed=BEFORE),
        Item(id="ups-1", category="ups", model="UPS-3K", name="主机", quantity=2),
    )
    assert equipment_rows(records) == [
        ("1", "cam-1", "球机", "CAM-200", "SN1", "大堂", "台", "1", "", "", ""),
        ("2", "ups-1", "主机", "UPS-3K", None, None, None, "2", "", "", ""),
    ]
    values = equipment_handover.values(source(records, "20T09:00"), "hq-cctv")
    assert (values["count"], values["quantity"], values["sites"][0]["quantity"]) == (2, 3, "3")


def test_what_came_after_the_handover_is_counted_and_not_listed() -> None:
    records = with_items(
        Item(id="cam-1", category="camera", model="CAM-200", installed=BEFORE),
        Item(id="cam-2", category="camera", model="CAM-200", installed=AFTER, replaces="cam-1"),
    )
    assert [row[1] for row in equipment_rows(records)] == ["cam-1"]
    assert equipment_handover.values(source(records, "20T09:00"), "hq-cctv")["sites"][0]["later"] == 1


def test_what_was_replaced_before_the_handover_is_gone() -> None:
    records = with_items(
        Item(id="cam-1", category="camera", model="CAM-200", installed=BEFORE),
        Item(id="cam-2", category="camera", model="CAM-200", installed=DAY, replaces="cam-1"),
    )
    assert [row[1] for row in equipment_rows(records)] == ["cam-2"]


def test_a_vendor_sees_neither_serial_numbers_nor_places() -> None:
    records = with_items(Item(id="cam-1", category="camera", model="CAM-200", serial="SN1", location="大堂"))
    assert equipment_rows(records, "vendor")[0][4:6] == (None, None)


def handed(*rows: HandedOver) -> Records:
    return msgspec.structs.replace(
        workspace(TERMS), handovers={"hq-cctv": Handover(contract="hq-cctv", documents=rows)}
    )


def test_documents_are_listed_with_what_is_missing() -> None:
    records = handed(
        HandedOver(document="manual", copies=3, pages=62, handed_over=DAY, received_by="值班室", confidential=True),
        HandedOver(document="extra", title="钥匙清单", handed_over=DAY),
    )
    values = document_handover.values(source(records, "20T09:00"), "hq-cctv")
    forms = "□ original □ copy □ file"
    assert values["rows"] == [
        ("1", "Operation manual", "62", "3 / 3", forms, "2026-03-06", "值班室", "confidential"),
        ("2", "布防图", None, "0 / 1", forms, "", "", "not handed over"),
        ("3", "钥匙清单", None, "1", forms, "2026-03-06", None, ""),
    ]
    assert (values["missing"], values["promised"]) == (["布防图"], 4)


def test_copies_that_came_in_parts_have_a_row_each() -> None:
    records = handed(
        HandedOver(document="manual", copies=1, handed_over=DAY),
        HandedOver(document="manual", copies=1, handed_over=AFTER),
    )
    rows = document_handover.values(source(records, "20T09:00"), "hq-cctv")["rows"]
    assert [(row[0], row[3], row[5], row[7]) for row in rows] == [
        ("1", "1 / 3", "2026-03-06", ""),
        ("2", "1 / 3", "2026-03-09", "not complete"),
        ("3", "0 / 1", "", "not handed over"),
    ]


def test_what_was_handed_over_later_is_missing_as_of_then() -> None:
    records = handed(HandedOver(document="manual", copies=3, handed_over=AFTER))
    assert document_handover.values(source(records, "08T09:00"), "hq-cctv")["missing"] == ["Operation manual", "布防图"]


def with_spares(*rows: SpareMovement) -> Records:
    found = with_items(Item(id="cam-1", category="camera", model="CAM-200"))
    settings = msgspec.structs.replace(found.settings, spares=SpareSettings(location="库房", minimum={"CAM-200": 2}))
    return msgspec.structs.replace(found, settings=settings, spares={"2026": rows})


SPARES = (
    SpareMovement(at=BEFORE, model="CAM-200", quantity=3, type="receive"),
    SpareMovement(at=DAY, model="CAM-200", quantity=1, type="issue", by="clerk-a", note="to the site"),
    SpareMovement(at=DAY, model="CAM-200", quantity=1, type="receive", holder="hq", serial="SN9"),
    SpareMovement(at=AFTER, model="CAM-200", quantity=5, type="count"),
)


def test_the_list_of_spares_sets_what_was_promised_beside_what_is_held() -> None:
    values = spares_list.values(source(with_spares(*SPARES), "20T09:00"), "hq-cctv")
    assert values["deposits"] == [("1", "CAM-200", "球机", "台", "2", "1", "1", "SN9", "")]
    assert values["backups"] == [("1", "CAM-200", "球机", "台", "1", "1", "1", "0", None)]
    assert (values["short"], values["missing"]) == (1, 0)


def test_spares_are_nothing_for_a_vendor_and_the_ledger_only_for_the_company() -> None:
    records = with_spares(*SPARES)
    with pytest.raises(NoSubjectError):
        spares_list.values(source(records, "20T09:00", "vendor"), "hq-cctv")
    for audience in ("owner", "vendor"):
        with pytest.raises(NoSubjectError):
            spares_ledger.values(source(records, "20T09:00", audience), "")


def test_the_ledger_balances_each_holder_and_model() -> None:
    values = spares_ledger.values(source(with_spares(*SPARES), "20T09:00"), "")
    assert values["balances"] == [
        ("1", "CAM-200", "company's store", "0", "3", "1", "2", "2", None, ""),
        ("2", "CAM-200", "总部大楼", "0", "1", "0", "1", None, None, ""),
    ]
    store = "company's store"
    assert values["movements"] == [
        ("2026-03-01", "CAM-200", store, "received", "3", None, "3", None, None, None),
        ("2026-03-06", "CAM-200", "总部大楼", "received", "1", None, "1", None, None, None),
        ("2026-03-06", "CAM-200", store, "issued", None, "1", "2", None, "clerk-a", "to the site"),
        (
            "2026-03-09",
            "CAM-200",
            store,
            "counted: 5, not what the records make of it",
            None,
            None,
            "2",
            None,
            None,
            None,
        ),
    ]


def test_what_moved_before_the_days_asked_for_is_the_opening() -> None:
    wishes = Wishes(since=DAY, until=DAY)
    values = spares_ledger.values(source(with_spares(*SPARES), "20T09:00", wishes=wishes), "")
    assert values["balances"][0] == ("1", "CAM-200", "company's store", "3", "0", "1", "2", "2", None, "")
    assert len(values["movements"]) == 2


def test_below_the_minimum_is_said() -> None:
    values = spares_ledger.values(source(with_spares(SPARES[0], SPARES[1], SPARES[1]), "20T09:00"), "")
    assert values["balances"][0][6:9] == ("1", "2", "below the minimum")


def test_a_contract_of_several_sites_has_a_table_for_each() -> None:
    records = with_items(Item(id="cam-1", category="camera", model="CAM-200"))
    records = msgspec.structs.replace(
        records, sites={**records.sites, "gate": Site(id="gate", contract="hq-cctv", name="门卫")}
    )
    values = equipment_handover.values(source(records, "20T09:00"), "hq-cctv")
    assert [(site["name"], len(site["rows"])) for site in values["sites"]] == [("总部大楼", 1), ("门卫", 0)]


@pytest.mark.golden
@pytest.mark.parametrize("name", ["equipment-handover", "document-handover", "spares-list"])
def test_the_lists_of_the_sample(sample: Program, name: str) -> None:
    assert_document(sample, name, "p2025", "--audience owner")


@pytest.mark.golden
def test_the_ledger_of_the_sample(sample: Program) -> None:
    assert_document(sample, "spares-ledger")
