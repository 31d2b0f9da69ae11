"""Spares: what is in stock, what comes and goes, and whether it is what was promised."""

import json
import subprocess

import pytest

from tests.cli.golden import assert_golden
from tests.cli.program import SAMPLE_NOW, Program
from tests.cli.storehouse import HEADER, LEDGER, ROWS, TICKET, stock

LENT = "  - {at: 2026-06-10T07:00:00+08:00, type: standby_in_service, unit: N-1, due_on: 2026-06-09, condition: good}\n"


@pytest.fixture
def store(harbour: Program) -> Program:
    """Give the program in the harbour with spares."""
    return stock(harbour)


@pytest.mark.golden
@pytest.mark.parametrize(
    ("name", "line", "code"),
    [
        ("spare-list.txt", "spare list", 0),
        ("spare-list.json", "spare list --format json", 0),
        ("spare-list.csv", "spare list --format csv", 0),
        ("spare-list-low.txt", "spare list --low", 0),
        ("spare-list-holder.txt", "spare list --holder quay", 0),
        ("spare-list-earlier.txt", "spare list --as-of 2026-05-19 --model nvr-8", 0),
        ("spare-loan.txt", "spare loan", 0),
        ("spare-loan.json", "spare loan --open --format json", 0),
        ("spare-loan.csv", "spare loan --overdue --format csv", 0),
        ("spare-check.txt", "spare check", 1),
        ("spare-check.json", "spare check --format json", 1),
        ("spare-check.csv", "spare check --format csv", 1),
        ("spare-check.md", "spare check --format md", 1),
        ("spare-check-site.txt", "spare check --site mill", 1),
        ("spare-check-contract.txt", "spare check --contract port-cctv --as-of 2026-06-10T06:00", 1),
    ],
)
def test_the_store_is_reported(store: Program, name: str, line: str, code: int) -> None:
    contract = store.text("records/contracts/port-cctv.yaml")
    store.write("records/contracts/port-cctv.yaml", contract + "spares: {ratio: 20%, at_customer: {CAM-9: 2}}\n")
    store.write(
        LEDGER, HEADER.strip() + ",holder\n" + ROWS.replace("\n", ",\n") + "2026-06-01,CAM-9,1,receive,,,,quay\n"
    )
    store.write(TICKET, store.text(TICKET) + LENT)
    before = store.files()
    outcome = store(line)
    assert (outcome.code, outcome.err) == (code, "")
    assert_golden(f"harbour/{name}", outcome.out)
    assert store.files() == before


@pytest.mark.golden
@pytest.mark.parametrize(("name", "code"), [("spare-list.txt", 0), ("spare-check.txt", 1), ("spare-loan.txt", 0)])
def test_the_sample_has_its_spares(sample: Program, name: str, code: int) -> None:
    outcome = sample(name.removesuffix(".txt").replace("-", " ", 1), now=SAMPLE_NOW)
    assert (outcome.code, outcome.err) == (code, "")
    assert_golden(f"sample/{name}", outcome.out)


def test_what_is_short_may_be_no_reason_to_fail(store: Program) -> None:
    assert store("spare check").code == 1
    assert store("spare check --exit-zero").code == 0


def test_where_no_ledger_is_kept_nothing_is_listed(harbour: Program) -> None:
    assert harbour.answer("spare list") == (
        "0 models\n\nNo spares ledger yet: aftercare spare receive MODEL N begins one.\n"
    )
    assert harbour.answer("spare loan") == "0 loans\n\nNo standby unit is on loan.\n"


def test_the_first_part_begins_the_ledger(harbour: Program) -> None:
    outcome = harbour("spare receive CAM-9 2 --by ana --note 'two, boxed'")
    assert outcome == (
        0,
        (
            "1 model\n\n"
            "Model  In the store  At customers  On loan  Minimum  State\n"
            "CAM-9  2             0             0        —        in stock\n"
        ),
        f"wrote {LEDGER}\n",
    )
    assert harbour.text(LEDGER) == f'{HEADER}2026-06-10,CAM-9,2,receive,,ana,"two, boxed"\n'


