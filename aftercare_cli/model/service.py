"""The other dated records: inspections, hazards, training, visits, questions, handover, spares, bills."""

from typing import Literal

import msgspec

from aftercare_cli.model.ids import (
    BillId,
    DatedId,
    EquipmentId,
    HazardId,
    InspectionId,
    QuestionId,
    Slug,
    TicketId,
    TrainingId,
    VisitId,
)
from aftercare_cli.model.values import Day, Flag, Instant, Money, Month, Positive, Whole
from aftercare_cli.model.vocabulary import TrainingRole


class CheckResult(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What one check found, on one piece of equipment or on all of them; image quality also has a grade from 1 to 5."""

    check: Slug
    equipment: EquipmentId | None = None
    result: Literal["pass", "fail", "na", "hazard"]
    grade: Literal["1", "2", "3", "4", "5"] | None = None
    note: str | None = None
    ticket: TicketId | None = None


class Inspection(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An inspection round (M1); without `inspected_at` it is planned."""

    id: InspectionId
    site: Slug
    period: Month
    inspected_at: Instant | None = None
    by: tuple[Slug, ...] = ()
    witness: str | None = None
    results: tuple[CheckResult, ...] = ()
    discussion: str | None = None
    note: str | None = None
    signed_at: Instant | None = None


class Unsafe(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An unsafe condition (M2): told to the company and to the customer, closed."""

    id: HazardId
    site: Slug
    found_at: Instant
    source: DatedId | None = None
    description: str
    told_company_at: Instant | None = None
    told_customer_at: Instant | None = None
    closed_at: Instant | None = None


class Attendee(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Someone who was to be trained; `signed` says that they were there."""

    name: str
    unit: str | None = None
    position: str | None = None
    signed: Flag = False


class TrainingSession(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A session that was held (T6); `headcount` only where the names are on paper."""

    id: TrainingId
    contract: Slug
    role: TrainingRole | tuple[TrainingRole, ...]
    topics: tuple[str, ...]
    kind: Literal["initial", "make_up", "on_request"] = "initial"
    place: str | None = None
    on_site: Flag | None = None
    start: Day
    end: Day
    lecturer: Slug | None = None
    specialty: str | None = None
    headcount: Positive | None = None
    attendees: tuple[Attendee, ...] = ()
    note: str | None = None


class Scores(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Satisfaction from 1 (bad) to 5 (good)."""

    attitude: Literal["1", "2", "3", "4", "5"] | None = None
    timeliness: Literal["1", "2", "3", "4", "5"] | None = None
    quality: Literal["1", "2", "3", "4", "5"] | None = None
    spares: Literal["1", "2", "3", "4", "5"] | None = None
    overall: Literal["1", "2", "3", "4", "5"] | None = None


class Visit(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A quality follow-up visit (S14), after a ticket or periodic; without `visited_on` it is planned."""

    id: VisitId
    site: Slug
    ticket: TicketId | None = None
    due_on: Day | None = None
    visited_on: Day | None = None
    by: Slug | None = None
    contact: str | None = None
    scores: Scores | None = None
    opinion: str | None = None


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A technical or operating question, and its answer (S13)."""

    id: QuestionId
    site: Slug
    asked_at: Instant
    asked_by: str | None = None
    question: str
    answered_at: Instant | None = None
    answered_by: Slug | None = None
    answer: str | None = None


class HandedOver(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A document of the handover set (S7): how many copies, when, who signed."""

    document: Slug
    title: str | None = None
    copies: Positive = 1
    pages: Positive | None = None
    handed_over: Day | None = None
    received_by: str | None = None
    confidential: Flag = False
    note: str | None = None


class Handover(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which document of a contract was handed over."""

    contract: Slug
    documents: tuple[HandedOver, ...] = ()


class SpareMovement(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A row of the spares ledger (M5); `count` asserts the balance at the end of its day."""

    at: Day
    model: str
    quantity: Whole
    type: Literal["receive", "return", "issue", "scrap", "count"]
    serial: str | None = None
    by: Slug | None = None
    note: str | None = None


class Bill(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An issued settlement: a snapshot."""

    id: BillId
    tickets: tuple[TicketId, ...]
    issued: Day
    total: Money
