"""Follow-up visits: planned, recorded, listed with what customers thought, and what is still owed."""

import json
import re

import pytest

from tests.cli.golden import assert_golden
from tests.cli.program import SAMPLE_NOW, Outcome, Program

CONTRACT = "records/contracts/port-cctv.yaml"
TERMS = "follow_up: {every: 3 months, after_ticket: 7d}\n"
NOTHING = (
    "error: nothing says whether the visit was made\n"
    "hint: give --on and what the customer said for one that was made, --due for one that is planned\n"
)
NOT_A_SCORE = "error: {} is no score\nhint: a score is 1, 2, 3, 4 or 5; 5 is the best\n"


@pytest.fixture
def port(harbour: Program) -> Program:
    """Give the harbour, whose port is visited every quarter and within seven days of a solution on site."""
    harbour.write(CONTRACT, harbour.text(CONTRACT) + TERMS)
    harbour.write("records/aftercare.yaml", harbour.text("records/aftercare.yaml") + "records_from: 2026-04-01\n")
    return harbour


def written(outcome: Outcome) -> tuple[str, str]:
    """Give the id and the path of a record that was written."""
    assert outcome.code == 0, outcome.err
    (path,) = re.findall(r"^wrote (records/visits/2026/V-\d{8}-[0-9A-Z]{4}\.yaml)$", outcome.err, re.MULTILINE)
    return path[-20:-5], path


def test_a_visit_after_a_ticket_is_recorded(port: Program) -> None:
    """MET1 was resolved on 1 June; its visit is due on the 8th, and made on the 9th."""
    outcome = port(
        "visit new quay --ticket MET1 --on yesterday --by di --contact Ed --attitude 5 --timeliness 2 --overall 4"
        " --opinion",
        "Came late: the gate",
    )
    visit_id, path = written(outcome)
    assert port.text(path) == (
        f"id: {visit_id}\nsite: quay\nticket: T-20260601-MET1\nvisited_on: 2026-06-09\nby: di\ncontact: Ed\n"
        'scores: {attitude: "5", timeliness: "2", overall: "4"}\nopinion: "Came late: the gate"\n'
    )
    assert visit_id.startswith("V-20260609-")
    assert outcome.out == (
        f"{visit_id}\n\nfollow-up visit to quay after T-20260601-MET1\nmade on 2026-06-09\nby: di\ntalked with: Ed\n"
        "opinion: Came late: the gate\n\n"
        "Scores\nAsked about            Score\nattitude               5\ntimeliness             2\n"
        "quality of the work    —\nsupply of spare parts  —\noverall                4\n\n"
        f"recorded → {path}\naverage 3.67 of 3 scores\nit keeps T-20260601-MET1, due on 2026-06-08: 1 day late\n"
        "next at quay: T-20260603-BRK2, due on 2026-06-10, today\n"
    )
    assert "records/visits" not in port.answer("check")
    assert port(f"fmt {path} --check") == (0, "", "everything is in canonical layout\n")


def test_today_is_the_day_where_something_is_told(port: Program) -> None:
    for told in ("--overall 5", "--opinion fine", "--contact Ed"):
        document = json.loads(port(f"visit new gate {told} --format json").out)
        assert document["visit"]["visited_on"] == "2026-06-10"
    assert (
        "no promise asked for this visit\nno follow-up visit to mill is due\n" in port("visit new mill --overall 1").out
    )


def test_a_visit_that_is_planned_and_then_made(port: Program) -> None:
    outcome = port("visit new quay --due 2026-06-20 --contact Ed")
    visit_id, path = written(outcome)
    assert visit_id.startswith("V-20260610-")
    assert port.text(path) == f"id: {visit_id}\nsite: quay\ndue_on: 2026-06-20\ncontact: Ed\n"
    assert outcome.out == (
        f"{visit_id}\n\nfollow-up visit to quay\nplanned for 2026-06-20\ntalked with: Ed\n\nplanned → {path}\n"
        "it is to keep quay/2026-04..2026-06, due on 2026-06-20\n"
        "1 follow-up visit to quay is overdue: T-20260601-MET1\n"
        "next at quay: T-20260603-BRK2, due on 2026-06-10, today\n"
    )
    made = port(f"visit record {visit_id[-4:]} --quality 4 --by di", now="2026-06-22T09:00+08:00")
    assert (made.code, made.err) == (0, f"wrote {path}\n")
    assert port.text(path) == (
        f"id: {visit_id}\nsite: quay\ndue_on: 2026-06-20\nvisited_on: 2026-06-22\nby: di\ncontact: Ed\n"
        'scores: {quality: "4"}\n'
    )
    assert "it keeps quay/2026-04..2026-06, due on 2026-06-20: 2 days late\n" in made.out
    again = port.refusal(f"visit record {visit_id} --quality 5", now="2026-06-23T09:00+08:00")
    assert again == (
        f"error: {visit_id} was made on 2026-06-22 already\nhint: aftercare visit new records another visit\n"
    )


