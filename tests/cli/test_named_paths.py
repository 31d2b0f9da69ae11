"""Paths that people name and no system has: too long, a link to itself, below a file. Each is told, none is a bug."""

import os
from pathlib import Path

import pytest

from tests.cli.program import Program

LONG = "x" * 300
CHECK_ROOM = "hint: nothing was changed; make room or check permissions, then run the command again\n"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="names and links have other limits there")


@pytest.mark.parametrize("line", ["check", "fmt"])
@pytest.mark.parametrize("name", [LONG, "loop/x"])
def test_a_path_to_look_at_that_cannot_be_is_not_in_the_workspace(harbour: Program, line: str, name: str) -> None:
    (harbour.folder / "loop").symlink_to("loop")
    assert harbour.refusal(line, name) == (
        f"error: {name} is not in the workspace {harbour.folder}\nhint: name files or folders below it\n"
    )


def test_a_record_that_leads_to_itself_can_be_named(harbour: Program) -> None:
    (harbour.folder / "records/sites/pier.yaml").symlink_to("pier.yaml")
    outcome = harbour("check records/sites/pier.yaml")
    assert (outcome.code, outcome.err) == (1, "")
    assert outcome.out.startswith("records/sites/pier.yaml:1:1: error[unreadable-file]: cannot be read: ")


@pytest.mark.parametrize(
    "line",
    [
        "doc render nda port-cctv --out",
        "equipment labels quay --out",
        "publish --audience internal --out",
        "handover build port-cctv --format md --out",
        "init",
    ],
)
def test_a_place_whose_name_is_too_long_is_told(harbour: Program, line: str) -> None:
    before = harbour.files()
    assert harbour.refusal(line, LONG) == (
        f"error: {harbour.folder}/{LONG} could not be written: File name too long\n{CHECK_ROOM}"
    )
    assert harbour.files() == before


def test_a_link_that_leads_to_itself_is_not_written_over(harbour: Program) -> None:
    link = harbour.folder / "loop"
    link.symlink_to("loop")
    assert harbour.refusal("doc render nda port-cctv --force --out loop") == (
        "error: loop exists already\nhint: name another file, or write over it: --force\n"
    )
    assert harbour.refusal("init loop") == f"error: {link} could not be written: File exists\n{CHECK_ROOM}"
    assert link.readlink() == Path("loop")


def test_a_document_is_written_where_a_link_leads(harbour: Program) -> None:
    (harbour.folder / "latest.md").symlink_to("nda.md")
    assert harbour("doc render nda port-cctv --out latest.md").code == 0
    assert (harbour.folder / "latest.md").is_symlink()
    assert (harbour.folder / "nda.md").is_file()


def test_a_workspace_does_not_begin_in_a_file(harbour: Program) -> None:
    harbour.write("notes", "mine\n")
    place = harbour.folder / "notes"
    assert harbour.refusal("init notes") == f"error: {place} could not be written: File exists\n{CHECK_ROOM}"
    assert harbour.refusal("init notes/x") == f"error: {place}/x could not be written: Not a directory\n{CHECK_ROOM}"
    assert harbour.text("notes") == "mine\n"
