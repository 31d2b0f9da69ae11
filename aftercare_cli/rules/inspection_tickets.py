"""Records that follow from a line of an inspection's sheet: their ids, the same however often they are worked out.

The end of such an id is computed from the inspection, the check and the equipment, so that whoever asks again, on
another machine or after a crash, finds the record that is there already.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.ids import CROCKFORD, dated_id
from aftercare_cli.model.service import CheckResult, Inspection, Unsafe
from aftercare_cli.model.sites import Check
from aftercare_cli.model.text import say
from aftercare_cli.model.ticket import Arrived, Ticket

_TRIES: Final = 64
_SUFFIX_LENGTH: Final = 4


class NoFreeIdError(AftercareError):
    """Every id that a record could have is taken by others."""


class Ids:
    """The ids that the records of one letter have, by their ends."""

    def __init__(self, letter: str, known: Iterable[str]) -> None:
        """Keep what there is."""
        self._letter = letter
        self._by_end: dict[str, list[str]] = {}
        for record_id in known:
            self.add(record_id)

    def add(self, record_id: str) -> None:
        """Keep one more."""
        self._by_end.setdefault(record_id[-_SUFFIX_LENGTH:], []).append(record_id)

    def existing(self, found: CheckResult, source: str, is_ours: Callable[[str], bool]) -> str | None:
        """Give the id of the record that a result has already; `is_ours` looks into one that has the right end."""
        for end in _ends(source, found):
            for record_id in self._by_end.get(end, ()):
                if is_ours(record_id):
                    return record_id
        return None

    def new(self, found: CheckResult, source: str, day: dt.date) -> str:
        """Give the id of a new record for a result; no other record ends so. Raises NoFreeIdError."""
        for end in _ends(source, found):
            if end not in self._by_end:
                return dated_id(self._letter, day, 0)[:-_SUFFIX_LENGTH] + end
        raise NoFreeIdError(
            say("no id is free for {check} of {id}", check=found.check, id=source), say("open the ticket by hand")
        )


def _ends(source: str, found: CheckResult) -> Iterator[str]:
    for count in range(_TRIES):
        key = "\n".join((source, found.check, found.equipment or "", str(count)))
        number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big") % len(CROCKFORD) ** _SUFFIX_LENGTH
        yield dated_id("T", dt.date.min, number)[-_SUFFIX_LENGTH:]


def ticket_of(  # noqa: PLR0913 - what a ticket says
    inspection: Inspection,
    found: CheckResult,
    summary: str,
    *,
    record_id: str,
    at: dt.datetime,
    logged_at: dt.datetime | None,
) -> Ticket:
    """Give the ticket for a failed check: the engineer is on site when it is found."""
    by = inspection.by[0] if inspection.by else None
    return Ticket(
        id=record_id,
        site=inspection.site,
        equipment=() if found.equipment is None else (found.equipment,),
        kind="fault",
        summary=summary,
        reported_at=at,
        source=inspection.id,
        check=found.check,
        logged_at=logged_at,
        events=(Arrived(at=at, by=by, evidence=inspection.id, logged_at=logged_at),),
    )


def is_ticket_of(ticket: Ticket, inspection: Inspection, found: CheckResult) -> bool:
    """Say whether a ticket is the one for a result."""
    equipment = () if found.equipment is None else (found.equipment,)
    return (ticket.source, ticket.check, ticket.equipment) == (inspection.id, found.check, equipment)


def hazard_of(inspection: Inspection, description: str, *, record_id: str, at: dt.datetime) -> Unsafe:
    """Give the record of an unsafe condition that an inspection found."""
    return Unsafe(id=record_id, site=inspection.site, found_at=at, source=inspection.id, description=description)


def summary_of(check: Check | None, found: CheckResult, language: str) -> str:
    """Say in one line what failed on what, in the language of the workspace's documents."""
    is_english, is_hazard = language == "en", found.result == "hazard"
    if is_english:
        lead, comma = ("Hazard found: " if is_hazard else "Failed inspection: "), ", "
    else:
        lead, comma = ("巡检发现隐患：" if is_hazard else "巡检不合格："), "，"
    told = lead + subject_of(check, found, language)
    return told if found.note is None else f"{told}{comma}{found.note}"


def subject_of(check: Check | None, found: CheckResult, language: str) -> str:
    """Say which check it is, on which item."""
    title = found.check if check is None else title_of(check, language)
    return title if found.equipment is None else f"{title} {found.equipment}"


def title_of(check: Check, language: str) -> str:
    """Give a check's title in a language, `en` or any other."""
    return (check.title_en or check.title) if language == "en" else check.title
