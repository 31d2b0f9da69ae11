"""Trees become records, or everything that is wrong with them at once."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftercare_cli.model.calendars import Calendar
from aftercare_cli.model.contract import Contract, Target
from aftercare_cli.model.kinds import BY_NAME, KINDS, Kind, KindName
from aftercare_cli.model.service import CheckResult, Inspection, SpareMovement, TrainingSession
from aftercare_cli.model.settings import Settings
from aftercare_cli.model.sites import Contact, EquipmentList, Item, Price, Site
from aftercare_cli.model.ticket import Answered, Arrived, Closed, Resolved, Restored, Ticket
from aftercare_cli.store.decode import decode
from aftercare_cli.store.line_reader import Node, Tree
from aftercare_cli.store.yaml_reader import read_mapping
from tests.store.minimal import CONTRACT, EQUIPMENT, INSPECTION, MINIMAL, SITE, TICKET, TRAINING, WORKSPACE
from tests.store.telling import Wrong, wrong

BEIJING = dt.timezone(dt.timedelta(hours=8))


def tree(text: str) -> Tree:
    return read_mapping(text.encode(), "a.yaml")


def at(hour: int, minute: int) -> dt.datetime:
    return dt.datetime(2026, 11, 22, hour, minute, tzinfo=BEIJING)


def test_the_minimal_workspace_loads_as_it_stands() -> None:
    record = decode(Settings, tree(WORKSPACE))
    assert isinstance(record, Settings)
    assert (record.company.name, record.company.phone) == ("Example Integration Co.", "400-000-0000")
    assert (record.timezone, record.language, record.currency, record.holidays) == (
        "Asia/Shanghai",
        "zh-CN",
        "CNY",
        "CN",
    )
    hours = ((540, 720), (810, 1080))
    assert record.calendars == {"work": Calendar((hours, hours, hours, hours, hours, (), ()))}


def test_the_minimal_contract_loads_as_it_stands() -> None:
    record = decode(Contract, tree(CONTRACT))
    assert isinstance(record, Contract)
    assert (record.acceptance, record.handover) == (dt.date(2025, 3, 20), dt.date(2025, 3, 31))
    assert record.warranty is not None
    assert record.warranty.months == 36
    assert record.targets == {
        "arrival": Target(start="reported", within=dt.timedelta(hours=3), stop="arrived"),
        "standby": Target(
            start="fault",
            within=dt.timedelta(hours=8),
            stop="standby_in_service",
            unless_restored_within=dt.timedelta(hours=5),
        ),
        "spares": Target(
            start="reported",
            within=dt.timedelta(hours=8),
            stop="spares_on_site",
            needs="spares",
            discharged_by="resolved",
        ),
    }
    assert record.pauses.allowed == ("owner_access", "owner_request", "force_majeure")
    assert record.inspection is not None
    assert (record.inspection.every, record.inspection.checklist, record.inspection.policy) == (1, "cctv", False)
    assert record.follow_up is not None
    assert (record.follow_up.every, record.follow_up.policy) == (3, True)
    assert record.fees is not None
    assert record.fees.callout == Decimal("300.00")
    (secrecy,) = record.confidentiality
    assert (secrecy.party, secrecy.signed, secrecy.until) == ("customer", dt.date(2024, 12, 1), dt.date(2029, 3, 31))


def test_the_minimal_site_and_its_equipment_load_as_they_stand() -> None:
    assert decode(Site, tree(SITE)) == Site(
        id="hq",
        contract="hq-cctv",
        name="总部大楼",
        address="示例市示例路 1 号",
        contacts=(Contact(name="值班室", phone="0000-1234567"),),
    )
    assert decode(EquipmentList, tree(EQUIPMENT)) == EquipmentList(
        site="hq",
        items=(
            Item(id="hq-cam-001", category="camera", model="CAM-200", serial="SN0001", location="一层大堂"),
            Item(id="hq-ups-01", category="ups", model="UPS-3K", installed=dt.date(2025, 2, 10)),
        ),
    )


def test_the_minimal_ticket_loads_as_it_stands() -> None:
    assert decode(Ticket, tree(TICKET)) == Ticket(
        id="T-20261122-7F3K",
        site="hq",
        equipment=("hq-cam-001",),
        summary="大堂球机无图像",
        fault_at=at(8, 50),
        reported_at=at(9, 12),
        reporter=Contact(name="值班室", phone="0000-1234567"),
        events=(
            Answered(at=at(9, 20), by="eng-a", note="电话指导重启"),
            Arrived(at=at(11, 40), by="eng-a", evidence="门岗登记"),
            Restored(at=at(12, 30), by="eng-a", note="更换电源模块"),
            Resolved(at=at(12, 40), by="eng-a", cause="quality", evidence="服务单客户签字"),
            Closed(at=at(12, 45), by="clerk-a", signed_by="值班室"),
        ),
    )


def test_the_minimal_inspection_and_training_load_as_they_stand() -> None:
    record = decode(Inspection, tree(INSPECTION))
    assert isinstance(record, Inspection)
    assert (record.period, record.by, record.witness) == ("2026-11", ("eng-a",), "值班室")
    assert record.results == (
        CheckResult(
            check="image-quality", equipment="hq-cam-001", result="fail", note="有条纹", ticket="T-20261105-2K9D"
        ),
        CheckResult(check="cabinet-sealing", result="pass"),
    )
    session = decode(TrainingSession, tree(TRAINING))
    assert isinstance(session, TrainingSession)
    assert (session.role, session.topics) == ("operator", ("5", "6.1", "6.2"))
    assert [(person.name, person.signed) for person in session.attendees] == [("学员甲", True), ("学员乙", True)]
    several = decode(TrainingSession, tree(TRAINING.replace("role: operator ", "role: [operator, senior_admin] ")))
    assert isinstance(several, TrainingSession)
    assert several.role == ("operator", "senior_admin")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_has_a_minimal_record(kind: Kind) -> None:
    assert isinstance(decode(kind.type, tree(MINIMAL[kind.name])), kind.type)


def test_serials_and_telephone_numbers_stay_what_was_typed() -> None:
    for text in ("0012", "12_000", "1.0e+3", "0x1F", "1:30", "+8613800000000", "no", "1e999999", "=1+1"):
        record = decode(EquipmentList, tree(f"{{site: hq, items: [{{id: a, category: b, model: c, serial: {text}}}]}}"))
        assert isinstance(record, EquipmentList)
        assert record.items[0].serial == text


def test_everything_wrong_is_told_at_once() -> None:
    record = """
