"""Ids of records that follow from a line of a sheet: always the same, and never somebody else's."""

import datetime as dt

import pytest

from aftercare_cli.model.ids import is_dated_id
from aftercare_cli.model.service import CheckResult
from aftercare_cli.rules.inspection_tickets import Ids, NoFreeIdError

INSPECTION = "I-20260506-8Q2M"
DAY = dt.date(2026, 5, 6)
FAILED = CheckResult(check="ptz-presets", equipment="PTZ-1", result="fail")


def test_the_id_depends_on_inspection_check_and_equipment_alone() -> None:
    first = Ids("T", []).new(FAILED, INSPECTION, DAY)
    assert is_dated_id(first)
    assert first.startswith("T-20260506-")
    again = CheckResult(check="ptz-presets", equipment="PTZ-1", result="hazard", note="x")
    assert Ids("T", []).new(again, INSPECTION, DAY) == first
    others = {
        Ids("T", []).new(CheckResult(check="ptz-presets", result="fail"), INSPECTION, DAY),
        Ids("T", []).new(CheckResult(check="ptz-presets", equipment="PTZ-2", result="fail"), INSPECTION, DAY),
        Ids("T", []).new(CheckResult(check="lens-zoom", equipment="PTZ-1", result="fail"), INSPECTION, DAY),
        Ids("T", []).new(FAILED, "I-20260506-8Q2N", DAY),
    }
    assert len(others | {first}) == 5


def test_an_end_that_somebody_else_has_is_passed_over_whatever_its_day() -> None:
    first = Ids("T", []).new(FAILED, INSPECTION, DAY)
    foreign = f"T-20200101-{first[-4:]}"
    second = Ids("T", [foreign]).new(FAILED, INSPECTION, DAY)
    assert second[:-4] == first[:-4]
    assert second != first
    ids = Ids("T", [foreign, second])
    assert ids.existing(FAILED, INSPECTION, lambda known: known == second) == second
    assert ids.existing(FAILED, INSPECTION, lambda known: known == "T-20200101-0000") is None


def test_one_that_is_there_is_found_on_any_day() -> None:
    first = Ids("T", []).new(FAILED, INSPECTION, DAY)
    later = Ids("T", [first])
    looked_at: list[str] = []

    def is_ours(known: str) -> bool:
        looked_at.append(known)
        return True

    assert later.existing(FAILED, INSPECTION, is_ours) == first
    assert looked_at == [first]


def test_when_every_id_is_taken_it_is_refused() -> None:
    taken: list[str] = []
    for _ in range(64):
        taken.append(Ids("T", taken).new(FAILED, INSPECTION, DAY))
    with pytest.raises(NoFreeIdError):
        Ids("T", taken).new(FAILED, INSPECTION, DAY)