def test_comments_stay_where_a_planned_visit_is_recorded(port: Program) -> None:
    path = "records/visits/2026/V-20260601-PN01.yaml"
    port.write(path, "# Ask for Ed.\nid: V-20260601-PN01\nsite: quay\ndue_on: 2026-06-12  # a Friday\n")
    port("visit record PN01 --on 2026-06-10 --overall 5")
    assert port.text(path) == (
        "# Ask for Ed.\nid: V-20260601-PN01\nsite: quay\ndue_on: 2026-06-12  # a Friday\nvisited_on: 2026-06-10\n"
        'scores: {overall: "5"}\n'
    )


def test_a_missed_quarter_is_made_up_for(port: Program) -> None:
    july = "2026-07-03T09:00+08:00"
    outcome = port("visit new quay --on 2026-07-02 --due 2026-06-30 --overall 3 --format json", now=july)
    assert [
        (found["subject"], found["state"], found["overdue_s"]) for found in json.loads(outcome.out)["promises"]
    ] == [("quay/2026-04..2026-06", "breached", 172800)]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("new quay", NOTHING),
        ("new quay --by di", NOTHING),
        ("new quay --overall 6", NOT_A_SCORE.format("6")),
        ("new quay --overall 0", NOT_A_SCORE.format("0")),
        ("new quay --overall 4.5", NOT_A_SCORE.format("4.5")),
        ("new quay --attitude ''", NOT_A_SCORE.format("")),
        (
            "new quay --on 2026-06-11 --overall 5",
            (
                "error: 2026-06-11 has not come yet: it is 2026-06-10\n"
                "hint: plan the visit with --due, and record it when it was made\n"
            ),
        ),
        (
            "new quay --due 2026-06-09",
            (
                "error: a visit cannot be planned for 2026-06-09: that day is over\n"
                "hint: give --on too where it was made late: it counts for the day it was due\n"
            ),
        ),
        (
            "new mill --ticket MET1 --overall 5",
            (
                "error: T-20260601-MET1 is a ticket of quay, not of mill\n"
                "hint: name the site of the ticket, or another ticket\n"
            ),
        ),
        (
            "new quay --ticket RSK4 --overall 5",
            (
                "error: T-20260610-RSK4 is not resolved yet\n"
                "hint: a follow-up comes after the solution: record that first, aftercare ticket resolve\n"
            ),
        ),
        (
            "new quay --ticket MET1 --on 2026-05-31",
            (
                "error: 2026-05-31 is before T-20260601-MET1 was resolved, on 2026-06-01\n"
                "hint: give the day of a visit that followed the solution\n"
            ),
        ),
        (
            "new quay --overall 5 --opinion ' '",
            (
                "error: the text of opinion is empty\n"
                "hint: write what there is to say; leave the option out where there is nothing\n"
            ),
        ),
        ("new quai --overall 5", "error: no site is called quai\nhint: did you mean quay?\n"),
        ("new quay --overall 5 --by ann", "error: nobody in staff.yaml is called ann\nhint: did you mean ana?\n"),
        ("record NONE --overall 5", "error: no visit is called NONE\nhint: there is none yet\n"),
        ("show NONE", "error: no visit is called NONE\nhint: there is none yet\n"),
        ("due --within soon", "error: soon is not a duration\nhint: write a duration like 30m, 3h, 2d or 1h30m\n"),
        ("due --within 999999999d", "error: 999999999d is longer than any promise\n"),
    ],
)
def test_what_cannot_be_is_refused(port: Program, line: str, said: str) -> None:
    before = port.files()
    assert port.refusal(f"visit {line}") == said
    assert port.files() == before


def test_a_trial_writes_nothing(port: Program) -> None:
    before = port.files()
    outcome = port("visit new quay --overall 5 --dry-run")
    assert (outcome.code, outcome.err) == (0, "nothing was written (--dry-run)\n")
    assert '+scores: {overall: "5"}\n' in outcome.out
    assert port.files() == before


def test_what_is_owed(port: Program) -> None:
    assert port.answer("visit due --site quay") == (
        "4 follow-up visits are still owed, as of 2026-06-10 12:00\n\n"
        "Due         About                  Site  Planned as  Time\n"
        "2026-06-08  T-20260601-MET1        quay  —           2 days late\n"
        "2026-06-10  T-20260603-BRK2        quay  —           at risk; today\n"
        "2026-06-30  quay/2026-04..2026-06  quay  —           20 days left\n"
        "2026-09-30  quay/2026-07..2026-09  quay  —           112 days left\n"
    )
    port("visit new quay --ticket MET1 --overall 5")
    port("visit new quay --ticket BRK2 --overall 5")
    assert port.answer("visit due --site quay --within 7d") == (
        "0 follow-up visits are still owed, as of 2026-06-10 12:00\n\nNo follow-up visit is due.\n"
    )


