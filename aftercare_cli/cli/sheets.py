"""The sheet of an inspection with what it is made from, and the names on it that people mean."""

import msgspec

from aftercare_cli.cli import lookup
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _
from aftercare_cli.model.contract import Contract
from aftercare_cli.model.errors import AftercareError, InvalidValueError
from aftercare_cli.model.kinds import path_of
from aftercare_cli.model.service import CheckResult, Inspection
from aftercare_cli.model.sites import Check, Checklist, EquipmentList, Item
from aftercare_cli.model.text import say
from aftercare_cli.model.values import read_month
from aftercare_cli.rules.checks.references import nearest
from aftercare_cli.rules.days import Days, first_day, month_of
from aftercare_cli.rules.outcomes import BAD, outcome
from aftercare_cli.rules.periods import Period
from aftercare_cli.rules.rounds import Round, rounds
from aftercare_cli.rules.sheet import Sheet, end_of, sheet_of
from aftercare_cli.store import edit
from aftercare_cli.store.events import plain
from aftercare_cli.store.workspace import InvalidRecordsError


class NoTermsError(AftercareError):
    """A site of which nothing says what is to be inspected."""


class WrongItemError(AftercareError):
    """Equipment that a check is not made on, or a check that does not say on which."""


class WrongMonthError(AftercareError):
    """A month that cannot be read."""


class SecondSheetError(AftercareError):
    """A sheet for a period that has one."""


class FinishedError(AftercareError):
    """A round that is finished."""


