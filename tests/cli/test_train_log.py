"""Training that is recorded and asked for: the exact text of the records, and what is refused."""

import io
import json
import subprocess
import sys

import pytest

from tests.cli.program import Program, environment

CURRICULUM = """\
training:
  topics:
    - {number: "1", title: 原理, title_en: Principles, days: 1, theory: true}
    - {number: "2", title: Upkeep, days: 2}
    - {number: "2.1", title: Routine, days: 1}
    - {number: "2.2", title: Emergencies, days: 1}
  roles:
    operator: {topics: ["2"]}
    senior_admin: {topics: ["1", "2.2"]}
"""
LOG = "train log port-cctv --start 2026-06-08"


@pytest.fixture
def taught(harbour: Program) -> Program:
    """Give the harbour, whose port has a curriculum for two roles."""
    path = "records/contracts/port-cctv.yaml"
    terms = harbour.text(path).replace("acceptance:", "commissioning_start: 2025-08-01\nacceptance:")
    harbour.write(path, terms + CURRICULUM)
    assert harbour.answer("check") == "19 files checked: 0 errors, 0 warnings\n"
    return harbour


def written(program: Program) -> tuple[str, str]:
    """Give the id and the text of the one session that is recorded."""
    (path,) = [name for name in program.files() if name.startswith("records/training/")]
    record_id = path.rpartition("/")[2].removesuffix(".yaml")
    assert path == f"records/training/{record_id[2:6]}/{record_id}.yaml"
    text = program.text(path)
    assert text.startswith(f"id: {record_id}\n")
    return record_id, text.removeprefix(f"id: {record_id}\n")


def test_a_session_is_written_in_canonical_layout(taught: Program) -> None:
    outcome = taught(
        f"{LOG} --end 2026-06-09 --topic 2 --extra 'Door locks' --role operator --role senior_admin --kind make_up"
        " --place 'Room 3' --on-site --lecturer bo --specialty CCTV --attendee Eve --absent Finn --note 'Rain: indoors'"
    )
    record_id, text = written(taught)
    assert (outcome.code, outcome.err) == (0, f"wrote records/training/2026/{record_id}.yaml\n")
    assert record_id.startswith("R-20260608-")
    assert text == (
        "contract: port-cctv\n"
        "role: [operator, senior_admin]\n"
        'topics: ["2", Door locks]\n'
        "kind: make_up\n"
        "place: Room 3\n"
        "on_site: true\n"
        "start: 2026-06-08\n"
        "end: 2026-06-09\n"
        "lecturer: bo\n"
        "specialty: CCTV\n"
        "attendees:\n"
        "  - {name: Eve, signed: true}\n"
        "  - {name: Finn}\n"
        'note: "Rain: indoors"\n'
    )
    assert taught("fmt --check").code == 0
    assert outcome.out == (
        f"{record_id}\n\n"
        f"records/training/2026/{record_id}.yaml\n\n"
        "Key        Value\n"
        f"id         {record_id}\n"
        "contract   port-cctv\n"
        "role       [operator, senior_admin]\n"
        'topics     ["2", Door locks]\n'
        "kind       make_up\n"
        "place      Room 3\n"
        "on_site    true\n"
        "start      2026-06-08\n"
        "end        2026-06-09\n"
        "lecturer   bo\n"
        "specialty  CCTV\n"
        "note       Rain: indoors\n\n"
        "1 trainee\n"
        "Name  Role  Unit  Position  Signed\n"
        "Eve   —     —     —         yes\n"
        "Finn  —     —     —         no\n\n"
        "Who still lacks what\n"
        "Name  Role  Topics\n"
        "Finn  —     2.1 Routine; 2.2 Emergencies; Door locks\n\n"
        "Topics not held yet\n"
        "Role                         Topics\n"
        "senior system administrator  1 Principles\n\n"
        "held for the first time: 2.1 Routine; 2.2 Emergencies\n"
        "the curriculum is not complete: 1 topic is missing; due by 2025-09-30\n"
    )


def test_as_little_as_possible(taught: Program) -> None:
    document = json.loads(taught(f"{LOG} --topic 1 --role senior_admin --headcount 3 --format json").out)
    record_id, text = written(taught)
    assert text == (
        'contract: port-cctv\nrole: senior_admin\ntopics: ["1"]\nstart: 2026-06-08\nend: 2026-06-08\nheadcount: 3\n'
    )
    assert document == {
        "schema": "aftercare/training/1",
        "id": record_id,
        "path": f"records/training/2026/{record_id}.yaml",
        "training": {
            "id": record_id,
            "contract": "port-cctv",
            "role": "senior_admin",
            "topics": ["1"],
            "start": "2026-06-08",
            "end": "2026-06-08",
            "headcount": "3",
        },
        "complete": False,
        "completed_on": None,
        "lacks": [],
        "missing": [
            {"role": "operator", "number": "2.1"},
            {"role": "operator", "number": "2.2"},
            {"role": "senior_admin", "number": "2.2"},
        ],
    }


