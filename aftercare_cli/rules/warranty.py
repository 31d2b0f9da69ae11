"""A contract's warranty: from when until when, and why (S9); how long a contract is served.

`of_contract` gives a `Cover`, and so does `covers.Covers.of_item` for a piece of equipment: `cover.holds(day)` says
whether a day is under warranty.
"""

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, Literal

import msgspec
from dateutil.relativedelta import relativedelta

from aftercare_cli.model.contract import Amendment, Contract, Warranty
from aftercare_cli.model.text import Text, say

if TYPE_CHECKING:
    from aftercare_cli.rules.replacements import Step

State = Literal["not_started", "in_warranty", "ended"]
Missing = Literal["contract", "warranty", "acceptance", "handover"]

SCHEME: Final = "post-warranty-scheme"
"""The document with the scheme and prices for the time after the warranty (S12)."""
_DAY: Final = dt.timedelta(days=1)


class Cover(msgspec.Struct, frozen=True, kw_only=True):
    """A warranty: its first and last day, both covered, and step by step why; without them it has not started.

    `missing` is what it waits for. `earlier` are warranties that a renewal took the place of. `chain` are replacements,
    the oldest first; `replaced_by` is the item that stands in this one's place.
    """

    first: dt.date | None = None
    last: dt.date | None = None
    months: int | None = None
    missing: tuple[Missing, ...] = ()
    earlier: tuple[tuple[dt.date, dt.date], ...] = ()
    chain: "tuple[Step, ...]" = ()
    replaced_by: str | None = None
    reasons: tuple[Text, ...] = ()

    def holds(self, day: dt.date) -> bool:
        """Say whether a day is under warranty."""
        spans = [*self.earlier, *(() if self.first is None or self.last is None else ((self.first, self.last),))]
        return any(first <= day <= last for first, last in spans)

    def state(self, day: dt.date) -> State:
        """Say how it stands on a day."""
        if self.holds(day):
            return "in_warranty"
        return "not_started" if self.first is None or day < self.first else "ended"

    def is_borne(self, day: dt.date) -> bool:
        """Say whether a fault that began on a day is the company's to mend: in the warranty, or before it began."""
        return self.state(day) != "ended" and not {"contract", "warranty"} & set(self.missing)

    def days_left(self, day: dt.date) -> int | None:
        """Give how many days follow on a day that is covered: none on the last one; None where it is not covered."""
        return (self.last - day).days if self.last is not None and self.holds(day) else None


class Stage(msgspec.Struct, frozen=True, kw_only=True):
    """Terms of a contract's warranty, in force from the day `since`, and the first and last day by them.

    `amendment` is its number in the contract, where one made it. One that `is_void` came after the end.
    """

    since: dt.date
    first: dt.date
    last: dt.date
    terms: Warranty
    amendment: int | None = None
    is_void: bool = False


def begins(contract: Contract) -> dt.date | None:
    """Give the day the warranty starts, the later of acceptance and handover; None while one of them is missing."""
    if contract.acceptance is None or contract.handover is None:
        return None
    return max(contract.acceptance, contract.handover)


def last_day(contract: Contract) -> dt.date | None:
    """Give the last day by the terms as they stand in `contract.warranty`."""
    begin = begins(contract)
    if begin is None or contract.warranty is None:
        return None
    return corresponding(begin, contract.warranty.months)


def corresponding(begin: dt.date, months: int) -> dt.date:
    """Give the last day of so many months: the corresponding day, month ends clamped (Civil Code art. 201, 202)."""
    try:
        return begin + relativedelta(months=months)
    except ValueError:
        return dt.date.max


def served_until(contract: Contract, day: dt.date | None = None) -> dt.date | None:
    """Give the last day of the warranty or of the service agreement, whichever lasts longer; None where neither is.

    It is that by the terms in force on a `day`, where one is given, else by those that no amendment has changed. A
    warranty that waits for acceptance or handover has not ended: its last day is the last there is.
    """
    terms = contract if day is None else contract.on(day)
    if terms.warranty is not None and begins(contract) is None:
        return dt.date.max
    last = last_day(contract)
    if day is not None:
        last = next((stage.last for stage in reversed(stages(contract, day)) if not stage.is_void), None)
    return max((end for end in (last, terms.service_until) if end is not None), default=None)


