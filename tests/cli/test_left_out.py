"""Lists and views say what they leave out, and exit 1; what they do not read does not matter to them."""

import pytest

from tests.cli.program import Program

ONE = "1 record is wrong: what is shown above is incomplete (aftercare check)\n"


def broken(harbour: Program, path: str) -> str:
    """Add a key that no record has to a record, and give what is told about it."""
    text = harbour.text(path)
    harbour.write(path, f"{text}odd: 1\n")
    line = text.count("\n") + 1
    return f"{path}:{line}:1: error[unknown-key]: unknown key odd\n    odd: 1\n"


@pytest.mark.parametrize(
    ("line", "path", "left"),
    [
        ("contract list", "records/contracts/mill-net.yaml", "1 contract\n"),
        ("site list", "records/sites/mill.yaml", "2 sites\n"),
        ("equipment list", "records/equipment/quay.yaml", "1 item\n"),
        ("equipment list --site quay", "records/equipment/quay.yaml", "0 items\n"),
        ("staff list", "records/staff.yaml", "0 people\n"),
        ("site show quay", "records/equipment/quay.yaml", "quay\n"),
        ("equipment show Q-CAM-1", "records/tickets/2026/06/T-20260601-MET1.yaml", "Q-CAM-1\n"),
    ],
)
@pytest.mark.parametrize("form", ["table", "json"])
def test_what_is_left_out_is_told(harbour: Program, line: str, path: str, left: str, form: str) -> None:
    told = broken(harbour, path)
    outcome = harbour(f"{line} --format {form}")
    assert outcome.code == 1
    assert outcome.out.startswith(left if form == "table" else "{\n")
    assert outcome.err.startswith(told)
    assert outcome.err.endswith(ONE)
    assert outcome.err.count("error[") == 1


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("contract list", "records/sites/mill.yaml"),
        ("site list", "records/staff.yaml"),
        ("staff list", "records/contracts/mill-net.yaml"),
        ("equipment list --site mill", "records/equipment/quay.yaml"),
        ("site show mill", "records/equipment/quay.yaml"),
        ("equipment show Q-CAM-1", "records/equipment/mill.yaml"),
    ],
)
def test_what_is_shown_whole_is_not_complained_of(harbour: Program, line: str, path: str) -> None:
    broken(harbour, path)
    harbour.answer(line)


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("equipment show Q-CAM-1", "records/equipment/quay.yaml"),
        ("staff show ana", "records/staff.yaml"),
        ("staff add zoe --name Zoe", "records/staff.yaml"),
        ("ticket note RSK4 x --by ana", "records/staff.yaml"),
        ("ticket note RSK4 x --by nobody-at-all", "records/staff.yaml"),
    ],
)
def test_what_cannot_be_looked_up_is_refused(harbour: Program, line: str, path: str) -> None:
    told = broken(harbour, path)
    before = harbour.files()
    outcome = harbour(line)
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith(told)
    assert outcome.err.endswith("error: records this command needs are wrong\n")
    assert harbour.files() == before


def test_who_did_it_may_be_left_out_while_the_list_is_wrong(harbour: Program) -> None:
    broken(harbour, "records/staff.yaml")
    harbour.answer("ticket note RSK4 x")
    assert "type: noted, note: x}" in harbour.text("records/tickets/2026/06/T-20260610-RSK4.yaml")
    assert harbour.refusal("equipment show nothing") == (
        "error: no equipment is called nothing\nhint: known are M-SW-1, Q-CAM-1, Q-NVR-1, Q-VMS-1\n"
    )


CONTRACT = "records/contracts/port-cctv.yaml"


@pytest.mark.parametrize("line", ["sla report", "due", "ticket list"])
def test_a_calendar_that_nobody_defined_stops_no_report(harbour: Program, line: str) -> None:
    whole = harbour.answer(f"{line} --format csv")
    text = harbour.text(CONTRACT).replace("stop: arrived", "stop: arrived, calendar: nihgt", 1)
    harbour.write(CONTRACT, text)
    outcome = harbour(f"{line} --format csv")
    assert outcome.code == 1
    others = [row for row in whole.splitlines() if "mill" in row]
    assert others
    assert [row for row in outcome.out.splitlines() if "mill" in row] == others
    number = next(number for number, row in enumerate(text.splitlines(), 1) if "nihgt" in row)
    assert f"{CONTRACT}:{number}:" in outcome.err
    assert ": error[unknown-calendar]: no calendar is called nihgt\n" in outcome.err
    assert outcome.err.endswith(ONE)


@pytest.mark.parametrize("line", ["ticket show RSK4", "sla show RSK4", "ticket note RSK4 x", "ticket open quay Dark"])
def test_a_ticket_in_such_a_calendar_is_refused_with_the_place(harbour: Program, line: str) -> None:
    harbour.write(CONTRACT, harbour.text(CONTRACT).replace("stop: arrived", "stop: arrived, calendar: nihgt", 1))
    before = harbour.files()
    outcome = harbour(line)
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith(f"{CONTRACT}:")
    assert harbour.files() == before


def test_a_country_without_known_holidays_stops_no_report(harbour: Program) -> None:
    path = "records/aftercare.yaml"
    harbour.write(path, harbour.text(path).replace("holidays: CN", "holidays: QX"))
    outcome = harbour("sla report --format csv")
    assert outcome.code == 1
    assert len(outcome.out.splitlines()) > 1
    assert "error[unknown-calendar]: no holidays are known for QX" in outcome.err
