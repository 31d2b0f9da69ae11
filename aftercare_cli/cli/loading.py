"""Loading no more of the command line than is called.

Making a command takes Typer longer than most of ours run, and a group has up to twenty-five of them.
"""

import copy
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Final

import typer

_PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "ticket": ("ticket_views", "ticket_events"),
    "inspect": ("inspect_views", "inspect_record"),
    "train": ("train_views", "train_plan"),
    "spare": ("spare_views",),
}
"""Modules that hold some of a group's commands, each lighter than the module of the whole group."""


def called(name: str, words: Sequence[str]) -> typer.Typer:
    """Give the app of the command `name`; of a group only the command that `words` begin with.

    The whole group is given for its help, for completion, and for a word that is none of its commands.
    """
    for part in _PARTS.get(name, ()):
        app = _app(part)
        if words and words[0] in _names(app):
            return _only(app, words[0])
    app = _app(name)
    return _only(app, words[0]) if words and words[0] in _names(app) else app


def _app(module: str) -> typer.Typer:
    app: typer.Typer = import_module(f"aftercare_cli.cli.commands.{module}").app
    return app


def _names(app: typer.Typer) -> set[str | None]:
    return {command.name for command in app.registered_commands}


def _only(app: typer.Typer, name: str) -> typer.Typer:
    """Give a group with one command of `app`: its callback, which does nothing, is what makes Typer take it for one."""
    group = copy.copy(app)
    group.registered_commands = [command for command in app.registered_commands if command.name == name]
    group.registered_groups = []
    group.info = copy.copy(app.info)
    group.info.callback = _nothing
    return group


def _nothing() -> None:
    """Do nothing."""
