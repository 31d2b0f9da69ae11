"""The field's words for what records and rules name by identifiers."""

from collections.abc import Iterable
from typing import Final

from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.translate import translate
from aftercare_cli.model.text import say
from aftercare_cli.model.words import EVENT_WORDS

_TERMS: Final = frozenset(
    known.template
    for known in (
        # Keys of an event.
        say("persons"),
        say("unit"),
        say("model"),
        say("due_on"),
        say("condition"),
        say("consent"),
        say("reason"),
        say("old"),
        say("new"),
        say("quantity"),
        say("quoted"),
        say("head"),
        say("amount"),
        say("agreed_by"),
        say("item"),
        say("cause"),
        say("spares_needed"),
        say("signed_by"),
        say("fault_at"),
        say("target"),
        say("cycle"),
        say("corrective_action"),
        say("note"),
        say("evidence"),
        say("logged_at"),
        say("backdated"),
        # Words that stand as their values.
        say("true"),
        say("false"),
        say("owner_access"),
        say("owner_request"),
        say("force_majeure"),
        say("quality"),
        say("ageing"),
        say("human_damage"),
        say("software"),
        say("operation"),
        say("environment"),
        say("unknown"),
        say("travel"),
        say("machinery"),
        say("equipment"),
        say("arrival"),
        say("standby"),
        say("spares"),
        say("answer"),
        # What a promised time runs from and to.
        say("reported"),
        say("fault"),
        say("answered"),
        say("dispatched"),
        say("arrived"),
        say("spares_on_site"),
        say("standby_in_service"),
        say("restored"),
        say("resolved"),
        say("closed"),
    )
)
"""Identifiers of records that English shows as they are, and that another language may have words for."""


def term(identifier: str) -> str:
    """Give the word for an identifier of a record, where the reader's language has one."""
    return _(identifier) if identifier in _TERMS else identifier


_STATES: Final = {
    "pending": say("running").template,
    "at_risk": say("at risk").template,
    "paused": say("paused").template,
    "met": say("met").template,
    "breached": say("breached").template,
    "excused": say("excused").template,
    "not_required": say("not required").template,
}
_PROMISES: Final = {
    "arrival": say("arrival on site").template,
    "standby": say("standby unit").template,
    "spares": say("spare parts").template,
    "answer": say("telephone answer").template,
    "inspection": say("inspection").template,
    "follow_up": say("follow-up visit").template,
    "training": say("training").template,
    "documents": say("document").template,
    "hazard_company": say("hazard: company").template,
    "hazard_customer": say("hazard: customer").template,
    "question": say("question").template,
    "post_warranty_scheme": say("scheme after the warranty").template,
    "warranty_end": say("end of the warranty").template,
}


def fact_words(key: str, value: str) -> str:
    """Give a fact of an event, by its key and value."""
    is_word = key in {"reason", "cause", "head", "target", "spares_needed"}
    return _("{key}: {value}").format(key=term(key), value=term(value) if is_word else value)


def state_word(state: str) -> str:
    """Give the word for a promise's state."""
    template = _STATES.get(state)
    return state if template is None else _(template)


def ticket_state_word(state: str) -> str:
    """Give the word for a ticket's state."""
    words = {
        "reported": _("reported"),
        "answered": _("answered"),
        "dispatched": _("dispatched"),
        "arrived": _("on site"),
        "paused": _("paused"),
        "restored": _("restored"),
        "resolved": _("resolved"),
        "closed": _("closed"),
        "cancelled": _("cancelled"),
        "reopened": _("reopened"),
    }
    return words.get(state, state)


def promise_word(name: str) -> str:
    """Give the name of a promise; one that a contract invented keeps its own."""
    template = _PROMISES.get(name)
    return name if template is None else _(template)