@pytest.mark.parametrize(
    ("line", "row", "left"),
    [
        ("receive PSU-1 4 --at 06-01", "2026-06-01,PSU-1,4,receive,,,", 4),
        ("return CAM-9 1 --at yesterday --by bo", "2026-06-09,CAM-9,1,return,,bo,", 4),
        ("issue CAM-9 1 --note lent", "2026-06-10,CAM-9,1,issue,,,lent", 2),
        ("scrap NVR-8 1 --serial N-1", "2026-06-10,NVR-8,1,scrap,N-1,,", 0),
        ("count CAM-9 3", "2026-06-10,CAM-9,3,count,,,", 3),
        ("count NVR-8 1", "2026-06-10,NVR-8,1,count,,,", 1),
    ],
)
def test_a_movement_is_one_row(store: Program, line: str, row: str, left: int) -> None:
    outcome = store(f"spare {line} --format json")
    assert (outcome.code, outcome.err) == (0, f"wrote {LEDGER}\n")
    assert store.text(LEDGER) == f"{HEADER}{ROWS}{row}\n"
    (found,) = json.loads(outcome.out)["models"]
    assert found["store"] == left
    # What is listed afterwards is what was told.
    assert json.loads(store.answer(f"spare list --model {found['model']} --format json"))["models"] == [found]


def test_a_row_lies_in_the_year_of_its_day(store: Program) -> None:
    store("spare receive OLD-1 1 --at 2025-12-31")
    assert store.text("records/spares/2025.csv") == f"{HEADER}2025-12-31,OLD-1,1,receive,,,\n"
    assert store.text(LEDGER) == HEADER + ROWS


def test_handing_over_is_two_rows_in_one_write(store: Program) -> None:
    diff = store("spare issue CAM-9 2 --to quay --dry-run")
    assert diff.err == "nothing was written (--dry-run)\n"
    outcome = store("spare issue CAM-9 2 --to quay --by ana")
    assert outcome.code == 0
    assert store.text(LEDGER).splitlines()[0] == HEADER.strip() + ",holder"
    assert store.text(LEDGER).splitlines()[-3:] == [
        "2026-05-31,CAM-9,3,count,,ana,,",
        "2026-06-10,CAM-9,2,issue,,ana,,",
        "2026-06-10,CAM-9,2,receive,,ana,,quay",
    ]
    (found,) = json.loads(store.answer("spare list --model CAM-9 --format json"))["models"]
    assert (found["store"], found["at_customers"], found["state"]) == (1, {"quay": 2}, "below_minimum")
    # The customer uses one of his own; the company's stay.
    assert store("spare issue CAM-9 1 --holder quay").code == 0
    (found,) = json.loads(store.answer("spare list --holder quay --format json"))["models"]
    assert (found["store"], found["at_customers"]) == (1, {"quay": 1})
    assert store.refusal("spare scrap CAM-9 2 --holder quay") == (
        "error: quay has 1 of CAM-9 on 2026-06-10, not 2\n"
        "hint: record first what came in before: aftercare spare receive CAM-9 1 --at 2026-06-10 --holder quay\n"
    )
    assert store.answer("check --exit-zero").count("error") == 1  # in the line that sums up


