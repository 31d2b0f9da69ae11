"""The field's words for what records and rules name by identifiers."""

from collections.abc import Iterable

from aftercare_cli.cli.i18n import _
from aftercare_cli.cli.translate import translate
from aftercare_cli.model.words import EVENT_WORDS


def state_word(state: str) -> str:
    """Give the word for a promise's state."""
    words = {
        "pending": _("running"),
        "at_risk": _("at risk"),
        "paused": _("paused"),
        "met": _("met"),
        "breached": _("breached"),
        "excused": _("excused"),
        "not_required": _("not required"),
    }
    return words.get(state, state)


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
    words = {
        "arrival": _("arrival on site"),
        "standby": _("standby unit"),
        "spares": _("spare parts"),
        "answer": _("telephone answer"),
    }
    return words.get(name, name)


def kind_word(kind: str) -> str:
    """Give the word for a kind of ticket."""
    return {"fault": _("fault"), "emergency": _("emergency"), "consultation": _("enquiry")}.get(kind, kind)


def role_word(role: str) -> str:
    """Give the word for a role in the provider's staff."""
    words = {
        "service_manager": _("service manager"),
        "service_engineer": _("service engineer"),
        "records_clerk": _("records clerk"),
    }
    return words.get(role, role)


def event_word(event_type: str) -> str:
    """Give the word for a type of event."""
    return translate(EVENT_WORDS[event_type])


def flag_words(flags: Iterable[str]) -> str:
    """Give what a reader should know about a judgement."""
    words = {
        "fault_time_assumed": _("fault time assumed"),
        "late_notice": _("reported late"),
        "reopened": _("reopened"),
        "remote": _("solved remotely"),
        "provisional": _("provisional: no official list of days off yet"),
    }
    return _("; ").join(words.get(flag, flag) for flag in flags)
