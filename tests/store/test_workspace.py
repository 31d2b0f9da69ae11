"""A workspace is read kind by kind: a wrong file is told with its place, and never hides the others."""

import os
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftercare_cli.model.finding import Finding
from aftercare_cli.model.kinds import BY_NAME, KINDS, KindName, path_of
from aftercare_cli.model.ticket import Ticket
from aftercare_cli.store.workspace import InvalidRecordsError, Workspace
from tests.store.minimal import MINIMAL, SITE, TICKET, WORKSPACE
from tests.store.telling import Told, told

TICKET_ID = "T-20261122-7F3K"
TICKET_PATH = "records/tickets/2026/11/T-20261122-7F3K.yaml"
LF = "aftercare fmt writes LF; in Git, set eol=lf in .gitattributes"
PLACES: dict[KindName, str] = {
    "workspace": "aftercare.yaml",
    "contract": "contracts/hq-cctv.yaml",
    "site": "sites/hq.yaml",
    "equipment": "equipment/hq.yaml",
    "checklist": "checklists/cctv.yaml",
    "staff": "staff.yaml",
    "ticket": "tickets/2026/11/T-20261122-7F3K.yaml",
    "inspection": "inspections/2026/11/I-20261105-8Q2M.yaml",
    "training": "training/2026/R-20260318-3C7T.yaml",
    "visit": "visits/2026/V-20260401-0001.yaml",
    "question": "questions/2026/Q-20260401-0001.yaml",
    "hazard": "hazards/2026/H-20260401-0001.yaml",
    "handover": "handover/hq-cctv.yaml",
    "bill": "bills/2026/B-20260401-0001.yaml",
}
TABLES = {
    "roster.csv": "from,to,role,person\n2026-01-01T00:00:00+08:00,2026-02-01T00:00:00+08:00,records_clerk,clerk-a\n",
    "prices/hq-cctv.csv": "model,name,unit,unit_price\nCAM-200,球机,台,1280.00\n",
    "spares/2026.csv": "at,model,quantity,type\n2026-04-01,CAM-200,1,receive\n",
}