def test_a_change_can_be_committed(store: Program) -> None:
    for words in ("init -q", "add -A", "-c user.name=a -c user.email=a@b.invalid commit -qm first"):
        subprocess.run(["git", *words.split()], cwd=store.folder, check=True)
    for key in ("name", "email"):
        subprocess.run(["git", "config", f"user.{key}", "a@b.invalid"], cwd=store.folder, check=True)
    assert store("spare receive CAM-9 2 --commit").code == 0
    log = subprocess.run(["git", "log", "--format=%s", "--stat"], cwd=store.folder, check=True, capture_output=True)
    assert log.stdout.decode().splitlines()[:3] == ["receive 2 CAM-9", "", f" {LEDGER} | 1 +"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            "issue CAM-9 4",
            (
                "error: the store has 3 of CAM-9 on 2026-06-10, not 4\n"
                "hint: record first what came in before: aftercare spare receive CAM-9 1 --at 2026-06-10\n"
            ),
        ),
        (
            "scrap CAM-9 1 --at 2026-01-04",
            (
                "error: the store has 0 of CAM-9 on 2026-01-04, not 1\n"
                "hint: record first what came in before: aftercare spare receive CAM-9 1 --at 2026-01-04\n"
            ),
        ),
        # Taken on the 1st, it is missing on the 20th.
        (
            "issue NVR-8 2 --at 2026-05-01",
            (
                f"error: NVR-8 would be 1 short on 2026-05-20, when {LEDGER} takes 1\n"
                "hint: record first what came in before: aftercare spare receive NVR-8 1 --at 2026-05-20\n"
            ),
        ),
        (
            "issue CAM-9 1 --at 2026-05-30",
            (
                "error: 3 of CAM-9 were counted on 2026-05-31; with this it would be 2\n"
                f"hint: correct the day, or the count in {LEDGER}, whichever is wrong\n"
            ),
        ),
        (
            "count CAM-9 5",
            (
                "error: the records make it 3 of CAM-9 on 2026-06-10, not 5: a difference of +2\n"
                "hint: record first what happened, for instance:"
                " aftercare spare receive CAM-9 2 --at 2026-06-10 --note …\n"
            ),
        ),
        (
            "count CAM-9 0",
            (
                "error: the records make it 3 of CAM-9 on 2026-06-10, not 0: a difference of -3\n"
                "hint: record first what happened, for instance:"
                " aftercare spare scrap CAM-9 3 --at 2026-06-10 --note …\n"
            ),
        ),
        ("issue CAM-8 1", "error: no spare is of the model CAM-8\nhint: did you mean CAM-9?\n"),
        ("receive CAM-9 0", "error: 0 is not a whole number from 1 to 999999\n"),
        ("receive CAM-9 1.5", "error: 1.5 is not a whole number from 1 to 999999\n"),
        ("receive CAM-9 1000000000000", "error: 1000000000000 is not a whole number from 1 to 999999\n"),
        ("count CAM-9 x", "error: x is not a whole number\n"),
        (
            "receive CAM-9 2 --serial A",
            "error: a serial number is that of one unit, not of 2\nhint: record each unit by itself\n",
        ),
        (
            "receive CAM-9 1 --at tomorrow",
            (
                "error: 2026-06-11 has not come yet: it is 2026-06-10\n"
                "hint: records hold what happened; give the day on which it did\n"
            ),
        ),
        (
            "receive CAM-9 1 --at 2026-02-30",
            "error: 2026-02-30 is not a day\nhint: write a day like 2026-11-22, or yesterday\n",
        ),
        ("receive CAM-9 1 --by zed", "error: nobody in staff.yaml is called zed\nhint: known are ana, bo, cy, di\n"),
        ("receive CAM-9 1 --holder pier", "error: no site is called pier\nhint: known are gate-2, mill, quay\n"),
        (
            "receive '' 1",
            (
                "error: the text of model is empty\n"
                "hint: write what there is to say; leave the option out where there is nothing\n"
            ),
        ),
        (
            "issue CAM-9 1 --to quay --holder mill",
            (
                "error: --to hands over what the company has; --holder says that a customer used his own\n"
                "hint: give one of them\n"
            ),
        ),
        (
            "check --site quay --contract mill-net",
            "error: a site and a contract are named at once\nhint: give --site or --contract\n",
        ),
        ("list --model X-1", None),
    ],
)
def test_what_cannot_be_is_refused(store: Program, line: str, told: str | None) -> None:
    before = store.files()
    refused = store.refusal(f"spare {line}")
    assert told is None or refused == told
    assert store.files() == before


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("receive CAM-9 1 --serial N-1", "N-1 is a NVR-8 in the ledger, not a CAM-9"),
        ("receive NVR-8 1 --serial N-1", "N-1 also came in on 2026-01-05, and did not leave between the two"),
        ("return NVR-8 1 --serial N-1", "N-1 also came in on 2026-01-05, and did not leave between the two"),
        (
            "receive NVR-8 1 --serial N-1 --at 2026-01-01",
            "N-1 also came in on 2026-01-05, and did not leave between the two",
        ),
        ("scrap NVR-8 1 --serial N-3", "N-3 also left on 2026-05-20, and did not come back between the two"),
        (
            "issue NVR-8 1 --serial N-3 --at 2026-04-01",
            "N-3 also left on 2026-05-20, and did not come back between the two",
        ),
    ],
)
def test_a_unit_is_in_one_place(store: Program, line: str, told: str) -> None:
    before = store.files()
    assert store.refusal(f"spare {line}").startswith(f"error: {told}\nhint: correct the serial number or the ")
    assert store.files() == before


