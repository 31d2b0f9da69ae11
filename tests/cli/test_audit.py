"""What was entered late, and what was changed once it was closed: from real repositories."""

import datetime as dt
import json
import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.golden import assert_golden
from tests.cli.program import DATA, Program
from tests.cli.repository import Planned, Repository, at, grow, ticket

PATH = "records/tickets/2026/06/T-20260610-7F3K.yaml"
BILL = "records/bills/2026/B-20260610-0001.yaml"
CLOSED = ("arrived 10T10:00", "resolved 10T11:00", "closed 10T11:30")
Kinds = list[tuple[str, str | None, str | None, str | None]]


@pytest.fixture
def kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> tuple[Program, Repository]:
    """Give a small workspace in a repository of its own, committed once, and the program in it."""
    folder = tmp_path / "dock"
    repository = Repository(folder)
    for name in ("aftercare.yaml", "contracts", "sites"):
        source = DATA / "harbour/records" / name
        target = folder / "records" / name
        target.parent.mkdir(exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    repository.git("add", "records")
    repository.git("commit", "--quiet", "-m", "begin", when="01T08:00")
    return Program(folder, capsys, monkeypatch), repository


def found(program: Program, line: str = "") -> list[dict[str, Any]]:
    outcome = program(f"audit --format json {line}", now="2026-06-20T12:00:00+08:00")
    assert outcome.err == ""
    document = json.loads(outcome.out)
    assert document["schema"] == "aftercare/audit/1"
    assert outcome.code == (1 if document["entries"] else 0)
    entries: list[dict[str, Any]] = document["entries"]
    return entries


def kinds(entries: list[dict[str, Any]]) -> Kinds:
    """Give each entry as kind, field, commit (short) and author."""
    return [(one["kind"], one["field"], one["commit"] and one["commit"][:8], one["author"]) for one in entries]


def test_what_was_entered_in_time_is_no_entry(kept: tuple[Program, Repository]) -> None:
    program, repository = kept
    repository.commit({PATH: ticket("arrived 10T10:00")}, "11T09:00")
    repository.commit({PATH: ticket("arrived 10T10:00", "closed 10T12:00", "noted 11T09:00")}, "11T12:00")
    assert program("audit", now="2026-06-20T12:00:00+08:00") == (
        0,
        "Nothing was entered more than 1 d late, and nothing was changed afterwards.\n",
        "",
    )


def test_a_late_entry_is_judged_by_when_it_was_typed_in_else_by_the_commit(kept: tuple[Program, Repository]) -> None:
    program, repository = kept
    first = repository.commit({PATH: ticket()}, "10T10:00")
    late = repository.commit(
        {PATH: ticket("answered 10T09:10 logged_at=10T09:20", "arrived 10T10:00 logged_at=12T10:00", "noted 11T23:00")},
        "13T00:00",
        "bob",
    )
    assert first != late
    entries = found(program)
    assert kinds(entries) == [
        ("late_entry", "events.arrived", late[:8], "bob"),
        ("late_entry", "events.noted", late[:8], "bob"),
    ]
    arrived, noted = entries
    assert (arrived["fact_at"], arrived["entered_at"], arrived["at"], arrived["late_s"]) == (
        "2026-06-10T10:00:00+08:00",
        "2026-06-12T10:00:00+08:00",
        "2026-06-13T00:00:00+08:00",
        48 * 3600,
    )
    assert (noted["late_s"], noted["path"], noted["record"], noted["site"]) == (
        25 * 3600,
        PATH,
        "T-20260610-7F3K",
        "quay",
    )
    assert kinds(found(program, "--late 30h")) == [("late_entry", "events.arrived", late[:8], "bob")]
    assert found(program, "--late 2d") == []


def test_what_was_closed_stays_and_every_other_change_is_told(kept: tuple[Program, Repository]) -> None:
    program, repository = kept
    repository.commit({PATH: ticket(*CLOSED, "noted 10T11:40")}, "10T12:00")
    changes = {
        "12:10": ticket("arrived 10T09:30", *CLOSED[1:], "noted 10T11:40"),
        "12:20": ticket(*CLOSED[1:], "noted 10T11:40"),
        "12:30": ticket(*CLOSED[1:], "noted 10T11:40", summary="Nothing"),
        "12:40": ticket(*CLOSED[1:], "noted 10T11:40", summary="Nothing", fault_at=at("10T08:00").isoformat()),
        "12:50": ticket("answered 10T09:01", *CLOSED[1:], summary="Nothing", fault_at=at("10T08:00").isoformat()),
    }
    commits = [repository.commit({PATH: text}, f"10T{when}", "eve")[:8] for when, text in changes.items()]
    entries = found(program)
    assert kinds(entries) == [
        ("edited_after_close", "events.arrived", commits[0], "eve"),
        ("deleted_after_close", "events.arrived", commits[1], "eve"),
        ("edited_after_close", "summary", commits[2], "eve"),
        ("edited_after_close", "fault_at", commits[3], "eve"),
        ("added_after_close", "events.answered", commits[4], "eve"),
        ("deleted_after_close", "events.noted", commits[4], "eve"),
    ]
    assert [(one["before"] or {}).get("at") for one in entries[:2]] == [
        at("10T10:00").isoformat(),
        at("10T09:30").isoformat(),
    ]
    assert (entries[2]["before"], entries[2]["after"], entries[2]["late_s"]) == ("No picture", "Nothing", 3600)


def test_layout_offsets_and_the_order_of_keys_are_no_facts(kept: tuple[Program, Repository]) -> None:
    program, repository = kept
    text = ticket(*CLOSED)
    repository.commit({PATH: text}, "10T12:00")
    other = text.replace("2026-06-10T10:00:00+08:00, type: arrived", "2026-06-10T02:00:00Z, type: arrived")
    lines = other.splitlines()
    repository.commit({PATH: "\r\n".join(["# a comment", *reversed(lines[:4]), *lines[4:]]) + "\r\n"}, "10T13:00")
    assert found(program) == []


def test_a_ticket_that_is_open_again_keeps_what_was_closed_before(kept: tuple[Program, Repository]) -> None:
    program, repository = kept
    again = (*CLOSED, "reopened 10T13:00", "arrived 10T14:00")
    repository.commit({PATH: ticket(*CLOSED)}, "10T12:00")
    repository.commit({PATH: ticket(*again)}, "10T14:10")
    repository.commit({PATH: ticket(*again[:-1], "arrived 10T13:50")}, "10T14:20")
    commit = repository.commit({PATH: ticket("arrived 10T09:50", *again[1:-1], "arrived 10T13:50")}, "10T14:30")
    assert kinds(found(program)) == [("edited_after_close", "events.arrived", commit[:8], "ann")]


def test_a_time_of_an_open_ticket_that_is_changed_days_later_is_late(kept: tuple[Program, Repository]) -> None:
    program, repository = kept
    repository.commit({PATH: ticket("arrived 10T12:30 logged_at=10T12:30")}, "10T12:40")
    commit = repository.commit({PATH: ticket("arrived 10T11:50 logged_at=10T12:30")}, "12T11:50")
    (entry,) = found(program)
    assert (entry["kind"], entry["commit"], entry["late_s"]) == ("late_entry", commit, 48 * 3600)
    assert (entry["before"]["at"], entry["after"]["at"]) == (at("10T12:30").isoformat(), at("10T11:50").isoformat())


def test_bills_and_deleted_records(kept: tuple[Program, Repository]) -> None:
    program, repository = kept
    photo = "records/attachments/T-20260610-7F3K/gate.jpg"
    bill = 'id: B-20260610-0001\ntickets: [T-20260610-7F3K]\nissued: 2026-06-10\ntotal: "{total}"\n'
    repository.commit({PATH: ticket(), BILL: bill.format(total="300.00"), photo: "jpg"}, "10T12:00")
    edited = repository.commit({BILL: bill.format(total="30.00")}, "10T13:00", "eve")
    deleted = repository.commit({BILL: None, PATH: None, photo: None}, "10T14:00", "eve")
    entries = found(program)
    assert kinds(entries) == [
        ("bill_edited", "total", edited[:8], "eve"),
        *[("deleted", None, deleted[:8], "eve")] * 3,
    ]
    assert (entries[0]["before"], entries[0]["after"]) == ("300.00", "30.00")
    assert [one["path"] for one in entries[1:]] == [photo, BILL, PATH]
    assert [one["record"] for one in entries[1:]] == ["T-20260610-7F3K", "B-20260610-0001", "T-20260610-7F3K"]


def test_signed_inspections_and_closed_hazards_are_kept_too(kept: tuple[Program, Repository]) -> None:
    program, repository = kept
    sheet = "records/inspections/2026/06/I-20260610-0001.yaml"
    text = (
        "id: I-20260610-0001\nsite: quay\nperiod: 2026-06\ninspected_at: 2026-06-10T10:00:00+08:00\n"
        "results:\n  - {check: picture, result: fail}\n"
    )
    signed = f"{text}signed_at: 2026-06-10T12:00:00+08:00\n"
    repository.commit({sheet: text}, "10T11:00")
    repository.commit({sheet: text.replace("fail", "pass")}, "10T11:30")
    repository.commit({sheet: signed}, "10T12:10")
    repository.commit({sheet: signed.replace("fail}", "fail, ticket: T-20260610-7F3K}")}, "10T12:20")
    commit = repository.commit({sheet: signed.replace("fail", "pass")}, "10T12:30")
    assert kinds(found(program)) == [("edited_after_close", "results", commit[:8], "ann")]


def test_what_is_not_committed_is_told_without_a_commit(kept: tuple[Program, Repository]) -> None:
    program, repository = kept
    other = PATH.replace("7F3K", "8888")
    third = PATH.replace("7F3K", "9999")
    repository.commit({PATH: ticket(*CLOSED), third: ticket(*CLOSED, record_id="T-20260610-9999")}, "10T12:00")
    repository.write(PATH, ticket("arrived 10T09:30", *CLOSED[1:]))
    repository.git("add", PATH)
    repository.write(other, ticket("arrived 10T10:00", record_id="T-20260610-8888"))
    (repository.folder / third).unlink()
    assert kinds(found(program)) == [
        ("edited_after_close", "events.arrived", None, None),
        ("late_entry", "reported_at", None, None),
        ("late_entry", "events.arrived", None, None),
        ("deleted", None, None, None),
    ]


def test_windows_and_sites_choose(kept: tuple[Program, Repository]) -> None:
    program, repository = kept
    mill = PATH.replace("7F3K", "8888")
    repository.commit(
        {PATH: ticket(*CLOSED), mill: ticket(*CLOSED, record_id="T-20260610-8888", site="mill")}, "10T12:00"
    )
    one = repository.commit({PATH: ticket(*CLOSED, summary="a")}, "11T00:00")[:8]
    two = repository.commit({mill: ticket(*CLOSED, record_id="T-20260610-8888", site="mill", summary="b")}, "12T23:59")[
        :8
    ]
    for line, commits in {
        "": [one, two],
        "--since 2026-06-12": [two],
        "--until 2026-06-11": [one],
        "--until 2026-06-10": [],
        "--since 2026-06-11 --until 2026-06-12": [one, two],
        "--site mill": [two],
        "--site gate-2": [],
    }.items():
        assert [entry["commit"][:8] for entry in found(program, line)] == commits, line
    assert program("audit --exit-zero", now="2026-06-20T12:00:00+08:00").code == 0


def test_a_renamed_record_is_no_deletion_but_its_other_id_is_told(kept: tuple[Program, Repository]) -> None:
    program, repository = kept
    wrong = "records/tickets/2026/07/T-20260610-7F3K.yaml"
    repository.commit({wrong: ticket(*CLOSED)}, "10T12:00")
    repository.commit({wrong: None, PATH: ticket(*CLOSED)}, "10T12:10")
    assert found(program) == []
    commit = repository.commit(
        {PATH: None, PATH.replace("7F3K", "8888"): ticket(*CLOSED, record_id="T-20260610-8888")}, "10T12:20"
    )
    (entry,) = found(program)
    assert (entry["kind"], entry["record"], entry["path"], entry["commit"]) == (
        "deleted",
        "T-20260610-7F3K",
        PATH,
        commit,
    )
    assert entry["after"] == PATH.replace("7F3K", "8888")


def test_an_open_ticket_under_another_id_is_told(kept: tuple[Program, Repository]) -> None:
    program, repository = kept
    repository.commit({PATH: ticket("arrived 10T10:00")}, "10T12:00")
    other = ticket("arrived 10T10:00", record_id="T-20260610-8888")
    commit = repository.commit({PATH: None, PATH.replace("7F3K", "8888"): other}, "10T12:20")
    assert kinds(found(program)) == [("deleted", None, commit[:8], "ann")]


def test_a_broken_version_in_between_hides_nothing(kept: tuple[Program, Repository]) -> None:
    program, repository = kept
    repository.commit({PATH: ticket(*CLOSED)}, "10T12:00")
    repository.commit({PATH: "id: [\n"}, "10T12:10")
    commit = repository.commit({PATH: ticket(*CLOSED[1:])}, "10T12:20")
    assert kinds(found(program)) == [("deleted_after_close", "events.arrived", commit[:8], "ann")]


def test_a_merge_that_only_carries_changes_adds_nothing(kept: tuple[Program, Repository]) -> None:
    program, repository = kept
    repository.commit({PATH: ticket(*CLOSED)}, "10T12:00")
    repository.git("checkout", "--quiet", "-b", "side")
    edited = repository.commit({PATH: ticket("arrived 10T09:30", *CLOSED[1:])}, "10T12:10", "eve")[:8]
    repository.git("checkout", "--quiet", "main")
    other = PATH.replace("7F3K", "8888")
    repository.commit({other: ticket(record_id="T-20260610-8888")}, "10T12:20")
    repository.git("merge", "--quiet", "--no-edit", "side", when="10T12:30")
    assert kinds(found(program)) == [("edited_after_close", "events.arrived", edited, "eve")]


def test_a_merge_is_asked_for_what_it_lost_and_for_what_it_made_up(kept: tuple[Program, Repository]) -> None:
    program, repository = kept
    repository.commit({PATH: ticket(*CLOSED)}, "10T12:00")
    repository.git("checkout", "--quiet", "-b", "side")
    repository.commit({PATH: ticket(*CLOSED, "noted 10T12:05")}, "10T12:10")
    repository.git("checkout", "--quiet", "main")
    repository.commit({PATH: ticket(*CLOSED, "acknowledged 10T12:06")}, "10T12:10")
    repository.git("merge", "--quiet", "-s", "ours", "--no-commit", "side", when="10T12:30")
    merged = repository.commit(
        {PATH: ticket("arrived 10T09:59", *CLOSED[1:], "acknowledged 10T12:06")}, "10T12:30", "eve"
    )
    assert kinds(found(program)) == [
        ("edited_after_close", "events.arrived", merged[:8], "eve"),
        ("deleted_after_close", "events.noted", merged[:8], "eve"),
    ]


def test_a_union_of_two_branches_is_nothing(kept: tuple[Program, Repository]) -> None:
    program, repository = kept
    repository.commit({PATH: ticket(*CLOSED)}, "10T12:00")
    repository.git("checkout", "--quiet", "-b", "side")
    repository.commit({PATH: ticket(*CLOSED, "noted 10T12:05")}, "10T12:10")
    repository.git("checkout", "--quiet", "main")
    repository.commit({PATH: ticket(*CLOSED, "acknowledged 10T12:06")}, "10T12:10")
    repository.git("merge", "--quiet", "-s", "ours", "--no-commit", "side", when="10T12:30")
    repository.commit({PATH: ticket(*CLOSED, "noted 10T12:05", "acknowledged 10T12:06")}, "10T12:30")
    assert found(program) == []


def test_rebased_and_picked_commits_count_once_at_their_own_time(kept: tuple[Program, Repository]) -> None:
    program, repository = kept
    base = repository.commit({PATH: ticket(*CLOSED)}, "10T12:00")
    other = PATH.replace("7F3K", "8888")
    repository.git("checkout", "--quiet", "-b", "side")
    entry = repository.commit({other: ticket("arrived 10T10:00", record_id="T-20260610-8888")}, "10T13:00", "bob")
    edited = repository.commit({PATH: ticket("arrived 10T09:30", *CLOSED[1:])}, "10T13:10", "eve")
    repository.git("checkout", "--quiet", "main")
    repository.commit({"records/notes.txt": "x"}, "10T14:00")
    # Rebased a week later: their authors' dates stay.
    repository.git("rebase", "--quiet", "main", "side", when="17T09:00", committed="17T09:00")
    assert repository.git("log", "-1", "--format=%cI").startswith("2026-06-17")
    rebased = repository.head()
    assert (kinds(found(program)), rebased != edited) == (
        [("edited_after_close", "events.arrived", rebased[:8], "eve")],
        True,
    )
    # The same change on another branch, brought in by a merge.
    repository.git("checkout", "--quiet", "-b", "copy", base)
    repository.git("cherry-pick", edited, when="10T13:10", author="eve", committed="18T09:00")
    repository.git("checkout", "--quiet", "side")
    repository.git("merge", "--quiet", "--no-edit", "copy", when="18T10:00")
    assert len(found(program)) == 1
    assert entry


def test_a_shallow_clone_says_what_is_missing(kept: tuple[Program, Repository], tmp_path: Path) -> None:
    program, repository = kept
    repository.commit({PATH: ticket(*CLOSED)}, "15T12:00")
    first = repository.commit({PATH: ticket("arrived 10T09:30", *CLOSED[1:])}, "15T12:10")
    last = repository.commit({PATH: ticket(*CLOSED[1:])}, "15T12:20")
    clone = tmp_path / "clone"
    repository.git("clone", "--quiet", "--depth", "2", f"file://{repository.folder}", str(clone))
    outcome = program("audit --format json", now="2026-06-20T12:00:00+08:00", folder=clone)
    document = json.loads(outcome.out)
    assert (document["shallow"], document["shallow_before"]) == (True, [first[:8]])
    assert kinds(document["entries"]) == [("deleted_after_close", "events.arrived", last[:8], "ann")]
    told = program("audit", now="2026-06-20T12:00:00+08:00", folder=clone).out
    assert told.splitlines()[-1] == (
        f"this is a shallow clone: what was before {first[:8]} is missing; git fetch --unshallow"
    )
    assert json.loads(program("audit --format json").out)["shallow"] is False


def test_a_workspace_in_a_folder_of_a_larger_repository(tmp_path: Path, kept: tuple[Program, Repository]) -> None:
    program, small = kept
    large = Repository(tmp_path / "large")
    folder = tmp_path / "large/service desk"
    shutil.copytree(small.folder / "records", folder / "records")
    large.git("add", ".")
    large.commit({f"service desk/{PATH}": ticket(*CLOSED), f"other/{PATH}": ticket(*CLOSED)}, "10T12:00")
    commit = large.commit(
        {f"service desk/{PATH}": ticket(*CLOSED[1:]), f"other/{PATH}": ticket(*CLOSED[1:])}, "10T12:10"
    )
    large.write(f"service desk/{PATH}", ticket(*CLOSED[2:]))
    outcome = program("audit --format json", now="2026-06-20T12:00:00+08:00", folder=folder)
    entries = json.loads(outcome.out)["entries"]
    assert kinds(entries) == [
        ("deleted_after_close", "events.arrived", commit[:8], "ann"),
        ("deleted_after_close", "events.resolved", None, None),
    ]
    assert {entry["path"] for entry in entries} == {PATH}


def test_a_password_that_was_taken_out_is_not_repeated(kept: tuple[Program, Repository]) -> None:
    program, repository = kept
    repository.commit({PATH: ticket(*CLOSED, "noted 10T11:40 note=密码：harbour42")}, "10T12:00")
    repository.commit({PATH: ticket(*CLOSED, "noted 10T11:40 note=x", summary="pwd：harbour42")}, "10T12:10")
    repository.commit({PATH: ticket(*CLOSED)}, "10T12:20")
    for form in ("table", "json", "csv", "md", "html"):
        outcome = program(f"audit --format {form}", now="2026-06-20T12:00:00+08:00")
        assert (outcome.code, "harbour" in outcome.out.replace("No picture", "")) == (1, False), form


@pytest.mark.golden
@pytest.mark.parametrize("form", ["table", "csv", "md"])
def test_what_people_read(kept: tuple[Program, Repository], form: str) -> None:
    program, repository = kept
    repository.commit({PATH: ticket(*CLOSED)}, "12T12:00", "bob")
    repository.commit({PATH: ticket("arrived 10T09:30 by=eve", *CLOSED[1:])}, "12T12:10", "eve")
    repository.commit({PATH: None}, "12T12:20", "eve")
    outcome = program(f"audit --format {form}", now="2026-06-20T12:00:00+08:00")
    assert (outcome.code, outcome.err) == (1, "")
    assert_golden(f"audit/report.{form}", outcome.out)


def test_without_a_history_it_says_why(harbour: Program) -> None:
    assert harbour.refusal("audit") == (
        "error: the workspace is in no Git repository: there is no history\n"
        "hint: begin one: git init, git add records, git commit\n"
    )
    Repository(harbour.folder)
    assert harbour.refusal("audit") == (
        "error: nothing is committed yet: there is no history\nhint: begin it: git add records, git commit\n"
    )
    assert harbour.refusal("audit --late soon").startswith("error: soon is not a duration\n")


def test_without_git_or_its_consent_it_says_what_to_do(
    kept: tuple[Program, Repository], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, repository = kept
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert program.refusal("audit") == (
        "error: Git refuses to read the repository: it belongs to somebody else\n"
        f"hint: if you trust it: git config --global --add safe.directory {repository.folder}\n"
    )
    monkeypatch.setenv("PATH", str(tmp_path))
    assert program.refusal("audit") == (
        "error: git is not installed\nhint: install Git: what was changed when is in its history\n"
    )


@pytest.mark.parametrize("seed", range(12))
def test_random_histories_give_what_was_done(kept: tuple[Program, Repository], seed: int) -> None:
    """Each step of a history is of a known sort; what it must be told as is noted when it is done."""
    program, repository = kept
    written = Writing(random.Random(seed))  # noqa: S311 - a history is no secret
    grow(repository, [Planned(workspace_files(repository), at("01T08:00")), *written.history(60)])
    told = [
        (one["kind"], one["record"], one["field"], one["author"], dt.datetime.fromisoformat(one["at"]))
        for one in found(program)
    ]
    assert sorted(told, key=str) == sorted(written.expected, key=str)


def workspace_files(repository: Repository) -> dict[str, str]:
    names = repository.git("ls-files", "-z").split("\0")
    return {name: (repository.folder / name).read_text(encoding="utf-8") for name in names if name}


Step = Callable[[], tuple[str, bool]]


class Writing:
    """A history made step by step, and what an audit has to say of it."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.now = at("10T09:00")
        self.tickets: dict[str, list[str]] = {}
        self.reported: dict[str, dt.datetime] = {}
        self.expected: list[tuple[str, str, str | None, str, dt.datetime]] = []
        self.author = "ann"
        self.opened: list[str] = []
        self.closed: list[str] = []

    def history(self, steps: int) -> list[Planned]:
        return [self.step() for _ in range(steps)]

    def step(self) -> Planned:
        self.now += dt.timedelta(minutes=self.chance.randint(1, 30))
        self.author = self.chance.choice(["ann", "bob", "eve"])
        self.opened = [name for name, events in self.tickets.items() if not self.is_closed(events)]
        self.closed = [name for name, events in self.tickets.items() if self.is_closed(events)]
        steps: list[Step] = [self.open]
        if self.opened:
            steps += [self.add, self.add_late, self.close, self.edit_open]
        if self.closed:
            steps += [self.edit, self.drop, self.add_to_closed, self.reopen, self.delete]
        name, is_there = self.chance.choice(steps)()
        text = (
            ticket(*self.tickets[name], record_id=name, reported=self.short(self.reported[name])) if is_there else None
        )
        return Planned({f"records/tickets/2026/06/{name}.yaml": text}, self.now, self.author)

    def is_closed(self, events: list[str]) -> bool:
        ends = [event.split(" ")[0] for event in events if event.split(" ")[0] in {"closed", "reopened"}]
        return ends[-1:] == ["closed"]

    def short(self, moment: dt.datetime) -> str:
        return f"{moment:%dT%H:%M}"

    def expect(self, kind: str, name: str, field: str | None) -> None:
        self.expected.append((kind, name, field, self.author, self.now))

    def open(self) -> tuple[str, bool]:
        name = f"T-20260610-{len(self.reported):04}"
        self.tickets[name], self.reported[name] = [], self.now
        return name, True

    def add(self) -> tuple[str, bool]:
        name = self.chance.choice(self.opened)
        self.tickets[name].append(f"arrived {self.short(self.now)} by=n{len(self.expected)}x{self.now:%d%H%M}")
        return name, True

    def add_late(self) -> tuple[str, bool]:
        name = self.chance.choice(self.opened)
        # Typed in two days after; the commit is of today.
        typed = self.short(self.now + dt.timedelta(days=2))
        self.tickets[name].append(f"diagnosed {self.short(self.now)} logged_at={typed}")
        self.expect("late_entry", name, "events.diagnosed")
        return name, True

    def close(self) -> tuple[str, bool]:
        name = self.chance.choice(self.opened)
        self.tickets[name].append(f"closed {self.short(self.now)}")
        return name, True

    def reopen(self) -> tuple[str, bool]:
        name = self.chance.choice(self.closed)
        self.tickets[name].append(f"reopened {self.short(self.now)}")
        return name, True

    def edit_open(self) -> tuple[str, bool]:
        name = self.chance.choice(self.opened)
        events = self.tickets[name]
        if not events or any(event.startswith("closed") for event in events):
            return self.add()
        events[-1] += f" note{self.now:%d%H%M}=seen"
        return name, True

    def edit(self) -> tuple[str, bool]:
        name = self.chance.choice(self.closed)
        events = self.tickets[name]
        at_which = self.chance.randrange(len(events))
        events[at_which] += f" evidence{self.now:%H%M}=x"
        self.expect("edited_after_close", name, f"events.{events[at_which].split(' ')[0]}")
        return name, True

    def drop(self) -> tuple[str, bool]:
        name = self.chance.choice(self.closed)
        events = self.tickets[name]
        removable = [event for event in events if event.split(" ")[0] in {"arrived", "diagnosed"}]
        if not removable:
            return self.edit()
        gone = self.chance.choice(removable)
        events.remove(gone)
        self.expect("deleted_after_close", name, f"events.{gone.split(' ')[0]}")
        return name, True

    def add_to_closed(self) -> tuple[str, bool]:
        name = self.chance.choice(self.closed)
        self.tickets[name].insert(0, f"answered {self.short(self.reported[name])} by=n{self.now:%d%H%M}")
        self.expect("added_after_close", name, "events.answered")
        return name, True

    def delete(self) -> tuple[str, bool]:
        name = self.chance.choice(self.closed)
        del self.tickets[name]
        self.expect("deleted", name, None)
        return name, False


def test_two_thousand_commits_are_read_in_no_time(kept: tuple[Program, Repository]) -> None:
    program, repository = kept
    begin = at("01T08:00")
    commits = [Planned(workspace_files(repository), begin)]
    expected: list[tuple[str, str]] = []
    texts: dict[int, list[str]] = {number: [] for number in range(500)}
    for number in range(2000):
        name, moment = f"T-20260602-{number % 500:04}", begin + dt.timedelta(minutes=2 * number)
        events = texts[number % 500]
        events.append(f"{'closed' if number >= 1500 else 'arrived'} {moment:%dT%H:%M}")
        text = ticket(*events, record_id=name, reported="01T08:00")
        commits.append(Planned({f"records/tickets/2026/06/{name}.yaml": text}, moment))
    victim = "T-20260602-0007"
    expected.append(("deleted_after_close", victim))
    text = ticket(*texts[7][1:], record_id=victim, reported="01T08:00")
    commits.append(Planned({f"records/tickets/2026/06/{victim}.yaml": text}, at("10T08:00")))
    grow(repository, commits)
    start = time.perf_counter()
    told = [(entry["kind"], entry["record"]) for entry in found(program, "--late 30d")]
    assert told == expected
    assert time.perf_counter() - start < 20
