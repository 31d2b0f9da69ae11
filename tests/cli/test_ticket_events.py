"""When an event may have happened, what is refused, and what is written where, and when."""

import os
import subprocess
import sys
from functools import partial

import pytest

from aftercare_cli.store import lock, records
from tests.cli.program import Program, environment

RSK4 = "records/tickets/2026/06/T-20260610-RSK4.yaml"
RECORDED = "recorded: arrived on site"
SHOWS = "hint: aftercare ticket show {} lists what is recorded\n"
BLANK = (
    "error: the text of {} is empty\nhint: write what there is to say; leave the option out where there is nothing\n"
)
AFTERWARDS = "hint: records hold what happened; give the time at which it did\n"
FORMS = "hint: write 2026-11-22T14:30, 14:30, yesterday 14:30 or 2h ago, with an offset where it matters\n"


@pytest.mark.parametrize(
    ("at", "written"),
    [
        ("11:59", "{at: 2026-06-10T11:59:00+08:00, type: noted, note: Late}"),
        (
            "11:58:59",
            "{at: 2026-06-10T11:58:59+08:00, type: noted, note: Late, logged_at: 2026-06-10T12:00:00+08:00}",
        ),
        ("2h ago", "{at: 2026-06-10T10:00:00+08:00, type: noted, note: Late, logged_at: 2026-06-10T12:00:00+08:00}"),
        ("now", "{at: 2026-06-10T12:00:00+08:00, type: noted, note: Late}"),
        ("2026-06-10T04:00Z", "{at: 2026-06-10T12:00:00+08:00, type: noted, note: Late}"),
        ("今天 11:59:30", "{at: 2026-06-10T11:59:30+08:00, type: noted, note: Late}"),
        ("30分钟前", "{at: 2026-06-10T11:30:00+08:00, type: noted, note: Late, logged_at: 2026-06-10T12:00:00+08:00}"),
    ],
)
def test_an_event_typed_more_than_a_minute_later_says_when(harbour: Program, at: str, written: str) -> None:
    before = harbour.text(RSK4)
    harbour.answer("ticket note RSK4 Late --at", at)
    assert harbour.text(RSK4) == f"{before}  - {written}\n"


