"""The roster: what it leaves open, who is on duty day by day, whom to ring."""

import json

import pytest

from tests.cli.golden import assert_golden
from tests.cli.program import SAMPLE_NOW, Program

STAFF = """\
staff:
  - {id: ana, name: Ana, role: service_manager, phone: "000-0000-0001", hours: working_hours}
  - {id: bo, name: Bo, role: service_engineer, phone: "000-0000-0002", hours: 24h}
  - {id: cy, name: Cy, role: service_engineer, phone: "000-0000-0003", hours: 24h}
  - {id: di, name: 档案员, role: records_clerk, hours: working_hours}
"""
# Nobody from 8 to 9 on the 12th, one of two from 20:00 the evening before; Bo stands in two rows from 12 to 14.
ROSTER = """\
from,to,role,person,note
2026-06-10T08:00:00+08:00,2026-06-11T08:00:00+08:00,service_engineer,bo,
2026-06-10T08:00:00+08:00,2026-06-11T08:00:00+08:00,service_engineer,cy,
2026-06-11T08:00:00+08:00,2026-06-12T08:00:00+08:00,service_engineer,cy,
2026-06-11T08:00:00+08:00,2026-06-11T20:00:00+08:00,service_engineer,eve,
2026-06-12T09:00:00+08:00,2026-06-13T08:00:00+08:00,service_engineer,bo,
2026-06-12T09:00:00+08:00,2026-06-13T08:00:00+08:00,service_engineer,di,
2026-06-12T12:00:00+08:00,2026-06-12T14:00:00+08:00,service_manager,bo,
2026-06-13T08:00:00+08:00,2026-06-12T08:00:00+08:00,service_engineer,cy,backwards
"""
GAP = "2026-06-12T08:30"
FULL = """\
from,to,role,person
2026-06-10T00:00:00+08:00,2026-06-20T00:00:00+08:00,service_engineer,bo
2026-06-10T00:00:00+08:00,2026-06-20T00:00:00+08:00,service_engineer,cy
"""


@pytest.fixture
def port(harbour: Program) -> Program:
    """Give the program in the harbour with a roster in which everything is wrong that can be."""
    harbour.write("records/staff.yaml", STAFF)
    harbour.write("records/roster.csv", ROSTER)
    return harbour


@pytest.mark.golden
@pytest.mark.parametrize(
    ("name", "line", "code"),
    [
        ("roster-check.txt", "roster check", 1),
        ("roster-check.json", "roster check --format json", 1),
        ("roster-check.csv", "roster check --format csv", 1),
        ("roster-check.md", "roster check --format md", 1),
        ("roster-check-window.txt", "roster check --since 2026-06-10 --until 2026-06-10", 1),
        ("roster-show.txt", "roster show", 0),
        ("roster-show.json", "roster show --until 2026-06-12 --format json", 0),
        ("roster-show.csv", "roster show --until 2026-06-12 --format csv", 0),
        ("roster-show-person.txt", "roster show --person cy", 0),
        ("roster-show-role.txt", "roster show --role service_manager --since 2026-06-12 --until 2026-06-14", 0),
        ("roster-on-duty.txt", "roster on-duty", 0),
        ("roster-on-duty.json", "roster on-duty --at 11:59 --format json", 0),
        ("roster-on-duty.csv", "roster on-duty --format csv", 0),
        ("roster-on-duty-one.txt", "roster on-duty --at 2026-06-12T07:59:59", 0),
        ("roster-on-duty-nobody.txt", f"roster on-duty --at {GAP}", 1),
        ("roster-on-duty-nobody.json", f"roster on-duty --at {GAP} --format json", 1),
        ("roster-on-duty-no-engineer.txt", "roster on-duty --at 2026-06-15T10:00", 1),
    ],
)
def test_the_roster_is_reported(port: Program, name: str, line: str, code: int) -> None:
    before = port.files()
    outcome = port(line)
    assert (outcome.code, outcome.err) == (code, "")
    assert_golden(f"harbour/{name}", outcome.out)
    assert port.files() == before


