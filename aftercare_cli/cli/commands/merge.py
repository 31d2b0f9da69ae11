"""`aftercare merge`: what Git calls for a record that two branches changed."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from aftercare_cli.cli.context import Session
from aftercare_cli.cli.display import visible
from aftercare_cli.cli.i18n import _, ngettext
from aftercare_cli.cli.output import talk
from aftercare_cli.cli.translate import translate
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.text import Text, say
from aftercare_cli.rules.lifecycle import contradictions
from aftercare_cli.store import write
from aftercare_cli.store.begin import complete_attributes
from aftercare_cli.store.git import GitError
from aftercare_cli.store.merge import Merged, faults, merged, ticket_of
from aftercare_cli.store.merge_driver import Versions, install_driver
from aftercare_cli.store.merge_text import Markers

app = typer.Typer(rich_markup_mode=None, add_completion=False)


class MergeError(AftercareError):
    """A merge that could not begin."""


@app.command(help=_("Merge a record that two branches changed: Git calls this; --install makes it do so."))
def merge(
    context: typer.Context,
    base: Annotated[Path | None, typer.Argument(metavar="BASE", help=_("The version both come from."))] = None,
    ours: Annotated[
        Path | None, typer.Argument(metavar="OURS", help=_("Our version; the merged record is written there."))
    ] = None,
    theirs: Annotated[Path | None, typer.Argument(metavar="THEIRS", help=_("Their version."))] = None,
    path: Annotated[
        str | None, typer.Argument(metavar="PATH", help=_("Where the record lies: it tells its kind."))
    ] = None,
    marker_size: Annotated[
        int, typer.Option("--marker-size", min=7, metavar="N", help=_("How long conflict markers are."))
    ] = 7,
    ours_label: Annotated[
        str, typer.Option("--ours-label", metavar="NAME", help=_("What our version is called in a conflict."))
    ] = "ours",
    theirs_label: Annotated[
        str, typer.Option("--theirs-label", metavar="NAME", help=_("What their version is called in a conflict."))
    ] = "theirs",
    install: Annotated[
        bool, typer.Option("--install", help=_("Set up this clone: Git then merges records fact by fact."))
    ] = False,
) -> None:
    """Merge, write the result over ours, and leave with 1 where somebody has to look at it."""
    session: Session = context.obj
    if install:
        _install(session)
        return
    if base is None or ours is None or theirs is None or path is None:
        raise MergeError(
            say("a merge takes four names: BASE OURS THEIRS PATH"),
            say("Git gives them; aftercare merge --install sets it up in a clone"),
        )
    versions = Versions(*(_read(session.folder / name) for name in (base, ours, theirs)))
    markers = Markers(_label(ours_label, "ours"), _label(theirs_label, "theirs"), marker_size)
    found = merged(versions, path, markers)
    target = session.folder / ours
    if found.data != versions.ours:
        write.replace(target.parent, target.name, versions.ours, found.data)
    wrong = _wrong(found, versions, path)
    _tell(found, wrong, path)
    if wrong or not found.is_clean:
        raise typer.Exit(1)


def _install(session: Session) -> None:
    root = session.workspace.root
    try:
        install_driver(root, sys.executable)
    except GitError as error:
        hint = say("it sets up a clone: run it where Git is installed and has a repository")
        raise GitError(error.text, hint) from None
    if complete_attributes(root):
        talk(_("wrote {path}").format(path=".gitattributes"))
    talk(_("Git merges records of this clone fact by fact"))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise MergeError(say("{path} cannot be read: {reason}", path=str(path), reason=error.strerror)) from None


def _label(given: str, name: str) -> str:
    """Give a label on one line; Git before 2.44 gives its own placeholder for one."""
    return name if given.startswith("%") or not given.strip() else visible(given.strip())


def _wrong(found: Merged, versions: Versions, path: str) -> list[Text]:
    """Give what is wrong with a merged record: what cannot be read, and contradictions that neither side had."""
    if not found.is_clean or found.untold is not None:
        return []
    wrong = faults(found.data, path)
    ticket = None if wrong else ticket_of(found.data, path)
    if ticket is None:
        return wrong
    sides = [ticket_of(data, path) for data in (versions.ours, versions.theirs)]
    known = {str(old.text) for side in sides if side is not None for old in contradictions(side)}
    return [new.text for new in contradictions(ticket) if str(new.text) not in known]


def _tell(found: Merged, wrong: list[Text], path: str) -> None:
    name = visible(path)
    if found.untold is not None:
        talk(_("{path}: merged as text, not fact by fact: {reason}").format(path=name, reason=translate(found.untold)))
    if found.clashes:
        talk(_clashed(found.clashes, name))
    elif found.conflicts:
        talk(_("{path}: somebody has to look at it before git add").format(path=name))
    for text in wrong:
        talk(_("{path}: the merged record is wrong: {problem}").format(path=name, problem=translate(text)))


def _clashed(keys: Sequence[str], name: str) -> str:
    """Say how many facts of a file clash, and under which keys; rows of a table have none."""
    count = len(keys)
    if not any(keys):
        told = ngettext(
            "{path}: {count} row was changed on both sides: choose, and delete the marker lines",
            "{path}: {count} rows were changed on both sides: choose, and delete the marker lines",
            count,
        )
        return told.format(path=name, count=count)
    told = ngettext(
        "{path}: {count} fact was changed on both sides ({keys}): choose, and delete the marker lines",
        "{path}: {count} facts were changed on both sides ({keys}): choose, and delete the marker lines",
        count,
    )
    return told.format(path=name, count=count, keys=_(", ").join(dict.fromkeys(visible(key) for key in keys)))
