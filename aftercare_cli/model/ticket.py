"""A ticket: a report, and what happened after it."""

import datetime as dt
from typing import Final, Literal

import msgspec

from aftercare_cli.model.ids import EquipmentId, InspectionId, Slug, TicketId
from aftercare_cli.model.sites import Contact
from aftercare_cli.model.values import Day, Flag, Instant, Money, Positive
from aftercare_cli.model.vocabulary import Cause, ChargeHead, Sign, TicketKind


class Event(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    kw_only=True,
    tag_field="type",
    omit_defaults=True,
    gc=False,
):
    """A fact of a ticket's history: when it happened, who did it, what shows it, when it was typed in.

    `backdated` is the reason why it was entered after facts that happened later.
    """

    at: Instant
    by: Slug | None = None
    note: str | None = None
    evidence: str | None = None
    logged_at: Instant | None = None
    backdated: str | None = None

    @property
    def type(self) -> str:
        """The word that stands in the record's `type`."""
        return str(self.__struct_config__.tag)


class Answered(Event, frozen=True, kw_only=True, gc=False, tag="answered"):
    """An engineer spoke to the customer: telephone support (S3)."""


class Dispatched(Event, frozen=True, kw_only=True, gc=False, tag="dispatched"):
    """An engineer was sent."""


class Arrived(Event, frozen=True, kw_only=True, gc=False, tag="arrived"):
    """An engineer stood at the gate (S4); `persons` came together."""

    persons: Positive = 1


class Diagnosed(Event, frozen=True, kw_only=True, gc=False, tag="diagnosed"):
    """What is wrong, and whether it needs spares (S6)."""

    spares_needed: Flag | None = None
    cause: Cause | None = None


class SparesOnSite(Event, frozen=True, kw_only=True, gc=False, tag="spares_on_site"):
    """The spare parts are at the site (S6)."""


class StandbyInService(Event, frozen=True, kw_only=True, gc=False, tag="standby_in_service"):
    """A standby unit of the same grade or better works in place of the failed one (S5).

    `consent` is who agreed for the customer to one of a lower grade: service is back, the promise is not kept.
    """

    unit: str | None = None
    model: str | None = None
    due_on: Day | None = None
    condition: str | None = None
    consent: str | None = None


class StandbyReturned(Event, frozen=True, kw_only=True, gc=False, tag="standby_returned"):
    """The standby unit is back in the store."""

    unit: str | None = None
    condition: str | None = None


class Paused(Event, frozen=True, kw_only=True, gc=False, tag="paused"):
    """Work cannot go on, for a reason the contract may allow."""

    reason: str


class Resumed(Event, frozen=True, kw_only=True, gc=False, tag="resumed"):
    """Work goes on."""


class Replaced(Event, frozen=True, kw_only=True, gc=False, tag="replaced"):
    """A unit was replaced: old serial, new serial, and what it was offered at."""

    old: str | None = None
    new: str | None = None
    model: str
    quantity: Positive = 1
    quoted: Money | None = None


class ChargeAgreed(Event, frozen=True, kw_only=True, gc=False, tag="charge_agreed"):
    """Customer and provider agreed on a charge (F3)."""

    head: ChargeHead
    amount: Money
    agreed_by: str | None = None
    item: str | None = None


class Restored(Event, frozen=True, kw_only=True, gc=False, tag="restored"):
    """Service is back, also by a bypass or a standby unit."""


class Resolved(Event, frozen=True, kw_only=True, gc=False, tag="resolved"):
    """The cause is removed."""

    cause: Cause | None = None


class Closed(Event, frozen=True, kw_only=True, gc=False, tag="closed"):
    """The ticket is filed."""

    signed_by: str | None = None


class Reopened(Event, frozen=True, kw_only=True, gc=False, tag="reopened"):
    """The fault is back: a new cycle, whose report this is."""

    reason: str | None = None
    fault_at: Instant | None = None
    spares_needed: Flag | None = None


class Cancelled(Event, frozen=True, kw_only=True, gc=False, tag="cancelled"):
    """The report was withdrawn."""

    reason: str | None = None


class Excused(Event, frozen=True, kw_only=True, gc=False, tag="excused"):
    """The customer agreed to an exception from a target; `cycle` where it is not the current one."""

    target: Slug
    agreed_by: str | None = None
    reason: str | None = None
    cycle: Positive | None = None


class Acknowledged(Event, frozen=True, kw_only=True, gc=False, tag="acknowledged"):
    """A breach was looked into: reason and corrective action (S10); `cycle` where it is not the current one."""

    target: Slug
    reason: str | None = None
    corrective_action: str | None = None
    cycle: Positive | None = None


class Noted(Event, frozen=True, kw_only=True, gc=False, tag="noted"):
    """A remark."""


AnyEvent = (
    Answered
    | Dispatched
    | Arrived
    | Diagnosed
    | SparesOnSite
    | StandbyInService
    | StandbyReturned
    | Paused
    | Resumed
    | Replaced
    | ChargeAgreed
    | Restored
    | Resolved
    | Closed
    | Reopened
    | Cancelled
    | Excused
    | Acknowledged
    | Noted
)

EVENTS: Final[tuple[type[Event], ...]] = (
    Answered,
    Dispatched,
    Arrived,
    Diagnosed,
    SparesOnSite,
    StandbyInService,
    StandbyReturned,
    Paused,
    Resumed,
    Replaced,
    ChargeAgreed,
    Restored,
    Resolved,
    Closed,
    Reopened,
    Cancelled,
    Excused,
    Acknowledged,
    Noted,
)


class Hazard(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What an emergency looked like and what was done at once (M6)."""

    signs: tuple[Sign, ...] = ()
    power_cut_at: Instant | None = None
    power_cut_by: str | None = None
    scene_preserved: Flag | None = None
    fire_service_called: Flag | None = None


class Ticket(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A report and its events. Status, deadlines, compliance and price are conclusions, never stored here.

    `source` and `check` name the inspection that found the fault, and the line of its sheet.
    """

    id: TicketId
    site: Slug
    equipment: tuple[EquipmentId, ...] = ()
    out_of_scope: str | None = None
    kind: TicketKind = "fault"
    priority: str | None = None
    summary: str
    fault_at: Instant | None = None
    fault_basis: Literal["customer_statement", "system_log", "unknown"] | None = None
    reported_at: Instant
    reporter: Contact | None = None
    channel: str | None = None
    source: InspectionId | None = None
    check: Slug | None = None
    spares_needed: Flag | None = None
    hazard: Hazard | None = None
    logged_at: Instant | None = None
    events: tuple[AnyEvent, ...] = ()

    def ordered(self) -> tuple[AnyEvent, ...]:
        """Give the events by their time; those of the same moment as they stand in the file."""
        events = self.events
        before = None
        for event in events:
            at = event.at
            if before is not None and at < before:
                return tuple(sorted(events, key=lambda event: event.at))
            before = at
        return events

    def began(self) -> dt.datetime:
        """Give the moment the fault began: the report, where nobody knows."""
        return self.fault_at or self.reported_at
