"""What papers are made from, in memory and in English."""

from zoneinfo import ZoneInfo

from aftercare_cli.cli import words
from aftercare_cli.cli.i18n import bind
from aftercare_cli.cli.translate import translate
from aftercare_cli.documents.audience import Audience
from aftercare_cli.documents.language import Tongue
from aftercare_cli.documents.source import Source, Wishes
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.calendars import Calendars
from tests.rules.written import moment


def english() -> Tongue:
    """Give the language of the records' own texts, with the words that the program has."""
    bind("en")
    return Tongue(
        code="en",
        timezone=ZoneInfo("Asia/Shanghai"),
        gettext=str,
        ngettext=lambda one, many, count: one if count == 1 else many,
        say=translate,
        words={
            "promise": words.promise_word,
            "state": words.state_word,
            "ticket_state": words.ticket_state_word,
            "event": words.event_word,
            "kind": words.kind_word,
            "term": words.term,
            "role": words.role_word,
            "training_role": words.training_role_word,
            "picture_fault": words.picture_fault_word,
            "sign": words.sign_word,
            "weekday": lambda number: words.weekday_word(int(number)),
            "outcome": words.outcome_word,
            "flag": lambda flag: words.flag_words([flag]),
            "bill_reason": words.bill_reason_word,
            "bill_bearer": words.bill_bearer_word,
        },
    )


def source(records: Workspace, now: str, audience: Audience = "internal", wishes: Wishes = Wishes()) -> Source:  # noqa: B008 - immutable
    """Give a source as of a moment, `10T09:00` or whole."""
    return Source(
        workspace=records,
        calendars=Calendars(records.settings),
        now=moment(now),
        tongue=english(),
        audience=audience,
        wishes=wishes,
    )
