"""What was measured, as a table for people and as docs/benchmarks.md."""

import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from bench.cases import Group
from bench.timing import Sample, busy_ratio, ratio

_HEAD: Final = """\
# Benchmarks

Written by `make bench`. Times depend on the machine and on what else it does, so only ratios are given: each command
is run in turn with its yardstick, many times over, and the medians are divided. *CPU* is the same ratio of processor
time, which other work on the machine hardly touches. *Bar* is what the ratio must not exceed. Memory is the most that
the process held.
"""


class Measured(NamedTuple):
    """A group of commands, and their runs by name; the yardstick's are under its symbol."""

    group: Group
    samples: Mapping[str, Sample]


class Result(NamedTuple):
    """How a command compares with its yardstick."""

    name: str
    ratio: float
    busy_ratio: float
    bar: float | None
    sample: Sample

    @property
    def is_missed(self) -> bool:
        """Say whether the command takes longer than it may."""
        return self.bar is not None and self.ratio > self.bar


def compare(measured: Measured) -> list[Result]:
    """Give the results of a group."""
    group, samples = measured
    base = samples[group.symbol]
    return [
        Result(name, ratio(samples[name], base), busy_ratio(samples[name], base), case.bar, samples[name])
        for name, case in group.cases.items()
    ]


def table(measured: Measured) -> str:
    """Give a group's results with their times, for whoever waits for them."""
    group = measured.group
    lines = [
        f"{group.symbol} = {group.yardstick.replace('`', '')}",
        _line("", "ratio", "CPU", "bar", "median", "least", "peak"),
        _line(group.symbol, "1.00", "1.00", "", *_figures(measured.samples[group.symbol])),
    ]
    for found in compare(measured):
        bar = "" if found.bar is None else f"{found.bar:.2f}"
        cells = (f"{found.ratio:.2f}", f"{found.busy_ratio:.2f}", bar, *_figures(found.sample))
        lines.append(_line(found.name, *cells) + (" missed" if found.is_missed else ""))
    return "\n".join(lines) + "\n"


def document(by_size: Mapping[int, Sequence[Measured]]) -> str:
    """Give docs/benchmarks.md."""
    version = ".".join(platform.python_version_tuple()[:2])
    lines = [f"Python {version}, {os.cpu_count()} cores, one ticket a file."]
    for size, all_measured in by_size.items():
        lines += [f"\n## A workspace of {size:,} tickets", *_lines(all_measured)]
    return "\n".join([_HEAD, *lines]) + "\n"


def _lines(all_measured: Sequence[Measured]) -> Iterator[str]:
    for measured in all_measured:
        group = measured.group
        peak = measured.samples[group.symbol].peak_mib
        yield f"\n### {group.symbol}: {group.yardstick}\n"
        yield "| command | ratio | CPU | bar | memory |\n| --- | ---: | ---: | ---: | ---: |"
        yield f"| {group.symbol} | 1.00 | 1.00 | | {peak:.0f} MiB |"
        for found in compare(measured):
            bar = "" if found.bar is None else f"{found.bar:.2f}, missed" if found.is_missed else f"{found.bar:.2f}"
            cells = f"{found.ratio:.2f} | {found.busy_ratio:.2f} | {bar} | {found.sample.peak_mib:.0f} MiB"
            yield f"| `{found.name}` | {cells} |"


def _figures(sample: Sample) -> tuple[str, str, str]:
    return f"{sample.median * 1000:.0f} ms", f"{sample.least * 1000:.0f} ms", f"{sample.peak_mib:.0f} MiB"


def _line(name: str, *cells: str) -> str:
    return f"  {name:36}" + "".join(f"{cell:>9}" for cell in cells)
