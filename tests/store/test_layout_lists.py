"""`fmt` gives a line to each event, item and person, so that a command can append the next one."""

import datetime as dt

import pytest

from aftercare_cli.model.kinds import BY_NAME, KindName
from aftercare_cli.store.edit import insert_item
from aftercare_cli.store.layout import canonical

HEAD = "id: T-20261122-7F3K\nsite: hq\nsummary: x\nreported_at: 2026-11-22T09:12:00+08:00\n"
LISTS: dict[str, tuple[KindName, str, str]] = {
    "events": (
        "ticket",
        f"{HEAD}events: [{{at: 2026-11-22T09:20:00+08:00, type: answered}}]\n",
        f"{HEAD}events:\n  - {{at: 2026-11-22T09:20:00+08:00, type: answered}}\n",
    ),
    "items": (
        "equipment",
        "{site: hq, items: [{id: A, category: ups, model: U}, {id: B, category: ups, model: U}]}\n",
        "site: hq\nitems:\n  - {id: A, category: ups, model: U}\n  - {id: B, category: ups, model: U}\n",
    ),
    "staff": (
        "staff",
        "staff: [\n  {id: eng-a, name: A}\n]\n",
        "staff:\n  - {id: eng-a, name: A}\n",
    ),
}


@pytest.mark.parametrize("key", LISTS)
def test_lists_that_commands_append_to_get_a_line_per_item(key: str) -> None:
    kind, written, laid_out = LISTS[key]
    after = canonical(written.encode(), BY_NAME[kind], f"records/{kind}.yaml", dt.UTC)
    assert after.decode() == laid_out
    assert canonical(after, BY_NAME[kind], f"records/{kind}.yaml", dt.UTC) == after
    assert insert_item(after, key, 0, {"id": "new"}).startswith(after[: after.index(b"  - ")] + b"  - {id: new}\n")


def test_other_lists_stay_as_they_are_written() -> None:
    site = b"id: hq\ncontract: hq-cctv\nname: HQ\ncontacts: [{name: Guard room}]\n"
    assert canonical(site, BY_NAME["site"], "records/sites/hq.yaml", dt.UTC) == site
