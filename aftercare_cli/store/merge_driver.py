"""What merging needs of Git: its merge of plain texts, and that it calls us for records."""

import shlex
import subprocess
import tempfile
from pathlib import Path
from typing import Final, NamedTuple

from aftercare_cli.model.text import say
from aftercare_cli.store import git
from aftercare_cli.store.merge_text import Markers

ATTRIBUTES: Final = "records/**/*.yaml merge=aftercare\nrecords/**/*.csv merge=aftercare\n"
_NAME: Final = "records, fact by fact"
_FAILED: Final = 127
"""The most conflicts that Git's exit code tells; what is above is an error."""
# One line of shell, which Git runs at the top of the repository. It ends with our exit code only where we ran to the
# end: Git takes 1, which is also how Python says that a module is gone, for a conflict whose text is in place.
_DRIVER: Final = (
    "{python} -P -c 'import aftercare_cli.cli.main' 2>/dev/null"
    " && {{ {python} -P -m aftercare_cli merge --marker-size %L --ours-label %X --theirs-label %Y -- %O %A %B %P;"
    " code=$?; test $code -lt 2 && exit $code; }};"
    " echo 'aftercare did not run, Git merged as text:' %P >&2;"
    " git merge-file --marker-size=%L -L ours -L base -L theirs %A %O %B || exit 1"
)


class Versions(NamedTuple):
    """A file in three versions; `base` is empty where both sides began it."""

    base: bytes
    ours: bytes
    theirs: bytes


def driver(python: str) -> str:
    """Give the command that Git runs for a record; `python` is the interpreter that has aftercare.

    Git's own merge of texts does it where that is gone, so that no side's changes are dropped.
    """
    return _DRIVER.format(python=shlex.quote(python.replace("\\", "/")).replace("%", "%%"))


def install_driver(root: Path, python: str) -> None:
    """Have Git call us for records, in this clone; raises git.GitError."""
    git.git(root, "config", "--local", "merge.aftercare.name", _NAME)
    git.git(root, "config", "--local", "merge.aftercare.driver", driver(python))


def merged_as_text(versions: Versions, markers: Markers) -> tuple[bytes, int]:
    """Merge as Git merges any text, and give the number of conflicts; raises git.GitError, also for what is no text."""
    with tempfile.TemporaryDirectory(prefix="aftercare-") as folder:
        paths = [Path(folder) / name for name in ("ours", "base", "theirs")]
        for path, data in zip(paths, (versions.ours, versions.base, versions.theirs), strict=True):
            path.write_bytes(data)
        labels = [word for label in (markers.ours, "base", markers.theirs) for word in ("-L", label)]
        size = f"--marker-size={markers.size}"
        try:
            done = subprocess.run(  # noqa: S603 - no shell, our own files
                ["git", "merge-file", "--stdout", size, *labels, *map(str, paths)],  # noqa: S607 - the user's own Git
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
            )
        except FileNotFoundError:
            raise git.GitError(
                say("git is not installed"), say("install Git: records are merged with its help")
            ) from None
    if not 0 <= done.returncode <= _FAILED:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        reason = said[-1] if said else str(done.returncode)
        raise git.GitError(say("git {command} failed: {reason}", command="merge-file", reason=reason))
    return done.stdout, done.returncode
