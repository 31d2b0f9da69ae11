"""Exceptions that nobody agreed to, or that nothing shows."""

import pytest

from aftercare_cli.rules.checks import excuses
from tests.rules.written import ARRIVAL, moment, workspace

HINT = "add agreed_by and evidence: who agreed for the customer, and the letter, mail or sheet that shows it"
NOBODY = "nobody is named who agreed to the exception from arrival"
NOTHING = "nothing shows the exception from arrival that 甲 agreed to"


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ("agreed_by: 甲, evidence: letter", []),
        ("agreed_by: 甲", [NOTHING]),
        ("agreed_by: 甲, note: they said so", [NOTHING]),
        ("evidence: letter", [NOBODY]),
        ("reason: snow", [NOBODY]),
    ],
)
def test_an_exception_says_who_agreed_and_what_shows_it(facts: str, told: list[str]) -> None:
    history = f"""
    events:
      - {{at: 10T10:00, type: answered}}
      - {{at: 10T13:00, type: excused, target: arrival, {facts}}}
    """
    found = list(excuses.findings(workspace(ARRIVAL, history), moment("20T09:00")))
    assert [str(finding.text) for finding in found] == told
    assert {(finding.code, finding.severity, finding.field, str(finding.hint)) for finding in found} <= {
        ("excuse-unproven", "warning", ("events", 1), HINT)
    }
