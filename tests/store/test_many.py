"""Two processes read what one would: the same records, the same findings, in the same order."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from bench import generator

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the system cannot copy a process")

# Run in a process of its own: the one that runs the tests has threads, and is not to be copied.
READING = """
import os, signal, sys, time
from pathlib import Path
from aftercare_cli.store import child, many, parsing, reader, workspace

root, how = Path(sys.argv[1]), sys.argv[2]
reader.MANY = many.SHARED_FROM = 2
child.is_worthwhile = lambda: how != "one"
parent, started = os.getpid(), []
start = child.start

def starting(work):
    started.append(how)
    return start(work)

def failing(data, path, plain=parsing.plain_text):
    if os.getpid() != parent and path.endswith("0.yaml"):
        if how == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        raise MemoryError
    return plain(data, path)

def interrupted(data, path, plain=parsing.plain_text):
    if "/tickets/" not in path:
        return plain(data, path)
    if os.getpid() == parent:
        raise KeyboardInterrupt
    time.sleep(600)

def refused():
    raise OSError

child.start = starting
if how in ("killed", "raising"):
    parsing.plain_text = failing
if how == "interrupted":
    parsing.plain_text = interrupted
if how == "refused":
    os.fork = refused
told = []
found = workspace.Workspace(root, lambda done, total: told.append((done, total)))
try:
    found.load_everything()
    for kind in ("tickets", "visits", "questions", "hazards", "sites", "contracts", "equipment"):
        print(kind, getattr(found, kind))
except KeyboardInterrupt:
    print("interrupted")
print(bool(started), file=sys.stderr)
print(found.checked, *found.findings, *found.suspects, told[-1], sep="\\n")
try:
    os.wait()
except ChildProcessError:
    print("nobody is left")
"""


def read(root: Path, how: str) -> tuple[str, bool]:
    """Give what reading found, and whether a second process was asked for."""
    words = (sys.executable, "-c", READING, str(root), how)
    done = subprocess.run(words, capture_output=True, text=True, check=True, encoding="utf-8")
    return done.stdout, done.stderr.strip() == "True"


def spoil(root: Path, dice: random.Random) -> None:
    """Let a few files go wrong, each in its own way."""
    paths = sorted((root / "records").glob("**/*.yaml"))
    for path in dice.sample(paths, 12):
        text = path.read_bytes()
        match dice.randrange(7):
            case 0:
                path.unlink()
            case 1:
                path.write_bytes(text[: dice.randrange(len(text))])
            case 2:
                path.write_bytes(b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n"))
            case 3:
                path.write_bytes(text + b"unknown: 1\nid: again\n")
            case 4:
                path.rename(path.with_name("T-20260101-0000.yaml"))
            case 5:
                path.write_bytes(text + b'note: "password: hunter2hunter2"\n')
            case _:
                path.write_bytes(bytes(dice.randbytes(40)))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return generator.workspace(tmp_path, 60)


@pytest.mark.parametrize("seed", range(4))
def test_two_processes_find_what_one_does(root: Path, seed: int) -> None:
    spoil(root, random.Random(seed))  # noqa: S311 - the same files in every run
    alone, was_shared = read(root, "one")
    assert not was_shared
    assert alone.endswith("nobody is left\n")
    assert alone.count("Finding(") >= 6
    assert read(root, "two") == (alone, True)


@pytest.mark.parametrize("how", ["killed", "raising", "refused"])
def test_what_the_other_process_does_not_send_is_read_here(root: Path, how: str) -> None:
    spoil(root, random.Random(how))  # noqa: S311 - the same files in every run
    assert read(root, how) == (read(root, "one")[0], True)


def test_an_interruption_leaves_nobody_behind(root: Path) -> None:
    answer, was_shared = read(root, "interrupted")
    lines = answer.splitlines()
    assert was_shared
    # That reading is over is told all the same.
    assert (lines[0], lines[-2:]) == ("interrupted", ["(60, 60)", "nobody is left"])
