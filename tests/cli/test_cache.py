"""What a command says does not depend on a cache: not the first time, not afterwards, not when it is off."""

import shutil
from pathlib import Path

import pytest

from aftercare_cli.store import cache, workspace
from tests.cli.program import SAMPLE, SAMPLE_NOW, Outcome, Program

LINES = (
    *("ticket list", "ticket list --format json", "ticket show 0004", "ticket history 0004"),
    *(
        "sla report",
        "sla report --format json",
        "sla show 0004",
        "due",
        "due --format ics",
        "check",
        "check --format json",
    ),
    *(
        "inspect list",
        "hazard list",
        "visit list",
        "train coverage",
        "question list",
        "roster show",
        "bill T-20260109-0002",
    ),
    *(
        "warranty s01 --format json",
        "spare list --format json",
        "spare loan",
        "equipment list",
        "site list",
        "staff list",
    ),
    *("contract list", "contract show p2024", "handover check p2024", "doc list", "fmt --check"),
)


@pytest.fixture
def copy(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    monkeypatch.setattr(workspace, "MANY", 1)
    monkeypatch.setattr(cache, "_WORTH_WRITING", 1)
    # Files that were copied just now are taken for old ones: else none would be kept.
    monkeypatch.setattr(cache, "_TICK_NS", -60_000_000_000)
    shutil.copytree(SAMPLE / "records", tmp_path / "sample" / "records")
    return Program(tmp_path / "sample", capsys, monkeypatch)


def outcomes(program: Program) -> dict[str, Outcome]:
    return {line: program(line, now=SAMPLE_NOW) for line in LINES}


def test_a_command_says_the_same_with_a_cache_and_without(
    copy: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERCARE_CACHE", "off")
    expected = outcomes(copy)
    assert {outcome.code for outcome in expected.values()} <= {0, 1}
    monkeypatch.setenv("AFTERCARE_CACHE", str(tmp_path / "cache"))
    assert outcomes(copy) == expected
    kinds = {path.name.partition("-")[0] for path in (tmp_path / "cache").iterdir()}
    assert kinds >= {"ticket", "visit", "site", "contract", "equipment"}
    assert outcomes(copy) == expected


def test_the_cache_is_the_user_s_where_there_is_no_git(
    copy: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AFTERCARE_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    copy("ticket list", now=SAMPLE_NOW)
    assert [path.name.partition("-")[0] for path in (tmp_path / "user/aftercare").glob("ticket-*")] == ["ticket"]
    shutil.rmtree(tmp_path / "user")
    monkeypatch.setenv("AFTERCARE_CACHE", "off")
    copy("ticket list", now=SAMPLE_NOW)
    assert not (tmp_path / "user").exists()
