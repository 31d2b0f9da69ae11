"""docs/reference/commands.md: every command with its help, by walking the tree of commands.

Help texts are translated when their modules are loaded, so the walk is a process of its own, in English.
"""

import contextlib
import io
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from tests.docs.console import environment
from tests.docs.golden import ROOT

_INTRODUCTION: Final = """\
# Commands

<!-- Made by `make golden` from the program's own help. -->

`aftercare COMMAND --help` prints the same. What holds for all commands, said once:

- **Where.** The workspace is the nearest folder at or above the current one that has `records/aftercare.yaml`; the
  search stops at the top of a Git repository. `--root DIR` or `AFTERCARE_ROOT` names another.
- **When.** `--as-of TIME` judges as of another moment; `AFTERCARE_NOW=TIME` freezes the clock of every command.
- **Times** on the command line: ISO 8601, `14:30` (today), `yesterday 14:30`, `2h ago`, `昨天 14:30`, `2小时前`, `now`,
  a day (its midnight). Without an offset they are read in the workspace's timezone. A time that the clocks skip, or
  show twice, is refused.
- **Records** are named by their id, or by any beginning or end of it that is unique: `7F3K` for `T-20261122-7F3K`.
- **Output.** The answer goes to stdout, everything else to stderr. `--format json` carries a `schema`, and is stable.
- **Exit codes.** 0 done, nothing wrong found; 1 the command ran and found what it looks for (wrong or unreadable
  records, or what `--fail-on` names); 2 it could not run (usage, no workspace, an unknown id, an impossible event, a
  held lock, a full disk); 3 a bug; 130 interrupted.
- **Writes** are checked first, then put in place as a whole, one writer at a time. `--dry-run` shows the change as a
  diff and writes nothing; `--commit`, or `git: {commit: true}` in `aftercare.yaml`, makes one Git commit.
- `--root`, `--lang` and `--debug` may stand anywhere on the line.
- **Environment.** `AFTERCARE_ROOT` and `AFTERCARE_NOW` as above; `AFTERCARE_LANG=en|zh`, as `--lang`. What is derived
  from the records is kept in `.git/aftercare`, and only where Git keeps these; `AFTERCARE_CACHE=DIR` names another
  folder, `AFTERCARE_CACHE=off` keeps nothing: answers are the same, and any of it may be deleted at any moment. On
  Windows nothing is kept. `NO_COLOR` and `FORCE_COLOR` as everywhere.
"""


def page() -> str:
    """Give the page."""
    with TemporaryDirectory() as home:
        done = subprocess.run(
            [sys.executable, "-m", "tests.docs.reference.commands"],
            cwd=ROOT,
            env={**environment(Path(home)), "COLUMNS": "100"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _walk(command: Any, words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:  # noqa: ANN401 - Typer's own types are private
    """Yield every command below one, with its help, in the order of the help."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        command.main(args=["--help"], prog_name=" ".join(words), standalone_mode=False)
    yield words, said.getvalue()
    for name, part in getattr(command, "commands", {}).items():
        yield from _walk(part, (*words, name))


def main() -> None:
    """Write the page to stdout."""
    from aftercare_cli.cli import i18n  # noqa: PLC0415 - the language is bound before help texts are loaded

    i18n.bind("en")
    from typer.main import get_command  # noqa: PLC0415

    from aftercare_cli.cli.app import COMMANDS, PROGRAM, app  # noqa: PLC0415

    root = get_command(app)
    found = [next(_walk(root, (PROGRAM,)))]
    for name, _help in COMMANDS:
        found += _walk(get_command(import_module(f"aftercare_cli.cli.commands.{name}").app), (PROGRAM, name))
    parts = [_INTRODUCTION]
    for words, text in found:
        parts.append(f"{'#' * max(len(words), 2)} {' '.join(words)}\n\n```text\n{text.rstrip()}\n```\n")
    sys.stdout.write("\n".join(parts))


if __name__ == "__main__":
    main()
