"""What `doctor` looks at: a line for each thing, whether it is right, and what to do where it is not."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, Literal, NamedTuple

from aftercare_cli.cli.context import Machine, Session
from aftercare_cli.model.errors import AftercareError

State = Literal["ok", "warning", "missing"]
Part = Literal["program", "workspace", "git", "terminal", "documents"]


class Line(NamedTuple):
    """A thing that was looked at; what is missing and `is_needed` keeps the program from its work."""

    part: Part
    name: str
    state: State
    value: str
    hint: str | None = None
    is_needed: bool = False


def diagnosis(session: Session, machine: Machine) -> list[Line]:
    """Look at everything, in a fixed order; nothing is written."""
    from aftercare_cli.cli import diagnosis_git, diagnosis_installed, diagnosis_workspace

    lines = [*diagnosis_installed.program(), *diagnosis_installed.reading()]
    try:
        root: Path | None = session.workspace.root
    except AftercareError as error:
        root = None
        lines.append(diagnosis_workspace.without(error))
    if root is not None:
        lines += diagnosis_workspace.workspace(session, root)
    lines += diagnosis_git.git(root)
    lines += diagnosis_installed.terminal(machine)
    lines += diagnosis_installed.documents()
    return list(_private(lines, machine.home))


def _private(lines: list[Line], home: str) -> Iterator[Line]:
    """Yield the lines with the user's home as `~`: they are pasted where strangers read them."""
    for line in lines:
        hint = None if line.hint is None else _tilde(line.hint, home)
        yield line._replace(value=_tilde(line.value, home), hint=hint)


def _tilde(text: str, home: str) -> str:
    return text.replace(home, "~") if len(home) > 1 else text


_COMPLETIONS: Final[Mapping[str, str]] = {
    "bash": ".bash_completions/aftercare.sh",
    "zsh": ".zfunc/_aftercare",
    "fish": ".config/fish/completions/aftercare.fish",
}


def completion_file(machine: Machine) -> Path | None:
    """Give where the completion of the user's shell is installed; None for a shell that has none."""
    place = _COMPLETIONS.get(machine.shell)
    return None if place is None else Path(machine.home) / place
