"""What a shell offers after a Tab: ids of the workspace at hand. It never fails, and never talks."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, get_args

import typer

from aftercare_cli.cli.context import Session
from aftercare_cli.model import vocabulary
from aftercare_cli.model.errors import AftercareError

if TYPE_CHECKING:
    # Every command names what completes it; the kinds bring the types of every record along.
    from aftercare_cli.model.kinds import KindName


def tickets(context: typer.Context, incomplete: str) -> list[str]:
    """Give tickets whose id or suffix begins so."""
    return _offer(context, incomplete, lambda session: _dated(session, "ticket", incomplete))


def inspections(context: typer.Context, incomplete: str) -> list[str]:
    """Give inspections."""
    return _offer(context, incomplete, lambda session: _dated(session, "inspection", incomplete))


def hazards(context: typer.Context, incomplete: str) -> list[str]:
    """Give unsafe conditions."""
    return _offer(context, incomplete, lambda session: _dated(session, "hazard", incomplete))


def visits(context: typer.Context, incomplete: str) -> list[str]:
    """Give follow-up visits."""
    return _offer(context, incomplete, lambda session: _dated(session, "visit", incomplete))


def sessions(context: typer.Context, incomplete: str) -> list[str]:
    """Give training sessions."""
    return _offer(context, incomplete, lambda session: _dated(session, "training", incomplete))


def questions(context: typer.Context, incomplete: str) -> list[str]:
    """Give questions."""
    return _offer(context, incomplete, lambda session: _dated(session, "question", incomplete))


def bills(context: typer.Context, incomplete: str) -> list[str]:
    """Give the numbers of issued bills."""
    return _offer(context, incomplete, lambda session: [bill.number or bill.id for bill in session.workspace.bills])


def checks(context: typer.Context, incomplete: str) -> list[str]:
    """Give the checks of the checklists."""
    return _offer(
        context,
        incomplete,
        lambda session: sorted({check.id for found in session.workspace.checklists.values() for check in found.checks}),
    )


def topics(context: typer.Context, incomplete: str) -> list[str]:
    """Give the topics of the contracts' curricula."""
    return _offer(
        context,
        incomplete,
        lambda session: sorted(
            {
                topic.number
                for terms in session.workspace.contracts.values()
                if terms.training is not None
                for topic in terms.training.topics
            }
        ),
    )


def sites(context: typer.Context, incomplete: str) -> list[str]:
    """Give sites."""
    return _offer(context, incomplete, lambda session: session.workspace.ids("site"))


def contracts(context: typer.Context, incomplete: str) -> list[str]:
    """Give contracts."""
    return _offer(context, incomplete, lambda session: session.workspace.ids("contract"))


def equipment(context: typer.Context, incomplete: str) -> list[str]:
    """Give pieces of equipment."""
    return _offer(context, incomplete, lambda session: session.workspace.items)


def covered(context: typer.Context, incomplete: str) -> list[str]:
    """Give what has a warranty: sites, contracts, pieces of equipment."""
    return _offer(
        context,
        incomplete,
        lambda session: [
            *session.workspace.ids("site"),
            *session.workspace.ids("contract"),
            *session.workspace.items,
        ],
    )


def staff(context: typer.Context, incomplete: str) -> list[str]:
    """Give the provider's people."""
    return _offer(context, incomplete, lambda session: session.workspace.staff or ())


def spare_models(context: typer.Context, incomplete: str) -> list[str]:
    """Give the models that the spares ledgers name."""
    return _offer(
        context,
        incomplete,
        lambda session: sorted({row.model for ledger in session.workspace.spares.values() for row in ledger}),
    )


def subjects(context: typer.Context, incomplete: str) -> list[str]:
    """Give what promises are about: tickets, inspections, hazards, and so on."""
    kinds: tuple[KindName, ...] = ("ticket", "inspection", "hazard", "training", "visit", "question", "contract")
    return _offer(
        context, incomplete, lambda session: [name for kind in kinds for name in _dated(session, kind, incomplete)]
    )


def targets(context: typer.Context, incomplete: str) -> list[str]:
    """Give the names of the contracts' targets."""
    return _offer(
        context,
        incomplete,
        lambda session: sorted({name for terms in session.workspace.contracts.values() for name in terms.targets}),
    )


def promises(context: typer.Context, incomplete: str) -> list[str]:
    """Give the names of all promises: the contracts' targets, and those that every workspace may have."""
    from aftercare_cli.rules.promises import SERVICES

    return sorted({*targets(context, incomplete), *_words(SERVICES)(incomplete)})


def documents(incomplete: str) -> list[str]:
    """Give the names of the documents."""
    from aftercare_cli.documents.catalogue import DOCUMENTS

    return [found.name for found in DOCUMENTS if found.name.startswith(incomplete)]


def calendars(context: typer.Context, incomplete: str) -> list[str]:
    """Give calendars."""
    return _offer(context, incomplete, lambda session: ["24x7", *session.workspace.settings.calendars])


def pause_reasons(context: typer.Context, incomplete: str) -> list[str]:
    """Give the reasons for a pause that some contract allows."""
    return _offer(
        context,
        incomplete,
        lambda session: sorted(
            {reason for terms in session.workspace.contracts.values() for reason in terms.pauses.allowed}
        ),
    )


def priorities(context: typer.Context, incomplete: str) -> list[str]:
    """Give the priorities that the contracts name."""
    return _offer(
        context,
        incomplete,
        lambda session: sorted(
            {
                name
                for terms in session.workspace.contracts.values()
                for target in terms.targets.values()
                for name in target.priority
            }
        ),
    )


def _words(known: Iterable[str]) -> Callable[[str], list[str]]:
    """Give what offers the words of a vocabulary."""

    def offer(incomplete: str) -> list[str]:
        return [word for word in known if word.startswith(incomplete)]

    return offer


ticket_kinds = _words(get_args(vocabulary.TicketKind))
ticket_states = _words(get_args(vocabulary.TicketState))
signs = _words(get_args(vocabulary.Sign))
causes = _words(get_args(vocabulary.Cause))
heads = _words(get_args(vocabulary.ChargeHead))
roles = _words(get_args(vocabulary.StaffRole))
hours = _words(("24h", "working_hours"))
training_roles = _words(get_args(vocabulary.TrainingRole))
training_kinds = _words(("initial", "make_up", "on_request"))
outcomes = _words([*get_args(vocabulary.CheckOutcome), *get_args(vocabulary.Grade)])
picture_faults = _words(get_args(vocabulary.PictureFault))


def _dated(session: Session, name: "KindName", incomplete: str) -> list[str]:
    """Give the ids of a kind: those of the year and month that are typed, where they are, else all."""
    from aftercare_cli.store.beginnings import ids_beginning

    found = ids_beginning(session.workspace.root, name, incomplete)
    return session.workspace.ids(name) if found is None else found


def _offer(context: typer.Context, incomplete: str, known: Callable[[Session], Iterable[str]]) -> list[str]:
    """Give the known names that begin so; else the ends of names that do, which stand for their records too."""
    try:
        names = list(known(Session(context.find_root().params.get("root"))))
    except (AftercareError, OSError):
        return []
    begins = [name for name in names if name.startswith(incomplete)]
    return begins or [end for name in names if (end := name.rpartition("-")[2]).startswith(incomplete)]
