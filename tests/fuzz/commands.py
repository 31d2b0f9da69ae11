"""Whole commands over records that are nearly right: an answer or a refusal, never a bug."""

import contextlib
import io
import os
import signal
from collections.abc import Iterator, Mapping
from functools import cache
from random import Random
from typing import Final
from unittest.mock import patch

from aftercare_cli.cli.main import main
from aftercare_cli.documents.catalogue import DOCUMENTS
from tests.fuzz import corpus
from tests.fuzz.mutations import sound
from tests.fuzz.scratch import Scratch
from tests.fuzz.target import Parts, Target, path_in

_CHINESE: Final = " --lang zh"
_CODES: Final = {0, 1, 2}
_SETTINGS: Final = {
    "AFTERCARE_LANG": "en",
    "COLUMNS": "80",
    "GIT_CONFIG_NOSYSTEM": "1",
    "HOME": os.devnull,
    "LANG": "C.UTF-8",
}
_SAMPLE: Final = ("0001", "0004", "0007", "0012", "0018", "S103", "S303", "HZ", "FV0", "0190", "0201")
"""The dated records of the sample that are kept: all of them take five times as long."""
NOW: Final = {
    "sample": "2026-04-29T17:30:00+08:00",
    "harbour": "2026-06-10T12:00:00+08:00",
    "errors": "2026-11-30T18:00:00+08:00",
}
_SUBJECTS: Final[Mapping[str, Mapping[str, str]]] = {
    "sample": {
        "contract": "p2024",
        "site": "s01",
        "ticket": "0007",
        "open": "0018",
        "inspection": "S303",
        "training": "0201",
        "hazard": "HZ01",
        "visit": "FV02",
    },
    "harbour": {"contract": "port-cctv", "site": "quay", "ticket": "MET1", "open": "SMK6"},
    "errors": {"contract": "hq-cctv", "site": "hq", "bill": "4H6R", "ticket": "7F3K", "open": "7F3K"},
}
_LINES: Final = (
    *("check", "check", "check", "check --format json", "check --format sarif", "sla report --format json"),
    *("sla report", "sla show {ticket}", "ticket show {ticket}", "ticket list", "ticket history {ticket}", "due"),
    *("due --within 400d --format json", "due --format ics", "bill {ticket}", "bill --list", "fmt --check", "audit"),
    *("bill --contract {contract} --month 2026-03", "warranty", "warranty --expiring 90d", "warranty {site}", "doctor"),
    *("spare list", "spare check", "spare loan", "inspect list", "inspect due", "inspect plan", "train list"),
    *("inspect show {inspection}", "train coverage", "train coverage {contract}", "visit list", "visit due"),
    *("question list", "question search door", "hazard list", "roster show", "roster check", "roster on-duty"),
    *("equipment list", "site show {site}", "contract show {contract}", "staff list", "handover check {contract}"),
    *("clock 2026-04-29T09:00 3h --calendar work", "clock 2026-04-01 2026-05-01 --calendar work"),
    *("train plan {contract} --start 2026-05-06", "sla report --since 2026-03 --until 2026-04 --format csv"),
)
_WRITING: Final = (
    *("ticket open {site} Broken", "ticket note {open} x", "ticket arrive {open}", "ticket restore {open}", "fmt"),
    *("ticket resolve {open} --cause quality", "ticket pause {open} --reason owner_access --evidence x"),
    *("ticket replace {open} --model CAM-200 --old A --new B", "ticket reopen {ticket} --reason x"),
    *("inspect new {site}", "visit new {site} --due 2026-12-01", "inspect tickets {inspection}"),
    *(
        "hazard report {site} x",
        "visit new {site}",
        "question ask {site} x",
        "spare receive CAM-200 2",
        "spare count CAM-B200 1",
    ),
    *(
        "bill {ticket} --issue",
        "sla acknowledge {open} arrival --reason x --action y",
        "equipment add {site} x-1 --category camera --model M",
    ),
    *(
        "publish --out out --audience internal",
        "handover build {contract} --format md --out out",
        "staff add z --name Z --role service_engineer",
    ),
)
"""Lines after which the workspace has to be put back."""


