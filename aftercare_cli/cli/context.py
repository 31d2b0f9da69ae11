"""The only place that reads the clock, the environment and the current directory."""

import datetime as dt
import os
import signal
import sys
import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from aftercare_cli.cli.i18n import UiLanguage, _

if TYPE_CHECKING:
    from aftercare_cli.rules.calendars import Calendars
    from aftercare_cli.store.commits import Look
    from aftercare_cli.store.kept import Where
    from aftercare_cli.store.workspace import Workspace

PATIENCE_SECONDS: Final = 1.0
"""How long reading may take without a word."""
_CLEAR: Final = "\r\x1b[2K"


class Session:
    """What a command works with: the workspace, the moment it is judged at, the language. All of it is read lazily."""

    def __init__(self, root: str | None, language_named: str | None = None, ahead: "Ahead | None" = None) -> None:
        """Keep what was asked for, `root` is `--root`, and what Git has begun."""
        self._root = root
        self._ahead = ahead
        self.language_named = language_named

    @cached_property
    def folder(self) -> Path:
        """The current directory."""
        return Path.cwd()

    @cached_property
    def root(self) -> Path:
        """The workspace's folder; raises NoWorkspaceError."""
        from aftercare_cli.store.root import find_root

        return find_root(self.folder, self._root or os.environ.get("AFTERCARE_ROOT") or None)

    @cached_property
    def workspace(self) -> "Workspace":
        """The workspace; raises NoWorkspaceError."""
        from aftercare_cli.store.workspace import Workspace

        return Workspace(self.root, Progress().tell) if is_watched() else Workspace(self.root)

    @cached_property
    def look(self) -> "Look | None":
        """Git, looking at the records since `look_ahead`, else since this was asked for; None where nothing is kept."""
        if self._ahead is not None and self._ahead.root == self.root:
            return self._ahead.look
        return _begin(self.root)

    @cached_property
    def calendars(self) -> "Calendars":
        """The workspace's calendars."""
        from aftercare_cli.rules.calendars import Calendars

        return Calendars(self.workspace.settings)

    @property
    def timezone(self) -> dt.tzinfo:
        """The workspace's timezone."""
        return self.calendars.timezone

    @cached_property
    def now(self) -> dt.datetime:
        """The moment of this process to the second: `AFTERCARE_NOW`, else the clock."""
        return self.now_in(self.timezone)

    def now_in(self, timezone: dt.tzinfo) -> dt.datetime:
        """Give `AFTERCARE_NOW`, read in `timezone` where it has no offset, else the clock."""
        from aftercare_cli.cli.times import fixed, read_time

        clock = dt.datetime.now(dt.UTC).replace(microsecond=0)
        frozen = os.environ.get("AFTERCARE_NOW")
        return read_time(frozen, clock, timezone) if frozen else fixed(clock, timezone)

    def as_of(self, text: str | None) -> dt.datetime:
        """Give the moment to judge at: `--as-of`, else now."""
        return self.now if text is None else self.time(text)

    def time(self, text: str) -> dt.datetime:
        """Read a time as people type it; raises TimeInputError."""
        from aftercare_cli.cli.times import read_time

        return read_time(text, self.now, self.timezone)


class Ahead(NamedTuple):
    """Git, which began to look at a workspace's records before the command line was understood."""

    root: Path
    look: "Look | None"


def look_ahead(named: str | None) -> Ahead | None:
    """Let Git begin to look at the records of the workspace (`named` is `--root`) while everything else is imported."""
    from aftercare_cli.model.errors import AftercareError
    from aftercare_cli.store.root import find_root

    try:
        root = find_root(Path.cwd(), named or os.environ.get("AFTERCARE_ROOT") or None)
    except (AftercareError, OSError):
        # The command itself says so.
        return None
    return Ahead(root, _begin(root))


def _begin(root: Path) -> "Look | None":
    from aftercare_cli.store.commits import begin

    return None if os.environ.get("AFTERCARE_CACHE") == "off" else begin(root, os.environ)