def test_the_session_that_completes_the_curriculum_says_so(taught: Program) -> None:
    assert taught(f"{LOG} --topic 1 --topic 2 --role operator --role senior_admin").out.endswith(
        "Topics not held yet\nNone: the curriculum is complete.\n\n"
        "held for the first time: 2.1 Routine; 2.2 Emergencies; 1 Principles\n"
        "the curriculum is complete since 2026-06-08; due by 2025-09-30\n"
    )


ATTENDANCE = """\
name,unit,position,role,signed
Eve,Port,Guard,operator,yes
"Finn, junior",Port,,Senior System Administrator,否
Gus,,,,1

Hal,,,,
"""


def test_an_attendance_list(taught: Program) -> None:
    taught.write("list.csv", ATTENDANCE)
    taught(f"{LOG} --topic 2 --role operator --attendance list.csv --attendee Ida --headcount 3")
    assert written(taught)[1].partition("attendees:\n")[2] == (
        "  - {name: Ida, signed: true}\n"
        "  - {name: Eve, role: operator, unit: Port, position: Guard, signed: true}\n"
        '  - {name: "Finn, junior", role: senior_admin, unit: Port}\n'
        "  - {name: Gus, signed: true}\n"
        "  - {name: Hal}\n"
    )


def test_a_list_that_says_a_role_for_everybody_says_whom_the_session_was_for(taught: Program) -> None:
    taught.write("list.csv", "name,role,signed\nEve,senior_admin,yes\nFinn,operator,yes\nGus,operator,no\n")
    assert taught(f"{LOG} --topic 2 --attendance list.csv").code == 0
    assert written(taught)[1].splitlines()[1] == "role: [operator, senior_admin]"


@pytest.mark.parametrize("more", ["Hal,,yes\n", "Hal,maintenance_admin,yes\n"])
def test_a_list_that_leaves_a_role_open_or_names_one_that_is_not_trained_does_not(taught: Program, more: str) -> None:
    taught.write("list.csv", "name,role,signed\nEve,senior_admin,yes\n" + more)
    assert taught.refusal(f"{LOG} --topic 2 --attendance list.csv").startswith(
        "error: nobody knows for which role the session was\n"
        if more.startswith("Hal,,")
        else "error: port-cctv trains no maintenance_admin\n"
    )


@pytest.mark.parametrize("title", ["角色", "培训对象"])
def test_an_attendance_list_in_chinese_with_a_byte_order_mark_from_another_folder(taught: Program, title: str) -> None:
    taught.write(
        "office/list.csv", f"\ufeff姓名,签名,{title},单位,岗位\r\n学员甲,是,operator,港口,值机员\r\n学员乙,缺席,,,\r\n"
    )
    taught(f"{LOG} --topic 2 --role operator --attendance list.csv", folder=taught.folder / "office")
    assert written(taught)[1].partition("attendees:\n")[2] == (
        "  - {name: 学员甲, role: operator, unit: 港口, position: 值机员, signed: true}\n  - {name: 学员乙}\n"
    )


def test_an_attendance_list_from_an_old_spreadsheet(taught: Program) -> None:
    """Lines that end with CR alone, and titles in capitals."""
    (taught.folder / "list.csv").write_bytes("姓名,Signed \r学员甲,是\r".encode())
    taught(f"{LOG} --topic 2 --role operator --attendance list.csv")
    assert written(taught)[1].partition("attendees:\n")[2] == "  - {name: 学员甲, signed: true}\n"


def test_an_attendance_list_that_is_piped(taught: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"name,signed\nEve,yes\n")))
    taught(f"{LOG} --topic 2 --role operator --attendance -")
    assert written(taught)[1].partition("attendees:\n")[2] == "  - {name: Eve, signed: true}\n"


WRONG = """\
name,unit,role,signed
Eve,Port,guard,yes
,Port,operator,no
Gus,,,perhaps
Eve,,,yes
Eve,,,yes
Hal,,
"""


