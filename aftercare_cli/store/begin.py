"""Beginning a workspace: its first records, and what Git and editors need."""

from pathlib import Path
from typing import Final

from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.text import say
from aftercare_cli.model.vocabulary import Language
from aftercare_cli.store import git
from aftercare_cli.store.resources import TEMPLATES
from aftercare_cli.store.root import MARKER
from aftercare_cli.store.write import create

GITATTRIBUTES: Final = "records/** text eol=lf\nrecords/attachments/** -text\n"
GITIGNORE: Final = "records/.aftercare.lock\nrecords/**/.*.tmp\n"
_HOOK: Final = (
    "#!/bin/sh\n# Refuses a commit that would make records wrong; aftercare init wrote it.\nexec aftercare check\n"
)


class WorkspaceExistsError(AftercareError):
    """A workspace where a new one was to begin."""


def begin(folder: Path, language: Language, *, is_example: bool) -> list[str]:
    """Write the first records into `folder` and give their paths; raises WorkspaceExistsError."""
    if (folder / MARKER).exists():
        raise WorkspaceExistsError(
            say("{folder} is a workspace already", folder=str(folder)),
            say("nothing was written; aftercare check looks at it"),
        )
    source = TEMPLATES / "workspace" / language
    files = sorted(path for path in source.rglob("*") if path.is_file())
    chosen = [path for path in files if is_example or path.relative_to(source).as_posix() == MARKER]
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for path in chosen:
        place = path.relative_to(source).as_posix()
        create(folder, place, path.read_bytes())
        written.append(place)
    for name, content in ((".gitattributes", GITATTRIBUTES), (".gitignore", GITIGNORE)):
        if not (folder / name).exists():
            create(folder, name, content.encode())
            written.append(name)
    return written


def prepare_git(folder: Path) -> list[str]:
    """Make the folder a Git repository where it is in none, and add the hook that checks; give what was done.

    Raises git.GitError where Git is missing or refuses.
    """
    done = []
    try:
        git.git(folder, "rev-parse", "--git-dir")
    except git.GitError:
        git.git(folder, "init", "--quiet")
        done.append(".git")
    hooks = folder / git.git(folder, "rev-parse", "--git-path", "hooks").strip()
    hook = hooks / "pre-commit"
    if not hook.exists():
        hooks.mkdir(parents=True, exist_ok=True)
        hook.write_text(_HOOK, encoding="utf-8")
        hook.chmod(0o755)
        done.append("pre-commit")
    return done
