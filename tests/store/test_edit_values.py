"""A value that is put into a record, or takes another's place: every other byte stays as its author wrote it."""

import re

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from aftercare_cli.store.edit import Edit, EditError, Insert, Put, Replace, edited
from aftercare_cli.store.emit import Bare, Plain
from aftercare_cli.store.encoding import BOM
from aftercare_cli.store.files import UnreadableError
from tests.store.layouts import COMMENTS, GAPS, items, lines_of, records, scalars, tree_of

ROWS: Plain = [{"at": Bare("2026-01-02")}, {"at": "x"}]


def put(text: str, value: Plain, key: str = "note", before: tuple[str, ...] = ()) -> str:
    return edited(text.encode(), [Put(key, value, before)]).decode()


VALUES: dict[str, tuple[str, Plain, str]] = {
    "a word": ("id: T\nnote: old  # why\nz: 1\n", "new", "id: T\nnote: new  # why\nz: 1\n"),
    "a word, no final line end": ("note: old", "new", "note: new"),
    "a quoted word": ("note:   'it''s'   # why\n", "a: b", 'note:   "a: b"   # why\n'),
    "a quoted key": ('"note": old # why\n', "new", '"note": new # why\n'),
    "a space before the colon": ("note : old\n", "new", "note : new\n"),
    "nothing": ("note:\nz: 1\n", "new", "note: new\nz: 1\n"),
    "nothing with a remark": ("note:   # none\nz: 1\n", "new", "note: new   # none\nz: 1\n"),
    "nothing, no final line end": ("note:", "new", "note: new"),
    "null": ("note: ~  # none\n", "new", "note: new  # none\n"),
    "an empty text": ('note: ""\n', "new", "note: new\n"),
    "a plain text over lines": ("note: one\n  two\n  # three\nz: 1\n", "new", "note: new\n  # three\nz: 1\n"),
    "a quoted text over lines": ('note: "one\n\n  # two" # three\nz: 1\n', "new", "note: new # three\nz: 1\n"),
    "a flow list over lines": ("note: [a, # a\n  b] # b\nz: 1\n", "new", "note: new # b\nz: 1\n"),
    "a block text": ("note: |  # two\n  one\n  two\nz: 1\n", "new", "note: new  # two\nz: 1\n"),
    "a folded text": ("note: >-2 # two\n    one\n  two\n# z\nz: 1\n", "new", "note: new # two\n# z\nz: 1\n"),
    "a block text and a gap": ("note: |\n  one\n\n# z\nz: 1\n", "new", "note: new\n\n# z\nz: 1\n"),
    "a block text that keeps its gap": ("note: |+\n  one\n\n\nz: 1\n", "new", "note: new\n\n\nz: 1\n"),
    "a block text, no final line end": ("id: T\nnote: |\n  one", "new", "id: T\nnote: new\n"),
    "an empty block text": ("note: |\nz: 1\n", "new", "note: new\nz: 1\n"),
    "a block text in front": ("id: |\n  one\n\nnote: old\n", "new", "id: |\n  one\n\nnote: new\n"),
    "a block text behind": ("note: old\nz: >+\n  one\n\n\n", "new", "note: new\nz: >+\n  one\n\n\n"),
    "a word below its key": ("note: # why\n  # what\n  old  # how\n", "new", "note: # why\n  # what\n  new  # how\n"),
    "a text below its key": ("note:\n\n    one\n    two\nz: 1\n", "new", "note:\n\n    new\nz: 1\n"),
    "a mapping in flow style": ("note: {a: b, c: d} # why\n", {"e": "f"}, "note: {e: f} # why\n"),
    "a list in flow style": ("note: [a, b]\n", ["a", "007"], 'note: [a, "007"]\n'),
    "a mapping below its key": (
        "note:  # why\n  a: b\n  c:\n    d: e\nz: 1\n",
        {"f": "g"},
        "note: {f: g}  # why\nz: 1\n",
    ),
    "a mapping below its key, remarks": (
        "note:\n  # on a\n  a: b # b\n  # on c\n  c: d\n# on z\nz: 1\n",
        "new",
        "note: new\n  # on a\n# on z\nz: 1\n",
    ),
    "a list below its key": ("note: # why\n- a\n- b\n\n# z\nz: 1\n", ["c"], "note: [c] # why\n\n# z\nz: 1\n"),
    "a list below its key, rows": (
        "note: # why\n- {a: b}\n- c: d\n  e: |\n    f\n\nz: 1\n",
        ROWS,
        "note: # why\n  - {at: 2026-01-02}\n  - {at: x}\n\nz: 1\n",
    ),
    "a list below its key, no final line end": ("note:\n- a\n- b", "new", "note: new\n"),
    "an empty list, rows": (
        "note: []  # none\nz: 1\n",
        ROWS,
        "note:  # none\n  - {at: 2026-01-02}\n  - {at: x}\nz: 1\n",
    ),
    "nothing, rows, no final line end": ("note:", ROWS, "note:\n  - {at: 2026-01-02}\n  - {at: x}\n"),
    "a list in flow style, rows": ("note: [{at: a}]\n", ROWS, "note: [{at: 2026-01-02}, {at: x}]\n"),
    "an all indented record": ("  id: T\n  note: |\n    one\n  z: 1\n", "new", "  id: T\n  note: new\n  z: 1\n"),
    "a document start and end": ("---\nnote: old\n...\n", "new", "---\nnote: new\n...\n"),
    "a record in one flow mapping": ("{id: T, note: old, z: 1}\n", "new", "{id: T, note: new, z: 1}\n"),
    "a record in one flow mapping over lines": (
        "{id: T, # id\n note:\n  old}\n",
        "new",
        "{id: T, # id\n note:\n  new}\n",
    ),
    "a record in one flow mapping, nothing": ("{note: , z: 1}\n", "new", "{note: new, z: 1}\n"),
    "a record in one flow mapping, rows": ("{note: [], z: 1}\n", ROWS, "{note: [{at: 2026-01-02}, {at: x}], z: 1}\n"),
    "an explicit key": ("? note\n: old\n", "new", "? note\n: new\n"),
    "a new key": ("id: T\n", "new", "id: T\nnote: new\n"),
    "a new key, no final line end": ("id: T", "new", "id: T\nnote: new\n"),
    "a new key, a remark at the end": ("id: T\n\n# end", "new", "id: T\nnote: new\n\n# end"),
    "a new key behind a list with a remark": (
        "id: T\nz:\n  - a\n\n  # - b\n\n# end\n",
        "new",
        "id: T\nz:\n  - a\n\n  # - b\nnote: new\n\n# end\n",
    ),
    "a new key behind a block text": ("z: |+\n  one\n\n# end\n", "new", "z: |+\n  one\n\nnote: new\n# end\n"),
    "a new key behind a block text without a line end": ("z: |\n  one", "new", "z: |-\n  one\nnote: new\n"),
    "a new key with rows": ("id: T\n# end\n", ROWS, "id: T\nnote:\n  - {at: 2026-01-02}\n  - {at: x}\n# end\n"),
    "a new key, all indented": ("  id: T\n  # end\n", "new", "  id: T\n  note: new\n  # end\n"),
    "a new key before a document end": ("id: T\n...\n", "new", "id: T\nnote: new\n...\n"),
    "a new key in one flow mapping": ("{id: T, z: 1 # z\n}\n", "new", "{id: T, z: 1, note: new # z\n}\n"),
    "a new key in one flow mapping with a comma": ("{id: T,}\n", "new", "{id: T, note: new,}\n"),
}


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(("before", "value", "after"), VALUES.values(), ids=VALUES)
def test_a_value_is_put_where_it_belongs(before: str, value: Plain, after: str, ending: str) -> None:
    if "\n" not in before:
        ending = "\n"
    before, after = before.replace("\n", ending), after.replace("\n", ending)
    assert put(before, value) == after
    assert put(f"\ufeff{before}", value) == f"\ufeff{after}"


