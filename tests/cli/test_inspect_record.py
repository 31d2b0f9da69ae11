"""Recording what was found, line by line and from a sheet that was filled in; finishing the round."""

import io
import json
import sys

import pytest

from tests.cli.program import Program
from tests.cli.quayside import SHEET, draft, filled_in, promise_inspections

WROTE = f"wrote {SHEET}\n"


@pytest.fixture
def quay(harbour: Program) -> Program:
    """Give the harbour with the quay's sheet of June, on which nothing is recorded."""
    promise_inspections(harbour)
    draft(harbour)
    return harbour


def record(quay: Program, line: str) -> str:
    """Record a result, and give the line that stands for it."""
    outcome = quay(f"inspect record 8Q2M {line}")
    assert (outcome.code, outcome.err) == (0, WROTE)
    return quay.text(SHEET).partition("results:\n")[2]


def test_a_result_stands_where_its_line_does(quay: Program) -> None:
    assert record(quay, "safety pass") == "  - {check: safety, result: pass}\n"
    assert record(quay, "image 4 --equipment ptz-2 --mark blur --mark snow --note 'at night'") == (
        "  - {check: image-quality, equipment: Q-PTZ-2, result: pass,"
        ' grade: "4", marks: [snow, blur], note: at night}\n'
        "  - {check: safety, result: pass}\n"
    )
    assert record(quay, "image 3 --equipment q-cam-1").splitlines()[:2] == [
        '  - {check: image-quality, equipment: Q-CAM-1, result: fail, grade: "3"}',
        '  - {check: image-quality, equipment: Q-PTZ-2, result: pass, grade: "4", marks: [snow, blur], note: at night}',
    ]


def test_recording_again_replaces_the_line_and_keeps_its_ticket_and_its_comment(quay: Program) -> None:
    quay.write(
        SHEET,
        draft(quay)
        + "results:\n"
        + "  # by hand\n"
        + "  - {check: housing, equipment: Q-CAM-1, result: fail, ticket: T-20260602-RPN8} # cracked\n"
        + "  - {check: safety, result: pass}\n",
    )
    assert record(quay, "housing pass --equipment Q-CAM-1 --note mended") == (
        "  # by hand\n"
        "  - {check: housing, equipment: Q-CAM-1, result: pass, note: mended, ticket: T-20260602-RPN8} # cracked\n"
        "  - {check: safety, result: pass}\n"
    )
    told = quay("inspect record 8Q2M housing pass --equipment Q-CAM-1 --note mended")
    assert told.err == f"nothing to write: {SHEET} says so already\n"
    assert "note: T-20260602-RPN8 was opened for housing Q-CAM-1, which passes now\n" in told.out


def test_a_check_made_on_one_item_names_it(quay: Program) -> None:
    assert record(quay, "ptz-presets fail --note slipped") == (
        "  - {check: ptz-presets, equipment: Q-PTZ-2, result: fail, note: slipped}\n"
    )
    # Said of the whole check before, it is the same line.
    quay.write(SHEET, draft(quay) + "results:\n  - {check: ptz-presets, result: pass}\n")
    assert record(quay, "ptz-presets na") == "  - {check: ptz-presets, equipment: Q-PTZ-2, result: na}\n"


def test_a_result_of_the_whole_check_covers_the_items_without_one(quay: Program) -> None:
    record(quay, "housing fail --equipment Q-CAM-2 --note cracked")
    record(quay, "housing pass")
    lines = json.loads(quay.answer("inspect show 8Q2M --format json"))["lines"]
    assert [(line["equipment"], line["result"]) for line in lines if line["check"] == "housing"] == [
        ("Q-CAM-1", "pass"),
        ("Q-CAM-2", "fail"),
        ("Q-PTZ-2", "pass"),
    ]


