"""docs/reference/errors.md: every code, with files that bring it about and what `aftercare check` says of them.

A case is a folder of tests/errors: records that are laid over those of tests/errors/_workspace, and `expected.txt`.
"""

import contextlib
import io
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from aftercare_cli.cli.main import main
from aftercare_cli.rules.checking import CHECKS
from aftercare_cli.store.files import RECORD_LIMIT
from tests.docs.golden import ROOT
from tests.docs.reference.codes import Code, emitted

CASES: Final = ROOT / "tests/errors"
EXPECTED: Final = "expected.txt"
COMMON: Final = "_workspace"
AS_OF: Final = "2026-11-30T18:00:00+08:00"

_INTRODUCTION: Final = f"""\
# Errors and warnings

<!-- Made by `make golden` from tests/errors: change the files there. -->

Every problem that a file of records can have is told as one line that editors can follow, the line of the file, and
what to do about it:

```text
path:line:column: error[code]: what is wrong
    the line itself
    hint: what to do
```

An error means that the record is left out, or that it cannot be judged: `aftercare check` exits 1. A warning leaves
the exit code at 0, unless `--strict` is given. A code keeps its meaning; a job may look for it.

Each code below comes with files that bring it about, and with what `aftercare check --as-of {AS_OF}`
says of them. The files are laid over a small workspace without problems:
[tests/errors/{COMMON}](../../tests/errors/{COMMON}/records).
"""


def cases() -> list[str]:
    """Give the codes that have a case."""
    return sorted(folder.name for folder in CASES.iterdir() if folder.is_dir() and folder.name != COMMON)


def reproduce(code: str, folder: Path) -> str:
    """Lay the case of a code into an empty folder, and give what `check` says there."""
    shutil.copytree(CASES / COMMON, folder, dirs_exist_ok=True)
    shutil.copytree(CASES / code, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(EXPECTED))
    if code in _MADE:
        _MADE[code](folder)
    said = io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(said):
        main(["--lang", "en", "check", "--as-of", AS_OF])
    return said.getvalue()


def page() -> str:
    """Give the page."""
    given: dict[str, list[Code]] = {}
    for code in emitted():
        given.setdefault(code.code, []).append(code)
    return "\n".join([_INTRODUCTION, *_table(given), "", *(_entry(code, given[code]) for code in given)])


def _table(given: Mapping[str, list[Code]]) -> Iterator[str]:
    yield "| Code | |"
    yield "| --- | --- |"
    for code, found in given.items():
        yield f"| [`{code}`](#{code}) | {found[0].severity} |"


def _entry(code: str, found: list[Code]) -> str:
    lines = [f"## {code}", "", f"{found[0].severity.capitalize()}, {_finder(found)}.", ""]
    if code in UNREPRODUCED:
        return "\n".join([*lines, UNREPRODUCED[code], ""])
    for path in sorted(path for path in (CASES / code).rglob("*") if path.is_file() and path.name != EXPECTED):
        name = path.relative_to(CASES / code).as_posix()
        kind = path.suffix.removeprefix(".") if path.suffix in {".yaml", ".csv"} else "text"
        lines += [f"`{name}`", "", f"```{kind}", *_shown(path.read_bytes()), "```", ""]
    if code in _TOLD:
        lines += [_TOLD[code], ""]
    return "\n".join([*lines, "```text", (CASES / code / EXPECTED).read_text(encoding="utf-8").rstrip("\n"), "```", ""])


def _finder(found: list[Code]) -> str:
    """Say what finds a code: reading the file, or a check between records."""
    checks = [check.ID for check in CHECKS if f"{check.__name__.rpartition('.')[2]}.py" in _modules(found)]
    named = ", ".join(f"[{check}](checks.md#{check})" for check in checks)
    return f"from the check {named}" if named else "found while the file is read"


def _modules(found: list[Code]) -> set[str]:
    return {one.module.removeprefix("rules/checks/") for one in found if one.module.startswith("rules/checks/")}


def _shown(data: bytes) -> list[str]:
    """Give the lines of a file, with the bytes that a page cannot hold as escapes."""
    text = data.decode(errors="backslashreplace").replace("\r", "\\r")
    lines = text.removesuffix("\n").split("\n") if text else []
    return ["".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in line) for line in lines]


def _pad(folder: Path) -> None:
    site = folder / "records/sites/annex.yaml"
    site.write_bytes(site.read_bytes() + b"#" * RECORD_LIMIT + b"\n")


def _loop(folder: Path) -> None:
    (folder / "records/sites/annex.yaml").symlink_to("annex.yaml")


_MADE: Final[Mapping[str, Callable[[Path], None]]] = {"too-large": _pad, "unreadable-file": _loop}
"""What a case needs beside its files: a large one, and a link that leads to itself."""

_TOLD: Final[Mapping[str, str]] = {
    "too-large": "followed by a comment of a megabyte.",
    "unreadable-file": "`records/sites/annex.yaml` is a symbolic link that leads to itself.",
    "not-a-file": "`records/sites/annex.yaml` is a folder.",
    "no-header": "`records/prices/hq-cctv.csv` is empty.",
}

UNREPRODUCED: Final[Mapping[str, str]] = {
    "schema": "A record that does not fit its type, in a way that no other code names. No file is known that brings it "
    "about; if you have one, it is a bug worth reporting.",
}
"""Codes that no file brings about, and why."""