def put(root: Path, path: str, content: str | bytes) -> Path:
    """Write a file below `records/`, and its folders."""
    file = root / "records" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give a workspace that holds one record of each kind."""
    for name, path in PLACES.items():
        put(tmp_path, path, MINIMAL[name])
    for path, content in TABLES.items():
        put(tmp_path, path, content)
    return tmp_path


def findings(root: Path) -> list[Finding]:
    """Give everything that is wrong with the files of a workspace."""
    workspace = Workspace(root)
    workspace.load_everything()
    return workspace.findings


def all_told(root: Path) -> dict[str, list[Told]]:
    found = findings(root)
    return {path: told([one for one in found if one.path == path]) for path in sorted({one.path for one in found})}


def test_every_kind_is_loaded(root: Path) -> None:
    workspace = Workspace(root)
    assert workspace.checked == 0
    assert workspace.settings.company.name == "Example Integration Co."
    assert workspace.checked == 1
    assert list(workspace.contracts) == ["hq-cctv"]
    assert list(workspace.sites) == ["hq"]
    assert {name: site for name, (site, _) in workspace.items.items()} == {"hq-cam-001": "hq", "hq-ups-01": "hq"}
    assert workspace.checklists["cctv"].name == "视频监控"
    assert list(workspace.staff or {}) == ["eng-a"]
    assert [duty.person for duty in workspace.roster] == ["clerk-a"]
    assert [ticket.id for ticket in workspace.tickets] == [TICKET_ID]
    assert [inspection.id for inspection in workspace.inspections] == ["I-20261105-8Q2M"]
    assert [session.id for session in workspace.training] == ["R-20260318-3C7T"]
    assert [visit.id for visit in workspace.visits] == ["V-20260401-0001"]
    assert [question.id for question in workspace.questions] == ["Q-20260401-0001"]
    assert [hazard.id for hazard in workspace.hazards] == ["H-20260401-0001"]
    assert list(workspace.handovers) == ["hq-cctv"]
    assert [price.model for price in workspace.prices["hq-cctv"]] == ["CAM-200"]
    assert [movement.quantity for movement in workspace.spares["2026"]] == [1]
    assert workspace.findings == []
    workspace.load_everything()
    assert workspace.findings == []
    assert workspace.checked == len(KINDS)


def test_a_workspace_may_be_almost_empty(tmp_path: Path) -> None:
    put(tmp_path, "aftercare.yaml", "aftercare: 1\ncompany: {name: x}\n")
    workspace = Workspace(tmp_path)
    workspace.load_everything()
    assert workspace.findings == []
    assert workspace.checked == 1
    assert workspace.staff is None
    assert (workspace.tickets, workspace.roster, workspace.prices) == ([], [], {})
    assert workspace.checklists  # the built-in ones


def test_records_come_in_the_order_of_their_paths(root: Path) -> None:
    for suffix, day in (("ZZZZ", "20261101"), ("0000", "20261130"), ("AAAA", "20251231")):
        name = f"T-{day}-{suffix}"
        put(root, path_of("ticket", name).removeprefix("records/"), TICKET.replace(TICKET_ID, name))
    workspace = Workspace(root)
    expected = ["T-20251231-AAAA", "T-20261101-ZZZZ", TICKET_ID, "T-20261130-0000"]
    assert [ticket.id for ticket in workspace.tickets] == expected
    assert workspace.ids("ticket") == expected


def test_one_record_is_read_by_its_id_alone(root: Path) -> None:
    put(root, "tickets/2026/10/T-20261001-0000.yaml", "broken: [")
    workspace = Workspace(root)
    assert workspace.ticket(TICKET_ID).summary == "大堂球机无图像"
    assert isinstance(workspace.read("ticket", TICKET_ID), Ticket)
    assert workspace.findings == []
    with pytest.raises(InvalidRecordsError) as caught:
        workspace.ticket("T-20261001-0000")
    assert told(caught.value.findings) == [
        Told("syntax", 1, 10, "is not valid YAML: did not find expected node content")
    ]
    assert (caught.value.exit_code, str(caught.value)) == (1, "records this command needs are wrong")
    with pytest.raises(InvalidRecordsError) as caught:
        workspace.ticket("T-20261001-0001")
    assert told(caught.value.findings) == [Told("unreadable-file", 0, 0, "cannot be read: No such file or directory")]


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "..", ".", "", "a/b", "a\\b", "C:x", "/etc/passwd", "T-20261122-7F3K/../x", "\0", "总" * 90],
)
def test_an_unsafe_id_is_no_record(root: Path, name: str) -> None:
    put(root, "x.yaml", SITE)
    assert not any(Workspace(root).exists_as(kind.name, name) for kind in KINDS)


def test_existence_is_asked_by_path(root: Path) -> None:
    workspace = Workspace(root)
    assert workspace.exists_as("ticket", TICKET_ID)
    assert workspace.exists_as("site", "hq")
    assert not workspace.exists_as("ticket", "T-20261122-7F3M")
    assert not workspace.exists_as("site", TICKET_ID)


def test_what_may_not_be_looked_for_is_not_held_to_be_missing(root: Path) -> None:
    shutil.rmtree(root / "records/equipment")
    (root / "records/equipment").write_text("", encoding="utf-8")
    workspace = Workspace(root)
    assert workspace.exists_as("equipment", "hq")
    with pytest.raises(InvalidRecordsError) as caught:
        workspace.read("equipment", "hq")
    assert [str(found.text) for found in caught.value.findings] == ["cannot be read: Not a directory"]


def test_settings_that_are_wrong_stop_a_command_and_are_told_once(root: Path) -> None:
    put(root, "aftercare.yaml", WORKSPACE.replace("aftercare: 1", "aftercare: 9").replace("\n", "\r\n"))
    workspace = Workspace(root)
    for _ in range(2):
        with pytest.raises(InvalidRecordsError) as caught:
            _ = workspace.settings
        assert told(caught.value.findings) == [
            Told("line-ends", 1, 1, "has CRLF line ends", LF),
            Told("value", 2, 12, "9 is not a word known here", "it is one of 1"),
        ]
    workspace.load_everything()
    assert len(workspace.findings) == 2


BROKEN = {
    "": [Told("no-mapping", 1, 1, "is empty; exactly one mapping is expected")],
    "# nothing\n": [Told("no-mapping", 1, 1, "is empty; exactly one mapping is expected")],
    "\0" * 512: [Told("control-character", 1, 1, "holds the control character U+0000 at byte 0", "delete it")],
    TICKET + "\x1b": [Told("control-character", 16, 1, "holds the control character U+001B at byte 792", "delete it")],
    TICKET.replace("大", "\ud800", 1): [
        Told("not-utf8", 6, 10, "is not UTF-8: byte 125 is 0xed", "save the file as UTF-8")
    ],
    TICKET.replace("site: hq", "site: hq\nsite: hq"): [
        Told(
            "duplicate-key",
            4,
            1,
            "the key site is given on line 3 and again on line 4",
            "keep one of the two: both would be a fact, and they may differ",
        )
    ],
    TICKET.replace("site: hq", "<<<<<<< HEAD\nsite: hq\n=======\nsite: s1\n>>>>>>> other"): [
        Told(
            "merge-conflict",
            3,
            1,
            "holds an unresolved merge conflict",
            "choose what is right, delete the marker lines, then run git add",
        )
    ],
    TICKET.replace("reported_at:", "reportedat:"): [
        Told("unknown-key", 8, 1, "unknown key reportedat", "did you mean reported_at?"),
        Told("missing-key", 2, 1, "the key reported_at is missing", "add reported_at"),
    ],
    TICKET.replace("by: eng-a, cause: quality", "by: Eng A, cause: qualty"): [
        Told(
            "value",
            14,
            57,
            "Eng A cannot be an id here",
            "use lower-case letters, digits and hyphens, at most 63, and no name that Windows reserves",
        ),
        Told("value", 14, 71, "qualty is not a word known here", "did you mean quality?"),
    ],
    TICKET.replace(TICKET_ID, "T-20261122-7F3M"): [
        Told(
            "misplaced",
            2,
            5,
            "the file's name and its id T-20261122-7F3M differ",
            "move it to records/tickets/2026/11/T-20261122-7F3M.yaml, or correct the id",
        )
    ],
}


@pytest.mark.parametrize("content", BROKEN, ids=range(len(BROKEN)))
def test_one_bad_file_never_hides_the_others(root: Path, content: str) -> None:
    other = "T-20261122-0000"
    put(root, f"tickets/2026/11/{other}.yaml", TICKET.replace(TICKET_ID, other))
    put(root, TICKET_PATH.removeprefix("records/"), content.encode(errors="surrogatepass"))
    expected = BROKEN[content]
    workspace = Workspace(root)
    assert [ticket.id for ticket in workspace.tickets] == [other]
    assert told(workspace.findings) == expected
    assert {(found.path, found.severity) for found in workspace.findings} == {(TICKET_PATH, "error")}
    with pytest.raises(InvalidRecordsError) as caught:
        workspace.ticket(TICKET_ID)
    assert told(caught.value.findings) == expected


def test_a_record_in_the_wrong_month_is_told(root: Path) -> None:
    file = root / TICKET_PATH
    wrong = root / "records/tickets/2026/10" / file.name
    wrong.parent.mkdir()
    file.rename(wrong)
    assert all_told(root) == {
        "records/tickets/2026/10/T-20261122-7F3K.yaml": [
            Told(
                "misplaced",
                2,
                5,
                "T-20261122-7F3K lies in the wrong folder",
                "move it to records/tickets/2026/11/T-20261122-7F3K.yaml, or correct the id",
            )
        ]
    }


@pytest.mark.parametrize(
    ("name", "key", "record_id"),
    [
        ("site", "id", "hq"),
        ("equipment", "site", "hq"),
        ("handover", "contract", "hq-cctv"),
        ("bill", "id", "B-20260401-0001"),
    ],
)
def test_a_name_that_is_not_the_id_is_told(root: Path, name: KindName, key: str, record_id: str) -> None:
    file = root / path_of(name, record_id)
    file.rename(file.with_name("other.yaml"))
    (found,) = findings(root)
    assert found.path == path_of(name, record_id).replace(record_id, "other")
    assert str(found.text) == f"the file's name and its {key} {record_id} differ"
    assert str(found.hint) == f"move it to {path_of(name, record_id)}, or correct the {key}"


def test_upper_and_lower_case_are_two_names(root: Path) -> None:
    file = root / TICKET_PATH
    file.rename(file.with_name(file.name.lower().replace(".yaml", "") + ".yaml"))
    assert [found.code for found in findings(root)] == ["misplaced"]


def test_files_that_nothing_reads_are_warned_of(root: Path) -> None:
    stray = [
        "tikets/2026/11/T-20261122-7F3M.yaml",
        "tickets/T-20261122-7F3M.yaml",
        "tickets/2026/T-20261122-7F3M.yaml",
        "tickets/2026/11/12/T-20261122-7F3M.yaml",
        "sites/hq.yml",
        "sites/hq.yaml.orig",
        "sites/photo.jpg",
        "prices/2026.yaml",
        "attachment/photo.jpg",
        "README.md",
    ]
    for path in stray:
        put(root, path, b"\0")
    for path in (
        "attachments/T-20261122-7F3K/photo.jpg",
        ".schemas/ticket.json",
        "sites/.hq.yaml.swp",
        ".aftercare.lock",
    ):
        put(root, path, b"\0")
    hint = "files of people go to records/attachments/; records lie where docs/records.md says"
    expected = {f"records/{path}": [Told("stray-file", 0, 0, "is no record: nothing reads it", hint)] for path in stray}
    assert all_told(root) == expected
    # What looks like a record and is not read is missing from every report.
    wrong = sorted(found.path for found in findings(root) if found.severity == "error")
    assert wrong == sorted(f"records/{path}" for path in stray if path.endswith((".yaml", ".yml")))


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_odd_encodings_are_read_with_one_warning_each(root: Path, ending: str, mark: str) -> None:
    plain = Workspace(root)
    ticket, prices = plain.ticket(TICKET_ID), plain.prices
    for path in (TICKET_PATH.removeprefix("records/"), "prices/hq-cctv.csv"):
        content = (root / "records" / path).read_text(encoding="utf-8")
        put(root, path, (mark + content).replace("\n", ending))
    workspace = Workspace(root)
    workspace.load_everything()
    assert list(workspace.tickets) == [ticket]
    assert workspace.prices == prices
    warnings = [
        Told("byte-order-mark", 1, 1, "begins with a byte order mark", "aftercare fmt writes it without")
    ] * bool(mark)
    name = {"\r\n": "CRLF", "\r": "CR"}[ending]
    warnings.append(Told("line-ends", 1, 1, f"has {name} line ends", LF))
    assert all_told(root) == {TICKET_PATH: warnings, "records/prices/hq-cctv.csv": warnings}
    assert {found.severity for found in workspace.findings} == {"warning"}


def test_a_wrong_row_and_a_wrong_table_hide_nothing(root: Path) -> None:
    put(root, "prices/hq-cctv.csv", TABLES["prices/hq-cctv.csv"] + "a,b,c,300\n")
    put(root, "prices/old.csv", "<<<<<<< HEAD\nmodel,name,unit,unit_price\n=======\n>>>>>>> x\n")
    put(root, "spares/2025.csv", b"")
    put(root, "spares/2026.csv", b"\xff\xfe")
    workspace = Workspace(root)
    assert [price.model for price in workspace.prices["hq-cctv"]] == ["CAM-200"]
    assert list(workspace.prices) == ["hq-cctv"]
    assert workspace.spares == {}
    assert [(found.path, found.code, found.line) for found in workspace.findings] == [
        ("records/prices/hq-cctv.csv", "value", 3),
        ("records/prices/old.csv", "merge-conflict", 1),
        ("records/spares/2025.csv", "no-header", 1),
        ("records/spares/2026.csv", "not-utf8", 1),
    ]


def test_a_file_that_is_too_large_is_told_unread(root: Path) -> None:
    with (root / TICKET_PATH).open("r+b") as file:
        file.truncate(50 << 20)
    (found,) = all_told(root)[TICKET_PATH]
    assert (found.code, found.sentence) == ("too-large", "has 52428800 bytes, more than the 1048576 a record may have")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_pipes_folders_and_loops_are_told_without_waiting(root: Path) -> None:
    records = root / "records"
    os.mkfifo(records / "tickets/2026/11/T-20261122-0000.yaml")
    (records / "sites/s1.yaml").mkdir()
    (records / "sites/s2.yaml").symlink_to("nowhere.yaml")
    (records / "visits/2026/V-20260401-0002.yaml").symlink_to("V-20260401-0002.yaml")
    (records / "questions/2027").symlink_to("2027")
    (records / "hazards/2027").symlink_to("../hazards")
    put(root, "training/2027", "a file where a folder is expected")
    shutil.rmtree(records / "bills")
    put(root, "bills", "a file where a folder is expected")
    (records / "staff.yaml").unlink()
    (records / "staff.yaml").mkdir()
    assert [(found.path, found.code) for found in findings(root)] == [
        ("records/sites/s1.yaml", "not-a-file"),
        ("records/sites/s2.yaml", "unreadable-file"),
        ("records/staff.yaml", "not-a-file"),
        ("records/tickets/2026/11/T-20261122-0000.yaml", "not-a-file"),
        ("records/visits/2026/V-20260401-0002.yaml", "unreadable-file"),
        ("records/bills", "unreadable-file"),
        ("records/bills", "stray-file"),
        ("records/questions/2027", "stray-file"),
        ("records/training/2027", "stray-file"),
    ]


def test_every_built_in_checklist_is_a_record(tmp_path: Path) -> None:
    checklists = Workspace(tmp_path).checklists
    assert checklists
    assert all(name == checklist.id and checklist.checks for name, checklist in checklists.items())


def test_the_sample_workspace_is_read_whole() -> None:
    workspace = Workspace(Path(__file__).parents[2])
    workspace.load_everything()
    assert [found for found in workspace.findings if found.severity == "error"] == []


# What a mutation puts in, separated by spaces, with the escapes of Python.
TOKENS = r"""
    &a\x20 *a !!x\x20 !\x20 <<:\x20 -\x20 [ ] { } :\x20 ?\x20 ' " | > # \x20# % @ ` , \t \r \n \r\n \x20\x20 \\
    ---\n ...\n null ~ \0 \x1b \xff \xef\xbb\xbf \xef\xbf\xbe \xe2\x80\xa8 \xc2\x85 "\\ud800" "\\0"
    1e999999 0000-00-00 <<<<<<<\x20a\n id:\x20T-20261122-7F3K\n
