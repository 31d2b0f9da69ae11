"""Training as a promise: the curriculum complete by the handover, and what was asked for held by the day agreed."""

from collections.abc import Sequence

import msgspec
import pytest

from aftercare_cli.model.service import Handover, HandoverBreach
from aftercare_cli.model.sites import Site
from aftercare_cli.rules.calendars import Calendars
from aftercare_cli.rules.promises import training
from tests.rules.written import WORKSPACE, moment, told, training_session, workspace

CURRICULUM = """
training:
  topics:
    - {number: "1", title: 原理, days: 1, theory: true}
    - {number: "2", title: 维护, days: 2}
    - {number: "2.1", title: 日常, days: 1}
    - {number: "2.2", title: 应急, days: 1}
  roles: {operator: {topics: ["2"]}, senior_admin: {topics: ["1", "2.2"]}}
"""
TERMS = f"commissioning_start: 2026-03-09\nhandover: 2026-03-13\n{CURRICULUM}"
THEORY = "{id: R-20260305-0001, role: senior_admin, topics: ['1'], start: 2026-03-05, end: 2026-03-06}"
CARE = "{id: R-20260310-0002, role: [senior_admin, operator], topics: ['2'], start: 2026-03-10, end: 2026-03-11}"


def judged(  # noqa: PLR0913 - what a judgement may depend on
    terms: str, sessions: Sequence[str], now: str, *, until: str | None = None, about: str = WORKSPACE, said: str = ""
) -> list[str]:
    """Judge the training of a contract, and tell its promises, each after what it is about."""
    records = msgspec.structs.replace(workspace(terms, about=about), training=[*map(training_session, sessions)])
    if said:
        breach = HandoverBreach(target="training", at=moment(said), reason="-", corrective_action="-")
        handover = Handover(contract="hq-cctv", acknowledged=(breach,))
        records = msgspec.structs.replace(records, handovers={"hq-cctv": handover})
    found = training.promises(records, Calendars(records.settings), moment(now), moment(until or now))
    return [f"{promise.subject} {promise.site or '-'}: {told(promise)}" for promise in found]


def test_complete_before_the_handover_is_met() -> None:
    """From the first session, five and a half days before its last second; the stop is the end of its day."""
    assert judged(TERMS, [THEORY, CARE], "20T09:00") == [
        ("hq-cctv hq: training met: 05 00:00 to 13 23:59:59, stopped 11 23:59:59, ran 167h59m59s, left 48h")
    ]


@pytest.mark.parametrize(
    ("end", "state"),
    [("2026-03-13", "met"), ("2026-03-14", "breached")],
)
def test_the_day_of_the_handover_is_in_time_and_the_next_is_not(end: str, state: str) -> None:
    (line,) = judged(TERMS, [THEORY, CARE.replace("end: 2026-03-11", f"end: {end}")], "20T09:00")
    assert line.startswith(f"hq-cctv hq: training {state}: 05 00:00 to 13 23:59:59, stopped {end[-2:]} 23:59:59")


@pytest.mark.parametrize(
    ("now", "state"),
    [
        # From the 5th to the 13th are 216 hours less a second; 80 % of them are used up on the 12th at 04:47:59.2.
        ("12T04:47:59", "pending"),
        ("12T04:48:00", "at_risk"),
        ("13T23:59:59", "at_risk"),
        ("14T00:00", "breached"),
    ],
)
def test_while_a_topic_is_missing_the_clock_runs(now: str, state: str) -> None:
    (line,) = judged(TERMS, [THEORY], now)
    assert line.startswith(f"hq-cctv hq: training {state}: 05 00:00 to 13 23:59:59, until")
    assert line.endswith(", open")


def test_a_session_that_ends_later_than_now_does_not_count_yet() -> None:
    (line,) = judged(TERMS, [THEORY, CARE], "10T18:00")
    assert line.startswith("hq-cctv hq: training pending: 05 00:00 to 13 23:59:59, until 10 18:00")
    (line,) = judged(TERMS, [THEORY, CARE], "11T08:00")
    assert line.startswith("hq-cctv hq: training met: 05 00:00 to 13 23:59:59, stopped 11 23:59:59")


def test_it_begins_with_commissioning_where_no_session_was_earlier() -> None:
    (line,) = judged(TERMS, [CARE], "10T12:00")
    assert line.startswith("hq-cctv hq: training pending: 09 00:00 to 13 23:59:59")
    (line,) = judged(TERMS.replace("commissioning_start: 2026-03-09\n", ""), [], "13T12:00")
    assert line.startswith("hq-cctv hq: training pending: 13 00:00 to 13 23:59:59")


def test_before_it_begins_there_is_none_unless_it_is_asked_for() -> None:
    assert judged(TERMS, [THEORY], "04T23:59:59") == []
    # The session of the 5th is not known on the 4th.
    (line,) = judged(TERMS, [THEORY], "04T12:00", until="09T00:00")
    assert line.startswith("hq-cctv hq: training pending: 09 00:00 to 13 23:59:59, until 04 12:00, ran 0")
    assert judged(TERMS, [THEORY], "04T12:00", until="08T23:59:59") == []


