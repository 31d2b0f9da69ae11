"""Records of every layout that people write, drawn at random, and how tests look at them."""

import re

from hypothesis import strategies as st

from aftercare_cli.store.encoding import BOM, plain_text
from aftercare_cli.store.line_reader import Tree
from aftercare_cli.store.yaml_reader import read_mapping

WORDS = st.sampled_from(["hq", "大堂球机", "2026-11-22T09:12:00+08:00", "0012", "a b", "x-y", "yes", "~x"])
COMMENTS = st.sampled_from(["", "", "", " # c", "   # 注: [x] {y} - z", " #"])
GAPS = st.sampled_from(["", "", "", "\n", "\n\n", "# gap\n", "   # gap\n\n", "#\n"])


@st.composite
def scalars(draw: st.DrawFn, indent: int) -> str:
    """Draw what stands behind `key:`, with its line end, as the value of a key that stands at `indent`."""
    margin, comment, word = " " * (indent + draw(st.integers(1, 4))), draw(COMMENTS), draw(WORDS)
    lines = draw(st.lists(st.sampled_from(["text", "# no comment", "- no item", "key: value"]), min_size=1, max_size=3))
    block = "".join(f"{margin}{line}\n" for line in lines) + draw(st.sampled_from(["", "", "\n", "\n\n"]))
    return draw(
        st.sampled_from(
            [
                f" {word}{comment}\n",
                f"{comment}\n",
                f" {word}\n{margin}{word}{comment}\n",
                f' "{word} # no\n\n{margin}comment"{comment}\n',
                f" '{word}: it''s'{comment}\n",
                f" [{word},{comment}\n{margin}x]{comment}\n",
                f" {{k: {word}, l: [m]}}{comment}\n",
                *(f" {head}{comment}\n{block}" for head in ("|", "|-", "|+", ">", ">-", ">+")),
            ]
        )
    )


@st.composite
def items(draw: st.DrawFn, indent: int) -> str:
    """Draw an item of a block list whose dashes stand at `indent`."""
    margin = " " * indent
    match draw(st.integers(0, 4)):
        case 0:
            return f"{margin}- {{at: {draw(WORDS)}, by: {draw(WORDS)}}}{draw(COMMENTS)}\n"
        case 1:
            return f"{margin}- {{at: {draw(WORDS)},\n{margin}   by: {draw(WORDS)}}}{draw(COMMENTS)}\n"
        case 2:
            return f"{margin}-{draw(scalars(indent))}"
        case 3:
            inner = indent + draw(st.integers(1, 3))
            return f"{margin}-{draw(COMMENTS)}\n{draw(GAPS)}{' ' * inner}at:{draw(scalars(inner))}"
        case _:
            first, second = draw(scalars(indent + 2)), draw(scalars(indent + 2))
            return f"{margin}- at:{first}{draw(GAPS)}{margin}  note:{second}"


@st.composite
def records(draw: st.DrawFn) -> tuple[bytes, int]:
    """Draw a record of any layout people write, and how many events it has."""
    lines = [f"{key}:{draw(scalars(0))}{draw(GAPS)}" for key in ("id", "site", "summary")]
    count = 0
    match draw(st.integers(0, 3)):
        case 0:
            events = ""
        case 1:
            events = (
                draw(st.sampled_from(["events: []", "events:", "events: [ ]", "events: null"])) + draw(COMMENTS) + "\n"
            )
        case _:
            indent = draw(st.integers(0, 5))
            block = draw(st.lists(items(indent), min_size=1, max_size=4))
            events = f"events:{draw(COMMENTS)}\n" + "".join(draw(GAPS) + part for part in block)
            count = len(block)
    lines.insert(draw(st.integers(0, 3)), events)
    text = draw(st.sampled_from(["", "", "---\n", "# head\n\n"])) + "".join(lines)
    if draw(st.booleans()):
        text = text.rstrip("\n")
    text = text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n", "\r"])))
    return draw(st.sampled_from([b"", b"", BOM])) + text.encode(), count


def lines_of(data: bytes) -> list[bytes]:
    return re.findall(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", data)


def tree_of(data: bytes) -> Tree:
    return read_mapping(plain_text(data, ""), "")
