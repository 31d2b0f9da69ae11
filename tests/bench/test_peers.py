import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from bench import generator, peers
from bench.timing import Command

SIZE = 8


class Index:
    """Stands in for the package index and everything that is run; it notes what was."""

    def __init__(self, missing: str = "", failing: str = "") -> None:
        self.ran: list[tuple[str, ...]] = []
        self._missing = missing
        self._failing = failing

    def __call__(self, words: Sequence[str], folder: Path) -> str:
        assert folder.is_dir()
        self.ran.append(tuple(words))
        if words[1:3] == ("-m", "venv"):
            Path(words[3]).mkdir()
        if words[-1] == self._missing and "pip" in words:
            raise subprocess.CalledProcessError(1, words, "", b"Looking\nERROR: no such package\n")
        if words[0].endswith(self._failing or "\n"):
            raise FileNotFoundError(2, "No such file", words[0])
        return '{"title": "a schema"}' if "schema" in words else "1.2.3\n" if "-c" in words else ""


def test_a_tool_is_installed_once_into_an_environment_of_its_own(tmp_path: Path) -> None:
    index = Index()
    tool = peers.installed("yamllint", tmp_path / "bench", index)
    environment = tmp_path / "bench/venv-yamllint"
    assert tool == (environment / "bin/yamllint", "1.2.3")
    python = f"{environment}/bin/python"
    assert index.ran[0] == (sys.executable, "-m", "venv", str(environment))
    assert index.ran[1][:4] == (python, "-m", "pip", "install")
    assert index.ran[1][-1] == "yamllint"
    assert index.ran[2][0] == python
    assert len(index.ran) == 3
    assert peers.installed("yamllint", tmp_path / "bench", index) == tool
    assert len(index.ran) == 3


def test_what_was_not_installed_to_the_end_is_installed_anew(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        peers.installed("yamllint", tmp_path, Index(missing="yamllint"))
    (tmp_path / "venv-yamllint/stray").touch()
    assert peers.installed("yamllint", tmp_path, Index()).version == "1.2.3"
    assert not (tmp_path / "venv-yamllint/stray").exists()


def test_every_tool_is_compared_with_our_check_over_as_many_records(tmp_path: Path) -> None:
    groups = list(peers.groups(tmp_path, SIZE, 25, Index()))
    assert [(group.symbol, group.size, list(group.cases), group.rounds) for group in groups] == [
        ("A", 8, ["yamllint 1.2.3"], 2),
        ("A", 8, ["check-jsonschema 1.2.3"], 2),
        ("A", 4, ["doorstop 1.2.3"], 2),
    ]
    for group in groups:
        tickets = list(group.base.folder.glob("records/tickets/*/*/*.yaml"))
        assert len(tickets) == group.size
        assert group.base.words[-1] == "check"
        assert group.base.environment["AFTERCARE_CACHE"] == "off"
        assert (group.once_above, group.is_peer) == (60, True)


def commands(tmp_path: Path) -> list[Command]:
    found = [case.command for group in peers.groups(tmp_path, SIZE, 1, Index()) for case in group.cases.values()]
    return [command for command in found if command is not None]


def test_tools_over_yaml_see_every_ticket_file(tmp_path: Path) -> None:
    root = generator.workspace(tmp_path, SIZE, is_tracked=True)
    yamllint, check_jsonschema, _ = commands(tmp_path)
    assert yamllint.folder == check_jsonschema.folder == root
    rules = "{extends: default, rules: {document-start: disable, line-length: disable}}"
    assert yamllint.words == (f"{tmp_path}/venv-yamllint/bin/yamllint", "--config-data", rules, "records/tickets")
    program, option, schema, *tickets = check_jsonschema.words
    assert (program, option) == (f"{tmp_path}/venv-check-jsonschema/bin/check-jsonschema", "--schemafile")
    assert json.loads(Path(schema).read_text(encoding="utf-8")) == {"title": "a schema"}
    every = {path.relative_to(root).as_posix() for path in (root / "records/tickets").rglob("*.yaml")}
    assert len(every) == SIZE
    assert set(tickets) == every


def test_doorstop_checks_half_as_many_items_in_a_repository_of_their_own(tmp_path: Path) -> None:
    *_, doorstop = commands(tmp_path)
    assert doorstop.words == (f"{tmp_path}/venv-doorstop/bin/doorstop",)
    items = {path.relative_to(doorstop.folder).as_posix() for path in doorstop.folder.rglob("*-*.yml")}
    assert items == {
        "requirements/REQ-000001.yml",
        "requirements/REQ-000002.yml",
        "tests/TST-000001.yml",
        "tests/TST-000002.yml",
    }


@pytest.mark.parametrize(
    ("index", "reason"),
    [
        (Index(missing="doorstop"), "ERROR: no such package"),
        (Index(failing="bin/doorstop"), "[Errno 2] No such file: '"),
    ],
)
def test_a_tool_that_cannot_be_had_is_said_and_passed_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], index: Index, reason: str
) -> None:
    *others, last = peers.groups(tmp_path, SIZE, 1, index)
    assert all(case.command is not None for group in others for case in group.cases.values())
    assert list(last.cases) == ["doorstop"]
    assert last.cases["doorstop"].command is None
    said = capsys.readouterr().out
    assert said.startswith(f"doorstop cannot be made ready, and is not measured: {reason}")


def test_tools_must_take_fifteen_times_as_long_from_ten_thousand_records_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The records themselves are not needed to know the bars.
    monkeypatch.setattr(generator, "workspace", lambda _folder, _size, **_: tmp_path)
    monkeypatch.setattr("bench.doorstop.project", lambda *_: tmp_path)
    for size, least in ((9_999, None), (10_000, 15)):
        groups = list(peers.groups(tmp_path, size, 1, Index()))
        assert [case.least for group in groups for case in group.cases.values()] == [least] * 3


def test_what_is_run_prints_and_what_fails_says_why(tmp_path: Path) -> None:
    assert peers.run((sys.executable, "-c", "print('said')"), tmp_path) == "said\n"
    with pytest.raises(subprocess.CalledProcessError) as failed:
        peers.run((sys.executable, "-c", "raise SystemExit('why')"), tmp_path)
    assert failed.value.stderr == b"why\n"