class Entered(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the sheet as somebody entered it."""

    check: str
    equipment: str | None = None
    result: str | None = None
    grade: str | None = None
    marks: tuple[str, ...] = ()
    note: str | None = None


def inspection_of(session: Session, record_id: str) -> Inspection:
    """Read an inspection; raises InvalidRecordsError where it is wrong."""
    found = session.workspace.read("inspection", record_id)
    assert isinstance(found, Inspection)  # noqa: S101 - its kind says so
    return found


def contract_of(session: Session, site: str) -> Contract:
    """Give the contract of a site; raises InvalidRecordsError where it is wrong, NoTermsError where it is missing."""
    around = session.workspace.around(site)
    for contract in around.contracts.values():
        return contract
    named = [path_of("contract", found.contract) for found in around.sites.values()]
    _refuse_wrong(session, path_of("site", site), *named)
    raise NoTermsError(
        say("the site {site} has no contract", site=site), say("run aftercare check: it says which id is wrong")
    )


def sheet_for(session: Session, inspection: Inspection) -> Sheet:
    """Give the sheet of an inspection.

    Raises InvalidRecordsError where what it is made from is wrong, NoTermsError where the contract names no checklist,
    or one that nobody has.
    """
    contract = contract_of(session, inspection.site)
    return sheet_of(inspection, contract, _checklist(session, contract, inspection), _items(session, inspection.site))


def _checklist(session: Session, contract: Contract, inspection: Inspection) -> Checklist:
    terms = contract.on(first_day(inspection.period)).inspection
    if terms is None:
        raise NoTermsError(
            say("{contract} promises no inspections in {period}", contract=contract.id, period=inspection.period),
            say("write into the contract: inspection: {terms}", terms="{every: 1 month, checklist: cctv}"),
        )
    known = session.workspace.checklists
    # A wrong one of the workspace would have the built-in one of its name stand in for it.
    _refuse_wrong(session, path_of("checklist", terms.checklist))
    if terms.checklist not in known:
        raise NoTermsError(
            say(
                "{contract} names the checklist {name}, which does not exist",
                contract=contract.id,
                name=terms.checklist,
            ),
            nearest(terms.checklist, known, say("known are {names}", names=_(", ").join(sorted(known)))),
        )
    return known[terms.checklist]


def _items(session: Session, site: str) -> tuple[Item, ...]:
    if not session.workspace.exists_as("equipment", site):
        return ()
    found = session.workspace.read("equipment", site)
    assert isinstance(found, EquipmentList)  # noqa: S101 - its kind says so
    return found.items


def _refuse_wrong(session: Session, *paths: str) -> None:
    """Raise InvalidRecordsError where one of the files was read and is wrong."""
    findings = [found for found in session.workspace.findings if found.path in paths and found.severity == "error"]
    if findings:
        raise InvalidRecordsError(findings, session.workspace.root)


def refuse_finished(inspection: Inspection) -> None:
    """Raise FinishedError for a round that was made."""
    if inspection.inspected_at is not None:
        raise FinishedError(
            say("{id} is finished: it was made at {at}", id=inspection.id, at=inspection.inspected_at),
            say(
                "what was found later belongs on the next sheet or on a ticket; correct a slip of the pen in {path}",
                path=path_of("inspection", inspection.id),
            ),
        )


def result_of(sheet: Sheet, entered: Entered) -> CheckResult:
    """Give the result that somebody entered; raises an AftercareError that says what is wrong with it."""
    names = list(sheet.checks)
    unknown = say("the checklist {checklist} has no check {check}", checklist=sheet.checklist, check=entered.check)
    check = sheet.checks[lookup.pick(entered.check, names, unknown)]
    item = None if entered.equipment is None else _item(sheet, check, entered.equipment)
    found = outcome(check, entered.result, entered.grade, entered.marks)
    serving = sheet.serving(check)
    if item is None and len(serving) == 1:
        item = serving[0]
    if item is None and serving and found.result in BAD:
        raise WrongItemError(
            say(
                "{check} is made on {count} items: {result} on which one?",
                check=check.id,
                count=len(serving),
                result=found.result,
            ),
            say("name it: {names}", names=_(", ").join(serving)),
        )
    return CheckResult(check=check.id, equipment=item, note=entered.note, **found._asdict())


def _item(sheet: Sheet, check: Check, wanted: str) -> str:
    """Give the item that is meant; raises WrongItemError where the check is not made on it."""
    serving = sheet.serving(check)
    place = sheet.inspection.site
    if not check.categories:
        raise WrongItemError(
            say("{check} is one line for the whole site", check=check.id),
            say("leave the equipment out, and name it in the note"),
        )
    named = sheet.items.get(wanted) or next(
        (item for item in sheet.items.values() if item.id.lower() == wanted.lower()), None
    )
    if named is None or named.id in serving:
        return lookup.pick(
            wanted,
            serving,
            say("no {kinds} at {site} is called {wanted}", kinds="/".join(check.categories), site=place, wanted=wanted),
        )
    successor = next((item.id for item in sheet.items.values() if item.replaces == named.id), None)
    if named.category in check.categories and successor is not None:
        raise WrongItemError(
            say("{item} is out of service: {successor} replaced it", item=named.id, successor=successor),
            say("did you mean {name}?", name=successor),
        )
    raise WrongItemError(
        say(
            "{check} is not made on {item}: it is a {category}", check=check.id, item=named.id, category=named.category
        ),
        nearest(
            named.id, serving, say("{check} is made on: {names}", check=check.id, names=_(", ").join(serving) or "—")
        ),
    )


def edits_for(session: Session, sheet: Sheet, results: list[CheckResult]) -> list[edit.Edit]:
    """Give what has to change in the record so that it holds the results."""
    return [
        (edit.Insert if change.is_new else edit.Replace)(
            "results", change.position, plain(change.result, session.timezone)
        )
        for change in sheet.changes(results)
    ]


def month_named(text: str) -> str:
    """Read a month; raises WrongMonthError."""
    try:
        return read_month(text)
    except InvalidValueError as error:
        raise WrongMonthError(error.text, error.hint) from None


def refuse_second(session: Session, site: str, period: Period) -> None:
    """Raise SecondSheetError where a site has a sheet for a period already; called under the lock."""
    for found in session.workspace.inspections:
        if found.site == site and period.names(found.period):
            hint = (
                say("fill that one in: aftercare inspect show {id}", id=found.id)
                if found.inspected_at is None
                else say("it was made at {at}; another month is named with --period", at=found.inspected_at)
            )
            raise SecondSheetError(
                say("{site} has a sheet for {period} already: {id}", site=site, period=period.name, id=found.id), hint
            )


def next_due(session: Session, site: str) -> Round | None:
    """Give the next inspection that a site is promised and has not had, from this period on."""
    days = Days(session.calendars.timezone, session.now)
    contract = contract_of(session, site)
    found = rounds(session.workspace, days, first_day(month_of(days.today)), end_of(contract), [site])
    return next((entry for entry in found if entry.status in {"due", "upcoming"}), None)
