"""One target under libFuzzer, which looks for inputs that reach new code; only this module needs atheris.

    python -m tests.fuzz.engine TARGET SECONDS FOLDER

A failure does not end the run: its input and traceback are kept once per place in FOLDER/found.
"""

import os
import pkgutil
import sys
import traceback
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Final, NoReturn

import atheris

with atheris.instrument_imports(include=["aftercare_cli"]):
    import aftercare_cli

    for _module in pkgutil.walk_packages(aftercare_cli.__path__, "aftercare_cli."):
        if not _module.name.endswith("__main__"):
            import_module(_module.name)

from tests.fuzz.target import Target, joined, split
from tests.fuzz.targets import TARGETS

_LARGEST: Final = 1 << 16


class _Run:
    """A target, and what failed so far."""

    def __init__(self, target: Target, folder: Path) -> None:
        self.target = target
        self.found = folder / "found"
        self.known: set[str] = set()
        self.found.mkdir(parents=True, exist_ok=True)

    def one(self, data: bytes) -> None:
        try:
            self.target.check(split(data))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
            self.keep(data, error)

    def keep(self, data: bytes, error: Exception) -> None:
        name = place_of(error)
        if name not in self.known:
            self.known.add(name)
            path = self.found / f"{self.target.name}-{name}"
            Path(f"{path}.input").write_bytes(data)
            Path(f"{path}.txt").write_text("".join(traceback.format_exception(error)), encoding="utf-8")
            sys.stderr.write(f"FOUND {path}\n")

    def mutate(self, data: bytes, largest: int, seed: int) -> bytes:
        random = Random(seed)
        if random.randrange(20) == 0:
            return bytes(atheris.Mutate(data, largest))
        return joined(self.target.mutate(split(data), random))[:largest]


def place_of(error: Exception) -> str:
    """Give a name for where an exception comes from: its type, and the last places of ours it passed."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "tests/fuzz/engine" not in frame.filename]
    ours = [frame for frame in frames if "aftercare_cli" in frame.filename] or frames
    places = [
        f"{Path(frame.filename).stem}.{frame.lineno}"
        for frame in {id(one): one for one in (*ours[-1:], frames[-1])}.values()
    ]
    return "-".join([type(error).__name__, *places])


def main(name: str, seconds: str, folder: str) -> NoReturn:
    """Fuzz a target for so many seconds."""
    place = Path(folder)
    run = _Run(TARGETS[name], place)
    corpus = place / "corpus" / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, parts in enumerate(run.target.seeds()):
        (corpus / f"seed-{number:04}").write_bytes(joined(parts))
    options = [
        f"-max_total_time={seconds}",
        f"-max_len={_LARGEST}",
        "-len_control=0",
        "-print_final_stats=1",
        "-timeout=60",
    ]
    options += [f"-artifact_prefix={run.found}/{name}-", "-rss_limit_mb=4096", "-verbosity=1"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], run.one, custom_mutator=run.mutate)
    atheris.Fuzz()
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
