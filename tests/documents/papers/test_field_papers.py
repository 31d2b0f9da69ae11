"""What engineers carry to the customer: whole papers of the sample, and hostile text in every field of them."""

import re
import shutil
import subprocess

import msgspec
import pytest

from aftercare_cli.documents.pdf import pdf
from aftercare_cli.documents.rendering import Format
from aftercare_cli.model.service import (
    Attendee,
    CheckResult,
    Inspection,
    Scores,
    TrainingSession,
    Unsafe,
    Visit,
)
from aftercare_cli.model.sites import Duty, Person
from tests.cli.program import SAMPLE_NOW, Program
from tests.documents.papers.harbour_plan import paper, records
from tests.documents.pdf_here import why_no_pdf
from tests.documents.rendered import assert_document
from tests.rules.written import Records, moment, ticket

PAPERS = (
    ("training-record", "R-20251105-0262"),
    ("training-sign-in", "R-20251105-0262"),
    ("service-order", "T-20260203-0005"),
    ("inspection-sheet", "I-20260421-S304"),
    ("inspection-report", "I-20260210-S102"),
    ("hazard-notice", "H-20260317-HZ03"),
    ("standby-loan", "T-20260203-0005"),
    ("follow-up-record", "s02"),
    ("satisfaction-survey", "V-20260120-FV02"),
    ("duty-roster", ""),
    ("replacement-record", "T-20260305-0009"),
)
NASTY = "<script>alert(1)</script>|{{ 7 * 7 }}\n- =cmd \x1b[31m \u202eabc"
DAY = "2026-03-05T09:00:00+08:00"


@pytest.mark.golden
@pytest.mark.parametrize(("name", "subject"), PAPERS)
def test_the_samples_papers_are_as_they_were_read(sample: Program, name: str, subject: str) -> None:
    assert_document(sample, name, subject)


def nasty() -> Records:
    """Give records whose every free text is hostile."""
    found = records()
    at = moment(DAY)
    lent = f"""
id: T-20260305-AAAA
summary: {quoted(NASTY)}
priority: {quoted(NASTY)}
equipment: [hq-cam-1]
reported_at: {DAY}
reporter: {{name: {quoted(NASTY)}, phone: {quoted(NASTY)}}}
channel: {quoted(NASTY)}
events:
  - {{at: {DAY}, type: arrived, by: e1, note: {quoted(NASTY)}, evidence: {quoted(NASTY)}}}
  - {{at: {DAY}, type: paused, reason: {quoted(NASTY)}}}
  - at: {DAY}
    type: standby_in_service
    unit: {quoted(NASTY)}
    model: {quoted(NASTY)}
    condition: {quoted(NASTY)}
    consent: {quoted(NASTY)}
  - {{at: {DAY}, type: replaced, model: {quoted(NASTY)}, old: {quoted(NASTY)}, new: {quoted(NASTY)}}}
"""
    staff = Person(id="e1", name=NASTY, role="service_engineer", phone=NASTY)
    return msgspec.structs.replace(
        found,
        people=[staff],
        staff={"e1": staff},
        roster=[Duty(start=at, until=moment("2026-03-12T09:00:00+08:00"), role="service_engineer", person="e1")],
        tickets=[ticket(lent)],
        training=[
            TrainingSession(
                id="R-20260305-AAAA",
                contract="hq-cctv",
                role="operator",
                topics=(NASTY,),
                place=NASTY,
                start=at.date(),
                specialty=NASTY,
                attendees=(Attendee(name=NASTY, unit=NASTY, position=NASTY),),
                note=NASTY,
            )
        ],
        inspections=[
            Inspection(
                id="I-20260305-AAAA",
                site="hq",
                period="2026-03",
                inspected_at=at,
                by=("e1",),
                witness=NASTY,
                results=(CheckResult(check="housing", equipment="hq-cam-1", result="fail", note=NASTY),),
                discussion=NASTY,
                needs=NASTY,
                note=NASTY,
            )
        ],
        hazards=[Unsafe(id="H-20260305-AAAA", site="hq", found_at=at, description=NASTY, note=NASTY)],
        visits=[
            Visit(
                id="V-20260305-AAAA",
                site="hq",
                visited_on=at.date(),
                contact=NASTY,
                scores=Scores(overall="1"),
                opinion=NASTY,
            )
        ],
    )


def quoted(text: str) -> str:
    """Write a text as YAML."""
    told = "".join(f"\\u{ord(sign):04x}" if ord(sign) < 32 or ord(sign) > 126 else sign for sign in text)
    return f'"{told}"'


SUBJECTS = {
    "training-record": "R-20260305-AAAA",
    "training-sign-in": "R-20260305-AAAA",
    "service-order": "T-20260305-AAAA",
    "inspection-sheet": "I-20260305-AAAA",
    "inspection-report": "I-20260305-AAAA",
    "hazard-notice": "H-20260305-AAAA",
    "standby-loan": "T-20260305-AAAA",
    "follow-up-record": "hq",
    "satisfaction-survey": "V-20260305-AAAA",
    "duty-roster": "",
    "replacement-record": "T-20260305-AAAA",
}