def test_a_check_without_items_here_may_be_said_not_to_apply(quay: Program) -> None:
    assert record(quay, "matrix na") == "  - {check: matrix-control, result: na}\n"
    assert '\nmatrix-control,,"Control of pan-tilt' in quay.answer("inspect show 8Q2M --format csv")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("presets-ptz pass", "the checklist cctv has no check presets-ptz\nhint: did you mean ptz-presets"),
        ("lens pass", "lens may mean 3 records\nhint: write more of the id: lens-focus, lens-iris, lens-zoom\n"),
        ("housing fail", "housing is made on 3 items: fail on which one?\nhint: name it: Q-CAM-1, Q-CAM-2, Q-PTZ-2\n"),
        ("image 2", "image-quality is made on 3 items: fail on which one?"),
        ("housing pass --equipment Q-NVR-1", "housing is not made on Q-NVR-1: it is a nvr\n"),
        (
            "housing pass --equipment Q-PTZ-1",
            "Q-PTZ-1 is out of service: Q-PTZ-2 replaced it\nhint: did you mean Q-PTZ-2?",
        ),
        ("housing pass --equipment M-SW-1", "no camera/ptz at quay is called M-SW-1\n"),
        ("housing pass --equipment Q-CAM-3", "no camera/ptz at quay is called Q-CAM-3\nhint: did you mean Q-CAM-2"),
        ("safety hazard --equipment Q-CAM-1", "safety is one line for the whole site\n"),
        ("image pass", "image-quality is graded: pass alone does not say how good the picture is\n"),
        ("image 5 --mark snow", "grade 5 means that nothing disturbs the picture: snow\n"),
        ("image 3 --mark rain --equipment Q-CAM-1", "rain is no mark\nhint: marks are snow, stripes, roll, blur\n"),
        ("lens-zoom 4", "lens-zoom is not graded\nhint: write pass, fail, na or hazard\n"),
        ("lens-zoom fail --mark snow", "lens-zoom has no picture to mark: snow\n"),
        ("lens-zoom good", "good is no result\nhint: write pass, fail, na or hazard\n"),
        ("lens-zoom pass --note ' '", "the text of note is empty\n"),
        ("lens-zoom", "no result is given\nhint: write CHECK RESULT, or --from FILE"),
        ("", "no result is given\n"),
        ("lens-zoom pass --from x.csv", "a result and a file with results are given at once\n"),
    ],
)
def test_what_cannot_be_recorded_is_refused(quay: Program, line: str, said: str) -> None:
    before = quay.files()
    assert quay.refusal(f"inspect record 8Q2M {line}").startswith(f"error: {said}")
    assert quay.files() == before


HEADER = "check,equipment,result,grade,marks,note\n"


def test_every_wrong_row_is_told_and_nothing_is_written(quay: Program) -> None:
    quay.write(
        "sheet.csv",
        HEADER
        + 'safety,,pass,,,"two\nlines"\n'
        + "housing,Q-NVR-1,pass,,,\n"
        + "\n"
        + "image,Q-CAM-1,pass,3,,\n"
        + "image,Q-CAM-2,,,snow,\n"
        + "zoom,,no,,,\n"
        + "safety,,na,,,\n",
    )
    before = quay.files()
    assert quay.refusal("inspect record 8Q2M --from sheet.csv") == (
        "sheet.csv:4: error: housing is not made on Q-NVR-1: it is a nvr\n"
        "    hint: did you mean Q-CAM-1?\n"
        "sheet.csv:6: error: pass contradicts the grade 3\n"
        "    hint: 4 and 5 pass, 1 to 3 fail: give the grade alone\n"
        "sheet.csv:7: note: there is no result, so the row is left out\n"
        "sheet.csv:8: error: no is no result\n"
        "    hint: write pass, fail, na or hazard\n"
        "sheet.csv:9: error: the same line of the sheet stands in line 2 already\n"
        "error: sheet.csv was not taken: rows that are wrong: 4\n"
        "hint: nothing was written; correct them, and give the file again\n"
    )
    assert quay.files() == before


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "sheet.csv is empty\nhint: the first line names the columns: check,equipment,title,location,result"),
        (
            b"check;equipment;result\nsafety;;pass\n",
            "the cells of sheet.csv are separated by semicolons\nhint: save it as",
        ),
        (b"check\tresult\nsafety\tpass\n", "the cells of sheet.csv are separated by tabs\n"),
        ("check，result\nsafety，pass\n".encode(), "the cells of sheet.csv are separated by full-width commas\n"),
        (b"check,result,\nsafety,pass,loose\n", "sheet.csv, line 2: something stands in a column without a name\n"),
        (b"check,result\nsafety,\n", "no row of sheet.csv has a result\nhint: fill in the column result\n"),
        (b"check,result\n", "no row of sheet.csv has a result\n"),
        (
            "check,result,note\nsafety,pass,松动\n".encode("gbk"),
            "sheet.csv: is not UTF-8: byte 30 is 0xcb\nhint: save it as",
        ),
        ("check,result\n".encode("utf-16"), "sheet.csv: is not UTF-8: byte 0 is 0xff\n"),
        (b"check,resutl\nsafety,pass\n", "sheet.csv has an unknown column resutl\nhint: did you mean result?\n"),
        (b"check,result,result\nsafety,pass,na\n", "the column result is given twice\n"),
        (b"check,note\nsafety,x\n", "sheet.csv has no column result\n"),
        (b"check,result\nsafety,pass,x\n", "sheet.csv, line 2: has 3 cells where the header has 2\n"),
        (b'check,result\nsafety,"pass\n', "sheet.csv, line 2: is not valid CSV: "),
    ],
)
def test_what_is_no_sheet_is_refused(quay: Program, data: bytes, said: str) -> None:
    (quay.folder / "sheet.csv").write_bytes(data)
    before = quay.files()
    assert quay.refusal("inspect record 8Q2M --from sheet.csv").startswith(f"error: {said}")
    assert quay.files() == before


