"""What the tool writes, every YAML reader reads as what was meant."""

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from aftercare_cli.store.emit import Bare, Plain, flow, record, scalar
from aftercare_cli.store.encoding import plain_text
from aftercare_cli.store.yaml_reader import read_mapping

TEXT = st.text(st.characters(codec="utf-8"))
TREES: st.SearchStrategy[Plain] = st.recursive(
    TEXT, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3), max_leaves=8
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("noted", "noted"),
        ("大堂球机无图像", "大堂球机无图像"),
        ("SN0001", "SN0001"),
        ("T-20261122-7F3K", "T-20261122-7F3K"),
        ("two words — 和 more", "two words — 和 more"),
        ("a - b", "a - b"),
        ("a?", '"a?"'),
        ("über", "über"),
        ("", '""'),
        (" a", '" a"'),
        ("a ", '"a "'),
        ("a  b", '"a  b"'),
        ("a: b", '"a: b"'),
        ("a:b", '"a:b"'),
        ("a #b", '"a #b"'),
        ("a, b", '"a, b"'),
        ("[a]", '"[a]"'),
        ("- a", '"- a"'),
        ("-", '"-"'),
        ("_a", '"_a"'),
        ("0012", '"0012"'),
        ("12_000", '"12_000"'),
        ("1.0e+3", '"1.0e+3"'),
        ("0x1F", '"0x1F"'),
        ("1:30", '"1:30"'),
        ("300.00", '"300.00"'),
        ("2026-11-22", '"2026-11-22"'),
        ("+8613800000000", '"+8613800000000"'),
        ("true", '"true"'),
        ("False", '"False"'),
        ("NULL", '"NULL"'),
        ("no", '"no"'),
        ("On", '"On"'),
        ("y", '"y"'),
        ("N", '"N"'),
        ("~", '"~"'),
        (".nan", '".nan"'),
        ("=", '"="'),
        ("<<", '"<<"'),
        ("it's", '"it\'s"'),
        ('say "a"', '"say \\"a\\""'),
        ("a\\b", '"a\\\\b"'),
        ("a\nb\tc\r", '"a\\nb\\tc\\r"'),
        ("a\0\x1b[31m", '"a\\u0000\\u001b[31m"'),
        ("a\x7f\x85\x9f", '"a\\u007f\\u0085\\u009f"'),
        ("a\u2028b\u2029c\ufeffd\ufffee\uffff", '"a\\u2028b\\u2029c\\ufeffd\\ufffee\\uffff"'),
        ("a😀", "a😀"),
        ("😀", '"😀"'),
    ],
)
def test_text_is_quoted_where_a_reader_could_take_it_for_something_else(text: str, expected: str) -> None:
    assert scalar(text) == expected
    assert flow({"key": [text]}) == f"{{key: [{expected}]}}"


def test_what_is_no_text_is_bare() -> None:
    assert scalar(Bare("2026-11-22T09:12:00+08:00")) == "2026-11-22T09:12:00+08:00"
    assert flow({"at": Bare("2026-11-22"), "copies": Bare("2"), "signed": Bare("true"), "serial": "2"}) == (
        '{at: 2026-11-22, copies: 2, signed: true, serial: "2"}'
    )


def test_keys_are_quoted_like_values() -> None:
    assert flow({"CAM-200": "a", "a: b": "c", "no": "d", "2026-12-25": []}) == (
        '{CAM-200: a, "a: b": c, "no": d, "2026-12-25": []}'
    )


def test_a_record_has_a_key_a_line_and_an_item_a_line() -> None:
    tree: dict[str, Plain] = {
        "id": "T-20261122-7F3K",
        "equipment": ["a", "b"],
        "reporter": {"name": "值班室", "phone": "0000-1234567"},
        "calendars": {"24x7": {"mon": []}, "work": {"mon-fri": ["09:00-12:00"]}},
        "empty": [],
        "nothing": {},
        "text": "",
        "events": [{"at": Bare("2026-11-22"), "type": "noted"}, {"type": "closed"}],
    }
    assert record(tree) == (
        "id: T-20261122-7F3K\n"
        "equipment: [a, b]\n"
        'reporter: {name: 值班室, phone: "0000-1234567"}\n'
        "calendars:\n"
        '  "24x7": {mon: []}\n'
        '  work: {mon-fri: ["09:00-12:00"]}\n'
        "empty: []\n"
        "nothing: {}\n"
        'text: ""\n'
        "events:\n"
        "  - {at: 2026-11-22, type: noted}\n"
        "  - {type: closed}\n"
    )


@settings(deadline=None, max_examples=300)
@given(TEXT)
@example("\ufeff")
@example("a\u0085b\u2028 \ufffe")
@example("\U0001fffe")
@example("\x85")
@example("a" * 2000)
def test_any_text_comes_back_as_that_text(text: str) -> None:
    document = f"key: {flow(text)}\nlist: {flow([text, text])}\nmapping: {flow({'a': text, 'b': {'c': text}})}\n"
    expected = {"key": text, "list": [text, text], "mapping": {"a": text, "b": {"c": text}}}
    assert "\n" not in flow(text)
    assert read_mapping(plain_text(document.encode(), ""), "") == expected
    assert yaml.load(document, yaml.BaseLoader) == expected  # noqa: S506 - makes text of everything
    assert yaml.safe_load(document) == expected
    assert YAML(typ="safe", pure=True).load(document) == expected


@settings(deadline=None)
@given(st.dictionaries(st.from_regex("[a-z_]{1,8}", fullmatch=True), TREES, max_size=4))
def test_any_record_comes_back_as_that_record(tree: dict[str, Plain]) -> None:
    document = record(tree)
    if tree:
        assert read_mapping(plain_text(document.encode(), ""), "") == tree


@settings(deadline=None)
@given(st.text(st.sampled_from("yYnNoOeEsSfFtTrRuUlLaAiI~.+-0123456789_:xb=<"), max_size=6))
def test_words_that_mean_something_to_some_reader_stay_text(text: str) -> None:
    document = f"key: {flow(text)}\n"
    assert yaml.safe_load(document) == {"key": text}
    assert YAML(typ="safe", pure=True).load(document) == {"key": text}
