"""How a command that records a ticket's event is made: the options that all of them share, and its own."""

import inspect
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
import typer

from aftercare_cli.cli.context import Session
from aftercare_cli.cli.options import (
    At,
    Backdate,
    By,
    Commit,
    DryRun,
    Evidence,
    Format,
    FormatOption,
    Note,
    TicketArgument,
)
from aftercare_cli.cli.recording import Entry, record
from aftercare_cli.model.ticket import Event


class Call(msgspec.Struct, frozen=True):
    """What the facts of an event may depend on: the session, and the ticket as it was named."""

    session: Session
    ticket: str


Facts = Callable[..., dict[str, object]]
AnyFacts = TypeVar("AnyFacts", bound=Facts)


def _shared(
    at: At = None,
    by: By = None,
    note: Note = None,
    evidence: Evidence = None,
    backdate: Backdate = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    form: FormatOption = Format.table,
) -> None:
    """Carry the options that every event has; its signature is what is used."""


def event_command(
    app: typer.Typer, name: str, event_type: type[Event], help_text: str
) -> Callable[[AnyFacts], AnyFacts]:
    """Register the command `name`, whose own options are the parameters of the decorated function.

    That function turns them into the facts of the event; its first parameter is the Call.
    """

    def register(facts: AnyFacts) -> AnyFacts:
        own = list(inspect.signature(facts).parameters.values())[1:]
        names = {parameter.name for parameter in own}
        shared = [
            parameter for parameter in inspect.signature(_shared).parameters.values() if parameter.name not in names
        ]

        def command(**given: Any) -> None:  # noqa: ANN401 - Typer has checked each by its annotation
            context: typer.Context = given["context"]
            told = facts(Call(context.obj, given["ticket"]), **{key: given[key] for key in names})
            entry = Entry(**{key: given[key] for key in Entry.__struct_fields__})
            record(context, given["ticket"], entry, event_type, **told)

        parameters = [
            inspect.Parameter("context", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context),
            inspect.Parameter("ticket", inspect.Parameter.KEYWORD_ONLY, annotation=TicketArgument),
            *(parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in (*own, *shared)),
        ]
        command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        app.command(name, help=help_text)(command)
        return facts

    return register