def test_a_unit_comes_and_goes(store: Program) -> None:
    """Handed over, it is the customer's, who may bring it back; built in, it has left as well."""
    assert store("spare issue NVR-8 1 --serial N-1 --to quay --at 2026-06-01").code == 0
    assert "N-1 also left" in store.refusal("spare scrap NVR-8 1 --serial N-1")
    assert store("spare issue NVR-8 1 --serial N-1 --holder quay --at 2026-06-02").code == 0
    assert store("spare return NVR-8 1 --serial N-1 --at 2026-06-03").code == 0
    assert store("ticket replace NVR8 --old N-0 --new N-1 --model NVR-8").code == 0
    assert "N-1 also left on 2026-06-10" in store.refusal("spare scrap NVR-8 1 --serial N-1")
    assert store("spare return NVR-8 1 --serial N-1").code == 0
    assert store("check").code == 0


def test_a_unit_on_loan_is_not_thrown_away(store: Program) -> None:
    assert store("ticket standby NVR8 --unit N-1 --due-on 2026-06-20").code == 0
    store("spare receive NVR-8 1")
    assert store.refusal("spare scrap NVR-8 1 --serial N-1") == (
        "error: N-1 is on loan for T-20260610-NVR8 from 2026-06-10 12:00+08:00\n"
        "hint: if it is back, record that first: aftercare ticket return-standby T-20260610-NVR8\n"
    )


def test_a_slip_of_the_keyboard_is_told(store: Program) -> None:
    assert store("spare receive CAM9 1").err == f"note: CAM9 is new here; CAM-9 is known\nwrote {LEDGER}\n"
    # A model that is in service is known, though none was ever in stock.
    assert store("spare receive SW-24 1").err == f"wrote {LEDGER}\n"


def test_tickets_use_what_is_in_stock(store: Program) -> None:
    use = "ticket replace NVR8 --model CAM-9 --quantity"
    assert store.refusal(f"{use} 4") == (
        "error: the store has 3 of CAM-9 on 2026-06-10, not 4\n"
        "hint: record first what came in before: aftercare spare receive CAM-9 1 --at 2026-06-10\n"
    )
    assert store(f"{use} 3").code == 0
    (found,) = json.loads(store.answer("spare list --model CAM-9 --format json"))["models"]
    assert (found["store"], found["state"]) == (0, "none")
    # What came in on the day of its use was there before.
    assert store.refusal("spare issue CAM-9 1").startswith("error: NVR") is False
    assert store("spare count CAM-9 0").code == 0


def test_a_ledger_that_is_wrong_stops_what_would_write(store: Program) -> None:
    store.write(LEDGER, HEADER + ROWS + "2026-06-01,CAM-9,many,receive,,,\n")
    before = store.files()
    for line in (
        "spare receive CAM-9 1",
        "ticket replace NVR8 --model CAM-9",
        "ticket standby NVR8 --unit N-1",
    ):
        outcome = store(line)
        assert (outcome.code, outcome.out) == (1, "")
        assert outcome.err.startswith(f"{LEDGER}:8:3: error[value]: quantity: many is not a whole number\n")
    listed = store("spare list")
    assert listed.code == 1
    assert listed.err.endswith("1 record is wrong: what is shown above is incomplete (aftercare check)\n")
    assert store.files() == before
