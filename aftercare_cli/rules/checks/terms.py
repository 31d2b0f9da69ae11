"""Contract terms that cannot be kept or do not add up.

Passing: `arrival: {start: reported, within: 3h, stop: arrived}`. Failing: a target in a calendar that is not defined,
an amendment that drops a target, a curriculum whose sub-topics do not add up to their topic (T4).
"""

import datetime as dt
from collections.abc import Iterator, Mapping

from aftercare_cli.model.calendars import ALWAYS
from aftercare_cli.model.contract import Contract, Target, TrainingTerms
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.finding import Field, Finding
from aftercare_cli.model.kinds import path_of
from aftercare_cli.model.text import say
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.calendars import Calendars, zone

ID = "terms"

_DAY = dt.timedelta(days=1)


def findings(workspace: Workspace, now: dt.datetime) -> Iterator[Finding]:
    """Yield what is wrong with the terms of contracts and with the calendars they count in."""
    settings = workspace.settings
    calendars = Calendars(settings)
    for name, calendar in settings.calendars.items():
        field = ("calendars", name)
        if name == ALWAYS:
            text = say("{name} is built in and never stops: a calendar of this name would take its place", name=name)
            yield Finding("calendar", "error", path_of("workspace"), field, text, say("give it another name"))
        try:
            if calendar.timezone is not None:
                zone(calendar.timezone)
            prepared = calendars.get(name)
            if prepared is not None:
                next(prepared.forward(now))
        except AftercareError as error:
            yield Finding("calendar", "error", path_of("workspace"), field, error.text, error.hint)
    for contract in workspace.contracts.values():
        yield from _contract(contract, calendars)
        yield from uncounted_of(contract, calendars)


def uncounted(workspace: Workspace) -> Iterator[Finding]:
    """Yield targets in a calendar that cannot be had: nothing is judged by them, and reports are without them."""
    calendars = Calendars(workspace.settings)
    for contract in workspace.contracts.values():
        yield from uncounted_of(contract, calendars)


def uncounted_of(contract: Contract, calendars: Calendars) -> Iterator[Finding]:
    """Yield them for one contract."""
    amended = [
        (("amendments", position, "targets"), amendment.targets or {})
        for position, amendment in enumerate(contract.amendments)
    ]
    places: list[tuple[Field, Mapping[str, Target]]] = [(("targets",), contract.targets), *amended]
    for field, targets in places:
        for name, target in targets.items():
            try:
                calendars.get(target.calendar)
            except AftercareError as error:
                path = path_of("contract", contract.id)
                yield Finding("unknown-calendar", "error", path, (*field, name, "calendar"), error.text, error.hint)


def _contract(contract: Contract, calendars: Calendars) -> Iterator[Finding]:
    yield from _targets(contract, ("targets",), contract.targets, calendars)
    for position, amendment in enumerate(contract.amendments):
        if amendment.targets is not None:
            yield from _targets(contract, ("amendments", position, "targets"), amendment.targets, calendars)
            yield from _dropped(contract, position)
        if amendment.training is not None:
            yield from _curriculum(contract, ("amendments", position, "training"), amendment.training, calendars)
    if contract.training is not None:
        yield from _curriculum(contract, ("training",), contract.training, calendars)


def unknown_timezone(workspace: Workspace) -> list[Finding]:
    """Give what is wrong with the workspace's timezone: without one, no day has a name and no check can be made."""
    settings = workspace.settings
    try:
        zone(settings.timezone)
    except AftercareError as error:
        return [Finding("unknown-timezone", "error", path_of("workspace"), ("timezone",), error.text, error.hint)]
    return []


def _targets(
    contract: Contract, field: Field, targets: Mapping[str, Target], calendars: Calendars
) -> Iterator[Finding]:
    path = path_of("contract", contract.id)
    for name, target in targets.items():
        calendar = calendars.get(target.calendar) if calendars.can_count(target.calendar) else None
        if calendar is not None and target.within >= _DAY and target.within % _DAY == dt.timedelta():
            text = say(
                "{days} d are {hours} h of working time in the calendar {name}",
                days=target.within.days,
                hours=target.within.days * 24,
                name=target.calendar,
            )
            hint = say("write the hours that are meant, such as 15h for two days of 7.5 h")
            yield Finding("days-in-working-hours", "warning", path, (*field, name, "within"), text, hint)
        trigger = target.unless_restored_within
        if trigger is not None and trigger >= target.within:
            text = say("the time to restore is no shorter than the time the target has")
            hint = say("the target could never be required before it is due")
            yield Finding("unreachable-target", "warning", path, (*field, name, "unless_restored_within"), text, hint)


def _dropped(contract: Contract, position: int) -> Iterator[Finding]:
    amendment = contract.amendments[position]
    before = contract.on(amendment.start - _DAY).targets
    for name in before:
        if amendment.targets is not None and name not in amendment.targets:
            text = say(
                "from {day} on, {name} is promised no more: an amendment replaces targets as a whole",
                day=amendment.start,
                name=name,
            )
            hint = say("repeat {name} here if it is still promised", name=name)
            yield Finding(
                "dropped-target",
                "warning",
                path_of("contract", contract.id),
                ("amendments", position, "targets"),
                text,
                hint,
            )


def _curriculum(contract: Contract, field: Field, training: TrainingTerms, calendars: Calendars) -> Iterator[Finding]:
    path = path_of("contract", contract.id)
    if training.calendar is not None:
        try:
            calendars.get(training.calendar)
        except AftercareError as error:
            yield Finding("unknown-calendar", "error", path, (*field, "calendar"), error.text, error.hint)
    from aftercare_cli.rules.curriculum import flaws  # noqa: PLC0415 - reports ask this module about targets alone

    for flaw in flaws(training):
        place = (*field, *flaw.field)
        match flaw.kind:
            case "sum":
                yield Finding("curriculum-sum", "error", path, place, flaw.text, flaw.hint)
            case "unknown":
                yield Finding("unknown-topic", "error", path, place, flaw.text, flaw.hint)
            case "twice":
                yield Finding("duplicate-id", "error", path, place, flaw.text, flaw.hint)
