"""The list of spares of a contract (M5): what the customer is handed and owns, and what the company keeps ready."""

from collections.abc import Iterable

from aftercare_cli.documents.equipment_list import names_of
from aftercare_cli.documents.source import NoSubjectError, Source, Values
from aftercare_cli.model.text import say
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.backups import Backup, Deposit, review
from aftercare_cli.rules.sites import sites_of


def values(source: Source, subject: str) -> Values:
    """Give what was promised of each model and what is there; raises NoSubjectError for who may not see spares."""
    tongue = source.tongue
    contract = source.contract(subject)
    if "spares" not in source.view(contract):
        raise NoSubjectError(
            say("the list of spares is not for a vendor"),
            say("render it for the owner: --audience owner"),
        )
    sites = sites_of(source.workspace, subject)
    found = review(source.workspace, source.now, sites)
    names = names_of(source, contract)
    deposits = [deposit for deposit in found.deposits if deposit.contract == subject]
    title = tongue.gettext("List of spare parts")
    party = source.view(contract.customer)
    return {
        "title": f"{title} {source.name_of(contract)}",
        "head": source.head(title, subject, source.name_of(contract)),
        "contract_name": source.name_of(contract),
        "customer": tongue.either(party["name"], party["name_en"]),
        "acceptance": tongue.day(contract.acceptance),
        "handover": tongue.day(contract.handover),
        "deposits": [_deposit(source, at, deposit, names, sites) for at, deposit in enumerate(deposits, 1)],
        "short": sum(deposit.short for deposit in deposits),
        "backups": [_backup(at, backup, names) for at, backup in enumerate(found.backups, 1)],
        "missing": sum(max(backup.short, 0) for backup in found.backups),
        "stock": [
            (backup.model, str(backup.held), str(backup.on_loan))
            for backup in found.backups
            if source.audience == "internal"
        ],
    }


def _deposit(
    source: Source, at: int, deposit: Deposit, names: dict[str, tuple[str, str]], sites: Iterable[str]
) -> tuple[str | None, ...]:
    name, unit = names.get(deposit.model, (None, None))
    serials = _serials(source.workspace, deposit.model, set(sites))
    numbers = (str(deposit.promised), str(deposit.held), str(deposit.short))
    return (str(at), deposit.model, name, unit, *numbers, source.tongue.listed(serials), "")


def _serials(workspace: Workspace, model: str, sites: set[str]) -> list[str]:
    """Give the serial numbers of a model that were handed to some sites."""
    rows = [row for _year, ledger in sorted(workspace.spares.items()) for row in ledger]
    return [
        row.serial
        for row in rows
        if row.model == model and row.holder in sites and row.type == "receive" and row.serial
    ]


def _backup(at: int, backup: Backup, names: dict[str, tuple[str, str]]) -> tuple[str | None, ...]:
    """Give a model in service with the backups it needs and those that serve it, no more of either."""
    name, unit = names.get(backup.model, (None, None))
    ready = sum(backup.served_by.values())
    others = ", ".join(model for model in sorted(backup.served_by) if model != backup.model)
    numbers = (str(backup.installed), str(backup.needed), str(ready), str(max(backup.short, 0)))
    return (str(at), backup.model, name, unit, *numbers, others or None)
