"""Where the equipment stands, what it is, and who serves it."""

from typing import Literal

import msgspec

from aftercare_cli.model.ids import EquipmentId, Slug
from aftercare_cli.model.values import Day, Flag, Instant, Money, Positive
from aftercare_cli.model.vocabulary import StaffRole


class Contact(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Someone who can be rung, by name, by telephone, or both."""

    name: str | None = None
    phone: str | None = None


class Site(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A place that is served under a contract."""

    id: Slug
    contract: Slug
    name: str
    name_en: str | None = None
    address: str | None = None
    contacts: tuple[Contact, ...] = ()
    access_hours: str | None = None
    travel_fee: Money | None = None


class ItemWarranty(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An item's own warranty, where it differs from the contract's."""

    start: Day = msgspec.field(name="from")
    months: Positive


class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A piece of equipment, or several of a kind at one place."""

    id: EquipmentId
    category: str
    model: str
    name: str | None = None
    serial: str | None = None
    location: str | None = None
    installed: Day | None = None
    quantity: Positive = 1
    software: Flag = False
    replaces: EquipmentId | None = None
    warranty: ItemWarranty | None = None
    note: str | None = None


class EquipmentList(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What stands at one site."""

    site: Slug
    items: tuple[Item, ...] = ()


class Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One of the provider's people."""

    id: Slug
    name: str
    role: StaffRole | None = None
    phone: str | None = None
    hours: Literal["24h", "working_hours"] | None = None


class Staff(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The provider's people and their roles (S2)."""

    staff: tuple[Person, ...] = ()


class Check(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A line of a checklist: what is looked at, on which categories of equipment, against which standard."""

    id: Slug
    group: str
    group_en: str | None = None
    title: str
    title_en: str | None = None
    standard: str | None = None
    standard_en: str | None = None
    categories: tuple[str, ...] = ()
    graded: Flag = False
    every_n_periods: Positive = 1


class Checklist(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Inspection checks by equipment category (M2)."""

    id: Slug
    name: str
    name_en: str | None = None
    checks: tuple[Check, ...] = ()


class Duty(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A row of the roster: who is on duty in which role from when to when."""

    start: Instant = msgspec.field(name="from")
    until: Instant = msgspec.field(name="to")
    role: StaffRole
    person: Slug
    note: str | None = None


class Price(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A row of the bid price list (F1)."""

    model: str
    name: str
    unit: str
    unit_price: Money
    category: str | None = None
