"""A contract's terms: what is assumed where it is silent, and what amendments replace."""

import datetime as dt

import msgspec
import pytest

from aftercare_cli.model.contract import Contract, Fees, Pauses, Target, Warranty
from aftercare_cli.store.decode import decode
from aftercare_cli.store.yaml_reader import read_mapping

HOUR = dt.timedelta(hours=1)


def read(text: str) -> Contract:
    head = "id: hq-cctv\nname: 总部视频监控系统\ncustomer: {name: 示例甲方}\n"
    contract = decode(Contract, read_mapping((head + text).encode(), "contract.yaml"))
    assert isinstance(contract, Contract), contract
    return contract


def test_a_target_says_only_what_differs_from_the_usual() -> None:
    contract = read("targets: {arrival: {start: reported, within: 3h, stop: arrived}}")
    assert contract.targets == {
        "arrival": Target(
            start="reported",
            within=3 * HOUR,
            stop="arrived",
            calendar="24x7",
            applies_to=("fault", "emergency"),
            priority={},
            warn_at=80,
            pause_on=None,
            unless_restored_within=None,
            needs=None,
            discharged_by="restored",
            policy=False,
        )
    }


AMENDED = """
targets: {arrival: {start: reported, within: 3h, stop: arrived}, reply: {start: reported, within: 1h, stop: answered}}
pauses: {allowed: [owner_access]}
fees: {callout: "300.00"}
warranty: {months: 36}
amendments:
  - {from: 2027-01-01, note: 补充协议二, targets: {arrival: {start: reported, within: 1h, stop: arrived}}}
  - {from: 2026-07-01, targets: {arrival: {start: reported, within: 2h, stop: arrived}}, pauses: {}}
  - {from: 2027-01-01, warranty: {months: 48}, fees: {discount: 90%}}
"""


def told(terms: Contract) -> str:
    """Tell the terms that the amendments speak of."""
    targets = ", ".join(f"{name} {target.within // HOUR}h" for name, target in terms.targets.items())
    assert terms.fees is not None
    assert terms.warranty is not None
    return (
        f"{targets}; pauses {', '.join(terms.pauses.allowed) or 'none'}; "
        f"callout {terms.fees.callout}, {terms.fees.discount}; {terms.warranty.months} months"
    )


@pytest.mark.parametrize(
    ("day", "terms"),
    [
        ("2026-06-30", "arrival 3h, reply 1h; pauses owner_access; callout 300.00, None; 36 months"),
        ("2026-07-01", "arrival 2h; pauses none; callout 300.00, None; 36 months"),
        ("2026-12-31", "arrival 2h; pauses none; callout 300.00, None; 36 months"),
        ("2027-01-01", "arrival 1h; pauses none; callout None, 90; 48 months"),
        ("2099-01-01", "arrival 1h; pauses none; callout None, 90; 48 months"),
    ],
)
def test_amendments_replace_whole_keys_from_their_day_on(day: str, terms: str) -> None:
    """In the order of their days, wherever they stand; what an amendment does not name stays."""
    contract = read(AMENDED)
    assert told(contract.on(dt.date.fromisoformat(day))) == terms


def test_terms_in_force_are_the_contract_with_other_keys_and_nothing_else() -> None:
    contract = read(AMENDED)
    assert contract.on(dt.date(2026, 6, 30)) == contract
    assert contract.on(dt.date(2027, 1, 1)) == msgspec.structs.replace(
        contract,
        targets={"arrival": Target(start="reported", within=HOUR, stop="arrived")},
        pauses=Pauses(),
        fees=Fees(discount=90),
        warranty=Warranty(months=48),
    )


def test_an_amendment_can_end_every_target() -> None:
    contract = read(
        "targets: {a: {start: reported, within: 3h, stop: arrived}}\namendments: [{from: 2026-07-01, targets: {}}]"
    )
    assert contract.on(dt.date(2026, 7, 1)).targets == {}
