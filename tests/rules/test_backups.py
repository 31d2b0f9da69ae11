"""How many backups are needed, and whether they are there: by hand, and the least shortage by Hall's theorem."""

import datetime as dt
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercare_cli.model.settings import ModelInfo
from aftercare_cli.model.sites import EquipmentList, Item, Site
from aftercare_cli.rules.backups import Backup, allocate, review
from tests.rules.ledgers import NOW, renamed, stocked
from tests.rules.written import Records, contract, moment

MODELS = """
models:
  NVR-64: {covers: [NVR-32, NVR-16]}
  NVR-32: {covers: [NVR-16]}
"""


def place(rows: str, *items: str, terms: str = "", about: str = "", history: str = "") -> Records:
    """Give a workspace with one site `hq` of one contract, and items `id model [quantity] [key=value …]`."""
    records = stocked(rows, history, about=about)
    return renamed(
        records,
        contracts={"hq-cctv": contract(terms or "targets: {}")},
        sites={"hq": Site(id="hq", contract="hq-cctv", name="总部")},
        equipment={"hq": EquipmentList(site="hq", items=tuple(map(item, items)))},
    )


def item(text: str) -> Item:
    name, model, *more = text.split()
    values = dict(part.split("=") for part in more if "=" in part)
    return Item(
        id=name,
        model=model,
        category=values.get("category", "camera"),
        quantity=int(next((part for part in more if "=" not in part), "1")),
        installed=dt.date.fromisoformat(values["installed"]) if "installed" in values else None,
        replaces=values.get("replaces"),
        software="software" in values,
    )


def told(backup: Backup) -> str:
    served = " ".join(f"{model}×{count}" for model, count in sorted(backup.served_by.items()))
    return f"{backup.model} {backup.installed} needs {backup.needed}: {served or 'none'}, short {backup.short}"


def backups(records: Records, now: str = "31T12:00") -> list[str]:
    return [told(backup) for backup in review(records, moment(now)).backups]


@pytest.mark.parametrize(
    ("terms", "installed", "needed"),
    [
        ("", 50, 1),
        ("spares: {}", 50, 1),
        ("spares: {per_model: 3}", 1, 3),
        ("spares: {per_model: 0}", 50, 0),
        ("spares: {ratio: 10%}", 10, 1),
        ("spares: {ratio: 10%}", 11, 2),
        ("spares: {ratio: 10%}", 1, 1),
        ("spares: {ratio: 10%, per_model: 0}", 1, 1),
        ("spares: {ratio: 0%, per_model: 0}", 50, 0),
        ("spares: {ratio: 100%, per_model: 2}", 7, 7),
        ("spares: {ratio: 3%, per_model: 2}", 34, 2),
        # By the terms in force that day.
        ("spares: {per_model: 2}\namendments: [{from: 2026-04-01, spares: {per_model: 4}}]", 5, 2),
        ("spares: {per_model: 2}\namendments: [{from: 2026-03-31, spares: {per_model: 4}}]", 5, 4),
    ],
)
def test_what_a_contract_needs(terms: str, installed: int, needed: int) -> None:
    assert backups(place("01 CAM 9 receive", f"a CAM {installed}", terms=terms)) == [
        f"CAM {installed} needs {needed}: {f'CAM×{needed}' if needed else 'none'}, short 0"
    ]


def test_what_is_in_service() -> None:
    records = place(
        "",
        "a CAM",
        "b CAM 3",
        "old NVR",
        "new NVR-2 replaces=old installed=2026-03-10",
        "next UPS installed=2026-04-01",
        "vms VMS software=yes",
        "os WIN category=software",
    )
    assert backups(records) == ["CAM 4 needs 1: none, short 1", "NVR-2 1 needs 1: none, short 1"]
    # The day before the new one came, the old one was there.
    assert backups(records, "09T12:00") == ["CAM 4 needs 1: none, short 1", "NVR 1 needs 1: none, short 1"]


def test_what_is_served_no_longer_needs_no_backup() -> None:
    terms = "acceptance: 2025-03-30\nhandover: 2025-03-30\nwarranty: {months: 12}"
    records = place("", "a CAM", terms=terms)
    assert backups(records, "30T12:00") == ["CAM 1 needs 1: none, short 1"]
    assert backups(records, "31T12:00") == []


def test_several_customers_share_one_backup_but_each_has_his_ratio() -> None:
    one = place("01 CAM 9 receive", "a CAM 11", terms="spares: {ratio: 10%}")
    both = renamed(
        one,
        contracts={**one.contracts, "mill": contract("id: mill\nspares: {ratio: 20%, per_model: 2}")},
        sites={**one.sites, "mill": Site(id="mill", contract="mill", name="磨坊")},
        equipment={**one.equipment, "mill": EquipmentList(site="mill", items=(item("m CAM 6"), item("n UPS")))},
    )
    assert backups(both) == ["CAM 17 needs 4: CAM×4, short 0", "UPS 1 needs 2: none, short 2"]
    assert [told(found) for found in review(both, NOW, {"hq"}).backups] == ["CAM 11 needs 2: CAM×2, short 0"]


