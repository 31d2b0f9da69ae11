"""`aftercare bill`: computed, issued, voided, listed."""

import json
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.cli.dock import with_dock
from tests.cli.program import Program, spawn

HIT = """\
bill for T-20260501-HTT1

dock, Dock Co.
a computation as of 2026-06-10 12:00, not issued

What                        Quantity  Unit price  Amount  Borne by
Telephone support           1         0.00        0.00    free: telephone support
Tools and machinery (Lift)  1         450.00      450.00  customer: after the warranty
Call-out fee                1         300.00      300.00  customer: after the warranty
Camera                      1         600.00      540.00  customer: after the warranty; \
offered at 700.00, capped at the bid price; discounted
Travel expenses             1         26.50       26.50   customer: after the warranty

total CNY 1316.50
One thousand three hundred and sixteen yuan and fifty fen only
"""
ISSUED = """\
id: B-20260610-####
number: JS-2026-0001
contract: dock
tickets: [T-20260501-HTT1]
issued: 2026-06-10
currency: CNY
lines:
  - {kind: phone, ticket: T-20260501-HTT1, day: 2026-05-01, description: Telephone support, unit_price: "0.00", \
amount: "0.00", covered_by: free_of_charge, reason: telephone_free}
  - {kind: machinery, ticket: T-20260501-HTT1, day: 2026-05-01, description: Tools and machinery (Lift), \
unit_price: "450.00", amount: "450.00", reason: after_warranty}
  - {kind: callout, ticket: T-20260501-HTT1, day: 2026-05-01, description: Call-out fee, unit_price: "300.00", \
amount: "300.00", reason: after_warranty}
  - {kind: equipment, ticket: T-20260501-HTT1, day: 2026-05-01, description: Camera, model: CAM-9, quoted: "700.00", \
unit_price: "600.00", amount: "540.00", reason: after_warranty, flags: [price_capped, discounted]}
  - {kind: travel, ticket: T-20260501-HTT1, day: 2026-05-01, description: Travel expenses, unit_price: "26.50", \
amount: "26.50", reason: after_warranty}
terms: {callout: "300.00", callout_per: visit, discount: "10%", in_warranty_human_damage: equipment_only, \
software: free, warranty_until: "2025-04-30", bid.CAM-9: "600.00"}
total: "1316.50"
note: Lorry
hash: ####
"""


@pytest.fixture
def dock(harbour: Program) -> Program:
    return with_dock(harbour)


def bill_files(program: Program) -> list[str]:
    return [path for path in program.files() if path.startswith("records/bills/")]


def masked(text: str) -> str:
    """Hide what is random in a bill, and the hash, which follows from it."""
    return re.sub(r'hash: "?[0-9a-f]{64}"?', "hash: ####", re.sub(r"B-(\d{8})-[0-9A-Z]{4}", r"B-\1-####", text))


def test_a_ticket_is_computed_and_nothing_is_written(dock: Program) -> None:
    before = dock.files()
    assert dock.answer("bill HTT1") == HIT
    assert dock.files() == before


def test_json_is_as_promised(dock: Program) -> None:
    document = json.loads(dock.answer("bill HTT1 --format json"))
    assert document.pop("lines")[3] == {
        "kind": "equipment",
        "description": "Camera",
        "quantity": "1",
        "unit_price": "600.00",
        "amount": "540.00",
        "covered_by": None,
        "reason": "after_warranty",
        "ticket": "T-20260501-HTT1",
        "day": "2026-05-01",
        "model": "CAM-9",
        "quoted": "700.00",
        "flags": ["price_capped", "discounted"],
    }
    assert document == {
        "schema": "aftercare/bill/1",
        "as_of": "2026-06-10T12:00:00+08:00",
        "contract": "dock",
        "tickets": ["T-20260501-HTT1"],
        "currency": "CNY",
        "total": "1316.50",
        "total_in_words": "One thousand three hundred and sixteen yuan and fifty fen only",
        "is_final": True,
        "missing": [],
        "terms": {
            "callout": "300.00",
            "callout_per": "visit",
            "discount": "10%",
            "in_warranty_human_damage": "equipment_only",
            "software": "free",
            "warranty_until": "2025-04-30",
            "bid.CAM-9": "600.00",
        },
    }


