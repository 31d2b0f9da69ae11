"""Items that are inserted one behind the other in one go: the same text as if each had been inserted by itself."""

import pytest

from aftercare_cli.store.edit import Insert, edited

LAYOUTS = (
    "id: a\n",
    "id: a\nitems: []\nnote: x\n",
    "id: a\nitems:\n  - {id: b}\n  - {id: c} # why\nnote: x\n",
    "id: a\nitems: [{id: b}, {id: c}]\n",
    "id: a\nitems:\n- id: b\n- id: c",
)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("first", [0, 1, 2])
def test_a_run_reads_as_its_items_one_by_one(layout: str, first: int) -> None:
    if first and "id: c" not in layout:
        first = 0
    run = [Insert("items", first + count, {"id": f"new{count}"}) for count in range(3)]
    alone = layout.encode()
    for insertion in run:
        alone = edited(alone, [insertion])
    assert edited(layout.encode(), run) == alone
    assert [alone.index(f"new{count}".encode()) for count in range(3)] == sorted(
        alone.index(f"new{count}".encode()) for count in range(3)
    )