def test_everything_that_is_wrong_in_a_list_is_told_with_its_line(taught: Program) -> None:
    taught.write("list.csv", WRONG)
    before = taught.files()
    assert taught.refusal(f"{LOG} --topic 2 --role operator --attendance list.csv") == (
        "list.csv:2:3: error[value]: guard is no role that is trained\n"
        "    Eve,Port,guard,yes\n"
        "    hint: roles are senior_admin, maintenance_admin, operator\n"
        "list.csv:3:1: error[missing-key]: the key name is missing\n"
        "    ,Port,operator,no\n"
        "    hint: add name\n"
        "list.csv:4:4: error[value]: perhaps says neither that they signed nor that they did not\n"
        "    Gus,,,perhaps\n"
        "    hint: write yes or no\n"
        "list.csv:6:1: error[value]: Eve is named twice\n"
        "    Eve,,,yes\n"
        "    hint: add to the names of two people what tells them apart\n"
        "list.csv:7:1: error[cell-count]: has 3 cells where the header has 4\n"
        "    Hal,,\n"
        "    hint: put cells that hold a comma in double quotes\n"
        "error: the attendance list is wrong: nothing was written\n"
    )
    assert taught.files() == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,phone\nEve,1\n", "list.csv:1:2: error[unknown-column]: unknown column phone\n"),
        ("unit,signed\nPort,yes\n", "list.csv:1:1: error[missing-column]: the column name is missing\n"),
        ("", "list.csv:1:1: error[no-header]: has no header line that names its columns\n"),
        ('name\n"Eve\n', "list.csv:2:1: error[csv-syntax]: is not valid CSV: unexpected end of data\n"),
        ("name,signed\n", "error: list.csv names nobody\nhint: write one person a line, below the header\n"),
        (None, "error: list.csv cannot be read: No such file or directory\n"),
        ("姓名;签名\n甲;是\n", "error: the cells of list.csv are separated by semicolons\nhint: save it as CSV"),
        (f"姓名,{'x' * 140_000}\n", "list.csv:1:1: error[csv-syntax]: is not valid CSV: field larger"),
    ],
)
def test_a_list_that_cannot_be_read(taught: Program, text: str | None, said: str) -> None:
    if text is not None:
        taught.write("list.csv", text)
    before = taught.files()
    told = taught.refusal(f"{LOG} --topic 2 --role operator --attendance list.csv")
    assert told.startswith(said)
    assert taught.files() == before


@pytest.mark.parametrize(
    ("line", "error", "hint"),
    [
        (
            f"{LOG} --topic 2.3 --role operator",
            "2.3 is no topic of the curriculum",
            "did you mean 2.2?",
        ),
        (
            f"{LOG} --topic 9 --role operator",
            "9 is no topic of the curriculum",
            "topics are 1, 2, 2.1, 2.2; other content: --extra TITLE",
        ),
        (
            "train log mill-net --start 2026-06-08 --topic 9 --role operator",
            "9 is no topic of the curriculum",
            "the contract has no curriculum: name the content with --extra TITLE",
        ),
        (
            f"{LOG} --extra 2.3 --role operator",
            "2.3 looks like the number of a topic",
            "topics of the curriculum are told by their numbers; --extra takes a title",
        ),
        (
            f"{LOG} --role operator",
            "no topic is named",
            "name the topics by their numbers in the contract, other content by its title",
        ),
        (f"{LOG} --topic 2 --role operater", "port-cctv trains no operater", "did you mean operator?"),
        (
            f"{LOG} --topic 2 --role maintenance_admin",
            "port-cctv trains no maintenance_admin",
            "did you mean senior_admin?",
        ),
        (
            f"{LOG} --topic 2",
            "nobody knows for which role the session was",
            "say it: --role operator, --role senior_admin",
        ),
        (
            f"{LOG} --end 2026-06-07 --topic 2 --role operator",
            "the session ends on 2026-06-07, before it starts on 2026-06-08",
            "correct one of the days",
        ),
        (
            f"{LOG} --end 2026-06-11 --topic 2 --role operator",
            "2026-06-11 has not come yet: it is 2026-06-10",
            ("records hold what happened; plans come from aftercare train plan, wishes go to aftercare train request"),
        ),
        (
            "train log port-cctv --start tomorrow --topic 2 --role operator",
            "2026-06-11 has not come yet: it is 2026-06-10",
            ("records hold what happened; plans come from aftercare train plan, wishes go to aftercare train request"),
        ),
        (
            f"{LOG} --topic 2 --role operator --attendee Eve --absent ' Eve '",
            "Eve is named twice",
            "add to the names of two people what tells them apart",
        ),
        (
            f"{LOG} --topic 2 --role operator --attendee Eve --attendee Finn --headcount 1",
            "1 is less than the 2 names of those who were there",
            "leave --headcount out where all names are given",
        ),
        (
            f"{LOG} --topic 2 --role operator --kind again",
            "again is no kind of session",
            "known are initial, make_up, on_request",
        ),
        (
            f"{LOG} --topic 2 --role operator --lecturer eve",
            "nobody in staff.yaml is called eve",
            "known are ana, bo, cy, di",
        ),
        (
            f"{LOG} --topic 2 --role operator --request 0001",
            "no training session is called 0001",
            "there is none yet",
        ),
        (
            f"{LOG} --topic 2 --role operator --attendee ' '",
            "the text of attendees.name is empty",
            "write what there is to say; leave the option out where there is nothing",
        ),
        (
            f"{LOG} --extra ' ' --role operator",
            "the text of topics is empty",
            "write what there is to say; leave the option out where there is nothing",
        ),
        (
            "train request port-cctv 2.3",
            "2.3 is no topic of the curriculum",
            "did you mean 2.2?",
        ),
        (
            "train request port-cctv 2 --on 2026-06-11",
            "2026-06-11 has not come yet: it is 2026-06-10",
            ("records hold what happened; plans come from aftercare train plan, wishes go to aftercare train request"),
        ),
        (
            "train request port-cctv 2 --due 2026-06-09",
            "2026-06-09 is before 2026-06-10, when it was asked for",
            "correct one of the days",
        ),
        ("train request port-cctv 2 --role guard", "port-cctv trains no guard", "known are operator, senior_admin"),
    ],
)
def test_what_cannot_have_been_is_refused_and_nothing_is_written(
    taught: Program, line: str, error: str, hint: str
) -> None:
    before = taught.files()
    assert taught.refusal(line) == f"error: {error}\nhint: {hint}\n"
    assert taught.files() == before


