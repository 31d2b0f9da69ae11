"""Promises summed up, put in order, chosen by a window, and what a CI job fails on."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercare_cli.model.vocabulary import PromiseState
from aftercare_cli.rules.clock import ZERO
from aftercare_cli.rules.promise import Promise, worst_first
from aftercare_cli.rules.sla import FailOn, Summary, failures, started_in, summarize
from tests.rules.written import fraction, moment

MINUTE = dt.timedelta(minutes=1)


def promise(  # noqa: PLR0913 - what a promise is told apart by
    state: PromiseState,
    name: str = "arrival",
    *,
    subject: str = "T-20260310-0001",
    start: str = "10T09:00",
    left: int = 0,
    over: int = 0,
    is_open: bool = False,
    acknowledged: bool = False,
    policy: bool = False,
) -> Promise:
    """Give a promise of three hours; `left` and `over` are minutes."""
    begin = moment(start)
    return Promise(
        name=name,
        subject=subject,
        cycle=1,
        site="hq",
        contract="hq-cctv",
        start=begin,
        due=begin + 180 * MINUTE,
        stop=None,
        until=begin,
        state=state,
        is_open=is_open,
        within=180 * MINUTE,
        elapsed=ZERO,
        remaining=left * MINUTE,
        overdue=over * MINUTE,
        acknowledged=acknowledged,
        policy=policy,
        calendar="24x7",
    )


def told(summary: Summary) -> str:
    """Tell a summary in a line."""
    counts = ", ".join(f"{number} {state}" for state, number in summary.counts.items() if number)
    compliance = "—" if summary.compliance is None else fraction(summary.compliance)
    aim = " (aim)" if summary.policy else ""
    return f"{summary.promise}{aim} {compliance} of {summary.total}: {counts}; {summary.acknowledged} acknowledged"


def test_promises_are_summed_up_by_name_the_worst_first() -> None:
    promises = [
        promise("met", "spares"),
        promise("breached", "reply", policy=True),
        promise("pending", "warranty"),
        promise("excused", "warranty"),
        promise("not_required", "warranty"),
        promise("met", "arrival"),
        promise("breached", "arrival", acknowledged=True),
        promise("met", "arrival"),
        promise("at_risk", "arrival"),
        promise("breached", "standby"),
        promise("breached", "standby"),
        promise("paused", "standby"),
        promise("met", "reply", policy=True),
        promise("met", "arrival", policy=True),
    ]
    assert [told(summary) for summary in summarize(promises)] == [
        "standby 0 of 3: 2 breached, 1 paused; 0 acknowledged",
        "arrival 2/3 of 4: 2 met, 1 breached, 1 at_risk; 1 acknowledged",
        "spares 1 of 1: 1 met; 0 acknowledged",
        "warranty — of 3: 1 pending, 1 excused, 1 not_required; 0 acknowledged",
        "reply (aim) 1/2 of 2: 1 met, 1 breached; 0 acknowledged",
        "arrival (aim) 1 of 1: 1 met; 0 acknowledged",
    ]


def test_of_equal_compliance_more_breaches_are_worse_and_then_the_name_decides() -> None:
    promises = [promise(state, name) for name in ("a", "b", "c", "d") for state in ("met", "breached")]
    promises += [promise("met", "b"), promise("breached", "b"), promise("pending", "e"), promise("pending", "d")]
    assert [summary.promise for summary in summarize(reversed(promises))] == ["b", "a", "c", "d", "e"]


def test_nothing_sums_up_to_nothing() -> None:
    assert summarize([]) == []


@pytest.mark.parametrize(
    ("states", "compliance"),
    [
        (["met"], Decimal(1)),
        (["breached"], Decimal(0)),
        (["met", "breached", "breached"], Decimal("0.3333333333333333333333333333")),
        (["met", "excused", "not_required", "pending", "at_risk", "paused"], Decimal(1)),
        (["excused", "not_required", "pending", "at_risk", "paused"], None),
    ],
)
def test_compliance_is_met_of_those_decided(states: list[PromiseState], compliance: Decimal | None) -> None:
    (summary,) = summarize(promise(state) for state in states)
    assert (summary.compliance, summary.total) == (compliance, len(states))


ORDER = [
    promise("breached", over=90, is_open=True),
    promise("breached", over=5, is_open=True),
    promise("breached", over=600),
    promise("breached", over=10, start="10T08:00"),
    promise("breached", over=10),
    promise("at_risk", left=5, is_open=True),
    promise("at_risk", left=30, is_open=True),
    promise("pending", left=10, is_open=True, start="11T09:00"),
    promise("pending", left=60, is_open=True, start="10T08:00"),
    promise("paused", left=20, is_open=True),
    promise("paused", left=120, is_open=True),
    promise("excused", over=999),
    promise("met", left=60, start="10T07:00"),
    promise("met", left=10, start="10T08:00"),
    promise("met", "arrival", subject="T-20260310-0001"),
    promise("met", "standby", subject="T-20260310-0001"),
    promise("met", "arrival", subject="T-20260310-0002"),
    promise("not_required", start="10T06:00"),
]


@given(st.permutations(ORDER))
def test_what_asks_most_for_attention_comes_first(promises: list[Promise]) -> None:
    """Late and owed, late, running out, held, decided; ties go by start, subject and name."""
    assert worst_first(promises) == ORDER


@pytest.mark.parametrize(
    ("since", "until", "is_in"),
    [
        (None, None, True),
        ("10T09:00", None, True),
        ("10T09:00:01", None, False),
        (None, "10T09:00", False),
        (None, "10T09:00:01", True),
        ("10T00:00", "11T00:00", True),
        ("10T09:00", "10T09:00", False),
    ],
)
def test_a_promise_belongs_to_a_window_by_its_start(since: str | None, until: str | None, *, is_in: bool) -> None:
    begin, end = (None if at is None else moment(at) for at in (since, until))
    assert started_in(promise("breached", over=600), begin, end) == is_in


@pytest.mark.parametrize(
    ("fail_on", "count"),
    [
        ("breach", 3),  # one that is new, two that are handled
        ("new-breach", 1),
        ("at-risk", 7),  # and four that are running out
    ],
)
def test_a_ci_job_fails_on_breaches_of_contract(fail_on: FailOn, count: int) -> None:
    promises = [
        promise("met", "kept"),
        promise("breached", "new"),
        *2 * [promise("breached", "handled", acknowledged=True)],
        promise("breached", "aim", policy=True),
        *4 * [promise("at_risk", "soon")],
        promise("at_risk", "aim", policy=True),
        promise("pending", "later"),
        promise("excused", "agreed"),
        promise("paused", "held"),
        promise("not_required", "needless"),
    ]
    assert failures(summarize(promises), fail_on) == count
    assert failures(summarize(promises[-3:]), fail_on) == 0