def test_an_event_before_the_last_one_needs_a_reason_and_goes_to_its_place(harbour: Program) -> None:
    line = "ticket dispatch RSK4 --by ana --at 09:25"
    assert harbour.refusal(line) == (
        "error: 2026-06-10 09:25+08:00 is earlier than what is recorded last, at 2026-06-10 09:30+08:00\n"
        "hint: if it did happen then, give the reason why it is entered now: --backdate REASON\n"
    )
    before = harbour.text(RSK4)
    harbour.answer(f"{line} --backdate 'The paper came today'")
    written = (
        "  - {at: 2026-06-10T09:25:00+08:00, type: dispatched, by: ana, logged_at: 2026-06-10T12:00:00+08:00,"
        " backdated: The paper came today}\n"
    )
    assert harbour.text(RSK4) == before.replace("events:\n", f"events:\n{written}")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "ticket arrive RSK4 --at 12:01",
            f"error: 2026-06-10 12:01+08:00 has not come yet: it is 2026-06-10 12:00+08:00\n{AFTERWARDS}",
        ),
        (
            "ticket open quay x --at 12:00:01",
            f"error: 2026-06-10 12:00:01+08:00 has not come yet: it is 2026-06-10 12:00+08:00\n{AFTERWARDS}",
        ),
        (
            "ticket open quay x --fault-at 12:01",
            "error: the fault began at 2026-06-10 12:01+08:00, after it was reported at 2026-06-10 12:00+08:00\n",
        ),
        ("ticket arrive RSK4 --at tomorrow", f"error: tomorrow is not a time\n{FORMS}"),
        ("ticket arrive RSK4 --at 24:00", f"error: 24:00 is not a time\n{FORMS}"),
        ("ticket arrive RSK4 --at 2026-W24-3", f"error: 2026-W24-3 is not a time\n{FORMS}"),
        ("ticket arrive RSK4 --at 2026-06-31T09:00", f"error: 2026-06-31T09:00 is not a time\n{FORMS}"),
        ("ticket arrive RSK4 --at 11:59:60", f"error: 11:59:60 is not a time\n{FORMS}"),
        (
            "ticket arrive RSK4 --at 09:10",
            "error: arrived on site at 2026-06-10 09:10+08:00 comes before the report at 2026-06-10 09:20+08:00\n"
            + SHOWS.format("T-20260610-RSK4"),
        ),
        (
            "ticket resume RSK4",
            "error: resumed at 2026-06-10 12:00+08:00 without a pause before it;"
            " recorded last is answered at 2026-06-10 09:30+08:00\n" + SHOWS.format("T-20260610-RSK4"),
        ),
        (
            "ticket pause PSE5 --reason owner_access",
            "error: paused at 2026-06-10 12:00+08:00 during the pause that began at 2026-06-10 09:00+08:00\n"
            + SHOWS.format("T-20260610-PSE5"),
        ),
        (
            "ticket close RSK4",
            "error: closed at 2026-06-10 12:00+08:00 needs a resolution or a cancellation before it;"
            " recorded last is answered at 2026-06-10 09:30+08:00\n" + SHOWS.format("T-20260610-RSK4"),
        ),
        (
            "ticket arrive MET1",
            "error: arrived on site at 2026-06-10 12:00+08:00 comes after closed at 2026-06-01 15:10+08:00\n"
            + SHOWS.format("T-20260601-MET1"),
        ),
        (
            "ticket resolve BRK2",
            "error: resolved at 2026-06-10 12:00+08:00 comes after closed at 2026-06-03 14:10+08:00\n"
            + SHOWS.format("T-20260603-BRK2"),
        ),
        (
            "ticket arrive CAN9",
            "error: arrived on site at 2026-06-10 12:00+08:00 comes after cancelled at 2026-06-04 09:30+08:00\n"
            + SHOWS.format("T-20260604-CAN9"),
        ),
        (
            "ticket reopen RSK4 --reason x",
            "error: reopened at 2026-06-10 12:00+08:00, but the ticket was still open;"
            " recorded last is answered at 2026-06-10 09:30+08:00\n" + SHOWS.format("T-20260610-RSK4"),
        ),
        (
            "ticket return-standby RSK4",
            "error: standby unit returned at 2026-06-10 12:00+08:00, but none was in service;"
            " recorded last is answered at 2026-06-10 09:30+08:00\n" + SHOWS.format("T-20260610-RSK4"),
        ),
        (
            "ticket reopen MET1 --reason x --fault-at 12:30",
            "error: the fault began again at 2026-06-10 12:30+08:00,"
            " after the ticket was reopened at 2026-06-10 12:00+08:00\n" + SHOWS.format("T-20260601-MET1"),
        ),
        ("ticket answer RSK4 --by bob", "error: nobody in staff.yaml is called bob\nhint: did you mean bo?\n"),
        ("ticket diagnose RSK4 --cause qualty", "error: qualty is no cause\nhint: did you mean quality?\n"),
        (
            "ticket charge RSK4 --head travl --amount 1.00",
            "error: travl is no head of charge\nhint: did you mean travel?\n",
        ),
        (
            "ticket charge RSK4 --head travel --amount 1.005",
            'error: 1.005 is not an amount of money\nhint: write it with two decimals and in quotes, like "300.00"\n',
        ),
        (
            "ticket replace RSK4 --model M --quantity 0",
            "error: 0 is not a whole number from 1 to 999999\n",
        ),
        ("ticket note RSK4 ''", BLANK.format("note")),
        ("ticket arrive RSK4 --note ' '", BLANK.format("note")),
        ("ticket arrive RSK4 --evidence ''", BLANK.format("evidence")),
        ("ticket arrive RSK4 --at 09:25 --backdate ' '", BLANK.format("backdated")),
        ("ticket cancel RSK4 --reason ' '", BLANK.format("reason")),
        ("ticket excuse RSK4 --target answer --agreed-by '' --reason x", BLANK.format("agreed_by")),
        ("ticket close MET1 --signed-by ''", BLANK.format("signed_by")),
        ("sla acknowledge PSE5 standby --reason x --action ' '", BLANK.format("corrective_action")),
        (
            "ticket arrive RSK4 --by ''",
            "error: nobody in staff.yaml is called \nhint: known are ana, bo, cy, di\n",
        ),
        ("ticket standby RSK4 --due-on 2026-02-30", "error: 2026-02-30 is no day of the calendar\n"),
        (
            "ticket excuse RSK4 --target arival --agreed-by x --reason y",
            "error: the contract has no target called arival\nhint: did you mean arrival?\n",
        ),
    ],
)
def test_what_cannot_have_happened_is_refused_and_not_written(harbour: Program, line: str, said: str) -> None:
    before = harbour.files()
    assert harbour.refusal(line) == said
    assert harbour.files() == before


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (
            "2026-10-25T02:30",
            (
                "error: 2026-10-25 02:30 comes twice in Europe/Berlin: the clocks are set back\n"
                "hint: write the offset too: 2026-10-25T02:30:00+02:00 or 2026-10-25T02:30:00+01:00\n"
            ),
        ),
        (
            "2026-03-29T02:30",
            (
                "error: 2026-03-29 02:30 does not exist in Europe/Berlin: the clocks are set forward\n"
                "hint: write the time that the clock showed\n"
            ),
        ),
    ],
)
def test_a_time_that_comes_twice_or_never_is_refused(harbour: Program, at: str, said: str) -> None:
    settings = "records/aftercare.yaml"
    harbour.write(settings, harbour.text(settings).replace("timezone: Asia/Shanghai", "timezone: Europe/Berlin"))
    now = "2026-11-01T12:00+01:00"
    assert harbour.refusal(f"ticket open quay x --at {at}", now=now) == said
    assert harbour.refusal(f"ticket open quay x --fault-at {at}", now=now) == said


