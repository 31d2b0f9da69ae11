"""The other dated records: inspections, hazards, training, visits, questions, handover, spares, bills."""

from collections.abc import Mapping
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
from aftercare_cli.model.values import Amount, Day, Flag, Instant, Money, Month, Positive, Whole
from aftercare_cli.model.vocabulary import BillHead, CheckOutcome, Grade, PictureFault, TrainingRole

HandoverTarget = Literal["training", "documents", "post_warranty_scheme"]
"""The promises that have no record of their own: their acknowledgement stands with the handover."""


class Acknowledgement(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Why a promise was broken and what is done about it (S10): it stays a breach, and is no longer a new one."""

    at: Instant
    by: Slug | None = None
    reason: str
    corrective_action: str


class Waiver(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the customer agreed to do without, and what shows it."""

    at: Instant
    agreed_by: str
    reason: str
    evidence: str | None = None


class CheckResult(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What one check found, on one piece of equipment or on all of them.

    Image quality also has a grade from 1 to 5 (the five-grade impairment scale; 4 and better pass), and marks for what
    disturbs the picture.
    """

    check: Slug
    equipment: EquipmentId | None = None
    result: CheckOutcome
    grade: Grade | None = None
    marks: tuple[PictureFault, ...] = ()
    note: str | None = None
    ticket: TicketId | None = None


class Inspection(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An inspection round (M1); without `inspected_at` it is planned, or under way.

    `discussion` is what was talked over with the customer's technicians, `needs` what they wish for (M3).
    """

    id: InspectionId
    site: Slug
    period: Month
    inspected_at: Instant | None = None
    by: tuple[Slug, ...] = ()
    witness: str | None = None
    results: tuple[CheckResult, ...] = ()
    discussion: str | None = None
    needs: str | None = None
    note: str | None = None
    signed_at: Instant | None = None
    excused: Waiver | None = None
    acknowledged: Acknowledgement | None = None


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
    note: str | None = None
    acknowledged: Acknowledgement | None = None


class Attendee(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Someone who was to be trained; `signed` says that they were there.

    `role` says as what, where the session was for several roles.
    """

    name: str
    role: TrainingRole | None = None
    unit: str | None = None
    position: str | None = None
    signed: Flag = False


class TrainingSession(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A session that was held (T6), or, without `start` and `end`, one that the customer asked for (T1).

    `headcount` only where the names are on paper.
    """

    id: TrainingId
    contract: Slug
    role: TrainingRole | tuple[TrainingRole, ...]
    topics: tuple[str, ...]
    kind: Literal["initial", "make_up", "on_request"] = "initial"
    place: str | None = None
    on_site: Flag | None = None
    requested_on: Day | None = None
    requested_by: str | None = None
    due_on: Day | None = None
    start: Day | None = None
    end: Day | None = None
    lecturer: Slug | None = None
    specialty: str | None = None
    headcount: Positive | None = None
    attendees: tuple[Attendee, ...] = ()
    note: str | None = None


class Scores(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Satisfaction from 1 (bad) to 5 (good)."""

    attitude: Grade | None = None
    timeliness: Grade | None = None
    quality: Grade | None = None
    spares: Grade | None = None
    overall: Grade | None = None


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
    """A document of the handover set (S7): how many copies, all of them where that is not said, when, who signed."""

    document: Slug
    title: str | None = None
    copies: Positive | None = None
    pages: Positive | None = None
    handed_over: Day | None = None
    received_by: str | None = None
    confidential: Flag = False
    note: str | None = None


class HandoverBreach(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A breach of `training`, of the scheme after the warranty, or of `documents` and then which one (S10)."""

    target: HandoverTarget
    document: Slug | None = None
    at: Instant
    by: Slug | None = None
    reason: str
    corrective_action: str


class Handover(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which document of a contract was handed over, and what was said of promises broken at the handover."""

    contract: Slug
    documents: tuple[HandedOver, ...] = ()
    acknowledged: tuple[HandoverBreach, ...] = ()


class SpareMovement(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A row of the spares ledger (M5); `count` asserts the balance at the end of its day.

    `holder` is the site whose customer holds the parts; without it they are in the company's store.
    """

    at: Day
    model: str
    quantity: Whole
    type: Literal["receive", "return", "issue", "scrap", "count"]
    holder: Slug | None = None
    serial: str | None = None
    by: Slug | None = None
    note: str | None = None


class BillLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A line of a settlement: what, how many at which price, and who bears it for which reason.

    `quoted` is the unit price it was offered at, `unit_price` the one that counts, also where it is free. `amount` is
    less than nothing on a counter-entry.
    """

    kind: BillHead
    ticket: TicketId
    day: Day
    description: str
    model: str | None = None
    quantity: Positive = 1
    quoted: Money | None = None
    unit_price: Money | None = None
    amount: Amount
    covered_by: Literal["warranty", "free_of_charge"] | None = None
    reason: str | None = None
    flags: tuple[str, ...] = ()


class Bill(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An issued settlement: a snapshot that nobody changes. A wrong one is voided by a counter-entry (`voids`).

    `terms` are the fees that were applied, `hash` is the SHA-256 of everything else.
    """

    id: BillId
    number: str | None = None
    contract: Slug | None = None
    tickets: tuple[TicketId, ...]
    issued: Day
    currency: str | None = None
    lines: tuple[BillLine, ...] = ()
    terms: Mapping[str, str] = {}
    total: Amount
    voids: BillId | None = None
    note: str | None = None
    hash: str | None = None
