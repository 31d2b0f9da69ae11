"""A contract: the service plan as data."""

import datetime as dt
from collections.abc import Mapping
from typing import Literal

import msgspec

from aftercare_cli.model.ids import Slug
from aftercare_cli.model.values import Day, Duration, Flag, Money, Months, Percent, Positive, Whole
from aftercare_cli.model.vocabulary import Discharge, EventType, TargetStart, TicketKind, TrainingRole


class Party(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whoever signs: the customer (甲方), or someone a secrecy agreement is made with."""

    name: str
    name_en: str | None = None
    contact: str | None = None
    phone: str | None = None
    address: str | None = None


class Warranty(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Months of warranty from acceptance and handover (S9).

    A unit that replaces another `inherits` what is left of its warranty, or `renews` it. The scheme for the time after
    the warranty is handed over `scheme_before` its end (S12).
    """

    months: Positive
    replacement: Literal["inherits", "renews"] = "inherits"
    scheme_before: Duration = dt.timedelta(days=60)


class Target(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A promised time (S4–S6): from `start`, `within` that much running time, until the first event of type `stop`."""

    start: TargetStart
    within: Duration
    stop: EventType
    calendar: str = "24x7"
    applies_to: tuple[TicketKind, ...] = ("fault", "emergency")
    priority: Mapping[str, Duration] = {}
    warn_at: Percent = 80
    pause_on: tuple[str, ...] | None = None
    unless_restored_within: Duration | None = None
    needs: Literal["spares"] | None = None
    discharged_by: Discharge = "restored"
    policy: Flag = False


class Pauses(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Reasons for which a clock may stop."""

    allowed: tuple[str, ...] = ()


class InspectionTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One inspection per site and period (M1), by a checklist (M2)."""

    every: Months
    checklist: Slug
    policy: Flag = False


class FollowUpTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Quality follow-up visits (S14): every n months per site, and within some days of an on-site ticket.

    The plan names no period: this is an aim of our own unless the contract says `policy: false`.
    """

    every: Months
    after_ticket: Duration | None = None
    policy: Flag = True


class QuestionTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How soon a recorded question is answered (S13); the plan names no time, so it is an aim unless said otherwise."""

    answer_within: Duration
    calendar: str = "24x7"
    policy: Flag = True


class Fees(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Fees after the warranty (F1–F4), and what is charged for within it.

    `callout` is per visit, or per person on site. `discount` is what is taken off prices of equipment after the
    warranty (M7).
    """

    callout: Money | None = None
    callout_per: Literal["visit", "person"] = "visit"
    discount: Percent | None = None
    in_warranty_human_damage: Literal["equipment_only", "as_after", "free"] = "equipment_only"
    software: Literal["free", "after_warranty"] = "free"


class SpareTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Backups that are promised (M5): of each model in service, `per_model` at least and `ratio` of those installed.

    `at_customer` is what the customer is handed, by model.
    """

    ratio: Percent | None = None
    per_model: Whole = 1
    at_customer: Mapping[str, Positive] = {}


class Confidentiality(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A secrecy agreement (S15): with whom, and how long."""

    party: str = msgspec.field(name="with")
    signed: Day
    until: Day


class TrainingTopic(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A row of the curriculum (T4): `number` is its place, `6.1` lies inside `6`."""

    number: str
    title: str
    title_en: str | None = None
    days: Positive
    theory: Flag = False


class TrainingAudience(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What one role is to learn and is given (T2)."""

    goals: str | None = None
    goals_en: str | None = None
    materials: tuple[str, ...] = ()
    materials_en: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


class OwnerChoice(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """When the customer wants the training instead, in writing: it wins over commissioning and handover (T3)."""

    until: Day
    agreed_by: str | None = None
    evidence: str


class TrainingTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Free training of the customer's staff (T1–T5): the curriculum and its audiences.

    Its days are the working days of `calendar`: the workspace's `work` where it is not named, else Monday to Friday
    with the workspace's days off.
    """

    place: str | None = None
    place_en: str | None = None
    working_days: Positive | None = None
    calendar: str | None = None
    owner_choice: OwnerChoice | None = None
    topics: tuple[TrainingTopic, ...] = ()
    roles: Mapping[TrainingRole, TrainingAudience] = {}


class DocumentTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A document that is delivered with the handover (S7)."""

    id: Slug
    title: str
    title_en: str | None = None
    copies: Positive = 1


class Amendment(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Keys of the contract that are replaced, each as a whole, from a day on."""

    start: Day = msgspec.field(name="from")
    note: str | None = None
    targets: Mapping[Slug, Target] | None = None
    pauses: Pauses | None = None
    inspection: InspectionTerms | None = None
    follow_up: FollowUpTerms | None = None
    questions: QuestionTerms | None = None
    fees: Fees | None = None
    spares: SpareTerms | None = None
    warranty: Warranty | None = None
    training: TrainingTerms | None = None
    documents: tuple[DocumentTerms, ...] | None = None
    service_until: Day | None = None
    confidentiality: tuple[Confidentiality, ...] | None = None


class Contract(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Parties, dates, targets, inspection, fees, training, documents."""

    id: Slug
    name: str
    name_en: str | None = None
    customer: Party
    commissioning_start: Day | None = None
    trial_run: Day | None = None
    acceptance: Day | None = None
    handover: Day | None = None
    service_until: Day | None = None
    warranty: Warranty | None = None
    targets: Mapping[Slug, Target] = {}
    pauses: Pauses = Pauses()
    inspection: InspectionTerms | None = None
    follow_up: FollowUpTerms | None = None
    questions: QuestionTerms | None = None
    fees: Fees | None = None
    spares: SpareTerms | None = None
    training: TrainingTerms | None = None
    documents: tuple[DocumentTerms, ...] = ()
    confidentiality: tuple[Confidentiality, ...] = ()
    amendments: tuple[Amendment, ...] = ()

    def on(self, day: dt.date) -> "Contract":
        """Give the terms in force on `day`: amendments of that day or earlier replace the keys they name."""
        terms = self
        for amendment in sorted(self.amendments, key=lambda amended: amended.start):
            if amendment.start <= day:
                changes = {key: value for key in AMENDABLE if (value := getattr(amendment, key)) is not None}
                terms = msgspec.structs.replace(terms, **changes)
        return terms


AMENDABLE = tuple(name for name in Amendment.__struct_fields__ if name not in {"start", "note"})
"""The keys an amendment can replace."""
