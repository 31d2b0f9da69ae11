"""Random ledgers and tickets, against a walk that goes from minute to minute and knows nothing of steps.

The walk keeps shelves as lists of pieces and takes them off one by one. It asks, of every minute of every day, what
happened then; nothing is sorted.
"""

from typing import Final, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from aftercare_cli.rules.stock import balances, first_shortages, lent_twice, loans, miscounts, steps
from tests.rules.ledgers import stocked
from tests.rules.written import moment

DAYS: Final = range(1, 7)
MODELS: Final = ("CAM", "NVR")
UNITS: Final = {"A": "CAM", "B": "NVR"}
"""Units whose models the ledger names; C is one that it does not know."""
CLOCKS: Final = ("00:00", "09:00", "09:01", "23:59")
MOMENTS: Final = [(day, clock) for day in DAYS for clock in CLOCKS]


class Row(NamedTuple):
    """A row of the ledger."""

    day: int
    model: str
    quantity: int
    type: str
    holder: str

    @property
    def text(self) -> str:
        return f"{self.day:02} {self.model} {self.quantity} {self.type} {self.holder or '-'}"


class Happened(NamedTuple):
    """An event of a ticket."""

    at: tuple[int, str]
    type: str
    model: str | None
    unit: str | None
    quantity: int

    @property
    def text(self) -> str:
        words = {"model": self.model, "unit": self.unit, "quantity": self.quantity if self.type == "replaced" else None}
        said = "".join(f", {key}: {value}" for key, value in words.items() if value is not None)
        return f"{{at: {self.at[0]:02}T{self.at[1]}, type: {self.type}{said}}}"


rows = st.builds(
    Row,
    st.sampled_from(DAYS),
    st.sampled_from(MODELS),
    st.integers(1, 3),
    st.sampled_from(["receive", "receive", "return", "issue", "scrap", "count"]),
    st.sampled_from(["", "", "hq"]),
)
times = st.sampled_from(MOMENTS)
replaced = st.builds(Happened, times, st.just("replaced"), st.sampled_from(MODELS), st.none(), st.integers(1, 2))
lent = st.builds(
    Happened,
    times,
    st.just("standby_in_service"),
    st.sampled_from([None, None, *MODELS]),
    st.sampled_from([None, "A", "B", "C"]),
    st.just(1),
)
returned = st.builds(
    Happened, times, st.just("standby_returned"), st.none(), st.sampled_from([None, "A", "B", "C"]), st.just(1)
)
histories = st.lists(st.lists(replaced | lent | lent | returned | returned, max_size=5), max_size=3)


class Out(NamedTuple):
    """A unit that is out."""

    ticket: int
    unit: str | None
    model: str | None
    since: tuple[int, str]


class Walk:
    """What a storekeeper sees who stays awake from the first of the month."""

    def __init__(self) -> None:
        self.shelves: dict[tuple[str, str], int] = {}
        self.first_short: dict[tuple[str, str], str] = {}
        self.miscounted: list[tuple[int, int]] = []
        self.out: list[Out] = []
        self.twice: set[tuple[int, str]] = set()

    def put(self, holder: str, model: str, count: int) -> None:
        for _ in range(count):
            self.shelves[holder, model] = self.shelves.get((holder, model), 0) + 1

    def take(self, holder: str, model: str, count: int, what: str) -> None:
        for _ in range(count):
            self.shelves[holder, model] = self.shelves.get((holder, model), 0) - 1
        if self.shelves[holder, model] < 0 and (holder, model) not in self.first_short:
            self.first_short[holder, model] = what

    def day(self, day: int, ledger: list[Row], tickets: list[list[Happened]], end: tuple[int, str]) -> None:
        for row in ledger:
            if row.day == day and row.type in {"receive", "return"}:
                self.put(row.holder, row.model, row.quantity)
                self.shelves.setdefault((row.holder, row.model), 0)
        for place, row in enumerate(ledger):
            if row.day == day and row.type in {"issue", "scrap"}:
                self.take(row.holder, row.model, row.quantity, f"row {place}")
        for clock in CLOCKS:
            if (day, clock) <= end:
                self.minute((day, clock), tickets)
        for place, row in enumerate(ledger):
            if row.day == day and row.type == "count":
                has = self.shelves.setdefault((row.holder, row.model), 0)
                if has != row.quantity:
                    self.miscounted.append((place, has))

    def minute(self, now: tuple[int, str], tickets: list[list[Happened]]) -> None:
        """Let each ticket bring back and lend in the order of its file; the shelves get before they give."""
        taken: list[tuple[str, int, str]] = []
        begun: list[Out] = []
        for number, events in enumerate(tickets):
            for place, event in enumerate(events):
                if event.at != now:
                    continue
                what = f"ticket {number} {place}"
                if event.type == "replaced":
                    taken.append((event.model or "", event.quantity, what))
                elif event.type == "standby_in_service":
                    model = event.model or UNITS.get(event.unit or "")
                    self.out.append(Out(number, event.unit, model, now))
                    begun.append(self.out[-1])
                    if model is not None:
                        taken.append((model, 1, what))
                else:
                    self.bring_back(number, event.unit)
        for model, count, what in taken:
            self.take("", model, count, what)
        for loan in self.out:
            if loan.unit is not None and sum(other.unit == loan.unit for other in self.out) > 1 and loan in begun:
                self.twice.add((loan.ticket, loan.unit))

    def bring_back(self, number: int, unit: str | None) -> None:
        own = [loan for loan in self.out if loan.ticket == number]
        wanted = [loan for loan in own if loan.unit == unit] or [loan for loan in own if loan.unit is None]
        for loan in (wanted if unit is not None else own)[:1]:
            self.out.remove(loan)
            if loan.model is not None:
                self.put("", loan.model, 1)


@settings(max_examples=3 * settings().max_examples)
@given(st.lists(rows, max_size=8), histories, times)
def test_both_see_the_same(ledger: list[Row], tickets: list[list[Happened]], end: tuple[int, str]) -> None:
    walk = Walk()
    for day in DAYS:
        if day <= end[0]:
            walk.day(day, ledger, tickets, end)
    units = [f"01 {model} 1 receive dock {unit}" for unit, model in UNITS.items()]
    records = stocked(
        "\n".join([*(row.text for row in ledger), *units]),
        *(f"events: [{', '.join(event.text for event in events)}]" for events in tickets),
    )
    now = moment(f"{end[0]:02}T{end[1]}")
    found = steps(records, now)
    held = {key: count for key, count in balances(found).items() if key[0] != "dock"}
    assert held == walk.shelves
    assert {
        (one.step.holder, one.step.model): where(one.step.path, one.step.field) for one in first_shortages(found)
    } == (walk.first_short)
    assert sorted((one.step.field[0], one.after) for one in miscounts(found)) == sorted(walk.miscounted)
    out = [loan for loan in loans(records, now) if loan.back is None]
    assert sorted((number(loan.ticket.id), loan.lent.unit or "", loan.model or "") for loan in out) == sorted(
        (loan.ticket, loan.unit or "", loan.model or "") for loan in walk.out
    )
    twice = {(number(loan.ticket.id), loan.lent.unit) for loan, _other in lent_twice(loans(records, now))}
    assert {unit for _ticket, unit in twice} == {unit for _ticket, unit in walk.twice}


def number(ticket: str) -> int:
    return int(ticket[-4:]) - 1


def where(path: str, field: tuple[str | int, ...]) -> str:
    return f"row {field[0]}" if path.endswith(".csv") else f"ticket {number(path[:-5])} {field[1]}"
