"""`python -m bench`: make a workspace, measure, print the ratios, write docs/benchmarks.md."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bench import cases, generator, results
from bench.timing import alternate

_CHECKOUT: Final = Path(__file__).resolve().parent.parent


def main() -> int:
    """Measure, and give the exit code: 1 where a bar is missed and that was asked for."""
    asked = _arguments().parse_args()
    by_size = {size: list(_measured(asked.dir, size, asked.rounds)) for size in asked.size}
    asked.output.write_text(results.document(by_size), encoding="utf-8", newline="\n")
    everything = [measured for of_size in by_size.values() for measured in of_size]
    is_missed = any(found.is_missed for measured in everything for found in results.compare(measured))
    return int(asked.fail and is_missed)


def _measured(folder: Path, size: int, rounds: int) -> Iterator[results.Measured]:
    root = generator.workspace(folder, size, is_tracked=True)
    print(f"{size:,} tickets", flush=True)
    for group in cases.groups(root, size, rounds):
        commands = {group.symbol: group.base} | {name: case.command for name, case in group.cases.items()}
        measured = results.Measured(group, alternate(commands, group.rounds))
        print(results.table(measured), flush=True)
        yield measured


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure speed against the bars.")
    parser.add_argument("--dir", type=Path, default=_CHECKOUT / "build" / "bench", help="where the records are made")
    parser.add_argument(
        "--size", type=_count, nargs="+", default=[10_000], help="how many tickets, of each workspace (10000)"
    )
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