PLACES = {
    "in front of the first that is there": ("id: T\nb: 1\na: 2\n", "id: T\nnote: new\nb: 1\na: 2\n"),
    "in front of its remarks": (
        "id: T\n\n# on a\n# on a too\na: 1\n",
        "id: T\n\nnote: new\n# on a\n# on a too\na: 1\n",
    ),
    "behind the remarks of others": ("id: T\n  # on T\n# on a\na: 1\n", "id: T\n  # on T\nnote: new\n# on a\na: 1\n"),
    "behind remarks apart": ("id: T\n# on T\n\na: 1\n", "id: T\n# on T\n\nnote: new\na: 1\n"),
    "behind the head of the file": ("# head\na: 1\n", "# head\nnote: new\na: 1\n"),
    "behind a text that looks like a remark": ('id: "T\n\n# no"\na: 1\n', 'id: "T\n\n# no"\nnote: new\na: 1\n'),
    "behind a block text": ("id: |\n  T\n  # no\n# on a\na: 1\n", "id: |\n  T\n  # no\nnote: new\n# on a\na: 1\n"),
    "in one flow mapping": ("{id: T,\n a: 1}\n", "{id: T,\n note: new, a: 1}\n"),
    "not in front of keys inside": ("id: {a: 1}\nc:\n  a: 1\n# end\n", "id: {a: 1}\nc:\n  a: 1\nnote: new\n# end\n"),
}


