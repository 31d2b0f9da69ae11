"""The short way to read a record: one that is laid out as the tool lays it out, line by line.

Most records are written by the tool: `key: value`, flow lists and mappings of plain or double-quoted words, lists with
an item a line. Such a file is read twice as fast by its lines as by the YAML parser. Whatever is laid out otherwise is
left to the parser; a property test holds both to the same answer.
"""

import re
from typing import Final

# A plain word: begins with a letter, a digit or any sign beyond ASCII; a colon only inside it (a time), a space only
# before another such sign. Sets say what they leave out, in ASCII alone: others take ten times as long to compile.
_SIGN: Final = r"[^\x00-$&'*,:<-@[-^`{-\x7f]"
_LETTER: Final = r"[^\x00-/:-@[-^`{-\x7f]"
PLAIN: Final = rf"[^\x00-/:-@[-`{{-\x7f]{_SIGN}*(?:(?::{_LETTER}| (?:{_LETTER}|\()){_SIGN}*)*"
BLOCK: Final = PLAIN.replace("*,:", "*:")
"""Outside brackets a comma is a sign like others."""
QUOTED: Final = r'"[^"\\]*"'
# A word is named once in what repeats it: compiling is what takes time here. Behind each stands a comma and more, or
# the end.
_LIST: Final = rf"\[(?:(?:{QUOTED}|{PLAIN})(?:, (?!\])|(?=\])))*\]"
_FLOW: Final = rf"\{{(?:[a-z_]+: (?:{QUOTED}|{PLAIN})(?:, (?!\}})|(?=\}})))+\}}"
REST: Final = r"(?: +#.*)?"

_entry = re.compile(rf"([a-z_]+):(?: ({QUOTED}|{BLOCK}|{_LIST}|{_FLOW}))?{REST}").fullmatch
_item = re.compile(rf"  - ({_FLOW}){REST}").fullmatch
# Compiled when they are first used: not every record has lists, and fewer have quotes.
_PAIRS: Final = rf'([a-z_]+): (?:"([^"\\]*)"|({PLAIN}))'
_WORDS: Final = rf'"([^"\\]*)"|({PLAIN})'
_silent = re.compile(r" *(?:#.*)?").fullmatch

Tree = dict[str, "Node"]
Node = Tree | list["Node"] | str | None
"""What a record is before it has a type: mappings, lists and words."""

NULLS: Final = frozenset({"null", "Null", "NULL"})


def is_odd(text: str) -> bool:
    """Say whether a text may hold what YAML gives a meaning of its own anywhere: other line ends, tabs, marks."""
    return not text.replace("\n", " ").replace("\u3000", " ").isprintable() or "\ufffd" in text


def read_lines(data: bytes) -> Tree | None:
    """Give the mapping that a record's UTF-8 text stands for; None where only the YAML parser can tell."""
    text = data.decode(errors="replace")
    if is_odd(text):
        return None
    tree: Tree = {}
    items: list[Node] | None = None
    for line in text.split("\n"):
        if items is not None and (found := _item(line)):
            items.append(_mapping(found[1]))
        elif found := _entry(line):
            key, value = found[1], found[2]
            if key in tree or items == []:
                return None
            items = None if value else []
            tree[key] = _value(value) if value else items
        elif not _silent(line):
            return None
    return None if items == [] or not tree or _has_twins(tree) else tree


def _value(text: str) -> Node:
    if text[0] == "{":
        return _mapping(text)
    if text[0] == "[":
        return [_word(*word) for word in re.findall(_WORDS, text)]
    return text[1:-1] if text[0] == '"' else None if text in NULLS else text


def _mapping(text: str) -> Tree:
    """Give a flow mapping of words; an empty one where a key comes twice."""
    if '"' in text:
        pairs = [(key, _word(quoted, plain)) for key, quoted, plain in re.findall(_PAIRS, text)]
        mapping: Tree = dict(pairs)
        return mapping if len(mapping) == len(pairs) else {}
    # Without quotes, a comma before a space stands between pairs only, and a colon before a space inside them.
    parts = [part.split(": ", 1) for part in text[1:-1].split(", ")]
    mapping = dict(parts)  # type: ignore[assignment] # a Tree may hold more than words
    if "ull" in text or "ULL" in text:
        mapping = {key: None if word in NULLS else word for key, word in parts}
    return mapping if len(mapping) == len(parts) else {}


def _has_twins(tree: Tree) -> bool:
    """Say whether some mapping had a key twice: it was left empty, which no mapping of this layout is."""
    return any(value == {} or (isinstance(value, list) and {} in value) for value in tree.values())


def _word(quoted: str, plain: str) -> str | None:
    return quoted if not plain else None if plain in NULLS else plain
