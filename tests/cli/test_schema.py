"""The published JSON Schemas: every record of the sample fits them, and what is wrong does not."""

import csv
import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from ruamel.yaml import YAML, ScalarNode
from ruamel.yaml.constructor import SafeConstructor

from aftercare_cli.model.kinds import BY_NAME, KINDS, Kind
from tests.cli.program import DATA, SAMPLE, Program


class TimesAreText(SafeConstructor):
    """Gives what editors make of YAML 1.2: strings, numbers, booleans and nulls; a time is a string."""

    def construct_yaml_timestamp(self, node: ScalarNode, values: object = None) -> Any:  # noqa: ANN401, ARG002
        return node.value


TimesAreText.add_constructor("tag:yaml.org,2002:timestamp", TimesAreText.construct_yaml_timestamp)


def as_editors_read(path: Path) -> list[Any]:
    """Give the record in a file, or the rows of a table without their empty cells."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".csv":
        return [{key: cell for key, cell in row.items() if cell} for row in csv.DictReader(text.splitlines())]
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = TimesAreText
    return [yaml.load(text)]


def files(root: Path, kind: Kind) -> list[Path]:
    pattern = kind.place.format(id="*", yyyy="*", mm="*")
    return sorted((root / "records").glob(pattern))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_record_fits_its_schema(sample: Program, kind: Kind) -> None:
    schema = json.loads(sample.answer(f"schema {kind.name}"))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema_rs.meta.validate(schema)
    validator = jsonschema_rs.validator_for(schema)
    paths = [path for root in (SAMPLE, DATA / "harbour") for path in files(root, kind)]
    paths += sorted((SAMPLE / "templates/checklists").glob("*.yaml")) if kind.name == "checklist" else []
    assert paths or kind.name in {"question", "bill"}
    for path in paths:
        for record in as_editors_read(path):
            assert [str(error) for error in validator.iter_errors(record)] == [], path


WRONG = {
    "workspace": {"aftercare: 1": "aftercare: 2", "currency: CNY": "currncy: CNY", "mon-fri": "mon-fry"},
    "contract": {
        "within: 3h": "within: 3 hours",
        "stop: arrived": "stop: arrival",
        '"300.00"': "300.0",
        "months: 36": "months: 0",
        "start: reported,": "",
    },
    "site": {"id: quay": "id: Quay", "contract: port-cctv\n": "", "contacts: [": "contact: ["},
    "equipment": {"id: Q-CAM-1": "id: Q CAM 1", "software: true": "software: yes", "site: quay": "site: [quay]"},
    "staff": {"role: service_manager": "role: manager", "id: ana": "id: Ana"},
    "ticket": {
        "id: T-20260601-MET1": "id: T-2026-0001",
        "reported_at: 2026-06-01T09:00:00+08:00": "reported_at: 2026-06-01T09:00:00",
        "type: arrived": "type: came",
        "spares_needed: true": "spares_needed: on",
        "summary:": "sumary:",
        "signed_by:": "by_whom:",
        "cause: quality": "cause: bad",
    },
}
FIRST = {
    "workspace": "aftercare.yaml",
    "contract": "contracts/port-cctv.yaml",
    "site": "sites/quay.yaml",
    "equipment": "equipment/quay.yaml",
    "staff": "staff.yaml",
    "ticket": "tickets/2026/06/T-20260601-MET1.yaml",
}


@pytest.mark.parametrize(
    ("name", "right", "wrong"), [(name, *pair) for name, changes in WRONG.items() for pair in changes.items()]
)
def test_what_check_finds_the_schema_refuses_too(harbour: Program, name: str, right: str, wrong: str) -> None:
    path = f"records/{FIRST[name]}"
    text = harbour.text(path)
    assert right in text
    harbour.write(path, text.replace(right, wrong))
    validator = jsonschema_rs.validator_for(json.loads(harbour.answer(f"schema {name}")))
    assert not validator.is_valid(as_editors_read(harbour.folder / path)[0])
    assert harbour(f"check {path}").code == 1


def test_schemas_are_installed_where_editors_find_them(harbour: Program) -> None:
    before = harbour.files()
    yamls = [path for path in before if path.endswith(".yaml")]
    installed = [f"records/.schemas/{kind.name}.json" for kind in KINDS if not kind.is_table]
    trial = harbour("schema --install --dry-run")
    assert (trial.code, trial.out) == (0, "")
    assert sorted(trial.err.splitlines()) == sorted(f"would write {path}" for path in [*installed, *yamls])
    assert harbour.files() == before
    outcome = harbour("schema --install")
    assert (outcome.code, outcome.err) == (0, trial.err.replace("would write", "wrote"))
    for path in installed:
        assert harbour.text(path) == harbour.answer(f"schema {Path(path).stem}")
    for path in yamls:
        first, _, rest = harbour.text(path).partition("\n")
        assert rest.encode() == before[path]
        mark, _, place = first.partition("=")
        assert mark == "# yaml-language-server: $schema"
        schema = (harbour.folder / path).parent / place
        assert json.loads(schema.read_text(encoding="utf-8"))["title"] == f"aftercare {schema.stem}"
        assert BY_NAME[schema.stem].place.partition("/")[0] == path.split("/")[1]
    assert harbour("schema --install") == (0, "", "")
    assert harbour.answer("check --strict") == "19 files checked: 0 errors, 0 warnings\n"
    assert harbour("fmt --check").code == 0


def test_a_modeline_keeps_every_other_byte(harbour: Program) -> None:
    path = "records/sites/dock.yaml"
    record = "id: dock\r\ncontract: port-cctv\r\nname: Dock"
    harbour.write(path, f"\ufeff{record}")
    harbour("schema --install")
    assert harbour.text(path) == f"\ufeff# yaml-language-server: $schema=../.schemas/site.json\r\n{record}"