@pytest.mark.parametrize(("before", "after"), PLACES.values(), ids=PLACES)
def test_a_new_key_stands_before_those_that_follow_it(before: str, after: str) -> None:
    assert put(before, "new", before=("a", "b")) == after


def replaced(text: str, position: int, item: Plain) -> str:
    return edited(text.encode(), [Replace("items", position, item)]).decode()


NEW: Plain = {"id": "x"}
ITEMS: dict[str, tuple[str, int, str]] = {
    "items on lines": (
        "items:\n  - {id: a} # a\n  - b  # b\nz: 1\n",
        1,
        "items:\n  - {id: a} # a\n  - {id: x}  # b\nz: 1\n",
    ),
    "an item over lines": ("items:\n- {id: a, # a\n   n: b}  # b\n- c", 0, "items:\n- {id: x}  # b\n- c"),
    "block items": ("items:\n- id: a # a\n  n: b # b\n# c\n- id: c\n", 0, "items:\n- {id: x} # b\n# c\n- id: c\n"),
    "a dash on a line of its own": ("items:\n  - # c\n    id: c\n  - d\n", 0, "items:\n  - # c\n    {id: x}\n  - d\n"),
    "nothing": ("items:\n  -   # none\n  - b\n", 0, "items:\n  - {id: x}   # none\n  - b\n"),
    "a list in a list": ("items:\n- - a\n  - b\n- c\n", 0, "items:\n- {id: x}\n- c\n"),
    "a block text": ("items:\n- |- # t\n  a\n\n  b\n\n- c\n", 0, "items:\n- {id: x} # t\n\n- c\n"),
    "an item that ends with a block text": ("items:\n- id: |\n    a\n\n- c\n", 0, "items:\n- {id: x}\n\n- c\n"),
    "an item that ends the file": ("items:\n- a\n- id: |\n    a", 1, "items:\n- a\n- {id: x}"),
    "a flow list": ("items: [ a,b , c]  # all\n", 1, "items: [ a,{id: x} , c]  # all\n"),
    "a flow list over lines": (
        "items: [\n  {id: a}, # a\n  b, # b\n]\n",
        1,
        "items: [\n  {id: a}, # a\n  {id: x}, # b\n]\n",
    ),
    "a pair in a flow list": ("items: [id: a, b]\n", 0, "items: [{id: x}, b]\n"),
    "a list in one flow mapping": ("{items: [{id: a}, {id: b}]}\n", 1, "{items: [{id: a}, {id: x}]}\n"),
}


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(("before", "position", "after"), ITEMS.values(), ids=ITEMS)
def test_an_item_takes_the_place_of_another(before: str, position: int, after: str, ending: str) -> None:
    before, after = before.replace("\n", ending), after.replace("\n", ending)
    assert replaced(before, position, NEW) == after
    assert replaced(f"\ufeff{before}", position, NEW) == f"\ufeff{after}"


