"""What neither Git nor the file of conclusions tells of changes answers all the same."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from aftercare_cli.cli import concluding, settling
from aftercare_cli.store import child, commits, kept
from tests.cli.repository import Repository
from tests.cli.workshop import Workshop, visit, workshop

pytestmark = pytest.mark.skipif(
    not hasattr(os, "posix_spawnp"), reason="nothing is kept where Git cannot be started so"
)


@pytest.fixture
def make(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[[int], Workshop]:
    """Give what makes a workshop of some tickets."""
    return lambda size: workshop(tmp_path, size, capsys, monkeypatch)


def regular(workshop: Workshop) -> Path:
    """Give the file of a settled ticket at which somebody arrived on the whole minute, and see that it is kept."""
    first, again = workshop.examined(), workshop.examined()
    assert set(again) < set(first)
    return next(
        path
        for path in workshop.tickets()
        if path.stem not in again and ":00+08:00, type: arrived" in path.read_text(encoding="utf-8")
    )


def later(ticket: Path) -> None:
    """Let somebody have arrived half a minute later; the file is as large as before."""
    text = ticket.read_text(encoding="utf-8")
    ticket.write_text(text.replace(":00+08:00, type: arrived", ":30+08:00, type: arrived", 1), encoding="utf-8")


def fifo(path: Path) -> None:
    path.unlink(missing_ok=True)
    os.mkfifo(path)


def nested(workshop: Workshop, folder: Path) -> None:
    """Make a repository of its own of a folder, with what is in it, and tell the one around it."""
    Repository(folder).git("add", "--all")
    Repository(folder).git("commit", "--quiet", "--message", "nested")
    workshop.repository.git("rm", "-rq", "--cached", "--ignore-unmatch", str(folder))
    workshop.repository.git("add", str(folder))


def look_through(workshop: Workshop, attributes: str) -> None:
    """Let Git take every record for what the commit holds."""
    workshop.repository.git("config", "filter.past.clean", "git show HEAD:%f")
    (workshop.folder / attributes).write_text("*.yaml filter=past\n", encoding="utf-8")


def a_pipe(_: Workshop, ticket: Path) -> None:
    fifo(ticket.with_name("T-20260601-AAAA.yaml"))


def a_pipe_among_visits(workshop: Workshop, _: Path) -> None:
    fifo(workshop.folder / "records/visits/2026/V-20260601-AAAA.yaml")


def an_empty_folder(_: Workshop, ticket: Path) -> None:
    ticket.with_name("T-20260601-AAAA.yaml").mkdir()


def no_folder_of_visits(workshop: Workshop, _: Path) -> None:
    shutil.rmtree(workshop.folder / "records/visits")
    fifo(workshop.folder / "records/visits")


def a_name_in_small_letters(workshop: Workshop, ticket: Path) -> None:
    workshop.repository.git("config", "core.ignoreCase", "true")
    shutil.copy(ticket, ticket.with_name(f"{ticket.stem.lower()}.yaml"))


def a_visit_in_a_repository(workshop: Workshop, ticket: Path) -> None:
    nested(workshop, visit(workshop, ticket, "2027-01-02").parent)


def a_repository_of_all_records(workshop: Workshop, _: Path) -> None:
    nested(workshop, workshop.folder / "records")


def a_filter(workshop: Workshop, ticket: Path) -> None:
    look_through(workshop, ".git/info/attributes")
    later(ticket)


def a_filter_of_the_records(workshop: Workshop, ticket: Path) -> None:
    look_through(workshop, "records/.gitattributes")
    later(ticket)


def a_filter_that_is_gone(workshop: Workshop, ticket: Path) -> None:
    look_through(workshop, ".gitattributes")
    workshop.repository.git("add", ".gitattributes")
    (workshop.folder / ".gitattributes").unlink()
    later(ticket)


def a_name_that_is_no_text(workshop: Workshop, ticket: Path) -> None:
    os.link(ticket, os.fsencode(ticket.parent) + b"/T-\xff.yaml")
    workshop.commit()
    later(ticket)


def a_pipe_for_what_is_kept(workshop: Workshop, ticket: Path) -> None:
    fifo(workshop.kept[0])
    later(ticket)


def a_pipe_for_what_is_known_of_the_index(workshop: Workshop, ticket: Path) -> None:
    fifo(workshop.kept[0].with_suffix(".index"))
    later(ticket)


def a_size_that_no_file_has(workshop: Workshop, _: Path) -> None:
    data = workshop.kept[0].read_bytes()
    workshop.kept[0].write_bytes(data[:4] + b"\xff" + data[5:])


def a_link(workshop: Workshop, ticket: Path) -> None:
    elsewhere = ticket.rename(workshop.folder.parent / "elsewhere.yaml")
    ticket.symlink_to(elsewhere)
    later(elsewhere)


def a_linked_folder(workshop: Workshop, ticket: Path) -> None:
    elsewhere = ticket.parent.rename(workshop.folder.parent / "elsewhere")
    ticket.parent.symlink_to(elsewhere)
    workshop.commit()
    later(ticket)


def another_object(workshop: Workshop, ticket: Path) -> None:
    git = workshop.repository.git
    old = git("rev-parse", f"HEAD:{ticket.relative_to(workshop.folder).as_posix()}").strip()
    later(ticket)
    git("replace", old, git("hash-object", "-w", str(ticket)).strip())


def another_work_tree(workshop: Workshop, ticket: Path) -> None:
    elsewhere = workshop.folder.parent / "elsewhere"
    shutil.copytree(workshop.folder / "records", elsewhere / "records")
    workshop.repository.git("config", "core.worktree", str(elsewhere))
    later(ticket)


def a_file_to_skip(workshop: Workshop, ticket: Path) -> None:
    workshop.repository.git("update-index", "--skip-worktree", str(ticket))
    later(ticket)


def no_commit(workshop: Workshop, ticket: Path) -> None:
    workshop.repository.git("checkout", "-q", "--orphan", "new")
    later(ticket)


UNSEEN = (
    *(a_pipe, a_pipe_among_visits, an_empty_folder, no_folder_of_visits, a_name_in_small_letters),
    *(a_visit_in_a_repository, a_repository_of_all_records, a_filter, a_filter_of_the_records, a_filter_that_is_gone),
    *(a_name_that_is_no_text, a_pipe_for_what_is_kept, a_pipe_for_what_is_known_of_the_index, a_size_that_no_file_has),
    *(a_link, a_linked_folder, another_object, another_work_tree, a_file_to_skip, no_commit),
)
"""What Git, or the file of conclusions, does not tell of."""


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
@pytest.mark.parametrize("change", UNSEEN, ids=lambda change: change.__name__)
def test_what_git_does_not_see_is_seen(
    change: Callable[[Workshop, Path], None], make: Callable[[int], Workshop]
) -> None:
    workshop = make(16)
    change(workshop, regular(workshop))
    lines = ("sla report --format json", "ticket list --open")
    assert workshop.settled(lines) == workshop.plainly(lines)
    assert workshop.settled(lines) == workshop.plainly(lines)


def test_a_change_within_the_same_second_is_noticed(
    make: Callable[[int], Workshop], monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop = make(16)
    ticket = regular(workshop)
    monkeypatch.setattr(commits, "_YOUNG_SECONDS", 1 << 31)
    shutil.rmtree(workshop.folder / ".git/aftercare")
    # Whatever lies in the file when it is kept: one that was changed just now is read each time.
    workshop.settled(("sla report",))
    assert workshop.kept
    assert ticket.stem in workshop.examined()
    monkeypatch.setattr(commits, "_YOUNG_SECONDS", -3600)
    monkeypatch.setattr(settling, "RENEWED_FROM", 1)
    # Later it is kept with the others.
    assert ticket.stem in workshop.examined()
    assert ticket.stem not in workshop.examined()


def test_what_is_kept_of_one_workspace_is_not_taken_for_another_s(make: Callable[[int], Workshop]) -> None:
    workshop = make(16)
    ticket = regular(workshop)
    for name in ("one", "two"):
        shutil.copytree(workshop.folder / "records", workshop.folder / name / "records")
    shutil.rmtree(workshop.folder / "records")
    later(workshop.folder / "two" / ticket.relative_to(workshop.folder))
    workshop.commit()
    shutil.rmtree(workshop.folder / ".git/aftercare")
    lines = ("sla report --format json",)
    found = {}
    for name in ("one", "two"):
        workshop.move(workshop.folder.parent / "workshop" / name)
        workshop.settled(lines)
        (found[name],) = sorted((workshop.folder.parent / ".git/aftercare").glob("*.cache"), key=os.path.getmtime)[-1:]
        workshop.move(workshop.folder.parent)
    assert found["one"] != found["two"]
    shutil.copy(found["one"], found["two"])
    workshop.move(workshop.folder / "two")
    assert workshop.settled(lines) == workshop.plainly(lines)


@pytest.mark.parametrize("fate", ["done", "killed", "failed"])
def test_two_processes_conclude_as_one_does(
    fate: str, make: Callable[[int], Workshop], monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop = make(24)
    lines = ("sla report --format json", "sla report")
    expected = workshop.plainly(lines)
    start = child.start

    def started(work: Callable[[], bytes]) -> child.Child | None:
        def ended() -> bytes:
            if fate == "killed":
                os.kill(os.getpid(), signal.SIGKILL)
            return work() if fate == "done" else b""

        return start(ended)

    monkeypatch.setattr(child, "start", started)
    monkeypatch.setattr(child, "is_worthwhile", lambda: True)
    monkeypatch.setattr(concluding, "SHARED_FROM", 1)
    if fate == "failed":
        monkeypatch.setattr(child, "start", lambda _: None)
    assert workshop.settled(lines) == expected
    assert workshop.settled(lines) == expected


def test_who_is_interrupted_while_writing_leaves_nothing(
    make: Callable[[int], Workshop], monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop = make(16)
    lines = ("sla report",)
    expected = workshop.plainly(lines)

    def interrupted(*_: object) -> Iterator[bytes]:
        yield b"begun"
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(kept, "_parts", interrupted)
        assert workshop.settled(lines)["sla report"].code == 130
    assert [path.suffix for path in (workshop.folder / ".git/aftercare").iterdir()] == [".index"]
    assert workshop.settled(lines) == expected


def test_what_was_kept_before_may_come_back(make: Callable[[int], Workshop]) -> None:
    workshop = make(16)
    ticket = regular(workshop)
    before = {path: path.read_bytes() for path in workshop.kept[0].parent.iterdir()}
    later(ticket)
    visit(workshop, ticket, "2026-06-28", "NEW1")
    workshop.commit()
    shutil.rmtree(workshop.kept[0].parent)
    regular(workshop)
    for path, data in before.items():
        path.write_bytes(data)
    assert workshop.settled() == workshop.plainly()


def test_a_promise_that_only_settled_tickets_have_is_known(make: Callable[[int], Workshop]) -> None:
    workshop = make(16)
    answer = "amendments: [{from: 2024-01-01, targets: {answer: {start: reported, within: 30d, stop: arrived}}}]\n"
    for contract in (workshop.folder / "records/contracts").glob("*.yaml"):
        text = contract.read_text(encoding="utf-8")
        if "amendments:" not in text:
            contract.write_text(text + answer, encoding="utf-8")
    workshop.commit()
    lines = ("due --promise answer", "due --promise nothing", "sla report --promise answer")
    assert workshop.plainly(lines)[lines[0]].code == 0
    assert workshop.settled(lines) == workshop.plainly(lines)
    assert workshop.settled(lines) == workshop.plainly(lines)