def subject_kind_word(kind: str) -> str:
    """Give the word for what a document is about."""
    words = {
        "contract": _("contract"),
        "site": _("site"),
        "ticket": _("ticket"),
        "inspection": _("inspection"),
        "training": _("training session"),
        "hazard": _("hazard"),
        "visit": _("follow-up visit"),
        "bill": _("bill"),
        "none": _("everything"),
    }
    return words.get(kind, kind)


def training_role_word(role: str) -> str:
    """Give the word for a role that is trained."""
    words = {
        "senior_admin": _("senior system administrator"),
        "maintenance_admin": _("maintenance administrator"),
        "operator": _("operator"),
    }
    return words.get(role, role)


def outcome_word(outcome: str) -> str:
    """Give the word for what a check found."""
    return {"pass": _("pass"), "fail": _("fail"), "na": _("not applicable"), "hazard": _("hazard")}.get(
        outcome, outcome
    )


def picture_fault_word(fault: str) -> str:
    """Give the word for what disturbs a picture."""
    return {"snow": _("snow"), "stripes": _("stripes"), "roll": _("roll"), "blur": _("blur")}.get(fault, fault)


def kind_word(kind: str) -> str:
    """Give the word for a kind of ticket."""
    return {"fault": _("fault"), "emergency": _("emergency"), "consultation": _("enquiry")}.get(kind, kind)


def sign_word(sign: str) -> str:
    """Give the word for a sign of a hazard."""
    return {"smoke": _("smoke"), "fire": _("fire"), "smell": _("smell")}.get(sign, sign)


def bill_reason_word(reason: str) -> str:
    """Give the word for why a line of a bill is free, or why it is charged."""
    words = {
        "telephone_free": _("telephone support"),
        "software_free": _("software, for life"),
        "warranty_quality": _("quality"),
        "warranty_ageing": _("ageing"),
        "warranty_unknown": _("cause unknown"),
        "warranty_operation": _("operation"),
        "warranty_software": _("software fault"),
        "warranty_human_damage": _("damaged by people"),
        "warranty_environment": _("environment"),
        "warranty_force_majeure": _("force majeure"),
        "after_warranty": _("after the warranty"),
        "human_damage": _("damaged by people"),
        "human_damage_agreed": _("damaged by people, agreed beforehand"),
        "agreed_quotation": _("by a quotation that both agree to"),
    }
    return words.get(reason, reason)


def bill_bearer_word(covered_by: str | None) -> str:
    """Give the word for who bears a line of a bill."""
    words = {"warranty": _("warranty"), "free_of_charge": _("free")}
    return _("customer") if covered_by is None else words.get(covered_by, covered_by)


def bill_flag_words(flags: Iterable[str], quoted: str | None) -> str:
    """Give what a reader should know about a line of a bill, whose unit was offered at the price `quoted`."""
    words = {
        "price_capped": _("offered at {price}, capped at the bid price").format(price=quoted or "—"),
        "agreed_price": _("no bid price: as agreed"),
        "discounted": _("discounted"),
    }
    return _("; ").join(words.get(flag, flag) for flag in flags)


def role_word(role: str) -> str:
    """Give the word for a role in the provider's staff."""
    words = {
        "service_manager": _("service manager"),
        "service_engineer": _("service engineer"),
        "records_clerk": _("records clerk"),
    }
    return words.get(role, role)


def weekday_word(weekday: int) -> str:
    """Give the short name of a weekday, Monday being 0."""
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))[weekday]


def event_word(event_type: str) -> str:
    """Give the word for a type of event."""
    return translate(EVENT_WORDS[event_type])


def flag_words(flags: Iterable[str]) -> str:
    """Give what a reader should know about a judgement."""
    known = list(flags)
    if not known:
        return ""
    words = {
        "fault_time_assumed": _("fault time assumed"),
        "late_notice": _("reported late"),
        "reopened": _("reopened"),
        "remote": _("solved remotely"),
        "lower_grade": _("a standby unit of a lower grade"),
        "early": _("made before its period"),
        "provisional": _("provisional: no official list of days off yet"),
    }
    return _("; ").join(words.get(flag, flag) for flag in known)
