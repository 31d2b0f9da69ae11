"""What a power cut leaves of other programs' files, nothing or zeros, is no record: it is named, never passed over."""

import re
import shutil
from pathlib import Path

import pytest

from tests.cli.program import SAMPLE, SAMPLE_NOW, Program

SETTINGS = "records/aftercare.yaml"
TORN = pytest.mark.parametrize(
    ("content", "codes"),
    [(b"", {"no-mapping", "no-header"}), (b"\0" * 300, {"control-character"})],
    ids=["nothing", "zeros"],
)


@pytest.fixture
def copy(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    """Give a workspace that has records of every kind."""
    shutil.copytree(SAMPLE / "records", tmp_path / "sample" / "records")
    return Program(tmp_path / "sample", capsys, monkeypatch)


def tear(copy: Program, content: bytes) -> set[str]:
    """Put the content into every record but the settings, and give their paths."""
    paths = {path for path in copy.files() if not re.search("/attachments/|/[.]", path)} - {SETTINGS}
    for path in paths:
        (copy.folder / path).write_bytes(content)
    return paths


@TORN
def test_every_torn_file_is_named(copy: Program, content: bytes, codes: set[str]) -> None:
    torn = tear(copy, content)
    assert len({path.split("/")[1] for path in torn}) >= 13
    outcome = copy("check", now=SAMPLE_NOW)
    assert (outcome.code, outcome.err) == (1, "")
    found = re.findall(r"^(records/\S+?):\d+:\d+: error\[(.*?)\]", outcome.out, re.MULTILINE)
    assert {path for path, code in found if code in codes} == torn


@TORN
@pytest.mark.parametrize(
    "line", ["ticket list", "sla report", "due", "hazard list", "spare list", "inspect list", "contract list"]
)
def test_no_report_takes_torn_files_for_no_records(copy: Program, content: bytes, codes: set[str], line: str) -> None:
    torn = tear(copy, content)
    outcome = copy(line, now=SAMPLE_NOW)
    assert outcome.code == 1
    named = set(re.findall(rf"^(records/\S+?):1:\d+: error\[(?:{'|'.join(codes)})\]", outcome.err, re.MULTILINE))
    assert named
    assert named <= torn


@TORN
def test_without_settings_nothing_is_judged(copy: Program, content: bytes, codes: set[str]) -> None:
    (copy.folder / SETTINGS).write_bytes(content)
    for line in ("check", "ticket list", "sla report", "ticket note 0004 Seen"):
        before = copy.files()
        outcome = copy(line, now=SAMPLE_NOW)
        assert outcome.code == 1
        told = re.search(rf"^{SETTINGS}:1:1: error\[(.*?)\]", outcome.out + outcome.err, re.MULTILINE)
        assert told
        assert told[1] in codes
        assert copy.files() == before
