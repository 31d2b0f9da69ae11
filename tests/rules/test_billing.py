"""Who bears what: causes in and after the warranty, the contract's switches, and what stops a bill."""

from typing import get_args

import pytest

from aftercare_cli.model.contract import Fees
from aftercare_cli.model.vocabulary import Cause
from aftercare_cli.rules.treatment import TREATMENTS, treatment
from tests.rules.settlements import after, billed, drafted, within

PHONE = "phone 1 x 0.00 = 0.00 free_of_charge telephone_free"


def work(cause: str, *extra: str) -> str:
    """Give a call, a visit, travel with a receipt, a lift by agreement, a camera: all that can be charged."""
    lines = [
        "equipment: [cam-1]",
        "events:",
        "  - {at: 10T09:05, type: answered}",
        '  - {at: 10T09:10, type: charge_agreed, head: machinery, amount: "450.00", agreed_by: 甲方, item: 升降车}',
        *extra,
        "  - {at: 10T11:00, type: arrived}",
        "  - {at: 10T12:00, type: replaced, model: CAM, old: '0001'}",
        f"  - {{at: 10T12:30, type: resolved, cause: {cause}}}",
        '  - {at: 10T13:00, type: charge_agreed, head: travel, amount: "126.50", evidence: RC-1}',
    ]
    return "\n".join(lines)


def consent(at: str = "10T10:00", amount: str = "600.00") -> str:
    return f'  - {{at: {at}, type: charge_agreed, head: equipment, amount: "{amount}", agreed_by: 甲方}}'


CHARGED = [
    PHONE,
    "machinery 1 x 450.00 = 450.00 customer after_warranty",
    "callout 1 x 300.00 = 300.00 customer after_warranty",
    "equipment CAM 1 x 600.00 = 600.00 customer after_warranty",
    "travel 1 x 126.50 = 126.50 customer after_warranty",
    "total 1476.50",
]


def covered(cause: str) -> list[str]:
    return [
        PHONE,
        f"machinery 1 x 450.00 = 0.00 warranty warranty_{cause}",
        f"callout 1 x 300.00 = 0.00 warranty warranty_{cause}",
        f"equipment CAM 1 x 600.00 = 0.00 warranty warranty_{cause}",
        f"travel 1 x 126.50 = 0.00 warranty warranty_{cause}",
        "total 0.00",
    ]


@pytest.mark.parametrize("cause", ["quality", "ageing", "unknown", "operation"])
def test_defects_and_operation_are_free_in_the_warranty_and_charged_after_it(cause: str) -> None:
    assert billed(within(), work(cause)) == covered(cause)
    assert billed(after(), work(cause)) == CHARGED


@pytest.mark.parametrize("cause", ["human_damage", "environment", "force_majeure"])
def test_damage_is_charged_after_the_warranty_without_a_quotation(cause: str) -> None:
    assert billed(after(), work(cause)) == CHARGED


def test_software_is_free_for_life_with_the_visit_and_hardware_is_as_a_defect() -> None:
    free = [
        PHONE,
        "machinery 1 x 450.00 = 0.00 free_of_charge software_free",
        "callout 1 x 300.00 = 0.00 free_of_charge software_free",
        "equipment CAM 1 x 600.00 = 0.00 warranty warranty_software",
        "travel 1 x 126.50 = 0.00 free_of_charge software_free",
        "total 0.00",
    ]
    assert billed(within(), work("software")) == free
    charged = "equipment CAM 1 x 600.00 = 600.00 customer after_warranty"
    assert billed(after(), work("software")) == [*free[:3], charged, free[4], "total 600.00"]


def test_software_after_the_warranty_is_charged_where_the_contract_says_so() -> None:
    switched = ", software: after_warranty"
    assert billed(after(switched), work("software")) == CHARGED
    assert billed(within(switched), work("software"))[2:4] == [
        "callout 1 x 300.00 = 0.00 warranty warranty_software",
        "equipment CAM 1 x 600.00 = 0.00 warranty warranty_software",
    ]


def test_what_people_damaged_in_the_warranty_is_charged_for_equipment_alone() -> None:
    assert billed(within(), work("human_damage", consent())) == [
        PHONE,
        "machinery 1 x 450.00 = 0.00 warranty warranty_human_damage",
        "callout 1 x 300.00 = 0.00 warranty warranty_human_damage",
        "equipment CAM 1 x 600.00 = 600.00 customer human_damage_agreed",
        "travel 1 x 126.50 = 0.00 warranty warranty_human_damage",
        "total 600.00",
    ]