def test_words_are_in_the_language_asked_for_else_in_that_of_documents(dock: Program, sample: Program) -> None:
    def words(program: Program, line: str) -> str:
        return str(json.loads(program.answer(f"{line} --format json"))["total_in_words"])

    assert words(dock, "bill HTT1 --lang zh") == "壹仟叁佰壹拾陆元伍角整"
    dock.write("records/aftercare.yaml", dock.text("records/aftercare.yaml").replace("language: en", "language: zh-CN"))
    assert words(dock, "bill HTT1") == "壹仟叁佰壹拾陆元伍角整"
    assert words(dock, "bill HTT1 --lang en").startswith("One thousand")
    assert words(sample, "bill 0008") == "壹仟柒佰叁拾陆元伍角整"
    assert dock.answer("bill HTT1 --lang zh").endswith("\n壹仟叁佰壹拾陆元伍角整\n")


def test_what_is_missing_is_listed(dock: Program) -> None:
    told = dock.answer("bill PEN4")
    assert told.endswith(
        """\
What             Quantity  Unit price  Amount  Borne by
Travel expenses  1         26.50       —       customer: after the warranty

Missing
Ticket           What is missing, and what to do
T-20260609-PEN4  travel of 26.50 has no receipt; name it: --evidence when the charge is recorded
T-20260609-PEN4  it is not resolved yet; more may have to be charged: make the bill once it is resolved or cancelled

total CNY 0.00
Zero yuan only
This is not final: see what is missing.
"""
    )
    document = json.loads(dock.answer("bill PEN4 --format json"))
    assert document["is_final"] is False
    assert [(lack["ticket"], lack["what"]) for lack in document["missing"]] == [
        ("T-20260609-PEN4", "receipt"),
        ("T-20260609-PEN4", "resolution"),
    ]
    assert document["lines"][0]["amount"] is None


def test_several_tickets_of_one_contract_are_on_one_bill(dock: Program) -> None:
    assert (
        dock.answer("bill SFT3 WRN2 SFT3").partition("not issued\n\n")[2]
        == """\
T-20260520-WRN2
What          Quantity  Unit price  Amount  Borne by
Call-out fee  1         300.00      300.00  customer: after the warranty

T-20260602-SFT3
What          Quantity  Unit price  Amount  Borne by
Call-out fee  1         300.00      0.00    free: software, for life

total CNY 300.00
Three hundred yuan only
"""
    )
    assert dock.refusal("bill WRN2 MET1") == (
        "error: T-20260520-WRN2 is served under dock, T-20260601-MET1 under port-cctv\n"
        "hint: make a bill for each contract\n"
    )


def test_other_forms(dock: Program) -> None:
    assert dock.answer("bill WRN2 --format csv") == (
        "kind,ticket,day,description,model,quantity,quoted,unit_price,amount,covered_by,reason,flags\n"
        "callout,T-20260520-WRN2,2026-05-20,Call-out fee,,1,,300.00,300.00,,after_warranty,\n"
    )
    assert "| Call-out fee | 1 | 300.00 | 300.00 | customer: after the warranty |" in dock.answer(
        "bill WRN2 --format md"
    )
    assert "Three hundred yuan only" in dock.answer("bill WRN2 --format html")


