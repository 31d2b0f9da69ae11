"""Records of one contract in the record language, and its promises of days told in a line."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeVar

import msgspec

from aftercare_cli.model.contract import Contract
from aftercare_cli.model.service import Handover, Inspection, Unsafe
from aftercare_cli.model.sites import Site
from aftercare_cli.rules.calendars import Calendars, zone
from aftercare_cli.rules.promise import Promise
from aftercare_cli.rules.promises import all_promises
from aftercare_cli.store.decode import decode
from aftercare_cli.store.yaml_reader import read_mapping
from tests.rules.written import WORKSPACE, Records, settings

Record = TypeVar("Record", bound=msgspec.Struct)

DATES: Final = "acceptance: 2026-01-20\nhandover: 2026-01-31\nwarranty: {months: 36}\n"
MONTHLY: Final = "inspection: {every: 1 month, checklist: cctv}\n"


def plan(terms: str) -> Contract:
    """Give a contract."""
    return _read(Contract, f"id: hq-cctv\nname: 总部视频监控系统\ncustomer: {{name: 示例甲方}}\n{terms}")


def records(  # noqa: PLR0913 - the kinds of record
    terms: str | Mapping[str, str],
    *,
    sheets: Iterable[str] = (),
    found: Iterable[str] = (),
    handover: str | None = None,
    about: str = "",
    sites: Mapping[str, str] | None = None,
) -> Records:
    """Give a workspace: contracts (one, or by id), sites by their contract, sheets and hazards of `hq`, a handover."""
    contracts = {"hq-cctv": terms} if isinstance(terms, str) else terms
    places = {"hq": "hq-cctv"} if sites is None else sites
    text = WORKSPACE
    for line in filter(None, about.splitlines()):
        key = line.partition(":")[0]
        text = "".join(f"{kept}\n" for kept in text.splitlines() if not kept.startswith(f"{key}:")) + f"{line}\n"
    return Records(
        settings=settings(text),
        contracts={name: msgspec.structs.replace(plan(own), id=name) for name, own in contracts.items()},
        sites={site: Site(id=site, contract=contract, name=site) for site, contract in places.items()},
        inspections=[_sheet(number, sheet) for number, sheet in enumerate(sheets)],
        hazards=[_read(Unsafe, f"{{id: H-20260310-2K9D, site: hq, description: 线槽松脱, {text}}}") for text in found],
        handovers={} if handover is None else {"hq-cctv": _read(Handover, f"contract: hq-cctv\n{handover}")},
    )


def judged(found: Records, now: str, until: str | None = None, *, of_warranty: bool = False) -> Sequence[Promise]:
    """Judge everything at a moment; `until` also gives what begins by then.

    The end of the warranty and the scheme before it, which nearly every contract has, only where they are asked for.
    """
    end = None if until is None else dt.datetime.fromisoformat(until)
    promises = all_promises(found, Calendars(found.settings), dt.datetime.fromisoformat(now), end)
    return [
        promise for promise in promises if of_warranty or promise.name not in {"post_warranty_scheme", "warranty_end"}
    ]


def told(found: Records, now: str, until: str | None = None) -> list[str]:
    """Tell how every promise stands."""
    return [line(promise, found) for promise in judged(found, now, until)]


def line(promise: Promise, found: Records) -> str:
    """Tell a promise: its times on the workspace's clock, what kept it, how far off it was, whatever else it says."""
    timezone = zone(found.settings.timezone)

    def shown(moment: dt.datetime | None) -> str:
        return "?" if moment is None else f"{moment.astimezone(timezone):%Y-%m-%d %H:%M:%S}"

    words = [
        f"{promise.name} {promise.subject} {promise.state}: {shown(promise.start)} to {shown(promise.due)}",
        *([] if promise.stop is None else [f"kept {shown(promise.stop)}"]),
        *([f"left {promise.remaining}"] if promise.remaining else []),
        *([f"over {promise.overdue}"] if promise.overdue else []),
        *(name for name in ("acknowledged", "policy") if getattr(promise, name)),
        *(["open"] if promise.is_open else []),
        *promise.flags,
    ]
    return ", ".join(words)


def states(found: Records, now: str, until: str | None = None) -> list[str]:
    """Tell what each promise is about and how it stands, and no more."""
    return [f"{promise.subject} {promise.state}" for promise in judged(found, now, until)]


def _sheet(number: int, text: str) -> Inspection:
    rest = {"id": f"I-20260305-{number:04}", "site": "hq"}
    sheet = decode(Inspection, rest | read_mapping(f"{{{text}}}".encode(), "record.yaml"))
    assert not isinstance(sheet, list), [str(problem.text) for problem in sheet]
    return sheet


def _read(kind: type[Record], text: str) -> Record:
    record = decode(kind, read_mapping(text.encode(), "record.yaml"))
    assert not isinstance(record, list), [str(problem.text) for problem in record]
    return record
