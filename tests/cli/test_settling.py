"""What a command says does not depend on what is kept of settled tickets, whatever happened since."""

import os
import random
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from aftercare_cli.cli import settling
from aftercare_cli.model.kinds import KINDS
from aftercare_cli.store import commits
from aftercare_cli.store.changes import Changes, changes
from aftercare_cli.store.commits import Look, State
from aftercare_cli.store.kept import Kept
from aftercare_cli.store.reader import Reader
from tests.cli.program import SAMPLE, SAMPLE_NOW, Program
from tests.cli.workshop import BENCH_NOW, Workshop, visit, workshop

pytestmark = pytest.mark.skipif(
    not hasattr(os, "posix_spawnp"), reason="nothing is kept where Git cannot be started so"
)


@pytest.fixture
def make(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[[int], Workshop]:
    """Give what makes a workshop of some tickets."""
    return lambda size: workshop(tmp_path, size, capsys, monkeypatch)


def test_the_sample_says_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AFTERCARE_CACHE", raising=False)
    folder = tmp_path / "sample"
    shutil.copytree(SAMPLE / "records", folder / "records")
    sample = Workshop(folder, Program(folder, capsys, monkeypatch), monkeypatch)
    sample.commit()
    expected = sample.plainly(now=SAMPLE_NOW)
    assert {outcome.code for outcome in expected.values()} <= {0, 1}
    assert sample.settled(now=SAMPLE_NOW) == expected
    assert len(sample.kept) == 1
    assert sample.settled(now=SAMPLE_NOW) == expected
    # What was settled at the end of April was not at its beginning, or in February.
    for now in ("2026-04-01T08:00+08:00", "2026-02-10T12:00+08:00", "2025-01-01T00:00+08:00", "2027-01-01T00:00+08:00"):
        assert sample.settled(now=now) == sample.plainly(now=now)


@pytest.mark.parametrize("place", ["equipment/s01.yaml", "prices/p2024.csv"])
def test_wrong_lists_that_a_settled_ticket_asks_for_are_told_each_time(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AFTERCARE_CACHE", raising=False)
    folder = tmp_path / "sample"
    shutil.copytree(SAMPLE / "records", folder / "records")
    sample = Workshop(folder, Program(folder, capsys, monkeypatch), monkeypatch)
    # With consent, a unit may be of a lower grade: the lists say whether it is.
    lending = folder / "records/tickets/2026/01/T-20260122-0004.yaml"
    text = lending.read_text(encoding="utf-8")
    lent = text.replace('unit: "NV32-BK-001",', 'unit: "NV32-BK-001", consent: 值班室,', 1)
    lending.write_text(lent, encoding="utf-8")
    with (folder / "records" / place).open("a", encoding="utf-8") as file:
        file.write("broken: [\n")
    sample.commit()
    lines = ("sla report", "sla report --format json", "due")
    expected = sample.plainly(lines, SAMPLE_NOW)
    assert {(outcome.code, place in outcome.err) for outcome in expected.values()} == {(1, True)}
    assert [sample.settled(lines, SAMPLE_NOW) == expected for _ in range(3)] == [True, True, True]


def test_records_of_other_kinds_are_read_where_they_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AFTERCARE_CACHE", raising=False)
    monkeypatch.setattr(commits, "_YOUNG_SECONDS", -3600)
    folder = tmp_path / "sample"
    shutil.copytree(SAMPLE / "records", folder / "records", copy_function=shutil.copyfile)
    sample = Workshop(folder, Program(folder, capsys, monkeypatch), monkeypatch)
    sample.commit()
    lines = ("sla report --format json", "due --format json")
    sample.settled(lines, SAMPLE_NOW)
    kinds = {kind.folder for kind in KINDS} - {"tickets", "visits", ""}
    changed = [path for kind in sorted(kinds) for path in sorted((folder / "records" / kind).rglob("*.yaml"))[:1]]
    assert len(changed) > 6
    for number, path in enumerate([*changed, folder / "records/staff.yaml"]):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("2026", "2025"), encoding="utf-8")
        assert sample.settled(lines, SAMPLE_NOW) == sample.plainly(lines, SAMPLE_NOW), path
        if number % 2:
            sample.commit()
            assert sample.settled(lines, SAMPLE_NOW) == sample.plainly(lines, SAMPLE_NOW), path
        path.unlink()
        assert sample.settled(lines, SAMPLE_NOW) == sample.plainly(lines, SAMPLE_NOW), path
        path.write_text(text, encoding="utf-8")


def test_settled_tickets_are_not_read_again(make: Callable[[int], Workshop]) -> None:
    workshop = make(60)
    every = {path.stem for path in workshop.tickets()}
    assert every <= set(workshop.examined())
    again = workshop.examined()
    assert 0 < len([name for name in again if name in every]) < 45
    # Nor is anything but what changed, and the visit of a ticket that is looked at again.
    settled = next(path for path in workshop.tickets() if path.stem not in again)
    settled.write_text(
        settled.read_text(encoding="utf-8").replace("channel: phone", "channel: email"), encoding="utf-8"
    )
    assert set(workshop.examined()) - set(again) <= {settled.stem, f"V-20260625-{settled.stem[-4:]}"}
    workshop.commit()
    assert set(workshop.examined()) - set(again) <= {settled.stem, f"V-20260625-{settled.stem[-4:]}"}


def test_what_changed_is_kept_anew_where_it_is_much(
    make: Callable[[int], Workshop], monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop = make(60)
    workshop.examined()
    again = set(workshop.examined())
    ticket = next(path for path in workshop.tickets() if path.stem not in again)
    ticket.write_text(ticket.read_text(encoding="utf-8").replace("channel: phone", "channel: email"), encoding="utf-8")
    workshop.commit()
    assert ticket.stem in workshop.examined()
    assert ticket.stem in workshop.examined()
    monkeypatch.setattr(settling, "RENEWED_FROM", 1)
    assert ticket.stem in workshop.examined()
    assert set(workshop.examined()) == again


def test_terms_that_change_while_conclusions_are_renewed_are_not_taken_for_those_they_rest_on(
    make: Callable[[int], Workshop], monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop = make(60)
    lines = ("sla report --format json",)
    assert workshop.settled(lines) == workshop.plainly(lines)
    ticket = workshop.tickets()[0]
    ticket.write_text(ticket.read_text(encoding="utf-8").replace("channel: phone", "channel: email"), encoding="utf-8")
    workshop.commit()

    def edited(reader: Reader, kept: Kept, look: Look, state: State) -> Changes | None:
        found = changes(reader, kept, look, state)
        for contract in (workshop.folder / "records/contracts").glob("*.yaml"):
            text = contract.read_text(encoding="utf-8")
            contract.write_text(text.replace("within: 3h", "within: 1h"), encoding="utf-8")
        return found

    with monkeypatch.context() as patch:
        patch.setattr(settling, "RENEWED_FROM", 1)
        patch.setattr(settling, "changes", edited)
        workshop.settled(lines)
    assert workshop.settled(lines) == workshop.plainly(lines)


def steps(workshop: Workshop, dice: random.Random) -> dict[str, Callable[[], object]]:
    """Give what may happen to a workspace, by name."""
    tickets = workshop.tickets()
    visits = sorted((workshop.folder / "records/visits").glob("*/*.yaml"))
    ticket = dice.choice(tickets)
    records = workshop.folder / "records"
    folders = ("inspections", "hazards", "training", "equipment", "sites")
    others = [path for name in folders for path in sorted((records / name).rglob("*.yaml")) if path.is_file()]
    other = dice.choice(others)
    git = workshop.repository.git

    def rewrite(path: Path, old: str, new: str) -> None:
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def unnoticed() -> None:
        """Change a file to another of the same size, and give it its old time back."""
        status = ticket.stat()
        rewrite(ticket, "type: arrived", "type: dispatched")
        rewrite(ticket, "note: ", "note:")
        os.utime(ticket, ns=(status.st_atime_ns, status.st_mtime_ns))

    def linked() -> None:
        other.symlink_to(other.rename(workshop.folder / f"{dice.random()}.yaml"))

    def spoiled() -> None:
        for path in workshop.kept:
            data = bytearray(path.read_bytes())
            place = dice.randrange(len(data))
            data[place] ^= 1 << dice.randrange(8)
            path.write_bytes(data)

    return {
        "commit": workshop.commit,
        "commit tickets": lambda: (git("add", "records/tickets"), git("commit", "-q", "--allow-empty", "-m", "some")),
        "stage": lambda: git("add", str(ticket)),
        "back": lambda: git("checkout", "-q", "HEAD~1", "--", "records/tickets"),
        "discard": lambda: git("checkout", "-q", "--", "records"),
        "clean": lambda: git("clean", "-qfdx", "records"),
        "stash": lambda: git("stash", "-q", "--include-untracked"),
        "another time": lambda: rewrite(ticket, ":00+08:00, type: arrived", ":30+08:00, type: arrived"),
        "much later": lambda: rewrite(ticket, "T0", "T2"),
        "reopened": lambda: ticket.write_text(
            ticket.read_text(encoding="utf-8") + "  - {at: 2026-06-30T09:00:00+08:00, type: reopened, by: e01}\n",
            encoding="utf-8",
        ),
        "acknowledged": lambda: ticket.write_text(
            ticket.read_text(encoding="utf-8")
            + "  - {at: 2026-07-01T09:00:00+08:00, type: acknowledged, target: arrival, reason: 交通, action: 增派}\n",
            encoding="utf-8",
        ),
        "deleted": ticket.unlink,
        "broken": lambda: ticket.write_text("id: [", encoding="utf-8"),
        "crlf": lambda: ticket.write_bytes(ticket.read_bytes().replace(b"\n", b"\r\n")),
        "moved": lambda: ticket.rename(tickets[0].with_name(f"x{ticket.name}")),
        "unnoticed": unnoticed,
        "new": lambda: shutil.copy(ticket, ticket.with_name(f"{ticket.stem[:-1]}Z.yaml")),
        "visited": lambda: visit(workshop, ticket, f"2026-06-{dice.randint(10, 30)}", "ZZZ" + dice.choice("123")),
        "visited later": lambda: visit(workshop, ticket, "2026-07-20", "LATE"),
        "visit gone": lambda: dice.choice(visits).unlink() if visits else None,
        "visit of another": lambda: (
            rewrite(dice.choice(visits), "ticket: T-2", f"ticket: {ticket.stem}\nnote: T-2") if visits else None
        ),
        "visit broken": lambda: dice.choice(visits).write_text("id: {", encoding="utf-8") if visits else None,
        "terms": lambda: rewrite(records / f"contracts/p{dice.randrange(4)}.yaml", "within: 3h", "within: 2h"),
        "site": lambda: rewrite(records / f"sites/s{dice.randrange(40):02}.yaml", "contract: p0", "contract: p1"),
        "site gone": lambda: (records / f"sites/s{dice.randrange(40):02}.yaml").unlink(missing_ok=True),
        "hours": lambda: rewrite(records / "aftercare.yaml", '"13:30-18:00"', '"13:30-17:30"'),
        "spoiled": spoiled,
        "cut": lambda: [path.write_bytes(path.read_bytes()[: dice.randrange(4000)]) for path in workshop.kept],
        "ignored": lambda: (workshop.folder / ".gitignore").write_text("*.yaml\n", encoding="utf-8"),
        "another broken": lambda: other.write_text("id: [", encoding="utf-8"),
        "another gone": other.unlink,
        "another copied": lambda: shutil.copy(other, other.with_name(f"x{other.name}")),
        "another edited": lambda: rewrite(other, "2026", "2025"),
        "another linked": linked,
        "a folder": ticket.with_name("T-20260601-AAAA.yaml").mkdir,
        "look away": lambda: git("update-index", "--assume-unchanged", *(str(path) for path in tickets[:20])),
        "look again": lambda: git("update-index", "--really-refresh", "-q", "--no-assume-unchanged", str(tickets[0])),
        "gc": lambda: git("gc", "-q", "--prune=now"),
    }


def attempt(step: Callable[[], object]) -> None:
    """Do what may not be possible now: Git refuses, or the file is gone."""
    try:
        step()
    except (subprocess.CalledProcessError, OSError):
        return


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_the_answer_is_that_of_reading_everything(
    seed: int, make: Callable[[int], Workshop], monkeypatch: pytest.MonkeyPatch
) -> None:
    dice = random.Random(f"settling-{seed}")  # noqa: S311 - a test that can be repeated
    monkeypatch.setattr(settling, "RENEWED_FROM", dice.choice((1, 3, 100)))
    workshop = make(40)
    lines = ("sla report --format json", "sla report", "due --format json", "ticket list --open --format csv")
    done: list[str] = []
    moments = (BENCH_NOW, BENCH_NOW, "2026-06-28T12:00+08:00", "2026-08-01T00:00+08:00")
    for _ in range(6):
        for _ in range(dice.randrange(4)):
            known = steps(workshop, dice)
            name = dice.choice(sorted(known))
            done.append(name)
            attempt(known[name])
        now = dice.choice(moments)
        assert workshop.settled(lines, now) == workshop.plainly(lines, now), done
