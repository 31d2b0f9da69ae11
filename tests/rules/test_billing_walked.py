"""Random tickets against the table of the service plan, walked through line by line by a second reading of it."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import example, given
from hypothesis import strategies as st

from tests.rules.settlements import after, drafted, within

CAUSES = ("quality", "ageing", "unknown", "human_damage", "software", "operation", "environment", "force_majeure")
BID = Decimal("600.00")

cases = st.fixed_dictionaries(
    {
        "cause": st.sampled_from(CAUSES),
        "in_warranty": st.booleans(),
        "damage": st.sampled_from(["equipment_only", "as_after", "free"]),
        "software": st.sampled_from(["free", "after_warranty"]),
        "per": st.sampled_from(["visit", "person"]),
        "discount": st.integers(0, 100),
        "persons": st.integers(0, 3),  # nobody came: no visit
        "quoted": st.none() | st.integers(0, 120_000).map(lambda fen: Decimal(fen).scaleb(-2)),
        "quantity": st.integers(0, 5),  # nothing was replaced
        "consent": st.sampled_from(["none", "before", "late"]),
        "receipt": st.booleans(),
        "agreed": st.booleans(),
    }
)


def history(case: Mapping[str, object]) -> str:
    lines = ["equipment: [cam-1]", "events:", "  - {at: 10T09:05, type: answered}"]
    if case["agreed"]:
        lines.append('  - {at: 10T09:10, type: charge_agreed, head: machinery, amount: "70.00", agreed_by: 甲方}')
    if case["consent"] == "before":
        lines.append('  - {at: 10T09:20, type: charge_agreed, head: equipment, amount: "600.00", agreed_by: 甲方}')
    if case["persons"]:
        lines.append(f"  - {{at: 10T10:00, type: arrived, persons: {case['persons']}}}")
    if case["quantity"]:
        quoted = "" if case["quoted"] is None else f', quoted: "{case["quoted"]:.2f}"'
        lines.append(f"  - {{at: 10T11:00, type: replaced, model: CAM, quantity: {case['quantity']}{quoted}}}")
    if case["consent"] == "late":
        lines.append('  - {at: 10T11:30, type: charge_agreed, head: equipment, amount: "600.00", agreed_by: 甲方}')
    evidence = ", evidence: RC, agreed_by: 甲方" if case["receipt"] else ""
    lines.append(f'  - {{at: 10T11:40, type: charge_agreed, head: travel, amount: "26.50"{evidence}}}')
    lines.append(f"  - {{at: 10T12:00, type: resolved, cause: {case['cause']}}}")
    return "\n".join(lines)


def expected(case: Mapping[str, object]) -> tuple[Decimal, bool]:
    """Give the sum of what can be charged, and whether nothing is missing."""
    cause, in_warranty = case["cause"], case["in_warranty"]
    visit = Decimal(300) * (int(str(case["persons"])) if case["per"] == "person" else bool(case["persons"]))
    machinery = Decimal(70) if case["agreed"] else Decimal(0)
    quantity = int(str(case["quantity"]))
    offered = BID if case["quoted"] is None else Decimal(str(case["quoted"]))
    parts = min(offered, BID) * quantity
    if not in_warranty:
        parts = parts * (100 - int(str(case["discount"]))) / 100
    parts = parts.quantize(Decimal("0.01"), ROUND_HALF_UP)

    pays_visit = pays_travel = pays_machinery = pays_parts = not in_warranty
    is_final = True
    if cause == "software" and case["software"] == "free":
        pays_visit = pays_travel = pays_machinery = False
    if in_warranty and cause == "human_damage" and case["damage"] != "free":
        pays_parts = quantity > 0 and case["consent"] == "before"
        is_final = pays_parts or quantity == 0
        pays_visit = pays_travel = pays_machinery = case["damage"] == "as_after"
    if in_warranty and cause in {"environment", "force_majeure"}:
        pays_parts = quantity > 0 and case["consent"] != "none"
        is_final = pays_parts or quantity == 0
        pays_travel = pays_machinery = True
    if pays_travel and not case["receipt"]:
        pays_travel = is_final = False
    total = Decimal(0)
    total += visit if pays_visit else 0
    total += Decimal("26.50") if pays_travel else 0
    total += machinery if pays_machinery else 0
    total += parts if pays_parts else 0
    return total, is_final


@given(cases)
@example(
    {
        "cause": "ageing",
        "in_warranty": False,
        "damage": "equipment_only",
        "software": "free",
        "per": "visit",
        "discount": 15,
        "persons": 1,
        "quoted": Decimal("0.10"),
        "quantity": 1,
        "consent": "none",
        "receipt": True,
        "agreed": True,
    }
)
def test_a_second_reading_of_the_plan_comes_to_the_same(case: Mapping[str, object]) -> None:
    more = (
        f", callout_per: {case['per']}, discount: {case['discount']}%, "
        f"in_warranty_human_damage: {case['damage']}, software: {case['software']}"
    )
    draft = drafted(within(more) if case["in_warranty"] else after(more), history(case))
    assert (draft.total, draft.is_final) == expected(case)
    assert draft.total == sum(line.amount or 0 for line in draft.lines)
    assert all(line.amount == 0 for line in draft.lines if line.covered_by is not None)
    assert all((line.amount is None) == (line.missing is not None) for line in draft.lines)
