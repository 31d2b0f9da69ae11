"""`python -m bench`: make a workspace, measure, print the ratios, write docs/benchmarks.md."""

import argparse
import sys
from pathlib import Path
from typing import Final

from bench import cases, generator, results
from bench.timing import alternate

_CHECKOUT: Final = Path(__file__).resolve().parent.parent


def main() -> int:
    """Measure, and give the exit code: 1 where a bar is missed and that was asked for."""
    asked = _arguments().parse_args()
    root = generator.workspace(asked.dir, asked.size)
    all_measured = []
    for group in cases.groups(root, asked.size, asked.rounds):
        commands = {group.symbol: group.base} | {name: case.command for name, case in group.cases.items()}
        measured = results.Measured(group, alternate(commands, group.rounds))
        print(results.table(measured), flush=True)
        all_measured.append(measured)
    asked.output.write_text(results.document(asked.size, all_measured), encoding="utf-8", newline="\n")
    is_missed = any(found.is_missed for measured in all_measured for found in results.compare(measured))
    return int(asked.fail and is_missed)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure speed against the bars.")
    parser.add_argument("--dir", type=Path, default=_CHECKOUT / "build" / "bench", help="where the records are made")
    parser.add_argument("--size", type=_count, default=10_000, help="how many tickets (%(default)s)")
    parser.add_argument("--rounds", type=_count, default=25, help="how often each command is run (%(default)s)")
    parser.add_argument("--output", type=Path, default=_CHECKOUT / "docs" / "benchmarks.md", help="the page to write")
    parser.add_argument("--fail", action="store_true", help="exit 1 where a bar is missed")
    return parser


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text)):
        message = f"{text} is not a whole number from 1"
        raise argparse.ArgumentTypeError(message)
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
