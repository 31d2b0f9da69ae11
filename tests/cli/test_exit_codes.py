"""Exit codes, the same for all commands: 0 done, 1 found, 2 could not run, 3 a bug of ours, 130 interrupted."""

import errno
import platform
import re

import pytest

from aftercare_cli import __version__
from aftercare_cli.rules import promises
from tests.cli.program import Program


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("--version", 0),
        ("--help", 0),
        ("ticket list", 0),
        ("sla report", 0),
        ("sla report --fail-on breach", 1),
        ("sla report --fail-on breach --exit-zero", 0),
        ("fmt --check", 0),
        ("", 2),
        ("tickets", 2),
        ("ticket", 2),
        ("ticket lst", 2),
        ("ticket show", 2),
        ("ticket show RSK4 more", 2),
        ("ticket list --opn", 2),
        ("ticket list --site", 2),
        ("ticket show 9999", 2),
        ("ticket close RSK4", 2),
        ("sla report --format xml", 2),
        ("sla report --fail-on never", 2),
        ("sla report --as-of whenever", 2),
        ("check /nowhere", 2),
        ("--root /nowhere check", 2),
        ("--root", 2),
        ("clock 09:00", 2),
    ],
)
def test_the_code_tells_what_became_of_a_command(harbour: Program, line: str, code: int) -> None:
    outcome = harbour(line)
    assert outcome.code == code
    assert bool(re.search("^(error|Error|Usage): ", outcome.err, re.MULTILINE)) == (code == 2)


def break_it(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def fail(*_arguments: object) -> object:
        raise error

    monkeypatch.setattr(promises, "KINDS", (fail,))


def test_a_bug_is_told_in_four_lines_and_traced_on_demand(harbour: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    break_it(monkeypatch, RuntimeError("boom\x1b[2J"))
    outcome = harbour("sla report")
    assert (outcome.code, outcome.out) == (3, "")
    lines = outcome.err.splitlines()
    assert lines[:2] == [
        "error: this is a bug in aftercare, not a mistake of yours; nothing was written halfway",
        r"  RuntimeError: boom\x1b[2J",
    ]
    assert re.fullmatch(
        rf"  aftercare {re.escape(__version__)}, Python {re.escape(platform.python_version())},"
        rf" {platform.system()}, test_exit_codes\.py:\d+",
        lines[2],
    )
    assert lines[3:] == ["  please report these lines; --debug shows the whole trace"]
    with pytest.raises(RuntimeError, match="boom"):
        harbour("sla report --debug")


def test_an_interruption_says_nothing(harbour: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    break_it(monkeypatch, KeyboardInterrupt())
    assert harbour("sla report") == (130, "", "")


def test_another_failure_of_the_system_is_a_bug_too(harbour: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    break_it(monkeypatch, OSError(errno.EMFILE, "Too many open files"))
    outcome = harbour("sla report")
    assert (outcome.code, outcome.err.splitlines()[1]) == (3, "  OSError: [Errno 24] Too many open files")


def test_what_typer_finds_wrong_is_told_with_where_help_is(harbour: Program) -> None:
    assert harbour("ticket lst") == (
        2,
        "",
        (
            "Usage: aftercare ticket [OPTIONS] COMMAND [ARGS]...\n"
            "Try 'aftercare ticket --help' for help.\n\n"
            "Error: No such command 'lst'. Did you mean 'list'?\n"
        ),
    )
    assert harbour("sla report --fail-on new-breech").err.splitlines()[-1] == (
        "Error: Invalid value for '--fail-on': 'new-breech' is not one of 'breach', 'new-breach', 'at-risk'."
    )


def test_the_version_is_told(nowhere: Program) -> None:
    assert nowhere.answer("--version") == f"aftercare {__version__}\n"