@cache
def base(name: str) -> Scratch:
    """Give a workspace of a few records, by its name."""
    match name:
        case "sample":
            known = corpus.workspace("")
            files = {
                path: data for path, data in known.items() if "/20" not in path or any(end in path for end in _SAMPLE)
            }
            files |= {path: data for path, data in known.items() if path.endswith(".csv")}
        case "harbour":
            files = corpus.workspace("tests/cli/data/harbour")
        case _:
            cases = (
                "_workspace",
                "voided-twice",
                "answer-incomplete",
                "document-missing",
                "hazard-untold",
                "stock-below-zero",
            )
            files = {}
            for case in cases:
                files |= corpus.workspace(f"tests/errors/{case}")
    return Scratch(files)


@cache
def _lines(name: str) -> list[str]:
    """Give the command lines that a workspace has subjects for."""
    lines = [_named(line, name) for line in (*_LINES, *_WRITING)]
    for document in DOCUMENTS:
        subject = f" {_SUBJECTS[name].get(document.subject, '')}".rstrip()
        lines += [f"doc render {document.name}{subject} --format {form}" for form in ("md", "html")]
    return lines


def _named(line: str, name: str) -> str:
    return line.format_map({"inspection": "x", **_SUBJECTS[name]})


@cache
def _writing(name: str) -> frozenset[str]:
    return frozenset(_named(line, name) for line in _WRITING)


def _seeds() -> Iterator[Parts]:
    for name in NOW:
        paths = [*base(name).base]
        for number, line in enumerate(_lines(name)):
            path = paths[number % len(paths)]
            yield f"{name} {line}".encode(), path.encode(), base(name).base[path]


def _mutate(parts: list[bytes], random: Random) -> Parts:
    line, *pairs = parts
    name = line.decode(errors="replace").partition(" ")[0]
    if name not in NOW:
        name = random.choice([*NOW])
    known = base(name).base
    if random.randrange(3) == 0:
        tongue = random.choice(("", "", _CHINESE))
        line = f"{name} {random.choice(_lines(name))}{tongue}".encode()
    files = {pairs[at]: pairs[at + 1] for at in range(0, len(pairs) - 1, 2)}
    for _ in range(random.choice((1, 1, 2))):
        # The workspace's own record and the contracts reach furthest.
        some = random.choice(("", "", "contracts/", "aftercare", "tickets/", "inspections/", ".csv"))
        path = random.choice([path for path in known if some in path] or [*known])
        if files and random.randrange(2):
            path = random.choice([*files]).decode(errors="replace")
        files[path.encode()] = sound(files.get(path.encode(), known.get(path, b"")), path, random)
    if len(files) > 4:
        del files[random.choice([*files])]
    return line, *(part for pair in files.items() for part in pair)


def check(parts: Parts) -> None:
    """Run the command line over the workspace with the files laid over it."""
    name, _, line = parts[0].decode(errors="replace").partition(" ")
    told_in = _CHINESE if line.endswith(_CHINESE) else ""
    line = line.removesuffix(_CHINESE)
    if name not in NOW or line not in _lines(name):
        return
    files: dict[str, bytes] = {}
    for at in range(1, len(parts) - 1, 2):
        path = path_in(parts[at])
        if path is None:
            return
        files[path] = parts[at + 1]
    space = base(name)
    space.lay(files)
    code, told = run(space, f"{line}{told_in}".split(), NOW[name])
    if line in _writing(name):
        space.clear()
    assert code in _CODES, (code, told[-2000:])


def run(space: Scratch, words: list[str], now: str, cache: str = "off") -> tuple[int, str]:
    """Run a command line in a workspace; give its exit code and what it said. What it raises, it raises here too."""
    out, err = io.StringIO(), io.StringIO()
    settings = {**_SETTINGS, "PATH": os.environ["PATH"], "AFTERCARE_NOW": now, "AFTERCARE_CACHE": cache}
    with (
        patch.dict(os.environ, settings, clear=True),
        contextlib.chdir(space.folder),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        before = signal.getsignal(signal.SIGTERM)
        code = main(["--debug", *words])
        # A command sets its process up for a clean end; this one goes on.
        signal.signal(signal.SIGTERM, before)
    return code, out.getvalue() + err.getvalue()


COMMANDS: Final = Target("commands", _seeds, _mutate, check)
