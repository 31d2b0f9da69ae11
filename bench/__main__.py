"""`python -m bench`: make workspaces, measure, print the ratios, write docs/benchmarks.md."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bench import cases, generator, peers, results
from bench.timing import FailedError, alternate

_CHECKOUT: Final = Path(__file__).resolve().parent.parent


def main() -> int:
    """Measure, and give the exit code: 1 where a bar is missed and that was asked for."""
    asked = _arguments().parse_args()
    everything = [measure(group) for group in _groups(asked)]
    asked.output.write_text(results.document(everything), encoding="utf-8", newline="\n")
    return int(asked.fail and any(bar.is_missed for measured in everything for bar in results.bars(measured)))


def _groups(asked: argparse.Namespace) -> Iterator[cases.Group]:
    for size in asked.size:
        yield from cases.groups(generator.workspace(asked.dir, size, is_tracked=True), size, asked.rounds)
    if asked.peers:
        yield from peers.groups(asked.dir, asked.peers, asked.rounds)


def measure(group: cases.Group) -> results.Measured:
    """Measure a group and print its table; a tool of other people that fails is left out, and that is said.

    Raises FailedError where one of our commands fails.
    """
    commands = {name: case.command for name, case in group.cases.items() if case.command is not None}
    try:
        samples = alternate({group.symbol: group.base} | commands, group.rounds, once_above=group.once_above)
    except FailedError as error:
        if not group.is_peer or error.command == group.base:
            raise
        print(f"not measured: {str(error)[:200]}", flush=True)
        samples = {}
    measured = results.Measured(group, samples)
    print(results.table(measured), flush=True)
    return measured


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure speed against the bars.")
    parser.add_argument("--dir", type=Path, default=_CHECKOUT / "build" / "bench", help="where the records are made")
    parser.add_argument(
        "--size",
        type=_count,
        nargs="*",
        default=[1_000, 10_000, 100_000],
        help="how many tickets, of each workspace (1000 10000 100000)",
    )
    parser.add_argument(
        "--peers", type=_count, default=10_000, help="how many records other tools are given (%(default)s)"
    )
    parser.add_argument(
        "--no-peers", dest="peers", action="store_const", const=None, help="measure no other tools, install nothing"
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