@pytest.mark.golden
@pytest.mark.parametrize("name", ["roster-check.txt", "roster-show.txt", "roster-on-duty.txt"])
def test_the_sample_is_covered(sample: Program, name: str) -> None:
    line = name.removesuffix(".txt").replace("-", " ", 1)
    assert_golden(f"sample/{name}", sample.answer(line, now=SAMPLE_NOW))


def test_the_engineers_of_the_sample_have_no_gap(sample: Program) -> None:
    line = "roster check --since 2026-04-27T08:00 --until 2026-05-04T08:00 --format json"
    answer = json.loads(sample.answer(line, now=SAMPLE_NOW))
    assert (answer["gaps"], answer["covered"]) == ([], True)
    assert set(answer["coverage"].values()) == {"1"}
    second = sample(line.replace("05-04T08:00", "05-04T08:00:01"), now=SAMPLE_NOW)
    (gap,) = json.loads(second.out)["gaps"]
    assert (second.code, gap) == (
        1,
        {
            "role": "service_engineer",
            "from": "2026-05-04T08:00:00+08:00",
            "to": "2026-05-04T08:00:01+08:00",
            "missing": 2,
            "present": [],
        },
    )


@pytest.mark.parametrize(
    ("window", "code"),
    [
        ("", 0),
        ("--since 2026-06-10 --until 2026-06-19", 0),
        ("--since 2026-06-09T23:59:59", 1),
        ("--until 2026-06-20", 1),
        ("--since 2026-06-20", 1),
        ("--until 2026-06-09", 1),
        ("--until 2026-06-20 --exit-zero", 0),
    ],
)
def test_a_window_decides_what_is_a_gap(port: Program, window: str, code: int) -> None:
    port.write("records/roster.csv", FULL)
    assert port(f"roster check {window}").code == code


def test_people_of_working_time_without_hours_are_told_how_to_do_without_rows(port: Program) -> None:
    told = "Whoever is on duty in all working time needs no row: write hours: working_hours into records/staff.yaml."
    port.write("records/roster.csv", FULL)
    port.write("records/staff.yaml", STAFF.replace(", hours: working_hours", ""))
    assert port("roster check").out.splitlines()[-1] == told
    # An engineer who is missing is another matter.
    port.write("records/staff.yaml", STAFF.replace(", hours: 24h", ""))
    assert told not in port("roster check --since 2026-06-09").out


def test_somebody_booked_twice_is_enough_to_fail(port: Program) -> None:
    port.write("records/roster.csv", FULL + FULL.splitlines()[1].replace("engineer", "manager") + "\n")
    outcome = port("roster check --format json")
    assert (outcome.code, json.loads(outcome.out)["covered"]) == (1, True)
    assert port("roster check --exit-zero").code == 0


@pytest.mark.parametrize(
    ("as_of", "said"),
    [
        ("2026-06-12T23:59:59", "the roster ends 2026-06-20 00:00"),
        ("2026-06-13", "the roster ends 2026-06-20 00:00, in 7 d: extend it"),
        ("2026-06-20", "the roster ended 2026-06-20 00:00: nobody is planned after that"),
    ],
)
def test_a_roster_that_ends_soon_is_told(port: Program, as_of: str, said: str) -> None:
    port.write("records/roster.csv", FULL)
    assert said in port.answer(f"roster check --as-of {as_of}").splitlines()


@pytest.mark.parametrize("text", [None, "from,to,role,person\n"])
def test_without_a_row_nobody_is_on_call(port: Program, text: str | None) -> None:
    (port.folder / "records/roster.csv").unlink()
    if text is not None:
        port.write("records/roster.csv", text)
    outcome = port("roster check")
    assert (outcome.code, outcome.err) == (1, "")
    assert outcome.out.startswith(
        "Roster from 2026-06-10 00:00 to 2026-06-24 00:00\n\n"
        "1 gap; no double booking\nthe roster has no rows: nobody is on call\n"
    )
    assert port("roster on-duty").code == 1