REFUSED = {
    "a block list below an explicit key": "? note\n: - a\n",
    "a key without a colon": "{note, z: 1}\n",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_a_layout_that_cannot_be_changed_is_refused(text: str) -> None:
    with pytest.raises(EditError) as caught:
        put(text, "new")
    assert str(caught.value) == "note is laid out in a way that cannot be changed"
    assert str(caught.value.hint) == "run aftercare fmt on the file first"


def with_value(data: bytes, key: str, value: Plain) -> dict[str, object]:
    """Give a record's tree as it is meant to read with a value for a key."""
    return {**tree_of(data)} | {key: value}


TEXTS = st.text(st.characters(codec="utf-8"), max_size=8)
PLAINS = st.one_of(
    TEXTS,
    st.just(Bare("2026-11-22T09:12:00+08:00")),
    st.lists(TEXTS, max_size=3),
    st.dictionaries(st.sampled_from(["a", "b", "null", "7"]), TEXTS, min_size=1, max_size=2),
    st.lists(st.dictionaries(st.sampled_from(["at", "by"]), TEXTS, min_size=1), min_size=1, max_size=2),
    st.just({"a": {"b": "c"}, "d": ["e"]}),
)


@st.composite
def collections(draw: st.DrawFn) -> str:
    """Draw what stands behind `key:` where a mapping or a list stands below it."""
    indent = draw(st.integers(1, 4))
    margin, head = " " * indent, draw(COMMENTS) + "\n" + draw(GAPS)
    if draw(st.booleans()):
        return head + "".join(draw(st.lists(items(draw(st.integers(0, 4))), min_size=1, max_size=1)))
    names = draw(st.lists(st.sampled_from(["k", "l", "m"]), min_size=1, unique=True))
    return head + "".join(f"{margin}{name}:{draw(scalars(indent))}" for name in names)


@st.composite
def keyed(draw: st.DrawFn) -> tuple[bytes, bytes, bytes, bytes]:
    """Draw a record in four parts: what stands before the key `note`, its own lines, what follows, and the line end."""
    value = draw(st.one_of(scalars(0), scalars(0), collections()))
    name = draw(st.sampled_from(["note", '"note"', "'note'", "note "]))
    before = "".join(
        f"{key}:{draw(scalars(0))}{draw(GAPS)}" for key in draw(st.sampled_from([(), ("id",), ("id", "site")]))
    )
    # What is indented behind a block text may be the end of it.
    behind = draw(GAPS).lstrip(" ") + "".join(
        f"{key}:{draw(scalars(0))}{draw(GAPS)}" for key in draw(st.sampled_from([(), ("z",)]))
    )
    head = draw(st.sampled_from(["", "", "---\n", "# head\n\n"]))
    ending = draw(st.sampled_from(["\n", "\n", "\r\n", "\r"]))
    parts = [part.replace("\n", ending).encode() for part in (head + before, f"{name}:{value}", behind)]
    parts[0] = draw(st.sampled_from([b"", BOM])) + parts[0]
    return parts[0], parts[1], parts[2], ending.encode()


@settings(deadline=None, max_examples=600)
@given(keyed(), PLAINS)
def test_only_the_lines_of_the_value_change(parts: tuple[bytes, bytes, bytes, bytes], value: Plain) -> None:
    before, own, behind, ending = parts
    data = before + own + behind
    after = edited(data, [Put("note", value)])
    assert tree_of(after) == with_value(data, "note", value)
    assert after.startswith(before)
    assert after.endswith(behind)
    new = after.removeprefix(before)
    new = new[: len(new) - len(behind)]
    assert new.endswith(ending)
    assert new.lstrip(b" ") == new
    # Comments between a key and its value stay where they are.
    first, *others = lines_of(own)
    if remark := re.search(rb":( +#.*)", first, re.DOTALL):
        below = next((at for at, line in enumerate(others) if not line.strip().startswith(b"#")), len(others))
        assert lines_of(new)[0].endswith(remark[1])
        assert set(others[:below]) <= set(lines_of(new))


@settings(deadline=None, max_examples=500)
@given(records(), PLAINS, st.sampled_from([(), ("site",), ("events", "summary"), ("id",)]))
def test_a_new_key_adds_lines_and_changes_none(
    record: tuple[bytes, int], value: Plain, before: tuple[str, ...]
) -> None:
    data, _count = record
    after = edited(data, [Put("note", value, before)])
    assert tree_of(after) == with_value(data, "note", value)
    old, new = lines_of(data.removeprefix(BOM)), lines_of(after.removeprefix(BOM))
    at = next(number for number, line in enumerate(new) if line.startswith(b"note:"))
    count = len(new) - len(old)
    kept = [*new[:at], *new[at + count :]]
    assert after.startswith(BOM) == data.startswith(BOM)
    assert kept[:-1] == old[:-1] or at == len(old)
    if at < len(old):
        assert kept == old
    else:  # the last line got the line end it lacked, and a block text that must not have one says so
        assert [line for line, was in zip(kept, old, strict=True) if line != was and line.rstrip(b"\r\n") != was] in (
            [],
            [line for line in kept if re.search(rb"[|>]-", line)][-1:],
        )


@st.composite
def listed(draw: st.DrawFn) -> tuple[list[str], str]:
    """Draw the parts of a record with a list: its head, items and gaps in turn, and the rest; and its line end."""
    indent = draw(st.integers(0, 4))
    parts = [draw(st.sampled_from(["", "id: T\n", "# head\n"])) + f"events:{draw(COMMENTS)}\n"]
    for _number in range(draw(st.integers(1, 3))):
        parts += [draw(items(indent)), draw(GAPS).lstrip(" ")]
    parts.append(draw(st.sampled_from(["", f"z:{draw(scalars(0))}"])))
    return parts, draw(st.sampled_from(["\n", "\n", "\r\n", "\r"]))


@settings(deadline=None, max_examples=500)
@given(listed(), st.data())
def test_another_item_changes_nothing_around_it(record: tuple[list[str], str], data: st.DataObject) -> None:
    parts, ending = record
    position = data.draw(st.integers(0, len(parts) // 2 - 2))
    item = data.draw(st.one_of(TEXTS, st.just({"at": "x"})))
    before = "".join(parts).replace("\n", ending).encode()
    after = edited(before, [Replace("events", position, item)])
    tree = tree_of(before)
    events = tree["events"]
    assert isinstance(events, list)
    assert tree_of(after) == {**tree, "events": [*events[:position], item, *events[position + 1 :]]}
    at = 1 + 2 * position
    head, tail = ("".join(some).replace("\n", ending).encode() for some in (parts[:at], parts[at + 1 :]))
    assert after.startswith(head)
    assert after.endswith(tail)
    new = after[len(head) : len(after) - len(tail)]
    assert new.lstrip(b" ").startswith(b"-")
    assert new.endswith(ending.encode())


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=40), st.integers(0, 70), st.sampled_from(["note", "events", "new"]), PLAINS)
def test_what_is_not_understood_is_refused_never_damaged(noise: bytes, at: int, key: str, value: Plain) -> None:
    record = b"id: T\nevents:\n  - at: a\n    note: |\n      one\n  - {at: b}\nnote: x\n# end\n"
    data = record[:at] + noise + record[at:]
    try:
        tree_of(data)
    except UnreadableError:
        reject()
    try:
        after = edited(data, [Put(key, value, ("note",))])
    except EditError:
        return
    assert tree_of(after) == with_value(data, key, value)


def test_edits_follow_each_other() -> None:
    data = b"id: T\nitems:\n  - {id: a}  # a\n# end\n"
    edits: list[Edit] = [
        Insert("items", 1, {"id": "b"}),
        Replace("items", 0, {"id": "c"}),
        Put("note", "x", ("items",)),
        Put("id", "S"),
        Put("other", ["o"]),
    ]
    assert edited(data, edits) == (b"id: S\nnote: x\nitems:\n  - {id: c}  # a\n  - {id: b}\nother: [o]\n# end\n")


def test_a_record_without_a_key_gets_its_first_one() -> None:
    assert put("{} # none yet\n", "new") == "{note: new} # none yet\n"
    assert put("# a\n  { }", ["x"], before=("z",)) == "# a\n  {note: [x]}"
