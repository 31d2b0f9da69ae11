"""The sheet of an inspection: what is checked on what (M2). It is computed from the contract, never stored.

By the terms in force on the first day of its period: each check of the checklist for each item of its categories, in
the order of the two lists. An item that another one replaces is out of service; a check without categories is one line
for the whole site. A check for every n-th period is on the sheets of the periods whose number is a multiple of n.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import msgspec

from aftercare_cli.model.contract import Contract
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.service import CheckResult, Inspection
from aftercare_cli.model.sites import Check, Checklist, Item
from aftercare_cli.model.text import say
from aftercare_cli.rules.days import first_day, last_day, month_of, months_later
from aftercare_cli.rules.periods import Period, first_month, inspection_periods
from aftercare_cli.rules.warranty import served_until


class UnpromisedError(AftercareError):
    """A month for which no inspection is promised."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A check on a piece of equipment, or on the whole site, and what it found."""

    check: str
    equipment: str | None = None
    result: CheckResult | None = None


class Changed(msgspec.Struct, frozen=True):
    """A result at a place among those of an inspection: a new one, or one in place of the one there."""

    position: int
    result: CheckResult
    is_new: bool


class Sheet(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """The lines of an inspection's sheet, and the lists that they come from.

    `checks` are all of the checklist, `items` all of the site, those out of service too.
    """

    inspection: Inspection
    period: Period
    checklist: str
    checks: Mapping[str, Check]
    items: Mapping[str, Item]
    lines: tuple[Line, ...]

    @property
    def missing(self) -> tuple[Line, ...]:
        """The lines that have no result yet."""
        return tuple(line for line in self.lines if line.result is None)

    def serving(self, check: Check) -> Sequence[str]:
        """Give the items in service that a check is made on."""
        return self._serving.get(check.id, ())

    @cached_property
    def _serving(self) -> Mapping[str, Sequence[str]]:
        serving = in_service(tuple(self.items.values()))
        return {
            check.id: [item.id for item in serving if item.category in check.categories]
            for check in self.checks.values()
        }

    def changes(self, results: Iterable[CheckResult]) -> Iterator[Changed]:
        """Yield what has to change among the results of the inspection so that they hold these, from top to bottom.

        A result takes the place of what was said of its line, and keeps the ticket that was opened for it; a new one
        stands where its line is on the sheet. What is said already, also of the whole check, changes nothing.
        """
        known = self.inspection.results
        places = {(other.check, other.equipment): at for at, other in reversed([*enumerate(known)])}
        covering = {(line.check, line.equipment): line.result for line in self.lines}
        replaced: dict[int, CheckResult] = {}
        added: list[CheckResult] = []
        for result in results:
            at = self._place(places, result)
            if at is not None:
                replaced[at] = msgspec.structs.replace(result, ticket=known[at].ticket)
            elif not _says_the_same(covering.get((result.check, result.equipment)), result):
                added.append(result)
        return self._merged(known, replaced, sorted(added, key=self._rank))

    def _merged(
        self, known: Sequence[CheckResult], replaced: Mapping[int, CheckResult], added: Sequence[CheckResult]
    ) -> Iterator[Changed]:
        new = [(self._rank(result), result) for result in added]
        done = 0
        for at, other in enumerate(known):
            rank = self._rank(other)
            while done < len(new) and new[done][0] < rank:
                yield Changed(at + done, new[done][1], is_new=True)
                done += 1
            if replaced.get(at, other) != other:
                yield Changed(at + done, replaced[at], is_new=False)
        for number in range(done, len(new)):
            yield Changed(len(known) + number, new[number][1], is_new=True)

    def _place(self, places: Mapping[tuple[str, str | None], int], result: CheckResult) -> int | None:
        """Give where something was said of the line of a result before."""
        at = places.get((result.check, result.equipment))
        if at is None and self._serving.get(result.check) == [result.equipment]:
            # Said of the whole check, which is made on this item alone.
            return places.get((result.check, None))
        return at

    def _rank(self, result: CheckResult) -> tuple[int, int]:
        checks, items = self._ranks
        return checks.get(result.check, len(checks)), items.get(result.equipment or "", -1)

    @cached_property
    def _ranks(self) -> tuple[Mapping[str, int], Mapping[str, int]]:
        checks, items = ({name: at for at, name in enumerate(names)} for names in (self.checks, self.items))
        return checks, items


def _says_the_same(covering: CheckResult | None, result: CheckResult) -> bool:
    """Say whether what was recorded of the whole check says this of one of its items too."""
    return covering is not None and msgspec.structs.replace(covering, equipment=result.equipment, ticket=None) == result


def sheet_of(inspection: Inspection, contract: Contract, checklist: Checklist, items: Sequence[Item]) -> Sheet:
    """Give the sheet of an inspection with its results.

    A result without equipment covers the lines of its check that have none of their own. A finished round shows its
    results as they are, whatever the lists say since.
    """
    period = period_of(contract, inspection.period)
    if inspection.inspected_at is None:
        lines = _filled(drafted(period, checklist, items), inspection.results, [check.id for check in checklist.checks])
    else:
        lines = [Line(check=found.check, equipment=found.equipment, result=found) for found in inspection.results]
    return Sheet(
        inspection=inspection,
        period=period,
        checklist=checklist.id,
        checks={check.id: check for check in checklist.checks},
        items={item.id: item for item in items},
        lines=tuple(lines),
    )


def drafted(period: Period, checklist: Checklist, items: Sequence[Item]) -> Iterator[Line]:
    """Yield the lines of a period's sheet."""
    serving = in_service(items)
    for check in checklist.checks:
        if period.number % check.every_n_periods:
            continue
        if not check.categories:
            yield Line(check=check.id)
        for item in serving:
            if item.category in check.categories:
                yield Line(check=check.id, equipment=item.id)


def in_service(items: Sequence[Item]) -> list[Item]:
    """Give the items that no other one replaces."""
    replaced = {item.replaces for item in items}
    return [item for item in items if item.id not in replaced]


def _filled(planned: Iterator[Line], results: Sequence[CheckResult], order: Sequence[str]) -> list[Line]:
    """Give planned lines with their results, and, behind those of the same check, results that are on no line."""
    told = {(found.check, found.equipment): found for found in results}
    lines = []
    used = set()
    for line in planned:
        found = told.get((line.check, line.equipment)) or told.get((line.check, None))
        if found is not None:
            used.add((found.check, found.equipment))
        lines.append(msgspec.structs.replace(line, result=found))
    lines += [
        Line(check=found.check, equipment=found.equipment, result=found)
        for key, found in told.items()
        if key not in used
    ]
    places = {check: place for place, check in enumerate(order)}
    return sorted(lines, key=lambda line: places.get(line.check, len(places)))


def period_of(contract: Contract, month: str) -> Period:
    """Give the period that a month belongs to: where none is promised the month itself, by its number in the year."""
    return promised(contract, month) or unpromised(contract, month)


def promised(contract: Contract, month: str) -> Period | None:
    """Give the promised period that a month belongs to."""
    periods = inspection_periods(contract, min(first_day(month), end_of(contract)))
    return next((period for period in periods if period.names(month)), None)


def unpromised(contract: Contract, month: str) -> Period:
    """Give a month as a period of its own."""
    first = first_day(month)
    return Period(first.month, first, last_day(month), contract.on(first))


def periods_by_month(contract: Contract, until: dt.date) -> dict[str, Period]:
    """Give the promised periods that begin by `until`, by each of their months."""
    return {
        month_of(months_later(period.first, count)): period
        for period in inspection_periods(contract, min(until, end_of(contract)))
        for count in range((period.last.year - period.first.year) * 12 + period.last.month - period.first.month + 1)
    }


def end_of(contract: Contract) -> dt.date:
    """Give the last day that any terms of a contract serve; no period begins later."""
    terms = [contract, *(contract.on(amendment.start) for amendment in contract.amendments)]
    return max((end for found in terms if (end := served_until(found)) is not None), default=dt.date.min)


def refuse_unpromised(contract: Contract, month: str, since: dt.date | None) -> None:
    """Raise UnpromisedError where a month is to have no inspection: it says why.

    Before the handover nothing is promised yet, and a round may be made. What was over before `since` is on paper.
    """
    first = first_day(month)
    terms = contract.on(first)
    if terms.inspection is None:
        raise UnpromisedError(
            say("{contract} promises no inspections in {period}", contract=contract.id, period=month),
            say("write into the contract: inspection: {terms}", terms="{every: 1 month, checklist: cctv}"),
        )
    begin = first_month(contract)
    if begin is None:
        return
    end = served_until(contract, first)
    found = promised(contract, month)
    if first < begin:
        raise UnpromisedError(
            say("no inspection is promised for {period}: the first one is that of {first}", period=month, first=begin),
            say("the system was handed over on {day}", day=contract.handover),
        )
    if found is None:
        raise UnpromisedError(
            say("no inspection is promised for {period}: there is no warranty or service agreement", period=month)
            if end is None
            else say("no inspection is promised for {period}: the service ends on {day}", period=month, day=end),
            say("where it goes on, write service_until into the contract"),
        )
    if since is not None and found.last < since:
        raise UnpromisedError(
            say("the records begin on {day}: the inspection of {period} is on paper", day=since, period=month),
            say("records_from in records/aftercare.yaml says so"),
        )
