"""The field's closed vocabularies (glossary), as they stand in records."""

from typing import Final, Literal

TicketKind = Literal["fault", "emergency", "consultation"]
EventType = Literal[
    "answered",
    "dispatched",
    "arrived",
    "diagnosed",
    "spares_on_site",
    "standby_in_service",
    "standby_returned",
    "paused",
    "resumed",
    "replaced",
    "charge_agreed",
    "restored",
    "resolved",
    "closed",
    "reopened",
    "cancelled",
    "excused",
    "acknowledged",
    "noted",
]
Cause = Literal["quality", "ageing", "human_damage", "software", "operation", "environment", "force_majeure", "unknown"]
Sign = Literal["smoke", "fire", "smell"]
BillHead = Literal["equipment", "callout", "travel", "machinery", "phone", "software"]
ChargeHead = Literal["travel", "machinery", "equipment"]
TargetStart = Literal["reported", "fault"]
Discharge = Literal["restored", "resolved"]
StaffRole = Literal["service_manager", "service_engineer", "records_clerk"]
CheckOutcome = Literal["pass", "fail", "na", "hazard"]
Grade = Literal["1", "2", "3", "4", "5"]
PictureFault = Literal["snow", "stripes", "roll", "blur"]
TrainingRole = Literal["senior_admin", "maintenance_admin", "operator"]
Language = Literal["zh-CN", "en"]

PromiseState = Literal["pending", "at_risk", "paused", "met", "breached", "excused", "not_required"]
TicketState = Literal[
    "reported",
    "answered",
    "dispatched",
    "arrived",
    "paused",
    "restored",
    "resolved",
    "closed",
    "cancelled",
    "reopened",
]
PROMISE_STATES: Final[tuple[PromiseState, ...]] = (
    "met",
    "breached",
    "pending",
    "at_risk",
    "paused",
    "excused",
    "not_required",
)
ENDED: Final[frozenset[TicketState]] = frozenset({"closed", "cancelled"})