def test_what_is_owed_in_a_time_ahead(port: Program) -> None:
    def subjects(line: str) -> list[str]:
        return [item["subject"] for item in json.loads(port.answer(f"visit due --format json {line}"))["items"]]

    assert subjects("--within 1d") == ["T-20260601-MET1", "T-20260603-BRK2"]
    assert subjects("--within 30d --site gate") == ["T-20260605-EXC3", "gate-2/2026-04..2026-06"]
    assert subjects("--site gate --within 150d") == [
        "T-20260605-EXC3",
        "gate-2/2026-04..2026-06",
        "gate-2/2026-07..2026-09",
    ]
    # The next quarter begins within 31 days of the first of June, and not of the day before.
    assert subjects("--as-of 2026-06-01T16:00 --site quay")[-1] == "quay/2026-07..2026-09"
    assert subjects("--as-of 2026-05-30T23:59 --site quay") == ["quay/2026-04..2026-06"]
    assert subjects("--site mill") == []


def test_what_is_owed_is_what_the_list_of_everything_says(port: Program) -> None:
    port("visit new quay --ticket BRK2 --due 2026-06-12")
    planned = port.answer("visit list --open --format csv").splitlines()[1].partition(",")[0]
    owed = json.loads(port.answer("visit due --format json"))["items"]
    visits = {item["subject"]: item.pop("visit") for item in owed}
    assert {subject: visit for subject, visit in visits.items() if visit} == {"T-20260603-BRK2": planned}
    assert owed == json.loads(port.answer("due --promise follow_up --format json"))["items"]
    header, *rows = port.answer("visit due --format csv").splitlines()
    assert header.endswith(",policy,flags,visit")
    assert [row.rpartition(",")[2] for row in rows] == [visit or "" for visit in visits.values()]


def test_without_visits_the_list_says_so(harbour: Program) -> None:
    assert harbour.answer("visit list") == "0 follow-up visits\n\nNo follow-up visit.\n"
    assert json.loads(harbour.answer("visit list --format json")) == {
        "schema": "aftercare/visit-list/1",
        "as_of": "2026-06-10T12:00:00+08:00",
        "visits": [],
        "averages": {
            question: {"average": None, "n": 0}
            for question in ("attitude", "timeliness", "quality", "spares", "overall")
        },
        "average": {"average": None, "n": 0},
    }


def ids(program: Program, line: str) -> list[str]:
    return [visit["id"][-4:] for visit in json.loads(program.answer(f"visit list --format json {line}"))["visits"]]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("--site s03", ["FV05", "FV08"]),
        ("--ticket 0004", ["FV03"]),
        ("--open", ["FV08"]),
        ("--since 2026-03-27 --until 2026-03-30", ["FV06", "FV07"]),
        ("--since 2026-03-31", ["FV08"]),
        ("--until 2026-01", ["FV01", "FV02", "FV03"]),
        # As of the day before it was made, FV07 was only planned.
        ("--site s02 --open --as-of 2026-03-29", ["FV07"]),
        ("--site s02 --open --as-of 2026-03-30", []),
    ],
)
def test_which_visits_are_listed(sample: Program, line: str, expected: list[str]) -> None:
    as_of = "" if "--as-of" in line else f" --as-of {SAMPLE_NOW}"
    assert ids(sample, f"{line}{as_of}") == expected


def test_averages_are_rounded_half_up(port: Program) -> None:
    """2.5 of 4 and 1 is exact; eight scores of 4.125 give 4.13, half up, where half to even would give 4.12."""
    for score in (4, 4, 4, 4, 4, 4, 4, 5):
        port(f"visit new quay --attitude {score}")
    port("visit new quay --quality 4")
    port("visit new quay --quality 1")
    told = json.loads(port.answer("visit list --format json"))
    assert told["averages"] == {
        "attitude": {"average": "4.13", "n": 8},
        "timeliness": {"average": None, "n": 0},
        "quality": {"average": "2.50", "n": 2},
        "spares": {"average": None, "n": 0},
        "overall": {"average": None, "n": 0},
    }
    assert told["average"] == {"average": "3.80", "n": 10}
    assert [visit["low"] for visit in told["visits"] if visit["low"]] == [["quality"]]


@pytest.mark.golden
@pytest.mark.parametrize(
    ("name", "line"),
    {
        "visit-list.txt": "visit list",
        "visit-list.json": "visit list --site s02 --format json",
        "visit-list.csv": "visit list --format csv",
        "visit-list.md": "visit list --format md",
        "visit-due.txt": "visit due",
        "visit-due.json": "visit due --site s03 --format json",
        "visit-show.txt": "visit show FV02",
        "visit-show.json": "visit show FV08 --format json",
    }.items(),
)
def test_the_sample_project_is_reported(sample: Program, name: str, line: str) -> None:
    assert_golden(f"sample/{name}", sample.answer(line, now=SAMPLE_NOW))


@pytest.mark.golden
def test_low_scores_stand_out_on_a_terminal(sample: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert_golden("terminal/visit-list-coloured-80.txt", sample.answer("visit list", now=SAMPLE_NOW))


def test_a_wrong_visit_is_told_beside_the_list(port: Program) -> None:
    port.write("records/visits/2026/V-20260601-BAD1.yaml", "id: V-20260601-BAD1\nsite: quay\nscores: {overall: 9}\n")
    outcome = port("visit list")
    assert outcome.code == 1
    assert outcome.out == "0 follow-up visits\n\nNo follow-up visit.\n"
    assert "records/visits/2026/V-20260601-BAD1.yaml:3:" in outcome.err
