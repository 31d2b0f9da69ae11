"""Every command explains itself, offers what the reference promises, and starts light."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from aftercare_cli.cli.app import COMMANDS, app
from tests.cli.program import DATA, Program, environment

COMMON = "--at --by --evidence --backdate --dry-run --commit --format"
EVENT = f"--note {COMMON}"
VISITED = (
    "--on --by --contact --attitude --timeliness --quality --spares --overall --opinion --dry-run --commit --format"
)
PROMISED = {
    "init": "--example",
    "check": "--as-of --strict --exit-zero --format",
    "fmt": "--check --dry-run",
    "schema": "--install --dry-run",
    "contract list": "--format",
    "contract show": "--format",
    "contract add": "--name --customer --acceptance --handover --dry-run --commit --format",
    "site list": "--format",
    "site show": "--format",
    "site add": "--contract --name --address --contact --phone --dry-run --commit --format",
    "equipment list": "--site --category --format",
    "equipment show": "--format",
    "equipment add": (
        "--category --model --name --serial --location --installed --quantity --software --dry-run --commit"
    ),
    "equipment labels": "--format --out --force",
    "staff list": "--format",
    "staff show": "--format",
    "staff add": "--name --role --phone --hours --dry-run --commit",
    "ticket open": "--equipment --kind --hazard --fault-at --at --reporter --phone --priority --id --out-of-scope"
    " --dry-run --commit --format",
    "ticket list": "--open --site --state --since --as-of --format",
    "ticket show": "--as-of --format",
    "ticket history": "--as-of --format",
    **dict.fromkeys((f"ticket {name}" for name in ("answer", "dispatch", "spares", "resume", "restore")), EVENT),
    "ticket arrive": f"--persons {EVENT}",
    "ticket diagnose": f"--cause --spares-needed --no-spares-needed {EVENT}",
    "ticket standby": f"--unit --model --due-on --condition --consent {EVENT}",
    "ticket return-standby": f"--unit --condition {EVENT}",
    "ticket pause": f"--reason {EVENT}",
    "ticket replace": f"--model --old --new --quantity --quoted {EVENT}",
    "ticket charge": f"--head --amount --agreed-by --item {EVENT}",
    "ticket resolve": f"--cause {EVENT}",
    "ticket close": f"--signed-by {EVENT}",
    "ticket reopen": f"--reason --fault-at --spares-needed --no-spares-needed {EVENT}",
    "ticket cancel": f"--reason {EVENT}",
    "ticket excuse": f"--target --agreed-by --reason --cycle {EVENT}",
    "ticket note": COMMON,
    "inspect new": "--period --by --dry-run --commit --format",
    "inspect record": "--equipment --mark --note --from --dry-run --commit --format",
    "inspect finish": "--at --by --witness --discussion --needs --signed-at --dry-run --commit --format",
    "inspect tickets": "--dry-run --commit --format",
    "inspect show": "--as-of --format",
    "inspect list": "--site --period --state --as-of --format",
    "inspect due": "--site --within --as-of --format",
    "inspect plan": "--year --since --until --site --as-of --format",
    "hazard report": "--at --source --told-company --told-customer --note --dry-run --commit --format",
    "hazard told": "--company --customer --at --dry-run --commit --format",
    "hazard close": "--at --dry-run --commit --format",
    "hazard list": "--open --site --as-of --format",
    "hazard show": "--as-of --format",
    "train plan": "--start --fail-on --format",
    "train log": "--topic --extra --role --start --end --kind --place --on-site --lecturer --specialty --attendee"
    " --absent --attendance --headcount --request --note --dry-run --commit --format",
    "train request": "--extra --role --by --on --due --note --dry-run --commit --format",
    "train list": "--contract --open --as-of --format",
    "train show": "--format",
    "train coverage": "--role --person --as-of --format",
    "roster show": "--since --until --person --role --as-of --format",
    "roster check": "--since --until --as-of --exit-zero --format",
    "roster on-duty": "--at --format",
    "visit new": f"--ticket --due {VISITED}",
    "visit record": VISITED,
    "visit list": "--open --site --ticket --since --until --as-of --format",
    "visit show": "--format",
    "visit due": "--site --within --as-of --format",
    "question ask": "--by --at --dry-run --commit --format",
    "question answer": "--by --at --dry-run --commit --format",
    "question list": "--open --site --since --until --as-of --format",
    "question show": "--as-of --format",
    "question search": "--site --as-of --format",
    "bill": "--contract --month --issue --void --at --note --issued --show --as-of --dry-run --commit --format",
    "warranty": "--expiring --as-of --format",
    "spare list": "--model --holder --low --as-of --format",
    **dict.fromkeys(
        (f"spare {name}" for name in ("receive", "return", "scrap", "count")),
        "--serial --at --by --note --holder --dry-run --commit --format",
    ),
    "spare issue": "--to --serial --at --by --note --holder --dry-run --commit --format",
    "spare loan": "--open --overdue --as-of --format",
    "spare check": "--site --contract --as-of --exit-zero --format",
    "sla report": "--since --until --site --contract --promise --as-of --fail-on --exit-zero --format",
    "sla show": "--as-of --format",
    "sla acknowledge": "--reason --action --by --cycle --at --backdate --dry-run --commit --format",
    "due": "--within --site --as-of --format",
    "handover check": "--as-of --format",
    "handover build": "--out --zip --audience --format --force --as-of",
    "merge": "--marker-size --ours-label --theirs-label --install",
    "publish": "--out --contract --audience --force --as-of",
    "doc list": "--format",
    "doc render": "--format --out --force --audience --since --until --month --start --as-of",
    "clock": "--calendar --pause --format",
    "audit": "--since --until --site --late --exit-zero --format",
    "doctor": "--format",
}


def walk(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - Typer's own types are private
    """Yield every command below a group with the words that call it."""
    context = group.make_context(group.name, [], resilient_parsing=True)
    for name in group.list_commands(context):
        _name, command, _rest = group.resolve_command(context, [name])
        yield " ".join((*path, name)), command
        if hasattr(command, "list_commands"):
            yield from walk(command, (*path, name))


@pytest.fixture
def commands() -> dict[str, Any]:
    return dict(walk(get_command(app)))


def test_every_command_option_and_argument_is_explained(commands: dict[str, Any]) -> None:
    unexplained = [
        f"{path} {parameter.name}"
        for path, command in {**commands, "": get_command(app)}.items()
        for parameter in command.params
        if not (parameter.help or "").strip().endswith((".", "…"))
    ]
    assert unexplained == []
    silent = [path for path, command in commands.items() if not (command.help or "").strip().endswith((".", "?"))]
    assert silent == []


def test_what_the_reference_promises_is_there(commands: dict[str, Any]) -> None:
    groups = {path.partition(" ")[0] for path in PROMISED if " " in path}
    assert set(commands) == {*PROMISED, *groups}
    offered = {
        path: {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
        for path, command in commands.items()
    }
    missing = {path: set(options.split()) - offered[path] for path, options in PROMISED.items()}
    assert {path: names for path, names in missing.items() if names} == {}


def test_commands_come_in_the_order_in_which_they_are_declared(commands: dict[str, Any]) -> None:
    assert [name for name in commands if " " not in name] == [name for name, _text in COMMANDS]


@pytest.mark.parametrize(
    "line",
    ["--help", "ticket --help", "ticket pause --help", "sla report --help", "clock --help", "--lang en check --help"],
)
def test_help_fits_the_terminal_and_is_no_error(nowhere: Program, line: str) -> None:
    told = nowhere.answer(line)
    assert told.startswith("Usage: aftercare ")
    assert max(map(len, told.splitlines())) <= 80
    assert "--install-completion" not in told or line == "--help"


@pytest.mark.parametrize("line", ["", "ticket", "sla", "site"])
def test_a_group_alone_tells_its_help_as_an_error(nowhere: Program, line: str) -> None:
    outcome = nowhere(line)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(f"Usage: aftercare {line}".rstrip())


HEAVY = "rich jinja2 yaml ruamel msgspec holidays chinese_calendar openpyxl icalendar"
AFTER_READING = "rich jinja2 ruamel holidays openpyxl icalendar"
ONE_TICKET = f"{AFTER_READING} json csv yaml chinese_calendar aftercare_cli.rules.stock aftercare_cli.rules.checks"
WITHOUT_FINDINGS = f"{AFTER_READING} json csv hashlib aftercare_cli.rules.checking aftercare_cli.store.source"
WATCH = """
import sys
from aftercare_cli.cli.main import main
code = main(sys.argv[1:])
print(code, *sorted(sys.modules.keys() & {heavy}), file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("line", "heavy"),
    [
        ("--version", HEAVY),
        ("--help", HEAVY),
        ("ticket show T-20260610-RSK4", ONE_TICKET),
        ("ticket note RSK4 x --dry-run", ONE_TICKET),
        ("sla report", WITHOUT_FINDINGS),
        ("due", WITHOUT_FINDINGS),
        ("check", AFTER_READING),
    ],
)
def test_what_is_heavy_is_loaded_only_where_it_is_needed(line: str, heavy: str) -> None:
    script = WATCH.format(heavy=set(heavy.split()))
    done = subprocess.run(
        [sys.executable, "-c", script, *line.split()],
        cwd=DATA / "harbour",
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr.splitlines()[-1:] == ["0"]


def test_a_file_in_the_workspace_is_no_part_of_the_program(harbour: Program) -> None:
    for name in ("yaml.py", "jinja2.py", "msgspec.py"):
        harbour.write(name, "raise SystemExit('taken from the workspace')\n")
    command = Path(sys.executable).with_name("aftercare")
    done = subprocess.run(
        [command, "sla", "report", "--format", "html"],
        cwd=harbour.folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
