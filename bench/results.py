"""What was measured, as a table for people and as docs/benchmarks.md."""

import itertools
import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple

from bench.cases import Group
from bench.timing import Sample, busy_ratio, ratio

_HEAD: Final = """\
# Benchmarks

Written by `make bench`. Times depend on the machine and on what else it does, so only ratios are given: each command
is run in turn with its yardstick, many times over, and the medians are divided. *CPU* is the same ratio of processor
time, which other work on the machine hardly touches. Memory is the most that one process of the command held, in MB of
1,000,000 bytes.
"""
_YARDSTICKS: Final = """\
T is `python -c "import typer"`, C the bare C parser over every ticket, G `git status --porcelain`, A `aftercare check`;
each is run in turn with what is compared with it. *Cold* is without a cache, as in a fresh clone. *Warm* finds a cache,
a minute later than the run before. Other tools must take at least so many times as long as ours; one that could not be
installed or run is *not measured*. Help is plain text on terminals too: there is no drawn form of it to measure.
"""
_NOT_MEASURED: Final = "not measured"


class Measured(NamedTuple):
    """A group of commands, and their runs by name; the yardstick's are under its symbol."""

    group: Group
    samples: Mapping[str, Sample]


class Bar(NamedTuple):
    """What a command must reach, and what it reached: in `unit`, None where it was not measured."""

    name: str
    size: int
    unit: str
    sense: Literal["at most", "at least"]
    limit: float
    reached: float | None

    @property
    def is_missed(self) -> bool:
        """Say whether the command was measured and does not reach what it must."""
        if self.reached is None:
            return False
        return self.reached > self.limit if self.sense == "at most" else self.reached < self.limit

    @property
    def figure(self) -> str:
        """What was reached, as exactly as its unit is worth telling."""
        return _NOT_MEASURED if self.reached is None else _number(self.reached, self.unit)

    @property
    def wanted(self) -> str:
        """What must be reached, in words."""
        return f"{self.sense} {_number(self.limit, self.unit)} {self.unit}"


class Result(NamedTuple):
    """How a command compares with its yardstick, and the bars that it has."""

    name: str
    ratio: float
    busy_ratio: float
    sample: Sample
    bars: Sequence[Bar]


def compare(measured: Measured) -> list[Result]:
    """Give the results of a group: those of the commands that were run."""
    group, samples = measured
    held = {name: list(found) for name, found in itertools.groupby(bars(measured), lambda bar: bar.name)}
    return [
        Result(
            name,
            ratio(samples[name], samples[group.symbol]),
            busy_ratio(samples[name], samples[group.symbol]),
            samples[name],
            held.get(name, []),
        )
        for name in group.cases
        if name in samples
    ]


def bars(measured: Measured) -> Iterator[Bar]:
    """Yield every bar of a group, also of commands that could not be run."""
    group, samples = measured
    for name, case in group.cases.items():
        sample = samples.get(name)
        compared = None if sample is None else ratio(sample, samples[group.symbol])
        if case.bar is not None:
            yield Bar(name, group.size, group.symbol, "at most", case.bar, compared)
        if case.least is not None:
            yield Bar(name, group.size, group.symbol, "at least", case.least, compared)
        if case.memory_mb is not None:
            peak = None if sample is None else sample.peak_mb
            yield Bar(name, group.size, "MB", "at most", case.memory_mb, peak)


def table(measured: Measured) -> str:
    """Give a group's results with their times, for whoever waits for them."""
    group, samples = measured
    lines = [
        f"{group.title}: {group.symbol} = {group.yardstick.replace('`', '')}",
        _line("", "ratio", "CPU", "median", "least", "peak"),
    ]
    if group.symbol in samples:
        lines.append(_line(group.symbol, "1.00", "1.00", *_figures(samples[group.symbol])))
    for found in compare(measured):
        cells = (f"{found.ratio:.2f}", f"{found.busy_ratio:.2f}", *_figures(found.sample))
        lines.append(_line(found.name, *cells) + "".join(f"  {_verdict(bar)}" for bar in found.bars))
    lines += [_line(name, _NOT_MEASURED) for name in group.cases if name not in samples]
    return "\n".join(lines) + "\n"


def document(everything: Sequence[Measured]) -> str:
    """Give docs/benchmarks.md."""
    version = ".".join(platform.python_version_tuple()[:2])
    lines = [_HEAD, f"Python {version}, {os.cpu_count()} cores, one ticket a file.", *_bars(everything)]
    for title, section in itertools.groupby(everything, lambda measured: measured.group.title):
        lines.append(f"\n## {title}")
        for measured in section:
            lines += _lines(measured)
    return "\n".join(lines) + "\n"


def _bars(everything: Sequence[Measured]) -> Iterator[str]:
    """Yield the table of all bars: one line for each, with what was reached at every size."""
    yield f"\n## The bars\n\n{_YARDSTICKS}"
    yield "| command | must take | tickets | reached | |\n| --- | --- | ---: | ---: | --- |"
    found: dict[tuple[str, str], list[Bar]] = {}
    for bar in itertools.chain.from_iterable(map(bars, everything)):
        found.setdefault((bar.name, bar.wanted), []).append(bar)
    for (name, wanted), at_sizes in found.items():
        sizes = " / ".join(f"{bar.size:,}" for bar in at_sizes)
        figures = " / ".join(bar.figure for bar in at_sizes)
        is_measured = all(bar.reached is not None for bar in at_sizes)
        verdict = "**missed**" if any(bar.is_missed for bar in at_sizes) else "kept" if is_measured else ""
        yield f"| `{name}` | {wanted} | {sizes} | {figures} | {verdict} |"


def _lines(measured: Measured) -> Iterator[str]:
    group, samples = measured
    yield f"\n### {group.symbol}: {group.yardstick}\n"
    yield "| command | ratio | CPU | memory | bars |\n| --- | ---: | ---: | ---: | --- |"
    if group.symbol in samples:
        yield f"| {group.symbol} | 1.00 | 1.00 | {samples[group.symbol].peak_mb:.0f} MB | |"
    for found in compare(measured):
        verdicts = "; ".join(map(_verdict, found.bars))
        cells = f"{found.ratio:.2f} | {found.busy_ratio:.2f} | {found.sample.peak_mb:.0f} MB | {verdicts}"
        yield f"| `{found.name}` | {cells} |"
    for name in group.cases:
        if name not in samples:
            yield f"| `{name}` | {_NOT_MEASURED} | | | |"


def _verdict(bar: Bar) -> str:
    return f"{bar.wanted}, missed" if bar.is_missed else bar.wanted


def _number(value: float, unit: str) -> str:
    return f"{value:.0f}" if unit == "MB" else f"{value:.2f}"


def _figures(sample: Sample) -> tuple[str, str, str]:
    return f"{sample.median * 1000:.0f} ms", f"{sample.least * 1000:.0f} ms", f"{sample.peak_mb:.0f} MB"


def _line(name: str, *cells: str) -> str:
    return f"  {name:42}" + "".join(f"{cell:>12}" for cell in cells)
