"""One record as it stands, key by key."""

import msgspec

from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.report import Report, Section, columns, rows
from aftercare_cli.model.kinds import KindName, path_of
from aftercare_cli.store import emit
from aftercare_cli.store.events import plain


def details(
    session: Session,
    name: KindName,
    record_id: str,
    record: msgspec.Struct,
    more: tuple[Section, ...] = (),
    without: tuple[str, ...] = (),
) -> Report:
    """Give a record's keys and values, then further sections; keys that those show are left `without`."""
    values = plain(record, session.timezone)
    cells = [
        (key, value if isinstance(value, str) else emit.flow(value))
        for key, value in values.items()
        if key not in without
    ]
    section = Section("", columns(("key", _("Key")), ("value", _("Value"))), rows(cells))
    path = path_of(name, record_id)
    document = {"schema": f"aftercare/{name}/1", "id": record_id, "path": path, name: values}
    return Report(record_id, (section, *more), document, (path,), (), section)
