"""Priorities and targets that the terms do not have."""

import pytest

from aftercare_cli.rules.checks import targets
from tests.rules.written import ARRIVAL, moment, workspace

URGENT = "targets: {arrival: {start: reported, within: 3h, stop: arrived, priority: {urgent: 1h, low: 2d}}}"
AMENDED = URGENT + "\namendments: [{from: 2026-03-01, targets: {visit: {start: reported, within: 3h, stop: arrived}}}]"
NONE = "targets: {}"


@pytest.mark.parametrize(
    ("terms", "history", "told"),
    [
        (URGENT, "priority: urgent", []),
        (URGENT, "kind: fault", []),
        (ARRIVAL, "priority: whatever", []),
        (
            URGENT,
            "priority: Urgent",
            ["unknown-priority: no target … the priority Urgent; did you mean urgent?"],
        ),
        (
            URGENT,
            "priority: p1",
            ["unknown-priority: no target … the priority p1; its priorities are: low, urgent"],
        ),
        (URGENT, "events: [{at: 10T13:00, type: excused, target: arrival, agreed_by: a}]", []),
        (
            URGENT,
            "events: [{at: 10T13:00, type: excused, target: arival, agreed_by: a}]",
            ["unknown-target: hq-cctv has no target arival: the event has no effect; did you mean arrival?"],
        ),
        (
            NONE,
            "events: [{at: 10T13:00, type: acknowledged, target: arrival, reason: r}]",
            ["unknown-target: hq-cctv has no target arrival: the event has no effect; it has no targets"],
        ),
        (
            AMENDED,
            "events: [{at: 10T13:00, type: acknowledged, target: arrival, reason: r}]",
            ["unknown-target: hq-cctv has no target arrival: the event has no effect; its targets are: visit"],
        ),
    ],
)
def test_names_without_effect_are_told(terms: str, history: str, told: list[str]) -> None:
    found = targets.findings(workspace(terms, history), moment("20T09:00"))
    assert [f"{finding.code}: {_short(str(finding.text))}; {finding.hint}" for finding in found] == told


def _short(text: str) -> str:
    return text.replace("of hq-cctv has", "…").removesuffix(": every target keeps its ordinary time")


def test_a_ticket_of_no_known_contract_is_not_compared() -> None:
    records = workspace(URGENT, "site: hg\npriority: p1")
    assert list(targets.findings(records, moment("20T09:00"))) == []
