"""What the field calls the identifiers of the vocabulary (glossary), as sentences that can be translated."""

from collections.abc import Mapping
from typing import Final

from aftercare_cli.model.text import Text, say

EVENT_WORDS: Final[Mapping[str, Text]] = {
    "answered": say("answered"),
    "dispatched": say("dispatched"),
    "arrived": say("arrived on site"),
    "diagnosed": say("diagnosed"),
    "spares_on_site": say("spares on site"),
    "standby_in_service": say("standby unit in service"),
    "standby_returned": say("standby unit returned"),
    "paused": say("paused"),
    "resumed": say("resumed"),
    "replaced": say("unit replaced"),
    "charge_agreed": say("charge agreed"),
    "restored": say("service restored"),
    "resolved": say("resolved"),
    "closed": say("closed"),
    "reopened": say("reopened"),
    "cancelled": say("cancelled"),
    "excused": say("excused"),
    "acknowledged": say("acknowledged"),
    "noted": say("noted"),
}
