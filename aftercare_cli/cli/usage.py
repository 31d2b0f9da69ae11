"""Help and usage errors in the reader's language.

Typer translates only some of its texts, and takes a Chinese character for one column of the terminal: here its pages
are laid out by their width on the screen, and its errors are told anew.
"""

import re
from collections.abc import Sequence
from typing import Final

from typer._click.core import Context
from typer._click.exceptions import ClickException, NoArgsIsHelpError, UsageError
from typer._click.formatting import HelpFormatter

from aftercare_cli.cli import display
from aftercare_cli.cli.i18n import _, spoken
from aftercare_cli.model.text import say

_ENDLESS: Final = 10_000

_ERRORS: Final = (
    say("No such command '{name}'. Did you mean {names}?"),
    say("No such command '{name}'."),
    say("No such option: {name} (Possible options: {names})"),
    say("No such option: {name}"),
    say("Missing argument '{name}'."),
    say("Missing option '{name}'."),
    say("Option '{name}' requires an argument."),
    say("Option '{name}' does not take a value."),
    say("Got unexpected extra argument(s) ({names})"),
    say("Invalid value for '{name}': {problem}"),
    say("'{value}' is not one of {names}."),
    say("'{value}' is not a valid int."),
)
"""What Typer says untranslated of a wrong command line."""


class Help(HelpFormatter):
    """A page of help, in columns that line up whatever the language."""

    def __init__(self, indent_increment: int = 2, width: int | None = None, max_width: int | None = None) -> None:
        """Take the terminal's width; a list of commands sees no limit, so that it wraps their helps and cuts none."""
        super().__init__(indent_increment, width, max_width)
        self._columns = self.width
        self.width = _ENDLESS

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line."""
        first = (_("Usage: ") if prefix is None else prefix) + prog + " "
        for words, told in (("[OPTIONS]", _("[OPTIONS]")), ("COMMAND [ARGS]...", _("COMMAND [ARGS]..."))):
            args = args.replace(words, told)
        self._write(args, " " * self.current_indent + first, " " * (self.current_indent + display.width(first)))

    def write_heading(self, heading: str) -> None:
        """Write the heading of a list."""
        self.write(" " * self.current_indent + _("{heading}:").format(heading=heading) + "\n")

    def write_text(self, text: str) -> None:
        """Write a paragraph."""
        self._write(text, " " * self.current_indent, " " * self.current_indent)

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write a list of options or commands, each with its help beside it, or below it where the name is long."""
        column = min(max(display.width(name) for name, _text in rows), col_max) + col_spacing
        beside = " " * (self.current_indent + column)
        for name, text in rows:
            first = " " * self.current_indent + name
            if display.width(name) + col_spacing > column:
                self.write(f"{first}\n")
                first = beside
            first += " " * (display.width(beside) - display.width(first))
            # Help that Typer itself leaves untranslated is in the catalogue too.
            self._write(_(text) if text else "", first, beside)

    def _write(self, text: str, first: str, following: str) -> None:
        lines = display.wrapped(text, max(self._columns - display.width(following), 10)) or [""]
        for indent, line in zip([first, *[following] * len(lines)], lines, strict=False):
            self.write(f"{indent}{line}".rstrip() + "\n")


def install() -> None:
    """Let every command write its help so."""
    Context.formatter_class = Help


def tell(error: ClickException) -> None:
    """Tell on stderr what is wrong with a command line; a group that was called alone tells its help."""
    from aftercare_cli.cli.output import talk

    if isinstance(error, NoArgsIsHelpError):
        talk(error.format_message())
        return
    if isinstance(error, UsageError) and error.ctx is not None:
        talk(error.ctx.get_usage(), _("Try '{command} --help' for help.").format(command=error.ctx.command_path), "")
    talk(_("Error: {problem}").format(problem=_told(error.format_message())))


def _told(message: str) -> str:
    """Give one of Typer's errors in the reader's language, or as it is where it is not known."""
    if spoken() == "en":
        return message
    for sentence in _ERRORS:
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(sentence.template))
        if found := re.fullmatch(pattern, message, re.DOTALL):
            values = found.groupdict()
            if "names" in values:
                values["names"] = values["names"].strip("'").replace("', '", _(", "))
            if "problem" in values:
                values["problem"] = _told(values["problem"])
            return _(sentence.template).format(**values)
    return message