def test_a_month_holds_what_was_resolved_in_it_and_is_not_billed(dock: Program) -> None:
    def tickets(line: str) -> list[str]:
        return [ticket[-4:] for ticket in json.loads(dock.answer(f"{line} --format json"))["tickets"]]

    # WRN2 was resolved ten minutes before June; the harbour's other contracts have tickets of these months too.
    assert tickets("bill --contract dock --month 2026-05") == ["HTT1", "WRN2"]
    assert tickets("bill --contract dock --month 2026-06") == ["SFT3"]
    assert tickets("bill --contract dock --month 2026-05 --as-of 2026-05-31T12:00") == ["HTT1"]
    dock("bill HTT1 --issue")
    assert tickets("bill --contract dock --month 2026-05") == ["WRN2"]
    # One that is back is of the month in which it is solved at last.
    assert dock("ticket reopen WRN2 --reason Again --at 2026-06-03T09:00").code == 0
    assert tickets("bill --contract dock --month 2026-05") == tickets("bill --contract dock --month 2026-07") == []
    assert dock("ticket resolve WRN2 --at 2026-06-04T09:00").code == 0
    assert tickets("bill --contract dock --month 2026-05") == []
    assert tickets("bill --contract dock --month 2026-06") == ["WRN2", "SFT3"]
    assert dock.answer("bill --contract dock --month 2026-04") == (
        "bill for 0 tickets\n\ndock, Dock Co.\na computation as of 2026-06-10 12:00, not issued\n\n"
        "There is nothing to bill.\n\ntotal CNY 0.00\nZero yuan only\n"
    )
    assert dock.refusal("bill --contract dock --month 2026-04 --issue") == (
        "error: there is nothing to bill\nhint: name the tickets, or another month\n"
    )


def test_what_was_done_again_after_the_bill_is_told(dock: Program) -> None:
    month = "bill --contract dock --month 2026-06"
    dock("bill WRN2 --issue --at 2026-05-31")
    assert dock("ticket reopen WRN2 --reason Again --at 2026-06-03T09:00").code == 0
    assert dock(month).err == ""
    assert dock("ticket resolve WRN2 --at 2026-06-04T09:00").code == 0
    assert dock(month).err == (
        "note: T-20260520-WRN2 was resolved again after JS-2026-0001 was issued; void that bill to bill it as a whole\n"
    )
    assert "WRN2" not in dock.answer(f"{month} --as-of 2026-06-03T12:00")
    dock("bill --void JS-2026-0001")
    again = dock(month)
    assert again.err == ""
    assert "T-20260520-WRN2" in again.out


def test_issued_it_is_a_numbered_snapshot(dock: Program) -> None:
    outcome = dock("bill HTT1 --issue --note Lorry")
    (path,) = bill_files(dock)
    assert (outcome.code, outcome.err) == (0, f"wrote {path}\n")
    assert outcome.out.startswith("bill JS-2026-0001\n\ndock, Dock Co.\nissued 2026-06-10, valid\nLorry\n\nWhat ")
    assert outcome.out.endswith(
        "total CNY 1316.50\nOne thousand three hundred and sixteen yuan and fifty fen only\n"
        f"issued: JS-2026-0001 → {path}\n"
    )
    assert masked(dock.text(path)) == ISSUED
    # Whatever is corrected later, it stays what was sent.
    dock.write("records/prices/dock.csv", "model,name,unit,unit_price\nCAM-9,Camera,pc,1.00\n")
    assert "Camera                      1         600.00      540.00" in dock.answer("bill --show 0001")
    assert dock("check").code == 0


def test_a_ticket_is_billed_once(dock: Program) -> None:
    assert dock("bill HTT1 --issue").code == 0
    assert dock.refusal("bill WRN2 HTT1 --issue") == (
        "error: T-20260501-HTT1 was billed already, in JS-2026-0001\n"
        "hint: void that bill first: aftercare bill --void JS-2026-0001\n"
    )
    assert len(bill_files(dock)) == 1


def test_what_is_not_final_is_not_issued(dock: Program) -> None:
    assert dock.refusal("bill PEN4 --issue") == (
        "error: the bill is not final, T-20260609-PEN4: travel of 26.50 has no receipt\n"
        "hint: name it: --evidence when the charge is recorded\n"
    )
    assert bill_files(dock) == []


def test_a_bill_of_another_day_knows_what_had_happened_by_then(dock: Program) -> None:
    assert "it is not resolved yet" in dock.refusal("bill WRN2 --issue --at 2026-05-30")
    assert "has not come yet" in dock.refusal("bill WRN2 --issue --at 2026-06-11")
    assert "was not reported yet" in dock.refusal("bill WRN2 --issue --at 2025-12-31")
    assert dock("bill WRN2 --issue --at 2026-05-31").code == 0
    (path,) = bill_files(dock)
    assert path.startswith("records/bills/2026/B-20260531-")
    assert "issued: 2026-05-31\n" in dock.text(path)