def test_without_consent_beforehand_what_people_damaged_stops_the_bill() -> None:
    stopped = "equipment CAM 1 x 600.00 = ? customer human_damage"
    without = billed(within(), work("human_damage"))
    assert without[3] == stopped
    assert without[5:] == [
        "total 0.00",
        "missing consent: CAM was damaged by people, and the customer did not agree to pay for it",
    ]
    late = billed(within(), work("human_damage", consent("10T12:00:01")))
    assert stopped in late
    assert late[-1] == (
        "missing consent: the customer agreed to pay for CAM at 2026-03-10 12:00:01+08:00, "
        "after it was replaced at 2026-03-10 12:00:00+08:00"
    )
    assert "missing" not in " ".join(billed(within(), work("human_damage", consent("10T12:00"))))
    # One at the very moment counts, and one that comes later on top of it takes nothing away, nor adds to it.
    both = work("human_damage", consent("10T12:00", "580.00"), consent("10T12:10", "590.00"))
    assert "equipment CAM 1 x 580.00 = 580.00 customer human_damage_agreed" in billed(within(), both)
    unsigned = consent().replace(", agreed_by: 甲方", "")
    assert billed(within(), work("human_damage", unsigned))[-1].startswith("missing consent")


def test_the_lower_price_counts_that_the_customer_agreed_to() -> None:
    assert "equipment CAM 1 x 550.00 = 550.00 customer human_damage_agreed" in billed(
        within(), work("human_damage", consent(amount="550.00"))
    )
    assert "equipment CAM 1 x 600.00 = 600.00 customer human_damage_agreed price_capped" in billed(
        within(), work("human_damage", consent(amount="700.00"))
    )


def test_human_damage_in_the_warranty_can_be_free_or_as_after_it() -> None:
    assert billed(within(", in_warranty_human_damage: free"), work("human_damage")) == covered("human_damage")
    switched = within(", in_warranty_human_damage: as_after, discount: 10%")
    assert billed(switched, work("human_damage", consent())) == [
        PHONE,
        "machinery 1 x 450.00 = 450.00 customer human_damage",
        "callout 1 x 300.00 = 300.00 customer human_damage",
        "equipment CAM 1 x 600.00 = 600.00 customer human_damage_agreed",
        "travel 1 x 126.50 = 126.50 customer human_damage",
        "total 1476.50",
    ]
    assert billed(switched, work("human_damage"))[-1].startswith("missing consent")


@pytest.mark.parametrize("cause", ["environment", "force_majeure"])
def test_lightning_in_the_warranty_is_paid_by_a_quotation_both_agreed_to(cause: str) -> None:
    # Travel has no agreement of the customer's, and is no part of the quotation.
    agreed = billed(within(), work(cause, consent(amount="580.00")))
    assert agreed == [
        PHONE,
        "machinery 1 x 450.00 = 450.00 customer agreed_quotation",
        f"callout 1 x 300.00 = 0.00 warranty warranty_{cause}",
        "equipment CAM 1 x 580.00 = 580.00 customer agreed_quotation",
        "travel 1 x 126.50 = ? customer agreed_quotation",
        "total 1030.00",
        "missing agreement: nobody agreed to travel of 126.50",
    ]
    without = billed(within(), work(cause))
    assert without[3] == "equipment CAM 1 x 600.00 = ? customer agreed_quotation"
    assert "missing quotation: CAM has no quotation that both agreed to" in without


def test_lightning_that_broke_nothing_is_a_free_visit() -> None:
    history = "events: [{at: 10T10:00, type: arrived}, {at: 10T11:00, type: resolved, cause: environment}]"
    assert billed(within(), history) == ["callout 1 x 300.00 = 0.00 warranty warranty_environment", "total 0.00"]


def test_the_table_knows_every_cause() -> None:
    assert {cause for cause, _in_warranty in TREATMENTS} == set(get_args(Cause))
    assert len(TREATMENTS) == 2 * len(get_args(Cause))
    assert all(treatment("phone", cause, Fees(), in_warranty=within) == "free" for cause, within in TREATMENTS)


def test_a_call_out_per_visit_or_per_person() -> None:
    history = """
        events:
          - {at: 10T10:00, type: arrived, persons: 3}
          - {at: 11T10:00, type: arrived}
          - {at: 11T11:00, type: resolved, cause: ageing}
    """
    visit = "callout 1 x 300.00 = 300.00 customer after_warranty"
    assert billed(after(), history) == [visit, visit, "total 600.00"]
    three = "callout 3 x 300.00 = 900.00 customer after_warranty"
    assert billed(after(", callout_per: person"), history) == [three, visit, "total 1200.00"]


def test_a_fault_that_an_inspection_found_has_no_call_out_until_somebody_comes_again() -> None:
    history = """
        source: I-20260310-8Q2M
        events:
          - {at: 10T09:00, type: arrived}
          - {at: 12T09:00, type: arrived}
          - {at: 12T11:00, type: resolved, cause: ageing}
    """
    assert billed(after(), history) == ["callout 1 x 300.00 = 300.00 customer after_warranty", "total 300.00"]
    without_source = history.replace("source: I-20260310-8Q2M", "channel: phone")
    assert billed(after(), without_source)[-1] == "total 600.00"


