"""Unsafe conditions as reports: who was told, and by when who must be."""

import datetime as dt
from collections.abc import Sequence

from aftercare_cli.cli import display
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _, ngettext, pgettext
from aftercare_cli.cli.report import Column, Report, Row, Section, Tone, columns
from aftercare_cli.model.kinds import path_of
from aftercare_cli.model.service import Unsafe
from aftercare_cli.rules.promises.hazards import WITHIN


def told_to(hazard: Unsafe) -> tuple[tuple[str, dt.datetime | None], ...]:
    """Give who is to be told of a hazard, and when each was."""
    return ("company", hazard.told_company_at), ("customer", hazard.told_customer_at)


def _whom(audience: str) -> str:
    return _("the company") if audience == "company" else _("the customer")


def by_when(session: Session, hazard: Unsafe, now: dt.datetime | None = None) -> list[str]:
    """Say who must still be told, and by when; that everybody was, or that it is closed."""
    moment = session.now if now is None else now
    due = hazard.found_at + WITHIN
    lines, flags = [], []
    for audience, at in told_to(hazard):
        if at is not None and at <= moment:
            continue
        flags.append(f"--{audience}")
        words = {"who": _whom(audience), "time": display.moment(due, session.timezone)}
        if moment > due:
            late = display.length(moment - due)
            lines.append(_("overdue: tell {who}, by {time}, {late} late").format(**words, late=late))
        else:
            lines.append(_("tell {who} by {time}").format(**words))
    if lines:
        return [*lines, _("then: aftercare hazard told {id} {flags}").format(id=hazard.id, flags=" ".join(flags))]
    if hazard.closed_at is not None and hazard.closed_at <= moment:
        return [_("closed {time}").format(time=display.moment(hazard.closed_at, session.timezone))]
    return [_("everybody was told; once it is removed: aftercare hazard close {id}").format(id=hazard.id)]


def hazard_report(session: Session, hazard: Unsafe, now: dt.datetime) -> Report:
    """Give one hazard: what it is, who was told, what is to be done."""
    state = _state(hazard, now)
    lead = [
        hazard.description,
        _("hazard at {site}, {state}").format(site=hazard.site, state=_state_word(state)),
        _("found {time}").format(time=display.moment(hazard.found_at, session.timezone)),
    ]
    if hazard.source is not None:
        lead.append(_("source: {id}").format(id=hazard.source))
    if hazard.note is not None:
        lead.append(_("note: {text}").format(text=hazard.note))
    titles = columns(("who", pgettext("hazard", "Who")), ("told_at", _("Told")), ("due_at", _("Due")))
    due = hazard.found_at + WITHIN
    told = [(audience, None if at is not None and at > now else at) for audience, at in told_to(hazard)]
    people = tuple(Row((_whom(audience), at, due), _tone(at, due, now)) for audience, at in told)
    coded = tuple(Row((audience, at, due)) for audience, at in told)
    path = path_of("hazard", hazard.id)
    document = {"schema": "aftercare/hazard/1", "path": path, **_document(session, hazard, now)}
    section = Section(_("Who is told"), titles, people)
    return Report(
        hazard.id, (section,), document, tuple(lead), (*by_when(session, hazard, now), path), Section("", titles, coded)
    )


def list_report(session: Session, hazards: Sequence[Unsafe], now: dt.datetime) -> Report:
    """Give a list of hazards, with who was told when."""
    titles = (
        Column("id", _("Hazard")),
        Column("site", _("Site")),
        Column("state", _("State")),
        Column("found_at", _("Found")),
        Column("told_company_at", _("Company told"), is_detail=True),
        Column("told_customer_at", _("Customer told"), is_detail=True),
        Column("description", _("What"), may_wrap=True),
    )
    table_rows, coded = [], []
    for hazard in hazards:
        state = _state(hazard, now)
        told = [None if at is not None and at > now else at for _audience, at in told_to(hazard)]
        due = hazard.found_at + WITHIN
        tones = [_tone(at, due, now) for at in told]
        tone: Tone = "quiet" if state == "closed" else "bad" if "bad" in tones else "warn" if "warn" in tones else ""
        rest = (hazard.found_at, *told, hazard.description)
        table_rows.append(Row((hazard.id, hazard.site, _state_word(state), *rest), tone))
        coded.append(Row((hazard.id, hazard.site, state, *rest)))
    count = ngettext("{count} hazard", "{count} hazards", len(hazards)).format(count=len(hazards))
    document = {
        "schema": "aftercare/hazard-list/1",
        "as_of": display.iso(now, session.timezone),
        "hazards": [_document(session, hazard, now) for hazard in hazards],
    }
    section = Section("", titles, tuple(table_rows), _("No hazard."))
    return Report(count, (section,), document, table=Section("", titles, tuple(coded)))


def is_closed(hazard: Unsafe, now: dt.datetime) -> bool:
    """Say whether a hazard was closed by now."""
    return hazard.closed_at is not None and hazard.closed_at <= now


def _state(hazard: Unsafe, now: dt.datetime) -> str:
    if is_closed(hazard, now):
        return "closed"
    return "told" if all(at is not None and at <= now for _audience, at in told_to(hazard)) else "open"


def _state_word(state: str) -> str:
    return {"closed": _("closed"), "told": _("everybody told"), "open": _("to be told")}[state]


def _tone(at: dt.datetime | None, due: dt.datetime, now: dt.datetime) -> Tone:
    if at is None:
        return "bad" if now > due else "warn"
    return "warn" if at > due else "good"


def _document(session: Session, hazard: Unsafe, now: dt.datetime) -> dict[str, object]:
    """Give a hazard for other programs."""

    def told(at: dt.datetime | None) -> str | None:
        return None if at is None or at > now else display.iso(at, session.timezone)

    return {
        "id": hazard.id,
        "site": hazard.site,
        "state": _state(hazard, now),
        "found_at": display.iso(hazard.found_at, session.timezone),
        "due_at": display.iso(hazard.found_at + WITHIN, session.timezone),
        "source": hazard.source,
        "description": hazard.description,
        "told_company_at": told(hazard.told_company_at),
        "told_customer_at": told(hazard.told_customer_at),
        "closed_at": told(hazard.closed_at),
        "note": hazard.note,
    }