def test_a_trial_writes_nothing(dock: Program) -> None:
    before = dock.files()
    outcome = dock("bill HTT1 --issue --note Lorry --dry-run")
    assert (outcome.code, outcome.err) == (0, "nothing was written (--dry-run)\n")
    added = [line[1:] for line in outcome.out.splitlines() if line.startswith("+") and not line.startswith("+++")]
    assert masked("\n".join(added) + "\n") == ISSUED
    assert dock.files() == before


def test_a_counter_entry_voids_a_bill_and_frees_its_tickets(dock: Program) -> None:
    assert dock("bill HTT1 --issue").code == 0
    outcome = dock("bill --void JS-2026-0001 --note 'Wrong address'")
    assert (outcome.code, outcome.out.splitlines()[0]) == (0, "bill JS-2026-0002")
    assert "issued 2026-06-10, voids JS-2026-0001\nWrong address\n" in outcome.out
    assert "total CNY -1316.50\nMinus one thousand three hundred and sixteen yuan and fifty fen only\n" in outcome.out
    assert dock("bill HTT1 --issue").code == 0
    assert dock.answer("bill --issued") == (
        "3 bills\n\n"
        "Number        Issued      Contract  Tickets  Total     State\n"
        "JS-2026-0001  2026-06-10  dock      1        1316.50   voided by JS-2026-0002\n"
        "JS-2026-0002  2026-06-10  dock      1        -1316.50  voids JS-2026-0001\n"
        "JS-2026-0003  2026-06-10  dock      1        1316.50   valid\n"
    )
    assert dock("check").code == 0
    assert dock.refusal("bill --void 0001") == (
        "error: JS-2026-0001 was voided already, by JS-2026-0002\nhint: make a new bill for its tickets\n"
    )
    assert "is no bill itself" in dock.refusal("bill --void 0002")
    assert "is before the bill was issued" in dock.refusal("bill --void 0003 --at 2026-06-09")
    assert "负壹仟叁佰壹拾陆元伍角整" in dock.answer("bill --show 0002 --lang zh")


def test_issued_bills_are_listed_by_contract_and_month(dock: Program) -> None:
    assert dock.answer("bill --issued") == "0 bills\n\nNo bill was issued.\n"
    dock("bill WRN2 --issue --at 2026-05-31")
    dock("bill HTT1 --issue")
    dock("bill MET1 --issue")

    def numbers(line: str) -> list[str]:
        return [item["number"] for item in json.loads(dock.answer(f"bill --issued {line} --format json"))["items"]]

    assert numbers("") == ["JS-2026-0001", "JS-2026-0002", "JS-2026-0003"]
    assert numbers("--contract dock") == ["JS-2026-0001", "JS-2026-0002"]
    assert numbers("--contract dock --month 2026-06") == ["JS-2026-0002"]
    assert numbers("--month 2026-05") == ["JS-2026-0001"]
    dock("bill --void 0001")
    assert dock.answer("bill --issued --contract dock --format csv").splitlines() == [
        "number,issued,contract,tickets,total,state,voids,voided_by",
        "JS-2026-0001,2026-05-31,dock,1,300.00,voided,,JS-2026-0004",
        "JS-2026-0002,2026-06-10,dock,1,1316.50,valid,,",
        "JS-2026-0004,2026-06-10,dock,1,-300.00,counter_entry,JS-2026-0001,",
    ]


