"""Working out a bill, issuing it, voiding one: what `aftercare bill` does."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final

from aftercare_cli.cli import lookup
from aftercare_cli.cli.adding import conclude, refuse_blank, writer_of
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.display import visible
from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.output import talk
from aftercare_cli.cli.recording import TimeOrderError, refuse_future
from aftercare_cli.cli.times import read_day_or_time
from aftercare_cli.cli.unread import require_terms
from aftercare_cli.model.contract import Contract
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.service import Bill
from aftercare_cli.model.sites import Site
from aftercare_cli.model.text import say
from aftercare_cli.model.ticket import Ticket
from aftercare_cli.rules import issued
from aftercare_cli.rules.billing import (
    Draft,
    Grounds,
    bill,
    by_contract,
    is_by_contract,
    is_resolved_after,
    of_month,
    only_contract,
)
from aftercare_cli.rules.covers import Covers
from aftercare_cli.rules.days import Days
from aftercare_cli.store.records import Writer
from aftercare_cli.store.workspace import InvalidRecordsError

_PLACEHOLDER: Final = "B-00000000-0000"


class NotReportedYetError(AftercareError):
    """A moment at which nobody had reported the fault."""


def named(session: Session, wanted: Sequence[str], now: dt.datetime) -> list[Ticket]:
    """Give the tickets that are meant, each once; raises NotReportedYetError."""
    ids = dict.fromkeys(lookup.ticket_id(session, name) for name in wanted)
    tickets = [session.workspace.ticket(ticket_id) for ticket_id in ids]
    for ticket in tickets:
        if ticket.reported_at > now:
            raise NotReportedYetError(
                say("{id} was not reported yet at {time}", id=ticket.id, time=now),
                say("it was reported at {time}", time=ticket.reported_at),
            )
    return tickets


def unbilled(session: Session, contract_id: str, month: str, now: dt.datetime) -> list[Ticket]:
    """Give the tickets of a contract that were resolved in a month and that no valid bill holds.

    Tell of those whose bill is older than what was done last.
    """
    workspace = session.workspace
    held = issued.billed(workspace.bills)
    tickets = list(of_month(workspace, contract_id, month, session.timezone, now))
    for ticket in tickets:
        holding = held.get(ticket.id)
        if holding is not None and is_resolved_after(ticket, holding.issued, session.timezone, now):
            told = _("note: {ticket} was resolved again after {bill} was issued; void that bill to bill it as a whole")
            talk(told.format(ticket=ticket.id, bill=visible(issued.name_of(holding))))
    return [ticket for ticket in tickets if ticket.id not in held]


def drafted(session: Session, tickets: Sequence[Ticket], contract_id: str, now: dt.datetime) -> tuple[Draft, Contract]:
    """Work out the bill for tickets; of what they rest on, only their sites, contract, items and prices are read."""
    workspace = session.workspace
    sites: dict[str, Site] = {}
    contracts: dict[str, Contract] = {}
    for ticket in tickets:
        if ticket.site not in sites:
            around = workspace.around(ticket.site)
            require_terms(session, ticket, around)
            sites |= around.sites
            contracts |= around.contracts
    named_contract = only_contract(tickets, sites) if tickets else contract_id
    if not tickets:
        contracts = dict(workspace.contracts)
    if named_contract not in contracts:
        # The file is there, and wrong.
        _refuse_wrong(session)
    contract = contracts[named_contract]
    items = {site: workspace.items_at(site) for site in sites}
    is_simple = all(is_by_contract(contract, found) for found in items.values())
    grounds = Grounds(
        contract=contract,
        items=items,
        prices=workspace.prices_of(named_contract),
        timezone=session.timezone,
        currency=workspace.settings.currency,
        # Chains of replacements run through every ticket there is.
        is_borne=by_contract if is_simple else Covers(workspace).is_borne,
    )
    return bill(tickets, grounds, now), grounds.contract


def issue_day(session: Session, at: str | None) -> dt.date:
    """Give the day a bill is issued on; raises TimeOrderError for one that has not come yet."""
    moment = session.now if at is None else read_day_or_time(at, session.now, session.timezone)
    refuse_future(session, moment)
    return moment.astimezone(session.timezone).date()


def until(session: Session, day: dt.date) -> dt.datetime:
    """Give the moment up to which a bill of a day knows what happened."""
    return min(Days(session.calendars.timezone, session.now).end(day), session.now)


def issue(
    session: Session, prepare: Callable[[], Draft], day: dt.date, note: str | None, *, dry_run: bool, commit: bool
) -> Bill:
    """Write the draft that `prepare` gives under the lock as a bill, and give that.

    Raises NotFinalError, BilledError, and InvalidRecordsError where what it rests on is wrong.
    """
    workspace = session.workspace
    writer = writer_of(session, dry_run=dry_run)
    with writer.locked():
        draft = prepare()
        bills = workspace.bills
        _refuse_wrong(session)
        issued.refuse_unready(draft, bills)
        stamp = issued.Stamp(issued.next_number(bills, day.year), day, note)

        def make(bill_id: str) -> Bill:
            return issued.snapshot(draft, bill_id, stamp, session.timezone, workspace.settings.language)

        return _write(session, writer, make, _("issue {number}"), dry_run=dry_run, commit=commit)


def void(session: Session, wanted: str, at: str | None, note: str | None, *, dry_run: bool, commit: bool) -> Bill:
    """Write the counter-entry of a bill, and give it; raises VoidedError."""
    day = issue_day(session, at)
    writer = writer_of(session, dry_run=dry_run)
    with writer.locked():
        bills = session.workspace.bills
        _refuse_wrong(session)
        wrong = issued_bill(session, wanted)
        issued.refuse_unvoidable(wrong, bills)
        if day < wrong.issued:
            raise TimeOrderError(
                say("{day} is before the bill was issued, on {issued}", day=day, issued=wrong.issued),
                say("give the day on which it is taken back"),
            )
        stamp = issued.Stamp(issued.next_number(bills, day.year), day, note)

        def make(bill_id: str) -> Bill:
            return issued.counter_entry(wrong, bill_id, stamp)

        return _write(session, writer, make, _("void by {number}"), dry_run=dry_run, commit=commit)


def issued_bill(session: Session, wanted: str) -> Bill:
    """Give the issued bill that a number or an id means; raises UnknownRecordError."""
    names: dict[str, list[Bill]] = {}
    for found in session.workspace.bills:
        names.setdefault(found.id, []).append(found)
        if found.number is not None:
            names.setdefault(found.number, []).append(found)
    meant = names[lookup.pick(wanted, list(names), say("no bill is called {wanted}", wanted=wanted))]
    if len(meant) > 1:
        ids = _(", ").join(found.id for found in meant)
        raise lookup.UnknownRecordError(
            say("{wanted} may mean {count} records", wanted=wanted, count=len(meant)),
            say("write more of the id: {names}", names=ids),
        )
    return meant[0]


def _write(
    session: Session, writer: Writer, make: Callable[[str], Bill], message: str, *, dry_run: bool, commit: bool
) -> Bill:
    draft = make(_PLACEHOLDER)
    refuse_blank(draft)
    made: list[Bill] = []

    def kept(bill_id: str) -> Bill:
        made.append(make(bill_id))
        return made[-1]

    _id, change = writer.create_dated("bill", draft.issued, kept)
    told = message.format(number=made[-1].number)
    conclude(session, writer, change, told, dry_run=dry_run, commit=commit)
    return made[-1]


def _refuse_wrong(session: Session) -> None:
    """Raise InvalidRecordsError where something that was read is wrong: it would bill too little, or twice."""
    wrong = [found for found in session.workspace.findings if found.severity == "error"]
    if wrong:
        raise InvalidRecordsError(wrong, session.workspace.root)
