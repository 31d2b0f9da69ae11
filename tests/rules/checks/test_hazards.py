"""Hazards of which somebody was not told within a day, and those that nobody reported."""

import datetime as dt

import msgspec
import pytest

from aftercare_cli.model.service import CheckResult, Inspection, Unsafe
from aftercare_cli.rules.checks import hazards
from tests.rules.written import Records, moment, settings

SECOND = dt.timedelta(seconds=1)
FOUND, DAY_LATER = moment("10T09:00"), moment("11T09:00")


def told(now: dt.datetime, *found: Unsafe, inspections: tuple[Inspection, ...] = ()) -> list[str]:
    records = Records(settings=settings(), hazards=found, inspections=inspections)
    return [
        f"{finding.code} {finding.path} {finding.field}: {finding.text}" for finding in hazards.findings(records, now)
    ]


def hazard(company: dt.datetime | None, customer: dt.datetime | None) -> Unsafe:
    return Unsafe(
        id="H-20260310-8Q2M",
        site="hq",
        found_at=FOUND,
        source="I-20260310-8Q2M",
        description="松动",
        told_company_at=company,
        told_customer_at=customer,
    )


@pytest.mark.parametrize(
    ("company", "customer", "now", "keys"),
    [
        (None, None, DAY_LATER, []),
        (None, None, DAY_LATER + SECOND, ["told_company_at", "told_customer_at"]),
        (FOUND, DAY_LATER, DAY_LATER + SECOND, []),
        (FOUND, DAY_LATER + SECOND, moment("20T09:00"), ["told_customer_at"]),
    ],
)
def test_a_day_is_what_it_may_take(
    company: dt.datetime | None, customer: dt.datetime | None, now: dt.datetime, keys: list[str]
) -> None:
    found = told(now, hazard(company, customer))
    assert found == [
        f"hazard-untold records/hazards/2026/H-20260310-8Q2M.yaml ('{key}',): "
        f"the {key.split('_')[1]} was not told of the hazard at hq"
        for key in keys
    ]


def test_a_hazard_on_a_sheet_has_a_record() -> None:
    result = CheckResult(check="safety", result="hazard")
    sheet = Inspection(
        id="I-20260310-8Q2M", site="hq", period="2026-03", results=(CheckResult(check="lines", result="pass"), result)
    )
    assert told(FOUND, inspections=(sheet,)) == [
        (
            "hazard-unreported records/inspections/2026/03/I-20260310-8Q2M.yaml ('results', 1): "
            "the hazard that safety found at hq has no record"
        )
    ]
    assert told(FOUND, hazard(None, None), inspections=(sheet,)) == []


@pytest.mark.parametrize("key", ["told_company_at", "told_customer_at", "closed_at"])
@pytest.mark.parametrize(("at", "is_wrong"), [(FOUND, False), (FOUND - SECOND, True)])
def test_nothing_is_done_about_it_before_it_is_found(key: str, at: dt.datetime, *, is_wrong: bool) -> None:
    found = msgspec.structs.replace(hazard(FOUND, FOUND), **{key: at})
    records = Records(settings=settings(), hazards=(found,))
    told = [(one.code, one.severity, one.field, one.against) for one in hazards.findings(records, DAY_LATER)]
    assert told == ([("before-found", "error", (key,), ("found_at",))] if is_wrong else [])
