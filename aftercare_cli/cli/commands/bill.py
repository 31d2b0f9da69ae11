"""`aftercare bill`: work one out, issue it, void one, list and show those that were issued."""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated

import typer

from aftercare_cli.cli import completion, issuing, lookup
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.options import AsOf, Commit, ContractOption, DryRun, Format, FormatOption, Note
from aftercare_cli.cli.output import show
from aftercare_cli.cli.reports.bills import bill_report, draft_report
from aftercare_cli.cli.reports.issued_bills import list_report
from aftercare_cli.cli.unread import exit_where_left_out
from aftercare_cli.model.contract import Contract
from aftercare_cli.model.errors import AftercareError, InvalidValueError
from aftercare_cli.model.service import Bill
from aftercare_cli.model.text import Text, say
from aftercare_cli.model.values import read_month
from aftercare_cli.rules.billing import Draft
from aftercare_cli.rules.days import month_of

app = typer.Typer(rich_markup_mode=None, add_completion=False)


class WrongChoiceError(AftercareError):
    """Options that do not go together."""


@app.command(
    help=_(
        "What tickets cost and why: every line, who bears it, the total in figures and words. "
        "Issue the bill, void one, list or show those that were issued."
    )
)
def bill(
    context: typer.Context,
    ticket: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[TICKET]…",
            help=_("Tickets of one contract: their ids, or unique beginnings or ends of them."),
            autocompletion=completion.tickets,
        ),
    ] = None,
    contract: ContractOption = None,
    month: Annotated[
        str | None,
        typer.Option(
            "--month",
            metavar="YYYY-MM",
            help=_("With --contract: what was resolved in this month and is not billed yet. With --issued: its bills."),
        ),
    ] = None,
    is_issuing: Annotated[
        bool, typer.Option("--issue", help=_("Write it as a numbered bill that nobody changes."))
    ] = False,
    void: Annotated[
        str | None,
        typer.Option(
            "--void",
            metavar="NUMBER",
            help=_("Take an issued bill back by a counter-entry."),
            autocompletion=completion.bills,
        ),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="DATE", help=_("With --issue or --void: the day of it; today by default.")),
    ] = None,
    note: Note = None,
    is_listing: Annotated[bool, typer.Option("--issued", help=_("List the bills that were issued."))] = False,
    number: Annotated[
        str | None,
        typer.Option(
            "--show", metavar="NUMBER", help=_("Show a bill as it was issued."), autocompletion=completion.bills
        ),
    ] = None,
    as_of: AsOf = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    form: FormatOption = Format.table,
) -> None:
    """Do the one thing that the options ask for."""
    session: Session = context.obj
    asked = {"--issued": is_listing, "--show": number is not None, "--void": void is not None, "TICKET": bool(ticket)}
    _refuse_mixed(asked, contract, month, is_issuing=is_issuing)
    is_writing = is_issuing or void is not None
    _refuse_useless({"--at": at, "--note": note}, {"--as-of": as_of}, is_writing=is_writing)
    if is_listing:
        _list(session, _known(session, as_of), contract, month, form)
    elif number is not None:
        _show(session, issuing.issued_bill(session, number), _known(session, as_of), form)
    elif void is not None:
        entry = issuing.void(session, void, at, note, dry_run=dry_run, commit=commit)
        _tell(session, entry, form, is_trial=dry_run)
    elif is_issuing:
        day = issuing.issue_day(session, at)
        now = issuing.until(session, day)
        made = issuing.issue(
            session,
            lambda: _draft(session, ticket, contract, month, now)[0],
            day,
            note,
            dry_run=dry_run,
            commit=commit,
        )
        _tell(session, made, form, is_trial=dry_run)
    else:
        now = session.as_of(as_of)
        draft, terms = _draft(session, ticket, contract, month, now)
        show(draft_report(session, draft, terms, now, form), form, session.timezone)
        exit_where_left_out(session)


def _draft(
    session: Session, wanted: list[str] | None, contract: str | None, month: str | None, now: dt.datetime
) -> tuple[Draft, Contract]:
    """Work out the bill of the named tickets, or of a contract's month."""
    if wanted:
        return issuing.drafted(session, issuing.named(session, wanted, now), "", now)
    contract_id = lookup.contract_id(session, contract or "")
    tickets = issuing.unbilled(session, contract_id, _month(month or ""), now)
    return issuing.drafted(session, tickets, contract_id, now)


def _known(session: Session, as_of: str | None) -> list[Bill]:
    """Give the bills that were issued by a moment; what was voided later is valid then."""
    day = session.as_of(as_of).astimezone(session.timezone).date()
    return [found for found in session.workspace.bills if found.issued <= day]


def _list(session: Session, bills: Sequence[Bill], contract: str | None, month: str | None, form: Format) -> None:
    """List issued bills by their day, those of one contract or one month where that is asked for."""
    wanted = None if contract is None else lookup.contract_id(session, contract)
    period = None if month is None else _month(month)
    chosen = [
        found
        for found in sorted(bills, key=lambda found: (found.issued, found.number or "", found.id))
        if (wanted is None or found.contract == wanted) and (period is None or month_of(found.issued) == period)
    ]
    show(list_report(bills, chosen), form, session.timezone)
    exit_where_left_out(session)


def _show(session: Session, found: Bill, bills: Sequence[Bill], form: Format) -> None:
    show(bill_report(session, found, bills, form), form, session.timezone)
    exit_where_left_out(session)


def _tell(session: Session, written: Bill, form: Format, *, is_trial: bool) -> None:
    """Show what was written; of a trial, its diff was shown already."""
    if is_trial:
        return
    change = _("issued: {number}").format(number=written.number)
    bills = [*session.workspace.bills, written]
    show(bill_report(session, written, bills, form, change), form, session.timezone)


def _month(text: str) -> str:
    """Read a month; raises WrongChoiceError."""
    try:
        return read_month(text)
    except InvalidValueError as error:
        raise WrongChoiceError(error.text, error.hint) from None


def _refuse_mixed(asked: dict[str, bool], contract: str | None, month: str | None, *, is_issuing: bool) -> None:
    """Raise WrongChoiceError unless exactly one thing is asked for."""
    chosen = [name for name, is_asked in asked.items() if is_asked]
    if (contract or month) and not asked["--issued"]:
        chosen.append("--contract" if contract else "--month")
        if len(chosen) == 1 and not (contract and month):
            raise WrongChoiceError(
                say("a month's bill needs --contract and --month"), say("name both: --contract hq-cctv --month 2026-10")
            )
    if len(chosen) == 1 and not (is_issuing and chosen[0] in {"--issued", "--show", "--void"}):
        return
    if not chosen:
        raise WrongChoiceError(
            say("nothing says what to bill"), say("name tickets, or --contract and --month, or list bills: --issued")
        )
    names = ", ".join([*chosen, *(["--issue"] if is_issuing else [])])
    raise WrongChoiceError(say("{names} do not go together", names=names), _one_at_a_time())


def _refuse_useless(written: dict[str, str | None], judged: dict[str, str | None], *, is_writing: bool) -> None:
    """Raise WrongChoiceError for an option that means nothing to what is asked for."""
    for name, value in (judged if is_writing else written).items():
        if value is not None:
            hint = say("give the day of it: --at DATE") if is_writing else say("it belongs to --issue and --void")
            raise WrongChoiceError(say("{option} means nothing here", option=name), hint)


def _one_at_a_time() -> Text:
    return say("ask for one thing at a time")