def test_a_session_may_end_today(taught: Program) -> None:
    assert taught("train log port-cctv --start yesterday --end today --topic 2 --role operator").code == 0
    assert written(taught)[1].endswith("start: 2026-06-09\nend: 2026-06-10\n")


def test_a_trial_writes_nothing(taught: Program) -> None:
    before = taught.files()
    outcome = taught(f"{LOG} --topic 2 --role operator --dry-run")
    assert (outcome.code, outcome.err) == (0, "nothing was written (--dry-run)\n")
    assert '+topics: ["2"]\n' in outcome.out
    outcome = taught("train request port-cctv 2 --dry-run")
    assert (outcome.code, outcome.err) == (0, "nothing was written (--dry-run)\n")
    assert "+requested_on: 2026-06-10\n" in outcome.out
    assert taught.files() == before


def test_content_that_no_curriculum_has(taught: Program) -> None:
    """A contract without a curriculum, and without roles of its own: any role may be named."""
    outcome = taught("train log mill-net --start 2026-06-08 --extra 门禁 --role maintenance_admin --headcount 2")
    assert outcome.code == 0
    assert written(taught)[1] == (
        "contract: mill-net\n"
        "role: maintenance_admin\n"
        "topics: [门禁]\n"
        "start: 2026-06-08\n"
        "end: 2026-06-08\n"
        "headcount: 2\n"
    )
    assert "Topics not held yet" not in outcome.out


