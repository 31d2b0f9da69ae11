"""Where records lie: a path can be guessed from an id."""

import pytest

from aftercare_cli.model.kinds import KINDS, KindName, is_safe_id, path_of


@pytest.mark.parametrize(
    ("kind", "record_id", "path"),
    [
        ("workspace", "", "records/aftercare.yaml"),
        ("contract", "hq-cctv", "records/contracts/hq-cctv.yaml"),
        ("site", "hq", "records/sites/hq.yaml"),
        ("equipment", "hq", "records/equipment/hq.yaml"),
        ("checklist", "cctv", "records/checklists/cctv.yaml"),
        ("staff", "", "records/staff.yaml"),
        ("roster", "", "records/roster.csv"),
        ("ticket", "T-20261122-7F3K", "records/tickets/2026/11/T-20261122-7F3K.yaml"),
        ("inspection", "I-20260105-8Q2M", "records/inspections/2026/01/I-20260105-8Q2M.yaml"),
        ("training", "R-20260318-3C7T", "records/training/2026/R-20260318-3C7T.yaml"),
        ("visit", "V-20260318-3C7T", "records/visits/2026/V-20260318-3C7T.yaml"),
        ("question", "Q-20260318-3C7T", "records/questions/2026/Q-20260318-3C7T.yaml"),
        ("hazard", "H-20260318-3C7T", "records/hazards/2026/H-20260318-3C7T.yaml"),
        ("handover", "hq-cctv", "records/handover/hq-cctv.yaml"),
        ("price", "hq-cctv", "records/prices/hq-cctv.csv"),
        ("spare", "2026", "records/spares/2026.csv"),
        ("bill", "B-20260318-3C7T", "records/bills/2026/B-20260318-3C7T.yaml"),
    ],
)
def test_path_of_a_record(kind: KindName, record_id: str, path: str) -> None:
    assert path_of(kind, record_id) == path


def test_an_id_without_a_day_lies_in_no_year() -> None:
    assert path_of("ticket", "hq") == "records/tickets/----/--/hq.yaml"


@pytest.mark.parametrize(
    ("kind", "folder", "depth", "is_table"),
    [
        ("workspace", "", 0, False),
        ("roster", "", 0, True),
        ("site", "sites", 0, False),
        ("price", "prices", 0, True),
        ("visit", "visits", 1, False),
        ("ticket", "tickets", 2, False),
    ],
)
def test_folders_of_a_kind(kind: KindName, folder: str, depth: int, *, is_table: bool) -> None:
    (found,) = (known for known in KINDS if known.name == kind)
    assert (found.folder, found.depth, found.is_table) == (folder, depth, is_table)


def test_no_two_kinds_share_a_folder() -> None:
    places = [kind.folder or kind.place for kind in KINDS]
    assert len(set(places)) == len(places)


@pytest.mark.parametrize(
    ("record_id", "is_safe"),
    [
        ("hq-cctv", True),
        ("S01-CAM-001", True),
        ("T-20261122-7F3K", True),
        ("2026", True),
        ("../aftercare", False),
        ("a/b", False),
        ("nul", False),
        ("", False),
    ],
)
def test_only_ids_become_file_names(record_id: str, *, is_safe: bool) -> None:
    assert is_safe_id(record_id) == is_safe
