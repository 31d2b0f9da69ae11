"""What a handover needs: everything there, and each thing missing in turn."""

import datetime as dt
from collections.abc import Mapping

import msgspec
import pytest

from aftercare_cli.model.service import HandedOver, Handover, SpareMovement
from aftercare_cli.model.settings import Company
from aftercare_cli.model.sites import Contact, Duty, EquipmentList, Item, Person, Site
from aftercare_cli.rules.calendars import Calendars
from aftercare_cli.rules.handover_set import Checked, check, papers, subjects
from tests.rules.written import Records, moment, training_session, workspace

TERMS = """
acceptance: 2026-03-05
handover: 2026-03-06
warranty: {months: 36}
documents: [{id: manual, title: 操作说明书, copies: 2}]
spares: {at_customer: {CAM-200: 1}}
training:
  topics: [{number: "1", title: 系统构成, days: 2}]
  roles: {operator: {topics: ["1"]}}
"""
DAY = dt.date(2026, 3, 6)
SITE = Site(id="hq", contract="hq-cctv", name="总部大楼", address="示例路 1 号", contacts=(Contact(name="值班室"),))
CAMERA = Item(id="cam-1", category="camera", model="CAM-200", serial="SN1")
PEOPLE = (
    Person(id="m", name="经理", role="service_manager", phone="1"),
    Person(id="e1", name="工程师甲", role="service_engineer", phone="2"),
    Person(id="e2", name="工程师乙", role="service_engineer", phone="3"),
    Person(id="c", name="档案员", role="records_clerk", phone="4"),
)
SESSION = '{role: operator, topics: ["1"], start: 2026-03-02, end: 2026-03-03}'


def roster(*people: str) -> list[Duty]:
    return [
        Duty(start=moment("01T08:00"), until=moment("30T08:00"), role="service_engineer", person=person)
        for person in people
    ]


def records(terms: str = TERMS) -> Records:
    """Give a workspace in which nothing is missing."""
    found = workspace(terms)
    company = Company(name="样例公司", phone="400")
    return msgspec.structs.replace(
        found,
        settings=msgspec.structs.replace(found.settings, company=company),
        sites={"hq": SITE},
        equipment={"hq": EquipmentList(site="hq", items=(CAMERA,))},
        people=PEOPLE,
        staff={person.id: person for person in PEOPLE},
        roster=roster("e1", "e2"),
        training=[training_session(SESSION)],
        handovers={
            "hq-cctv": Handover(
                contract="hq-cctv", documents=(HandedOver(document="manual", copies=2, handed_over=DAY),)
            )
        },
        spares={"2026": [SpareMovement(at=DAY, model="CAM-200", quantity=1, type="receive", holder="hq")]},
    )


def checked(found: Records, now: str = "10T09:00") -> Mapping[str, Checked]:
    contract = found.contracts["hq-cctv"]
    return {item.name: item for item in check(found, Calendars(found.settings), contract, moment(now))}


def missing(found: Records, now: str = "10T09:00") -> dict[str, tuple[str, ...]]:
    """Give what is missing and what it lacks; each says what to do."""
    items = [item for item in checked(found, now).values() if item.is_missing]
    assert all(item.hint for item in items)
    return {item.name: item.lacking for item in items}


def with_item(**changes: object) -> Records:
    item = msgspec.structs.replace(CAMERA, **changes)
    return msgspec.structs.replace(records(), equipment={"hq": EquipmentList(site="hq", items=(item,))})


def test_everything_is_there() -> None:
    assert missing(records()) == {}
    assert {item.state for item in checked(records()).values()} == {"there"}


def test_what_is_not_promised_is_not_missed() -> None:
    found = records("acceptance: 2026-03-05\nhandover: 2026-03-06\nwarranty: {months: 36}")
    states = {name: item.state for name, item in checked(found).items()}
    assert (states["training"], states["spares"]) == ("not_promised", "not_promised")


