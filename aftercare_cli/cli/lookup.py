"""Finding the record that people mean: the id, any unique beginning or end of it."""

from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches

from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _
from aftercare_cli.model.contract import Contract
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.kinds import BY_NAME, KindName, path_of
from aftercare_cli.model.sites import Person
from aftercare_cli.model.text import Text, say
from aftercare_cli.model.ticket import Ticket
from aftercare_cli.store.workspace import InvalidRecordsError

_SHOWN = 8


class UnknownRecordError(AftercareError):
    """An id that names no record, or several."""


def ticket_id(session: Session, wanted: str) -> str:
    """Give the id of the ticket that `wanted` means; raises UnknownRecordError."""
    if session.workspace.exists_as("ticket", wanted):
        return wanted
    known = _beginning(session, "ticket", wanted) or session.workspace.ids("ticket")
    return pick(wanted, known, say("no ticket is called {wanted}", wanted=wanted))


def ticket(session: Session, wanted: str) -> Ticket:
    """Give the ticket that `wanted` means; raises UnknownRecordError."""
    return session.workspace.ticket(ticket_id(session, wanted))


def dated_record_id(session: Session, name: KindName, wanted: str) -> str:
    """Give the id of the inspection, hazard, visit … that `wanted` means; raises UnknownRecordError."""
    if session.workspace.exists_as(name, wanted):
        return wanted
    if beginning := _beginning(session, name, wanted):
        return pick(wanted, beginning, _unknown(name, wanted))
    known = session.workspace.ids(name)
    folder = f"records/{BY_NAME[name].folder}"
    # Of a folder that cannot be listed, nobody knows what is in it.
    unlisted = [
        found
        for found in session.workspace.findings
        if found.code == "unreadable-file" and found.path.startswith(folder) and not found.path.endswith(".yaml")
    ]
    if unlisted:
        raise InvalidRecordsError(unlisted, session.workspace.root)
    return pick(wanted, known, _unknown(name, wanted))


def _beginning(session: Session, name: KindName, wanted: str) -> list[str] | None:
    """Give the ids that begin as `wanted` does, where it names their year; a whole id is found without."""
    from aftercare_cli.store.beginnings import ids_beginning

    return ids_beginning(session.workspace.root, name, wanted)


def _unknown(name: KindName, wanted: str) -> Text:
    """Say that no record of a kind is called so."""
    return {
        "inspection": say("no inspection is called {wanted}", wanted=wanted),
        "hazard": say("no hazard is called {wanted}", wanted=wanted),
        "visit": say("no visit is called {wanted}", wanted=wanted),
        "training": say("no training session is called {wanted}", wanted=wanted),
        "question": say("no question is called {wanted}", wanted=wanted),
    }.get(name, say("no record is called {wanted}", wanted=wanted))


def site_id(session: Session, wanted: str) -> str:
    """Give the id of the site that `wanted` means; raises UnknownRecordError."""
    return pick(wanted, session.workspace.ids("site"), say("no site is called {wanted}", wanted=wanted))


def contract_id(session: Session, wanted: str) -> str:
    """Give the id of the contract that `wanted` means; raises UnknownRecordError."""
    return pick(wanted, session.workspace.ids("contract"), say("no contract is called {wanted}", wanted=wanted))


def contract(session: Session, wanted: str) -> Contract:
    """Give the contract that `wanted` means, no other file being read; raises UnknownRecordError."""
    found = session.workspace.read("contract", contract_id(session, wanted))
    assert isinstance(found, Contract)  # noqa: S101 - its kind says so
    return found


def equipment_id(session: Session, wanted: str) -> str:
    """Give the id of the piece of equipment that `wanted` means; raises UnknownRecordError.

    Where it is on no list and one of the lists is wrong, that is raised as InvalidRecordsError: it may be on that one.
    """
    items = session.workspace.items
    try:
        return pick(wanted, list(items), say("no equipment is called {wanted}", wanted=wanted))
    except UnknownRecordError:
        _refuse_wrong(session, f"records/{BY_NAME['equipment'].folder}/")
        raise


def people(session: Session) -> Mapping[str, Person] | None:
    """Give the people of staff.yaml, None where there is none; raises InvalidRecordsError where it is wrong."""
    found = session.workspace.staff
    if found is None:
        _refuse_wrong(session, path_of("staff"))
    return found


def _refuse_wrong(session: Session, place: str) -> None:
    """Raise InvalidRecordsError where a file at or below `place` that was read is wrong."""
    workspace = session.workspace
    wrong = [found for found in workspace.findings if found.severity == "error" and found.path.startswith(place)]
    if wrong:
        raise InvalidRecordsError(wrong, workspace.root)


def staff_id(session: Session, wanted: str) -> str:
    """Give the id of the person that `wanted` means, or `wanted` itself where nobody is listed."""
    known = people(session)
    if known is None:
        return wanted
    return pick(wanted, list(known), say("nobody in staff.yaml is called {wanted}", wanted=wanted))


def word(wanted: str, known: Collection[str], unknown: Text) -> str:
    """Give `wanted` where it is one of the `known` words; raises UnknownRecordError with the sentence `unknown`."""
    if wanted in known:
        return wanted
    raise UnknownRecordError(unknown, _suggestion(wanted, sorted(known)))


def pick(wanted: str, known: Sequence[str], unknown: Text) -> str:
    """Give the one of `known` that is, begins or ends as `wanted`; raises UnknownRecordError with what is near."""
    if wanted in known:
        return wanted
    folded = wanted.lower()
    for matches in (
        [name for name in known if name.lower() == folded],
        [name for name in known if folded and (name.lower().startswith(folded) or name.lower().endswith(folded))],
    ):
        if len(matches) == 1:
            return matches[0]
        if matches:
            names = _(", ").join(sorted(matches)[:_SHOWN]) + (" …" if len(matches) > _SHOWN else "")
            raise UnknownRecordError(
                say("{wanted} may mean {count} records", wanted=wanted, count=len(matches)),
                say("write more of the id: {names}", names=names),
            )
    raise UnknownRecordError(unknown, _suggestion(wanted, known))


def _suggestion(wanted: str, known: Sequence[str]) -> Text:
    if not known:
        return say("there is none yet")
    # Dated ids differ in their last characters; comparing those too finds 7F3K for a mistyped 7F3X.
    folded = {name.lower(): name for name in known} | {
        name.lower().rpartition("-")[2]: name for name in reversed(known)
    }
    near = dict.fromkeys(folded[name] for name in get_close_matches(wanted.lower(), folded, 3, 0.5))
    if near:
        return say("did you mean {name}?", name=_(", ").join(near))
    return say("known are {names}", names=_(", ").join(known[:_SHOWN]) + (" …" if len(known) > _SHOWN else ""))