def test_a_request_is_kept_until_it_is_held(taught: Program) -> None:
    asked = taught(
        "train request port-cctv 2.2 --by 'Control room' --on 2026-06-01 --due 2026-06-08 --note 'Alarm drill'"
    )
    record_id, text = written(taught)
    assert (asked.code, asked.err) == (
        0,
        (
            f"wrote records/training/2026/{record_id}.yaml\n"
            "free of charge; it stays on the list until it is held\n"
            f"hint: then: aftercare train log port-cctv --request {record_id} --start DATE\n"
        ),
    )
    assert record_id.startswith("R-20260601-")
    # Both roles are to attend 2.2.
    assert text == (
        "contract: port-cctv\n"
        "role: [operator, senior_admin]\n"
        'topics: ["2.2"]\n'
        "kind: on_request\n"
        "requested_on: 2026-06-01\n"
        "requested_by: Control room\n"
        "due_on: 2026-06-08\n"
        "note: Alarm drill\n"
    )
    listed = json.loads(taught.answer("train list --open --format json"))["sessions"]
    assert [(one["id"], one["state"]) for one in listed] == [(record_id, "overdue")]
    assert [
        one["state"] for one in json.loads(taught.answer("train list --as-of 2026-06-08 --format json"))["sessions"]
    ] == ["requested"]
    assert json.loads(taught.answer("train list --as-of 2026-05-31 --format json"))["sessions"] == []
    assert json.loads(taught.answer("train coverage --format json"))["requests"] == [
        {
            "id": record_id,
            "contract": "port-cctv",
            "roles": ["operator", "senior_admin"],
            "topics": ["2.2"],
            "requested_on": "2026-06-01",
            "requested_by": "Control room",
            "due_on": "2026-06-08",
            "state": "overdue",
        }
    ]
    assert "warning[request-forgotten]" in taught("check").out

    held = taught(f"train log port-cctv --request {record_id} --start 2026-06-09 --topic 2.1 --attendee Eve --note Dry")
    assert (held.code, held.err) == (0, f"wrote records/training/2026/{record_id}.yaml\n")
    assert written(taught)[1] == (
        "contract: port-cctv\n"
        "role: [operator, senior_admin]\n"
        'topics: ["2.2", "2.1"]\n'
        "kind: on_request\n"
        "requested_on: 2026-06-01\n"
        "requested_by: Control room\n"
        "due_on: 2026-06-08\n"
        "start: 2026-06-09\n"
        "end: 2026-06-09\n"
        "attendees:\n"
        "  - {name: Eve, signed: true}\n"
        "note: Alarm drill; Dry\n"
    )
    assert taught.answer("train list --open") == "0 training sessions\n\nNo training session.\n"
    assert json.loads(taught.answer("train list --as-of 2026-06-08 --open --format json"))["sessions"] != []
    assert taught.refusal(f"{LOG} --request {record_id}") == (
        f"error: {record_id} was held on 2026-06-09 already\n"
        "hint: log another session without --request, or correct the file\n"
    )


@pytest.mark.parametrize(
    ("options", "role"),
    [
        ("2", "[operator, senior_admin]"),
        ("1", "senior_admin"),
        ("2.1", "operator"),
        ("2.1 --role senior_admin", "senior_admin"),
        ("--extra Locks", "[operator, senior_admin]"),
    ],
)
def test_a_request_is_for_the_roles_that_attend_its_topics(taught: Program, options: str, role: str) -> None:
    assert taught(f"train request port-cctv {options}").code == 0
    assert f"role: {role}\n" in written(taught)[1]


REQUEST = """\
id: R-20260602-AB12
contract: port-cctv
# asked at the gate
role: operator
topics:
  - "2.1"
due_on: 2026-06-30
"""


def test_a_request_that_was_written_by_hand_keeps_its_comments(taught: Program) -> None:
    path = "records/training/2026/R-20260602-AB12.yaml"
    taught.write(path, REQUEST)
    assert taught("train log port-cctv --request AB12 --start 2026-06-03 --lecturer cy").code == 0
    assert taught.text(path) == REQUEST.replace("due_on", "kind: on_request\ndue_on") + (
        "start: 2026-06-03\nend: 2026-06-03\nlecturer: cy\n"
    )


@pytest.mark.parametrize(
    ("line", "error", "hint"),
    [
        (
            "train log mill-net --request AB12 --start 2026-06-03",
            "R-20260602-AB12 was asked for under port-cctv",
            "name that contract",
        ),
        (
            "train log port-cctv --request AB12 --start 2026-06-01",
            "2026-06-01 is before 2026-06-02, when it was asked for",
            "correct the day, or log it without --request",
        ),
        (
            "train log port-cctv --request AB12 --start 2026-06-03 --kind initial",
            "a session that was asked for is of the kind on_request",
            "leave out --kind, or --request",
        ),
    ],
)
def test_a_session_that_does_not_fit_its_request_is_refused(taught: Program, line: str, error: str, hint: str) -> None:
    taught.write("records/training/2026/R-20260602-AB12.yaml", REQUEST)
    before = taught.files()
    assert taught.refusal(line) == f"error: {error}\nhint: {hint}\n"
    assert taught.files() == before


def test_a_session_may_be_committed(taught: Program) -> None:
    for command in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=A", "-c", "user.email=a@b", "commit", "-qm", "All"],
    ):
        subprocess.run(["git", *command], cwd=taught.folder, env=environment(), check=True)
    subprocess.run(["git", "config", "user.name", "Ana"], cwd=taught.folder, check=True)
    subprocess.run(["git", "config", "user.email", "ana@example.org"], cwd=taught.folder, check=True)
    assert taught(f"{LOG} --topic 2 --role operator --commit").code == 0
    record_id, _text = written(taught)
    done = subprocess.run(
        ["git", "show", "--name-only", "--format=%s"], cwd=taught.folder, check=True, capture_output=True, text=True
    )
    assert done.stdout == f"train port-cctv: {record_id}\n\nrecords/training/2026/{record_id}.yaml\n"
