"""YAML is read as text, and whatever could mean two things is refused with its place."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftercare_cli.store.files import UnreadableError
from aftercare_cli.store.yaml_parser import DEPTH_LIMIT
from aftercare_cli.store.yaml_reader import read_mapping
from tests.store.telling import Told, refused

SPECIAL = "indent with spaces, and put text that begins with a special character in quotes"
COLON = "put text that holds a colon in quotes, and a space after the colon of a key"
ANCHOR = "anchors and aliases (& and *) are not allowed in a record"
WRITE_OUT = "write the value out where it is needed"
ONE_MAPPING = "is no mapping of keys to values; exactly one is expected"


@pytest.mark.parametrize(
    "value",
    [
        "0012",
        "12_000",
        "1.0e+3",
        "0x1F",
        "0o17",
        "1:30",
        "0.1",
        ".nan",
        "-.inf",
        "-0.00",
        "1e999999",
        "no",
        "on",
        "y",
        "true",
        "False",
        "2026-03-02",
        "2026-03-02 09:12:00",
        "2026-03-02T09:12:00+08:00",
        "=",
        "00",
        "+86 400 000 0000",
        "\uff13\uff10\uff10.00",
        "大堂球机无图像",
        "😀",
    ],
)
def test_a_scalar_is_the_text_that_stands_there(value: str) -> None:
    assert read_mapping(f"key: {value}\n".encode(), "a.yaml") == {"key": value}
    assert read_mapping(f"list:\n  - {value}\n".encode(), "a.yaml") == {"list": [value]}


def test_nothing_is_none_and_quotes_make_it_text() -> None:
    record = b"""
a:
b: ~
c: null
d: Null
e: NULL
f: ""
g: '~'
h: "null"
i: |
  null
j: [null, ~, "", "null"]
k: {l: , m: null}
"""
    assert read_mapping(record, "a.yaml") == {
        "a": None,
        "b": None,
        "c": None,
        "d": None,
        "e": None,
        "f": "",
        "g": "~",
        "h": "null",
        "i": "null\n",
        "j": [None, None, "", "null"],
        "k": {"l": None, "m": None},
    }


def test_every_layout_of_the_same_record_is_the_same_tree() -> None:
    expected = {
        "id": "hq",
        "note": "two\nlines\n",
        "contacts": [{"name": "值班室", "phone": "0000-1234567"}],
        "tags": [],
    }
    layouts = [
        'id: hq\nnote: |\n  two\n  lines\ncontacts:\n  - {name: 值班室, phone: "0000-1234567"}\ntags: []\n',
        '---\nid: hq\nnote: "two\\nlines\\n"\ncontacts:\n- name: 值班室\n  phone: 0000-1234567\ntags: [ ]\n...\n',
        '{"id": "hq", "note": "two\\nlines\\n", "contacts": [{"name": "值班室", "phone": "0000-1234567"}], "tags": []}',
        """%YAML 1.2
---
? id
: hq
note: |
   two
   lines
contacts: # who
      -
        name: '值班室'

        phone: >-
          0000-1234567
