"""Other tools over records of plain text, one file each, beside `aftercare check` in the same run.

Each is installed from the package index into an environment of its own, once. Where that cannot be done, it is not
measured, and the page says so.
"""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from bench import doorstop, generator
from bench.cases import AFTERCARE, Case, Group, ours, uncached
from bench.timing import Command

Runner = Callable[[Sequence[str], Path], str]
"""Runs words in a folder and gives what they print; raises OSError or subprocess.CalledProcessError."""

_TITLE: Final = "Beside other tools"
_AHEAD: Final = 15.0
"""How many times as long as ours every one of them must take."""
_USUAL: Final = 10_000
"""The size from which that must hold."""
_SECONDS: Final = 60.0
"""What takes longer is run once."""
_DEARER: Final = 10
"""How much less often than single commands they are run."""
_READY: Final = "installed-version"
"""The file in an environment that is written last, and holds the tool's version."""
_PIP: Final = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1", "--timeout", "20")
_ASK_VERSION: Final = "import sys; from importlib.metadata import version; print(version(sys.argv[1]))"
_RULES: Final = "{extends: default, rules: {document-start: disable, line-length: disable}}"


class Tool(NamedTuple):
    """A tool that was installed."""

    program: Path
    version: str


class Setting(NamedTuple):
    """What a tool is measured in: the folder of everything made, a workspace, its size, and how to run things."""

    folder: Path
    root: Path
    size: int
    run: Runner


class Peer(NamedTuple):
    """Another tool: its package and program, for one of how many records it is measured, over what, and how."""

    name: str
    share: int
    over: str
    command: Callable[[Tool, Setting], Command]


def run(words: Sequence[str], folder: Path) -> str:
    """Run words in a folder and give what they print."""
    done = subprocess.run(words, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, check=True)
    return done.stdout.decode(errors="replace")


def groups(folder: Path, size: int, rounds: int, run: Runner = run) -> Iterator[Group]:
    """Yield what is measured beside other tools over `size` records, and says which of them cannot be."""
    for peer in PEERS:
        count = max(size // peer.share, 1)
        root = generator.workspace(folder, count, is_tracked=True)
        name, command = _prepared(peer, Setting(folder, root, count, run))
        case = Case(command, least=_AHEAD if size >= _USUAL else None)
        yardstick = f"`aftercare check`, cold, over {count:,} tickets; {peer.name} over {peer.over}"
        base = uncached(ours(root, "check"))
        fewer = max(rounds // _DEARER, 1)
        yield Group(_TITLE, count, "A", yardstick, base, {name: case}, fewer, once_above=_SECONDS, is_peer=True)


def installed(name: str, folder: Path, run: Runner = run) -> Tool:
    """Give a tool in its environment below `folder`, installed unless it is there; raises what `run` raises."""
    environment = folder / f"venv-{name}"
    ready = environment / _READY
    if not ready.is_file():
        if environment.is_dir():
            shutil.rmtree(environment)
        folder.mkdir(parents=True, exist_ok=True)
        python = str(environment / "bin/python")
        run((sys.executable, "-m", "venv", str(environment)), folder)
        run((python, *_PIP, name), folder)
        ready.write_text(run((python, "-c", _ASK_VERSION, name), folder), encoding="ascii")
    return Tool(environment / "bin" / name, ready.read_text(encoding="ascii").strip())


def _prepared(peer: Peer, setting: Setting) -> tuple[str, Command | None]:
    """Give a tool's name and what is measured of it, None where it cannot be had."""
    try:
        tool = installed(peer.name, setting.folder, setting.run)
        return f"{peer.name} {tool.version}", peer.command(tool, setting)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"{peer.name} cannot be made ready, and is not measured: {_reason(error)}", flush=True)
        return peer.name, None


def _reason(error: OSError | subprocess.CalledProcessError) -> str:
    said = getattr(error, "stderr", None) or b""
    lines = said.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else str(error)


def _yamllint(tool: Tool, setting: Setting) -> Command:
    return Command((str(tool.program), "--config-data", _RULES, "records/tickets"), setting.root)


def _check_jsonschema(tool: Tool, setting: Setting) -> Command:
    schema = setting.folder / "ticket.schema.json"
    schema.write_text(setting.run((*AFTERCARE, "schema", "ticket"), setting.root), encoding="utf-8")
    paths = (generator.ticket(setting.size, index)[0] for index in range(setting.size))
    tickets = (f"records/{path}" for path in paths)
    return Command((str(tool.program), "--schemafile", str(schema), *tickets), setting.root)


def _doorstop(tool: Tool, setting: Setting) -> Command:
    items = doorstop.project(setting.folder, setting.size, setting.run, tool.program)
    return Command((str(tool.program),), items)


PEERS: Final = (
    Peer("yamllint", 1, "the same files", _yamllint),
    Peer("check-jsonschema", 1, "the same files, with the schema of tickets", _check_jsonschema),
    Peer("doorstop", 2, "as many requirements and tests", _doorstop),
)
"""The tools, in the order of the page."""
