"""Service levels: what a report fails on, what belongs to its window, and breaches that are acknowledged."""

import json

import pytest

from tests.cli.pages import Page, read_page
from tests.cli.program import NOW, Program

RPN8 = "records/tickets/2026/06/T-20260602-RPN8.yaml"


@pytest.mark.parametrize(
    ("filters", "codes"),
    [
        ("", {"breach": 1, "new-breach": 1, "at-risk": 1}),
        ("--site quay --promise arrival", {"breach": 1, "new-breach": 0, "at-risk": 1}),
        ("--site quay --promise arrival --until 2026-06-09", {"breach": 1, "new-breach": 0, "at-risk": 1}),
        ("--site quay --promise arrival --since 2026-06-04", {"breach": 0, "new-breach": 0, "at-risk": 1}),
        ("--site quay --promise arrival --as-of 2026-06-10T11:43 --since 2026-06-04", {"at-risk": 0}),
        ("--site quay --promise arrival --as-of 2026-06-10T11:44 --since 2026-06-04", {"at-risk": 1}),
        ("--contract mill-net --promise arrival", {"breach": 0, "new-breach": 0, "at-risk": 0}),
        ("--promise answer", {"breach": 0, "new-breach": 0, "at-risk": 0}),
        ("--promise standby --as-of 2026-06-10T09:00", {"breach": 0, "new-breach": 0, "at-risk": 1}),
        ("--promise standby --as-of 2026-06-10T09:00:01", {"breach": 1, "new-breach": 1, "at-risk": 1}),
    ],
)
def test_a_report_fails_on_what_it_is_asked_to(harbour: Program, filters: str, codes: dict[str, int]) -> None:
    line = f"sla report {filters}"
    told = harbour.answer(line)
    for fail_on, code in codes.items():
        assert harbour(f"{line} --fail-on {fail_on}") == (code, told, "")
        assert harbour(f"{line} --fail-on {fail_on} --exit-zero") == (0, told, "")


@pytest.mark.parametrize(
    ("window", "tickets"),
    [
        ("--since 2026-06-03T10:00 --until 2026-06-03T10:00", ["T-20260603-BRK2"]),
        ("--since 2026-06-03T10:00:01 --until 2026-06-04T08:59:59", []),
        ("--since 2026-06-04 --until 2026-06-04", ["T-20260604-CAN9"]),
        ("--since 2026-06-10", ["T-20260610-PSE5", "T-20260610-RSK4", "T-20260610-SMK6"]),
        ("--until 2026-06-02", ["T-20260601-MET1", "T-20260602-RPN8"]),
    ],
)
def test_a_promise_belongs_to_a_window_by_its_start(harbour: Program, window: str, tickets: list[str]) -> None:
    line = f"sla report --promise arrival {window} --format json"
    assert sorted(item["subject"] for item in json.loads(harbour.answer(line))["items"]) == tickets


def test_acknowledged_breaches_stay_breaches_and_are_no_news(harbour: Program) -> None:
    for words in ("RPN8 repair", "PSE5 standby", "EXC3 spares"):
        assert harbour("sla report --fail-on new-breach").code == 1
        line = f"sla acknowledge {words} --reason 'Nobody was free' --action 'A third engineer' --by ana --format json"
        harbour.answer(line)
    assert harbour.text(RPN8).endswith(
        "  - {at: 2026-06-08T12:00:00+08:00, type: arrived, by: cy}\n"
        "  - {at: 2026-06-10T12:00:00+08:00, type: acknowledged, by: ana, target: repair, reason: Nobody was free,"
        " corrective_action: A third engineer}\n"
    )
    assert harbour("sla report --fail-on new-breach").code == 0
    assert harbour("sla report --fail-on breach").code == 1
    report = json.loads(harbour.answer("sla report --format json"))
    breaches = [
        (item["subject"][-4:], item["promise"], item["acknowledged"])
        for item in report["items"]
        if item["state"] == "breached"
    ]
    assert breaches == [
        ("RPN8", "repair", True),
        ("PSE5", "standby", True),
        ("EXC3", "spares", True),
        ("BRK2", "arrival", True),
        ("PSE5", "answer", False),
        ("BRK2", "answer", False),
    ]
    repair = report["summary"][0]
    assert (repair["promise"], repair["breached"], repair["acknowledged"], repair["compliance"]) == (
        "repair",
        1,
        1,
        0.5,
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("BRK2 arrival", "error: the breach of arrival is acknowledged already\n"),
        ("MET1 arrival", "error: arrival is not breached\n"),
        ("RPN8 repair --cycle 1", "error: repair is not breached\n"),
        ("EXC3 standby", "error: standby is not breached\n"),
        ("RSK4 arrival", "error: arrival is not breached\n"),
    ],
)
def test_only_a_breach_can_be_acknowledged_and_only_once(harbour: Program, words: str, said: str) -> None:
    before = harbour.files()
    assert harbour.refusal(f"sla acknowledge {words} --reason x --action y") == said
    assert harbour.files() == before


