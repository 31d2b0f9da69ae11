"""The program, struck by a signal at one call of the operating system after another while it holds the write lock.

    python -m tests.cli.dying TEMPLATE SCRATCH SIGNAL PATH LINE NEXT

runs LINE, a JSON array of words, in fresh copies of the workspace TEMPLATE, each time one call further, until it comes
to its end undisturbed; NEXT is run afterwards where something is left. For each it prints a JSON array, in the order of
the fields of `Strike`. It is a process of its own because it forks.
"""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from functools import partial
from io import StringIO
from itertools import count
from pathlib import Path
from typing import Final, NamedTuple

from aftercare_cli.cli.main import main
from aftercare_cli.store.lock import LOCK_NAME

CALLS: Final = ("open", "write", "fsync", "close", "replace", "link", "mkdir", "fchmod", "unlink", "ftruncate")
UNDISTURBED: Final = "-"


class Strike(NamedTuple):
    """What a signal left behind."""

    at: str
    """Before or after which call it came."""
    code: int
    """How the process ended; negative: by that signal."""
    err: str
    content: str | None
    """What the record then holds; None where it is not there."""
    left: int
    """How many temporary files there are then."""
    left_later: int
    """How many there are after the next command."""
    code_later: int
    """How that ended; it is only run where something is left."""


class Plan(NamedTuple):
    """What is run where, and by which signal it is struck."""

    template: Path
    scratch: Path
    by: signal.Signals
    path: str
    line: list[str]
    following: list[str]


def strikes(plan: Plan) -> Iterator[Strike]:
    """Strike before and after every call, until there are no more; a killed process tells no difference."""
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()), chdir(plan.template):
        main([*plan.line, "--dry-run"])  # imports once what every copy needs
    root, said, struck = (plan.scratch / name for name in ("root", "said", "struck"))
    for nth in count(1):
        for when in ("before",) if plan.by == signal.SIGKILL else ("before", "after"):
            shutil.rmtree(root, ignore_errors=True)
            shutil.copytree(plan.template, root)
            os.chdir(root)
            struck.write_text(UNDISTURBED)
            code = start(said, partial(strike, plan, nth, when, struck))
            told = said.read_text()
            content = (root / plan.path).read_bytes().decode() if (root / plan.path).exists() else None
            left = temporaries(root)
            later = start(said, partial(main, plan.following)) if left else 0
            yield Strike(struck.read_text(), code, told, content, left, temporaries(root), later)
            if struck.read_text() == UNDISTURBED:
                return


def temporaries(root: Path) -> int:
    """Count what is neither a record nor the lock."""
    paths = (path for path in root.rglob("*") if path.is_file() and path.name != LOCK_NAME)
    return sum(path.suffix not in {".yaml", ".csv"} for path in paths)


def start(told: Path, command: Callable[[], int]) -> int:
    """Run something in a copy of this process, its stderr in a file, and give its exit status."""
    number = os.fork()
    if number:
        return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])
    code = 99
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(os.open(told, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666), 2)
        code = command()
        sys.stderr.flush()
    finally:
        os._exit(code)


def strike(plan: Plan, nth: int, when: str, struck: Path) -> int:
    """Run the line; the signal strikes it at its n-th call with the lock's file open."""
    seen = 0
    lock: object = None

    def struck_at(name: str, call: Callable[..., object]) -> Callable[..., object]:
        def called(*arguments: object, **options: object) -> object:
            nonlocal seen, lock
            is_lock = name == "open" and str(arguments[0]).endswith(LOCK_NAME)
            seen += is_lock or lock is not None
            is_turn = seen == nth and struck.read_text() == UNDISTURBED
            if is_turn:
                struck.write_text(f"{when} {name}")
            if is_turn and when == "before":
                os.kill(os.getpid(), plan.by)
            try:
                answer = call(*arguments, **options)
            finally:
                if is_turn and when == "after":
                    os.kill(os.getpid(), plan.by)
            if is_lock:
                lock = answer
            elif name == "close" and arguments[0] == lock:
                lock = None
            return answer

        return called

    for name in CALLS:
        setattr(os, name, struck_at(name, getattr(os, name)))
    return main(plan.line)


if __name__ == "__main__":
    _template, _scratch, _by, _path, _line, _following = sys.argv[1:]
    _plan = Plan(
        template=Path(_template).absolute(),
        scratch=Path(_scratch).absolute(),
        by=signal.Signals[_by],
        path=_path,
        line=json.loads(_line),
        following=json.loads(_following),
    )
    for _strike in strikes(_plan):
        sys.stdout.write(f"{json.dumps(_strike)}\n")
        sys.stdout.flush()