def test_a_year_without_a_published_list_is_provisional(port: Program) -> None:
    assert "Provisional: " in port("roster check --until 2027-01-04").out
    assert "Provisional: " not in port("roster check --until 2026-12-31").out


@pytest.mark.parametrize("line", ["check", "show", "on-duty"])
def test_a_broken_row_hides_no_other(port: Program, line: str) -> None:
    port.write("records/roster.csv", ROSTER.replace("service_engineer,eve", "engineer,eve"))
    outcome = port(f"roster {line}")
    assert outcome.code == 1
    assert "Cy" in outcome.out
    assert outcome.err.startswith("records/roster.csv:5:3: error[value]: role: ")
    assert outcome.err.endswith("1 record is wrong: what is shown above is incomplete (aftercare check)\n")


def test_whom_to_ring_is_told_before_what_is_wrong_with_working_time(port: Program) -> None:
    settings = port.text("records/aftercare.yaml")
    port.write("records/aftercare.yaml", settings.replace("holidays: CN", "holidays: XX"))
    outcome = port("roster on-duty")
    assert outcome.code == 2
    assert "000-0000-0002" in outcome.out
    assert outcome.err.startswith("error: no holidays are known for XX\n")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("show --person bob", "error: nobody here is called bob\nhint: did you mean bo?\n"),
        ("show --role engineer", "error: engineer is no role\nhint: did you mean service_engineer?\n"),
        (
            "show --since 2026-06-12 --until 2026-06-11",
            "error: 2026-06-12 is later than 2026-06-11\nhint: swap --since and --until\n",
        ),
        (
            "check --until 9998-01-01",
            "error: the year 9998 is no year of a record\nhint: years run from 1900 to 2199\n",
        ),
        (
            "on-duty --at soon",
            (
                "error: soon is not a time\nhint: write 2026-11-22T14:30, 14:30, yesterday 14:30 or 2h ago, "
                "with an offset where it matters\n"
            ),
        ),
    ],
)
def test_what_cannot_be_meant_is_refused(port: Program, line: str, said: str) -> None:
    assert port.refusal(f"roster {line}") == said


def test_somebody_who_is_only_in_the_roster_can_be_asked_for(port: Program) -> None:
    rows = json.loads(port.answer("roster show --person eve --format json"))["rows"]
    assert rows == [
        {
            "role": "service_engineer",
            "from": "2026-06-11T08:00:00+08:00",
            "to": "2026-06-11T20:00:00+08:00",
            "people": ["cy", "eve"],
            "missing": 0,
        }
    ]


def test_the_days_on_which_clocks_change_have_their_own_hours(port: Program) -> None:
    settings = port.text("records/aftercare.yaml").replace("timezone: Asia/Shanghai", "timezone: Europe/Berlin")
    port.write("records/aftercare.yaml", settings)
    port.write(
        "records/roster.csv",
        "from,to,role,person\n"
        "2026-10-24T20:00:00+02:00,2026-10-25T02:30:00+02:00,service_engineer,bo\n"
        "2026-10-25T02:30:00+02:00,2026-10-25T02:30:00+01:00,service_engineer,cy\n"
        "2026-10-25T02:30:00+01:00,2026-10-26T00:00:00+01:00,service_engineer,bo\n",
    )
    told = port.answer("roster show --since 2026-10-25 --until 2026-10-25 --role service_engineer --format csv")
    assert told == (
        "from,to,role,people,missing\n"
        "2026-10-25T00:00:00+02:00,2026-10-25T02:30:00+02:00,service_engineer,bo,1\n"
        "2026-10-25T02:30:00+02:00,2026-10-25T02:30:00+01:00,service_engineer,cy,1\n"
        "2026-10-25T02:30:00+01:00,2026-10-26T00:00:00+01:00,service_engineer,bo,1\n"
    )
    checked = json.loads(port("roster check --since 2026-10-25 --until 2026-10-25 --format json").out)
    assert [gap["from"] for gap in checked["gaps"]] == [line[:25] for line in told.splitlines()[1:]]