"""
NOISE = [token.encode().decode("unicode_escape").encode("latin-1") for token in re.findall(r"\S+", TOKENS)]
NOISE += [b"[" * 40, b"{a: " * 30, b"x" * 2000, b"9" * 400]


def mutated(data: bytes, draw: st.DataObject) -> bytes:
    for _ in range(draw.draw(st.integers(1, 4))):
        start = draw.draw(st.integers(0, len(data)))
        end = start + draw.draw(st.sampled_from([0, 0, 1, 2, 10, 100]))
        middle = draw.draw(st.sampled_from(NOISE) | st.binary(max_size=4) | st.just(data[start:end] * 2))
        data = data[:start] + middle + data[end:]
    return data


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder for workspaces of one file."""
    return tmp_path_factory.mktemp("ground")


FILES = {**{path: MINIMAL[name] for name, path in PLACES.items()}, **TABLES}


@settings(deadline=None, max_examples=600)
@given(st.data())
def test_damaged_files_never_raise_anything_else(ground: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(FILES)))
    file = put(ground, path, mutated(FILES[path].encode(), data))
    try:
        check_told(ground)
    finally:
        file.unlink()


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(sorted(FILES)), st.binary(max_size=200))
def test_random_bytes_never_raise_anything_else(ground: Path, path: str, content: bytes) -> None:
    file = put(ground, path, content)
    try:
        check_told(ground)
    finally:
        file.unlink()


