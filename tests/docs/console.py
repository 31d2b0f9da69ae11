"""Pages whose ```console blocks are run: what they show is what the program says.

All blocks of a page are one session in one empty folder. A line that begins with `$ ` is typed, lines that begin with
`> ` continue it; what follows, up to the next one, is what comes back, from stdout and stderr as a terminal shows them.
Where that is a lone `…`, the page leaves out what is no news; an error it cannot leave out.
A ```yaml or ```csv block whose first line is `# records/…` is saved there, without that line, when the session comes to
it.
"""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Final

PROGRAMS: Final = ("aftercare", "cat", "cd", "echo", "export", "git", "ls", "mkdir", "sed")
"""What a page may run: everything else is for ```sh blocks, which are not run."""

_BLOCK: Final = re.compile(r"^```(?P<kind>console|yaml|csv)\n(?P<text>(?:.*\n)*?)^```$", re.MULTILINE)
_LINE: Final = re.compile(r"^\$ (?P<typed>.*(?:\n> .*)*)\n(?P<answer>(?:(?!\$ ).*\n)*)", re.MULTILINE)
_PLACE: Final = re.compile(r"# (records/\S+)\n")
_LEFT_OUT: Final = "…\n"
_BUG: Final = re.compile(r"^  aftercare \S+, Python ", re.MULTILINE)
"""How the program reports a bug of its own, in any language: no page shows one."""
_ANSWERED: Final = "---- end of answer ----"
_STEADY: Final = Path(__file__).parent / "steady"
"""Where Python finds, before the program begins, what makes its random ids the same in every run."""


def commands_of(page: str) -> list[str]:
    """Give what a page types, in order; lines of one command are joined."""
    blocks = [block["text"] for block in _BLOCK.finditer(page) if block["kind"] == "console"]
    return [_typed(line) for block in blocks for line in _LINE.finditer(block)]


def rerun(page: str, folder: Path) -> str:
    """Give the page with every answer as the program gives it now; `folder` is empty."""
    answers = iter(_answers(page, folder))

    def answered(block: re.Match[str]) -> str:
        if block["kind"] != "console":
            return block[0]
        lines = list(_LINE.finditer(block["text"]))
        assert "".join(line[0] for line in lines) == block["text"], f"a block begins without a prompt:\n{block[0]}"
        text = "".join(f"$ {line['typed']}\n{_shown(line['answer'], next(answers))}" for line in lines)
        return f"```console\n{text}```"

    return _BLOCK.sub(answered, page)


def environment(home: Path) -> dict[str, str]:
    """Give the environment of a user with a terminal of 80 columns, who has never configured anything."""
    return {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "COLUMNS": "80",
        "PYTHONPATH": str(_STEADY),
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": "error",
        "GIT_CONFIG_GLOBAL": str(home / ".gitconfig"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CEILING_DIRECTORIES": str(home.parent),
    }


def _typed(line: re.Match[str]) -> str:
    return line["typed"].replace("\n> ", "\n")


def _shown(before: str, now: str) -> str:
    """Give an answer as the page shows it."""
    if before != _LEFT_OUT:
        return now
    assert "error" not in now, now
    return _LEFT_OUT


def _script(page: str) -> str:
    """Give the session as a shell script that marks the end of every answer."""
    steps = []
    for block in _BLOCK.finditer(page):
        place = _PLACE.match(block["text"])
        if block["kind"] == "console":
            for line in _LINE.finditer(block["text"]):
                program = _typed(line).split()[0]
                assert program in PROGRAMS, f"{program} is not run: use a ```sh block"
                steps += [_typed(line), "status=$?", f"echo '{_ANSWERED}'", "(exit $status)"]
        elif place:
            steps += [f"mkdir -p {shlex.quote(os.path.dirname(place[1]))}"]  # noqa: PTH120 - a path of the page
            steps += [f"cat > {shlex.quote(place[1])} <<'END OF FILE'\n{block['text'][place.end() :]}END OF FILE"]
    return "\n".join(steps)


def _answers(page: str, folder: Path) -> list[str]:
    """Run a page's session in one shell, and give what each command says."""
    home = folder / "home"
    work = folder / "work"
    home.mkdir()
    work.mkdir()
    done = subprocess.run(
        ["sh", "-c", _script(page)],
        cwd=work,
        env=environment(home),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    answers = done.stdout.split(f"{_ANSWERED}\n")
    assert len(answers) == len(commands_of(page)) + 1, done.stdout
    assert answers.pop() == ""
    for answer in answers:
        assert not _BUG.search(answer), answer
    return answers
