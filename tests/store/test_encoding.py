"""Bytes that are no plain text are refused before anything is parsed; what is odd is read, and told once."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftercare_cli.store.encoding import BOM, encoding_findings, plain_text, position_at
from aftercare_cli.store.files import UnreadableError
from tests.store.telling import Told, refused, told

CONFLICT = "holds an unresolved merge conflict"
CHOOSE = "choose what is right, delete the marker lines, then run git add"
SAVE = "save the file as UTF-8"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"a: b\n",
        b"a: b\r\nc: d\r\n",
        b"a: b\rc: d\r",
        b"a:\tb\n",
        "a: 大堂，球机：无图像。\u00a0😀\u3000é\n".encode(),
        b"a: <<<<<<< b\n",
        b"a: |\n  <<<<<<< ours\n  =======\n  >>>>>>> theirs\n",
        b"=======\n",
        b"<<<<<<<<<<<<<<<<\n",
    ],
)
def test_plain_text_is_given_as_it_is(data: bytes) -> None:
    assert plain_text(data, "a.yaml") == data
    assert plain_text(BOM + data, "a.yaml") == data


REFUSED = {
    "a Chinese encoding of Windows": (
        "a: b\nc: 大堂\n".encode("gb18030"),
        Told("not-utf8", 2, 4, "is not UTF-8: byte 8 is 0xb4", SAVE),
    ),
    "UTF-16": (
        "a: b\n".encode("utf-16-le"),
        Told("control-character", 1, 2, "holds the control character U+0000 at byte 1", "delete it"),
    ),
    "UTF-16 with its mark": (b"\xff\xfea\0:\0 \0b\0", Told("not-utf8", 1, 1, "is not UTF-8: byte 0 is 0xff", SAVE)),
    "a surrogate": (b"a: \xed\xa0\x80\n", Told("not-utf8", 1, 4, "is not UTF-8: byte 3 is 0xed", SAVE)),
    "a slash in two bytes": (b"a: \xc0\xaf\n", Told("not-utf8", 1, 4, "is not UTF-8: byte 3 is 0xc0", SAVE)),
    "a sign cut short": (b"a: \xe5\xa4", Told("not-utf8", 1, 4, "is not UTF-8: byte 3 is 0xe5", SAVE)),
    "NUL": (
        b"a: b\r\nc: \0\r\n",
        Told("control-character", 2, 4, "holds the control character U+0000 at byte 9", "delete it"),
    ),
    "nothing but NUL": (
        bytes(4096),
        Told("control-character", 1, 1, "holds the control character U+0000 at byte 0", "delete it"),
    ),
    "ESC": (
        "a: 值\x1b[31m\n".encode(),
        Told("control-character", 1, 5, "holds the control character U+001B at byte 6", "delete it"),
    ),
    "DEL": (b"\x7f", Told("control-character", 1, 1, "holds the control character U+007F at byte 0", "delete it")),
    "C1": (
        "a: b\rc: é\u009b31m\n".encode(),
        Told("control-character", 2, 5, "holds the control character U+009B at byte 10", "delete it"),
    ),
    "next line": (
        "a: b\u0085".encode(),
        Told("control-character", 1, 5, "holds the control character U+0085 at byte 4", "delete it"),
    ),
    "a conflict": (
        b"a: b\n<<<<<<< HEAD\nc: d\n=======\nc: e\n>>>>>>> branch\n",
        Told("merge-conflict", 2, 1, CONFLICT, CHOOSE),
    ),
    "a conflict with its base": (
        b"<<<<<<< ours\nc: d\n||||||| base\n=======\nc: e\n>>>>>>> theirs\n",
        Told("merge-conflict", 1, 1, CONFLICT, CHOOSE),
    ),
    "a conflict with CRLF": (
        b"a: b\r\n<<<<<<< HEAD\r\nc: d\r\n=======\r\nc: e\r\n>>>>>>> branch\r\n",
        Told("merge-conflict", 2, 1, CONFLICT, CHOOSE),
    ),
    "the rest of a conflict": (
        b"a: b\nc: d\n=======\nc: e\n>>>>>>> branch\n",
        Told("merge-conflict", 3, 1, CONFLICT, CHOOSE),
    ),
}


@pytest.mark.parametrize(("data", "expected"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_and_where(data: bytes, expected: Told) -> None:
    assert refused(lambda: plain_text(data, "a.yaml")) == [expected]


def test_a_byte_order_mark_counts_as_bytes_but_not_as_a_column() -> None:
    assert refused(lambda: plain_text(BOM + b"a: \xff", "a.yaml")) == [
        Told("not-utf8", 1, 4, "is not UTF-8: byte 6 is 0xff", SAVE)
    ]
    assert refused(lambda: plain_text(BOM + b"a: \0", "a.yaml")) == [
        Told("control-character", 1, 4, "holds the control character U+0000 at byte 6", "delete it")
    ]


MARK = Told("byte-order-mark", 1, 1, "begins with a byte order mark", "aftercare fmt writes it without")
LF = "aftercare fmt writes LF; in Git, set eol=lf in .gitattributes"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", []),
        (b"a: b\n", []),
        (BOM + b"a: b\n", [MARK]),
        (b"a: b\r\n" * 3, [Told("line-ends", 1, 1, "has CRLF line ends", LF)]),
        (b"a: b\nc: d\r\n", [Told("line-ends", 1, 1, "has CRLF line ends", LF)]),
        (b"a: b\rc: d\r", [Told("line-ends", 1, 1, "has CR line ends", LF)]),
        (BOM + b"a: b\r\n", [MARK, Told("line-ends", 1, 1, "has CRLF line ends", LF)]),
    ],
)
def test_what_is_odd_is_warned_of_once(data: bytes, expected: list[Told]) -> None:
    findings = encoding_findings(data, "a.yaml")
    assert told(findings) == expected
    assert {found.severity for found in findings} <= {"warning"}


@pytest.mark.parametrize(
    ("data", "offset", "expected"),
    [
        (b"", 0, (1, 1)),
        (b"ab\ncd", 2, (1, 3)),
        (b"ab\ncd", 3, (2, 1)),
        (b"ab\r\ncd", 5, (2, 2)),
        (b"ab\rcd", 4, (2, 2)),
        ("值班室x".encode(), 9, (1, 4)),
        ("é\n\n😀x".encode(), 8, (3, 2)),
    ],
)
def test_positions_count_lines_and_signs(data: bytes, offset: int, expected: tuple[int, int]) -> None:
    assert position_at(data, offset) == expected


@settings(deadline=None)
@given(st.binary() | st.text().map(lambda text: text.encode(errors="surrogatepass")))
def test_any_bytes_are_plain_text_or_refused(data: bytes) -> None:
    try:
        text = plain_text(data, "a.yaml").decode()
    except UnreadableError as error:
        (found,) = error.findings
        assert found.code in {"not-utf8", "control-character", "merge-conflict"}
        assert found.line > 0
        assert found.column > 0
    else:
        assert not any(sign < " " and sign not in "\t\r\n" for sign in text)
        assert not any("\x7f" <= sign <= "\x9f" for sign in text)
