"""The training plan, warranty certificate, post-warranty scheme, secrecy agreement, emergency plan and card."""

import datetime as dt

import msgspec
import pytest

from aftercare_cli.documents.rendering import Format
from aftercare_cli.documents.source import NoSubjectError
from aftercare_cli.model.sites import Contact, Site
from tests.cli.program import Program
from tests.documents.papers.harbour_plan import TERMS, paper, records
from tests.documents.rendered import assert_document

PAPERS = (
    ("service-plan", "p2025"),
    ("training-plan", "p2025"),
    ("warranty-certificate", "p2025"),
    ("post-warranty-scheme", "p2022"),
    ("nda", "p2025"),
    ("emergency-card", "s02"),
    ("emergency-plan", "p2025"),
)
NASTY = "<script>alert(1)</script>|{{ 7 * 7 }}\n=cmd \x1b[31m \u202eabc"


def test_the_training_is_laid_over_working_days() -> None:
    text = paper("training-plan", start=dt.date(2026, 3, 12))
    assert "| 1 | System composition and principles | 2 | 2026-03-12 | 2026-03-13 | everybody |  |" in text
    assert "| 2 | System characteristics | 2 | 2026-03-16 | 2026-03-17 | everybody |  |" in text
    assert "| 6.3 | Fault diagnosis | (1) | 2026-03-31 | 2026-03-31 | everybody |  |" in text
    assert "|  | **Total** | **14** |" in text
    assert "The plan ends on 2026-03-31, after the handover on 2025-12-29." in text
    assert "- □ Block diagram" in text
    assert "Approved by (signature)" in text


def test_without_a_start_the_training_begins_with_the_commissioning() -> None:
    assert "| First day | 10 November 2025 |" in paper("training-plan")
    with pytest.raises(NoSubjectError):
        paper("training-plan", found=records(TERMS.replace("commissioning_start: 2025-11-10", "")))


def test_the_certificate_prints_both_days_and_whose_equipment() -> None:
    text = paper("warranty-certificate")
    assert "| First day of the warranty | 29 December 2025 |" in text
    assert "| Last day of the warranty | 29 December 2028 |" in text
    assert "| 1 | hq-cam-1 | CAM-1 | SN-1 | 一层大堂 | 1 | 2028-12-29 |" in text
    assert "Within 3 hours after the fault is reported" in text
    assert "What people damaged: only the equipment is charged" in text


def test_there_is_no_certificate_before_the_handover() -> None:
    with pytest.raises(NoSubjectError):
        paper("warranty-certificate", found=records(TERMS.replace("handover: 2025-12-29", "")))


def test_a_vendors_certificate_has_no_serials_places_or_fees() -> None:
    text = paper("warranty-certificate", audience="vendor")
    assert [secret for secret in ("SN-1", "一层大堂", "¥300.00") if secret in text] == []
    assert "| 1 | hq-cam-1 | CAM-1 | 1 | 2028-12-29 |" in text


def test_the_scheme_begins_the_day_after_the_warranty() -> None:
    text = paper("post-warranty-scheme")
    assert "| This scheme holds from | 30 December 2028 |" in text
    assert "| 1 | CAM-1 | 摄像机 | 台 | ¥790.00 |" in text
    assert "hours after" not in text


def test_the_scheme_tells_what_a_service_agreement_goes_on_promising() -> None:
    text = paper("post-warranty-scheme", found=records(f"{TERMS}\nservice_until: 2029-12-31"))
    assert "The service agreement runs until 31 December 2029" in text
    assert "Within 3 hours after the fault is reported" in text


def test_the_scheme_tells_the_price_with_the_discount() -> None:
    terms = TERMS.replace('"300.00"', '"300.00", discount: 15%')
    assert "| 1 | CAM-1 | 摄像机 | 台 | ¥790.00 | ¥671.50 |" in paper("post-warranty-scheme", found=records(terms))


@pytest.mark.parametrize("name", ["post-warranty-scheme", "nda"])
def test_a_vendor_is_refused(name: str) -> None:
    with pytest.raises(NoSubjectError):
        paper(name, audience="vendor")


