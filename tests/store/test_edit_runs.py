"""Edits of a list that are made in one go: the same text as if each had been made by itself."""

from itertools import product

import pytest

from aftercare_cli.store import edit as editing
from aftercare_cli.store import edit_places
from aftercare_cli.store.edit import Edit, Insert, Replace, edited

LAYOUTS = (
    "id: a\n",
    "id: a\nitems: []\nnote: x\n",
    "id: a\nitems:\n  - {id: b}\n  - {id: c} # why\nnote: x\n",
    "id: a\nitems: [{id: b}, {id: c}]\n",
    "id: a\nitems:\n- id: b\n- id: c",
)
THREE = (
    "id: a\nitems:\n  # first\n  - {id: b} # b\n\n  - {id: c}\n  # last\n  - {id: d} # d\n# end\nnote: x\n",
    "id: a\nitems: [{id: b}, {id: c}, {id: d}] # all\nnote: x\n",
    "id: a\nitems: [{id: b,\n  note: y}, {id: c}, {id: d,\n  note: z}]\n",
    "id: a\r\nitems:\r\n- id: b\r\n- id: c\r\n- id: d",
    "id: a\nitems:\n- id: b\n  note: |\n    two\n    lines\n- id: c\n- id: d\n  note: |\n    no end",
    "{id: a, items: [{id: b}, {id: c}, {id: d}]}\n",
)


BY_LINE = (
    "id: a\n",
    "id: a # a\n\n# end\n",
    "id: a\nitems:\n  - {id: b}\n",
    "# head\nid: a\nothers:\n  - {id: x}\nitems: # these\n\n  # first\n  - {id: b} # b\n\n  - {id: c}\n# end\n",
    'items:\n  - {id: 大堂球机, note: "说明：正常"}\n  # between\n  - {id: c}\nid: a\nothers:\n  - {id: x}\n',
)
"""Layouts of a line for each item, into which the tool inserts without the parser."""


def one_by_one(layout: str, run: list[Edit]) -> bytes:
    alone = layout.encode()
    for edit in run:
        alone = edited(alone, [edit])
    return alone


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("first", [0, 1, 2])
def test_a_run_reads_as_its_items_one_by_one(layout: str, first: int) -> None:
    if first and "id: c" not in layout:
        first = 0
    run: list[Edit] = [Insert("items", first + count, {"id": f"new{count}"}) for count in range(3)]
    alone = one_by_one(layout, run)
    assert edited(layout.encode(), run) == alone
    assert [alone.index(f"new{count}".encode()) for count in range(3)] == sorted(
        alone.index(f"new{count}".encode()) for count in range(3)
    )


@pytest.mark.parametrize("layout", THREE)
def test_a_run_of_all_sorts_reads_as_its_edits_one_by_one(layout: str) -> None:
    """For each of the four gaps between items, none, one or two are put in; each item stays or makes way."""
    for gaps, swaps in product(product(range(3), repeat=4), product((False, True), repeat=3)):
        run: list[Edit] = []
        position = 0
        for place, count in enumerate(gaps):
            for number in range(count):
                run.append(Insert("items", position, {"id": f"new{place}{number}"}))
                position += 1
            if place < 3:
                run += [Replace("items", position, {"id": f"other{place}"})] if swaps[place] else []
                position += 1
        assert edited(layout.encode(), run) == one_by_one(layout, run)


def test_a_run_towards_the_end_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a sheet of thousands of lines would be read thousands of times."""
    composed: list[str] = []
    compose = edit_places.composed

    def counted(text: str) -> object:
        composed.append(text)
        return compose(text)

    monkeypatch.setattr(edit_places, "composed", counted)
    layout = "id: a\nitems:\n" + "".join(f"- {{id: n{count}}}\n" for count in range(9))
    run: list[Edit] = [
        Replace("items", 1, {"id": "x"}), Insert("items", 3, {"id": "new"}), Replace("items", 7, {"id": "z"})
    ]  # fmt: skip
    after = edited(layout.encode(), run).decode()
    assert [line[7:-1] for line in after.splitlines()[2:]] == [
        "n0",
        "x",
        "n2",
        "new",
        *("n3", "n4", "n5", "z", "n7", "n8"),
    ]
    assert len(composed) == 1


@pytest.mark.parametrize("layout", BY_LINE)
def test_line_by_line_goes_where_the_parser_would_put_it(layout: str, monkeypatch: pytest.MonkeyPatch) -> None:
    known = sum(f"id: {name}" in layout for name in ("b", "大堂球机", "c"))
    for gaps in product(range(3), repeat=known + 1):
        run: list[Edit] = []
        for place, count in enumerate(gaps):
            run += [Insert("items", place + len(run), {"id": f"new{place}{number}"}) for number in range(count)]
        with monkeypatch.context() as patch:
            patch.setattr(edit_places, "composed", None)
            after = edited(layout.encode(), run)
        with monkeypatch.context() as patch:
            patch.setattr(editing, "_by_lines", lambda *_arguments: None)
            assert edited(layout.encode(), run) == after


@pytest.mark.parametrize(
    "layout",
    [
        "id: a\nitems: []\n",
        "id: a\nitems: [b]\n",
        "id: a\nitems:\n- {id: b}\n",
        "id: a\nitems:\n  - {id: b}",
        "id: a\r\nitems:\r\n  - {id: b}\r\n",
        "id: a\nnote: |\n  x\nitems:\n  - {id: b}\n",
    ],
)
def test_any_other_layout_is_left_to_the_parser(layout: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edit_places, "composed", None)
    with pytest.raises(TypeError):
        edited(layout.encode(), [Insert("items", 0, {"id": "new"})])
