"""One command per event of a ticket: its own options into facts, nothing else."""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Final, TypeVar, get_args

import typer

from aftercare_cli.cli import completion, lookup
from aftercare_cli.cli.event_commands import Call, event_command
from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.reports.tickets import promises_about
from aftercare_cli.model import ticket as events
from aftercare_cli.model import vocabulary
from aftercare_cli.model.errors import AftercareError, InvalidValueError
from aftercare_cli.model.text import say
from aftercare_cli.model.values import read_date, read_money, read_positive
from aftercare_cli.rules.promises.tickets import Terms

app = typer.Typer(rich_markup_mode=None, add_completion=False)

Value = TypeVar("Value")

_CAUSES = get_args(vocabulary.Cause)
_HEADS = ("travel", "machinery", "equipment")


Cause = Annotated[
    str | None,
    typer.Option(
        "--cause",
        metavar="CAUSE",
        help=_("quality, ageing, human_damage, software, operation, environment, force_majeure or unknown."),
        autocompletion=completion.causes,
    ),
]
SparesNeeded = Annotated[
    bool | None, typer.Option("--spares-needed/--no-spares-needed", help=_("Whether the fault needs spare parts."))
]
Unit = Annotated[str | None, typer.Option("--unit", metavar="SERIAL", help=_("The unit's serial number."))]
Model = Annotated[str | None, typer.Option("--model", metavar="MODEL", help=_("The unit's model."))]
Condition = Annotated[str | None, typer.Option("--condition", metavar="TEXT", help=_("The condition it is in."))]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help=_("Why."))]
AgreedBy = Annotated[str, typer.Option("--agreed-by", metavar="NAME", help=_("Who agreed for the customer."))]


class WrongOptionError(AftercareError):
    """An option's value that an event cannot hold."""


def _no_facts(call: Call) -> dict[str, object]:
    return {}


for _name, _event, _help in (
    ("answer", events.Answered, _("An engineer spoke to the customer.")),
    ("dispatch", events.Dispatched, _("An engineer was sent.")),
    ("spares", events.SparesOnSite, _("The spare parts are on site.")),
    ("resume", events.Resumed, _("Work goes on.")),
    ("restore", events.Restored, _("Service is back, also by a bypass or a standby unit.")),
):
    event_command(app, _name, _event, _help)(_no_facts)


@event_command(app, "arrive", events.Arrived, _("An engineer stands at the gate."))
def arrive(
    call: Call,
    persons: Annotated[
        str, typer.Option("--persons", metavar="N", help=_("How many came: a call-out may be charged for each."))
    ] = "1",
) -> dict[str, object]:
    """Give the facts of an arrival."""
    return {"persons": _value(read_positive, persons)}


@event_command(app, "diagnose", events.Diagnosed, _("What is wrong, and whether it needs spares."))
def diagnose(call: Call, cause: Cause = None, spares_needed: SparesNeeded = None) -> dict[str, object]:
    """Give the facts of a diagnosis."""
    return {"cause": _cause(cause), "spares_needed": spares_needed}


@event_command(app, "standby", events.StandbyInService, _("A standby unit of the same grade or better works."))
def standby(
    call: Call,
    unit: Unit = None,
    model: Model = None,
    due_on: Annotated[
        str | None, typer.Option("--due-on", metavar="DATE", help=_("When the unit is to come back."))
    ] = None,
    condition: Condition = None,
    consent: Annotated[
        str | None,
        typer.Option("--consent", metavar="NAME", help=_("Who agreed for the customer to a unit of a lower grade.")),
    ] = None,
) -> dict[str, object]:
    """Give the facts of a standby unit."""
    due = _value(read_date, due_on)
    return {"unit": unit, "model": model, "due_on": due, "condition": condition, "consent": consent}


@event_command(app, "return-standby", events.StandbyReturned, _("The standby unit is back."))
def return_standby(call: Call, unit: Unit = None, condition: Condition = None) -> dict[str, object]:
    """Give the facts of its return."""
    return {"unit": unit, "condition": condition}


@event_command(app, "pause", events.Paused, _("Work cannot go on, for a reason that the contract may allow."))
def pause(
    call: Call,
    reason: Annotated[
        str,
        typer.Option(
            "--reason",
            metavar="REASON",
            help=_("Why: owner_access, owner_request, force_majeure …"),
            autocompletion=completion.pause_reasons,
        ),
    ],
) -> dict[str, object]:
    """Give the facts of a pause."""
    return {"reason": reason}


@event_command(app, "replace", events.Replaced, _("A unit was replaced."))
def replace(
    call: Call,
    model: Annotated[str, typer.Option("--model", metavar="MODEL", help=_("The new unit's model."))],
    old: Annotated[str | None, typer.Option("--old", metavar="SERIAL", help=_("The old unit's serial number."))] = None,
    new: Annotated[str | None, typer.Option("--new", metavar="SERIAL", help=_("The new unit's serial number."))] = None,
    quantity: Annotated[str, typer.Option("--quantity", metavar="N", help=_("How many."))] = "1",
    quoted: Annotated[
        str | None, typer.Option("--quoted", metavar="AMOUNT", help=_("The unit price it was offered at."))
    ] = None,
) -> dict[str, object]:
    """Give the facts of a replacement."""
    count, price = _value(read_positive, quantity), _value(_money, quoted)
    return {"model": model, "old": old, "new": new, "quantity": count, "quoted": price}