idd: T-20261122-7F3K
site: HQ
equipment: hq-cam-001
kind: falt
reported_at: 2026-11-22 09:12
reporter: 值班室
spares_needed: yes
events:
  - {at: yesterday, type: arived, by: eng-a}
  - {at: 2026-11-22T09:20:00+08:00, type: answered, bye: eng-a, note: [a]}
  - {at: 2026-11-22T09:20:00+08:00}
  - answered
  - {type: replaced, quantity: 0, quoted: 300}
"""
    assert wrong(decode(Ticket, tree(record))) == [
        Wrong("unknown-key", "idd", "unknown key idd", "did you mean id?"),
        Wrong(
            "value",
            "site",
            "HQ cannot be an id here",
            "use lower-case letters, digits and hyphens, at most 63, and no name that Windows reserves",
        ),
        Wrong("type", "equipment", "hq-cam-001 is not a list", "write it like [a, b]"),
        Wrong("value", "kind", "falt is not a word known here", "did you mean fault?"),
        Wrong(
            "value",
            "reported_at",
            "2026-11-22 09:12 has no offset from UTC",
            "write the offset too, like 2026-11-22T09:12:00+08:00",
        ),
        Wrong("type", "reporter", "值班室 is not a mapping", "write it like {key: value}"),
        Wrong("value", "spares_needed", "yes is neither true nor false"),
        Wrong("value", "events.0.type", "arived is not a word known here", "did you mean arrived?"),
        Wrong("unknown-key", "events.1.bye", "unknown key bye", "did you mean by?"),
        Wrong("type", "events.1.note", "[…] is not a text"),
        Wrong("missing-key", "events.2", "the key type is missing", "add type"),
        Wrong("type", "events.3", "answered is not a mapping", "write it like {key: value}"),
        Wrong("value", "events.4.quantity", "0 is not a whole number from 1 to 999999"),
        Wrong(
            "value",
            "events.4.quoted",
            "300 is not an amount of money",
            'write it with two decimals and in quotes, like "300.00"',
        ),
        Wrong("missing-key", "events.4", "the key at is missing", "add at"),
        Wrong("missing-key", "events.4", "the key model is missing", "add model"),
        Wrong("missing-key", "", "the key id is missing", "add id"),
        Wrong("missing-key", "", "the key summary is missing", "add summary"),
    ]


def one_wrong(name: KindName, before: str, after: str) -> Wrong:
    """Give what is wrong with the minimal record of a kind in which `before` is replaced."""
    assert before in MINIMAL[name]
    (only,) = wrong(decode(BY_NAME[name].type, tree(MINIMAL[name].replace(before, after, 1))))
    return only


def test_keys_that_mean_nothing_are_told_with_what_is_near_or_known() -> None:
    assert one_wrong("ticket", "reported_at:", "reportedat: x\nreported_at:") == Wrong(
        "unknown-key", "reportedat", "unknown key reportedat", "did you mean reported_at?"
    )
    assert one_wrong("site", "name:", "qqq: x\nname:") == Wrong(
        "unknown-key",
        "qqq",
        "unknown key qqq",
        "keys here are id, contract, name, name_en, address, contacts, access_hours, travel_fee",
    )
    assert one_wrong("contract", "stop: arrived", "stop: arrived, wthin: 3h") == Wrong(
        "unknown-key", "targets.arrival.wthin", "unknown key wthin", "did you mean within?"
    )
    assert one_wrong("contract", "with: customer", "with: customer, party: x").sentence == "unknown key party"


def test_words_that_mean_nothing_are_told_with_what_is_near_or_known() -> None:
    assert one_wrong("contract", "stop: arrived", "stop: arived").hint == "did you mean arrived?"
    assert one_wrong("spare", "count", "zzz") == Wrong(
        "value", "type", "zzz is not a word known here", "it is one of count, issue, receive, return, scrap"
    )
    assert one_wrong("training", "operator ", "root ") == Wrong(
        "value", "role", "root is not a word known here", "it is one of maintenance_admin, operator, senior_admin"
    )
    assert one_wrong("training", "operator ", "[operator, root]").field == "role.1"
    assert one_wrong("workspace", "aftercare: 1", "aftercare: 2") == Wrong(
        "value", "aftercare", "2 is not a word known here", "it is one of 1"
    )


def test_a_word_that_is_no_text_is_told() -> None:
    for value in ("[answered]", "{a: b}"):
        found = one_wrong("ticket", "type: answered", f"type: {value}")
        assert (found.code, found.field) == ("value", "events.0.type")
    assert one_wrong("ticket", "type: answered", "type: ") == Wrong(
        "missing-key", "events.0", "the key type is missing", "add type"
    )
    assert one_wrong("ticket", "kind: fault", "kind: [fault]").sentence == "[…] is not a word known here"
    assert one_wrong("ticket", "kind: fault", "kind:").sentence == "(nothing) is not a word known here"


IDS = [
    "../../etc/passwd",
    "..",
    ".",
    '""',
    "a/b",
    "a\\b",
    "C:x",
    "con",
    "nul",
    "com1",
    "lpt9",
    "Hq",
    "-hq",
    "hq hq",
    "总部",
    "a" * 64,
    "总" * 85,
    "hq.yaml",
    "~",
    "[hq]",
]


@pytest.mark.parametrize("name", IDS)
def test_what_cannot_be_a_file_name_cannot_be_an_id(name: str) -> None:
    found = one_wrong("site", "id: hq", f"id: {name}")
    assert found.field == "id"
    assert found.code in {"value", "type"}
    found = one_wrong("ticket", "T-20261122-7F3K", name)
    assert found.field == "id"


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..", ".", "a/b", "a\\b", "C:x", "CON", "Nul", "球机", "a" * 64, "a b"]
)
def test_what_cannot_be_an_equipment_id(name: str) -> None:
    assert one_wrong("equipment", "id: hq-cam-001", f"id: {name}") == Wrong(
        "value",
        "items.0.id",
        f"{name if len(name) <= 60 else name[:57] + '…'} cannot be an id here",
        "use letters, digits, hyphens and underscores, at most 63, and no name that Windows reserves",
    )


def test_a_dated_id_is_told_with_an_example() -> None:
    advice = "a letter, the day, four characters without I, L, O, U"
    for name, before, field, example in (
        ("ticket", "T-20261122-7F3K", "id", "T-20261122-7F3K"),
        ("inspection", "I-20261105-8Q2M", "id", "I-20261122-7F3K"),
        ("inspection", "T-20261105-2K9D", "results.0.ticket", "T-20261122-7F3K"),
    ):
        for bad in (
            "T-2",
            "X-20261122-7F3K",
            "T-20261122-7F3I",
            "T-20261122-7F3KK",
            "t-20261122-7f3k",
            "T-2026112-7F3K",
        ):
            assert one_wrong(BY_NAME[name].name, before, bad) == Wrong(
                "value", field, f"{bad} cannot be an id here", f"write it like {example}: {advice}"
            )
    assert one_wrong("hazard", "description:", "source: somebody, description:").hint == (
        f"write it like T-20261122-7F3K: {advice}"
    )


@pytest.mark.parametrize(
    "money",
    [
        "300",
        "300.0",
        "300.000",
        "0.1",
        ".50",
        "-0.00",
        "-1.00",
        "+1.00",
        ".nan",
        "NaN",
        ".inf",
        "1e999999",
        "1e2",
        "1_000.00",
        "'1,000.00'",
        "1 000.00",
        "￥300.00",
        "1234567890.00",
        "''",
        "[1.00]",
        "{a: b}",
    ],
)
def test_what_is_no_money(money: str) -> None:
    found = one_wrong("contract", 'callout: "300.00"', f"callout: {money}")
    assert (found.code, found.field) == ("value", "fees.callout")
    assert found.hint == 'write it with two decimals and in quotes, like "300.00"'


@pytest.mark.parametrize(
    ("time", "hint"),
    [
        ("2026-03-02 09:12:00", "write the offset too, like 2026-03-02T09:12:00+08:00"),
        ("2026-03-02 09:12", "write the offset too, like 2026-03-02T09:12:00+08:00"),
        ("2026-03-02T09:12", "write the offset too, like 2026-03-02T09:12:00+08:00"),
        ("2026-03-02", "write a time like 2026-11-22T09:12:00+08:00"),
        ("yesterday", "write a time like 2026-11-22T09:12:00+08:00"),
        ("2026-03-02T9:12+08:00", "write a time like 2026-11-22T09:12:00+08:00"),
        ("1772413920", "write a time like 2026-11-22T09:12:00+08:00"),
        ("[]", "write a time like 2026-11-22T09:12:00+08:00"),
    ],
)
def test_what_is_no_time(time: str, hint: str) -> None:
    found = one_wrong("ticket", "2026-11-22T09:12:00+08:00", time)
    assert (found.code, found.field, found.hint) == ("value", "reported_at", hint)


def test_what_is_no_moment_of_any_calendar() -> None:
    for time in ("2026-02-30T09:12:00+08:00", "2026-03-02T25:12:00+08:00", "2026-03-02T09:12:00+25:00"):
        found = one_wrong("ticket", "2026-11-22T09:12:00+08:00", time)
        assert (found.code, found.field) == ("value", "reported_at")
        assert time in found.sentence


def test_a_time_keeps_its_offset() -> None:
    for text, expected in (
        ("2026-11-22T09:12:00Z", dt.datetime(2026, 11, 22, 9, 12, tzinfo=dt.UTC)),
        ("2026-11-22T09:12-03:30", dt.datetime(2026, 11, 22, 9, 12, tzinfo=dt.timezone(-dt.timedelta(hours=3.5)))),
    ):
        record = decode(Ticket, {"id": "T-20261122-7F3K", "site": "hq", "summary": "x", "reported_at": text})
        assert isinstance(record, Ticket)
        assert (record.reported_at, record.reported_at.utcoffset()) == (expected, expected.utcoffset())


def test_errors_inside_a_calendar_keep_their_path() -> None:
    for before, after, field in (
        ("mon-fri", "mon-fry", "calendars.work.mon-fry"),
        ('"09:00-12:00"', '"9:00-12:00"', "calendars.work.mon-fri.0"),
        ("work: {", "work: {except: {2026-02-30: []}, ", "calendars.work.except.2026-02-30"),
        ("work: {", "work: {except: {2026-02-20: [x]}, ", "calendars.work.except.2026-02-20.0"),
        ("work: {", "work: {holidays: [2026-02-20, x], ", "calendars.work.holidays.1"),
        ("work: {", "Work: {", "calendars.Work"),
        ("holidays: CN", "holidays: cn", "holidays"),
    ):
        assert one_wrong("workspace", before, after).field == field


def test_rows_of_tables_are_decoded_like_records() -> None:
    assert decode(Price, {"model": "a", "name": "=cmd", "unit": "台", "unit_price": "0.00"}) == Price(
        model="a", name="=cmd", unit="台", unit_price=Decimal("0.00")
    )
    assert wrong(decode(SpareMovement, {"at": "2026-04-01", "model": "a", "quantity": "-1", "type": "receive"})) == [
        Wrong("value", "quantity", "-1 is not a whole number")
    ]


def test_a_tree_that_is_no_mapping_is_told() -> None:
    for value, shown in ((None, "(nothing)"), ("x" * 100, "x" * 57 + "…"), ([], "[…]")):
        assert wrong(decode(Site, value)) == [
            Wrong("type", "", f"{shown} is not a mapping", "write it like {key: value}")
        ]


def words_of(info: msgspec.inspect.Type, seen: set[type]) -> Iterator[str]:
    """Give every key and every word of a closed vocabulary that occurs in a type."""
    match info:
        case msgspec.inspect.StructType(cls=cls, fields=fields) if cls not in seen:
            seen.add(cls)
            yield from ("type", str(info.tag))
            for field in fields:
                yield field.encode_name
                yield from words_of(field.type, seen)
        case msgspec.inspect.UnionType(types=types):
            for part in types:
                yield from words_of(part, seen)
        case msgspec.inspect.VarTupleType(item_type=inner) | msgspec.inspect.DictType(value_type=inner):
            yield from words_of(inner, seen)
        case msgspec.inspect.LiteralType(values=words):
            yield from map(str, words)


WORDS = sorted({word for kind in KINDS for word in words_of(msgspec.inspect.type_info(kind.type), set())})
VALUES = [
    "hq",
    "2026-11",
    "2026-11-22",
    "2026-11-22T09:12:00+08:00",
    "3h",
    "300.00",
    "1",
    "80%",
    "true",
    "1 month",
    "CN",
]


def trees() -> st.SearchStrategy[Node]:
    leaves = st.none() | st.sampled_from(WORDS + VALUES) | st.text(max_size=5)
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=6),
        max_leaves=20,
    )


def mutated(tree: Node, draw: st.DataObject) -> Node:
    """Give the tree with one value, drawn from all of it, replaced, removed or given another key."""
    if not isinstance(tree, dict | list) or not tree or draw.draw(st.integers(0, 3)) == 0:
        return draw.draw(trees())
    if isinstance(tree, list):
        position = draw.draw(st.integers(0, len(tree) - 1))
        return [*tree[:position], mutated(tree[position], draw), *tree[position + 1 :]]
    key = draw.draw(st.sampled_from(sorted(tree)))
    other = draw.draw(st.sampled_from([key, key, key, "zzz", *WORDS]))
    return {**{name: part for name, part in tree.items() if name != key}, other: mutated(tree[key], draw)}


@settings(deadline=None, max_examples=400)
@given(st.data())
def test_any_tree_is_a_record_or_told_what_is_wrong(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    value = mutated(dict(tree(MINIMAL[kind.name])), data)
    result = decode(kind.type, value)
    if isinstance(result, list):
        assert result
        # `schema` would mean that the compiled reader refused what the walk along the type found right.
        assert "schema" not in {problem.code for problem in result}
        for found in wrong(result):
            assert found.sentence
    else:
        assert isinstance(result, kind.type)


@settings(deadline=None)
@given(st.sampled_from(KINDS), trees())
def test_any_tree_at_all_is_a_record_or_told_what_is_wrong(kind: Kind, value: Node) -> None:
    result = decode(kind.type, value)
    assert isinstance(result, kind.type) or wrong(result)