def stages(contract: Contract, today: dt.date | None = None) -> list[Stage]:
    """Give the terms of the warranty one after another; of amendments, those in force by `today`, None for all.

    An amendment that makes it longer comes no later than the last day by the terms before it; one that comes later is
    void: what ended is not revived. One that makes it shorter takes nothing from the days before it.
    """
    begin = begins(contract)
    found: list[Stage] = []
    if begin is None:
        return found
    if contract.warranty is not None:
        end = corresponding(begin, contract.warranty.months)
        found.append(Stage(since=begin, first=begin, last=end, terms=contract.warranty))
    for number, amendment in _amendments(contract):
        if amendment.warranty is None or (today is not None and amendment.start > today):
            continue
        valid = [stage for stage in found if not stage.is_void]
        since = max(begin, amendment.start)
        last = corresponding(begin, amendment.warranty.months)
        is_void = bool(valid) and since > valid[-1].last
        if is_void and last <= valid[-1].last:
            continue
        stage = Stage(
            since=since,
            first=valid[0].first if valid else since,
            last=last if is_void else max(last, since - _DAY) if valid else last,
            terms=amendment.warranty,
            amendment=number,
            is_void=is_void,
        )
        # What was agreed before the begin is what it begins with.
        found = [stage] if since == begin and not is_void else [*found, stage]
    return found


def _amendments(contract: Contract) -> Iterator[tuple[int, Amendment]]:
    return iter(sorted(enumerate(contract.amendments), key=lambda numbered: numbered[1].start))


def of_contract(contract: Contract, today: dt.date | None = None) -> Cover:
    """Give a contract's warranty, and how it follows; amendments later than `today` do not count yet."""
    begin = begins(contract)
    found = stages(contract, today)
    valid = [stage for stage in found if not stage.is_void]
    waits: list[tuple[Missing, bool, Text]] = [
        ("acceptance", contract.acceptance is None, say("not accepted yet")),
        ("handover", contract.handover is None, say("not handed over yet")),
        ("warranty", not _is_promised(contract, today), say("the contract {id} names no warranty", id=contract.id)),
    ]
    missing = [(name, text) for name, is_missing, text in waits if is_missing]
    reasons = [text for _name, text in missing]
    if begin is not None and found:
        reasons.append(_start_of(contract, begin))
        reasons += [_stage_reason(begin, stage, contract) for stage in found]
        reasons += _announced(contract, today)
    if not valid:
        return Cover(missing=tuple(name for name, _text in missing), reasons=tuple(reasons))
    latest = valid[-1]
    return Cover(first=latest.first, last=latest.last, months=latest.terms.months, reasons=tuple(reasons))


def _is_promised(contract: Contract, today: dt.date | None) -> bool:
    return (contract.on(dt.date.max if today is None else today)).warranty is not None


def _start_of(contract: Contract, begin: dt.date) -> Text:
    return say(
        "accepted on {acceptance}, handed over on {handover}: it starts on the later day, {day}",
        acceptance=contract.acceptance,
        handover=contract.handover,
        day=begin,
    )


def _stage_reason(begin: dt.date, stage: Stage, contract: Contract) -> Text:
    months, last = stage.terms.months, stage.last
    if stage.amendment is None:
        return length(begin, months)
    since = contract.amendments[stage.amendment].start
    if stage.is_void:
        return say(
            "the amendment of {since} to {months} months came after the end, and revives nothing",
            since=since,
            months=months,
        )
    return say("amended from {since} on: {months} months, last day {day}", since=since, months=months, day=last)


def _announced(contract: Contract, today: dt.date | None) -> list[Text]:
    if today is None:
        return []
    return [
        say(
            "from {since} on an amendment makes it {months} months", since=amended.start, months=amended.warranty.months
        )
        for _number, amended in _amendments(contract)
        if amended.warranty is not None and amended.start > today
    ]


def length(begin: dt.date, months: int) -> Text:
    """Say how the last day of so many months is found."""
    last = corresponding(begin, months)
    if last.day != begin.day and last != dt.date.max:
        return say(
            "{months} months from {begin}: that month has no such day, so its end is the last day, {day}",
            months=months,
            begin=begin,
            day=last,
        )
    return say(
        "{months} months from {begin}: the corresponding day is the last one, {day}",
        months=months,
        begin=begin,
        day=last,
    )