def test_a_file_that_is_not_there_is_refused(quay: Program) -> None:
    said = quay.refusal("inspect record 8Q2M --from gone.csv")
    assert said == "error: gone.csv cannot be read: No such file or directory\n"


def test_what_was_written_out_reads_back_as_nothing_new(quay: Program) -> None:
    record(quay, "image 3 --equipment Q-CAM-1 --mark stripes --note '=1+1'")
    record(quay, "image 5 --note @all")
    record(quay, "safety hazard --note '-- loose'")
    before = quay.text(SHEET)
    sheet = quay.answer("inspect show 8Q2M --format csv")
    assert "'=1+1" in sheet
    quay.write("sheet.csv", sheet)
    assert quay("inspect record 8Q2M --from sheet.csv").err == f"nothing to write: {SHEET} says so already\n"
    assert quay.text(SHEET) == before


def test_a_sheet_may_come_from_standard_input_in_the_words_of_the_reader(
    quay: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = io.BytesIO(b"\xef\xbb\xbfCheck,Result,Location,Group\r\nzoom,Not Applicable,x,y\r\nimage,4,,\r\n,,,\r\n")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(data))
    assert record(quay, "--from -") == (
        '  - {check: image-quality, result: pass, grade: "4"}\n  - {check: lens-zoom, equipment: Q-PTZ-2, result: na}\n'
    )


def test_trying_writes_nothing(quay: Program) -> None:
    before = quay.files()
    outcome = quay("inspect record 8Q2M safety pass --dry-run")
    assert (outcome.code, outcome.err) == (0, "nothing was written (--dry-run)\n")
    assert outcome.out.splitlines()[-2:] == ["+results:", "+  - {check: safety, result: pass}"]
    assert quay.files() == before


@pytest.fixture
def complete(quay: Program) -> Program:
    """Give the quay with a sheet on which everything is recorded."""
    quay.write("sheet.csv", filled_in(quay.answer("inspect show 8Q2M --format csv"), {}))
    assert quay("inspect record 8Q2M --from sheet.csv").code == 0
    return quay


def test_a_round_is_finished_with_what_is_known_of_it(complete: Program) -> None:
    assert complete("inspect finish 8Q2M --by cy --signed-at 11:30 --at 11:00").code == 0
    head, _, tail = complete.text(SHEET).partition("results:\n")
    assert head.splitlines()[3:] == ["inspected_at: 2026-06-10T11:00:00+08:00", "by: [cy]"]
    assert tail.splitlines()[-1] == "signed_at: 2026-06-10T11:30:00+08:00"
    assert "witness" not in complete.text(SHEET)


def test_a_late_round_says_so_and_what_is_next(complete: Program) -> None:
    outcome = complete("inspect finish 8Q2M --witness Control", now="2026-07-03T09:00+08:00")
    assert outcome.out == (
        "I-20260608-8Q2M\n\n"
        "inspection of quay for 2026-06, due by 2026-06-30: 3 days late\n"
        "made 2026-07-03 09:00\nby bo, cy\nwitness: Control\nsigned 2026-07-03 09:00\n16 passed, 0 failed\n\n"
        "Failed checks\nNothing failed.\n\n"
        f"next inspection of quay: 2026-07, due by 2026-07-31\n{SHEET}\n"
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("--at 12:01", "2026-06-10 12:01+08:00 has not come yet: it is 2026-06-10 12:00+08:00\n"),
        ("--at 11:00 --signed-at 12:01", "2026-06-10 12:01+08:00 has not come yet"),
        (
            "--at 11:00 --signed-at 10:59",
            "it was signed at 2026-06-10 10:59+08:00, before it was made at 2026-06-10 11:00+08:00\n",
        ),
        ("--by zoe", "nobody in staff.yaml is called zoe\n"),
        ("--witness ''", "the text of witness is empty\n"),
    ],
)
def test_what_cannot_be_of_a_round_is_refused(complete: Program, line: str, said: str) -> None:
    before = complete.files()
    assert complete.refusal(f"inspect finish 8Q2M {line}").startswith(f"error: {said}")
    assert complete.files() == before


def test_a_round_with_lines_left_is_not_finished(quay: Program) -> None:
    assert quay.refusal("inspect finish 8Q2M") == (
        "error: I-20260608-8Q2M is not complete: 16 lines have no result\n"
        "hint: record them first: room-equipment Q-NVR-1, monitoring-host Q-NVR-1, line-connection …\n"
    )


def test_a_finished_round_stays_as_it_is(complete: Program) -> None:
    complete("inspect finish 8Q2M --at 11:00")
    before = complete.files()
    for line in ("inspect finish 8Q2M", "inspect record 8Q2M safety na", "inspect record 8Q2M --from sheet.csv"):
        said = complete.refusal(line)
        assert said.startswith("error: I-20260608-8Q2M is finished: it was made at 2026-06-10 11:00+08:00\nhint: ")
    assert complete.files() == before