def test_with_its_offset_a_time_that_comes_twice_is_one_moment(harbour: Program) -> None:
    settings = "records/aftercare.yaml"
    harbour.write(settings, harbour.text(settings).replace("timezone: Asia/Shanghai", "timezone: Europe/Berlin"))
    line = "ticket open quay x --id T-20261025-0001 --at 2026-10-25T02:30+01:00 --fault-at 2026-10-25T02:30+02:00"
    harbour.answer(line, now="2026-10-25T02:30+01:00")
    assert harbour.text("records/tickets/2026/10/T-20261025-0001.yaml") == (
        "id: T-20261025-0001\nsite: quay\nsummary: x\n"
        "fault_at: 2026-10-25T02:30:00+02:00\nreported_at: 2026-10-25T02:30:00+01:00\n"
    )


def test_a_trial_shows_the_diff_and_writes_nothing(harbour: Program) -> None:
    before = harbour.files()
    assert harbour("ticket arrive RSK4 --by cy --dry-run") == (
        0,
        (
            f"--- a/{RSK4}\n"
            f"+++ b/{RSK4}\n"
            "@@ -6,3 +6,4 @@\n"
            " reported_at: 2026-06-10T09:20:00+08:00\n"
            " events:\n"
            "   - {at: 2026-06-10T09:30:00+08:00, type: answered, by: cy}\n"
            "+  - {at: 2026-06-10T12:00:00+08:00, type: arrived, by: cy}\n"
        ),
        "nothing was written (--dry-run)\n",
    )
    assert harbour("ticket open mill 'No light' --id T-20260610-0001 --dry-run") == (
        0,
        (
            "--- /dev/null\n"
            "+++ b/records/tickets/2026/06/T-20260610-0001.yaml\n"
            "@@ -0,0 +1,4 @@\n"
            "+id: T-20260610-0001\n"
            "+site: mill\n"
            "+summary: No light\n"
            "+reported_at: 2026-06-10T12:00:00+08:00\n"
        ),
        "nothing was written (--dry-run)\n",
    )
    assert harbour.files() == before
    assert not (harbour.folder / "records/.aftercare.lock").exists()


