"""`python -m bench`: make a workspace, measure, print the ratios, write docs/benchmarks.md."""

import argparse
import sys
from pathlib import Path

from bench import cases, generator, results
from bench.timing import alternate

_ROOT = Path(__file__).resolve().parent.parent
_LONGEST = 600_000


def main() -> int:
    """Measure, and give the exit code: 1 where a bar is missed and that was asked for."""
    asked = _arguments().parse_args()
    root = generator.workspace(asked.dir, asked.size)
    measured = []
    is_missed = False
    for group in cases.groups(root, asked.size, asked.rounds):
        commands = {group.yardstick: group.base} | {name: case.command for name, case in group.cases.items()}
        samples = alternate(commands, group.rounds)
        measured.append((group, samples))
        print(results.table(group, samples))
        is_missed = is_missed or any(found.is_missed for found in results.compare(group, samples))
    asked.output.write_text(results.document(asked.size, measured), encoding="utf-8", newline="\n")
    print(f"written: {asked.output.name}")
    return int(asked.fail and is_missed)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure speed against the bars.")
    parser.add_argument("--dir", type=Path, default=_ROOT / "build" / "bench", help="where records are made and kept")
    parser.add_argument("--size", type=_size, default=10_000, help="how many tickets (default: %(default)s)")
    parser.add_argument("--rounds", type=_rounds, default=25, help="runs of each command (default: %(default)s)")
    parser.add_argument("--output", type=Path, default=_ROOT / "docs" / "benchmarks.md", help="the page to write")
    parser.add_argument("--fail", action="store_true", help="exit 1 where a bar is missed")
    return parser


def _size(text: str) -> int:
    return min(max(int(text), 1), _LONGEST)


def _rounds(text: str) -> int:
    return max(int(text), 1)


if __name__ == "__main__":
    sys.exit(main())
