"""Git itself merges, rebases and picks records over random histories, as `init` and `merge --install` set it up."""

import os
import random
import re
import shlex
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from aftercare_cli.store.begin import complete_attributes
from aftercare_cli.store.merge_driver import driver, install_driver

TICKET: Final = "records/tickets/2026/11/T-20261122-7F3K.yaml"
INSPECTION: Final = "records/inspections/2026/11/I-20261105-8Q2M.yaml"
LEDGER: Final = "records/spares/2026.csv"
HEADS: Final = {
    TICKET: "id: T-20261122-7F3K\nsite: hq\nsummary: No picture\nreported_at: 2026-11-22T09:12:00+08:00\nevents:\n",
    INSPECTION: "id: I-20261105-8Q2M\nsite: hq\nperiod: 2026-11\nresults:\n",
    LEDGER: "at,model,quantity,type,by,note\n",
}
FACTS: Final = {
    TICKET: "  - {{at: {day}T10:00:00+08:00, type: noted, by: eng-a, note: fact {number} {text}}}\n",
    INSPECTION: "  - {{check: c-{number}, result: fail, note: fact {number} {text} on {day}}}\n",
    LEDGER: "{day},CAM-200,1,receive,clerk-a,fact {number} {text}\n",
}
_fact: Final = re.compile(r"(?:at: |on |^)?(\d{4}-\d\d-\d\d)")
_said: Final = re.compile(r"fact (\d+) (\w+)")

Facts = dict[int, tuple[str, str]]
"""By number: a day, and a text."""


class Repository:
    """A clone with a workspace in it."""

    def __init__(self, top: Path, below: str = "") -> None:
        self.top = top
        self.root = top / below
        self.root.mkdir(parents=True)
        self.git("init", "--quiet", "--initial-branch=main")
        (self.root / "records").mkdir()
        (self.root / "records/aftercare.yaml").write_text("aftercare: 1\ncompany: {name: A}\n", encoding="utf-8")
        assert complete_attributes(self.root)
        install_driver(self.root, sys.executable)

    def git(self, *words: str) -> str:
        return self.tried(*words, expected=0)[1]

    def tried(self, *words: str, expected: int | None = None) -> tuple[int, str]:
        done = subprocess.run(
            ["git", *words], cwd=self.top, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
        )
        said = done.stdout + done.stderr
        assert expected in {None, done.returncode}, said
        return done.returncode, said

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def text(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def commit(self, path: str, text: str) -> None:
        self.write(path, text)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "change")


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Git and the program know nothing of the user's own settings."""
    for name in [name for name in os.environ if name.startswith(("GIT_", "AFTERCARE_", "LC_"))]:
        monkeypatch.delenv(name)
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "clerk-a")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "clerk-a@example.com")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    monkeypatch.setenv("GIT_EDITOR", "true")
    monkeypatch.setenv("AFTERCARE_LANG", "en")
    monkeypatch.setenv("LANG", "C.UTF-8")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "clone")


def written(path: str, facts: Facts) -> str:
    lines = [(day, FACTS[path].format(day=day, number=number, text=text)) for number, (day, text) in facts.items()]
    return HEADS[path] + "".join(line for _, line in (sorted(lines) if path != INSPECTION else lines))


def read(text: str) -> Facts:
    """Give the facts of a text; one that stands in it twice fails."""
    lines = [line for line in text.splitlines() if _said.search(line)]
    facts: Facts = {}
    for line in lines:
        (day,), (number, said) = _fact.findall(line), _said.findall(line)[0]
        assert int(number) not in facts, text
        facts[int(number)] = (day, said)
    return facts


class Union(NamedTuple):
    """What sets say that a merge gives, and the facts that clash: for those it holds nothing."""

    facts: Facts
    clashes: dict[int, tuple[tuple[str, str] | None, tuple[str, str] | None]]


def union(base: Facts, ours: Facts, theirs: Facts) -> Union:
    found = Union({}, {})
    for number in {*base, *ours, *theirs}:
        was, mine, other = base.get(number), ours.get(number), theirs.get(number)
        if mine != other and was not in {mine, other}:
            found.clashes[number] = mine, other
        elif (fact := other if mine == was else mine) is not None:
            found.facts[number] = fact
    return found


def changed(chance: random.Random, facts: Facts, base: Facts, numbers: list[int]) -> Facts:
    """Give the facts after one more commit; the first, which stands for what nobody touches, stays."""
    later = dict(facts)
    old = [number for number in base if number and later.get(number) == base[number]]
    match chance.choice(["add", "add", "edit", "edit", "delete"]):
        case "edit" if old:
            number = chance.choice(old)
            later[number] = (base[number][0], chance.choice(["worse", "better"]))
        case "delete" if old:
            del later[chance.choice(old)]
        case _:
            number = numbers.pop()
            later[number] = (f"2026-12-{number:02}", "new")
    return later


