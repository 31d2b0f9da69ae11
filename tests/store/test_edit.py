"""An edit changes the lines it must, and every other byte stays as its author wrote it."""

import re

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from aftercare_cli.store.edit import EditError, insert_item
from aftercare_cli.store.emit import Bare, Plain
from aftercare_cli.store.encoding import BOM, plain_text
from aftercare_cli.store.files import UnreadableError
from aftercare_cli.store.line_reader import Tree
from tests.store.layouts import lines_of, records, tree_of

ITEM: Plain = {"at": Bare("2026-11-22T13:00:00+08:00"), "type": "noted", "note": "好: 的"}
LINE = '- {at: 2026-11-22T13:00:00+08:00, type: noted, note: "好: 的"}'


def inserted(text: str, position: int, key: str = "events") -> str:
    return insert_item(text.encode(), key, position, ITEM).decode()


LAYOUTS = {
    "a missing list": ("id: T\n", 0, f"id: T\nevents:\n  {LINE}\n"),
    "a missing list, no final line end": ("id: T", 0, f"id: T\nevents:\n  {LINE}\n"),
    "a missing list, comments behind": ("id: T\n\n# end\n", 0, f"id: T\n\n# end\nevents:\n  {LINE}\n"),
    "a missing list, all indented": ("  id: T\n  site: hq\n", 0, f"  id: T\n  site: hq\n  events:\n    {LINE}\n"),
    "an empty flow list": ("id: T\nevents: []\nnote: x\n", 0, f"id: T\nevents:\n  {LINE}\nnote: x\n"),
    "an empty flow list with a remark": ("events: [ ]  # none yet\n", 0, f"events:  # none yet\n  {LINE}\n"),
    "an empty flow list, no final line end": ("id: T\nevents: []", 0, f"id: T\nevents:\n  {LINE}\n"),
    "an empty flow list, all indented": ("  events: []\n  id: T\n", 0, f"  events:\n    {LINE}\n  id: T\n"),
    "nothing": ("events:\nid: T\n", 0, f"events:\n  {LINE}\nid: T\n"),
    "nothing, no final line end": ("id: T\nevents:", 0, f"id: T\nevents:\n  {LINE}\n"),
    "nothing with a remark": ("events: # none\nid: T\n", 0, f"events: # none\n  {LINE}\nid: T\n"),
    "null": ("events: null\n", 0, f"events:\n  {LINE}\n"),
    "a quoted key": ('"events": ~\n', 0, f'"events":\n  {LINE}\n'),
    "items on lines, in front": ("events:\n  - {at: a}\n", 0, f"events:\n  {LINE}\n  - {{at: a}}\n"),
    "items on lines, behind": ("events:\n  - {at: a}\nid: T\n", 1, f"events:\n  - {{at: a}}\n  {LINE}\nid: T\n"),
    "items on lines, between": (
        "events:\n- {at: a}\n# on b\n- {at: b}\n",
        1,
        f"events:\n- {{at: a}}\n{LINE}\n# on b\n- {{at: b}}\n",
    ),
    "items on lines, no final line end": ("events:\n - {at: a}", 1, f"events:\n - {{at: a}}\n {LINE}\n"),
    "an item over several lines": (
        "events:\n   - {at: a,\n      by: b}   # both\n   - {at: c}\n",
        1,
        f"events:\n   - {{at: a,\n      by: b}}   # both\n   {LINE}\n   - {{at: c}}\n",
    ),
    "block items": (
        "events:\n  - at: a\n    by: b\n\n  # on c\n  - at: c\nid: T\n",
        1,
        f"events:\n  - at: a\n    by: b\n  {LINE}\n\n  # on c\n  - at: c\nid: T\n",
    ),
    "a dash on a line of its own": (
        "events:\n  -\n    at: a\n  - # c\n    at: c\n",
        0,
        f"events:\n  {LINE}\n  -\n    at: a\n  - # c\n    at: c\n",
    ),
    "behind a dash on a line of its own": (
        "events:\n  -\n    at: a\n  - # c\n    at: c\n",
        1,
        f"events:\n  -\n    at: a\n  {LINE}\n  - # c\n    at: c\n",
    ),
    "an item that ends with nothing": (
        "events:\n  - at: a\n    note:\n\n  - at: b\n    note:\n",
        1,
        f"events:\n  - at: a\n    note:\n  {LINE}\n\n  - at: b\n    note:\n",
    ),
    "text over several lines": (
        'events:\n  - at: a\n    note: one\n      two\n  - at: b\n    note: "one\n\n      two"\n',
        2,
        f'events:\n  - at: a\n    note: one\n      two\n  - at: b\n    note: "one\n\n      two"\n  {LINE}\n',
    ),
    "an item with lists": (
        "events:\n- at: a\n  units:\n  - x\n  - - y\n    - z\n- at: b\n",
        1,
        f"events:\n- at: a\n  units:\n  - x\n  - - y\n    - z\n{LINE}\n- at: b\n",
    ),
    "behind a block text": (
        "events:\n  - at: a\n    note: |\n      one\n      two\nid: T\n",
        1,
        f"events:\n  - at: a\n    note: |\n      one\n      two\n  {LINE}\nid: T\n",
    ),
    "behind a block text that keeps its blank lines": (
        "events:\n  - note: |+\n      one\n\n  - at: b\n",
        1,
        f"events:\n  - note: |+\n      one\n\n  {LINE}\n  - at: b\n",
    ),
    "behind a block text with comments": (
        "events:\n  - note: >-\n      one\n\n  # on b\n  - at: b\n",
        1,
        f"events:\n  - note: >-\n      one\n\n  {LINE}\n  # on b\n  - at: b\n",
    ),
    "a block text ends the file": (
        "id: T\nnote: |\n  one\n  two\n",
        0,
        f"id: T\nnote: |\n  one\n  two\nevents:\n  {LINE}\n",
    ),
    "a block text with blank lines ends the file": (
        "id: T\nnote: |+\n  one\n\n\n",
        0,
        f"id: T\nnote: |+\n  one\n\n\nevents:\n  {LINE}\n",
    ),
    "an empty block text ends the file": ("id: T\nnote: |", 0, f"id: T\nnote: |\nevents:\n  {LINE}\n"),
    "a block text without a final line end": (
        "id: T\nnote: | # two\n  one\n  two",
        0,
        f"id: T\nnote: |- # two\n  one\n  two\nevents:\n  {LINE}\n",
    ),
    "a block text without a final line end in the last item": (
        "events:\n  - at: a\n    note: >+2\n        one\n      two",
        1,
        f"events:\n  - at: a\n    note: >2-\n        one\n      two\n  {LINE}\n",
    ),
    "a block text without a final line end, in front of it": (
        "events:\n  - at: a\n    note: |\n      one",
        0,
        f"events:\n  {LINE}\n  - at: a\n    note: |\n      one",
    ),
    "a block text that needs no line end": (
        "id: T\nnote: |-\n  one",
        0,
        f"id: T\nnote: |-\n  one\nevents:\n  {LINE}\n",
    ),
    "a document start": ("---\nid: T\n", 0, f"---\nid: T\nevents:\n  {LINE}\n"),
    "a flow list with items, in front": ("events: [{at: a}]  # one\n", 0, f"events: [{LINE[2:]}, {{at: a}}]  # one\n"),
    "a flow list with items, behind": ("events: [ {at: a} ]\nid: T", 1, f"events: [ {{at: a}}, {LINE[2:]} ]\nid: T"),
    "a flow list over several lines": (
        "events: [\n  {at: a}, # a\n  {at: b}  # b\n]\n",
        2,
        f"events: [\n  {{at: a}}, # a\n  {{at: b}}, {LINE[2:]}  # b\n]\n",
    ),
    "a flow list in a flow mapping": (
        "{id: T, events: [{at: a}]}\n",
        1,
        f"{{id: T, events: [{{at: a}}, {LINE[2:]}]}}\n",
    ),
    "a line separator in a comment": (
        "# one\u2028# two\nevents:\n  - {at: a}\nid: T\n",
        1,
        f"# one\u2028# two\nevents:\n  - {{at: a}}\n  {LINE}\nid: T\n",
    ),
}


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(("before", "position", "after"), LAYOUTS.values(), ids=LAYOUTS)
def test_every_layout_is_kept(before: str, position: int, after: str, ending: str) -> None:
    if "\n" not in before:
        ending = "\n"
    before, after = before.replace("\n", ending), after.replace("\n", ending)
    assert inserted(before, position) == after
    assert inserted(f"\ufeff{before}", position) == f"\ufeff{after}"


