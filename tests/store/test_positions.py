"""Findings lead to the line and column a person has to look at."""

import pytest

from aftercare_cli.model.finding import Field
from aftercare_cli.store.encoding import BOM
from aftercare_cli.store.positions import first_line_of_key, locate

RECORD = """\
# a comment
id: T-1
site:
  hq
reporter: {name: 值班室, phone: "1"}
note: |
  several
  lines
equipment: [a, b,
            c]
empty:
events:
  - {at: x, type: arrived}

  # between
  - at: y
    type: restored
    units:
    - 1
    - {serial: 2}
"last": end
"""

PLACES: list[tuple[Field, tuple[int, int]]] = [
    ((), (2, 1)),
    (("id",), (2, 5)),
    (("site",), (3, 1)),
    (("reporter",), (5, 11)),
    (("reporter", "name"), (5, 18)),
    (("reporter", "phone"), (5, 30)),
    (("note",), (6, 7)),
    (("equipment",), (9, 12)),
    (("equipment", 1), (9, 16)),
    (("equipment", 2), (10, 13)),
    (("empty",), (11, 7)),
    (("events",), (12, 1)),
    (("events", 0), (13, 5)),
    (("events", 0, "type"), (13, 19)),
    (("events", 1), (16, 5)),
    (("events", 1, "type"), (17, 11)),
    (("events", 1, "units"), (18, 5)),
    (("events", 1, "units", 0), (19, 7)),
    (("events", 1, "units", 1, "serial"), (20, 16)),
    (("last",), (21, 9)),
    (("missing",), (2, 1)),
    (("reporter", "missing"), (5, 11)),
    (("events", 0, "missing"), (13, 5)),
    (("events", 9), (12, 1)),
    (("events", "at"), (12, 1)),
    (("id", "below"), (2, 5)),
]


@pytest.mark.parametrize(("field", "place"), PLACES)
def test_a_value_is_found(field: Field, place: tuple[int, int]) -> None:
    data = RECORD.encode()
    assert locate(data, field) == place
    assert locate(BOM + data, field) == place
    assert locate(data.replace(b"\n", b"\r\n"), field) == place
    assert locate(data.replace(b"\n", b"\r"), field) == place


@pytest.mark.parametrize(
    ("field", "place"),
    [
        (("id",), (2, 1)),
        (("reporter", "phone"), (5, 23)),
        (("events",), (12, 1)),
        (("events", 0, "type"), (13, 13)),
        (("events", 1, "units"), (18, 5)),
        (("last",), (21, 1)),
    ],
)
def test_a_key_is_found(field: Field, place: tuple[int, int]) -> None:
    assert locate(RECORD.encode(), field, at_key=True) == place


@pytest.mark.parametrize("data", [b"", b"# nothing\n", b"a: 'open\n", b"\t"])
def test_without_a_record_the_first_line_is_as_good_as_any(data: bytes) -> None:
    assert locate(data, ("id",)) == (1, 1)


@pytest.mark.parametrize(
    ("text", "again", "first"),
    [
        ("a: b\na: c\n", (2, 1), 1),
        ("x: y\na:\n  b: c\n  d: [e, {a: f}]\nb: g\na: h\n", (6, 1), 2),
        ("a:\n  - {b: c, d: e}\n  - {b: c,\n     d: e,\n     b: f}\n", (5, 6), 3),
        ("a: {b: {c: d}, e: f, b: [\n", (1, 22), 1),
        ("a:\n  b:\n  c: [[], {}]\n  b: d\n", (4, 3), 2),
    ],
)
def test_the_line_of_the_first_of_two_keys(text: str, again: tuple[int, int], first: int) -> None:
    assert first_line_of_key(text.encode(), *again) == first


def test_lines_are_counted_as_editors_count_them() -> None:
    """A parser ends a line at U+2028 too."""
    text = "name: 'a\u2028b'\nsite: \"\u2029x\"\nevents:\n  - {at: b, type: c}\n"
    assert locate(text.encode(), ("events", 0, "type")) == (4, 19)
    assert locate(b"\xef\xbb\xbf" + text.encode(), ("site",), at_key=True) == (2, 1)
    assert first_line_of_key("a: \u2028\nb: c\nb: d\n".encode(), 4, 1) == 2
