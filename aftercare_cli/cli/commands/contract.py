"""`aftercare contract`: list, show, add."""

from typing import Annotated

import typer

from aftercare_cli.cli import completion, lookup
from aftercare_cli.cli.adding import add_record, day
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.display import length
from aftercare_cli.cli.i18n import _, ngettext
from aftercare_cli.cli.options import Commit, DryRun, Format, FormatOption
from aftercare_cli.cli.output import show
from aftercare_cli.cli.report import Column, Report, Section, columns, rows
from aftercare_cli.cli.reports.details import details
from aftercare_cli.cli.unread import exit_where_left_out
from aftercare_cli.cli.words import promise_word, term
from aftercare_cli.model.contract import Contract, Party
from aftercare_cli.rules.plan import plan_terms
from aftercare_cli.store.events import plain

app = typer.Typer(
    help=_("Contracts: list, show, add."), no_args_is_help=True, rich_markup_mode=None, add_completion=False
)

ContractArgument = Annotated[
    str,
    typer.Argument(
        metavar="CONTRACT",
        help=_("A contract: its id, or a unique beginning or end of it."),
        autocompletion=completion.contracts,
    ),
]


@app.command("list", help=_("List contracts."))
def list_contracts(context: typer.Context, form: FormatOption = Format.table) -> None:
    """List contracts with their customers and dates."""
    session: Session = context.obj
    found = sorted(session.workspace.contracts.values(), key=lambda contract: contract.id)
    titles = (
        Column("id", _("Contract")),
        Column("name", _("Name"), may_wrap=True),
        Column("customer", _("Customer")),
        Column("handover", _("Handed over")),
        Column("targets", _("Promises"), is_detail=True),
    )
    cells = [
        (
            contract.id,
            contract.name,
            contract.customer.name,
            contract.handover,
            _(", ").join(map(term, contract.targets)),
        )
        for contract in found
    ]
    count = ngettext("{count} contract", "{count} contracts", len(found)).format(count=len(found))
    document = {
        "schema": "aftercare/contract-list/1",
        "contracts": [plain(contract, session.timezone) for contract in found],
    }
    show(Report(count, (Section("", titles, rows(cells), _("No contract.")),), document), form, session.timezone)
    exit_where_left_out(session)


@app.command("show", help=_("Show a contract and the times it promises."))
def show_contract(context: typer.Context, contract: ContractArgument, form: FormatOption = Format.table) -> None:
    """Show one contract."""
    session: Session = context.obj
    show(_report(session, lookup.contract(session, contract)), form, session.timezone)


def _report(session: Session, found: Contract) -> Report:
    titles = columns(
        ("target", _("Promise")),
        ("within", _("Within")),
        ("start", _("From")),
        ("stop", _("Until")),
        ("calendar", _("Calendar")),
    )
    cells = [
        (promise_word(name), length(target.within), term(target.start), term(target.stop), target.calendar)
        for name, target in found.targets.items()
    ]
    targets = Section(_("Promised times"), titles, rows(cells), _("No promise."))
    return details(session, "contract", found.id, found, (targets,), without=("targets",))


@app.command("add", help=_("Add a contract with the service plan's own promises; edit the file for other terms."))
def add_contract(
    context: typer.Context,
    contract: Annotated[
        str, typer.Argument(metavar="ID", help=_("The new contract's id: lower-case letters, digits, hyphens."))
    ],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help=_("What the project is called."))],
    customer: Annotated[str, typer.Option("--customer", metavar="NAME", help=_("Who the customer is."))],
    acceptance: Annotated[
        str | None, typer.Option("--acceptance", metavar="DATE", help=_("When it passed acceptance."))
    ] = None,
    handover: Annotated[
        str | None, typer.Option("--handover", metavar="DATE", help=_("When it was handed over."))
    ] = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    form: FormatOption = Format.table,
) -> None:
    """Write a new contract."""
    session: Session = context.obj
    record = plan_terms(
        Contract(
            id=contract, name=name, customer=Party(name=customer), acceptance=day(acceptance), handover=day(handover)
        )
    )
    add_record(session, "contract", contract, record, dry_run=dry_run, commit=commit)
    if not dry_run:
        show(_report(session, record), form, session.timezone)
