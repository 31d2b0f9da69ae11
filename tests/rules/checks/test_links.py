"""Where a record says that it comes from, and checklists that come into force later."""

import pytest
from msgspec.structs import replace

from aftercare_cli.model.service import Inspection, Unsafe
from aftercare_cli.model.sites import Checklist
from aftercare_cli.rules.checks import links
from tests.rules.written import Records, moment, workspace

AT = moment("10T09:00")
INSPECTION = "I-20260305-8Q2M"
TICKET = "T-20260310-7F3K"
RECORDS = replace(
    workspace("{}", "{}"),
    inspections=[Inspection(id=INSPECTION, site="hq", period="2026-03")],
    checklists={"cctv": Checklist(id="cctv", name="x")},
)


def found(records: Records) -> list[str]:
    return [
        f"{finding.code} {finding.path.rpartition('/')[2]} {'.'.join(map(str, finding.field))}: {finding.text}"
        for finding in links.findings(records, AT)
    ]


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (None, None),
        (INSPECTION, None),
        (TICKET, None),
        ("I-20260305-8Q2N", "unknown-inspection {}: I-20260305-8Q2N does not exist"),
        ("T-20260310-7F3J", "unknown-ticket {}: T-20260310-7F3J does not exist"),
        ("V-20260310-7F3K", "wrong-source {}: V-20260310-7F3K is neither an inspection nor a ticket"),
    ],
)
def test_the_source_of_a_hazard_is_looked_up(source: str | None, told: str | None) -> None:
    hazard = Unsafe(id="H-20260310-4TZ9", site="hq", found_at=AT, description="d", source=source)
    expected = [] if told is None else [told.format("H-20260310-4TZ9.yaml source")]
    assert found(replace(RECORDS, hazards=[hazard])) == expected


@pytest.mark.parametrize(("source", "is_known"), [(INSPECTION, True), ("I-20260305-8Q2N", False)])
def test_the_inspection_that_led_to_a_ticket_is_looked_up(source: str, is_known: bool) -> None:  # noqa: FBT001 - a case
    ticket = replace(RECORDS.tickets[0], source=source)
    expected = [] if is_known else [f"unknown-inspection {TICKET}.yaml source: {source} does not exist"]
    assert found(replace(RECORDS, tickets=[ticket])) == expected


def test_a_checklist_that_comes_into_force_later_is_looked_up() -> None:
    amendments = [
        "{from: 2026-05-01, inspection: {every: 1 month, checklist: cctv}}",
        "{from: 2026-06-01, note: x}",
        "{from: 2026-07-01, inspection: {every: 1 month, checklist: cctw}}",
    ]
    records = replace(workspace(f"amendments: [{', '.join(amendments)}]"), checklists=RECORDS.checklists)
    assert found(records) == ["unknown-checklist hq-cctv.yaml amendments.2.inspection.checklist: cctw does not exist"]
