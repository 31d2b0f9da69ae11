"""Whom to ring, as a report and in words."""

import datetime as dt
from collections.abc import Iterator

from aftercare_cli.cli import display
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _, ngettext, pgettext
from aftercare_cli.cli.report import Column, Report, Row, Section
from aftercare_cli.cli.words import role_word
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.rules.calendars import WorkingHours
from aftercare_cli.rules.duty import ENGINEER, OnDuty, Ring, Telephone, whom_to_ring
from aftercare_cli.rules.roster import NEEDS


def duty_report(session: Session, ring: Ring, at: dt.datetime) -> Report:
    """Give whom to ring at a moment, from the top."""
    timezone = session.timezone
    title = _("On duty at {time}").format(time=display.moment(at, timezone))
    titles = (
        Column("id", _("Staff"), is_detail=True),
        Column("name", pgettext("person", "Name")),
        Column("role", _("Role")),
        Column("phone", _("Telephone"), is_code=True),
        Column("until", _("Until"), may_wrap=True),
    )
    section, table = (
        Section(
            "",
            titles,
            tuple(
                Row((person.id, person.name, word(person.role), person.phone, person.until)) for person in ring.people
            ),
            _("Nobody is on duty."),
        )
        for word in (role_word, str)
    )
    document = {
        "schema": "aftercare/on-duty/1",
        "at": display.iso(at, timezone),
        "people": [
            {
                "id": person.id,
                "name": person.name,
                "role": person.role,
                "phone": person.phone,
                "until": display.iso(person.until, timezone),
            }
            for person in ring.people
        ],
        "next": None
        if ring.next_engineer is None
        else {
            "id": ring.next_engineer.id,
            "name": ring.next_engineer.name,
            "role": ENGINEER,
            "from": display.iso(ring.next_engineer.begin, timezone),
        },
        "fallback": fallback_documents(ring),
    }
    return Report(title, (section,), document, (), tuple(_notes(session, ring, at)), table)


def ring_now(session: Session) -> Ring:
    """Give whom to ring now."""
    return ring_at(session, session.now)


def ring_at(session: Session, at: dt.datetime) -> Ring:
    """Give whom to ring at a moment; where working time cannot be told, those that keep it are not among them."""
    hours: WorkingHours | None
    try:
        hours = session.calendars.working_days()
    except AftercareError:
        hours = None
    return whom_to_ring(session.workspace, hours, at)


def in_a_line(session: Session, ring: Ring) -> str:
    """Say who is on duty, or that nobody is and what to do then."""
    told = [_("nobody is on duty")]
    if ring.engineers:
        told = [_("on duty: {names}").format(names=_(", ").join(person_words(found) for found in ring.engineers))]
    return _("; ").join([*told, *_instead(ring), *_afterwards(session, ring, session.now)])


def _notes(session: Session, ring: Ring, at: dt.datetime) -> Iterator[str]:
    """Say what whoever wants to ring has to know: who is missing, what to ring instead, who comes next."""
    there = len(ring.engineers)
    needed = next(need.count for need in NEEDS if need.role == ENGINEER)
    if ring.people and not there:
        yield _("No service engineer is on duty.")
    elif 0 < there < needed:
        yield ngettext(
            "Only {count} of {needed} service engineers is on duty.",
            "Only {count} of {needed} service engineers are on duty.",
            there,
        ).format(count=there, needed=needed)
    yield from _instead(ring)
    yield from _afterwards(session, ring, at)
    if not there and ring.next_engineer is None:
        yield _("nobody is planned after that")


def _instead(ring: Ring) -> Iterator[str]:
    """Say what to ring where no engineer can be."""
    if ring.fallback:
        yield _("ring instead: {names}").format(names=_(", ").join(telephone_words(found) for found in ring.fallback))
    elif not any(engineer.phone for engineer in ring.engineers):
        yield _("no telephone is recorded in staff.yaml or aftercare.yaml")


def _afterwards(session: Session, ring: Ring, at: dt.datetime) -> Iterator[str]:
    """Say who comes on duty next, where nobody is."""
    if ring.next_engineer is not None:
        yield _("next: {name}, from {time}, in {left}").format(
            name=ring.next_engineer.name,
            time=display.moment(ring.next_engineer.begin, session.timezone),
            left=display.length(ring.next_engineer.begin - at),
        )


def person_words(person: OnDuty) -> str:
    """Give somebody on duty and their telephone."""
    return f"{person.name} {person.phone or ''}".strip()


def telephone_words(found: Telephone) -> str:
    """Give what can be rung instead of an engineer."""
    if found.role is None:
        return f"{found.name} {found.phone}"
    return _("{name} ({role}) {phone}").format(name=found.name, role=role_word(found.role), phone=found.phone)


def fallback_documents(ring: Ring) -> list[dict[str, str | None]]:
    """Give what can be rung instead of an engineer, for other programs."""
    return [{"name": found.name, "role": found.role, "phone": found.phone} for found in ring.fallback]
