"""What a ticket's event means for the stock: said before it is written, from the records as they are then."""

from aftercare_cli.cli.context import Session
from aftercare_cli.cli.display import visible
from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.output import talk
from aftercare_cli.model.kinds import BY_NAME
from aftercare_cli.model.ticket import AnyEvent, Replaced, StandbyInService, StandbyReturned, Ticket
from aftercare_cli.rules import standby
from aftercare_cli.store.workspace import InvalidRecordsError


def settled(session: Session, ticket: Ticket, event: AnyEvent) -> AnyEvent:
    """Give an event with what the records add to it: a unit's model, or the unit that comes back.

    Raises AftercareError for a unit or a part that is not there, and InvalidRecordsError where a ledger is wrong.
    """
    if isinstance(event, StandbyReturned):
        back, lending = standby.returned(ticket, event)
        if lending is not None:
            _tell_condition(lending.lent, back)
        return back
    if isinstance(event, StandbyInService):
        refuse_wrong_ledgers(session)
        return standby.lent(session.workspace, ticket, event, session.now)
    if isinstance(event, Replaced):
        refuse_wrong_ledgers(session)
        standby.refuse_unstocked(session.workspace, ticket, event, session.now)
    return event


def refuse_wrong_ledgers(session: Session) -> None:
    """Raise InvalidRecordsError where a ledger of spares cannot be read: the stock would be another."""
    workspace = session.workspace
    place = f"records/{BY_NAME['spare'].folder}/"
    # What is wrong with them is known once they are read.
    read = (workspace.spares, workspace.findings)
    wrong = [found for found in read[1] if found.severity == "error" and found.path.startswith(place)]
    if wrong:
        raise InvalidRecordsError(wrong, workspace.root)


def _tell_condition(lent: StandbyInService, back: StandbyReturned) -> None:
    if back.condition is not None and lent.condition is not None and back.condition != lent.condition:
        told = _("note: the unit went out in the condition {out}, and came back in the condition {back}")
        talk(told.format(out=visible(lent.condition), back=visible(back.condition)))
