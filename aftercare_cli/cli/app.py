"""The command line's tree: names and one-line helps here, everything else in the module of the command."""

import sys
from collections.abc import Sequence
from typing import Annotated, Any, Final

import typer
from typer._click.exceptions import ClickException
from typer._click.utils import PacifyFlushWrapper
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from aftercare_cli import __version__
from aftercare_cli.cli import usage
from aftercare_cli.cli.context import Ahead, Session, is_known
from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.loading import called

PROGRAM: Final = "aftercare"

COMMANDS: Final[tuple[tuple[str, str], ...]] = (
    ("init", _("Begin a new workspace.")),
    ("check", _("Check every record: syntax, schema, references, impossible histories, policy.")),
    ("fmt", _("Put records into canonical order and layout, comments kept.")),
    ("schema", _("Print the JSON Schema of a record kind, or install them for editors.")),
    ("contract", _("Contracts: list, show, add.")),
    ("site", _("Sites: list, show, add.")),
    ("equipment", _("Equipment: list, show, add, labels.")),
    ("staff", _("Staff: list, show, add.")),
    ("ticket", _("Tickets: open one, record what happens, list, show.")),
    ("inspect", _("Inspections: draft a sheet, record it, finish it, list, plan, open tickets.")),
    ("hazard", _("Unsafe conditions: report one, say who was told, close it, list.")),
    ("visit", _("Follow-up visits: plan or record one, list, due.")),
    ("train", _("Training: plan, log a session, request one, coverage.")),
    ("question", _("Questions: ask, answer, list, search.")),
    ("roster", _("The roster: show, check, who is on duty.")),
    ("bill", _("Bills: what tickets cost and why; issue one, void one, list those issued.")),
    ("warranty", _("What is under warranty, until when, and why.")),
    ("spare", _("Spare parts: list, receive, issue, return, scrap, count, loans, check.")),
    ("sla", _("Service levels: were the promises kept?")),
    ("due", _("Every promise that is still owed, soonest first.")),
    ("doc", _("Documents people sign: list them, render one.")),
    ("handover", _("Handover of a contract: what is missing, and the whole set of papers.")),
    ("publish", _("Write a service portal of static pages.")),
    ("merge", _("Merge a record that two branches changed: Git calls this; --install makes it do so.")),
    ("clock", _("When are 3 h over? How much time ran between two moments?")),
    ("audit", _("What was entered late, and what was changed once it was closed or issued, from the Git history.")),
    ("doctor", _("What is installed, what is set up, and what is wrong: ready to paste into a report.")),
)
"""Commands in the order of the help; each is the module of its name in cli/commands, loaded when it is called."""


class LazyGroup(TyperGroup):
    """A group whose commands are stubs until one is called: help and completion of names load nothing."""

    def __init__(self, **attributes: Any) -> None:  # noqa: ANN401 - whatever Typer gives a group
        """Take a stub for each command: made by Typer's decorator, they would take longer than most commands run."""
        stubs = {name: TyperCommand(name, help=told, rich_markup_mode=None) for name, told in COMMANDS}
        super().__init__(**attributes | {"commands": stubs})

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:  # noqa: ANN401 - Typer's own types are private
        """Give the called command, its module loaded."""
        name, command, rest = super().resolve_command(ctx, args)
        if command is not None and command.name in dict(COMMANDS):
            loaded = get_command(called(command.name, rest))
            loaded.name = command.name
            return name, loaded, rest
        return name, command, rest


def invoke(arguments: Sequence[str], ahead: Ahead | None = None) -> int:
    """Run one command line and give its exit code; `ahead` is what Git has begun."""
    usage.install()
    try:
        code = get_command(app).main(args=list(arguments), prog_name=PROGRAM, standalone_mode=False, obj=ahead)
    except ClickException as error:
        usage.tell(error)
        return error.exit_code
    except SystemExit as leaving:
        # Typer leaves with 1 and wrapped streams where whoever reads has enough.
        code = 0 if isinstance(sys.stdout, PacifyFlushWrapper) else leaving.code
    return code if isinstance(code, int) else 0


app = typer.Typer(
    cls=LazyGroup,
    name=PROGRAM,
    help=_("A service plan that keeps itself: records in Git, every deadline computed, every promise checked."),
    epilog=_(
        "Exit codes: 0 done, nothing wrong found; 1 wrong records, or what --fail-on looks for; 2 could not run; "
        "3 a bug; 130 interrupted. --root, --lang and --debug may stand anywhere on the line."
    ),
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
)


def _tell_version(asked: bool) -> None:
    if asked:
        typer.echo(f"{PROGRAM} {__version__}")
        raise typer.Exit


@app.callback()
def prepare(
    context: typer.Context,
    root: Annotated[
        str | None, typer.Option("--root", metavar="DIR", help=_("The workspace, instead of searching upward."))
    ] = None,
    lang: Annotated[str | None, typer.Option("--lang", metavar="en|zh", help=_("The language to speak."))] = None,
    debug: Annotated[bool, typer.Option("--debug", help=_("Show the trace of a bug."))] = False,  # noqa: ARG001 - read before Typer runs
    version: Annotated[  # noqa: ARG001 - answered while it is read
        bool, typer.Option("--version", help=_("Print the version."), is_eager=True, callback=_tell_version)
    ] = False,
) -> None:
    """Keep the global options for the command."""
    if lang is not None and not is_known(lang):
        problem = f"'{lang}' is not one of 'en', 'zh'."
        raise typer.BadParameter(problem, param_hint="'--lang'")
    context.obj = Session(root, lang, context.obj)
