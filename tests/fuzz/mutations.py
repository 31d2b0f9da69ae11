"""Records and tables that are nearly right: mutated as trees, as lines, and as bytes."""

import copy
import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Final

from aftercare_cli.store.files import UnreadableError
from aftercare_cli.store.line_reader import Node, Tree
from aftercare_cli.store.merge import faults
from aftercare_cli.store.yaml_parser import parse_mapping
from tests.fuzz import corpus
from tests.fuzz.words import KEYS, LIKE, ODD, PIECES

_BOM: Final = b"\xef\xbb\xbf"
_BYTES: Final = (
    b"\xff",
    b"\x80",
    b"\xc2",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\x00",
    b"\x1b[31m",
    b"\xc2\x85",
    _BOM,
)
_plain: Final = re.compile(r"[^\W\d_][^\x00-\x20:#,?\[\]{}&*!|>'\"%@`\\]*").fullmatch
_number: Final = re.compile(r"\d+")

Holder = Tree | list[Node]


def mutated(data: bytes, path: str, random: Random) -> bytes:
    """Give a file with a few things changed, in ways that fit its kind."""
    change = _mutated_table if path.endswith(".csv") else _mutated_record
    for _ in range(random.choice((1, 1, 1, 2, 3, 5))):
        data = change(data, random)
    return data


def sound(data: bytes, path: str, random: Random) -> bytes:
    """Give a file with a few things changed, mostly one that can be read: what is behind reading is looked at then."""
    found = mutated(data, path, random)
    for _ in range(random.choice((0, 15, 15))):
        if not faults(found, path):
            break
        found = mutated(data, path, random)
    return found


def _mutated_record(data: bytes, random: Random) -> bytes:
    lot = random.random()
    if lot < 0.6:
        try:
            tree = copy.deepcopy(parse_mapping(data.removeprefix(_BOM), ""))
        except (UnreadableError, UnicodeDecodeError):
            tree = copy.deepcopy(random.choice(corpus.trees())[1])
        for _ in range(random.choice((1, 1, 2, 4))):
            _grown(tree, random)
        return written(tree, random).encode(errors="surrogatepass")
    return _mutated_text(data, random)


# As a tree


def _holders(node: Node) -> Iterator[Holder]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from _holders(value)
    elif isinstance(node, list):
        yield node
        for item in node:
            yield from _holders(item)


def _grown(tree: Tree, random: Random) -> None:
    """Change one thing somewhere in a tree, in place."""
    holder = random.choice(list(_holders(tree)))
    if isinstance(holder, list):
        _grown_list(holder, random)
        return
    key = random.choice([*holder] or ["x"])
    match random.randrange(9):
        case 0 | 1 | 2:
            holder[key] = copy.deepcopy(random.choice(corpus.values().get(key) or ("x",)))
        case 3 | 4:
            holder[key] = _odd(holder.get(key), random)
        case 5:
            holder.pop(key, None)
        case 6:
            key = random.choice(corpus.keys())
            holder[key] = copy.deepcopy(random.choice(corpus.values()[key]))
        case 7:
            was = holder.get(key)
            others: tuple[Node, ...] = (None, [], {}, [was], {"x": was}, [None], [[]], {"": None})
            holder[key] = random.choice(others)
        case _:
            holder[random.choice(KEYS)] = holder.pop(key, None)


def _odd(value: Node, random: Random) -> str:
    """Give a value at the edge, mostly of the kind that is there."""
    if isinstance(value, str) and random.randrange(5):
        return random.choice(next((odd for looks, odd in LIKE if looks(value)), ODD))
    return random.choice(ODD)


def _grown_list(items: list[Node], random: Random) -> None:
    at = random.randrange(len(items) + 1)
    some = copy.deepcopy(random.choice(items)) if items else random.choice(ODD)
    match random.randrange(6):
        case 0:
            items.insert(at, some)
        case 1:
            del items[at : at + 1]
        case 2:
            random.shuffle(items)
        case 3:
            items.insert(at, copy.deepcopy(_some_item(random)))
        case 4:
            items[at : at + 1] = [random.choice((None, [], {}, [some], random.choice(ODD)))]
        case _:
            items[at : at + 1] = [some] * random.choice((1, 2, 30))


def _some_item(random: Random) -> Node:
    known = corpus.values()[random.choice(corpus.keys())]
    listed = [item for value in known if isinstance(value, list) for item in value]
    return random.choice(listed or known)


def written(tree: Tree, random: Random) -> str:
    """Give a tree as YAML: as the tool lays it out, or in any layout that people use."""
    style = _Style(random, plain=random.random() < 0.5)
    text = "".join(style.pairs(tree, 0)) or "{}\n"
    return text.replace("\n", random.choice(("\r\n", "\r"))) if random.randrange(40) == 0 else text


