"""What to do and whom to ring when equipment smokes, burns or smells of burning (M6): people before anything else."""

from aftercare_cli.documents.source import Source
from aftercare_cli.documents.terms import Cells
from aftercare_cli.model.sites import Site
from aftercare_cli.rules.duty import ENGINEER, MANAGER, OnDuty, Ring, whom_to_ring
from aftercare_cli.rules.holidays import UnknownHolidaysError

_RUNG = (ENGINEER, MANAGER)


def steps(source: Source) -> list[str]:
    """Give what whoever is on site does, in this order."""
    _ = source.tongue.gettext
    return [
        _("People first: at the first open flame, get everybody out and call the fire service (119)."),
        _("Cut the power of the equipment at once, if that is possible without danger."),
        _("Keep the scene as it is: move nothing, switch nothing on again."),
        _("Call the system engineer of our company at once, and say what has happened and where."),
        _("Stay reachable for the system engineer; somebody is being sent."),
    ]


def on_duty(source: Source) -> list[Cells]:
    """Give whom to ring: role, name, telephone, on duty until; the engineers on duty first, then who is not on duty.

    Nobody is named to an audience that sees no people.
    """
    if not _sees_people(source):
        return []
    tongue = source.tongue
    ring = _ring(source)
    people = sorted((found for found in ring.people if found.role in _RUNG), key=lambda found: found.role != ENGINEER)
    rows: list[Cells] = [
        (
            tongue.word("role", person.role),
            source.person(person.id),
            _phone(source, person),
            tongue.short(person.until),
        )
        for person in people
    ]
    known = {person.id for person in people}
    rows += [
        (tongue.word("role", person.role), source.person(person.id), source.view(person).get("phone"), None)
        for person in source.workspace.people
        if person.role in _RUNG and person.id not in known and person.phone
    ]
    return rows


def nobody_text(source: Source) -> str | None:
    """Say that no engineer is on duty, and what to ring instead where that is known."""
    if not _sees_people(source) or _ring(source).engineers:
        return None
    _ = source.tongue.gettext
    phone = source.workspace.settings.company.phone
    if phone is None:
        return _("Nobody is on duty at this moment by the roster.")
    return _("Nobody is on duty at this moment by the roster: ring {phone}.").format(phone=phone)


def site_contacts(source: Source, site: Site) -> list[Cells]:
    """Give the customer's people at a site: name, telephone."""
    shown = source.view(site).get("contacts") or ()
    return [(contact.get("name"), contact.get("phone") or "") for contact in shown]


def _sees_people(source: Source) -> bool:
    return source.audience != "vendor"


def _phone(source: Source, person: OnDuty) -> str | None:
    known = (source.workspace.staff or {}).get(person.id)
    phone: str | None = None if known is None else source.view(known).get("phone")
    return phone


def _ring(source: Source) -> Ring:
    try:
        return whom_to_ring(source.workspace, source.calendars.working_days(), source.now)
    except UnknownHolidaysError:
        return whom_to_ring(source.workspace, None, source.now)
