"""What the program asks of Git, by calling it."""

import subprocess
from pathlib import Path

from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.text import say


class GitError(AftercareError):
    """Git is missing, or refused."""


def commit(root: Path, paths: list[str], message: str) -> None:
    """Make one commit of these files and nothing else; raises GitError with what Git said."""
    git(root, "add", "--", *paths)
    git(root, "commit", "--quiet", "--message", message, "--", *paths)


def git(root: Path, *arguments: str) -> str:
    """Run Git in the workspace and give its output; raises GitError."""
    try:
        done = subprocess.run(  # noqa: S603 - no shell, fixed words and paths after --
            ["git", *arguments],  # noqa: S607 - the user's own Git
            cwd=root,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise GitError(say("git is not installed"), say("install Git, or leave out --commit")) from None
    if done.returncode != 0:
        said = (done.stderr or done.stdout).decode(errors="replace").strip().splitlines()
        # What is fatal comes first, and what to do about it may follow; a hook says in its last line what is wrong.
        last = (line for line in reversed(said) if not line.startswith("hint:"))
        reason = next((line for line in said if line.startswith("fatal: ")), None) or next(last, str(done.returncode))
        raise GitError(say("git {command} failed: {reason}", command=arguments[0], reason=reason))
    return done.stdout.decode(errors="replace")