def test_mixed_line_ends_are_kept() -> None:
    assert (
        inserted("id: T\nevents:\r\n  - {at: a}\nx: y\r", 1) == f"id: T\nevents:\r\n  - {{at: a}}\n  {LINE}\r\nx: y\r"
    )


def test_other_lists_are_edited_alike() -> None:
    assert insert_item(b"site: hq\nitems:\n  - {id: a}\n", "items", 1, {"id": "b"}) == (
        b"site: hq\nitems:\n  - {id: a}\n  - {id: b}\n"
    )
    assert insert_item(b"equipment: []\n", "equipment", 0, "hq-cam-001") == b"equipment:\n  - hq-cam-001\n"


REFUSED = {
    "an empty flow list over several lines": "events: [\n]\n",
    "a record in one flow mapping": "{id: T, events: []}\n",
    "a record in one flow mapping without the list": "{id: T}\n",
    "a document end": "id: T\n...\n",
    "a text instead of a list": "events: none\n",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_a_layout_that_cannot_be_added_to_is_refused(text: str) -> None:
    with pytest.raises(EditError) as caught:
        inserted(text, 0)
    assert str(caught.value) == "events is laid out in a way that cannot be added to"
    assert str(caught.value.hint) == "run aftercare fmt on the file first"


def with_item(tree: Tree, position: int, item: Plain) -> dict[str, object]:
    """Give the tree with one event more."""
    events: list[object] = list(tree.get("events") or [])
    events.insert(position, item)
    return {**tree, "events": events}


@settings(deadline=None, max_examples=500)
@given(records(), st.data())
def test_untouched_lines_are_byte_identical_and_the_tree_has_one_item_more(
    record: tuple[bytes, int], data: st.DataObject
) -> None:
    before, count = record
    position = data.draw(st.integers(0, count))
    after = insert_item(before, "events", position, ITEM)

    tree = tree_of(before)
    assert len(tree.get("events") or []) == count
    assert tree_of(after) == with_item(tree, position, ITEM)

    old, new = lines_of(before), lines_of(after)
    at = next(number for number, line in enumerate(new) if line.strip() == LINE.encode())
    del new[at]
    assert after.startswith(BOM) == before.startswith(BOM)
    if len(new) > len(old):  # a list that was not there
        assert count == 0
        assert new.pop(at - 1).strip() == b"events:"
    changed = [(was, now) for was, now in zip(old, new, strict=True) if was != now]
    for was, now in changed:
        gets_line_end = was == old[-1] and now.rstrip(b"\r\n") == was
        loses_empty_list = count == 0 and was.startswith((b"events:", BOM + b"events:"))
        gets_strip_sign = old[-1] == lines_of(before.rstrip())[-1] and now == re.sub(rb"([|>])[+]?", rb"\1-", was)
        assert gets_line_end or loses_empty_list or gets_strip_sign


@settings(deadline=None)
@given(records(), st.lists(st.integers(0, 10), min_size=1, max_size=4))
def test_edits_add_up(record: tuple[bytes, int], positions: list[int]) -> None:
    data, count = record
    for number, wanted in enumerate(positions):
        position = wanted % (count + number + 1)
        item = {"at": str(number), "note": "x" * number}
        meant = with_item(tree_of(data), position, item)
        data = insert_item(data, "events", position, item)
        assert tree_of(data) == meant


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8"), min_size=1))
def test_any_text_can_be_inserted(note: str, value: str) -> None:
    data = insert_item(b"events:\n  - {at: a}\n", "events", 1, {"note": note, "units": [value, {"of": value}]})
    assert plain_text(data, "") == data
    assert len(data.splitlines()) >= 3
    assert tree_of(data) == {"events": [{"at": "a"}, {"note": note, "units": [value, {"of": value}]}]}


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=60), st.integers(0, 60))
def test_what_is_not_understood_is_refused_never_damaged(noise: bytes, at: int) -> None:
    record = b"id: T\nevents:\n  - at: a\n    note: |\n      one\n  - {at: b}\nnote: x\n"
    data = record[:at] + noise + record[at:]
    try:
        tree = tree_of(data)
    except UnreadableError:
        reject()
    if not isinstance(tree.get("events") or [], list):
        reject()
    try:
        after = insert_item(data, "events", 0, ITEM)
    except EditError:
        return
    assert tree_of(after) == with_item(tree, 0, ITEM)
