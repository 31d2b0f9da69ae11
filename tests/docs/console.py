"""Pages whose ```console blocks are run: what they show is what the program says.

All blocks of a page are one session in one empty folder. A line that begins with `$ ` is typed, lines that begin with
`> ` continue it; what follows, up to the next one, is what comes back, from stdout and stderr as a terminal shows them.
"""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Final

PROGRAMS: Final = ("aftercare", "cat", "cd", "echo", "export", "git", "mkdir", "sed")
"""What a page may run: everything else is for ```sh blocks, which are not run."""

_BLOCK: Final = re.compile(r"(?<=^```console\n)(?:.*\n)*?(?=^```$)", re.MULTILINE)
_LINE: Final = re.compile(r"^\$ (?P<typed>.*(?:\n> .*)*)\n(?P<answer>(?:(?!\$ ).*\n)*)", re.MULTILINE)
_SESSION_END: Final = "---- end of answer ----"


def commands_of(page: str) -> list[str]:
    """Give what a page types, in order; lines of one command are joined."""
    return [typed(found) for block in _BLOCK.findall(page) for found in _LINE.finditer(block)]


def typed(found: re.Match[str]) -> str:
    """Give the command of a line, without the prompts."""
    return found["typed"].replace("\n> ", "\n")


def rerun(page: str, folder: Path) -> str:
    """Give the page with every answer as the program gives it now; `folder` is empty."""
    answers = iter(_answers(commands_of(page), folder))

    def answered(block: re.Match[str]) -> str:
        lines = list(_LINE.finditer(block[0]))
        assert "".join(line[0] for line in lines) == block[0], f"a console block begins without a prompt:\n{block[0]}"
        return "".join(f"$ {line['typed']}\n{next(answers)}" for line in lines)

    return _BLOCK.sub(answered, page)


def environment(home: Path) -> dict[str, str]:
    """Give the environment of a user with a terminal of 80 columns, who has never configured anything."""
    return {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "COLUMNS": "80",
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": "error",
        "GIT_CONFIG_GLOBAL": str(home / ".gitconfig"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CEILING_DIRECTORIES": str(home.parent),
    }


def _answers(commands: list[str], folder: Path) -> list[str]:
    """Run commands in one shell and give what each says."""
    script = []
    for command in commands:
        program = shlex.split(command)[0]
        assert program in PROGRAMS, f"{program} is not run: use a ```sh block"
        script += [command, "status=$?", f"echo '{_SESSION_END}'", "(exit $status)"]
    home = folder / "home"
    work = folder / "work"
    home.mkdir()
    work.mkdir()
    done = subprocess.run(
        ["sh", "-c", "\n".join(script)],
        cwd=work,
        env=environment(home),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    answers = done.stdout.split(f"{_SESSION_END}\n")
    assert len(answers) == len(commands) + 1, done.stdout
    assert answers.pop() == ""
    return answers
