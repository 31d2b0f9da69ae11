"""The sample workspace judged as of 29 April 2026, 17:30: the promises that are due on a day, worked out by hand.

Lateness is in days of the calendar: of what kept the promise, or of the day of judging while it is owed.
"""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from aftercare_cli.model.workspace import Workspace as Records
from aftercare_cli.rules import warranty
from aftercare_cli.rules.calendars import Calendars
from aftercare_cli.rules.promise import Promise
from aftercare_cli.rules.promises import all_promises
from aftercare_cli.rules.sla import failures, summarize
from aftercare_cli.store.workspace import Workspace
from tests.rules.written import fraction

NOW = dt.datetime.fromisoformat("2026-04-29T17:30+08:00")
SHANGHAI = ZoneInfo("Asia/Shanghai")

# Site and period, state, when it fell due, when it was made, days early (-) or late (+), days since the round before.
# The round of March at s02 was made on 1 April; that of February at s03 never was: the school was closed.
INSPECTIONS = """
s01/2026-01 met      01-31 01-14 -17  .
s01/2026-02 met      02-28 02-10 -18 27
s01/2026-03 met      03-31 03-12 -19 30
s01/2026-04 met      04-30 04-15 -15 34
s02/2026-01 met      01-31 01-20 -11  .
s02/2026-02 met      02-28 02-12 -16 23
s02/2026-03 breached 03-31 04-01  +1 48
s02/2026-04 met      04-30 04-22  -8 21
s03/2026-01 met      01-31 01-27  -4  .
s03/2026-02 breached 02-28 ----- +60  .
s03/2026-03 met      03-31 03-17 -14 49
s03/2026-04 met      04-30 04-21  -9 35
"""

# The papers of the depot: five of six were there at the handover, and the sixth still is not.
DOCUMENTS = """
p2025/operation-manual met
p2025/maintenance-manual met
p2025/precautions met
p2025/coverage-plan met
p2025/vendor-docs met
p2025/project-records breached
"""

# Found at, and how long until somebody was told; the customer of s03 never was: 43 days and 8.5 hours by now, less one.
HAZARDS = """
H-20260210-HZ02 hazard_company  met      0:00:00
H-20260210-HZ02 hazard_customer met      0:00:00
H-20260218-HZ01 hazard_company  met      3:20:00
H-20260218-HZ01 hazard_customer met      3:20:00
H-20260317-HZ03 hazard_company  met      0:00:00
H-20260317-HZ03 hazard_customer breached 42 days, 8:30:00
"""


@pytest.fixture(scope="module")
def sample() -> Records:
    return Workspace(Path(__file__).parents[2])


@pytest.fixture(scope="module")
def judged(sample: Records) -> Sequence[Promise]:
    return list(all_promises(sample, Calendars(sample.settings), NOW))


def named(judged: Sequence[Promise], *names: str) -> list[Promise]:
    return sorted(
        (promise for promise in judged if promise.name in names),
        key=lambda promise: (promise.subject, promise.name),
    )


def day(moment: dt.datetime | None) -> dt.date:
    assert moment is not None
    return moment.astimezone(SHANGHAI).date()


def test_every_inspection(judged: Sequence[Promise]) -> None:
    found = named(judged, "inspection")
    rows = []
    before: dict[str, dt.date] = {}
    for promise in found:
        due, ended = day(promise.due), day(promise.until)
        made = "-----" if promise.stop is None else f"{ended:%m-%d}"
        gap = "." if promise.stop is None or promise.site not in before else str((ended - before[promise.site]).days)
        if promise.stop is not None:
            before[promise.site] = ended
        late = (ended - due).days
        rows.append(f"{promise.subject} {promise.state:8} {due:%m-%d} {made} {late:+3} {gap:>2}")
        assert due.year == 2026
        assert promise.subject.startswith(f"{promise.site}/")
        assert (promise.is_daily, promise.policy, promise.acknowledged, promise.flags) == (True, False, False, ())
        assert promise.is_open == (promise.stop is None)
    assert rows == INSPECTIONS.strip().splitlines()


def test_the_round_of_march_made_in_april_is_late_by_nine_hours(judged: Sequence[Promise]) -> None:
    (march,) = (promise for promise in judged if promise.subject == "s02/2026-03")
    assert march.stop == dt.datetime.fromisoformat("2026-04-01T09:00+08:00")
    assert march.due == dt.datetime.fromisoformat("2026-03-31T23:59:59+08:00")
    assert (str(march.overdue), str(march.remaining)) == ("9:00:01", "0:00:00")


