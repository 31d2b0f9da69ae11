"""Promises about tickets with random histories, against a judge who walks from minute to minute.

The judge follows the wording of records.md. It never works out when a time falls due in order to judge: it asks, of a
moment, whether the time was used up a minute before.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from aftercare_cli.rules.calendars import Calendars
from aftercare_cli.rules.clock import ZERO
from aftercare_cli.rules.promise import Promise
from aftercare_cli.rules.promises import tickets
from tests.rules.histories import DAY, Happened, History, histories, time_of
from tests.rules.minutes import MINUTE
from tests.rules.written import moment, workspace

ALLOWED: Final = ("owner_access", "force_majeure")
LAST: Final = 31 * DAY


class Aim(NamedTuple):
    """A target, in minutes, as a contract writes it."""

    start: str
    within: int
    stop: str
    unless: int | None = None
    needs: bool = False
    discharged_by: str = "restored"
    calendar: str = "24x7"
    pause_on: str | None = None
    warn_at: int = 80

    @property
    def text(self) -> str:
        keys = {
            "start": self.start,
            "within": f"{self.within}m",
            "stop": self.stop,
            "unless_restored_within": self.unless and f"{self.unless}m",
            "needs": "spares" if self.needs else None,
            "discharged_by": self.discharged_by,
            "calendar": self.calendar,
            "pause_on": None if self.pause_on is None else f"[{self.pause_on}]",
            "warn_at": f"{self.warn_at}%",
        }
        return ", ".join(f"{key}: {value}" for key, value in keys.items() if value)


class Judgement(NamedTuple):
    """What both judges say; moments in minutes, lengths in minutes of running time."""

    name: str
    cycle: int
    state: str
    start: int
    due: int | None
    stop: int | None
    until: int
    ran: int
    left: int
    over: int
    stood: int
    is_open: bool
    flags: tuple[str, ...]


half_hours = st.integers(1, 20).map(lambda number: number * 30)
calendars = st.sampled_from(["24x7", "24x7", "work"])
pausing = st.sampled_from([None, None, "", "weather", "owner_access, weather"])
shares = st.sampled_from([0, 50, 80, 100])
arrivals = st.builds(
    Aim,
    unless=st.none(),
    needs=st.just(value=False),
    start=st.sampled_from(["reported", "fault"]),
    within=half_hours,
    stop=st.sampled_from(["answered", "arrived", "arrived", "standby_in_service", "restored", "resolved", "closed"]),
    discharged_by=st.sampled_from(["restored", "resolved"]),
    calendar=calendars,
    pause_on=pausing,
    warn_at=shares,
)
standbys = st.builds(
    lambda unless, more, **keys: Aim("fault", unless + more, "standby_in_service", unless, **keys),
    half_hours,
    half_hours,
    calendar=calendars,
    pause_on=pausing,
    warn_at=shares,
)
spares = st.builds(
    Aim,
    unless=st.none(),
    start=st.just("reported"),
    within=half_hours,
    stop=st.just("spares_on_site"),
    needs=st.just(value=True),
    discharged_by=st.sampled_from(["restored", "resolved", "resolved"]),
    calendar=calendars,
    pause_on=pausing,
    warn_at=shares,
)


all_aims = st.fixed_dictionaries({"first": arrivals, "second": standbys, "third": spares})
later = st.tuples(st.integers(0, 12), st.sampled_from([0, 0, 10, 60, 480, 1440]))


@settings(max_examples=10 * settings().max_examples)
@given(histories(), all_aims, later)
def test_both_judges_agree(history: History, aims: dict[str, Aim], later: tuple[int, int]) -> None:
    # Judged some time after one of the events, which may not be the last.
    number, minutes = later
    now = [history.reported, *(event.minute for event in history.events)][: number + 1][-1] + minutes
    targets = "".join(f"  {name}: {{{aim.text}}}\n" for name, aim in aims.items())
    records = workspace(f"targets:\n{targets}pauses: {{allowed: [{', '.join(ALLOWED)}]}}", history.text)
    found = tickets.promises(records, Calendars(records.settings), moment(time_of(now)), moment(time_of(now)))
    known = list(cycles(history, now))
    assert [said(promise) for promise in found] == [
        Cycle(history, number, known).judge(name, aim, now)
        for number in range(1, len(known) + 1)
        for name, aim in aims.items()
    ]


def said(promise: Promise) -> Judgement:
    """Say in minutes what the program found."""
    first = moment("01T00:00")
    due, stop = ((None if at is None else (at - first) // MINUTE) for at in (promise.due, promise.stop))
    lengths = (promise.elapsed, promise.remaining, promise.overdue, promise.paused)
    assert all(length % MINUTE == ZERO for length in lengths)
    start, until = (promise.start - first) // MINUTE, (promise.until - first) // MINUTE
    ran, left, over, stood = (length // MINUTE for length in lengths)
    return Judgement(
        promise.name,
        promise.cycle,
        promise.state,
        start,
        due,
        stop,
        until,
        ran,
        left,
        over,
        stood,
        promise.is_open,
        promise.flags,
    )


def cycles(history: History, now: int) -> Iterator[list[Happened]]:
    """Cut what is known at `now` at the reopenings; the first cycle begins with none."""
    known: list[Happened] = []
    for event in history.events:
        if event.minute <= now:
            if event.type == "reopened":
                yield known
                known = []
            known.append(event)
    yield known


class Cycle:
    """One cycle of a ticket, before the judge who walks."""

    def __init__(self, history: History, number: int, known: list[list[Happened]]) -> None:
        self.number = number
        self.known = known
        self.events = events = known[number - 1]
        self.reported, self.fault, self.need = history.reported, history.fault, history.spares_needed
        if number > 1:
            opening = events[0]
            self.reported = opening.minute
            self.fault = opening.minute - 20 if "fault_at" in opening.words else None
            self.need = False if "spares_needed: false" in opening.words else history.spares_needed

    def first(self, kind: str) -> int | None:
        return next((event.minute for event in self.events if event.type == kind), None)

    def earliest(self, *kinds: str) -> int | None:
        return min((event.minute for event in self.events if event.type in kinds), default=None)

    def worse(self) -> list[tuple[int, int]]:
        """Give from when to when the units of a lower grade were out that this cycle was lent.

        No return names a unit, so that the first ends the first loan of the ticket, the second the second.
        """
        lent, back = (
            [event for cycle in self.known for event in cycle if event.type == kind]
            for kind in ("standby_in_service", "standby_returned")
        )
        ends = [*(event.minute for event in back), *(LAST for _ in lent)]
        loans = [(event.minute, end, "consent" in event.words) for event, end in zip(lent, ends, strict=False)]
        earlier = sum(event.type == "standby_in_service" for cycle in self.known[: self.number - 1] for event in cycle)
        own = sum(event.type == "standby_in_service" for event in self.events)
        return [(begin, end) for begin, end, is_worse in loans[earlier : earlier + own] if is_worse]

    def restored_by_others(self, worse: list[tuple[int, int]]) -> int | None:
        """Give when service was back though no unit of a lower grade was out, or the fault was solved."""
        restored = [event.minute for event in self.events if event.type == "restored"]
        true = [minute for minute in restored if not any(begin <= minute < end for begin, end in worse)]
        solved = self.first("resolved")
        return min([*true, *([] if solved is None else [solved])], default=None)

    def equal(self) -> int | None:
        """Give when a unit came that nobody had to agree to."""
        return next((event.minute for event in self.events if event.words == "standby_in_service"), None)

    def needless_since(self) -> int | None:
        """Give the moment since which nobody says that spares are needed, and somebody says that they are not."""
        if self.first("spares_on_site") is not None or self.first("replaced") is not None:
            return None
        words = [(self.reported, self.need)]
        words += [
            (event.minute, "true" in event.words)
            for event in self.events
            if event.type == "diagnosed" and "spares_needed" in event.words
        ]
        while len(words) > 1 and words[-1][1] is False and words[-2][1] is False:
            words.pop()
        return words[-1][0] if words[-1][1] is False else None

    def judge(self, name: str, aim: Aim, now: int) -> Judgement:  # noqa: C901, PLR0912 - the bullets of records.md, one by one
        start = self.reported if aim.start == "reported" or self.fault is None else self.fault
        clock = Clock(aim, start, self.events)
        restored = whole = self.earliest("restored", "resolved")
        stop, discharge = self.first(aim.stop), self.first("cancelled")
        worse = self.worse() if aim.stop == "standby_in_service" else []
        if worse:
            # A unit of a lower grade is no stop, and what is restored while it works is not restored.
            stop, whole = self.equal(), self.restored_by_others(worse)
        needless: list[int] = []
        if aim.unless is not None:
            # Restored within that time: not required. Later: that is the stop.
            if restored is not None and not clock.is_used_up(aim.unless, restored):
                needless.append(restored)
            elif whole is not None and (stop is None or whole < stop):
                stop = whole
        else:
            solved = whole if aim.discharged_by == "restored" else self.first("resolved")
            discharge = min((at for at in (discharge, solved) if at is not None), default=None)
        if discharge is not None and stop is not None and stop <= discharge:
            discharge = None
        if discharge is not None and not clock.is_used_up(aim.within, discharge):
            needless.append(discharge)
        if aim.needs:
            since = self.needless_since()
            if since is not None and not clock.is_used_up(aim.within, since):
                needless.append(since)
        if needless:
            stop, until, state = None, min(needless), "not_required"
        elif stop is not None:
            until = stop
            state = "breached" if clock.is_used_up(aim.within, stop) else "met"
        elif discharge is not None:
            until, state = discharge, "breached"
        else:
            until = now
            # A pause that begins as the last minute ends finds nothing left to hold.
            is_held = clock.is_held_at(now) and clock.ran(now) < aim.within
            state = "breached" if clock.is_used_up(aim.within, now) else "paused" if is_held else "pending"
        is_open = not needless and stop is None and discharge is None
        due = clock.due(None if is_open else until)
        before = until if due is None else min(due, until)
        over = clock.running(before, until)
        ran = clock.ran(before) + over
        if state == "pending" and ran * 100 >= aim.within * aim.warn_at:
            state = "at_risk"
        flags = [
            *(["fault_time_assumed"] if aim.start == "fault" and self.fault is None else []),
            *(["late_notice"] if clock.is_used_up(aim.unless or aim.within, self.reported) else []),
            *(["reopened"] if self.number > 1 else []),
            *(["remote"] if restored is not None and (self.first("arrived") or LAST) > restored else []),
        ]
        if worse and worse[0][0] <= until and state not in {"met", "not_required"}:
            flags.append("lower_grade")
        left = max(aim.within - ran, 0)
        stood = clock.stood(before)
        return Judgement(
            name, self.number, state, start, due, stop, until, ran, left, over, stood, is_open, tuple(flags)
        )


class Clock:
    """The minutes of one target in one cycle: a byte for each minute of the month, 1 where the clock runs."""

    def __init__(self, aim: Aim, start: int, events: list[Happened]) -> None:
        self.aim = aim
        self.start = start
        allowed = ALLOWED if aim.pause_on is None else aim.pause_on.split(", ")
        self.pauses: list[tuple[int, int | None]] = []
        begin: int | None = None
        for event in events:
            if event.type == "paused" and event.words.rpartition(" ")[2] in allowed:
                begin = event.minute
            elif event.type == "resumed" and begin is not None:
                self.pauses.append((begin, event.minute))
                begin = None
        if begin is not None:
            self.pauses.append((begin, None))
        self.working = WORKING[aim.calendar]
        self.runs = self.held_until(LAST)

    def held_until(self, end: int) -> bytearray:
        """Give the minutes at which the clock runs, where no pause counts from `end` on."""
        runs = bytearray(self.working)
        for begin, resumed in self.pauses:
            last = min(end, LAST if resumed is None else resumed)
            runs[begin:last] = bytes(max(last - begin, 0))
        return runs

    def is_held_at(self, now: int) -> bool:
        """Say whether a pause that counts is open now."""
        return any(begin <= now and end is None for begin, end in self.pauses)

    def ran(self, end: int) -> int:
        return self.runs.count(1, self.start, end)

    def stood(self, end: int) -> int:
        return self.running(self.start, end) - self.ran(end)

    def running(self, begin: int, end: int) -> int:
        """Count the calendar's minutes, pauses or not: beyond the due time they change nothing."""
        return self.working.count(1, begin, end)

    def is_used_up(self, time: int, at: int) -> bool:
        """Say whether `time` was used up before a moment; at the moment itself is still in time."""
        return at > self.start and self.ran(at - 1) >= time

    def due(self, ended: int | None) -> int | None:
        """Give the moment at which the time is used up; no pause counts after the clock ended."""
        runs = self.runs if ended is None else self.held_until(ended)
        minute = self.start
        for _ in range(self.aim.within):
            minute = runs.find(1, minute) + 1
            if not minute:
                return None
        return minute


def is_working(minute: int) -> bool:
    """Say whether it lies on a weekday between 9 and 12 or 13:30 and 18; 1 March is a Sunday."""
    day, of_day = divmod(minute, DAY)
    return day % 7 not in {0, 6} and (9 * 60 <= of_day < 12 * 60 or 13 * 60 + 30 <= of_day < 18 * 60)


WORKING: Final = {"24x7": bytes([1] * LAST), "work": bytes(map(is_working, range(LAST)))}
