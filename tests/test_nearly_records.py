"""Records, tables, merges, command lines that are nearly right: an answer or a refusal, never anything else.

A little of what `make fuzz` does at length (tests/fuzz), the same in every run.
"""

import os
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.target import joined, split
from tests.fuzz.targets import TARGETS

_TRIED = {
    "records": 100,
    "tables": 60,
    "layout": 40,
    "edits": 100,
    "merge": 40,
    "commands": 30,
    "times": 25,
    "arguments": 60,
    "given": 40,
    "cache": 12,
}
"""How many inputs of each target fit into a few seconds."""


@pytest.mark.parametrize("name", TARGETS)
def test_what_is_nearly_right_is_read_or_refused(name: str) -> None:
    if name == "cache" and os.name == "nt":
        pytest.skip("nothing is kept there")
    target = TARGETS[name]
    seeds = [*target.seeds()]

    @settings(max_examples=_TRIED[name])
    @given(st.sampled_from(range(len(seeds))), st.integers(0, 2**64), st.integers(1, 3))
    def holds(seed: int, lot: int, times: int) -> None:
        random = Random(lot)  # noqa: S311 - nothing secret
        parts = [*seeds[seed]]
        for _ in range(times):
            parts = split(joined(target.mutate(parts, random)))
        target.check(parts)

    holds()


@pytest.mark.parametrize("name", ["records", "tables", "edits"])
def test_what_mutation_begins_with_holds(name: str) -> None:
    """The sample's records, and those of every error, are told as they are."""
    target = TARGETS[name]
    for parts in target.seeds():
        target.check(parts)
