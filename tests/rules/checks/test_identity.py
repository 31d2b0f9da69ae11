"""Ids that do not identify."""

import msgspec

from aftercare_cli.model.sites import Person
from aftercare_cli.rules.checks import identity
from tests.rules.written import ARRIVAL, moment, workspace


def test_a_second_person_of_one_id_is_told() -> None:
    people = [Person(id=person, name=name) for person, name in (("a", "Ann"), ("b", "Bo"), ("a", "Al"), ("a", "Amy"))]
    records = msgspec.structs.replace(workspace(ARRIVAL), people=people)
    found = list(identity.findings(records, moment("10T09:00")))
    assert [(finding.code, finding.severity, finding.path, finding.field, str(finding.text)) for finding in found] == [
        ("duplicate-id", "error", "records/staff.yaml", ("staff", 2, "id"), "the id a is used already, by Ann"),
        ("duplicate-id", "error", "records/staff.yaml", ("staff", 3, "id"), "the id a is used already, by Ann"),
    ]
