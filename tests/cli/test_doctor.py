"""What is installed and set up: everything right first, then one thing broken at a time."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import Program

KEYS = {"part", "name", "state", "value", "hint", "needed"}


class Bench:
    """A machine on which all is well, to break something of."""

    def __init__(self, program: Program, home: Path, bin_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.program = program
        self.root = program.folder
        self.home = home
        self.bin = bin_folder
        self.patch = monkeypatch

    def git(self, *words: str) -> str:
        return subprocess.run(["git", *words], cwd=self.root, check=True, capture_output=True, text=True).stdout

    def lines(self, code: int = 0) -> list[dict[str, Any]]:
        outcome = self.program("doctor --format json")
        assert (outcome.code, outcome.err) == (code, "")
        document = json.loads(outcome.out)
        assert (document["schema"], document["ok"]) == ("aftercare/doctor/1", code == 0)
        assert all(set(line) == KEYS for line in document["lines"])
        found: list[dict[str, Any]] = document["lines"]
        return found

    def wrong(self, code: int = 0) -> list[tuple[str, str, str, str | None]]:
        """Give what is not right: name, state, what was found, what to do."""
        return [
            (line["name"], line["state"], line["value"], line["hint"])
            for line in self.lines(code)
            if line["state"] != "ok"
        ]


@pytest.fixture
def bench(nowhere: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    home, bin_folder = tmp_path / "home", tmp_path / "bin"
    for place in (home / ".bash_completions", bin_folder):
        place.mkdir(parents=True)
    (home / ".bash_completions/aftercare.sh").write_text("x", encoding="ascii")
    for name in ("git", "aftercare"):
        found = shutil.which(name) if name == "git" else str(Path(sys.executable).with_name("aftercare"))
        (bin_folder / name).symlink_to(str(found))
    fonts = bin_folder / "fc-list"
    fonts.write_text("#!/bin/sh\necho font\n", encoding="ascii")
    fonts.chmod(0o755)
    monkeypatch.setenv("PATH", f"{bin_folder}:/bin:/usr/bin")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("SHELL", "/bin/bash")
    monkeypatch.delenv("AFTERCARE_CACHE", raising=False)
    assert nowhere("init --example").code == 0
    made = Bench(nowhere, home, bin_folder, monkeypatch)
    made.git("config", "user.email", "ann@example.com")
    if not made.git("config", "--default", "", "--get", "merge.aftercare.driver").strip():
        assert nowhere("merge --install").code == 0
    pretend = pytest.importorskip("aftercare_cli.documents.pdf")
    monkeypatch.setattr(pretend, "require", lambda: None)
    return made


def test_where_all_is_well_it_says_so(bench: Bench) -> None:
    assert bench.wrong() == []
    outcome = bench.program("doctor")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith("all is well\n\nProgram\nState  What ")


def test_versions_of_everything_are_told(bench: Bench) -> None:
    told = {line["name"]: line["value"] for line in bench.lines() if line["part"] == "program"}
    for name in (
        "typer",
        "rich",
        "msgspec",
        "pyyaml",
        "jinja2",
        "icalendar",
        "holidays",
        "openpyxl",
        "segno",
        "weasyprint",
    ):
        assert told[name] == metadata.version(name)
    assert told["aftercare"] == metadata.version("aftercare")
    assert told["yaml_parser"].startswith(f"PyYAML {metadata.version('pyyaml')}, libyaml ")


def test_no_path_of_the_users_home_is_shown(bench: Bench) -> None:
    inside = bench.home / "work"
    bench.root.rename(inside)
    program = Program(inside, bench.program._capsys, bench.program._monkeypatch)  # noqa: SLF001 - the same, elsewhere
    for form in ("table", "json", "csv", "md", "html"):
        told = program(f"doctor --format {form}").out
        assert str(bench.home) not in told, form
        assert "~/work" in told, form


def test_nothing_is_written(bench: Bench) -> None:
    before = bench.program.files()
    bench.program("doctor")
    assert bench.program.files() == before


def version_without(name: str, instead: str | None = None) -> Callable[[str], str]:
    known = metadata.version

    def version(wanted: str) -> str:
        if wanted != name:
            return known(wanted)
        if instead is None:
            raise metadata.PackageNotFoundError(name)
        return instead

    return version


@pytest.mark.parametrize(
    ("name", "hint", "code"),
    [
        ("rich", "pip install --force-reinstall aftercare", 1),
        ("openpyxl", "pip install 'aftercare[xlsx]'", 0),
        ("segno", "pip install 'aftercare[qr]'", 0),
    ],
)
def test_a_package_that_is_missing(bench: Bench, name: str, hint: str, code: int) -> None:
    bench.patch.setattr(metadata, "version", version_without(name))
    assert bench.wrong(code) == [(name, "missing", "not installed", hint)]


@pytest.mark.parametrize(
    ("version", "is_right"), [("0.25.9", False), ("0.26", True), ("0.28.3", True), ("0.29.0", False)]
)
def test_a_package_of_another_version(bench: Bench, version: str, is_right: bool) -> None:  # noqa: FBT001 - a case
    bench.patch.setattr(metadata, "version", version_without("typer", version))
    expected = [("typer", "warning", f"{version} (<0.29,>=0.26)", "pip install 'typer<0.29,>=0.26'")]
    assert bench.wrong() == ([] if is_right else expected)


def test_a_yaml_library_without_its_c_parser(bench: Bench) -> None:
    bench.patch.setitem(sys.modules, "yaml._yaml", None)
    ((name, state, value, hint),) = bench.wrong(1)
    assert (name, state) == ("yaml_parser", "missing")
    assert value == f"PyYAML {metadata.version('pyyaml')} without its C parser"
    assert hint == "install it as a wheel: pip install --force-reinstall --only-binary=:all: PyYAML"


def test_no_workspace(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    outcome = bench.program("doctor --format json", folder=tmp_path / "empty")
    lines = json.loads(outcome.out)["lines"]
    assert (outcome.code, {line["part"] for line in lines}) == (
        0,
        {"program", "workspace", "git", "terminal", "documents"},
    )
    assert [(line["name"], line["state"]) for line in lines if line["part"] in {"workspace", "git"}] == [
        ("records", "warning"),
        ("git", "ok"),
    ]


@contextmanager
def held(path: Path, text: str) -> Iterator[None]:
    path.write_text(text, encoding="ascii")
    descriptor = os.open(path, os.O_RDWR)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def test_a_lock_that_is_held(bench: Bench) -> None:
    with held(bench.root / "records/.aftercare.lock", "4711 desk 2026-06-10T12:00:00+08:00\n"):
        assert bench.wrong() == [
            (
                "lock",
                "warning",
                "held by 4711 desk 2026-06-10T12:00:00+08:00",
                "wait for it, or end the process; the lock goes with it",
            )
        ]
    assert bench.wrong() == []


def test_files_of_a_killed_process(bench: Bench) -> None:
    bench.program.write("records/sites/.house.yaml.0a1b2c3d.tmp", "id")
    hint = "nothing reads them; aftercare fmt removes them: records/sites/.house.yaml.0a1b2c3d.tmp"
    assert bench.wrong() == [("temporary_files", "warning", "1 is left by a process that was killed", hint)]


def test_settings_that_cannot_be_read(bench: Bench) -> None:
    text = bench.program.text("records/aftercare.yaml")
    bench.program.write("records/aftercare.yaml", text + "oops: 1\n")
    assert bench.wrong(1) == [
        ("settings", "missing", "records/aftercare.yaml cannot be read", "aftercare check says what is wrong with it")
    ]


def test_a_timezone_without_data(bench: Bench) -> None:
    text = bench.program.text("records/aftercare.yaml")
    bench.program.write("records/aftercare.yaml", text.replace("Asia/Shanghai", "Asia/Atlantis"))
    ((name, state, value, _hint),) = bench.wrong(1)
    assert (name, state) == ("timezone", "missing")
    assert "Asia/Atlantis" in value


@pytest.mark.parametrize(
    ("now", "is_known"),
    [("2026-11-30T12:00:00+08:00", True), ("2026-12-01T12:00:00+08:00", False), ("2027-01-01T12:00:00+08:00", False)],
)
def test_holidays_that_end_too_soon(bench: Bench, now: str, is_known: bool) -> None:  # noqa: FBT001 - a case
    from chinese_calendar.constants import holidays  # noqa: PLC0415 - only here

    last = max(day.year for day in holidays)
    shifted = f"{last + int(now[:4]) - 2026}{now[4:]}"
    lines = json.loads(bench.program("doctor --format json", now=shifted).out)["lines"]
    (line,) = (line for line in lines if (line["part"], line["name"]) == ("workspace", "holidays"))
    assert line["value"] == f"CN: official lists up to {last}"
    assert line["state"] == ("ok" if is_known else "warning")


def test_holidays_that_need_a_package(bench: Bench) -> None:
    text = bench.program.text("records/aftercare.yaml")
    bench.program.write("records/aftercare.yaml", text.replace("holidays: CN", "holidays: DE"))
    lines = {line["name"]: line["value"] for line in bench.lines() if line["part"] == "workspace"}
    assert lines["holidays"] == "DE: computed, provisional in every year"
    from aftercare_cli.rules import holidays  # noqa: PLC0415 - only here

    holidays.holidays_of.cache_clear()
    holidays._computed.cache_clear()  # noqa: SLF001 - what is installed is remembered
    bench.patch.setitem(sys.modules, "holidays", None)
    ((name, state, value, _hint),) = bench.wrong(1)
    assert (name, state, value) == ("holidays", "missing", "the holidays of DE need a package that is not installed")


SCHEMAS = ("schemas", "missing", "for editors: missing, or of another version", "aftercare schema --install")


def test_schemas_that_are_missing_or_old(bench: Bench) -> None:
    (bench.root / "records/.schemas/site.json").write_text("{}", encoding="ascii")
    assert bench.wrong() == [SCHEMAS]
    shutil.rmtree(bench.root / "records/.schemas")
    assert bench.wrong() == [SCHEMAS]
    assert bench.program("schema --install").code == 0
    assert bench.wrong() == []
    text = bench.program.text("records/aftercare.yaml")
    bench.program.write("records/aftercare.yaml", text.partition("\n")[2])
    assert bench.wrong() == [SCHEMAS]


def test_no_git(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    (tmp_path / "bare/aftercare").symlink_to(bench.bin / "aftercare")
    bench.patch.setenv("PATH", str(tmp_path / "bare"))
    assert bench.wrong() == [
        ("git", "missing", "not installed", "install Git: audit, merge and --commit need it"),
    ]


def test_no_repository_and_one_that_git_refuses(bench: Bench) -> None:
    bench.patch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert bench.wrong() == [
        (
            "repository",
            "missing",
            "Git refuses it: it belongs to somebody else",
            f"if you trust it: git config --global --add safe.directory {bench.root}",
        )
    ]
    bench.patch.delenv("GIT_TEST_ASSUME_DIFFERENT_OWNER")
    shutil.rmtree(bench.root / ".git")
    bench.patch.setenv("GIT_CEILING_DIRECTORIES", str(bench.root.parent))
    assert bench.wrong() == [
        ("repository", "missing", "the workspace is in none", "git init; aftercare merge --install")
    ]


def test_no_author(bench: Bench) -> None:
    bench.git("config", "--unset", "user.email")
    hint = "git config user.email YOU@EXAMPLE.COM; git config user.name YOU"
    assert bench.wrong() == [("author", "warning", "user.email is not set: Git refuses to commit", hint)]


def test_a_shallow_clone(bench: Bench, tmp_path: Path) -> None:
    bench.git("add", ".")
    for _ in range(2):
        bench.git("-c", "user.name=ann", "commit", "--quiet", "--no-verify", "--allow-empty", "-m", "x")
    clone = tmp_path / "clone"
    bench.git("clone", "--quiet", "--depth", "1", f"file://{bench.root}", str(clone))
    lines = json.loads(bench.program("doctor --format json", folder=clone).out)["lines"]
    wrong = [(line["name"], line["value"]) for line in lines if line["part"] == "git" and line["state"] != "ok"]
    assert wrong == [
        ("history", "a shallow clone: history is cut off"),
        ("author", "user.email is not set: Git refuses to commit"),
        ("merge_driver", "not set up: records are merged as text"),
        ("hook", "nothing checks records before a commit"),
    ]


def test_a_merge_driver_that_is_missing_or_gone(bench: Bench) -> None:
    bench.git("config", "merge.aftercare.driver", "'/old/venv/bin/python' -m aftercare_cli merge %O %A %B")
    value = "/old/venv/bin/python is gone: records are merged as text"
    assert bench.wrong() == [("merge_driver", "warning", value, "aftercare merge --install")]
    bench.git("config", "--unset", "merge.aftercare.driver")
    value = "not set up: records are merged as text"
    assert bench.wrong() == [("merge_driver", "missing", value, "aftercare merge --install")]


def test_attributes_that_are_missing(bench: Bench) -> None:
    (bench.root / ".gitattributes").write_text("records/** text eol=lf\n", encoding="ascii")
    value = "records lack merge=aftercare or eol=lf"
    assert bench.wrong() == [("gitattributes", "missing", value, "aftercare merge --install")]


def test_a_hook_that_is_missing_or_somebody_elses(bench: Bench) -> None:
    hint = "aftercare init writes one in a new workspace; have yours run: aftercare check"
    hook = bench.root / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\nexit 0\n", encoding="ascii")
    assert bench.wrong() == [("hook", "warning", "pre-commit does not run aftercare check", hint)]
    hook.unlink()
    assert bench.wrong() == [("hook", "missing", "nothing checks records before a commit", hint)]


def test_a_command_that_the_shell_does_not_find(bench: Bench) -> None:
    (bench.bin / "aftercare").unlink()
    bench.patch.setenv("PATH", str(bench.bin))
    hint = "the hook and the shell look for it there: activate its environment, or add its folder to PATH"
    assert bench.wrong() == [("path", "warning", "aftercare is not on it", hint)]


def test_a_narrow_terminal(bench: Bench) -> None:
    bench.patch.setenv("COLUMNS", "40")
    assert bench.wrong() == [("width", "warning", "40 columns, no terminal", "tables are shown row below row")]


@pytest.mark.parametrize(
    ("shell", "place"), [("zsh", ".zfunc/_aftercare"), ("fish", ".config/fish/completions/aftercare.fish")]
)
def test_completion_of_other_shells(bench: Bench, shell: str, place: str) -> None:
    bench.patch.setenv("SHELL", f"/usr/bin/{shell}")
    expected = ("completion", "missing", f"not installed for {shell}", "aftercare --install-completion")
    assert bench.wrong() == [expected]
    (bench.home / place).parent.mkdir(parents=True)
    (bench.home / place).write_text("x", encoding="ascii")
    (line,) = (line for line in bench.lines() if line["name"] == "completion")
    assert (line["state"], line["value"]) == ("ok", f"~/{place}")
    bench.patch.setenv("SHELL", "/bin/tcsh")
    assert [line for line in bench.lines() if line["name"] == "completion"] == []


def test_a_locale_without_chinese(bench: Bench) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "aftercare_cli", "doctor", "--format", "csv"],
        cwd=bench.root,
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    hint = "Chinese is shown as escapes; choose a locale of UTF-8, such as LANG=C.UTF-8"
    told = [line for line in done.stdout.splitlines() if line.startswith("terminal,locale,")]
    assert told == ['terminal,locale,warning,"C, ascii, speaks en",' + f'"{hint}",false']


def test_no_fonts_and_no_library_for_pdf(nowhere: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fonts = tmp_path / "fc-list"
    fonts.write_text("#!/bin/sh\nexit 0\n", encoding="ascii")
    fonts.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    (line,) = (line for line in json.loads(nowhere("doctor --format json").out)["lines"] if line["name"] == "pdf")
    assert (line["state"], line["value"], line["needed"]) == ("missing", "no font for Chinese is installed", False)
    fonts.write_text("#!/bin/sh\necho font\n", encoding="ascii")
    monkeypatch.setitem(sys.modules, "weasyprint.urls", None)
    (line,) = (line for line in json.loads(nowhere("doctor --format json").out)["lines"] if line["name"] == "pdf")
    assert (line["state"], line["value"]) == ("missing", "PDF needs a package that is not installed: weasyprint")