@event_command(app, "charge", events.ChargeAgreed, _("Customer and provider agreed on a charge."))
def charge(
    call: Call,
    head: Annotated[
        str,
        typer.Option(
            "--head",
            metavar="HEAD",
            help=_("travel, machinery or equipment."),
            autocompletion=completion.heads,
        ),
    ],
    amount: Annotated[str, typer.Option("--amount", metavar="AMOUNT", help=_("How much, with two decimals."))],
    agreed_by: Annotated[
        str | None, typer.Option("--agreed-by", metavar="NAME", help=_("Who agreed for the customer."))
    ] = None,
    item: Annotated[
        str | None, typer.Option("--item", metavar="TEXT", help=_("What for; of equipment, its model."))
    ] = None,
) -> dict[str, object]:
    """Give the facts of a charge."""
    lookup.word(head, _HEADS, say("{word} is no head of charge", word=head))
    return {"head": head, "amount": _value(_money, amount), "agreed_by": agreed_by, "item": item}


@event_command(app, "resolve", events.Resolved, _("The cause is removed."))
def resolve(call: Call, cause: Cause = None) -> dict[str, object]:
    """Give the facts of a resolution."""
    return {"cause": _cause(cause)}


@event_command(app, "close", events.Closed, _("The ticket is filed."))
def close(
    call: Call,
    signed_by: Annotated[
        str | None, typer.Option("--signed-by", metavar="NAME", help=_("Who signed for the customer."))
    ] = None,
) -> dict[str, object]:
    """Give the facts of a close."""
    return {"signed_by": signed_by}


@event_command(app, "reopen", events.Reopened, _("The fault is back: a new cycle with clocks of its own."))
def reopen(
    call: Call,
    reason: Reason,
    fault_at: Annotated[
        str | None, typer.Option("--fault-at", metavar="TIME", help=_("When the fault began again, if that is known."))
    ] = None,
    spares_needed: SparesNeeded = None,
) -> dict[str, object]:
    """Give the facts of a reopening."""
    return {"reason": reason, "fault_at": _time(call, fault_at), "spares_needed": spares_needed}


@event_command(app, "cancel", events.Cancelled, _("The report is withdrawn."))
def cancel(call: Call, reason: Reason) -> dict[str, object]:
    """Give the facts of a cancellation."""
    return {"reason": reason}


@event_command(app, "excuse", events.Excused, _("The customer agreed to an exception from a target."))
def excuse(
    call: Call,
    target: Annotated[
        str,
        typer.Option("--target", metavar="TARGET", help=_("Which promise."), autocompletion=completion.targets),
    ],
    agreed_by: AgreedBy,
    reason: Reason,
    cycle: Annotated[
        int | None,
        typer.Option(
            "--cycle", metavar="N", help=_("Which cycle of a reopened ticket; the latest breached one by default.")
        ),
    ] = None,
) -> dict[str, object]:
    """Give the facts of an exception."""
    name = _target(call, target)
    return {"target": name, "agreed_by": agreed_by, "reason": reason, "cycle": _cycle(call, name, cycle)}


@event_command(app, "note", events.Noted, _("A remark."))
def remark(
    call: Call,
    note: Annotated[str, typer.Argument(metavar="TEXT", help=_("The remark."))],
) -> dict[str, object]:
    """Give nothing of its own: the remark is the note that every event may have."""
    return {}


def _cause(cause: str | None) -> str | None:
    return None if cause is None else lookup.word(cause, _CAUSES, say("{word} is no cause", word=cause))


def _value(read: Callable[[object], Value], text: str | None) -> Value | None:
    try:
        return None if text is None else read(text)
    except InvalidValueError as error:
        raise WrongOptionError(error.text, error.hint) from None


def _money(text: object) -> Decimal:
    """Read an amount as people type it: 300, 12.5 or 12.50; files hold two decimals."""
    if found := re.fullmatch(r"([0-9]+)(?:\.([0-9]{1,2}))?", str(text).strip()):
        return read_money(f"{found[1]}.{found[2] or '':0<2}")
    return read_money(text)


def _time(call: Call, text: str | None) -> dt.datetime | None:
    return None if text is None else call.session.time(text)


def _cycle(call: Call, target: str, wanted: int | None) -> int | None:
    """Give the cycle an exception is for, where that is not the current one: the wanted, else the latest breached."""
    ticket = lookup.ticket(call.session, call.ticket)
    named = [promise for promise in promises_about(call.session, ticket, call.session.now) if promise.name == target]
    known = {str(promise.cycle) for promise in named}
    latest = max((promise.cycle for promise in named), default=1)
    breached = [promise.cycle for promise in named if promise.state == "breached"]
    chosen = wanted or (breached[-1] if breached else latest)
    if wanted is not None:
        told = say("{ticket} has no promise called {target}", ticket=ticket.id, target=f"{target} ({wanted})")
        lookup.word(str(wanted), known, told)
    return None if chosen == latest else chosen


def _target(call: Call, target: str) -> str:
    session = call.session
    terms = Terms(session.workspace, session.calendars).of(lookup.ticket(session, call.ticket))
    known = tuple(terms.targets) if terms is not None else ()
    return lookup.word(target, known, say("the contract has no target called {target}", target=target))


_LIFE: Final = (
    *("answer", "dispatch", "arrive", "diagnose", "spares", "standby", "return-standby", "pause", "resume", "replace"),
    *("charge", "restore", "resolve", "close", "reopen", "cancel", "excuse", "note"),
)
# Help and completion list them in the order of a ticket's life.
app.registered_commands.sort(key=lambda command: _LIFE.index(command.name or ""))
