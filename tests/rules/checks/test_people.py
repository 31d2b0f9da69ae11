"""People whom records name and the list does not have."""

from msgspec.structs import replace

from aftercare_cli.model.service import Acknowledgement, Handover, HandoverBreach, Inspection, SpareMovement, Unsafe
from aftercare_cli.model.sites import Person
from aftercare_cli.rules.checks import people
from tests.rules.written import Records, moment, training_session, workspace

AT = moment("10T09:00")
SAID = Acknowledgement(at=AT, by="bob", reason="r", corrective_action="c")
BREACH = HandoverBreach(target="training", at=AT, by="bob", reason="r", corrective_action="c")
NAMED = replace(
    workspace("{}"),
    inspections=[
        Inspection(id="I-20260310-8Q2M", site="hq", period="2026-03", by=("ana", "bob"), acknowledged=SAID),
        Inspection(id="I-20260410-8Q2M", site="hq", period="2026-04", by=("ana",)),
    ],
    hazards=[Unsafe(id="H-20260310-4TZ9", site="hq", found_at=AT, description="d", acknowledged=SAID)],
    training=[
        training_session("role: operator\ntopics: []\nlecturer: bob"),
        training_session("role: operator\ntopics: []\nlecturer: ana"),
        training_session("role: operator\ntopics: []"),
    ],
    handovers={"hq-cctv": Handover(contract="hq-cctv", acknowledged=(replace(BREACH, by=None), BREACH))},
    spares={
        "2026": [
            SpareMovement(at=AT.date(), model="CAM", quantity=1, type="receive", by=person)
            for person in ("ana", None, "bob")
        ]
    },
)


def found(records: Records) -> list[str]:
    return [
        f"{finding.severity} {finding.code} {finding.path.removeprefix('records/')}"
        f" {'.'.join(map(str, finding.field))}: {finding.text}; {finding.hint}"
        for finding in people.findings(records, AT)
    ]


def test_everybody_who_is_not_listed_is_told_where_they_are_named() -> None:
    listed = replace(NAMED, staff={"ana": Person(id="ana", name="Ana"), "rob": Person(id="rob", name="Rob")})
    told = "bob does not exist; did you mean rob?"
    assert found(listed) == [
        f"error unknown-staff inspections/2026/03/I-20260310-8Q2M.yaml by.1: {told}",
        f"error unknown-staff inspections/2026/03/I-20260310-8Q2M.yaml acknowledged.by: {told}",
        f"error unknown-staff hazards/2026/H-20260310-4TZ9.yaml acknowledged.by: {told}",
        f"error unknown-staff training/2026/R-20260310-3C7T.yaml lecturer: {told}",
        f"error unknown-staff handover/hq-cctv.yaml acknowledged.1.by: {told}",
        f"error unknown-staff spares/2026.csv 2.by: {told}",
    ]


def test_without_a_list_nobody_is_looked_up() -> None:
    assert found(NAMED) == []


def test_everybody_who_is_listed_is_known() -> None:
    staff = {name: Person(id=name, name=name) for name in ("ana", "bob")}
    assert found(replace(NAMED, staff=staff)) == []
