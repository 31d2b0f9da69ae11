"""Which of all promises a command is asked about."""

from collections.abc import Collection, Sequence

from aftercare_cli.cli import lookup
from aftercare_cli.cli.context import Session
from aftercare_cli.model.text import say
from aftercare_cli.rules.promise import Promise
from aftercare_cli.rules.promises import SERVICES


def chosen(
    session: Session,
    promises: Sequence[Promise],
    site: str | None,
    contract: str | None,
    names: Collection[str] | None,
    *,
    is_widened: bool = False,
    others: Collection[str] = (),
) -> list[Promise]:
    """Give the promises of one site, one contract, some names; None chooses all. Raises UnknownRecordError.

    Where `is_widened`, a site's are also those of its contract that name no site: the documents of several sites.
    `others` are names that promises have which were left aside.
    """
    place = None if site is None else lookup.site_id(session, site)
    terms = None if contract is None else lookup.contract_id(session, contract)
    known = promise_names(session).union(others, (promise.name for promise in promises))
    for name in names or ():
        lookup.word(name, known, say("no promise is called {name}", name=name))
    served = session.workspace.sites.get(place) if is_widened and place is not None else None
    return [
        promise
        for promise in promises
        if (
            place is None
            or promise.site == place
            or (served and not promise.site and promise.contract == served.contract)
        )
        and (terms is None or promise.contract == terms)
        and (not names or promise.name in names)
    ]


def promise_names(session: Session) -> set[str]:
    """Give the names that promises of the workspace can have."""
    return {name for found in session.workspace.contracts.values() for name in found.targets} | set(SERVICES)
