"""Reports and lists of a workspace whose every text tries something: all of it shows as text, in every format."""

import datetime as dt
import re
from decimal import Decimal
from html.parser import HTMLParser

import msgspec
import pytest

from aftercare_cli.documents.catalogue import document, values_of
from aftercare_cli.documents.rendering import Format, render
from aftercare_cli.documents.source import Source, Wishes
from aftercare_cli.model.service import Bill, BillLine, HandedOver, Handover, Inspection, SpareMovement, Unsafe, Visit
from aftercare_cli.model.settings import Company
from aftercare_cli.model.sites import EquipmentList, Item, Price, Site
from aftercare_cli.store.resources import TEMPLATES
from tests.documents.sources import source
from tests.rules.written import Records, moment, workspace

NASTY = "<script>alert(1)</script> | a\n# b {{ 7 * 7 }} {% raw %} \x1b[31m \u202eevil =cmd() **c** [d](http://e)"
DAY = dt.date(2026, 3, 6)
TERMS = """
acceptance: 2026-03-05
handover: 2026-03-06
service_until: 2028-01-01
targets:
  arrival: {start: reported, within: 3h, stop: arrived}
inspection: {every: 1 month, checklist: cctv}
documents: [{id: manual, title: 操作说明书, copies: 2}]
"""
TICKET = """
events:
  - {at: 10T15:00, type: arrived}
  - {at: 10T16:00, type: replaced, model: MODEL, old: OLD, new: NEW}
"""
NAMES = (
    *(("sla-report", "hq-cctv"), ("monthly-report", "hq"), ("equipment-handover", "hq-cctv")),
    *(("document-handover", "hq-cctv"), ("spares-list", "hq-cctv"), ("spares-ledger", "")),
    ("settlement", "B-20260312-AAAA"),
)


class Tags(HTMLParser):
    """Collects the elements of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not any(name.startswith("on") or (value or "").startswith("http://e") for name, value in attrs)
        self.seen.add(tag)


def records() -> Records:
    found = workspace(TERMS, TICKET)
    contract = found.contracts["hq-cctv"]
    party = msgspec.structs.replace(contract.customer, name=NASTY, phone=NASTY)
    (ticket,) = found.tickets
    return msgspec.structs.replace(
        found,
        settings=msgspec.structs.replace(found.settings, company=Company(name=NASTY)),
        contracts={"hq-cctv": msgspec.structs.replace(contract, name=NASTY, customer=party)},
        sites={"hq": Site(id="hq", contract="hq-cctv", name=NASTY, address=NASTY)},
        tickets=[msgspec.structs.replace(ticket, summary=NASTY)],
        equipment={
            "hq": EquipmentList(
                site="hq",
                items=(Item(id="cam-1", category=NASTY, model="CAM", name=NASTY, serial=NASTY, location=NASTY),),
            )
        },
        prices={"hq-cctv": [Price(model="CAM", name=NASTY, unit=NASTY, unit_price=Decimal("1.00"))]},
        hazards=[Unsafe(id="H-20260310-AAAA", site="hq", found_at=moment("10T09:00"), description=NASTY)],
        visits=[Visit(id="V-20260315-AAAA", site="hq", visited_on=DAY, contact=NASTY, opinion=NASTY)],
        inspections=[
            Inspection(
                id="I-20260305-AAAA",
                site="hq",
                period="2026-03",
                inspected_at=moment("07T10:00"),
                witness=NASTY,
                discussion=NASTY,
                needs=NASTY,
            )
        ],
        handovers={
            "hq-cctv": Handover(
                contract="hq-cctv",
                documents=(
                    HandedOver(document="manual", copies=1, handed_over=DAY, received_by=NASTY, note=NASTY),
                    HandedOver(document="other", title=NASTY, handed_over=DAY),
                ),
            )
        },
        spares={
            "2026": [
                SpareMovement(at=DAY, model="CAM", quantity=9, type="receive", note=NASTY),
                SpareMovement(at=DAY, model="CAM", quantity=1, type="receive", holder="hq", serial=NASTY),
            ]
        },
        bills=[
            Bill(
                id="B-20260312-AAAA",
                number="JS-2026-0001",
                contract="hq-cctv",
                tickets=("T-20260310-7F3K",),
                issued=DAY,
                lines=(
                    BillLine(
                        kind="equipment",
                        ticket="T-20260310-7F3K",
                        day=DAY,
                        description=NASTY,
                        amount=Decimal("1.00"),
                        reason=NASTY,
                        flags=(NASTY,),
                    ),
                ),
                total=Decimal("1.00"),
                note=NASTY,
            )
        ],
    )


def rendered(made: Source, name: str, subject: str, form: Format) -> str:
    found = document(name)
    assert found is not None
    return render([TEMPLATES], name, values_of(found, made, subject), form, made.tongue)


@pytest.mark.parametrize(("name", "subject"), NAMES)
def test_a_page_has_no_element_that_a_text_brought(name: str, subject: str) -> None:
    page = rendered(source(records(), "20T09:00", wishes=Wishes(month="2026-03")), name, subject, "html")
    assert not Tags(page).seen & {"script", "a", "img", "iframe", "object", "link", "em"}
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "{{ 7 * 7 }} {% raw %}" in page
    assert not {"\x1b", "\u202e"} & set(page)


@pytest.mark.parametrize(("name", "subject"), NAMES)
def test_markdown_keeps_its_tables_and_gets_no_link(name: str, subject: str) -> None:
    text = rendered(source(records(), "20T09:00", wishes=Wishes(month="2026-03")), name, subject, "md")
    assert "<script" not in text
    assert "[d](" not in text
    assert "{{ 7 \\* 7 }}" in text
    assert not {"\x1b", "\u202e"} & set(text)
    tables = re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE)
    for table in tables:
        # A bar that a text brought is escaped; every line of a table has as many cells as its head.
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}) == 1, table