def test_comments_and_layout_around_a_new_event_stay_as_they_are(harbour: Program) -> None:
    path = "records/tickets/2026/06/T-20260610-0001.yaml"
    record = (
        "# by hand\n"
        "id: T-20260610-0001\r\n"
        "site:   quay  # the new crane\r\n"
        'summary: "Dark"\r\n'
        "reported_at: 2026-06-10T09:00:00+08:00\r\n"
        "events:\r\n"
        "# nobody knows who\r\n"
        "- type: answered\r\n"
        "  at: 2026-06-10T09:30:00+08:00 # by telephone\r\n"
        "# the end\r\n"
    )
    harbour.write(path, record)
    harbour.answer("ticket arrive 0001")
    assert harbour.text(path) == record.replace(
        "# the end\r\n", "- {at: 2026-06-10T12:00:00+08:00, type: arrived}\r\n# the end\r\n"
    )


def git(program: Program, *words: str) -> str:
    done = subprocess.run(
        ["git", *words], cwd=program.folder, env=os.environ, capture_output=True, check=True, text=True
    )
    return done.stdout


@pytest.fixture
def repository(harbour: Program, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Make the harbour a Git repository with one commit, and something else that waits to be committed."""
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Ana")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "ana@harbour.example")
    git(harbour, "init", "--quiet")
    harbour.write(".gitignore", "records/.aftercare.lock\n")
    git(harbour, "add", ".")
    git(harbour, "commit", "--quiet", "--message", "Begin")
    harbour.write("records/sites/mill.yaml", "id: mill\ncontract: mill-net\nname: The mill\n")
    git(harbour, "add", "records/sites/mill.yaml")
    return harbour


def test_a_commit_holds_the_ticket_and_nothing_else(repository: Program) -> None:
    repository.answer("ticket arrive RSK4 --by cy --commit")
    assert git(repository, "log", "--format=%s") == "T-20260610-RSK4: arrived\nBegin\n"
    assert git(repository, "show", "--format=%an", "--name-status") == f"Ana\n\nM\t{RSK4}\n"
    assert git(repository, "status", "--porcelain") == "M  records/sites/mill.yaml\n"


def test_a_workspace_may_ask_for_commits_once_and_for_all(repository: Program) -> None:
    settings = "records/aftercare.yaml"
    repository.write(settings, repository.text(settings) + "git: {commit: true}\n")
    repository.answer("ticket open quay x --id T-20260610-0001")
    repository.answer("ticket answer 0001")
    assert git(repository, "log", "--format=%s", "--max-count=2", "--name-only") == (
        "T-20260610-0001: answered\n\nrecords/tickets/2026/06/T-20260610-0001.yaml\n"
        "open T-20260610-0001 at quay\n\nrecords/tickets/2026/06/T-20260610-0001.yaml\n"
    )


def test_without_git_the_record_is_written_and_the_commit_is_missed(harbour: Program) -> None:
    outcome = harbour("ticket arrive RSK4 --commit")
    assert (outcome.code, outcome.out) == (2, harbour.answer("ticket show RSK4").replace(RSK4, f"{RECORDED} → {RSK4}"))
    assert outcome.err.startswith("error: git add failed: ")
    assert outcome.err.endswith("hint: the record is written; commit it yourself\n")
    assert harbour.text(RSK4).endswith("  - {at: 2026-06-10T12:00:00+08:00, type: arrived}\n")


def test_while_another_process_writes_nothing_is_written(harbour: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "writing", partial(lock.writing, patience=0))
    before = harbour.files()
    with lock.writing(harbour.folder, "2026-06-10T11:59:59+08:00"):
        said = harbour.refusal("ticket arrive RSK4")
    host = os.uname().nodename
    assert said == (
        f"error: another process is writing: {os.getpid()} on {host}, since 2026-06-10T11:59:59+08:00\n"
        "hint: try again when it is done; the lock goes with the process\n"
    )
    assert harbour.files() == before


def test_writers_wait_for_each_other_and_nothing_is_lost(harbour: Program) -> None:
    before = harbour.text(RSK4)
    command = [sys.executable, "-m", "aftercare_cli", "ticket", "note", "RSK4"]
    running = [
        subprocess.Popen([*command, f"Note {number}"], cwd=harbour.folder, env=environment(), stdout=subprocess.DEVNULL)
        for number in range(4)
    ]
    assert [process.wait(timeout=60) for process in running] == [0] * 4
    added = harbour.text(RSK4).removeprefix(before).splitlines()
    assert sorted(added) == [
        f"  - {{at: 2026-06-10T12:00:00+08:00, type: noted, note: Note {number}}}" for number in range(4)
    ]


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (
            "owner-access",
            (
                "note: no deadline of this contract stops for owner-access\n"
                "note: it allows force_majeure, owner_access\n"
                "hint: did you mean owner_access?\n"
            ),
        ),
        (
            "xyz",
            "note: no deadline of this contract stops for xyz\nnote: it allows force_majeure, owner_access\n",
        ),
        ("force_majeure", ""),
    ],
)
def test_a_pause_that_stops_nothing_is_recorded_and_told(harbour: Program, reason: str, said: str) -> None:
    before = harbour.text(RSK4)
    outcome = harbour(f"ticket pause RSK4 --reason {reason}")
    assert (outcome.code, outcome.err) == (0, said)
    assert harbour.text(RSK4) == f"{before}  - {{at: 2026-06-10T12:00:00+08:00, type: paused, reason: {reason}}}\n"


@pytest.mark.parametrize(("typed", "written"), [("300", "300.00"), ("12.5", "12.50"), ("7.25", "7.25")])
def test_an_amount_may_be_typed_without_its_decimals(harbour: Program, typed: str, written: str) -> None:
    before = harbour.text(RSK4)
    harbour.answer(f"ticket charge RSK4 --head travel --amount {typed}")
    harbour.answer(f"ticket replace RSK4 --model M --quoted {typed}")
    at = "at: 2026-06-10T12:00:00+08:00"
    assert harbour.text(RSK4) == (
        f'{before}  - {{{at}, type: charge_agreed, head: travel, amount: "{written}"}}\n'
        f'  - {{{at}, type: replaced, model: M, quoted: "{written}"}}\n'
    )


def test_what_is_overdue_is_named_before_what_is_next(harbour: Program) -> None:
    lines = harbour.answer("ticket resume PSE5 --at 11:00").splitlines()
    assert lines[-1] == (
        "overdue: telephone answer since 2026-06-10 08:30, 3 h 30 min late;"
        " overdue: standby unit since 2026-06-10 09:00, 3 h late;"
        " next deadline: arrival on site by 2026-06-10 13:00, 1 h left"
    )


@pytest.mark.parametrize(
    ("cycle", "written"),
    [("", ", cycle: 1"), ("--cycle 1", ", cycle: 1"), ("--cycle 2", "")],
)
def test_an_exception_is_for_the_breached_cycle_unless_another_is_named(
    harbour: Program, cycle: str, written: str
) -> None:
    at = "--at 2026-06-0"
    harbour.answer(f"ticket open quay 'No picture' --id T-20260601-EXC2 {at}1T08:00")
    harbour.answer(f"ticket arrive EXC2 {at}2T08:00")
    harbour.answer(f"ticket resolve EXC2 {at}2T09:00")
    harbour.answer("ticket reopen EXC2 --reason 'No picture again' --at 11:59")
    harbour.answer(f"ticket excuse EXC2 --target arrival --agreed-by 'Port Authority' --reason Fog {cycle}")
    assert harbour.text("records/tickets/2026/06/T-20260601-EXC2.yaml").splitlines()[-1] == (
        "  - {at: 2026-06-10T12:00:00+08:00, type: excused, target: arrival, agreed_by: Port Authority, reason: Fog"
        f"{written}}}"
    )


def test_an_exception_for_a_cycle_that_was_not_is_refused(harbour: Program) -> None:
    line = "ticket excuse RSK4 --target arrival --agreed-by 'Port Authority' --reason Fog --cycle 7"
    assert harbour.refusal(line) == ("error: T-20260610-RSK4 has no promise called arrival (7)\nhint: known are 1\n")
