from collections.abc import Sequence
from pathlib import Path

import yaml

from bench import doorstop


def test_half_are_requirements_and_every_test_is_linked_to_one() -> None:
    texts = dict(doorstop.items(205))
    items = {Path(path).stem: yaml.safe_load(text) for path, text in texts.items() if "-" in path}
    assert len(items) == 205
    requirements = {uid for uid in items if uid.startswith("REQ-")}
    tests = {uid for uid in items if uid.startswith("TST-")}
    assert (len(requirements), len(tests)) == (103, 102)
    assert all(items[uid]["links"] == [] for uid in requirements)
    linked = [next(iter(items[uid]["links"][0])) for uid in sorted(tests)]
    assert linked == sorted(requirements)[:102]
    for uids in (requirements, tests):
        levels = {items[uid]["level"] for uid in uids}
        assert len(levels) == len(uids)
        assert all(level.count(".") == 2 for level in levels)


def test_the_tests_are_a_document_below_the_requirements() -> None:
    texts = dict(doorstop.items(2))
    requirements = yaml.safe_load(texts["requirements/.doorstop.yml"])["settings"]
    tests = yaml.safe_load(texts["tests/.doorstop.yml"])["settings"]
    assert requirements == {"digits": 6, "itemformat": "yaml", "prefix": "REQ", "sep": "-"}
    assert tests == {"digits": 6, "itemformat": "yaml", "prefix": "TST", "sep": "-", "parent": "REQ"}


def test_a_project_is_stamped_once(tmp_path: Path) -> None:
    ran: list[tuple[tuple[str, ...], bool]] = []

    def run(words: Sequence[str], folder: Path) -> None:
        ran.append((tuple(words), (folder / "tests/TST-000001.yml").is_file()))

    project = doorstop.project(tmp_path, 2, run, Path("bin/doorstop"))
    assert ran == [(("git", "init", "--quiet"), True), (("bin/doorstop",), True)]
    assert doorstop.project(tmp_path, 2, run, Path("bin/doorstop")) == project
    assert len(ran) == 2
    assert [path.name for path in tmp_path.iterdir()] == [project.name]


def test_a_project_that_was_not_finished_is_made_anew(tmp_path: Path) -> None:
    first = doorstop.project(tmp_path, 2, lambda *_: None, Path("doorstop"))
    first.rename(tmp_path / f"{first.name}.part")
    (tmp_path / f"{first.name}.part/stray").touch()
    assert doorstop.project(tmp_path, 2, lambda *_: None, Path("doorstop")) == first
    assert not (first / "stray").exists()
