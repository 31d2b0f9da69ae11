"""The clock by hand: when a time is over, and how much of it ran between two moments."""

import json
from typing import Any

import pytest

from tests.cli.program import Program

FORMS = "hint: write 2026-11-22T14:30, 14:30, yesterday 14:30 or 2h ago, with an offset where it matters\n"


def table(title: str, *rows: str, note: str = "") -> str:
    """Give what is told, whatever the widths of the columns."""
    return "\n".join([title, "", "From To Clock Counted Sum", *rows, *(["", note] if note else [])])


def squeezed(text: str) -> str:
    return "\n".join(" ".join(line.split()) for line in text.splitlines())


DUE = {
    # Thursday; Friday is a day off, the Dragon Boat Festival.
    "2026-06-18T16:00 4h --calendar work": table(
        "due 2026-06-22 11:00",
        "2026-06-18 16:00 2026-06-18 18:00 runs 2 h 2 h",
        "2026-06-18 18:00 2026-06-22 09:00 outside the calendar's hours 0 s 2 h",
        "2026-06-22 09:00 2026-06-22 11:00 runs 2 h 4 h",
    ),
    "2026-06-22T11:00 -4h --calendar work": table(
        "due 2026-06-18 16:00",
        "2026-06-18 16:00 2026-06-18 18:00 runs 2 h 2 h",
        "2026-06-18 18:00 2026-06-22 09:00 outside the calendar's hours 0 s 2 h",
        "2026-06-22 09:00 2026-06-22 11:00 runs 2 h 4 h",
    ),
    # Used up at closing time: due then, not at the next opening.
    "2026-06-10T16:00 2h --calendar work": table(
        "due 2026-06-10 18:00", "2026-06-10 16:00 2026-06-10 18:00 runs 2 h 2 h"
    ),
    "2026-06-18T23:00 10h --calendar night": table(
        "due 2026-06-20 01:00",
        "2026-06-18 23:00 2026-06-19 06:00 runs 7 h 7 h",
        "2026-06-19 06:00 2026-06-19 22:00 outside the calendar's hours 0 s 7 h",
        "2026-06-19 22:00 2026-06-20 01:00 runs 3 h 10 h",
    ),
    # Berlin opens at 08:00, which is 14:00 here in summer.
    "2026-06-18T13:00 1h30m --calendar berlin": table(
        "due 2026-06-18 15:30",
        "2026-06-18 13:00 2026-06-18 14:00 outside the calendar's hours 0 s 0 s",
        "2026-06-18 14:00 2026-06-18 15:30 runs 1 h 30 min 1 h 30 min",
    ),
    "2026-12-31T16:00 5h --calendar work": table(
        "due 2027-01-01 12:00",
        "2026-12-31 16:00 2026-12-31 18:00 runs 2 h 2 h",
        "2026-12-31 18:00 2027-01-01 09:00 outside the calendar's hours 0 s 2 h",
        "2027-01-01 09:00 2027-01-01 12:00 runs 3 h 5 h",
        note="Provisional: a year whose official list of days off is not published is counted by its weekdays.",
    ),
    "09:00 -2h30m": table("due 2026-06-10 06:30", "2026-06-10 06:30 2026-06-10 09:00 runs 2 h 30 min 2 h 30 min"),
    "'yesterday 9:00' 1d1m1s": table(
        "due 2026-06-10 09:01:01", "2026-06-09 09:00 2026-06-10 09:01:01 runs 1 d 1 min 1 s 1 d 1 min 1 s"
    ),
    # The lunch break is no working time: a pause in it takes nothing.
    "2026-06-10T11:00 3h --calendar work --pause 12:00/13:30 --pause 2026-06-10T14:00/2026-06-10T15:00": table(
        "due 2026-06-10 16:30",
        "2026-06-10 11:00 2026-06-10 12:00 runs 1 h 1 h",
        "2026-06-10 12:00 2026-06-10 13:30 outside the calendar's hours 0 s 1 h",
        "2026-06-10 13:30 2026-06-10 14:00 runs 30 min 1 h 30 min",
        "2026-06-10 14:00 2026-06-10 15:00 paused 0 s 1 h 30 min",
        "2026-06-10 15:00 2026-06-10 16:30 runs 1 h 30 min 3 h",
    ),
    "10:00 4h --pause 11:00/11:30 --pause 12:00/": table(
        "held by a pause: no due time yet",
        "2026-06-10 10:00 2026-06-10 11:00 runs 1 h 1 h",
        "2026-06-10 11:00 2026-06-10 11:30 paused 0 s 1 h",
        "2026-06-10 11:30 2026-06-10 12:00 runs 30 min 1 h 30 min",
    ),
    "10:00 1h --pause 11:00/": table("due 2026-06-10 11:00", "2026-06-10 10:00 2026-06-10 11:00 runs 1 h 1 h"),
    "2026-06-18T16:00 2026-06-22T11:00 --calendar work": table(
        "4 h ran",
        "2026-06-18 16:00 2026-06-18 18:00 runs 2 h 2 h",
        "2026-06-18 18:00 2026-06-22 09:00 outside the calendar's hours 0 s 2 h",
        "2026-06-22 09:00 2026-06-22 11:00 runs 2 h 4 h",
    ),
    "11:00 10:00 --calendar work": table("-1 h ran", "2026-06-10 10:00 2026-06-10 11:00 runs 1 h 1 h"),
    "'3h ago' now --pause 10:00/11:00": table(
        "2 h ran",
        "2026-06-10 09:00 2026-06-10 10:00 runs 1 h 1 h",
        "2026-06-10 10:00 2026-06-10 11:00 paused 0 s 1 h",
        "2026-06-10 11:00 2026-06-10 12:00 runs 1 h 2 h",
    ),
}


