"""A contract with everything the service plan promises, and its papers as Markdown."""

import datetime as dt
from decimal import Decimal
from typing import Final

import msgspec

from aftercare_cli.cli import words
from aftercare_cli.documents.audience import Audience
from aftercare_cli.documents.catalogue import DOCUMENTS, values_of
from aftercare_cli.documents.rendering import Format, render
from aftercare_cli.documents.source import Wishes
from aftercare_cli.model.sites import Checklist, Contact, Duty, EquipmentList, Item, Person, Price, Site
from aftercare_cli.model.vocabulary import Language
from aftercare_cli.store.decode import decode
from aftercare_cli.store.resources import CHECKLISTS, TEMPLATES
from aftercare_cli.store.yaml_reader import read_mapping
from tests.documents.sources import english, source
from tests.rules.written import WORKSPACE, Records, contract, moment, settings

TERMS: Final = """
name_en: Headquarters CCTV
commissioning_start: 2025-11-10
acceptance: 2025-12-24
handover: 2025-12-29
warranty: {months: 36}
targets:
  arrival: {start: reported, within: 3h, stop: arrived}
  standby: {start: fault, within: 8h, stop: standby_in_service, unless_restored_within: 5h}
  spares: {start: reported, within: 8h, stop: spares_on_site, needs: spares, discharged_by: resolved}
inspection: {every: 1 month, checklist: cctv}
follow_up: {every: 3 months}
fees: {callout: "300.00"}
training:
  place: 业主指定地点
  place_en: Place named by the owner
  topics:
    - {number: "1", title: 系统构成及工作原理, title_en: System composition and principles, days: 2}
    - {number: "2", title: 系统特性, title_en: System characteristics, days: 2}
    - {number: "3", title: 设备配置, title_en: Equipment configuration, days: 2}
    - {number: "4", title: 软件编程, title_en: Software programming, days: 2}
    - {number: "5", title: 系统操作与使用, title_en: Operation and use, days: 3}
    - {number: "6", title: 系统日常维护, title_en: Daily maintenance, days: 3}
    - {number: "6.1", title: 日常维护内容, title_en: Routine content, days: 1}
    - {number: "6.2", title: 紧急情况处理, title_en: Emergency handling, days: 1}
    - {number: "6.3", title: 设备故障诊断, title_en: Fault diagnosis, days: 1}
  roles:
    senior_admin: {goals: 全面掌握, goals_en: Full command, materials: [系统框图], materials_en: [Block diagram]}
    maintenance_admin: {goals: 应付大多数故障, goals_en: Most faults, materials: [电原理图], materials_en: [Schematic]}
    operator: {goals: 熟练操作, goals_en: Skilled operation, materials: [岗位手册], materials_en: [Manual of the post]}
documents:
  - {id: operation-manual, title: 中文操作说明书, title_en: Operation manual in Chinese, copies: 3}
  - {id: maintenance-manual, title: 维护保养说明书, title_en: Maintenance manual, copies: 3}
  - {id: precautions, title: 注意事项, title_en: Precautions, copies: 3}
  - {id: coverage-plan, title: 监控部位布防图, title_en: Coverage plan, copies: 3}
  - {id: vendor-docs, title: 原文随机资料, title_en: Original vendor documents}
  - {id: project-records, title: 工程记录文件, title_en: Project records, copies: 3}
confidentiality: [{with: customer, signed: 2025-09-01, until: 2030-12-29}]
"""
NOW: Final = "2026-03-10T10:00:00+08:00"


def records(terms: str = TERMS, about: str = WORKSPACE) -> Records:
    """Give a workspace with one contract, its site with two items, the company's people and one price."""
    checklist = decode(Checklist, read_mapping((CHECKLISTS / "cctv.yaml").read_bytes(), "cctv.yaml"))
    assert isinstance(checklist, Checklist)
    people = [
        Person(id="m", name="经理甲", role="service_manager", phone="000-0101", hours="working_hours"),
        Person(id="e1", name="工程师乙", role="service_engineer", phone="000-0102", hours="24h"),
        Person(id="e2", name="工程师丙", role="service_engineer", phone="000-0103", hours="24h"),
    ]
    items = (
        Item(id="hq-cam-1", category="camera", model="CAM-1", serial="SN-1", location="一层大堂"),
        Item(id="hq-vms", category="software", model="VMS", software=True),
    )
    equipment = EquipmentList(site="hq", items=items)
    site = Site(id="hq", contract="hq-cctv", name="总部大楼", address="样例路1号", contacts=(Contact(name="值班室"),))
    day = moment("2026-03-10T08:00:00+08:00")
    roster = [
        Duty(start=day, until=day + dt.timedelta(days=1), role="service_engineer", person=person)
        for person in ("e1", "e2")
    ]
    price = Price(model="CAM-1", name="摄像机", unit="台", unit_price=Decimal("790.00"))
    return Records(
        settings=settings(about),
        contracts={"hq-cctv": contract(terms)},
        sites={"hq": site},
        equipment={"hq": equipment},
        items={item.id: ("hq", item) for item in items},
        checklists={"cctv": checklist},
        people=people,
        staff={person.id: person for person in people},
        roster=roster,
        prices={"hq-cctv": [price]},
    )


def paper(  # noqa: PLR0913 - everything a document depends on
    name: str,
    subject: str = "hq-cctv",
    *,
    found: Records | None = None,
    language: Language = "en",
    audience: Audience = "internal",
    form: Format = "md",
    now: str = NOW,
    start: dt.date | None = None,
) -> str:
    """Render a document without a catalogue: sentences are in English, data in the language."""
    known = records() if found is None else found
    plain = english()
    more = {"role": words.role_word, "training_role": words.training_role_word, "kind": words.kind_word}
    tongue = msgspec.structs.replace(plain, code=language, words={**plain.words, **more})
    made = source(known, now, audience, Wishes(start=start))
    given = msgspec.structs.replace(made, tongue=tongue)
    document = next(found for found in DOCUMENTS if found.name == name)
    return render([TEMPLATES], name, values_of(document, given, subject), form, tongue)