def prepared(repository: Repository, path: str, seed: int) -> tuple[Facts, list[Facts], list[Facts]]:
    """Make a random history of two branches; give their base, and each state of main and of topic."""
    chance = random.Random(seed)  # noqa: S311 - the same histories in every run
    numbers = list(range(1, 30))
    chance.shuffle(numbers)
    base = {0: ("2026-12-31", "kept")} | {
        number: (f"2026-12-{number:02}", "old") for number in (numbers.pop() for _ in range(chance.randrange(2, 5)))
    }
    repository.commit(path, written(path, base))
    branches: list[list[Facts]] = []
    for name in ("main", "topic"):
        repository.git("checkout", "--quiet", *([] if name == "main" else ["-b"]), name)
        states = [base]
        for _ in range(chance.randrange(2, 5)):
            states.append(changed(chance, states[-1], base, numbers))
            repository.commit(path, written(path, states[-1]))
        branches.append(states)
        repository.git("checkout", "--quiet", "--detach", f"main~{len(states) - 1}" if name == "main" else "main")
    return base, branches[0], branches[1]


def assert_merged(text: str, said: str, found: Union, path: str) -> None:
    """Compare a file after a merge with what sets say: what clashes is marked, and nothing else."""
    shown = re.compile("^<{7} .*\n((?:.*\n)*?)={7}\n((?:.*\n)*?)>{7} .*\n", re.MULTILINE)
    assert read(shown.sub("", text)) == found.facts
    marked = [tuple(read(part) for part in parts) for parts in shown.findall(text)]
    for number, sides in found.clashes.items():
        expected = tuple({} if fact is None else {number: fact} for fact in sides)
        assert expected in marked, text
    assert len(marked) == len(found.clashes)
    assert (f"{path}: {len(marked)} " in said) == bool(marked), said


PATHS: Final = pytest.mark.parametrize("path", [TICKET, INSPECTION, LEDGER], ids=["events", "results", "rows"])
SEEDS: Final = pytest.mark.parametrize("seed", range(1, 9))


@PATHS
@SEEDS
def test_a_merge_gives_what_sets_say(repository: Repository, path: str, seed: int) -> None:
    base, ours, theirs = prepared(repository, path, seed)
    repository.git("checkout", "--quiet", "main")
    found = union(base, ours[-1], theirs[-1])
    code, said = repository.tried("merge", "--no-edit", "topic")
    assert code == bool(found.clashes), said
    assert_merged(repository.text(path), said, found, path)


@pytest.mark.parametrize("words", ["rebase main topic", "cherry-pick --keep-redundant-commits main..topic"])
@PATHS
@SEEDS
def test_commits_that_are_replayed_give_what_sets_say(repository: Repository, path: str, seed: int, words: str) -> None:
    _, ours, theirs = prepared(repository, path, 100 + seed)
    repository.git("checkout", "--quiet", "main")
    found = Union(ours[-1], {})
    for before, after in pairwise(theirs):
        found = union(before, found.facts, after)
        if found.clashes:
            break
    code, said = repository.tried(*shlex.split(words))
    assert (code != 0) == bool(found.clashes), said
    assert_merged(repository.text(path), said, found, path)


def event(day: int, text: str) -> str:
    return FACTS[TICKET].format(day=f"2026-12-{day:02}", number=day, text=text)


def crossed(repository: Repository, ours: str, theirs: str) -> None:
    """Make two branches, each of which has merged the first commit of the other; topic resolves with `theirs`."""
    repository.commit(TICKET, HEADS[TICKET] + event(1, "old"))
    repository.git("branch", "topic")
    repository.commit(TICKET, HEADS[TICKET] + event(1, ours) + event(2, "main"))
    repository.git("tag", "first")
    repository.git("checkout", "--quiet", "topic")
    repository.commit(TICKET, HEADS[TICKET] + event(1, theirs) + event(3, "topic"))
    repository.git("tag", "second")


def test_branches_that_were_merged_crosswise_are_merged_again(repository: Repository) -> None:
    crossed(repository, "old", "old")
    both = HEADS[TICKET] + event(1, "old") + event(2, "main") + event(3, "topic")
    repository.git("merge", "--no-edit", "first")
    assert repository.text(TICKET) == both
    repository.commit(TICKET, both + event(5, "topic"))
    repository.git("checkout", "--quiet", "main")
    repository.git("merge", "--no-edit", "second")
    repository.commit(TICKET, repository.text(TICKET) + event(4, "main"))
    repository.git("merge", "--no-edit", "topic")
    assert repository.text(TICKET) == both + event(4, "main") + event(5, "topic")