def test_issued_bills_are_shown_as_of_a_day(dock: Program) -> None:
    """What was voided later is valid then, and what was issued later is not there yet."""
    dock("bill WRN2 --issue --at 2026-05-31")
    dock("bill HTT1 --issue --at 2026-06-01")
    dock("bill --void 0001 --at 2026-06-02")
    assert dock.answer("bill --issued --as-of 2026-06-01T09:00").splitlines()[3:] == [
        "JS-2026-0001  2026-05-31  dock      1        300.00   valid",
        "JS-2026-0002  2026-06-01  dock      1        1316.50  valid",
    ]
    assert dock.answer("bill --issued --as-of 2026-05-30").startswith("0 bills\n")
    shown = "bill --show 0001 --format json"
    assert json.loads(dock.answer(f"{shown} --as-of 2026-06-01"))["voided_by"] is None
    assert json.loads(dock.answer(shown))["voided_by"] == "JS-2026-0003"


def test_a_bill_is_found_by_number_or_id(dock: Program) -> None:
    dock("bill HTT1 --issue")
    (path,) = bill_files(dock)
    document = json.loads(dock.answer(f"bill --show {path[-9:-5]} --format json"))
    assert (document["number"], document["path"], document["total"]) == ("JS-2026-0001", path, "1316.50")
    assert document["hash"] in dock.text(path)
    assert dock.refusal("bill --show JS-2026-0009").startswith("error: no bill is called JS-2026-0009\n")


def test_a_number_given_twice_names_neither(dock: Program) -> None:
    for end in ("0001", "0002"):
        dock.write(
            f"records/bills/2026/B-20260601-{end}.yaml",
            f'id: B-20260601-{end}\nnumber: JS-2026-0001\ntickets: []\nissued: 2026-06-01\ntotal: "0.00"\n',
        )
    assert dock.refusal("bill --void JS-2026-0001") == (
        "error: JS-2026-0001 may mean 2 records\nhint: write more of the id: B-20260601-0001, B-20260601-0002\n"
    )


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("bill", "nothing says what to bill"),
        ("bill --issue", "nothing says what to bill"),
        ("bill --contract dock", "a month's bill needs --contract and --month"),
        ("bill --month 2026-05", "a month's bill needs --contract and --month"),
        ("bill --contract dock --month 2026-13", "2026-13 is not a month"),
        ("bill HTT1 --contract dock --month 2026-05", "TICKET, --contract do not go together"),
        ("bill HTT1 --void 0001", "--void, TICKET do not go together"),
        ("bill --issued --show 0001", "--issued, --show do not go together"),
        ("bill --show 0001 --issue", "--show, --issue do not go together"),
        ("bill HTT1 --note x", "--note means nothing here"),
        ("bill HTT1 --at 2026-06-01", "--at means nothing here"),
        ("bill HTT1 --issue --as-of 2026-06-01", "--as-of means nothing here"),
        ("bill HTT1 --as-of 2026-04-30", "T-20260501-HTT1 was not reported yet at 2026-04-30 00:00+08:00"),
        ("bill NONE", "no ticket is called NONE"),
    ],
)
def test_one_thing_at_a_time(dock: Program, line: str, told: str) -> None:
    assert dock.refusal(line).startswith(f"error: {told}\n")


def test_only_what_a_bill_rests_on_is_read(dock: Program) -> None:
    for path in (
        "records/tickets/2026/06/T-20260601-MET1.yaml",
        "records/sites/quay.yaml",
        "records/contracts/port-cctv.yaml",
        "records/equipment/quay.yaml",
        "records/prices/port-cctv.csv",
        "records/bills/2026/B-20260601-0001.yaml",
    ):
        dock.write(path, "{broken")
    assert dock.answer("bill T-20260501-HTT1") == HIT


def test_a_price_list_that_cannot_be_read_is_told_and_stops_the_issue(dock: Program) -> None:
    dock.write("records/prices/dock.csv", "model,name,unit,unit_price\nCAM-9,Camera,pc,600\n")
    outcome = dock("bill HTT1")
    assert outcome.code == 1
    assert "records/prices/dock.csv:2:4: error[value]" in outcome.err
    refused = dock("bill HTT1 --issue")
    assert (refused.code, refused.out) == (1, "")
    assert bill_files(dock) == []


def test_a_contract_that_cannot_be_read_is_told(dock: Program) -> None:
    dock.write("records/contracts/dock.yaml", "{broken")
    for line in ("bill HTT1", "bill --contract dock --month 2026-05", "bill --contract dock --month 2026-01"):
        outcome = dock(line)
        assert (outcome.code, outcome.out) == (1, "")
        assert "records/contracts/dock.yaml:" in outcome.err


