"""Running commands in turn and comparing how long they take.

Other work on the machine slows every command that runs at the same time. Commands that are compared are therefore run
alternately, and only the ratio of their medians is trusted. Peak memory is what the operating system counted for the
process, or for the largest of those it started and waited for; it can be no less than what this module's own process
holds, which is why that imports little.
"""

import math
import os
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

_KIB_PER_MB: Final = 1_000_000 / 1024
_INHERITED: Final = ("PATH", "HOME", "TMPDIR", "SYSTEMROOT")


class Command(NamedTuple):
    """What is run: its words, where, and with which environment besides the usual.

    `prepare` is called before each run and after the last: it undoes what a run leaves behind.
    """

    words: Sequence[str]
    folder: Path
    environment: Mapping[str, str] = {}
    prepare: Callable[[], object] = lambda: None


class Run(NamedTuple):
    """How long one run took and how long processors worked for it, in seconds, and its memory's peak in MB (10**6)."""

    seconds: float
    busy_seconds: float
    peak_mb: float


class Sample(NamedTuple):
    """The runs of one command."""

    runs: Sequence[Run]

    @property
    def median(self) -> float:
        """The middle of the times, in seconds."""
        return statistics.median(run.seconds for run in self.runs)

    @property
    def least(self) -> float:
        """The shortest time, in seconds."""
        return min(run.seconds for run in self.runs)

    @property
    def busy(self) -> float:
        """The middle of the processor's times, in seconds."""
        return statistics.median(run.busy_seconds for run in self.runs)

    @property
    def peak_mb(self) -> float:
        """The most memory that any run held, in MB."""
        return max(run.peak_mb for run in self.runs)


class FailedError(Exception):
    """A command that did not do what is measured."""

    def __init__(self, command: Command, code: int) -> None:
        """Say which command ended with which exit code."""
        super().__init__(f"exit code {code}: {' '.join(command.words)}")
        self.command = command


def ratio(sample: Sample, base: Sample) -> float:
    """Give how many times as long as `base` a command takes."""
    return sample.median / base.median


def busy_ratio(sample: Sample, base: Sample) -> float:
    """Give the same of the processor's time, which other work on the machine hardly touches."""
    return sample.busy / base.busy


def alternate(
    commands: Mapping[str, Command],
    rounds: int,
    run: Callable[[Command], Run] | None = None,
    *,
    once_above: float = math.inf,
) -> dict[str, Sample]:
    """Run each command once in every round, and give its runs; the first round only warms up and is thrown away.

    A command whose first run takes more than `once_above` seconds is not run again: that run is its sample.
    """
    measure = run or run_once
    warmed_up = {name: measure(command) for name, command in commands.items()}
    found = {name: [done] if done.seconds > once_above else [] for name, done in warmed_up.items()}
    repeated = {name: command for name, command in commands.items() if not found[name]}
    for _ in range(rounds):
        for name, command in repeated.items():
            found[name].append(measure(command))
    for command in commands.values():
        command.prepare()
    return {name: Sample(runs) for name, runs in found.items()}


def run_once(command: Command) -> Run:
    """Run a command and measure it; its answer goes nowhere, its complaints to stderr. Raises FailedError."""
    command.prepare()
    # PYTHONDONTWRITEBYTECODE and its like, languages and colours of whoever measures stay outside.
    environment = {name: value for name in _INHERITED if (value := os.environ.get(name)) is not None}
    environment |= {"LC_ALL": "C.UTF-8", **command.environment}
    begin = time.perf_counter()
    process = subprocess.Popen(
        command.words, cwd=command.folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise FailedError(command, process.returncode)
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / _KIB_PER_MB)
