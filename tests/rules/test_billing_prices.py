"""Unit prices: the bid price as a ceiling, quotations, discounts, rounding, software; and which warranty counts."""

import datetime as dt
from decimal import Decimal

import pytest

from aftercare_cli.model.sites import Item, ItemWarranty, Price, Site
from aftercare_cli.model.ticket import Ticket
from aftercare_cli.rules.billing import TwoContractsError, by_contract, is_by_contract, only_contract
from tests.rules.settlements import ITEMS, after, billed, drafted, within
from tests.rules.written import contract, moment


def replaced(facts: str, *extra: str, cause: str = "ageing", equipment: str = "[cam-1]") -> str:
    lines = [
        f"equipment: {equipment}",
        "events:",
        *extra,
        f"  - {{at: 10T10:00, type: replaced, {facts}}}",
        f"  - {{at: 10T11:00, type: resolved, cause: {cause}}}",
    ]
    return "\n".join(lines)


def price(amount: str, model: str = "CAM") -> tuple[Price, ...]:
    return (Price(model=model, name="枪机", unit="台", unit_price=Decimal(amount)),)


def agreed(amount: str, more: str = "") -> str:
    return f'  - {{at: 10T09:30, type: charge_agreed, head: equipment, amount: "{amount}", agreed_by: 甲方{more}}}'


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        ("model: CAM", "1 x 600.00 = 600.00 customer after_warranty"),
        ('model: CAM, quoted: "599.99"', "1 x 599.99 = 599.99 customer after_warranty"),
        ('model: CAM, quoted: "600.00"', "1 x 600.00 = 600.00 customer after_warranty"),
        ('model: CAM, quoted: "600.01"', "1 x 600.00 = 600.00 customer after_warranty price_capped"),
        ("model: CAM, quantity: 12", "12 x 600.00 = 7200.00 customer after_warranty"),
        ('model: CAM, quoted: "0.00"', "1 x 0.00 = 0.00 customer after_warranty"),
    ],
)
def test_the_unit_price_is_the_lower_of_quotation_and_bid(facts: str, line: str) -> None:
    assert billed(after(), replaced(facts))[0] == f"equipment CAM {line}"


def test_an_agreed_price_counts_where_nothing_was_quoted_and_never_above_what_was() -> None:
    assert billed(after(), replaced("model: CAM", agreed("500.00")))[0].startswith("equipment CAM 1 x 500.00 = 500.00")
    both = replaced('model: CAM, quoted: "550.00"', agreed("500.00"))
    assert billed(after(), both)[0].startswith("equipment CAM 1 x 500.00 = 500.00")


def test_a_model_without_bid_price_needs_an_agreed_quotation() -> None:
    lacking = "missing price: NEW has no bid price and no agreed one"
    assert billed(after(), replaced("model: NEW")) == [
        "equipment NEW 1 x None = ? customer after_warranty",
        "total 0.00",
        lacking,
    ]
    assert billed(after(), replaced('model: NEW, quoted: "70.00"')) == [
        "equipment NEW 1 x 70.00 = ? customer after_warranty",
        "total 0.00",
        lacking,
    ]
    bought = "equipment NEW 1 x 70.00 = 70.00 customer after_warranty agreed_price"
    assert billed(after(), replaced("model: NEW", agreed("70.00"))) == [bought, "total 70.00"]
    assert billed(after(), replaced("model: NEW", agreed("70.00", ", item: NEW"))) == [bought, "total 70.00"]
    unsigned = agreed("70.00").replace(", agreed_by: 甲方", "")
    assert billed(after(), replaced("model: NEW", unsigned))[-1] == lacking
    assert billed(within(), replaced("model: NEW")) == [
        "equipment NEW 1 x None = 0.00 warranty warranty_ageing",
        "total 0.00",
    ]


