"""Who may see what (S15): fields have a class, audiences what they see; the rest is taken away before any template.

A template is given views: plain mappings without what its audience may not see. Reaching for a key that was taken away
is an error, never a blank.
"""

from collections.abc import Mapping
from typing import Final, Literal, get_args

import msgspec

from aftercare_cli.model import contract, service, settings, sites, ticket

Audience = Literal["internal", "owner", "vendor"]
FieldClass = Literal["personal", "security", "commercial", "internal"]
AUDIENCES: Final[tuple[Audience, ...]] = get_args(Audience)

SEES: Final[Mapping[Audience, frozenset[FieldClass]]] = {
    "internal": frozenset({"personal", "security", "commercial", "internal"}),
    # The customer: their own people, their own system and what they pay, but nothing the company keeps to itself.
    "owner": frozenset({"personal", "security", "commercial"}),
    # Who supplied a device, or serves one: what is wrong with it, and nothing of the customer's.
    "vendor": frozenset(),
}
"""What each audience may see, besides what has no class."""

CLASSES: Final[Mapping[type[msgspec.Struct], Mapping[str, FieldClass]]] = {
    contract.Party: {"contact": "personal", "phone": "personal", "address": "personal"},
    contract.Contract: {"fees": "commercial", "confidentiality": "internal", "spares": "commercial"},
    # What an amendment puts in the place of the contract's own.
    contract.Amendment: {
        "fees": "commercial",
        "confidentiality": "internal",
        "spares": "commercial",
        "note": "internal",
    },
    contract.TrainingTerms: {"place": "security", "place_en": "security"},
    contract.OwnerChoice: {"agreed_by": "personal", "evidence": "internal"},
    settings.Settings: {"spares": "internal", "confidentiality": "internal", "models": "internal", "git": "internal"},
    sites.Contact: {"name": "personal", "phone": "personal"},
    sites.Site: {"address": "security", "contacts": "personal", "access_hours": "security", "travel_fee": "commercial"},
    sites.Item: {"serial": "security", "location": "security", "note": "internal"},
    sites.Person: {"name": "personal", "phone": "personal", "hours": "internal"},
    sites.Duty: {"note": "internal"},
    sites.Price: {"unit_price": "commercial"},
    service.Acknowledgement: {"reason": "internal", "corrective_action": "internal", "by": "internal"},
    service.HandoverBreach: {"reason": "internal", "corrective_action": "internal", "by": "internal"},
    service.Waiver: {"agreed_by": "personal", "evidence": "internal"},
    # What the customer talks over, plans and thinks is between the two of them.
    service.Inspection: {
        "witness": "personal",
        "discussion": "commercial",
        "needs": "commercial",
        "note": "internal",
    },
    service.Unsafe: {"note": "internal"},
    service.Attendee: {"name": "personal", "unit": "personal", "position": "personal"},
    service.TrainingSession: {"place": "security", "requested_by": "personal", "note": "internal"},
    service.Visit: {"contact": "personal", "opinion": "commercial"},
    service.Question: {"asked_by": "personal"},
    service.HandedOver: {"received_by": "personal", "note": "internal"},
    service.SpareMovement: {"by": "internal", "note": "internal"},
    service.BillLine: {"quoted": "commercial", "unit_price": "commercial", "amount": "commercial"},
    service.Bill: {"total": "commercial", "lines": "commercial", "terms": "commercial", "note": "internal"},
    ticket.Ticket: {"reporter": "personal", "channel": "internal"},
    ticket.Hazard: {"power_cut_by": "personal"},
    ticket.Event: {"note": "internal", "evidence": "internal", "logged_at": "internal", "backdated": "internal"},
    ticket.Replaced: {"old": "security", "new": "security", "quoted": "commercial"},
    ticket.ChargeAgreed: {"amount": "commercial", "item": "commercial", "agreed_by": "personal"},
    ticket.Closed: {"signed_by": "personal"},
    ticket.Excused: {"agreed_by": "personal"},
    ticket.Acknowledged: {"reason": "internal", "corrective_action": "internal"},
    ticket.StandbyInService: {"unit": "security", "consent": "personal"},
    ticket.StandbyReturned: {"unit": "security"},
}
"""The class of each field that has one, by its type; an event has those of its own type and those of every event."""


def hidden(kind: type[msgspec.Struct], audience: Audience) -> frozenset[str]:
    """Give the fields of a type that an audience may not see."""
    seen = SEES[audience]
    classes = {
        name: field_class for ancestor in kind.__mro__ for name, field_class in CLASSES.get(ancestor, {}).items()
    }
    return frozenset(name for name, field_class in classes.items() if field_class not in seen)


def view(record: msgspec.Struct, audience: Audience) -> dict[str, object]:
    """Give a record as a plain mapping without what the audience may not see, and so everything inside it."""
    taken = hidden(type(record), audience)
    shown = {name: _seen(getattr(record, name), audience) for name in record.__struct_fields__ if name not in taken}
    if record.__struct_config__.tag is not None:
        shown["type"] = str(record.__struct_config__.tag)
    return shown


def _seen(value: object, audience: Audience) -> object:
    if isinstance(value, msgspec.Struct):
        return view(value, audience)
    if isinstance(value, tuple | list):
        return [_seen(part, audience) for part in value]
    if isinstance(value, dict):
        return {key: _seen(part, audience) for key, part in value.items()}
    return value