@pytest.mark.parametrize(("line", "told"), DUE.items(), ids=DUE)
def test_the_sum_is_told_line_by_line(harbour: Program, line: str, told: str) -> None:
    assert squeezed(harbour.answer(f"clock {line}")) == told


def steps(*rows: tuple[str, str, str, int, int]) -> list[dict[str, Any]]:
    keys = ("from", "to", "kind", "counted_s", "total_s")
    return [{**dict(zip(keys, row, strict=True)), "reason": None} for row in rows]


def test_both_forms_are_documents_for_programs(harbour: Program) -> None:
    line = "clock 2026-12-31T17:00 --calendar work --pause 2026-12-31T17:30/2026-12-31T17:45 --format json"
    first = [
        ("2026-12-31T17:00:00+08:00", "2026-12-31T17:30:00+08:00", "runs", 1800, 1800),
        ("2026-12-31T17:30:00+08:00", "2026-12-31T17:45:00+08:00", "paused", 0, 1800),
    ]
    assert json.loads(harbour.answer(f"{line} 45m")) == {
        "schema": "aftercare/clock/1",
        "start": "2026-12-31T17:00:00+08:00",
        "due_at": "2026-12-31T18:00:00+08:00",
        "provisional": False,
        "steps": steps(*first, ("2026-12-31T17:45:00+08:00", "2026-12-31T18:00:00+08:00", "runs", 900, 2700)),
    }
    assert json.loads(harbour.answer(f"{line} 2027-01-01T09:00:05")) == {
        "schema": "aftercare/clock/1",
        "start": "2026-12-31T17:00:00+08:00",
        "end": "2027-01-01T09:00:05+08:00",
        "elapsed_s": 2705,
        "provisional": True,
        "steps": steps(
            *first,
            ("2026-12-31T17:45:00+08:00", "2026-12-31T18:00:00+08:00", "runs", 900, 2700),
            ("2026-12-31T18:00:00+08:00", "2027-01-01T09:00:00+08:00", "closed", 0, 2700),
            ("2027-01-01T09:00:00+08:00", "2027-01-01T09:00:05+08:00", "runs", 5, 2705),
        ),
    }


