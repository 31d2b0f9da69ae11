"""Identifiers: what they look like, and new ones."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercare_cli.model.ids import CROCKFORD, dated_id, is_dated_id, is_equipment_id, is_slug


@pytest.mark.parametrize("text", ["hq", "hq-cctv", "a", "0", "7-eleven", "com10", "console", "a" * 63])
def test_slugs(text: str) -> None:
    assert is_slug(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-hq",
        "HQ",
        "hq_cctv",
        "hq.cctv",
        "hq/cctv",
        "../hq",
        "hq cctv",
        "总部",
        "hq\n",
        "con",
        "nul",
        "com1",
        "a" * 64,
    ],
)
def test_what_is_no_slug(text: str) -> None:
    """Nothing that a file could not be called everywhere, Windows' reserved names too."""
    assert not is_slug(text)


@pytest.mark.parametrize("text", ["hq-cam-001", "S01-CAM-001", "UPS_3K", "0", "Console", "a" * 63])
def test_equipment_ids(text: str) -> None:
    assert is_equipment_id(text)


@pytest.mark.parametrize("text", ["", "_a", "-a", "a b", "a/b", "摄像机", "NUL", "Con", "a\n", "a" * 64])
def test_what_is_no_equipment_id(text: str) -> None:
    assert not is_equipment_id(text)


@pytest.mark.parametrize(
    "text", ["T-20261122-7F3K", "I-20260101-0000", "R-20261231-ZZZZ", "V-20260310-ABCD", "Q-20260310-Q1Q1"]
)
def test_dated_ids(text: str) -> None:
    assert is_dated_id(text)


@pytest.mark.parametrize(
    "text",
    [
        "T-20261122-7F3I",  # I, L, O and U look like others
        "T-20261122-7F3L",
        "T-20261122-7F3O",
        "T-20261122-7F3U",
        "T-20261122-7f3k",
        "t-20261122-7F3K",
        "X-20261122-7F3K",
        "T-2026112-7F3K",
        "T-20261122-7F3",
        "T-20261122-7F3K0",
        "T20261122-7F3K",
        "T-20261122-7F3K\n",
        "7F3K",
        "",
    ],
)
def test_what_is_no_dated_id(text: str) -> None:
    assert not is_dated_id(text)


@pytest.mark.parametrize(
    ("number", "suffix"),
    [(0, "0000"), (1, "0001"), (31, "000Z"), (32, "0010"), (32**3, "1000"), (32**4 - 1, "ZZZZ"), (250_995, "7N3K")],
)
def test_a_new_id_holds_the_day_and_the_number(number: int, suffix: str) -> None:
    assert dated_id("T", dt.date(2026, 3, 9), number) == f"T-20260309-{suffix}"


@given(st.sampled_from("TIRVQHB"), st.dates(), st.integers(0, 32**4 - 1))
def test_a_new_id_is_one_and_tells_numbers_apart(letter: str, day: dt.date, number: int) -> None:
    found = dated_id(letter, day, number)
    assert is_dated_id(found)
    digits = [CROCKFORD.index(character) for character in found[-4:]]
    assert ((digits[0] * 32 + digits[1]) * 32 + digits[2]) * 32 + digits[3] == number
