"""`aftercare staff`: list, show, add."""

from typing import Annotated

import typer

from aftercare_cli.cli import completion, lookup
from aftercare_cli.cli.adding import add_item
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _, ngettext, pgettext
from aftercare_cli.cli.options import Commit, DryRun, Format, FormatOption
from aftercare_cli.cli.output import show
from aftercare_cli.cli.report import Column, Report, Section, columns, rows
from aftercare_cli.cli.reports.details import details
from aftercare_cli.cli.unread import exit_where_left_out
from aftercare_cli.cli.words import role_word
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.sites import Person, Staff
from aftercare_cli.model.text import say
from aftercare_cli.store.events import plain

app = typer.Typer(help=_("Staff: list, show, add."), no_args_is_help=True, rich_markup_mode=None, add_completion=False)

_ROLES = ("service_manager", "service_engineer", "records_clerk")
_HOURS = ("24h", "working_hours")


class KnownPersonError(AftercareError):
    """A person's id that is used already."""


@app.command("list", help=_("List the provider's people."))
def list_staff(context: typer.Context, form: FormatOption = Format.table) -> None:
    """List people with their roles."""
    session: Session = context.obj
    found = list((session.workspace.staff or {}).values())
    titles = (
        *columns(("id", _("Staff")), ("name", pgettext("person", "Name")), ("role", _("Role"))),
        Column("phone", _("Telephone"), is_code=True),
    )
    coded = [(person.id, person.name, person.role, person.phone) for person in found]
    cells = [(person, name, role_word(role) if role else None, phone) for person, name, role, phone in coded]
    count = ngettext("{count} person", "{count} people", len(found)).format(count=len(found))
    document = {"schema": "aftercare/staff-list/1", "staff": [plain(person, session.timezone) for person in found]}
    section = Section("", titles, rows(cells), _("Nobody is listed."))
    table = Section("", titles, rows(coded))
    show(Report(count, (section,), document, table=table), form, session.timezone)
    exit_where_left_out(session)


@app.command("show", help=_("Show one of the provider's people."))
def show_person(
    context: typer.Context,
    person: Annotated[
        str,
        typer.Argument(
            metavar="STAFF",
            help=_("A person's id, or a unique beginning or end of it."),
            autocompletion=completion.staff,
        ),
    ],
    form: FormatOption = Format.table,
) -> None:
    """Show one person."""
    session: Session = context.obj
    people = lookup.people(session) or {}
    found = people[lookup.pick(person, list(people), say("nobody in staff.yaml is called {wanted}", wanted=person))]
    show(details(session, "staff", found.id, found), form, session.timezone)


@app.command("add", help=_("Add one of the provider's people."))
def add_person(
    context: typer.Context,
    person: Annotated[
        str, typer.Argument(metavar="ID", help=_("The new person's id: lower-case letters, digits, hyphens."))
    ],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help=_("What they are called."))],
    role: Annotated[
        str | None,
        typer.Option(
            "--role",
            metavar="ROLE",
            help=_("service_manager, service_engineer or records_clerk."),
            autocompletion=completion.roles,
        ),
    ] = None,
    phone: Annotated[str | None, typer.Option("--phone", metavar="N", help=_("Their telephone."))] = None,
    hours: Annotated[
        str | None,
        typer.Option(
            "--hours",
            metavar="HOURS",
            help=_("working_hours: on duty whenever the calendar work runs, without a row in the roster; or 24h."),
            autocompletion=completion.hours,
        ),
    ] = None,
    dry_run: DryRun = False,
    commit: Commit = False,
) -> None:
    """Append the person; the first one begins the list."""
    session: Session = context.obj
    if role is not None:
        lookup.word(role, _ROLES, say("{word} is no role", word=role))
    if hours is not None:
        lookup.word(hours, _HOURS, say("nobody's hours are {word}", word=hours))
    record = Person(id=person, name=name, role=role, phone=phone, hours=hours)  # type: ignore[arg-type]  # words of the vocabulary, just looked up
    add_item(
        session,
        "staff",
        "",
        "staff",
        record,
        dry_run=dry_run,
        commit=commit,
        first=lambda: Staff(staff=(record,)),
        refuse=lambda: _refuse_known(session, person),
    )


def _refuse_known(session: Session, person: str) -> None:
    if person in (lookup.people(session) or {}):
        raise KnownPersonError(say("{id} is in staff.yaml already", id=person))
