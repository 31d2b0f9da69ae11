"""Records written in the record language, and promises told in a line.

In these texts `10T09:00` stands for `2026-03-10T09:00:00+08:00`, a Tuesday; seconds may follow. Keys that every
record must have and that matter to no rule are filled in; so is the report of a ticket, which was then.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar
from zoneinfo import ZoneInfo

import msgspec

from aftercare_cli.model.contract import Contract
from aftercare_cli.model.service import (
    Bill,
    Handover,
    Inspection,
    Question,
    SpareMovement,
    TrainingSession,
    Unsafe,
    Visit,
)
from aftercare_cli.model.settings import Settings
from aftercare_cli.model.sites import Checklist, Duty, EquipmentList, Item, Person, Price, Site
from aftercare_cli.model.ticket import Ticket
from aftercare_cli.rules.calendars import Calendars
from aftercare_cli.rules.promise import Promise
from aftercare_cli.rules.promises import tickets
from aftercare_cli.store.decode import decode
from aftercare_cli.store.line_reader import Tree
from aftercare_cli.store.yaml_reader import read_mapping

Record = TypeVar("Record", bound=msgspec.Struct)

SHANGHAI = ZoneInfo("Asia/Shanghai")
WORKSPACE = """
aftercare: 1
company: {name: 样例公司}
timezone: Asia/Shanghai
holidays: CN
calendars:
  work: {mon-fri: ["09:00-12:00", "13:30-18:00"]}
"""
PLAN = """
targets:
  arrival: {start: reported, within: 3h, stop: arrived}
  standby: {start: fault, within: 8h, stop: standby_in_service, unless_restored_within: 5h}
  spares: {start: reported, within: 8h, stop: spares_on_site, needs: spares, discharged_by: resolved}
pauses: {allowed: [owner_access, owner_request, force_majeure]}
"""
ARRIVAL = "targets: {arrival: {start: reported, within: 3h, stop: arrived}}"
STANDBY = "targets: {standby: {start: fault, within: 8h, stop: standby_in_service, unless_restored_within: 5h}}"
SPARES = (
    "targets: {spares: {start: reported, within: 8h, stop: spares_on_site, needs: spares, discharged_by: resolved}}"
)


class Records(msgspec.Struct, frozen=True, kw_only=True):
    """The records of a workspace, in memory."""

    settings: Settings
    contracts: Mapping[str, Contract] = {}
    sites: Mapping[str, Site] = {}
    equipment: Mapping[str, EquipmentList] = {}
    items: Mapping[str, tuple[str, Item]] = {}
    checklists: Mapping[str, Checklist] = {}
    people: Sequence[Person] = ()
    staff: Mapping[str, Person] | None = None
    roster: Sequence[Duty] = ()
    tickets: Sequence[Ticket] = ()
    inspections: Sequence[Inspection] = ()
    training: Sequence[TrainingSession] = ()
    visits: Sequence[Visit] = ()
    questions: Sequence[Question] = ()
    hazards: Sequence[Unsafe] = ()
    handovers: Mapping[str, Handover] = {}
    prices: Mapping[str, Sequence[Price]] = {}
    spares: Mapping[str, Sequence[SpareMovement]] = {}
    bills: Sequence[Bill] = ()
    suspects: Sequence[tuple[str, str]] = ()


def moment(text: str) -> dt.datetime:
    """Read a time, `10T09:00` or whole."""
    return dt.datetime.fromisoformat(_whole(text))


def settings(text: str = WORKSPACE) -> Settings:
    return _read(Settings, text, {})


def contract(text: str = PLAN) -> Contract:
    return _read(Contract, text, {"id": "hq-cctv", "name": "总部视频监控系统", "customer": {"name": "示例甲方"}})


def ticket(text: str) -> Ticket:
    reported = _whole("10T09:00")
    return _read(Ticket, text, {"id": "T-20260310-7F3K", "site": "hq", "summary": "无图像", "reported_at": reported})


def training_session(text: str) -> TrainingSession:
    return _read(TrainingSession, text, {"id": "R-20260310-3C7T", "contract": "hq-cctv"})


def workspace(terms: str, *histories: str, about: str = WORKSPACE) -> Records:
    """Give a workspace with one contract, one site, and tickets."""
    return Records(
        settings=settings(about),
        contracts={"hq-cctv": contract(terms)},
        sites={"hq": Site(id="hq", contract="hq-cctv", name="总部大楼")},
        tickets=[ticket(history) for history in histories],
    )


def judged(terms: str, history: str, now: str, about: str = WORKSPACE) -> list[str]:
    """Judge one ticket by a contract's terms, as of a moment, and tell its promises."""
    records = workspace(terms, history, about=about)
    return [
        told(promise) for promise in tickets.promises(records, Calendars(records.settings), moment(now), moment(now))
    ]


def told(promise: Promise) -> str:
    """Tell how a promise stands: its clock's start and due time, its end, the sum, and whatever else it says."""
    end = f"until {_time(promise.until)}" if promise.stop is None else f"stopped {_time(promise.stop)}"
    assert promise.stop in {None, promise.until}
    due = "?" if promise.due is None else _time(promise.due)
    cycle = "" if promise.cycle == 1 else f" {promise.cycle}"
    sums = {"left": promise.remaining, "over": promise.overdue, "paused": promise.paused}
    words = [
        f"{promise.name}{cycle} {promise.state}: {_time(promise.start)} to {due}",
        end,
        f"ran {_length(promise.elapsed)}",
        *(f"{name} {_length(length)}" for name, length in sums.items() if length),
        *(name for name in ("acknowledged", "policy") if getattr(promise, name)),
        *(["open"] if promise.is_open else []),
        *promise.flags,
    ]
    return ", ".join(words)


def _read(kind: type[Record], text: str, rest: Tree) -> Record:
    record = decode(kind, rest | read_mapping(_whole(text).encode(), "record.yaml"))
    assert not isinstance(record, list), [str(problem.text) for problem in record]
    return record


def _whole(text: str) -> str:
    return re.sub(
        r"(?<![-\d])(\d\d)T(\d\d:\d\d)(:\d\d)?",
        lambda short: f"2026-03-{short[1]}T{short[2]}{short[3] or ':00'}+08:00",
        text,
    )


def _time(moment: dt.datetime) -> str:
    local = moment.astimezone(SHANGHAI)
    assert (local.year, local.month) == (2026, 3)
    return f"{local:%d %H:%M:%S}".removesuffix(":00")


def _length(length: dt.timedelta) -> str:
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    parts = {"h": minutes // 60, "m": minutes % 60, "s": seconds}
    return "".join(f"{amount}{unit}" for unit, amount in parts.items() if amount) or "0"


def fraction(share: Decimal | None) -> str:
    """Tell a share as people reckon it, `5/6`."""
    return "None" if share is None else str(Fraction(share).limit_denominator(1_000))
