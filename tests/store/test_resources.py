"""The data files that come with the program are there."""

from aftercare_cli.store.resources import CHECKLISTS, TEMPLATES


def test_templates_and_checklists_are_there() -> None:
    assert TEMPLATES.is_dir()
    assert list(CHECKLISTS.glob("*.yaml"))
    assert CHECKLISTS.parent == TEMPLATES
