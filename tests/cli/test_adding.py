"""Sites, contracts, equipment and people that are added: the exact text of their records."""

import json

import pytest

from tests.cli.program import Program

BLANK = (
    "error: the text of {} is empty\nhint: write what there is to say; leave the option out where there is nothing\n"
)
SLUG = "hint: use lower-case letters, digits and hyphens, at most 63, and no name that Windows reserves\n"
PLAN = """\
warranty: {months: 36}
targets:
  arrival: {start: reported, within: 3h, stop: arrived}
  standby: {start: fault, within: 8h, stop: standby_in_service, unless_restored_within: 5h}
  spares: {start: reported, within: 8h, stop: spares_on_site, needs: spares, discharged_by: resolved}
inspection: {every: 1 month, checklist: cctv}
"""


@pytest.mark.parametrize(
    ("line", "path", "written"),
    [
        (
            "site add dock --contract port --name 'Dock 7' --address 'Pier: north' --contact Ed --phone 007",
            "records/sites/dock.yaml",
            (
                'id: dock\ncontract: port-cctv\nname: Dock 7\naddress: "Pier: north"\n'
                'contacts:\n  - {name: Ed, phone: "007"}\n'
            ),
        ),
        (
            "site add yes --contract mill-net --name no",
            "records/sites/yes.yaml",
            'id: "yes"\ncontract: mill-net\nname: "no"\n',
        ),
        (
            "contract add new --name 新楼 --customer 甲方 --acceptance 2026-01-31 --handover 2026-02-28",
            "records/contracts/new.yaml",
            f"id: new\nname: 新楼\ncustomer: {{name: 甲方}}\nacceptance: 2026-01-31\nhandover: 2026-02-28\n{PLAN}",
        ),
        (
            (
                "equipment add gate G-CAM-1 --category camera --model CAM-9 --serial 007 --location Mast"
                " --installed 2026-01-02 --quantity 3"
            ),
            "records/equipment/gate-2.yaml",
            (
                'site: gate-2\nitems:\n  - {id: G-CAM-1, category: camera, model: CAM-9, serial: "007", location: Mast,'
                " installed: 2026-01-02, quantity: 3}\n"
            ),
        ),
    ],
)
def test_a_new_record_is_written_in_canonical_layout(harbour: Program, line: str, path: str, written: str) -> None:
    outcome = harbour(line)
    assert (outcome.code, outcome.err) == (0, f"wrote {path}\n")
    assert harbour.text(path) == written
    assert harbour("fmt --check") == (0, "", "everything is in canonical layout\n")
    assert harbour.answer("check") == "20 files checked: 0 errors, 0 warnings\n"


@pytest.mark.parametrize(
    ("line", "path", "added"),
    [
        (
            "equipment add quay Q-VMS-2 --category software --model VMS --name 'Video platform' --software",
            "records/equipment/quay.yaml",
            "{id: Q-VMS-2, category: software, model: VMS, name: Video platform, software: true}",
        ),
        (
            "staff add ed --name Ed --role service_engineer --phone +86-1",
            "records/staff.yaml",
            '{id: ed, name: Ed, role: service_engineer, phone: "+86-1"}',
        ),
        (
            "staff add flo --name Flo --role records_clerk --hours working_hours",
            "records/staff.yaml",
            "{id: flo, name: Flo, role: records_clerk, hours: working_hours}",
        ),
    ],
)
def test_a_new_item_is_one_more_line(harbour: Program, line: str, path: str, added: str) -> None:
    before = harbour.text(path)
    diff = harbour(f"{line} --dry-run")
    assert (diff.code, diff.err) == (0, "nothing was written (--dry-run)\n")
    assert [row for row in diff.out.splitlines() if row[0] == "+"] == [f"+++ b/{path}", f"+  - {added}"]
    assert harbour.text(path) == before
    assert harbour(line) == (0, "", f"wrote {path}\n")
    assert harbour.text(path) == f"{before}  - {added}\n"


