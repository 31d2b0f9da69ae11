"""`aftercare warranty`: what is under warranty, until when, and why."""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated

import typer

from aftercare_cli.cli import completion, lookup
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.options import AsOf, Format, FormatOption
from aftercare_cli.cli.output import show
from aftercare_cli.cli.reports.warranties import OfContract, OfItem, warranty_report
from aftercare_cli.cli.times import read_horizon
from aftercare_cli.cli.unread import exit_where_left_out
from aftercare_cli.model.text import say
from aftercare_cli.rules.covers import Covers
from aftercare_cli.rules.warranty import of_contract

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(help=_("What is under warranty, until when, and why."))
def warranty(
    context: typer.Context,
    subject: Annotated[
        str | None,
        typer.Argument(
            metavar="[SITE|EQUIPMENT|CONTRACT]",
            help=_("Only this one: its id, or a unique beginning or end of it."),
            autocompletion=completion.covered,
            show_default=False,
        ),
    ] = None,
    expiring: Annotated[
        str | None,
        typer.Option("--expiring", metavar="DURATION", help=_("Only what ends in this time, such as 90d.")),
    ] = None,
    as_of: AsOf = None,
    form: FormatOption = Format.table,
) -> None:
    """List warranties, and explain those that were asked for."""
    session: Session = context.obj
    now = session.as_of(as_of)
    until = None if expiring is None else read_horizon(expiring, now).astimezone(session.timezone).date()
    contracts, items = _chosen(session, subject)
    report = warranty_report(
        session,
        _of_contracts(session, contracts, now),
        _of_items(session, items, now),
        now,
        until=until,
        is_explained=subject is not None,
    )
    show(report, form, session.timezone)
    exit_where_left_out(session)


def _of_contracts(session: Session, names: Sequence[str], now: dt.datetime) -> list[OfContract]:
    today = now.astimezone(session.timezone).date()
    contracts = [session.workspace.contracts[name] for name in names]
    return [OfContract(contract, of_contract(contract, today)) for contract in contracts]


def _of_items(session: Session, names: Sequence[str], now: dt.datetime) -> list[OfItem]:
    covers = Covers(session.workspace)
    found = []
    for name in names:
        site, item = session.workspace.items[name]
        contract = covers.contract_of(item)
        found.append(OfItem(item, site, None if contract is None else contract.id, covers.of_item(item, now)))
    return found


def _chosen(session: Session, subject: str | None) -> tuple[list[str], list[str]]:
    """Give the contracts and the equipment that are meant; raises UnknownRecordError."""
    records = session.workspace
    items = [item.id for listed in records.equipment.values() for item in listed.items]
    if subject is None:
        return list(records.contracts), list(dict.fromkeys(items))
    known = dict.fromkeys([*items, *records.contracts, *records.sites])
    unknown = say("no site, contract or piece of equipment is called {wanted}", wanted=subject)
    meant = lookup.pick(subject, list(known), unknown)
    sites = [site for site in records.sites.values() if meant in {site.id, site.contract}]
    if meant in items:
        site = records.sites.get(records.items[meant][0])
        sites = [] if site is None else [site]
    terms = {site.contract for site in sites} | {meant}
    places = {site.id for site in sites}
    chosen = [item for item in dict.fromkeys(items) if records.items[item][0] in places]
    return [name for name in records.contracts if name in terms], [meant] if meant in items else chosen