@pytest.mark.parametrize("form", ["md", "html"])
@pytest.mark.parametrize(("name", "subject"), SUBJECTS.items())
def test_hostile_text_is_shown_as_text(name: str, subject: str, form: Format) -> None:
    text = paper(name, subject, found=nasty(), form=form)
    assert "alert(1)" in text
    assert [sign for sign in ("<script", "\x1b", "\u202e") if sign in text] == []
    if form == "md":
        # Every table has as many cells in each row as in its head, and no line begins with what was smuggled in.
        for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
            assert len({len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}) == 1
        assert re.findall(r"^- =cmd", text, re.MULTILINE) == []


@pytest.mark.parametrize(("name", "subject"), SUBJECTS.items())
def test_a_vendor_is_told_no_secret_of_the_customers(name: str, subject: str) -> None:
    """What has a class is one word here, so that it would be found wherever it were printed."""
    text = paper(name, subject, found=secretive(), audience="vendor")
    assert re.findall(r"swordfish-\w+", text) == []


@pytest.mark.parametrize(("name", "subject"), SUBJECTS.items())
def test_a_customer_is_told_nothing_that_the_company_keeps_to_itself(name: str, subject: str) -> None:
    text = paper(name, subject, found=secretive(), audience="owner")
    assert re.findall(r"swordfish-internal", text) == []


def secretive() -> Records:
    found = nasty()
    secret = {"personal": "swordfish-personal", "security": "swordfish-security", "internal": "swordfish-internal"}
    one = found.tickets[0]
    own = f"""
id: T-20260305-AAAA
equipment: [hq-cam-1]
reported_at: {DAY}
reporter: {{name: {secret["personal"]}}}
channel: {secret["internal"]}
events:
  - {{at: {DAY}, type: arrived, by: e1, note: {secret["internal"]}, evidence: {secret["internal"]}}}
  - {{at: {DAY}, type: standby_in_service, unit: {secret["security"]}, model: CAM-2, consent: {secret["personal"]}}}
  - {{at: {DAY}, type: replaced, model: CAM-2, old: {secret["security"]}, new: {secret["security"]}}}
  - {{at: {DAY}, type: noted, note: {secret["internal"]}}}
"""
    item = msgspec.structs.replace(
        found.items["hq-cam-1"][1],
        serial=secret["security"],
        location=secret["security"],
        note=secret["internal"],
    )
    place = found.sites["hq"]
    person = Person(id="e1", name=secret["personal"], role="service_engineer", phone=secret["personal"])
    session, inspection = found.training[0], found.inspections[0]
    attendee = Attendee(name=secret["personal"], unit=secret["personal"], position=secret["personal"])
    return msgspec.structs.replace(
        found,
        tickets=[msgspec.structs.replace(ticket(own), id=one.id)],
        items={**found.items, "hq-cam-1": ("hq", item)},
        equipment={"hq": msgspec.structs.replace(found.equipment["hq"], items=(item,))},
        sites={"hq": msgspec.structs.replace(place, address=secret["security"], access_hours=secret["security"])},
        people=[person],
        staff={"e1": person},
        training=[msgspec.structs.replace(session, attendees=(attendee,), note=secret["internal"])],
        inspections=[msgspec.structs.replace(inspection, witness=secret["personal"], note=secret["internal"])],
        hazards=[msgspec.structs.replace(found.hazards[0], note=secret["internal"])],
        visits=[msgspec.structs.replace(found.visits[0], contact=secret["personal"])],
    )


def test_two_hundred_names_repeat_the_head_on_every_page() -> None:
    if reason := why_no_pdf():
        pytest.skip(reason)
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("pdftotext is not installed (Debian, Ubuntu: apt-get install poppler-utils)")
    people = tuple(Attendee(name=f"学员{number:03d}", unit="样例单位", signed=True) for number in range(200))
    found = nasty()
    session = msgspec.structs.replace(found.training[0], attendees=people)
    page = paper(
        "training-record", "R-20260305-AAAA", found=msgspec.structs.replace(found, training=[session]), form="html"
    )
    made = pdf(page)
    done = subprocess.run([reader, "-layout", "-", "-"], input=made, capture_output=True, check=True)
    pages = done.stdout.decode().split("\f")[:-1]
    listing = [text for text in pages if re.search(r"学员\d{3}", text)]
    assert len(listing) >= 7
    assert [text for text in listing if "Full name" not in text] == []
    assert sorted(set(re.findall(r"学员(\d{3})", done.stdout.decode()))) == [f"{number:03d}" for number in range(200)]
    assert made == pdf(page)


def test_the_chinese_papers_name_the_day_as_paper_does(sample: Program) -> None:
    text = sample.answer("doc render inspection-report S102", now=SAMPLE_NOW)
    assert "2026年02月10日 09:00" in text
    assert "镜头：变倍" in text