@pytest.mark.parametrize("key", ["acceptance", "handover"])
def test_a_day_that_is_not_named_or_has_not_come(key: str) -> None:
    assert key in missing(records(TERMS.replace(f"{key}:", "trial_run:")))
    assert missing(records(), "05T09:00").keys() >= {"handover", "documents"}


def test_a_document_with_too_few_copies() -> None:
    rows = (HandedOver(document="manual", copies=1, handed_over=DAY),)
    found = msgspec.structs.replace(records(), handovers={"hq-cctv": Handover(contract="hq-cctv", documents=rows)})
    assert missing(found) == {"documents": ("manual",)}


def test_a_topic_that_was_not_held() -> None:
    assert missing(msgspec.structs.replace(records(), training=[])) == {"training": ("1 (operator)",)}


def test_a_unit_without_a_serial_number_but_neither_a_lot_nor_software() -> None:
    assert missing(with_item(serial=None)) == {"equipment": ("cam-1",)}
    assert missing(with_item(serial=None, quantity=3)) == {}
    assert missing(with_item(serial=None, software=True)) == {}


def test_a_site_without_equipment_and_a_contract_without_a_site() -> None:
    assert missing(msgspec.structs.replace(records(), equipment={}))["equipment"] == ("hq",)
    alone = msgspec.structs.replace(records(), sites={}, equipment={})
    assert missing(alone).keys() >= {"equipment", "contacts"}


def test_spares_that_the_customer_lacks() -> None:
    assert missing(msgspec.structs.replace(records(), spares={})) == {"spares": ("CAM-200",)}


def test_a_contract_without_a_warranty() -> None:
    found = missing(records(TERMS.replace("warranty: {months: 36}", "")))
    assert found == {"warranty": (), "certificate": ("warranty",)}


@pytest.mark.parametrize("key", ["address", "contacts"])
def test_a_site_without_an_address_or_a_contact(key: str) -> None:
    bare = msgspec.structs.replace(SITE, **{key: None if key == "address" else ()})
    assert missing(msgspec.structs.replace(records(), sites={"hq": bare})) == {"contacts": ("hq",)}


def test_a_company_without_a_telephone() -> None:
    found = records()
    settings = msgspec.structs.replace(found.settings, company=Company(name="样例公司"))
    assert missing(msgspec.structs.replace(found, settings=settings)) == {"certificate": ("company.phone",)}


def test_too_few_people_with_a_telephone() -> None:
    people = [person if person.id != "e2" else msgspec.structs.replace(person, phone=None) for person in PEOPLE]
    assert missing(msgspec.structs.replace(records(), people=people)) == {"staff": ("service_engineer",)}


def test_a_roster_with_one_engineer_at_the_moment() -> None:
    assert missing(msgspec.structs.replace(records(), roster=roster("e1"))) == {"roster": ()}
    assert missing(records(), "2026-03-30T08:00:00+08:00") == {"roster": ()}


def test_a_paper_is_made_for_each_site_and_each_session_that_was_held() -> None:
    found = records()
    contract = found.contracts["hq-cctv"]
    assert subjects(found, contract, "service-plan", "contract", DAY) == ["hq-cctv"]
    assert subjects(found, contract, "emergency-card", "site", DAY) == ["hq"]
    assert subjects(found, contract, "duty-roster", "none", DAY) == [""]
    assert subjects(found, contract, "training-record", "training", DAY) == ["R-20260310-3C7T"]
    assert subjects(found, contract, "training-record", "training", dt.date(2026, 3, 1)) == []


def test_where_no_training_is_promised_there_is_no_plan_of_it() -> None:
    found = records("handover: 2026-03-06")
    assert subjects(found, found.contracts["hq-cctv"], "training-plan", "contract", DAY) == []
    assert subjects(records(), records().contracts["hq-cctv"], "training-plan", "contract", DAY) == ["hq-cctv"]


def test_papers_come_in_the_order_of_the_set() -> None:
    known = [("nda", "contract"), ("service-order", "ticket"), ("service-plan", "contract")]
    assert list(papers(known)) == [("service-plan", "contract"), ("nda", "contract")]
