"""The short way to read gives what the parser gives, or leaves the file to it."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aftercare_cli.store.block_reader import read_blocks
from aftercare_cli.store.files import UnreadableError
from aftercare_cli.store.line_reader import read_lines
from aftercare_cli.store.yaml_parser import parse_mapping

RECORDS = Path(__file__).parents[2] / "records"
SAMPLE = [path.read_text(encoding="utf-8") for path in sorted(RECORDS.glob("**/*.yaml"))]

# What YAML gives a meaning to, and signs that look like it.
SIGNS = "-_:,[]{}\"'#&*!|>%@`?~ \n.()/+\\\t;=<\x00\x7f\x85\u0301\u200b\u2028\ufeff：，（值é½٣"
WORDS = [": ", " #", "- ", "  - ", "\n  ", "null", '""', "''", "---\n", "...\n", "\r\n"]
PIECES = st.one_of(st.sampled_from([*SIGNS, *WORDS]), st.text(max_size=3))


@st.composite
def nearly_records(draw: st.DrawFn) -> str:
    """Give a record of the sample with a few pieces put in, taken out or moved."""
    text = draw(st.sampled_from(SAMPLE))
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(text)))
        match draw(st.integers(0, 2)):
            case 0:
                text = text[:place] + draw(PIECES) + text[place:]
            case 1:
                text = text[:place] + text[place + draw(st.integers(1, 6)) :]
            case _:
                lines = text.split("\n")
                lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(draw(st.integers(0, len(lines) - 1))))
                text = "\n".join(lines)
    return text


@given(nearly_records())
@example("a: 1\na: 2\n")
@example("events:\n  - {at: 1, at: 2}\n")
@example("a:\n")
@example("a: b\n  c\n")
@example('a: null\nb: "null"\nc: [null, "", x]\n')
@example("a:\n  - \n  - b\n")
@example("a: x # y\n# z\n\nb: 09:00\n")
def test_a_file_read_by_its_lines_is_what_the_parser_reads(text: str) -> None:
    data = text.encode(errors="surrogatepass")
    by_lines = read_lines(data)
    if by_lines is not None:
        assert by_lines == parse_mapping(data, "ticket.yaml")
    by_blocks = read_blocks(data)
    if by_blocks is not None:
        assert by_blocks == parse_mapping(data, "ticket.yaml")


def test_the_sample_tickets_are_read_by_their_lines() -> None:
    tickets = sorted((RECORDS / "tickets").glob("**/*.yaml"))
    left = [path.stem[-4:] for path in tickets if read_lines(path.read_bytes()) is None]
    # A list inside a mapping is read by blocks.
    assert left == ["0007"]


def test_no_sample_record_takes_the_parser() -> None:
    assert all(read_blocks(text.encode()) for text in SAMPLE)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        (
            """id: T-1
summary: 大堂球机，无图像
equipment: [a, "0012"]
reporter: {name: 值班室, phone: "000"}
events:
  - {at: 2026-11-22T09:20:00+08:00, type: answered}

  # later
  - {type: noted, note: "a: b"}
""",
            {
                "id": "T-1",
                "summary": "大堂球机，无图像",
                "equipment": ["a", "0012"],
                "reporter": {"name": "值班室", "phone": "000"},
                "events": [
                    {"at": "2026-11-22T09:20:00+08:00", "type": "answered"},
                    {"type": "noted", "note": "a: b"},
                ],
            },
        ),
        ('a: null\nb: "null"\nc: []\n', {"a": None, "b": "null", "c": []}),
        ("a: 'b'\n", None),
        ("a: b: c\n", None),
        ("a: &b c\n", None),
        ("a: |\n  b\n", None),
        ("- a\n", None),
        ("a: b\n---\nc: d\n", None),
        ('a: "\\x1b"\n', None),
        ("a: b\r\n", None),
        ("", None),
    ],
)
def test_only_the_tool_s_own_layout_is_read_by_its_lines(text: str, tree: object) -> None:
    assert read_lines(text.encode()) == tree


def test_what_is_left_to_the_parser_is_refused_by_it() -> None:
    with pytest.raises(UnreadableError):
        parse_mapping(b"a: 1\na: 2\n", "ticket.yaml")
