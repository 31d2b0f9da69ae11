"""Naming a record: its id, any unique beginning or end of it; and what is said where that is not enough."""

import pytest

from tests.cli.program import Program

FIRST_EIGHT = (
    "T-20260601-MET1, T-20260602-RPN8, T-20260603-BRK2, T-20260604-CAN9,"
    " T-20260605-EXC3, T-20260609-ASK7, T-20260610-PSE5, T-20260610-RSK4"
)


@pytest.mark.parametrize("wanted", ["T-20260610-RSK4", "RSK4", "rsk4", "K4", "4", "t-20260610-r"])
def test_a_unique_beginning_or_end_is_enough(harbour: Program, wanted: str) -> None:
    assert harbour.answer(f"ticket show {wanted} --format json") == harbour.answer("ticket show RSK4 --format json")


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("sla report --contract port", "sla report --contract port-cctv"),
        ("due --site mi", "due --site mill"),
        ("site show 2", "site show gate-2"),
        ("contract show NET", "contract show mill-net"),
        ("equipment show q-cam", "equipment show Q-CAM-1"),
        ("staff show c", "staff show cy"),
    ],
)
def test_so_it_is_for_every_kind_of_record(harbour: Program, part: str, whole: str) -> None:
    assert harbour.answer(part) == harbour.answer(whole)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "ticket show T-20260610",
            (
                "error: T-20260610 may mean 3 records\n"
                "hint: write more of the id: T-20260610-PSE5, T-20260610-RSK4, T-20260610-SMK6\n"
            ),
        ),
        (
            "ticket show T-",
            f"error: T- may mean 9 records\nhint: write more of the id: {FIRST_EIGHT} …\n",
        ),
        (
            "ticket show RSK5",
            "error: no ticket is called RSK5\nhint: did you mean T-20260610-RSK4, T-20260610-SMK6, T-20260610-PSE5?\n",
        ),
        (
            "ticket show T-20260610-RSK5",
            (
                "error: no ticket is called T-20260610-RSK5\nhint: did you mean"
                " T-20260610-RSK4, T-20260610-SMK6, T-20260610-PSE5?\n"
            ),
        ),
        ("ticket show 7XYZ", f"error: no ticket is called 7XYZ\nhint: known are {FIRST_EIGHT} …\n"),
        ("ticket show ''", f"error: no ticket is called \nhint: known are {FIRST_EIGHT} …\n"),
        (
            "ticket show ../../../etc/passwd",
            f"error: no ticket is called ../../../etc/passwd\nhint: known are {FIRST_EIGHT} …\n",
        ),
        ("ticket list --site kay", "error: no site is called kay\nhint: did you mean quay?\n"),
        ("ticket list --state opn", "error: opn is no state of a ticket\nhint: did you mean reopened?\n"),
        ("sla report --site gate-3", "error: no site is called gate-3\nhint: did you mean gate-2?\n"),
        ("sla report --contract prt-cctv", "error: no contract is called prt-cctv\nhint: did you mean port-cctv?\n"),
        ("sla report --promise arival", "error: no promise is called arival\nhint: did you mean arrival?\n"),
        (
            "sla acknowledge BRK2 arival --reason x --action y",
            "error: T-20260603-BRK2 has no promise called arival\nhint: did you mean arrival?\n",
        ),
        ("site show gate-3", "error: no site is called gate-3\nhint: did you mean gate-2?\n"),
        ("contract show net-mill", "error: no contract is called net-mill\nhint: did you mean mill-net?\n"),
        ("equipment show Q-CAM-2", "error: no equipment is called Q-CAM-2\nhint: did you mean Q-CAM-1, Q-VMS-1?\n"),
        ("staff show bob", "error: nobody in staff.yaml is called bob\nhint: did you mean bo?\n"),
        ("schema tiket", "error: no kind of record is called tiket\nhint: did you mean ticket?\n"),
        (
            "clock 09:00 1h --calendar wrk",
            "error: no calendar is called wrk\nhint: calendars here are 24x7, work, night, berlin\n",
        ),
    ],
)
def test_what_is_not_found_is_said_with_what_is_near(harbour: Program, line: str, said: str) -> None:
    assert harbour.refusal(line) == said


def test_where_nothing_is_recorded_nothing_can_be_meant(nowhere: Program) -> None:
    nowhere.write("records/aftercare.yaml", "aftercare: 1\ncompany: {name: Nobody}\n")
    for line, said in (
        ("ticket show 7F3K", "no ticket is called 7F3K"),
        ("ticket open hq x", "no site is called hq"),
        ("staff show bo", "nobody in staff.yaml is called bo"),
    ):
        assert nowhere.refusal(line) == f"error: {said}\nhint: there is none yet\n"