def test_documents_of_the_depot(judged: Sequence[Promise]) -> None:
    """The other handovers came before `records_from`, and no list of them is kept."""
    found = {promise.subject: promise for promise in judged if promise.name == "documents"}
    assert [f"{subject} {promise.state}" for subject, promise in found.items()] == DOCUMENTS.strip().splitlines()
    assert {day(promise.due) for promise in found.values()} == {dt.date(2025, 12, 29)}
    # They began with the acceptance.
    assert {day(promise.start) for promise in found.values()} == {dt.date(2025, 12, 24)}
    missing = found["p2025/project-records"]
    assert (missing.site, missing.is_open, (day(NOW) - day(missing.due)).days) == ("s02", True, 121)


def test_hazards(judged: Sequence[Promise]) -> None:
    found = named(judged, "hazard_company", "hazard_customer")
    rows = [
        f"{promise.subject} {promise.name:15} {promise.state:8} "
        f"{promise.overdue if promise.state == 'breached' else promise.elapsed}"
        for promise in found
    ]
    assert rows == HAZARDS.strip().splitlines()
    assert [promise.due for promise in found[::2]] == [
        dt.datetime.fromisoformat(text)
        for text in ("2026-02-11T09:00+08:00", "2026-02-19T05:40+08:00", "2026-03-18T09:00+08:00")
    ]


def test_training_was_complete_before_the_handover(judged: Sequence[Promise]) -> None:
    """The last topic, 6.3, was held on 6 November; whoever missed topic 5 was trained again on 10 December."""
    (training,) = (promise for promise in judged if promise.name == "training")
    assert (training.subject, training.site, training.state) == ("p2025", "s02", "met")
    assert (day(training.start), day(training.due)) == (dt.date(2025, 10, 20), dt.date(2025, 12, 29))
    assert day(training.stop) == dt.date(2025, 11, 6)


def test_summary(judged: Sequence[Promise]) -> None:
    found = {summary.promise: summary for summary in summarize(judged)}
    told = {
        name: (fraction(found[name].compliance), {state: count for state, count in found[name].counts.items() if count})
        for name in ("inspection", "documents", "hazard_company", "hazard_customer", "training")
    }
    assert told == {
        "inspection": ("5/6", {"met": 10, "breached": 2}),
        "documents": ("5/6", {"met": 5, "breached": 1}),
        "hazard_company": ("1", {"met": 3}),
        "hazard_customer": ("2/3", {"met": 2, "breached": 1}),
        "training": ("1", {"met": 1}),
    }


def test_what_a_job_fails_on(judged: Sequence[Promise]) -> None:
    dated = [promise for promise in judged if not promise.subject.startswith("T-")]
    late = [each for each in dated if each.state == "breached" and not each.policy and not each.acknowledged]
    assert [promise.subject for promise in late] == [
        "s02/2026-03",
        "s03/2026-02",
        "H-20260317-HZ03",
        "p2025/project-records",
    ]
    assert failures(summarize(dated), "new-breach") == len(late)


def test_warranties(sample: Records) -> None:
    """The last day is the corresponding one, Sunday or not: 31 August 2025 was a Sunday."""
    ends = {name: (warranty.last_day(contract), contract.handover) for name, contract in sample.contracts.items()}
    assert ends == {
        "p2022": (dt.date(2025, 8, 31), dt.date(2022, 8, 31)),
        "p2024": (dt.date(2027, 6, 25), dt.date(2024, 6, 25)),
        "p2025": (dt.date(2028, 12, 29), dt.date(2025, 12, 29)),
    }


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2026-02-28T23:59:59+08:00", "at_risk"),
        ("2026-03-01T00:00:00+08:00", "breached"),
        ("2026-02-28T16:00:00+00:00", "breached"),
        ("2026-02-28T15:59:59+00:00", "at_risk"),
        # Four fifths of 28 days are gone at 09:35:59.2 on the 23rd.
        ("2026-02-23T09:35:59+08:00", "pending"),
        ("2026-02-23T09:36:00+08:00", "at_risk"),
    ],
)
def test_the_missed_round_second_by_second(sample: Records, as_of: str, expected: str) -> None:
    now = dt.datetime.fromisoformat(as_of)
    (february,) = (
        promise for promise in all_promises(sample, Calendars(sample.settings), now) if promise.subject == "s03/2026-02"
    )
    assert february.state == expected


def test_the_year_to_come(sample: Records) -> None:
    """With a service agreement until 31 December, the school has a round for each month of the year and none after."""
    until = dt.datetime.fromisoformat("2027-12-31T12:00+08:00")
    found = all_promises(sample, Calendars(sample.settings), NOW, until)
    rounds = [promise.subject for promise in found if promise.name == "inspection" and promise.site == "s03"]
    assert rounds == [f"s03/2026-{month:02}" for month in range(1, 13)]