@pytest.mark.parametrize(
    ("choice", "state"),
    [("2026-03-20", "met"), ("2026-03-11", "met"), ("2026-03-10", "breached")],
)
def test_the_customers_written_choice_wins(choice: str, state: str) -> None:
    chosen = f"{TERMS}  owner_choice: {{until: {choice}, evidence: 函}}\n"
    (line,) = judged(chosen, [THEORY, CARE], "25T09:00")
    assert line.startswith(f"hq-cctv hq: training {state}: 05 00:00 to {choice[-2:]} 23:59:59, stopped 11 23:59:59")


def test_an_amendment_after_the_handover_hides_no_breach() -> None:
    later = "amendments:\n  - {from: 2026-03-14, training: {topics: [{number: '1', title: 一, days: 1}]}}\n"
    assert judged(TERMS + later, [THEORY], "20T09:00") == judged(TERMS, [THEORY], "20T09:00")
    (line,) = judged(TERMS + later.replace("03-14", "03-13"), [THEORY], "20T09:00")
    assert line.startswith("hq-cctv hq: training met: 05 00:00 to 13 23:59:59, stopped 06 23:59:59")


def test_a_breach_that_was_looked_into_is_acknowledged() -> None:
    assert judged(TERMS, [THEORY], "20T09:00", said="16T09:00")[0].endswith("acknowledged, open")
    assert judged(TERMS, [THEORY], "20T09:00", said="20T09:01") == judged(TERMS, [THEORY], "20T09:00")
    assert "acknowledged" not in judged(TERMS, [THEORY, CARE], "20T09:00", said="16T09:00")[0]


def test_of_several_sites_or_none_the_promise_names_none() -> None:
    records = msgspec.structs.replace(workspace(TERMS), training=[training_session(CARE)])
    second = {**records.sites, "annex": Site(id="annex", contract="hq-cctv", name="附楼")}
    for sites in (second, {}):
        placed = msgspec.structs.replace(records, sites=sites)
        (found,) = training.promises(placed, Calendars(records.settings), moment("10T12:00"), moment("10T12:00"))
        assert (found.site, found.subject, found.contract) == ("", "hq-cctv", "hq-cctv")


@pytest.mark.parametrize(
    "terms",
    ["handover: 2026-03-13", CURRICULUM, "handover: 2026-03-13\ntraining: {place: 会议室}"],
)
def test_without_a_curriculum_or_a_day_nothing_is_promised(terms: str) -> None:
    assert judged(terms, [THEORY, CARE], "20T09:00") == []


def test_what_was_due_before_the_records_begin_is_judged_only_where_there_are_records_of_it() -> None:
    about = WORKSPACE + "records_from: 2026-03-14\n"
    assert judged(TERMS, [], "20T09:00", about=about) == []
    # Held since: a repetition, and a session that began when it was due already.
    again = THEORY.replace("role", "kind: on_request, role")
    late = THEORY.replace("2026-03-05", "2026-03-14").replace("2026-03-06", "2026-03-14")
    assert judged(TERMS, [again, late], "20T09:00", about=about) == []
    assert len(judged(TERMS, [THEORY], "20T09:00", about=about)) == 1
    assert len(judged(TERMS, [], "20T09:00", about=WORKSPACE + "records_from: 2026-03-13\n")) == 1


REQUEST = "id: R-20260310-0003\nrole: operator\ntopics: ['2.2']\nkind: on_request\nrequested_on: 2026-03-10\n"
DUE = f"{REQUEST}due_on: 2026-03-12\n"


@pytest.mark.parametrize(
    ("request_", "now", "state"),
    [
        (DUE, "10T00:00", "pending: 10 00:00 to 12 23:59:59, until 10 00:00, ran 0, left 71h59m59s, open"),
        (DUE, "12T23:59:59", "at_risk: 10 00:00 to 12 23:59:59, until 12 23:59:59, ran 71h59m59s, open"),
        (DUE, "13T00:00", "breached: 10 00:00 to 12 23:59:59, until 13 00:00, ran 72h, over 1s, open"),
        (
            f"{DUE}start: 2026-03-12\nend: 2026-03-12\n",
            "20T09:00",
            "met: 10 00:00 to 12 23:59:59, stopped 12 23:59:59, ran 71h59m59s",
        ),
        (
            f"{DUE}start: 2026-03-12\nend: 2026-03-13\n",
            "20T09:00",
            "breached: 10 00:00 to 12 23:59:59, stopped 13 23:59:59, ran 95h59m59s, over 24h",
        ),
    ],
)
def test_what_was_asked_for_is_held_by_the_day_agreed(request_: str, now: str, state: str) -> None:
    assert judged("targets: {}", [request_], now) == [f"R-20260310-0003 hq: training {state}"]


def test_a_request_without_a_day_promises_none_nor_does_one_of_no_contract() -> None:
    assert judged("targets: {}", [REQUEST], "20T09:00") == []
    assert judged("targets: {}", [f"{DUE}contract: other\n"], "20T09:00") == []
    assert judged("targets: {}", [DUE], "09T23:59:59") == []


def test_a_request_is_as_old_as_its_id_where_nothing_else_is_said() -> None:
    undated = DUE.replace("requested_on: 2026-03-10\n", "")
    (line,) = judged("targets: {}", [undated], "11T09:00")
    assert line.startswith("R-20260310-0003 hq: training pending: 10 00:00 to 12 23:59:59")
    (line,) = judged("targets: {}", [undated.replace("20260310", "20269999")], "12T09:00")
    assert line.startswith("R-20269999-0003 hq: training pending: 12 00:00 to 12 23:59:59")