def test_a_contract_without_a_fee_for_call_outs_stops_the_bill_only_where_one_is_charged() -> None:
    history = "events: [{at: 10T10:00, type: arrived}, {at: 10T11:00, type: resolved, cause: quality}]"
    terms = within().rpartition("\n")[0]
    assert billed(terms, history) == ["callout 1 x None = 0.00 warranty warranty_quality", "total 0.00"]
    assert billed(after().rpartition("\n")[0], history) == [
        "callout 1 x None = ? customer after_warranty",
        "total 0.00",
        "missing callout_fee: the contract names no fee for a call-out",
    ]


def test_travel_needs_a_receipt_and_machinery_an_agreement_before_the_work_ended() -> None:
    history = """
        events:
          - {at: 10T10:00, type: charge_agreed, head: travel, amount: "80.00", agreed_by: 甲方}
          - {at: 10T10:00, type: charge_agreed, head: machinery, amount: "200.00"}
          - {at: 10T11:00, type: resolved, cause: ageing}
          - {at: 10T11:00, type: charge_agreed, head: machinery, amount: "1.00", agreed_by: 甲方}
          - {at: 10T11:00:01, type: charge_agreed, head: machinery, amount: "2.00", agreed_by: 甲方}
    """
    assert billed(after(), history) == [
        "travel 1 x 80.00 = ? customer after_warranty",
        "machinery 1 x 200.00 = ? customer after_warranty",
        "machinery 1 x 1.00 = 1.00 customer after_warranty",
        "machinery 1 x 2.00 = ? customer after_warranty",
        "total 1.00",
        "missing receipt: travel of 80.00 has no receipt",
        "missing agreement: nobody agreed to machinery of 200.00",
        (
            "missing agreement: machinery of 2.00 was agreed at 2026-03-10 11:00:01+08:00, "
            "after the work had ended at 2026-03-10 11:00:00+08:00"
        ),
    ]
    # What the warranty bears needs neither.
    assert [line for line in billed(within(), history) if line.startswith("missing")] == []


def test_a_ticket_that_is_not_resolved_is_not_final_and_a_cancelled_one_is() -> None:
    open_ticket = "events: [{at: 10T10:00, type: arrived}]"
    assert billed(after(), open_ticket)[1:] == ["total 300.00", "missing resolution: it is not resolved yet"]
    cancelled = "events: [{at: 10T10:00, type: arrived}, {at: 10T10:30, type: cancelled}]"
    assert billed(after(), cancelled) == ["callout 1 x 300.00 = 300.00 customer after_warranty", "total 300.00"]
    assert not drafted(after(), open_ticket).is_final
    assert drafted(after(), cancelled).is_final


def test_facts_later_than_the_moment_do_not_count() -> None:
    history = work("ageing")
    assert drafted(after(), history, now="2026-03-10T12:29:59+08:00").missing[0].what == "resolution"
    assert [line.kind for line in drafted(after(), history, now="2026-03-10T12:30:00+08:00").lines][-1] == "equipment"
    assert drafted(after(), history, now="2026-03-10T08:59:59+08:00").lines == ()


def test_the_cause_is_that_of_the_resolution_else_of_the_latest_diagnosis() -> None:
    history = """
        events:
          - {at: 10T10:00, type: arrived}
          - {at: 10T10:10, type: diagnosed, cause: human_damage}
          - {at: 10T10:20, type: diagnosed, cause: software}
          - {at: 10T10:30, type: diagnosed, spares_needed: false}
          - {at: 10T11:00, type: resolved}
    """
    assert billed(after(), history)[-1] == "total 0.00"
    assert billed(after(), history.replace("resolved}", "resolved, cause: ageing}"))[-1] == "total 300.00"
    assert billed(after(), history.replace("software", "operation"))[-1] == "total 300.00"


def test_each_cycle_of_a_reopened_ticket_has_its_own_cause() -> None:
    history = """
        equipment: [cam-1]
        events:
          - {at: 10T10:00, type: arrived}
          - {at: 10T10:30, type: replaced, model: PSU}
          - {at: 10T11:00, type: resolved, cause: ageing}
          - {at: 12T09:00, type: reopened}
          - {at: 12T10:00, type: arrived}
          - {at: 12T10:30, type: replaced, model: PSU}
          - {at: 12T11:00, type: resolved, cause: software}
    """
    assert billed(after(), history) == [
        "callout 1 x 300.00 = 300.00 customer after_warranty",
        "equipment PSU 1 x 95.50 = 95.50 customer after_warranty",
        "callout 1 x 300.00 = 0.00 free_of_charge software_free",
        "equipment PSU 1 x 95.50 = 95.50 customer after_warranty",
        "total 491.00",
    ]


def test_a_ticket_that_contradicts_itself_bills_nobody() -> None:
    history = "events: [{at: 10T10:00, type: resolved, cause: ageing}, {at: 10T11:00, type: resolved}]"
    assert billed(after(), history)[-1].startswith("missing history: ")
