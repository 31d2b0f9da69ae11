"""`aftercare spare` list, loan, check: what reads the stock and loads nothing that writes."""

from typing import Annotated

import typer

from aftercare_cli.cli import completion, lookup
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.options import AsOf, ContractOption, ExitZero, Format, FormatOption, Site
from aftercare_cli.cli.output import show
from aftercare_cli.cli.unread import exit_where_left_out, tell_left_out
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.text import say
from aftercare_cli.rules.calendars import local_day

app = typer.Typer(rich_markup_mode=None, add_completion=False)


class TwoPlacesError(AftercareError):
    """A site and a contract at once."""


@app.command("list", help=_("List the stock: in the company's store, at customers, on loan."))
def list_stock(
    context: typer.Context,
    model: Annotated[
        str | None,
        typer.Option("--model", metavar="MODEL", help=_("Only this model."), autocompletion=completion.spare_models),
    ] = None,
    holder: Annotated[
        str | None,
        typer.Option(
            "--holder", metavar="SITE", help=_("Only what this site's customer holds."), autocompletion=completion.sites
        ),
    ] = None,
    low: Annotated[bool, typer.Option("--low", help=_("Only what is used up or below its minimum."))] = False,
    as_of: AsOf = None,
    form: FormatOption = Format.table,
) -> None:
    """List models with what there is of them."""
    from aftercare_cli.cli.reports.spares import list_report, stock_of
    from aftercare_cli.rules.stock import has_ledger

    session: Session = context.obj
    now = session.as_of(as_of)
    found = stock_of(session.workspace, now)
    if model is not None:
        named = [stock.model for stock in found]
        wanted = lookup.pick(model, named, say("no spare is of the model {model}", model=model))
        found = [stock for stock in found if stock.model == wanted]
    if holder is not None:
        place = lookup.site_id(session, holder)
        found = [stock.at(place) for stock in found if place in stock.at_customers]
    if low:
        found = [stock for stock in found if stock.state != "ok"]
    show(list_report(session, found, now, is_kept=has_ledger(session.workspace)), form, session.timezone)
    exit_where_left_out(session)


@app.command("loan", help=_("List the standby units that were lent, and whether they came back."))
def list_loans(
    context: typer.Context,
    is_open: Annotated[bool, typer.Option("--open", help=_("Only units that are out."))] = False,
    overdue: Annotated[bool, typer.Option("--overdue", help=_("Only units that are out past their day."))] = False,
    as_of: AsOf = None,
    form: FormatOption = Format.table,
) -> None:
    """List loans, the oldest first."""
    from aftercare_cli.cli.reports.spares import loan_report
    from aftercare_cli.rules.stock import loans

    session: Session = context.obj
    now = session.as_of(as_of)
    today = local_day(session.workspace.settings, now)
    found = [
        loan
        for loan in loans(session.workspace, now)
        if not ((is_open or overdue) and loan.back is not None) and not (overdue and not loan.days_over(today))
    ]
    show(loan_report(session, found, now), form, session.timezone)
    exit_where_left_out(session)


@app.command(
    "check",
    help=_("Whether every model in service has its backups, and loans came back; exits 1 where one is missing."),
)
def check_stock(
    context: typer.Context,
    site: Site = None,
    contract: ContractOption = None,
    as_of: AsOf = None,
    exit_zero: ExitZero = False,
    form: FormatOption = Format.table,
) -> None:
    """Check the stock against what is promised, and exit by what was found."""
    from aftercare_cli.cli.reports.spare_check import check_report
    from aftercare_cli.rules.backups import review

    session: Session = context.obj
    now = session.as_of(as_of)
    checked = review(session.workspace, now, _places(session, site, contract))
    show(check_report(session, checked, now), form, session.timezone)
    is_incomplete = tell_left_out(session)
    if (is_incomplete or checked.is_short) and not exit_zero:
        raise typer.Exit(1)


def _places(session: Session, site: str | None, contract: str | None) -> set[str] | None:
    """Give the sites to look at; None stands for everything."""
    if site is not None and contract is not None:
        raise TwoPlacesError(say("a site and a contract are named at once"), say("give --site or --contract"))
    if site is not None:
        return {lookup.site_id(session, site)}
    if contract is None:
        return None
    from aftercare_cli.rules.sites import sites_of

    return set(sites_of(session.workspace, lookup.contract_id(session, contract)))