def test_the_first_person_begins_the_list(nowhere: Program) -> None:
    nowhere.write("records/aftercare.yaml", "aftercare: 1\ncompany: {name: Nobody}\n")
    assert nowhere.answer("staff list") == "0 people\n\nNobody is listed.\n"
    assert nowhere("staff add ana --name Ana") == (0, "", "wrote records/staff.yaml\n")
    assert nowhere.text("records/staff.yaml") == "staff:\n  - {id: ana, name: Ana}\n"


def test_what_was_added_is_told_to_programs(harbour: Program) -> None:
    outcome = harbour("site add dock --contract port-cctv --name Dock --format json")
    assert json.loads(outcome.out) == {
        "schema": "aftercare/site/1",
        "id": "dock",
        "path": "records/sites/dock.yaml",
        "site": {"id": "dock", "contract": "port-cctv", "name": "Dock"},
    }


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "site add quay --contract port --name x",
            "error: records/sites/quay.yaml exists already\nhint: nothing was written\n",
        ),
        ("site add dock --contract port --name ' '", BLANK.format("name")),
        ("site add dock --contract port --name x --phone ''", BLANK.format("contacts.phone")),
        ("contract add new --name x --customer ' '", BLANK.format("customer.name")),
        ("staff add ed --name ''", BLANK.format("name")),
        ("equipment add quay NEW --category x --model ''", BLANK.format("model")),
        ("site add Dock --contract port --name x", f"error: id: Dock cannot be an id here\n{SLUG}"),
        ("site add con --contract port --name x", f"error: con cannot be an id\n{SLUG}"),
        ("site add ../../x --contract port --name x", f"error: ../../x cannot be an id\n{SLUG}"),
        (f"site add {'a' * 64} --contract port --name x", f"error: {'a' * 64} cannot be an id\n{SLUG}"),
        ("site add dock --contract ort --name x", "error: no contract is called ort\nhint: did you mean port-cctv?\n"),
        (
            "contract add new --name x --customer y --handover 2026-02-30",
            "error: 2026-02-30 is no day of the calendar\n",
        ),
        ("staff add bo --name x", "error: bo is in staff.yaml already\n"),
        ("staff add Bo --name x", f"error: staff.4.id: Bo cannot be an id here\n{SLUG}"),
        (
            "staff add ed --name Ed --hours 9-18",
            "error: nobody's hours are 9-18\nhint: known are 24h, working_hours\n",
        ),
        (
            "staff add ed --name Ed --role engineer",
            "error: engineer is no role\nhint: did you mean service_engineer?\n",
        ),
        ("equipment add mill q-cam-1 --category x --model y", "error: q-cam-1 is used already, at quay\n"),
        (
            "equipment add quay X --category x --model y --quantity 0",
            "error: 0 is not a whole number from 1 to 999999\n",
        ),
        (
            "equipment add quay 'a b' --category x --model y",
            (
                "error: items.3.id: a b cannot be an id here\nhint: use letters, digits, hyphens and underscores,"
                " at most 63, and no name that Windows reserves\n"
            ),
        ),
    ],
)
def test_what_cannot_be_added_is_refused(harbour: Program, line: str, said: str) -> None:
    before = harbour.files()
    assert harbour.refusal(line) == said
    assert harbour.files() == before


def test_a_telephone_number_needs_no_name(harbour: Program) -> None:
    harbour("site add dock --contract port --name Dock --phone 0001")
    assert harbour.text("records/sites/dock.yaml") == (
        'id: dock\ncontract: port-cctv\nname: Dock\ncontacts:\n  - {phone: "0001"}\n'
    )


def test_a_list_that_is_wrong_is_not_added_to(harbour: Program) -> None:
    path = next(path for path in harbour.files() if path.startswith("records/equipment/"))
    site = path.rpartition("/")[2].removesuffix(".yaml")
    wrong = harbour.text(path) + "odd: 1\n"
    harbour.write(path, wrong)
    outcome = harbour(f"equipment add {site} NEW-1 --category camera --model C")
    assert (outcome.code, harbour.text(path)) == (1, wrong)
    assert f"{path}:{wrong.count(chr(10))}:" in outcome.err
    assert "error[unknown-key]: unknown key odd" in outcome.err