def check_told(root: Path) -> None:
    """Load a workspace of one file: it is a record, or told with line and column."""
    workspace = Workspace(root)
    workspace.load_everything()
    errors = [found for found in workspace.findings if found.severity == "error"]
    assert workspace.checked == 1
    for found in errors:
        assert found.line > 0
        assert found.column > 0
        assert str(found.text)
        assert found.hint is None or str(found.hint)
    (path,) = [path for kind in KINDS for path in workspace.paths(kind)]
    kind = next(kind for kind in KINDS if path in workspace.paths(kind))
    if not kind.is_table and kind.name != "workspace":
        record_id = path.rpartition("/")[2].removesuffix(".yaml")
        if errors:
            with pytest.raises(InvalidRecordsError) as caught:
                workspace.read(kind.name, record_id)
            assert [found for found in caught.value.findings if found.severity == "error"] == errors
        else:
            assert isinstance(workspace.read(kind.name, record_id), BY_NAME[kind.name].type)


def test_a_thousand_records_survive_a_broken_tenth(tmp_path: Path) -> None:
    for number in range(1000):
        name = f"T-20261122-{number:04d}"
        content = TICKET.replace(TICKET_ID, name)
        put(tmp_path, f"tickets/2026/11/{name}.yaml", content[: number % 97] if number % 10 == 3 else content)
    workspace = Workspace(tmp_path)
    assert len(workspace.tickets) == 900
    assert {found.path[-6] for found in workspace.findings} == {"3"}
    assert len({found.path for found in workspace.findings}) == 100
