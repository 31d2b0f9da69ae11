"""What every command that adds a record does, once."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.output import talk, write
from aftercare_cli.model.errors import AftercareError, InvalidValueError
from aftercare_cli.model.ids import ID_LETTERS
from aftercare_cli.model.kinds import KindName, is_safe_id, path_of
from aftercare_cli.model.text import say
from aftercare_cli.model.values import read_date
from aftercare_cli.store.records import Change, Writer


class UnsafeIdError(AftercareError):
    """An id that may not become a file name."""


class BlankTextError(AftercareError):
    """A text of a record that says nothing."""


class WrongDayError(AftercareError):
    """A day that cannot be read."""


def add_record(
    session: Session, name: KindName, record_id: str, record: msgspec.Struct, *, dry_run: bool, commit: bool
) -> None:
    """Write a new record of a kind, or show what would be written."""
    if not is_safe_id(record_id):
        raise UnsafeIdError(
            say("{id} cannot be an id", id=record_id),
            say("use lower-case letters, digits and hyphens, at most 63, and no name that Windows reserves"),
        )
    refuse_blank(record)
    writer = writer_of(session, dry_run=dry_run)
    with writer.locked():
        change = writer.create(name, record_id, record)
        conclude(session, writer, change, _("add {id}").format(id=record_id), dry_run=dry_run, commit=commit)


def add_item(
    session: Session,
    name: KindName,
    record_id: str,
    key: str,
    item: msgspec.Struct,
    *,
    dry_run: bool,
    commit: bool,
    first: Callable[[], msgspec.Struct] | None = None,
    refuse: Callable[[], None] | None = None,
) -> None:
    """Append an item to the list `key` of a record, or show what would be appended.

    Under the lock, `refuse` raises for an item that the records as they are then do not allow, and `first` gives the
    record that begins with the item, where there is none yet.
    """
    refuse_blank(item)
    writer = writer_of(session, dry_run=dry_run)
    with writer.locked():
        if refuse is not None:
            refuse()
        if first is not None and not (session.workspace.root / path_of(name, record_id)).exists():
            change = writer.create(name, record_id, first())
        else:
            change = writer.insert(name, record_id, key, lambda record: len(getattr(record, key)), item)
        message = _("add {id}").format(id=getattr(item, "id", record_id))
        conclude(session, writer, change, message, dry_run=dry_run, commit=commit)


def add_dated(
    session: Session,
    name: KindName,
    day: dt.date,
    make: Callable[[str], msgspec.Struct],
    message: str,
    *,
    dry_run: bool,
    commit: bool,
) -> str:
    """Write a new record under a new id of `day`, or show what would be written; give its id.

    `message` says what was done in a Git commit, `{id}` in it becomes the new id.
    """
    refuse_blank(make(f"{ID_LETTERS[name]}-00000000-0000"))
    writer = writer_of(session, dry_run=dry_run)
    with writer.locked():
        record_id, change = writer.create_dated(name, day, make)
        conclude(session, writer, change, message.format(id=record_id), dry_run=dry_run, commit=commit)
    return record_id


def change_record(
    session: Session,
    name: KindName,
    record_id: str,
    alter: Callable[[Any], msgspec.Struct],
    message: str,
    *,
    dry_run: bool,
    commit: bool,
) -> None:
    """Write what `alter` changes in a record, read under the lock, or show what would change."""

    def altered(record: msgspec.Struct) -> msgspec.Struct:
        after = alter(record)
        refuse_blank(after)
        return after

    writer = writer_of(session, dry_run=dry_run)
    with writer.locked():
        change = writer.change(name, record_id, altered)
        conclude(session, writer, change, message, dry_run=dry_run, commit=commit)


def refuse_blank(record: msgspec.Struct, inside: str = "") -> None:
    """Raise BlankTextError where a text of a record that is to be written, or of one inside it, is empty or blank."""
    for key in record.__struct_fields__:
        value = getattr(record, key)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, msgspec.Struct):
                refuse_blank(part, f"{inside}{key}.")
            elif isinstance(part, str) and not part.strip():
                raise BlankTextError(
                    say("the text of {key} is empty", key=f"{inside}{key}"),
                    say("write what there is to say; leave the option out where there is nothing"),
                )


def writer_of(session: Session, *, dry_run: bool) -> Writer:
    """Give the workspace's writer."""
    return Writer(session.workspace.root, session.timezone, session.now, is_trial=dry_run)


def conclude(session: Session, writer: Writer, change: Change, message: str, *, dry_run: bool, commit: bool) -> None:
    """Show a trial's diff, or say what was written, and commit where that is asked for.

    Called while the lock is held: else a commit may take along what another process wrote into the same file.
    """
    conclude_all(session, writer, [change], message, dry_run=dry_run, commit=commit)


def conclude_all(
    session: Session, writer: Writer, changes: Sequence[Change], message: str, *, dry_run: bool, commit: bool
) -> None:
    """Do as `conclude` does, for several files."""
    if dry_run:
        write("".join(change.diff for change in changes))
        talk(_("nothing was written (--dry-run)"))
        return
    talk(*(_("wrote {path}").format(path=change.path) for change in changes))
    if commit or session.workspace.settings.git.commit:
        writer.commit(list(changes), message)


def day(text: str | None) -> dt.date | None:
    """Read a day; raises WrongDayError."""
    try:
        return None if text is None else read_date(text)
    except InvalidValueError as error:
        raise WrongDayError(error.text, error.hint) from None
