"""What is written of a record is read again as that record."""

import datetime as dt
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftercare_cli.model.kinds import KINDS, Kind
from aftercare_cli.model.ticket import EVENTS, Answered, Closed, Diagnosed, Event, Paused, Replaced, Ticket
from aftercare_cli.model.values import read_duration
from aftercare_cli.store import emit
from aftercare_cli.store.decode import decode
from aftercare_cli.store.events import duration, key_order, plain
from aftercare_cli.store.yaml_reader import read_mapping
from tests.store.minimal import MINIMAL

SHANGHAI = ZoneInfo("Asia/Shanghai")
AT = dt.datetime(2026, 11, 22, 1, 20, tzinfo=dt.UTC)
WRITTEN = [kind for kind in KINDS if kind.name != "workspace"]  # which people write, and no command changes


@pytest.mark.parametrize("kind", WRITTEN, ids=lambda kind: kind.name)
def test_every_kind_is_read_again_as_it_was(kind: Kind) -> None:
    record = decode(kind.type, read_mapping(MINIMAL[kind.name].encode(), ""))
    assert isinstance(record, kind.type)
    written = emit.record(plain(record, SHANGHAI))
    assert decode(kind.type, read_mapping(written.encode(), "")) == record


def test_an_event_begins_with_when_what_and_who_and_ends_with_remarks() -> None:
    event = Replaced(
        at=AT,
        by="eng-a",
        note="b: c",
        evidence="服务单",
        logged_at=AT + dt.timedelta(hours=1),
        old="0012",
        new="SN2",
        model="CAM-200",
        quantity=2,
        backdated="forgot",
    )
    assert emit.flow(plain(event, SHANGHAI)) == (
        '{at: 2026-11-22T09:20:00+08:00, type: replaced, by: eng-a, old: "0012", new: SN2, model: CAM-200, '
        'quantity: 2, note: "b: c", evidence: 服务单, logged_at: 2026-11-22T10:20:00+08:00, backdated: forgot}'
    )


def test_what_nobody_said_is_left_out() -> None:
    assert plain(Answered(at=AT), SHANGHAI) == {"at": "2026-11-22T09:20:00+08:00", "type": "answered"}
    assert list(plain(Diagnosed(at=AT, spares_needed=False), SHANGHAI)) == ["at", "type", "spares_needed"]
    ticket = Ticket(id="T-20261122-7F3K", site="hq", summary="x", reported_at=AT)
    assert list(plain(ticket, SHANGHAI)) == ["id", "site", "summary", "reported_at"]


def test_times_are_written_with_the_offset_of_the_place() -> None:
    for timezone, expected in (
        (SHANGHAI, "2026-11-22T09:20:00+08:00"),
        (ZoneInfo("America/St_Johns"), "2026-11-21T21:50:00-03:30"),
        (dt.UTC, "2026-11-22T01:20:00+00:00"),
    ):
        assert plain(Answered(at=AT), timezone)["at"] == expected


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.__name__)
def test_text_that_looks_like_something_else_is_read_again_as_text(kind: type[Event]) -> None:
    texts = {field.name: "0012" for field in msgspec.structs.fields(kind) if field.type in {str, str | None}}
    others = {"Excused": {"target": "arrival"}, "Acknowledged": {"target": "arrival"}}
    others["ChargeAgreed"] = {"head": "travel", "amount": "1.00"}
    event = {"at": AT.isoformat(), "type": kind.__struct_config__.tag} | texts | others.get(kind.__name__, {})
    tree = {"id": "T-20261122-7F3K", "site": "hq", "summary": "0012", "reported_at": AT.isoformat(), "events": [event]}
    ticket = decode(Ticket, tree)
    assert isinstance(ticket, Ticket)
    written = emit.record(plain(ticket, SHANGHAI))
    assert decode(Ticket, read_mapping(written.encode(), "")) == ticket


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8")))
def test_any_remark_is_read_again(note: str, reason: str) -> None:
    events = (Paused(at=AT, reason=reason, note=note), Closed(at=AT, signed_by=note, evidence=reason))
    ticket = Ticket(id="T-20261122-7F3K", site="hq", summary=note, reported_at=AT, events=events)
    written = emit.record(plain(ticket, SHANGHAI))
    assert decode(Ticket, read_mapping(written.encode(), "")) == ticket


@settings(deadline=None)
@given(st.integers(1, 86_400 * 100_000))
def test_any_duration_is_read_again(seconds: int) -> None:
    assert read_duration(duration(dt.timedelta(seconds=seconds))) == dt.timedelta(seconds=seconds)


def test_durations_are_written_as_people_write_them() -> None:
    for text in ("30m", "3h", "2d", "1h30m", "1d1h1m1s", "45s"):
        assert duration(read_duration(text)) == text
    assert duration(dt.timedelta(hours=48)) == "2d"


def test_keys_nobody_knows_go_last_as_they_stand() -> None:
    keys = ["zzz", "reported_at", "aaa", "id", "events", "site"]
    assert sorted(keys, key=key_order(Ticket)) == ["id", "site", "reported_at", "events", "zzz", "aaa"]
    assert sorted(["note", "cause", "by", "type", "at"], key=key_order(Diagnosed)) == [
        "at",
        "type",
        "by",
        "cause",
        "note",
    ]
