"""The service-level report: promises, filtered, and summed up per name."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

import msgspec

from aftercare_cli.model.vocabulary import PROMISE_STATES, PromiseState
from aftercare_cli.rules.promise import Promise

if TYPE_CHECKING:
    from fractions import Fraction

FailOn = Literal["breach", "new-breach", "at-risk"]


class Summary(msgspec.Struct, frozen=True, array_like=True):
    """How one promise was kept: how many in which state, and how many breaches are acknowledged."""

    promise: str
    policy: bool
    counts: dict[PromiseState, int]
    acknowledged: int

    @property
    def total(self) -> int:
        """All items of the promise, decided or not."""
        return sum(self.counts.values())

    @property
    def compliance(self) -> Decimal | None:
        """Met of those decided, met or breached; None where nothing is decided."""
        return share(self.counts["met"], self.counts["met"] + self.counts["breached"])


def summarize(promises: Iterable[Promise]) -> list[Summary]:
    """Sum up promises by name: the worst compliance first, the undecided last, internal aims after all."""
    counts: dict[tuple[bool, str], dict[PromiseState, int]] = {}
    acknowledged: dict[tuple[bool, str], int] = {}
    for promise in promises:
        key = promise.policy, promise.name
        if key not in counts:
            counts[key] = dict.fromkeys(PROMISE_STATES, 0)
            acknowledged[key] = 0
        counts[key][promise.state] += 1
        acknowledged[key] += promise.acknowledged
    summaries = [Summary(name, policy, found, acknowledged[policy, name]) for (policy, name), found in counts.items()]
    return sorted(summaries, key=_worst)


def added(*sums: Iterable[Summary]) -> list[Summary]:
    """Give the sum of what was summed up apart, in the same order."""
    return _combined(1, *sums)


def subtracted(whole: Iterable[Summary], part: Iterable[Summary]) -> list[Summary]:
    """Give what is left of a sum without a part of it, in the same order."""
    return [found for found in _combined(-1, whole, part) if found.total]


def _combined(sign: int, *sums: Iterable[Summary]) -> list[Summary]:
    """Add up sums, each after the first with `sign`."""
    combined: dict[tuple[bool, str], Summary] = {}
    for place, summaries in enumerate(sums):
        factor = sign if place else 1
        for found in summaries:
            key = found.policy, found.promise
            before = combined.get(key) or Summary(found.promise, found.policy, dict.fromkeys(PROMISE_STATES, 0), 0)
            counts = {state: before.counts[state] + factor * found.counts[state] for state in PROMISE_STATES}
            combined[key] = Summary(
                found.promise, found.policy, counts, before.acknowledged + factor * found.acknowledged
            )
    return sorted(combined.values(), key=_worst)


def _worst(summary: Summary) -> tuple[object, ...]:
    compliance = summary.compliance
    return summary.policy, compliance is None, compliance or 0, -summary.counts["breached"], summary.promise


def started_in(promise: Promise, since: dt.datetime | None, until: dt.datetime | None) -> bool:
    """Say whether a promise belongs to a window: by its start, `since` included, `until` not."""
    return (since is None or promise.start >= since) and (until is None or promise.start < until)


def failures(summaries: Iterable[Summary], fail_on: FailOn) -> int:
    """Count what a CI job fails on: breaches of contract, only those nobody acknowledged, or also what is at risk."""
    return sum(
        found.counts["breached"]
        - (found.acknowledged if fail_on == "new-breach" else 0)
        + (found.counts["at_risk"] if fail_on == "at-risk" else 0)
        for found in summaries
        if not found.policy
    )


def share(met: int, decided: int) -> Decimal | None:
    """Give the share of what was met of what is decided; None where nothing is."""
    return Decimal(met) / decided if decided else None


def percent(part: "Decimal | Fraction | None") -> str:
    """Give a share as people write it; a dash where nothing is decided, and 100 % only where nothing is amiss."""
    if part is None:
        return "—"
    # 99.96 % rounds to 99.9 %: only a whole is a hundred.
    tenths = 1000 if part == 1 else min(int(part * 2000 + 1) // 2, 999)
    return f"{tenths // 10}.{tenths % 10}%" if tenths % 10 else f"{tenths // 10}%"
