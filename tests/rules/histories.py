"""Histories of tickets that can have happened, made up at random."""

from typing import Final, NamedTuple

from hypothesis import strategies as st

DAY: Final = 24 * 60
GAPS: Final = (0, 0, 10, 20, 30, 60, 90, 120, 180, 240, 300, 480, 600)
"""Minutes between events: many add up to what targets promise, and some events share a moment."""

AT_WORK: Final = (
    "answered",
    "arrived",
    "diagnosed",
    "diagnosed, spares_needed: true",
    "diagnosed, spares_needed: false",
    "spares_on_site",
    "standby_in_service",
    "standby_in_service, consent: 甲",
    "replaced, model: PSU-12",
    "restored",
    "resolved",
    "cancelled",
    "noted",
)
AFTERWARDS: Final = {
    "resolved": ("closed", "arrived", "spares_on_site", "standby_in_service", "noted"),
    "closed": ("noted",),
    "cancelled": ("closed", "noted"),
}
REASONS: Final = ("owner_access", "force_majeure", "weather")


class Happened(NamedTuple):
    """An event: minutes from the beginning of March 2026 in Shanghai, and what the record says from its type on."""

    minute: int
    words: str

    @property
    def type(self) -> str:
        return self.words.partition(",")[0]


class History(NamedTuple):
    """A ticket, and its text in the record language (tests/rules/written.py)."""

    reported: int
    fault: int | None
    spares_needed: bool | None
    events: tuple[Happened, ...]
    text: str


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Draw a report and what followed: pauses that end or do not, reopenings, a withdrawal; never what cannot be."""
    reported = minute = 9 * DAY + draw(st.integers(0, 2 * DAY // 30)) * 30
    fault = draw(st.none() | st.sampled_from(GAPS).map(lambda gap: reported - gap))
    spares_needed = draw(st.sampled_from([None, True, False]))
    events: list[Happened] = []
    stage, is_paused, lent = "", False, 0
    for gap, choice in draw(st.lists(st.tuples(st.sampled_from(GAPS), st.integers(0, 99)), max_size=12)):
        minute += gap
        words = [*_pauses(stage, is_paused=is_paused), *_events(stage, minute), *["standby_returned"][:lent]]
        happened = Happened(minute, words[-1 - choice % len(words)])
        events.append(happened)
        if happened.type in {*AFTERWARDS, "reopened"}:
            stage = "" if happened.type == "reopened" else happened.type
        lent += {"standby_in_service": 1, "standby_returned": -1}.get(happened.type, 0)
        if happened.type in {"paused", "resumed", "closed", "cancelled", "reopened"}:
            is_paused = happened.type == "paused"
    return History(reported, fault, spares_needed, tuple(events), _text(reported, fault, spares_needed, events))


def time_of(minute: int) -> str:
    """Write a time of March 2026 in short."""
    return f"{minute // DAY + 1:02}T{minute % DAY // 60:02}:{minute % 60:02}"


def _pauses(stage: str, *, is_paused: bool) -> list[str]:
    if stage in {"closed", "cancelled"}:
        return []
    return 4 * ["resumed"] if is_paused else [f"paused, reason: {reason}" for reason in REASONS]


def _events(stage: str, minute: int) -> list[str]:
    again = [f"reopened, fault_at: {time_of(minute - 20)}", "reopened, spares_needed: false", "reopened"]
    return [*again, *AFTERWARDS[stage]] if stage else list(AT_WORK)


def _text(reported: int, fault: int | None, need: bool | None, events: list[Happened]) -> str:  # noqa: FBT001
    lines = [f"reported_at: {time_of(reported)}"]
    if fault is not None:
        lines.append(f"fault_at: {time_of(fault)}")
    if need is not None:
        lines.append(f"spares_needed: {str(need).lower()}")
    lines.append("events:" if events else "events: []")
    lines.extend(f"- {{at: {time_of(minute)}, type: {words}}}" for minute, words in events)
    return "\n".join(lines)
