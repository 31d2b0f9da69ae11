"""Who may see what: whatever a record holds is taken away before a template could print it."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from aftercare_cli.documents.audience import AUDIENCES, CLASSES, SEES, Audience, FieldClass, hidden, view
from aftercare_cli.documents.rendering import TemplateError, render
from aftercare_cli.model import contract, service, settings, sites, ticket
from aftercare_cli.model.service import Attendee, Bill, BillLine, Inspection, TrainingSession
from aftercare_cli.model.sites import Contact, Item, Person, Price, Site
from aftercare_cli.model.ticket import ChargeAgreed, Closed, Replaced, Ticket
from aftercare_cli.store.resources import TEMPLATES
from tests.documents.everything import texts
from tests.documents.sources import english

AT = dt.datetime(2026, 3, 10, 9, tzinfo=dt.UTC)


def secret_fields() -> list[tuple[type[msgspec.Struct], str, FieldClass]]:
    return [(kind, name, secret) for kind, names in CLASSES.items() for name, secret in names.items()]


@pytest.mark.parametrize(("kind", "name", "secret"), secret_fields())
def test_every_field_with_a_class_is_one_of_its_record(
    kind: type[msgspec.Struct], name: str, secret: FieldClass
) -> None:
    assert name in kind.__struct_fields__
    assert secret in SEES["internal"]


@pytest.mark.parametrize(("kind", "name", "secret"), secret_fields())
@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_field_is_hidden_from_those_who_may_not_see_its_class(
    audience: Audience, kind: type[msgspec.Struct], name: str, secret: FieldClass
) -> None:
    seen: dict[Audience, set[FieldClass]] = {
        "internal": {"personal", "security", "commercial", "internal"},
        "owner": {"personal", "security", "commercial"},
        "vendor": set(),
    }
    assert (name in hidden(kind, audience)) == (secret not in seen[audience])


def test_fields_that_name_people_telephones_or_money_have_a_class() -> None:
    """A new field of a record is not seen by everybody because nobody thought of it."""
    telling = {"phone", "address", "contact", "contacts", "serial", "agreed_by", "signed_by", "received_by", "witness"}
    telling |= {"unit_price", "quoted", "evidence", "reporter", "requested_by", "asked_by"}
    unclassed = {
        f"{kind.__name__}.{name}"
        for kind in structs()
        for name in kind.__struct_fields__
        if name in telling and name not in hidden(kind, "vendor")
    }
    # What the provider prints on everything it sends, the page a label leads to, the ledger's own serial numbers.
    assert unclassed == {"Company.phone", "Company.address", "LabelSettings.address", "SpareMovement.serial"}


def structs() -> set[type[msgspec.Struct]]:
    """Give every type of a record, and of what is inside one."""
    modules = (contract, service, settings, sites, ticket)
    return {
        found
        for module in modules
        for found in vars(module).values()
        if isinstance(found, type) and issubclass(found, msgspec.Struct) and found is not msgspec.Struct
    }


SEEN_BY_ALL = """
Company.name Company.name_en Company.phone Company.address Party.name Party.name_en Contract.name Contract.name_en
Site.name Site.name_en Confidentiality.party LabelSettings.address
Item.name Price.name Price.unit SpareMovement.serial
Ticket.summary Ticket.out_of_scope Cancelled.reason Reopened.reason Excused.reason Waiver.reason
StandbyInService.condition StandbyReturned.condition
Check.group Check.group_en Check.title Check.title_en Check.standard Check.standard_en Checklist.name Checklist.name_en
CheckResult.note Unsafe.description Question.question Question.answer
DocumentTerms.title DocumentTerms.title_en HandedOver.title
TrainingTopic.title TrainingTopic.title_en TrainingAudience.goals TrainingAudience.goals_en
TrainingAudience.materials TrainingAudience.materials_en TrainingSession.specialty
Bill.number BillLine.description
"""
"""Text without a class: what a thing is, what is wrong with it, and why. What holds it may have one: a bill's lines."""


def test_every_text_that_anybody_may_see_was_thought_of() -> None:
    unclassed = {
        f"{kind.__name__}.{name}" for kind in structs() for name in texts(kind) if name not in hidden(kind, "vendor")
    }
    assert unclassed == set(SEEN_BY_ALL.split())


def test_an_amendment_hides_what_the_contract_does() -> None:
    """What an amendment puts in the place of a key is no more to be seen than that key."""
    for audience in AUDIENCES:
        kept = hidden(contract.Contract, audience)
        shared = set(contract.Amendment.__struct_fields__) & set(contract.Contract.__struct_fields__)
        assert hidden(contract.Amendment, audience) - {"note"} == kept & shared