def test_a_clock_that_is_held_has_no_due_time(harbour: Program) -> None:
    answer = json.loads(harbour.answer("clock 10:00 4h --pause 11:00/ --format json"))
    assert answer["due_at"] is None


def test_without_a_workspace_it_runs_in_utc(nowhere: Program) -> None:
    now = "2026-06-10T12:00Z"
    assert squeezed(nowhere.answer("clock 14:30 3h", now=now)) == table(
        "due 2026-06-10 17:30", "2026-06-10 14:30 2026-06-10 17:30 runs 3 h 3 h"
    )
    answer = json.loads(nowhere.answer("clock 2026-06-10T22:30+08:00 2026-06-11T00:30+08:00 --format json", now=now))
    assert (answer["start"], answer["elapsed_s"]) == ("2026-06-10T14:30:00+00:00", 7200)
    assert nowhere.refusal("clock 14:30 3h --calendar work", now=now) == (
        f"error: no workspace here: records/aftercare.yaml is not in {nowhere.folder} or a folder above it\n"
        "hint: go to a workspace, name one with --root DIR, or begin one with: aftercare init\n"
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("10:00 4hh", f"error: 4hh is not a time\n{FORMS}"),
        ("10.00 4h", f"error: 10.00 is not a time\n{FORMS}"),
        (
            "10:00 4h --pause 11:00",
            "error: 11:00 is not a pause\nhint: write FROM/TO; nothing behind the slash where it lasts\n",
        ),
        (
            "10:00 4h --pause 12:00/11:00",
            "error: the pause 12:00/11:00 ends before it begins\nhint: swap its two moments\n",
        ),
        (
            "10:00 4h --pause 11:00/12:00 --pause 11:59/13:00",
            "error: two pauses overlap at 2026-06-10 11:59+08:00\nhint: join them into one\n",
        ),
        (
            "10:00 4h --pause 11:00/ --pause 12:00/13:00",
            "error: two pauses overlap at 2026-06-10 12:00+08:00\nhint: join them into one\n",
        ),
        ("10:00 -4h --pause 11:00/12:00", "error: a clock that counts backwards takes no pauses\n"),
        ("9999-12-31T23:00 3h", "error: the sum leaves the calendar: years run from 1 to 9999\n"),
    ],
)
def test_a_clock_that_cannot_be_set_is_refused(harbour: Program, line: str, said: str) -> None:
    assert harbour.refusal(f"clock {line}") == said


def test_ten_years_of_working_time_are_counted_without_delay(harbour: Program) -> None:
    answer = json.loads(harbour.answer("clock 2026-06-10T09:00 19500h --calendar work --format json"))
    assert answer["steps"][-1]["total_s"] == 19500 * 3600


def test_the_clock_of_the_process_can_be_set_and_has_to_be_a_time(harbour: Program) -> None:
    assert harbour.answer("clock now 0h --format csv", now="2026-06-10 23:59") == "from,to,kind,counted_s,total_s\n"
    assert harbour.refusal("clock now 1h", now="soon") == f"error: soon is not a time\n{FORMS}"
    assert harbour.refusal("ticket note RSK4 x", now="soon") == f"error: soon is not a time\n{FORMS}"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026/06/09 9:05", "2026-06-09T09:05"),
        ("2026/6/9 9:05", "2026-06-09T09:05"),
        ("14：05", "2026-06-10T14:05"),
        ("2 hours ago", "2026-06-10T10:00"),
        ("1 day 2 hours 5 minutes ago", "2026-06-09T09:55"),
        ("06-09 9:05", "2026-06-09T09:05"),
    ],
)
def test_times_may_be_typed_as_people_write_them(harbour: Program, typed: str, meant: str) -> None:
    assert harbour.answer("clock", typed, "1h") == harbour.answer("clock", meant, "1h")
