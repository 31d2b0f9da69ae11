"""What follows from a failed check: one ticket each, and for a hazard its record, however often it is asked for."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence

import msgspec

from aftercare_cli.cli.context import Session
from aftercare_cli.cli.recording import typed_at
from aftercare_cli.cli.reports.tickets import refuse_unknown_calendars
from aftercare_cli.cli.sheets import inspection_of, sheet_for
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.service import CheckResult, Inspection, Unsafe
from aftercare_cli.model.sites import Check
from aftercare_cli.model.text import say
from aftercare_cli.model.ticket import Ticket
from aftercare_cli.rules.inspection_tickets import Ids, hazard_of, is_ticket_of, subject_of, summary_of, ticket_of
from aftercare_cli.rules.outcomes import BAD
from aftercare_cli.rules.sheet import Sheet
from aftercare_cli.store import edit
from aftercare_cli.store.events import plain
from aftercare_cli.store.records import Change, Writer
from aftercare_cli.store.workspace import InvalidRecordsError


class UnlistedItemError(AftercareError):
    """A result about equipment that the site's list does not hold."""


class Linked(msgspec.Struct, frozen=True, kw_only=True):
    """The tickets of an inspection by the lines they belong to, those that were opened just now, and new hazards."""

    inspection: Inspection
    lines: tuple[tuple[CheckResult, str], ...]
    opened: tuple[str, ...]
    hazards: tuple[Unsafe, ...]
    changes: tuple[Change, ...]


def open_linked(session: Session, writer: Writer, record_id: str) -> Linked:
    """Open and link what is not there yet; called under the lock, and everything is read inside it.

    A ticket is written before its line names it: where the second never happened, the next run finds the first.
    """
    inspection = inspection_of(session, record_id)
    sheet = sheet_for(session, inspection)
    at = inspection.inspected_at
    at = session.now if at is None or at > session.now else at
    plan = _Plan(session, sheet, at)
    failed = [(position, found) for position, found in enumerate(inspection.results) if found.result in BAD]
    named = [(position, found, plan.ticket(found)) for position, found in failed]
    hazards = plan.hazards([found for _at, found in failed if found.result == "hazard"])
    edits = [
        edit.Replace("results", position, plain(msgspec.structs.replace(found, ticket=ticket), session.timezone))
        for position, found, ticket in named
        if found.ticket is None
    ]
    # Tried first, so that no ticket is opened for a sheet that cannot be written.
    trial = Writer(writer.root, writer.timezone, writer.now, is_trial=True)
    if edits:
        trial.revise("inspection", inspection.id, lambda _record: edits)
    for new in plan.tickets:
        refuse_unknown_calendars(session, new)
    changes = [writer.create("ticket", new.id, new) for new in plan.tickets]
    changes += [writer.create("hazard", new.id, new) for new in hazards]
    if edits:
        changes.append(writer.revise("inspection", inspection.id, lambda _record: edits))
    return Linked(
        inspection=inspection,
        lines=tuple((found, ticket) for _position, found, ticket in named),
        opened=tuple(new.id for new in plan.tickets),
        hazards=tuple(hazards),
        changes=tuple(changes),
    )


class _Plan:
    """What is to be written for the results of an inspection."""

    def __init__(self, session: Session, sheet: Sheet, at: dt.datetime) -> None:
        self._session = session
        self._sheet = sheet
        self._inspection = sheet.inspection
        self._at = at
        self._day = at.astimezone(session.timezone).date()
        self._known = Ids("T", session.workspace.ids("ticket"))
        self._hazard_ids = Ids("H", session.workspace.ids("hazard"))
        self._named: dict[tuple[str, str | None], str] = {}
        self._opened: set[str] = set()
        self.tickets: list[Ticket] = []

    def ticket(self, found: CheckResult) -> str:
        """Give the ticket of a result: the one it names, one that is there already, or one that is to be opened."""
        key = (found.check, found.equipment)
        if found.ticket is not None:
            return found.ticket
        if key not in self._named:
            self._named[key] = self._known.existing(
                found, self._inspection.id, lambda known: self._is_ours(known, found)
            ) or self._new(found)
        return self._named[key]

    def _is_ours(self, ticket_id: str, found: CheckResult) -> bool:
        if ticket_id in self._opened:
            # Another line's: two of a large sheet may ask for the same end.
            return False
        return is_ticket_of(self._session.workspace.ticket(ticket_id), self._inspection, found)

    def _new(self, found: CheckResult) -> str:
        if found.equipment is not None and found.equipment not in self._sheet.items:
            raise UnlistedItemError(
                say("{item} is not on the equipment list of {site}", item=found.equipment, site=self._inspection.site),
                say("nothing was opened: put it on the list, or correct the result"),
            )
        ticket_id = self._known.new(found, self._inspection.id, self._day)
        logged = typed_at(self._session, self._at)
        self.tickets.append(
            ticket_of(
                self._inspection,
                found,
                self._said(summary_of, found),
                record_id=ticket_id,
                at=self._at,
                logged_at=logged,
            )
        )
        self._known.add(ticket_id)
        self._opened.add(ticket_id)
        return ticket_id

    def hazards(self, results: Sequence[CheckResult]) -> list[Unsafe]:
        """Give the records that are to be written of hazards.

        A line has one of its own, or one that was reported by hand in its words, which is no other line's.
        """
        source = self._inspection.id
        ours = {hazard.id: hazard.description for hazard in self._hazards() if hazard.source == source}
        waiting = []
        lines: dict[tuple[str, str | None], CheckResult] = {}
        for found in results:
            lines.setdefault((found.check, found.equipment), found)
        for found in lines.values():
            known = self._hazard_ids.existing(found, source, ours.__contains__)
            if known is None:
                waiting.append(found)
            else:
                del ours[known]
        by_hand = Counter(ours.values())
        new = []
        for found in waiting:
            description = found.note or self._said(subject_of, found)
            if by_hand[description]:
                by_hand[description] -= 1
                continue
            hazard_id = self._hazard_ids.new(found, source, self._day)
            self._hazard_ids.add(hazard_id)
            new.append(hazard_of(self._inspection, description, record_id=hazard_id, at=self._at))
        return new

    def _hazards(self) -> list[Unsafe]:
        """Give the hazards there are; raises InvalidRecordsError where one cannot be read, which may be the one."""
        known = [*self._session.workspace.hazards]
        findings = [
            found
            for found in self._session.workspace.findings
            if found.path.startswith("records/hazards/") and found.severity == "error"
        ]
        if findings:
            raise InvalidRecordsError(findings, self._session.workspace.root)
        return known

    def _said(self, words: Callable[[Check | None, CheckResult, str], str], found: CheckResult) -> str:
        language = self._session.workspace.settings.language
        return words(self._sheet.checks.get(found.check), found, language)