def test_every_type_with_a_class_is_reached_from_a_record() -> None:
    assert set(CLASSES) <= structs()


def test_a_customer_sees_their_people_and_prices_and_no_notes() -> None:
    item = Item(id="hq-cam-1", category="camera", model="CAM-1", serial="SN-1", location="roof", note="cheap one")
    assert view(item, "owner") == {
        "id": "hq-cam-1",
        "category": "camera",
        "model": "CAM-1",
        "name": None,
        "serial": "SN-1",
        "location": "roof",
        "installed": None,
        "quantity": 1,
        "software": False,
        "replaces": None,
        "warranty": None,
    }
    assert view(Price(model="CAM-1", name="Camera", unit="pc", unit_price=Decimal("800.00")), "owner") == {
        "model": "CAM-1",
        "name": "Camera",
        "unit": "pc",
        "unit_price": Decimal("800.00"),
        "category": None,
    }


def test_a_vendor_sees_which_device_and_nothing_of_the_customer() -> None:
    place = Site(id="hq", contract="c", name="HQ", address="1 Sample Road", contacts=(Contact(phone="000"),))
    assert view(place, "vendor") == {"id": "hq", "contract": "c", "name": "HQ", "name_en": None}
    person = Person(id="e01", name="Sample", role="service_engineer", phone="000", hours="24h")
    assert view(person, "vendor") == {"id": "e01", "role": "service_engineer"}


def test_what_is_inside_a_record_is_redacted_too() -> None:
    found = Ticket(
        id="T-20260310-7F3K",
        site="hq",
        summary="no picture",
        reported_at=AT,
        reporter=Contact(name="Sample", phone="000"),
        channel="phone",
        events=(
            Replaced(at=AT, model="CAM-1", old="SN-1", new="SN-2", quoted=Decimal(790), note="ours", evidence="file"),
            ChargeAgreed(at=AT, head="travel", amount=Decimal(60), agreed_by="Sample"),
            Closed(at=AT, signed_by="Sample"),
        ),
    )
    assert view(found, "owner")["reporter"] == {"name": "Sample", "phone": "000"}
    assert view(found, "owner")["events"] == [
        {
            "at": AT,
            "by": None,
            "old": "SN-1",
            "new": "SN-2",
            "model": "CAM-1",
            "quantity": 1,
            "quoted": Decimal(790),
            "type": "replaced",
        },
        {
            "at": AT,
            "by": None,
            "head": "travel",
            "amount": Decimal(60),
            "agreed_by": "Sample",
            "item": None,
            "type": "charge_agreed",
        },
        {"at": AT, "by": None, "signed_by": "Sample", "type": "closed"},
    ]
    shown = view(found, "vendor")
    assert "reporter" not in shown
    assert "channel" not in shown
    assert shown["events"] == [
        {"at": AT, "by": None, "model": "CAM-1", "quantity": 1, "type": "replaced"},
        {"at": AT, "by": None, "head": "travel", "type": "charge_agreed"},
        {"at": AT, "by": None, "type": "closed"},
    ]


def test_mappings_and_lists_inside_a_record_are_redacted() -> None:
    session = TrainingSession(
        id="R-20260310-3C7T",
        contract="c",
        role="operator",
        topics=("1",),
        attendees=(Attendee(name="Sample", unit="HQ", position="guard", role="operator", signed=True),),
        note="ours",
    )
    assert view(session, "vendor")["attendees"] == [{"role": "operator", "signed": True}]
    line = BillLine(
        kind="callout", ticket="T-20260310-7F3K", day=dt.date(2026, 3, 10), description="x", amount=Decimal(0)
    )
    bill = Bill(id="B-1", tickets=("T-20260310-7F3K",), issued=dt.date(2026, 3, 11), lines=(line,), total=Decimal(0))
    assert {"lines", "total", "terms", "note"} & set(view(bill, "vendor")) == set()
    assert "lines" in view(bill, "owner")


def test_a_template_that_reaches_for_what_was_taken_away_fails(tmp_path: Path) -> None:
    (tmp_path / "mine.j2").write_text("{{ inspection.id }}\n{{ inspection.witness }}", encoding="utf-8")
    inspection = Inspection(id="I-20260310-AAAA", site="hq", period="2026-03", witness="Sample")
    folders = [tmp_path, TEMPLATES]
    assert "Sample" in render(folders, "mine", {"inspection": view(inspection, "owner")}, "md", english())
    with pytest.raises(TemplateError) as refused:
        render(folders, "mine", {"inspection": view(inspection, "vendor")}, "md", english())
    assert str(refused.value.text) == f"{tmp_path / 'mine.j2'}:2: 'dict object' has no attribute 'witness'"
