"""Ids by their beginning: what looking through every id gives, without looking through them."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftercare_cli.model.ids import ID_LETTERS
from aftercare_cli.model.kinds import KindName, path_of
from aftercare_cli.store.beginnings import ids_beginning
from aftercare_cli.store.workspace import Workspace

KINDS: tuple[KindName, ...] = ("ticket", "inspection", "training", "visit", "question", "hazard", "bill")
IDS = [
    f"{letter}-{day}-{end}"
    for letter in ID_LETTERS.values()
    for day in ("20191231", "20260101", "20260109", "20260228", "20261122", "20270101")
    for end in ("7F3K", "7F3M", "0000")
]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("workspace")
    for kind in KINDS:
        for name in IDS:
            if name.startswith(ID_LETTERS[kind]):
                path = root / path_of(kind, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch()
    # What is no record is none here either.
    (root / "records/tickets/2026/11/T-20261122-7F3K.yaml~").touch()
    (root / "records/tickets/2026/11/.T-20261122-7F3P.yaml").touch()
    (root / "records/tickets/2026/readme.txt").touch()
    (root / "records/tickets/2026/1").touch()
    (root / "records/tickets/.2026").mkdir()
    return root


@st.composite
def beginnings(draw: st.DrawFn) -> str:
    """Draw the beginning of an id, most often of one that is there, or a text that is none."""
    text = draw(st.sampled_from(IDS))
    text = text[: draw(st.integers(0, len(text)))]
    text += draw(st.sampled_from(["", "", "", "", "0", "1", "2", "9", "x", "-", "/", "٢"]))
    return draw(st.sampled_from([text, text, text.lower(), text[2:]]))


@settings(max_examples=2_000, deadline=None)
@given(st.sampled_from(KINDS), beginnings())
def test_they_are_those_of_all_ids_that_begin_so(root: Path, kind: KindName, text: str) -> None:
    found = ids_beginning(root, kind, text)
    begin = [name for name in Workspace(root).ids(kind) if name.lower().startswith(text.lower())]
    assert found is None or found == begin


@pytest.mark.parametrize(
    ("kind", "text", "listed"),
    [
        ("ticket", "T-20261122-7F3", ["tickets/2026/11"]),
        ("ticket", "t-202611", ["tickets/2026/11"]),
        ("ticket", "T-20260", ["tickets/2026", "tickets/2026/01", "tickets/2026/02"]),
        ("ticket", "T-2027", ["tickets/2027", "tickets/2027/01"]),
        ("ticket", "T-201", ["tickets", "tickets/2019", "tickets/2019/12"]),
        ("ticket", "I-2026", []),
        ("ticket", "T-20265", ["tickets/2026"]),
        ("visit", "V-202611", ["visits/2026"]),
    ],
)
def test_only_folders_are_listed_in_which_they_can_lie(
    root: Path, kind: KindName, text: str, listed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    plain = os.listdir

    def watched(folder: str) -> list[str]:
        seen.append(folder.removeprefix(f"{root}/records/"))
        return plain(folder)

    monkeypatch.setattr(os, "listdir", watched)
    assert ids_beginning(root, kind, text) is not None
    assert sorted(seen) == listed


@pytest.mark.parametrize("text", ["", "T", "T-", "7F3K", "T-x", "T-20x", "X-2026", "T2026"])
def test_what_names_no_year_is_looked_up_in_all(root: Path, text: str) -> None:
    assert ids_beginning(root, "ticket", text) is None


def test_so_is_what_lies_in_a_folder_that_cannot_be_listed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(folder: str) -> list[str]:
        raise PermissionError(13, "Permission denied", folder)

    monkeypatch.setattr(os, "listdir", refused)
    assert ids_beginning(root, "ticket", "T-202611") is None


def test_sites_and_contracts_are_not_dated(root: Path) -> None:
    assert ids_beginning(root, "site", "T-2026") is None
