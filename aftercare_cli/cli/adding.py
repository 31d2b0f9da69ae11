"""What every command that adds a record does, once."""

import datetime as dt

import msgspec

from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.output import talk, write
from aftercare_cli.model.errors import AftercareError, InvalidValueError
from aftercare_cli.model.kinds import KindName, is_safe_id
from aftercare_cli.model.text import say
from aftercare_cli.model.values import read_date
from aftercare_cli.store.records import Change, Writer


class UnsafeIdError(AftercareError):
    """An id that may not become a file name."""


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
    writer = writer_of(session, dry_run=dry_run)
    with writer.locked():
        change = writer.create(name, record_id, record)
    conclude(session, writer, change, _("add {id}").format(id=record_id), dry_run=dry_run, commit=commit)


def add_item(
    session: Session, name: KindName, record_id: str, key: str, item: msgspec.Struct, *, dry_run: bool, commit: bool
) -> None:
    """Append an item to the list `key` of a record, or show what would be appended."""
    writer = writer_of(session, dry_run=dry_run)
    with writer.locked():
        change = writer.insert(name, record_id, key, lambda record: len(getattr(record, key)), item)
    conclude(
        session, writer, change, _("add {id}").format(id=getattr(item, "id", record_id)), dry_run=dry_run, commit=commit
    )


def writer_of(session: Session, *, dry_run: bool) -> Writer:
    """Give the workspace's writer."""
    return Writer(session.workspace.root, session.timezone, session.now, is_trial=dry_run)


def conclude(session: Session, writer: Writer, change: Change, message: str, *, dry_run: bool, commit: bool) -> None:
    """Show a trial's diff, or say what was written, and commit where that is asked for."""
    if dry_run:
        write(change.diff)
        talk(_("nothing was written (--dry-run)"))
        return
    talk(_("wrote {path}").format(path=change.path))
    if commit or session.workspace.settings.git.commit:
        writer.commit([change], message)


def day(text: str | None) -> dt.date | None:
    """Read a day; raises WrongDayError."""
    try:
        return None if text is None else read_date(text)
    except InvalidValueError as error:
        raise WrongDayError(error.text, error.hint) from None