def test_the_secrecy_agreement_has_its_parties_and_days() -> None:
    text = paper("nda", audience="owner")
    assert "This agreement holds from 1 September 2025 until 29 December 2030." in text
    assert "| Party A (customer) | 示例甲方 |" in text
    assert "to be checked by a lawyer" in text


def test_other_parties_of_secrecy_are_not_named() -> None:
    terms = TERMS.replace(
        "confidentiality: [", "confidentiality: [{with: 别家, signed: 2025-10-01, until: 2031-01-01}, "
    )
    text = paper("nda", found=records(terms))
    assert "别家" not in text
    assert "29 December 2030" in text


def test_an_agreement_that_is_not_signed_yet_has_room_for_its_days() -> None:
    assert "This agreement ends on \\_" in paper("nda", now="2025-08-31T10:00:00+08:00")


def test_the_card_says_what_to_do_and_whom_to_ring_now() -> None:
    text = paper("emergency-card", "hq")
    places = [text.index(phrase) for phrase in ("People first", "Cut the power", "Keep the scene", "Call the system")]
    assert places == sorted(places)
    assert "| fire service |  | 119 |" in text
    assert "| service engineer | 工程师乙 | 000-0102 |\n| service engineer | 工程师丙 | 000-0103 |" in text
    assert "| site contact | 值班室 |  |" in text


def test_while_nobody_is_on_duty_the_card_says_so() -> None:
    about = 'aftercare: 1\ncompany: {name: 样例公司, phone: "000-0110"}\n'
    text = paper("emergency-card", "hq", found=records(about=about), now="2026-03-14T03:00:00+08:00")
    assert "Nobody is on duty at this moment by the roster: ring 000-0110." in text


def test_the_plan_names_only_promises_that_hold_in_emergencies() -> None:
    assert "Within 3 hours" in paper("emergency-plan")
    terms = TERMS.replace("stop: arrived}", "stop: arrived, applies_to: [fault]}")
    assert "Within 3 hours" not in paper("emergency-plan", found=records(terms))


def test_a_vendors_emergency_papers_name_nobody() -> None:
    for name, subject in (("emergency-plan", "hq-cctv"), ("emergency-card", "hq")):
        text = paper(name, subject, audience="vendor")
        assert [secret for secret in ("工程师乙", "000-0102", "值班室", "样例路") if secret in text] == []


@pytest.mark.parametrize("form", ["md", "html"])
@pytest.mark.parametrize(
    "name", ["service-plan", "warranty-certificate", "post-warranty-scheme", "nda", "emergency-plan"]
)
def test_hostile_text_stays_text(name: str, form: Format) -> None:
    known = records()
    nasty = msgspec.structs.replace(known.contracts["hq-cctv"], name=NASTY, name_en=NASTY)
    site = Site(id="hq", contract="hq-cctv", name=NASTY, address=NASTY, contacts=(Contact(name=NASTY, phone=NASTY),))
    found = msgspec.structs.replace(known, contracts={"hq-cctv": nasty}, sites={"hq": site})
    text = paper(name, found=found, form=form)
    assert "&lt;script&gt;" in text
    assert ("{{ 7 * 7 }}" if form == "html" else "{{ 7 \\* 7 }}") in text
    assert [trick for trick in ("<script>", "\x1b", "\u202e") if trick in text] == []


def test_another_contracts_records_are_in_no_paper() -> None:
    known = records()
    other = msgspec.structs.replace(known.contracts["hq-cctv"], id="other", name="别家项目", name_en=None)
    site = Site(
        id="far", contract="other", name="别家大楼", address="别家路9号", contacts=(Contact(name="别家值班室"),)
    )
    found = msgspec.structs.replace(
        known,
        contracts={**known.contracts, "other": other},
        sites={**known.sites, "far": site},
        prices={**known.prices, "other": [msgspec.structs.replace(known.prices["hq-cctv"][0], name="别家摄像机")]},
    )
    names = ("service-plan", "training-plan", "warranty-certificate", "post-warranty-scheme", "nda", "emergency-plan")
    assert [name for name in names if "别家" in paper(name, found=found, audience="owner")] == []


@pytest.mark.golden
@pytest.mark.parametrize(("name", "subject"), PAPERS)
def test_the_samples_papers_are_as_they_were_read(sample: Program, name: str, subject: str) -> None:
    assert_document(sample, name, subject)
