"""Backups that are promised (M5): how many of each model in service, whether they are there, and at whom."""

import datetime as dt
from collections import Counter, deque
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

import msgspec

from aftercare_cli.model.contract import Contract, SpareTerms
from aftercare_cli.model.settings import ModelInfo
from aftercare_cli.model.sites import EquipmentList, Item
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.calendars import local_day
from aftercare_cli.rules.stock import COMPANY, SOFTWARE, Loan, balances, loans, steps
from aftercare_cli.rules.warranty import served_until


class Backup(msgspec.Struct, frozen=True, kw_only=True):
    """A model in service: how many backups it needs, and by how many of which models it is served.

    `held` is what the company has of it, also what is out on loan: that is the backup at work.
    """

    model: str
    installed: int
    needed: int
    held: int
    on_loan: int
    served_by: Mapping[str, int]

    @property
    def short(self) -> int:
        """How many are missing."""
        return self.needed - sum(self.served_by.values())


class Level(msgspec.Struct, frozen=True, kw_only=True):
    """A minimum of the company's store, and what is on its shelves."""

    model: str
    minimum: int
    held: int

    @property
    def short(self) -> int:
        """How many are missing."""
        return max(self.minimum - self.held, 0)


class Deposit(msgspec.Struct, frozen=True, kw_only=True):
    """What a contract's customer was to be handed of a model, and what he has; not `is_due` before the handover."""

    contract: str
    model: str
    promised: int
    held: int
    is_due: bool

    @property
    def short(self) -> int:
        """How many are missing."""
        return max(self.promised - self.held, 0) if self.is_due else 0


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a check of the spares looks at."""

    backups: tuple[Backup, ...]
    levels: tuple[Level, ...]
    deposits: tuple[Deposit, ...]
    overdue: tuple[Loan, ...]

    @property
    def is_short(self) -> bool:
        """Say whether anything is missing, or late."""
        missing = sum(backup.short for backup in self.backups) + sum(level.short for level in self.levels)
        return bool(self.overdue or missing or sum(deposit.short for deposit in self.deposits))


def review(workspace: Workspace, now: dt.datetime, sites: Collection[str] | None = None) -> Review:
    """Look at the spares as of `now`: for everything, or for what stands at some sites."""
    today = local_day(workspace.settings, now)
    held = balances(steps(workspace, now))
    out = [loan for loan in loans(workspace, now) if loan.back is None]
    lent = Counter(loan.model for loan in out if loan.model is not None)
    installed = in_service(workspace, today, sites)
    needs = needed(installed, workspace.contracts, today)
    totals = _totals(installed)
    minimum = {} if workspace.settings.spares is None else workspace.settings.spares.minimum
    store = {model: count for (holder, model), count in held.items() if holder == COMPANY}
    supply = {model: max(store.get(model, 0), 0) + lent[model] for model in {*store, *lent}}
    served = allocate(needs, supply, workspace.settings.models)
    return Review(
        backups=tuple(
            Backup(
                model=model,
                installed=totals[model],
                needed=needs[model],
                held=supply.get(model, 0),
                on_loan=lent[model],
                served_by=served[model],
            )
            for model in sorted(needs)
        ),
        levels=tuple(
            Level(model=model, minimum=least, held=store.get(model, 0))
            for model, least in sorted(minimum.items())
            if sites is None or model in needs
        ),
        deposits=tuple(_deposits(workspace, held, today, sites)),
        overdue=tuple(loan for loan in out if loan.days_over(today) and (sites is None or loan.ticket.site in sites)),
    )


def in_service(workspace: Workspace, today: dt.date, sites: Collection[str] | None = None) -> dict[str, Counter[str]]:
    """Give how many of each model are in service, by contract; the contract of a site that has none is empty.

    What another item replaced is out of service, and so is what a contract no longer serves; software is no model that
    has a backup.
    """
    found: dict[str, Counter[str]] = {}
    for site, equipment in workspace.equipment.items():
        if sites is not None and site not in sites:
            continue
        place = workspace.sites.get(site)
        contract = None if place is None else workspace.contracts.get(place.contract)
        if contract is not None and not _is_served(contract, today):
            continue
        models = found.setdefault("" if contract is None else contract.id, Counter())
        for _position, item in working(equipment, today):
            models[item.model] += item.quantity
    return found


def working(equipment: EquipmentList, today: dt.date) -> list[tuple[int, Item]]:
    """Give the items of a list that are in service on a day, with their positions; no software."""
    present = [
        (position, item)
        for position, item in enumerate(equipment.items)
        if item.installed is None or item.installed <= today
    ]
    replaced = {item.replaces for _position, item in present}
    return [
        (position, item)
        for position, item in present
        if item.id not in replaced and not item.software and item.category != SOFTWARE
    ]


def needed(
    installed: Mapping[str, Mapping[str, int]], contracts: Mapping[str, Contract], today: dt.date
) -> dict[str, int]:
    """Give how many backups each model needs.

    Of one contract that is its ratio of those installed, rounded up, and `per_model` at least. Each customer is
    promised a share of his own, so the ratios of several contracts add up; `per_model` is the same spare for all.
    """
    shares: Counter[str] = Counter()
    least: dict[str, int] = {}
    for contract_id, models in installed.items():
        contract = contracts.get(contract_id)
        terms = (None if contract is None else contract.on(today).spares) or SpareTerms()
        for model, count in models.items():
            shares[model] += -(-count * (terms.ratio or 0) // 100)
            least[model] = max(least.get(model, 0), terms.per_model)
    return {model: max(shares[model], count) for model, count in least.items()}


def allocate(
    needs: Mapping[str, int], supply: Mapping[str, int], models: Mapping[str, ModelInfo]
) -> dict[str, dict[str, int]]:
    """Give each model the spares that serve it, each spare once, so that as few as can be are missing.

    A spare of the model itself is taken first; then spares that cover several models move, as long as that helps: the
    shortage that is left is the least there is (a maximum flow).
    """
    served = {model: {model: min(need, supply.get(model, 0))} for model, need in needs.items()}
    free = {model: count - served.get(model, {}).get(model, 0) for model, count in supply.items()}
    fitting = {
        model: [spare for spare in sorted(supply) if spare == model or model in models.get(spare, ModelInfo()).covers]
        for model in needs
    }
    for model in sorted(needs):
        while missing := needs[model] - sum(served[model].values()):
            chain = _chain(model, served, free, fitting)
            if not chain:
                break
            _move(chain, missing, served, free)
    return {model: {spare: count for spare, count in found.items() if count} for model, found in served.items()}


def _chain(
    wanting: str,
    served: Mapping[str, Mapping[str, int]],
    free: Mapping[str, int],
    fitting: Mapping[str, Sequence[str]],
) -> list[tuple[str, str]]:
    """Find how a model could get a spare: pairs of a model and the spare it takes, the first of them a free one.

    The last model is the wanting one; each before it gives the next one the spare it had.
    """
    via: dict[str, tuple[str, str]] = {}
    queue = deque([(wanting, "")])
    while queue:
        model, given = queue.popleft()
        for spare in fitting[model]:
            if spare in via:
                continue
            via[spare] = model, given
            if free[spare] > 0:
                chain = [(model, spare)]
                while given:
                    model, spare = via[given][0], given  # noqa: PLW2901 - the way back, after which nothing is looked at
                    given = via[spare][1]
                    chain.append((model, spare))
                return chain
            queue.extend((other, spare) for other, own in served.items() if own.get(spare, 0) > 0)
    return []


def _move(
    chain: Sequence[tuple[str, str]], missing: int, served: dict[str, dict[str, int]], free: dict[str, int]
) -> None:
    """Move spares along a chain, as many as are missing, free, and there to be given away."""
    given = [(model, after[1]) for (model, _taken), after in pairwise(chain)]
    count = min(missing, free[chain[0][1]], *(served[model][spare] for model, spare in given))
    free[chain[0][1]] -= count
    for model, spare in chain:
        served[model][spare] = served[model].get(spare, 0) + count
    for model, spare in given:
        served[model][spare] -= count


def _totals(installed: Mapping[str, Counter[str]]) -> Counter[str]:
    totals: Counter[str] = Counter()
    for models in installed.values():
        totals.update(models)
    return totals


def _deposits(
    workspace: Workspace, held: Mapping[tuple[str, str], int], today: dt.date, sites: Collection[str] | None
) -> list[Deposit]:
    places: dict[str, list[str]] = {}
    for site in workspace.sites.values():
        places.setdefault(site.contract, []).append(site.id)
    found = []
    for contract in workspace.contracts.values():
        terms = contract.on(today).spares
        its = places.get(contract.id, [])
        if terms is None or not _is_served(contract, today) or not (sites is None or set(its) & set(sites)):
            continue
        days = [day for day in (contract.acceptance, contract.handover) if day is not None]
        for model, count in sorted(terms.at_customer.items()):
            has = sum(held.get((site, model), 0) for site in its)
            is_due = not days or min(days) <= today
            found.append(Deposit(contract=contract.id, model=model, promised=count, held=has, is_due=is_due))
    return sorted(found, key=lambda deposit: (deposit.contract, deposit.model))


def _is_served(contract: Contract, today: dt.date) -> bool:
    """Say whether the contract still serves; one that names no end does."""
    end = served_until(contract.on(today))
    return end is None or end >= today