@pytest.mark.parametrize("choice", ["main", "topic"])
def test_what_was_resolved_in_two_ways_is_asked_about_again(repository: Repository, choice: str) -> None:
    crossed(repository, "main", "topic")
    added = event(2, "main") + event(3, "topic")
    assert repository.tried("merge", "--no-edit", "first")[0] == 1
    repository.commit(TICKET, HEADS[TICKET] + event(1, choice) + added + event(5, "topic"))
    repository.git("checkout", "--quiet", "main")
    assert repository.tried("merge", "--no-edit", "second")[0] == 1
    repository.commit(TICKET, HEADS[TICKET] + event(1, "main") + added + event(4, "main"))
    code, _ = repository.tried("merge", "--no-edit", "topic")
    rest = added + event(4, "main") + event(5, "topic")
    if choice == "main":
        assert (code, repository.text(TICKET)) == (0, HEADS[TICKET] + event(1, "main") + rest)
    else:
        marked = f"<<<<<<<\n{event(1, 'main')}=======\n{event(1, 'topic')}>>>>>>>\n"
        # What stands behind the markers depends on Git's version.
        unnamed = re.sub("(?m)^([<>]{7}) .*$", r"\1", repository.text(TICKET))
        assert (code, unnamed) == (1, HEADS[TICKET] + marked + rest)


def diverged(repository: Repository, path: str = TICKET) -> None:
    """Make two branches that each added an event."""
    repository.commit(path, HEADS[TICKET] + event(1, "old"))
    repository.git("branch", "topic")
    repository.commit(path, HEADS[TICKET] + event(1, "old") + event(3, "main"))
    repository.git("checkout", "--quiet", "topic")
    repository.commit(path, HEADS[TICKET] + event(1, "old") + event(2, "topic"))
    repository.git("checkout", "--quiet", "main")


BOTH: Final = HEADS[TICKET] + event(1, "old") + event(2, "topic") + event(3, "main")


def test_a_workspace_may_lie_anywhere_in_a_repository(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "it's 100% ours", '值班 $(plan)/it\'s "here"')
    diverged(repository)
    repository.git("merge", "--no-edit", "topic")
    assert repository.text(TICKET) == BOTH


def test_files_of_the_repository_are_never_run(repository: Repository) -> None:
    diverged(repository)
    for name in ("yaml", "typer", "aftercare_cli", "random"):
        (repository.top / f"{name}.py").write_text("raise SystemExit(1)\n", encoding="utf-8")
    repository.git("merge", "--no-edit", "topic")
    assert repository.text(TICKET) == BOTH


def test_a_record_that_was_moved_is_merged_where_it_is(repository: Repository) -> None:
    diverged(repository)
    moved = TICKET.replace("2026/11", "2026/12")
    (repository.root / moved).parent.mkdir()
    repository.git("mv", TICKET, moved)
    repository.git("commit", "--quiet", "--message", "move")
    repository.git("merge", "--no-edit", "topic")
    assert repository.text(moved) == BOTH
    assert not (repository.root / TICKET).exists()


def test_a_record_that_one_side_deleted_is_asked_about_by_git(repository: Repository) -> None:
    diverged(repository)
    repository.git("rm", "--quiet", TICKET)
    repository.git("commit", "--quiet", "--message", "delete")
    code, said = repository.tried("merge", "--no-edit", "topic")
    assert (code, "modify/delete" in said) == (1, True)
    assert repository.text(TICKET) == HEADS[TICKET] + event(1, "old") + event(2, "topic")


def test_a_record_that_both_began_is_merged(repository: Repository) -> None:
    repository.commit(LEDGER, HEADS[LEDGER])
    repository.git("branch", "topic")
    repository.commit(TICKET, HEADS[TICKET] + event(1, "old") + event(3, "main"))
    repository.git("checkout", "--quiet", "topic")
    repository.commit(TICKET, HEADS[TICKET] + event(1, "old") + event(2, "topic"))
    repository.git("checkout", "--quiet", "main")
    repository.git("merge", "--no-edit", "topic")
    assert repository.text(TICKET) == BOTH


@pytest.mark.parametrize("does", [None, "exit 1", "exit 0"], ids=["gone", "without aftercare", "odd"])
def test_without_the_program_git_merges_as_text_and_drops_nothing(
    repository: Repository, tmp_path: Path, does: str | None
) -> None:
    python = tmp_path / "it's/python"
    if does is not None:
        python.parent.mkdir()
        python.write_text(f"#!/bin/sh\ncase $2 in -c) {does};; *) exit 3;; esac\n", encoding="utf-8")
        python.chmod(0o755)
    install_driver(repository.root, str(python))
    diverged(repository)
    code, said = repository.tried("merge", "--no-edit", "topic")
    assert code == 1
    assert f"aftercare did not run, Git merged as text: {TICKET}\n" in said
    marked = f"<<<<<<< ours\n{event(3, 'main')}=======\n{event(2, 'topic')}>>>>>>> theirs\n"
    assert repository.text(TICKET) == HEADS[TICKET] + event(1, "old") + marked


def test_a_path_of_windows_is_written_as_its_shell_reads_it() -> None:
    command = driver("C:\\Program Files\\Python 100%\\python.exe")
    assert command.startswith("'C:/Program Files/Python 100%%/python.exe' -P -c 'import aftercare_cli.cli.main'")