def test_a_breach_of_an_earlier_cycle_is_acknowledged_in_its_own(harbour: Program) -> None:
    harbour.answer("ticket reopen BRK2 --reason again --at 11:50")
    harbour.answer("sla acknowledge BRK2 answer --reason Busy --action Staff")
    assert harbour.text("records/tickets/2026/06/T-20260603-BRK2.yaml").endswith(
        "  - {at: 2026-06-10T12:00:00+08:00, type: acknowledged, target: answer, reason: Busy,"
        " corrective_action: Staff, cycle: 1}\n"
    )
    report = json.loads(harbour.answer("sla report --site quay --promise answer --format json"))
    stands = {
        (item["cycle"], item["state"], item["acknowledged"]) for item in report["items"] if "BRK2" in item["subject"]
    }
    assert stands == {(1, "breached", True), (2, "pending", False)}


def test_an_acknowledgement_that_is_entered_later_says_why(harbour: Program) -> None:
    harbour.answer("ticket note EXC3 'Seen to'")
    line = "sla acknowledge EXC3 spares --reason Busy --action Staff --at 11:00"
    assert harbour.refusal(line).endswith("why it is entered now: --backdate REASON\n")
    harbour.answer(f"{line} --backdate 'Told by telephone'")
    assert harbour.text("records/tickets/2026/06/T-20260605-EXC3.yaml").splitlines()[-2] == (
        "  - {at: 2026-06-10T11:00:00+08:00, type: acknowledged, target: spares, reason: Busy,"
        " corrective_action: Staff, logged_at: 2026-06-10T12:00:00+08:00, backdated: Told by telephone}"
    )


def test_a_report_that_is_incomplete_says_so_and_fails(harbour: Program) -> None:
    told = harbour.answer("sla report --site mill")
    harbour.write("records/tickets/2026/06/T-20260610-0001.yaml", "id: T-20260610-0001\nsite: quay\nsumary: Dark\n")
    path = "records/tickets/2026/06/T-20260610-0001.yaml"
    said = (
        f"{path}:3:1: error[unknown-key]: unknown key sumary\n"
        "    sumary: Dark\n"
        "    hint: did you mean summary?\n"
        f"{path}:1:1: error[missing-key]: the key summary is missing\n"
        "    id: T-20260610-0001\n"
        "    hint: add summary\n"
        f"{path}:1:1: error[missing-key]: the key reported_at is missing\n"
        "    id: T-20260610-0001\n"
        "    hint: add reported_at\n"
        "1 record is wrong: what is shown above is incomplete (aftercare check)\n"
    )
    assert harbour("sla report --site mill") == (1, told, said)
    assert harbour("sla report --site mill --exit-zero") == (0, told, said)
    assert harbour("due --site mill") == (1, harbour("due --site mill").out, said)
    assert harbour("ticket show 0001") == (
        1,
        "",
        said.rpartition("1 record")[0] + "error: records this command needs are wrong\n",
    )


def test_a_page_of_the_report_says_the_same(harbour: Program) -> None:
    page = read_page(harbour.answer("sla report --site gate-2 --format html"))
    about = ("", "About", "Site", "Promise", "Due", "Time")
    heads = ("", "Promise", "Met", "Breached", "Open", "Excused", "Not required", "Compliance")
    assert page == Page(
        language="en",
        title="Service-level report",
        heading="Service-level report",
        paragraphs=["Harbour Systems Ltd., as of 2026-06-10 12:00"],
        headings=[
            "Promises",
            "Our own aims (no promise to the customer)",
            "What asks for attention",
            "Own aims that ask for attention",
        ],
        tables=[
            [
                heads,
                ("bad", "spare parts", "0", "1", "1", "0", "0", "0%"),
                ("bad", "standby unit", "0", "1", "0", "1", "0", "0%"),
                ("", "arrival on site", "1", "0", "1", "0", "0", "100%"),
            ],
            [heads, ("bad", "telephone answer", "1", "1", "0", "0", "0", "50%")],
            [
                about,
                (
                    "bad",
                    "T-20260610-PSE5",
                    "gate-2",
                    "standby unit",
                    "2026-06-10 09:00",
                    "3 h late; still open; reported late",
                ),
                ("bad", "T-20260605-EXC3", "gate-2", "spare parts", "2026-06-05 16:00", "1 h 30 min late"),
                ("warn", "T-20260610-PSE5", "gate-2", "arrival on site", "—", "paused; 2 h left"),
                ("warn", "T-20260610-PSE5", "gate-2", "spare parts", "—", "paused; 7 h left"),
                ("quiet", "T-20260605-EXC3", "gate-2", "standby unit", "2026-06-05 15:30", "excused; 2 h late"),
            ],
            [
                about,
                (
                    *("bad", "T-20260610-PSE5", "gate-2"),
                    *("telephone answer", "2026-06-10 08:30", "3 h 30 min late; still open"),
                ),
            ],
        ],
    )


