"""Editors are led to the schemas, and a record keeps every other byte."""

import datetime as dt
import json
from pathlib import Path

import pytest

from aftercare_cli.model.kinds import KINDS
from aftercare_cli.store.encoding import BOM
from aftercare_cli.store.records import Writer
from aftercare_cli.store.schemas import FOLDER, schema
from aftercare_cli.store.schemas_install import install
from aftercare_cli.store.workspace import Workspace
from tests.store.minimal import MINIMAL

NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
LINE = b"# yaml-language-server: $schema=../.schemas/site.json"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "records/sites").mkdir(parents=True)
    (tmp_path / "records/aftercare.yaml").write_text(MINIMAL["workspace"], encoding="utf-8")
    return tmp_path


def installed(root: Path, *, is_trial: bool = False) -> list[str]:
    return [change.path for change in install(Workspace(root), Writer(root, dt.UTC, NOW, is_trial=is_trial))]


def test_schemas_and_modelines_are_written_once(root: Path) -> None:
    site = root / "records/sites/hq.yaml"
    site.write_text(MINIMAL["site"], encoding="utf-8")
    paths = installed(root)
    schemas = [f"{FOLDER}/{kind.name}.json" for kind in KINDS if not kind.is_table]
    assert sorted(paths) == sorted([*schemas, "records/aftercare.yaml", "records/sites/hq.yaml"])
    for kind in KINDS:
        if not kind.is_table:
            written = (root / FOLDER / f"{kind.name}.json").read_text(encoding="utf-8")
            assert json.loads(written) == json.loads(json.dumps(schema(kind)))
    assert site.read_bytes() == LINE + b"\n" + MINIMAL["site"].encode()
    assert installed(root) == []
    workspace = Workspace(root)
    workspace.load_everything()
    assert workspace.findings == []


def test_a_trial_writes_nothing(root: Path) -> None:
    assert "records/aftercare.yaml" in installed(root, is_trial=True)
    assert sorted(path.name for path in (root / "records").iterdir()) == ["aftercare.yaml", "sites"]


def test_line_ends_and_marks_are_kept(root: Path) -> None:
    site = root / "records/sites/hq.yaml"
    content = MINIMAL["site"].encode().replace(b"\n", b"\r\n")
    site.write_bytes(BOM + content)
    installed(root)
    assert site.read_bytes() == BOM + LINE + b"\r\n" + content


def test_what_cannot_be_read_is_left_alone(root: Path) -> None:
    (root / "records/sites/hq.yaml").mkdir()
    assert "records/sites/hq.yaml" not in installed(root)