class _Style:
    """Writes trees, each value in a style of its own."""

    def __init__(self, random: Random, *, plain: bool) -> None:
        self.random = random
        self.is_plain = plain

    def pairs(self, tree: Tree, column: int) -> Iterator[str]:
        margin = " " * column
        for key, value in tree.items():
            if not self.is_plain and self.random.randrange(8) == 0:
                yield self.random.choice(("\n", "# comment\n", f"{margin}# above\n", f"{margin}   # deeper\n"))
            yield f"{margin}{self.scalar(key)}:{self.below(value, column)}"

    def below(self, value: Node, column: int) -> str:
        """Give what stands behind a colon, with its line end."""
        roll = self.random.random()
        is_block = roll < (0.85 if column == 0 else 0.15) if self.is_plain else roll < 0.6
        if isinstance(value, dict) and value and is_block:
            return f"{self.end()}{''.join(self.pairs(value, column + self.step()))}"
        if (
            isinstance(value, list)
            and value
            and is_block
            and (not self.is_plain or any(isinstance(part, dict) for part in value))
        ):
            inner = column + self.random.choice((0, 2)) if not self.is_plain else column + 2
            return f"{self.end()}{''.join(self.item(part, inner) for part in value)}"
        if isinstance(value, str) and value and not self.is_plain and roll > 0.9:
            head = self.random.choice(("|", "|-", "|+", ">", ">-"))
            return f" {head}\n" + "".join(f"{' ' * (column + 2)}{line}\n" for line in value.split("\n"))
        text = self.flow(value)
        return f"{' ' if text else ''}{text}{self.end()}"

    def item(self, value: Node, column: int) -> str:
        margin = " " * column
        if isinstance(value, dict) and value and not self.is_plain and self.random.random() < 0.4:
            return f"{margin}- {''.join(self.pairs(value, column + 2)).lstrip()}"
        return f"{margin}- {self.flow(value)}{self.end()}"

    def flow(self, value: Node) -> str:
        if isinstance(value, dict):
            return "{" + ", ".join(f"{self.scalar(key)}: {self.flow(part)}" for key, part in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(map(self.flow, value)) + "]"
        return self.random.choice(("null", "null", "~", "Null")) if value is None else self.scalar(value)

    def scalar(self, text: str) -> str:
        if _plain(text) or (self.is_plain and text and ", " not in text and ": " not in text and text[0].isalnum()):
            return text
        if self.random.randrange(3) == 0 and not self.is_plain and "\n" not in text:
            return "'" + text.replace("'", "''") + "'"
        return json.dumps(text, ensure_ascii=self.random.randrange(4) == 0)

    def step(self) -> int:
        return 2 if self.is_plain else self.random.choice((1, 2, 2, 4))

    def end(self) -> str:
        return self.random.choice((" # why\n", "   \n", " #\n")) if self.random.randrange(12) == 0 else "\n"


# As a table


def _mutated_table(data: bytes, random: Random) -> bytes:
    try:
        rows = list(csv.reader(io.StringIO(data.decode(), newline="")))
    except (csv.Error, UnicodeDecodeError):
        rows = []
    if not rows or random.randrange(4) == 0:
        return _mutated_text(data, random)
    row, other = random.choice(rows), random.choice(rows)
    at = random.randrange(len(row) + 1)
    match random.randrange(8):
        case 0 | 1:
            row[at : at + 1] = [random.choice(ODD)]
        case 2:
            row[at : at + 1] = other[at : at + 1]
        case 3:
            rows.insert(random.randrange(len(rows) + 1), list(row))
        case 4:
            rows.remove(row)
        case 5:
            order = random.sample(range(len(rows[0])), len(rows[0]))
            rows = [[cells[place] for place in order if place < len(cells)] for cells in rows]
        case 6:
            del row[at : at + 1]
        case _:
            for place, cells in enumerate(rows):
                cells.insert(at, random.choice((*corpus.keys(), "x")) if place == 0 else random.choice(("", "x", "1")))
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=random.choice(("\n", "\n", "\r\n")), quoting=random.choice((0, 0, 1))).writerows(
        rows
    )
    return text.getvalue().encode(errors="surrogatepass")


# As lines and bytes


def _mutated_text(data: bytes, random: Random) -> bytes:
    if random.randrange(10) == 0:
        at = random.randrange(len(data) + 1)
        return data[:at] + random.choice(_BYTES) + data[at + random.randrange(2) :]
    text = data.decode(errors="surrogateescape")
    return random.choice(_TEXT_CHANGES)(text, random).encode(errors="surrogateescape")


def _with_piece(text: str, random: Random) -> str:
    at = random.randrange(len(text) + 1)
    return text[:at] + random.choice(PIECES) + text[at + random.choice((0, 0, 1)) :]


def _without_piece(text: str, random: Random) -> str:
    at = random.randrange(len(text) + 1)
    return text[:at] + text[at + random.choice((1, 2, 6, 40)) :]


def _other_lines(text: str, random: Random) -> str:
    lines = text.split("\n")
    at, to = random.randrange(len(lines)), random.randrange(len(lines))
    match random.randrange(4):
        case 0:
            lines.insert(to, lines[at])
        case 1:
            lines.insert(to, lines.pop(at))
        case 2:
            del lines[at]
        case _:
            lines[at : at + 3] = [" " * random.choice((1, 2, 4)) + line for line in lines[at : at + 3]]
    return "\n".join(lines)


def _other_number(text: str, random: Random) -> str:
    found = list(_number.finditer(text))
    if not found:
        return text
    number = random.choice(found)
    value = random.choice(
        ("0", "00", "1", "9" * len(number[0]), str(int(number[0][:9]) + random.choice((-1, 1))), "9" * 30)
    )
    return text[: number.start()] + value.zfill(len(number[0])) + text[number.end() :]


def _other_end(text: str, random: Random) -> str:
    return random.choice(
        (text.rstrip("\n"), f"{text}\n\n", f"\ufeff{text}", text.replace("\n", "\r\n"), f"---\n{text}...\n")
    )


_TEXT_CHANGES: Final[Sequence[Callable[[str, Random], str]]] = (
    *(_with_piece, _with_piece, _without_piece, _other_lines, _other_lines, _other_number, _other_end),
)
