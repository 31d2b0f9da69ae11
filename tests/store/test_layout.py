"""The canonical layout says what the file said, and comments stay."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftercare_cli.model.kinds import BY_NAME, KINDS, Kind, KindName
from aftercare_cli.store.edit import EditError, insert_item
from aftercare_cli.store.encoding import BOM, plain_text
from aftercare_cli.store.files import UnreadableError
from aftercare_cli.store.layout import canonical, with_offset
from aftercare_cli.store.yaml_reader import read_mapping
from tests.store.layouts import records
from tests.store.minimal import MINIMAL, TICKET
from tests.store.telling import Told, refused
from tests.store.test_edit import ITEM, REFUSED

SHANGHAI = ZoneInfo("Asia/Shanghai")


def laid(text: str, name: KindName = "ticket", timezone: dt.tzinfo = SHANGHAI) -> str:
    return canonical(text.encode(), BY_NAME[name], "records/a.yaml", timezone).decode()


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not kind.is_table], ids=lambda kind: kind.name)
def test_a_minimal_record_keeps_its_meaning_and_its_comments(kind: Kind) -> None:
    text = MINIMAL[kind.name]
    after = laid(text, kind.name)
    assert read_mapping(after.encode(), "") == read_mapping(text.encode(), "")
    assert after.count("#") == text.count("#")
    assert laid(after, kind.name) == after


def test_a_canonical_record_is_not_touched() -> None:
    assert laid(TICKET.lstrip()) == TICKET.lstrip()


def test_keys_come_in_the_order_of_their_type() -> None:
    assert laid("site: hq # where\n# the id\nid: T\nevents:\n- {note: c, by: b, type: noted, at: a}\n") == (
        "id: T\nsite: hq # where\n# the id\nevents:\n  - {at: a, type: noted, by: b, note: c}\n"
    )


def test_line_ends_and_the_byte_order_mark_go() -> None:
    text = "# top\nid: T\n\n# middle\nsite: hq # end\nsummary: |\n  a\n  b\n"
    for ending in ("\n", "\r\n", "\r"):
        assert laid("\ufeff" + text.replace("\n", ending)) == text


def test_times_get_their_offset_and_money_its_quotes() -> None:
    assert laid("id: T\nreported_at: 2026-11-22 09:12\nevents:\n  - {at: 2026-11-22T09:20:30, type: answered}\n") == (
        "id: T\nreported_at: 2026-11-22T09:12:00+08:00\nevents:\n  - {at: 2026-11-22T09:20:30+08:00, type: answered}\n"
    )
    assert laid("id: hq\nfees: {callout: 300.00}\n", "contract") == 'id: hq\nfees: {callout: "300.00"}\n'
    assert laid("id: T\nsummary: 2026-11-22 09:12\n") == "id: T\nsummary: 2026-11-22 09:12\n"


def test_a_time_that_comes_twice_or_never_stays_as_it_is() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert with_offset("2026-10-25T02:30", berlin) == "2026-10-25T02:30"
    assert with_offset("2026-03-29T02:30", berlin) == "2026-03-29T02:30"
    assert with_offset("2026-07-01 02:30", berlin) == "2026-07-01T02:30:00+02:00"


def test_scalars_stay_the_text_they_are() -> None:
    text = (
        "id: T\nsite: 0012\nkind: 1_000\npriority: 1e3\nsummary: no\nfault_at: ~\nchannel: 0x1F\nout_of_scope: 1:30\n"
    )
    assert read_mapping(laid(text).encode(), "") == read_mapping(text.encode(), "")
    assert "0012" in laid(text)


@pytest.mark.parametrize("text", [text for text in REFUSED.values() if "none" not in text and "..." not in text])
def test_a_layout_that_cannot_be_added_to_can_be_afterwards(text: str) -> None:
    after = insert_item(laid(text).encode(), "events", 0, ITEM)
    events = read_mapping(after, "")["events"]
    assert isinstance(events, list)
    assert events[0] == ITEM


def test_a_table_gets_its_columns_in_order() -> None:
    text = '\ufeffunit_price,name,unit,model\r\n1.00,"a, b",台,CAM\r\n\r\n"2.00","c\nd",台,"e"\r\n'
    after = 'model,name,unit,unit_price\nCAM,"a, b",台,1.00\ne,"c\nd",台,2.00\n'
    assert laid(text, "price") == after
    assert laid(after, "price") == after
    assert laid("", "price") == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "model,name\na\n",
            Told("cell-count", 1, 1, "has rows that do not fit its header", "aftercare check names them"),
        ),
        ("modle\na\n", Told("cell-count", 1, 1, "has rows that do not fit its header", "aftercare check names them")),
        (
            'model\n"a"b\n',
            Told(
                "csv-syntax",
                1,
                1,
                "is not valid CSV: ',' expected after '\"'",
                "close the quotes around a cell; a quote inside them is written twice",
            ),
        ),
        ("model\n\0\n", Told("control-character", 2, 1, "holds the control character U+0000 at byte 6", "delete it")),
    ],
)
def test_a_table_that_cannot_be_read_is_told(text: str, expected: Told) -> None:
    assert refused(lambda: laid(text, "price")) == [expected]


TOLD = {
    "tabs": "id: T\ncalendars:\t{a: b}\nwork:\t\n",
    "a tab in text": "{id: T,\n summary: a\tb}\n",
    "a line separator in front": "\u2028id: T\n",
    "a comment behind a block text": "id: |\n  a\n\n  # b\n # c\nsite: d\n",
}


def outcome(data: bytes, kind: Kind) -> str:
    """Give what comes of a file: `kept`, or the code or sentence of what is told."""
    try:
        after = canonical(data, kind, "records/a.yaml", SHANGHAI)
    except UnreadableError as error:
        return error.findings[0].code
    except EditError as error:
        return str(error)
    if not kind.is_table and read_mapping(after, "") != read_mapping(plain_text(data, ""), ""):
        return "changed"
    return "kept"


RESISTS = "records/a.yaml is laid out in a way that cannot be rewritten"


@pytest.mark.parametrize("text", TOLD.values(), ids=TOLD)
def test_what_the_writer_does_not_understand_is_kept_or_told(text: str) -> None:
    assert outcome(text.encode(), BY_NAME["ticket"]) in {"kept", RESISTS}


@settings(deadline=None, max_examples=60)
@given(records())
def test_any_record_keeps_its_meaning(record: tuple[bytes, int]) -> None:
    data, _ = record
    kind = BY_NAME["ticket"]
    told = outcome(data, kind)
    assert told in {"kept", RESISTS}
    if told == "kept":
        after = canonical(data, kind, "a.yaml", SHANGHAI)
        assert not after.startswith(BOM)
        assert b"\r" not in after
        assert canonical(after, kind, "a.yaml", SHANGHAI) == after


@settings(deadline=None)
@given(st.sampled_from(["site", "equipment", "price"]), st.integers(0, 200), st.binary(max_size=6))
def test_damaged_files_never_raise_anything_else(name: KindName, at: int, noise: bytes) -> None:
    data = "model,name,unit,unit_price\nCAM,a,b,1.00\n" if name == "price" else MINIMAL[name]
    assert outcome(data.encode()[:at] + noise + data.encode()[at:], BY_NAME[name]) != "changed"


def test_a_comment_is_never_dropped() -> None:
    """The writer has no place for one between a key and a word below it: the file stays as its author wrote it."""
    assert outcome(b"staff:\n  # who is asked first\n  none\n", BY_NAME["staff"]) == RESISTS
    assert laid("site: hq # a\n# b\nitems:\n# c\n  - {id: x} # d\n# e\n", "equipment") == (
        "site: hq # a\n# b\nitems:\n# c\n  - {id: x} # d\n# e\n"
    )


def test_a_layout_that_would_never_come_to_rest_is_refused() -> None:
    assert outcome("id: 'a\u2028b' # c\n".encode(), BY_NAME["ticket"]) == RESISTS
    assert outcome("id: 'a\u2028b'\n# c\n".encode(), BY_NAME["ticket"]) == "kept"


def test_blank_lines_above_a_record_go_at_once() -> None:
    assert laid("\n  \n\n# a\n\nid: hq\n", "site") == "# a\n\nid: hq\n"
    assert laid("\n\n\nid: hq\n", "site") == "id: hq\n"
    assert laid("items: []\n\nsite: hq\n", "equipment") == "site: hq\nitems: []\n"