tags: [
]""",
    ]
    for layout in layouts:
        for ending in ("\n", "\r\n", "\r"):
            assert read_mapping(layout.replace("\n", ending).encode(), "a.yaml") == expected


def refusals(data: bytes) -> list[Told]:
    return refused(lambda: read_mapping(data, "a.yaml"))


REFUSED = {
    "empty": ("", Told("no-mapping", 1, 1, "is empty; exactly one mapping is expected")),
    "only comments": ("# a\n\n# b\n", Told("no-mapping", 1, 1, "is empty; exactly one mapping is expected")),
    "only a document start": ("---\n", Told("no-mapping", 2, 1, ONE_MAPPING)),
    "a scalar": ("# who\nhello\n", Told("no-mapping", 2, 1, ONE_MAPPING)),
    "a list": ("- a\n- b\n", Told("no-mapping", 1, 1, ONE_MAPPING)),
    "two documents": (
        "a: b\n---\nc: d\n",
        Told("second-document", 2, 1, "holds a second document; exactly one mapping is expected"),
    ),
    "something behind the document": (
        "a: b\n...\nc: d\n",
        Told("syntax", 3, 1, "is not valid YAML: did not find expected <document start>"),
    ),
    "a key twice": (
        "id: T\nreported_at: x\nsite: hq\nreported_at: y\n",
        Told(
            "duplicate-key",
            4,
            1,
            "the key reported_at is given on line 2 and again on line 4",
            "keep one of the two: both would be a fact, and they may differ",
        ),
    ),
    "a key twice in a flow mapping": (
        "a: b\nevents:\n  - {at: x, by: y,\n     at: z}\n",
        Told(
            "duplicate-key",
            4,
            6,
            "the key at is given on line 3 and again on line 4",
            "keep one of the two: both would be a fact, and they may differ",
        ),
    ),
    "a key twice, spelt differently": (
        "a: b\n'a': c\n",
        Told(
            "duplicate-key",
            2,
            1,
            "the key a is given on line 1 and again on line 2",
            "keep one of the two: both would be a fact, and they may differ",
        ),
    ),
    "an anchor": ("a: b\nc: &x d\n", Told("anchor", 2, 4, ANCHOR, WRITE_OUT)),
    "an anchored list": ("a: &x [b]\n", Told("anchor", 1, 4, ANCHOR, WRITE_OUT)),
    "an anchored mapping": ("a:\n  - &x {b: c}\n", Told("anchor", 2, 5, ANCHOR, WRITE_OUT)),
    "an anchored key": ("&x a: b\n", Told("anchor", 1, 1, ANCHOR, WRITE_OUT)),
    "an alias": ("a: *x\n", Told("anchor", 1, 4, ANCHOR, WRITE_OUT)),
    "an alias in a list": ("a: [b, *x]\n", Told("anchor", 1, 8, ANCHOR, WRITE_OUT)),
    "an alias as a key": ("a: b\n*x : c\n", Told("anchor", 2, 1, ANCHOR, WRITE_OUT)),
    "a merge key": (
        "a: b\n<<: {c: d}\n",
        Told("merge-key", 2, 1, "merge keys (<<) are not used in records"),
    ),
    "a merge bomb": (
        "l0: &l0 {a: b}\n" + "".join(f"l{n}: &l{n}\n  <<: [*l{n - 1}, *l{n - 1}]\n" for n in range(1, 19)),
        Told("anchor", 1, 5, ANCHOR, WRITE_OUT),
    ),
    "a local tag": (
        "a: !x b\n",
        Told("tag", 1, 4, "the tag !x is not allowed in a record", "write the plain value"),
    ),
    "a tag that makes text": (
        "a: !!str 12\n",
        Told("tag", 1, 4, "the tag tag:yaml.org,2002:str is not allowed in a record", "write the plain value"),
    ),
    "a tag that runs code": (
        "a: !!python/object/apply:os.abort []\n",
        Told(
            "tag",
            1,
            4,
            "the tag tag:yaml.org,2002:python/object/apply:os.abort is not allowed in a record",
            "write the plain value",
        ),
    ),
    "a tag on the root": (
        "!!map {a: b}\n",
        Told("tag", 1, 1, "the tag tag:yaml.org,2002:map is not allowed in a record", "write the plain value"),
    ),
    "a tag on a key": (
        "!x a: b\n",
        Told("tag", 1, 1, "the tag !x is not allowed in a record", "write the plain value"),
    ),
    "a list as a key": ("? [a, b]\n: c\n", Told("key-not-plain", 1, 3, "a key must be a plain word")),
    "a mapping as a key": ("{a: b}: c\n", Told("key-not-plain", 1, 1, "a key must be a plain word")),
    "a tab for indentation": (
        "a:\n\tb: c\n",
        Told("syntax", 2, 1, "is not valid YAML: found character that cannot start any token", SPECIAL),
    ),
    "a tab in a block text": (
        "a: |\n\tb\n",
        Told(
            "syntax",
            2,
            1,
            "is not valid YAML: found a tab character where an indentation space is expected",
            SPECIAL,
        ),
    ),
    "text that begins with @": (
        "by: @eng\n",
        Told("syntax", 1, 5, "is not valid YAML: found character that cannot start any token", SPECIAL),
    ),
    "text that holds a colon": (
        "a: b: c\n",
        Told("syntax", 1, 5, "is not valid YAML: mapping values are not allowed in this context", COLON),
    ),
    "a key without a space behind its colon": (
        "a: {b:, c: d}\n",
        Told("syntax", 1, 6, "is not valid YAML: found unexpected ':'", COLON),
    ),
    "a line without a colon": (
        "a: b\nc\nd: e\n",
        Told("syntax", 3, 1, "is not valid YAML: could not find expected ':'", COLON),
    ),
    "a quote that stays open": (
        "a: b\nc: 'd\ne: f\n",
        Told(
            "syntax", 2, 4, "is not valid YAML: found unexpected end of stream", "close the quote that is opened here"
        ),
    ),
    "a bracket that stays open": (
        "a: [b, c\nd: e\n",
        Told("syntax", 2, 2, "is not valid YAML: did not find expected ',' or ']'"),
    ),
    "a bracket that stays open at the end": (
        "a: b\nc: [d, {e: f\n\n",
        Told("syntax", 2, 8, "is not valid YAML: did not find expected ',' or '}'"),
    ),
    "half a surrogate pair": (
        'a: "\\ud800"\n',
        Told("syntax", 1, 7, "is not valid YAML: found invalid Unicode character escape code"),
    ),
    "another version of YAML": (
        "%YAML 2.0\n---\na: b\n",
        Told("syntax", 1, 1, "is not valid YAML: found incompatible YAML document"),
    ),
    "no character": (
        "a: b\nc: 中\ufffe\n",
        Told("control-character", 2, 5, "holds the character U+FFFE, which YAML does not allow", "delete it"),
    ),
}


@pytest.mark.parametrize(("text", "expected"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_and_where(text: str, expected: Told) -> None:
    assert refusals(text.encode()) == [expected]


def test_the_path_is_that_of_the_file() -> None:
    with pytest.raises(UnreadableError) as caught:
        read_mapping(b"", "records/staff.yaml")
    assert [found.path for found in caught.value.findings] == ["records/staff.yaml"]


def nested(depth: int) -> bytes:
    """Give a record whose innermost collection lies `depth` deep."""
    return b"a: " + b"[" * (depth - 1) + b"]" * (depth - 1) + b"\n"


def test_depth_is_bounded() -> None:
    assert list(read_mapping(nested(DEPTH_LIMIT), "a.yaml")) == ["a"]
    too_deep = Told("too-deep", 1, 3 + DEPTH_LIMIT, "is nested deeper than any record")
    assert refusals(nested(DEPTH_LIMIT + 1)) == [too_deep]
    assert refusals(nested(500_000)) == [too_deep]


@pytest.mark.parametrize("depth", [990, 999, 1000, 1001, 1100, 100_000])
@pytest.mark.parametrize(
    ("begin", "step", "line", "column"),
    [
        ("a: ", "[", 1, 3 + DEPTH_LIMIT),
        ("", "- ", 1, 1),
        ("? ", "- ", 1, 3),
        ("a: ", "{b: ", 1, 4 + 4 * (DEPTH_LIMIT - 1)),
        ("a: ", "[\n", 1 + DEPTH_LIMIT - 1, 1),
        ("a: b\nc: 数 # 数\nd: ", "[", 3, 3 + DEPTH_LIMIT),
    ],
)
def test_a_limit_of_the_parser_is_never_told_in_place_of_ours(
    begin: str, step: str, line: int, column: int, depth: int
) -> None:
    (found,) = refusals(f"{begin}{step * depth}".encode())
    assert (found.line, found.column) == (line, column)
    assert found.code in {"too-deep", "no-mapping", "key-not-plain"}
    assert (found.code == "too-deep") == begin.startswith("a")


def test_what_comes_before_the_limit_of_the_parser_is_told_first() -> None:
    (found,) = refusals(b"{a: b, a: c, d: " + b"[" * 500_000)
    assert (found.code, found.line, found.column) == ("duplicate-key", 1, 8)
    (found,) = refusals(b"a: &x " + b"[" * 500_000)
    assert (found.code, found.line, found.column) == ("anchor", 1, 4)


def test_nothing_behind_a_repeated_key_is_looked_at() -> None:
    # A parser that builds nodes by recursion would end the process here.
    first = b"a: b\nc: {a: [d, {a: e}]}\na: f\n"
    expected = [
        Told(
            "duplicate-key",
            3,
            1,
            "the key a is given on line 1 and again on line 3",
            "keep one of the two: both would be a fact, and they may differ",
        )
    ]
    for behind in (b"", b"g: " + b"[" * 500_000, b"g: &x [*x]\n", b"g: 'open\n"):
        assert refusals(first + behind) == expected


def test_many_keys_take_no_time_to_speak_of() -> None:
    record = "".join(f"key-{number}: {number}\n" for number in range(50_000))
    assert len(read_mapping(record.encode(), "a.yaml")) == 50_000


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", categories=("L", "M", "N", "P", "S", "Z"))))
def test_any_text_is_a_mapping_or_unreadable(text: str) -> None:
    try:
        assert isinstance(read_mapping(text.encode(), "a.yaml"), dict)
    except UnreadableError as error:
        (found,) = error.findings
        assert found.line > 0
        assert found.column > 0


@pytest.mark.parametrize(
    ("record", "line", "column"),
    [
        ("id: a\nby: [", 2, 6),
        ("id: a\nby: {b", 2, 5),
        ("id: 'a\u2028b'\nby: [}\n", 2, 6),
        ("# \u2028\u2029\nid: &x a\n", 2, 5),
        ("# \u2028\nid: a\nid: b\n", 3, 1),
    ],
)
def test_what_is_wrong_stands_on_a_line_that_there_is(record: str, line: int, column: int) -> None:
    assert [(found.line, found.column) for found in refused(lambda: read_mapping(record.encode(), "a.yaml"))] == [
        (line, column)
    ]