def test_a_unit_on_loan_is_the_backup_at_work() -> None:
    lent = "events: [{at: 05T12:00, type: standby_in_service, model: NVR}]"
    records = place("01 NVR 1 receive", "a NVR", about="spares: {minimum: {NVR: 1}}", history=lent)
    (found,) = review(records, NOW).backups
    assert (found.held, found.on_loan, found.short) == (1, 1, 0)
    # The shelf is empty all the same.
    assert [(level.held, level.short) for level in review(records, NOW).levels] == [(0, 1)]


def test_a_spare_that_covers_several_counts_once() -> None:
    items = ("a NVR-16", "b NVR-32")
    assert backups(place("01 NVR-64 1 receive", *items, about=MODELS)) == [
        "NVR-16 1 needs 1: NVR-64×1, short 0",
        "NVR-32 1 needs 1: none, short 1",
    ]
    assert backups(place("01 NVR-64 2 receive", *items, about=MODELS)) == [
        "NVR-16 1 needs 1: NVR-64×1, short 0",
        "NVR-32 1 needs 1: NVR-64×1, short 0",
    ]


def test_what_is_taken_first_is_given_away_where_that_helps() -> None:
    """Who takes the first spare that fits gives S-1 to A, and finds nothing for B."""
    about = "models: {S-1: {covers: [A, B]}, S-2: {covers: [A]}}"
    assert backups(place("01 S-1 1 receive\n01 S-2 1 receive", "a A", "b B", about=about)) == [
        "A 1 needs 1: S-2×1, short 0",
        "B 1 needs 1: S-1×1, short 0",
    ]
    # Also where it is three who have to move.
    longer = "models: {S-1: {covers: [A, C]}, S-2: {covers: [A, B]}, S-3: {covers: [B]}}"
    rows = "01 S-1 1 receive\n01 S-2 1 receive\n01 S-3 1 receive"
    assert backups(place(rows, "a A", "b B", "c C", about=longer)) == [
        "A 1 needs 1: S-2×1, short 0",
        "B 1 needs 1: S-3×1, short 0",
        "C 1 needs 1: S-1×1, short 0",
    ]


def test_what_the_customer_holds_is_not_the_companys() -> None:
    terms = "handover: 2026-03-10\nspares: {at_customer: {CAM: 2, UPS: 1}}"
    records = place("09 CAM 1 receive hq\n09 CAM 1 receive", "a CAM", terms=terms)
    found = review(records, NOW)
    assert [told(backup) for backup in found.backups] == ["CAM 1 needs 1: CAM×1, short 0"]
    assert [(one.model, one.promised, one.held, one.short) for one in found.deposits] == [
        ("CAM", 2, 1, 1),
        ("UPS", 1, 0, 1),
    ]
    assert found.is_short
    before = review(records, moment("09T12:00"))
    assert [(one.is_due, one.short) for one in before.deposits] == [(False, 0), (False, 0)]
    assert not before.is_short
    # On the day of the handover they are due.
    assert [one.is_due for one in review(records, moment("10T00:00")).deposits] == [True, True]


@pytest.mark.parametrize(("now", "late"), [("05T23:59", False), ("06T00:00", True)])
def test_a_loan_is_late_the_day_after(now: str, late: bool) -> None:  # noqa: FBT001 - what is expected
    lent = "events: [{at: 04T12:00, type: standby_in_service, unit: A, due_on: 2026-03-05}]"
    assert review(place("", history=lent), moment(now)).is_short is late


names = st.sampled_from("ABCD")
spares = st.sampled_from("ABCDXYZ")


@given(
    st.dictionaries(names, st.integers(0, 3)),
    st.dictionaries(spares, st.integers(0, 3)),
    st.dictionaries(spares, st.sets(names)),
)
def test_no_other_way_leaves_less_missing(
    needs: dict[str, int], supply: dict[str, int], covers: dict[str, set[str]]
) -> None:
    models = {name: ModelInfo(covers=tuple(sorted(its))) for name, its in covers.items()}
    served = allocate(needs, supply, models)
    for model, found in served.items():
        assert sum(found.values()) <= needs[model]
        assert all(spare == model or model in covers.get(spare, ()) for spare in found)
    for spare, count in supply.items():
        assert sum(found.get(spare, 0) for found in served.values()) <= count
    missing = sum(needs.values()) - sum(count for found in served.values() for count in found.values())
    # Whoever is served at best lacks what some group of models needs beyond all the spares that fit any of them.
    groups = chain.from_iterable(combinations(needs, size) for size in range(len(needs) + 1))
    assert missing == max(
        sum(needs[model] for model in group)
        - sum(count for spare, count in supply.items() if {spare, *covers.get(spare, ())} & {*group})
        for group in groups
    )
