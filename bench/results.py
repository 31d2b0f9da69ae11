"""What was measured, as a table for people and as docs/benchmarks.md."""

import os
import platform
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from bench.cases import Group
from bench.timing import Sample, busy_ratio, ratio

_HEAD: Final = """\
# Benchmarks

Written by `make bench`; do not edit. Times depend on the machine and on what else it does, so only ratios are given: each command
is run in turn with the yardstick it is compared with, and the medians are divided. A bar is what the command must not exceed.
"""


class Result(NamedTuple):
    """How a command compares with its yardstick."""

    name: str
    symbol: str
    ratio: float
    bar: float | None
    sample: Sample

    @property
    def is_missed(self) -> bool:
        """Say whether the command takes longer than it may."""
        return self.bar is not None and self.ratio > self.bar


def compare(group: Group, samples: dict[str, Sample]) -> list[Result]:
    """Give the results of a group; its yardstick is the sample of that name."""
    base = samples[group.yardstick]
    return [
        Result(name, group.symbol, ratio(samples[name], base), case.bar, samples[name])
        for name, case in group.cases.items()
    ]


def table(group: Group, samples: dict[str, Sample]) -> str:
    """Give a group's results with their times, for whoever waits for them."""
    base = samples[group.yardstick]
    lines = [f"{group.symbol} = {group.yardstick}", _line("", "ratio", "bar", "of CPU", "median", "least", "peak")]
    lines.append(_line(group.symbol, "1.00", "", "1.00", *_figures(base)))
    for found in compare(group, samples):
        bar = "" if found.bar is None else f"{found.bar:.2f}"
        missed = " missed" if found.is_missed else ""
        busy = f"{busy_ratio(found.sample, base):.2f}"
        lines.append(_line(found.name, f"{found.ratio:.2f}", bar, busy, *_figures(found.sample)) + missed)
    return "\n".join(lines) + "\n"


def document(size: int, measured: Sequence[tuple[Group, dict[str, Sample]]]) -> str:
    """Give docs/benchmarks.md."""
    return "\n".join([_HEAD, *_sections(size, measured)])


def _sections(size: int, measured: Sequence[tuple[Group, dict[str, Sample]]]) -> Iterator[str]:
    version = ".".join(platform.python_version_tuple()[:2])
    yield f"Machine: {os.cpu_count()} cores, Python {version}. Workspace: {size:,} tickets, a file each.\n"
    for group, samples in measured:
        yield f"## {group.symbol} = `{group.yardstick}`\n"
        yield "| command | ratio | bar | peak memory |\n| --- | ---: | ---: | ---: |"
        yield f"| {group.symbol} itself | 1.00 | | {samples[group.yardstick].peak_mib:.0f} MiB |"
        for found in compare(group, samples):
            bar = "—" if found.bar is None else f"≤ {found.bar:.2f}"
            reached = f"**{found.ratio:.2f}**" if found.is_missed else f"{found.ratio:.2f}"
            yield f"| `{found.name}` | {reached} | {bar} | {found.sample.peak_mib:.0f} MiB |"
        yield ""
    yield "A bold ratio misses its bar. Memory is the most that the process held."
    yield ""


def _figures(sample: Sample) -> tuple[str, str, str]:
    return f"{sample.median * 1000:.0f} ms", f"{sample.least * 1000:.0f} ms", f"{sample.peak_mib:.0f} MiB"


def _line(name: str, *cells: str) -> str:
    return f"  {name:36}" + "".join(f"{cell:>10}" for cell in cells)