def test_an_agreement_that_names_another_model_is_none() -> None:
    other = "  - {at: 10T09:50, type: replaced, model: NEW-2}"
    both = replaced("model: NEW", other, agreed("70.00", ", item: NEW"))
    assert [line for line in billed(after(), both) if line.startswith("missing")] == [
        "missing price: NEW-2 has no bid price and no agreed one"
    ]
    named = replaced("model: NEW", other, agreed("70.00", ", item: NEW"), agreed("30.00", ", item: NEW-2"))
    assert billed(after(), named)[-1] == "total 100.00"
    # Two that name nothing, for two models: nobody can say which is which.
    blind = replaced("model: NEW", other, agreed("70.00"), agreed("30.00"))
    assert [line.partition(":")[0] for line in billed(after(), blind)[-2:]] == ["missing price", "missing price"]


def test_an_agreement_about_what_was_not_replaced_is_no_consent() -> None:
    """A power supply that the customer agreed to pay for is no camera, and no price of one."""
    lacking = "missing consent: CAM was damaged by people, and the customer did not agree to pay for it"
    other = replaced("model: CAM", agreed("95.50", ", item: PSU"), cause="human_damage")
    assert billed(within(), other)[1:] == ["total 0.00", lacking]
    # In the customer's own words, or of the model that failed, it is about this one.
    for item in ("the camera at the gate", "CAM"):
        successor = replaced("model: NEW", agreed("70.00", f", item: {item}"), cause="human_damage")
        assert billed(within(), successor)[-1] == "total 70.00"


def test_one_price_is_not_billed_for_two_models() -> None:
    other = "  - {at: 10T09:50, type: replaced, model: NEW-2}"
    both = replaced("model: NEW", other, agreed("70.00"))
    unclear = "has no bid price, and the agreed 70.00 does not say for which model it is"
    assert billed(after(), both)[2:] == [
        "total 0.00",
        f"missing price: NEW-2 {unclear}",
        f"missing price: NEW {unclear}",
    ]
    # What was quoted for each was agreed to by the one who signed; of two, one may be named.
    quoted = replaced('model: NEW, quoted: "40.00"', other[:-1] + ', quoted: "30.00"}', agreed("70.00"))
    assert billed(after(), quoted)[-1] == "total 70.00"
    named = replaced("model: NEW", other, agreed("70.00", ", item: NEW"), agreed("30.00"))
    assert billed(after(), named)[-1] == "total 100.00"


def test_of_two_agreements_about_the_only_model_the_later_counts() -> None:
    again = replaced("model: NEW", agreed("70.00"), agreed("65.00").replace("09:30", "09:45"))
    assert billed(after(), again)[-1] == "total 65.00"


def test_of_two_bid_prices_of_a_model_the_lower_counts() -> None:
    for first, second in (("600.00", "590.00"), ("590.00", "600.00")):
        assert billed(after(), replaced("model: CAM"), prices=(*price(first), *price(second)))[-1] == "total 590.00"


def test_two_contracts_have_their_own_bid_prices() -> None:
    history = replaced('model: CAM, quoted: "900.00"')
    assert billed(after(), history, prices=price("860.00"))[-1] == "total 860.00"
    assert billed(after(), history, prices=price("820.00"))[-1] == "total 820.00"


@pytest.mark.parametrize(
    ("bid", "quantity", "discount", "amount"),
    [
        ("600.00", 1, 10, "540.00"),
        ("0.10", 1, 15, "0.09"),  # 0.085, half up; half to even would be 0.08
        ("0.10", 3, 15, "0.26"),  # 0.255: rounded once for the line, not 3 x 0.09
        ("0.05", 1, 50, "0.03"),  # 0.025
        ("33.33", 3, 5, "94.99"),  # 94.9905
        ("999999999.99", 1, 1, "989999999.99"),  # 989999999.9901
        ("600.00", 1, 100, "0.00"),
    ],
)
def test_a_discount_is_rounded_half_up_per_line(bid: str, quantity: int, discount: int, amount: str) -> None:
    history = replaced(f"model: CAM, quantity: {quantity}")
    assert billed(after(f", discount: {discount}%"), history, prices=price(bid)) == [
        f"equipment CAM {quantity} x {bid} = {amount} customer after_warranty discounted",
        f"total {amount}",
    ]