def test_a_bill_that_cannot_be_read_may_hold_the_ticket(dock: Program) -> None:
    dock.write("records/bills/2026/B-20260601-0001.yaml", "{broken")
    assert dock("bill HTT1 --issue").code == 1
    assert len(bill_files(dock)) == 1


def test_the_canonical_layout_is_the_one_it_is_written_in(dock: Program) -> None:
    dock("bill HTT1 --issue --note 'x: y'")
    dock("bill --void 0001")
    assert dock("fmt --check", *bill_files(dock)).code == 0


def test_an_edited_bill_is_found(dock: Program) -> None:
    dock("bill HTT1 --issue")
    (path,) = bill_files(dock)
    dock.write(path, dock.text(path).replace('total: "1316.50"', 'total: "1300.00"'))
    outcome = dock("check")
    assert outcome.code == 1
    assert "error[bill-edited]" in outcome.out
    assert "error[bill-sum]" in outcome.out


def test_a_whole_number_of_decimals_survives_the_file(dock: Program) -> None:
    """The hash is the same whether the bill was just made or read again, signs and all."""
    dock("bill HTT1 --issue", "--note", 'quote " backslash \\ colon: # 备注\ttab')
    assert dock("check").code == 0


def test_bills_issued_at_once_have_numbers_of_their_own(dock: Program) -> None:
    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(lambda end: spawn(dock.folder, f"bill {end} --issue"), ("HTT1", "WRN2", "SFT3")))
    assert [outcome.code for outcome in done] == [0, 0, 0]
    numbers = [re.search(r"number: (\S+)", dock.text(path)) for path in bill_files(dock)]
    assert sorted(found[1] for found in numbers if found) == ["JS-2026-0001", "JS-2026-0002", "JS-2026-0003"]


def test_issuing_makes_one_commit_where_that_is_asked_for(dock: Program) -> None:
    def git(*words: str) -> str:
        done = subprocess.run(["git", *words], cwd=dock.folder, capture_output=True, text=True, check=True)
        return done.stdout

    git("init", "-q")
    git("config", "user.email", "clerk@example.com")
    git("config", "user.name", "Clerk")
    assert dock("bill HTT1 --issue --commit").code == 0
    assert git("log", "--format=%s").strip() == "issue JS-2026-0001"
    assert git("show", "--name-only", "--format=").strip() == bill_files(dock)[0]


def test_a_call_out_per_person_counts_who_came(dock: Program) -> None:
    dock.write(
        "records/contracts/dock.yaml",
        dock.text("records/contracts/dock.yaml").replace("discount: 10%", "callout_per: person"),
    )
    assert dock("ticket arrive PEN4 --persons 2 --by bo").code == 0
    assert "type: arrived, by: bo, persons: 2" in dock.text("records/tickets/2026/06/T-20260609-PEN4.yaml")
    assert "Call-out fee     2         300.00      600.00  customer: after the warranty\n" in dock.answer("bill PEN4")
    assert "0 is not a whole number from 1 to 999999" in dock.refusal("ticket arrive PEN4 --persons 0")


def test_a_price_has_at_most_nine_digits(dock: Program) -> None:
    told = dock.refusal("ticket replace PEN4 --model CAM-9 --quoted 1234567890.00")
    assert told.startswith("error: 1234567890.00 is not an amount of money\n")


def test_a_total_that_no_words_reach_is_refused(dock: Program) -> None:
    dock.write("records/prices/dock.csv", "model,name,unit,unit_price\nCAM-9,Camera,pc,999999999.99\n")
    text = dock.text("records/tickets/2026/05/T-20260501-HTT1.yaml").replace('quoted: "700.00"', "quantity: 999999")
    dock.write("records/tickets/2026/05/T-20260501-HTT1.yaml", text)
    assert "cannot be written in words" in dock.refusal("bill HTT1")
    assert bill_files(dock) == []
