"""What is still owed, as entries of a calendar."""

import datetime as dt
from collections.abc import Sequence

from aftercare_cli.cli import display
from aftercare_cli.cli.calendar_file import Entry, calendar
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.reports.tickets import due_cell, remarks
from aftercare_cli.cli.words import promise_word
from aftercare_cli.rules.due import reminders
from aftercare_cli.rules.promise import Promise


def due_calendar(session: Session, promises: Sequence[Promise], now: dt.datetime) -> str:
    """Give a calendar file with an entry for each promise that has a due time; it names no person."""
    name = _("{company}: what is still owed").format(company=session.workspace.settings.company.name)
    entries = (_entry(session, promise, promise.due) for promise in promises if promise.due is not None)
    return calendar(name, entries, now)


def _entry(session: Session, promise: Promise, due: dt.datetime) -> Entry:
    return Entry(
        uid=_uid(promise),
        begin=due.astimezone(session.timezone).date() if promise.is_daily else due,
        summary=_summary(promise),
        description=_description(session, promise),
        alarms=reminders(promise, session.calendars),
        categories=(promise_word(promise.name),),
    )


def _uid(promise: Promise) -> str:
    """Give what stays the same whatever is recorded: of these parts only the last one has dots or slashes."""
    parts = (promise.name, promise.contract, str(promise.cycle), promise.subject.replace("/", "."))
    return f"{'.'.join(parts)}@aftercare"


def _summary(promise: Promise) -> str:
    what = " · ".join(part for part in (promise_word(promise.name), promise.subject, promise.site) if part)
    return _("Overdue: {what}").format(what=what) if promise.overdue else what


def _description(session: Session, promise: Promise) -> str:
    site = session.workspace.sites.get(promise.site)
    contract = session.workspace.contracts.get(promise.contract)
    line = _("{key}: {value}")
    facts = (
        (_("Promise"), promise_word(promise.name)),
        (_("About"), promise.subject),
        (_("Site"), None if site is None else site.name),
        (_("Contract"), None if contract is None else contract.name),
        (_("Due"), _moment(due_cell(promise, session.timezone), session.timezone)),
        (_("Time"), remarks(promise)),
    )
    lines = [line.format(key=key, value=value) for key, value in facts if value]
    if promise.policy:
        lines.append(_("an aim of our own, no promise to the customer"))
    return "\n".join(lines)


def _moment(due: dt.date | None, timezone: dt.tzinfo) -> str:
    return display.moment(due, timezone) if isinstance(due, dt.datetime) else str(due)
