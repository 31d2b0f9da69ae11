"""`python -m tests.fuzz`: fuzz targets one after the other, or run a kept input again."""

import argparse
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.fuzz.scratch import sweep
from tests.fuzz.target import split
from tests.fuzz.targets import TARGETS

_FOLDER: Final = Path(__file__).parents[2] / "build/fuzz"
_done: Final = re.compile(r"#(\d+)\s+DONE\s+cov: (\d+) ft: (\d+)").search


def main() -> int:
    """Give 1 where something failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGETS)}; all without")
    parser.add_argument("--minutes", type=float, default=10, help="how long, in all")
    parser.add_argument("--again", type=Path, metavar="FILE", help="run one kept input, and show what it raises")
    asked = parser.parse_args()
    if asked.again is not None:
        TARGETS[asked.again.name.partition("-")[0]].check(split(asked.again.read_bytes()))
        return 0
    names = asked.targets or [*TARGETS]
    if unknown := {*names} - {*TARGETS}:
        parser.error(f"no target is called {', '.join(sorted(unknown))}")
    known = _failures()
    for name in names:
        print(_fuzzed(name, round(60 * asked.minutes / len(names))), flush=True)
    new = sorted(_failures() - known)
    print("\n".join(f"failed: {path}" for path in new) or "nothing failed")
    return 1 if new else 0


def _failures() -> set[Path]:
    return {*(_FOLDER / "found").glob("*")}


def _fuzzed(name: str, seconds: int) -> str:
    """Fuzz a target in a process of its own, and say how far that came."""
    command = [sys.executable, "-m", "tests.fuzz.engine", name, str(max(seconds, 1)), str(_FOLDER)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        told = process.communicate()[1].decode(errors="replace")
    sweep(process.pid)
    reached = _done(told)
    if reached is None:
        return f"{name:10} did not end: {told[-2000:]}"
    return f"{name:10} {int(reached[1]):9,} tried, {reached[2]} places and {reached[3]} features reached"


if __name__ == "__main__":
    sys.exit(main())
