"""What a shell offers after a Tab: ids of the workspace at hand. It never fails, and never talks."""

from collections.abc import Callable, Iterable

from aftercare_cli.cli.context import Session
from aftercare_cli.model.errors import AftercareError


def tickets(incomplete: str) -> list[str]:
    """Give tickets whose id or suffix begins so."""
    return _offer(incomplete, lambda session: session.workspace.ids("ticket"))


def sites(incomplete: str) -> list[str]:
    """Give sites."""
    return _offer(incomplete, lambda session: session.workspace.ids("site"))


def contracts(incomplete: str) -> list[str]:
    """Give contracts."""
    return _offer(incomplete, lambda session: session.workspace.ids("contract"))


def equipment(incomplete: str) -> list[str]:
    """Give pieces of equipment."""
    return _offer(incomplete, lambda session: session.workspace.items)


def staff(incomplete: str) -> list[str]:
    """Give the provider's people."""
    return _offer(incomplete, lambda session: session.workspace.staff or ())


def targets(incomplete: str) -> list[str]:
    """Give the names of the contracts' targets."""
    return _offer(
        incomplete,
        lambda session: sorted({name for terms in session.workspace.contracts.values() for name in terms.targets}),
    )


def calendars(incomplete: str) -> list[str]:
    """Give calendars."""
    return _offer(incomplete, lambda session: ["24x7", *session.workspace.settings.calendars])


def pause_reasons(incomplete: str) -> list[str]:
    """Give the reasons for a pause that some contract allows."""
    return _offer(
        incomplete,
        lambda session: sorted(
            {reason for terms in session.workspace.contracts.values() for reason in terms.pauses.allowed}
        ),
    )


def _offer(incomplete: str, known: Callable[[Session], Iterable[str]]) -> list[str]:
    try:
        names = list(known(Session(None)))
    except (AftercareError, OSError):
        return []
    wanted = incomplete.upper()
    begins = [name for name in names if name.upper().startswith(wanted)]
    return begins or [name for name in names if name.upper().rpartition("-")[2].startswith(wanted)]
