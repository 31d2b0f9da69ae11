"""The service-level report: the figures of `sla report`, for whoever may see them."""

import datetime as dt
import json

import msgspec
import pytest

from aftercare_cli.documents.papers import sla_report
from aftercare_cli.documents.source import NoSubjectError, Wishes
from aftercare_cli.documents.window import WrongWindowError
from aftercare_cli.model.sites import Site
from tests.cli.program import SAMPLE_NOW, Program
from tests.documents.rendered import assert_document
from tests.documents.sources import source
from tests.rules.written import Records, contract, workspace

TERMS = """
handover: 2026-01-01
service_until: 2028-01-01
targets:
  arrival: {start: reported, within: 3h, stop: arrived}
follow_up: {every: 3 months, policy: true}
"""
LATE = """
id: T-20260311-AAAA
summary: 球机不转
reported_at: 11T09:00
events: [{at: 11T12:30, type: arrived}]
"""
EARLIER = """
id: T-20260201-BBBB
summary: 二月的单
reported_at: 2026-02-01T09:00:00+08:00
events: [{at: 2026-02-01T10:00:00+08:00, type: arrived}]
"""


def records() -> Records:
    kept = "events: [{at: 10T11:00, type: arrived}]"
    return workspace(TERMS, kept, LATE, EARLIER)


def with_another_customer() -> Records:
    found = records()
    other = msgspec.structs.replace(contract(TERMS), id="other", name="别家系统")
    return msgspec.structs.replace(
        found,
        contracts={**found.contracts, "other": other},
        sites={**found.sites, "elsewhere": Site(id="elsewhere", contract="other", name="别处")},
    )


def test_met_and_breached_are_counted_and_the_late_one_named() -> None:
    values = sla_report.values(source(records(), "20T09:00"), "hq-cctv")
    assert values["summary"] == [("arrival on site", "2", "1", "0", "0", "0", "0", "66.7%")]
    assert values["total"] == ("Total", "2", "1", "0", "0", "0", "0", "66.7%")
    assert values["breaches"] == [
        (
            "T-20260311-AAAA",
            "球机不转",
            "arrival on site",
            "2026-03-11 12:00",
            "2026-03-11 12:30",
            "breached; 30 min late",
        )
    ]
    assert values["shares"]["rows"] == [("arrival on site", "66.7% (2 met, 1 breached)")]
    assert values["months"]["rows"] == [
        ("2026-02", "100% (1 met, 0 breached)"),
        ("2026-03", "50% (1 met, 1 breached)"),
    ]


def test_the_window_is_by_the_beginning_and_has_both_days() -> None:
    wishes = Wishes(since=dt.date(2026, 2, 2), until=dt.date(2026, 3, 10))
    values = sla_report.values(source(records(), "20T09:00", wishes=wishes), "hq-cctv")
    assert values["summary"] == [("arrival on site", "1", "0", "0", "0", "0", "0", "100%")]
    assert values["period"] == "2 February 2026 to 10 March 2026"
    assert values["breaches"] == []


def test_days_that_end_before_they_begin_are_refused() -> None:
    wishes = Wishes(since=dt.date(2026, 3, 2), until=dt.date(2026, 3, 1))
    with pytest.raises(WrongWindowError):
        sla_report.values(source(records(), "20T09:00", wishes=wishes), "hq-cctv")


def test_an_aim_of_our_own_is_for_the_company_alone() -> None:
    internal = sla_report.values(source(records(), "20T09:00"), "hq-cctv")
    assert internal["aims"] == [("follow-up visit", "0", "0", "0", "1", "0", "0", "—")]
    for audience in ("owner", "vendor"):
        seen = sla_report.values(source(records(), "20T09:00", audience), "hq-cctv")
        assert (seen["aims"], seen["late_aims"], seen["is_internal"]) == ([], [], False)


def test_a_customer_gets_no_report_on_everybody() -> None:
    with pytest.raises(NoSubjectError):
        sla_report.values(source(with_another_customer(), "20T09:00", "owner"), "")
    values = sla_report.values(source(with_another_customer(), "20T09:00", "owner"), "hq-cctv")
    assert "别" not in str(values)


def test_nothing_decided_draws_nothing() -> None:
    values = sla_report.values(source(workspace("handover: 2026-03-01"), "20T09:00"), "hq-cctv")
    assert (values["summary"], values["total"], values["shares"], values["months"]) == ([], (), {}, {})


@pytest.mark.parametrize("window", ["", "--since 2026-02-01 --until 2026-03-31"])
@pytest.mark.parametrize("contract_id", ["p2022", "p2024", "p2025"])
def test_the_figures_are_those_of_the_command(sample: Program, contract_id: str, window: str) -> None:
    line = f"sla report --contract {contract_id} --format json {window}"
    told = json.loads(sample(line, now=SAMPLE_NOW).out)["summary"]
    wanted = [
        [str(found[key]) for key in ("met", "breached", "acknowledged")]
        + [str(found["pending"] + found["at_risk"] + found["paused"])]
        + [str(found[key]) for key in ("excused", "not_required")]
        for found in told
    ]
    text = sample.answer(f"doc render sla-report {contract_id} {window}", now=SAMPLE_NOW)
    lines = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("|")]
    rows = [cells[1:7] for cells in lines if len(cells) == 8 and cells[1].isdigit()]
    assert rows == wanted


def test_a_report_without_a_subject_is_on_all_contracts(sample: Program) -> None:
    text = sample.answer("--lang en doc render sla-report", now=SAMPLE_NOW)
    assert "| Contract | all contracts |" in text
    # The acknowledged figures of the whole sample, as `sla report` gives them, are in the totals.
    told = json.loads(sample("sla report --format json", now=SAMPLE_NOW).out)["summary"]
    met = sum(found["met"] for found in told if not found["policy"])
    breached = sum(found["breached"] for found in told if not found["policy"])
    assert f"| **Total** | **{met}** | **{breached}** |" in text


@pytest.mark.golden
def test_the_report_of_the_sample(sample: Program) -> None:
    assert_document(sample, "sla-report", "p2025", "--audience owner")
