"""The examples of docs/records.md are records: together they are a workspace in which nothing is wrong."""

import re
from pathlib import Path

from aftercare_cli.model.kinds import KINDS
from aftercare_cli.model.ticket import EVENTS
from tests.docs.console import rerun
from tests.docs.golden import ROOT

PAGE = (ROOT / "docs/records.md").read_text(encoding="utf-8")


def test_the_examples_are_right_together(tmp_path: Path) -> None:
    session = """
```console
$ export AFTERCARE_NOW=2026-12-01T08:00:00+08:00
$ aftercare check
```
"""
    (answer,) = rerun(PAGE + session, tmp_path).rsplit("$ aftercare check\n", 1)[1:]
    assert answer == f"{len(KINDS)} files checked: 0 errors, 0 warnings\n```\n"


def test_every_kind_and_every_event_is_explained() -> None:
    assert re.findall(r"^### (.+)$", PAGE, re.MULTILINE) == [kind.name for kind in KINDS]
    rows = re.findall(
        r"^\| (`[a-z_]+`(?:, `[a-z_]+`)*) \|", PAGE[PAGE.index("## The events of a ticket") :], re.MULTILINE
    )
    told = [word for row in rows for word in re.findall(r"`([a-z_]+)`", row)]
    assert told[: len(EVENTS)] == [kind.__struct_config__.tag for kind in EVENTS]
