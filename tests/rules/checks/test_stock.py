"""What is found about stock and standby units."""

from decimal import Decimal

import msgspec
import pytest

from aftercare_cli.model.sites import EquipmentList, Item, Person, Price, Site
from aftercare_cli.rules.checks import stock
from tests.rules.ledgers import NOW, renamed, stocked
from tests.rules.written import Records, contract, moment

CAMERA = Item(id="cam", category="camera", model="CAM")
RECORDER = Item(id="nvr", category="nvr", model="NVR")


def place(rows: str, *histories: str, about: str = "") -> Records:
    records = stocked(rows, *histories, about=about)
    equipment = EquipmentList(site="hq", items=(CAMERA, RECORDER))
    return renamed(
        records,
        contracts={"hq-cctv": contract("targets: {}")},
        sites={"hq": Site(id="hq", contract="hq-cctv", name="总部")},
        equipment={"hq": equipment},
        items={item.id: ("hq", item) for item in equipment.items},
    )


def found(records: Records, now: str = "31T12:00") -> list[str]:
    told = []
    for one in stock.findings(records, moment(now)):
        where = ".".join(map(str, one.field))
        told.append(f"{one.severity} {one.code} {one.path.rpartition('/')[2]}:{where}: {one.text}")
    return told


def test_without_a_ledger_only_loans_are_looked_at() -> None:
    used = "events: [{at: 05T12:00, type: replaced, model: CAM}]"
    assert found(place("", used)) == []


def test_everything_in_order_is_nothing_to_tell() -> None:
    rows = "01 CAM 1 receive\n01 NVR 1 receive - A\n04 NVR 0 count\n06 NVR 1 count"
    lent = """\
equipment: [nvr]
events:
  - {at: 04T12:00, type: standby_in_service, unit: A, due_on: 2026-03-05}
  - {at: 05T12:00, type: standby_returned}
"""
    assert found(place(rows, lent)) == []


def test_what_is_wrong_with_the_store() -> None:
    rows = "01 CAM 1 receive\n02 CAM 1 issue yard\n03 CAM 2 count\n04 NVR 1 receive"
    used = "events: [{at: 03T12:00, type: replaced, model: NVR}]"
    assert found(place(rows, used)) == [
        "error unknown-site 2026.csv:1.holder: yard does not exist",
        "warning no-spare hq.yaml:items.1.model: NVR is installed at 1 place and has no spare",
        "error stock-below-zero 2026.csv:1.quantity: 1 of CAM taken from yard, which has 0",
        "error stock-below-zero T-20260301-0001.yaml:events.0: 1 of NVR taken from the store, which has 0",
        "error count-mismatch 2026.csv:2.quantity: 2 of CAM counted, and the records make it 1: a difference of +1",
    ]
    # As of a day before most of it.
    assert found(place(rows, used), "01T12:00") == [
        "error unknown-site 2026.csv:1.holder: yard does not exist",
        "warning no-spare hq.yaml:items.1.model: NVR is installed at 1 place and has no spare",
    ]


@pytest.mark.parametrize(
    ("about", "bare"),
    [
        ("", ["CAM", "NVR"]),
        ("models: {UNI: {covers: [CAM]}}", ["NVR"]),
        # One spare is one spare.
        ("models: {UNI: {covers: [CAM, NVR]}}", ["NVR"]),
    ],
)
def test_a_spare_that_covers_a_model_is_its_spare(about: str, bare: list[str]) -> None:
    records = place("01 UNI 1 receive", about=about)
    assert [one.text.values["model"] for one in stock.findings(records, NOW)] == bare


def test_software_lies_on_no_shelf() -> None:
    records = place("01 CAM 1 receive\n01 NVR 1 receive", "events: [{at: 03T12:00, type: replaced, model: VMS}]")
    assert len(found(records)) == 1
    priced = Price(model="VMS", name="软件", unit="套", unit_price=Decimal("1.00"), category="software")
    assert found(renamed(records, prices={"hq-cctv": [priced]})) == []
    item = Item(id="vms", category="server", model="VMS", software=True)
    assert found(renamed(records, items={**records.items, "vms": ("hq", item)})) == []


def test_people_of_the_ledger_are_known() -> None:
    records = place("01 CAM 1 receive\n01 NVR 1 receive")
    rows = [stocked("02 CAM 1 receive").spares["2026"][0]]
    assert found(renamed(records, staff={"eng-a": Person(id="eng-a", name="A")})) == []
    by = [msgspec.structs.replace(row, by="eng-x") for row in rows]
    known = {"eng-a": Person(id="eng-a", name="A")}
    strange = renamed(records, spares={"2026": [*records.spares["2026"], *by]}, staff=known)
    assert found(strange) == ["error unknown-staff 2026.csv:2.by: eng-x does not exist"]


WORSE = "error standby-grade T-20260301-0001.yaml:events.0: NVR-1 is not of the same grade as nvr, or better"


@pytest.mark.parametrize(
    ("event", "told"),
    [
        ("model: NVR-1", [WORSE]),
        ("model: NVR-1, consent: 甲", []),
        ("unit: A", [WORSE]),
        ("model: NVR-2", []),
        ("model: NVR-9", []),  # nobody knows
        ("unit: Z", []),
    ],
)
def test_a_lower_grade_needs_consent(event: str, told: list[str]) -> None:
    about = "models: {NVR: {grade: 2}, NVR-1: {category: nvr, grade: 1}, NVR-2: {category: nvr, grade: 2}}"
    rows = "01 CAM 1 receive\n01 NVR 1 receive\n01 NVR-1 1 receive - A\n01 NVR-2 1 receive\n01 NVR-9 1 receive"
    lent = f"equipment: [nvr]\nevents: [{{at: 04T12:00, type: standby_in_service, {event}}}]"
    assert found(place(rows, lent, about=about)) == told


def test_units_are_lent_once_and_come_back_as_lent() -> None:
    first = """\
events:
  - {at: 04T12:00, type: standby_in_service, unit: A}
  - {at: 06T12:00, type: standby_returned, unit: B}
"""
    second = "events: [{at: 05T12:00, type: standby_in_service, unit: A, due_on: 2026-03-30}]"
    assert found(place("", first, second)) == [
        "warning loan-overdue T-20260301-0002.yaml:events.0: the standby unit A was to come back on 2026-03-30",
        (
            "error unit-lent-twice T-20260301-0002.yaml:events.0: A is lent here, but it was on loan for"
            " T-20260301-0001 from 2026-03-04 12:00:00+08:00"
        ),
        "error unit-not-lent T-20260301-0001.yaml:events.1.unit: B comes back, but the ticket had not lent it",
    ]


def test_a_return_before_any_loan_is_for_others_to_find() -> None:
    assert found(place("", "events: [{at: 04T12:00, type: standby_returned, unit: A}]")) == []