def test_a_report_is_the_same_whatever_is_typed_when_it_is_judged_as_of_a_moment(harbour: Program) -> None:
    told = harbour.answer("sla report", now=NOW)
    for as_of in ("2026-06-10T12:00", "2026-06-10T04:00Z", "2026-06-10 12:00:00+08:00"):
        assert harbour.answer("sla report --as-of", as_of, now="2027-01-01T00:00+08:00") == told


def test_a_window_that_ends_before_it_begins_is_refused(harbour: Program) -> None:
    said = "error: 2026-06-05 is later than 2026-06-01\nhint: swap --since and --until\n"
    assert harbour.refusal("sla report --since 2026-06-05 --until 2026-06-01") == said


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("--since yesterday", "--since 2026-06-09"),
        ("--since today --until today", "--since 2026-06-10 --until 2026-06-10"),
        ("--since 2026-06 --until 2026-06", "--since 2026-06-01 --until 2026-06-30"),
        ("--until 2026/6/4", "--until 2026-06-04"),
    ],
)
def test_a_window_may_be_named(harbour: Program, typed: str, meant: str) -> None:
    assert harbour.answer(f"sla report {typed} --format json") == harbour.answer(f"sla report {meant} --format json")


def test_a_list_of_tickets_that_is_incomplete_fails_too(harbour: Program) -> None:
    harbour.write("records/tickets/2026/06/T-20260610-0001.yaml", "id: T-20260610-0001\nsite: quay\n")
    outcome = harbour("ticket list")
    assert (outcome.code, outcome.err) == (1, harbour("due").err)


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("inspections/2026/06/I-20260609-0001", "site: quai\nperiod: 2026-06\n", "quai"),
        ("hazards/2026/H-20260609-0001", "site: quai\nfound_at: 2026-06-09T09:00+08:00\ndescription: Smoke\n", "quai"),
        ("visits/2026/V-20260609-0001", "site: quai\nvisited_on: 2026-06-09\n", "quai"),
        ("questions/2026/Q-20260609-0001", "site: quai\nasked_at: 2026-06-09T09:00+08:00\nquestion: Why?\n", "quai"),
        ("training/2026/R-20260609-0001", "contract: porta\nrole: operator\ntopics: ['1']\n", "porta"),
    ],
)
def test_a_record_that_belongs_nowhere_does_not_vanish(harbour: Program, path: str, text: str, said: str) -> None:
    told = harbour.answer("sla report")
    harbour.write(f"records/{path}.yaml", f"id: {path[-15:]}\n{text}")
    for line in ("sla report", "due"):
        outcome = harbour(line)
        assert outcome.code == 1
        assert f"]: {said} does not exist\n" in outcome.err
        assert outcome.err.endswith("1 record is wrong: what is shown above is incomplete (aftercare check)\n")
    assert harbour("sla report").out == told
    # It is told once, by the check too; a list of tickets lacks nothing.
    assert harbour("check").out.count(f"{said} does not exist") == 1
    assert harbour("ticket list").code == 0


def test_a_handover_of_no_contract_does_not_vanish(harbour: Program) -> None:
    harbour.write("records/handover/porta.yaml", "contract: porta\n")
    outcome = harbour("sla report")
    assert outcome.code == 1
    assert "error[unknown-contract]: porta does not exist" in outcome.err


@pytest.mark.parametrize("name", ["inspection", "hazard_company", "follow_up", "training", "documents", "question"])
def test_a_report_is_of_any_promise(harbour: Program, name: str) -> None:
    assert json.loads(harbour.answer(f"sla report --promise {name} --format json"))["items"] == []
