"""The published schemas accept what we accept, as editors read it."""

import json
import re
from typing import Any

import jsonschema_rs
import pytest
import yaml

from aftercare_cli.model.kinds import BY_NAME, KINDS, Kind, KindName
from aftercare_cli.store.decode import decode
from aftercare_cli.store.schemas import modeline, schema
from aftercare_cli.store.yaml_reader import read_mapping
from tests.store.minimal import MINIMAL


class EditorLoader(yaml.SafeLoader):
    """Reads as editors do: numbers and flags, but times are text."""


EditorLoader.yaml_implicit_resolvers = {
    sign: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":float"))]
    for sign, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def as_an_editor(text: str) -> Any:  # noqa: ANN401 - any JSON
    return yaml.load(text, EditorLoader)  # noqa: S506 - a safe loader that guesses less


def accepts(kind: Kind, instance: object) -> bool:
    return bool(jsonschema_rs.validator_for(schema(kind)).is_valid(instance))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_minimal_record_is_accepted(kind: Kind) -> None:
    jsonschema_rs.validator_for(schema(kind)).validate(read_mapping(MINIMAL[kind.name].encode(), ""))
    jsonschema_rs.validator_for(schema(kind)).validate(as_an_editor(MINIMAL[kind.name]))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_an_unknown_key_is_not(kind: Kind) -> None:
    assert not accepts(kind, {**read_mapping(MINIMAL[kind.name].encode(), ""), "zzz": "x"})
    assert accepts(kind, {}) == isinstance(decode(kind.type, {}), kind.type)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_schema_is_json_and_the_same_every_time(kind: Kind) -> None:
    text = json.dumps(schema(kind), sort_keys=True)
    assert text == json.dumps(schema(kind), sort_keys=True)
    assert schema(kind)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("ticket", "kind: fault ", "kind: falt "),
        ("ticket", "reported_at: 2026-11-22T09:12:00+08:00", "reported_at: 2026-11-22 09:12"),
        ("ticket", "T-20261122-7F3K", "T-2"),
        ("ticket", "type: answered", "type: arived"),
        ("contract", '"300.00"', '"300"'),
        ("contract", "within: 3h", "within: soon"),
        ("equipment", "quantity: 1", "quantity: 0"),
        ("workspace", "aftercare: 1", "aftercare: 2"),
        ("workspace", "mon-fri", "mon-fry"),
        ("site", "id: hq", "id: ../hq"),
    ],
)
def test_what_we_refuse_is_not_accepted(name: KindName, before: str, after: str) -> None:
    assert before in MINIMAL[name]
    assert accepts(BY_NAME[name], as_an_editor(MINIMAL[name]))
    assert not accepts(BY_NAME[name], as_an_editor(MINIMAL[name].replace(before, after, 1)))


@pytest.mark.parametrize(
    ("path", "up", "name"),
    [
        ("records/aftercare.yaml", "./", "workspace"),
        ("records/staff.yaml", "./", "staff"),
        ("records/sites/hq.yaml", "../", "site"),
        ("records/training/2026/R-20260318-3C7T.yaml", "../../", "training"),
        ("records/tickets/2026/11/T-20261122-7F3K.yaml", "../../../", "ticket"),
    ],
)
def test_a_modeline_leads_to_the_schema(path: str, up: str, name: str) -> None:
    assert modeline(path) == f"# yaml-language-server: $schema={up}.schemas/{name}.json"
    assert re.fullmatch(r"# yaml-language-server: \$schema=\S+", modeline(path))