def test_a_discount_comes_after_the_cap_and_takes_nothing_off_visits() -> None:
    visit = "  - {at: 10T09:40, type: arrived}"
    capped = replaced('model: CAM, quoted: "1000.00"', visit)
    assert billed(after(", discount: 10%"), capped) == [
        "callout 1 x 300.00 = 300.00 customer after_warranty",
        "equipment CAM 1 x 600.00 = 540.00 customer after_warranty price_capped discounted",
        "total 840.00",
    ]
    consented = replaced("model: CAM", agreed("600.00"), cause="human_damage")
    assert billed(within(", discount: 10%"), consented)[-1] == "total 600.00"


def test_each_line_is_rounded_before_they_are_added_up() -> None:
    # Two lines of 0.085 are 0.09 each; their sum is not 0.17.
    second = "  - {at: 10T09:40, type: replaced, model: CAM}"
    assert billed(after(", discount: 15%"), replaced("model: CAM", second), prices=price("0.10"))[-1] == "total 0.18"


@pytest.mark.parametrize("model", ["VMS", "PLUGIN"])
@pytest.mark.parametrize("cause", ["ageing", "human_damage", "software"])
def test_replaced_software_costs_nothing_in_its_life(model: str, cause: str) -> None:
    bid = {"VMS": "38000.00", "PLUGIN": "900.00"}[model]
    history = replaced(f"model: {model}", cause=cause, equipment="[vms-1]")
    line = f"software {model} 1 x {bid} = 0.00 free_of_charge software_free"
    assert billed(after(), history)[:2] == [line, "total 0.00"]
    assert billed(within(), history)[:2] == [line, "total 0.00"]


def test_software_is_known_by_the_item_too_and_charged_where_the_contract_says_so() -> None:
    history = replaced("model: VMS-2, old: LIC-1", equipment="[vms-1]")
    assert billed(after(), history)[0] == "software VMS-2 1 x None = 0.00 free_of_charge software_free"
    charged = billed(after(", software: after_warranty, discount: 10%"), replaced("model: VMS", equipment="[vms-1]"))
    assert charged[0] == "software VMS 1 x 38000.00 = 34200.00 customer after_warranty discounted"


def test_a_day_is_under_warranty_up_to_the_last_one_by_when_the_fault_began() -> None:
    # 36 months from 2022-08-31 end with 2025-08-31.
    def fault(fault_at: str, reported_at: str) -> str:
        return (
            f"fault_at: {fault_at}+08:00\nreported_at: {reported_at}+08:00\n"
            f"events: [{{at: {reported_at}+08:00, type: arrived}}, "
            "{at: 2025-09-02T10:00:00+08:00, type: resolved, cause: quality}]"
        )

    assert billed(after(), fault("2025-08-31T23:59:00", "2025-09-01T00:10:00"))[-1] == "total 0.00"
    assert billed(after(), fault("2025-09-01T00:00:00", "2025-09-01T00:10:00"))[-1] == "total 300.00"


def test_before_the_handover_the_company_mends_its_own_work() -> None:
    terms = 'acceptance: 2026-02-01\nwarranty: {months: 36}\nfees: {callout: "300.00"}'
    history = "events: [{at: 10T10:00, type: arrived}, {at: 10T11:00, type: resolved, cause: quality}]"
    assert billed(terms, history)[-1] == "total 0.00"
    assert billed('fees: {callout: "300.00"}', history)[-1] == "total 300.00"


OWN = Item(
    id="own-1",
    category="camera",
    model="CAM",
    serial="0009",
    warranty=ItemWarranty(start=dt.date(2024, 4, 1), months=24),
)


