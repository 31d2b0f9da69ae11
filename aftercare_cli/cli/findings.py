"""What is wrong with records, as lines that editors and people can follow."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from aftercare_cli.cli.context import from_here
from aftercare_cli.cli.display import visible
from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.output import talk
from aftercare_cli.cli.translate import translate
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.finding import Finding
from aftercare_cli.model.secrets import masked
from aftercare_cli.model.text import Text
from aftercare_cli.store.workspace import InvalidRecordsError

if TYPE_CHECKING:
    from aftercare_cli.store.source import Place


def lines(finding: Finding, at: "Place", root: Path) -> list[str]:
    """Give `path:line:col: error[code]: what is wrong`, the line itself, and what to do about it.

    The path leads from the current directory, so that a terminal or an editor can open it.
    """
    word = _("error") if finding.severity == "error" else _("warning")
    text = said(finding.text)
    if at.against_line:
        text += _(" (line {line} against line {other})").format(line=at.line, other=at.against_line)
    told = [f"{visible(from_here(root, finding.path))}:{at.line}:{at.column}: {word}[{finding.code}]: {text}"]
    if at.text:
        told.append(f"    {visible(at.text)}")
    if finding.hint is not None:
        told.append("    " + _("hint: {hint}").format(hint=said(finding.hint)))
    return told


def said(text: Text) -> str:
    """Give a sentence about a record in the reader's language, without a password that it repeats."""
    return masked(translate(text))


def tell(findings: Iterable[Finding], root: Path) -> None:
    """Tell findings on stderr."""
    # Whatever reads records asks here whether something is wrong with them: mostly nothing is.
    from aftercare_cli.store.source import place

    for finding in findings:
        talk(*lines(finding, place(root, finding), root))


def tell_error(error: AftercareError) -> None:
    """Tell why a command could not go on, and what the user can do."""
    if isinstance(error, InvalidRecordsError):
        tell(error.findings, error.root)
    talk(_("error: {text}").format(text=translate(error.text)))
    if error.hint is not None:
        talk(_("hint: {hint}").format(hint=translate(error.hint)))