class Progress:
    """Tells on stderr how far reading is, where it takes longer than people wait without a word."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin to wait."""
        self._clock = clock
        self._begin = clock()
        self._is_shown = False

    def tell(self, done: int, total: int) -> None:
        """Show how many of how many files are read, or take that away when all are."""
        if done < total and self._clock() - self._begin > PATIENCE_SECONDS:
            line = _("reading records: {done} of {total}").format(done=f"{done:,}", total=f"{total:,}")
            sys.stderr.write(f"{_CLEAR}{line}")
            sys.stderr.flush()
            self._is_shown = True
        elif done == total and self._is_shown:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()
            self._is_shown = False


def where_kept(root: Path) -> "Where | None":
    """Give where conclusions about a workspace are kept: in the folder `AFTERCARE_CACHE`, else with what Git knows.

    They are not kept where that says `off`, where Git does not keep the records, or on Windows.
    """
    from aftercare_cli.store.commits import repositories
    from aftercare_cli.store.kept import Where

    wanted = os.environ.get("AFTERCARE_CACHE")
    if wanted == "off" or not hasattr(os, "posix_spawnp"):
        return None
    try:
        for top, git in repositories(root.resolve()):
            name = root.resolve().relative_to(top).as_posix()
            return Where(Path(wanted), str(root.resolve())) if wanted else Where(git / "aftercare", name)
    except OSError:
        return None
    return None


def is_watched() -> bool:
    """Say whether somebody looks at stderr, on a terminal that can take back what it shows."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def language(named: str | None) -> UiLanguage:
    """Give the language to speak: `--lang`, `AFTERCARE_LANG`, the locale, else English."""
    wishes = (
        named,
        os.environ.get("AFTERCARE_LANG"),
        *(os.environ.get(key) for key in ("LC_ALL", "LC_MESSAGES", "LANG")),
    )
    wish = next((wish for wish in wishes if wish), "en").lower()
    return "zh" if wish.startswith("zh") else "en"


def is_known(named: str) -> bool:
    """Say whether `--lang` names a language that is spoken: en, zh, or one of their regions such as zh-CN."""
    return named.lower().replace("_", "-").partition("-")[0] in {"en", "zh"}


def is_terminal(*, errors: bool = False) -> bool:
    """Say whether people read stdout (or stderr) on a terminal, or want it to look so."""
    if os.environ.get("FORCE_COLOR"):
        return True
    return (sys.stderr if errors else sys.stdout).isatty() and os.environ.get("TERM") != "dumb"


def is_coloured() -> bool:
    """Say whether colours are welcome (`NO_COLOR`, `FORCE_COLOR`, `TERM=dumb`)."""
    return not os.environ.get("NO_COLOR") and is_terminal()


def columns() -> int:
    """Give the terminal's width."""
    import shutil

    return max(shutil.get_terminal_size((80, 24)).columns, 20)


def from_here(root: Path, path: str) -> str:
    """Give a path of the workspace as it can be opened from the current directory."""
    return Path(os.path.relpath(root / path)).as_posix()


class Machine(NamedTuple):
    """What a person has around the program: where their home is, which shell, locale and terminal."""

    home: str
    shell: str
    locale: str
    encoding: str
    columns: int
    is_terminal: bool
    command: str | None


def machine() -> Machine:
    """Look around; `command` is where the shell finds aftercare."""
    import shutil

    wishes = (os.environ.get(key) for key in ("LC_ALL", "LC_CTYPE", "LANG"))
    return Machine(
        home=os.path.expanduser("~"),  # noqa: PTH111 - no error where there is none
        shell=os.path.basename(os.environ.get("SHELL", "")),  # noqa: PTH119 - no Path for a name
        locale=next((wish for wish in wishes if wish), ""),
        encoding=sys.stdout.encoding or "",
        columns=columns(),
        is_terminal=is_terminal(),
        command=shutil.which("aftercare"),
    )


def prepare_streams() -> None:
    """Let output survive any locale and closed streams, and a termination clean up as an interruption does."""
    # Python has no stream at all for a descriptor that was closed before it began.
    sys.stdout = sys.stdout or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    sys.stderr = sys.stderr or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace", newline="\n")
    if hasattr(signal, "SIGTERM"):
        signal.signal(signal.SIGTERM, _terminate)


def _terminate(number: int, _frame: object) -> None:
    raise SystemExit(128 + number)
