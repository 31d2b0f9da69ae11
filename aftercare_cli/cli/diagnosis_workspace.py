"""What `doctor` says of the workspace."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from aftercare_cli.cli.context import Session, where_kept
from aftercare_cli.cli.diagnosis import Line
from aftercare_cli.cli.i18n import _, ngettext
from aftercare_cli.cli.translate import translate
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.settings import Settings

_SHOWN: Final = 3
_LAST_MONTHS: Final = 12
"""From this month on the coming year's list of holidays is looked for: it is published in late autumn."""


def without(error: AftercareError) -> Line:
    """Say that there is no workspace here."""
    return Line("workspace", "records", "warning", translate(error.text), _advice(error))


def _advice(error: AftercareError) -> str | None:
    return None if error.hint is None else translate(error.hint)


def workspace(session: Session, root: Path) -> Iterator[Line]:
    """Yield where the workspace is, and what is odd about its folders."""
    from aftercare_cli.store import lock
    from aftercare_cli.store.setup import has_modeline, outdated_schemas

    yield Line("workspace", "records", "ok", str(root))
    yield from _settings(session)
    cache = where_kept(root)
    yield Line("workspace", "cache", "ok", _("none") if cache is None else str(cache.folder))
    holder = lock.holder(root)
    if holder is None:
        yield Line("workspace", "lock", "ok", _("free"))
    else:
        hint = _("wait for it, or end the process; the lock goes with it")
        yield Line("workspace", "lock", "warning", _("held by {holder}").format(holder=holder), hint)
    yield _leftovers(lock.abandoned(root))
    outdated = outdated_schemas(root)
    if outdated or not has_modeline(root):
        value = _("for editors: missing, or of another version")
        yield Line("workspace", "schemas", "missing", value, "aftercare schema --install")
    else:
        yield Line("workspace", "schemas", "ok", _("installed, and records lead to them"))


def _leftovers(found: list[str]) -> Line:
    name = "temporary_files"
    if not found:
        return Line("workspace", name, "ok", _("none"))
    count = ngettext(
        "{count} is left by a process that was killed", "{count} are left by processes that were killed", len(found)
    )
    shown = " ".join(found[:_SHOWN]) + (" …" if len(found) > _SHOWN else "")
    hint = _("nothing reads them; aftercare fmt removes them: {files}").format(files=shown)
    return Line("workspace", name, "warning", count.format(count=len(found)), hint)


def _settings(session: Session) -> Iterator[Line]:
    """Yield what the settings need of this machine: the timezone's data, the holidays' list."""
    from aftercare_cli.rules.calendars import Calendars

    try:
        settings = session.workspace.settings
    except AftercareError:
        value, hint = _("records/aftercare.yaml cannot be read"), _("aftercare check says what is wrong with it")
        yield Line("workspace", "settings", "missing", value, hint, is_needed=True)
        return
    try:
        Calendars(settings)
        yield Line("workspace", "timezone", "ok", settings.timezone)
    except AftercareError as error:
        yield Line("workspace", "timezone", "missing", translate(error.text), _advice(error), is_needed=True)
        return
    yield _holidays(session, settings)


def _holidays(session: Session, settings: Settings) -> Line:
    from aftercare_cli.rules.holidays import ChinaDays, CountryDays, holidays_of

    name, source = "holidays", settings.holidays
    try:
        known = holidays_of(source)
    except AftercareError as error:
        return Line("workspace", name, "missing", translate(error.text), _advice(error), is_needed=True)
    if isinstance(known, ChinaDays):
        last = max(known.years)
        value = _("{country}: official lists up to {year}").format(country=source, year=last)
        now = session.now
        if last < now.year + (now.month >= _LAST_MONTHS):
            hint = _("pip install --upgrade chinesecalendar; until then dates beyond are provisional")
            return Line("workspace", name, "warning", value, hint)
        return Line("workspace", name, "ok", value)
    if isinstance(known, CountryDays):
        return Line("workspace", name, "ok", _("{country}: computed, provisional in every year").format(country=source))
    return Line("workspace", name, "ok", _("none") if source == "none" else _("listed in the settings"))