def test_in_doubt_the_customer_is_under_warranty() -> None:
    # The contract's warranty is over; that of own-1 lasts until 2026-04-01.
    items = (*ITEMS, OWN)
    visit = "  - {at: 10T09:40, type: arrived}"
    unnamed = replaced("model: CAM", visit, equipment="[cam-1, own-1]")
    assert billed(after(), unnamed, items=items)[-1] == "total 0.00"
    # The unit is named by its serial number: its own warranty counts for it, the visit stays free.
    named = replaced("model: CAM, old: '0001'", visit, equipment="[cam-1, own-1]")
    assert billed(after(), named, items=items) == [
        "callout 1 x 300.00 = 0.00 warranty warranty_ageing",
        "equipment CAM 1 x 600.00 = 600.00 customer after_warranty",
        "total 600.00",
    ]
    named_own = replaced("model: CAM, old: '0009'", visit, equipment="[cam-1]")
    assert billed(after(), named_own, items=items) == [
        "callout 1 x 300.00 = 300.00 customer after_warranty",
        "equipment CAM 1 x 600.00 = 0.00 warranty warranty_ageing",
        "total 300.00",
    ]


def test_a_ticket_that_names_no_equipment_is_under_the_contract_s_warranty() -> None:
    # own-1 stands there too, and its own warranty still runs; nobody says that it was the one.
    assert billed(after(), replaced("model: CAM", equipment="[]"), items=(*ITEMS, OWN))[-1] == "total 600.00"
    assert billed(within(), replaced("model: CAM", equipment="[]"))[-1] == "total 0.00"


def test_equipment_that_nobody_listed_stops_a_bill_that_charges_for_it() -> None:
    unlisted = replaced("model: CAM", equipment="[cam-1, cam-9]")
    told = "missing equipment: cam-9 is not listed at hq"
    assert billed(after(), unlisted)[1:] == ["total 600.00", told]
    assert billed(within(), unlisted)[-1] == "total 0.00"
    assert billed(after(), f"out_of_scope: the customer's own\n{unlisted}")[-1] == "total 600.00"


def test_what_the_company_did_not_supply_has_no_warranty() -> None:
    history = "out_of_scope: 甲方自备\n" + replaced("model: CAM", equipment="[]")
    assert billed(within(), history)[-1] == "total 600.00"


def test_an_amendment_of_the_fees_counts_from_the_day_of_the_report() -> None:
    terms = after() + '\namendments: [{from: 2026-03-11, fees: {callout: "350.00"}}]'
    old = "events: [{at: 12T10:00, type: arrived}, {at: 12T11:00, type: resolved, cause: ageing}]"
    new = f"id: T-20260311-7F3N\nreported_at: 11T00:00\n{old}"
    draft = drafted(terms, new, old)
    assert [(line.ticket, str(line.amount)) for line in draft.lines] == [
        ("T-20260310-7F3K", "300.00"),
        ("T-20260311-7F3N", "350.00"),
    ]
    assert draft.terms == {
        "callout": "300.00",
        "T-20260311-7F3N.callout": "350.00",
        "callout_per": "visit",
        "in_warranty_human_damage": "equipment_only",
        "software": "free",
        "warranty_until": "2025-08-31",
    }


def test_the_contract_alone_decides_where_no_item_has_a_story_of_its_own() -> None:
    plain = contract(after())
    assert is_by_contract(plain, ITEMS)
    assert by_contract(plain, ITEMS, dt.date(2025, 8, 31))
    assert not by_contract(plain, ITEMS, dt.date(2025, 9, 1))
    assert not is_by_contract(plain, (OWN,))
    assert not is_by_contract(plain, (Item(id="cam-3", category="camera", model="CAM", replaces="cam-1"),))
    assert not is_by_contract(contract("warranty: {months: 36, replacement: renews}"), ITEMS)
    later = "amendments: [{from: 2026-01-01, warranty: {months: 48, replacement: renews}}]"
    assert not is_by_contract(contract(later), ITEMS)


def test_tickets_of_two_contracts_are_on_two_bills() -> None:
    sites = {name: Site(id=name, contract=f"c-{name}", name=name) for name in ("a", "b")}
    tickets = [
        Ticket(id=f"T-20260310-000{position}", site=site, summary="x", reported_at=moment("10T09:00"))
        for position, site in enumerate(("a", "b"))
    ]
    assert only_contract(tickets[:1], sites) == "c-a"
    with pytest.raises(TwoContractsError, match="T-20260310-0000 is served under c-a, T-20260310-0001 under c-b"):
        only_contract(tickets, sites)
